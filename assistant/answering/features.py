"""What the learned model judges by: a question made ready for comparing, passages, and the names of their features."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from assistant.answering.statements import Reading
from assistant.answering.values import ValueKind
from assistant.language.lexicon import other_ways, replace_abbreviations
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
STOP = frozenset(_FUNCTION_WORDS.split())
"""Words that tell nothing of what a question is about."""


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
class Same:
    """Another way to say a phrase of a question: a statement that has all its terms holds the words of the phrase."""

    phrase: str  # as it is asked, without marks
    terms: tuple[str, ...]  # its pairs of syllables, or its only one
    words: tuple[str, ...]
    pairs: tuple[str, ...]


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
    same: tuple[Same, ...]  # other ways to say phrases of it

    @cached_property
    def described(self) -> dict[Hashable, npt.NDArray[np.float32]]:
        """The passages that were described for it already."""
        return {}


def prepare(query: Query, weights: TermWeights) -> Asked:
    """The telling words of a question: those that are left without words of asking."""
    text = _whole(query, weights)
    folded = fold(text)
    about = _ASKING.sub(lambda match: "." * len(match[0]), folded)
    words = list(SYLLABLE.finditer(about))
    places = [match for match in words if match[0] not in STOP]
    telling = [match[0] for match in places]
    pairs = [f"{a[0]} {b[0]}" for a, b in pairwise(words) if not about[a.end() : b.start()].strip(" -/,")]
    marked = [text[match.start() : match.end()].lower() for match in places]
    words_weighted = {word: weights(word) for word in telling}
    pairs_weighted = {pair: weights(pair) for pair in pairs if not set(pair.split()) <= STOP}
    near = _nearness(folded, places)
    return Asked(
        query,
        words_weighted,
        pairs_weighted,
        frozenset(marked) if is_marked(query.whole or query.question) else frozenset(),
        frozenset(word for word in telling if word.isdigit()),
        VALUES_ASKED.get(query.kind, ()),
        folded,
        frozenset(SYLLABLE.findall(fold(query.text))) - set(SYLLABLE.findall(folded)) - STOP,
        _names(query),
        _counted(folded),
        {word: weight * near[word] for word, weight in words_weighted.items()},
        _same(text, words_weighted, pairs_weighted),
    )


def _same(text: str, words: Mapping[str, float], pairs: Mapping[str, float]) -> tuple[Same, ...]:
    """Other ways to say the phrases of a question."""
    found: dict[Same, None] = {}
    for phrase, others in other_ways(text).items():
        syllables = SYLLABLE.findall(phrase)
        own = tuple(word for word in syllables if word in words)
        own_pairs = tuple(pair for pair in map(" ".join, pairwise(syllables)) if pair in pairs)
        for other in others if own else ():
            said = SYLLABLE.findall(fold(other))
            if not set(said) <= STOP:
                terms = tuple(map(" ".join, pairwise(said))) or tuple(said)
                found.setdefault(Same(" ".join(syllables), terms, own, own_pairs), None)
    return tuple(found)


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
        return self.reading.text[self.start : self.end]

    @property
    def inside(self) -> range:
        """The indices of its statements."""
        return range(self.first, self.last + 1)

    @property
    def leads(self) -> tuple[int, ...]:
        """The headings and lead-ins above it."""
        return self.reading.statements[self.first].leads

    def has(self, index: int) -> bool:
        """Has its document a statement of that index?"""
        return 0 <= index < len(self.reading.statements)


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


def number_of_row(window: Window) -> int | None:
    """The number in the first cell of the table row that a window is; None where it has none."""
    if window.hit.chunk.kind != "row":
        return None
    if task := window.reading.task_at(window.start, window.end):
        return task.number
    row = window.reading.row_at(window.start)
    return int(row.cells[0]) if row and row.cells[0].isdigit() else None
