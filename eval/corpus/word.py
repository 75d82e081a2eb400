"""Set a sample document as an office sends it for editing: DOCX with real tables (python-docx)."""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from eval.corpus.source import MOTTO, NATION, Paragraph, SampleDocument, Style, Table, bold_runs

FONT = "Times New Roman"
CENTRE, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def render_docx(document: SampleDocument) -> bytes:
    """The bytes of the DOCX; the same for the same document."""
    word = WordDocument()
    _page_setup(word, document)
    _head(word, document, with_number=True)
    if document.kind:
        _centred(word, document.kind, bold=True)
        _centred(word, document.subject or "", bold=True, after=10)
    if document.authority:
        _centred(word, document.authority, bold=True, after=8)
    signed = False
    for block in document.body:
        if isinstance(block, Paragraph):
            _paragraph(word, block.style, block.text)
        elif isinstance(block, Table):
            _table(word, block)
        elif block.mark == "head":
            _head(word, document, with_number=False)
        elif block.mark == "signature":
            _signature(word, document)
            signed = True
        else:
            word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    if not signed:
        _signature(word, document)
    return _with_fixed_times(word)


def _page_setup(word: Any, document: SampleDocument) -> None:
    section = word.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(2)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = CENTRE
    _field(number.add_run(), "PAGE")
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(document.size)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    year, month, day = document.date
    stamp = datetime(year, month, day, 8, 0)
    word.core_properties.created = word.core_properties.modified = stamp
    word.core_properties.title = document.subject or document.about or ""
    word.core_properties.author = " ".join(document.issuer)


def _field(run: Any, code: str) -> None:
    for kind, text in (("begin", None), (None, code), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _head(word: Any, document: SampleDocument, with_number: bool) -> None:
    table = word.add_table(rows=2 if with_number else 1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    for row in table.rows:
        row.cells[0].width, row.cells[1].width = Cm(6.2), Cm(10)
    _fill(
        left, [(line, False, False) for line in document.superior] + [(line, True, False) for line in document.issuer]
    )
    _fill(right, [(NATION, True, False), (MOTTO, True, False)])
    for cell in (left, right):
        _underline(cell.paragraphs[-1])
    if with_number:
        left, right = table.rows[1].cells
        lines = [(f"Số: {document.number}", False, False)]
        _fill(left, lines + ([(document.about, False, False)] if document.about else []))
        _fill(right, [(document.place_and_date, False, True)])
    word.add_paragraph().paragraph_format.space_after = Pt(4)


def _underline(paragraph: Any) -> None:
    for run in paragraph.runs:
        run.underline = True


def _fill(cell: Any, lines: list[tuple[str, bool, bool]], size: float = 13) -> None:
    for index, (text, bold, italic) in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.alignment = CENTRE
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(text)
        run.bold, run.italic, run.font.size = bold, italic, Pt(size)


def _centred(word: Any, text: str, bold: bool = False, italic: bool = False, after: float = 2) -> None:
    paragraph = word.add_paragraph()
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.space_after = Pt(after)
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic


def _paragraph(word: Any, style: Style, text: str) -> None:
    if style in ("title", "note"):
        return _centred(word, text, bold=style == "title", italic=style == "note")
    paragraph = word.add_paragraph()
    paragraph.alignment = JUSTIFY
    form = paragraph.paragraph_format
    form.space_after = Pt(6)
    form.first_line_indent = Cm(1.27)
    if style == "addressee":
        form.left_indent, paragraph.alignment = Cm(3), WD_ALIGN_PARAGRAPH.LEFT
    for words, bold in bold_runs(text):
        run = paragraph.add_run(words)
        run.bold, run.italic = bold or style == "heading", style == "basis"
    return None


def _table(word: Any, table: Table) -> None:
    grid = word.add_table(rows=0, cols=len(table.widths))
    grid.style = "Table Grid"
    grid.autofit = False
    for number, row in enumerate(table.rows):
        cells = grid.add_row().cells
        if len(row) == 1:
            cells[0].merge(cells[-1])
            _cell(cells[0], row[0], bold=True, centred=False)
            continue
        for cell, text, width in zip(cells, row, table.widths, strict=True):
            cell.width = Cm(width)
            short = len(text) <= 12 and any(character.isdigit() for character in text)
            _cell(cell, text, bold=number == 0, centred=number == 0 or short)
    header = grid.rows[0]._tr.get_or_add_trPr()
    header.append(OxmlElement("w:tblHeader"))
    word.add_paragraph().paragraph_format.space_after = Pt(2)


def _cell(cell: Any, text: str, bold: bool, centred: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    if centred:
        paragraph.alignment = CENTRE
    for words, strong in bold_runs(text):
        run = paragraph.add_run(words)
        run.bold, run.font.size = bold or strong, Pt(12)


def _signature(word: Any, document: SampleDocument) -> None:
    table = word.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    title = left.paragraphs[0].add_run("Nơi nhận:")
    title.bold = title.italic = True
    title.font.size = Pt(12)
    names = document.recipients
    for index, name in enumerate(names):
        paragraph = left.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        end = "." if index == len(names) - 1 else ";"
        paragraph.add_run(f"- {name.rstrip('.')}{end}").font.size = Pt(11)
    lines = [(line, True, False) for line in document.sign]
    _fill(right, [*lines, *[("", False, False)] * 4, (document.signer, True, False)], size=14)


def _with_fixed_times(word: Any) -> bytes:
    """A DOCX is a ZIP whose entries carry the time of writing; here they carry none, so that equal is equal."""
    raw, fixed = BytesIO(), BytesIO()
    word.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), source.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def write_docx(document: SampleDocument, folder: Path) -> Path:
    """Write the document as DOCX into `folder`."""
    path = folder / document.file
    path.write_bytes(render_docx(document))
    return path
