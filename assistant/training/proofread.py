"""Count which marks the Vietnamese OCR model misreads: official text drawn as page images and read again."""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from assistant.language.vietnamese import fold, nfc
from assistant.training.repair_pages import Page, make_pages

_WORD = re.compile(r"[^\W\d_]+")
_PAGES, _SEED = 60, 11


def train_proofreader(text_folder: Path, out: Path, progress: Callable[[str], object] | None = None) -> None:
    """Read pages drawn from the text of `text_folder` and write the counts to the JSON file `out`.

    Raises ModelError when a text collection is missing, MissingTool when Tesseract or its Vietnamese model is.
    """
    tell = progress or (lambda line: None)

    def page_done(done: int, total: int) -> None:
        tell(f"page {done} of {total}")

    pages = make_pages(text_folder, _PAGES, _SEED, language="vie", progress=page_done)
    written, misread = count_letters(pages)
    record = {"written": dict(sorted(written.items())), "misread": dict(sorted(misread.items()))}
    out.write_text(json.dumps(record, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def count_letters(pages: Iterable[Page]) -> tuple[Counter[str], Counter[str]]:
    """How often each letter is written, and each letter with the other that was read in its place."""
    written: Counter[str] = Counter()
    misread: Counter[str] = Counter()
    for page in pages:
        for true, seen in aligned_words(page):
            if fold(true) == fold(seen):
                written.update(true.lower())
                misread.update(a + b for a, b in zip(true.lower(), seen.lower(), strict=True) if a != b)
    return written, misread


def aligned_words(page: Page) -> Iterator[tuple[str, str]]:
    """The words of a page beside those read in their places; where words were joined, lost or made up, none."""
    true, seen = (_WORD.findall(nfc(" ".join(lines))) for lines in (page.true, page.seen))
    letters = [[fold(word) for word in words] for words in (true, seen)]
    matcher = difflib.SequenceMatcher(None, letters[0], letters[1], autojunk=False)
    for _, start, end, seen_start, seen_end in matcher.get_opcodes():
        if end - start == seen_end - seen_start:
            yield from zip(true[start:end], seen[seen_start:seen_end], strict=True)
