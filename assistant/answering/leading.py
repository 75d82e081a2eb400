"""Choose of a passage the one value to say first, and the part of the passage that is enough to say it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.answering.extraction import answer_values
from assistant.answering.features import Asked, Window
from assistant.answering.parts import number_of_things_asked
from assistant.answering.slots import asks_for_code
from assistant.answering.statements import Reading
from assistant.answering.values import PROCEDURE_CODE, Value, ValueKind, find_values, follows_a_number, with_bounds
from assistant.language.lexicon import word_set
from assistant.language.vietnamese import SYLLABLE, fold

_LONGEST_NAMING = 16  # syllables of a heading that says whose duties stand under it
_OF_FIGURES = 2.0  # more than other words count the figures of a question: they tell years and ages apart
_GOES_ON = 0.5  # of the weight of words that stand in an earlier part of the sentence
_GOES_ON_FROM_HEAD = 0.85  # where they stand in front of its value
_CLEARLY = 2.0  # times what any other part with a value holds: the value is surely the one asked for
_NEARLY_ALL = 0.85  # of what a passage says of the question, a part of it says enough
_OF_ONE_THING = frozenset({"date", "term", "number", "percentage", "amount"})
_SEVERAL = re.compile(r"\b(?:nhung|cac|bao gom|gom)\b|\b(?:decrees|decisions|circulars|resolutions|documents)\b")


@dataclass(frozen=True)
class Clause:
    """A part of a passage between semicolons or full stops, and how much of the question it holds."""

    start: int
    end: int
    held: float

    def holds(self, value: Value) -> bool:
        """Does the value stand in it?"""
        return self.start <= value.start < self.end


def asks_for_several(asked: Asked) -> bool:
    """Does a question for documents ask for all of them?"""
    return asked.query.kind == "document_number" and _SEVERAL.search(asked.folded) is not None


def values_to_say(asked: Asked, window: Window) -> tuple[Value, ...]:
    """The values that answer, each with the words that bound it; the two ends of a range are one value."""
    kept = list[Value]()
    for value in _fitting(asked, window):
        bounded = with_bounds(window.reading.folded, value, window.reading.text)
        if not kept or bounded.end > kept[-1].end:
            kept.append(bounded)
    return tuple(kept)


def _fitting(asked: Asked, window: Window) -> Sequence[Value]:
    """The values that answer, without those that only place something: the day of a document that is referred to, where
    another day stands and nobody asks when something was issued, figures of the question itself, and among figures the
    number of an article, days and years."""
    values, text, folded = answer_values(asked, window), window.reading.text, window.reading.folded
    if asked.query.kind == "document_number" and asks_for_code(asked):
        codes = PROCEDURE_CODE.finditer(text, window.start, window.end)
        return tuple(Value("document_number", *match.span(), match[0]) for match in codes) or values
    if asked.query.kind in ("date", "deadline") and not _ISSUED.search(asked.folded):
        values = tuple(value for value in values if not follows_a_number(text, value)) or values
    if any(value.kind == "number" for value in values):
        dates = _placed(window, "date")
        values = tuple(
            value
            for value in values
            if not (_PLACES.search(folded[: value.start][-12:]) or PROCEDURE_CODE.match(text, value.start))
            and not any(date.start <= value.start < date.end for date in dates)
        )
        if asked.counted is None:  # "tăng bao nhiêu"
            values = tuple(value for value in values if not _LASTS.match(fold(value.text)))
            values = values or _placed(window, "percentage")
    if asked.query.kind in ("date", "document_number"):
        return values
    return tuple(value for value in values if not set(_DIGITS.findall(value.text)) <= asked.figures) or values


def _placed(window: Window, kind: ValueKind) -> tuple[Value, ...]:
    """The values of a kind in a passage, offsets of Document.text."""
    found, shift = find_values(window.text, kind), window.start
    return tuple(replace(value, start=value.start + shift, end=value.end + shift) for value in found)


_ISSUED = re.compile(r"\b(?:ky|ban hanh|cong bo|ra doi)\b")
_PLACES = re.compile(r"\b(?:dieu|khoan|(?<!danh )muc|phan|chuong|phu luc|bieu|(?<!ho )so|trang|thang)\s$")
_LASTS = re.compile(r"\d+ (?:ngay|thang|nam|tuan|gio|phut)\b")
_DIGITS = re.compile(r"\d[\d.,]*\d|\d")


def lead_value(asked: Asked, window: Window, values: Sequence[Value]) -> Value | None:
    """The one value to say first: the only one, or the one clearly nearest to the question's words; else None."""
    if asked.query.kind == "unit":
        return _lead_unit(asked, window, values)
    if len(values) < 2:
        return values[0] if values else None
    if asks_for_several(asked):
        return None
    fullest = max(clauses(asked, window, values), key=lambda clause: clause.held)
    counted = [value for value in values if _is_counted(asked, value)] or values
    choice = [value for value in counted if fullest.holds(value)] or counted
    choice = [value for value in choice if _RESULT.search(window.reading.folded[: value.start][-4:])] or choice
    if len(choice) == 1:
        return choice[0]
    one = number_of_things_asked(asked.query) == 1 and asked.query.kind != "date"
    if one and (own := _by_own_words(asked, window, choice)):
        return own
    folded = window.reading.folded
    places = [match.start() for match in SYLLABLE.finditer(folded, window.start, window.end) if match[0] in asked.words]
    if not places:
        return None
    ranked = sorted((_nearness(value, places), index) for index, value in enumerate(choice))
    return choice[ranked[0][1]] if ranked[0][0] < 0.5 * ranked[1][0] else None


_RESULT = re.compile(r"=\s*$")
"""What a figure stands behind that the ones before it make up: "10 hồ sơ x 40.000 đồng = 400.000 đồng"."""

_BETWEEN_PARTS = re.compile(r"[;()]|[,.](?=\s)|(?<!\w)(?:va|con)(?!\w)")
_GOES_ON_TO_PARTS = 0.9  # of the weight of words in front of all values of a sentence, or around the whole of a part
_CLEARER = 0.03  # of what a value holds of the question: as much it has to hold that another does not


def _by_own_words(asked: Asked, window: Window, values: Sequence[Value]) -> Value | None:
    """The value of a sentence that clearly holds more of the question than any other: in the part of the sentence
    around it, and somewhat less in what stands in front of all of them or around the one that it is a part of."""
    reading = window.reading
    sentence = reading.statements[statement_at(reading, values[0].start)]
    if values[-1].start >= sentence.end:
        return None
    head = _terms(reading.folded[sentence.start : values[0].start])
    held = [
        {term: _GOES_ON_TO_PARTS * _weight(asked, [term]) for term in head | carried}
        | {term: _weight(asked, [term]) for term in own}
        for own, carried in _said_of_each(reading.folded, sentence.start, sentence.end, values)
    ]

    def gained(one: int, other: int) -> float:
        return sum(max(0.0, weight - held[other].get(term, 0.0)) for term, weight in held[one].items())

    best = max(range(len(values)), key=lambda place: sum(held[place].values()))
    least = _CLEARER * sum(held[best].values())
    others = [place for place in range(len(values)) if place != best]
    clear = all(gained(best, each) > max(least, 2 * gained(each, best)) for each in others)
    return values[best] if clear else None


def _said_of_each(
    folded: str, start: int, end: int, values: Sequence[Value]
) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """The syllables and pairs around each value of a sentence, between commas and brackets; and for a value in brackets
    those around the one that it is a part of: "trạm mới: 35 trạm (trong đó: đô thị: 09 trạm, nông thôn: 26 trạm)"."""
    cuts = [*(match.end() for match in _BETWEEN_PARTS.finditer(folded, start, end)), max(end, values[-1].end)]
    said: list[tuple[int, frozenset[str]]] = []  # behind each value, and around it
    for value in values:
        behind = said[-1][0] if said else start
        first = next((cut for cut in cuts if behind <= cut <= value.start), behind) if said else start
        own = _terms(folded[first : next(cut for cut in cuts if cut >= value.end)])
        opened = folded.rfind("(", start, value.start)
        inside = opened >= 0 and ")" not in folded[opened : value.start]
        yield own, next((around for place, around in reversed(said) if inside and place <= opened), frozenset())
        said.append((value.end, own))


def _is_counted(asked: Asked, value: Value) -> bool:
    """Does the figure count what the question asks the number of?"""
    return asked.counted in SYLLABLE.findall(fold(value.text))


def _nearness(value: Value, places: Sequence[int]) -> float:
    """The mean distance from a value to the three nearest words of the question before it or after it."""
    gaps = sorted(min(abs(place - value.start), abs(place - value.end)) for place in places)[:3]
    return sum(gaps) / len(gaps)


_LEADS = re.compile(r"^[\s,]*(?:(?:la|lam)\s+)?(?:co quan |don vi )?(?:chu tri|dau moi|chiu trach nhiem)|^\s*:")
_NAMED_LEAD = re.compile(r"(?:chu tri|giao|dau moi)(?:\s*thuc hien)?\s*:?\s*(?:dong chi )?$")


def _lead_unit(asked: Asked, window: Window, values: Sequence[Value]) -> Value | None:
    """The agency that the passage or the heading above it puts in charge."""
    folded = window.reading.folded
    for value in values:
        before, after = folded[max(0, value.start - 40) : value.start], folded[value.end : value.end + 60]
        if _LEADS.match(after) or _NAMED_LEAD.search(before):
            return value
    for index in reversed(window.leads[-2:]):
        if len(window.reading.tokens[index]) > _LONGEST_NAMING:
            continue
        above = [v for v in find_values(window.reading.text_of(index), "unit") if fold(v.text) not in asked.folded]
        if len(above) == 1:
            return above[0]
    return values[0] if len(values) == 1 else None


# ---------------------------------------------------------------- clauses

_CLAUSE = re.compile(r"(?:[^;.]|\.(?=\S)|;(?=\s*(?:dong thoi|trong do)\b))+")


def clauses(asked: Asked, window: Window, values: Sequence[Value]) -> Iterator[Clause]:
    """The clauses of a passage.

    A later part of a sentence goes on from the parts before it ("hồ sơ năm 2024 gửi trước ...; năm 2025 trước ..."):
    their words count for it too, those in front of their value more than those behind it.
    """
    reading = window.reading
    figures = {figure: _OF_FIGURES * asked.words[figure] for figure in asked.figures if figure in asked.words}
    terms = [*asked.words.items(), *asked.pairs.items(), *figures.items()]
    for index in window.inside:
        statement = reading.statements[index]
        counts: dict[str, float] = {}  # the terms of earlier parts
        for match in _CLAUSE.finditer(reading.folded, statement.start, statement.end):
            own = _terms(match[0])
            yield Clause(*match.span(), sum(w * (1.0 if term in own else counts.get(term, 0.0)) for term, w in terms))
            value = next((each.start for each in values if match.start() <= each.start < match.end()), match.end())
            counts |= dict.fromkeys(own - counts.keys(), _GOES_ON)
            counts |= dict.fromkeys(_terms(reading.folded[match.start() : value]), _GOES_ON_FROM_HEAD)


def part_that_answers(asked: Asked, window: Window, values: Sequence[Value], value: Value) -> tuple[int, int] | None:
    """The row of a code; the clause around another value, or else the sentence, where it surely holds the value asked
    for and says nearly as much of the question as the whole passage; None where it does not, and where several things
    are asked."""
    if PROCEDURE_CODE.fullmatch(value.text):
        row = window.reading.statements[statement_at(window.reading, value.start)]
        return row.start, row.end
    if value.kind not in _OF_ONE_THING or number_of_things_asked(asked.query) != 1:
        return None
    parts = list(clauses(asked, window, values))
    around = next((part for part in parts if part.holds(value)), None)
    rivals = (part.held for part in parts if part is not around and any(part.holds(other) for other in values))
    if around is None or around.held < _CLEARLY * max(rivals, default=0.0):
        return None
    reading, index = window.reading, statement_at(window.reading, value.start)
    statement = reading.statements[index]
    above = " ".join(reading.text_of(lead) for lead in (*window.leads, *statement.leads))
    enough = _NEARLY_ALL * _weight(asked, _terms(fold(f"{above} {window.text}")))
    for start, end in ((around.start, around.end), (statement.start, statement.end)):
        if _weight(asked, _terms(f"{fold(above)} {reading.folded[start:end]}")) >= enough:
            return start, end
    return None


def statement_at(reading: Reading, place: int) -> int:
    """The statement that a place of the text belongs to."""
    return bisect_right(reading.starts, place) - 1


def _terms(folded: str) -> frozenset[str]:
    """The syllables and pairs of syllables of a text without marks."""
    words = SYLLABLE.findall(folded)
    return frozenset((*words, *map(" ".join, pairwise(words))))


def _weight(asked: Asked, terms: Collection[str]) -> float:
    """How much of the question the terms hold."""
    return sum(weight for each in (asked.words, asked.pairs) for term, weight in each.items() if term in terms)


# ---------------------------------------------------------------- wording

_COUNTED = re.compile(r"(?P<figure>.*\d) (?P<noun>[^\d]+)")
_REACHES = re.compile(r"tro (?:len|xuong)")
_BEHIND_RATE = re.compile(r"(?<=/)(\w+) (?:cho|và|đối|với|theo|trong|của|từ|khi|nếu)\b.*")
_NO_NOUN = word_set(
    "đạt là và của trong tại ở hoặc được cho theo từ đến với do đối về để khi có còn bị không chưa đã đang sẽ cần phải"
    " chiếm tăng giảm so vào trên"
)


def say_value(asked: Asked, value: Value) -> str:
    """A value in as many words as it needs: of those that follow a bare number the ones that say what is counted."""
    if value.kind == "amount":
        return _BEHIND_RATE.sub(r"\1", value.text)
    match = _COUNTED.fullmatch(value.text) if value.kind == "number" else None
    if match is None or _REACHES.search(fold(match["noun"])):
        return value.text
    words = match["noun"].split()
    marked = bool(asked.marked) and asked.query.language == "vi"
    read, question = (str.lower, asked.query.whole or asked.query.question) if marked else (fold, asked.folded)
    question = f" {' '.join(SYLLABLE.findall(read(question)))} "
    asked_for = [place for place in range(1, len(words) + 1) if f" {read(' '.join(words[:place]))} " in question]
    verb = next((place for place, word in enumerate(words) if word.lower() in _NO_NOUN), len(words))
    return " ".join([match["figure"], *words[: asked_for[-1] if asked_for else verb]])
