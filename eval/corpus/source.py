"""Read the source text of a sample document: its official form above `---`, its body below.

A body line is one paragraph. What stands before it says how it is set:

    # CHƯƠNG I              centred, bold            ## I. MỤC ĐÍCH     bold heading
    #i (Kèm theo ...)       centred, italic          ~ Căn cứ ...       italic
    @ Kính gửi: ...         the addressees           **Điều 1.** ...    bold run inside a paragraph
    |= 1 8 3                column widths in cm      | STT | Nội dung | rows; the first one is the header
    === page | landscape | portrait | head | signature
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

TEXTS = Path(__file__).with_name("texts")
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

Form = Literal["pdf", "docx", "txt", "scan", "garbled-pdf", "garbled-txt"]
Style = Literal["text", "title", "note", "heading", "basis", "addressee"]
Mark = Literal["page", "landscape", "portrait", "head", "signature"]


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of the body; `**bold**` runs are kept as written."""

    style: Style
    text: str


@dataclass(frozen=True)
class Table:
    """Rows of cells; the first row is the header, a row with one cell is a group heading over all columns."""

    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Break:
    """Where something other than text happens: a new page, a repeated head, the signature."""

    mark: Mark


Block = Paragraph | Table | Break


@dataclass(frozen=True)
class SampleDocument:
    """One sample document: the places of the official form (Nghị định 30/2020/NĐ-CP) and the body."""

    file: str
    form: Form
    issuer: tuple[str, ...]  # cơ quan ban hành, one entry a line
    number: str  # số, ký hiệu
    place: str  # địa danh
    date: tuple[int, int, int]  # năm, tháng, ngày
    sign: tuple[str, ...]  # quyền hạn, chức vụ, one entry a line
    signer: str
    recipients: tuple[str, ...]
    body: tuple[Block, ...]
    superior: tuple[str, ...] = ()  # cơ quan chủ quản
    kind: str | None = None  # a letter (công văn) has none, and `about` instead
    subject: str | None = None
    about: str | None = None  # V/v ...
    authority: str | None = None  # who decides: "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH ..."
    font: str = "Liberation Serif"
    size: float = 14.0

    @property
    def place_and_date(self) -> str:
        """The line under the motto; months of one digit above February stand without a zero, as the form asks."""
        year, month, day = self.date
        return f"{self.place}, ngày {day:02d} tháng {month if month > 2 else f'{month:02d}'} năm {year}"


PREFIXES: dict[str, Style] = {"## ": "heading", "#i ": "note", "# ": "title", "~ ": "basis", "@ ": "addressee"}


def read_source(path: Path) -> SampleDocument:
    """The sample document written in `path`. ValueError names the line that does not fit."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines() if line.strip())
    year, month, day = map(int, fields["date"].split("-"))
    return SampleDocument(
        file=fields["file"],
        form=_form(fields["form"], path),
        superior=_lines(fields.get("superior", "")),
        issuer=_lines(fields["issuer"]),
        number=fields["number"],
        place=fields["place"],
        date=(year, month, day),
        kind=fields.get("kind"),
        subject=fields.get("subject"),
        about=fields.get("about"),
        authority=fields.get("authority"),
        sign=_lines(fields["sign"]),
        signer=fields["signer"],
        recipients=tuple(part.strip() for part in fields["recipients"].split(";")),
        font=fields.get("font", "Liberation Serif"),
        size=float(fields.get("size", 14)),
        body=read_body(body),
    )


def read_body(body: str) -> tuple[Block, ...]:
    """The blocks of a body; consecutive rows become one table."""
    blocks: list[Block] = []
    widths: tuple[float, ...] = ()
    rows: list[tuple[str, ...]] = []
    for line in [*filter(str.strip, body.splitlines()), "=== end"]:
        if line.startswith("|= "):
            widths = tuple(map(float, line[3:].split()))
        elif line.startswith("|"):
            rows.append(tuple(cell.strip() for cell in line.strip().strip("|").split("|")))
        else:
            if rows:
                blocks.append(Table(widths, tuple(rows)))
                rows = []
            if line != "=== end":
                blocks.append(_block(line.strip()))
    return tuple(blocks)


def all_sources() -> list[SampleDocument]:
    """Every sample document, by file name of its source."""
    return [read_source(path) for path in sorted(TEXTS.glob("*.txt"))]


def plain(text: str) -> str:
    """`text` without the marks of bold runs."""
    return text.replace("**", "")


def bold_runs(text: str) -> list[tuple[str, bool]]:
    """The runs of `text` and whether each is bold."""
    return [(run, index % 2 == 1) for index, run in enumerate(re.split(r"\*\*", text)) if run]


def source_lines(document: SampleDocument) -> list[str]:
    """The whole document as plain lines, one a paragraph or row: the truth that quotes are checked against."""
    lines = [*head_lines(document, with_number=True)]
    if document.kind:
        lines += [document.kind, document.subject or ""]
    if document.authority:
        lines.append(document.authority)
    signed = False
    for block in document.body:
        if isinstance(block, Paragraph):
            lines.append(plain(block.text))
        elif isinstance(block, Table):
            lines += [" | ".join(map(plain, row)) for row in block.rows]
        elif block.mark == "head":
            lines += head_lines(document, with_number=False)
        elif block.mark == "signature":
            lines += signature_lines(document)
            signed = True
    return lines if signed else lines + signature_lines(document)


def head_lines(document: SampleDocument, with_number: bool) -> list[str]:
    """Places 1 to 5 of the form, left column before right column, as an office program saves them as text."""
    lines = [*document.superior, *document.issuer, NATION, MOTTO]
    if with_number:
        lines += [f"Số: {document.number}", *([document.about] if document.about else []), document.place_and_date]
    return lines


def signature_lines(document: SampleDocument) -> list[str]:
    """Places 7 and 9 of the form."""
    return ["Nơi nhận:", *(f"- {name}" for name in document.recipients), *document.sign, document.signer]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(" / ") if part.strip())


def _form(text: str, path: Path) -> Form:
    for form in Form.__args__:  # type: ignore[attr-defined]
        if form == text:
            return form  # type: ignore[no-any-return]
    raise ValueError(f"{path.name}: expected a form of {Form}, got {text!r}")


def _block(line: str) -> Block:
    if line.startswith("=== "):
        mark = line[4:].strip()
        for known in Mark.__args__:  # type: ignore[attr-defined]
            if mark == known:
                return Break(known)
        raise ValueError(f"expected one of {Mark}, got {mark!r}")
    for prefix, style in PREFIXES.items():
        if line.startswith(prefix):
            return Paragraph(style, line[len(prefix) :])
    return Paragraph("text", line)
