"""Marks misread by the Vietnamese OCR model are mended, and nothing else is touched."""

from __future__ import annotations

import pytest

from assistant.documents.proofread import MarkErrors, load_proofreader, marks_of
from assistant.language.vietnamese import fold


@pytest.mark.parametrize(
    ("seen", "true"),
    [
        ("Quyết định này có hiệu lực thi hành kế từ ngày ký.", "Quyết định này có hiệu lực thi hành kể từ ngày ký."),
        ("trình cấp có thấm quyên xem xét, sửa đồi, bố sung", "trình cấp có thẩm quyền xem xét, sửa đổi, bổ sung"),
        ("các tố chức, cá nhân có liên quan", "các tổ chức, cá nhân có liên quan"),
        ("ỦY BAN NHÂN DÂN TÍNH HÒA BÌNH", "ỦY BAN NHÂN DÂN TỈNH HÒA BÌNH"),
        ("thanh toán chỉ phí khám bệnh, chữa bệnh", "thanh toán chi phí khám bệnh, chữa bệnh"),
    ],
)
def test_a_misread_mark_is_mended_from_the_words_around(seen: str, true: str) -> None:
    assert load_proofreader().proofread([seen]) == [true]


@pytest.mark.parametrize(
    "line",
    [
        "Hồ sơ gửi về Văn phòng Sở trước ngày 20/11/2025; quá hạn không xem xét.",
        "d) Kinh phí 48.000.000 đồng; đ) Thời gian: quý III.",
        "Phòng Văn hoá - Thông tin chủ trì, ông Hoà phối hợp.",
        "Số: 27/KH-SXD, Nghị định số 30/2020/NĐ-CP, cc: PAR INDEX, e-mail tiepnhan@hailam.gov.vn",
        "The plan takes effect on 1 January 2026 and replaces the one before.",
        "",
    ],
)
def test_a_line_without_misread_marks_stays_as_it_is(line: str) -> None:
    assert load_proofreader().proofread([line]) == [line]


def test_letters_digits_and_lengths_never_change() -> None:
    lines = ["Căn cứ Luât Tô chưc chính quyên đia phương ngay 19/6/2015", "QĐ sô 76NQ-CP _ | 2 ¿ thê"]
    for before, after in zip(lines, load_proofreader().proofread(lines), strict=True):
        assert fold(after) == fold(before)
        assert len(after) == len(before)


def test_a_frequent_misreading_costs_less_than_a_rare_one_and_marks_stand_in_for_letters_never_counted() -> None:
    errors = MarkErrors({"ổ": 100, "ề": 100, "ỗ": 100}, {"ổố": 30, "ổô": 2})
    assert errors.cost("tổ", "tố") < errors.cost("tổ", "tô")
    assert errors.cost("tổ", "tổ") == 0
    assert errors.cost("thể", "thế") < errors.cost("thể", "thệ")  # a hook read as an acute, as with ổ
    assert (marks_of("ổ"), marks_of("đ"), marks_of("o")) == ("(\u0302\u0309)", "(-)", "()")
