"""Tell whether a passage supports a sentence: its figures, dates, numbers and names exactly, its words by overlap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

from assistant.answering.bounds import out_of_bounds
from assistant.answering.query import normalise_number
from assistant.language.agencies import agencies_in
from assistant.language.english import translate_query
from assistant.language.lexicon import document_number_spans, is_syllable, replace_abbreviations, word_set
from assistant.language.places import find_provinces
from assistant.language.vietnamese import SYLLABLE, fold, is_marked, sentences

OVERLAP = {"vi": 0.7, "en": 0.5}  # share of a sentence's own words that the passage must hold; English is translated


@dataclass(frozen=True)
class Ground:
    """What a sentence may rest on: the words of a passage with its headings, and its document in one line."""

    text: str
    about: str

    @cached_property
    def whole(self) -> str:
        """All of it, abbreviations opened beside the words as they stand."""
        whole = f"{self.about}\n{self.text}"
        return f"{whole}\n{replace_abbreviations(whole)}"

    @cached_property
    def folded(self) -> str:
        """All of it without marks, on one line."""
        return " ".join(fold(self.whole).split())

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure of it."""
        return tuple(find_figures(f"{self.about}\n{self.text}"))


def supports(ground: Ground, sentence: str, question: str, language: Literal["vi", "en"]) -> bool:
    """Does the passage say what `sentence` says?

    Every figure of the sentence stands in the passage with the same limit (at least, at most, before, until), every
    name too; the sentence denies only what the passage denies; and the passage holds most of its words, those that
    repeat the question left out.
    """
    vietnamese = translate_query(sentence) if language == "en" else sentence
    return (
        all(_has_figure(ground, figure) for figure in find_figures(sentence))
        and all(_has_name(ground, name) for name in _names(sentence, vietnamese))
        and _denies_alike(ground, sentence, vietnamese)
        and _overlaps(ground, vietnamese, question, language)
    )


# ---------------------------------------------------------------- figures


@dataclass(frozen=True)
class Figure:
    """A date, document number or other number in one spelling, and the limit that the words around it set."""

    value: str  # "1/12/2024", "1/12", "12/2024", "412/KH-SXD", "98%", "1500000"
    limit: str | None  # "before", "until", "since", "least", "most"

    @property
    def is_date(self) -> bool:
        """Is it a day or month?"""
        return re.fullmatch(r"\d+/\d+(?:/\d+)?", self.value) is not None


_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_ENGLISH_DAY = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{'|'.join(_MONTHS)})(?:,? (?P<year>\d{{4}}))?"
    rf"|(?P<month2>{'|'.join(_MONTHS)}) (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year2>\d{{4}}))?"
)
_DAY = re.compile(r"(?<![\d/])(\d{1,2})\s*(?:thang|[/.-])\s*(\d{1,2})(?:\s*(?:nam|[/.-])\s*(\d{4}))?(?![\d/])")
_MONTH = re.compile(r"(?:thang\s*)?(?<![\d/])(\d{1,2})\s*(?:nam|/)\s*(\d{4})(?!\d)")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*(\s*(?:%|phan tram|per ?cent))?")
_LIMITS: tuple[tuple[str, str], ...] = (
    ("before", r"truoc(?: ngay)?|before"),
    ("until", r"den het|den|cham nhat|het ngay|khong muon hon|until|by|no later than"),
    ("since", r"ke tu|tu|bat dau tu|from|since"),
    ("most", r"toi da|khong qua|khong vuot qua|nhieu nhat|duoi|it hon|at most|no more than|up to|less than|maximum of"),
    ("least", r"toi thieu|it nhat|tren|khong duoi|khong it hon|at least|no less than|more than|minimum of"),
)
_BEFORE = [(limit, re.compile(rf"(?<!\w)(?:{words})(?: ngay| on| the end of)?\s*$")) for limit, words in _LIMITS]
_AFTER = (("least", re.compile(r"\s*[\w ]{0,12}(?:tro len|or more|or higher)(?!\w)")),
          ("most", re.compile(r"\s*[\w ]{0,12}(?:tro xuong|or less|or fewer)(?!\w)")))  # fmt: skip


def find_figures(text: str) -> Iterator[Figure]:
    """The figures of a text, markers of citations left out."""
    text = re.sub(r"\[\d+\]", " ", text)
    folded = fold(text)
    taken = [False] * len(text)
    for start, end in document_number_spans(text):
        number = normalise_number(text[start:end]) or text[start:end]
        yield Figure(fold(number), None)
        taken[start:end] = [True] * (end - start)
    for pattern in (_ENGLISH_DAY, _DAY, _MONTH, _FIGURE):
        for match in pattern.finditer(folded):
            if not any(taken[match.start() : match.end()]) and (value := _value(pattern, match)):
                taken[match.start() : match.end()] = [True] * (match.end() - match.start())
                yield Figure(value, _limit(folded, match.start(), match.end()))


def _value(pattern: re.Pattern[str], match: re.Match[str]) -> str | None:
    """The figure in one spelling; None where what looks like a day is none."""
    if pattern is _FIGURE:
        digits, percent = match[0], bool(match[1])
        digits = re.sub(r"\s*(?:%|phan tram|per ?cent)$", "", digits)
        if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits):
            digits = re.sub(r"[.,]", "", digits)
        return (digits.replace(",", ".").lstrip("0") or "0") + ("%" if percent else "")
    if pattern is _MONTH:
        return f"{int(match[1])}/{match[2]}" if 1 <= int(match[1]) <= 12 else None
    if pattern is _ENGLISH_DAY:
        parts = match.groupdict()
        day, year = parts["day"] or parts["day2"], parts["year"] or parts["year2"]
        month = str(_MONTHS.index(parts["month"] or parts["month2"]) + 1)
    else:
        day, month, year = match[1], match[2], match[3]
    if not (1 <= int(day) <= 31 and 1 <= int(month) <= 12):
        return None
    return "/".join(filter(None, (str(int(day)), str(int(month)), year)))


def _limit(folded: str, start: int, end: int) -> str | None:
    before = " ".join(folded[max(0, start - 30) : start].split())
    for limit, pattern in _AFTER:
        if pattern.match(folded, end):
            return limit
    return next((limit for limit, pattern in _BEFORE if pattern.search(before)), None)


def _has_figure(ground: Ground, figure: Figure) -> bool:
    """Does the passage hold the figure, with no other limit than the sentence sets?"""
    same = [each for each in ground.figures if _is_same(ground, figure, each)]
    limits = {each.limit for each in same} - {None}
    return bool(same) and (figure.limit is None or not limits or figure.limit in limits)


def _is_same(ground: Ground, said: Figure, stands: Figure) -> bool:
    if said.value == stands.value:
        return True
    if not (said.is_date and stands.is_date):
        return False
    # A day without its year is the same day; a year may stand elsewhere in the passage or its document.
    if stands.value.startswith(said.value + "/"):
        return True
    day, _, year = said.value.rpartition("/")
    return stands.value == day and re.search(rf"(?<!\d){year}(?!\d)", ground.folded) is not None


# ---------------------------------------------------------------- names


def _names(sentence: str, vietnamese: str) -> Iterator[str]:
    """Agencies, provinces and other names in capitals that a sentence names."""
    yield from (name for _, _, name in agencies_in(replace_abbreviations(vietnamese)))
    yield from find_provinces(sentence)
    for run in _runs_of_capitals(sentence):
        if all(is_marked(word) or is_syllable(word) for word in run):
            yield " ".join(run)


def _runs_of_capitals(sentence: str) -> Iterator[list[str]]:
    """Two or more words in a row that begin with a capital; the word that opens the sentence has one anyway."""
    words = list(SYLLABLE.finditer(sentence))[1:]
    run: list[str] = []
    for before, word in pairwise([None, *words, None]):
        apart = before is None or word is None or sentence[before.end() : word.start()].strip()
        if word is None or apart or not word[0][0].isupper():
            if len(run) > 1:
                yield run
            run = []
        if word is not None and word[0][0].isupper():
            run.append(word[0])


def _has_name(ground: Ground, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(' '.join(fold(name).split()))}(?!\w)", ground.folded) is not None


# ---------------------------------------------------------------- words

_STOP = word_set(
    """va cua la thi ma o voi cho cac nhung theo trong ve tai tu den duoc do nay khi co se da dang cung nhu de ra vao
    mot bi hoac con gom bang thuoc doi phai nen rang tren duoi sau truoc neu so ngay thang nam viec
    toi thieu da it nhat qua vuot cham muon het ke tro len"""
)
_DENIES = re.compile(
    r"(?<!\w)(?:khong|chua|cam|nghiem cam|not|no|never|cannot|must not)(?!\w)"
    r"(?! (?:qua|duoi|it hon|vuot|muon|cham|later|more|less|fewer|phu thuoc))"
)


def _overlaps(ground: Ground, vietnamese: str, question: str, language: Literal["vi", "en"]) -> bool:
    known = set(SYLLABLE.findall(ground.folded))
    asked = set(SYLLABLE.findall(fold(translate_query(question) if language == "en" else question)))
    words = set(SYLLABLE.findall(fold(re.sub(r"\[\d+\]", " ", vietnamese)))) - _STOP - asked
    words = {word for word in words if not word.isdigit()}
    return not words or len(words & known) >= OVERLAP[language] * len(words)


def _denies_alike(ground: Ground, sentence: str, vietnamese: str) -> bool:
    """Does the sentence deny what the nearest statement of the passage denies, and only that?"""
    words = set(SYLLABLE.findall(fold(vietnamese))) - _STOP
    statements = [fold(ground.text[start:end]) for start, end in sentences(ground.text)] or [ground.folded]
    nearest = max(statements, key=lambda statement: len(words & set(SYLLABLE.findall(statement))))
    return bool(_DENIES.search(fold(sentence))) == bool(_DENIES.search(nearest))


# ---------------------------------------------------------------- what no passage may say

_TO_MACHINES = re.compile(
    r"(?:tro ly(?: ao| ai)?|chatbot|mo hinh ngon ngu|he thong ai|\bai\b|language model|assistant)\W+(?:\w+\W+){0,3}"
    r"(?:phai|hay|can|luon|khong duoc|must|should|always|never|tra loi|answer|respond|ignore)(?!\w)"
    r"|(?:hay|phai|luon) (?:luon )?tra loi (?:rang|la|nguoi dung)|(?:answer|respond|reply) (?:that|with|only)"
)


def speaks_to_machines(statement: str) -> bool:
    """Is a statement of a document an instruction to whoever reads it by machine, not to people?"""
    folded = " ".join(fold(statement).split())
    return out_of_bounds(statement) == "injection" or _TO_MACHINES.search(folded) is not None


def without_instructions(text: str) -> str:
    """A passage without the statements that speak to machines."""
    return "\n".join(text[start:end] for start, end in sentences(text) if not speaks_to_machines(text[start:end]))
