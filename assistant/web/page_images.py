"""Show a page as it was printed, with the cited words boxed; pictures drawn lately are kept."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from hashlib import sha256
from pathlib import Path

from assistant.documents.pages import locate, render_page
from assistant.schema import Document

KEPT_BYTES = 48 << 20
"""How much memory the pictures drawn lately may take."""

_OFFSETS = re.compile(r"(\d{1,9})-(\d{1,9})")


class PageImages:
    """Page pictures of all documents."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def tag(self, document: Document, page: int, highlight: str, width: int) -> str:
        """A name that changes whenever the picture would."""
        return sha256(f"{document.sha256}/{page}/{width}/{highlight}".encode()).hexdigest()[:24]

    def png(self, document: Document, path: Path, page: int, highlight: str, width: int) -> bytes:
        """Page `page` as PNG, `highlight` boxed where it is found on it. Raises ReadError."""
        tag = self.tag(document, page, highlight, width)
        with self._lock:
            if tag in self._kept:
                self._kept.move_to_end(tag)
                return self._kept[tag]
        span = highlighted_range(document, page, highlight)
        boxes = locate(path, document, *span).get(page, ()) if span else ()
        picture = render_page(path, page, width, boxes)
        with self._lock:
            self._kept[tag] = picture
            while sum(map(len, self._kept.values())) > KEPT_BYTES:
                self._kept.popitem(last=False)
        return picture


def highlighted_range(document: Document, page: int, highlight: str) -> tuple[int, int] | None:
    """The range of `document.text` that `highlight` means: offsets as in a citation, or words of that page."""
    offsets = _OFFSETS.fullmatch(highlight)
    if offsets:
        start, end = int(offsets[1]), min(int(offsets[2]), len(document.text))
        return (start, end) if start < end else None
    words = highlight.split()
    return _range_of_words(document, page, words) if words else None


def _range_of_words(document: Document, page: int, words: list[str]) -> tuple[int, int] | None:
    """Where the words stand on the page, as repaired or as they stood; line ends count as spaces."""
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    indexes = [index for index, line in enumerate(document.lines) if line.page == page]
    if not indexes:
        return None
    begin, last = document.line_starts[indexes[0]], indexes[-1]
    repaired = document.text[begin : document.line_starts[last] + len(document.lines[last].text)]
    if found := pattern.search(repaired):
        return begin + found.start(), begin + found.end()
    if found := pattern.search("\n".join(document.lines[index].source for index in indexes)):
        before = found.string.count("\n", 0, found.start())
        through = found.string.count("\n", 0, found.end())
        first, final = indexes[before], indexes[through]
        return document.line_starts[first], document.line_starts[final] + len(document.lines[final].text)
    return None
