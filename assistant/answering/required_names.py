"""What has to be named in a passage before it may answer: the document, the company, the person, the place or the
procedure that the question asks about."""

from __future__ import annotations

import re

from assistant.answering.forms import Name
from assistant.answering.identity import asked_facets
from assistant.answering.requirement import Passage, Question, Requirement, plain_number
from assistant.answering.slots import asks_for_code
from assistant.answering.values import find_values
from assistant.language.vietnamese import CAPITAL, SYLLABLE, fold
from assistant.schema import AnswerKind

# ---------------------------------------------------------------- documents

_NUMBERED = r"(?:quyet dinh|nghi dinh|thong tu|nghi quyet|chi thi|cong van|to trinh|cong dien)"
_WHICH_DOCUMENT = re.compile(
    rf"\b{_NUMBERED}(?: so)? (?:nao|may|bao nhieu)\b|\bvan ban nao (?:quy dinh|thay|bai)|\bso (?:may|bao nhieu)\b"
    r"|\b(?:so hieu|mang so) (?:la )?(?:nao|gi|may|bao nhieu)\b"
    r"|\b(?:which|what) (?:\w+ )?(?:decision|decree|circular|resolution|directive)s?\b"
)
_BY_NAME = re.compile(rf"\b{_NUMBERED} (?:quy dinh|ve|xu phat|sua|thay|cua)\b")
"""A document named by what it is about, as one that is still to be made has no number."""


_ITS_NUMBER = re.compile(r"\b(?:so hieu|mang so|so ky hieu)\b[^?]{0,12}(?:gi|nao|may|bao nhieu)\b")


def _asks_for_its_number(question: Question) -> bool:
    return _ITS_NUMBER.search(question.folded) is not None


def _lacks_number(question: Question, passage: Passage) -> bool:
    values = find_values(passage.text, "document_number")
    return all(fold(value.text) in question.asked.folded for value in values)


def _asks_which_document(question: Question) -> bool:
    return question.kind == "document_number" and not asked_facets(question.asked.query)


def _lacks_document(question: Question, passage: Passage) -> bool:
    """Has a passage no number of a document but its own and those that the question names?"""
    values = find_values(passage.text, "document_number")
    new = [value for value in values if fold(value.text) not in question.asked.folded]
    if new:
        return all(plain_number(value.text) == passage.number for value in new)
    exact = _WHICH_DOCUMENT.search(question.folded)
    return bool(exact) and not passage.is_row and not _BY_NAME.search(passage.folded)


# ---------------------------------------------------------------- names

_NAMED = tuple(
    (
        re.compile(rf"(?<!loai )\b{noun}(?: cu the)? nao\b|\b(?:which|what) (?:\w+ )?(?:{english})\b"),
        re.compile(rf"(?:{shown})\w*"),
        name,
    )
    for noun, english, shown, name in (
        (
            "ngan hang", "banks?", rf"(?:[Nn]gân hàng|NGÂN HÀNG)(?: TMCP)? {CAPITAL}",
            ("tên ngân hàng", "name of the bank"),
        ),
        (
            "(?:nha thau|cong ty|doanh nghiep|nha dau tu|tap doan|nha mang|don vi thi cong)",
            "contractors?|compan(?:y|ies)|enterprises?|investors?",
            r"(?:[Cc]ông ty|[Tt]ập đoàn|[Dd]oanh nghiệp|[Nn]hà thầu|[Ll]iên danh|CÔNG TY|TẬP ĐOÀN)"
            rf"(?:[:,]| cổ phần| TNHH| CP| TMCP)* {CAPITAL}|Viettel|VNPT|MobiFone|Vinaphone|FPT|CTCP|TNHH|[Cc]ổ phần",
            ("tên doanh nghiệp", "name of the company"),
        ),
        (
            "(?<!cap )(?:xa|phuong|thon|dac khu)", "communes?|wards?|villages?",
            rf"(?:[Xx]ã|[Pp]hường|[Đđ]ặc khu|[Tt]hôn|[Bb]ản|[Tt]hị trấn|XÃ|PHƯỜNG)(?:[:,]| các)* (?:{CAPITAL}|\d)"
            "|khu vực|giáp|nơi cư trú",
            ("tên xã, phường", "name of the commune"),
        ),
        (
            "(?:benh vien|co so y te)", "hospitals?",
            rf"(?:[Bb]ệnh viện|[Tt]rung tâm|[Tt]rạm) (?:[^\W\d_]+ ){{0,3}}?{CAPITAL}",
            ("tên cơ sở y tế", "name of the hospital"),
        ),
        (
            "(?:khu|cum) cong nghiep", "(?:industrial )?(?:parks?|zones?)",
            rf"(?:KCN|CCN|[Kk]hu công nghiệp|[Cc]ụm công nghiệp) {CAPITAL}",
            ("tên khu công nghiệp", "name of the industrial park"),
        ),
        (
            "(?<!bo )(?<!thu )(?<!ngoi )truong", "schools?|universit(?:y|ies)",
            rf"[Tt]rường (?:[^\W\d_]+ ){{0,8}}?{CAPITAL}",
            ("tên trường", "name of the school"),
        ),
    )
)  # fmt: skip


def _by_name(asked: re.Pattern[str], shown: re.Pattern[str], name: Name) -> Requirement:
    """A name of something, which the question does not hold itself."""
    return Requirement(
        name,
        lambda question: asked.search(question.folded) is not None,
        lambda question, passage: all(
            fold(match[0]) in question.asked.folded for match in shown.finditer(passage.text)
        ),
    )


_PERSON_ASKED = re.compile(
    r"\b(?:ten (?:la )?gi|la (?:ong|ba|dong chi) nao|ho (?:va )?ten|ten tuoi|ten ai|what is the name|by name)\b"
)
_WHO = re.compile(
    rf"\bai (?:dai dien|thay mat)\b|\bai (?:\w+ ){{0,8}}?ky (?:ban hanh\b|{_NUMBERED}|ke hoach\b)|\bla ai\b"
    r"|\bwho (?:signed|represents?|represented|chairs|heads|is the (?:\w+ ){0,3}(?:director|head|chair\w*|officer))\b"
)
"""Who signs a contract is a matter of office, who signed a decision one of a person."""


def _asks_for_name(question: Question) -> bool:
    named = question.kind == "person" and _PERSON_ASKED.search(question.folded)
    return bool(named or _WHO.search(question.folded))


def _lacks_person(question: Question, passage: Passage) -> bool:
    return all(fold(value.text) in question.own for value in find_values(passage.text, "person"))


_OF_SIGNATURE = re.compile(
    r"\b(?:ky|sign\w*|gui|noi nhan|chuc vu|recipients?|cop(?:y|ied)|put .* name|nhan (?:van ban|duoc)|de biet|luu)\b"
)


def _asks_of_no_signature(question: Question) -> bool:
    return not asked_facets(question.asked.query) and not _OF_SIGNATURE.search(question.folded)


def _is_signature(question: Question, passage: Passage) -> bool:
    return passage.window.hit.chunk.kind == "signature"


_PLACE = re.compile(
    r"(?<!\w)(?:xã|phường|thị trấn|huyện|quận|thị xã|đảo|sân bay|cảng|rừng|núi|hồ|sông|cầu|chợ|bệnh viện"
    rf"|(?:commune|ward|district) of) ((?:{CAPITAL}[^\W\d_A-Z]+\W){{1,3}})"
)


def _places(question: Question) -> list[str]:
    """The names of the smaller places that a question names by their sort: "sân bay Nội Bài"."""
    query = question.asked.query
    return [" ".join(SYLLABLE.findall(fold(match[1]))) for match in _PLACE.finditer(f"{query.question} ")]


def _asks_of_a_place(question: Question) -> bool:
    return question.kind in _OF_ONE_PLACE and bool(_places(question))


_OF_ONE_PLACE: frozenset[AnswerKind] = frozenset(
    {"number", "percentage", "amount", "date", "deadline", "document_number", "yes_no", "person"}
)


def _tells_of_other_places(question: Question, passage: Passage) -> bool:
    """Is none of the places named in a passage, nor in what its document says it is?"""
    metadata = passage.window.reading.document.metadata
    said = f"{passage.text} {metadata.issuer or ''} {metadata.subject or ''}"
    held = f" {' '.join(SYLLABLE.findall(fold(said)))} "
    return not any(f" {place} " in held for place in _places(question))


_PROCEDURE = (
    ("cap moi", re.compile(r"\bcap\b(?! (?:lai|doi|tinh|xa|huyen))")),
    *((name, re.compile(rf"\b{name}\b")) for name in ("cap lai", "cap doi", "thu hoi", "dieu chinh", "gia han")),
)
"""What a procedure does, as questions name it, and as the row of another procedure does not."""


def _asks_for_code(question: Question) -> bool:
    return asks_for_code(question.asked) and any(f" {name} " in question.folded for name, _ in _PROCEDURE)


def _is_of_another_procedure(question: Question, passage: Passage) -> bool:
    return not any(shown.search(passage.folded) for name, shown in _PROCEDURE if f" {name} " in question.folded)


# ---------------------------------------------------------------- all of them

NAMES = (
    Requirement(None, _asks_of_no_signature, _is_signature),
    Requirement(("số, ký hiệu", "number"), _asks_for_its_number, _lacks_number),
    Requirement(None, _asks_which_document, _lacks_document),
    Requirement(None, _asks_of_a_place, _tells_of_other_places),
    Requirement(("mã thủ tục", "code of the procedure"), _asks_for_code, _is_of_another_procedure),
    Requirement(("họ tên của người", "name of the person"), _asks_for_name, _lacks_person),
    *(_by_name(*named) for named in _NAMED),
)
