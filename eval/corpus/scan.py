"""Make of a printed document what a scanner makes: tilted, noisy pages, read by a wrong OCR model or by none."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory

import numpy as np
import pypdfium2 as pdfium  # type: ignore[import-untyped]
from PIL import Image, ImageFilter
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

TILT = 0.7  # degrees
NOISE = 6.0  # standard deviation of grey levels


def scanned_pages(pdf: bytes, dpi: int, seed: int) -> list[Image.Image]:
    """The pages of `pdf` as a scanner sees them, in grey."""
    document = pdfium.PdfDocument(pdf)
    pages = [document[index].render(scale=dpi / 72).to_pil().convert("L") for index in range(len(document))]
    return [age_page(page, seed + number) for number, page in enumerate(pages)]


def age_page(page: Image.Image, seed: int) -> Image.Image:
    """Tilt, blur and speckle one page; the same for the same seed."""
    generator = np.random.default_rng(seed)
    tilt = TILT * generator.uniform(0.8, 1.2) * generator.choice([-1, 1])
    turned = page.rotate(tilt, resample=Image.Resampling.BICUBIC, fillcolor=248)
    soft = np.asarray(turned.filter(ImageFilter.GaussianBlur(0.55)), dtype=np.float32)
    # paper is never quite white, and one side of the glass is a little darker
    shade = np.linspace(0, 7, soft.shape[1], dtype=np.float32)[None, :]
    grey = np.clip(soft * 0.93 + 12 - shade + generator.normal(0, NOISE, soft.shape), 0, 255)
    # a few specks of dust
    for _ in range(25):
        y, x = generator.integers(0, grey.shape[0] - 3), generator.integers(0, grey.shape[1] - 3)
        grey[y : y + 2, x : x + 2] = generator.uniform(60, 150)
    return Image.fromarray(grey.astype(np.uint8))


def jpeg(page: Image.Image, dpi: int, quality: int = 34) -> bytes:
    """The page as a small grey JPEG."""
    buffer = BytesIO()
    page.save(buffer, "JPEG", quality=quality, dpi=(dpi, dpi), optimize=True)
    return buffer.getvalue()


def write_scan(pdf: bytes, path: Path, dpi: int, seed: int) -> Path:
    """A PDF of page images without any text layer."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    with TemporaryDirectory() as folder:
        for number, page in enumerate(scanned_pages(pdf, dpi, seed)):
            file = Path(folder) / f"{number}.jpg"
            file.write_bytes(jpeg(page, dpi))
            width, height = page.width * 72 / dpi, page.height * 72 / dpi
            canvas.setPageSize((width, height))
            canvas.drawImage(str(file), 0, 0, width, height)
            canvas.showPage()
        canvas.save()
    return path


def write_garbled_pdf(pdf: bytes, path: Path, dpi: int, seed: int) -> Path:
    """A PDF of page images whose invisible text was read by the English OCR model."""
    with TemporaryDirectory() as folder:
        files = []
        for number, page in enumerate(scanned_pages(pdf, dpi, seed)):
            file = Path(folder) / f"{number}.jpg"
            file.write_bytes(jpeg(page, dpi))
            files.append(str(file))
        pages = Path(folder) / "pages.txt"
        pages.write_text("\n".join(files))
        _tesseract(str(pages), str(path.with_suffix("")), str(dpi), "pdf")
    return path


def write_garbled_text(pdf: bytes, path: Path, dpi: int, seed: int) -> Path:
    """The text that the English OCR model reads on the pages, line by line."""
    texts = []
    with TemporaryDirectory() as folder:
        for number, page in enumerate(scanned_pages(pdf, dpi, seed)):
            file = Path(folder) / f"{number}.png"
            page.save(file, dpi=(dpi, dpi))
            texts.append(_tesseract(str(file), "stdout", str(dpi), "txt"))
    path.write_text("\n".join(text.replace("\f", "").rstrip() + "\n" for text in texts), encoding="utf-8")
    return path


def _tesseract(image: str, target: str, dpi: str, kind: str) -> str:
    command = ["tesseract", image, target, "-l", "eng", "--dpi", dpi, "--psm", "6" if kind == "txt" else "3", kind]
    return run(command, capture_output=True, text=True, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"}).stdout
