"""Describe, in numbers, how well passages answer a question: all passages at once, a row of FEATURES for each."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from assistant.answering.features import FEATURES, KINDS, Asked, DocumentFit, Window, number_of_row
from assistant.answering.meaning import Floats, Meanings
from assistant.answering.sharing import Groups, Rows, Shared
from assistant.answering.statements import Placed, Reading
from assistant.answering.terms import Flags, Place
from assistant.language.lexicon import word_set
from assistant.language.vietnamese import SYLLABLE, fold
from assistant.schema import Chunk, Hit

Column = npt.NDArray[np.float64]
Table = dict[str, Column]
"""Features by name, each a column with a value for each window."""


class Describer:
    """Describes the windows of one question."""

    def __init__(
        self, asked: Asked, hits: Sequence[Hit], fits: Mapping[str, DocumentFit], about_itself: bool, meanings: Meanings
    ) -> None:
        self.asked = asked
        self._meanings = meanings
        self._fits = fits
        self._about_itself = about_itself
        self._units = [f" {' '.join(_syllables(unit))} " for unit in asked.query.units]
        self._years = [f" {year} " for year in asked.query.years]
        self._weights = _shares(asked.words.values())
        self._focus = _shares(asked.focus.values())
        self._pair_weights = _shares(asked.pairs.values())
        self._top = hits[0].score if hits and hits[0].score else 1.0
        self._order = {name: n for n, name in enumerate(dict.fromkeys(hit.chunk.document_id for hit in hits))}
        self._share_of_hits = _shares_of_documents(hits)

    def promise(self, places: Sequence[Place]) -> Column:
        """How much statements and what stands above them share with the question, without looking closer."""
        leads = [reading.statements[index].leads for reading, index in places]
        rows = Rows((reading, (index, *above)) for (reading, index), above in zip(places, leads, strict=True))
        own = np.array([rows.row(reading, index) for reading, index in places], np.intp)
        above = rows.group((reading, above) for (reading, _), above in zip(places, leads, strict=True))
        shared = Shared(self.asked, rows.places, self._meanings.terms)
        words = shared.words[own]
        beyond = above.any(shared.words) & ~words
        pairs = shared.pairs[own].sum(axis=1)
        promise: Column = words @ self._weights + 0.4 * (beyond @ self._weights) + 0.15 * pairs
        return promise

    def describe(self, windows: Sequence[Window]) -> Floats:
        """A row of features for each window, in the order of FEATURES."""
        if not windows:
            return np.zeros((0, len(FEATURES)), np.float32)
        rows = self._by_themselves(windows)
        for name, column in {**self._ranks(windows), **self._fit(windows)}.items():
            rows[:, _COLUMN[name]] = column
        for behind, name in _BEHIND.items():
            measured = rows[:, _COLUMN[name]]
            rows[:, _COLUMN[behind]] = measured.max() - measured
        return rows

    def _by_themselves(self, windows: Sequence[Window]) -> Floats:
        """Rows with what windows have to do with the question, however they were found; none is looked at twice for
        one question, in whichever documents that is asked."""
        known, places = self.asked.described, [_place(window) for window in windows]
        new = [window for window, place in zip(windows, places, strict=True) if place not in known]
        if new:
            around = _Around(new)
            shared = Shared(self.asked, around.rows.places, self._meanings.terms)
            table = {
                **self._words_and_pairs(around, shared),
                **self._values(around),
                **self._form(new),
                **self._names(new),
                **self._tasks(new),
                **self._question(len(new)),
                **self._meaning(around),
            }
            rows = np.zeros((len(new), len(FEATURES)), np.float32)
            for name, column in table.items():
                rows[:, _COLUMN[name]] = column
            known.update(zip(map(_place, new), rows, strict=True))
        return np.array([known[place] for place in places])

    # ------------------------------------------------------------ words

    def _words_and_pairs(self, around: _Around, shared: Shared) -> Table:
        """What of the question the passage holds; with the headings above it; with the document's identity."""
        asked, windows = self.asked, around.windows
        text, above = around.inside.any(shared.words), around.above.any(shared.words)
        text_pairs = around.inside.any(shared.pairs)
        path = text | above | self._held_by_chunks(windows, asked.words, lambda chunk: " ".join(chunk.headings))
        path_pairs = text_pairs | around.above.any(shared.pairs)
        whole = path | self._held_by_chunks(windows, asked.words, lambda chunk: chunk.identity)
        whole_pairs = path_pairs | self._held_by_chunks(windows, asked.pairs, lambda chunk: chunk.identity, _pairs)
        missing = np.sort(np.where(whole, 0.0, np.array([*asked.words.values()])), axis=1)[:, ::-1]
        missing = np.pad(missing, ((0, 0), (0, 2)))
        headers = self._held_by_chunks(windows, asked.words, lambda chunk: chunk.text if chunk.kind == "row" else "")
        marked = around.inside.any(shared.marked).sum(axis=1) / (len(asked.marked) or 1)
        figures = np.array([word in asked.figures for word in asked.words], np.bool_)
        return {
            "words_text": text @ self._weights,
            "words_path": path @ self._weights,
            "words_identity": whole @ self._weights,
            "words_around": (path | around.beside.any(shared.words)) @ self._weights,
            "pairs_text": text_pairs @ self._pair_weights,
            "pairs_path": path_pairs @ self._pair_weights,
            "pairs_identity": whole_pairs @ self._pair_weights,
            "marked_text": marked if asked.marked else text @ self._weights,
            "missing_first": missing[:, 0],
            "missing_second": missing[:, 1],
            "precision": text.sum(axis=1) / np.maximum(1, around.inside.sum(shared.sizes)),
            "figures": text[:, figures].mean(axis=1) if figures.any() else np.full(len(windows), 0.5),
            "focus_text": text @ self._focus,
            "focus_path": path @ self._focus,
            "focus_all": whole @ self._focus,
            "heading_words": shared.words[around.nearest] @ self._weights,
            "heading_precision": around.above.most(shared.precision),
            "opening_words": shared.opening[around.first] @ self._weights,
            "header_words": headers @ self._weights,
            "run": around.inside.most(shared.runs),
            "others": around.inside.sum(shared.others) / max(4, len(asked.others)),
            **self._in_document(windows, text, path),
        }

    def _held_by_chunks(
        self,
        windows: Sequence[Window],
        asked: Collection[str],
        text_of: Callable[[Chunk], str],
        cut: Callable[[str], Collection[str]] | None = None,
    ) -> Flags:
        """Which of `asked` a text of the chunk of each window holds."""
        chunks = {window.hit.chunk.id: window.hit.chunk for window in windows}
        place = {name: at for at, name in enumerate(chunks)}
        held = np.array([_flags(asked, (cut or _words)(text_of(chunk))) for chunk in chunks.values()], np.bool_)
        return held.reshape(len(chunks), len(asked))[[place[window.hit.chunk.id] for window in windows]]

    def _in_document(self, windows: Sequence[Window], text: Flags, path: Flags) -> Table:
        """What the whole documents hold, and how telling the words of passages are among their documents' own."""
        readings = {window.reading.document.id: window.reading for window in windows}
        place = {name: at for at, name in enumerate(readings)}
        ours = [place[window.reading.document.id] for window in windows]
        words, weights = self.asked.words, np.array([*self.asked.words.values()], np.float64)
        counts = np.array([[each.spread.get(word, 0) for word in words] for each in readings.values()], np.float64)
        held, sizes = counts > 0, np.array([[len(each.statements)] for each in readings.values()])
        telling = np.where(held, np.log(1 + sizes / np.maximum(1, counts)), 0.0)
        whole = telling.sum(axis=1, keepdims=True)
        shares = (telling / np.where(whole > 0, whole, 1))[ours]
        pairs = np.array([self._meanings.terms.follow(each, [*self.asked.pairs]) for each in readings.values()])
        return {
            "local_text": (text * shares).sum(axis=1),
            "local_path": (path * shares).sum(axis=1),
            "missing_in_document": np.where(held, 0.0, weights).max(axis=1, initial=0.0)[ours],
            "words_document": (held @ self._weights)[ours],
            "pairs_document": (pairs @ self._pair_weights)[ours],
        }

    # ------------------------------------------------------------ values

    def _values(self, around: _Around) -> Table:
        """The values of the asked kinds in the passage, and how near they stand to the words of the question."""
        places, asked = around.rows.places, self.asked
        found, beyond, slot = np.zeros((3, len(places) + 1))
        distance = np.ones(len(places) + 1)
        for row in around.with_values.tolist() if asked.values else ():
            reading, index = places[row - 1]
            values = reading.values_of(index, *asked.values)
            if not values:
                continue
            new = [value for value in values if value.folded not in asked.folded]
            found[row], beyond[row] = len(values), len(new)
            distance[row] = _distance(reading, index, new, asked.words)
            slot[row] = max((self._weight_beside(value) for value in new), default=0.0)
        return {
            "values": np.minimum(4, around.inside.sum(found)),
            "values_beyond": np.minimum(4, around.inside.sum(beyond)),
            "value_distance": around.inside.least(distance),
            "slot": around.inside.most(slot),
            "next_value": found[around.following] > 0,
        }

    def _weight_beside(self, value: Placed) -> float:
        """How much of the question's focus stands beside a value, as the answer would stand in it."""
        return sum(self._focus_of[word] for word in self._focus_of.keys() & value.beside)

    @cached_property
    def _focus_of(self) -> dict[str, float]:
        return dict(zip(self.asked.focus, self._focus.tolist(), strict=True))

    # ------------------------------------------------------------ where it stands, and how it was found

    def _ranks(self, windows: Sequence[Window]) -> Table:
        hits = [window.hit for window in windows]
        return {
            "chunk_rank": np.array([1 / (1 + window.rank) for window in windows]),
            "chunk_score": np.array([hit.score / self._top for hit in hits]),
            "marked_rank": np.array([1 / hit.ranks["marked"] if "marked" in hit.ranks else 0.0 for hit in hits]),
            "dense_rank": np.array([1 / hit.ranks["dense"] if "dense" in hit.ranks else 0.0 for hit in hits]),
            "document_rank": np.array([1 / (1 + self._order.get(hit.chunk.document_id, 9)) for hit in hits]),
            "document_share": np.array([self._share_of_hits.get(hit.chunk.document_id, 0.0) for hit in hits]),
        }

    def _form(self, windows: Sequence[Window]) -> Table:
        """The place of the passage in the outline and the official form, and the words of form that it holds."""
        form = dict(zip(_FORM, np.array([self._form_of(window) for window in windows], np.float64).T, strict=True))
        return {**form, "length": np.log1p(form["length"])}

    def _form_of(self, window: Window) -> tuple[float, ...]:
        reading, start, end, leads = window.reading, window.start, window.end, window.leads
        statement, folded, kind = reading.statements[window.first], reading.folded, window.hit.chunk.kind
        asks_unit = "unit" in self.asked.values
        return (
            end - start,
            len(window.inside),
            statement.is_lead,
            len(leads),
            statement.marker in _ITEMS,
            start / max(1, len(folded)),
            window.block,
            kind == "row",
            kind == "head",
            kind == "signature",
            folded.startswith(_BASIS, start, end),
            any(map(reading.is_recipients, leads)),
            asks_unit and any(reading.values_of(lead, "unit") for lead in leads),
            folded.find("chu tri", start, end) >= 0,
            folded.find("phoi hop", start, end) >= 0,
            any(map(reading.defines, window.inside)),
            self._counts(window),
        )

    def _counts(self, window: Window) -> float:
        """Does a figure stand before what the question counts? 0 where it counts nothing."""
        noun = self.asked.counted
        if noun is None:
            return 0.0
        if not any(noun in window.reading.words[index] for index in window.inside):
            return -1.0
        folded = " ".join(window.reading.folded[window.start : window.end].split())
        figure = re.search(rf"\d[\d.,]*\)?\s+(?:\([^)]{{1,20}}\)\s+)?(?:\w+ ){{0,2}}{noun}\b", folded)
        return 1.0 if figure else -1.0

    def _fit(self, windows: Sequence[Window]) -> Table:
        names = [window.hit.chunk.document_id for window in windows]
        fits = {name: self._fits.get(name, DocumentFit()) for name in dict.fromkeys(names)}
        told = {name: [getattr(fit, each) for each in _FITS.values()] for name, fit in fits.items()}
        return dict(zip(_FITS, np.array([told[name] for name in names]).T, strict=True))

    # ------------------------------------------------------------ what the question names

    def _names(self, windows: Sequence[Window]) -> Table:
        """Shares of the agencies, years and names of the question in the passage, above it and in the identity."""
        names = [f" {name} " for name in self.asked.names]
        if not self._units and not self._years and not names:
            return {name: np.zeros(len(windows)) for name in _NAMED}
        texts = [window.reading.joined_from(window.first, window.last) for window in windows]
        leads = {(window.reading.document.id, window.leads): window for window in windows}
        under = {place: _joined_above(window) for place, window in leads.items()}
        above = [under[window.reading.document.id, window.leads] for window in windows]
        issuers = [_joined(window.hit.chunk.identity) for window in windows]
        near = [f"{lead[:-1]}{text}{issuer}" for lead, text, issuer in zip(above, texts, issuers, strict=True)]
        wholes = [window.reading.joined for window in windows]
        unit_text, unit_above, unit_issuer = (_held_by(each, self._units) for each in (texts, above, issuers))
        year_text, year_above, year_issuer = (_held_by(each, self._years) for each in (texts, above, issuers))
        missing = ~_held_by(near, names)
        return {
            "units_text": _share(unit_text),
            "units_path": _share(unit_above),
            "units_issuer": _share(unit_issuer),
            "units_nowhere": _share(~(unit_text | unit_above | unit_issuer)),
            "years_text": _share(year_text),
            "years_nowhere": _share(~(year_text | year_above | year_issuer)),
            "names_missing": _share(missing),
            "names_absent": _share(missing & ~_held_by(wholes, names)),
        }

    # ------------------------------------------------------------ tasks

    def _tasks(self, windows: Sequence[Window]) -> Table:
        rows = np.array([self._task(window) for window in windows])
        return {"task": rows[:, 0], "task_number": rows[:, 1], "task_content": rows[:, 2]}

    def _task(self, window: Window) -> tuple[float, float, float]:
        """Is it the row of a task, of the number asked for, and what share of the question does its content hold?"""
        chunk, row = window.hit.chunk, self.asked.query.row
        if chunk.kind != "row":
            return 0.0, 0.0, 0.0
        task = window.reading.task_at(window.start, window.end)
        if task is None:
            return 0.0, _same_number(row, number_of_row(window)), 0.0
        known = _COLUMNS.union(_words(chunk.identity), _words(task.section or ""))
        about = {word: weight for word, weight in self.asked.words.items() if word not in known}
        content = _words(task.content)
        share = sum(weight for word, weight in about.items() if word in content) / (sum(about.values()) or 1.0)
        return 1.0, _same_number(row, task.number), share

    # ------------------------------------------------------------ the question, and meaning

    def _question(self, count: int) -> Table:
        asked = self.asked
        lead = asked.query.role == "lead" or "chu tri" in asked.folded
        coordinator = asked.query.role == "coordinator" or "phoi hop" in asked.folded
        values = {
            "english": asked.query.language == "en",
            "question_length": len(asked.words),
            "role_asked": lead - coordinator,
            "about_itself": self._about_itself,
            **{f"kind_{kind}": asked.query.kind == kind for kind in KINDS},
        }
        return {name: np.full(count, float(value)) for name, value in values.items()}

    def _meaning(self, around: _Around) -> Table:
        """How near the passage, and the passage under its headings, comes to each term and to the whole."""
        asked, count = self.asked, len(self.asked.words)
        seen = around.with_meaning
        nearness = self._meanings.compare(
            [*asked.words, *asked.pairs], asked.folded, [around.rows.places[row - 1] for row in seen]
        )
        row_of = np.zeros(len(around.rows.places) + 1, np.intp)
        row_of[seen] = np.arange(1, len(seen) + 1)
        inside, above = (Groups(row_of[each.rows], each.starts) for each in (around.inside, around.above))
        text = inside.most(nearness.terms)
        path = np.maximum(text, above.most(nearness.terms))
        said, heading = _unit(inside.sum(nearness.sums)), _unit(above.sum(nearness.sums))
        words, pairs = (np.array([*each.values()], np.float32) for each in (asked.words, asked.pairs))
        share_words, share_pairs = words / (words.sum() or 1.0), pairs / (pairs.sum() or 1.0)
        return {
            "near_text": text[:, :count] @ share_words,
            "near_path": path[:, :count] @ share_words,
            "near_pairs_text": text[:, count:] @ share_pairs,
            "near_pairs_path": path[:, count:] @ share_pairs,
            "near_missing": ((1 - path[:, :count]) * words).max(axis=1, initial=0.0),
            "near_missing_pair": ((1 - path[:, count:]) * pairs).max(axis=1, initial=0.0),
            "near_whole_text": said @ nearness.whole,
            "near_whole_path": _unit(said + heading) @ nearness.whole,
        }


_COLUMN = {name: at for at, name in enumerate(FEATURES)}
_BEHIND = {
    "behind_words": "words_path", "behind_focus": "focus_path", "behind_slot": "slot", "behind_pairs": "pairs_path",
    "behind_local": "local_path", "behind_near": "near_path", "behind_near_pairs": "near_pairs_path",
    "behind_whole": "near_whole_path",
}  # fmt: skip
_NAMED = (
    "units_text", "units_path", "units_issuer", "units_nowhere", "years_text", "years_nowhere", "names_missing",
    "names_absent",
)  # fmt: skip
_FORM = (
    "length", "statements", "is_lead", "depth", "marker_list", "position", "block", "row", "head", "signature", "basis",
    "recipients", "unit_in_path", "lead_role", "coordinate_role", "defines", "counted",
)  # fmt: skip
_FITS = {f"fit_{field.name}": field.name for field in fields(DocumentFit)}
_ITEMS = frozenset({"dash", "plus", "bullet", "letter"})
_BASIS = ("can cu", "can\ncu", "theo de nghi")
_COLUMNS = word_set("chu tri phoi hop nhiem vu thoi han hoan thanh co quan don vi phu luc thuc hien xong")


def _place(window: Window) -> Hashable:
    """What tells a window from others: where it is, and of which chunk."""
    return window.hit.chunk.id, window.first, window.last, window.block


class _Around:
    """The statements of windows and of what stands around them, as rows of a table."""

    def __init__(self, windows: Sequence[Window]) -> None:
        self.windows = windows
        inside = [(window.reading, window.inside) for window in windows]
        above = [(window.reading, window.leads) for window in windows]
        beside = [
            (window.reading, [index for index in (window.first - 1, window.last + 1) if window.has(index)])
            for window in windows
        ]
        self.rows = Rows([*inside, *above, *beside])
        self.inside, self.above, self.beside = (self.rows.group(each) for each in (inside, above, beside))
        self.first = self._row_of_each(lambda window: window.first)
        self.nearest = self._row_of_each(lambda window: window.leads[-1] if window.leads else None)
        self.following = self._row_of_each(lambda window: window.last + 1 if window.has(window.last + 1) else None)

    def _row_of_each(self, index_of: Callable[[Window], int | None]) -> npt.NDArray[np.intp]:
        """The row of one statement of each window; 0 where there is none."""
        return np.array([self.rows.row(window.reading, index_of(window)) for window in self.windows], np.intp)

    @property
    def with_meaning(self) -> npt.NDArray[np.intp]:
        """The rows in windows or above them."""
        return np.unique(np.concatenate([self.inside.rows, self.above.rows]))[1:]

    @property
    def with_values(self) -> npt.NDArray[np.intp]:
        """The rows in windows or right behind them."""
        return np.unique(np.concatenate([self.inside.rows, self.following]))[1:]


@lru_cache(maxsize=1 << 14)
def _syllables(text: str) -> tuple[str, ...]:
    """The unmarked syllables of a text that many passages have in common, like the name of their document."""
    return tuple(SYLLABLE.findall(fold(text)))


@lru_cache(maxsize=1 << 14)
def _joined(text: str) -> str:
    """The unmarked syllables of a text, each between single spaces."""
    return f" {' '.join(_syllables(text))} "


@lru_cache(maxsize=1 << 14)
def _words(text: str) -> frozenset[str]:
    return frozenset(_syllables(text))


@lru_cache(maxsize=1 << 14)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(map(" ".join, pairwise(_syllables(text))))


def _joined_above(window: Window) -> str:
    """The unmarked syllables of what stands above a window, each between single spaces."""
    return "".join(window.reading.joined_from(lead, lead)[:-1] for lead in window.leads) + " "


def _held_by(texts: Sequence[str], terms: Sequence[str]) -> Flags:
    """Which of the terms each text holds."""
    held = {text: [term in text for term in terms] for text in dict.fromkeys(texts if terms else ())}
    return np.array([held[text] for text in texts] if terms else (), np.bool_).reshape(len(texts), len(terms))


def _share(held: Flags) -> Column:
    """The share of terms that each text holds; 0 where there is none."""
    return np.asarray(held.sum(axis=1) / max(1, held.shape[1]))


def _flags(asked: Collection[str], held: Collection[str]) -> Flags:
    return np.array([term in held for term in asked], np.bool_)


def _shares(weights: Iterable[float]) -> Column:
    """Each of `weights` as a share of their sum."""
    column = np.array([*weights], np.float64)
    return column / (column.sum() or 1.0)


def _shares_of_documents(hits: Sequence[Hit]) -> dict[str, float]:
    """The share of each document in the scores of all hits."""
    scores: dict[str, float] = {}
    for hit in hits:
        scores[hit.chunk.document_id] = scores.get(hit.chunk.document_id, 0.0) + max(0.0, hit.score)
    whole = sum(scores.values()) or 1.0
    return {name: score / whole for name, score in scores.items()}


def _same_number(asked: int | None, number: int | None) -> float:
    return 0.0 if asked is None or number is None else 1.0 if asked == number else -1.0


def _distance(reading: Reading, index: int, values: Sequence[Placed], words: Collection[str]) -> float:
    """How far the nearest of `values` is from a word of the question, in units of 200 characters; at most 1."""
    if not values:
        return 1.0
    statement = reading.statements[index]
    folded = reading.folded[statement.start : statement.end]
    places = [match.start() for match in SYLLABLE.finditer(folded) if match[0] in words]
    nearest = min(
        (min(abs(place - placed.value.start), abs(place - placed.value.end)) for placed in values for place in places),
        default=200,
    )
    return min(1.0, nearest / 200)


def _unit(vectors: Floats) -> Floats:
    """Each row with length one; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), np.float32)
