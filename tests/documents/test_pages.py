"""Where words stand on a page, and passages marked on its picture."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from assistant.documents.child import Child
from assistant.documents.ingest import read_document
from assistant.documents.layout import Box
from assistant.documents.pages import (
    black_ink,
    count_image_pages,
    locate,
    page_image,
    read_pdf,
    render_page,
    render_page_safely,
    word_boxes,
)
from assistant.errors import BrokenFile, FileTooLarge
from assistant.schema import Document, Line, WordBox
from assistant.settings import Settings

DATA = Path(__file__).parents[1] / "data" / "documents"
PLAN = DATA / "plan.pdf"


@pytest.fixture(scope="module")
def plan() -> Document:
    return read_document(PLAN, Settings())


def test_words_of_a_text_layer_know_their_places() -> None:
    words = word_boxes(PLAN, 1)
    number = next(word for word in words if word.text == "45/KH-SXD")
    assert number.box.left == pytest.approx(85 / 595, abs=0.02)
    assert number.box.bottom == pytest.approx((842 - 728) / 842, abs=0.01)


def test_words_of_a_rotated_page_stand_where_they_are_shown() -> None:
    words = word_boxes(PLAN, 2)
    assert words[0].text == "Phụ"
    assert words[0].box.left < 0.2
    assert words[0].box.bottom - words[0].box.top < words[-1].box.right - words[0].box.left


def test_a_quote_is_found_on_its_page_line_by_line(plan: Document) -> None:
    start = plan.text.index("Nâng cao chất lượng")
    end = plan.text.index("05 tháng 11") + len("05 tháng 11")
    boxes = locate(PLAN, plan, start, end)[1]
    assert len(boxes) == 2
    assert boxes[0].bottom < boxes[1].top
    assert boxes[0].left == pytest.approx(60 / 595, abs=0.01)


def test_the_second_of_two_alike_places_is_told_from_the_first(plan: Document) -> None:
    start = plan.text.index("2 | Công khai")
    (box,) = locate(PLAN, plan, start, start + len("2 | Công khai thủ tục"))[1]
    assert box.top > 0.45


def test_words_read_by_ocr_give_their_own_places() -> None:
    boxes = (WordBox(0, 3, 0.1, 0.2, 0.15, 0.22), WordBox(4, 13, 0.16, 0.2, 0.3, 0.22))
    line = Line(1, 1, "Số: 45/KH-SXD", "Số: 45/KH-SXD", boxes=boxes)
    document = Document("0" * 16, "scan.pdf", "0" * 64, True, 1, "scan", (line,))
    assert locate(DATA / "scan.pdf", document, 4, 13) == {1: (Box(0.16, 0.2, 0.3, 0.22),)}


def test_a_file_without_pages_has_no_places() -> None:
    document = Document("0" * 16, "a.txt", "0" * 64, False, 1, "clean", (Line(1, 1, "Kế hoạch", "Kế hoạch"),))
    assert locate(DATA / "a.txt", document, 0, 3) == {}


def test_a_marked_page_is_yellow_where_the_passage_stands() -> None:
    picture = Image.open(io.BytesIO(render_page(PLAN, 1, 600, [Box(0.5, 0.8, 0.7, 0.85)])))
    assert picture.size[0] == 600
    red, green, blue = picture.convert("RGB").getpixel((360, 700))  # type: ignore[misc]
    assert red > 240
    assert green > 220
    assert blue < 190
    assert picture.convert("RGB").getpixel((20, 20)) == (255, 255, 255)


def test_a_page_is_drawn_in_a_child_that_is_given_up_when_it_takes_too_long() -> None:
    child = Child(1000)
    try:
        assert render_page_safely(child, PLAN, 1, 100, []).startswith(b"\x89PNG")
        with pytest.raises(BrokenFile):
            render_page_safely(child, PLAN, 9, 100, [])
        with pytest.raises(FileTooLarge) as raised:
            render_page_safely(child, PLAN, 1, 5000, [], seconds=0.001)
        assert "Trang 1" in raised.value.for_user
    finally:
        child.stop()


def test_a_page_that_is_not_there_is_an_error_of_ours() -> None:
    with pytest.raises(BrokenFile):
        render_page(PLAN, 9, 600, [])


def test_a_picture_of_one_page_is_shown_too(tmp_path: Path) -> None:
    path = tmp_path / "quet.png"
    page_image(PLAN, 1, 72).save(path)
    assert count_image_pages(path, 10) == 1
    assert Image.open(io.BytesIO(render_page(path, 1, 300, []))).width == 300


def test_a_flood_of_pixels_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lon.png"
    Image.new("1", (9_000, 9_000)).save(path)
    with pytest.raises(FileTooLarge):
        page_image(path, 1, 300)


def test_a_tiff_has_as_many_pages_as_pictures(tmp_path: Path) -> None:
    path = tmp_path / "quet.tif"
    Image.new("L", (50, 50)).save(path, save_all=True, append_images=[Image.new("L", (50, 50))] * 2)
    assert count_image_pages(path, 10) == 3
    with pytest.raises(FileTooLarge):
        count_image_pages(path, 2)


def test_the_number_and_the_day_stamped_by_a_digital_signature_stand_in_the_gaps_left_for_them() -> None:
    (page,) = read_pdf(DATA / "signed.pdf", 1)
    assert page.lines == (
        "Số: 187 /SXD-QLN",
        "An Lạc, ngày 15 tháng 7 năm 2026",
        "Kính gửi: Sở Tài chính",
        "VT 18.07.2026",
    )


def test_coloured_ink_is_taken_off_a_scan_and_the_black_letters_below_it_stay() -> None:
    page = Image.new("RGB", (200, 100), "white")
    page.paste((30, 30, 30), (20, 20, 180, 40))  # a line of print
    page.paste((200, 40, 40), (100, 30, 120, 80))  # a seal over it
    page.paste((60, 10, 10), (100, 30, 120, 40))  # print below the seal
    grey = black_ink(page)
    assert grey.getpixel((30, 30)) == 30
    assert grey.getpixel((110, 70)) == 200
    assert grey.getpixel((110, 35)) == 60


def test_a_page_written_in_colours_keeps_them() -> None:
    page = Image.new("RGB", (200, 100), "white")
    page.paste((20, 20, 160), (20, 20, 180, 40))
    assert black_ink(page).getpixel((30, 30)) == page.convert("L").getpixel((30, 30))
