"""From a file's bytes to pages of lines as they stood: PDF, Word, OpenDocument, text, HTML, pictures.

What a file is, its content says; its name is only asked where content cannot tell. The only module that knows
pypdf and python-docx.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal

from assistant.documents.layout import CELL
from assistant.documents.pages import (
    PdfPage,
    broken,
    check_page_count,
    count_image_pages,
    read_pdf,
)
from assistant.documents.typefaces import find_typeface
from assistant.errors import BrokenFile, EmptyFile, EncryptedFile, FileTooLarge, MissingTool, UnsupportedFormat
from assistant.settings import Settings

Format = Literal["pdf", "image", "docx", "odt", "doc", "rtf", "html", "text"]

MAX_UNPACKED = 400_000_000  # bytes that a DOCX or ODT may unpack to
TOOL_SECONDS = 120  # for LibreOffice and antiword


@dataclass(frozen=True)
class FilePage:
    """The lines of one page as they stood; None where the page is only a picture to be read."""

    number: int  # from 1
    lines: tuple[str, ...]
    image_share: float = 0.0  # how much of the page pictures cover; 1 for a picture


@dataclass(frozen=True)
class FileText:
    """What a file holds before anything is judged or repaired."""

    format: Format
    paged: bool
    pages: tuple[FilePage, ...]


def read_file(path: Path, settings: Settings) -> FileText:
    """The pages and lines of `path`.

    Raises ReadError: EmptyFile, FileTooLarge, EncryptedFile, BrokenFile, UnsupportedFormat, MissingTool.
    """
    format = find_format(path, settings)
    if format == "pdf":
        return FileText(format, True, tuple(_pdf_pages(path, settings)))
    if format == "image":
        count = count_image_pages(path, settings.max_pages)
        return FileText(format, True, tuple(FilePage(number, (), 1.0) for number in range(1, count + 1)))
    lines = {
        "docx": _docx_lines,
        "odt": _odt_lines,
        "doc": _doc_lines,
        "rtf": _doc_lines,
        "html": _html_lines,
        "text": _text_lines,
    }[format](path)
    return FileText(format, False, (FilePage(1, tuple(lines)),))


# ---------------------------------------------------------------- which format

_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"GIF8", b"RIFF")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|meta|table|div|p)\b", re.I | re.S
)


def find_format(path: Path, settings: Settings) -> Format:
    """What kind of file `path` is, by its first bytes.

    Raises EmptyFile, FileTooLarge, EncryptedFile (Office files with a password), UnsupportedFormat, BrokenFile.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise BrokenFile(f"{path.name}: {error.strerror}", f"Không mở được tệp “{path.name}”.") from error
    if not size:
        raise EmptyFile(f"{path.name}: 0 bytes", f"Tệp “{path.name}” không có nội dung.")
    if size > settings.max_file_mb * 1_000_000:
        raise FileTooLarge(
            f"{path.name}: expected at most {settings.max_file_mb} MB, got {size / 1e6:.0f}",
            f"“{path.name}” lớn hơn {settings.max_file_mb} MB. Hãy chia nhỏ tệp.",
        )
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_IMAGES) and not (head[:4] == b"RIFF" and head[8:12] != b"WEBP"):
        return "image"
    if head.startswith(b"PK\x03\x04"):
        return _zip_format(path)
    if head.startswith(_OLE):
        return _ole_format(path)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "html"
    if path.suffix.lower() == ".pdf" and not head.isascii():
        return "pdf"  # without its signature: the reader says what is wrong with it
    if _is_binary(head):
        raise unsupported(path)
    return "html" if path.suffix.lower() in (".html", ".htm", ".xhtml") else "text"


def unsupported(path: Path) -> UnsupportedFormat:
    """The error for a kind of file that is not read."""
    return UnsupportedFormat(
        f"{path.name}: expected PDF, DOCX, DOC, ODT, TXT, HTML or a picture, got {path.suffix or 'unknown bytes'}",
        f"Định dạng của “{path.name}” chưa được hỗ trợ. Hãy chuyển sang PDF, DOCX hoặc TXT.",
    )


def _is_binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or _utf16_without_mark(head):
        return False
    return len(re.findall(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", head)) > 0.02 * len(head)


def _zip_format(path: Path) -> Format:
    with _package(path) as package:
        names = set(package.namelist())
        if "word/document.xml" in names:
            return "docx"
        if {"content.xml", "mimetype"} <= names and b"opendocument.text" in package.read("mimetype"):
            return "odt"
    raise unsupported(path)


def _ole_format(path: Path) -> Format:
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise EncryptedFile(
            f"{path.name}: an Office file with a password",
            f"“{path.name}” được bảo vệ bằng mật khẩu. Hãy gỡ mật khẩu rồi đưa lại tệp.",
        )
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    raise unsupported(path)


def _package(path: Path) -> zipfile.ZipFile:
    """The ZIP file, once its unpacked size is known to be harmless."""
    try:
        package = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise broken(path, str(error)) from error
    if sum(info.file_size for info in package.infolist()) > MAX_UNPACKED:
        package.close()
        raise FileTooLarge(
            f"{path.name}: unpacks to more than {MAX_UNPACKED} bytes",
            f"“{path.name}” khi giải nén quá lớn. Hãy chia nhỏ tệp.",
        )
    return package


# ---------------------------------------------------------------- PDF


def _pdf_pages(path: Path, settings: Settings) -> list[FilePage]:
    """The text layer through pdfium, through pypdf where pdfium cannot open the file.

    Measured on real plans and gazettes: pdfium keeps words whole where pypdf cuts them at kerning ("v ăn bản quy
    ph ạm"), and is about ten times as fast.
    """
    try:
        pages = read_pdf(path, settings.max_pages)
    except BrokenFile as error:
        pages = _read_with_pypdf(path, settings.max_pages, error)
    if not pages:
        raise EmptyFile(f"{path.name}: no pages", f"Tệp “{path.name}” không có trang nào.")
    return [FilePage(page.number, page.lines, page.image_share) for page in pages]


def _read_with_pypdf(path: Path, max_pages: int, why: BrokenFile) -> list[PdfPage]:
    import logging

    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every flaw of a broken file
    try:
        reader = PdfReader(path)
        check_page_count(path, len(reader.pages), max_pages)
        return [
            PdfPage(number, tuple(page.extract_text().split("\n")), 0.0)
            for number, page in enumerate(reader.pages, start=1)
        ]
    except (FileNotDecryptedError, DependencyError) as error:
        raise EncryptedFile(
            f"{path.name}: a password is needed",
            f"“{path.name}” được bảo vệ bằng mật khẩu. Hãy gỡ mật khẩu rồi đưa lại tệp.",
        ) from error
    except FileTooLarge:
        raise
    except (PyPdfError, Exception) as error:  # hostile files raise anything: TypeError, AssertionError, RecursionError
        raise why from error


# ---------------------------------------------------------------- Word and OpenDocument

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _docx_lines(path: Path) -> list[str]:
    """Paragraphs and tables in document order, headers first; what is deleted, hidden or an instruction stays out."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    _package(path).close()
    try:
        document = docx.Document(str(path))
        labels = _list_labels(document)
        lines = _page_furniture(document, labels)
        lines.extend(_blocks(document.element.body, labels))
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, TypeError, SyntaxError, OSError) as error:
        raise broken(path, str(error)) from error
    return lines


def _page_furniture(document: Any, labels: Labels) -> list[str]:
    """The texts of page headers, once each; page numbers are no text."""
    lines: dict[str, None] = {}
    for section in document.sections:
        for header in (section.first_page_header, section.header):
            if not header.is_linked_to_previous:
                seen = _blocks(header._element, labels)
                lines.update(dict.fromkeys(line for line in seen if re.search(r"[^\W\d]", line)))
    return list(lines)


def _blocks(parent: Any, labels: Labels) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{_W}p":
            yield from _paragraph(child, labels)
        elif child.tag == f"{_W}tbl":
            yield from _table(child, labels)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}smartTag"):
            yield from _blocks(child, labels)


def _table(table: Any, labels: Labels) -> Iterator[str]:
    """A row on a line, cells between bars; the cells of a table that only places text are read one after the other."""
    rows = [
        [list(_blocks(cell, labels)) for cell in row.iter(f"{_W}tc") if _nearest(cell, "tr") is row]
        for row in table.iter(f"{_W}tr")
        if _nearest(row, "tbl") is table
    ]
    if _only_places_text(rows):
        yield from (line for row in rows for cell in row for line in cell)
        return
    for row in rows:
        yield CELL.join(" ".join(line.strip() for line in cell if line.strip()) for cell in row)


def _nearest(element: Any, name: str) -> Any:
    return next(element.iterancestors(f"{_W}{name}"), None)


def _only_places_text(rows: list[list[list[str]]]) -> bool:
    """Is it the head or the signature of the official form: few rows, text in no more than two columns?"""
    filled = [sum(any(line.strip() for line in cell) for cell in row) for row in rows]
    return len(rows) <= 4 and max(filled, default=0) <= 2


def _paragraph(paragraph: Any, labels: Labels) -> Iterator[str]:
    text = "".join(_pieces(paragraph))
    yield from (labels(paragraph) + text).split("\n")
    for box in paragraph.iter(f"{_W}txbxContent"):
        # Word writes a text box twice, the second time for old programs
        if not any(ancestor.tag.endswith("}Fallback") for ancestor in box.iterancestors()):
            yield from _blocks(box, labels)


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag in (f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}txbxContent") or not isinstance(tag, str):
            continue
        if tag == f"{_W}r" and _is_hidden(child):
            continue
        if tag == f"{_W}t":
            yield child.text or ""
        elif tag == f"{_W}tab":
            yield "\t"
        elif tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif tag == f"{_W}noBreakHyphen":
            yield "-"
        else:
            yield from _pieces(child)


def _is_hidden(run: Any) -> bool:
    properties = run.find(f"{_W}rPr")
    if properties is None:
        return False
    vanish = properties.find(f"{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val") not in ("0", "false")


Labels = Callable[[Any], str]
"""The number or bullet that Word puts before a paragraph of a list, which does not stand in its text."""


@dataclass(frozen=True)
class _Level:
    """A level of a Word list: how it counts ("decimal"), from where, and how it is written ("%1.%2.")."""

    kind: str
    start: int
    pattern: str


def _list_labels(document: Any) -> Labels:
    """Counts the lists of a document as its paragraphs pass by in order."""
    levels = _list_levels(document)
    styles = {style.style_id: style.element for style in document.styles}
    counts: dict[str, list[int]] = {}

    def label(paragraph: Any) -> str:
        list_id, depth = _list_place(paragraph, styles)
        if list_id not in levels or depth not in levels[list_id]:
            return ""
        count = counts.setdefault(list_id, [])
        while len(count) <= depth:
            count.append(levels[list_id][len(count)].start - 1 if len(count) in levels[list_id] else 0)
        count[depth] += 1
        del count[depth + 1 :]
        written = re.sub(
            r"%(\d)",
            lambda match: _counted(levels[list_id], count, int(match.group(1)) - 1),
            levels[list_id][depth].pattern,
        )
        return f"{written} " if written else ""

    return label


def _counted(levels: dict[int, _Level], count: list[int], depth: int) -> str:
    if depth not in levels or depth >= len(count):
        return ""
    number = count[depth]
    match levels[depth].kind:
        case "upperRoman":
            return _roman(number)
        case "lowerRoman":
            return _roman(number).lower()
        case "upperLetter":
            return chr(ord("A") + (number - 1) % 26)
        case "lowerLetter":
            return chr(ord("a") + (number - 1) % 26)
        case "decimalZero":
            return f"{number:02}"
        case _:
            return str(number)


def _roman(number: int) -> str:
    written = ""
    for value, letters in (
        *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")),
        *((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
    ):
        written += letters * (number // value)
        number %= value
    return written


def _list_levels(document: Any) -> dict[str, dict[int, _Level]]:
    """The levels of every list (w:num) of the document."""
    part = next((r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")), None)
    if part is None:
        return {}
    root = part.element
    patterns = {
        abstract.get(f"{_W}abstractNumId"): {
            int(level.get(f"{_W}ilvl")): _Level(
                _value(level, "numFmt") or "decimal", int(_value(level, "start") or 1), _value(level, "lvlText") or ""
            )
            for level in abstract.iter(f"{_W}lvl")
        }
        for abstract in root.iter(f"{_W}abstractNum")
    }
    return {
        number.get(f"{_W}numId"): patterns.get(_value(number, "abstractNumId") or "", {})
        for number in root.iter(f"{_W}num")
    }


def _list_place(paragraph: Any, styles: dict[str, Any]) -> tuple[str, int]:
    """Which list a paragraph belongs to and how deep, by itself or by its style; "" for none."""
    properties = paragraph.find(f"{_W}pPr")
    for _ in range(10):  # a style can be based on another, and a hostile one on itself
        if properties is None:
            return "", 0
        place = properties.find(f"{_W}numPr")
        if place is not None:
            return _value(place, "numId") or "", int(_value(place, "ilvl") or 0)
        style = styles.get(_value(properties, "pStyle") or "")
        if style is None:
            style = styles.get(_value(properties.getparent(), "basedOn") or "")
        properties = None if style is None else style.find(f"{_W}pPr")
    return "", 0


def _value(element: Any, name: str) -> str | None:
    child = element.find(f"{_W}{name}")
    return None if child is None else child.get(f"{_W}val")


def _odt_lines(path: Path) -> list[str]:
    from xml.etree import ElementTree

    with _package(path) as package:
        try:
            root = ElementTree.fromstring(package.read("content.xml"))
        except (ElementTree.ParseError, KeyError, zipfile.BadZipFile, RuntimeError, ValueError) as error:
            raise broken(path, str(error)) from error
    return list(_odt_blocks(root))


_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def _odt_blocks(parent: Any) -> Iterator[str]:
    for child in parent:
        if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            yield from "".join(_odt_pieces(child)).split("\n")
        elif child.tag == f"{_TABLE}table-row":
            cells = [cell for cell in child if cell.tag == f"{_TABLE}table-cell"]
            yield CELL.join(" ".join(filter(None, _odt_blocks(cell))) for cell in cells)
        elif child.tag not in (f"{_TEXT}tracked-changes", f"{_TEXT}sequence-decls"):
            yield from _odt_blocks(child)


def _odt_pieces(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " " * min(200, int(child.get(f"{_TEXT}c") or 1))
        elif child.tag == f"{_TEXT}tab":
            yield "\t"
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif child.tag != f"{_TEXT}note":
            yield from _odt_pieces(child)
        yield child.tail or ""


def _doc_lines(path: Path) -> list[str]:
    """Word 97 and RTF: LibreOffice makes a DOCX of it; antiword reads DOC where LibreOffice is not installed."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office:
        return _through_libreoffice(path, office)
    antiword = shutil.which("antiword")
    if antiword and path.open("rb").read(8) == _OLE:
        listing = _run_tool([antiword, "-m", "UTF-8.txt", "-w", "0", str(path.resolve())], path)
        return [_antiword_line(line) for line in listing.decode("utf-8", "replace").rstrip().split("\n")]
    raise MissingTool(
        f"{path.name}: expected soffice or antiword on PATH, got neither",
        f"Máy chủ chưa cài LibreOffice nên không đọc được “{path.name}”. "
        "Hãy cài LibreOffice (hoặc antiword cho tệp DOC), hoặc lưu tệp thành DOCX.",
    )


def _through_libreoffice(path: Path, office: str) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        _run_tool(
            [
                office,
                profile,
                "--headless",
                "--norestore",
                "--convert-to",
                "docx",
                "--outdir",
                folder,
                str(path.resolve()),
            ],
            path,
        )
        made = Path(folder) / f"{path.stem}.docx"
        if not made.exists():
            raise broken(path, "LibreOffice could not convert it")
        return _docx_lines(made)


def _run_tool(command: list[str], path: Path) -> bytes:
    try:
        done = subprocess.run(command, capture_output=True, timeout=TOOL_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise FileTooLarge(f"{path.name}: {command[0]} took more than {TOOL_SECONDS} s") from error
    if done.returncode:
        raise broken(path, done.stderr.decode("utf-8", "replace").strip()[-200:])
    return done.stdout


def _antiword_line(line: str) -> str:
    """A row of antiword's tables, "|a   |b   |", as our rows are written."""
    if line.startswith("|") and line.rstrip().endswith("|"):
        return CELL.join(cell.strip() for cell in line.strip().strip("|").split("|"))
    return line.rstrip()


# ---------------------------------------------------------------- text and HTML


def _text_lines(path: Path) -> list[str]:
    """The file's lines, split at line feeds only, so that line numbers are those of every other program."""
    return decode(path.read_bytes()).split("\n")


def decode(data: bytes) -> str:
    """Text of UTF-8, UTF-16 (with or without byte order mark) or Windows-1258; TCVN3 and VNI as Latin-1 shows them.

    A UTF-8 file with a few damaged bytes stays UTF-8; those bytes become U+FFFD.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    quiet = _utf16_without_mark(data[:4096])
    if quiet:
        return data.decode(quiet, "replace")
    text = data.decode("utf-8-sig", "replace")
    strange = text.count("\ufffd")
    foreign = sum(1 for character in text if character > "\x7f")
    if strange <= 0.3 * foreign:
        return text
    latin = data.decode("latin-1")
    return latin if find_typeface(latin.split("\n")) else data.decode("cp1258", "replace")


def _utf16_without_mark(head: bytes) -> str | None:
    pairs = len(head) // 2
    if pairs < 4:
        return None
    if head[1::2].count(0) > 0.3 * pairs and head[::2].count(0) < 0.05 * pairs:
        return "utf-16-le"
    if head[::2].count(0) > 0.3 * pairs and head[1::2].count(0) < 0.05 * pairs:
        return "utf-16-be"
    return None


def _html_lines(path: Path) -> list[str]:
    data = path.read_bytes()
    declared = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", data[:2048], re.I)
    try:
        text = (
            data.decode(declared.group(1).decode())
            if declared and not data.startswith(b"\xef\xbb\xbf")
            else decode(data)
        )
    except (LookupError, UnicodeDecodeError):
        text = decode(data)
    page = _HtmlText()
    page.feed(text)
    page.close()
    return page.lines()


class _HtmlText(HTMLParser):
    """Collects what a reader of the page sees: blocks as lines, table rows as one line, nothing hidden."""

    UNSEEN = re.compile("script|style|head|template|noscript|svg|select")
    BLOCKS = re.compile(
        "address|article|aside|blockquote|br|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|li|main|"
        "nav|ol|p|pre|section|table|tbody|thead|tr|ul"
    )
    VOID = re.compile("area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._done: list[str] = []
        self._line: list[str] = []
        self._cells: list[str] | None = None
        self._unseen: list[str] = []

    def lines(self) -> list[str]:
        """The lines seen so far."""
        self._break()
        return self._done

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        style = re.sub(r"\s", "", dict(attrs).get("style") or "").lower()
        hidden = "display:none" in style or "visibility:hidden" in style or "hidden" in dict(attrs)
        if not self.VOID.fullmatch(tag) and (self._unseen or hidden or self.UNSEEN.fullmatch(tag)):
            self._unseen.append(tag)
        elif tag == "tr":
            self._break()
            self._cells = []
        elif self.BLOCKS.fullmatch(tag):
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if self._unseen:
            if tag in self._unseen:
                del self._unseen[len(self._unseen) - 1 - self._unseen[::-1].index(tag) :]
        elif tag in ("td", "th") and self._cells is not None:
            self._cells.append(self._taken())
        elif tag == "tr" and self._cells is not None:
            cells, self._cells = self._cells, None
            self._add(CELL.join(cells))
        elif self.BLOCKS.fullmatch(tag):
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._line.append(data)

    def _taken(self) -> str:
        text = " ".join("".join(self._line).split())
        self._line = []
        return text

    def _break(self) -> None:
        if self._cells is None:
            self._add(self._taken())
        else:
            self._line.append(" ")

    def _add(self, line: str) -> None:
        if line:
            self._done.append(line)


# ---------------------------------------------------------------- letters

_ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\x85]")
_SYMBOL_BULLET = re.compile("[\uf020-\uf0ff]")  # Symbol and Wingdings, where Word draws bullets and dashes
_EMPTY_LETTERS = "\u034f\u115f\u1160\u3164\uffa0"


def visible(source: str) -> str:
    """`source` as it is read: NFC, odd spaces as plain ones, nothing that cannot be seen (zero-width, controls)."""
    if source.isascii() and source.isprintable():
        return source
    spaced = _SYMBOL_BULLET.sub(lambda match: "-" if match.group() == "\uf02d" else "•", _ODD_SPACE.sub(" ", source))
    return unicodedata.normalize("NFC", "".join(character for character in spaced if not _is_invisible(character)))


def _is_invisible(character: str) -> bool:
    if character < "\x7f":
        return character < " " and character != "\t"
    if "\ufe00" <= character <= "\ufe0f" or character in _EMPTY_LETTERS:
        return True
    return unicodedata.category(character) in ("Cc", "Cf", "Cn", "Cs")
