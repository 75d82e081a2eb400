"""Administrative words: abbreviations opened, synonyms, and English turned into Vietnamese words for finding."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from assistant.language.vietnamese import fold, is_marked, nfc

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
_PLACE_FORM = re.compile(r"(?:dr|kr|pl|bl|[bcdghklmnprstv]|th|ch)?(?:[aeiouy]{1,2})(?:[kr]|ng|[mnpt])?")
"""Names of the Central Highlands: "Đắk Lắk", "Krông", "Plei Ku"."""


def word_set(words: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(words.split())


def is_syllable(word: str) -> bool:
    """Could `word` be a Vietnamese syllable, marked or not? ("xây", "khong"; not "ubnd", "the" but also "can")."""
    return _SYLLABLE_FORM.fullmatch(fold(nfc(word))) is not None


def document_number_spans(text: str) -> list[tuple[int, int]]:
    """Where document numbers stand in `text`."""
    return [match.span() for match in _NUMBER.finditer(text)]


# ---------------------------------------------------------------- abbreviations


@dataclass(frozen=True)
class Reading:
    """One thing an abbreviation may mean."""

    expansion: str
    category: str  # "agency", "document", "field", "person", "chat" ...


def _rows(table: str) -> Iterator[list[str]]:
    """The rows of a table of `data`, cut at tabs."""
    for line in nfc((DATA / table).read_text(encoding="utf-8")).splitlines():
        if line.strip():
            yield line.split("\t")


@lru_cache(maxsize=1)
def _readings() -> dict[str, tuple[Reading, ...]]:
    readings: dict[str, tuple[Reading, ...]] = {}
    for abbreviation, expansion, category, *_ in _rows("abbreviations.tsv"):
        readings[abbreviation] = (*readings.get(abbreviation, ()), Reading(expansion, category))
    return readings


@lru_cache(maxsize=1)
def _folded_abbreviations() -> dict[str, str]:
    """Abbreviations by their unmarked lower-case form: "ubnd" -> "UBND"; the shortest-listed reading wins."""
    folded: dict[str, str] = {}
    for abbreviation in _readings():
        folded.setdefault(fold(abbreviation), abbreviation)
    return folded


@lru_cache(maxsize=1)
def _by_expansion() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of all long forms and the abbreviation of each; only abbreviations of at least two letters."""
    short: dict[str, str] = {}
    for abbreviation, readings in _readings().items():
        for reading in readings:
            if reading.category not in {"chat", "other", "signature"} and " " in reading.expansion:
                short.setdefault(fold(reading.expansion), abbreviation)
    longest_first = sorted(short, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)"), short


# What stands beside an abbreviation tells which of its readings is meant; tried in order.
_Sign = tuple[re.Pattern[str], tuple[str, ...]]
_BEFORE: tuple[_Sign, ...] = (
    (re.compile(r"(?:^|\W)(?:so|phong|bo|nganh|linh vuc|cong tac|cuc|chi cuc|ban)\s*$"), ("field", "agency")),
    (re.compile(r"(?:^|\W)(?:ong|ba|dong chi|d/c|do|ai la)\s*$"), ("person",)),
    (re.compile(r"(?:^|\W)(?:theo|can cu|ban hanh|thuc hien)\s*$"), ("document",)),
)
_AFTER: tuple[_Sign, ...] = (
    (re.compile(r"\s*(?:so\s*)?\d"), ("document",)),
    (re.compile(r"\s*(?:ubnd|hdnd|ubmttq|uy ban|hoi dong|so|phong|bo|tinh|huyen|xa|phuong)(?!\w)"), ("person",)),
)
_CITY = re.compile(r"\.?\s*[^\W\d_a-zà-ỹđ]\w")
"""A capital after "TP": the city's name."""


def _choose(readings: tuple[Reading, ...], before: str, after: str) -> Reading:
    """The reading that fits what stands before and after; the first, which is the most usual, when nothing tells."""
    if len(readings) == 1:
        return readings[0]
    if readings[0].expansion == "trưởng phòng" and _CITY.match(after):
        return next(reading for reading in readings if reading.expansion == "thành phố")
    folded_before, folded_after = fold(before[-14:]), fold(after[:14])
    signs = [wanted for pattern, wanted in _AFTER if pattern.match(folded_after)]
    signs += [wanted for pattern, wanted in _BEFORE if pattern.search(folded_before)]
    for wanted in signs:
        for reading in readings:
            if reading.category in wanted:
                return reading
    return readings[0]


def _known_as(token: str, english: bool) -> tuple[Reading, ...]:
    """The readings of `token` as an abbreviation, none when it is a word."""
    readings = _readings()
    if token in readings:
        return readings[token]
    if "&" in token and (plain := token.replace("&", "")) in readings:
        return readings[plain]
    if english and not token.isupper():
        return ()
    # Written without marks or in lower case ("ubnd", "QD"): only what cannot be an ordinary syllable.
    known = _folded_abbreviations().get(fold(token))
    if known and (token.isupper() or not is_syllable(token)) and len(token) >= 2:
        return readings[known]
    return _composed(token)


_LEADS = {"S": "Sở", "P": "Phòng", "B": "Bộ", "U": "Ủy ban"}


def _composed(token: str) -> tuple[Reading, ...]:
    """S, P or B before the abbreviation of a field: SVHTTDL is Sở and VHTTDL."""
    if not token.isupper() or len(token) < 4 or token[0] not in _LEADS:
        return ()
    return tuple(
        Reading(f"{_LEADS[token[0]]} {reading.expansion}", "agency")
        for reading in _readings().get(token[1:], ())
        if reading.category == "field"
    )


def abbreviations_in(text: str, english: bool = False) -> list[tuple[int, int, str]]:
    """Where abbreviations stand in `text`, and what each is short for; none inside document numbers."""
    text = nfc(text)
    numbers = document_number_spans(text)
    found = []
    for match in _ABBREVIATION.finditer(text):
        start, end = match.span()
        if any(low <= start < high for low, high in numbers):
            continue
        if readings := _known_as(match[0], english):
            found.append((start, end, _choose(readings, text[:start], text[end:]).expansion))
    return found


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
        for _, *phrases in _rows("synonyms.tsv")
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


_ASKING = re.compile(r"(?<!\w)(?:bao|may|nhieu|gi|nao|ai|dau|sao|khong|chua)(?!\w)")
"""Words of asking: what stands in a question for them never stands in a document."""


@lru_cache(maxsize=1)
def _everyday() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    """Phrases of everyday speech that mean one thing only, each with its marks and its official form."""
    official: dict[str, tuple[str, str]] = {}
    for (concept, *_), phrases in zip(_rows("synonyms.tsv"), _synonym_groups(), strict=True):
        if concept.startswith(("generic:", "q2s:")):  # words of every document: more of them find nothing
            continue
        for phrase in phrases[1:]:
            if len(_groups_of()[fold(phrase)]) == 1 and not phrase.isupper() and not _ASKING.search(fold(phrase)):
                official[fold(phrase)] = (phrase.lower(), phrases[0])
    longest_first = sorted(official, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)"), official


def official_forms(text: str, vocabulary: Collection[str]) -> tuple[str, ...]:
    """The official forms of the everyday phrases in `text` that the documents do not use: "xài" -> "sử dụng".

    `vocabulary` holds the unmarked syllables and pairs of the documents. Phrases that it knows are left alone:
    adding their synonyms was measured to drown the question. Without marks only phrases of three syllables count.
    """
    pattern, official = _everyday()
    text = nfc(text)
    found: dict[str, None] = {}
    for match in pattern.finditer(fold(text)):
        phrase, form = official[match[0]]
        written = text[match.start() : match.end()].lower()
        sure = written == phrase if is_marked(text) else phrase.count(" ") >= 2
        if sure and not _is_used(match[0].split(), vocabulary):
            found.setdefault(form, None)
    return tuple(found)


def _is_used(syllables: list[str], vocabulary: Collection[str]) -> bool:
    pairs = [f"{first} {second}" for first, second in pairwise(syllables)]
    return all(part in vocabulary for part in (pairs or syllables))


# ---------------------------------------------------------------- English

_ENGLISH_WORD = re.compile(r"\d[\w./%-]*(?<![./-])|[^\W\d_]+(?:['’][^\W\d_]+)?|[,;:()?!]")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_FUNCTION_WORDS = word_set(
    """a an the of to in on at by for from with without within into onto as and or but if then than that this these
    those which what who whom whose when where why how is are was were be been being am do does did done has have had
    having can could may might must shall should will would not no it its they them their he she his her we our you
    your i me my there here so such any some each every all both either neither own same s per via about between
    among during before after until since under over above below up down out off again more most much many few less
    least only just also too very still yet ever even please tell let get gets got give given make made take taken
    be't don't doesn't isn't aren't wasn't long soon far often according regarding concerning upon versus"""
)


def _stem(word: str) -> str:
    """An English word without its endings, so that "issued", "issuing" and "issues" meet. Not a true stemmer."""
    word = re.sub(r"['’]s?$", "", word.lower())
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "i"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if len(word) > 5 and word.endswith("ing"):
        word = word[:-3]
    elif len(word) > 4 and word.endswith("ed"):
        word = word[:-2]
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    return re.sub("y$", "i", word) if len(word) > 3 else word


Phrase = tuple[str, ...]


@lru_cache(maxsize=1)
def _glossary() -> tuple[dict[Phrase, str], dict[Phrase, str]]:
    """English phrases and their Vietnamese: word for word as listed, and by their stems."""
    exact: dict[Phrase, str] = {}
    stemmed: dict[Phrase, str] = {}
    for english, vietnamese in _rows("glossary_en.tsv"):
        words = _bare_words(re.sub(r"\s*\([^)]*\)", "", english))
        exact.setdefault(words, vietnamese)
        stemmed.setdefault(tuple(map(_stem, words)), vietnamese)
    return exact, stemmed


def _bare_words(english: str) -> Phrase:
    found = (match[0].lower() for match in _ENGLISH_WORD.finditer(english) if match[0][0].isalnum())
    return tuple(map(_without_s, found))


def _look_up(words: Phrase) -> str | None:
    """The Vietnamese of an English phrase in the form it stands, or else in another form of its words."""
    exact, stemmed = _glossary()
    return exact.get(words) or stemmed.get(tuple(map(_stem, words)))


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(map(len, _glossary()[0]))


def translate_query(english: str) -> str:
    """The Vietnamese words to search for an English question; names and numbers stay as they are.

    The longest entry of the glossary wins; English words that it does not hold are left out unless they are names.
    Words keep their English order: turning noun chains round was measured to find less.
    """
    words = [match[0] for match in _ENGLISH_WORD.finditer(nfc(english))]
    pieces: list[str] = []
    at = 0
    while at < len(words):
        length, piece = _translate_at(words, at)
        pieces.append(piece)
        at += length
    return " ".join(filter(None, pieces))


def _translate_at(words: list[str], at: int) -> tuple[int, str]:
    """How many words from `at` are one thing, and that thing in Vietnamese; "" for what is left out."""
    word = words[at]
    if "/" in word:
        return 1, word
    if length := _name_length(words, at):
        return length, " ".join(_without_s(part) for part in words[at : at + length])
    following = tuple(_without_s(part.lower()) for part in words[at : at + _longest()])
    for length in range(len(following), 0, -1):
        found = _look_up(following[:length])
        if found and not (length == 1 and word.lower() in _FUNCTION_WORDS):
            return length, found
    if date := _translate_date(words, at):
        return date
    if ordinal := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)", word):
        return 1, f"{_roman(int(ordinal[1]))} {ordinal[1]}"
    if word[0].isdigit():
        return 1, word
    if word.isupper() and len(word) > 1:
        return 1, replace_abbreviations(word, english=True)
    return 1, ""


def _without_s(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)


def _roman(number: int) -> str:
    return _ROMAN[number] if number < len(_ROMAN) else ""


_ENGLISH_OPENERS = frozenset(["Can", "Do", "To", "In", "On"])


def _name_length(words: list[str], at: int) -> int:
    """How many words from `at` are a Vietnamese name: marked, or capitals in Vietnamese syllables ("Can Tho")."""
    length = 0
    for word in words[at:]:
        bare = _without_s(word)
        if not is_marked(bare) and not (bare[:1].isupper() and not bare.isupper() and _may_be_name(bare)):
            break
        length += 1
        if bare != word:  # "Can Tho's": the name ends here
            break
    if length == 1 and not is_marked(words[at]):  # one capital alone is an English word more often than not
        known = _look_up(_bare_words(words[at])) is not None or words[at].lower() in _FUNCTION_WORDS
        return 0 if known else 1
    if length > 1 and at == 0 and words[0] in _ENGLISH_OPENERS and is_marked(words[1]):  # "Can Sở Nội vụ ...?"
        return 0
    return length


def _may_be_name(word: str) -> bool:
    return len(word) <= 7 and (is_syllable(word) or _PLACE_FORM.fullmatch(word.lower()) is not None)


def _translate_date(words: list[str], at: int) -> tuple[int, str] | None:
    """ "30 November 2025", "November 30, 2025" and "November 2025" in Vietnamese, without the year."""
    following = words[at + 1] if at + 1 < len(words) else ""
    day = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", words[at].lower())
    if day and (month := _month(following)):
        return 2, f"ngày {int(day[1]):02d} tháng {month}"
    if (month := _month(words[at])) and words[at][0].isupper():
        if re.fullmatch(r"\d{1,2}", following):
            return 2, f"ngày {int(following):02d} tháng {month}"
        return 1, f"tháng {month}"
    return None


def _month(word: str) -> int:
    """The number of an English month, 0 for another word."""
    return _MONTHS.index(word.lower()) + 1 if word.lower() in _MONTHS else 0


# ---------------------------------------------------------------- agencies

_AGENCY = re.compile(
    r"(?:Sở|Bộ|Ban|Phòng|Cục|Chi cục|Tổng cục|Ủy ban|Hội đồng|Văn phòng|Thanh tra|Kho bạc|Kiểm toán|Tòa án|"
    r"Viện kiểm sát|Bảo hiểm xã hội|Công an|Mặt trận|Hội|Liên đoàn|Liên minh|Đoàn|Tỉnh ủy|Huyện ủy|Thành ủy|Đảng ủy|"
    r"Trung tâm|Ngân hàng|Bộ đội|Quốc hội|Chính phủ|Thủ tướng|Bộ phận)(?!\w)"
)
_NOT_AGENCIES = frozenset(["Bộ luật", "Hội nghị", "Đoàn kiểm tra", "Đoàn thanh tra"])


@lru_cache(maxsize=1)
def agency_names() -> tuple[str, ...]:
    """The agencies that the tables know, as written in full: ministries, departments, committees, unions."""
    named = [reading.expansion for readings in _readings().values() for reading in readings]
    named += [vietnamese for _, vietnamese in _rows("glossary_en.tsv")]
    fields = [reading for readings in _readings().values() for reading in readings if reading.category == "field"]
    named += [f"Sở {reading.expansion}" for reading in fields if reading.expansion[:1].isupper()]
    return tuple(dict.fromkeys(name for name in named if _AGENCY.match(name) and name not in _NOT_AGENCIES))


@lru_cache(maxsize=1)
def _agency_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    names = {fold(name): name for name in agency_names()}
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(r"(?<!\w)(" + "|".join(map(re.escape, longest_first)) + r")(?!\w)"), names


def agencies_in(text: str) -> list[tuple[int, int, str]]:
    """Where agencies stand in `text`, and the name of each as written in full."""
    pattern, names = _agency_pattern()
    found = []
    for match in pattern.finditer(fold(text)):
        piece, name = text[match.start() : match.end()], names[match[1]]
        same_marks = all(is_marked(a) == is_marked(b) for a, b in zip(piece.split(), name.split(), strict=False))
        if not is_marked(piece) or same_marks:
            found.append((match.start(), match.end(), name))
    return found


def agency_spans(text: str) -> list[tuple[int, int]]:
    """Where agencies stand in `text`."""
    return [(start, end) for start, end, _ in agencies_in(text)]
