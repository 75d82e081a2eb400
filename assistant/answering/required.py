"""What a passage has to show before it may answer: a day where one is asked for, a name where a company is, a figure of
the things that are counted.

A passage that only shares its words with the question is no answer to it. What is asked for is known by its form, and
so is said by name where it is missing.
"""

from __future__ import annotations

import re

from assistant.answering.features import Asked, Window
from assistant.answering.forms import FORMS, Form, Name
from assistant.answering.required_names import NAMES
from assistant.answering.requirement import Passage, Question, Requirement, is_form, plain_number
from assistant.answering.said import VALUES
from assistant.answering.slots import names_cell
from assistant.answering.times import asks_for_period, says_period
from assistant.answering.values import Value, ValueKind, find_values, follows_a_number
from assistant.language.vietnamese import SYLLABLE, fold
from assistant.schema import AnswerKind, Query


def what_is_lacking(asked: Asked, window: Window) -> Requirement | None:
    """What the question asks for by its form, and a passage with the headings above it lacks."""
    question, passage = Question(asked), Passage(window)
    return next((each for each in REQUIREMENTS if each.is_asked(question) and each.is_lacking(question, passage)), None)


def _words_of_identity(window: Window) -> set[str]:
    """The syllables, without marks, of what a document says it is."""
    metadata = window.reading.document.metadata
    said = (metadata.number, metadata.kind, metadata.issuer, metadata.province, metadata.subject)
    return set(SYLLABLE.findall(fold(" ".join(filter(None, said)))))


# ---------------------------------------------------------------- figures

_VALUES: dict[AnswerKind, tuple[ValueKind, ...]] = {"amount": ("amount", "percentage"), "percentage": ("percentage",)}
_OF_FIGURES: frozenset[AnswerKind] = frozenset({"number", "percentage", "amount"})
_HOW_MUCH = re.compile(
    r"\b(?:bao nhieu|may) (?:tien|dong|ty|trieu|nghin|ngan|phan tram|%)|\bbao nhieu\b(?! \w+ \w)|\bhow much\b"
)


_PRICE = re.compile(
    r"\b(?:(?<!quoc )(?<!danh )gia(?! lai)|phi|muc thu|tien|phu cap|luong|tro cap|von|muc dau tu)\b[^?]{0,80}"
    r"(?<!he so )\bbao nhieu\b(?! \w+ \w+ \w)"
)


def _asks_for_price(question: Question) -> bool:
    return question.kind in ("number", "amount") and _PRICE.search(question.own) is not None


def _lacks_price(question: Question, passage: Passage) -> bool:
    return not passage.is_row and not any(find_values(passage.text, kind) for kind in ("amount", "percentage"))


def _asks_how_much(question: Question) -> bool:
    return question.kind in _VALUES and _HOW_MUCH.search(question.asked.folded) is not None


def _lacks_value(question: Question, passage: Passage) -> bool:
    kinds = _VALUES[question.kind]
    return not passage.is_row and not any(_has_new(question, passage, kind) for kind in kinds)


def _has_new(question: Question, passage: Passage, kind: ValueKind) -> bool:
    """Has a passage a value of this kind that the question does not hold itself?"""
    return any(fold(value.text) not in question.asked.folded for value in find_values(passage.text, kind))


_LEAST_OF_MONEY = 0.4  # of the question's weight, the names of its document left out, stands where money is said


def _asks_for_money(question: Question) -> bool:
    """Of an English question too few words are known in Vietnamese to say what the money is for."""
    return question.kind == "amount" and question.asked.query.language == "vi"


def _tells_of_other_money(question: Question, passage: Passage) -> bool:
    """Is hardly anything said of what the money asked for is for, and the passage no cell that the question names?"""
    if names_cell(question.asked, passage.window):
        return False
    units = SYLLABLE.findall(fold(" ".join(question.asked.query.units)))
    names = _words_of_identity(passage.window).union(units)
    words = {word: weight for word, weight in question.asked.words.items() if word not in names and not word.isdigit()}
    held = set(SYLLABLE.findall(passage.folded))
    total = sum(words.values())
    return sum(weight for word, weight in words.items() if word in held) < _LEAST_OF_MONEY * total


_WHICH = re.compile(r"\bmay (?:\w+ ){1,2}nao\b")  # "mấy mẫu nào" asks for their names
_RANK = re.compile(r"\b(?:(?:thu|hang|xep) (?:thu )?|gap |bang )(?:may|bao nhieu)\b")
_COUNTED = re.compile(
    r"\b(?:bao nhieu|may) (?!nhieu|la\b|thi\b|va\b|cho\b|vay\b|tren\b|so voi|von\b|cham\b"
    r"|(?:phan|dong|tien|trieu|ty|ngay|thang|nam|gio|tuan|phut|m|km|m2|m3|mm|ha|met|milimet|kilomet|cay so|kg|tan|lan"
    r"|cai|thu|anh|chi|nguoi|viec|hop)\b)"
    r"(?:(?:can|chiec|ngoi|toa) )?([a-z]{2,})"
)
_FIGURE = re.compile(r"(?<![\w/.,-])(\d[\d.,]*\d|\d)(?![\d/]|\.\d)(?:\s?\([^)]{1,20}\))?\s?(?P<unit>%|[a-z0-9]+)?")
_ORDINAL = re.compile(
    r"(?:\b(?:dieu|khoan|diem|(?<!danh )muc|thu|lan|khoa|so|phu luc|ngay|thang|nam|quy|luat|vu|buoc|hang)|[/.-])\s*$"
)
_OF_TIME = ("ngay", "thang", "nam", "tuan", "gio", "phut", "h", "quy")
_OF_OTHERS = ("%", "phan", "dong", "trieu", "ty", "nghin", "ngan", "km", "m", "m2", "mm", "cm", "ha", "kg", "tan")
_IN_WORDS = r"\b(?:mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|nhieu|tung|cac|nhung|gom|toan bo)\b(?! \d)[^.;]{0,30}"


def _asks_how_many(question: Question) -> bool:
    counts = question.kind == "number" and question.asked.counted is not None
    return counts and not (_RANK.search(question.folded) or _WHICH.search(question.own))


def _lacks_count(question: Question, passage: Passage) -> bool:
    """Has a passage no figure that may count what is asked: none beside the thing counted, or only days, money,
    measures and ordinals?"""
    if passage.is_row:
        return False
    counted, folded = question.asked.counted or "", passage.folded
    if re.search(rf"{_IN_WORDS}\b{counted}\b", folded):
        return False
    others = {unit for unit in (*_OF_TIME, *_OF_OTHERS) if unit != counted}
    figures = (
        match["unit"] not in others
        and match[1] not in question.asked.figures
        and not _ORDINAL.search(folded, max(0, match.start() - 12), match.start())
        for match in _FIGURE.finditer(folded)
    )
    if not any(figures):
        return True
    thing = _COUNTED.search(question.asked.folded)
    return thing is not None and not _stands_by_figure(thing[1], folded)


def _stands_by_figure(noun: str, folded: str) -> bool:
    """Is there a figure, or a word for one, before or behind the noun?"""
    return bool(
        re.search(rf"(?<![/\d.-])\d[\d.,]*%?\)?(?: \([^)]*\))? (?:\w+ ){{0,3}}{noun}\b", folded)
        or re.search(rf"\b{noun}\b[^.;]{{0,60}}?\d", folded)
        or re.search(rf"{_IN_WORDS}\b{noun}\b", folded)
    )


_REACHED = re.compile(
    r"\bda (?:dat|dua|giai ngan|hoan thanh|thuc hien|co|duoc|xay|dau tu|cap|ho tro)\b|\bdat duoc\b|\bthuc te\b"
    r"|\bhien (?:nay|tai|dang)\b|\bhien co\b(?= \w)|\btinh den ngay\b|\bden nay\b|\b(?:6|sau|9|chin) thang dau nam\b"
    r"|(?<!so voi )\bnam (?:ngoai|truoc)\b|\bso far\b|\bcurrently\b"
)
_AIMED_AT = re.compile(r"\b(?:phan dau|muc tieu|chi tieu|nang|tro len|toi thieu|it nhat|dam bao|bao dam)\b")
_DONE = re.compile(
    r"\b(?:da|dat duoc|hien nay|hien co|hien trang|ket qua|tinh den|den nay|uoc|so voi cung ky|ghi nhan)\b"
)


def _asks_what_was_reached(question: Question) -> bool:
    return question.kind in _OF_FIGURES and _REACHED.search(question.folded) is not None


def _only_aims(question: Question, passage: Passage) -> bool:
    return bool(_AIMED_AT.search(passage.folded)) and not _DONE.search(passage.folded)


_DAY = re.compile(r"(?<![\d/])0?(\d{1,2})\s?(?:/|thang )\s?0?(\d{1,2})(?=/\d{4}|\b(?!/))")


def _days(text: str) -> set[tuple[str, ...]]:
    """The days of a text, without those of the documents that it names."""
    days = (value for value in find_values(text, "date") if not follows_a_number(text, value))
    return {match.groups() for value in days for match in _DAY.finditer(fold(value.text))}


def _asks_of_a_day(question: Question) -> bool:
    return question.kind in _OF_FIGURES and bool(_days(question.asked.query.question))


def _tells_of_other_days(question: Question, passage: Passage) -> bool:
    days = _days(passage.text)
    return bool(days) and not days & _days(question.asked.query.question)


# ---------------------------------------------------------------- days

_WHEN = re.compile(
    r"\b(?:ngay (?:nao|may|bao nhieu)|hom nao|thang (?:nao|may)|bao gio|bao h|han chot|muon nhat"
    r"|(?:khi|luc) nao (?:moi |phai |thi )?(?:xong|hoan thanh|ban hanh|trinh)"
    r"|(?:xong|hoan thanh|trinh|bao cao|gui|nop|ban hanh)\b[^?]{0,80}(?:khi|luc) nao|(?:what|which) (?:date|day))\b"
)
_BY_WHEN = re.compile(
    r"\b(?:phai|can)\b.*\btruoc (?:ngay|thang|thoi diem) (?:nao|may)\b|\bby (?:when|what date) must\b"
)
_DUE = re.compile(r"\b(?:truoc|cham nhat|muon nhat|han|xong|hoan thanh|by)\b")
_IN_FORCE = re.compile(r"\bhieu luc\b|\btakes? effect|\binto force|\beffective\b")
_A_DAY = re.compile(r"\b(?:ngay (?:nao|may|bao nhieu)|hom nao|(?:what|which) (?:date|day))\b")
_NO_DAY = re.compile(
    r"(?:(?:dau|giua|cuoi|het|den|trong|tu|truoc|sau) )*(?:nam|giai doan) \d{4}(?:\s*[-–]\s*\d{4})?"
    r"|(?:dinh ky )?(?:hang \w+|thuong xuyen)|dinh ky"
)
_ISSUED = re.compile(
    r"\b(?:(?:de|ra) (?:vao )?ngay|dated|ky|ban hanh|cong bo|ra doi|phat hanh|issued?|signed)\b"
    r"|\bso(?: may| nao| bao nhieu)?(?:,| va) (?:ky )?ngay\b"
)
_OF_THE_DOCUMENT = re.compile(
    r"\b(?:hieu luc|ap dung|bat dau|phat dong|thong qua|phe duyet|pass(?:ed)?|effect|force)\b"
)
_EVENT = re.compile(
    r"\bke tu ngay (?:ky|ban hanh|thong qua)|\bngay (?:sau )?khi\b|\bqu[iy] [ivx\d]+"
    r"|\bngay (?:lam viec )?(?:cuoi cung|dau tien)"
)


def _asks_by_when(question: Question) -> bool:
    return _asks_when(question) and _DUE.search(question.folded) is not None


def _asks_since_when(question: Question) -> bool:
    return _asks_when(question) and _IN_FORCE.search(question.folded) is not None


def _asks_when(question: Question) -> bool:
    return question.kind in ("date", "deadline") and _WHEN.search(question.folded) is not None


def _lacks_day(question: Question, passage: Passage) -> bool:
    """Has a passage no day or term but those of the documents that it names, and of its own? A year or "hằng quý" is
    none where a day is asked for."""
    if any(match[0] not in question.asked.folded for match in _EVENT.finditer(passage.folded)):
        return False
    issued, text = _ISSUED.search(question.folded) and not _BY_WHEN.search(question.own), passage.text
    own = () if issued or _OF_THE_DOCUMENT.search(question.folded) else passage.day_of_issue
    a_day = _A_DAY.search(question.folded)
    return not any(
        fold(value.text) not in question.asked.folded
        and (issued or not follows_a_number(text, value))
        and not (a_day and (_NO_DAY.fullmatch(fold(value.text)) or _is_quarter_asked_of(question, value)))
        and not any(match.groups() == own for match in _DAY.finditer(fold(value.text)))
        for kind in ("date", "term")
        for value in find_values(text, kind)
    )


def _is_quarter_asked_of(question: Question, value: Value) -> bool:
    """Is a value the quarter that the question names itself?"""
    quarter = re.search(r"\bqu[iy] [ivx\d]+", fold(value.text))
    return quarter is not None and quarter[0] in question.asked.folded


_MEETS = (
    r"(?<!phoi )(?<!tong )(?<!truong )(?<!ket )(?<!phu )(?<!tich )(?<!thich )hop"
    r"(?! dong| phap| le| tac| ly| nhat| chuan| thanh)"
)
_HAPPENS = tuple(
    (re.compile(rf"\b(?:{asked})\b"), re.compile(rf"\b(?:{shown})\b"))
    for asked, shown in (
        ("khoi cong", "khoi cong|dong tho"),
        ("khanh thanh", "khanh thanh|hoan thanh|khai truong"),
        ("so ket", "so ket"),
        ("cong bo", "cong bo|cong khai|thong bao"),
        ("nghiem thu", "nghiem thu"),
        ("tuyen dung|thi tuyen", "tuyen|ky thi|sat hach"),
        ("xet duyet", "xet duyet|xet chon|hop"),
        ("boi thuong", "boi thuong|den bu"),
        ("bieu quyet", "bieu quyet|thong qua"),
        (_MEETS, rf"{_MEETS}|phien|hoi nghi|cuoc hop"),
    )
)
"""What happens at a time, as questions and as passages say it; each was found to lose no right answer."""


def _asks_when_it_happens(question: Question) -> bool:
    return question.kind in ("date", "deadline") and any(asked.search(question.own) for asked, _ in _HAPPENS)


def _tells_of_no_such_event(question: Question, passage: Passage) -> bool:
    """Is one of the things that the question asks the time of neither in a passage nor in its document's subject?"""
    subject = fold(passage.window.reading.document.metadata.subject or "")
    said = f"{passage.folded} {subject}"
    return any(asked.search(question.own) and not shown.search(said) for asked, shown in _HAPPENS)


def _asks_for_period(question: Question) -> bool:
    return asks_for_period(question.asked)


def _lacks_period(question: Question, passage: Passage) -> bool:
    return not says_period(passage.folded, is_form(passage.window))


_THIS_IN_FORCE = re.compile(r"\bnay\b[^.;]{0,60}\bhieu luc\b")


def _asks_since_when_another_holds(question: Question) -> bool:
    return bool(_IN_FORCE.search(question.folded) and _number_named(question))


def _tells_of_itself(question: Question, passage: Passage) -> bool:
    """Is it only said since when the document holds in which the one asked about is named?"""
    number = _number_named(question) or ""
    if number == passage.number:
        return False
    known = bool(passage.number) or number in plain_number(passage.text)
    return (known and _THIS_IN_FORCE.search(passage.folded) is not None) or not _IN_FORCE.search(passage.folded)


def _number_named(question: Question) -> str | None:
    """The one document number that a question names."""
    query = question.asked.query
    numbers = {plain_number(value.text) for value in find_values(query.whole or query.question, "document_number")}
    return numbers.pop() if len(numbers) == 1 else None


# ---------------------------------------------------------------- classes

_CLASS = re.compile(r"(?<!\w)(cap|nhom|hang|loai|vung|bac)\s+(\d{1,2}|[ivx]{1,4}|[a-d])(?![\w/])")


def _asks_of_class(question: Question) -> bool:
    return _CLASS.search(question.asked.folded) is not None


def _tells_of_other_classes(question: Question, passage: Passage) -> bool:
    """Does a passage tell of other classes of the sort that the question names, but not of this one?"""
    said = _CLASS.findall(passage.folded)
    return any(
        any(sort == noun for sort, _ in said) and (noun, value) not in said
        for noun, value in _CLASS.findall(question.asked.folded)
    )


# ---------------------------------------------------------------- all of them


def _by_words(form: Form) -> Requirement:
    return Requirement(
        form.name,
        lambda question: form.asked.search(question.own) is not None,
        lambda question, passage: not form.shown.search(passage.folded),
    )


REQUIREMENTS = (
    *map(_by_words, FORMS),
    *VALUES,
    *NAMES,
    Requirement(None, _asks_when_it_happens, _tells_of_no_such_event),
    Requirement(("ngày có hiệu lực", "date of effect"), _asks_since_when, _lacks_day),
    Requirement(("ngày có hiệu lực", "date of effect"), _asks_since_when_another_holds, _tells_of_itself),
    Requirement(("thời hạn", "deadline"), _asks_by_when, _lacks_day),
    Requirement(None, _asks_when, _lacks_day),
    Requirement(("thời gian thực hiện", "period"), _asks_for_period, _lacks_period),
    Requirement(("số lượng", "number"), _asks_how_many, _lacks_count),
    Requirement(None, _asks_how_much, _lacks_value),
    Requirement(("số tiền", "amount"), _asks_for_price, _lacks_price),
    Requirement(None, _asks_for_money, _tells_of_other_money),
    Requirement(("số liệu đã đạt được", "figure reached so far"), _asks_what_was_reached, _only_aims),
    Requirement(("số liệu của ngày", "figure for the day"), _asks_of_a_day, _tells_of_other_days),
    Requirement(("quy định cho loại, cấp", "rule for the class"), _asks_of_class, _tells_of_other_classes),
)


def name_asked(query: Query) -> Name | None:
    """What a question asks for in words that tell it, whatever the passage; None for most questions."""
    own = " ".join(fold(query.question).split())
    return next((form.name for form in FORMS if form.asked.search(own)), None)
