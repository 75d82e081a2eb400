"""Make aligned training pairs for repair: official text drawn as page images and read by an OCR model."""

from __future__ import annotations

import io
import json
import lzma
import os
import random
import re
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import MissingTool, ModelError
from assistant.language.vietnamese import nfc

if TYPE_CHECKING:
    from PIL.Image import Image

SOURCES = {"gazette": 4, "procedures": 2, "codified_law_articles": 2, "laws": 1, "wiki": 1}
"""Text collections (`<name>.jsonl.xz`) and how often a page is taken from each: the nearer in kind, the more often."""

FONT_FOLDER = Path("/usr/share/fonts/truetype")
SERIF = ("LiberationSerif-Regular", "LiberationSerif-Bold", "LiberationSerif-Italic", "LiberationSerif-BoldItalic")
FONTS = (
    (SERIF[0], 10), (SERIF[1], 4), (SERIF[2], 4), (SERIF[3], 1),
    ("LiberationSans-Regular", 2), ("LiberationSans-Bold", 1), ("DejaVuSerif", 1), ("DejaVuSans", 1),
)  # fmt: skip
"""Typefaces with all Vietnamese letters and their weights; most official documents are set in Times."""


@dataclass(frozen=True)
class Page:
    """What was drawn and what the OCR model read, line by line."""

    true: tuple[str, ...]
    seen: tuple[str, ...]


def read_collection(path: Path) -> Iterator[str]:
    """The texts of one `.jsonl.xz` collection, NFC, fields of a record joined by line feeds."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            fields = ("title", "demuc", "source", "text") if "text" in record else record.keys()
            texts = (str(record.get(name) or "") for name in fields if not name.endswith("url"))
            yield nfc("\n".join(text for text in texts if text))


def sample_passages(folder: Path, count: int, chooser: random.Random) -> list[str]:
    """`count` stretches of about 2,500 characters, drawn from the collections by their weights."""
    kept: dict[str, list[str]] = {}
    for name in SOURCES:
        texts = [text for text in read_collection(folder / f"{name}.jsonl.xz") if len(text) > 400]
        kept[name] = chooser.sample(texts, min(len(texts), 4000))
    passages = []
    for name in chooser.choices(list(SOURCES), list(SOURCES.values()), k=count):
        text = chooser.choice(kept[name])
        # the head of a document carries the official form, so a third of the pages begin there
        start = 0 if chooser.random() < 0.33 else chooser.randrange(max(1, len(text) - 2500))
        passages.append(text[start : start + 2500])
    return passages


def lay_out(passage: str, width: int, chooser: random.Random) -> tuple[str, ...]:
    """The lines of a page: `passage` wrapped at `width` characters, some paragraphs as headings in capitals."""
    lines: list[str] = []
    for paragraph in re.split(r"\n\s*\n|\n(?=[-+•\d])", passage):
        words = re.sub(r"[^\S ]|[_.…]{4,}|-{4,}", " ", paragraph).split()
        if chooser.random() < (0.3 if len(words) < 25 else 0.04):
            words = [word.upper() for word in words]
        line = ""
        for word in words:
            if len(line) + len(word) + 1 > width:
                lines.append(line)
                line = word[:width]
            else:
                line = f"{line} {word}".strip()
        if line:
            lines.append(line)
    return tuple(lines[:42])


def draw(lines: tuple[str, ...], chooser: random.Random) -> Image:
    """A page image of `lines` as a scanner of middling to poor quality would give it."""
    import numpy
    from PIL import Image, ImageDraw, ImageFilter, ImageFont

    name = chooser.choices([font for font, _ in FONTS], [weight for _, weight in FONTS])[0]
    family = "dejavu" if name.startswith("DejaVu") else "liberation2"
    size = chooser.randint(24, 40)
    font = ImageFont.truetype(str(FONT_FOLDER / family / f"{name}.ttf"), size)
    step = round(size * chooser.uniform(1.2, 1.6))
    width = max(int(font.getlength(line)) for line in lines) + 4 * size
    image = Image.new("L", (width, step * (len(lines) + 3)), 255)
    pen = ImageDraw.Draw(image)
    for row, line in enumerate(lines):
        pen.text((2 * size, step * (row + 1)), line, font=font, fill=chooser.randint(0, 60))
    # scanned coarser than it was printed, then blurred, tilted, speckled and (half of them) reduced to black and white
    if chooser.random() < 0.4:
        scale = chooser.uniform(0.55, 0.85)
        image = image.resize((int(image.width * scale), int(image.height * scale)), Image.Resampling.BILINEAR)
        if chooser.random() < 0.6:
            image = image.resize((int(image.width / scale), int(image.height / scale)), Image.Resampling.BICUBIC)
    image = image.rotate(chooser.gauss(0, 0.35), Image.Resampling.BICUBIC, fillcolor=255)
    image = image.filter(ImageFilter.GaussianBlur(chooser.uniform(0.0, 1.1)))
    noise = numpy.random.default_rng(chooser.randrange(2**32)).normal(0, chooser.uniform(0, 32), image.size[::-1])
    pixels = numpy.clip(numpy.asarray(image, dtype=float) + noise, 0, 255)
    if chooser.random() < 0.5:
        pixels = numpy.where(pixels < chooser.uniform(110, 190), 0, 255)
    image = Image.fromarray(pixels.astype(numpy.uint8))
    return image.filter(ImageFilter.MedianFilter(3)) if chooser.random() < 0.15 else image


def read_picture(image: Image, language: str) -> tuple[str, ...]:
    """The lines that Tesseract reads in `image` with its model of `language` (eng, vie).

    Raises MissingTool when Tesseract or that model is not installed.
    """
    content = io.BytesIO()
    image.save(content, "PPM")
    command = ["nice", "-n", "10", "tesseract", "-", "-", "-l", language, "--psm", "6"]
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    try:
        read = subprocess.run(command, input=content.getvalue(), capture_output=True, check=True, env=environment)
    except (OSError, subprocess.CalledProcessError) as error:
        raise MissingTool(f"tesseract -l {language}: expected a page's text, got {error}") from error
    return tuple(line for line in read.stdout.decode("utf-8", "replace").splitlines() if line.strip())


def make_pages(
    folder: Path,
    count: int,
    seed: int = 1,
    workers: int = 2,
    progress: Callable[[int, int], None] | None = None,
    language: str = "eng",
    first: int = 0,
) -> Iterator[Page]:
    """`count` pages drawn from the text in `folder` and read by the model of `language`, `workers` side by side.

    The pages before number `first` are left out: they have been made before. Raises ModelError when a collection is
    missing, MissingTool when Tesseract is.
    """
    for name in SOURCES:
        if not (folder / f"{name}.jsonl.xz").exists():
            raise ModelError(f"{folder}: expected {name}.jsonl.xz, found none")
    passages = sample_passages(folder, count, random.Random(seed))

    def make(number: int) -> Page:
        chooser = random.Random(seed * 1_000_003 + number)
        true = lay_out(passages[number], chooser.randint(55, 90), chooser) or ("Nơi nhận:",)
        return Page(true, read_picture(draw(true, chooser), language))

    with ThreadPoolExecutor(workers) as pool:
        for done, page in enumerate(pool.map(make, range(first, count)), first + 1):
            yield page
            if progress:
                progress(done, count)


def kept_pages(
    kept: Path, folder: Path, count: int, seed: int = 1, progress: Callable[[int, int], None] | None = None
) -> list[Page]:
    """The pages of `make_pages`, each written to the file `kept` at once: a run that was broken off goes on there.

    What another text folder, count or seed left in that file is made anew. Raises what `make_pages` raises.
    """
    sizes = {name: path.stat().st_size for name in SOURCES if (path := folder / f"{name}.jsonl.xz").exists()}
    asked = json.dumps({"count": count, "seed": seed, "sizes": sizes})
    lines = kept.read_text(encoding="utf-8").splitlines(keepends=True) if kept.exists() else []
    whole = [line for line in lines[1:] if line.endswith("\n")] if lines and lines[0].strip() == asked else []
    pages = [Page(tuple(true), tuple(seen)) for true, seen in map(json.loads, whole)]
    kept.parent.mkdir(parents=True, exist_ok=True)
    with kept.open("w", encoding="utf-8") as file:
        file.write("".join([asked + "\n", *whole]))
        for page in make_pages(folder, count, seed, progress=progress, first=len(pages)):
            file.write(json.dumps([page.true, page.seen]) + "\n")
            file.flush()
            pages.append(page)
    return pages
