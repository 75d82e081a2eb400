"""Set a sample document as an office prints it: born-digital PDF with embedded fonts (reportlab)."""

from __future__ import annotations

import math
import random
from functools import lru_cache
from io import BytesIO
from subprocess import run
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT  # type: ignore[import-untyped]
from reportlab.lib.pagesizes import A4, landscape  # type: ignore[import-untyped]
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
from reportlab.lib.units import cm  # type: ignore[import-untyped]
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.platypus import (  # type: ignore[import-untyped]
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
)
from reportlab.platypus import Paragraph as SetParagraph
from reportlab.platypus import Table as SetTable

from eval.corpus.source import MOTTO, NATION, Break, Paragraph, SampleDocument, Table, bold_runs

LEFT, RIGHT, TOP, BOTTOM = 3.0 * cm, 1.8 * cm, 2.0 * cm, 2.0 * cm
FACES = {"": "Regular", "-Bold": "Bold", "-Italic": "Italic", "-BoldItalic": "Bold Italic"}


def render_pdf(document: SampleDocument) -> bytes:
    """The bytes of the PDF; the same for the same document and fonts."""
    register_fonts(document.font)
    buffer = BytesIO()
    template = _page_templates(buffer, document)
    template.build(_story(document))
    return buffer.getvalue()


@lru_cache
def register_fonts(family: str) -> None:
    """Make the four faces of `family` known to reportlab. FileNotFoundError where the family is not installed."""
    for suffix, style in FACES.items():
        pdfmetrics.registerFont(TTFont(f"{family}{suffix}", font_file(family, style)))
    pdfmetrics.registerFontFamily(family, family, f"{family}-Bold", f"{family}-Italic", f"{family}-BoldItalic")


def font_file(family: str, style: str) -> str:
    """Where fontconfig keeps a face; Liberation 2 is taken before 1, which lacks most Vietnamese letters."""
    name = "Book" if family.startswith("DejaVu") and style == "Regular" else style
    found = run(["fc-list", f"{family}:style={name}", "file"], capture_output=True, text=True, check=True).stdout
    files = sorted((line.split(":")[0] for line in found.splitlines()), key=lambda file: "liberation2" not in file)
    if not files:
        raise FileNotFoundError(f"font {family} {style}: install fonts-liberation2 and fonts-dejavu-core")
    return files[0]


# ---------------------------------------------------------------- pages


def _page_templates(buffer: BytesIO, document: SampleDocument) -> BaseDocTemplate:
    template = BaseDocTemplate(
        buffer,
        pagesize=A4,
        title=document.subject or document.about,
        author=" ".join((*document.superior, *document.issuer)),
        invariant=1,
    )
    pages = [("portrait", A4), ("landscape", landscape(A4))]
    for name, (width, height) in pages:
        frame = Frame(LEFT, BOTTOM, width - LEFT - RIGHT, height - TOP - BOTTOM, 0, 0, 0, 0, id=name)
        template.addPageTemplates(PageTemplate(name, [frame], onPage=_number_pages(document), pagesize=(width, height)))
    return template


def _number_pages(document: SampleDocument) -> Any:
    """Page numbers stand centred in the top margin from page two on."""

    def draw(canvas: Any, template: Any) -> None:
        if template.page > 1:
            canvas.setFont(document.font, 13)
            width, height = canvas._pagesize
            canvas.drawCentredString(LEFT + (width - LEFT - RIGHT) / 2, height - 1.4 * cm, str(template.page))

    return draw


def _story(document: SampleDocument) -> list[Flowable]:
    styles = _styles(document)
    story: list[Flowable] = [Head(document), Spacer(1, 10)]
    if document.kind:
        story += [
            SetParagraph(document.kind, styles["title"]),
            SetParagraph(document.subject or "", styles["title"]),
            Rule(2.6 * cm),
        ]
    if document.authority:
        story.append(SetParagraph(document.authority, styles["authority"]))
    signed = False
    for block in document.body:
        if isinstance(block, Paragraph):
            story.append(SetParagraph(_markup(block.text), styles[block.style]))
        elif isinstance(block, Table):
            story += [_table(block, document), Spacer(1, 8)]
        elif block.mark == "signature":
            story = _signed(story, document)
            signed = True
        else:
            story += _turn(block, document)
    return story if signed else _signed(story, document)


def _signed(story: list[Flowable], document: SampleDocument) -> list[Flowable]:
    """The story with its signature, which never stands alone on a page."""
    return [*story[:-1], KeepTogether([story[-1], Spacer(1, 8), Signature(document)])]


def _turn(block: Break, document: SampleDocument) -> list[Flowable]:
    if block.mark == "head":
        return [Head(document, with_number=False), Spacer(1, 10)]
    if block.mark == "page":
        return [PageBreak()]
    return [NextPageTemplate(block.mark), PageBreak()]


def _styles(document: SampleDocument) -> dict[str, ParagraphStyle]:
    size, font = document.size, document.font

    def style(name: str, face: str = "", **how: Any) -> ParagraphStyle:
        given = {"fontSize": size, "leading": size * 1.25, "spaceAfter": size * 0.4, "alignment": TA_JUSTIFY, **how}
        return ParagraphStyle(name, fontName=f"{font}{face}", **given)

    narrow = {"leftIndent": 1.3 * cm, "rightIndent": 1.3 * cm}
    return {
        "text": style("text", firstLineIndent=1.27 * cm),
        "basis": style("basis", "-Italic", firstLineIndent=1.27 * cm),
        "heading": style("heading", "-Bold", firstLineIndent=1.27 * cm, alignment=TA_LEFT, keepWithNext=1),
        "title": style("title", "-Bold", alignment=TA_CENTER, spaceAfter=2, keepWithNext=1, **narrow),
        "authority": style("authority", "-Bold", alignment=TA_CENTER, spaceBefore=6, spaceAfter=8),
        "note": style("note", "-Italic", alignment=TA_CENTER, keepWithNext=1),
        "addressee": style("addressee", alignment=TA_LEFT, leftIndent=4.0 * cm, firstLineIndent=-1.0 * cm),
    }


def _markup(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"<b>{run}</b>" if bold else run for run, bold in bold_runs(escaped))


def _table(table: Table, document: SampleDocument) -> SetTable:
    size = min(12.0, document.size - 2)
    font = document.font
    cell = ParagraphStyle("cell", fontName=font, fontSize=size, leading=size * 1.18)
    middle = ParagraphStyle("middle", parent=cell, alignment=TA_CENTER)
    head = ParagraphStyle("head", parent=middle, fontName=f"{font}-Bold")
    group = ParagraphStyle("group", parent=cell, fontName=f"{font}-Bold")
    rows, spans = [], []
    for number, row in enumerate(table.rows):
        if len(row) == 1:
            # a group heading spans the row and never stands alone at the foot of a page
            spans += [("SPAN", (0, number), (-1, number)), ("NOSPLIT", (0, number), (-1, number + 1))]
            rows.append([SetParagraph(_markup(row[0]), group), *[""] * (len(table.widths) - 1)])
            continue
        styles = [head if number == 0 else middle if _is_short(text) else cell for text in row]
        rows.append([SetParagraph(_markup(text), style) for text, style in zip(row, styles, strict=True)])
    how = [
        ("GRID", (0, 0), (-1, -1), 0.6, "black"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        *spans,
    ]
    return SetTable(rows, colWidths=[width * cm for width in table.widths], repeatRows=1, style=how)


def _is_short(text: str) -> bool:
    """Numbers, years and dates stand centred in their cells."""
    return len(text) <= 18 and any(character.isdigit() for character in text)


# ---------------------------------------------------------------- the form's own pieces


class Rule(Flowable):  # type: ignore[misc]
    """The short line under the subject."""

    def __init__(self, length: float) -> None:
        super().__init__()
        self.length = length

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.room = width
        return width, 10

    def draw(self) -> None:
        self.canv.setLineWidth(0.7)
        self.canv.line((self.room - self.length) / 2, 7, (self.room + self.length) / 2, 7)


class Head(Flowable):  # type: ignore[misc]
    """Places 1 to 4 (and 5b of a letter): issuer to the left, Quốc hiệu and Tiêu ngữ to the right."""

    LEADING = 16.0

    def __init__(self, document: SampleDocument, with_number: bool = True) -> None:
        super().__init__()
        self.document, self.with_number = document, with_number
        self.left = [(line, "") for line in document.superior] + [(line, "-Bold") for line in document.issuer]
        self.about = _wrap_words(document.about or "", document.font, 12, 6.2 * cm) if with_number else []

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.room = width
        rows = max(2, len(self.left)) + (0.6 + 1 if self.with_number else 0) + len(self.about) * 0.9
        return width, rows * self.LEADING + 10

    def draw(self) -> None:
        canvas, font = self.canv, self.document.font
        _, height = self.wrap(self.room, 0)
        left, right = self.room * 0.195, self.room * 0.69
        # the left column: superior above, issuer in bold, with a short line under it
        for row, (line, face) in enumerate(self.left):
            canvas.setFont(f"{font}{face}", 12.5)
            canvas.drawCentredString(left, height - (row + 1) * self.LEADING + 3, line)
        under = height - len(self.left) * self.LEADING - 2
        canvas.setLineWidth(0.7)
        canvas.line(left - 1.2 * cm, under, left + 1.2 * cm, under)
        # the right column: the motto is underlined over its whole length
        canvas.setFont(f"{font}-Bold", 12.5)
        canvas.drawCentredString(right, height - self.LEADING + 3, NATION)
        canvas.setFont(f"{font}-Bold", 13.5)
        canvas.drawCentredString(right, height - 2 * self.LEADING + 3, MOTTO)
        half = pdfmetrics.stringWidth(MOTTO, f"{font}-Bold", 13.5) / 2
        canvas.line(right - half, height - 2 * self.LEADING - 2, right + half, height - 2 * self.LEADING - 2)
        if self.with_number:
            base = height - (max(2, len(self.left)) + 1.4) * self.LEADING + 3
            canvas.setFont(font, 13)
            canvas.drawCentredString(left, base, f"Số: {self.document.number}")
            canvas.setFont(f"{font}-Italic", 13)
            canvas.drawCentredString(right, base, self.document.place_and_date)
            canvas.setFont(font, 12)
            for row, line in enumerate(self.about, start=1):
                canvas.drawCentredString(left, base - row * self.LEADING * 0.9, line)


class Signature(Flowable):  # type: ignore[misc]
    """Places 7 to 9: recipients to the left; authority, stamp, signature and name to the right."""

    def __init__(self, document: SampleDocument) -> None:
        super().__init__()
        self.document = document

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.room = width
        right = 17.0 * len(self.document.sign) + 110
        self.list = [
            line
            for name, last in self._recipients()
            for line in _wrap_words(f"- {name}{'.' if last else ';'}", self.document.font, 11, 7.2 * cm)
        ]
        return width, max(right, 20 + 13.5 * len(self.list)) + 4

    def _recipients(self) -> list[tuple[str, bool]]:
        names = self.document.recipients
        return [(name.rstrip("."), index == len(names) - 1) for index, name in enumerate(names)]

    def draw(self) -> None:
        canvas, font = self.canv, self.document.font
        _, height = self.wrap(self.room, 0)
        canvas.setFont(f"{font}-BoldItalic", 12)
        canvas.drawString(0, height - 14, "Nơi nhận:")
        canvas.setFont(font, 11)
        for row, line in enumerate(self.list, start=1):
            canvas.drawString(0, height - 15 - 13.5 * row, line)
        middle = self.room * 0.72
        canvas.setFont(f"{font}-Bold", 13.5)
        for row, line in enumerate(self.document.sign):
            canvas.drawCentredString(middle, height - 14 - 17 * row, line)
        name_at = height - 14 - 17 * (len(self.document.sign) - 1) - 106
        canvas.drawCentredString(middle, name_at, self.document.signer)
        draw_signature(canvas, middle + 8, name_at + 56, self.document.signer)
        stamp = ImageReader(stamp_image(self.document))
        canvas.drawImage(stamp, middle - 108, name_at + 15, 86, 86, mask="auto")


def _wrap_words(text: str, font: str, size: float, width: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and pdfmetrics.stringWidth(longer, font, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def draw_signature(canvas: Any, x: float, y: float, name: str) -> None:
    """A stroke of a pen that is the same for the same name."""
    hand = random.Random(name)
    canvas.saveState()
    canvas.setStrokeColorRGB(0.1, 0.15, 0.55)
    canvas.setLineWidth(1.3)
    path = canvas.beginPath()
    at = -52.0
    path.moveTo(x + at, y + hand.uniform(-4, 8))
    for _ in range(6):
        step = hand.uniform(12, 22)
        high, low = hand.uniform(12, 26), hand.uniform(-18, -6)
        path.curveTo(
            x + at + step * 0.9, y + high, x + at + step * 0.1, y + low, x + at + step, y + hand.uniform(-5, 6)
        )
        at += step
    path.curveTo(x + at + 8, y - 10, x - 30, y - 22, x + 62, y - 12)
    canvas.drawPath(path)
    canvas.restoreState()


def stamp_image(document: SampleDocument) -> BytesIO:
    """A round red stamp, drawn as a picture so that its letters are no text of the page."""
    side, red = 360, (200, 25, 35, 205)
    image = Image.new("RGBA", (side, side), (255, 255, 255, 0))
    pen = ImageDraw.Draw(image)
    for inset, width in ((7, 8), (80, 4)):
        pen.ellipse((inset, inset, side - inset, side - inset), outline=red, width=width)
    names = (*document.superior, *document.issuer)
    words = " ".join((*names, "*", "")).upper()
    _write_round(image, words, font_file(document.font, "Bold"), red)
    star = [
        (side / 2 + radius * math.sin(turn), side / 2 - radius * math.cos(turn))
        for point in range(10)
        for radius, turn in [((62, 25)[point % 2], point * math.pi / 5)]
    ]
    pen.polygon(star, fill=red)
    buffer = BytesIO()
    image.rotate(-6, resample=Image.Resampling.BICUBIC).save(buffer, "PNG")
    buffer.seek(0)
    return buffer


def _write_round(image: Image.Image, words: str, font: str, colour: tuple[int, int, int, int]) -> None:
    side = image.width
    face = ImageFont.truetype(font, max(22, min(34, 1250 // len(words))))
    widths = [face.getlength(letter) for letter in words]
    turn = -math.pi
    for letter, width in zip(words, widths, strict=True):
        share = 2 * math.pi * width / sum(widths)
        tile = Image.new("RGBA", (80, 80), (255, 255, 255, 0))
        ImageDraw.Draw(tile).text((40, 40), letter, font=face, fill=colour, anchor="mm")
        tile = tile.rotate(-math.degrees(turn + share / 2), resample=Image.Resampling.BICUBIC)
        x = side / 2 + 137 * math.sin(turn + share / 2) - 40
        y = side / 2 - 137 * math.cos(turn + share / 2) - 40
        image.alpha_composite(tile, (int(x), int(y)))
        turn += share
