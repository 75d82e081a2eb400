"""The syllables and pairs of documents as numbers."""

from __future__ import annotations

import numpy as np

from assistant.answering.statements import Reading, read_statements
from assistant.answering.terms import Lists, Terms
from tests.answering.material import document


def reading(text: str, name: str) -> Reading:
    return read_statements(document(text, name))


def test_the_terms_of_a_statement_are_its_syllables_and_then_its_pairs() -> None:
    terms = Terms()
    one, other = reading("Hồ sơ khen thưởng.", "a.txt"), reading("Chợ của xã. Hồ sơ chợ.", "b.txt")
    place = terms.at([(one, 0)])
    own = terms.statements.terms.pick(place)
    assert terms.names(own.numbers) == ["ho", "so", "khen", "thuong", "ho so", "so khen", "khen thuong"]
    places = terms.at([(other, 1), (one, 0)])
    both = terms.statements.terms.pick(places)
    assert both.counts.tolist() == [5, 7]
    assert terms.names(both.numbers)[:5] == ["ho", "so", "cho", "ho so", "so cho"]
    marked = terms.statements.marked.pick(terms.at([(other, 0)]))  # known by now
    assert terms.names(marked.numbers) == ["chợ", "của", "xã"]


def test_pairs_follow_one_another_within_a_statement_and_across_two() -> None:
    terms, said = Terms(), reading("Hồ sơ khen thưởng. Chợ của xã.", "a.txt")
    asked = ["ho so", "thuong cho", "so ho", "cho thuong", "khen ngợi"]
    assert terms.follow(said, asked).tolist() == [True, True, False, False, False]
    assert terms.follow(reading("", "b.txt"), ["ho so"]).tolist() == [False]
    assert terms.follow(said, []).tolist() == []


def test_lists_are_picked_in_the_order_asked() -> None:
    lists = Lists.read([[1, 2], [], [3]]).and_then(Lists.read([[4, 5, 6]]))
    picked = lists.pick(np.array([3, 0, 1]))
    assert picked.numbers.tolist() == [4, 5, 6, 1, 2]
    assert picked.owners.tolist() == [0, 0, 0, 1, 1]
    assert len(picked) == 3
