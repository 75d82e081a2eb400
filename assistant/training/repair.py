"""Rebuild the repair model: pages drawn and misread, pairs aligned, the channel and the trigram model counted."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz.distance import Levenshtein

from assistant.documents.repair_channel import (
    LOWER,
    PIECE,
    TITLE,
    UPPER,
    Channel,
    Letters,
    in_case,
)
from assistant.documents.textlayer import is_syllable
from assistant.language.trigrams import BOUNDARY, COSTS_PER_NAT, SPECIAL
from assistant.language.vietnamese import fold
from assistant.training.repair_context import SAMPLES, train_context
from assistant.training.repair_pages import SOURCES, Page, kept_pages, read_collection
from assistant.training.trigrams import Counted, count_words, estimate, usual

Progress = Callable[[str], None]
"""Called with a line that says how far the work is."""

_EDGE = ".:!?'’‘`´~°^"
_OTHER_SCANS = 0.1  # how much of what other scanners and engines misread we leave to the general rule
_PLACE = re.compile(r"(?:[bcdghklmnprstv]|kr|pl|bl|hm)?[aeiouy]{1,2}(?:[kr]|ng|[mnpt])?")
_AMID = re.compile(r"(?<=[^\W\d_] )[^\W\d_]+|(?<=, )[^\W\d_]+")
_ABBREVIATION = re.compile(r"(?<![\w])[A-ZĐƯÔÂĂÊƠ]{2,8}(?![\w])")


# ---------------------------------------------------------------- aligning


@dataclass(frozen=True)
class Pair:
    """A word as it was drawn and as it was read."""

    true: str
    seen: str


def align_chunks(true: Sequence[str], seen: Sequence[str], band: int = 25) -> list[tuple[int, int, int, int]]:
    """Which stretches of `true` and `seen` belong together: (true start, true end, seen start, seen end) of 0-2 each.

    Dynamic programming over both in order, near the diagonal; the cost is the share of unmarked letters that differ.
    """
    left, right = [fold(chunk) for chunk in true], [fold(chunk) for chunk in seen]
    moves = ((1, 1, 0.0), (1, 0, 0.8), (0, 1, 0.8), (1, 2, 0.25), (2, 1, 0.25))
    best: dict[tuple[int, int], tuple[float, int]] = {(0, 0): (0.0, -1)}
    slope = len(right) / max(1, len(left))
    for i in range(len(left) + 1):
        middle = round(i * slope)
        for j in range(max(0, middle - band), min(len(right), middle + band) + 1):
            for move, (di, dj, fixed) in enumerate(moves):
                before = best.get((i - di, j - dj))
                if before is None or i < di or j < dj:
                    continue
                cost = before[0] + fixed
                if di and dj:
                    a, b = "".join(left[i - di : i]), "".join(right[j - dj : j])
                    cost += 1.6 * Levenshtein.normalized_distance(a, b)
                known = best.get((i, j))
                if known is None or cost < known[0]:
                    best[i, j] = (cost, move)
    stretches, at = [], (len(left), len(right))
    while at != (0, 0) and at in best:
        di, dj, _ = moves[best[at][1]]
        stretches.append((at[0] - di, at[0], at[1] - dj, at[1]))
        at = (at[0] - di, at[1] - dj)
    return stretches[::-1]


def pairs_of_page(page: Page) -> Iterator[Pair]:
    """The words of `page` with what they were read as; a glued or split word comes with a space on one side."""
    true = [chunk for line in page.true for chunk in line.split()]
    seen = [chunk for line in page.seen for chunk in line.split()]
    for a, b, c, d in align_chunks(true, seen):
        if a == b or c == d:
            continue
        if (b - a, d - c) == (1, 1):
            yield from _pairs_of_chunk(true[a], seen[c])
        else:
            yield Pair(
                " ".join(_core(chunk) for chunk in true[a:b]),
                " ".join(_core(chunk) for chunk in seen[c:d]),
            )


def _core(chunk: str) -> str:
    found = PIECE.findall(chunk)
    return max(found, key=len).strip(_EDGE) if found else chunk


def _pairs_of_chunk(true: str, seen: str) -> Iterator[Pair]:
    left, right = PIECE.findall(true), PIECE.findall(seen)
    if len(left) != len(right):
        left, right = ([max(left, key=len)], [seen]) if len(left) == 1 else ([], [])
    for a, b in zip(left, right, strict=True):
        while len(a) > 1 and len(b) > 1 and a[-1] == b[-1] and a[-1] in _EDGE:
            a, b = a[:-1], b[:-1]
        while len(a) > 1 and len(b) > 1 and a[0] == b[0] and a[0] in _EDGE:
            a, b = a[1:], b[1:]
        if a[-1] in _EDGE and b[-1] not in _EDGE:  # a full stop that was not read
            a = a.rstrip(_EDGE)
        if a and b:
            yield Pair(a, b)


# ---------------------------------------------------------------- letters


def align_letters(true: str, seen: str, costs: dict[tuple[str, str], float]) -> list[tuple[str, str]] | None:
    """Each letter of `true` with the string of 0-3 characters of `seen` that it was read as, the likeliest way."""
    rows, columns = len(true), len(seen)
    best = [[(1e9, -1)] * (columns + 1) for _ in range(rows + 1)]
    best[0][0] = (0.0, -1)
    for i in range(rows):
        for j in range(columns + 1):
            base = best[i][j][0]
            if base > 1e8:
                continue
            for size in range(min(3, columns - j) + 1):
                string = seen[j : j + size]
                cost = costs.get((true[i], string))
                if cost is None:
                    cost = _first_guess(true[i], string)
                if base + cost < best[i + 1][j + size][0]:
                    best[i + 1][j + size] = (base + cost, size)
    if best[rows][columns][0] > 1e8:
        return None
    read, j = [], columns
    for i in range(rows, 0, -1):
        size = best[i][j][1]
        read.append((true[i - 1], seen[j - size : j]))
        j -= size
    return read[::-1]


def _first_guess(letter: str, string: str) -> float:
    if not string:
        return 6.0
    if fold(letter) == fold(string):
        return 0.3 if letter.islower() == string.islower() else 2.0
    return 4.0 + 3.0 * (len(string) - 1) - (1.0 if fold(letter) in fold(string) else 0.0)


def count_readings(pairs: Counter[Pair], rounds: int = 3) -> Counter[tuple[str, str]]:
    """How often each letter was read as each string; counted on the likeliest alignment, three times over."""
    costs: dict[tuple[str, str], float] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for _ in range(rounds):
        counts = Counter()
        for pair, times in pairs.items():
            if " " in pair.true or " " in pair.seen or len(pair.seen) > 14:
                continue
            for reading in align_letters(pair.true, pair.seen, costs) or ():
                counts[reading] += times
        totals: Counter[str] = Counter()
        for (letter, _), times in counts.items():
            totals[letter] += times
        costs = {
            reading: float(-np.log((times + 0.1) / (totals[reading[0]] + 20)))
            for reading, times in counts.items()
        }  # fmt: skip
    return counts


def estimate_letters(counts: Counter[tuple[str, str]], strength: float = 6.0) -> tuple[str, list[str], Any]:
    """Alphabet, strings, and the cost of each letter read as each string.

    A seldom drawn letter borrows from all letters of its shape (same base letter and case, whatever the marks), and
    those from what was seen at all.
    """
    counts = Counter({reading: times for reading, times in counts.items() if times > 1 or len(reading[1]) < 2})
    letters = sorted({letter for letter, _ in counts} | set(_all_letters()))
    strings = sorted({string for _, string in counts})
    place = {string: row for row, string in enumerate(strings)}
    table = np.zeros((len(strings), len(letters)))
    column = {letter: number for number, letter in enumerate(letters)}
    for (letter, string), times in counts.items():
        table[place[string], column[letter]] += times
    shapes: dict[tuple[str, bool], list[int]] = {}
    for letter in letters:
        shapes.setdefault((fold(letter), letter.isupper()), []).append(column[letter])
    # what any letter is read as: nothing, itself, or any one or more characters
    sizes = np.array([len(string) for string in strings])
    general = np.array([1e-3, 6e-4, 3e-5, 3e-6])[sizes]
    result = np.zeros_like(table)
    for columns in shapes.values():
        pooled = table[:, columns].sum(axis=1)
        prior = general.copy()
        for string in {letters[c] for c in columns} | {fold(letters[c]) for c in columns}:
            if string in place:
                prior[place[string]] = 0.3
        shared = (pooled + strength * prior) / (pooled.sum() + strength)
        for c in columns:
            own = (table[:, c] + strength * shared) / (table[:, c].sum() + strength)
            result[:, c] = (1 - _OTHER_SCANS) * own + _OTHER_SCANS * shared
    costs = np.clip(np.rint(-np.log(np.maximum(result, 1e-12)) * COSTS_PER_NAT), 0, 150).astype(np.uint8)
    # the first column stands for letters outside the alphabet
    return (
        "".join(letters),
        strings,
        np.hstack([np.full((len(strings), 1), 90, np.uint8), costs]),
    )


def _all_letters() -> str:
    lower = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz"
    return lower + lower.upper()


# ---------------------------------------------------------------- words


def true_case(word: str) -> int | None:
    """How `word` is written, None where it is mixed ("TTg")."""
    for case in (LOWER, TITLE, UPPER):
        if word == in_case(word.lower(), case):
            return case
    return None


def known_candidates(
    pairs: Counter[Pair],
    channel: Channel,
    least: int = 2,
    weight: float = 4.0,
    kept: int = 28,
) -> dict[str, list[tuple[int, int, int]]]:
    """Candidates of each piece met `least` times: counted readings of whole words, softened by their letters."""
    drawn: Counter[tuple[int, int]] = Counter()
    read_as: dict[str, Counter[tuple[int, int]]] = {}
    for pair, times in pairs.items():
        case = true_case(pair.true)
        word = channel.number_of.get(usual(pair.true.lower()))
        if case is None or word is None or " " in pair.seen:
            continue
        drawn[word, case] += times
        read_as.setdefault(pair.seen, Counter())[word, case] += times
    candidates: dict[str, list[tuple[int, int, int]]] = {}
    for seen, words in read_as.items():
        if sum(words.values()) < least or seen.isdigit():
            continue
        by_letters = {(word, case): cost for word, case, cost in channel.by_letters(seen)}
        entries = []
        for form in by_letters.keys() | words.keys():
            letters = np.exp(-by_letters.get(form, 120) / COSTS_PER_NAT)
            share = (words[form] + weight * letters) / (drawn[form] + weight)
            share = (1 - _OTHER_SCANS) * share + _OTHER_SCANS * letters
            entries.append(
                (
                    *form,
                    min(255, round(-COSTS_PER_NAT * float(np.log(max(share, 1e-11))))),
                )
            )
        candidates[seen] = sorted(entries, key=lambda entry: channel.rank(entry[0], entry[2]))[:kept]
    return candidates


def native_words(words: Sequence[str], abbreviations: Counter[str], cases: Cases) -> list[int]:
    """Ids of the words that a garbled piece may stand for: Vietnamese syllables, names of the Central Highlands
    ("Đắk", "Krông") and abbreviations in capitals.
    """
    native = []
    for number, word in enumerate(words[len(SPECIAL) :], len(SPECIAL)):
        least = 10 if "đ" in word and len(word) > 2 else 40
        if (
            (len(word) <= 7 and is_syllable(word))
            or (len(word) <= 8 and abbreviations[word.upper()] >= least)
            or (_PLACE.fullmatch(fold(word)) and not word.isascii() and cases.is_name(word))
        ):
            native.append(number)
    return native


# ---------------------------------------------------------------- capitals


@dataclass(frozen=True)
class Cases:
    """How often words stand with a capital and without amid a sentence: "Trà" is a name more often than "tra"."""

    capital: Counter[str]
    small: Counter[str]

    def is_name(self, word: str) -> bool:
        """Is `word` hardly ever written without a capital?"""
        return self.capital[word] >= 60 and self.capital[word] > 20 * self.small[word]

    def costs(self, words: Sequence[str]) -> tuple[Any, Any]:
        """What it costs that each word stands with a capital amid a sentence, and that it stands without."""
        capital = np.array([self.capital[word] for word in words], dtype=float)
        small = np.array([self.small[word] for word in words], dtype=float)
        share = capital.sum() / max(1.0, capital.sum() + small.sum())
        share = min(0.99, max(0.01, share))
        rate = (capital + 4 * share) / (capital + small + 4)
        return tuple(np.rint(-COSTS_PER_NAT * np.log(r)).clip(0, 255).astype(np.uint8) for r in (rate, 1 - rate))


def count_cases(texts: Iterable[str]) -> Cases:
    """Words behind another word, or behind a comma: there a capital is the word's own."""
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for text in texts:
        for word in _AMID.findall(text):
            if word.islower():
                small[usual(word)] += 1
            elif len(word) > 1 and word.istitle():
                capital[usual(word.lower())] += 1
    return Cases(capital, small)


# ---------------------------------------------------------------- all of it


NEAR = ("gazette", "procedures")
"""The collections nearest in kind to the documents that are repaired; they come first."""


def read_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """All texts of all collections in `folder`, each with the name of its collection."""
    for name in (*NEAR, *(name for name in SOURCES if name not in NEAR)):
        for text in read_collection(folder / f"{name}.jsonl.xz"):
            yield name, text


@dataclass(frozen=True)
class Counts:
    """What is counted before the network is trained: the model's arrays but for the network's, and the text as ids."""

    arrays: dict[str, Any]
    ids: Any
    looks: Any
    spans: dict[str, tuple[int, int]]


def build_arrays(
    texts: Callable[[], Iterable[tuple[str, str]]],
    pages: Iterable[Page],
    least: int = 8,
    samples: int = SAMPLES,
) -> dict[str, Any]:
    """The arrays of the repair model from all `texts`, each with the name of its collection, and the misread `pages`.

    `samples` places of the text train the network of neighbours.
    """
    return _with_network(count_arrays(texts, pages, least), samples)


def count_arrays(
    texts: Callable[[], Iterable[tuple[str, str]]], pages: Iterable[Page], least: int = 8, triples: int = 3_600_000
) -> Counts:
    """The trigram model with `triples` trigrams, the channel and the capitals, of words that stand `least` times."""
    counted = count_words((text for _, text in texts()), least)
    spans = _spans(counted, [name for name, _ in texts()])
    near = max((end for name, (_, end) in spans.items() if name in NEAR), default=0)
    abbreviations = Counter(found for _, text in texts() for found in _ABBREVIATION.findall(text))
    cases = count_cases(text for _, text in texts())
    arrays = estimate(counted, triples, near)
    pairs = Counter(pair for page in pages for pair in pairs_of_page(page))
    native = native_words(counted.words, abbreviations, cases)
    arrays |= channel_arrays(counted.words, native, arrays["unigram"].tolist(), pairs)
    arrays["abbreviations"] = _packed(sorted(_true_abbreviations(abbreviations)))
    arrays["capital_costs"], arrays["small_costs"] = cases.costs(counted.words)
    return Counts(arrays, counted.ids, counted.looks, spans)


def _with_network(counts: Counts, samples: int, progress: Progress | None = None) -> dict[str, Any]:
    return counts.arrays | train_context(counts.ids, counts.looks, counts.spans, counts.arrays, samples, progress)


def _kept_counts(kept: Path, count: Callable[[], Counts]) -> Counts:
    """What `count` gives, written to the file `kept`; read from there where a run was broken off later."""
    if not kept.exists():
        counts = count()
        spans = np.frombuffer(json.dumps(counts.spans).encode(), dtype=np.uint8)
        part = kept.with_suffix(".part")
        with part.open("wb") as file:
            np.savez(file, text_ids=counts.ids, text_looks=counts.looks, text_spans=spans, **counts.arrays)
        part.replace(kept)
    with np.load(kept) as found:
        arrays = {name: found[name] for name in found.files if not name.startswith("text_")}
        spans = json.loads(found["text_spans"].tobytes())
        return Counts(arrays, found["text_ids"], found["text_looks"], {name: (a, b) for name, (a, b) in spans.items()})


def _spans(counted: Counted, names: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Where each collection stands in the counted ids, by the names of the texts in their order."""
    ends = np.flatnonzero(counted.ids == BOUNDARY) + 1
    spans: dict[str, tuple[int, int]] = {}
    start = 0
    for name, end in zip(names, ends.tolist(), strict=True):
        spans[name] = (spans.get(name, (start, 0))[0], end)
        start = end
    return spans


def _true_abbreviations(counts: Counter[str]) -> list[str]:
    """Capitals met five times that are no word set in capitals ("NĐ", not "DO")."""
    return [
        found
        for found, times in counts.items()
        if times >= 5 and 2 <= len(found) <= 8 and not is_syllable(found.lower())
    ]


def channel_arrays(
    words: Sequence[str],
    native: Sequence[int],
    common: Sequence[int],
    pairs: Counter[Pair],
) -> dict[str, Any]:
    """The arrays of the channel: words, letters and their readings, pieces and their candidates."""
    alphabet, strings, costs = estimate_letters(count_readings(pairs))
    letters = Letters(alphabet, strings, costs.astype(np.int32))
    channel = Channel(words, np.array(native), common, letters)
    known = known_candidates(pairs, channel)
    entries = [entry for candidates in known.values() for entry in candidates]
    return {
        "words": _packed(words),
        "native": np.array(native, dtype=np.uint16),
        "alphabet": _packed(list(alphabet)),
        "strings": _packed(strings),
        "letter_costs": costs,
        "known": _packed(list(known)),
        "known_counts": np.array([len(candidates) for candidates in known.values()], dtype=np.uint8),
        "known_words": np.array([word for word, _, _ in entries], dtype=np.uint16),
        "known_cases": np.array([case for _, case, _ in entries], dtype=np.uint8),
        "known_costs": np.array([cost for _, _, cost in entries], dtype=np.uint8),
    }


def _packed(texts: Sequence[str]) -> Any:
    return np.frombuffer("\n".join(texts).encode(), dtype=np.uint8)


def train_repair(text_folder: Path, out: Path, pages: int = 700, progress: Progress | None = None) -> str:
    """Build the repair model from the collections in `text_folder` into `out` (a file, or a folder for it).

    Returns the model's sha256, which is also written beside it. Until the model is whole, the pages already read and
    the counts stay in files beside it, where a run that was broken off goes on. Raises ModelError when a collection is
    missing, MissingTool when Tesseract or its English model is.
    """
    tell = progress or (lambda line: None)
    model = out if out.suffix == ".npz" else out / "repair.npz"
    drawn, counted = model.with_suffix(".pages.jsonl"), model.with_suffix(".counts.npz")
    read = kept_pages(drawn, text_folder, pages, progress=lambda done, of: tell(f"pages drawn and read: {done}/{of}"))
    tell("counting words, letters and capitals")
    counts = _kept_counts(counted, lambda: count_arrays(lambda: read_texts(text_folder), read))
    arrays = _with_network(counts, SAMPLES, tell)
    with model.open("wb") as file:
        np.savez(file, **arrays)
    digest = hashlib.sha256(model.read_bytes()).hexdigest()
    model.with_suffix(".sha256").write_text(f"{digest}  {model.name}\n", encoding="ascii")
    drawn.unlink()
    counted.unlink()
    tell(f"{model}: {model.stat().st_size / 1e6:.1f} MB, sha256 {digest}")
    return digest


def main(arguments: Sequence[str]) -> None:
    """`python -m assistant.training.repair TEXT_FOLDER OUT`"""
    folder, out = map(Path, arguments)
    train_repair(folder, out, progress=lambda line: print(line, file=sys.stderr))


if __name__ == "__main__":
    main(sys.argv[1:])
