"""Reading page pictures with Tesseract: lines, places, tables, turned pages, missing programs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.documents import ocr
from assistant.documents.ocr import installed_languages, parse_tsv, read_picture, require_tesseract
from assistant.documents.pages import find_skew, page_image, rotated
from assistant.errors import FileTooLarge, MissingTool
from assistant.settings import Settings

DATA = Path(__file__).parents[1] / "data" / "documents"
SETTINGS = Settings(ocr_dpi=200)
needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None or "vie" not in (installed_languages() or ()),
    reason="Tesseract with Vietnamese is not installed",
)

TSV = "\n".join(
    [
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext",
        "1\t1\t0\t0\t0\t0\t0\t0\t1000\t2000\t-1\t",
        "5\t1\t1\t1\t1\t1\t100\t200\t50\t40\t96.5\tSố:",
        "5\t1\t1\t1\t1\t2\t160\t200\t140\t40\t90.5\t45/KH-SXD",
        "5\t1\t1\t1\t1\t3\t400\t200\t5\t40\t31.0\t~",
        "5\t1\t1\t1\t1\t4\t450\t200\t5\t40\t80.0\t|",
        "5\t1\t1\t1\t2\t1\t100\t300\t80\t40\t80.0\tKÊ\u0301",
    ]
)


def test_the_table_of_words_becomes_lines_with_places() -> None:
    lines, confidence = parse_tsv(TSV, 1000, 2000)
    assert [line.text for line in lines] == ["Số: 45/KH-SXD", "KẾ"]
    assert [(start, end) for start, end, _ in lines[0].places()] == [(0, 3), (4, 13)]
    number = lines[0].words[1].box
    assert (number.left, number.top, number.right, number.bottom) == (0.16, 0.1, 0.3, 0.12)
    assert confidence == pytest.approx((96.5 + 90.5 + 80.0) / 3)


def test_a_bar_is_a_piece_of_a_rule_or_a_lonely_figure_one() -> None:
    assert "|" not in parse_tsv(TSV, 1000, 2000)[0][0].text
    assert parse_tsv(TSV, 1000, 2000, bar="1")[0][0].text == "Số: 45/KH-SXD 1"


def test_a_line_that_is_only_pieces_of_a_seal_is_left_out() -> None:
    row = "5\t1\t2\t1\t{}\t1\t100\t400\t50\t40\t{}\t{}"
    seal = [row.format(1, 12.0, "S»"), row.format(1, 40.0, "Ñ"), row.format(2, 19.0, "Cu"), row.format(3, 55.0, "GĐ")]
    lines, _ = parse_tsv("\n".join([TSV, *seal]), 1000, 2000)
    assert [line.text for line in lines] == ["Số: 45/KH-SXD", "KẾ", "GĐ"]


@needs_tesseract
def test_a_scanned_page_is_read_with_its_table() -> None:
    reading = read_picture(page_image(DATA / "scan.pdf", 1, 200), SETTINGS)
    texts = [line.text for line in reading.lines]
    assert texts[:4] == ["UBND TỈNH AN LẠC", "SỞ XÂY DỰNG", "Số: 45/KH-SXD", "An Lạc, ngày 12 tháng 3 năm 2025"]
    assert texts[-4:-1] == [
        "STT | Nhiệm vụ | Thời hạn",
        "I. Cải cách thể chế",
        "1 | Rà soát văn bản quy phạm pháp luật | Quý II",
    ]
    number = reading.lines[2]
    assert all(number.text[box.start : box.end].strip() for box in number.boxes)
    assert number.boxes[0].left == pytest.approx(150 / 1654, abs=0.01)
    assert number.boxes[0].top == pytest.approx((160 + 2 * 72) / 2339, abs=0.02)


@needs_tesseract
def test_the_name_below_seal_and_signature_is_read_where_the_page_as_a_whole_leaves_it_out() -> None:
    letter = Path(__file__).parents[2] / "corpus" / "3345_UBND-NC_chan-chinh-ho-so-tre-han.pdf"
    last = read_picture(page_image(letter, 2, 300), Settings()).lines[-1]
    assert last.text == "Lê Hồng Nhạn"
    assert last.boxes[0].left == pytest.approx(0.63, abs=0.03)
    assert last.boxes[0].top == pytest.approx(0.44, abs=0.02)


@needs_tesseract
def test_a_page_upside_down_is_turned_to_be_read_and_its_words_stay_where_they_lie() -> None:
    reading = read_picture(page_image(DATA / "scan.pdf", 2, 200), SETTINGS)
    assert reading.turned == 180
    assert reading.lines[0].text == "UBND TỈNH AN LẠC"
    assert reading.lines[0].boxes[0].top > 0.9
    assert reading.lines[0].boxes[0].left > 0.8


@needs_tesseract
def test_a_blank_page_is_not_read() -> None:
    assert read_picture(page_image(DATA / "scan.pdf", 3, 200), SETTINGS).lines == ()


@needs_tesseract
def test_a_page_that_takes_too_long_is_given_up() -> None:
    hurried = Settings(ocr_seconds_per_page=0.01)
    with pytest.raises(FileTooLarge):
        read_picture(page_image(DATA / "scan.pdf", 1, 200), hurried)


def test_the_tilt_of_a_scan_is_measured() -> None:
    from PIL import Image, ImageDraw

    page = Image.new("L", (1000, 1400), 255)
    for number in range(20):
        ImageDraw.Draw(page).rectangle((100, 100 + 60 * number, 900, 118 + 60 * number), fill=0)
    assert find_skew(page) == pytest.approx(0.0, abs=0.1)
    assert find_skew(page.rotate(-1.5, fillcolor=255)) == pytest.approx(1.5, abs=0.2)


def test_without_tesseract_the_user_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "installed_languages", lambda: None)
    with pytest.raises(MissingTool) as raised:
        require_tesseract("vie")
    assert "tesseract-ocr-vie" in raised.value.for_user


def test_without_vietnamese_the_user_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "installed_languages", lambda: frozenset({"eng", "osd"}))
    with pytest.raises(MissingTool) as raised:
        require_tesseract("vie")
    assert "Hãy cài gói tesseract-ocr-vie" in raised.value.for_user


@needs_tesseract
def test_a_page_on_its_side_is_turned_though_tesseract_reads_some_of_it() -> None:
    reading = read_picture(rotated(page_image(DATA / "scan.pdf", 1, 200), 90), SETTINGS)
    assert reading.turned == 270
    assert [line.text for line in reading.lines[:3]] == ["UBND TỈNH AN LẠC", "SỞ XÂY DỰNG", "Số: 45/KH-SXD"]
