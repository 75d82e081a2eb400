"""Make follow-ups whole: what was asked before is asked for another case, or of the same topic."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.answering.bounds import out_of_bounds, small_talk
from assistant.answering.wording import documents_to_choose
from assistant.language.agencies import agency_spans
from assistant.language.lexicon import document_number_spans
from assistant.language.places import find_provinces
from assistant.language.vietnamese import SYLLABLE, fold, is_marked, nfc
from assistant.schema import History

# ---------------------------------------------------------------- follow-ups

_LEAD_IN = re.compile(
    r"(?:thế (?:còn|thì|mà)|vậy (?:còn|thì|thế)|còn (?:nếu|về|đối với|với|phần|việc)|thế|vậy|"
    r"còn(?! (?:kịp|hiệu lực|hạn|thời hạn|thời gian|dùng|giá trị|được|nhận|nộp|gì|bao|mấy))|và|rồi|"
    r"ngoài (?:ra|cái đó|đó)|"
    r"trong (?:đó|số đó)|nếu (?:vậy|thế)|sau (?:đó|khi đó)|lúc (?:đó|ấy)|khi (?:đó|ấy)|cụ thể|tiếp theo|"
    r"and|what about|how about|then|also|so|but)(?=\W)",
    re.IGNORECASE,
)
_LEAD_IN_UNMARKED = re.compile(
    r"(?:the (?:con|thi|ma)|vay (?:con|thi|the)|con (?:neu|ve|doi voi|voi|phan|viec)|vay|con(?! (?:toi|em|"
    r"chau|kip|hieu luc|han|thoi|dung|gia tri|duoc|nhan|nop|gi|bao|may))|va|roi|"
    r"the(?= (?:ai|khi|luc|bao|gui|nop|o|neu))|ngoai (?:ra|cai do|do)|trong (?:do|so do)|neu (?:vay|the)|"
    r"sau (?:do|khi do)|"
    r"luc (?:do|ay)|khi (?:do|ay)|cu the|tiep theo|and|what about|how about|then|also|so(?= what| who| when)|but)(?=\W)"
)
_THING = (
    r"(?:viec|dieu|cai|phan|van ban|quyet dinh|ke hoach|nghi quyet|thong tu|nghi dinh|luat|cong van|"
    r"bao cao|ho so|thu tuc|"
    r"so|bo|co quan|don vi|phong|ban|noi|nguoi|ong|ba|dot|chuong trinh|de an|du an|muc|nam|ngay|quy dinh|nhiem vu)"
)
_POINTS_BACK = re.compile(r"(?<!\w)(?:đó|ấy|này|kia|nói trên|vừa nêu|trên đây|nó|họ)(?!\w)", re.IGNORECASE)
_POINTS_BACK_UNMARKED = re.compile(
    rf"(?<!\w){_THING} (?:do|ay|nay|kia)(?= (?:thi|la|phai|duoc|co|cho|gui|nop|o|may|bao)|\W*$)|noi tren|vua neu"
)
_POINTS_BACK_ENGLISH = re.compile(
    r"(?<!\w)(?:that|those|these|this|it|its|they|them|their|there|he|she|the same)(?!\w)"
)
_CONDITION = re.compile(r"(?:neu|den luc|luc|if|in that case)\W")
_OPENS_NEW = re.compile(
    r"(?<!\w)(?:trong nam nay|nam nay|thang nay|hom nay|this year|is there|are there|there is)(?!\w)"
)
_SHORT = 7  # syllables: fewer seldom say all that a question needs
_SHORT_ENGLISH = 4  # words, which say more each

_ASKS = re.compile(
    r"(?<!\w)(?:bao nhieu|bao gio|bao lau|khi nao|nao|may|ai|gi|dau|the nao|ra sao|nhu the nao|lam sao|vi sao|tai sao|"
    r"khong|chua|chu(?=\W*$)|what|which|who|whom|when|where|why|how)(?!\w)"
    r"|^(?:is|are|was|were|does|do|did|can|could|must|should|has|have|will|may)(?!\w)"
)
_OF_AN_ACT = re.compile(
    r"^(?:neu |khi )?(?:nop|gui|khong|bi|cham|tre|qua|muon|thieu|sai|mat|vi pham|chua|de|lam|lo|quen|het|vuot)(?!\w)"
)
"""How a follow-up begins that asks what happens then ("nộp trễ thì sao?"), not the same for another case."""
_ATTRIBUTE = re.compile(
    r"^(?:thoi han|han (?:nop|chot|cuoi)|kinh phi|nguon kinh phi|nguoi ky|noi nhan|ho so|thanh phan|muc (?:thuong|phat|"
    r"ho tro|chi)|so luong|ngay (?:ban hanh|ky|hieu luc)|so hieu|so ky hieu|co quan|don vi|le phi|phi|dia diem|ly do|"
    r"muc dich|yeu cau|doi tuong|tieu chuan|dieu kien|ket qua|deadline|budget|signer|fee|venue)(?: \S+){0,4}\W*$"
)
"""A follow-up that only names what else is wanted of the same thing ("thời hạn?", "kinh phí thực hiện?")."""
_MORE = re.compile(
    r"^(?:(?:ban |hay |co the |em |vui long )*(?:noi|giai thich|trinh bay|cho biet|neu|mo ta)? ?"
    r"(?:ro|chi tiet|cu the|ky|them|day du)(?: hon| them| nua| ra)*|chi tiet|giai thich|(?:con|co) gi (?:nua|khac)"
    r"(?: khong)?|more details?|(?:please )?(?:explain|elaborate|tell me more)(?: more| further)?|anything else)"
    r"(?: (?:di|nhe|a|khong|duoc khong))*\W*$"
)
"""A follow-up that wants more of the same ("nói rõ hơn", "còn gì nữa không?")."""
_ONLY_NAMES_A_CASE = re.compile(r"(?<!\w)thi (?:sao|the nao|nhu the nao|ra sao)(?=\W|$)")

_TAIL = re.compile(
    r"[\s,]*(?<!\w)(?:"
    r"(?:la |vao |tu |den |truoc |trong |do |cho |o |tai |bang |theo |duoc |co )*"
    r"(?:(?:nhung |cac )?(?:(?:ngay|thang|nam|hom|luc|khi|thoi diem|co quan|don vi|so|bo|phong|ban|ben|noi|"
    r"van ban|quyet dinh|"
    r"thong tu|nghi quyet|nghi dinh|luat|dia phuong|tinh|to chuc) )?nao|bao nhieu(?: \S+){0,2}|bao gio|"
    r"bao lau|may(?: \w+)?|"
    r"ai|(?:nhu )?the nao|ra sao|dau|(?:nhung |cac )?(?:viec |dieu )?gi)"
    r"|(?:phai |dung |duoc )?(?:khong|chua))"
    r"(?: (?:vay|a|the|nhi|ha|a|z))*\s*[?.!]*\s*$"
)
_HEAD = re.compile(
    r"^(?:(?:nhung |cac )?(?:\w+ ){0,2}?nao|ai|bao gio|khi nao|bao lau|tai sao|vi sao|may \w+|"
    r"bao nhieu \w+|what|which|who|when|where|how many|how much|how|why)"
    r"(?: (?:la|thi|phai|se|duoc|co|must|should|is|are|does|do|did|was|were))*\s+"
)

_ASKED_AT_END = re.compile(
    r"\s+do (?:ai|(?:nhung )?(?:co quan|don vi|so|phong|ban) nao)(?: \w+){0,3}$|(?<=\w{4})\s+be \w+(?: by)?$"
)
_ACT_ON_DOCUMENT = re.compile(
    r"(?:da |dat but |signed )?(?:ky|ban hanh|sign(?:ed)?|issued)\s+"
    r"(?=quyet dinh|ke hoach|nghi quyet|chi thi|thong bao|cong van|thong tu|nghi dinh|huong dan|to trinh|bao cao|"
    r"van ban|decision|plan|resolution|directive|notice)"
)
_DANGLING = re.compile(r"(?i)\s+(?:bao gồm|gồm|gồm có|là|nói về|quy định|lấy từ|lấy|được|có)$")

# What takes the place of what, when the follow-up names the other of its kind.
_OPPOSITES = (
    ("tập thể", "cá nhân"), ("cấp tỉnh", "cấp huyện", "cấp xã", "trung ương"), ("đầu năm", "cuối năm"),
    ("cơ quan chủ trì", "cơ quan phối hợp"), ("trong nước", "nước ngoài"), ("thành thị", "nông thôn"),
    ("tiểu học", "trung học cơ sở", "trung học phổ thông"), ("teams", "individuals"), ("collectives", "individuals"),
    ("at commune level", "at district level", "at provincial level", "at central level"), ("full-time", "part-time"),
    ("chuyên trách", "luân phiên", "kiêm nhiệm"), ("năm trước", "năm sau"), ("thường xuyên", "đột xuất"),
    ("nam", "nữ"), ("tạm trú", "thường trú"), ("chủ trì", "phối hợp"), ("cấp xã", "phường"),
    ("xuất sắc", "tốt", "khá", "trung bình", "yếu"), ("quý I", "quý II", "quý III", "quý IV"), ("đợt 1", "đợt 2"),
    ("6 tháng đầu năm", "6 tháng cuối năm"), ("departments", "communes", "districts", "provinces"),
    ("excellent", "good", "fair", "average", "poor"), ("giấy khen", "bằng khen"),
)  # fmt: skip


def make_whole(question: str, history: History) -> str | None:
    """`question` as a whole question that needs no history, None when it stands alone.

    A follow-up that only names another case ("còn cá nhân thì sao?") repeats the question before it for that case, and
    a document chosen of those that the reply before named has that question asked of it. Any other is asked about the
    topic of the question before it: what that question was about, without what it asked. The number of a document that
    the last answer named is kept where the follow-up points back to it.
    """
    question = " ".join(nfc(question).split())
    if history and question in documents_to_choose(history[-1][1]):
        asked = " ".join(nfc(history[-1][0]).split()).rstrip(" ?.")
        return f"{asked} {'under' if _is_english(asked) else 'theo'} {question}?"
    if not history or small_talk(question) or out_of_bounds(question) or not needs_history(question):
        return None
    earlier, answer = history[-1]
    asked_before = make_whole(earlier, history[:-1]) or " ".join(nfc(earlier).split())
    if _MORE.search(fold(question)):
        return _more_about(topic_of(asked_before))
    body = _without_lead_in(question)
    if _names_a_case(fold(body)):
        return _same_question_for(asked_before, body)
    topic = topic_of(asked_before)
    if _OF_THING.search(fold(body)) and not _ASKS_WHEN.search(fold(body)):
        topic = _thing_of(topic)
    topic = topic if _PART_OF.match(fold(question)) else _swap(topic, body)
    named = _named_in_answer(question, answer, topic)
    return f"{_capitalise(body.rstrip(' ?.!'))} ({', '.join([topic, *named])})?"


_PART_OF = re.compile(r"trong (?:do|so do|so nay)\W|of (?:which|these|those)\W|among (?:them|these)\W")
"""A follow-up about a part of what was said: its agency does not take the place of the one before."""
_OF_THING = re.compile(
    r"^(?:phai |can )?(?:gui|nop|chuyen|trinh)(?: (?:cho|ve|den|toi|o|qua|bang))*(?: \w+){0,3}"
    r"(?: ai| dau| nao| gi|\W*$)|(?<!\w)(?:gom|bao gom|may (?:bo|ban)|bao nhieu (?:bo|ban)|giay to|mau nao)(?!\w)"
    r"|^(?:who|where).*(?:sent|submitted)"
)
"""A follow-up about what was to be handed in by a day, not about the day."""
_ASKS_WHEN = re.compile(r"(?<!\w)(?:khi nao|bao gio|ngay nao|hom nao|ngay may|tre|muon|cham|kip)(?!\w)")
_BY_WHEN = re.compile(
    r"(?:thoi )?han(?: chot| cuoi)?(?: (?:gui|nop|tiep nhan))? |deadline (?:for|of) (?:submitting |the )?"
)


def _thing_of(topic: str) -> str:
    """What was to be handed in: "Hạn gửi hồ sơ khen thưởng" -> "hồ sơ khen thưởng"."""
    match = _BY_WHEN.match(fold(topic))
    return topic[match.end() :] if match and len(topic) - match.end() > 5 else topic


def _names_a_case(body: str) -> bool:
    """Does a follow-up only name another case of the question before it, and neither ask nor want a thing itself?"""
    if _ATTRIBUTE.search(body) or _OF_AN_ACT.search(body):
        return False
    return bool(_ONLY_NAMES_A_CASE.search(body)) or not _ASKS.search(body)


def _more_about(topic: str) -> str:
    if _is_english(topic):
        return f"What else is said about {topic}?"
    about = topic if topic.startswith(_NAMES) else topic[:1].lower() + topic[1:]
    return f"Quy định cụ thể về {about} như thế nào?"


_NAMES = ("UBND", "HĐND", "Sở ", "Bộ ", "Ủy ban", "Hội đồng", "Ban ", "Phòng ", "TP")


def _is_english(text: str) -> bool:
    return re.search(r"(?<!\w)(?:the|of|for|is|in|to)(?!\w)", text) is not None


def needs_history(question: str) -> bool:
    """Does `question` lean on what was said before: a lead-in, a word that points back, or too short to stand?"""
    length = len(SYLLABLE.findall(question))
    leads_in = _lead_in(question, 0) is not None
    if _MORE.search(fold(question)):
        return True
    if length <= 2 * _SHORT and _ONLY_NAMES_A_CASE.search(fold(question)):
        return True
    if _names_document_or_place(question):
        return leads_in and length <= 2 * _SHORT
    if leads_in or length <= (_SHORT_ENGLISH if _HEAD.match(question.lower()) and _is_english(question) else _SHORT):
        return True
    return _points_back(question, length) or (length <= 2 * _SHORT and _CONDITION.match(fold(question)) is not None)


def _points_back(question: str, length: int) -> bool:
    folded = fold(question)
    if _OPENS_NEW.search(folded):
        return False
    if is_marked(question) and _POINTS_BACK.search(question):
        return True
    if not is_marked(question) and _POINTS_BACK_UNMARKED.search(folded):
        return True
    return length <= 2 * _SHORT and _POINTS_BACK_ENGLISH.search(folded) is not None and not is_marked(question)


def _lead_in(question: str, at: int) -> re.Match[str] | None:
    """The words that tie a follow-up to what came before: "thế còn", "vậy", "what about"."""
    return (_LEAD_IN if is_marked(question) else _LEAD_IN_UNMARKED).match(
        question if is_marked(question) else fold(question), at
    )


def _names_document_or_place(question: str) -> bool:
    return bool(document_number_spans(question)) or bool(find_provinces(question))


def _without_lead_in(question: str) -> str:
    """The question behind "thế còn", "vậy", "và", "what about"."""
    at = 0
    while (match := _lead_in(question, at)) and match.end() < len(question):
        at = match.end()
        while at < len(question) and not question[at].isalnum():
            at += 1
    return question[at:] or question


def topic_of(question: str) -> str:
    """What `question` is about, without what it asks: "Hạn nộp hồ sơ là khi nào?" -> "Hạn nộp hồ sơ"."""
    question = question.rstrip(" ?.!")
    if (inner := re.search(r"\(([^()]{6,})\)$", question)) and question.count("(") == 1:
        return inner[1]  # of a follow-up made whole
    if asked := _ASKED_AT_END.search(fold(question)):
        question = question[: asked.start()]
    folded = fold(question)
    if tail := _TAIL.search(folded):
        question, folded = question[: tail.start()], folded[: tail.start()]
    if (head := _HEAD.match(folded)) and len(folded) - head.end() > 12:
        question = question[head.end() :]
    if act := _ACT_ON_DOCUMENT.match(fold(question)):
        question = question[act.end() :]
    question = _HOW_MUCH_INSIDE.sub(" ", question)
    return _DANGLING.sub("", question.strip(" ,;:"))


_HOW_MUCH_INSIDE = re.compile(r"(?i)(?<=\w) (?:là )?bao nhiêu (?=\w)")


def _same_question_for(asked_before: str, body: str) -> str:
    """The question before, for the case that the follow-up names."""
    case = re.sub(
        r"(?i)\s*(?:(?:thì|thi)\s+(?:sao|thế nào|the nao|ra sao|như thế nào)\b.*|(?:sao|thế nào|the nao|ra sao)?"
        r"(?:\s*(?:vậy|ạ|nhỉ|hả))*\s*[?.!]*)$",
        "",
        body,
    ).strip(" ,")
    case = re.sub(r"(?i)^(?:for|with|ở|o|đối với|với|về)\s+", "", case)
    swapped = _swap(asked_before, case)
    if swapped != asked_before or not case:
        return swapped
    link = "for" if _is_english(asked_before) and not is_marked(re.sub(r"[A-ZĐ]\S*(?: \S+)?", "", case)) else "đối với"
    return f"{asked_before.rstrip(' ?.!')}, {link} {re.sub('^(?:at|in|of) ', '', case)}?"


def _swap(text: str, body: str) -> str:
    """`text` with its agency, province, document, row, year or side of a pair replaced by the one that `body` names."""
    for kind in _OPPOSITES:
        new = [word for word in kind if _holds(body, word)]
        old = [word for word in kind if _holds(text, word) and word not in new]
        if len(new) == 1 and len(old) == 1 and not _holds(text, new[0]):
            text = _replace(text, old[0], _as_typed(body, new[0]))
    for spans in (_agencies, _documents, _rows, _years):
        text = _swap_only(text, body, spans)
    old_places, new_places = find_provinces(text), find_provinces(body)
    if len(old_places) == 1 and len(new_places) == 1:
        text = _replace(text, old_places[0], new_places[0])
    return text


def _swap_only(text: str, body: str, spans: Callable[[str], list[tuple[int, int]]]) -> str:
    """The one thing of its kind in `text` replaced by the one in `body`; as it is where either has none or several."""
    old, new = spans(text), spans(body)
    if len(old) != 1 or len(new) != 1 or _inside(text, old[0]):
        return text
    return text[: old[0][0]] + body[new[0][0] : new[0][1]] + text[old[0][1] :]


def _inside(text: str, span: tuple[int, int]) -> bool:
    """Does the thing belong to a question about something of it that must not change: the receiver of "gửi về"?"""
    return re.search(r"(?:gui|nop|bao cao|trinh)(?: \w+)? (?:ve|cho|den|toi)\s*$", fold(text[: span[0]])) is not None


def _agencies(text: str) -> list[tuple[int, int]]:
    return agency_spans(text)


_KIND_AND_NUMBER = re.compile(
    r"(?<!\w)(?:ke hoach|quyet dinh|nghi quyet|chi thi|thong bao|cong van|thong tu|nghi dinh|huong dan|to trinh|"
    r"bao cao|cong dien|plan|decision|resolution|directive|notice|circular|guidance)(?: so| no\.?)? \d[\w/&-]*(?![\w%])"
)
_ROW = re.compile(r"(?<!\w)(?:nhiem vu|dieu|khoan|muc|phu luc|task|article|appendix)(?: so| thu)? \d{1,3}(?![\w/%.])")


def _documents(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _KIND_AND_NUMBER.finditer(fold(text))]


def _rows(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _ROW.finditer(fold(text))]


def _years(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"(?<![\d/])20\d\d(?![\d/])", text)]


def _holds(text: str, word: str) -> bool:
    """Does `text` hold `word`, with the same marks where it is written with any?"""
    places = re.finditer(rf"(?<!\w){re.escape(fold(word))}(?!\w)", fold(text))
    pieces = (text[match.start() : match.end()] for match in places)
    return any(not is_marked(text) or nfc(piece).lower() == nfc(word).lower() for piece in pieces)


def _as_typed(text: str, word: str) -> str:
    """`word` as `text` writes it where that has its marks: "Khá" or "khá"."""
    match = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)
    return match[0] if match else word


def _replace(text: str, old: str, new: str) -> str:
    """`old` by `new`, marked or not."""
    match = re.search(rf"(?<!\w){re.escape(fold(old))}(?!\w)", fold(text))
    return text[: match.start()] + new + text[match.end() :] if match else text


def _document_meant(answer: str, topic: str) -> list[str]:
    """The number of the document that "văn bản đó" means: the one that the answer gives first; another that it names is
    meant only where the question before named none."""
    first, *rest = answer.splitlines() or [""]
    given = [first[start:end] for start, end in document_number_spans(first)]
    if given or document_number_spans(topic) or _documents(topic):
        return given[:1]
    said = "\n".join(line for line in rest if not line.startswith(("Lưu ý:", "Note:")))
    return [said[start:end] for start, end in document_number_spans(said)][:1]


def _named_in_answer(question: str, answer: str, topic: str) -> list[str]:
    """Documents and agencies of the last answer that the follow-up points back to ("sở đó", "quyết định đó")."""
    folded = fold(question)
    answer = re.sub(r"\[\d+\]", "", nfc(answer))
    named = []
    if re.search(
        r"(?:van ban|quyet dinh|ke hoach|thong tu|nghi quyet|nghi dinh|luat|cong van|chi thi|no|it|"
        r"document|decision|plan)(?: (?:do|nay|ay|tren|kia)|\W|$)",
        folded,
    ):
        named += _document_meant(answer, topic)
    if re.search(
        r"(?:so|bo|co quan|don vi|phong|ban|noi|ben|department|agency|ministry) (?:do|nay|ay|tren|"
        r"kia)(?=\W|$)|(?<!\w)ho(?!\w)",
        folded,
    ):
        named += [answer[start:end] for start, end in agency_spans(answer)]
    return [name for name in dict.fromkeys(named) if fold(name) not in fold(topic)][:2]


def _capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]
