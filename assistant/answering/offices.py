"""Find who holds an office: in an appointment, in a list of members, or where the office is said to be somebody's."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.extraction import Scored
from assistant.answering.features import Asked, Window
from assistant.answering.statements import Reading
from assistant.answering.values import find_values
from assistant.language.vietnamese import CAPITAL, SYLLABLE, fold
from assistant.schema import Document, Query

_TITLE = (
    r"(?:(?:pho )?(?:tong )?(?:giam doc|chu tich|bi thu|chanh (?:van phong|thanh tra)|chu nhiem|hieu truong"
    r"|truong (?:phong|ban|doan|tieu ban|to|khoa))|(?:pho )?to truong|bo truong|thu truong|(?:pho )?(?:cuc|vu) truong)"
)
_OFFICE = re.compile(rf"(?<!\w)({_TITLE})(?P<standing>(?: ban| chi dao)* thuong truc)?(?!\w)")
_ASKED = re.compile(
    r"\bla ai\b|\bai (?:la|lam|giu|dang giu|dam nhiem|kiem)\b|\bten (?:la )?gi\b|\bten\b.{0,80}\bla gi\b"
    r"|\bwho (?:is|was|heads|chairs)\b"
)
_SIGNS = re.compile(r"\bky\b(?! luat| niem| nang)|\bsign")  # asks who signed a document, whatever the office
_NAME_ASKED = re.compile(r"\bten\b|\bname\b")


def asks_for_office_holder(query: Query) -> bool:
    """Does the question ask who holds an office, so that only a person or the holder of another office answers it?"""
    asked = fold(query.whole or query.question)
    official = fold(query.text) if query.language == "en" else asked
    return bool(_OFFICE.search(official) and _ASKED.search(asked) and not _SIGNS.search(asked))


@dataclass(frozen=True)
class Holder:
    """Who holds an office, by name or by another office: a range of Document.text."""

    office: str  # without marks: "pho truong ban thuong truc"
    start: int
    end: int


_APPOINTED = (
    r"(?:phan cong|giao|cu|bo nhiem|chi dinh|dieu dong|bau|do)\s+(?P<holder>[^;.:]{3,120}?)\s+"
    r"(?:lam|giu chuc vu|giu chuc|giu|dam nhiem|kiem nhiem|kiem|la)\s+"
)
_IS = r"(?:(?! (?:do|tai|khi|co|phai|duoc|ky) )[^;.:,]){0,60}?\s+la\s+(?P<holder>[^;.:,]{3,100})"
_LISTED = r"(?P<holder>[^;.:|]{3,120}?)\s*[-–—|,]\s*"
_ASKING = frozenset({"lam", "giu", "ten", "chuc", "vu", "ong", "ba", "ho", "hien", "dang", "ubnd"})
_LISTS = frozenset({"dash", "plus", "bullet", "row"})
_LEAST_OF_BODY = 0.6  # of the question's weight, offices left out, stands in the passage, above it or in the identity
_MOST_OF_BODY = 0.9  # of it stands in the name of the agency that issued a document


def holders_of(asked: Asked, reading: Reading, index: int) -> list[Holder]:
    """Who holds the offices that the question names, as far as one statement says so."""
    if not _is_of_body(asked, reading, index):
        return []
    statement = reading.statements[index]
    found = (_holder(asked, reading, statement.start, statement.end, office) for office in _offices(asked))
    return [holder for holder in found if holder]


def with_holders(asked: Asked, scored: Sequence[Scored]) -> list[Scored]:
    """The passages that say who holds the offices asked for: of most offices first, then the shortest."""
    places = {
        (each.window.reading.document.id, index): (each.window.reading, index)
        for each in scored
        for index in each.window.inside
    }
    offices = {
        place: {holder.office for holder in holders_of(asked, *statement)} for place, statement in places.items()
    }
    held = [
        (len(set().union(*(offices[each.window.reading.document.id, index] for index in each.window.inside))), each)
        for each in scored
    ]
    held.sort(key=lambda pair: (-pair[0], pair[1].window.last - pair[1].window.first))
    return [each for count, each in held if count]


def holders_in(asked: Asked, window: Window) -> list[Holder]:
    """Who holds the offices asked for, each office once, as far as a passage says so."""
    found: dict[str, Holder] = {}
    for index in window.inside:
        for holder in holders_of(asked, window.reading, index):
            found.setdefault(holder.office, holder)
    return list(found.values())


def signed_as(asked: Asked, documents: Iterable[Document]) -> Document | None:
    """The newest document that the holder of the one office asked for signed; None where no body is named whose
    documents these are."""
    offices = list(_offices(asked))
    if len(offices) != 1:
        return None
    title = " ".join(filter(None, offices[0]))
    signed = [
        document
        for document in documents
        if document.metadata.signer
        and title in _held_by_signer(document.metadata.position or "")
        and _of_body(asked, set(SYLLABLE.findall(fold(document.metadata.issuer or "")))) >= _MOST_OF_BODY
    ]
    return max(signed, key=lambda document: document.metadata.issued_on or "", default=None)


def _held_by_signer(position: str) -> list[str]:
    """The offices of who signed, without marks; who signs for another ("KT. Giám đốc, Phó Giám đốc") holds the last."""
    offices = [part.strip() for part in fold(position).split(",")]
    return offices[-1:] if re.search(r"\b(?:kt|tl|tuq|q)\.", fold(position)) else offices


def _offices(asked: Asked) -> Iterator[tuple[str, str]]:
    """Each office that the question names: its title, and "thuong truc" where it says that."""
    found = {(match[1], "thuong truc" if match["standing"] else "") for match in _OFFICE.finditer(asked.folded)}
    yield from sorted(found, key=lambda office: asked.folded.find(office[0]))


def _holder(asked: Asked, reading: Reading, start: int, end: int, office: tuple[str, str]) -> Holder | None:
    title, standing = office
    folded = re.sub(r"\s", " ", reading.folded[start:end])
    if title not in folded:
        return None
    named = rf"(?<!pho )(?<!\w){title}(?!\w)" + ("[^;.:,]{0,40} thuong truc" if standing else "(?! thuong truc)")
    for pattern in (_APPOINTED + named, named + _IS, _LISTED + named):
        for match in re.finditer(pattern, folded):
            low, high = _trimmed(reading.text, start + match.start("holder"), start + match.end("holder"))
            name = reading.text[low:high]
            persons = find_values(name, "person")
            if _NAME_ASKED.search(asked.folded) and not persons:
                continue
            if persons or (name[:1].isupper() and _OFFICE.search(fold(name)) and not pattern.startswith(_LISTED)):
                return Holder(f"{title} {standing}".strip(), low, high)
    return _named_behind(reading, start, end, re.compile(named), f"{title} {standing}".strip())


def _named_behind(reading: Reading, start: int, end: int, named: re.Pattern[str], office: str) -> Holder | None:
    """The person whose name follows the office: "Giám đốc Sở Y tế Trần Thị Mai"."""
    text = reading.text
    for match in named.finditer(reading.folded, start, end):
        for person in find_values(text[match.end() : min(end, match.end() + _FAR)], "person"):
            between = reading.folded[match.end() : match.end() + person.start]
            if not re.search(r"[;,.:]", between) and not _OFFICE.search(between):
                return Holder(office, match.end() + person.start, match.end() + person.end)
    return None


_FAR = 100  # characters between an office and the name of who holds it


_POLITE = re.compile(r"(?:\d+[.)]\s*|[-–—•|,]\s*|(?:ông|bà|đồng chí|đ/c)\s+)+", re.IGNORECASE)


_BEFORE_NAME = re.compile(rf"(?<!\w)(?:có|gồm|là|và|cùng|tham dự|mời)\s+(?={CAPITAL})|[,;]\s+")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A range without white space, numerals and forms of address around it."""
    opening = _POLITE.match(text, start, end)
    start = opening.end() if opening else start
    persons = find_values(text[start:end], "person")
    before = start + persons[0].start if persons else start
    for lead in _BEFORE_NAME.finditer(text, start, before):
        start = lead.end()
    return start + len(text[start:end]) - len(text[start:end].lstrip()), start + len(text[start:end].rstrip())


def _is_of_body(asked: Asked, reading: Reading, index: int) -> bool:
    """Is the statement about the body whose office is asked for?"""
    metadata = reading.document.metadata
    identity = fold(" ".join(filter(None, (metadata.issuer, metadata.subject, metadata.province))))
    above = [reading.words[lead] for lead in reading.statements[index].leads]
    if index and not reading.statements[index].marker and reading.statements[index - 1].marker not in _LISTS:
        above.append(reading.words[index - 1])  # a sentence goes on with what the one before it is about
    return _of_body(asked, set(SYLLABLE.findall(identity)).union(reading.words[index], *above)) >= _LEAST_OF_BODY


def _of_body(asked: Asked, held: Collection[str]) -> float:
    """The share of the question's weight, offices left out, that is among these syllables."""
    titles = {word for match in _OFFICE.finditer(asked.folded) for word in SYLLABLE.findall(match[0])}
    words = {word: weight for word, weight in asked.words.items() if word not in titles | _ASKING}
    total = sum(words.values())
    return sum(weight for word, weight in words.items() if word in held) / total if total else 0.0
