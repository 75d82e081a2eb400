"""What can be asked for and is known by its words alone: the words of asking, what a passage then shows, and its name.

All is compared without marks. Each form was kept for what it does on the training questions: it stops wrong answers to
what the documents leave out, and next to no right ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

Name = tuple[str, str]
"""What is missing, in Vietnamese and in English: "không nêu <số điện thoại> mà anh/chị hỏi"."""


@dataclass(frozen=True)
class Form:
    """Something that is asked for in words that tell it, and what shows it in a passage."""

    asked: re.Pattern[str]  # in the question
    shown: re.Pattern[str]  # in the passage that answers, or in the headings above it
    name: Name


def _form(asked: str, shown: str, vietnamese: str, english: str) -> Form:
    return Form(re.compile(rf"(?<!\w)(?:{asked})(?!\w)"), re.compile(shown), (vietnamese, english))


def _words(shown: str) -> str:
    return rf"(?<!\w)(?:{shown})(?!\w)"


_SPAN = r"(?:ngay|thang|nam|tuan|gio|phut|quy|buoi)"
_COUNT = r"(?:\d+|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)"
_LASTS = (  # "03 tháng", but not "ngày 03 tháng 5"
    rf"{_COUNT}\s*(?:\([^)]{{1,20}}\)\s*)?"
    r"(?:(?:gio|phut|tuan|buoi)\b|(?:ngay|thang|nam|quy)\b(?!\s+\d))"
)
_WHICH = r"(?: (?:nao|gi|may|bao nhieu)|[^?]{0,160}? (?:la|dia chi) (?:so )?(?:nao|gi|may|bao nhieu))"
_FIRST = r"^(?:(?:cho )?(?:em |toi |minh )?(?:hoi |biet |xin )+)?"  # a question of no more than keywords
_PLEASE = r"(?:cho |xin )(?:\w+ ){0,2}"
_SEVERAL_TIMES = r"(?:mot|1|/) ?lan"
_DOCUMENT = r"(?:van ban|quyet dinh|nghi quyet|nghi dinh|thong tu|chi thi|ke hoach|quy che|quy dinh)"
_CHANGES = r"(?:thay (?:the|cho)|bai bo|huy bo)"

REACHED_AT = (  # how to get hold of somebody or something
    _form(
        rf"(?:so (?:dien thoai|hotline|duong day nong)|hotline|sdt|duong day nong){_WHICH}"
        rf"|{_FIRST}(?:so dien thoai|sdt|hotline)"
        rf"|{_PLEASE}(?:so dien thoai|sdt|hotline)|goi (?:so|dien thoai) nao|(?:tele)?phone number",
        r"(?<!\d)(?:\(?0\d{1,3}\)?[ .-]?\d{3}[ .-]?\d{3,4}|1[89]00[ .]?\d{2,6}|1022|11[1345])(?!\d)",
        "số điện thoại", "telephone number",
    ),
    _form(
        rf"(?:email|e-mail|thu dien tu|hom thu){_WHICH}|(?:{_FIRST}|{_PLEASE})(?:dia chi )?(?:email|e-mail)"
        r"|e-?mail address",
        r"@", "địa chỉ thư điện tử", "e-mail address",
    ),
    _form(
        rf"(?:website|trang web|duong link|dia chi (?:trang|web)){_WHICH}|(?:link|duong dan) nao",
        r"https?:|www\.|\.(?:vn|com|org)\b", "địa chỉ trang thông tin", "web address",
    ),
    _form(rf"so tai khoan{_WHICH}(?! phan tram)|account number", r"\d{6}", "số tài khoản", "account number"),
    _form(r"ma so thue[^?]{0,80} la (?:gi|so nao|bao nhieu)|tax code", r"\d{10}", "mã số thuế", "tax code"),
    _form(rf"toa do{_WHICH}|coordinates", r"\d+\s?[°º]|\d{2}[.,]\d{3}|vn-?2000", "tọa độ", "coordinates"),
    _form(
        r"(?:ma pin|mat khau|password)[^?]{0,80}? la (?:gi|so nao|bao nhieu)",
        r"(?:ma pin|mat khau|password)\W{1,3}(?:la )?\w*\d", "mã, mật khẩu", "code",
    ),
)  # fmt: skip
TIMES = (  # at what hour, how often and how long
    _form(
        r"(?:truoc|luc|tu|den|mo cua) (?:may|bao nhieu) gio|(?:what|which) (?:time|hours?)",
        r"\d\s?(?:h|gio)\b|\d{1,2}:\d\d|\d\s?(?:h|gio)\d\d|gio hanh chinh", "giờ cụ thể", "time of day",
    ),
    _form(
        rf"(?:bao lau|(?:may|bao nhieu) {_SPAN}) {_SEVERAL_TIMES}|how often|dinh ky (?:bao lau|may {_SPAN})",
        _words(
            rf"(?:hang|moi) (?:ngay|tuan|thang|quy|nam|dot|lan|khi)|dinh ky (?:theo|vao)|{_COUNT} lan|thuong xuyen"
            rf"|{_LASTS}"
        ),
        "chu kỳ thực hiện", "frequency",
    ),
    _form(
        rf"(?:may|bao nhieu) {_SPAN}(?! nao| may| tien| luong| \d)|how many (?:\w+ )?(?:days|months|hours|weeks|years)",
        rf"(?<!\w){_LASTS}|\b(?:hang|moi|nua) {_SPAN}\b|\bngay (?:sau|khi)|kip thoi"
        r"|thoi han|\d\s?h\b",
        "thời hạn", "period of time",
    ),
    _form(
        "bao lau|how long",
        rf"(?<!\w){_LASTS}|\b(?:hang|moi|nua|giua|cuoi|het) {_SPAN}\b|dinh ky"
        r"|thuong xuyen|\bngay (?:sau|khi)|kip thoi|thoi han|\d\s?h\b|\bquy i|\bchu ky\b|\bmot ky\b|\d/\d|\bden\b",
        "thời hạn", "period of time",
    ),
)  # fmt: skip
MEASURES = tuple(
    _form(rf"(?:may|bao nhieu|how many) (?:{asked})", rf"\d\)?\s*(?:{shown})(?![a-z])", name, english)
    for asked, shown, name, english in (
        ("km|kilomet|kilometers|kilometres|ki lo met|cay so", "km|kilomet|ki lo met|cay so", "chiều dài", "length"),
        ("ha|hec ta|hecta|hectares", "ha|hec ta|hecta", "diện tích", "area"),
        ("m2|met vuong|square met(?:er|re)s", "m2|m²|met vuong|ha", "diện tích", "area"),
        ("m3|met khoi|cubic met(?:er|re)s", "m3|m³|met khoi", "khối lượng", "volume"),
        ("mm|milimet|mi li met|millimet(?:er|re)s", "mm|milimet|mi li met", "kích thước", "size"),
        ("m|met(?! vuong| khoi)|met(?:er|re)s", "m|met|km|cm", "số mét", "number of metres"),
        ("kg|ki lo gam|tan|tonnes|tons", "kg|ki lo gam|tan|kg/", "khối lượng", "weight"),
    )
)
MEASURES += tuple(
    _form(rf"(?:{measured})[^?]{{0,50}} bao nhieu", _words(shown), name, english)
    for measured, shown, name, english in (
        ("nong do", "nong do", "nồng độ", "concentration"),
        ("do day", "do day", "độ dày", "thickness"),
        (
            "chieu (?:dai|rong|cao|sau)|duong kinh|kich thuoc",
            r"chieu (?:dai|rong|cao|sau)|duong kinh|kich thuoc|(?:dai|rong|cao|sau) \d\S*",
            "kích thước",
            "size",
        ),
        ("quy mo|cong suat|dung tich", "quy mo|cong suat|dung tich", "quy mô, công suất", "capacity"),
    )
)
MATTERS = (  # what is done, with what, and why
    _form(
        rf"{_CHANGES} (?:\w+ ){{0,4}}?{_DOCUMENT} nao|{_DOCUMENT} nao (?:\w+ ){{0,8}}?(?:bi )?{_CHANGES}"
        r"|(?:which|what) [^?]{0,120}(?:replace|repeal|supersede)s?",
        _words(rf"{_CHANGES}|het hieu luc|cham dut|sua doi"),
        "văn bản bị thay thế hoặc bãi bỏ", "document replaced or repealed",
    ),
    _form(
        "vi sao|tai sao|(?<!moi )(?<!hai )(?<!cung )ly do|why|nguyen nhan",
        _words("do|vi|nham|de|nguyen nhan|boi|ly do|tuy nhien|dan den|khong con|bat cap"),
        "lý do", "reason",
    ),
    _form(
        r"bi (?:xu ly|xu phat|phat|ky luat|kiem diem|tru)|vi pham [^?]{0,80} (?:xu ly|xu phat)"
        r"|muc phat|hinh thuc (?:xu ly|ky luat)|penalty|penalties|fined?|punish\w*",
        _words(
            r"nhac nho|phe binh|khien trach|canh cao|cach chuc|giang chuc|buoc|phat|tru|kiem diem|thu hoi|dinh chi"
            r"|ngung|huy|ha (?:bac|mot bac|xep loai)|truy cuu|xu phat|khong (?:duoc )?(?:xet|cong nhan|chi|hoan thanh)"
            r"|ky luat|xu ly (?:nghiem|theo|ky luat|trach nhiem|vi pham)"
        ),
        "hình thức xử lý", "penalty",
    ),
    _form(
        r"(?:gom |can |nop )(?:nhung |cac )?giay to (?:gi|nao)|thanh phan ho so[^?]{0,100} (?:gi|nao)"
        r"|ho so (?:can |phai )?(?:nop )?(?:gom|nhung) gi|what (?:documents|papers)",
        _words(r"don|to khai|ban (?:sao|chinh|goc|chup)|giay (?!phep)\w+|ho so (?:bao )?gom|thanh phan ho so|to trinh"
               "|minh chung|tai lieu"),
        "thành phần hồ sơ", "list of papers required",
    ),
)  # fmt: skip
FORMS = (*REACHED_AT, *TIMES, *MEASURES, *MATTERS)
