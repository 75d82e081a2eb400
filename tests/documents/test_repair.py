"""Garbled Vietnamese becomes Vietnamese, and every word knows where it came from."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.documents.repair import MODEL, Repairer, load_repairer
from assistant.documents.repair_channel import LOWER, TITLE, UPPER, apparent_case, in_case
from assistant.errors import ModelError


@pytest.fixture(scope="module")
def repairer() -> Repairer:
    if not MODEL.exists():
        pytest.skip("the repair model is not built: `assistant train repair`")
    return load_repairer()


def repaired(repairer: Repairer, *lines: str) -> list[str]:
    return [text for text, _ in repairer.repair(lines)]


GARBLED = {
    "Ho so dé nghi xét thi dua khen thudng cia don vi": "Hồ sơ đề nghị xét thi đua khen thưởng của đơn vị",
    "Can ctr Luat T6 chirc chinh quyén dia phuong ngay 19/6/2015;": (
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;"
    ),
    "KE HOACH": "KẾ HOẠCH",
    "PIEU 1. QUYET BINH": "ĐIỀU 1. QUYẾT ĐỊNH",
    "CONG HOA XA HOI CHU NGHIA VIET NAM": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "ban hanh K& hoach cua S¢ Xay dung": "ban hành Kế hoạch của Sở Xây dựng",
    "nhiém vu nay 1a trong tam cua nganh": "nhiệm vụ này là trọng tâm của ngành",
    "Uy ban nhan dan cac x3, phudng": "Ủy ban nhân dân các xã, phường",
    "Noinhan:": "Nơi nhận:",
    "thuc hién nghiém ky ludt, ky cuong hanh chinh": "thực hiện nghiêm kỷ luật, kỷ cương hành chính",
}


@pytest.mark.parametrize(("garbled", "true"), GARBLED.items(), ids=GARBLED.values())
def test_garbled_lines_are_read_as_an_official_would(repairer: Repairer, garbled: str, true: str) -> None:
    assert repaired(repairer, garbled) == [true]


def test_document_numbers_get_their_letters_back_and_keep_their_digits(repairer: Repairer) -> None:
    assert repaired(repairer, "Quyét dinh s6 2685/0B-UBND, Nghi dinh s6 118/2025/NB-CP, Chi thi s6 12/CT-TU") == [
        "Quyết định số 2685/QĐ-UBND, Nghị định số 118/2025/NĐ-CP, Chỉ thị số 12/CT-TU"
    ]


def test_abbreviations_stay(repairer: Repairer) -> None:
    (text,) = repaired(repairer, "- Van phong HDND va UBND tinh gidi quyét TTHC, thuc hién CCHC;")
    assert text == "- Văn phòng HĐND và UBND tỉnh giải quyết TTHC, thực hiện CCHC;"


@pytest.mark.parametrize(
    "line",
    [
        "120 4.500.000 30,5% 15/7/2024 08:30",
        "2024 2025 2026 14 12",
        "The Department of Construction shall submit the report",
        "https://dichvucong.gov.vn; soxaydung@tinhmau.gov.vn",
    ],
)
def test_numbers_english_and_addresses_stay(repairer: Repairer, line: str) -> None:
    assert repaired(repairer, line) == [line]


def test_clean_vietnamese_stays(repairer: Repairer) -> None:
    line = "Ủy ban nhân dân tỉnh giao Sở Nội vụ chủ trì, phối hợp với các đơn vị thực hiện Kế hoạch này."
    assert repaired(repairer, line) == [line]


def test_a_number_is_never_changed_beside_a_glued_word(repairer: Repairer) -> None:
    assert repaired(repairer, "3.Uu tién bé tri ngan sach 12 ty déng") == ["3.Ưu tiên bố trí ngân sách 12 tỷ đồng"]


def test_specks_become_an_empty_line_and_the_count_of_lines_stays(repairer: Repairer) -> None:
    assert repaired(repairer, "KE HOACH", "~ . i", "", "nam 2024") == ["KẾ HOẠCH", "", "", "năm 2024"]


def test_misread_roman_numerals_of_headings_are_set_right(repairer: Repairer) -> None:
    texts = repaired(repairer, "I. MUC BICH", "IL. NOI DUNG", "I1I. TO CHUC THUC HIEN", "V. KINH PHI")
    assert texts == ["I. MỤC ĐÍCH", "II. NỘI DUNG", "III. TỔ CHỨC THỰC HIỆN", "V. KINH PHÍ"]


def test_the_second_d_of_a_list_is_its_đ(repairer: Repairer) -> None:
    texts = repaired(repairer, "c) Van phong;", "d) Thanh tra;", "d) Phong Té chirc;", "e) Trung tam.")
    assert [text[:2] for text in texts] == ["c)", "d)", "đ)", "e)"]


def test_an_item_is_read_by_the_items_before_and_after_it(repairer: Repairer) -> None:
    texts = repaired(repairer, "b) Van phong;", "¢) Thanh tra;", "d) Phong;", "a) Té chirc;", "e) Trung tam.")
    assert [text[:2] for text in texts] == ["b)", "c)", "d)", "đ)", "e)"]
    headings = repaired(repairer, "I. MUC BICH", "II. NOI DUNG", "II. KINH PHI", "IV. TO CHUC")
    assert [text.split(".")[0] for text in headings] == ["I", "II", "III", "IV"]


def test_a_word_that_a_misread_letter_cuts_in_two_is_one(repairer: Repairer) -> None:
    assert repaired(repairer, "T[ep tuc hoan thién cac hé thér}g thong tin cua tinh") == [
        "Tiếp tục hoàn thiện các hệ thống thông tin của tỉnh"
    ]
    assert repaired(repairer, "mau s6 (1) va don vi (phong) cua So") == ["mẫu số (1) và đơn vị (phòng) của Sở"]


@pytest.mark.parametrize(
    ("seen", "true"),
    [("LDVP", "LĐVP"), ("BCDNNDL", "BCĐNNDL"), ("TTDTCP", "TTĐTCP"), ("KTTH", "KTTH"), ("VNPT", "VNPT")],
)
def test_a_long_abbreviation_is_spelt_as_its_parts(repairer: Repairer, seen: str, true: str) -> None:
    assert repaired(repairer, f"- Luu: VT, {seen}.") == [f"- Lưu: VT, {true}."]


def test_figures_in_a_word_are_letters_and_in_a_measure_figures(repairer: Repairer) -> None:
    (text,) = repaired(repairer, "mé cac 16p tap huan cho can b6, cong chirc; tuyén duong dai 16m, theo Diéu 16a")
    assert "lớp tập huấn" in text
    assert "16m" in text
    assert "16a" in text


def test_two_pieces_are_no_word_where_one_is_a_number(repairer: Repairer) -> None:
    (text,) = repaired(repairer, "to 14 nguoi, do 16 nguoi lap")
    assert [word for word in text.replace(",", " ").split() if word.isdigit()] == ["14", "16"]


def test_context_reaches_across_the_line_end(repairer: Repairer) -> None:
    assert repaired(repairer, "Giao S& Néi vu chi", "tri, phéi hop voi cac don vi") == [
        "Giao Sở Nội vụ chủ",
        "trì, phối hợp với các đơn vị",
    ]


def test_every_word_knows_its_range_in_the_source_and_how_sure_it_is(repairer: Repairer) -> None:
    source = "- Té chirc thuc hién Ké hoach;"
    ((text, words),) = repairer.repair([source])
    assert text == "- Tổ chức thực hiện Kế hoạch;"
    assert [(text[w.start : w.end], source[w.source_start : w.source_end]) for w in words] == [
        ("Tổ", "Té"),
        ("chức", "chirc"),
        ("thực", "thuc"),
        ("hiện", "hién"),
        ("Kế", "Ké"),
        ("hoạch", "hoach"),
    ]
    assert all(0.5 < word.confidence <= 1 for word in words)


def test_what_cannot_be_read_keeps_its_letters_with_a_low_confidence(repairer: Repairer) -> None:
    ((text, words),) = repairer.repair(["dai dién cua Zqxwvklmrt tai tinh"])
    assert "Zqxwvklmrt" in text
    assert min(word.confidence for word in words) < 0.9


def test_marks_are_restored_on_an_unmarked_question(repairer: Repairer) -> None:
    assert repairer.restore("han nop ho so khen thuong") == "hạn nộp hồ sơ khen thưởng"
    assert repairer.restore("Ai la nguoi ky van ban?") == "Ai là người ký văn bản?"


@pytest.mark.parametrize("question", ["Hạn nộp ho so?", "What is the deadline for award dossiers?", "", "881/KH-SXD"])
def test_marked_english_and_empty_questions_are_left_alone(repairer: Repairer, question: str) -> None:
    assert repairer.restore(question) == question


def test_no_lines_give_no_lines(repairer: Repairer) -> None:
    assert repairer.repair([]) == []


def test_a_missing_or_changed_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="found none"):
        load_repairer(tmp_path / "repair.npz")
    (tmp_path / "repair.npz").write_bytes(b"no model")
    (tmp_path / "repair.sha256").write_text("00  repair.npz\n", encoding="ascii")
    with pytest.raises(ModelError, match="expected sha256 00"):
        load_repairer(tmp_path / "repair.npz")


@pytest.mark.parametrize(
    ("piece", "case"), [("hoach", LOWER), ("Pang", TITLE), ("HQI", UPPER), ("6ng", LOWER), ("S¢", TITLE)]
)
def test_the_way_of_writing_is_judged_by_the_letters(piece: str, case: int) -> None:
    assert apparent_case(piece) == case


def test_words_are_written_in_their_case() -> None:
    assert [in_case("đảng", case) for case in (LOWER, TITLE, UPPER)] == ["đảng", "Đảng", "ĐẢNG"]


def read_one(line: str) -> str:
    return repaired(load_repairer(), line)[0]


@pytest.mark.parametrize(
    ("seen", "true"),
    [
        ("phat trién nha 6 x4 hdi cho cng nhan", "phát triển nhà ở xã hội cho công nhân"),
        ("trong 6 thang dau nam, theo Diéu 6 khoan 1", "trong 6 tháng đầu năm, theo Điều 6 khoản 1"),
    ],
)
def test_a_lone_figure_is_a_word_only_where_nothing_else_fits(seen: str, true: str) -> None:
    assert read_one(seen) == true


@pytest.mark.parametrize("kept", ["5G", "4G", ".2."])
def test_figures_beside_letters_stay(kept: str) -> None:
    assert kept in read_one(f"Hé thong {kept} Giao So Noi vu" if kept != ".2." else "xay ra tiéu cuc.2. Giao So Noi vu")


def test_a_figure_read_as_a_word_is_marked_as_doubtful() -> None:
    ((text, words),) = load_repairer().repair(["phat trién nha 6 x4 hdi cho cng nhan"])
    (figure,) = [word for word in words if text[word.start : word.end] == "ở"]
    assert figure.confidence < 0.6


def test_numerals_abbreviations_and_names_of_provinces_are_spelt_as_they_should_be() -> None:
    assert read_one("Phu luc II ban hanh kém theo") == "Phụ lục II ban hành kèm theo"
    assert read_one("- Doan DBQH va HDND tinh") == "- Đoàn ĐBQH và HĐND tỉnh"
    assert read_one("UY BAN NHAN DAN TINH DAK LAK") == "ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK"
    assert read_one("Uy BAN NHAN DAN") == "ỦY BAN NHÂN DÂN"


def test_a_line_with_a_persons_name_begins_with_a_surname() -> None:
    assert read_one("Truong Van Hung").split()[0] == "Trương"


@pytest.mark.parametrize("number", ["609/KH-SXD", "31/KH-STTTT", "881/KH-SXD", "12/UBND-VX", "77/BC-SNV"])
def test_document_numbers_that_are_right_stay(number: str) -> None:
    assert number in read_one(f"Can ct Ké hoach s6 {number} ngay 12/3/2024")


def test_initials_in_brackets_stay_also_where_the_stroke_was_misread() -> None:
    lines = load_repairer().repair(
        ["- UBND tinh (b/c);", "- TTgCP, cac PTTgCP (dé bic);", "- Vu CCHC - Bo Néi vu (b/c);"]
    )
    assert [text[text.index("b/c") :] for text, _ in lines] == ["b/c);"] * 3


@pytest.mark.parametrize(
    ("seen", "true"), [("So Nbi vuy;", "Sở Nội vụ;"), ("So Tai chiuh va UBND", "Sở Tài chính và UBND")]
)
def test_an_agency_of_which_one_word_was_misread_is_spelt_as_it_is_called(seen: str, true: str) -> None:
    assert read_one(f"- {seen}") == f"- {true}"
