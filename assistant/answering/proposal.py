"""Say at whose proposal a document was issued: the clause above its text that names who asked for it."""

from __future__ import annotations

import re

from assistant.answering.fixed_clause import FixedClause
from assistant.answering.identity import asked_facets
from assistant.answering.statements import Reading
from assistant.language.lexicon import word_set
from assistant.language.vietnamese import fold
from assistant.schema import Query

_WHO = (
    r"(?:ai(?! la (?!nguoi))|(?:bo truong|bo|vu|cuc|so|ban|phong|(?:co quan|don vi|nguoi)(?: \w+){0,4}?|vu truong"
    r"|cuc truong|giam doc|chu tich) nao|(?:vu|cuc|bo|ban|don vi|co quan) gi(?: (?:thuoc|cua|trong|o) (?:\w+ ){1,6}?)?)"
)
_PROPOSES = r"(?:de nghi|de xuat|kien nghi|tham muu(?: de)? trinh|trinh)"
_ISSUES = r"(?:ban hanh|phe duyet|cong bo|bai bo|dinh chinh|sua doi|thay the|thanh lap|kien toan|lam lai|ra|ky|dua ra)"
_ACT = r"(?:thong tu|nghi dinh|quyet dinh|nghi quyet|chi thi|ke hoach|de an|quy che|quy dinh|van ban|chuong trinh)"
_ASKED = re.compile(
    rf"\b(?:theo|xet) (?:de nghi|de xuat|to trinh) cua (?:{_WHO}|(?:nguoi|bo|vu|cuc)\b.{{0,40}}\bnao)\b"
    rf"|\b{_WHO}\b(?:\W+\w+){{0,10}}?\W+{_PROPOSES}\b(?:\W+\w+){{0,7}}?\W+(?:{_ISSUES}|{_ACT})\b"
    rf"|\b{_ACT}\b.{{0,160}}\b(?:do|boi) {_WHO} (?:\w+ ){{0,3}}?{_PROPOSES}\b"
    r"|\b(?:who|whose|which(?: \w+){1,4}?) (?:first |formally )?(?:proposed|proposal|recommended|requested|submitted)\b"
    r"|\bat (?:whose|(?:the )?(?:proposal|request) of (?:whom|which))\b"
)
_PLANNED = re.compile(r"\b(?:phai|se|duoc giao|co trach nhiem|hang nam|khi nao|thang may|truoc ngay)\b")
"""What asks for a duty that the text gives, not for who asked for the document."""
_ASKING = word_set(
    "theo xet de nghi xuat kien trinh tham muu ban hanh phe duyet cong bo bai bo dinh chinh sua doi thay the thanh lap"
    " kien toan lam lai ra ky dua ai bo vu cuc so ban phong co quan don vi nguoi truong giam doc chu tich nao dung"
    " dau thuoc trong viec thu tuong chinh phu loat proposed proposal requested recommended submitted minister ministry"
)

_CLAUSE = re.compile(
    r"(?:^|\n|[;,.]\s+)\s*(?:(?:theo|xet)\s+(?:de\s+nghi|de\s+xuat)\s+(?:cua\s+)?(?P<who>[^;.]{3,300}?)"
    r"|(?:sau\s+khi\s+)?(?:xem\s+)?xet\s+to\s+trinh\s+so\b[^;.]{3,60}?\bcua\s+(?P<whose>[^;.]{3,200}?))"
    r"(?=\s*[;.]|,?\s+(?:tai\s+(?:cac\s+)?(?:to\s+trinh|van\s+ban|cong\s+van|bao\s+cao)|ve\s+(?:viec|de\s+nghi)|de\s+nghi"
    r"|va\s+(?:y\s+kien|theo|bao\s+cao))\b|,?\s*\n[^\n]{0,90}?\bban\s+hanh\b|,?\s*\n\s*\n|,?\s*$)"
)
_TEXT = re.compile(r"\n\s*(?:quyet\s+(?:dinh|nghi)\s*:|dieu\s+1\b|i\.)")  # where the text begins of what is issued


def asks_at_whose_proposal(query: Query) -> bool:
    """Does the question ask who proposed a document?"""
    folded = fold(query.whole or query.question)
    if query.kind not in ("unit", "person", "text", "list") or "signer" in asked_facets(query):
        return False
    return _ASKED.search(folded) is not None and not _PLANNED.search(folded)


def proposer_of(reading: Reading) -> tuple[int, int] | None:
    """Where a document names, above its text, who proposed it."""
    begins = _TEXT.search(reading.folded)
    above = reading.folded[: begins.start() if begins else 0]
    match = next(_CLAUSE.finditer(above), None)
    if match is None:
        return None
    start, end = match.span("who" if match["who"] else "whose")
    return start, start + len(reading.text[start:end].rstrip(" ,"))


PROPOSAL = FixedClause(asks_at_whose_proposal, _ASKING, proposer_of)
