"""Say what was found: the value first, then the sentence that says so, each claim with the [n] that proves it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.answering.bounds import OutOfBounds, SmallTalk
from assistant.answering.polarity import Polarity
from assistant.answering.rendering import KINDS, day_in_english, in_english
from assistant.answering.selection import Missing
from assistant.language.places import form_of, today
from assistant.language.vietnamese import fold
from assistant.schema import AnswerKind, Document, Metadata, Query, Task

_LONGEST_QUOTE = 700  # characters of one quoted statement


@dataclass(frozen=True)
class Claim:
    """One thing to say: the value asked for, the words that say so, and the citation that proves them."""

    value: str | None
    statement: str
    marker: int
    items: tuple[str, ...] = ()  # of a list, in order
    topic: str | None = None  # the heading that the statement stands under, where it names who or what
    last_marker: int | None = None  # where the passage needs several citations
    left_out: int = 0  # items of a very long list that are not said

    @property
    def markers(self) -> str:
        """ "[1]", or "[1][2]" where the passage needs two citations."""
        return "".join(f"[{marker}]" for marker in range(self.marker, (self.last_marker or self.marker) + 1))


@dataclass(frozen=True)
class Finding:
    """What one document says to the question."""

    document: Document
    claims: tuple[Claim, ...]


def word_answer(query: Query, findings: Sequence[Finding], opening: str | None = None) -> str:
    """The answer's text; with several documents, each is named and answered in turn, behind an opening."""
    if len(findings) == 1:
        return "\n".join(_word_claims(query, findings[0]))
    if opening is None:
        opening = "Several documents answer this:" if query.language == "en" else "Có nhiều văn bản cùng quy định:"
    return "\n".join([opening, *(_word_one_of_many(query, finding) for finding in findings)])


def open_comparison(
    query: Query, findings: Sequence[Finding], verdict: tuple[tuple[str, str], int | None] | None
) -> str:
    """What stands above the documents compared: which one is meant, or whether they say the same, where that is
    asked."""
    english = query.language == "en"
    if verdict is None:
        return "By document:" if english else "Theo từng văn bản:"
    words, place = verdict
    if place is None:
        return f"{words[english]}:"
    finding = findings[place]
    metadata = finding.document.metadata
    name = call_in_english(metadata) if english else name_metadata(replace(metadata, issued_on=None), "")
    return f"{words[english]}: {name} {finding.claims[0].markers}."


def _word_one_of_many(query: Query, finding: Finding) -> str:
    name = name_document(finding.document, query.language)
    brief = tuple(replace(claim, statement="") if claim.value else claim for claim in finding.claims)
    return f"- {name}: {' '.join(_word_claims(query, replace(finding, claims=brief)))}"


def _word_claims(query: Query, finding: Finding) -> list[str]:
    lines = []
    for claim in finding.claims:
        if claim.value:
            value = in_english(claim.value) if query.language == "en" else claim.value
            lines.append(f"{capitalise(value)} {claim.markers}.")
        if claim.statement:
            lines.append(_word_statement(query, claim, finding.document))
        lines += [f"- {item}" for item in claim.items]
        if claim.left_out:
            lines.append(_say_left_out(claim.left_out, query.language == "en"))
    return lines


def _say_left_out(count: int, english: bool) -> str:
    return f"- … and {count} more in the document" if english else f"- … và còn {count} mục nữa trong văn bản"


def _word_statement(query: Query, claim: Claim, document: Document) -> str:
    words = f"{claim.topic}: {claim.statement}" if claim.topic else claim.statement
    words = capitalise(words).rstrip(" .;:,")
    if claim.statement == name_document(document):  # what is said stands in the form of this document
        return _say_source(query, document, claim.markers)
    if query.language == "en" and not words.startswith(_TASK):
        words = f"{call_in_english(document.metadata)} says: “{words}”"
    return f"{words}: {claim.markers}" if claim.items else f"{words} {claim.markers}."


def _say_source(query: Query, document: Document, markers: str) -> str:
    if query.language == "en":
        return f"This stands in {name_document(document, 'en')} {markers}."
    return f"Thông tin này ghi tại {name_document(document)} {markers}."


def say_verdict(verdict: Polarity, query: Query) -> str:
    """Yes or no in the words of the question: "Còn", "Kịp", "Đã", "Có"; "Chưa" to "đã ... chưa"."""
    if query.language == "en":
        return verdict.capitalize()
    folded = fold(query.whole or query.question)
    if re.search(r"\bchua(?: a| vay| the| nhi)*\W*$", folded):
        return "Đã" if verdict == "yes" else "Chưa"
    verb = next((said for asked, said in _VERBS if re.search(rf"\b{asked}\b", folded)), "")
    if verdict == "yes":
        return capitalise(verb) or "Có"
    return f"Không {verb}".strip()


_VERBS = (
    ("co dung", "đúng"), ("dung khong", "đúng"), ("phai khong", "phải"), ("co phai", "phải"), ("kip", "kịp"),
    ("con (?:hieu luc|han|dung|nhan|duoc|kip)", "còn"), ("duoc khong", "được"),
)  # fmt: skip


def capitalise(text: str) -> str:
    """`text` with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def say_task(query: Query, task: Task) -> tuple[str | None, str]:
    """The asked cell of a task, and the whole row in a sentence."""
    lead, helpers = ", ".join(task.lead), ", ".join(task.coordinators)
    content = clean_statement(task.content).rstrip(" .;")
    labels, cells_said = ("chủ trì", "phối hợp", "thời hạn"), [lead, helpers, task.deadline or ""]
    if query.language == "en":
        content, labels = f"“{content}”", ("led by", "together with", "deadline")
        cells_said = [in_english(cell) for cell in cells_said]
    cells = [f"{label}: {cell}" for label, cell in zip(labels, cells_said, strict=True) if cell]
    name = _TASK if query.language == "en" else "Nhiệm vụ"
    row = "; ".join([f"{name} {task.number}: {content}" if task.number is not None else f"{name}: {content}", *cells])
    if query.kind in ("deadline", "date"):
        return task.deadline, row
    if query.role == "coordinator":
        return helpers or None, row
    return (lead or None) if query.kind == "unit" else None, row


_TASK = "Task"
_OPENING = re.compile(r"^(?:[-–—+•*_~] ?)*(?:\(?[a-zđ]\)|\d{1,2}(?:\.\d{1,2})*[.)]|[IVX]{1,5}\.)?\s*")


_SPECK = re.compile(r"(?<=[^\W_]) [_~©]+ (?=[^\W_])")  # what a scan has between words and nobody wrote


def clean_statement(text: str) -> str:
    """A statement on one line, without the dash or numeral that opens it, and not longer than a reader wants."""
    line = _SPECK.sub(" ", _OPENING.sub("", " ".join(text.split()))).removesuffix("./.").removesuffix("./")
    if len(line) <= _LONGEST_QUOTE:
        return line
    cut = max(line.rfind(mark, 0, _LONGEST_QUOTE) for mark in (";", ",", ". "))
    return line[: cut if cut > _LONGEST_QUOTE // 2 else _LONGEST_QUOTE].rstrip() + "…"


def name_document(document: Document, language: Literal["vi", "en"] = "vi") -> str:
    """A document as people name it; by its file where it does not say what it is."""
    if language == "en":
        return name_in_english(document.metadata, document.file)
    return name_metadata(document.metadata, document.file)


def name_metadata(metadata: Metadata, file: str) -> str:
    """ "Kế hoạch số 881/KH-SXD ngày 04/4/2024 của Sở Xây dựng tỉnh Bình Phước"; the file where that says less."""
    pieces = [metadata.kind or "Văn bản"]
    if metadata.number and metadata.number[0].isdigit():
        pieces.append(f"số {metadata.number}")
    if day := show_day(metadata):
        pieces.append(day)
    if metadata.issuer:
        pieces.append(f"của {metadata.issuer}")
    return " ".join(pieces) if len(pieces) > 1 else file


def name_in_english(metadata: Metadata, file: str) -> str:
    """ "Plan No. 881/KH-SXD of 4 April 2024 by Sở Xây dựng tỉnh Bình Phước (Department of Construction)"."""
    pieces = [call_in_english(metadata).removeprefix("The ").removesuffix(" document")]
    if day := day_in_english(metadata.issued_on):
        pieces.append(f"of {day}")
    if metadata.issuer:
        pieces.append(f"by {in_english(metadata.issuer)}")
    return " ".join(filter(None, pieces)) if len(pieces) > 1 or metadata.number else file


def call_in_english(metadata: Metadata) -> str:
    """A document in few words: "Plan No. 881/KH-SXD", "The plan" where its number is blank."""
    kind = KINDS.get(metadata.kind or "")
    if metadata.number and metadata.number[0].isdigit():
        return f"{kind or 'Document'} No. {metadata.number}"
    return f"The {kind.lower()}" if kind else "The document"


def show_day(metadata: Metadata) -> str:
    """The day of issue as it is said: "ngày 04/4/2024", "tháng 7/2024", "năm 2024"; empty where it is not known."""
    parts = (metadata.issued_on or "").split("-")
    if len(parts) == 3:
        return (
            f"ngày {parts[2]}/{int(parts[1])}/{parts[0]}" if int(parts[1]) > 2 else f"ngày {'/'.join(reversed(parts))}"
        )
    if len(parts) == 2:
        return f"tháng {int(parts[1])}/{parts[0]}"
    return f"năm {parts[0]}" if parts[0] else ""


_WHICH_DOCUMENT = (
    "Có nhiều văn bản cùng phù hợp. Anh/chị muốn hỏi văn bản nào", "Several documents fit. Which one do you mean",
)  # fmt: skip


def word_clarification(query: Query, choices: Sequence[str], documents: bool = False) -> str:
    """Which of the choices is meant? They are agencies, or `documents`."""
    listed = "; ".join(choices)
    if query.language == "en":
        opening = _WHICH_DOCUMENT[1] if documents else "Documents of several agencies fit. Which one do you mean"
        return f"{opening}: {listed}?"
    if documents:
        return f"{_WHICH_DOCUMENT[0]}: {listed}?"
    return f"Có văn bản của nhiều cơ quan cùng phù hợp. Anh/chị muốn hỏi về cơ quan nào: {listed}?"


_DOCUMENTS_ASKED = re.compile(rf"(?:{'|'.join(map(re.escape, _WHICH_DOCUMENT))}): (.+)\?$")


def documents_to_choose(clarification: str) -> tuple[str, ...]:
    """The documents among which a reply of `word_clarification` lets choose; none for any other reply."""
    match = _DOCUMENTS_ASKED.search(clarification)
    return tuple(match[1].split("; ")) if match else ()


# ---------------------------------------------------------------- refusing


def word_abstention(
    query: Query, missing: Missing, nearest: Sequence[Document], suggestions: Sequence[str] = ()
) -> str:
    """Why there is no answer, precisely where it is known, what is there instead, and what could be asked of that."""
    english = query.language == "en"
    sentences = [_what_is_missing(query, missing, nearest[0] if nearest else None)]
    if nearest:
        closest = name_document(nearest[0], query.language)
        merged = _say_merger(query, nearest[0])
        sentences.append(f"The nearest is {closest}{merged}." if english else f"Văn bản gần nhất là {closest}{merged}.")
    if suggestions:
        sentences.append(f"You may ask: “{suggestions[0]}”" if english else f"Anh/chị có thể hỏi: “{suggestions[0]}”")
    return " ".join(sentences)


def _say_merger(query: Query, nearest: Document) -> str:
    """That the province of the nearest document is part of the one asked for since the mergers of 2025."""
    province = nearest.metadata.province
    if not province or province in query.provinces or today(province) not in query.provinces:
        return ""
    if query.language == "en":
        return f" ({province} is part of {today(province)} since 1 July 2025)"
    return f" ({form_of(province)} {province} nay thuộc {form_of(today(province))} {today(province)})"


def say_merged(names: Sequence[tuple[str, str]], language: str) -> str:
    """Who took over the work of agencies merged in 2025; each old name with today's."""
    if language == "en":
        said = "; ".join(f"{in_english(old)} is now part of {in_english(today)}" for old, today in names)
        return f"Note: {said} (merged in 2025)."
    said = "; ".join(f"{old} nay thuộc {today}" for old, today in names)
    return f"Lưu ý: {said} (sắp xếp tổ chức bộ máy năm 2025)."


# What a question of each kind wants, as the sentence names it that says it is not there.
_WANTED: dict[AnswerKind, tuple[str, str]] = {
    "deadline": ("thời hạn", "deadline"), "date": ("ngày, tháng", "date"), "number": ("số liệu", "figure"),
    "percentage": ("tỷ lệ", "percentage"), "amount": ("số tiền", "amount"), "unit": ("cơ quan, đơn vị", "agency"),
    "person": ("người", "person"), "document_number": ("số, ký hiệu văn bản", "document"),
}  # fmt: skip


def _what_is_missing(query: Query, missing: Missing, nearest: Document | None) -> str:
    english = query.language == "en"
    if missing.numbers:
        numbers = ", ".join(missing.numbers)
        return f"There is no document No. {numbers} here." if english else (
            f"Trong kho văn bản không có văn bản số {numbers}."
        )  # fmt: skip
    absent = missing.issuers or tuple(_place(name, english) for name in missing.provinces)
    if absent:
        names = ", ".join(map(in_english, absent) if english else absent)
        return (
            f"There is no document of {names} here." if english else f"Trong kho văn bản không có tài liệu của {names}."
        )
    named = missing.what
    vietnamese_noun, english_noun = named or _WANTED.get(query.kind, ("nội dung", "answer"))
    whom = _of_whom(query, nearest)
    of = ", ".join(map(in_english, whom) if english else whom)
    if english:
        asked = f"the {english_noun} asked for" if named or query.kind in _WANTED else "this"
        return f"The documents here do not say {asked}{f', for {of}' if of else ''}."
    asked = f"{vietnamese_noun} mà anh/chị hỏi" if named or query.kind in _WANTED else "nội dung này"
    return f"Các văn bản hiện có không nêu {asked}{f' đối với {of}' if of else ''}."


def _place(name: str, english: bool) -> str:
    if english:
        return f"{name} {'City' if form_of(name) == 'thành phố' else 'Province'}"
    return f"{form_of(name)} {name}"


def _of_whom(query: Query, nearest: Document | None) -> list[str]:
    """The agencies, places and years of the question that the nearest document is not of: why it does not answer."""
    if nearest is None:
        return []
    metadata = nearest.metadata
    known = fold(" ".join(filter(None, (metadata.issuer, metadata.province, metadata.subject))))
    units = [unit for unit in query.units if unit.startswith(("Sở ", "Bộ ")) and fold(unit) not in known]
    places = [place for place in query.provinces if fold(place) not in known and fold(today(place)) not in known]
    years = [year for year in query.years if year != metadata.year and str(year) not in known]
    return [*units, *(_place(place, query.language == "en") for place in places), *(f"năm {year}" for year in years)]


_SMALL_TALK: dict[SmallTalk, tuple[str, str]] = {
    "greeting": (
        "Xin chào! Tôi là trợ lý tự động tra cứu văn bản. Anh/chị cần tìm nội dung gì?",
        "Hello! I am an automatic assistant that looks things up in documents. What would you like to find?",
    ),
    "thanks": (
        "Rất vui được hỗ trợ anh/chị. Khi cần tra cứu văn bản, anh/chị cứ đặt câu hỏi.",
        "You are welcome. Ask whenever you need something from the documents.",
    ),
    "about_assistant": (
        "Tôi là trợ lý tự động: tôi tìm câu trả lời trong các văn bản đã được đưa vào kho và chỉ rõ văn bản, trang, "
        "dòng làm căn cứ. Nội dung nào văn bản không nêu, tôi sẽ nói là không có.",
        "I am an automatic assistant: I find answers in the documents of this collection and show the document, page "
        "and lines that prove them. What the documents do not say, I do not answer.",
    ),
}
_DECLINED: dict[OutOfBounds, tuple[str, str]] = {
    "injection": (
        "Tôi không thể thực hiện yêu cầu này. Tôi chỉ trả lời theo nội dung các văn bản trong kho.",
        "I cannot do that. I only answer from the documents of this collection.",
    ),
    "secrets": (
        "Tôi không thể cung cấp thông tin này. Tôi chỉ trả lời theo nội dung các văn bản trong kho.",
        "I cannot provide that. I only answer from the documents of this collection.",
    ),
    "personal_data": (
        "Tôi không thể cung cấp thông tin riêng tư của cá nhân. Tôi chỉ trả lời theo nội dung các văn bản trong kho.",
        "I cannot provide private data of persons. I only answer from the documents of this collection.",
    ),
    "writing": (
        "Tôi không soạn thảo văn bản mới. Tôi có thể tìm trong kho văn bản các quy định, thời hạn, thành phần hồ sơ "
        "làm căn cứ để anh/chị soạn.",
        "I do not write new documents. I can look up the rules, deadlines and required papers to base yours on.",
    ),
    "off_topic": (
        "Câu hỏi này nằm ngoài nội dung các văn bản trong kho. Anh/chị hãy hỏi về nội dung văn bản, ví dụ thời hạn, "
        "cơ quan chủ trì hoặc thành phần hồ sơ.",
        "This is not something that the documents of this collection are about. Ask about their contents: a deadline, "
        "the agency in charge, the papers required.",
    ),
}


def reply_to_small_talk(kind: SmallTalk, language: str) -> str:
    """A friendly sentence that claims nothing about any document."""
    return _SMALL_TALK[kind][language == "en"]


def decline(reason: OutOfBounds, language: str) -> str:
    """Why a request that is out of bounds is not followed."""
    return _DECLINED[reason][language == "en"]
