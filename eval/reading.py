"""Measure how documents are understood on real files: `python -m eval.reading [--shared ../shared] [--only SECTION]`.

metadata  the fields of the practice documents against their manifest
tasks     who leads, who helps and by when, of the first tasks of an appendix, against a transcript made by hand
twins     what is read of a garbled document, beside the same document clean
clean     characters changed in clean text; numbers changed where text was repaired
scans     seconds a page; pages turned by a quarter and by half
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from difflib import SequenceMatcher
from functools import cache
from itertools import islice
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from assistant.documents.ingest import read_document
from assistant.documents.ocr import ReadLine, read_picture
from assistant.documents.pages import page_image, rotated
from assistant.documents.readers import visible
from assistant.language.vietnamese import nfc, same_marks, syllables
from assistant.schema import Document, Line, Metadata, Task
from assistant.settings import Settings
from eval.repair import NUMBER, matched

SHARED = Path(__file__).parents[2] / "shared"
SETTINGS = Settings(ocr_seconds_per_page=600)  # the time is measured, not cut short
ALIKE = 0.95  # of the syllables of two subjects
GAZETTES = 200
TURNS = (90, 180)


@dataclass(frozen=True)
class Figure:
    """One measured value, what is asked of it, and whether it is reached (None: nothing is asked)."""

    name: str
    value: str
    floor: str = ""
    reached: bool | None = None


@dataclass(frozen=True)
class Section:
    """The figures of one section, and in words what was not read right."""

    figures: list[Figure]
    misses: list[str] = field(default_factory=list)


def share(name: str, right: int, total: int, floor: float | None = None) -> Figure:
    """`right` of `total` as a figure; `floor` is the share asked for."""
    said = f"{right} of {total} ({right / max(1, total):.1%})"
    return Figure(name, said) if floor is None else Figure(name, said, f"{floor:.1%}", right >= floor * total)


@cache
def read(path: Path) -> Document:
    """The file, read once for all sections."""
    return read_document(path, SETTINGS)


# ---------------------------------------------------------------- metadata against the manifest


def practice_metadata(shared: Path) -> Section:
    """Seven fields of each practice document. A handwritten number that is not read counts as a miss."""
    right, total = Counter[str](), Counter[str]()
    misses: list[str] = []
    for row in _manifest(shared):
        metadata = read(shared / "documents" / "practice" / row["file"]).metadata
        for name, is_right in FIELDS.items():
            total[name] += 1
            right[name] += is_right(row, metadata)
            if not is_right(row, metadata):
                misses.append(f"{row['file']}: {name}: expected {row[name]!r}, got {getattr(metadata, name)!r}")
    figures = [share(name, right[name], total[name]) for name in FIELDS]
    return Section([*figures, share("all fields", right.total(), total.total(), 0.9)], misses)


def _manifest(shared: Path) -> list[dict[str, str]]:
    with (shared / "documents" / "practice" / "manifest.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def _bare(expected: str) -> str:
    """What the manifest says, without its remarks: "Quyết định (dự thảo)", "(để trống)/SNNMT-KS"."""
    return nfc(re.sub(r"\s*\([^)]*\)", "", expected)).strip()


def is_number(row: dict[str, str], metadata: Metadata) -> bool:
    """The same number and symbol; "/SNNMT-KS" where the number is left blank."""
    return _bare(row["number"]) == (metadata.number or "")


def is_date(row: dict[str, str], metadata: Metadata) -> bool:
    """The same day, or as much of it as the document has in print: the manifest names what is written by hand."""
    iso = "-".join(reversed(_bare(row["issued_on"]).strip("/").split("/")))
    by_hand = re.search(r"(day|date)\b[^;,]*handwritten", row["note"])
    least = {None: iso, "day": iso[:7], "date": iso[:4]}[by_hand and by_hand[1]]
    read_as = metadata.issued_on or ""
    return iso.startswith(read_as) and read_as.startswith(least)


def is_subject(row: dict[str, str], metadata: Metadata) -> bool:
    """The same words but for one in twenty, "V/v" and "Về việc" aside."""
    expected, given = (
        syllables(re.sub(r"^(?:V/v|Về việc)\s", "", said)) for said in (row["subject"], metadata.subject or "")
    )
    return 2 * matched(expected, given) >= ALIKE * (len(expected) + len(given)) > 0


def is_position(row: dict[str, str], metadata: Metadata) -> bool:
    """Each step of the position, in any order; "TM. Ủy ban nhân dân" above them may be left out."""
    expected = sorted(part.lower() for part in _bare(row["position"]).split(", "))
    given = (nfc(metadata.position or "")).lower().split(", ")
    return expected == sorted(part for part in given if not part.startswith("tm."))


def _is_same(name: str) -> Callable[[dict[str, str], Metadata], bool]:
    """The same letters and marks in any case, wherever the mark of a vowel pair stands."""
    return lambda row, metadata: same_marks(_bare(row[name]), getattr(metadata, name) or "")


FIELDS: dict[str, Callable[[dict[str, str], Metadata], bool]] = {
    "number": is_number,
    "issued_on": is_date,
    "kind": _is_same("kind"),
    "issuer": _is_same("issuer"),
    "subject": is_subject,
    "signer": _is_same("signer"),
    "position": is_position,
}

# ---------------------------------------------------------------- tasks against the transcript


def appendix_tasks(shared: Path) -> Section:
    """Of each task of the transcript: is the row found, and are its three cells right?"""
    gold = next((shared / "gold").glob("*.tasks-*.json"))
    seed = next((shared / "documents" / "seeds").glob(f"{gold.name.split('.')[0]}_*"))
    given = {task.number: task for task in reversed(read(seed).tasks)}
    right = 0
    misses: list[str] = []
    expected = json.loads(gold.read_text(encoding="utf-8"))
    for task in expected:
        faults = task_faults(task, given.get(task["number"]))
        right += not faults
        misses.extend(f"task {task['number']}: {fault}" for fault in faults)
    return Section([share("tasks with all three cells right", right, len(expected), 13 / 15)], misses)


def task_faults(expected: Mapping[str, object], task: Task | None) -> list[str]:
    """What is wrong of a task's cells; agencies count in any order, "hằng" and "hàng" as one."""
    if task is None:
        return ["no such row"]
    faults = []
    for name in ("lead", "coordinators", "deadline"):
        wanted, given = (sorted(_listed(said)) for said in (expected[name], getattr(task, name)))
        if len(wanted) != len(given) or not all(
            map(same_marks, *(map(_one_spelling, each) for each in (wanted, given)))
        ):
            faults.append(f"{name}: expected {wanted}, got {given}")
    return faults


def _one_spelling(said: str) -> str:
    """ "hằng tháng" and "hàng tháng" are one."""
    return re.sub(r"\bhằng(?= (?:ngày|tuần|tháng|quý|năm))", "hàng", said, flags=re.IGNORECASE)


def _listed(said: object) -> list[str]:
    return [said] if isinstance(said, str) else list(said or ())  # type: ignore[call-overload]


# ---------------------------------------------------------------- garbled documents beside their clean twins


def twins(shared: Path) -> Section:
    """How much of what is read of each clean document is read of its garbled twin too."""
    right, total = Counter[str](), Counter[str]()
    misses: list[str] = []
    for path in sorted((shared / "data" / "questions" / "docs").glob("*.txt")):
        clean, garbled = read(path), read(path.parent.parent / "docs_garbled" / path.name)
        for name, expected, given in _compared(clean, garbled):
            total[name] += 1
            is_same = bool(expected and given) and says_same(str(expected), str(given))
            right[name] += is_same
            if not is_same:
                misses.append(f"{path.name}: {name}: clean {expected!r}, garbled {given!r}")
    names = [name for name in total if total[name]]
    kept = [name for name in names if name not in ("headings", "rows of tasks")]
    fields_right = share("all fields", sum(right[name] for name in kept), sum(total[name] for name in kept))
    return Section([*(share(name, right[name], total[name]) for name in names), fields_right], misses)


def _compared(clean: Document, garbled: Document) -> Iterator[tuple[str, str | None, str | None]]:
    """What is said of the clean document and of the garbled one, thing by thing; None where nothing is."""
    for part in fields(Metadata):
        expected, given = (_in_words(getattr(document.metadata, part.name)) for document in (clean, garbled))
        if expected or given:
            yield part.name, expected, given
    yield from _aligned("headings", [_heading(clean, at) for at in range(len(clean.outline))],
                        [_heading(garbled, at) for at in range(len(garbled.outline))])  # fmt: skip
    rows = {task.number: _row(task) for task in garbled.tasks if task.number}
    yield from (("rows of tasks", _row(task), rows.get(task.number)) for task in clean.tasks if task.number)


def _in_words(value: object) -> str | None:
    return "; ".join(value) if isinstance(value, tuple) else str(value) if value else None


def _heading(document: Document, at: int) -> str:
    section = document.outline[at]
    return f"{document.line_at(section.start)} {section.level} {section.kind} {section.label}"


def _row(task: Task) -> str:
    return f"{task.number}: {'; '.join(task.lead)} | {'; '.join(task.coordinators)} | {task.deadline}"


def _aligned(name: str, expected: Sequence[str], given: Sequence[str]) -> Iterator[tuple[str, str | None, str | None]]:
    """Two lists side by side: what stands in both, then what only one of them has."""
    for tag, low, high, other_low, other_high in SequenceMatcher(None, expected, given, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from ((name, said, said) for said in expected[low:high])
        else:
            yield from ((name, said, None) for said in expected[low:high])
            yield from ((name, None, said) for said in given[other_low:other_high])


def says_same(expected: str, given: str) -> bool:
    """The same but for one letter in twenty; figures must be the same."""
    figures_alike = re.findall(r"\d+", expected) == re.findall(r"\d+", given)
    return figures_alike and SequenceMatcher(None, expected, given, autojunk=False).ratio() >= ALIKE


# ---------------------------------------------------------------- what repair must leave alone


def untouched(shared: Path) -> Section:
    """Characters changed in clean documents, and numbers changed in those that were repaired."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((shared / "data" / "questions" / "docs").glob("*"))]
    clean = [path for path in sorted((shared / "documents" / "seeds").glob("*")) if read(path).text_layer == "clean"]
    texts += [path.read_text(encoding="utf-8") for path in clean]
    with lzma.open(shared / "data" / "text" / "gazette.jsonl.xz", "rt", encoding="utf-8") as gazette:
        texts += [json.loads(row)["text"] for row in islice(gazette, GAZETTES)]
    changed = sum(_characters_changed(text) for text in texts)
    letters = sum(map(len, texts))
    figures = [
        Figure(f"characters changed of {letters:,} in {len(texts)} clean documents", str(changed), "0", not changed)
    ]
    silent: list[str] = []
    flagged: list[str] = []
    for path in sorted((shared / "documents").glob("*/*")):
        if path.suffix == ".tsv":
            continue
        document = read(path)
        for line in document.lines:
            for seen, is_flagged in numbers_lost(line, document.notes):
                (flagged if is_flagged else silent).append(
                    f"{document.file}:{line.page}:{line.number} {seen} in {line.text!r}"
                )
    figures.append(Figure("numbers changed in silence", str(len(silent)), "0", not silent))
    figures.append(Figure("numbers changed and flagged", str(len(flagged))))
    return Section(figures, [*(f"silent: {said}" for said in silent), *(f"flagged: {said}" for said in flagged)])


def _characters_changed(text: str) -> int:
    """Characters of a text file that are read otherwise than they are seen (NFC, and what no eye sees, aside)."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "van-ban.txt"
        path.write_text(text, encoding="utf-8", newline="")
        lines = read_document(path, SETTINGS).lines
    return sum(
        len(visible(line.source)) + len(line.text) - 2 * matched(visible(line.source), line.text)
        for line in lines
        if visible(line.source) != line.text
    )


def numbers_lost(line: Line, notes: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The numbers of a repaired line's source that its text has not, and whether the reader is told."""
    written = (match[0] for match in NUMBER.finditer(line.source) if not _beside_sign(line.source, match))
    lost = Counter(written) - Counter(NUMBER.findall(line.text))
    for seen in lost.elements() if line.words else ():
        doubtful = any(
            seen in line.source[word.source_start : word.source_end] and word.confidence < SETTINGS.doubtful_below
            for word in line.words
        )
        yield seen, doubtful or any(f"dòng {line.number} (“{seen}”" in note for note in notes)


def _beside_sign(text: str, match: re.Match[str]) -> bool:
    """A digit beside a sign that is read for a letter is no number ("¢6" = "có")."""
    return bool(set("$¢@#&€£¥§©®") & {text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]})


# ---------------------------------------------------------------- scans


def scans(shared: Path) -> Section:
    """Seconds a page of the practice scans; their first pages turned: how many syllables are read as when upright."""
    seconds: list[float] = []
    misses: list[str] = []
    found, total = Counter[int](), Counter[int]()
    for row in _manifest(shared):
        if not row["scan_or_digital"].startswith("scan"):
            continue
        path = shared / "documents" / "practice" / row["file"]
        for page in range(1, int(row["pages"]) + 1):
            image = page_image(path, page, SETTINGS.ocr_dpi)
            started = time.perf_counter()
            upright = _words(read_picture(image, SETTINGS).lines)
            seconds.append(time.perf_counter() - started)
            if page > 1:
                continue
            for turn in TURNS:
                reading = read_picture(rotated(image, turn), SETTINGS)
                found[turn] += matched(upright, _words(reading.lines))
                total[turn] += len(upright)
                if reading.turned != 360 - turn:
                    misses.append(f"{row['file']}: turned by {turn}, turned back by {reading.turned}")
    time_of_page = Figure("seconds a page", f"median {median(seconds):.1f}, slowest {max(seconds):.1f}")
    turned = [share(f"syllables of pages turned by {turn}°", found[turn], total[turn], 0.98) for turn in TURNS]
    return Section([time_of_page, *turned], misses)


def _words(lines: Sequence[ReadLine]) -> list[str]:
    return syllables("\n".join(line.text for line in lines))


# ---------------------------------------------------------------- the command

SECTIONS: dict[str, Callable[[Path], Section]] = {
    "metadata": practice_metadata,
    "tasks": appendix_tasks,
    "twins": twins,
    "clean": untouched,
    "scans": scans,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print each section; 1 when a floor is not reached, 2 when the material is not there."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.reading", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=SHARED, help="folder of the real documents")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS))
    parser.add_argument("--errors", action="store_true", help="also name what was not read right")
    options = parser.parse_args(arguments)
    if not (options.shared / "documents").is_dir():
        print(f"{options.shared}: expected a folder with documents/, gold/ and data/", file=sys.stderr)
        return 2
    all_reached = True
    for name in options.only:
        section = SECTIONS[name](options.shared)
        all_reached &= all(figure.reached is not False for figure in section.figures)
        _print(name, section, errors=options.errors)
    return 0 if all_reached else 1


def _print(name: str, section: Section, *, errors: bool) -> None:
    console, table = Console(), Table(name, "value", "asked", "")
    for figure in section.figures:
        mark = {None: "", True: "reached", False: "not reached"}[figure.reached]
        table.add_row(figure.name, figure.value, figure.floor, mark)
    console.print(table)
    for miss in section.misses if errors else ():
        console.print(f"  {miss}", highlight=False, markup=False)


if __name__ == "__main__":
    sys.exit(main())
