"""Words with their places become lines, and the cells of ruled tables become rows."""

from __future__ import annotations

from assistant.documents.layout import Box, PageLine, PageWord, Rule, find_tables, to_lines, with_tables


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
