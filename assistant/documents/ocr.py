"""Read the words of a page picture with Tesseract, upside-down and rotated pages too.

Tesseract runs as a child process with a time limit, one thread each; pages are read side by side on the cores.
"""

from __future__ import annotations

import fcntl
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, radians, sin
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.documents.layout import (
    GUTTER,
    Box,
    PageLine,
    PageWord,
    Table,
    around,
    columns_apart,
    find_tables,
    with_tables,
)
from assistant.documents.pages import (
    cropped,
    find_skew,
    ink_box,
    is_blank,
    rotated,
    rules_of_image,
    stacked,
    straightened,
    to_pnm,
    without_rules,
)
from assistant.documents.signature import opens_recipients
from assistant.errors import BrokenFile, FileTooLarge, MissingTool
from assistant.language.vietnamese import CAPITAL, fold, nfc
from assistant.schema import WordBox
from assistant.settings import Settings

if TYPE_CHECKING:
    from PIL.Image import Image

POOR = 60.0  # mean confidence (0..100) under which a reading may be of a turned page
LEVEL = 0.25  # degrees of skew over which ruled lines break into pieces
TILTED = 1.0  # degrees of skew that Tesseract does not cope with; turning a picture blurs its letters a little
MARGIN = 0.003  # inside the rules of a cell
BARS = ("|", "||", "¦", "]", "[")
SURE = 50.0  # a word without a letter or figure is kept only above this


@dataclass(frozen=True)
class ReadLine:
    """One line read from a picture, or one row of a table, with the place of each of its words."""

    text: str
    boxes: tuple[WordBox, ...]


@dataclass(frozen=True)
class Reading:
    """The lines of a page, the mean confidence of its words (0..100), and how far it was turned to be read."""

    lines: tuple[ReadLine, ...] = ()
    confidence: float = 0.0
    turned: int = 0

    @property
    def word_count(self) -> int:
        """How many words were read."""
        return sum(len(line.boxes) for line in self.lines)


def require_tesseract(language: str) -> None:
    """Raise MissingTool, saying what to install, when Tesseract or its model of `language` is missing."""
    languages = installed_languages()
    if languages is None:
        raise MissingTool(
            "tesseract: not found on PATH",
            "Máy chủ chưa cài Tesseract nên không đọc được bản quét. "
            "Hãy cài hai gói tesseract-ocr và tesseract-ocr-vie rồi đưa lại tệp.",
        )
    missing = [name for name in language.split("+") if name not in languages]
    if missing:
        raise MissingTool(
            f"tesseract: expected language {', '.join(missing)}, got {', '.join(sorted(languages))}",
            f"Tesseract thiếu dữ liệu ngôn ngữ “{', '.join(missing)}” nên không đọc được bản quét. "
            f"Hãy cài gói {', '.join(f'tesseract-ocr-{name}' for name in missing)} rồi đưa lại tệp.",
        )


@lru_cache(maxsize=1)
def installed_languages() -> frozenset[str] | None:
    """The languages Tesseract can read; None where there is no Tesseract."""
    try:
        listing = subprocess.run(["tesseract", "--list-langs"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return frozenset(listing.stdout.decode("utf-8", "replace").split("\n")[1:]) - {""}


def read_picture(image: Image, settings: Settings) -> Reading:
    """The lines of a page picture, from top to bottom; none for a blank page.

    Raises MissingTool, FileTooLarge past `settings.ocr_seconds_per_page`, BrokenFile when Tesseract fails.
    """
    require_tesseract(settings.ocr_language)
    if is_blank(image):
        return Reading()
    deadline = time.monotonic() + settings.ocr_seconds_per_page
    with core():
        upright = _read(image, settings, deadline)
        if upright.word_count >= 5 and upright.confidence >= POOR and not _lies_on_side(upright, image):
            return upright
        turn = _orientation(image, settings, deadline)
        if not turn:
            return upright
        turned = _turned_back(_read(rotated(image, turn), settings, deadline), turn)
    better = turned.word_count * turned.confidence > upright.word_count * upright.confidence
    return turned if better or _lies_on_side(upright, image) else upright


LONG_WORD = 4  # letters from which a word is wider than high


def _lies_on_side(reading: Reading, image: Image) -> bool:
    """Are most long words higher than wide? Tesseract reads lines of a page that lies on its side, but not all."""
    long = [box for line in reading.lines for box in line.boxes if box.end - box.start >= LONG_WORD]
    standing = [box for box in long if (box.bottom - box.top) * image.height > (box.right - box.left) * image.width]
    return len(standing) > len(long) / 2


def _tesseract(image: Image, arguments: list[str], settings: Settings, deadline: float) -> str:
    command = ["tesseract", "stdin", "stdout", "--dpi", str(settings.ocr_dpi), *arguments]
    try:
        done = subprocess.run(
            command,
            input=to_pnm(image),
            capture_output=True,
            timeout=max(0.1, deadline - time.monotonic()),
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileTooLarge(
            f"tesseract: expected a page in {settings.ocr_seconds_per_page:g} s, got none",
            "Có trang quét quá phức tạp, nhận dạng quá thời gian cho phép. Hãy quét lại ở 300 dpi, đen trắng.",
        ) from error
    if done.returncode:
        fault = done.stderr.decode("utf-8", "replace").strip()[-200:]
        raise BrokenFile(f"tesseract: {fault or f'exit code {done.returncode}'}")
    return done.stdout.decode("utf-8", "replace")


def _read(image: Image, settings: Settings, deadline: float) -> Reading:
    """One page as it lies: made level, its ruled tables found, its words read and put into lines and rows."""
    skew = find_skew(image)
    level = straightened(image, skew) if abs(skew) >= LEVEL else image
    rules = rules_of_image(level)
    tables = find_tables(rules)
    if not tables and abs(skew) < TILTED:
        level = image
    cleared = without_rules(level, rules) if tables else level
    lines, confidence = parse_tsv(_words(cleared, "3", settings, deadline), level.width, level.height)
    lines = form_apart(lines)
    lines += _unread_name(level, lines, settings, deadline)
    if tables:
        lines = sorted(with_tables(lines, tables), key=lambda line: min(word.box.top for word in line.words))
        missed = _missed_words(cleared, lines, tables, settings, deadline)
        if missed:
            lines = with_tables([*lines, *missed], tables)
    if level is not image:
        lines = [_tilted_back(line, skew, image.width / image.height) for line in lines]
    return Reading(tuple(map(_read_line, lines)), confidence)


_HEAD_ENDS = re.compile(r"kinh gui|\W*(?:i|1)\. |can cu |thuc hien |dieu 1")
_HEAD_LINES = 25  # no head of the form is longer


def form_apart(lines: Sequence[PageLine]) -> list[PageLine]:
    """The lines of a page with the two columns of the form's head, and of its signature, one after the other.

    In the head the motto and the date come first, so that nothing stands between the matter of a letter and its body.
    """
    folded = [fold(line.text) for line in lines]
    motto = next((at for at, text in enumerate(folded[:12]) if re.search("cong h|viet nam$|hanh phuc$", text)), None)
    signed = next((at for at, line in enumerate(lines) if _opens_signature(line)), len(lines))
    if motto is None:
        head = 0
    else:
        ends = (at for at in range(motto + 1, min(signed, _HEAD_LINES)) if _ends_head(lines[at], folded[at]))
        head = next(ends, 0)
    return [*columns_apart(lines[:head], right_first=True), *lines[head:signed], *columns_apart(lines[signed:])]


def _opens_signature(line: PageLine) -> bool:
    """The line "Nơi nhận:" with or without the other column behind it."""
    return opens_recipients(line.text) or opens_recipients(" ".join(word.text for word in line.words[:2]))


def _ends_head(line: PageLine, folded: str) -> bool:
    """Is a line below the form's columns: to whom a letter goes, the kind in the middle of the page, the body?"""
    box = around([word.box for word in line.words])
    gaps = [after.box.left - before.box.right for before, after in pairwise(line.words)]
    whole = max(gaps, default=0.0) < GUTTER
    is_title = line.text.isupper() and whole and 0.45 < box.centre < 0.58 and 0.25 < box.left < 0.5
    return bool(_HEAD_ENDS.match(folded)) or is_title


_NAME = re.compile(rf"(?:{CAPITAL}[^\W\d_A-Z]*(?: |$)){{2,5}}")
_SIGNED_RIGHT = 0.45  # where the column of the signature begins
_SPACE_TO_SIGN = 0.3  # of the page's height: the name stands no further below the office


def _unread_name(image: Image, lines: Sequence[PageLine], settings: Settings, deadline: float) -> list[PageLine]:
    """The name of the signer, where a signature ends with the office: Tesseract takes a name below a seal and a
    signature for a part of the picture, unless it is shown that part of the page alone."""
    signed = next((at for at, line in enumerate(lines) if _opens_signature(line)), len(lines))
    beside = [line for line in lines[signed:] if line.words[0].box.left > _SIGNED_RIGHT]
    if not beside or _NAME.fullmatch(beside[-1].text):
        return []
    top = max(word.box.bottom for word in beside[-1].words)
    space = Box(_SIGNED_RIGHT, top, 1.0, min(1.0, top + _SPACE_TO_SIGN))
    if top >= 1 or ink_box(image, space) is None:
        return []
    part = cropped(image, space)
    read, _ = parse_tsv(_words(part, "6", settings, deadline), part.width, part.height)
    names = [line for line in read if _NAME.fullmatch(line.text)]
    return [PageLine((tuple(_within(space, word) for word in line.words),)) for line in names[-1:]]


def _within(part: Box, word: PageWord) -> PageWord:
    """A word of a part of the page where it stands on the page."""
    wide, high, box = part.right - part.left, part.bottom - part.top, word.box
    return PageWord(
        word.text,
        Box(
            part.left + box.left * wide,
            part.top + box.top * high,
            part.left + box.right * wide,
            part.top + box.bottom * high,
        ),
    )


def _words(image: Image, layout: str, settings: Settings, deadline: float) -> str:
    return _tesseract(image, ["-l", settings.ocr_language, "--psm", layout, "tsv"], settings, deadline)


def _missed_words(
    image: Image, lines: Sequence[PageLine], tables: Sequence[Table], settings: Settings, deadline: float
) -> list[PageLine]:
    """What stands in table cells where nothing was read: Tesseract leaves out figures that stand alone in a column.

    The cells are put one under the other on a sheet, which is read as one block of text.
    """
    words = [word for line in lines for word in line.words]
    empty = [box for table in tables for box in _empty_cells(table, words)]
    inked = [(box, cropped(image, box)) for cell in empty if (box := ink_box(image, cell))]
    if not inked:
        return []
    gap = 30
    sheet = stacked([crop for _, crop in inked], gap)
    read, _ = parse_tsv(_words(sheet, "6", settings, deadline), sheet.width, sheet.height, bar="1")
    found: list[PageLine] = []
    top = gap
    for box, crop in inked:
        inside = [
            word for line in read for word in line.words if top <= word.box.middle * sheet.height < top + crop.height
        ]
        found.extend(PageLine(((_moved(word, sheet, image, box, gap, top),),)) for word in inside)
        top += crop.height + gap
    return found


def _empty_cells(table: Table, words: Sequence[PageWord]) -> Iterator[Box]:
    filled = {table.place_of(word.box) for word in words}
    for row, (_, _, edges) in enumerate(table.rows):
        for column in range(len(edges) - 1):
            if len(edges) > 2 and (row, column) not in filled:
                box = table.cell_box(row, column)
                yield Box(box.left + MARGIN, box.top + MARGIN, box.right - MARGIN, box.bottom - MARGIN)


def _moved(word: PageWord, sheet: Image, image: Image, cell: Box, gap: int, top: int) -> PageWord:
    """A word of the sheet where it stands on the page."""
    across = [cell.left + (x * sheet.width - gap) / image.width for x in (word.box.left, word.box.right)]
    down = [cell.top + (y * sheet.height - top) / image.height for y in (word.box.top, word.box.bottom)]
    return PageWord(word.text, Box(across[0], down[0], across[1], down[1]))


def _tilted_back(line: PageLine, skew: float, ratio: float) -> PageLine:
    """The words of a levelled page where they stand on the page as it lies; `ratio` is its width by its height."""
    sine, cosine = sin(radians(skew)), cos(radians(skew))

    def back(word: PageWord) -> PageWord:
        x, y = (word.box.centre - 0.5) * ratio, word.box.middle - 0.5
        right, down = (
            (x * cosine - y * sine) / ratio + 0.5 - word.box.centre,
            x * sine + y * cosine + 0.5 - word.box.middle,
        )
        box = word.box
        return PageWord(word.text, Box(box.left + right, box.top + down, box.right + right, box.bottom + down))

    return PageLine(tuple(tuple(map(back, cell)) for cell in line.cells))


def _read_line(line: PageLine) -> ReadLine:
    boxes = (WordBox(start, end, box.left, box.top, box.right, box.bottom) for start, end, box in line.places())
    return ReadLine(line.text, tuple(boxes))


def _orientation(image: Image, settings: Settings, deadline: float) -> int:
    """How far the page must be turned clockwise to stand upright, as Tesseract's script detection sees it."""
    if "osd" not in (installed_languages() or ()):
        return 0
    try:
        told = _tesseract(image, ["-l", "osd", "--psm", "0"], settings, deadline)
    except BrokenFile:  # too few letters to tell
        return 0
    found = re.search(r"Rotate: (\d+)", told)
    return int(found.group(1)) % 360 if found else 0


def parse_tsv(table: str, width: int, height: int, bar: str = "") -> tuple[list[PageLine], float]:
    """Tesseract's table of words (rows of level 5: block, paragraph, line, place, confidence, text) as lines.

    Also the mean confidence. Specks read as punctuation with little confidence are left out, and so are lines that are
    nothing but pieces of seals and signatures. A bar by itself is a piece of a ruled line, or the figure 1 where it
    stands alone in a cell: `bar` is what it reads as.
    """
    lines: dict[tuple[str, ...], list[tuple[PageWord, float]]] = {}
    for row in table.split("\n")[1:]:
        cells = row.split("\t", 11)
        if len(cells) < 12 or cells[0] != "5":
            continue
        word, confidence = nfc(cells[11].strip()), float(cells[10])
        word = bar if word in BARS else word
        if not word or (confidence < SURE and not any(map(str.isalnum, word))):
            continue
        left, top, wide, high = map(int, cells[6:10])
        box = Box(left / width, top / height, (left + wide) / width, (top + high) / height)
        lines.setdefault(tuple(cells[2:5]), []).append((PageWord(word, box), confidence))
    kept = [words for words in lines.values() if _says_something(words)]
    confidences = [confidence for words in kept for _, confidence in words]
    mean = sum(confidences) / len(confidences) if confidences else 0.0
    return [PageLine((tuple(word for word, _ in words),)) for words in kept], mean


def _says_something(words: Sequence[tuple[PageWord, float]]) -> bool:
    """Is a line read with some confidence, as a whole or in one of its longer words?"""
    mean = sum(confidence for _, confidence in words) / len(words)
    return mean >= SURE or any(confidence >= SURE and len(word.text) > 2 for word, confidence in words)


def _turned_back(reading: Reading, turn: int) -> Reading:
    """The same reading with its boxes where they stand on the page as it lies in the file."""
    lines = tuple(
        ReadLine(line.text, tuple(_box_turned_back(box, turn) for box in line.boxes)) for line in reading.lines
    )
    return Reading(lines, reading.confidence, turn)


def _box_turned_back(box: WordBox, turn: int) -> WordBox:
    if turn == 180:
        place = (1 - box.right, 1 - box.bottom, 1 - box.left, 1 - box.top)
    elif turn == 90:  # was turned clockwise: its left is the file's bottom
        place = (box.top, 1 - box.right, box.bottom, 1 - box.left)
    else:
        place = (1 - box.bottom, box.left, 1 - box.top, box.right)
    return WordBox(box.start, box.end, *place)


# ---------------------------------------------------------------- one page a core

_SLOTS = Path(tempfile.gettempdir()) / f"assistant-ocr-{os.getuid()}"


@contextmanager
def core() -> Iterator[None]:
    """Hold one of the machine's cores while a page is read, whichever process asks.

    Lock files rather than a semaphore: the system lets go of them when a process is killed.
    """
    _SLOTS.mkdir(mode=0o700, exist_ok=True)
    while True:
        for number in range(os.cpu_count() or 1):
            with (_SLOTS / f"core-{number}").open("w") as slot:
                try:
                    fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                yield
                return
        time.sleep(0.02)
