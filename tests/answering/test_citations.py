"""Citations name the lines that hold their quote, and the quote stands in the file character for character."""

from __future__ import annotations

from assistant.answering.citations import MOST_LINES, cite, quote_stands
from assistant.schema import Document, Line, Word

GARBLED = Line(
    2,
    7,
    "Hd so gui vé Van phong truéc ngay 20/11",
    "Hồ sơ gửi về Văn phòng trước ngày 20/11",
    tuple(
        Word(start, end, start, end)
        for start, end in ((0, 2), (3, 5), (6, 9), (10, 12), (13, 16), (17, 22), (23, 28), (29, 33), (34, 39))
    ),
)


def paged(*lines: Line) -> Document:
    return Document("a" * 16, "ke-hoach.pdf", "a" * 64, True, 3, "garbled", lines)


def plain(count: int, page: int = 1) -> list[Line]:
    return [
        Line(page, n, f"Dòng thứ {n} của trang {page}.", f"Dòng thứ {n} của trang {page}.") for n in range(1, count + 1)
    ]


def test_a_garbled_line_is_quoted_as_it_stood_beside_its_repair() -> None:
    document = paged(*plain(2), GARBLED)
    start = document.text.index("Hồ sơ")
    citation = cite(document, 1, start, len(document.text))
    assert citation.quote == "Hd so gui vé Van phong truéc ngay 20/11"
    assert citation.text == "Hồ sơ gửi về Văn phòng trước ngày 20/11"
    assert (citation.page, citation.lines, citation.garbled) == (2, (7, 7), True)
    assert quote_stands(document, citation)


def test_the_value_is_highlighted_in_the_repaired_text() -> None:
    document = paged(*plain(2), GARBLED)
    at = document.text.index("20/11")
    citation = cite(document, 1, document.text.index("Hồ sơ"), len(document.text), [(at, at + 5)])
    ((low, high),) = citation.highlights
    assert citation.text[low:high] == "20/11"


def test_a_long_range_keeps_the_lines_around_its_value() -> None:
    document = paged(*plain(60))
    at = document.text.index("Dòng thứ 41 ")
    citation = cite(document, 1, 0, len(document.text), [(at, at + 8)])
    assert citation.lines[1] - citation.lines[0] < MOST_LINES
    assert citation.lines[0] <= 41 <= citation.lines[1]
    assert quote_stands(document, citation)


def test_a_citation_stays_on_the_page_of_its_value() -> None:
    document = paged(*plain(5, 1), *plain(5, 2))
    at = document.text.index("Dòng thứ 2 của trang 2")
    citation = cite(document, 1, document.text.index("Dòng thứ 4 của trang 1"), at + 20, [(at, at + 8)])
    assert (citation.page, citation.lines) == (2, (1, 2))


def test_a_quote_that_is_not_in_its_lines_is_found_out() -> None:
    document = paged(*plain(5))
    citation = cite(document, 1, 0, 10)
    other = Document("b" * 16, "khac.pdf", "b" * 64, True, 1, "clean", tuple(plain(1, 9)))
    assert not quote_stands(other, citation)
