"""Words with their places become lines, and the cells of ruled tables become rows."""

from __future__ import annotations

from assistant.documents.layout import (
    Box,
    PageLine,
    PageWord,
    Rule,
    columns_apart,
    find_tables,
    to_lines,
    with_stamps,
    with_tables,
)


def word(text: str, left: float, top: float) -> PageWord:
    return PageWord(text, Box(left, top, left + 0.01 * len(text), top + 0.012))


def across(*ys: float, start: float = 0.1, end: float = 0.9) -> list[Rule]:
    return [Rule(False, y, start, end) for y in ys]


def upright(*xs: float, start: float = 0.2, end: float = 0.5) -> list[Rule]:
    return [Rule(True, x, start, end) for x in xs]


def test_a_line_ends_where_the_next_word_stands_lower_or_back_at_the_left() -> None:
    words = [word("Kế", 0.1, 0.1), word("hoạch", 0.14, 0.101), word("năm", 0.1, 0.13), word("2025", 0.3, 0.1)]
    assert [line.text for line in to_lines(words)] == ["Kế hoạch", "năm", "2025"]


def test_ruled_lines_draw_a_table_whose_middle_row_spans_its_columns() -> None:
    rules = [*across(0.2, 0.3, 0.4, 0.5), *upright(0.1, 0.9)]
    rules += [*upright(0.2, 0.6, start=0.2, end=0.3), *upright(0.2, 0.6, start=0.4, end=0.5)]
    (table,) = find_tables(rules)
    assert [len(edges) - 1 for _, _, edges in table.rows] == [3, 1, 3]
    assert table.place_of(Box(0.65, 0.42, 0.7, 0.44)) == (2, 2)
    assert table.place_of(Box(0.65, 0.52, 0.7, 0.54)) is None


def test_words_of_a_cell_over_several_lines_stand_together_in_the_row() -> None:
    tables = find_tables([*across(0.2, 0.3, 0.5), *upright(0.1, 0.3, 0.9)])
    words = [
        word("Mở", 0.1, 0.1),
        word("1", 0.15, 0.22),
        word("Rà", 0.35, 0.22),
        word("soát", 0.4, 0.22),
        word("văn", 0.35, 0.24),
        word("bản", 0.4, 0.24),
        word("Hết", 0.1, 0.6),
    ]
    assert [line.text for line in with_tables(to_lines(words), tables)] == ["Mở", "1 | Rà soát văn bản", "Hết"]


def test_each_word_of_a_row_knows_its_range_also_after_an_empty_cell() -> None:
    row = PageLine(((word("2", 0.1, 0.1),), (), (word("Sở", 0.5, 0.1), word("Y", 0.6, 0.1))))
    assert row.text == "2 |  | Sở Y"
    assert [row.text[start:end] for start, end, _ in row.places()] == ["2", "Sở", "Y"]


def test_a_frame_around_text_and_columns_without_rows_are_no_tables() -> None:
    assert find_tables([*across(0.2, 0.5), *upright(0.1, 0.9)]) == []
    assert find_tables([*across(0.1, 0.9), *upright(0.1, 0.3, 0.9, start=0.1, end=0.9)]) == []
    assert find_tables([]) == []


def _line_at(*pieces: tuple[str, float]) -> PageLine:
    """A line of words, each piece's first at its place, .005 apart, .04 wide."""
    words = []
    for text, left in pieces:
        for number, word in enumerate(text.split()):
            start = left + 0.045 * number
            words.append(PageWord(word, Box(start, 0.1, start + 0.04, 0.12)))
    return PageLine((tuple(words),))


def test_the_two_columns_of_the_form_come_one_after_the_other() -> None:
    lines = [
        _line_at(("SỞ XÂY DỰNG", 0.15), ("CỘNG HÒA XÃ HỘI", 0.45)),
        _line_at(("Số: 45/KH-SXD", 0.2), ("Độc lập", 0.55)),
        _line_at(("V/v khen thưởng", 0.2)),
        _line_at(("An Lạc,", 0.52)),
    ]
    assert [line.text for line in columns_apart(lines)] == [
        "SỞ XÂY DỰNG",
        "Số: 45/KH-SXD",
        "V/v khen thưởng",
        "CỘNG HÒA XÃ HỘI",
        "Độc lập",
        "An Lạc,",
    ]


def test_a_column_is_known_by_where_its_lines_begin_though_no_gap_parts_them() -> None:
    lines = [
        _line_at(("Số: 45/SXD-QLN", 0.2), ("Gửi Văn phòng", 0.45)),
        _line_at(("Phòng Kế hoạch", 0.45)),
        _line_at(("Phòng Tổng hợp", 0.45)),
        _line_at(("V/v khen thưởng năm học 2024 Thanh tra", 0.18)),
    ]
    assert [line.text for line in columns_apart(lines)][:2] == ["Số: 45/SXD-QLN", "V/v khen thưởng năm học 2024"]


def test_lines_without_a_second_column_stay_as_they_are() -> None:
    lines = [_line_at(("Căn cứ Luật Xây dựng", 0.15)), _line_at(("theo đề nghị của Phòng", 0.15))]
    assert columns_apart(lines) == lines


def test_a_stamp_stands_in_the_gap_left_for_it_or_last() -> None:
    line = _line_at(("Số:", 0.2), ("/SXD-QLN", 0.32), ("An Lạc", 0.6))
    number = PageWord("187", Box(0.26, 0.1, 0.29, 0.12))
    seal = PageWord("VT", Box(0.3, 0.7, 0.35, 0.72))
    assert [word.text for word in with_stamps(line.words, [seal, number])] == [
        "Số:", "187", "/SXD-QLN", "An", "Lạc", "VT",
    ]  # fmt: skip
