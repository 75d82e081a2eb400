"""See which passages name who acts, where a question asks for that: a ministry, a committee, an office."""

from __future__ import annotations

import re

from assistant.answering.extraction import Scored
from assistant.answering.features import Asked, Window
from assistant.answering.leading import lead_value, values_to_say
from assistant.language.vietnamese import fold

_NEAR = 1.0  # less than the best passage's score: one that names who acts is the better answer
_LONGEST_NAMING = 16  # syllables of a heading that says whose duties stand under it

_HEADS = {
    "bo": r"(?:bo truong |thu truong |lanh dao )?bo",
    "so": r"(?:giam doc )?so",
    "cuc": r"(?:cuc truong |tong )?cuc",
    "vu": r"(?:vu truong )?vu",
}
_OFFICE = (
    r"(?:pho )?(?:thu tuong|chu tich|giam doc|bo truong|thong doc|giam thi|cuc truong|vu truong"
    r"|truong (?:phong|ban|doan)|tong cuc truong|chanh van phong|hieu truong"
    r"|nguoi (?:dung dau|quan ly|su dung lao dong)|thu truong)"
)
_BODY = (
    r"(?:cac )?(?:bo|so|cuc|vu|tong cuc|chi cuc|uy ban|ubnd|hoi dong|hdnd|ban|van phong|phong|trung tam|co quan"
    r"|don vi|to|to chuc|quy|ngan hang|bao hiem xa hoi|kho bac|cong an|thanh tra|vien|doi|mat tran|tap doan"
    r"|co so|chinh phu|quoc hoi|nha dau tu|chu dau tu|doanh nghiep)"
)
_NO_BODY = r"(?! (?:phan|sung|tri|may|tieu|luat|ban hanh|nay|do|so|luong|hanh|dinh|trinh|che))"
_ANY = rf"(?:{_OFFICE}|{_BODY}{_NO_BODY})"
_TYPE_ASKED = re.compile(r"\b(bo|so|cuc|vu)(?: truong)? nao\b")
_NOT_WHO_ACTS = re.compile(r"\b(?:cho|voi|cua|vao|uu tien|ap dung|gap|nhu) ai\b|\bdau\W*$|\bdi dau\b")
"""What asks for those whom something is for, or where it goes to."""
_MINISTRY = re.compile(r"\bwhich (?:\w+ ){0,2}?(?:ministry|minister)\b")


def _acting(head: str) -> re.Pattern[str]:
    """Where a name with such a head stands as who acts: opening a statement or clause, behind "do" or "giao", or as who
    gets something."""
    return re.compile(
        rf"(?:^|[.;:“]\s*|\n\s*)(?:(?:\d{{1,2}}|[a-z])[.)]\s*|[-+]\s*)*{head}\b[^.;:\n]{{0,90}}?"
        r"(?::|\b(?:co trach nhiem|chiu trach nhiem|chu tri|phoi hop|huong dan|tham dinh|quyet dinh|xem xet|phe duyet"
        r"|ban hanh|kiem tra|to chuc|chi dao|bo tri|bao dam|tong hop|thuc hien|xay dung|theo doi|don doc|tiep nhan|cap"
        r"|la co quan|la dau moi|lap|trinh|ra soat)\b)"
        rf"|\b(?:do|giao(?: cho)?|phan cong|boi|chu tri:)\s+{head}\b"
        rf"|\b(?:gui|bao cao|trinh|nop|phan anh|phan anh kip thoi)(?:\s+\w+)?(?:\s+(?:ve|den|cho|toi|tai))?\s+{head}\b"
    )


_ACTING = {name: _acting(head) for name, head in _HEADS.items()} | {"": _acting(_ANY)}
_ABOVE = {
    name: re.compile(rf"(?:(?:\d{{1,2}}|[a-z])[.)]\s*|[-+]\s*)*{head}\b")
    for name, head in [*_HEADS.items(), ("", _ANY)]
}


def with_who_acts(asked: Asked, scored: list[Scored]) -> list[Scored]:
    """The passages, first one that names who acts, where the best one names nobody and another is nearly as good."""
    if asked.query.kind not in ("unit", "person") or not scored or _NOT_WHO_ACTS.search(asked.folded):
        return scored
    kind = _type_asked(asked)
    if names_who_acts(kind, scored[0].window) or _is_said(kind, asked, scored[0].window):
        return scored
    for each in scored[1:]:
        if each.score < scored[0].score - _NEAR:
            break
        if names_who_acts(kind, each.window):
            return [each, *(other for other in scored if other is not each)]
    return scored


def _is_said(kind: str, asked: Asked, window: Window) -> bool:
    """Is one agency of this kind the value that a passage gives?"""
    value = lead_value(asked, window, values_to_say(asked, window))
    return value is not None and _ABOVE[kind].match(fold(value.text)) is not None


def _type_asked(asked: Asked) -> str:
    """The kind of agency asked for, as the head of its name; "" where any may answer."""
    match = _TYPE_ASKED.search(asked.folded)
    return match[1] if match else "bo" if _MINISTRY.search(asked.folded) else ""


def names_who_acts(kind: str, window: Window) -> bool:
    """Does a passage, or the heading just above it, name somebody of this kind who acts?"""
    reading = window.reading
    if _ACTING[kind].search(reading.folded[window.start : window.end]):
        return True
    return any(
        len(reading.tokens[lead]) <= _LONGEST_NAMING and _ABOVE[kind].match(reading.folded_of(lead))
        for lead in window.leads[-2:]
    )
