"""Which documents a question means: by number, unit, province, year and kind; and what it names that none has."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, takewhile

from assistant.answering.features import Asked, DocumentFit, Window
from assistant.answering.statements import Reading
from assistant.language.places import find_provinces, form_of, today
from assistant.language.vietnamese import CAPITAL, SYLLABLE, fold
from assistant.schema import Document, Metadata, Query

_SUCCESSOR = re.compile(
    r"\b(?:bi|duoc|da)\b.{0,40}\b(?:thay the|sua doi|bo sung|bai bo)|(?:replaced|amended|repealed) by"
)

# a document's number as what is carried out; the kind and "số" may stand before it
_FOLLOWER = re.compile(
    r"\b(?:trien khai|thuc hien|thi hanh|huong dan|(?:implement|carry|carries|carrying)\w*)\b(?: [^\W\d]+){0,3} \d"
)


@dataclass(frozen=True)
class Named:
    """What a question names that tells documents apart."""

    numbers: frozenset[str]  # keys of document numbers; "881" alone where the question leaves out the symbol
    units: tuple[str, ...]
    provinces: tuple[str, ...]
    years: tuple[int, ...]
    kinds: tuple[str, ...]
    asks_for_successor: bool = False  # what replaced, amended or repealed the document that it names
    asks_of_follower: bool = False  # a document that carries out the one that it names: "công văn triển khai QĐ 98"


def read_named(query: Query) -> Named:
    """What the question names, in the form that is compared."""
    return Named(
        frozenset(key_of_number(number) for number in query.numbers),
        tuple(fold(unit) for unit in query.units),
        query.provinces,
        query.years,
        tuple(fold(kind) for kind in query.kinds),
        bool(_SUCCESSOR.search(fold(query.text))),
        bool(_FOLLOWER.search(fold(query.whole or query.question))),
    )


def fit_documents(asked: Asked, named: Named, readings: Iterable[Reading]) -> dict[str, DocumentFit]:
    """How each document fits what the question names."""
    return {reading.document.id: _fit(asked, named, reading) for reading in readings}


def is_of_another_agency(query: Query, window: Window) -> bool:
    """Does a department's own document answer, while the question names another agency that it does not mention? Of
    agencies below a department the whole document is asked, of departments the passage."""
    reading = window.reading
    if not query.units or not (issuer := fold(reading.document.metadata.issuer or "")).startswith("so "):
        return False
    asked = [fold(unit) for unit in query.units]
    if not all(unit.startswith(_TOLD_APART) for unit in asked):
        return False
    said = " ".join(reading.folded_of(index) for index in (*window.leads, *window.inside))
    return not any(
        issuer.startswith(unit)
        or unit in said
        or (not unit.startswith("so ") and f" {_plain(unit)} " in reading.joined)
        for unit in asked
    )


_TOLD_APART = ("so ", "chi cuc ", "cuc ", "trung tam ", "ban quan ly ", "cong ty ", "benh vien ", "truong ", "hat ")


def _plain(name: str) -> str:
    return " ".join(SYLLABLE.findall(name))


def is_meant(named: Named, document: Document) -> bool:
    """Does the question name this document by its number?"""
    return bool(named.numbers and document.metadata.number) and _is_number(document.metadata.number, named.numbers)


def documents_meant(named: Named, documents: Collection[Document]) -> list[Document]:
    """The documents that the question names by number; of several of one number those of the kind and of the place that
    it names too."""
    meant: dict[str, Document] = {}
    for number in sorted(named.numbers):
        same = [each for each in documents if is_meant(replace(named, numbers=frozenset({number})), each)]
        same = [each for each in same if fold(each.metadata.kind or "") in named.kinds] or same
        placed = [each for each in same if any(same_place(name, each.metadata.province) for name in named.provinces)]
        meant |= {each.id: each for each in placed or same}
    return [each for each in documents if each.id in meant]


def followers(named: Named, meant: Collection[Document], readings: Iterable[Reading]) -> list[Document]:
    """The documents that carry out those of `meant`, where the question asks about such a one.

    It does where it names a kind that the meant are not ("công văn triển khai Quyết định 98"), or an agency that they
    never mention. An agency that they mention is asked about in their own words, so none is given then.
    """
    others = [
        reading
        for reading in readings
        if reading.document not in meant
        and any(_is_number(reference.number, named.numbers) for reference in reading.document.references)
    ]
    of_kind = [reading for reading in others if fold(reading.document.metadata.kind or "") in named.kinds]
    own_kinds = {fold(document.metadata.kind or "") for document in meant}
    if of_kind and set(named.kinds) - own_kinds:
        return [reading.document for reading in of_kind]
    own = " ".join(" ".join(fold(document.text) for document in meant).split())
    unknown = [unit for unit in named.units if unit not in own]
    if not unknown:
        return []
    said = [(reading.document, " ".join(reading.folded.split())) for reading in others]
    return [document for document, words in said if all(unit in words for unit in unknown)]


def names_what_it_means(question: str) -> bool:
    """Does a question name its document or place itself?"""
    return bool(find_provinces(question)) or any(
        figure.isdigit() and len(figure) > 2 for figure in SYLLABLE.findall(question)
    )


def same_place(asked: str | None, held: str | None) -> bool:
    """Is the province asked for the one that a document is of, by the same name or by its name since 1 July 2025?

    Not the other way round: a document of a province of before is no document of the larger one of today.
    """
    return bool(asked and held) and fold(held or "") in {fold(asked or ""), fold(today(asked or ""))}


def _fit(asked: Asked, named: Named, reading: Reading) -> DocumentFit:
    document, metadata = reading.document, reading.document.metadata
    identity = fold(" ".join(filter(None, (metadata.number, metadata.kind, metadata.issuer, metadata.subject))))
    words = set(SYLLABLE.findall(identity))
    total = sum(asked.words.values()) or 1.0
    return DocumentFit(
        number=_number_fit(named, reading),
        unit=_best(1.0 if unit in identity or (metadata.issuer and fold(metadata.issuer) in unit) else 0.0
                   for unit in named.units),
        province=_best(_province_fit(province, document, reading) for province in named.provinces),
        year=_best(_year_fit(year, metadata.year, identity, reading) for year in named.years),
        kind=_best(_kind_fit(kind, metadata) for kind in named.kinds),
        subject=sum(weight for word, weight in asked.words.items() if word in words) / total,
    )  # fmt: skip


def _number_fit(named: Named, reading: Reading) -> float:
    if not named.numbers:
        return 0.0
    if is_meant(named, reading.document):
        return 1.0
    mentioned = any(_is_number(reference.number, named.numbers) for reference in reading.document.references)
    return 0.3 if mentioned else -1.0


def _province_fit(province: str, document: Document, reading: Reading) -> float:
    metadata = document.metadata
    if same_place(province, metadata.province):
        return 1.0
    if fold(province) in fold(" ".join(filter(None, (metadata.subject, metadata.issuer)))):
        return 0.8
    return 0.3 if fold(province) in " ".join(reading.folded.split()) else -1.0


def _year_fit(year: int, issued: int | None, identity: str, reading: Reading) -> float:
    if year == issued or str(year) in identity:
        return 1.0
    return 0.3 if str(year) in reading.folded else -1.0


_ISSUES = re.compile(r"^(?:ve viec |v/v )?(?:ban hanh|phe duyet|cong bo|thong qua)\b")


def _kind_fit(kind: str, metadata: Metadata) -> float:
    """A decision that issues a plan is asked for as the plan, too."""
    if not metadata.kind:
        return 0.0
    subject = fold(metadata.subject or "")
    issued = _ISSUES.match(subject) and re.search(rf"\b{re.escape(kind)}\b", subject[:60])
    return 1.0 if kind == fold(metadata.kind) or issued else -1.0


def _best(fits: Iterable[float]) -> float:
    return max(fits, default=0.0)


@lru_cache(maxsize=1 << 16)
def key_of_number(number: str) -> str:
    """A document number without what writers vary: case, marks, zeros in front, what stands between its parts."""
    return " ".join(part.lstrip("0") or part for part in SYLLABLE.findall(fold(number)))


def _is_number(number: str | None, keys: Collection[str]) -> bool:
    """Is `number` one of `keys`, or does one of them give only its first figures ("881", "83 2025")?"""
    return not _ways_to_say(number or "").isdisjoint(keys)


@lru_cache(maxsize=1 << 16)
def _ways_to_say(number: str) -> frozenset[str]:
    """The key of a number, and those of its first figures alone."""
    key = key_of_number(number)
    parts = key.split(" ")
    figures = list(takewhile(str.isdigit, parts[:-1]))
    return frozenset({key, *(" ".join(figures[:count]) for count in range(1, len(figures) + 1))})


def issued_by(document: Document, unit: str) -> bool:
    """Is `unit` the agency that issued the document?"""
    return fold(document.metadata.issuer or "").startswith(fold(unit))


def same_number(one: str, other: str) -> bool:
    """Are these one document number in two spellings? The second may be only its first figures."""
    return _is_number(one, {key_of_number(other)})


@dataclass(frozen=True)
class Missing:
    """What the question names and no document has."""

    numbers: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    what: tuple[str, str] | None = None  # that is asked for and not said, in Vietnamese and in English

    def __bool__(self) -> bool:
        return bool(self.numbers or self.provinces or self.issuers)


def find_missing(query: Query, named: Named, readings: Mapping[str, Reading]) -> Missing:
    """The document numbers and provinces that the question names and that stand in no document."""
    numbers = tuple(number for number in query.numbers if not _is_mentioned(number, readings))
    provinces = tuple(
        province
        for province in named.provinces
        if not any(_is_of(reading, province) for reading in readings.values())
        and not any(names_province(reading, province) for reading in readings.values())
    )
    if numbers or provinces:
        return Missing(numbers, provinces)
    return Missing(issuers=_missing_issuers(query, readings) or _missing_places(query, readings))


_PLACE = re.compile(rf"\b(tỉnh|thành phố|huyện|thị xã|xã|phường|đặc khu) ((?:{CAPITAL}[^\W\d_A-Z]+ ?){{1,3}})")


def _missing_places(query: Query, readings: Mapping[str, Reading]) -> tuple[str, ...]:
    """Places that the question names by kind and name, where no document holds such a name."""
    known = {fold(province) for province in query.provinces}  # these may have another name today
    places = {match[0].strip(): fold(match[2].strip()) for match in _PLACE.finditer(query.whole or query.question)}
    return tuple(
        place
        for place, name in places.items()
        if name not in known and not any(f" {name} " in reading.joined for reading in readings.values())
    )


def _missing_issuers(query: Query, readings: Mapping[str, Reading]) -> tuple[str, ...]:
    """Agencies of a province that no document of this province has or names."""
    return tuple(
        f"{unit} {form_of(province)} {province}"
        for unit in query.units
        for province in query.provinces[:1]
        if unit.startswith("Sở ")
        and not any(
            names_province(reading, province) and f" {' '.join(SYLLABLE.findall(fold(unit)))} " in reading.joined
            for reading in readings.values()
        )
    )


def _is_mentioned(number: str, readings: Mapping[str, Reading]) -> bool:
    """Has a document this number, refers one to it, or does one hold it? What is read already is looked at first."""
    key = key_of_number(number)
    documents = [reading.document for reading in readings.values()]
    own = (document.metadata.number for document in documents)
    referred = (reference.number for document in documents for reference in document.references)
    if any(key in _ways_to_say(each) for each in chain(own, referred) if each):
        return True
    return any(f" {key} " in reading.key for reading in readings.values())


def names_province(reading: Reading, province: str) -> bool:
    """Is the document of this province, or does it name it, by the name asked or by its name of today?"""
    return _is_of(reading, province) or any(name in reading.key for name in _names_of(province)[1])


def _is_of(reading: Reading, province: str) -> bool:
    return fold(reading.document.metadata.province or "") in _names_of(province)[0]


@lru_cache(maxsize=256)
def _names_of(province: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The name of a province and its name of today without marks; and each as a text's syllables hold it."""
    names = frozenset({fold(province), fold(today(province))})
    return names, tuple(f" {' '.join(SYLLABLE.findall(name))} " for name in names)
