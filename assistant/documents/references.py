"""Find which documents a document names, and as what: basis, amended, replaced, repealed, attached, only mentioned."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from assistant.language.vietnamese import fold
from assistant.schema import Document, Reference

Relation = Literal["basis", "amends", "replaces", "repeals", "attached", "mentions"]

# "881/KH-SXD", "30/2020/NĐ-CP", "66.13/2026/NQ-CP", "117/2025/QH15", "4002/UBND-NC", party form "21-NQ/TW".
NUMBER = re.compile(
    r"(?<![\w/])(?:"
    r"(?:\d{1,3}\.)?\d{1,5}[a-z]?\s?/\s?(?:(?:19|20)\d\d\s?/\s?)?(?:[A-ZĐ][A-Za-zĐđƯư&.]{0,14}\d{0,2})(?:\s?[-–]\s?[A-ZĐ][A-Za-zĐđƯư&.]{0,14}\d{0,2}){0,2}"
    r"|\d{1,4}\s?[-–]\s?[A-ZĐ][A-Za-zĐđ]{1,6}\s?/\s?[A-ZĐ][A-Za-zĐđ]{1,6}"
    r")(?![\w/])"
)
_DATE = re.compile(
    r"ng[aà]y\s*(\d{1,2})\s*(?:[/.-]|\s*th[aá]ng\s*)\s*(\d{1,2})\s*(?:[/.-]|\s*n[aă]m\s*)\s*((?:19|20)\d\d)",
    re.IGNORECASE,
)
# OCR loses the bar of Đ. HD and DA stay: they are also Hướng dẫn and Dự án.
_BARRED = {
    "QD": "QĐ", "ND": "NĐ", "CD": "CĐ", "HDND": "HĐND", "LDTBXH": "LĐTBXH", "BLDTBXH": "BLĐTBXH", "SLDTBXH": "SLĐTBXH",
    "GDDT": "GDĐT", "SGDDT": "SGDĐT", "BGDDT": "BGDĐT", "BCD": "BCĐ",
}  # fmt: skip


def normalise_number(number: str) -> str:
    """A document number as it is written officially: no spaces, plain hyphens, the bars of Đ back.

    >>> normalise_number("2142/QD - UBND")
    '2142/QĐ-UBND'
    """
    bare = re.sub(r"\s", "", number).replace("–", "-").strip(".,;:")
    return "".join(_BARRED.get(part, part) for part in re.split(r"([/-])", bare))


def read_references(document: Document) -> tuple[Reference, ...]:
    """The documents that `document` names, each number once, with the strongest relation said of it.

    Its own number is left out.
    """
    text = document.text
    found: dict[str, Reference] = {}
    for match in NUMBER.finditer(text):
        number = normalise_number(match[0])
        is_own = number == document.metadata.number or _is_own_number(text, match.start())
        if is_own or not _is_document_number(number):
            continue
        relation = _relation(text, match.start(), match.end())
        if relation == "mentions" and _opens_item(text, match.start()):
            relation = _announced_relation(document, match.start())
        reference = Reference(number, relation, _issued_on(text, match.end()), match.start(), match.end())
        known = found.get(number)
        found[number] = reference if known is None else _stronger(known, reference)
    return tuple(sorted(found.values(), key=lambda reference: reference.start))


def _is_own_number(text: str, start: int) -> bool:
    """The number of the document itself, at the start of a line near its top ("Số: 12/KH-SXD")."""
    return start < 1200 and bool(re.search(r"(?:^|\n|phuc\s)\s*so\s*:\s*$", fold(text[max(0, start - 40) : start])))


def _opens_item(text: str, start: int) -> bool:
    """Does the number stand in the first words of an item of a list ("a) Quyết định số ...")?"""
    before = text[max(0, start - 80) : start]
    line = fold(before[before.rfind("\n") + 1 :]) if "\n" in before or start < 80 else "..."
    return bool(re.match(r"\s*(?:[-–+*]|\(?[a-z]\)|\d{1,2}[.)]|[a-z]\.)\s*(?:\w+\s+){0,4}(?:so\s*)?$", line))


def _announced_relation(document: Document, at: int) -> Relation:
    """What the sections around an item of a list say of all that it lists ("Bãi bỏ các quyết định sau:")."""
    for section in reversed(document.outline):
        if section.start <= at < section.end:
            lead_in = document.text[section.start : min(at, section.start + 400)]
            announced = re.split(r":|\n\s*\n|\.\s*\n|\n(?=\s*(?:[-–+*]|\w{1,2}[.)])\s)", lead_in.strip(), maxsplit=1)[0]
            for words, relation in _CHANGES:
                if words.search(fold(re.sub(r"\s+", " ", announced))) and not NUMBER.search(announced):
                    return relation
    return "mentions"


def _is_document_number(number: str) -> bool:
    """Has it the letters of a document's symbol ("12/UBND", not "24/h" or "01/A")?"""
    symbol = re.sub(r"^\d+[a-z]?[/-](?:\d{4}/)?", "", number)
    return len(re.findall(r"[A-ZĐ]", symbol)) >= 2


_STRENGTH: tuple[Relation, ...] = ("mentions", "attached", "basis", "amends", "replaces", "repeals")


def _stronger(known: Reference, new: Reference) -> Reference:
    best = new if _STRENGTH.index(new.relation) > _STRENGTH.index(known.relation) else known
    issued_on = best.issued_on or known.issued_on or new.issued_on
    return Reference(best.number, best.relation, issued_on, best.start, best.end)


def _issued_on(text: str, end: int) -> str | None:
    """The date said right behind the number: "số 12/QĐ-UBND ngày 05 tháng 3 năm 2024"."""
    match = _DATE.search(text, end, end + 45)
    if not match or re.search(r"[;.\d]", text[end : match.start()]):
        return None
    try:
        return date(int(match[3]), int(match[2]), int(match[1])).isoformat()
    except ValueError:
        return None


_AMENDS = re.compile(r"\bsua doi(?:,?\s+bo sung)?\b|\bbo sung mot so dieu\b|\bdinh chinh\b")
_REPLACES = re.compile(r"\bthay the\b")
_REPEALS = re.compile(r"\bbai bo\b|\bhet hieu luc\b|\bhuy bo\b")
_ATTACHED = re.compile(r"\b(?:ban hanh\s+)?kem\s+theo\b")


# The title of a document that itself changes another: "Luật sửa đổi, bổ sung một số điều của Luật ..."
_CHANGING_TITLE = re.compile(r"\b(?:luat|nghi dinh|thong tu|nghi quyet|quyet dinh)\s+(?:ve viec\s+)?sua doi\b")
_CHANGES: tuple[tuple[re.Pattern[str], Relation], ...] = (
    (_REPLACES, "replaces"),
    (_REPEALS, "repeals"),
    (_AMENDS, "amends"),
)


def _relation(text: str, start: int, end: int) -> Relation:
    """What the sentence around the number says of it.

    Words of change count only when they stand before the number with no other number between, or behind it as the
    predicate ("Quyết định số 5/QĐ-UBND hết hiệu lực"), and not when it is the named document that changes another.
    """
    begin = max(text.rfind(";", max(0, start - 600), start), _sentence_start(text, start)) + 1
    if _opens_with_basis(text, start):
        return "basis"
    pieces = NUMBER.split(text[begin:start])
    near = fold(re.sub(r"\s+", " ", pieces[-1]))[-120:]
    after = re.split(r"[.;]\s", fold(re.sub(r"\s+", " ", text[end : end + 300])))[0]
    if re.search(r"\bhet hieu luc\b|\b(?:bi|duoc) bai bo\b", after) and not NUMBER.search(text[end : end + len(after)]):
        return "repeals"
    changed_by_another = len(pieces) > 1 or _CHANGING_TITLE.search(near)  # "Nghị định số A sửa đổi Nghị định số B"
    for words, relation in _CHANGES:
        if words.search(near) and not changed_by_another:
            return relation
    return "attached" if _ATTACHED.search(near) else "mentions"


def _opens_with_basis(text: str, start: int) -> bool:
    """Does the paragraph around the number begin with "Căn cứ"? One begins behind a blank line or with such words."""
    window = text[max(0, start - 900) : start]
    openings = list(
        re.finditer(r"(?:^|\n)[\s\-–+*]*(?=(Căn cứ|Căn cử|Căn\ncứ|Theo|Xét|Thực hiện|Để)\b)|\n\s*\n", window)
    )
    last = next((match for match in reversed(openings) if match[1] or match is openings[-1]), None)
    return last is not None and bool(re.match(r"\s*[-–+*]?\s*can\s+cu\b", fold(window[last.end() :])))


def _sentence_start(text: str, start: int) -> int:
    """Where the sentence that holds `start` begins: behind a full stop before a space, or behind an empty line."""
    window = text[max(0, start - 600) : start]
    ends = [match.end() for match in re.finditer(r"(?<!\d)\.(?=\s)|\n\s*\n|\n(?=\s*(?:Căn cứ|Điều \d))", window)]
    return max(0, start - 600) + (ends[-1] - 1 if ends else -1)
