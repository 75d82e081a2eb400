"""How a word stands in a text: the sign before it and its capitals."""

from __future__ import annotations

import pytest

from assistant.language.looks import CAPITALS, COMMA, NAME, STOP, look_of_gap, look_of_word


@pytest.mark.parametrize(
    ("gap", "look"), [(" ", 0), (", ", COMMA), (" (", COMMA), ("; ", STOP), (".\n- ", STOP), ("\n", STOP), (" ~ ", 0)]
)
def test_the_sign_that_parts_most_counts(gap: str, look: int) -> None:
    assert look_of_gap(gap) == look


@pytest.mark.parametrize(("word", "look"), [("sở", 0), ("Sở", NAME), ("Ở", NAME), ("UBND", CAPITALS), ("2031", 0)])
def test_capitals_are_those_of_a_name_or_of_a_heading(word: str, look: int) -> None:
    assert look_of_word(word) == look
