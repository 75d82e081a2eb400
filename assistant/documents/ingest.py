"""The folder in twenty lines: find files, read each into a Document, safely and side by side.

`read_document` is the way of one file: pages of lines (readers), is the text usable (textlayer), else see the page
(ocr) or repair the words (repair), then what the document says it is (metadata, outline, tasks, references).
`read_documents` sends files to child processes with limits of time and memory, so that no file can stop the others.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast

from assistant.documents import ocr, pages
from assistant.documents.child import Child, ChildTooSlow, Reported, Returned, wait_for_news
from assistant.documents.metadata import read_metadata, unread_number
from assistant.documents.ocr import Reading, read_picture
from assistant.documents.outline import read_outline
from assistant.documents.proofread import load_proofreader
from assistant.documents.readers import FilePage, FileText, read_file, visible
from assistant.documents.references import read_references
from assistant.documents.repair import load_repairer
from assistant.documents.tasks import read_tasks
from assistant.documents.textlayer import Judgement, judge, judge_lines
from assistant.documents.typefaces import Typeface, find_typeface, in_unicode
from assistant.errors import AssistantError, EmptyFile, FileTooLarge, MissingTool, ReadError
from assistant.schema import Document, Line, PageLayer, Skipped, TextLayer, Word
from assistant.settings import Settings

Stage = Literal["reading", "ocr", "repair", "structure", "done", "skipped"]


@dataclass(frozen=True)
class Step:
    """How far the reading of a file has come."""

    file: str
    stage: Stage
    done: int = 0  # pages of `total`, where the stage goes page by page
    total: int = 0


Progress = Callable[[Step], None]

# ---------------------------------------------------------------- files

_LEFT_OUT = (".", "~$", "Thumbs.db", "desktop.ini")  # hidden files, Word's lock files, what Windows leaves behind


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The files named by `paths` and those in the folders it names, in one order on every machine.

    Hidden and lock files are left out unless named themselves. Raises ReadError when a path is not there.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = (file for file in path.rglob("*") if file.is_file() and not _is_left_out(file.relative_to(path)))
            found.update(dict.fromkeys(sorted(inside, key=lambda file: file.as_posix())))
        elif path.exists():
            found[path] = None
        else:
            raise ReadError(f"{path}: no such file or folder", f"Không tìm thấy “{path}”.")
    return list(found)


def _is_left_out(path: Path) -> bool:
    return any(part.startswith(_LEFT_OUT) for part in path.parts) or path.name.endswith((".tmp", ".lock"))


# ---------------------------------------------------------------- one file


def read_document(
    path: Path, settings: Settings, name: str | None = None, progress: Progress | None = None
) -> Document:
    """The file at `path`, understood; `name` is shown to people instead of the file's own.

    Raises ReadError. Runs in this process: files from outside belong in `read_documents`.
    """
    shown = name or path.name
    told = progress or (lambda step: None)
    told(Step(shown, "reading"))
    file = read_file(path, settings)
    lines, layers, notes = _read_pages(
        path, file, settings, lambda stage, done, total: told(Step(shown, stage, done, total))
    )
    if not any(line.text.strip() for line in lines):
        raise EmptyFile(f"{shown}: no text", f"“{shown}” không có chữ nào đọc được. {' '.join(notes)}".strip())
    told(Step(shown, "structure"))
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    document = Document(sha256[:16], shown, sha256, file.paged, len(file.pages), _text_layer(layers), lines)
    if number := unread_number(lines):
        notes.append(f"Số văn bản không đọc được rõ trên bản quét (“{number}”), cần đối chiếu với bản gốc.")
    return understand(replace(document, notes=tuple(notes), layers=layers))


def _text_layer(layers: Sequence[PageLayer]) -> TextLayer:
    done = {layer.done for layer in layers}
    return "scan" if "seen" in done else "garbled" if "repaired" in done else "clean"


def understand(document: Document) -> Document:
    """`document` with its metadata, outline, tasks and references read from its lines."""
    document = replace(document, metadata=read_metadata(document.lines))
    document = replace(document, outline=read_outline(document))
    document = replace(document, tasks=read_tasks(document))
    return replace(document, references=read_references(document))


Told = Callable[[Stage, int, int], None]


def _read_pages(
    path: Path, file: FileText, settings: Settings, told: Told
) -> tuple[tuple[Line, ...], tuple[PageLayer, ...], list[str]]:
    """The file's lines, seen or repaired where needed, how each page was judged, and remarks for the user."""
    notes: list[str] = []
    sources = {page.number: page.lines for page in file.pages}
    typeface = find_typeface([line for page in file.pages for line in page.lines])
    if typeface:
        notes.append(f"Chữ theo bảng mã cũ {typeface.name}, đã được chuyển sang Unicode.")
        pages_read = (replace(p, lines=tuple(in_unicode(line, typeface) for line in p.lines)) for p in file.pages)
        file = replace(file, pages=tuple(pages_read))
    judgements = {page.number: judge("\n".join(page.lines)) for page in file.pages}
    seen = _see_pages(path, file, judgements, settings, told, notes)
    lines: list[Line] = []
    suspects: list[bool] = []
    for page in file.pages:
        if page.number in seen:
            read = _ocr_lines(page.number, seen[page.number], settings)
            suspects.extend([False] * len(read))
        else:
            pairs = zip(sources[page.number], page.lines, strict=True)
            read = [_plain_line(page.number, number, *pair, typeface) for number, pair in enumerate(pairs, start=1)]
            suspects.extend(_garbled_lines(page, file.paged, judgements[page.number]))
        lines.extend(read)
    repaired: set[int] = set()
    if any(suspects):
        told("repair", 0, sum(suspects))
        as_they_stood, lines = lines, _repair(lines, suspects)
        repaired = {line.page for line, before in zip(lines, as_they_stood, strict=True) if line is not before}
    if repaired:
        notes.append(_repair_note(sorted(repaired), len(file.pages)))
        notes.extend(_figure_note(lines, file.paged))
    layers = tuple(
        PageLayer(
            number,
            judgement.verdict,
            judgement.reason,
            "seen" if number in seen else "repaired" if number in repaired else "kept",
        )
        for number, judgement in judgements.items()
    )
    return tuple(lines), layers, notes


# ---------------------------------------------------------------- which pages must be seen

_FEW_WORDS = 50  # a text layer with fewer over a scanned page may be only the stamp of a digital signature


def must_be_seen(page: FilePage, judgement: Judgement) -> bool:
    """Does a page's text layer say less than its picture?

    Clean text is used as it is, unless a picture covers the page and the text is no longer than a signature stamp.
    Garbled text is seen again where a picture covers the page; without one, seeing it would only show the same letters.
    """
    covered = page.image_share >= 0.5
    if judgement.verdict in ("missing", "unreadable"):
        return True
    if judgement.verdict == "clean":
        return covered and sum(len(line.split()) for line in page.lines) < _FEW_WORDS
    return covered


def says_more(reading: Reading, page: FilePage, judgement: Judgement) -> bool:
    """Is what OCR read better than the page's text layer? Of a clean layer only where it found more words."""
    words = sum(len(line.split()) for line in page.lines)
    if judgement.verdict == "clean":
        return reading.word_count > words
    return reading.word_count > 0.5 * words


def _see_pages(
    path: Path,
    file: FileText,
    judgements: Mapping[int, Judgement],
    settings: Settings,
    told: Told,
    notes: list[str],
) -> dict[int, Reading]:
    """What OCR reads on the pages that must be seen; a page whose text layer says more is left out."""
    if not file.paged:
        return {}
    wanted = [page for page in file.pages if must_be_seen(page, judgements[page.number])]
    if not wanted:
        return {}
    try:
        ocr.require_tesseract(settings.ocr_language)
    except MissingTool as missing:
        if not any(page.lines for page in file.pages):
            raise
        notes.append(f"{_pages_named([page.number for page in wanted])}: {missing.for_user}")
        return {}
    seen: dict[int, Reading] = {}
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as threads:
        readings = threads.map(lambda page: _see_page(path, page.number, settings), wanted)
        for done, (page, reading) in enumerate(zip(wanted, readings, strict=True), start=1):
            told("ocr", done, len(wanted))
            if isinstance(reading, ReadError):
                notes.append(f"Trang {page.number}: không đọc được. {reading.for_user}")
            elif says_more(reading, page, judgements[page.number]):
                seen[page.number] = reading
                if reading.turned:
                    notes.append(f"Trang {page.number}: bản quét bị xoay, đã tự xoay lại để đọc.")
            elif not page.lines:
                notes.append(f"Trang {page.number}: trang trắng.")
    return seen


def _see_page(path: Path, number: int, settings: Settings) -> Reading | ReadError:
    """What OCR reads on a page, or why it cannot: one bad page does not lose the others."""
    try:
        return read_picture(pages.page_image(path, number, settings.ocr_dpi), settings)
    except ReadError as error:
        return error


def _pages_named(numbers: Sequence[int]) -> str:
    return f"Trang {', '.join(map(str, numbers))}"


# ---------------------------------------------------------------- lines


def _ocr_lines(page: int, reading: Reading, settings: Settings) -> list[Line]:
    """The lines that OCR read, Vietnamese marks mended; `source` is what it read."""
    sources = [line.text for line in reading.lines]
    texts = load_proofreader().proofread(sources) if "vie" in settings.ocr_language else sources
    return [
        Line(page, number, line.text, text, boxes=line.boxes)
        for number, (line, text) in enumerate(zip(reading.lines, texts, strict=True), start=1)
    ]


def _plain_line(page: int, number: int, source: str, line: str, typeface: Typeface | None) -> Line:
    """The line `source`, which reads as `line`: the same, or in Unicode where it was typed for `typeface`."""
    text = visible(line)
    if len(text) == len(source):
        return Line(page, number, source, text)
    in_old = typeface if line != source else None
    return Line(page, number, source, text, _words_kept(source, text, in_old.to_unicode if in_old else str))


def _words_kept(source: str, text: str, read: Callable[[str], str]) -> tuple[Word, ...]:
    """Each word of `text` with the word of `source` it came from, where letters were joined or left out between."""
    words, at, source_at = [], 0, 0
    for piece in source.split():
        source_at = source.index(piece, source_at)
        for shown in visible(read(piece)).split():
            at = text.index(shown, at)
            words.append(Word(at, at + len(shown), source_at, source_at + len(piece)))
            at += len(shown)
        source_at += len(piece)
    return tuple(words)


def _garbled_lines(page: FilePage, paged: bool, judgement: Judgement) -> list[bool]:
    """Which lines are to be repaired: all of a garbled page; in files without pages, each as its surroundings are."""
    verdicts = [judgement.verdict] * len(page.lines) if paged else judge_lines(page.lines)
    return [
        verdict in ("garbled", "unmarked") and not _IN_ADDRESS.fullmatch(line.strip())
        for verdict, line in zip(verdicts, page.lines, strict=True)
    ]


# A piece of a web address that goes on over lines: "hoc-thuc-hanh-nghe-180.html."
_IN_ADDRESS = re.compile(r"\S*(?:[a-z0-9]+-){3,}\S*")


def _repair(lines: Sequence[Line], suspects: Sequence[bool]) -> list[Line]:
    """`lines` with every run of suspect lines repaired; a run in which nothing was wrong stays as it stands."""
    repairer = load_repairer()
    repaired, at = list(lines), 0
    while at < len(lines):
        end = at
        while end < len(lines) and suspects[end]:
            end += 1
        run = repairer.repair([line.text for line in lines[at:end]]) if end > at else []
        if any(text.split() != line.text.split() for line, (text, _) in zip(lines[at:end], run, strict=True)):
            for index, (text, words) in enumerate(run, start=at):
                repaired[index] = _repaired_line(lines[index], text, words)
        at = end + 1
    return repaired


def _repaired_line(line: Line, text: str, words: tuple[Word, ...]) -> Line:
    """`line` with its repaired text; word offsets are carried on to `source` where invisible letters were left out.

    A line without words is left as it is, blanks and all.
    """
    if not words and text.split() == line.text.split():
        return line
    if line.words or len(line.text) != len(line.source):
        ranges = [line.source_range(word.source_start, word.source_end) for word in words]
        words = tuple(
            replace(word, source_start=low, source_end=high) for word, (low, high) in zip(words, ranges, strict=True)
        )
    return replace(line, text=text, words=words)


def _repair_note(numbers: Sequence[int], pages_of_file: int) -> str:
    where = "Văn bản" if len(numbers) == pages_of_file else _pages_named(numbers)
    return f"{where}: lớp chữ bị lỗi dấu tiếng Việt, đã được phục hồi tự động."


_MOST_NAMED = 20  # places that a note names


def _figure_note(lines: Sequence[Line], paged: bool) -> list[str]:
    """Which figures were read as words, for the reader to check."""
    found = [
        f"{f'trang {line.page} ' if paged else ''}dòng {line.number} (“{seen}” → “{read}”)"
        for line in lines
        for word in line.words
        if (figures := _figures(seen := line.source[word.source_start : word.source_end]))
        and (seen.isdigit() or len(figures) > 1)
        and figures != _figures(read := line.text[word.start : word.end])
    ]
    more = f" và {len(found) - _MOST_NAMED} chỗ khác" if len(found) > _MOST_NAMED else ""
    return [f"Chữ số đọc thành chữ, cần đối chiếu: {', '.join(found[:_MOST_NAMED])}{more}."] if found else []


def _figures(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


# ---------------------------------------------------------------- many files, in child processes


def read_documents(
    paths: Iterable[Path], settings: Settings, progress: Progress | None = None
) -> Iterator[Document | Skipped]:
    """Each file of `paths` as a Document, or as Skipped with the reason, in the order of `paths`.

    Files are read side by side in child processes with the limits of `settings`; a file that crashes its process,
    runs past `read_seconds` or fills `read_memory_mb` is Skipped and the others go on.
    """
    files = list(paths)
    waiting, results = deque(enumerate(files)), dict[int, Document | Skipped]()
    children = [Child(settings.read_memory_mb) for _ in range(_child_count(settings, files))]
    reading: dict[Child, int] = {}
    try:
        for following in range(len(files)):
            while following not in results:
                for child in children:
                    if waiting and not child.is_busy:
                        reading[child], path = waiting.popleft()
                        child.start(_read_one, path, settings, seconds=settings.read_seconds)
                wait_for_news(children)
                for child in children:
                    _take_news(child, reading.get(child, 0), files, settings, results, progress or (lambda step: None))
            yield results.pop(following)
    finally:
        for child in children:
            child.stop()


def _child_count(settings: Settings, files: Sequence[Path]) -> int:
    """A child takes half a second to start: a few small files need only one."""
    most = settings.workers or os.cpu_count() or 1
    size = sum(path.stat().st_size for path in files if path.exists())
    return max(1, min(most, len(files), 1 + size // 200_000))


def _read_one(report: Progress, path: Path, settings: Settings) -> Document:
    return read_document(path, settings, progress=report)


def _take_news(
    child: Child,
    index: int,
    files: Sequence[Path],
    settings: Settings,
    results: dict[int, Document | Skipped],
    told: Progress,
) -> None:
    news = child.news()
    if isinstance(news, Reported):
        told(cast(Step, news.value))
    elif isinstance(news, Returned):
        results[index] = news.value
        told(Step(files[index].name, "done"))
    elif news:
        results[index] = skipped(files[index], _as_ours(news.error, files[index], settings))
        told(Step(files[index].name, "skipped"))


def skipped(path: Path, error: AssistantError) -> Skipped:
    """`error` as what is told of a file that could not be read."""
    return Skipped(path.name, f"{type(error).__name__}: {error}", error.for_user)


def _as_ours(error: BaseException, path: Path, settings: Settings) -> AssistantError:
    """Whatever a hostile file made its reader raise, as one of our errors."""
    if isinstance(error, AssistantError):
        return error
    if isinstance(error, ChildTooSlow):
        return FileTooLarge(
            f"{path.name}: not read in {settings.read_seconds:g} s",
            f"Đọc “{path.name}” quá {settings.read_seconds:g} giây nên đã dừng. Hãy chia nhỏ tệp.",
        )
    if isinstance(error, MemoryError):
        return FileTooLarge(
            f"{path.name}: needs more than {settings.read_memory_mb} MB",
            f"“{path.name}” cần quá nhiều bộ nhớ để đọc. Hãy chia nhỏ tệp.",
        )
    return pages.broken(path, f"{type(error).__name__}: {error}")
