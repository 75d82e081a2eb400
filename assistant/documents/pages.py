"""Pages of PDF and image files: their text, their words' places, their pictures, and passages marked on them.

The only module that knows pdfium (through pypdfium2) and Pillow. Pdfium is not safe for threads: one lock guards it.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from assistant.documents.child import Child, ChildDied, ChildTooSlow, Report
from assistant.documents.layout import (
    Box,
    PageWord,
    Rule,
    around,
    find_tables,
    to_lines,
    with_stamps,
    with_tables,
)
from assistant.errors import BrokenFile, EncryptedFile, FileTooLarge, ReadError
from assistant.language.vietnamese import nfc
from assistant.schema import Document

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 60_000_000  # a page image above this is drawn smaller: an A0 drawing at 300 dpi would fill the memory
MAX_OBJECTS = 100_000  # objects of a page that are looked at; a hostile page can hold millions
WRONG_PASSWORD = 4  # FPDF_ERR_PASSWORD
INVISIBLE = 3  # text render mode: neither filled nor stroked, as OCR programs lay it over a scan
WHITE = 250  # colours from here up cannot be told from paper

_pdfium_lock = RLock()


@dataclass(frozen=True)
class PdfPage:
    """The text layer of a PDF page as it stood, and how much of the page pictures cover (0..1)."""

    number: int  # from 1
    lines: tuple[str, ...]
    image_share: float


# ---------------------------------------------------------------- PDF: text layer


def read_pdf(path: Path, max_pages: int) -> list[PdfPage]:
    """The text layer of every page.

    Raises EncryptedFile, BrokenFile, or FileTooLarge when there are more than `max_pages` pages.
    """
    with _opened(path) as pdf:
        check_page_count(path, len(pdf), max_pages)
        return [_read_page(pdf, index) for index in range(len(pdf))]


def check_page_count(path: Path, count: int, max_pages: int) -> None:
    """Raise FileTooLarge when `count` is over the limit."""
    if count > max_pages:
        raise FileTooLarge(
            f"{path.name}: expected at most {max_pages} pages, got {count}",
            f"“{path.name}” có {count} trang, quá giới hạn {max_pages} trang. Hãy chia nhỏ tệp.",
        )


def word_boxes(path: Path, page: int) -> tuple[PageWord, ...]:
    """The visible words of page `page` (from 1) of a PDF in the order of its text layer."""
    with _opened(path) as pdf, _loaded(pdf, page - 1) as loaded:
        return tuple(_words(loaded, _survey(loaded.page)))


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    import pypdfium2  # type: ignore[import-untyped]

    with _pdfium_lock:
        try:
            pdf = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            if error.err_code == WRONG_PASSWORD:
                raise EncryptedFile(
                    f"{path.name}: a password is needed",
                    f"“{path.name}” được bảo vệ bằng mật khẩu. Hãy gỡ mật khẩu rồi đưa lại tệp.",
                ) from error
            raise broken(path, str(error)) from error
        try:
            yield pdf
        except pypdfium2.PdfiumError as error:
            raise broken(path, str(error)) from error
        finally:
            pdf.close()


def broken(path: Path, fault: str) -> BrokenFile:
    """The error for a file whose bytes are not what they promise."""
    return BrokenFile(
        f"{path.name}: {fault}", f"“{path.name}” bị hỏng, không mở được. Hãy mở và lưu lại tệp, hoặc xin bản khác."
    )


@dataclass(frozen=True)
class _Loaded:
    """A page of pdfium with its text; `own` counts the characters before those of stamps and filled fields."""

    page: Any
    text: Any
    own: int


@contextmanager
def _loaded(pdf: Any, index: int) -> Iterator[_Loaded]:
    """A page with what is stamped on it: the number and the day of a digitally signed document are such stamps."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    page = pdf[index]
    text = page.get_textpage()
    own = text.count_chars()
    if _is_stamped(page) and pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
        text.close()
        page.close()
        page = pdf[index]
        text = page.get_textpage()
    try:
        yield _Loaded(page, text, own)
    finally:
        text.close()
        page.close()


def _is_stamped(page: Any) -> bool:
    """Does the page hold fields or stamps? Links and comments, which print nothing, do not count."""
    import pypdfium2.raw as pdfium

    for index in range(min(MAX_OBJECTS, pdfium.FPDFPage_GetAnnotCount(page.raw))):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind in (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_STAMP):
            return True
    return False


def _read_page(pdf: Any, index: int) -> PdfPage:
    """One page; a page that pdfium cannot load reads as empty, and the others still read."""
    import pypdfium2

    try:
        with _loaded(pdf, index) as loaded:
            survey = _survey(loaded.page)
            lines = with_tables(to_lines(_words(loaded, survey)), find_tables(survey.rules))
            return PdfPage(index + 1, tuple(line.text for line in lines), survey.image_share)
    except pypdfium2.PdfiumError:
        return PdfPage(index + 1, (), 0.0)


@dataclass(frozen=True)
class _Survey:
    """What a page holds besides its text: pictures, ruled lines, and whether text may be hidden from the eye."""

    image_share: float
    rules: tuple[Rule, ...]
    suspicious: bool


def _survey(page: Any) -> _Survey:
    import pypdfium2.raw as pdfium

    to_fractions = _Fractions(page)
    area, suspicious = 0.0, False
    rules: list[Rule] = []
    for thing in islice(page.get_objects(max_depth=4), MAX_OBJECTS):
        if thing.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            box = to_fractions(*thing.get_bounds())
            area += (box.right - box.left) * box.height
        elif thing.type == pdfium.FPDF_PAGEOBJ_TEXT:
            suspicious = suspicious or _may_be_hidden(thing.raw)
        elif thing.type == pdfium.FPDF_PAGEOBJ_PATH:
            rules.extend(_rules_of(to_fractions(*thing.get_bounds()), _is_stroked(thing.raw)))
    # Invisible text over a picture is how OCR programs store what they read: it is judged as text, not as hiding.
    return _Survey(min(1.0, area), tuple(rules), suspicious and area < 0.5)


def _rules_of(box: Box, is_stroked: bool) -> Iterator[Rule]:
    """The line that a thin shape draws, or the four sides of a frame; a filled shape is shading, not a frame."""
    thin, wide, high = 0.005, box.right - box.left, box.height
    if high < thin:
        if wide > thin:
            yield Rule(False, box.middle, box.left, box.right)
    elif wide < thin:
        yield Rule(True, box.centre, box.top, box.bottom)
    elif is_stroked:
        yield from (Rule(False, y, box.left, box.right) for y in (box.top, box.bottom))
        yield from (Rule(True, x, box.top, box.bottom) for x in (box.left, box.right))


def _is_stroked(path_object: Any) -> bool:
    import pypdfium2.raw as pdfium

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(path_object, fill, stroke)) and bool(stroke.value)


class _Fractions:
    """Turns page coordinates into fractions of the page as it is shown (rotated and cropped)."""

    def __init__(self, page: Any) -> None:
        origin, right, up = (self._device(page, *point) for point in ((0, 0), (1000, 0), (0, 1000)))
        self._origin = origin
        self._x = tuple((b - a) / 1000 for a, b in zip(origin, right, strict=True))
        self._y = tuple((b - a) / 1000 for a, b in zip(origin, up, strict=True))

    @staticmethod
    def _device(page: Any, x: float, y: float) -> tuple[float, float]:
        import pypdfium2.raw as pdfium

        scale = 1_000_000  # FPDF_PageToDevice gives whole numbers
        device_x, device_y = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page.raw, 0, 0, scale, scale, 0, x, y, device_x, device_y)
        return device_x.value / scale, device_y.value / scale

    def __call__(self, left: float, bottom: float, right: float, top: float) -> Box:
        xs, ys = zip(self._point(left, bottom), self._point(right, top), strict=True)
        return Box(min(xs), min(ys), max(xs), max(ys))

    def _point(self, x: float, y: float) -> tuple[float, float]:
        across = self._origin[0] + x * self._x[0] + y * self._y[0]
        down = self._origin[1] + x * self._x[1] + y * self._y[1]
        return min(1.0, max(0.0, across)), min(1.0, max(0.0, down))


def _may_be_hidden(text_object: Any) -> bool:
    import pypdfium2.raw as pdfium

    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(text_object, red, green, blue, alpha):
        return False
    if pdfium.FPDFTextObj_GetTextRenderMode(text_object) == INVISIBLE or alpha.value < 10:
        return True
    return min(red.value, green.value, blue.value) >= WHITE


def _words(loaded: _Loaded, survey: _Survey) -> list[PageWord]:
    """The words that an eye can see on the page, in the order of its text layer, stamped ones where they stand."""
    characters = list(_characters(loaded, survey))
    own = [(character, box) for index, character, box in characters if index < loaded.own]
    stamped = [(character, box) for index, character, box in characters if index >= loaded.own]
    return with_stamps(list(_words_of(own)), list(_words_of(stamped)))


def _words_of(characters: Iterable[tuple[str, Box | None]]) -> Iterator[PageWord]:
    """Characters as words.

    Pdfium ends a line in the middle of a word where a page is rotated: such a break counts only if there is a gap.
    """
    letters: list[str] = []
    boxes: list[Box] = []
    space = broken_line = False
    for character, box in characters:
        if box is None:
            space, broken_line = space or character != "\n", broken_line or character == "\n"
            continue
        if letters and (space or (broken_line and _is_gap(boxes[-1], box))):
            yield PageWord(nfc("".join(letters)), around(boxes))
            letters, boxes = [], []
        letters.append(character)
        boxes.append(box)
        space = broken_line = False
    if letters:
        yield PageWord(nfc("".join(letters)), around(boxes))


def _is_gap(before: Box, box: Box) -> bool:
    same_line = before.top < box.middle < before.bottom or box.top < before.middle < box.bottom
    return not same_line or not -0.005 < box.left - before.right < 0.003


def _characters(loaded: _Loaded, survey: _Survey) -> Iterator[tuple[int, str, Box | None]]:
    """The characters of a page that an eye can see: their number, letter and place; spaces and the breaks that pdfium
    adds have no place."""
    import pypdfium2.raw as pdfium

    text_page = loaded.text
    paper = _Paper(loaded.page) if survey.suspicious else None
    to_fractions = _Fractions(loaded.page)
    bounds = tuple(ctypes.c_double() for _ in range(4))
    for index in range(text_page.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(text_page.raw, index))
        if character in "\ufffe\x02":  # the hyphen at a line's end, which pdfium marks so
            character = "-"
        if character.isspace() or character == "\0":
            yield index, ("\n" if character in "\r\n" else " "), None
            continue
        pdfium.FPDFText_GetCharBox(text_page.raw, index, *bounds)
        left, right, bottom, top = (bound.value for bound in bounds)
        box = to_fractions(left, bottom, right, top)
        if paper and _may_be_hidden(pdfium.FPDFText_GetTextObject(text_page.raw, index)) and paper.is_blank(box):
            continue
        if 0 < box.centre < 1 and 0 < box.middle < 1:  # not outside the paper
            yield index, character, box


class _Paper:
    """A small picture of a page: is anything to be seen at a place? White letters on a dark cell are; on paper not."""

    def __init__(self, page: Any) -> None:
        self.image: Image = page.render(scale=_scale(page, 1.5), grayscale=True).to_pil()

    def is_blank(self, box: Box) -> bool:
        width, height = self.image.size
        area = (
            int(box.left * width),
            int(box.top * height),
            max(int(box.left * width) + 1, round(box.right * width)),
            max(int(box.top * height) + 1, round(box.bottom * height)),
        )
        histogram = self.image.crop(area).histogram()
        shades = [shade for shade, count in enumerate(histogram) if count]
        return shades[-1] - shades[0] < 12


# ---------------------------------------------------------------- pictures of pages


def page_image(path: Path, page: int, dpi: int) -> Image:
    """A grey picture of page `page` (from 1) of a PDF or image file, at most MAX_PIXELS large, without coloured ink."""
    if not is_pdf(path):
        return _open_image(path, page)
    with _opened(path) as pdf:
        pdf.init_forms()  # stamps and signatures are drawn with the page
        pdf_page = pdf[page - 1]
        try:
            picture: Image = pdf_page.render(scale=_scale(pdf_page, dpi / 72)).to_pil().convert("RGB")
            return black_ink(picture)
        finally:
            pdf_page.close()


COLOURED = 30  # by how much the strongest of red, green and blue exceeds the weakest in a seal, however faded
PATCH = 16  # pixels: coloured ink is taken off in squares of this size, the rest of the page stays as it is
MOST_COLOURED = 0.5  # of the dark ink; above, the page is written in colours and stays as it is


def black_ink(picture: Image) -> Image:
    """A coloured picture in grey with its coloured ink gone: red seals and blue signatures lie over the names of those
    who sign. Taking the brightest of the three colours whitens them and leaves the black letters below."""
    import numpy
    from PIL import Image as Pillow

    grey = picture.convert("L")
    shades, *inks = (numpy.asarray(band) for band in (grey, *picture.split()))
    brightest, darkest = numpy.maximum.reduce(inks), numpy.minimum.reduce(inks)
    coloured = (brightest - darkest > COLOURED) & (shades < 200)
    dark = shades < 140
    if not coloured.any() or (coloured & dark).sum() > MOST_COLOURED * dark.sum():
        return grey
    high, wide = (-(-side // PATCH) * PATCH for side in shades.shape)
    padded = numpy.zeros((high, wide), dtype=bool)
    padded[: shades.shape[0], : shades.shape[1]] = coloured
    patches = padded.reshape(high // PATCH, PATCH, wide // PATCH, PATCH).any(axis=(1, 3))
    touched = patches.repeat(PATCH, axis=0).repeat(PATCH, axis=1)[: shades.shape[0], : shades.shape[1]]
    return Pillow.fromarray(numpy.where(touched, brightest, shades))


def is_pdf(path: Path) -> bool:
    """Is it a PDF by its first bytes? Some programs write a few bytes before the signature."""
    with path.open("rb") as file:
        return b"%PDF-" in file.read(1024)


def _scale(page: Any, wanted: float) -> float:
    width, height = page.get_size()
    return float(min(wanted, (MAX_PIXELS / max(1.0, width * height)) ** 0.5))


def count_image_pages(path: Path, max_pages: int) -> int:
    """How many pictures an image file holds (a TIFF can hold many). Raises BrokenFile, FileTooLarge."""
    with _pillow_errors(path):
        from PIL import Image

        with Image.open(path, formats=("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")) as image:
            count = int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1
    check_page_count(path, count, max_pages)
    return count


def _open_image(path: Path, page: int) -> Image:
    with _pillow_errors(path):
        from PIL import Image, ImageOps

        with Image.open(path, formats=("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")) as image:
            if image.width * image.height > MAX_PIXELS:
                raise Image.DecompressionBombError(f"{image.width} x {image.height} pixels")
            image.seek(page - 1)
            upright = ImageOps.exif_transpose(image) or image
            if "A" in upright.getbands() or "transparency" in upright.info:
                paper = Image.new("RGBA", upright.size, "white")
                upright = Image.alpha_composite(paper, upright.convert("RGBA"))
            grey = black_ink(upright.convert("RGB"))
    # A photograph of a page of 1,000 pixels reads better when letters get the height they have at 300 dpi.
    if max(grey.size) < 2000:
        factor = 3000 / max(grey.size)
        grey = grey.resize((max(1, round(grey.width * factor)), max(1, round(grey.height * factor))))
    return grey


@contextmanager
def _pillow_errors(path: Path) -> Iterator[None]:
    from PIL import Image, UnidentifiedImageError

    try:
        yield
    except ReadError:
        raise
    except Image.DecompressionBombError as error:
        raise FileTooLarge(
            f"{path.name}: expected at most {MAX_PIXELS} pixels, got {error}",
            f"Ảnh “{path.name}” quá lớn. Hãy quét lại ở độ phân giải 300 dpi.",
        ) from error
    except (UnidentifiedImageError, OSError, ValueError, TypeError, SyntaxError, EOFError, IndexError) as error:
        raise broken(path, f"not a picture that can be read: {error}") from error


def rotated(image: Image, degrees: int) -> Image:
    """`image` turned clockwise by 90, 180 or 270 degrees."""
    from PIL import Image as Pillow

    turn = {90: Pillow.Transpose.ROTATE_270, 180: Pillow.Transpose.ROTATE_180, 270: Pillow.Transpose.ROTATE_90}
    return image.transpose(turn[degrees])


def find_skew(image: Image) -> float:
    """By how many degrees the lines of text fall to the right (-3..3): at that angle they part best from the gaps.

    Projection profiles (Postl 1986): the sum of squares of the ink in each row is largest when rows follow the lines.
    """
    import numpy

    small = image.resize((1000, max(1, round(image.height * 1000 / image.width))))
    ys, xs = numpy.nonzero(numpy.asarray(small) < 140)
    if len(ys) < 200:
        return 0.0

    def sharpness(degrees: float) -> float:
        rows = numpy.bincount(numpy.clip(ys - xs * numpy.tan(numpy.radians(degrees)) + 60, 0, None).astype(int))
        return float((rows.astype(float) ** 2).sum())

    coarse = max((step * 0.3 for step in range(-10, 11)), key=sharpness)
    return max((coarse + step * 0.1 for step in range(-2, 3)), key=sharpness)


def straightened(image: Image, skew: float) -> Image:
    """`image` turned about its middle so that lines that fell by `skew` degrees are level."""
    from PIL import Image as Pillow

    return image.rotate(skew, resample=Pillow.Resampling.BICUBIC, fillcolor=255)


def is_blank(image: Image) -> bool:
    """Is there next to nothing on the page? Dust and the shadow of the other side do not count as ink."""
    return sum(image.histogram()[:128]) < 0.0002 * image.width * image.height


def rules_of_image(image: Image) -> tuple[Rule, ...]:
    """The ruled lines of a page picture: dark runs longer than letters are, one for each row of pixels of a line."""
    import numpy

    dark = numpy.asarray(image) < 150
    height, width = dark.shape
    across = _long_runs(dark, width // 16, height, width, upright=False)
    upright = _long_runs(numpy.ascontiguousarray(dark.T), height // 40, width, height, upright=True)
    return (*across, *upright)


def _long_runs(dark: Any, shortest: int, rows: int, length: int, upright: bool) -> Iterator[Rule]:
    import numpy

    for row in numpy.flatnonzero(dark.sum(axis=1) >= shortest):
        edges = numpy.flatnonzero(numpy.diff(numpy.concatenate(([0], dark[row].view(numpy.int8), [0]))))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            if end - start >= shortest:
                yield Rule(upright, float(row / rows), float(start / length), float(end / length))


def without_rules(image: Image, rules: Sequence[Rule]) -> Image:
    """The picture with its ruled lines painted over: Tesseract reads letters beside them better, and twice as fast."""
    from PIL import ImageDraw

    clean = image.copy()
    draw = ImageDraw.Draw(clean)
    for rule in rules:
        if rule.upright:
            x = round(rule.at * image.width)
            draw.line((x, rule.start * image.height, x, rule.end * image.height), fill=255, width=5)
        else:
            y = round(rule.at * image.height)
            draw.line((rule.start * image.width, y, rule.end * image.width, y), fill=255, width=5)
    return clean


def cropped(image: Image, box: Box) -> Image:
    """The part of a page picture inside `box`."""
    left, top = round(box.left * image.width), round(box.top * image.height)
    right, bottom = round(box.right * image.width), round(box.bottom * image.height)
    return image.crop((left, top, max(left + 1, right), max(top + 1, bottom)))


def ink_box(image: Image, box: Box) -> Box | None:
    """The part of `box` that holds its ink, with a little paper around; None where there is no letter's worth."""
    part = cropped(image, box)
    if sum(part.histogram()[:130]) <= 25:
        return None
    left, top, right, bottom = part.point(lambda shade: 255 if shade < 130 else 0).getbbox() or (0, 0, *part.size)
    x, y, pad = box.left * image.width, box.top * image.height, 4
    return Box(
        max(0.0, (x + left - pad) / image.width),
        max(0.0, (y + top - pad) / image.height),
        min(1.0, (x + right + pad) / image.width),
        min(1.0, (y + bottom + pad) / image.height),
    )


def stacked(images: Sequence[Image], gap: int) -> Image:
    """Pictures one under the other on white, with `gap` pixels before, between and after them."""
    from PIL import Image as Pillow

    width = max(image.width for image in images) + 2 * gap
    sheet = Pillow.new("L", (width, sum(image.height + gap for image in images) + gap), 255)
    top = gap
    for image in images:
        sheet.paste(image, (gap, top))
        top += image.height + gap
    return sheet


def to_pnm(image: Image) -> bytes:
    """The picture as a PNM file, which needs no time to pack or unpack."""
    out = io.BytesIO()
    image.save(out, "PPM")
    return out.getvalue()


# ---------------------------------------------------------------- passages shown on the page


def render_page(path: Path, page: int, width: int, boxes: Sequence[Box]) -> bytes:
    """A PNG of page `page` (from 1), `width` pixels wide, with `boxes` in translucent yellow with an outline.

    Raises ReadError: BrokenFile, EncryptedFile, FileTooLarge.
    """
    from PIL import Image, ImageDraw

    picture = _coloured(path, page, width)
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    for box in boxes:
        corners = (
            box.left * picture.width - 2,
            box.top * picture.height - 2,
            box.right * picture.width + 2,
            box.bottom * picture.height + 2,
        )
        draw.rectangle(corners, fill=(255, 221, 0, 90), outline=(178, 125, 0, 255), width=max(1, width // 600))
    out = io.BytesIO()
    Image.alpha_composite(picture, layer).convert("RGB").save(out, "PNG")
    return out.getvalue()


def render_page_safely(
    child: Child, path: Path, page: int, width: int, boxes: Sequence[Box], seconds: float = 20.0
) -> bytes:
    """`render_page` in a child process, for a service: a hostile page can take minutes or crash the renderer.

    Raises ReadError: FileTooLarge after `seconds`, and what `render_page` raises.
    """
    try:
        return bytes(child.call(_render_reporting, path, page, width, tuple(boxes), seconds=seconds))
    except ChildTooSlow as error:
        raise FileTooLarge(
            f"{path.name}: page {page} not drawn in {seconds:g} s",
            f"Trang {page} của “{path.name}” quá phức tạp nên không hiển thị được.",
        ) from error
    except (ChildDied, MemoryError) as error:
        raise broken(path, f"page {page} cannot be drawn") from error


def _render_reporting(report: Report, path: Path, page: int, width: int, boxes: Sequence[Box]) -> bytes:
    return render_page(path, page, width, boxes)


def _coloured(path: Path, page: int, width: int) -> Image:
    if not is_pdf(path):
        with _pillow_errors(path):
            image = _open_image(path, page)
            return image.resize((width, max(1, round(image.height * width / image.width)))).convert("RGBA")
    with _opened(path) as pdf:
        if not 1 <= page <= len(pdf):
            raise broken(path, f"expected a page from 1 to {len(pdf)}, got {page}")
        pdf.init_forms()
        pdf_page = pdf[page - 1]
        try:
            scale = _scale(pdf_page, width / max(1.0, pdf_page.get_width()))
            picture: Image = pdf_page.render(scale=scale).to_pil().convert("RGBA")
            return picture
        finally:
            pdf_page.close()


def locate(path: Path, document: Document, start: int, end: int) -> dict[int, tuple[Box, ...]]:
    """Where `document.text[start:end]` stands: for each page touched, a box for each line of it.

    Words read by OCR know their boxes; those of a text layer are found by aligning the quote with the page's words.
    A file without pages, or a page where nothing is found, gives no boxes.
    """
    found: dict[int, tuple[Box, ...]] = {}
    if not document.paged:
        return found
    for page in dict.fromkeys(line.page for line in document.lines_of(start, end)):
        boxes = _boxes_read(document, page, start, end)
        if not boxes and is_pdf(path):
            boxes = _boxes_aligned(word_boxes(path, page), _quote(document, page, start, end))
        if boxes:
            found[page] = tuple(boxes)
    return found


def _ranges(document: Document, page: int, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Of each line of `page` that the range touches: its index and the range within its `source`."""
    for index in range(document.line_at(start), document.line_at(max(start, end - 1)) + 1):
        line, begin = document.lines[index], document.line_starts[index]
        if line.page == page:
            low, high = line.source_range(max(0, start - begin), min(len(line.text), end - begin))
            yield index, low, high


def _boxes_read(document: Document, page: int, start: int, end: int) -> list[Box]:
    boxes = []
    for index, low, high in _ranges(document, page, start, end):
        words = [box for box in document.lines[index].boxes if box.start < high and box.end > low]
        if words:
            boxes.append(around([Box(word.left, word.top, word.right, word.bottom) for word in words]))
    return boxes


def _quote(document: Document, page: int, start: int, end: int) -> list[str]:
    pieces = (document.lines[index].source[low:high] for index, low, high in _ranges(document, page, start, end))
    return nfc(" ".join(pieces)).split()


def _boxes_aligned(words: Sequence[PageWord], quote: Sequence[str]) -> list[Box]:
    """The boxes of the words that match `quote`, joined line by line.

    The quote's words stand in the text layer in the same order, so the densest common run is the passage.
    """
    texts = [word.text for word in words]
    at = _best_window(texts, quote)
    matcher = SequenceMatcher(None, texts[at : at + len(quote) + 10], quote, autojunk=False)
    hits = [words[at + k] for block in matcher.get_matching_blocks() for k in range(block.a, block.a + block.size)]
    if not quote or len(hits) < 0.5 * len(quote):
        return []
    return _joined_by_line([hit.box for hit in hits])


def _best_window(texts: Sequence[str], quote: Sequence[str]) -> int:
    """Where in `texts` the most words of `quote` stand at their own distance from the quote's start."""
    places: dict[str, list[int]] = {}
    for index, text in enumerate(texts):
        places.setdefault(text, []).append(index)
    votes: dict[int, int] = {}
    for offset, word in enumerate(quote):
        for index in places.get(word, ()):
            votes[index - offset] = votes.get(index - offset, 0) + 1
    return max(0, max(votes, key=lambda start: (votes[start], -start), default=0))


def _joined_by_line(boxes: Sequence[Box]) -> list[Box]:
    lines: list[list[Box]] = []
    for box in boxes:
        last = lines[-1][-1] if lines else None
        middle = (box.top + box.bottom) / 2
        if last and last.top <= middle <= last.bottom and box.left >= last.left:
            lines[-1].append(box)
        else:
            lines.append([box])
    return [around(line) for line in lines]
