"""See where a figure stands just as the question asks for it: between the same words, in the row and column that it
names, or behind the label that it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np
import numpy.typing as npt

from assistant.answering.cells import asked_cells, name_column
from assistant.answering.features import Asked, Window
from assistant.answering.values import PROCEDURE_CODE
from assistant.documents.tables import TableRow
from assistant.language.lexicon import replace_abbreviations, word_set
from assistant.language.vietnamese import SYLLABLE, fold
from assistant.schema import AnswerKind

_OF_FIGURES: frozenset[AnswerKind] = frozenset({"number", "percentage", "amount"})
_BESIDE = 2  # syllables on each side of the figure that are compared
_NEAR = 40  # characters in which they are looked for
_CELL, _LABEL, _SPAN = 5.0, 2.0, 1.0  # as much as that many syllables beside the figure


@dataclass(frozen=True)
class Slot:
    """The words on both sides of what asks for a figure: "tiếp nhận | bao nhiêu | hồ sơ"."""

    before: tuple[str, ...]  # the nearest first
    behind: tuple[str, ...]


def read_slot(asked: Asked) -> Slot | None:
    """The slot of a question; None where it does not say what is counted."""
    match = _HOW_MANY.search(asked.folded)
    if match is None or asked.counted is None:
        return None
    before, behind = asked.folded[: match.start()], SYLLABLE.findall(asked.folded[match.end() :])
    return Slot(_telling_before(before), tuple(behind[:_BESIDE]))


_HOW_MANY = re.compile(r"\b(?:bao nhieu|may)\b")
_FIGURE = re.compile(r"\d[\d.,]*(?<=\d)")
_LIGHT = word_set(
    "la duoc tu toi da thieu it nhat nhieu khong qua co phai dat khoang hon tren duoi so tong cong con du chi se moi"
)
"""What may stand between a figure and the word that it belongs to."""


def _telling_before(folded: str) -> tuple[str, ...]:
    """The last syllables of a text that are no light words, the last one first."""
    return tuple(word for word in reversed(SYLLABLE.findall(folded)) if word not in _LIGHT)[:_BESIDE]


def exactness(asked: Asked, windows: Sequence[Window]) -> npt.NDArray[np.float64]:
    """How exactly a figure of each window stands where the question asks for one, in syllables beside it; 0 for most
    windows, and for all where neither a figure, a code nor a span of time is asked for."""
    if asked.query.kind not in _OF_FIGURES:
        return _holding(asked, windows)
    slot, question = read_slot(asked), f" {' '.join(SYLLABLE.findall(asked.folded))} "
    counted = re.compile(rf"\d\)?\s+(?:\w+ )?{asked.counted}\b")
    places = {
        (window.reading.document.id, index): (window.reading, index) for window in windows for index in window.inside
    }
    exact: dict[tuple[str, int], float] = {}
    for place, (reading, index) in places.items():
        statement = reading.statements[index]
        folded = reading.folded[statement.start : statement.end]
        if row := reading.row_at(statement.start):
            exact[place] = _CELL if _is_named(asked, row, question) else 0.0
        elif slot is not None and counted.search(folded):
            labelled = _is_labelled(folded, question, counted)
            exact[place] = max(_beside(slot, folded), _LABEL if labelled else 0.0)
        if asked.counted and (match := _HEADED.fullmatch(reading.text_of(index))):
            exact[place] = max(exact.get(place, 0.0), _CELL * _headed(asked, match))
    return np.array(
        [max(exact.get((window.reading.document.id, index), 0.0) for index in window.inside) for window in windows]
    )


def _holding(asked: Asked, windows: Sequence[Window]) -> npt.NDArray[np.float64]:
    """What it is worth that a window holds what is asked for by its form: a code, or a span of the time that is
    counted."""
    if asked.query.kind == "document_number" and asks_for_code(asked):
        return np.array([_LABEL * bool(PROCEDURE_CODE.search(window.text)) for window in windows])
    if asked.query.kind == "deadline" and asked.counted in _TIMES:
        span = re.compile(rf"(?<![\d/])\d+(?:\s?\([^)]*\))?\s+{asked.counted}\b(?!\s+\d)")
        return np.array([_SPAN * bool(span.search(fold(window.text))) for window in windows])
    if asked.query.kind in ("date", "deadline") and _END_ASKED.search(asked.folded):
        return np.array([_LABEL * bool(_END.search(fold(window.text))) for window in windows])
    return np.zeros(len(windows))


_END_ASKED = re.compile(
    r"\b(?:ket thuc|het han|keo dai) (?:\w+ ){0,2}(?:khi|luc|ngay|hom|thang|nam|bao|den)\b|\bend(?:s|ed)?\b"
)
_END = re.compile(r"\b(?:den|het|ket thuc)\s+(?:(?:het|ngay|thang|nam|vao)\s+)*\d")


def asks_for_code(asked: Asked) -> bool:
    """Is the code of an administrative procedure asked for?"""
    return _CODE_ASKED.search(asked.folded) is not None


_CODE_ASKED = re.compile(
    r"\bma(?: so)? (?:(?:nao|gi|may|bao nhieu|la gi)\b|(?:thu tuc|tthc)\b)|\bma(?: so)?\W*$|\bcode\b"
)
_TIMES = frozenset({"ngay", "thang", "nam", "tuan", "gio", "phut"})


def _beside(slot: Slot, folded: str) -> float:
    """The most syllables of the slot that stand beside a figure; 0 where there is none on one of its sides."""
    most = 0
    for match in _FIGURE.finditer(folded):
        if behind := _same(slot.behind, SYLLABLE.findall(folded, match.end(), match.end() + _NEAR)):
            before = _same(slot.before, _telling_before(folded[max(0, match.start() - _NEAR) : match.start()]))
            most = max(most, before + behind if before else 0)
    return float(most)


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """How many of the first elements are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def names_cell(asked: Asked, window: Window) -> bool:
    """Is a window the row of a table that the question names, and one of its columns by its whole name?"""
    row, question = window.reading.row_at(window.start), f" {' '.join(SYLLABLE.findall(asked.folded))} "
    if row is None or not _is_named(asked, row, question):
        return False
    return f" {' '.join(SYLLABLE.findall(fold(row.headers[asked_cells(asked, row)[0]])))} " in question


def _is_named(asked: Asked, row: TableRow, question: str) -> bool:
    """Does the question name the row, and one column with a figure in it?"""
    name = " ".join(SYLLABLE.findall(fold(re.sub(r"\([^)]*\)", "", row.cells[name_column(row)]))))
    columns = asked_cells(asked, row)
    return bool(name) and f" {name} " in question and len(columns) == 1 and row.cells[columns[0]][:1].isdigit()


_HEADED = re.compile(r"(?:[IVX]{1,5}|[A-Z]|\d{1,2})?[.)]?\s*(?P<label>[^():;]{2,80}?)\s*\((?P<said>\d[^()]{2,60})\)\W*")
_LEAST_OF_LABEL = 0.6


def _headed(asked: Asked, heading: re.Match[str]) -> float:
    """The share of a heading's words that the question has, where the heading says how many of what the question
    counts stand under it: "IV. Lĩnh vực Du lịch (11 TTHC)"; 0 where too few, or where the question has the figure."""
    said = SYLLABLE.findall(fold(replace_abbreviations(heading["said"])))
    label = SYLLABLE.findall(fold(replace_abbreviations(heading["label"])))
    if asked.counted not in said[1:3] or said[0] in asked.figures or not label:
        return 0.0
    question = set(SYLLABLE.findall(asked.folded))
    share = sum(word in question for word in label) / len(label)
    return share if share >= _LEAST_OF_LABEL else 0.0


_LABELLED = re.compile(
    r"(?:^|[.;]\s)\s*(?:(?:\d{1,2}[.)]|[a-z]\)|[-+*])\s*)?(?P<label>[^:;.]{2,40}?)\s*:\s*(?P<said>[^;.]+)"
)


def _is_labelled(folded: str, question: str, counted: re.Pattern[str]) -> bool:
    """Does the question name an item ("Xuất sắc: từ 92 điểm trở lên") that says the figure of what it counts?"""
    return any(
        f" {' '.join(SYLLABLE.findall(match['label']))} " in question and counted.search(match["said"])
        for match in _LABELLED.finditer(folded)
    )
