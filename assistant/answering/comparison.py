"""Take a question that compares several documents apart: which they are, and the question for each of them alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.answering.query import number_spans
from assistant.answering.rendering import MONTHS
from assistant.answering.selection import issued_by, key_of_number
from assistant.answering.values import find_values, read_day
from assistant.language.agencies import agencies_in, agency_spans
from assistant.language.lexicon import word_set
from assistant.language.places import province_spans
from assistant.language.vietnamese import SYLLABLE, fold
from assistant.schema import Document, Query

MOST_SIDES = 4
Verdict = tuple[str, str]  # "Sớm hơn", "Earlier"

_KIND = (
    r"(?:van ban|quyet dinh|nghi quyet|ke hoach|chi thi|thong bao|cong van|thong tu|cong dien|huong dan|to trinh|"
    r"bao cao|quy che|chuong trinh|de an)"
)
_ONE = rf"(?:cai|ben|ban|noi|tinh|thanh pho|dia phuong|so|don vi|nam|{_KIND})"
_MORE = r"(?:som|muon|cao|thap|nhieu|it|lon|nho|nhanh|cham|kha|tot|lau|dai|ngan)"
_COMPARES = re.compile(
    r"\bkhac (?:nhau|gi|biet|the nao|ra sao|cho nao)|\bgiong nhau|\bgiong va khac|\bso (?:voi|sanh)\b|\bchenh\b"
    rf"|\bmoi {_ONE}\b|\b(?:tung|ca hai|hai) {_ONE}\b|\bca hai\b|\blan luot\b|\bcung mot\b"
    rf"|\b{_MORE} hon\b|\b{_ONE} nao\b.{{0,40}}\b(?:truoc|sau)\b(?! (?:ngay|khi))"
    r"|\bdiffer|\bcompare|\bversus\b|\bboth\b|\beach\b|\b(?:than|earlier|later)\b"
    r"|\bwhich (?:one|of (?:the|them)|came|was (?:issued|signed))\b"
)


def compares(query: Query) -> bool:
    """Does the question ask for the same of several documents?"""
    return bool(_COMPARES.search(fold(query.whole or query.question)))


@dataclass(frozen=True)
class Mention:
    """What names one of the things compared: where it stands in the question, and the documents that it means."""

    start: int
    end: int
    documents: frozenset[str]

    def called(self, question: str) -> str:
        """The kind before a number: "Thông báo " of "Thông báo 623"."""
        return re.sub(r"\(?\d.*$", "", question[self.start : self.end], flags=re.DOTALL)


# ---------------------------------------------------------------- what is compared


def compared(question: str, documents: Iterable[Document]) -> list[Mention]:
    """The documents, agencies, places or years that a question names to compare, in their order; none where it does
    not name two of one sort that have documents of their own."""
    known = list(documents)
    named = (
        _of_numbers(question, known),
        _of_names(agencies_in(question), known, issued_by),
        _of_names(province_spans(question), known, _is_of),
        _of_names(_years(question), known, _is_from),
    )
    for mentions in named:
        apart = {mention.documents for mention in mentions}
        if 2 <= len(apart) == len(mentions) <= MOST_SIDES and all(apart):
            return mentions
    return []


_BARE_NUMBER = re.compile(
    r"(?<![\w/.,%-])(\d{2,5})(?=\W*$|\s*[,;)]|\s+(?:và|va|hay|hoặc|hoac|với|voi|của|cua|lẫn|and|or)\s)(?![.,]\d)"
)


def _of_numbers(question: str, documents: list[Document]) -> list[Mention]:
    """Documents named by their number: behind their kind, or bare where the figures begin a document's number."""
    spans = number_spans(question)
    bare = [match.span() for match in _BARE_NUMBER.finditer(question) if not _YEAR.fullmatch(match[1])]
    spans += [(*span, question[slice(*span)]) for span in bare if not any(_meet(span, other) for other in spans)]
    places = {name for _, _, name in province_spans(question)}
    found: dict[str, Mention] = {}
    for start, end, number in spans:
        key = key_of_number(number)
        meant = [document for document in documents if _begins(document.metadata.number, key)]
        near = [document for document in meant if document.metadata.province in places]
        if meant and key not in found:
            found[key] = Mention(start, end, frozenset(document.id for document in near or meant))
    return sorted(found.values(), key=lambda mention: mention.start)


def _meet(span: tuple[int, int], other: tuple[int, int, str]) -> bool:
    return span[0] < other[1] and other[0] < span[1]


def _begins(number: str | None, key: str) -> bool:
    return f"{key_of_number(number or '')} ".startswith(f"{key} ")


def _of_names(
    spans: Iterable[tuple[int, int, str]], documents: list[Document], holds: Callable[[Document, str], bool]
) -> list[Mention]:
    found: dict[str, Mention] = {}
    for start, end, name in spans:
        meant = frozenset(document.id for document in documents if holds(document, name))
        found.setdefault(name, Mention(start, end, meant))
    return list(found.values())


def _is_of(document: Document, province: str) -> bool:
    """Is it a document of the province, or one on it by a central authority?"""
    metadata = document.metadata
    if metadata.province:
        return fold(metadata.province) == fold(province)
    return f" {fold(province)} " in f" {' '.join(SYLLABLE.findall(fold(metadata.subject or '')))} "


def _is_from(document: Document, year: str) -> bool:
    return str(document.metadata.year) == year


_YEAR = re.compile(r"(?<![\d/.-])(?:năm |nam )?((?:19|20)\d\d)(?![\d/-])", re.IGNORECASE)


def _years(question: str) -> list[tuple[int, int, str]]:
    return [(match.start(), match.end(), match[1]) for match in _YEAR.finditer(question)]


# ---------------------------------------------------------------- the question for one of them

_STRONG = r"\s*,?\s+(?:con|khac(?: gi)?(?: voi| so voi)?|so voi|versus)\s+"
_LINKS = (
    re.compile(_STRONG),
    re.compile(rf"{_STRONG}|\s*,?\s+(?:va|voi|hay|hoac|lan(?! luot| thu)|and|than|or)\s+|\s*[,;]\s+"),
)
_OF_NAME = word_set(
    """cua tinh thanh pho so nam o tai trong theo ca hai van ban quyet dinh nghi quyet ke hoach chi thi thong bao cong
    tu dien huong dan to trinh bao cao uy ban nhan dan ubnd tp the of in so voi giua"""
)
_OWN = 3  # syllables of a side, names left out: so many say what is asked of this side alone
_NOTHING_BEFORE = re.compile(r"\W*(?:so (?:voi|sanh)(?: voi)?|giua|trong|theo|khac voi|compared (?:to|with))?\W*")
_BEHIND = re.compile(
    r"\s*\([^)]*\)|\s+(?:cua|ve|trong|o|tai|cho)\s[^,;:?]*?"
    r"(?=\s*[,;:?]|\s*$|\s(?:deu|co|la|moi|lan luot|khac|giong|do|ban hanh|bat dau|cai|ben|van ban|so may)\b)"
)


def question_for(question: str, mentions: list[Mention], place: int) -> str:
    """The question for one of the things compared: without the others, and without the words that compare.

    >>> text = "Hạn nộp của Sở Xây dựng và Sở Y tế khác nhau thế nào?"
    >>> question_for(text, compared(text, documents), 1)
    'Hạn nộp của Sở Y tế?'
    """
    if len(mentions) == 2 and (link := _link(question, *mentions)):
        return without_comparison(_side_of_two(question, mentions, place, link))
    for other in reversed([mention for at, mention in enumerate(mentions) if at != place]):
        question = f"{question[: other.start].rstrip(' ,')} {question[other.end :].lstrip(' ,')}"
    return without_comparison(question)


def _side_of_two(question: str, mentions: list[Mention], place: int, link: tuple[int, int]) -> str:
    """One side of a link ("và", "so với") with what is said of both, before the first or behind the second; a side that
    says nothing but its name has the words of the other."""
    first, second = mentions
    folded, end = fold(question), second.end
    more = folded[first.end : link[0]].strip()  # "của Hải Phòng" behind the first: the second has the like
    if folded[second.start - 1] == "(" and folded[end : end + 1] == ")":
        end += 1
    elif (behind := _BEHIND.match(folded, end)) and (more or behind[0].lstrip()[0] == "("):
        end = behind.end()
    own = _own_words(folded[link[1] : second.start])
    if own >= _OWN and _NOTHING_BEFORE.fullmatch(
        folded, 0, first.start
    ):  # "So với Quyết định 412, ngưỡng ... trong Quyết định 2190 là gì?"
        said = question[first.start : first.end] if place == 0 else question[second.start : second.end]
        return question[link[1] : second.start] + said + question[second.end :]
    if own >= _OWN:
        return (question[: link[0]] if place == 0 else question[link[1] : end]) + question[end:]
    if place == 0:
        return question[: link[0]] + question[end:]
    alike = re.match(r"\w+", folded[link[1] : second.start])  # "của Cà Mau (1) và của Hà Tĩnh (2)"
    start = folded.rfind(f" {alike[0]} ", 0, first.start) + 1 if alike else 0
    called = "" if re.match(r"[^\W\d_]", folded[second.start :]) else first.called(question)
    return question[: start or first.start] + called + question[link[1] :]


def _own_words(folded: str) -> int:
    return sum(word not in _OF_NAME for word in SYLLABLE.findall(folded))


def _link(question: str, first: Mention, second: Mention) -> tuple[int, int] | None:
    """Where the words stand that part two things compared, outside the names of agencies."""
    names = agency_spans(question)
    folded = fold(question)
    for pattern in _LINKS:
        for found in pattern.finditer(folded, first.end, second.start + 1):
            if not any(start < found.start() < end for start, end in names):
                return found.start(), min(found.end(), second.start)
    return None


_WHICH_FIRST = re.compile(
    rf"(?:{_ONE} nao )(?P<does>(?:\w+ ){{0,5}}?)(?:ra )?(?:doi )?(?:truoc|sau|som hon|muon hon|som nhat)\b"
)
_CAME_FIRST = re.compile(
    r"\bwhich (?:one |of (?:the|them)(?: two)? )?(?:came|comes|(?:was|is) (?:issued|signed))(?: out)? "
    r"(?:first|earlier|later|last)\b,?"
)
_WHICH_MORE = re.compile(rf"(?:{_ONE} nao )(?P<is>(?:\w+ ){{0,8}}?){_MORE} hon\b")
_SAME = re.compile(
    r"\bco (?:cung|chung)(?: mot)? (?P<what>(?:\w+ ){1,5}?)khong\b(?:,? (?:la )?(?:nhung )?(?:ai|gi)\b)?"
)
_DROPPED = re.compile(
    r"^giua\b|\bso (?:voi|sanh)(?: voi)?\b"
    r"|\b(?:co )?(?:khac|giong) (?:nhau|biet|gi)?(?: voi)?(?: o)?(?: (?:the nao|ra sao|cho nao|diem nao|nhung gi|gi))?"
    r"|\b(?:thay doi|doi) (?:the nao|ra sao|nhu the nao)|\blan luot\b|"
    rf"\bmoi {_ONE}\b(?: la)?|\b(?:ca )?hai (?={_ONE}\b)|\bo (?:ca )?hai {_ONE}\b|\bca hai\b"
    r"|\bchenh(?: lech| so lieu)*(?: the nao| bao nhieu)?"
    rf"|(?:\bva )?\b{_MORE} hon(?: (?:bao nhieu|may)(?: \w+)?)?|\bcho (?:minh|toi|em)\b|\bcung\b(?= o\b)"
    r"|\b(?:respectively|each|both|which (?:one|of (?:the|them)(?: two)?)(?= (?:is|was|took|takes|came)\b))\b"
)


def without_comparison(question: str) -> str:
    """A question without the words that compare: "có hiệu lực từ ngày nào" of "cái nào có hiệu lực trước"."""
    text = _replace(question, _CAME_FIRST, lambda match, said: "when was it issued,")
    text = _replace(text, _WHICH_FIRST, _when)
    text = _replace(text, _WHICH_MORE, _how_much)
    text = _replace(text, _SAME, _what)
    text = _replace(text, _DROPPED, lambda match, said: "")
    text = re.sub(r"\(\s*\)", " ", " ".join(text.split()))
    text = re.sub(r"\s+([,;?.])", r"\1", text)
    return re.sub(r"(?:[,;:]\s*)+(?=[,;?.]|$)", "", text).strip(" ,;:")


def _replace(text: str, pattern: re.Pattern[str], by: Callable[[re.Match[str], str], str]) -> str:
    """`text` with what `pattern` finds in it without marks replaced."""
    for match in reversed(list(pattern.finditer(fold(text)))):
        text = f"{text[: match.start()]} {by(match, text)} {text[match.end() :]}"
    return text


def _when(match: re.Match[str], text: str) -> str:
    does = text[slice(*match.span("does"))].strip()
    if re.search(r"hieu luc|ap dung|thi hanh", fold(does)):
        return f"{does} từ ngày nào"
    if not does or re.fullmatch(r"(?:(?:duoc|da) )*(?:ra|ban hanh|ky|ra doi|phat hanh)", fold(does)):
        return "ban hành ngày nào"
    return f"{does} khi nào"


def _what(match: re.Match[str], text: str) -> str:
    what = text[slice(*match.span("what"))].strip()
    return f"ai {what[5:].strip()}" if fold(what).startswith("nguoi") else f"{what} là gì"


def _how_much(match: re.Match[str], text: str) -> str:
    return f"{text[slice(*match.span('is'))].strip()} là bao nhiêu"


# ---------------------------------------------------------------- which of them is meant

_RANKED: tuple[tuple[re.Pattern[str], Verdict, bool, bool], ...] = (
    (re.compile(rf"\b(?:som hon|earlier|first|{_ONE} nao\b.{{0,40}}\btruoc)\b"), ("Sớm hơn", "Earlier"), True, False),
    (re.compile(rf"\b(?:muon hon|later|{_ONE} nao\b.{{0,40}}\bsau)\b"), ("Muộn hơn", "Later"), True, True),
    (re.compile(r"\b(?:cao|nhieu|lon|nhanh|kha|tot) hon\b|\b(?:higher|more|larger|greater)\b"),
     ("Cao hơn", "Higher"), False, True),
    (re.compile(r"\b(?:thap|it|nho|cham) hon\b|\b(?:lower|less|fewer|smaller)\b"), ("Thấp hơn", "Lower"), False, False),
)  # fmt: skip


def rank(query: Query, values: Sequence[str | None]) -> tuple[Verdict, int | None] | None:
    """Which of the values compared is the one asked for (earlier, later, higher, lower) and the word for that, or
    whether they are the same; None where neither is asked for or where a value is missing."""
    asked = fold(query.whole or query.question)
    if _SAME.search(asked) and all(values):
        names = {fold(value or "").split(" (")[0] for value in values}
        return (("Giống nhau", "The same") if len(names) == 1 else ("Khác nhau", "Different")), None
    for pattern, words, of_days, greatest in _RANKED:
        if not pattern.search(asked):
            continue
        measured = [_measure(value or "", of_days) for value in values]
        kinds = {each[0] for each in measured if each}
        if None in measured or len(kinds) != 1 or len(set(measured)) < len(measured):
            return None
        return words, measured.index((max if greatest else min)(each for each in measured if each))
    return None


_ENGLISH_DAY = re.compile(rf"(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})")


def _measure(value: str, of_days: bool) -> tuple[str, float] | None:
    """A day, or a figure with its unit, as what can be compared."""
    if of_days:
        english = _ENGLISH_DAY.search(value)  # the day of issue is said in the language of the question
        day = read_day(f"{english[1]}/{MONTHS.index(english[2]) + 1}/{english[3]}" if english else value)
        return ("day", day.toordinal()) if day else None
    found = find_values(value, "percentage") or find_values(value, "amount")
    figure = re.match(r"\d+(?:[.,]\d+)*", found[0].text) if len(found) == 1 else None
    if figure is None:
        return None
    unit = fold(found[0].text[figure.end() :]).strip()
    return unit, float(re.sub(r"\.(?=\d{3})", "", figure[0]).replace(",", "."))
