"""Find what pages repeat around the text: running heads, page numbers, the stamp of a digital signature.

It stands in the middle of sentences and lists that run over a page. The lines stay where they are, so that quotes and
numbers of lines hold; whoever reads the text for its sense leaves them out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from assistant.language.vietnamese import fold
from assistant.schema import Line

_GAZETTE = re.compile(
    r"(?:\d{1,4}\s+)?cong bao\s?/\s?so [\d\s+]+/\s?ngay \d{1,2}\s?[-/]\s?\d{1,2}\s?[-/]\s?\d{4}(?:\s+\d{1,4})?"
)
"""The running head of the official gazette, on text files too (Nghị định 34/2016/NĐ-CP, Điều 88 ff.)."""
_PAGE_NUMBER = re.compile(r"\W*(?:trang\s+)?(\d{1,4})(?:\s*/\s*\d{1,4})?\W*")
_STAMP = re.compile(r"(?:ky boi|nguoi ky|email|co quan|to chuc|ngay ky|thoi gian ky|ngay, gio ky)\s*:\s*\S.*")
_EDGE = 2  # lines at the top and at the bottom of a page
_LEAST_PAGES = 3  # on which a running head stands
_NEAR_HEAD = 3  # lines between the gazette's head and the number of its page
_LEAST_STAMP = 3  # lines of a stamp in a row


def find_furniture(lines: Sequence[Line], paged: bool) -> frozenset[int]:
    """The indices of the lines that are no text of the document."""
    folded = [" ".join(fold(line.text).split()) for line in lines]
    found = {*_gazette_heads(folded), *_stamps(folded)}
    if paged:
        found |= {*_at_edges(lines, folded)}
    return frozenset(found)


_MARKDOWN = re.compile(
    r"^\s*#{1,6}(?=\s)|(?P<mark>\*{1,3})(?=[^\s*])(?P<said>[^*\n]+?)(?<=[^\s*])(?P=mark)(?!\*)", re.MULTILINE
)


def without_markdown(text: str) -> str:
    """`text` without the marks of headings and of bold or slanting words that files turned into text keep: blank;
    offsets unchanged."""
    return _MARKDOWN.sub(_blank_marks, text) if "**" in text or "\n#" in text else text


def _blank_marks(match: re.Match[str]) -> str:
    if match["said"] is None:
        return " " * len(match[0])
    blank = " " * len(match["mark"])
    return f"{blank}{match['said']}{blank}"


def _gazette_heads(folded: Sequence[str]) -> Iterator[int]:
    """The gazette's head with the number of the page, before or behind it."""
    for index, text in enumerate(folded):
        if not _GAZETTE.fullmatch(text):
            continue
        yield index
        for step in (1, -1):
            near = [at for at in range(index + step, index + step * (_NEAR_HEAD + 1), step) if 0 <= at < len(folded)]
            said = next((at for at in near if folded[at]), None)
            if said is not None and folded[said].isdigit():
                yield said
                break


def _stamps(folded: Sequence[str]) -> Iterator[int]:
    """Runs of the lines that signing software writes: who signed, for which agency, when."""
    for is_stamp, run in groupby(range(len(folded)), key=lambda at: bool(_STAMP.fullmatch(folded[at]))):
        rows = list(run)
        if is_stamp and len(rows) >= _LEAST_STAMP:
            yield from rows


def _at_edges(lines: Sequence[Line], folded: Sequence[str]) -> Iterator[int]:
    """Running heads and page numbers: what stands alike at the edges of most pages, but for figures."""
    pages: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if folded[index]:
            pages[line.page].append(index)
    edges = {page: dict.fromkeys([*rows[:_EDGE], *rows[-_EDGE:]]) for page, rows in pages.items()}
    numbers = {
        at: int(match[1]) - page
        for page, rows in edges.items()
        for at in rows
        if at in (pages[page][0], pages[page][-1]) and (match := _PAGE_NUMBER.fullmatch(folded[at]))
    }
    ahead = Counter(numbers.values())  # how far the numbers run ahead of the pages of the file
    yield from (at for at, shift in numbers.items() if ahead[shift] >= _LEAST_PAGES - 1)
    heads = Counter(key for rows in edges.values() for key in {_but_for_figures(folded[at]) for at in rows})
    for rows in edges.values():
        for at in rows:
            often = heads[_but_for_figures(folded[at])]
            if (
                " | " not in lines[at].text
                and often >= max(_LEAST_PAGES, len(pages) / 2 + 1)
                and any(map(str.isalpha, folded[at]))
            ):
                yield at


def _but_for_figures(text: str) -> str:
    return re.sub(r"\d+", "0", text)
