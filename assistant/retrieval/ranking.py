"""Decide which found chunk comes first: what each part of the search says, how near its words come to those asked,
whether it holds what is asked for and which document it stands in, weighed as learned from questions with evidence."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import log
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelError
from assistant.language.vietnamese import SYLLABLE, fold
from assistant.retrieval.lookup import is_number, number_key
from assistant.schema import AnswerKind, Chunk, Document, Metadata, Query

FloatVector = NDArray[np.float32]
FloatMatrix = NDArray[np.float32]
IntVector = NDArray[np.int64]

SHIPPED = Path(__file__).parents[1] / "models" / "ranking.json"
CANDIDATES = 100  # chunks, the best by words and vectors, whose other features are looked at
NAMED = 50  # chunks, the best of those named exactly, that are looked at besides, however little else they share

# What a chunk must hold to answer a question of that kind; looked for in its text without marks.
_VALUES: dict[AnswerKind, re.Pattern[str]] = {
    "date": re.compile(r"\d{1,2}\s?/\s?\d{1,2}|ngay \d{1,2}|thang \d{1,2}|quy (?:i|ii|iii|iv)\b|nam 20\d\d"),
    "deadline": re.compile(
        r"(?:truoc|cham nhat|den het|den ngay|xong|trong) (?:ngay|thang|quy|nam|\d)|\d{1,2}/\d{1,2}"
    ),
    "percentage": re.compile(r"\d\s?%|phan tram"),
    "amount": re.compile(r"\d[\d.,]* (?:ty|trieu|nghin|ngan)?\s?dong|\d (?:ty|trieu)"),
    "number": re.compile(r"\d"),
    "unit": re.compile(r"\b(?:so|bo|uy ban|ubnd|cuc|phong|ban|thanh tra|vien|trung tam|co quan|don vi)\b"),
    "person": re.compile(r"\b(?:chu tich|giam doc|bo truong|thu tuong|pho|ong|ba|dong chi|truong)\b"),
    "document_number": re.compile(r"\d+[/-](?:\d{4}/)?[a-z]{2,}|so \d+"),
}
_ALSO: dict[AnswerKind, tuple[AnswerKind, ...]] = {"date": ("date", "deadline"), "deadline": ("deadline", "date")}
_KINDS = ("head", "row", "signature")

PARTS = ("marked", "unmarked", "pairs", "identity", "dense")
"""What the search itself says of a chunk, each as a share of what the best candidate reaches."""
NEVER_BELOW = (*PARTS, "nearest_words")
"""What never counts against a chunk: likeness."""
EXACT = {"row_numbered": 0.3}
"""What is not learned, since no question with evidence names a row, as a share of all likeness: it outweighs how like
other rows are, but not the rest of a question that has the number by the way ("chợ hạng 3")."""
FIRST = {"marked": 1.0, "unmarked": 0.9, "pairs": 1.3, "identity": 0.3, "dense": 0.4}
"""How the parts are weighed to find the candidates: about as learned; the right chunk is among them nearly always."""
FEATURES = (
    *NEVER_BELOW,
    *(f"holds_{kind}" for kind in _VALUES),
    *_KINDS, "head_of_what_is_asked", "signature_of_person", "row_of_role", "short",
    "names_province", "names_number", *EXACT,
)  # fmt: skip
"""What is weighed, in this order."""


class Traits:
    """What the chunks hold, whatever is asked: kinds of values, their own kind, their length."""

    def __init__(self, table: NDArray[np.uint16]) -> None:
        self._table = table

    @classmethod
    def read(cls, chunks: Sequence[Chunk]) -> Self:
        """Look at every chunk once."""
        rows = [_traits_of(chunk) for chunk in chunks]
        return cls(np.array(rows, dtype=np.uint16).reshape(len(chunks), len(_VALUES) + len(_KINDS) + 1))

    @property
    def table(self) -> NDArray[np.uint16]:
        """A row for each chunk, to be saved."""
        return self._table

    def of(self, rows: IntVector) -> tuple[FloatMatrix, FloatMatrix, FloatVector]:
        """Values held, kinds, and shortness of the chunks in `rows`."""
        picked = self._table[rows].astype(np.float32)
        values, kinds = picked[:, : len(_VALUES)], picked[:, len(_VALUES) : -1]
        return values, kinds, 1 - np.log(picked[:, -1] + 5).astype(np.float32) / np.float32(log(500))


def _traits_of(chunk: Chunk) -> list[int]:
    text = fold(chunk.text)
    values = [pattern.search(text) is not None for pattern in _VALUES.values()]
    words = len(SYLLABLE.findall(text))
    return [*map(int, values), *(int(chunk.kind == kind) for kind in _KINDS), min(words, 60_000)]


class Names:
    """The documents by what questions call them: province and number; agency and kind stand in their identity."""

    def __init__(self, documents: Sequence[Document], identities: Mapping[str, str]) -> None:
        self._documents, self._identities = documents, identities
        self._texts: dict[int, str] = {}
        self._numbers: dict[int, str] = {}

    def match(self, query: Query, places: IntVector) -> dict[str, FloatVector]:
        """For each way of naming, which of the documents in `places` are named by `query`."""
        found = {}
        if query.provinces:
            provinces = [fold(name) for name in query.provinces]
            found["names_province"] = [any(name in self._text(place) for name in provinces) for place in places]
        if query.numbers:
            numbers = [number_key(number) for number in query.numbers]
            found["names_number"] = [any(is_number(n, self._number(place)) for n in numbers) for place in places]
        return {name: np.array(flags, dtype=np.float32) for name, flags in found.items()}

    def _text(self, place: int) -> str:
        if place not in self._texts:
            document = self._documents[place]
            self._texts[place] = fold(f"{self._identities.get(document.id, '')} {_named(document.metadata)}")
        return self._texts[place]

    def _number(self, place: int) -> str:
        if place not in self._numbers:
            self._numbers[place] = number_key(self._documents[place].metadata.number or "")
        return self._numbers[place]


def _named(metadata: Metadata) -> str:
    return " ".join(filter(None, (metadata.superior, metadata.issuer, metadata.province)))


def describe(
    likeness: Mapping[str, FloatVector],
    rows: IntVector,
    traits: Traits,
    document_of: IntVector,
    names: Names,
    query: Query | None,
    numbered: IntVector | None = None,
) -> FloatMatrix:
    """The features of the chunks in `rows`: a row for each, a column for each of FEATURES.

    `likeness` holds what the search says of each of them, `document_of` the place of each chunk's document, `numbered`
    the table rows of the number asked for; without a `query` only words, vectors and kinds count.
    """
    table = {name: _share_of_best(likeness[name]) for name in NEVER_BELOW if name in likeness}
    if table["marked"].any():  # the same words without marks say nothing more; long questions would count them twice
        del table["unmarked"]
    if numbered is not None:
        table["row_numbered"] = np.isin(rows, numbered).astype(np.float32)
    values, kinds, table["short"] = traits.of(rows)
    table |= {kind: kinds[:, at] for at, kind in enumerate(_KINDS)}
    if query is not None:
        asked = _ALSO.get(query.kind, (query.kind,))
        table |= {f"holds_{kind}": values[:, at] for at, kind in enumerate(_VALUES) if kind in asked}
        if query.kind in ("document_number", "person", "date"):
            table["head_of_what_is_asked"] = table["head"]
        if query.kind == "person":
            table["signature_of_person"] = table["signature"]
        if query.role is not None or query.row is not None:
            table["row_of_role"] = table["row"]
        places, place_of = np.unique(document_of[rows], return_inverse=True)
        table |= {name: flags[place_of] for name, flags in names.match(query, places).items()}
    nothing = np.zeros(len(rows), dtype=np.float32)
    return np.stack([table.get(name, nothing) for name in FEATURES], axis=1)


def _share_of_best(scores: FloatVector) -> FloatVector:
    """`scores` as shares of the highest, so that each part counts alike whether the question is long or short."""
    best = scores.max(initial=0)
    return scores / best if best > 0 else scores


@lru_cache(maxsize=1)
def load_weights(path: Path = SHIPPED) -> FloatVector:
    """The learned weight of each of FEATURES; raises ModelError where the file is not one for them."""
    try:
        weights = json.loads(path.read_text(encoding="utf-8"))["weights"]
        return np.array([weights[name] for name in FEATURES], dtype=np.float32)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: expected a weight for each feature, got {type(error).__name__}: {error}") from error
