"""Measure repair on documents that exist clean and garbled, line for line: `python -m eval.repair CLEAN GARBLED`."""

from __future__ import annotations

import argparse
import difflib
import json
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from assistant.documents.repair import MODEL, Repairer, load_repairer
from assistant.language.vietnamese import fold, nfc

WORD = re.compile(r"[^\W\d_]+")
NUMBER = re.compile(r"(?<!\w)\d+(?:[/.,]\d+)*(?!\w)")
_LETTER_SIGNS = re.compile(r"[$¢@#&€£¥§©®%]\d|\d[@#¢&€]")


@dataclass(frozen=True)
class Repaired:
    """What repair made of one document. Syllables count without case; `words` are (confidence, right) of all words."""

    file: str
    syllables: int
    right_before: int
    right_after: int
    numbers_changed: int  # lines where a number of the source is missing, and nothing below explains it
    signs_changed: int  # lines where the digit stands beside a sign read for a letter (¢6 = có)
    figures_read: tuple[bool, ...]  # for each lone figure read as a word ("nhà 6" = "nhà ở"): is it that word?
    seconds: float
    words: tuple[tuple[float, bool], ...]


def syllables(text: str) -> list[str]:
    """The syllables of `text` without case, numbers left out."""
    return WORD.findall(nfc(text).lower())


def matched(true: Sequence[str], given: Sequence[str]) -> int:
    """How many of `true` stand in `given`, in order, by longest matching blocks."""
    return sum(block.size for block in difflib.SequenceMatcher(None, true, given, autojunk=False).get_matching_blocks())


def measure(repairer: Repairer, clean: Path, garbled: Path) -> Repaired:
    """Repair `garbled` and compare it with `clean`, line by line."""
    true, seen = clean.read_text(encoding="utf-8").split("\n"), garbled.read_text(encoding="utf-8").split("\n")
    started = time.process_time()
    repaired = repairer.repair(seen)
    seconds = time.process_time() - started
    total = before = after = changed = signs = 0
    figures: list[bool] = []
    words: list[tuple[float, bool]] = []
    for true_line, seen_line, (text, places) in zip(true, seen, repaired, strict=True):
        expected = syllables(true_line)
        total += len(expected)
        before += matched(expected, syllables(seen_line))
        after += matched(expected, syllables(text))
        as_words = []
        for place in places:
            word = text[place.start : place.end].lower().strip(".:")
            if nfc(seen_line)[place.source_start : place.source_end].isdigit() and WORD.fullmatch(word):
                as_words.append(nfc(seen_line)[place.source_start : place.source_end])
                figures.append(word in expected)
            if WORD.fullmatch(word):
                words.append((place.confidence, word in expected))
        if Counter(NUMBER.findall(seen_line)) - Counter(NUMBER.findall(text)) - Counter(as_words):
            changed += not _LETTER_SIGNS.search(seen_line)
            signs += bool(_LETTER_SIGNS.search(seen_line))
    return Repaired(clean.name, total, before, after, changed, signs, tuple(figures), seconds, tuple(words))


def restored(repairer: Repairer, clean: Path) -> tuple[int, int]:
    """(all, right) syllables of `clean` when its marks are taken away and restored, line by line."""
    total = right = 0
    for line in nfc(clean.read_text(encoding="utf-8")).split("\n"):
        plain = "".join(f.upper() if c.isupper() else f for c, f in zip(line, fold(line), strict=True))
        expected = syllables(line)
        total += len(expected)
        right += matched(expected, syllables(repairer.restore(plain)))
    return total, right


def summary(measured: Sequence[Repaired]) -> dict[str, float]:
    """The figures over all documents."""
    total = sum(document.syllables for document in measured)
    shares = [document.right_after / document.syllables for document in measured]
    return {
        "documents": len(measured),
        "syllables": total,
        "right_before": sum(document.right_before for document in measured) / total,
        "right_after": sum(document.right_after for document in measured) / total,
        "worst_document": min(shares),
        "median_document": median(shares),
        "best_document": max(shares),
        "lines_with_a_number_changed": sum(d.numbers_changed for d in measured),
        "lone_figures_read_as_words": sum(len(d.figures_read) for d in measured),
        "of_them_wrongly": sum(not right for d in measured for right in d.figures_read),
        "lines_with_a_sign_and_digit_read_as_letters": sum(d.signs_changed for d in measured),
        "syllables_per_second": total / max(1e-9, sum(document.seconds for document in measured)),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "model_mb": MODEL.stat().st_size / 1e6,
    }


def calibration(measured: Sequence[Repaired]) -> list[tuple[str, int, float]]:
    """For each tenth of confidence how many words have it and which share of them is right."""
    tenths: dict[int, list[bool]] = {}
    for document in measured:
        for confidence, right in document.words:
            tenths.setdefault(min(9, int(confidence * 10)), []).append(right)
    return [(f"{t / 10:.1f}-{(t + 1) / 10:.1f}", len(r), sum(r) / len(r)) for t, r in sorted(tenths.items())]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; with --json, as JSON."""
    parser = argparse.ArgumentParser(prog="python -m eval.repair", description=__doc__)
    parser.add_argument("clean", type=Path, help="folder of clean text files")
    parser.add_argument("garbled", type=Path, help="folder of the same files as an English OCR model read them")
    parser.add_argument("--third", type=int, choices=(0, 1, 2), help="only every third document, from this one on")
    parser.add_argument("--restore", action="store_true", help="also restore the clean text from its unmarked form")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    files = sorted(options.clean.glob("*.txt"))[options.third :: 3 if options.third is not None else 1]
    started = time.perf_counter()
    repairer = load_repairer()
    loaded = time.perf_counter() - started
    measured = [measure(repairer, file, options.garbled / file.name) for file in files]
    figures = summary(measured) | {"load_seconds": loaded}
    if options.restore:
        counts = [restored(repairer, file) for file in files]
        figures["unmarked_restored"] = sum(right for _, right in counts) / sum(total for total, _ in counts)
    if options.json:
        print(json.dumps(figures, indent=1))
        return 0
    _print(figures, measured)
    return 0


def _print(figures: dict[str, float], measured: Sequence[Repaired]) -> None:
    console, table = Console(), Table("figure", "value", title="Repair")
    for name, value in figures.items():
        table.add_row(name.replace("_", " "), f"{value:.4f}" if value < 10 and value != int(value) else f"{value:,.0f}")
    console.print(table)
    table = Table("confidence", "words", "right", title="Are the confidences true?")
    for tenth, count, share in calibration(measured):
        table.add_row(tenth, f"{count:,}", f"{share:.3f}")
    console.print(table)


if __name__ == "__main__":
    sys.exit(main())
