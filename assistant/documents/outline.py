"""Read the outline of a document: phần, chương, mục, điều, khoản, điểm, numbered headings, phụ lục, markdown headings.

A line that opens with a numeral is a heading only when the numeral goes on a count (1, 2, 3) that is open at that
place, so that numbers at the start of a wrapped line of prose are left alone. Roman numerals misread by OCR ("I1I.",
"111.", "IL") are read as the numeral that is due.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.documents.metadata import read_head
from assistant.documents.signature import find_signatures
from assistant.documents.tasks import read_tasks
from assistant.language.vietnamese import CAPITAL, fold
from assistant.schema import Document, Section

Kind = Literal["part", "chapter", "section", "article", "clause", "point", "appendix", "heading"]

# How high a heading stands; the lower the number the higher. Which of them a document uses decides the levels.
APPENDIX, PART, CHAPTER, SECTION, LETTER, ROMAN, ARTICLE, NUMBER, DECIMAL, POINT = range(10)
_KIND: dict[int, Kind] = {
    APPENDIX: "appendix", PART: "part", CHAPTER: "chapter", SECTION: "section", LETTER: "heading", ROMAN: "section",
    ARTICLE: "article", NUMBER: "clause", DECIMAL: "clause", POINT: "point",
}  # fmt: skip
_POINTS = [
    "a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "x",
    "y",
]  # fmt: skip
_ROMAN = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI",
          "XVII", "XVIII", "XIX", "XX"]  # fmt: skip


@dataclass(frozen=True)
class Opening:
    """What may open a section: its rank, its label, its place in the count, and where its title begins in the line."""

    rank: int
    label: str
    count: tuple[int, ...]  # (2,) for "II.", (2, 1) for "2.1."
    title_at: int
    line: int  # of the label
    title_line: int  # of the title: the next line where the label stands alone
    bent: bool = False  # written as OCR may have bent it ("4, Hồ sơ", "ill. TỔ CHỨC"): only where it is just due


def read_outline(document: Document) -> tuple[Section, ...]:
    """The sections of `document` in the order they begin, properly nested, without its head and its signature"
    " blocks."""
    texts = [line.text for line in document.lines]
    head = read_head(texts)
    forms = _form_lines(texts, head.end)
    rows = _row_lines(document)
    openings = [opening for opening in _openings(texts, head.end) if opening.line not in forms | rows]
    accepted = _accept(openings, texts)
    return tuple(_sections(document, accepted, texts, forms))


def _form_lines(texts: Sequence[str], head_end: int) -> frozenset[int]:
    """The lines of signature blocks: they hold no headings and end the sections before them."""
    return frozenset(index for first, end in find_signatures(texts, head_end) for index in range(first, end))


def _row_lines(document: Document) -> frozenset[int]:
    """The lines of rows of task tables: their numbers are no headings."""
    tasks = document.tasks or read_tasks(document)
    return frozenset(
        line for task in tasks for line in range(document.line_at(task.start), document.line_at(task.end - 1) + 1)
    )


# ---------------------------------------------------------------- what may open a section

_WORDED = re.compile(
    r"(?P<word>phan(?: thu)?|chuong|muc|dieu|phu luc)\s+(?P<numeral>[ivxl1|!]+|\d{1,3}[a-z]?|thu [a-z]+|nhat|hai|ba"
    r"|bon|nam)"
    r"\s*(?P<mark>[.:,]|[-–]|$|(?=\s))\s*"
)
_WORD_ALONE = re.compile(r"(?:phan(?: thu)?|chuong|muc|dieu)$")
_APPENDIX = re.compile(r"[\W_]*phu[\s.]?luc\b[\s:.]*(?P<numeral>[ivx\d]{0,5}[a-z]?)\s*(?=$|[\s:.(–-])")
_NUMERAL = re.compile(
    rf"(?P<numeral>(?:\d{{1,2}}\.){{1,3}}\d{{1,2}}|\d{{1,2}})"
    rf"(?P<mark>[.)]|/(?=\s)|[:;,](?=\s*$)|,(?=\s+{CAPITAL})|(?=\s*$)|(?=\.\s))\s*(?=\S|$)"
)
_DECIMAL = re.compile(rf"(?P<numeral>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})(?P<mark>[.)]?\s+(?=\S)|,\s+(?={CAPITAL}))")
_ROMANS = re.compile(r"(?P<numeral>[IVXLlHU1|!íÍ]{1,6})\s?(?P<mark>[.)/,]|\s[-–])\s+(?=\S)")
_BENT_ROMANS = re.compile(r"(?P<numeral>[IVXLlHU1|!íÍiv]{1,5})\s?[.)/,]\s+(?=\S)")  # before a title in capitals
_CAPITALS = re.compile(r"(?P<numeral>[A-EĐ])\s?[.)/]\s+(?=[^\W\d_])")
_LETTERS = re.compile(r"\(?(?P<numeral>[a-zđ¢])\s?[).]\s+(?=\S)")
_ONE_FOR_L = re.compile(r"1\)\s+(?=\S)")
_MARKUP = re.compile(r"\s*(?:#{1,6}\s+)?(?:[*_]{1,3})?\s*")
_UNITS = {"nhat": 1, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9}


def _openings(texts: Sequence[str], start: int) -> Iterator[Opening]:
    """Every line that may open a section, and what it would open (several readings of one line are possible)."""
    for index in range(start, len(texts)):
        text = texts[index]
        if not text.strip() or " | " in text:
            continue
        lead = _MARKUP.match(text)
        at = lead.end() if lead else 0
        bare, folded = text[at:].rstrip(" *_"), fold(text[at:].rstrip(" *_"))
        yield from _worded(texts, index, at, folded)
        if match := _APPENDIX.match(folded):
            if _is_title_like(bare):
                label = bare[: match.end("numeral")].strip(" _:.*").replace(".", " ")
                yield Opening(APPENDIX, _capitalised(label), (), at + match.end(), index, index)
            continue
        if _is_attached(texts, index):
            yield Opening(APPENDIX, _capitalised(bare.strip(" :.")), (), len(text), index, index)
        if match := _ROMANS.match(bare):
            is_bent = match["numeral"] in ("1", "l") and _is_in_capitals(bare[match.end() :])
            yield Opening(ROMAN, match["numeral"], (), at + match.end(), index, index, is_bent)
        elif (match := _BENT_ROMANS.match(bare)) and _is_in_capitals(bare[match.end() :]):
            yield Opening(ROMAN, match["numeral"], (), at + match.end(), index, index, bent=True)
        if match := _CAPITALS.match(bare):
            yield Opening(LETTER, match["numeral"], (ord(match["numeral"]) - 64,), at + match.end(), index, index)
        if match := _DECIMAL.match(bare):
            counts = tuple(int(part) for part in match["numeral"].split("."))
            is_bent = match["mark"].startswith(",")
            yield Opening(DECIMAL, match["numeral"], counts, at + match.end(), index, index, is_bent)
        elif match := _NUMERAL.match(bare):
            counts = tuple(int(part) for part in match["numeral"].strip(".").split("."))
            alone = not bare[match.end() :].strip()
            if match["mark"] or len(counts) > 1:
                line = _next_line(texts, index) if alone else index
                rank = DECIMAL if len(counts) > 1 else NUMBER
                if line is not None:
                    title_at = 0 if alone else at + match.end()
                    is_bent = match["mark"] in (":", ";", ",")
                    if _ONE_FOR_L.match(bare):
                        yield Opening(POINT, "l", (_POINTS.index("l") + 1,), title_at, index, line, bent=True)
                    yield Opening(rank, match["numeral"].strip("."), counts, title_at, index, line, is_bent)
        if (match := _LETTERS.match(bare)) and (letter := match["numeral"].replace("¢", "c")) in _POINTS:
            count = _POINTS.index(letter) + 1
            yield Opening(POINT, letter, (count,), at + match.end(), index, index)


def _is_in_capitals(title: str) -> bool:
    return title.isupper() and len(re.findall(r"[^\W\d_]", title)) > 1


def _worded(texts: Sequence[str], index: int, at: int, folded: str) -> Iterator[Opening]:
    """ "Điều 5. ...", "Chương II", "Mục 1", "PHẦN THỨ NHẤT"; the word and its numeral may stand on two lines."""
    line, shift = index, 0
    if _WORD_ALONE.match(folded):
        following = _next_line(texts, index)
        if following is None or following > index + 1:
            return
        shift = len(folded) + 1
        folded, line = f"{folded} {fold(texts[following])}", following
    match = _WORDED.match(folded)
    if not match or match["word"] == "phu luc":
        return
    rank = {"phan": PART, "phan thu": PART, "chuong": CHAPTER, "muc": SECTION, "dieu": ARTICLE}[match["word"]]
    count = _value(match["numeral"])
    if count is None or not _is_marked_off(rank, texts, index, folded, match):
        return
    word = {PART: "Phần", CHAPTER: "Chương", SECTION: "Mục", ARTICLE: "Điều"}[rank]
    said = match["numeral"].upper() if rank != ARTICLE else match["numeral"]
    said = _ROMAN[count] if rank in (PART, CHAPTER) and re.fullmatch(r"[ivxl1|!]+", match["numeral"]) else said
    title_at = match.end() - shift if line != index else at + match.end()
    title_line = line
    if not folded[match.end() :].strip():
        following = _next_line(texts, line)
        title_line, title_at = (following, 0) if following is not None else (line, title_at)
    yield Opening(
        rank, f"{word} {said.lower() if rank == ARTICLE else said}", (count,), max(0, title_at), index, title_line
    )


def _is_marked_off(rank: int, texts: Sequence[str], index: int, folded: str, match: re.Match[str]) -> bool:
    """Does the line announce the article or chapter, or only name it within a sentence?"""
    rest = folded[match.end() :].strip()
    if rank == ARTICLE:
        bent = match["mark"] == "," and not rest.startswith("dieu")
        return match["mark"] in (".", ":") or ((bent or not rest) and not _hangs_before(texts, index))
    if rank == SECTION:
        return bool(match["mark"] in (".", ":", "-", "–") or (not rest and not _hangs_before(texts, index)))
    return not rest or match["mark"] in (".", ":", "-", "–") or texts[index].isupper()


def _hangs_before(texts: Sequence[str], index: int) -> bool:
    """Is the line before it prose that has not ended?"""
    before = texts[index - 1].rstrip() if index else ""
    return bool(before) and not re.search(r"[.;:/!?”\"*]$", before) and not before.isupper()


def _value(numeral: str) -> int | None:
    numeral = numeral.removeprefix("thu ").strip()
    if numeral in _UNITS:
        return _UNITS[numeral]
    digits = re.match(r"\d+", numeral)
    if digits and not re.fullmatch(r"1{2,3}", numeral):
        return int(digits[0])
    roman = re.sub(r"[1l|!]", "I", numeral.replace("l", "I")).upper()
    return _ROMAN.index(roman) if roman in _ROMAN[1:] else (int(digits[0]) if digits else None)


def _next_line(texts: Sequence[str], index: int) -> int | None:
    """The next line with words on it, at most three on."""
    return next((at for at in range(index + 1, min(len(texts), index + 4)) if texts[at].strip()), None)


def _is_title_like(text: str) -> bool:
    """Capitals, or short and not ended like a sentence ("Phụ lục I")."""
    words = text.split()
    return text.isupper() or (text[:1].isupper() and len(words) <= 4 and not re.search(r"[;,]$", text))


_ATTACHED_KINDS = (
    "ke hoach", "quy che", "quy dinh", "de an", "chuong trinh", "phuong an", "huong dan", "danh muc", "quy trinh",
    "quy tac", "dieu le", "noi quy", "chien luoc", "phu luc", "bang", "bieu", "du toan", "tieu chi",
)  # fmt: skip


def _is_attached(texts: Sequence[str], index: int) -> bool:
    """The title of an attached document: a kind alone in capitals, "(Ban hành kèm theo ...)" a few lines below."""
    bare = re.sub(r"[*#_]", "", texts[index]).strip(" :.")
    if not bare.isupper() or fold(bare) not in _ATTACHED_KINDS:
        return False
    below = fold(" ".join(texts[index + 1 : index + 12]))
    return "kem theo" in below


def _capitalised(label: str) -> str:
    """ "PHỤ LỤC I" -> "Phụ lục I", "KẾ HOẠCH" -> "Kế hoạch"."""
    words = [word if re.fullmatch(r"[IVX\d]+[a-zA-Z]?", word) else word.lower() for word in label.split()]
    joined = " ".join(words)
    return joined[:1].upper() + joined[1:]


# ---------------------------------------------------------------- which of them do


def _accept(openings: Sequence[Opening], texts: Sequence[str]) -> list[Opening]:
    """The openings whose count is due where they stand, one a line."""
    accepted: list[Opening] = []
    counts: dict[int, tuple[int, ...]] = {}  # by rank: how far each open count has come
    taken = -1
    for place, opening in enumerate(openings):
        if opening.line <= taken:
            continue
        opening = _seen_from_below(opening, counts, openings[place + 1 :])
        settled = _settle(_nested(opening, counts, accepted, texts), counts, texts)
        if settled is None and _begins_late(opening, counts, openings[place + 1 :], texts):
            settled = opening
        if settled is None:
            continue
        for rank in [rank for rank in counts if rank > settled.rank]:
            del counts[rank]
        if settled.rank == APPENDIX:
            counts.clear()
        counts[settled.rank] = settled.count
        accepted.append(settled)
        taken = settled.title_line if settled.title_line != settled.line else settled.line
        taken = settled.line
    return accepted


def _seen_from_below(opening: Opening, counts: dict[int, tuple[int, ...]], later: Sequence[Opening]) -> Opening:
    """What a numeral that OCR bent must be when those below it go on from there: "1. CHUNG" above "II.", "a)" between
    "d)" and "e)"."""
    if opening.rank == POINT and opening.label == "a" and counts.get(POINT) == (4,):
        following = next((each for each in later if each.rank == POINT), None)
        if following and following.label == "e":
            return replace(opening, label="đ", count=(5,))
    if opening.rank == ROMAN and opening.bent and opening.label in ("1", "l", "i") and not counts.get(ROMAN):
        following = next((each for each in later if each.rank == ROMAN and (each.bent or each.label.isupper())), None)
        if following and (_looks_like(following.label, "II") or re.fullmatch("[Iil]{1,2}", following.label)):
            return replace(opening, label="I")
    return opening


def _begins_late(
    opening: Opening, counts: dict[int, tuple[int, ...]], later: Sequence[Opening], texts: Sequence[str]
) -> bool:
    """Does a count begin at 3 or 4 because OCR lost its first numerals? The next two must go on with it."""
    if opening.rank != NUMBER or NUMBER in counts or opening.count[0] not in (3, 4):
        return False
    following = [each.count[0] for each in itertools.islice((each for each in later if each.rank == NUMBER), 2)]
    goes_on = following == [opening.count[0] + 1, opening.count[0] + 2]
    return goes_on and not _hangs_before(texts, opening.line)


def _nested(
    opening: Opening, counts: dict[int, tuple[int, ...]], accepted: Sequence[Opening], texts: Sequence[str]
) -> Opening:
    """A count that starts again right under a numbered title ("1. Thể chế" / "1. Rà soát ...") is one level deeper."""
    outer, inner = counts.get(NUMBER), counts.get(DECIMAL)
    if opening.rank != NUMBER or outer is None:
        return opening
    number, deeper = opening.count[0], replace(opening, rank=DECIMAL, count=(*outer, *opening.count))
    if number == 1:
        last = accepted[-1]
        return deeper if last.rank == NUMBER and _is_short_title(texts, last) else opening
    if inner is None or inner[:1] != outer or number != inner[-1] + 1 or "." in _last_label(accepted, DECIMAL):
        return opening
    resumes = number == outer[0] + 1 and _is_short_title(texts, opening)
    return opening if resumes else deeper


def _last_label(accepted: Sequence[Opening], rank: int) -> str:
    return next((opening.label for opening in reversed(accepted) if opening.rank == rank), "")


def _is_short_title(texts: Sequence[str], opening: Opening) -> bool:
    """Is the line a title and nothing else: short, no sentence?"""
    title = texts[opening.title_line][opening.title_at :].strip(" *_")
    below = texts[opening.title_line + 1 : opening.title_line + 2]
    goes_on = bool(below) and bool(re.match(r"\s*(?:[a-zà-ỹđ]\w|\d+/)", below[0]))
    return 0 < len(title.split()) <= 14 and not goes_on and not re.search(r"[.;,]$", title)


def _settle(opening: Opening, counts: dict[int, tuple[int, ...]], texts: Sequence[str]) -> Opening | None:
    """The opening with its count made sure, or None where it goes on no count."""
    rank, last = opening.rank, counts.get(opening.rank, ())
    if rank == APPENDIX:
        return opening
    if rank == ROMAN:
        return _settle_roman(opening, last, texts)
    if rank == POINT:
        return _settle_point(opening, last, texts)
    if rank == DECIMAL:
        parent = counts.get(NUMBER, ())
        fits = opening.count[:1] == parent[:1] or not parent
        step = opening.count[-1] - (last[-1] if last[:-1] == opening.count[:-1] else 0)
        deeper = last and opening.count[: len(last)] == last and opening.count[-1] == 1
        if opening.bent and step != 1:
            return None
        return opening if fits and (1 <= step <= 2 or deeper or len(opening.count) < len(last)) else None
    step = opening.count[0] - (last[0] if last else 0)
    if rank == LETTER and not (opening.count[0] == 1 or step == 1):
        return None
    if rank == ARTICLE:
        return opening if 1 <= step <= 3 or opening.count[0] == 1 or not last else None
    if rank == NUMBER:
        if _hangs_before(texts, opening.line) and _continues_prose(texts, opening):
            return None
        if opening.bent:
            is_alone = opening.title_line != opening.line
            return opening if step == 1 and (is_alone or not _hangs_before(texts, opening.line)) else None
        return opening if 1 <= step <= 2 or opening.count[0] == 1 else None
    return opening if 1 <= step <= 3 or opening.count[0] == 1 else None


def _continues_prose(texts: Sequence[str], opening: Opening) -> bool:
    """A numeral that ends the sentence begun on the line before ("... theo khoản" / "2. Điều 5")."""
    before = fold(texts[opening.line - 1]).split()
    return bool(before) and before[-1] in (
        "khoan", "dieu", "diem", "muc", "so", "thang", "nam", "ngay", "quy", "chuong", "phan", "tu", "den", "va", "cap",
    )  # fmt: skip


def _settle_roman(opening: Opening, last: tuple[int, ...], texts: Sequence[str]) -> Opening | None:
    """Read a numeral that OCR may have bent as the one that is due; the first may open a count, none reopens it."""
    due = (last[0] if last else 0) + 1
    title = texts[opening.line][opening.title_at :].strip(" *_")
    if not title[:1].isupper() and not title[:1].isdigit():
        return None
    lost_strokes = due in (2, 3) and re.fullmatch(r"[IiLl1|!íÍ]{1,3}", opening.label) and _is_in_capitals(title)
    for value in (due,) if opening.bent else (due, due + 1, due + 2):
        if value < len(_ROMAN) and _looks_like(opening.label, _ROMAN[value]):
            return replace(opening, label=_ROMAN[value], count=(value,))
    return replace(opening, label=_ROMAN[due], count=(due,)) if lost_strokes else None


def _looks_like(seen: str, roman: str) -> bool:
    """Is `seen` the numeral, or what OCR makes of it (I as 1, l, L, |; II as H; V as U)?"""
    if seen == roman:
        return True
    if seen.isdigit() and not re.fullmatch("1{2,3}", seen):
        return False
    bent = re.sub(r"[1l|!íÍLi]", "I", seen.replace("H", "II").replace("U", "V").replace("v", "V"))
    return bent == roman and (len(seen) > 1 or seen not in "1l!íÍi")


def _settle_point(opening: Opening, last: tuple[int, ...], texts: Sequence[str]) -> Opening | None:
    """Points go a, b, c, d, đ, e; OCR reads đ as d, so a second d is đ."""
    place, reached = opening.count[0], last[0] if last else 0
    if opening.label == "d" and reached == 4:
        return replace(opening, label="đ", count=(5,))
    if opening.bent:
        return opening if place == reached + 1 else None
    return opening if place == 1 or 1 <= place - reached <= 3 else None


# ---------------------------------------------------------------- sections


def _sections(
    document: Document, accepted: Sequence[Opening], texts: Sequence[str], forms: frozenset[int]
) -> Iterator[Section]:
    """Each opening with its title, its level among the ones open above it, and where its body ends."""
    ranks: list[tuple[int, int]] = []  # the open headings above: rank, length of the count
    for place, opening in enumerate(accepted):
        height = (opening.rank, len(opening.count))
        while ranks and ranks[-1] >= height:
            ranks.pop()
        ranks.append(height)
        end = _end_of(document, accepted, place, forms)
        title = _title(texts, opening, accepted, place, ranks)
        start = document.line_starts[opening.line]
        yield Section(len(ranks), _KIND[opening.rank], opening.label, title, start, end)


def _end_of(document: Document, accepted: Sequence[Opening], place: int, forms: frozenset[int]) -> int:
    """The start of the next heading that stands no lower, or of the signature block before it."""
    own = accepted[place]
    height = (own.rank, len(own.count))
    until = len(document.lines)
    for later in accepted[place + 1 :]:
        if (later.rank, len(later.count)) <= height:
            until = later.line
            break
    last = next((index for index in range(own.line + 1, until) if index in forms), until)
    if last < until and own.rank == APPENDIX:  # an attached plan may hold a signature block in its middle
        last = until
    return document.line_starts[last] if last < len(document.lines) else len(document.text)


def _title(
    texts: Sequence[str], opening: Opening, accepted: Sequence[Opening], place: int, ranks: Sequence[tuple[int, int]]
) -> str:
    """The words of the heading, joined over its lines; "" where the numeral opens a sentence, not a title."""
    following = accepted[place + 1].line if place + 1 < len(accepted) else len(texts)
    if opening.rank == APPENDIX:
        return _appendix_title(texts, opening, following)
    words = [texts[opening.title_line][opening.title_at :].strip()]
    at = opening.title_line + 1
    while at < min(following, opening.title_line + 5) and _goes_on(words[-1], texts[at]):
        words.append(texts[at].strip())
        at += 1
    title = re.sub(r"\s+", " ", re.sub(r"[*_#]+", "", " ".join(words))).strip()
    colon = re.match(r"([^:]{3,140}?):(?=\s|$)", title)
    if colon and len(colon[1].split()) <= 16:
        return colon[1].strip()
    is_sentence = re.search(r"[.;]$", title) or (
        at < len(texts) and texts[at].strip() and not _ends_title(texts, at, title)
    )
    if opening.rank in (NUMBER, DECIMAL, POINT) and (
        (is_sentence and len(title.split()) > 12) or len(title.split()) > 32
    ):
        return ""
    if len(title.split()) > 60:
        return " ".join(title.split()[:40]) + " …"
    return title.rstrip(" .;:,/")


def _goes_on(last: str, text: str) -> bool:
    """Does a heading's line go on in the next? Not after an end mark; capitals in capitals, a sentence in small"
    " letters."""
    bare = re.sub(r"[*_#]+", "", text).strip()
    if not bare or re.search(r"[.;:]$", last.rstrip(" *_")) or re.match(r"[-–+•*(]|\d{1,2}[.)]", bare):
        return False
    if last.isupper():
        return bare.isupper() and bool(re.search(r"[A-Z]", fold(bare).upper()))
    return bare[0].islower() or bool(re.search(r"(?:,|\b(?:và|của|về|cho|trong|với|tại|tỉnh|các|theo))$", last.lower()))


def _ends_title(texts: Sequence[str], at: int, title: str) -> bool:
    """Does a new paragraph begin at line `at`, behind the heading?"""
    text = texts[at].strip()
    return text[:1].isupper() or bool(re.match(r"[-–+•*(“\"]|\d+(?![\d/])", text))


def _appendix_title(texts: Sequence[str], opening: Opening, following: int) -> str:
    """The lines below "PHỤ LỤC" or below the kind of an attached document, down to "(Kèm theo ...)"."""
    words = [texts[opening.line][opening.title_at :].strip(" :.*_–-")]
    for at in range(opening.line + 1, min(opening.line + 9, following, len(texts))):
        text = re.sub(r"[*_#]+", "", texts[at]).strip()
        if re.match(r"\(?(?:ban hanh )?kem theo|\(", fold(text)) or (text and len(words) > 1 and not text.isupper()):
            break
        if text and (text.isupper() or not any(words)):
            if re.match(r"(?:\(|stt|tt\b|can cu|[ivx1]+[.)] )", fold(text)):
                break
            words.append(text)
        elif text:
            break
    return " ".join(word for word in words if word).strip()
