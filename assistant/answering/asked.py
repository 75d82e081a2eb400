"""Which kind of answer a question asks for: a date, a deadline, a number, an agency, yes or no.

The first thing asked decides. In Vietnamese the noun before "nào" says what is wanted ("ngày nào", "sở nào"), in
English the noun behind "which" and "what". Learned weights were tried beside these rules and were no better where
it counts: they took one kind of value for another more often.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.language.lexicon import replace_abbreviations
from assistant.language.vietnamese import SYLLABLE, fold, is_marked, nfc
from assistant.schema import AnswerKind


def kind_of_answer(question: str, english: bool = False) -> AnswerKind:
    """The kind of answer that `question` asks for, Vietnamese with or without marks, or English."""
    opened = replace_abbreviations(nfc(question), english)
    if english:
        return _english(fold(opened))
    return _vietnamese(without_marks(opened))


# Words that lose their meaning with their marks, and what stands for them: "máy" is not "mấy", "sở" not "số".
_ALIKE = {"máy": "thiet bi", "đầu": "khoi", "dấu": "trien", "đấu": "thi", "dầu": "xang", "chủ": "dung dau", "sở": "s0",
          "mà": "rang", "hàn": "han gan", "ái": "ai huu", "mây": "troi", "may": "cat ao"}  # fmt: skip


def without_marks(question: str) -> str:
    """`question` without marks, but with the words that would be taken for words of asking kept apart."""
    question = question.lower().replace("%", " phần trăm ").replace("đ/c", "đồng chí")
    if not is_marked(question):
        return re.sub(r"(?<!\w)so(?= nao| chu tri| phoi hop)", "s0", question)
    question = re.sub(r"chủ(?= trì| tịch| đầu tư)", "chu_", question)
    return fold(re.sub(r"[^\W\d_]+", lambda word: _ALIKE.get(word[0], word[0]), question)).replace("chu_", "chu")


# ---------------------------------------------------------------- Vietnamese

_NOUNS_OF_KIND: tuple[tuple[AnswerKind, str], ...] = (
    ("date", "ngay;thang;nam;hom;luc;khi;thoi diem;thoi gian;quy;tuan;moc;buoi;bao gio;gio"),
    ("unit", "s0;bo;bo phan;co quan;don vi;phong;ban;ben;nganh;tap doan;cong ty;uy ban;cuc;chi cuc;"
             "to chuc;vien;trung tam;"
                 "hoi;doan the;co quan chu tri;vu;tong cuc;doanh nghiep;ngan hang;nha truong;hoi dong;"
                 "phong ban;luc luong"),
    ("person", "nguoi;ong;ba;vi;dong chi;chu tich;pho chu tich;thu tuong;pho thu tuong;bo truong;thu truong;"
                   "giam doc;pho giam doc;lanh dao;can bo;ca nhan;chuc danh;bi thu"),
    ("document_number", "quyet dinh;nghi quyet;thong tu;nghi dinh;van ban;luat;bo luat;dieu;khoan;"
                        "ke hoach;cong van;to trinh;"
                            "ket luan;thong bao;chi thi;huong dan;phap lenh;cong dien;quy dinh;so hieu;"
                            "ky hieu;chuong trinh;de an;can cu;"
                            "so;dieu luat;dieu khoan;ma;ma so;tieu chuan viet nam;van kien;so van ban;so ky hieu"),
    ("percentage", "ty le;phan tram;lai suat;thue suat"),
    ("text", "ho so;viec;cach;cach thuc;muc;loai;hinh thuc;noi dung;truong hop;dieu kien;nguon;phuong an;"
             "nhom;linh vuc;kenh;"
                 "dich vu;khu vuc;giai doan;noi;cho;dia phuong;tinh;huyen;xa;phuong;thanh pho;co so;"
                 "khoan chi;yeu to;dot;"
                 "diem;cap;do;he thong;quan;muc do;dien;phia;bieu mau;mau;dia ban;nguyen tac;phan;"
                 "muc tieu;chi tieu;y;giay to;"
                 "nhiem vu;bien phap;giai phap;ngan sach;quy che;thu tuc;tieu chi;thoi han;hang;vung;"
                 "diem nao;mang;tham quyen;"
                 "the;san pham;kinh phi;tien;san;truong;tuyen;loi;quy trinh;buoc;che do;doi tuong;ten;"
                 "ngon ngu;mau sac"),
)  # fmt: skip
_NOUNS: dict[str, AnswerKind] = {noun: kind for kind, nouns in _NOUNS_OF_KIND for noun in nouns.split(";")}
_PLURAL = frozenset(["nhung", "cac"])
_TIME_UNIT = r"(?:ngay|thang|nam|tuan|gio|phut|buoi|quy)"
_MONEY = r"(?:tien|(?<!lao )(?<!hop )(?<!hoi )dong|ty|trieu|nghin|ngan|usd|do la)"
_ABOUT_MONEY = re.compile(
    r"(?<!\w)(?:kinh phi|so tien|hoc phi|phi(?! ngan hang| loi nhuan| nong)|le phi|tien|muc chi|muc thuong|muc phat"
    r"|(?<!quoc )(?<!danh )(?<!tham )(?<!chuyen )gia(?! dinh| tri| han| nhap)|von|du toan|ngan sach|tro cap|phu cap"
    r"|(?<!so )(?<!chat )(?<!khoi )(?<!san )(?<!nang )(?<!nuoc )luong|chi phi"
    r"|phat(?! trien| dong| hanh| sinh| hien| song| thanh| bieu| huy)|quy thuong|muc ho tro)(?!\w)"
)
_OPENS_WITH_MONEY = re.compile(
    r"^(?:muc |so )?(?:le phi|hoc phi|phi|kinh phi|tien|chi phi|tro cap|phu cap)(?!\w)[^?;]*\bla $"
)
_ABOUT_SHARE = re.compile(
    r"(?<!\w)(?:ty le|ti le|(?<!\d )phan tram|lai suat|thue suat|(?:toc do|muc) tang|tang truong|ty trong"
    r"|ty suat)(?!\w)"
)
_OPENS_WITH_SHARE = re.compile(r"(?:^|[,;.?:] )(?:\w+ ){0,3}(?:ty le|ti le|ty trong|ty suat|lai suat)(?!\w)[^?]*$")
_DUE = re.compile(
    r"(?<!\w)(?:thoi han|han chot|han cuoi|han nop|han gui|han|deadline|cham nhat|muon nhat|tre nhat|"
    r"truoc ngay|truoc thoi diem|"
    r"den het|phai|hoan thanh|hoan tat|xong|nop|gui|bao cao|chot|tiep nhan den)(?!\w)"
)
_DUE_THEN = re.compile(
    r"\w+ (?:nao|gio|may) (?:thi |la |moi |phai )*(?:xong|hoan thanh|hoan tat|het han|nop|gui|den han)(?!\w)"
)
_WHO_PERSON = re.compile(
    r"(?:do|la|ten) ai(?: da| la nguoi)? (?:dat but )?ky|ai (?:la nguoi |da |dat but |dung ten |"
    r"thay mat )*ky|(?:nguoi|ong|ba|vi|truong ban|chu tri hop|giam doc|chu tich|thu tuong|"
    r"pho ban|uy vien|bo truong|to truong|chanh van phong|truong|pho)(?: [^\s?]+){0,24} la ai|"
    r"ai (?:la|lam|giu|dung dau|duoc bo nhiem|duoc cu)(?: \w+){0,3} (?:truong|pho|chu|giam|dau|chanh|"
    r"uy vien|thu)|ai co quyen|ai dung dau|dich danh"
)
_YES_NO = re.compile(
    r"(?<!\w)(?:(?:phai|dung|duoc|chua|hay)\s)?(?:khong|chua|k|chang)(?:\s+(?:a|vay|v|the|nhi|ha|ta|nua|ban|"
    r"ad|nhe|em|anh|chi))*\s*(?:[?.,;(]|$|hay (?!khong|chua))"
    r"|(?<!\w)co (?:dung|phai)(?: la)?(?!\w).{0,150}?(?<!\w)khong(?!\w)|(?<!\w)chu\s*(?:[?(]|$)|"
    r"(?<!\w)hay (?:khong|chua)(?!\w)|(?<!\w)duoc (?:khong|chua)(?!\w)"
)
_SOME = re.compile(r"may (?:\S+ ){1,30}?co (?:phai|duoc|bi|can|the|nen|thuoc|nam)(?!\w)[^?]*(?<!\w)(?:khong|chua)\W*$")
"""What asks of several things ("mấy xã này có phải ... không"), not how many there are."""
_CANNOT = re.compile(r"(?<!\w)(?:khong|chua)\s*(?:[?.,;]|$)")
_LIST_OF = re.compile(
    r"(?:gom|bao gom)(?: co)? (?:nhung |cac |ca )?(?:gi|ai|thanh phan nao)(?!\w)|nhung (?:gi|ai|dau)|"
    r"liet ke|ke (?:ten|ra|giup)|"
    r"(?:nhung|cac) (?:\w+ ){1,4}gi(?!\w)|(?:can|phai co|kem|nop) (?:nhung )?giay (?:to )?gi|gom nhung"
)
_ATTRIBUTE = (
    r"(?:so|ma|ten|ho|chuc|ngay|noi|muc|nhiem|ket|khau|chu|yeu|thoi|han|ly|nguyen|san|doi|hinh|dia|can|"
    r"tieu|dieu|thanh|vai|viec|co so)"
)
"""How a question after something of a thing begins ("mục đích ... là gì"), not after what the thing is."""
_MEANS = re.compile(
    r"(?:nghia|hieu) (?:la gi|nhu the nao|the nao|la sao)|the nao la|duoc (?:hieu|coi|goi) la (?:gi|"
    rf"the nao)|khai niem|dinh nghia|^(?!{_ATTRIBUTE} )(?:\w+ ){{1,7}}la (?:cai )?gi\s*\??$"
)
_HOW = re.compile(
    r"(?:nhu )?the nao|ra sao|vi sao|tai sao|lam sao|o dau|tai dau|tu dau|lam gi|viec gi|thi sao|nhu nao|"
    r"di dau|dau(?= ra| ?\?|$)|gi(?!\w)"
)


_COUNTED_AND_NAMED = re.compile(
    r"(?<!\w)(?:bao nhieu|may)(?= \w)(?! (?:ngay|thang|nam|gio|tien|dong|phan tram)(?!\w))[^,;?]{2,80}[,;?]?\s*"
    r"(?:va |do )*(?:(?:la|gom|bao gom)(?: (?:co|nhung|cac))*(?: \w+){0,4} (?:nao|gi|ai)|ke (?:ra|ten)|liet ke)(?!\w)"
    r"|(?<!\w)how many [^,;?]{2,80}[,;?]? (?:and )?(?:what|which|who) are (?:they|these|those)"
)


def names_what_it_counts(question: str) -> bool:
    """Does the question (without marks) ask for a number and for the names of what is counted: one list?"""
    return _COUNTED_AND_NAMED.search(question) is not None


def _vietnamese(question: str) -> AnswerKind:
    """The kind of the first thing that a Vietnamese question asks."""
    if _MEANS.search(question):
        return "definition"
    if names_what_it_counts(question):
        return "list"
    found = sorted(_asked(question), key=lambda place: place[0])
    if (yes := _YES_NO.search(question)) is not None:
        first = found[0] if found else None
        empty = first is not None and re.match(r"\s*(?:khong|chua)(?!\w)", question[first[1] :]) is not None
        some = first is not None and _SOME.match(question, first[0]) is not None
        if first is None or empty or some or first[0] > yes.start():
            return "yes_no"
    if not found:
        return _keywords(question)
    return found[0][2]


def _asked(question: str) -> Iterator[tuple[int, int, AnswerKind]]:
    """Each thing that is asked: where the words begin that ask for it, where they end, and its kind."""
    for match in re.finditer(r"(?<!\w)nao(?!\w)", question):
        if (noun := _noun_before(question, match.start())) is not None:
            yield noun[0], match.end(), noun[1]
    for match in re.finditer(
        r"(?<!\w)(?:bao nhieu|may|(?<!bao )nhieu(?= (?:phan tram|nghin|ty|trieu|tien|nguoi|ngay)))(?!\w)", question
    ):
        yield match.start(), match.end(), _how_many(question, match.start(), match.end())
    for match in re.finditer(
        r"(?<!\w)(?<!khong )(?<!chua )(?:bao gio|khi nao|luc nao|chung nao|hom nao)(?!\w)", question
    ):
        yield match.start(), match.end(), _when(question, match.start())
    for match in re.finditer(r"(?<!\w)bao lau(?!\w)", question):
        yield match.start(), match.end(), "deadline"
    for match in _LIST_OF.finditer(question):
        yield match.start(), match.end(), "list"
    persons = [match.span() for match in _WHO_PERSON.finditer(question)]
    for match in re.finditer(r"(?<!\w)ai(?!\w)", question):
        person = any(start <= match.start() < end for start, end in persons)
        yield match.start(), match.end(), "person" if person else "unit"
    for match in re.finditer(
        r"(?<!ho )(?<!he )(?<!\w)so (?:hieu|ky hieu)?\s?(?:la )?(?:gi|may|bao nhieu|nao)(?!\w)|(?<!\w)"
        r"(?:ma(?: so)?(?!(?: so)? thue)(?!(?: \w+)? \d)|so hieu(?! qua)|so ky hieu)(?: [^\s?]+){0,24} (?:gi|nao)(?!\w)"
        r"|can cu (?:vao )?(?:dau|gi)",
        question,
    ):
        yield match.start(), match.end(), "document_number"
    for match in re.finditer(
        r"(?<!\w)(?:gui|nop|bao cao|trinh|bao|phan anh|kien nghi|chuyen)(?: \w+){0,5} (?:ve|cho|den|toi|"
        r"len|o|ra)?\s?dau(?!\w)",
        question,
    ):
        yield match.start(), match.end(), "unit"
    for match in re.finditer(r"(?<!\w)(?:chuc vu|ten|ho ten|ho va ten) (?:la )?gi(?!\w)", question):
        thing = _NO_PERSON.search(question, 0, match.start()) is not None
        yield match.start(), match.end(), "text" if thing else "person"
    for match in re.finditer(r"(?<!\w)gi(?!\w)", question):
        noun = _noun_before(question, match.start(), reach=1)
        if noun is not None and noun[1] in {"document_number", "unit", "date"}:
            yield noun[0], match.end(), noun[1]
    for match in _HOW.finditer(question):
        yield match.start(), match.end(), "text"


_NO_PERSON = re.compile(r"(?<!\w)(?:thu tuc|ma(?: so)? \S*\d|de an|du an|cong trinh|he thong|phan mem|ung dung)(?!\w)")


def _noun_before(question: str, end: int, reach: int = 6) -> tuple[int, AnswerKind] | None:
    """The noun that "nào" at `end` asks about and its kind: "ngày nào", "sở nào", "những văn bản pháp luật nào"."""
    words = list(SYLLABLE.finditer(question, 0, end))
    for back in range(1, min(reach, len(words)) + 1):
        head = words[-back]
        if back > 1 and head[0] in _PLURAL:  # no noun in front of "những ... nào" is the one asked about
            break
        pair = f"{words[-back - 1][0]} {head[0]}" if back < len(words) else ""
        place = back + 1 if pair in _NOUNS else back
        kind = _NOUNS.get(pair) or (_NOUNS.get(head[0]) if back == 1 or len(head[0]) > 1 else None)
        if kind is None:
            continue
        before = words[-place - 1][0] if place < len(words) else ""
        start = words[-place].start()
        if kind == "date":
            return start, _when(question, start)
        if before in _PLURAL or any(word[0] == "nhung" for word in words[-place - 2 : -place]):
            return start, kind if kind == "document_number" and head[0] != "khoan" else "list"
        return start, kind
    plural = any(word[0] in _PLURAL for word in words[-6:])
    return (words[-1].start() if words else 0, "list" if plural else "text")


def _how_many(question: str, start: int, end: int) -> AnswerKind:
    """What "bao nhiêu" or "mấy" counts: the word behind it says so, or the words before it."""
    behind, before = question[end:].lstrip(), question[max(0, start - 70) : start]
    if re.search(r"(?<!\w)he so(?: la)?\s*$", before):
        return "text"  # each case has its own: all are said
    if re.match(r"phan tram", behind):
        return "percentage"
    if re.match(rf"(?:(?!{_TIME_UNIT} )\w+ )?{_MONEY}(?!\w)", behind):
        return "amount"
    if re.search(r"(?<!moi )(?<!hang )(?<!mot )(?<!ca )(?<!tung )(?<!\w)(?:ngay|hom|thang|nam)\s*$", before):
        return _when(question, start)
    if re.search(
        r"(?<!ho )(?<!he )(?<!\w)(?:so|so hieu|quyet dinh|van ban|thong tu|chi thi|nghi quyet|nghi dinh|cong van|"
        r"dieu)(?: la)?\s*$",
        before,
    ):
        return "document_number"
    if re.search(rf"(?<!\w)(?:thoi han|{_NO_STATE}han)\s*$", before):
        return "deadline"
    if re.match(_TIME_UNIT + r"(?!\w)", behind):
        clock = question[start:end] == "may" and re.match(r"gio", behind)
        return _when(question, start) if clock else "deadline"
    if re.match(r"\w+", behind) and not re.match(
        r"(?:so voi|trong|theo|va|cho|o|tai|nam|hang|moi|thi|vay|a|the|la|,|\?|mot|tinh)(?!\w)", behind
    ):
        return "number"
    if _ABOUT_SHARE.search(before) or _OPENS_WITH_SHARE.search(question[:start]):
        return "percentage"
    if re.search(r"(?<!\w)thoi han(?: \w+){0,8}\s*(?:la\s*)?$", before):
        return "deadline"
    return "amount" if _ABOUT_MONEY.search(before) or _OPENS_WITH_MONEY.search(question[:start]) else "number"


def _when(question: str, start: int) -> AnswerKind:
    """A deadline when something must be done by then, a date otherwise ("ban hành ngày nào")."""
    if _DUE_THEN.match(question, start):
        return "deadline"
    near = question[:start][-60:]
    if re.search(
        r"(?:hieu luc|ban hanh|ky|ap dung|bat dau|ke tu|tu|dien ra|to chuc|thong qua|phat dong|"
        r"khai mac)(?: \w+){0,3}\s*$",
        near,
    ) and not re.search(r"(?:truoc|cham nhat|den het|han|phai)\s*$", near):
        return "date"
    return "deadline" if _DUE.search(near) else "date"


_NO_STATE = r"(?<!\btre )(?<!\bqua )(?<!\bdung )(?<!\btruoc )(?<!\bcham )(?<!\bhet )(?<!\bden )(?<!\bgioi )(?<!\bky )"
"""Before "hạn" where it is the deadline itself, not the state of being late or on time ("hồ sơ trễ hạn")."""

_PLEASE = re.compile(
    r"^(?:(?:de nghi|xin|vui long|nho|hay|lam on)\s+)*(?:cho (?:biet|hoi|xin|xem)|cung cap|hoi)\s+(?:(?:em|"
    r"toi|minh)\s+)?"
)


def _keywords(question: str) -> AnswerKind:
    """The kind behind words typed into a search box: "hạn nộp hồ sơ khen thưởng", "số QĐ phê duyệt"."""
    question = _PLEASE.sub("", question)
    for pattern, kind in _KEYWORDS:
        if re.search(pattern, question):
            return kind
    return "text"


_DOCUMENT = r"(?:quyet dinh|ke hoach|cong van|nghi quyet|van ban|thong tu|nghi dinh|chi thi|to trinh|bao cao|thong bao)"
_KEYWORDS: tuple[tuple[str, AnswerKind], ...] = (
    (r"^(?:thoi han|han chot|han cuoi|han nop|han gui|han|deadline)(?!\w)|(?<!\w)(?:han chot|han cuoi|"
     r"han nop|deadline)(?!\w)", "deadline"),
    (rf"(?<!\w){_NO_STATE}han(?= (?:nop|gui|bao cao|dang ky|hoan (?:thanh|tat)|xong|tra|thuc hien)(?!\w)|\W*$)",
     "deadline"),
    (r"(?:thoi diem|ngay) (?:muon|tre|cham) nhat", "deadline"),
    (r"^(?:ngay|thoi diem|thoi gian|lich)(?!\w)|hieu luc tu|ngay (?:ky|ban hanh|co hieu luc)|"
     r"(?:thoi gian|ngay) (?:co )?hieu luc|(?:ket thuc|bat dau|hieu luc)\W*$", "date"),
    (r"^(?:don vi|co quan)(?!\w)", "unit"),
    (r"(?<!\w)(?:ty le|lai suat|(?<!\d )phan tram)(?!\w)", "percentage"),
    (rf"^(?:so hieu|so ky hieu|so {_DOCUMENT}|ma (?:thu tuc|so)|can cu)", "document_number"),
    (
        rf"^(?:(?:cac|nhung) )?{_DOCUMENT}(?! (?:so )?\d| so)\b.*\b(?:(?:bi|duoc)\b.* (?:thay|sua|bai bo)|can cu)",
        "document_number",
    ),
    (r"(?<!\w)(?:kinh phi|muc phi|hoc phi|le phi|muc chi|so tien|tien thuong|muc thuong|muc phat|muc ho tro|"
     r"(?<!quoc )gia ve)(?!\w)", "amount"),
    (r"(?<!\w)(?:toi da|toi thieu|it nhat|nhieu nhat)\W*$", "number"),
    (r"(?<!\w)(?:nguoi ky|ho ten)(?!\w)", "person"),
    (r"(?<!\w)(?:co quan|don vi) (?:chu tri|phoi hop|dau moi)|(?<!\w)chu tri(?!\w)|dau moi", "unit"),
    (r"^(?:danh sach|danh muc|thanh phan|cac|nhung)(?!\w)", "list"),
    (r"^(?:so|so luong|khoi luong|dien tich|tong so|chi tieu)(?!\w)", "number"),
)  # fmt: skip

# ---------------------------------------------------------------- English

_EN_NOUNS: tuple[tuple[AnswerKind, str], ...] = (
    ("percentage", r"percentages?|per cent|percent|shares?|proportions?|interest rates?|rate of interest|tax rates?"),
    ("date", r"dates?|days?|years?|months?|quarters?|times?|moments?"),
    ("amount", r"amounts?|sums?|fees?|price|cost|budget|allowance|tuition|salary|fine"),
    (
        "number",
        r"rate|ratio|size|quota|score|threshold|length|area|rainfall|temperature|capacity|constant|coefficient|factor",
    ),
    (
        "document_number",
        r"decisions?|decrees?|resolutions?|circulars?|laws?|articles?|clauses?|guidance|notices?|numbers?|"
        r"document numbers?|plans?|directives?|letters?|legal basis|dispatch|codes?",
    ),
    (
        "person",
        r"minister|chairman|chairperson|official|leader|director|vice[- ]chairman|deputy prime minister|"
        r"person|secretary",
    ),
    (
        "unit",
        r"agency|agencies|departments?|ministry|ministries|units?|offices?|body|bodies|committees?|"
        r"corporations?|authority|organi[sz]ations?|company|companies|fund|council|institution",
    ),
)
_EN_HEAD_ENDS = re.compile(
    r"(?<!\w)(?:does|do|did|must|should|will|can|may|has|have|had|was|were|is|are|that|of|in|on|for|to|"
    r"from|under|by|with|at|about|as|"
    r"sets?|leads?|led|cited?|receives?|gave|gives?|provided?|signed|issued|approved|covers?|governs?|"
    r"defines?|establish\w*|lets?|pays?|applies|decides?|determines?|shows?|,)(?!\w)"
)
_EN_YES_NO = re.compile(
    r"(?:so |and |but |then |(?:under|if|according to|in|for|once|after|as) [^?]{3,200}?, )?"
    r"(?:is|are|was|were|does|do|did|has|have|had|can|could|may|must|should|will|would)(?!\w)"
)
_EN_ASKS = re.compile(
    r"(?<!\w)(by when|until when|deadlines?|due dates?|no later than|time limits?|how soon|how long|when|"
    r"how many|how much|who|whom|whose|which|what(?:['’]s)?|"
    r"where|why|how|list|name)(?!\w)"
)


_EN_CONTENT = (
    r"(?:sources?|objectives?|standards|criteria|subjects|purposes?|requirements?|conditions|targets|contents?)"
)
"""What is asked for in whole statements, whatever else the question names."""


def _english(question: str) -> AnswerKind:
    """The kind of the first thing that an English question asks."""
    if _EN_YES_NO.match(question.strip()):
        return "yes_no"
    if names_what_it_counts(question):
        return "list"
    match = _EN_ASKS.search(question)
    if match is None:
        return "text"
    if re.match(r"how often(?!\w)", question[match.start(1) :]):
        return "deadline"
    word, behind = match[1], question[match.end() :]
    if word in {"what", "what's", "what’s", "which", "whose"}:
        return _english_noun(word, behind, question[: match.start()])
    if word == "when":
        return (
            "deadline"
            if re.match(r"\s*(?:is|are|was)(?: \S+){0,3} due|\s*(?:must|should|do|does)(?!\w)", behind)
            else "date"
        )
    if word == "who":
        return (
            "person" if re.match(r"\s*(?:signed|signs|chaired|presided|is the|was the|heads)(?!\w)", behind) else "unit"
        )
    if word == "how much":
        return (
            "number"
            if re.match(r"\s*(?:land|area|space|water|rice|waste|electricity|rain)(?!\w)", behind)
            else "amount"
        )
    simple: dict[str, AnswerKind] = {
        "how many": "number", "whom": "unit", "list": "list", "name": "list", "where": "text", "why": "text",
        "how": "text",
    }  # fmt: skip
    if word == "how many" and re.match(
        r"\s*(?:working |calendar |business )?(?:days?|hours?|months?|weeks?)(?!\w)", behind
    ):
        return "deadline"
    return simple.get(word, "deadline")


def _english_noun(word: str, behind: str, before: str) -> AnswerKind:
    """What "which" or "what" asks about: the first noun behind it that says its kind, before the verb."""
    if re.match(r"(?:['’]s)?\s*(?:is|are|does)?\s*(?:\S+\s+){0,4}(?:mean|meaning|meant|definition|defined)", behind):
        return "definition"
    if re.match(rf"(?:['’]s)?\s*(?:(?:is|are) )?(?:the )?(?:\w+ ){{0,2}}{_EN_CONTENT}(?!\w)", behind):
        return "text"
    if word != "whose" and re.match(r"\s*(?:must|should|do|does|did|can|may|will|shall) .*(?<!\w)do(?!\w)", behind):
        return "text"
    head = " ".join(_EN_HEAD_ENDS.split(behind.replace(",", " , "), maxsplit=1)[0].split()[:9])
    phrase = " ".join(behind.split()[:7])
    if re.search(r"(?<!\w)(?:deadline|due date|time limit|processing time)(?!\w)", phrase):
        return "deadline"
    if re.search(
        r"(?:ministry|department|office|committee) of (?:[\w,]+ ){1,6}?(?:circular|decision|decree|"
        r"resolution|guidance|letter)",
        phrase,
    ):
        return "document_number"
    for kind, nouns in _EN_NOUNS:
        if re.search(rf"(?<!\w)(?:{nouns})$", head):
            return _english_head(kind, head, before)
    places = [
        (match.start(), kind) for kind, nouns in _EN_NOUNS if (match := re.search(rf"(?<!\w)(?:{nouns})(?!\w)", phrase))
    ]
    if word == "whose":
        return "person"
    if not places:
        return "list" if re.match(r"\s*(?:\w+ ){0,3}\w{3,}(?<!s)s(?!\w)", phrase) and word == "which" else "text"
    return _english_head(min(places)[1], phrase, before)


def _english_head(kind: AnswerKind, phrase: str, before: str) -> AnswerKind:
    """The kind of the noun asked for: a date behind "by" is a deadline, agencies are a list."""
    if kind == "date" and re.search(r"(?:by|before|until)\s*$", before):
        return "deadline"
    many = re.search(
        r"(?<!\w)(?:agencies|departments|ministries|units|offices|bodies|committees|organi[sz]ations|companies)$",
        phrase,
    )
    return "list" if kind == "unit" and many else kind
