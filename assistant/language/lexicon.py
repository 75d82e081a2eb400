"""Administrative words: abbreviations opened, synonyms, and the English glossary."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from assistant.language.vietnamese import SYLLABLE, fold, is_marked, nfc

DATA = Path(__file__).parent / "data"

_NUMBER = re.compile(
    r"(?<![\w/])\d[\w.]*(?:\s?/\s?(?:19|20)\d\d)?\s?[/-]\s?[^\W\d_](?:[\w.&/-]*\w)?|(?<![\w.])/[^\W\d_](?:[\w&/-]*\w)?"
)
"""A document number as it stands ("881/KH-SXD", "57-NQ/TW", "/KH-STTTT"): its letters are no abbreviations."""

_ABBREVIATION = re.compile(r"(?<![\w/&.-])[^\W\d_]+(?:&[^\W\d_]+)*(?![\w&]|[/-]\w)")

# The letters of a syllable without marks: an onset, and a rime that is open, or closed by a consonant.
_OPEN = r"(?:[aeiouy]|a[iouy]|e[ou]|i[au]|o[aei]|u[aeiouy]|ieu|oa[ioy]|oeo|ua[oy]|uoi|uou|uya|uyu)"
_CLOSED = (
    r"(?:a(?:ch|ng|nh|[cmnpt])|e(?:ch|ng|nh|[cmnpt])|i(?:ch|nh|[mnpt])|o(?:ng|[cmnpt])|u(?:ng|[cmnpt])|"
    r"ie(?:ng|[cmnpt])|"
    r"oa(?:ch|ng|nh|[cmnpt])|oe[nt]|oo(?:ng|[cn])|ua(?:ng|[nt])|ue(?:ch|nh|[nt])|uo(?:ng|[cmnpt])|uy(?:ch|"
    r"nh|[npt])|uye[nt]|y(?:ch|nh|[mnt]))"
)
_SYLLABLE_FORM = re.compile(
    rf"(?:ngh|ng|nh|ch|tr|th|ph|kh|gh|gi|qu|[bcdghklmnprstvx])?(?:{_OPEN}|{_CLOSED})|yeu|ye(?:ng|[mntp])|"
    r"quye[nt]|gi(?:n|eng|et|ep)?"
)

_NO_SYLLABLE = re.compile(r"(?:^|[^uq])y(?:ch|[mnpt])$|[^uq]ynh$")
"""Of the form of a syllable, but "i" is written there: "syt", "yt"."""


def word_set(words: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(words.split())


def is_syllable(word: str) -> bool:
    """Could `word` be a Vietnamese syllable, marked or not? ("xây", "khong"; not "ubnd", "the" but also "can")."""
    folded = fold(nfc(word))
    return _SYLLABLE_FORM.fullmatch(folded) is not None and _NO_SYLLABLE.search(folded) is None


def document_number_spans(text: str) -> list[tuple[int, int]]:
    """Where document numbers stand in `text`."""
    return [match.span() for match in _NUMBER.finditer(text)]


# ---------------------------------------------------------------- abbreviations


@dataclass(frozen=True)
class Reading:
    """One thing an abbreviation may mean."""

    expansion: str
    category: str  # "agency", "document", "field", "person", "chat" ...


def data_rows(table: str) -> Iterator[list[str]]:
    """The rows of a table of `data`, cut at tabs."""
    for line in nfc((DATA / table).read_text(encoding="utf-8")).splitlines():
        if line.strip():
            yield line.split("\t")


@lru_cache(maxsize=2)
def readings(typed: bool = True) -> dict[str, tuple[Reading, ...]]:
    """What each abbreviation may mean, the most usual first: those that documents use, and, if `typed`, also those that
    are only typed in a hurry ("xd", "tl", "ctri")."""
    found: dict[str, tuple[Reading, ...]] = {}
    tables = ("abbreviations.tsv", "shorthand.tsv") if typed else ("abbreviations.tsv",)
    for abbreviation, expansion, category, *_ in (row for table in tables for row in data_rows(table)):
        found[abbreviation] = (*found.get(abbreviation, ()), Reading(expansion, category))
    return found


def known_abbreviations() -> frozenset[str]:
    """Every abbreviation of documents as it is written, compound ones in their parts ("GD&ĐT": GD and ĐT)."""
    return frozenset(
        part for abbreviation in readings(typed=False) for part in re.split(r"[&\-]", abbreviation) if len(part) > 1
    )


@lru_cache(maxsize=1)
def _folded_abbreviations() -> dict[str, str]:
    """Abbreviations by their unmarked lower-case form: "ubnd" -> "UBND"; the shortest-listed reading wins."""
    folded: dict[str, str] = {}
    for abbreviation in readings():
        folded.setdefault(fold(abbreviation), abbreviation)
    return folded


@lru_cache(maxsize=1)
def _by_expansion() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of all long forms and the abbreviation of each; only abbreviations of at least two letters."""
    short: dict[str, str] = {}
    for abbreviation, meanings in readings(typed=False).items():
        for reading in meanings:
            if reading.category not in {"chat", "other", "signature"} and " " in reading.expansion:
                short.setdefault(fold(reading.expansion), abbreviation)
    longest_first = sorted(short, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)"), short


# What stands beside an abbreviation tells which of its readings is meant; tried in order.
_Sign = tuple[re.Pattern[str], tuple[str, ...]]
_BEFORE: tuple[_Sign, ...] = (
    (re.compile(r"(?:^|\W)(?:hs|ho so|thi dua|td|de nghi|xet|bang|giay|thuong)\s*$"), ("award",)),
    (
        re.compile(r"(?:^|\W)(?:so|phong|p\.|bo|nganh|linh vuc|cong tac|cuc|chi cuc|ban)\s*$"),
        ("office", "field", "agency"),
    ),
    (re.compile(r"(?:^|\W)(?:ong|ba|dong chi|d/c|do|ai la)\s*$"), ("person",)),
    (re.compile(r"(?:^|\W)(?:theo|can cu|ban hanh|thuc hien)\s*$"), ("document",)),
)
_AFTER: tuple[_Sign, ...] = (
    (re.compile(r"\s*(?:so\s*)?\d|\s+(?:nao|gi|so may|may)(?!\w)"), ("document", "task")),
    (
        re.compile(
            r"\s*(?:pvhcc|hcc|phuc vu|hanh chinh cong|y te|khuyen nong|cntt|cong nghe|van hoa|chinh tri|gdnn|"
            r"dich vu|xuc tien|quy hoach|quan trac|chuyen doi so)(?!\w)"
        ),
        ("agency",),
    ),
    (re.compile(r"\s*(?:ubnd|hdnd|ubmttq|uy ban|hoi dong|so|phong|bo|tinh|huyen|xa|phuong)(?!\w)"), ("person",)),
)
_CITY = re.compile(r"\.?\s*[^\W\d_a-zà-ỹđ]\w")
"""A capital after "TP": the city's name."""


def _choose(meanings: tuple[Reading, ...], before: str, after: str) -> Reading:
    """The reading that fits what stands before and after; the first, which is the most usual, when nothing tells."""
    if len(meanings) == 1:
        return meanings[0]
    if meanings[0].expansion == "trưởng phòng" and _CITY.match(after):
        return next(reading for reading in meanings if reading.expansion == "thành phố")
    folded_before, folded_after = fold(before[-14:]), fold(after[:14])
    signs = [wanted for pattern, wanted in _AFTER if pattern.match(folded_after)]
    signs += [wanted for pattern, wanted in _BEFORE if pattern.search(folded_before)]
    for wanted in (category for categories in signs for category in categories):
        for reading in meanings:
            if reading.category == wanted:
                return reading
    return meanings[0]


def _known_as(token: str, english: bool) -> tuple[Reading, ...]:
    """The readings of `token` as an abbreviation, none when it is a word."""
    known = readings()
    if english and token.islower():
        return ()
    if token in known:
        return known[token]
    if "&" in token and (plain := token.replace("&", "")) in known:
        return known[plain]
    if english and not token.isupper():
        return ()
    # Written without marks or in lower case ("ubnd", "QD"): only what cannot be an ordinary syllable.
    official = _folded_abbreviations().get(fold(token))
    if official and (token.isupper() or not is_syllable(token)) and len(token) >= 2:
        return known[official]
    return _composed(token)


_LEADS = {"S": "Sở", "P": "Phòng", "B": "Bộ", "U": "Ủy ban"}


def _composed(token: str) -> tuple[Reading, ...]:
    """S, P or B before the abbreviation of a field: SVHTTDL is Sở and VHTTDL."""
    if not token.isupper() or len(token) < 4 or token[0] not in _LEADS:
        return ()
    return tuple(
        Reading(f"{_LEADS[token[0]]} {reading.expansion}", "agency")
        for reading in readings().get(token[1:], ())
        if reading.category in ("field", "office")
    )


@lru_cache(maxsize=1 << 10)
def abbreviations_in(text: str, english: bool = False) -> tuple[tuple[int, int, str], ...]:
    """Where abbreviations stand in `text`, and what each is short for; none inside document numbers."""
    text = nfc(text)
    numbers = document_number_spans(text)
    found = []
    for match in _ABBREVIATION.finditer(text):
        start, end = match.span()
        if any(low <= start < high for low, high in numbers):
            continue
        if text[start : end + 1] == "KT.":  # "ký thay" before the position of the signer
            continue
        if meanings := _known_as(match[0], english):
            found.append((start, end, _choose(meanings, text[:start], text[end:]).expansion))
    return tuple(found)


def replace_abbreviations(text: str, english: bool = False) -> str:
    """`text` with each abbreviation replaced by what it is short for.

    >>> replace_abbreviations("KH CCHC của STTTT")
    'kế hoạch cải cách hành chính của Sở Thông tin và Truyền thông'
    """
    text = nfc(text)
    for start, end, expansion in reversed(abbreviations_in(text, english)):
        text = text[:start] + expansion + text[end:]
    return text


def open_abbreviations(text: str, english: bool = False) -> str:
    """`text` with its abbreviations opened where they stand, and the abbreviations themselves at the end.

    Documents use both forms, so a search needs both; nothing is added when there is no abbreviation.
    """
    text = nfc(text)
    short = [text[start:end] for start, end, _ in abbreviations_in(text, english)]
    return " ".join([replace_abbreviations(text, english), *short])


def abbreviate(text: str) -> str:
    """`text` with the long forms that have an abbreviation shortened: "Ủy ban nhân dân xã" -> "UBND xã"."""
    text = nfc(text)
    pattern, short = _by_expansion()
    return _replace_folded(pattern, text, short)


def _replace_folded(pattern: re.Pattern[str], text: str, by: dict[str, str]) -> str:
    """Replace what `pattern` finds in the folded text; folding keeps every offset."""
    pieces, at = [], 0
    folded = fold(text)
    for match in pattern.finditer(folded):
        pieces += [text[at : match.start()], by[match[0]]]
        at = match.end()
    return "".join([*pieces, text[at:]])


# ---------------------------------------------------------------- synonyms


@lru_cache(maxsize=1)
def _synonym_groups() -> tuple[tuple[str, ...], ...]:
    """Groups of phrases that mean the same for finding; ways of asking (ending in "?") are left out."""
    return tuple(
        tuple(phrase for phrase in phrases if not phrase.endswith("?") and "..." not in phrase)
        for _, *phrases in data_rows("synonyms.tsv")
    )


@lru_cache(maxsize=1)
def _groups_of() -> dict[str, tuple[int, ...]]:
    groups: dict[str, tuple[int, ...]] = {}
    for place, phrases in enumerate(_synonym_groups()):
        for phrase in phrases:
            groups[fold(phrase)] = (*groups.get(fold(phrase), ()), place)
    return groups


def synonyms_of(phrase: str) -> tuple[str, ...]:
    """Other ways to say `phrase`, the official form first; for finding, never to judge two texts equal."""
    own = fold(nfc(phrase.strip()))
    found: list[str] = []
    for place in _groups_of().get(own, ()):
        found += [other for other in _synonym_groups()[place] if fold(other) != own and other not in found]
    return tuple(found)


def other_ways(text: str) -> dict[str, tuple[str, ...]]:
    """The phrases of `text` that have synonyms, without marks, each with the other ways to say it.

    Of phrases inside one another the longest counts. Where `text` has no marks a phrase of one syllable could be
    anything, and is left alone.
    """
    text = nfc(text)
    marked = is_marked(text)
    found: dict[str, tuple[str, ...]] = {}
    for start, end, phrase in _phrases_in(fold(text), _groups_of()):
        written = text[start:end].lower()
        if written in _as_written() if marked else " " in phrase:
            found[phrase] = synonyms_of(phrase)
    return found


@lru_cache(maxsize=1)
def _as_written() -> frozenset[str]:
    """All phrases that have synonyms, with their marks, but for those that ask."""
    asks = re.compile(r"(?<!\w)(?:mấy|nhiêu|gì|nào|ai|đâu|sao|bao (?:giờ|lâu))(?!\w)")
    phrases = (phrase.lower() for phrases in _synonym_groups() for phrase in phrases)
    return frozenset(phrase for phrase in phrases if not asks.search(phrase))


_LONGEST_PHRASE = 7  # syllables


def _phrases_in(folded: str, known: Collection[str]) -> Iterator[tuple[int, int, str]]:
    """Where phrases of `known` stand in a text without marks, the longest at each place, none in another."""
    words = list(SYLLABLE.finditer(folded))
    at = 0
    while at < len(words):
        for last in range(min(at + _LONGEST_PHRASE, len(words)) - 1, at - 1, -1):
            start, end = words[at].start(), words[last].end()
            if folded[start:end] in known:
                yield start, end, folded[start:end]
                at = last
                break
        at += 1


_ASKING = re.compile(r"(?<!\w)(?:bao|may|nhieu|gi|nao|ai|dau|sao|khong|chua)(?!\w)")
"""Words of asking: what stands in a question for them never stands in a document."""


@lru_cache(maxsize=1)
def _everyday() -> dict[str, tuple[str, str]]:
    """Phrases of everyday speech that mean one thing only, each with its marks and its official form."""
    official: dict[str, tuple[str, str]] = {}
    for (concept, *_), phrases in zip(data_rows("synonyms.tsv"), _synonym_groups(), strict=True):
        if concept.startswith(("generic:", "q2s:")):  # words of every document: more of them find nothing
            continue
        for phrase in phrases[1:]:
            if len(_groups_of()[fold(phrase)]) == 1 and not phrase.isupper() and not _ASKING.search(fold(phrase)):
                official[fold(phrase)] = (phrase.lower(), phrases[0])
    return official


def official_forms(text: str, vocabulary: Collection[str]) -> tuple[str, ...]:
    """The official forms of the everyday phrases in `text` that the documents do not use: "xài" -> "sử dụng".

    `vocabulary` holds the unmarked syllables and pairs of the documents. Phrases that it knows are left alone:
    adding their synonyms was measured to drown the question. Without marks only phrases of three syllables count.
    """
    official, text = _everyday(), nfc(text)
    found: dict[str, None] = {}
    for start, end, folded in _phrases_in(fold(text), official):
        phrase, form = official[folded]
        sure = text[start:end].lower() == phrase if is_marked(text) else phrase.count(" ") >= 2
        if sure and not _is_used(folded.split(), vocabulary):
            found.setdefault(form, None)
    return tuple(found)


def _is_used(syllables: list[str], vocabulary: Collection[str]) -> bool:
    pairs = [f"{first} {second}" for first, second in pairwise(syllables)]
    return all(part in vocabulary for part in (pairs or syllables))


# ---------------------------------------------------------------- English


@lru_cache(maxsize=1)
def glossary_rows() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """English terms of administration, without remarks in brackets, and what each is called in Vietnamese, the most
    usual name first."""
    return tuple(
        (re.sub(r"\s*\([^)]*\)", "", english), tuple(name.strip() for name in vietnamese.split(";")))
        for english, vietnamese, *_ in data_rows("glossary_en.tsv")
    )
