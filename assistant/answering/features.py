"""Describe, in numbers, how well a passage answers a question: what the learned model judges by."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from assistant.answering.meaning import Meanings, Nearness
from assistant.answering.statements import Reading
from assistant.answering.values import Value, ValueKind
from assistant.language.lexicon import replace_abbreviations, word_set
from assistant.language.spelling import correct
from assistant.language.vietnamese import CAPITAL, SYLLABLE, fold, is_marked
from assistant.schema import AnswerKind, Chunk, Hit, Query

VALUES_ASKED: dict[AnswerKind, tuple[ValueKind, ...]] = {
    "date": ("date", "term"),
    "deadline": ("term", "date"),
    "number": ("number", "percentage", "amount"),
    "percentage": ("percentage",),
    "amount": ("amount",),
    "unit": ("unit",),
    "person": ("person",),
    "document_number": ("document_number",),
}
"""The kinds of value that answer each kind of question; the others are answered by whole statements."""

# Words of asking and of courtesy, without marks. They say what is wanted, which `Query.kind` holds, not what about.
_ASKING = re.compile(
    r"\b(?:bao nhieu|bao lau|bao gio|khi nao|luc nao|ngay nao|ngay may|hom nao|thang may|nam nao|the nao|nhu the nao"
    r"|ra sao|la gi|nhung gi|cai gi|viec gi|gi|nhung ai|ai|cho nao|o dau|dau|vi sao|tai sao|lam sao|sao"
    r"|nhung [a-z]+ nao|nao|may|cho (?:em|toi|minh|hoi)|xin|lam on|vay a|vay|the a|nhe|nhi|ha|ko|co phai|phai khong"
    r"|dung khong|co dung|duoc khong|khong a|khong|chua|anh chi|anh|chi oi|em|toi|minh|bn|nhieu|muon biet|cho biet"
    r"|hay neu|hay|neu)\b"
)
_FUNCTION_WORDS = """
    va cua la thi ma o voi cho cac nhung theo trong ve tai tu den duoc do nay khi co se da dang cung nhu de ra
    vao mot bi hoac con gom bang thuoc doi phai boi nen nua roi a oi the of in to and is are an by for on at
    which what who how when does must be it this that from with under has have was were did
"""
_STOP = frozenset(_FUNCTION_WORDS.split())


class TermWeights:
    """How telling each syllable and pair of syllables is in the indexed texts (inverse document frequency, 0..1)."""

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        self._seen: Counter[str] = Counter()
        for chunk in chunks:
            words = SYLLABLE.findall(fold(chunk.text))
            self._seen.update(set(words))
            self._seen.update({f"{a} {b}" for a, b in pairwise(words)})
        self._count = max(1, len(chunks))
        self._most = math.log(1 + self._count / 0.5)

    @property
    def vocabulary(self) -> Mapping[str, int]:
        """The unmarked syllables and pairs of the indexed texts, and in how many chunks each stands."""
        return self._seen

    def __call__(self, term: str) -> float:
        """The weight of a syllable ("dung") or pair ("xay dung")."""
        return math.log(1 + self._count / (self._seen[term] + 0.5)) / self._most


@dataclass(frozen=True)
class Asked:
    """A question made ready for comparing: its telling words, weighted."""

    query: Query
    words: dict[str, float]  # unmarked syllables
    pairs: dict[str, float]
    marked: frozenset[str]  # syllables with their marks; empty for unmarked questions
    figures: frozenset[str]
    values: tuple[ValueKind, ...]
    folded: str  # the whole question without marks
    others: frozenset[str]  # syllables of other ways to say it: synonyms, abbreviations
    names: tuple[str, ...]  # names of persons, places and things, without marks: "lam thanh"
    counted: str | None  # what "bao nhiêu" and "mấy" count, without marks: "km"
    focus: dict[str, float]  # the words weighted anew: those beside the word of asking count most


def prepare(query: Query, weights: TermWeights) -> Asked:
    """The telling words of a question: those that are left without words of asking."""
    text = _whole(query, weights)
    folded = fold(text)
    about = _ASKING.sub(lambda match: "." * len(match[0]), folded)
    words = list(SYLLABLE.finditer(about))
    places = [match for match in words if match[0] not in _STOP]
    telling = [match[0] for match in places]
    pairs = [f"{a[0]} {b[0]}" for a, b in pairwise(words) if not about[a.end() : b.start()].strip(" -/,")]
    marked = [text[match.start() : match.end()].lower() for match in places]
    words_weighted = {word: weights(word) for word in telling}
    pairs_weighted = {pair: weights(pair) for pair in pairs if not set(pair.split()) <= _STOP}
    near = _nearness(folded, places)
    return Asked(
        query,
        words_weighted,
        pairs_weighted,
        frozenset(marked) if is_marked(query.whole or query.question) else frozenset(),
        frozenset(word for word in telling if word.isdigit()),
        VALUES_ASKED.get(query.kind, ()),
        folded,
        frozenset(SYLLABLE.findall(fold(query.text))) - set(SYLLABLE.findall(folded)) - _STOP,
        _names(query),
        _counted(folded),
        {word: weight * near[word] for word, weight in words_weighted.items()},
    )


_NAME = re.compile(rf"(?<=[^\W\d_,] ){CAPITAL}[^\W\d_A-Z]+(?: {CAPITAL}[^\W\d_A-Z]+)+(?!\w)")
_COUNTED = re.compile(
    r"\b(?:bao nhieu|may) (?!nhieu|la\b|thi\b|va\b|cho\b|vay\b|tren\b|so voi)([a-z]{2,})(?: ([a-z]{2,}))?"
)


def _names(query: Query) -> tuple[str, ...]:
    """The runs of words with capitals inside a question, where what it says is written with capitals at all."""
    text = query.whole or query.question
    return tuple(dict.fromkeys(fold(match[0]) for match in _NAME.finditer(text)))


def _counted(folded: str) -> str | None:
    match = _COUNTED.search(folded)
    return match[1] if match else None


_WHAT = re.compile(
    r"\b(?:(la )(?:\w+ ){0,2})?"
    r"(?:bao nhieu|bao lau|bao gio|khi nao|luc nao|the nao|ra sao|gi|ai|(?:o|den|tu|ve) dau|nao|may)\b(?! tinh\b)"
)
_NEAR_ASKING = 3.0  # telling words over which the weight of a word falls to a third


def _nearness(folded: str, words: Sequence[re.Match[str]]) -> dict[str, float]:
    """How near each telling word stands to what asks, 0..1: "tiếp nhận bao nhiêu hồ sơ" is what is asked, "sáu tháng
    đầu năm toàn tỉnh" only of when and where. In "X là bao nhiêu?" the first words of X are nearest, in "X phải gửi
    trước ngày nào?" they are as near as the last. 1 for all where nothing asks."""
    places: set[int] = set()
    for match in _WHAT.finditer(folded):
        place = sum(word.start() < match.end() for word in words)
        places |= {0} if match[1] else {0, place} if place == len(words) else {place}
    nearness: dict[str, float] = {}
    for index, word in enumerate(words):
        steps = min((place - 1 - index if index < place else index - place for place in places), default=0)
        nearness[word[0]] = max(math.exp(-steps / _NEAR_ASKING), nearness.get(word[0], 0.0))
    return nearness


def _whole(query: Query, weights: TermWeights) -> str:
    """The question itself, abbreviations opened and typing errors mended; an English one in Vietnamese words."""
    if query.language == "en":
        return query.text
    return replace_abbreviations(correct(query.whole or query.question, weights.vocabulary))


@dataclass(frozen=True)
class Window:
    """Consecutive statements of one document, weighed as one answer."""

    reading: Reading
    first: int
    last: int  # inclusive
    hit: Hit  # the best chunk that led here
    rank: int  # of that chunk, from 0
    block: bool  # a lead-in with all of its items

    @property
    def start(self) -> int:
        """Where it begins in Document.text."""
        return self.reading.statements[self.first].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.reading.statements[self.last].end

    @property
    def text(self) -> str:
        """Its words as they stand in Document.text."""
        return self.reading.document.text[self.start : self.end]

    @property
    def leads(self) -> tuple[int, ...]:
        """The headings and lead-ins above it."""
        return self.reading.statements[self.first].leads


@dataclass(frozen=True)
class DocumentFit:
    """How the documents' identities fit what the question names: 1 fits, 0 not named, -1 named otherwise."""

    number: float = 0.0
    unit: float = 0.0
    province: float = 0.0
    year: float = 0.0
    kind: float = 0.0
    subject: float = 0.0  # share of the question's weight found in the document's identity


KINDS = ("date", "deadline", "number", "percentage", "amount", "unit", "person", "list", "yes_no", "document_number",
         "definition", "text")  # fmt: skip
FEATURES = (
    "words_text", "words_path", "words_identity", "words_around", "pairs_text", "pairs_path", "pairs_identity",
    "local_text", "local_path", "marked_text", "missing_first", "missing_second", "missing_in_document",
    "words_document", "pairs_document", "precision", "length", "statements",
    "chunk_rank", "chunk_score", "marked_rank", "dense_rank", "document_rank", "document_share",
    "values", "values_beyond", "value_distance", "figures", "is_lead", "depth", "marker_list", "position", "block",
    "row", "head", "signature", "basis", "recipients", "unit_in_path", "lead_role", "coordinate_role", "role_asked",
    "fit_number", "fit_unit", "fit_province", "fit_year", "fit_kind", "fit_subject",
    "english", "question_length", "run", "next_value", "defines", "others",
    "units_text", "units_path", "units_issuer", "units_nowhere", "years_text", "years_nowhere",
    "names_missing", "names_absent", "counted",
    "focus_text", "focus_path", "focus_all", "slot",
    "heading_words", "heading_precision", "opening_words", "header_words", "task", "task_number", "task_content",
    "about_itself", *(f"kind_{kind}" for kind in KINDS),
    # By meaning: the words and pairs of the question against their nearest in the passage, and the whole of both.
    "near_text", "near_path", "near_pairs_text", "near_pairs_path", "near_missing", "near_missing_pair",
    "near_whole_text", "near_whole_path",
    # Behind the best of all passages weighed for the question.
    "behind_words", "behind_focus", "behind_slot", "behind_pairs", "behind_local", "behind_near", "behind_near_pairs",
    "behind_whole",
)  # fmt: skip
_BEHIND = tuple(
    FEATURES.index(name)
    for name in (
        "words_path", "focus_path", "slot", "pairs_path", "local_path", "near_path", "near_pairs_path",
        "near_whole_path",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Shared:
    """What one statement has to do with the question."""

    words: frozenset[str]
    pairs: frozenset[str]
    marked: frozenset[str]
    others: int  # words of other ways to say it
    run: int  # the most pairs of the question that follow one another
    found: int  # values of the asked kinds
    beyond: int  # those that the question does not hold itself
    distance: float  # from the nearest of these to a word of the question, 0..1
    slot: float  # the share of the question's focus that stands beside one of these


class Describer:
    """Describes the windows of one question; what statements and documents share with it is found once."""

    def __init__(
        self, asked: Asked, hits: Sequence[Hit], fits: dict[str, DocumentFit], about_itself: bool, meanings: Meanings
    ) -> None:
        self.asked = asked
        self._meanings = meanings
        self._units = [" ".join(SYLLABLE.findall(fold(unit))) for unit in asked.query.units]
        self._years = [str(year) for year in asked.query.years]
        self._fits = fits
        self._total = sum(asked.words.values()) or 1.0
        self._total_focus = sum(asked.focus.values()) or 1.0
        self._total_pairs = sum(asked.pairs.values()) or 1.0
        self._top = hits[0].score if hits and hits[0].score else 1.0
        self._order = {name: n for n, name in enumerate(dict.fromkeys(hit.chunk.document_id for hit in hits))}
        self._share = _shares(hits)
        self._shared: dict[tuple[str, int], Shared] = {}
        self._in_identity: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self._in_document: dict[str, tuple[float, float, float, dict[str, float]]] = {}
        self._in_headings: dict[str, frozenset[str]] = {}
        self._in_header: dict[str, frozenset[str]] = {}
        self._identities: dict[str, str] = {}
        lead = asked.query.role == "lead" or "chu tri" in asked.folded
        coordinator = asked.query.role == "coordinator" or "phoi hop" in asked.folded
        kinds = [float(asked.query.kind == kind) for kind in KINDS]
        self._of_question_before = (float(asked.query.language == "en"), float(len(asked.words)))
        self._of_question_after = (float(about_itself), *kinds)
        self._role = float(lead) - float(coordinator)

    def shared(self, reading: Reading, index: int) -> Shared:
        """What a statement shares with the question."""
        key = (reading.document.id, index)
        if key not in self._shared:
            self._shared[key] = self._compare(reading, index)
        return self._shared[key]

    def weight(self, words: Iterable[str]) -> float:
        """The share of the question's weight that `words` hold."""
        return sum(self.asked.words[word] for word in words) / self._total

    def describe(self, window: Window) -> list[float]:
        """The features of a window, in the order of FEATURES."""
        reading, asked, chunk = window.reading, self.asked, window.hit.chunk
        statement = reading.statements[window.first]
        inside = [self.shared(reading, index) for index in range(window.first, window.last + 1)]
        above = [self.shared(reading, index) for index in window.leads]
        around = [
            self.shared(reading, index).words
            for index in (window.first - 1, window.last + 1)
            if 0 <= index < len(reading.statements)
        ]
        # What the passage holds; with the headings above it; with the document's identity.
        words_text = frozenset().union(*(each.words for each in inside))
        pairs_text = frozenset().union(*(each.pairs for each in inside))
        words_path = words_text.union(self._headings(chunk), *(each.words for each in above))
        pairs_path = pairs_text.union(*(each.pairs for each in above))
        identity_words, identity_pairs = self._identity(chunk)
        words_all, pairs_all = words_path | identity_words, pairs_path | identity_pairs
        missing = sorted((weight for word, weight in asked.words.items() if word not in words_all), reverse=True)
        in_document, pairs_in_document, missing_in_document, local = self._document(reading)
        marked = len(frozenset().union(*(each.marked for each in inside)))
        holding = [each for each in inside if each.beyond]
        tokens = sum(len(reading.words[index]) for index in range(window.first, window.last + 1))
        folded = reading.folded[window.start : window.end]
        following = window.last + 1 < len(reading.statements) and self.shared(reading, window.last + 1).found > 0
        ranks, fit = window.hit.ranks, self._fits.get(chunk.document_id, DocumentFit())
        nearest_heading = above[-1].words if above else frozenset()
        return [
            self.weight(words_text), self.weight(words_path), self.weight(words_all),
            self.weight(words_path.union(*around)),
            self._weight_pairs(pairs_text), self._weight_pairs(pairs_path), self._weight_pairs(pairs_all),
            sum(local[word] for word in words_text), sum(local.get(word, 0.0) for word in words_path),
            marked / len(asked.marked) if asked.marked else self.weight(words_text),
            missing[0] if missing else 0.0, missing[1] if len(missing) > 1 else 0.0, missing_in_document,
            in_document, pairs_in_document, len(words_text) / max(1, tokens),
            math.log(1 + len(folded)), window.last - window.first + 1,
            1 / (1 + window.rank), window.hit.score / self._top,
            1 / ranks["marked"] if "marked" in ranks else 0.0, 1 / ranks["dense"] if "dense" in ranks else 0.0,
            1 / (1 + self._order.get(chunk.document_id, 9)), self._share.get(chunk.document_id, 0.0),
            min(sum(each.found for each in inside), 4), min(sum(each.beyond for each in inside), 4),
            min((each.distance for each in holding), default=1.0),
            self._figures(reading, window),
            float(statement.is_lead), len(window.leads), float(statement.marker in _ITEMS),
            window.start / max(1, len(reading.folded)), float(window.block),
            float(chunk.kind == "row"), float(chunk.kind == "head"), float(chunk.kind == "signature"),
            float(folded.startswith(("can cu", "can\ncu", "theo de nghi"))),
            float(any(reading.is_recipients(index) for index in window.leads)),
            float(any(reading.values_of(index, "unit") for index in window.leads)) if "unit" in asked.values else 0.0,
            float("chu tri" in folded), float("phoi hop" in folded), self._role,
            fit.number, fit.unit, fit.province, fit.year, fit.kind, fit.subject,
            *self._of_question_before, float(max(each.run for each in inside)),
            float(following), float(bool(_DEFINES.search(folded))),
            sum(each.others for each in inside) / max(4, len(asked.others)),
            *self._named_in(window),
            *self._names_in(window),
            self._counts(folded),
            self._weight_focus(words_text), self._weight_focus(words_path), self._weight_focus(words_all),
            max(each.slot for each in inside),
            self.weight(nearest_heading),
            max((self._precision(reading, index) for index in window.leads), default=0.0),
            self.weight(asked.words.keys() & set(reading.tokens[window.first][:9])),
            self.weight(self._header(chunk)) if chunk.kind == "row" else 0.0,
            *self._task(window),
            *self._of_question_after,
        ]  # fmt: skip

    def describe_meaning(self, windows: Sequence[Window]) -> npt.NDArray[np.float32]:
        """The features by meaning of all windows at once, in the order of FEATURES."""
        places = {
            (window.reading.document.id, index): (window.reading, index)
            for window in windows
            for index in (*range(window.first, window.last + 1), *window.leads)
        }
        words = np.array([*self.asked.words.values()], np.float32)
        pairs = np.array([*self.asked.pairs.values()], np.float32)
        nearness = self._meanings.compare([*self.asked.words, *self.asked.pairs], self.asked.folded, places.values())
        return _measure_meaning(windows, nearness, words, pairs)

    def _named_in(self, window: Window) -> list[float]:
        """Where the agencies and years that the question names stand: shares in the text, above it, in the issuer."""
        if not self._units and not self._years:
            return [0.0] * 6
        reading, chunk = window.reading, window.hit.chunk
        text = _joined(reading, range(window.first, window.last + 1))
        above = _joined(reading, window.leads)
        issuer = self._identity_words(chunk)
        units, years = max(1, len(self._units)), max(1, len(self._years))
        places = [[f" {unit} " in where for where in (text, above, issuer)] for unit in self._units]
        dates = [[f" {year} " in where for where in (text, above, issuer)] for year in self._years]
        return [
            sum(place[0] for place in places) / units,
            sum(place[1] for place in places) / units,
            sum(place[2] for place in places) / units,
            sum(not any(place) for place in places) / units,
            sum(place[0] for place in dates) / years,
            sum(not any(place) for place in dates) / years,
        ]

    def _identity_words(self, chunk: Chunk) -> str:
        """The syllables of the identity of a chunk's document, parted by single spaces."""
        if chunk.document_id not in self._identities:
            self._identities[chunk.document_id] = f" {' '.join(SYLLABLE.findall(fold(chunk.identity)))} "
        return self._identities[chunk.document_id]

    def _names_in(self, window: Window) -> list[float]:
        """The shares of the question's names that neither passage, headings nor identity hold; nor the document."""
        if not self.asked.names:
            return [0.0, 0.0]
        reading = window.reading
        near = _joined(reading, (*window.leads, *range(window.first, window.last + 1)))
        near += self._identity_words(window.hit.chunk)
        missing = [name for name in self.asked.names if f" {name} " not in near]
        absent = [name for name in missing if f" {name} " not in f" {reading.joined} "]
        return [len(missing) / len(self.asked.names), len(absent) / len(self.asked.names)]

    def _counts(self, folded: str) -> float:
        """Does a figure stand before what the question counts? 0 where it counts nothing."""
        noun = self.asked.counted
        if noun is None:
            return 0.0
        figure = re.search(rf"\d[\d.,]*\)?\s+(?:\([^)]{{1,20}}\)\s+)?(?:\w+ ){{0,2}}{noun}\b", " ".join(folded.split()))
        return 1.0 if figure else -1.0

    def _precision(self, reading: Reading, index: int) -> float:
        """The share of a heading's words that the question asks with."""
        telling = reading.words[index] - _STOP
        return len(self.asked.words.keys() & telling) / max(3, len(telling))

    def _header(self, chunk: Chunk) -> frozenset[str]:
        """The words of the question among the cells of a row and the names of its columns."""
        if chunk.id not in self._in_header:
            tokens = SYLLABLE.findall(fold(chunk.text))
            self._in_header[chunk.id] = frozenset(self.asked.words.keys() & set(tokens))
        return self._in_header[chunk.id]

    def _task(self, window: Window) -> list[float]:
        """Is it the row of a task, of the number asked for, and what share of the question does its content hold?"""
        chunk, row = window.hit.chunk, self.asked.query.row
        if chunk.kind != "row":
            return [0.0, 0.0, 0.0]
        task = window.reading.task_at(window.start, window.end)
        if task is None:
            return [0.0, _same_number(row, number_of_row(window)), 0.0]
        known = set(SYLLABLE.findall(fold(f"{chunk.identity} {task.section or ''}"))) | _COLUMNS
        about = {word: weight for word, weight in self.asked.words.items() if word not in known}
        content = set(SYLLABLE.findall(fold(task.content)))
        share = sum(weight for word, weight in about.items() if word in content) / (sum(about.values()) or 1.0)
        return [1.0, _same_number(row, task.number), share]

    def _weight_focus(self, words: Iterable[str]) -> float:
        return sum(self.asked.focus[word] for word in words) / self._total_focus

    def _weight_pairs(self, pairs: Iterable[str]) -> float:
        return sum(self.asked.pairs[pair] for pair in pairs) / self._total_pairs

    def _figures(self, reading: Reading, window: Window) -> float:
        """The share of the question's figures that stand in the window; a half where it has none."""
        if not self.asked.figures:
            return 0.5
        there = set().union(*(reading.words[index] for index in range(window.first, window.last + 1)))
        return len(self.asked.figures & there) / len(self.asked.figures)

    def _compare(self, reading: Reading, index: int) -> Shared:
        asked, tokens = self.asked, reading.tokens[index]
        words = frozenset(asked.words.keys() & reading.words[index])
        pairs = frozenset(pair for pair in map(" ".join, pairwise(tokens)) if pair in asked.pairs) if words else _NONE
        run = _longest_run(asked, tokens) if len(pairs) > 1 else len(pairs)
        found = [value for kind in asked.values for value in reading.values_of(index, kind)]
        beyond = [value for value in found if fold(value.text) not in asked.folded]
        return Shared(
            words,
            pairs,
            frozenset(asked.marked & reading.marked_words(index)) if asked.marked and words else _NONE,
            len(asked.others & reading.words[index]),
            run,
            len(found),
            len(beyond),
            _distance(reading, index, beyond, words),
            self._slot(reading, index, beyond),
        )

    def _slot(self, reading: Reading, index: int, values: Sequence[Value]) -> float:
        """How much of the question's focus stands beside the best of `values`, as the answer would stand in it."""
        statement = reading.statements[index]
        folded = reading.folded[statement.start : statement.end]
        return max(
            (
                self._weight_focus(
                    self.asked.focus.keys()
                    & {
                        *SYLLABLE.findall(folded[max(0, value.start - _BESIDE) : value.start]),
                        *SYLLABLE.findall(folded[value.end : value.end + _BESIDE]),
                    }
                )
                for value in values
            ),
            default=0.0,
        )

    def _identity(self, chunk: Chunk) -> tuple[frozenset[str], frozenset[str]]:
        """The words and pairs of the question in the identity of a chunk's document."""
        if chunk.document_id not in self._in_identity:
            tokens = SYLLABLE.findall(fold(chunk.identity))
            self._in_identity[chunk.document_id] = (
                frozenset(self.asked.words.keys() & set(tokens)),
                frozenset(self.asked.pairs.keys() & set(map(" ".join, pairwise(tokens)))),
            )
        return self._in_identity[chunk.document_id]

    def _headings(self, chunk: Chunk) -> frozenset[str]:
        if chunk.id not in self._in_headings:
            tokens = SYLLABLE.findall(fold(" ".join(chunk.headings)))
            self._in_headings[chunk.id] = frozenset(self.asked.words.keys() & set(tokens))
        return self._in_headings[chunk.id]

    def _document(self, reading: Reading) -> tuple[float, float, float, dict[str, float]]:
        """Of the question, what the whole document holds: weight of words and pairs, the heaviest word it lacks; and
        how telling each word is among the document's own statements."""
        name = reading.document.id
        if name not in self._in_document:
            spread, count = reading.spread, len(reading.statements)
            present = [word for word in self.asked.words if word in spread]
            lacking = max((w for word, w in self.asked.words.items() if word not in spread), default=0.0)
            key = f" {reading.joined} "
            pairs = [pair for pair in self.asked.pairs if f" {pair} " in key]
            local = {word: math.log(1 + count / spread[word]) for word in present}
            whole = sum(local.values()) or 1.0
            shares = dict.fromkeys(self.asked.words, 0.0) | {word: value / whole for word, value in local.items()}
            self._in_document[name] = (self.weight(present), self._weight_pairs(pairs), lacking, shares)
        return self._in_document[name]


_BESIDE = 40  # characters before and after a value
_ITEMS = frozenset({"dash", "plus", "bullet", "letter"})
_NONE: frozenset[str] = frozenset()
_DEFINES = re.compile(
    r"\b(?:duoc hieu la|nghia la|la viec|la tap hop|la he thong|la (?:co quan|hoat dong|qua trinh|nguoi))\b"
)


_COLUMNS = word_set("chu tri phoi hop nhiem vu thoi han hoan thanh co quan don vi phu luc thuc hien xong")


def describe_all(describer: Describer, windows: Sequence[Window]) -> npt.NDArray[np.float32]:
    """A row of features for each window."""
    if not windows:
        return np.zeros((0, len(FEATURES)), np.float32)
    words = np.array([describer.describe(window) for window in windows], np.float32)
    alone = np.hstack([words, describer.describe_meaning(windows)])
    measured = alone[:, _BEHIND]
    return np.hstack([alone, measured.max(axis=0) - measured])


def number_of_row(window: Window) -> int | None:
    """The number in the first cell of the table row that a window is; None where it has none."""
    if window.hit.chunk.kind != "row":
        return None
    if task := window.reading.task_at(window.start, window.end):
        return task.number
    row = window.reading.row_at(window.start)
    return int(row.cells[0]) if row and row.cells[0].isdigit() else None


def _same_number(asked: int | None, number: int | None) -> float:
    return 0.0 if asked is None or number is None else 1.0 if asked == number else -1.0


def _measure_meaning(
    windows: Sequence[Window], nearness: Nearness, words: npt.NDArray[np.float32], pairs: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """For each window how near its text, and its text under its headings, comes to each term and to the whole."""
    count, size = len(words), len(nearness.whole)
    text = np.zeros((len(windows), count + len(pairs)), np.float32)
    above = np.zeros_like(text)
    summed, heading = np.zeros((2, len(windows), size), np.float32)
    for place, window in enumerate(windows):
        name = window.reading.document.id
        for index in range(window.first, window.last + 1):
            if (terms := nearness.terms.get((name, index))) is not None:
                np.maximum(text[place], terms, out=text[place])
                summed[place] += nearness.sums[name, index]
        for index in window.leads:
            if (terms := nearness.terms.get((name, index))) is not None:
                np.maximum(above[place], terms, out=above[place])
                heading[place] += nearness.sums[name, index]
    path = np.maximum(text, above)
    summed, heading = _unit(summed), _unit(heading)
    share_words, share_pairs = words / (words.sum() or 1.0), pairs / (pairs.sum() or 1.0)
    return np.column_stack([
        text[:, :count] @ share_words, path[:, :count] @ share_words,
        text[:, count:] @ share_pairs, path[:, count:] @ share_pairs,
        ((1 - path[:, :count]) * words).max(axis=1, initial=0.0),
        ((1 - path[:, count:]) * pairs).max(axis=1, initial=0.0),
        summed @ nearness.whole, _unit(summed + heading) @ nearness.whole,
    ])  # fmt: skip


def _unit(vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Each row with length one; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), np.float32)


def _joined(reading: Reading, indices: Iterable[int]) -> str:
    """The syllables of statements, parted by single spaces."""
    return f" {' '.join(token for index in indices for token in reading.tokens[index])} "


def _shares(hits: Sequence[Hit]) -> dict[str, float]:
    """The share of each document in the scores of all hits."""
    scores: dict[str, float] = {}
    for hit in hits:
        scores[hit.chunk.document_id] = scores.get(hit.chunk.document_id, 0.0) + max(0.0, hit.score)
    whole = sum(scores.values()) or 1.0
    return {name: score / whole for name, score in scores.items()}


def _distance(reading: Reading, index: int, values: Sequence[Value], words: Collection[str]) -> float:
    """How far the nearest of `values` is from a word of the question, in units of 200 characters; at most 1."""
    if not values or not words:
        return 1.0
    statement = reading.statements[index]
    folded = reading.folded[statement.start : statement.end]
    places = [match.start() for match in SYLLABLE.finditer(folded) if match[0] in words]
    nearest = min(
        (min(abs(place - value.start), abs(place - value.end)) for value in values for place in places), default=200
    )
    return min(1.0, nearest / 200)


def _longest_run(asked: Asked, tokens: Sequence[str]) -> int:
    """The most consecutive pairs of the question that stand one after the other in the passage."""
    best = run = 0
    for pair in map(" ".join, pairwise(tokens)):
        run = run + 1 if pair in asked.pairs else 0
        best = max(best, run)
    return best
