"""Answer what is asked about a document itself: number, date, signer, recipients; a blank field is said to be blank."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Literal

from assistant.answering.features import Asked, Window
from assistant.answering.rendering import day_in_english, gloss
from assistant.answering.selection import is_meant, key_of_number, read_named
from assistant.answering.wording import show_day
from assistant.language.vietnamese import SYLLABLE, fold
from assistant.schema import Document, Metadata, Query

Facet = Literal["number", "date", "signer", "position", "recipients", "issuer", "subject", "kind", "urgency"]

_KIND = (
    r"(?:ke hoach|quyet dinh|nghi quyet|chi thi|thong bao|cong van|thong tu|huong dan|to trinh|bao cao|van ban|"
    r"nghi dinh|cong dien|plan|decision|resolution|directive|notice|letter|decree|circular|document)\b"
)
_OFFICE = (
    r"(?:nguoi|ong|ba|(?<!don )vi|dong chi|lanh dao|(?:pho )?(?:chu tich|giam doc|thu tuong|chu nhiem|cuc truong)"
    r"|bo truong|thu truong|chanh van phong)"
)
_SIGNS = (
    r"(?:(?:la nguoi|da|dung ra|dung ten|thay mat|truc tiep|dat but) )*ky\b"
    r"(?! (?:hop|luat|thi|bao|ket|nang|thuat|su|hieu|niem|nay|truoc|sau)\b)"
)
_FACETS: tuple[tuple[Facet, re.Pattern[str]], ...] = (
    ("number", re.compile(
        r"\bso,? (?:va )?ky hieu|\bso hieu|(?<!cac )\bso (?:may|bao nhieu)\b|ky hieu (?:gi|nao|la)|mang so"
        rf"|^\W*(?:cho (?:em|toi|minh) (?:hoi|biet) )?so (?:cua )?{_KIND}[^?]* (?:bao nhieu|may|gi|nao)\b"
        r"|document number|(?:what (?:is|are) the|which|what) number"
        # a follow-up that asks for its source
        r"|^\W*(?:(?:vay|the|va) )?(?:theo|trong|tai|o|do) (?:van ban|quyet dinh|ke hoach|cong van|tai lieu) nao"
        r"(?: quy dinh| neu| noi| ghi| vay| the)*\W*$"
        r"|^\W*(?:van ban|tai lieu) nao (?:quy dinh|neu|noi|ghi)(?: dieu do| vay| the| viec nay)?\W*$"
        r"|^\W*(?:in |under |by )?which document(?: says so| is that)?\W*$")),
    ("date", re.compile(
        r"(?:ban hanh|phat hanh|\bky\b(?! hop| thi| bao)|\bra)(?: (?:vao|tu|luc))? (?:ngay|hom|bua|khi|luc|thang)"
        r"(?:,? (?:thang|nam))* (?:nao|may)"
        r"|(?:ban hanh|\bky) (?:khi nao|bao gio|luc nao)|ngay (?:ban hanh|ky)\b|issued on"
        r"|(?:date of )?issue(?: date)"
        r"|^\W*(?:cua |la |trong )?nam (?:nao|may)\W*$|^\W*(?:of |from )?(?:which|what) year\W*$"
        r"|number and date|when (?:was|were)(?: \w+){0,12} (?:issued|signed)")),
    ("signer", re.compile(
        rf"\bai {_SIGNS}|nguoi (?:dat but )?ky\b|\bky boi"
        rf"|\b{_OFFICE}(?: \w+){{0,5}} nao(?: cua(?: \w+){{1,7}}?)? {_SIGNS}"
        r"|signed by|signatory|\bwho (?:has )?(?:signed|put (?:his|her|their) names?)|\bwhich (?:\w+ ){1,5}signed")),
    ("position", re.compile(r"chuc (?:vu|danh|gi)|giu chuc|cuong vi|what position|in what capacity")),
    ("recipients", re.compile(
        r"noi nhan|\bgui (?:cho |den |toi )?(?:nhung )?(?:ai|co quan nao|noi nao|dau)\b|recipients|distribution list")),
    ("issuer", re.compile(
        r"\bdo (?:co quan|ai|don vi) (?:nao )?ban hanh|\b(?:co quan|don vi|ai) (?:nao )?(?:da )?ban hanh|who issued"
        r"|which (?:body|agency) issued")),
    ("subject", re.compile(r"ve (?:viec|chuyen) gi|noi ve (?:viec |van de )?gi|trich yeu|what is .* about$"
        r"|^\W*(?:cho (?:em|toi|minh) )?(?:(?:tom tat|noi dung)(?: chinh| chu yeu| noi dung)?|summar\w+)(?: cua| of)?"
        rf"(?: the)? {_KIND}")),
    ("kind", re.compile(r"loai van ban|hinh thuc van ban|kind of document|type of document")),
    ("urgency", re.compile(r"do khan|muc do khan|urgency")),
)  # fmt: skip
_WHEN = re.compile(r"(?:ngay|hom|bua) (?:nao|may)|\band (?:its |the )?(?:issue )?date")

_BLANK_VI: dict[Facet, str] = {
    "number": "Số văn bản còn để trống",
    "date": "Ngày ban hành còn để trống",
    "signer": "Văn bản không ghi người ký",
    "position": "Văn bản không ghi chức vụ người ký",
    "recipients": "Văn bản không ghi nơi nhận",
    "issuer": "Văn bản không ghi cơ quan ban hành",
    "subject": "Văn bản không ghi trích yếu",
    "kind": "Văn bản không ghi tên loại",
    "urgency": "Văn bản không ghi độ khẩn",
}
_BLANK_EN: dict[Facet, str] = {
    "number": "The number is left blank",
    "date": "The date of issue is left blank",
    "signer": "No signer is named",
    "position": "No position of the signer is given",
    "recipients": "No recipients are listed",
    "issuer": "No issuer is named",
    "subject": "No subject is given",
    "kind": "The kind of document is not given",
    "urgency": "No degree of urgency is given",
}


def asked_facets(query: Query) -> tuple[Facet, ...]:
    """Which fields of the official form the question asks for."""
    folded = fold(query.whole if not query.rewritten and query.whole else query.question)
    facets = [facet for facet, pattern in _FACETS if pattern.search(folded)]
    if query.rewritten and "recipients" in facets and _HANDED_IN.search(fold(query.rewritten)):
        facets.remove("recipients")  # to whom a dossier or report goes, not the document
    if "position" in facets and "signer" in facets:  # the signer is named with the position
        facets.remove("position")
    if facets and "date" not in facets and _WHEN.search(folded):
        facets.append("date")
    return tuple(facets)


_HANDED_IN = re.compile(r"\b(?:ho so|bao cao|don|giay to|dang ky|dossiers?|reports?)\b(?! (?:so )?\d)")
# Words that ask for a field or stand for the document itself, without marks.
_ASKING_FOR_FORM = """
    so ky hieu ngay thang nam ban hanh nguoi chuc vu danh giu noi nhan gui co quan don vi van ban ke hoach quyet dinh ve
    viec lap loai cuong mang dat but ten ra phat dong ai thong bao chi thi nghi quyet cong dien to trinh bao document
    tom tat noi dung chinh chu yeu summary number issued signed signer position title date plan decision
"""
_ABOUT = frozenset(_ASKING_FOR_FORM.split())
_OF_ANOTHER = re.compile(
    r"\b(?:thay (?:the |cho )|can cu|dua (?:vao|tren)|trien khai tu|ra doi theo|theo de nghi|tham tra|trinh|to trinh)\b"
)
_REST = 0.3  # of the question's weight may be other words than these and those of the document's identity


def is_about_itself(asked: Asked, document: Document) -> bool:
    """Does the question ask for fields of the form of this document, and for nothing that only its text can say?"""
    metadata = document.metadata
    if _SIGNATURE_ASKED.search(fold(asked.query.question)) and _is_named(asked.query, document):
        return True
    own = f"{fold(metadata.kind or '')} {fold(metadata.subject or '')}"  # "Quyết định ban hành Kế hoạch ..."
    if _OF_ANOTHER.search(asked.folded) or any(fold(kind) not in own for kind in asked.query.kinds):
        return False  # another document is asked about, which this one names
    return share_of_others(asked, document, _ABOUT) <= _REST


_SIGNATURE_ASKED = re.compile(
    rf"\b{_SIGNS}(?: thay| ten| ban hanh)*(?:\W*(?:vay|the|nhi|a|ha|do|day))*\W*$"
    rf"|\b{_SIGNS}(?: thay| ten| ban hanh)* (?:{_KIND}|nq|qd|tt|nd|cv|ct|kh|tb)"
    rf"|\b(?:signed|names? to) (?:the )?{_KIND}"
)
"""Who signed the document itself, not what is said in it to be signed."""


def _is_named(query: Query, document: Document) -> bool:
    """Does the question name the document by its number, and no other of its kind that may be meant?"""
    named = fold(document.metadata.kind or "") in map(fold, query.kinds) or not query.kinds
    other = _OF_ANOTHER.search(fold(query.question))
    return named and not other and is_meant(read_named(query), document)


def share_of_others(asked: Asked, document: Document, asking: Set[str]) -> float:
    """The share of the question's weight that neither asks (words of `asking`) nor says which document is meant."""
    metadata = document.metadata
    fields = (metadata.number, metadata.kind, metadata.issuer, metadata.province, metadata.subject, metadata.superior)
    known = set(SYLLABLE.findall(fold(" ".join(filter(None, (*fields, metadata.issued_on))))))
    own = {word.lstrip("0") for word in known} | known | asking
    words = asked.words
    if asked.query.rewritten:  # the topic of the question before says which document, not what is asked of it
        said = set(SYLLABLE.findall(fold(asked.query.question)))
        words = {word: weight for word, weight in words.items() if word in said}
    total = sum(words.values()) or 1.0
    return sum(weight for word, weight in words.items() if word.lstrip("0") not in own) / total


_CITED_KIND = (
    r"(?:quyet dinh|nghi quyet|nghi dinh|thong tu|chi thi|ke hoach|van ban|cong van|quy dinh|quy che|qd|nq|so)"
)
_OF_CITED = re.compile(
    rf"\b(?:(?:thanh lap|lap ra|lap|ra doi|thuc hien|trien khai|duoc giao)(?: \S+){{0,2}} (?:theo|bang|tu|boi|tai)"
    rf"|thay(?: the| cho)?|(?<!bi )bai bo|(?<!bi )sua doi|can cu(?: vao)?|dua (?:vao|tren))(?: \S+){{0,3}}? "
    rf"{_CITED_KIND} (?:so )?(?:nao|may|gi|bao nhieu)\b"
    r"|\bwhich\b.*\b(?:replaced?|repeal(?:s|ed)?|implement(?:s|ed)?|amend(?:s|ed)?|based on)\b"
)


def bears_only_its_number(asked: Asked, window: Window) -> bool:
    """Does a passage hold no number but that of its own document, where one is asked for that this goes by, or that
    founded or was replaced by something?"""
    own, reading = window.reading.document.metadata.number, window.reading
    if asked.query.kind != "document_number" or not own or not _OF_CITED.search(asked.folded):
        return False
    numbers = (placed.value.text for index in window.inside for placed in reading.values_of(index, "document_number"))
    return {key_of_number(number) for number in numbers} == {key_of_number(own)}


# ---------------------------------------------------------------- saying


def say_facets(query: Query, document: Document, facets: tuple[Facet, ...]) -> tuple[str, ...]:
    """A short phrase for each field asked; a blank one is said to be blank."""
    blank = _BLANK_EN if query.language == "en" else _BLANK_VI
    return tuple(_say(query, document, facet) or blank[facet] for facet in facets)


def _say(query: Query, document: Document, facet: Facet) -> str | None:
    metadata, english = document.metadata, query.language == "en"
    match facet:
        case "number":
            return _number(metadata.number, english)
        case "date":
            return _date(metadata, english)
        case "signer" if metadata.signer:
            by = f"Signed by {metadata.signer}" if english else metadata.signer
            return f"{by} ({_position(metadata, english)})" if metadata.position else by
        case "signer" if metadata.position:
            held = _position(metadata, english)
            return f"No name of a signer is given, only the position: {held}" if english else (
                f"Văn bản không ghi họ tên người ký, chỉ ghi chức vụ: {held}"
            )  # fmt: skip
        case "position":
            return _position(metadata, english)
        case "recipients":
            return "; ".join(metadata.recipients) or None
        case "issuer":
            return metadata.issuer
        case "subject":
            return metadata.subject
        case "kind":
            return metadata.kind
        case "urgency":
            return metadata.urgency
    return None


def _number(number: str | None, english: bool) -> str | None:
    if not number:
        return None
    if not number[0].isdigit():
        left = "The number is left blank (only the symbol" if english else "Số văn bản còn để trống (chỉ có ký hiệu"
        return f"{left} {number})"
    return f"No. {number}" if english else f"Số {number}"


def _position(metadata: Metadata, english: bool) -> str | None:
    """The position as it stands; in English with its meaning: "KT. Giám đốc, Phó Giám đốc - Deputy Director"."""
    if not metadata.position or not english:
        return metadata.position
    meaning = gloss(metadata.position.split(",")[-1].strip())
    return f"{metadata.position} - {meaning}" if meaning else metadata.position


def _date(metadata: Metadata, english: bool) -> str | None:
    if english:
        day = day_in_english(metadata.issued_on)
        return f"Issued on {day}" if len(day.split()) == 3 else f"Issued in {day}" if day else None
    day = show_day(metadata)
    return f"Ban hành {day}" if day else None
