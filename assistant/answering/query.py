"""Understand a question: its language, the kind of answer, whom, which document and which period it is about."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from assistant.answering.asked import kind_of_answer, without_marks
from assistant.answering.conversation import make_whole
from assistant.language.agencies import agencies_in, merged_into
from assistant.language.english import NOTHING_KNOWN, Vocabulary, translate_query
from assistant.language.lexicon import (
    abbreviations_in,
    document_number_spans,
    is_syllable,
    official_forms,
    open_abbreviations,
    replace_abbreviations,
    word_set,
)
from assistant.language.places import find_provinces
from assistant.language.spelling import correct
from assistant.language.vietnamese import SYLLABLE, fold, is_marked, nfc
from assistant.schema import History, Query


def understand(
    question: str,
    history: History = (),
    vocabulary: Vocabulary | None = None,
    restore: Callable[[str], str] | None = None,
) -> Query:
    """What `question` asks, with `history` where it follows up, as a Query.

    `vocabulary` holds the unmarked syllables (and pairs, "xay dung") of the index; syllables that are not in it are
    taken for typing errors and corrected in the text that is searched, never in the question. An English question is
    turned into the words that it knows. `restore` puts the marks back on a Vietnamese question typed without them.
    """
    question = " ".join(nfc(question).split())
    if restore:
        history = [(_plain(asked, restore), answered) for asked, answered in history]
    plain = _plain(_without_story(question), restore)
    rewritten = make_whole(plain, history)
    whole = rewritten or plain
    language = read_language(whole)
    opened = replace_abbreviations(whole, english=language == "en")
    vietnamese = f"{opened} {translate_query(whole, vocabulary or NOTHING_KNOWN)}" if language == "en" else opened
    mended = correct(opened, vocabulary) if vocabulary and language == "vi" else opened
    searched = searched_text(f"{whole} {plain}" if rewritten else whole, language, vocabulary)
    typed = _abbreviated(question) if language == "vi" else ""
    return Query(
        question=question,
        text=" ".join(filter(None, (searched, typed))),
        language=language,
        kind=kind_of_answer(mended, language == "en"),
        units=read_units(vietnamese),
        provinces=tuple(dict.fromkeys((*find_provinces(whole), *find_provinces(question)))),
        numbers=read_numbers(opened),
        kinds=read_kinds(vietnamese),
        years=read_years(opened),
        row=read_row(opened),
        role=read_role(plain),
        rewritten=rewritten,
        whole=whole,
    )


# ---------------------------------------------------------------- what was typed, in plain words

_GLUED = re.compile(r"(?<![\w/-])((?i:KH|QĐ|QD|NQ|TT|CV|TB|CT|NĐ|ND|TTr|BC|HD|NV))(?=\d)")
"""The kind of a document, or a task, written together with its number: "KH881", "nv5"."""
_ONE_STOP = re.compile(r"(?<!\w)1 c(?:ửa|ua)(?!\w)", re.IGNORECASE)


def _plain(question: str, restore: Callable[[str], str] | None) -> str:
    """A Vietnamese question as it would be written with care: marks put back, abbreviations opened, agencies by their
    names. An English one comes back as it is."""
    question = _ONE_STOP.sub("một cửa", _GLUED.sub(r"\1 ", question))
    if read_language(question) == "en":
        return question
    opened = replace_abbreviations(restore(question) if restore else question)
    for start, end, name in reversed(agencies_in(opened)):
        opened = opened[:start] + name + opened[end:]
    return _with_object(opened)


_LONG = 40  # syllables: a longer question tells a story around what it asks
_ENOUGH_SAID = 9  # syllables of a clause that can stand alone
_ASKS = re.compile(
    r"(?<!\w)(?:bao nhieu|bao gio|bao lau|khi nao|nao|may|ai|gi|dau|the nao|ra sao|phai khong|duoc khong|hay khong|"
    r"who|when|where|which|what|how)(?!\w)"
)


_ASKED_KINDLY = re.compile(
    r"^(?:nên |vậy |giờ )?(?:nhờ|mong|xin|cho|kính nhờ)(?: (?:anh|chị|em|tôi|mình|bạn|ad)){0,3}"
    r"(?: (?:xem|hỏi|biết|chỉ|giúp|giùm|hộ|dùm)){1,3}(?: (?:em|tôi|mình))?(?: là)? ",
    re.IGNORECASE,
)


# Who tells a story speaks of themselves or to somebody; a long question that quotes the law does neither.
_TELLS = re.compile(
    r"\b(?:tôi|bên em|chào|anh chị|ạ|nhờ|giúp|cảm ơn|xin hỏi|cho hỏi|(?:em|mình) (?:là|đang|muốn|cần|có|hỏi|ở|xin)"
    r"|cho (?:em|toi|minh) hoi|xin hoi|anh chi|chao (?:anh|chi|ban)|cam on|(?:em|toi|minh) (?:la|dang|muon|can hoi)"
    r"|ben em)\b"
)


def _without_story(question: str) -> str:
    """Of a long story the clauses that ask, without greetings and what led to it; a short clause with the one before
    it, which says what it is about. A long question that tells no story stays."""
    if len(SYLLABLE.findall(question)) <= _LONG or not _TELLS.search(question.lower()):
        return question
    clauses = [clause.strip() for clause in re.split(r"[,;.!?\n](?=\s|$)", question) if clause.strip()]
    kept: dict[int, str] = {}
    for place, clause in enumerate(clauses):
        if _ASKS.search(without_marks(clause)):
            if place and len(SYLLABLE.findall(clause)) < _ENOUGH_SAID:
                kept.setdefault(place - 1, clauses[place - 1])
            kept[place] = clause
    return ", ".join(_ASKED_KINDLY.sub("", kept[place]) for place in sorted(kept)) or question


_HANDED_IN = re.compile(r"(?<!\w)(?:thời )?hạn(?: chót| cuối)?(?P<verb> (?:nộp|gửi|chốt))?(?= |\W*$)", re.IGNORECASE)
_THEN = re.compile(
    r"(?:,|:)?(?: (?:của|ở|tại|bên|cho|về|là|khi nào|ngày|hôm|lúc|trước|vào|đến)(?!\w)|\W*$)", re.IGNORECASE
)


def _with_object(question: str) -> str:
    """ "Hạn nộp của Sở Xây dựng?" says nothing of what is handed in: it is a dossier, where nothing else is named."""
    match = _HANDED_IN.search(question)
    if match is None:
        return question
    behind = question[match.end() :]
    named = [start for start, _, _ in agencies_in(behind)]
    if match["verb"] and (_THEN.match(behind) or (named and not behind[: named[0]].strip())):
        return f"{question[: match.end()]} hồ sơ{behind}"
    rest = question[: match.start()] + " " + behind
    for start, end, _ in reversed(agencies_in(rest)):
        rest = rest[:start] + rest[end:]
    if named and not match["verb"] and not set(SYLLABLE.findall(fold(rest))) - _EMPTY:
        return f"{question[: match.end()]} nộp hồ sơ{behind}"
    return question


_EMPTY = word_set("cua o tai ben cho la khi nao ngay hom luc may bao gio the vay a nhi")


def _abbreviated(question: str) -> str:
    """The abbreviations of a question as they were typed: documents use them too."""
    return " ".join(question[start:end] for start, end, _ in abbreviations_in(question))


# ---------------------------------------------------------------- language

_ENGLISH = word_set(
    """the what's what which who whom whose when where why how is are was were does did has have had must should will
    would of by for from with and or not this that these those under between deadline please any many much long be
    been it its their there if does doesn't into about after before during need i my you we our get a can may one only
    how's who's where's when's"""
)
_VIETNAMESE = word_set(
    """la gi nao khi cua cho khong bao nhieu duoc phai ai va voi cac nhung trong ngay nam thang theo ve o tai do may
    sao den hay con thi nay co bi so bo ra tu tren den duoi nhu vay lam ky don vi co quan ke hoach quyet dinh"""
)
_BOTH = word_set("a can the do to in on an me of so or can be may has is it her his hay am la co bi ai ky va")


def read_language(question: str) -> Literal["vi", "en"]:
    """ "en" when the sentence is English, whatever Vietnamese names it holds; "vi" otherwise.

    >>> read_language("What's the deadline for Sở Xây dựng dossiers?")
    'en'
    """
    for start, end in reversed(document_number_spans(question)):
        question = question[:start] + question[end:]
    words = re.findall(r"[^\W\d_]+(?:['’][a-z]+)?", question.lower())
    english = sum(1 if word in _BOTH else 2 for word in words if word.replace("’", "'") in _ENGLISH)
    if not is_marked(question):  # words that no Vietnamese syllable could be
        opened = re.findall(r"[^\W\d_]+", replace_abbreviations(question).lower())
        foreign = [word for word in opened if len(word) > 3 and not is_marked(word) and not is_syllable(word)]
        if not english and len(foreign) <= len(opened) / 3:
            return "vi"
        english += len(foreign)
    vietnamese = sum(1 if word in _BOTH else 2 for word in words if fold(word) in _VIETNAMESE or is_marked(word))
    names = sum(2 for word in re.findall(r"(?<=\w )[A-ZĐÀ-Ỹ]\w+|(?<=Sở )\w+(?: \w+)?", question) if is_marked(word))
    return "en" if english > max(0, vietnamese - names) else "vi"


# ---------------------------------------------------------------- the text that is searched


def searched_text(question: str, language: str, vocabulary: Vocabulary | None = None) -> str:
    """The words to search for: abbreviations opened, typing errors corrected, English glossed.

    Everyday phrases that the documents do not use stand also in official words.
    """
    if language == "en":
        return translate_query(question, vocabulary or NOTHING_KNOWN) or question
    opened = open_abbreviations(question)
    if vocabulary is None:
        return opened
    return " ".join([correct(opened, vocabulary), *official_forms(opened, vocabulary)])


_OFFICIAL: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE), words)
    for pattern, words in (
        (r"(?<!thời )hạn(?: chót| cuối)?(?= (?:nộp|gửi|báo cáo|đăng ký))", "thời hạn"),
        ("nộp", "gửi"),
        (r"bao nhiêu tiền", "tổng kinh phí là bao nhiêu"),
        (r"xong(?! trước)", "hoàn thành"),
        (r"xin(?= (?:bao nhiêu|thêm|bổ sung|kinh phí))|trình(?= bổ sung)", "đề nghị"),
        (r"chốt(?= hồ sơ| danh sách| số liệu)", "thời hạn gửi"),
        (r"lo(?= (?:việc|nhiệm vụ|phần))|đứng ra làm|làm chính", "chủ trì"),
        (r"kết thúc khi nào", "được thực hiện đến hết ngày nào"),
        (r"giấy tờ", "hồ sơ"),
        (r"(?<=\w )(?:có )?quy định(?: về)?(?= [^\W\d_]+ [^\W\d_]+ (?:là )?(?:bao|mấy|gì|nào))", ""),
        (r"làm việc(?= (?:lúc |từ )?mấy giờ)|mở cửa(?= (?:lúc |từ )?mấy giờ)", "thời gian làm việc"),
    )
)
"""What officials say and what their documents write."""


def reword(query: Query, vocabulary: Vocabulary) -> Query | None:
    """A Vietnamese question in the words of documents, None where they would be the same."""
    if query.language == "en":
        return None
    whole = query.whole or query.question
    for pattern, words in _OFFICIAL:
        whole = pattern.sub(words, whole)
    for start, _, name in reversed(agencies_in(whole)):
        if name.startswith("Sở ") and re.search(
            r"(?:hồ sơ|báo cáo|kinh phí|khen thưởng|kế hoạch|thi đua)\s$", whole[:start]
        ):
            whole = f"{whole[:start]}của {whole[start:]}"
    if whole == query.whole:
        return None
    return replace(query, text=searched_text(whole, "vi", vocabulary), whole=whole)


_BODY_AND_TOPIC = re.compile(r"(.+) \(.+\)\?")


def without_topic(query: Query, vocabulary: Vocabulary) -> Query | None:
    """A follow-up that asks something else of the same thing in its own words alone; None for any other question."""
    match = _BODY_AND_TOPIC.fullmatch(query.rewritten or "")
    if match is None:
        return None
    text = searched_text(match[1], query.language, vocabulary)
    return replace(query, text=text, whole=match[1], rewritten=None)


# ---------------------------------------------------------------- agencies and kinds of document


def read_units(text: str) -> tuple[str, ...]:
    """The agencies that `text` names, as written in full: "Sở Xây dựng"."""
    return tuple(dict.fromkeys(name for _, _, name in agencies_in(text)))


def names_agency(query: Query) -> bool:
    """Does the question itself, not what was said before it, name an agency?"""
    return bool(agencies_in(replace_abbreviations(query.question, query.language == "en")))


@dataclass(frozen=True)
class Renamed:
    """A question by the names that agencies have since they were merged in 2025."""

    query: Query
    names: tuple[tuple[str, str], ...]  # the agency as it was asked for, and as it is called today


def as_of_today(query: Query) -> Renamed | None:
    """`query` by today's names of the agencies; None where it names none that was merged."""
    names = tuple((unit, today) for unit in query.units if (today := merged_into(unit)))
    if not names:
        return None
    whole, text = query.whole or query.question, query.text
    for old, today in names:
        whole, text = _with_name(whole, old, today), _with_name(text, old, today)
    units = tuple(dict.fromkeys(dict(names).get(unit, unit) for unit in query.units))
    return Renamed(replace(query, whole=whole, text=text, units=units), names)


def _with_name(text: str, old: str, today: str) -> str:
    """`text` with one agency in the place of another; with both where it has the other by no name that is known."""
    spans = [(start, end) for start, end, name in agencies_in(text) if name == old]
    for start, end in reversed(spans):
        text = text[:start] + today + text[end:]
    return text if spans else f"{text} {today}"


_KINDS = (
    "Nghị quyết", "Quyết định", "Chỉ thị", "Quy chế", "Quy định", "Thông cáo", "Thông báo", "Hướng dẫn",
    "Chương trình", "Kế hoạch", "Phương án", "Đề án", "Dự án", "Báo cáo", "Biên bản", "Tờ trình", "Hợp đồng",
    "Công văn", "Công điện", "Giấy mời", "Nghị định", "Thông tư", "Luật", "Pháp lệnh", "Kết luận",
)  # fmt: skip
_ALWAYS_A_DOCUMENT = frozenset(
    ["Nghị quyết", "Chỉ thị", "Quy chế", "Kế hoạch", "Đề án", "Tờ trình", "Công văn", "Công điện", "Nghị định",
     "Thông tư", "Giấy mời", "Pháp lệnh"]
)  # fmt: skip
_KIND = re.compile(r"(?<!\w)(" + "|".join(fold(kind) for kind in _KINDS) + r")(?!\w)")
_KIND_OF = {fold(kind): kind for kind in _KINDS}
_POINTED_AT = re.compile(r"\s*(?:số\s*)?\d|\s+(?:này|đó|trên|nói trên|số mấy|nào)(?!\w)", re.IGNORECASE)
_POINTED_AT_UNMARKED = re.compile(r"\s*(?:so\s*)?\d|\s+(?:nay|do|tren|noi tren|so may|nao)(?!\w)")
_DOES = re.compile(r"(?:^|\W)(?:ai|quyen|duoc|phai|tham quyen|nao|de|va|viec)\s*$")


def read_kinds(text: str) -> tuple[str, ...]:
    """The kinds of document that `text` names: "Kế hoạch"; a word that is also a verb counts only when pointed at."""
    folded = fold(text)
    found: dict[str, None] = {}
    for match in _KIND.finditer(folded):
        kind = _KIND_OF[match[1]]
        capital = match.start() > 0 and text[match.start()].isupper()
        pointed = (
            _POINTED_AT.match(text, match.end()) if is_marked(text) else _POINTED_AT_UNMARKED.match(folded, match.end())
        ) and not _DOES.search(folded[: match.start()])
        marked = is_marked(text[match.start() : match.end()])
        if marked and text[match.start() : match.end()].lower() != kind.lower():
            continue
        if kind in _ALWAYS_A_DOCUMENT or capital or pointed:
            found.setdefault(kind, None)
    return tuple(found)


# ---------------------------------------------------------------- document numbers, years, rows

_SIGN = re.compile(
    r"(?<![\w/])((?:\d{1,3}\.)?\d{1,5}[a-z]?)\s?([/-])\s?"
    r"((?:(?:19|20)\d\d\s?/\s?)?[^\W\d_][\w&]*(?:\s?[-–/.]\s?[^\W\d_][\w&]*)*\d?)"
)
_BARE = re.compile(
    r"(?<!\w)(?:" + "|".join(fold(kind) for kind in _KINDS) + r"|van ban|vb|plan|decision|notice|directive|decree|"
    r"resolution|circular|letter|document)(?:\s+(?:so|no\.?|number))?"
    r"\s+(\d{1,3}\.\d{1,3}/(?:19|20)\d\d|\d{1,5}(?:/(?:19|20)\d\d)?)(?![\w%]|[.,-]\d|/\d)"
)
_AS_WRITTEN = {
    fold(sign): sign
    for sign in word_set("""NQ QĐ CT QC QyĐ TC TB HD CTr KH PA ĐA DA BC BB TTr HĐ CV CĐ BGN GUQ GM GGT GNP PG PC PB NĐ
    TT TTLT UBND HĐND UB CP TTg TW TU QH BCĐ VPCP VP ĐU MTTQ UBTVQH SY SL KL""")
}
_AS_WRITTEN["hd"] = "HD"
_YEAR = re.compile(r"(?<![\d.,])((?:19|20)\d\d)(?![\d.,]\d|\d)")
_ROW = re.compile(
    r"(?<!\w)(?:(?:nhiem vu|dong|stt|so thu tu|hang|task|row|item|tt)\s*(?:so|thu|no\.?|number|#)?|"
    r"(?:dau )?viec(?: so)?)\s*:?\s*(\d{1,3})"
    r"(?![\w/%]|[.,]\d|\s*(?:nam|thang|ngay|ty|trieu|phan tram|nguoi|%))"
)


def read_numbers(text: str) -> tuple[str, ...]:
    """The document numbers that `text` names: "881/KH-SXD" however it is spelled; "881" of "kế hoạch 881"."""
    return tuple(dict.fromkeys(number for _, _, number in number_spans(nfc(text))))


_CALLED = re.compile(r"(?:(?:" + "|".join(fold(kind) for kind in _KINDS) + r"|van ban)\s+(?:so\s+)?)$")
_NEXT = re.compile(r"\s*(?:,|va|hay|hoac|voi|and|or)\s+(\d{1,5})(?![\w%]|[.,-]\d|/\d|\s*/|\s(?:ngay|thang|nam)\b)")


def number_spans(text: str) -> list[tuple[int, int, str]]:
    """Where `text` (NFC) names documents by number, each with its number; the kind before it belongs to it. Those in
    the official spelling come first."""
    folded = fold(text)
    spans: list[tuple[int, int, str]] = []
    for match in _SIGN.finditer(text):
        if number := normalise_number(match[0]):
            called = _CALLED.search(folded, 0, match.start())
            spans.append((called.start() if called else match.start(), match.end(), number))
    written = list(spans)
    for match in _BARE.finditer(folded):
        if any(low <= match.start(1) < high for low, high, _ in written) or _YEAR.fullmatch(match[1]):
            continue
        spans.append((match.start(), match.end(), match[1]))
        while following := _NEXT.match(folded, spans[-1][1]):  # "Thông báo 623 và 627"
            if _YEAR.fullmatch(following[1]):
                break
            spans.append((following.start(1), following.end(1), following[1]))
    return spans


def normalise_number(written: str) -> str | None:
    """A document number in the official spelling, None when it is none ("24/7", "3-tháng").

    >>> normalise_number("881-kh-sxd"), normalise_number("83/2025/QD-UBND"), normalise_number("57-NQ/TW")
    ('881/KH-SXD', '83/2025/QĐ-UBND', '57-NQ/TW')
    """
    match = _SIGN.fullmatch(nfc(written).strip())
    if match is None:
        return None
    count, mark, rest = match[1], match[2], re.sub(r"\s", "", match[3]).replace("–", "-")
    parts = re.split(r"([-/.])", rest)
    parts = [_AS_WRITTEN.get(fold(part), part.upper() if part.islower() else part) for part in parts]
    sign = next((part for part in parts if part[:1].isalpha()), "")
    if fold(sign) not in _AS_WRITTEN and not (len(parts) > 2 and sign.isupper()):
        return None
    mark = "-" if mark == "-" and "/" in parts else "/"
    return f"{count}{mark}{''.join(parts)}"


def read_years(text: str) -> tuple[int, ...]:
    """The years that `text` names, outside document numbers; a period gives its first and last year."""
    text = nfc(text)
    numbers = [*document_number_spans(text), *(match.span(1) for match in _BARE.finditer(fold(text)))]
    years = (
        int(match[1]) for match in _YEAR.finditer(text) if not any(low <= match.start() < high for low, high in numbers)
    )
    return tuple(dict.fromkeys(years))


def read_row(text: str) -> int | None:
    """The number of the row of an appendix that is asked for: 14 of "nhiệm vụ số 14"."""
    match = _ROW.search(fold(nfc(text)))
    return int(match[1]) if match else None


# ---------------------------------------------------------------- roles

Role = Literal["lead", "coordinator", "recipient"]
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("coordinator", re.compile(r"phoi hop (?:voi|cung) (?:ai|nhung|cac|co quan nao|don vi nao|so nao|"
                               r"ben nao)|(?:don vi|co quan|ai|nao|ben|so|phong)( \w+){0,2} phoi hop|"
                               r"lam (?:cung|chung) (?:voi )?ai|cung lam voi|coordinat|cooperat|assist")),
    ("lead", re.compile(r"chu tri|dau moi|chiu trach nhiem chinh|(?:lam|dung) chinh|\bleads?\b|leading|"
                        r"in charge|responsible")),
    ("recipient", re.compile(r"(?:gui|nop|bao cao|chuyen|trinh)(?: \w+){0,6}? (?:cho|ve|den|toi|"
                             r"len)?\s?(?:ai|dau|co quan nao|don vi nao|so nao|noi nao|phong nao|"
                             r"bo nao)(?!\w)|noi nhan|\bwhom\b|recipient|to which|sent to|submitted to|"
                             r"receives?\b")),
    ("coordinator", re.compile(r"phoi hop")),
)  # fmt: skip


def read_role(question: str) -> Role | None:
    """The part that the agency asked for plays: "lead", "coordinator" or "recipient"; None when not said."""
    folded = fold(replace_abbreviations(question))
    return next((role for role, pattern in _ROLES if pattern.search(folded)), None)
