"""Read what a document says it is from the official form of its first and last page (Nghị định 30/2020/NĐ-CP).

The form: motto and issuer side by side (one column behind the other, or glued on one line, when read by OCR), number,
place and date, kind and subject (a letter has "V/v ..." and no kind), body, signature block, recipients. Words are
compared without marks and with a letter or two allowed to be wrong, since repaired text keeps small errors.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from assistant.documents.form import (
    AREA,
    FIELDS,
    KIND_OF_FOLDED,
    KIND_OF_SYMBOL,
    UNIT,
    alike,
    clean,
    initials,
    kind_named,
    proper_name,
    upper_share,
)
from assistant.documents.references import normalise_number
from assistant.documents.signature import find_signature, position_elsewhere, read_signature, stamped_signer
from assistant.language import places
from assistant.language.vietnamese import CAPITAL, fold
from assistant.schema import Line, Metadata

# ---------------------------------------------------------------- words of the head

_COUNTRY = ["cong", "hoa", "xa", "hoi", "chu", "nghia", "viet", "nam"]
_MOTTO = ["doc", "lap", "tu", "do", "hanh", "phuc"]
_MOTTO_LINE = re.compile(r"\bcong hoa xa\b.{0,25}?\bviet nam\b")  # a stamp may hide what stands between
_SECRECY = {"mat": "Mật", "toi mat": "Tối mật", "tuyet mat": "Tuyệt mật"}
_URGENCY = {"hoa toc": "Hỏa tốc", "hoa toc hen gio": "Hỏa tốc hẹn giờ", "thuong khan": "Thượng khẩn", "khan": "Khẩn"}


_BODY_OPENS = re.compile(
    r"(?:can cu|xet |theo de nghi|thuc hien |kinh gui|de |nham |ngay \d|trong |(?:[ivx]{1,4}|\d|[ab])[.)/] |dieu \d"
    r"|phan (?:thu|[ivx\d])|chuong [ivx\d]"
    r"|[-–+*] |nhung nam qua|uy ban nhan dan .{0,40}\b(?:ban hanh|xay dung)|so .{3,40}\b(?:ban hanh|xay dung|thong bao)"
    r"|\(?(?:ban hanh )?kem theo)"
)
_AUTHORITY = re.compile(
    r"(?:chu tich|bo truong|giam doc|thu tuong|uy ban nhan dan|ubnd|hoi dong nhan dan|chinh phu|quoc hoi|cuc truong"
    r"|tong cuc truong|thong doc|truong ban|tong kiem toan|hieu truong|chanh van phong|chi cuc truong|tong giam doc"
    r"|vien truong|chanh an|truong phong)\b"
)


# ---------------------------------------------------------------- the first page


@dataclass(frozen=True)
class Head:
    """Where the parts of the form stand in the first lines (indices into the lines)."""

    end: int  # the first line of the body
    number: str | None
    place: str | None
    issued_on: str | None
    units: tuple[str, ...]  # the issuing units, the highest first, in capitals as they stand
    kind: str | None
    subject: str | None


def read_metadata(lines: Sequence[Line]) -> Metadata:
    """What the document made of `lines` says it is; fields it leaves out are None."""
    texts = [line.text for line in lines]
    head = read_head(texts)
    block = find_signature(texts, head.end)
    signer, position, recipients = read_signature(texts, block) if block else (None, None, ())
    if signer and not position:
        position = position_elsewhere(texts, head.end, signer)
    signer = signer or stamped_signer(texts)
    units = [_spelt_as_place(proper_name(unit), head.place) for unit in head.units]
    province = _province(units, head, texts)
    issuer = _issuer(units, province, head)
    return Metadata(
        number=_mended_number(head.number, head.kind, issuer),
        kind=head.kind,
        issuer=issuer,
        superior=units[-2] if len(units) > 1 else None,
        province=province,
        place=head.place,
        issued_on=head.issued_on,
        subject=head.subject,
        signer=signer,
        position=position,
        recipients=recipients,
        secrecy=_stamp(texts[: head.end], _SECRECY),
        urgency=_stamp(texts[: head.end], _URGENCY),
    )


def read_head(texts: Sequence[str]) -> Head:
    """The official form at the top of a document; an empty one (end 0) where there is none."""
    zone = [clean(text) for text in texts[:90]]
    number_at, number = _find_number(zone)
    kind_at, kind_end, title = _find_kind(zone, number_at)
    date_at, date_end, place, issued_on = _find_date(zone, number_at, kind_at)
    matter = _find_matter(zone, number_at, kind_at)
    if number_at is None and kind_at is None and date_at is None:
        return Head(0, None, None, None, (), None, None)
    top = min(at for at in (number_at, kind_at, date_at, matter and matter[0]) if at is not None)
    last = max(at for at in (number_at, kind_at, date_end) if at is not None)
    until = kind_at if kind_at is not None else last + 3
    if number_at is not None and any(UNIT.match(fold(text)) for text in zone[:number_at]):
        until = min(until, number_at)  # the form has its units above the number
    units = _find_units(zone, top, until)
    if kind_at is not None:
        end, subject = _read_subject(zone, kind_end)
        if subject is None and matter:
            subject = matter[2]
    elif matter:
        end, subject = max(matter[1], last + 1), matter[2]
    else:
        end, subject = last + 1, None
    kind = title or _kind_of(number, matter is not None)
    return Head(min(end, len(texts)), number, place, issued_on, units, kind, subject)


# What follows "Số:": "881/KH-SXD", "/QD-UBND", "12-KH/TU", "....../SNNMT-KS"
_SYMBOL = re.compile(
    r"(?P<number>\d[\d.]{0,5}[a-z]?)?[\s._…\-]*/\s?(?P<year>(?:19|20)\d\d\s?/\s?)?"
    r"(?P<symbol>[A-ZĐ][A-Za-zĐđƯ&.]{0,14}\d{0,2}(?:\s?[-–]\s?[A-ZĐ0-9][A-Za-zĐđƯ0-9&.,]{0,20})?)"
)
# A number written by hand is read as anything ("o244)", "4/35"); the symbol behind it is in print.
_UNREAD_NUMBER = re.compile(
    r"(?P<unread>\S.{0,9}?)\s?/\s?(?P<symbol>[A-ZĐ][A-Za-zĐđƯ&]{0,14}-[A-ZĐ][A-Za-zĐđƯ0-9&]{1,20})(?!\w)"
)
_PARTY_SYMBOL = re.compile(r"(?P<number>\d{1,5})?\s?[-–]\s?(?P<symbol>[A-ZĐ][A-Za-zĐ]{0,4}/[A-ZĐ][A-Za-zĐ]{1,9})")


def _find_number(zone: Sequence[str]) -> tuple[int | None, str | None]:
    """The line of the number, and the number."""
    for index, text in enumerate(zone[:45]):
        opening = re.match(r"(.{0,60}?)\bs[o06]\s*[:;.]*\s*(?=[\d/.…_ \-–]|$|.{0,10}/)", fold(text))
        if not opening or not _is_form_opening(opening[1], opening[0]):
            continue
        follow = text[opening.end() :]
        if not re.search(r"/", follow) and index + 1 < len(zone):
            follow = f"{follow} {next((later for later in zone[index + 1 : index + 3] if later), '')}"
        follow = follow.lstrip(" .…_")
        match = _SYMBOL.match(follow) or _PARTY_SYMBOL.match(follow.strip()) or _UNREAD_NUMBER.match(follow)
        if match:
            return index, _join_number(match)
    return None, None


def unread_number(lines: Sequence[Line]) -> str | None:
    """What stands where the number should, when it cannot be read: written by hand, or below a stamp."""
    for text in (clean(line.text) for line in lines[:45]):
        opening = re.match(r"(.{0,60}?)\bs[o06]\s*[:;.]*\s*", fold(text))
        follow = text[opening.end() :].lstrip(" .…_") if opening else ""
        match = _UNREAD_NUMBER.match(follow)
        if opening and match and not _SYMBOL.match(follow) and _is_form_opening(opening[1], opening[0]):
            return match["unread"].strip()
    return None


def _is_form_opening(before: str, opening: str) -> bool:
    """May `before` stand before "Số:" on its line? Nothing, the other column in a glued line, or the kind of a law
    ("Nghị quyết số:"), never a sentence."""
    if before.strip() in (*KIND_OF_FOLDED, "bo luat"):
        return ":" in opening
    return len(before.split()) <= 1 or bool(re.search(r"hanh phuc|viet nam|nhan dan", before))


def _join_number(match: re.Match[str]) -> str:
    groups = match.groupdict()
    number, year = groups.get("number") or "", re.sub(r"\s", "", groups.get("year") or "")
    if not re.fullmatch(r"\d{1,3}\.\d{1,2}", number):  # "66.13/2026/NQ-CP" has a point, "1.234/QĐ-UBND" none
        number = number.replace(".", "")
    symbol = groups["symbol"].rstrip(".,")
    separator = "-" if "/" in symbol else "/"
    return normalise_number(f"{number}{separator}{year}{symbol}")


_DATE = re.compile(
    r"(?:,|\b)\s*(?P<word>ngay)\s*(?P<day>[^\s,]{0,6}?)[\s.…_]*th[a-z]{1,2}ng\s*(?P<month>[\dlio]{1,2})?[^\w\s]?[a-z]?[\s.…_]*"
    r"(?:nam)\s*(?P<year>(?:19|20)\s?\d\s?\d)"
)


def _find_date(
    zone: Sequence[str], number_at: int | None, kind_at: int | None
) -> tuple[int | None, int | None, str | None, str | None]:
    """First and last line of place and date, the place, and the date as ISO with what is sure of it."""
    until = min(45, (kind_at + 1) if kind_at is not None else (number_at or 0) + 20)
    for index in range(min(until, len(zone))):
        if re.match(r"kinh gui|can cu ", fold(zone[index])):  # the body has begun
            break
        joined, widths = zone[index], 1
        for later in zone[index + 1 : index + 3]:
            if fold(joined).count("nam ") and re.search(r"nam (?:19|20)\d\d", fold(joined)):
                break
            joined, widths = f"{joined} {later}", widths + 1
        match = _DATE.search(fold(joined))
        if match and match.start() < len(zone[index]) + 1 and not _is_in_sentence(joined, match, zone, index):
            before = _SYMBOL_IN_LINE.sub("", joined[: match.start("word")])
            place = _place_before(before, index, zone)
            last = index + (0 if match.end() <= len(zone[index]) else widths - 1)
            return index, last, place, _iso(match["day"], match["month"], match["year"])
    return None, None, None, None


def _is_in_sentence(joined: str, date: re.Match[str], zone: Sequence[str], index: int) -> bool:
    """Is a date part of a sentence ("có hiệu lực từ ngày ...", "Ngày 25 tháng 3 năm 2026, Bộ ban hành ...")?

    The date of issue stands behind a place and ends its line.
    """
    end = len(zone[index])
    while end < date.end():
        index += 1
        end += 1 + len(zone[index])
    begun = re.search(r"(?:^|\s)[a-zà-ỹđ][^\W\d_]*\s*$", joined[: date.start("word")])
    return bool(begun) or len(re.findall(r"[^\W\d_]{2,}", joined[date.end() : end])) > 2


_SYMBOL_IN_LINE = re.compile(r"^.*?/\s?(?:\d{4}\s?/\s?)?[^\s/]*(?:\s?-\s?[A-ZĐ&\d]{2,}(?=\s))?")
_PLACE = rf"((?:TP\.\s?)?(?:Thành phố |Tỉnh |Huyện |Xã |Phường |Đặc khu )?(?:{CAPITAL}[^\W\d_]*(?: - | |$)){{1,5}})$"


def _place_before(text: str, index: int, zone: Sequence[str]) -> str | None:
    """The place name at the end of `text`, on its own line or behind the number in a glued one."""
    text = text.rstrip(" ,.;")
    if not text and index:
        text = zone[index - 1].rstrip(" ,.;")
    match = re.search(_PLACE, text)
    if not match:
        return _misread_province(text)
    if index and text == match[1] and re.match(r"(?:Thành phố|TP\.?|Tỉnh|Huyện|Xã|Phường)\s", zone[index - 1]):
        before = re.search(_PLACE, zone[index - 1])
        text = f"{zone[index - 1]} {text}" if before and before[1] == zone[index - 1] else text
        match = re.search(_PLACE, text) or match
    return match[1].strip() if not match[1].isupper() else match[1].strip().title()


def _misread_province(text: str) -> str | None:
    """The province that `text` is with a letter or two misread ("Ha NG6i"); letters of a place are letters."""
    if not text or len(text.split()) > 4:
        return None
    names = [province.name for province in places.provinces()]
    likeness = {name: SequenceMatcher(None, fold(text), fold(name)).ratio() for name in names}
    best = max(likeness, key=lambda name: likeness[name])
    return best if likeness[best] > 0.75 else None


def _iso(day: str, month: str | None, year: str) -> str | None:
    year = re.sub(r"\s", "", year)
    if not 1945 <= int(year) <= date.today().year + 1:
        return None
    months = int(month.translate(str.maketrans("lio", "110"))) if month else 0
    if not 1 <= months <= 12:
        return year
    try:
        return date(int(year), months, int(day.translate(str.maketrans("lio", "110")))).isoformat()
    except ValueError:
        return f"{year}-{months:02d}"


def _find_kind(zone: Sequence[str], number_at: int | None) -> tuple[int | None, int, str | None]:
    """The title line of the kind ("KẾ HOẠCH", also over two lines): first line, the line after, the kind."""
    start = 0 if number_at is None else max(0, number_at - 3)
    for index in range(start, min(len(zone), start + 40)):
        if re.match(r"(?:can cu|dieu \d|kinh gui|[ivx]{1,4}\. )", fold(zone[index])):  # the body has begun
            break
        for count in (1, 2):
            pieces = list(zone[index : index + count])
            title = " ".join(pieces).strip(" :.-")
            if count == 2 and (not all(pieces) or len(pieces[0].split()) > 1):
                continue
            kind = kind_named(title)
            if kind:
                return index, index + count, kind
    return None, 0, None


def _kind_of(number: str | None, has_matter: bool) -> str | None:
    """The kind by the symbol behind the number; a symbol that names the issuer first is a letter's (Công văn)."""
    if number is None:
        return "Công văn" if has_matter else None
    symbol = re.sub(r"^\d*[a-z]?[/-](?:\d{4}/)?", "", number)
    return KIND_OF_SYMBOL.get(re.split(r"[-/]", symbol)[0], "Công văn")


def _mended_number(number: str | None, kind: str | None, issuer: str | None) -> str | None:
    """A number whose letters OCR bent by one, mended by the kind's symbol and the initials of the issuer."""
    match = re.fullmatch(r"(\d*[a-z]?/(?:\d{4}/)?)([^-/]+)-([^-/]+)", number or "")
    if not match or kind is None or kind == "Công văn":
        return number
    symbol, unit = match[2], match[3]
    due = next((letters for letters, name in KIND_OF_SYMBOL.items() if name == kind), symbol)
    if symbol not in KIND_OF_SYMBOL and _one_off(symbol, due):
        symbol = due
    own = _symbol_of_unit(issuer or "")
    if own and _one_off(unit, own):
        unit = own
    return f"{match[1]}{symbol}-{_with_bars(unit, issuer or '')}"


def _with_bars(unit: str, issuer: str) -> str:
    """The letters of a unit's symbol with the bars of Đ that a scan lost, where all are initials of the issuer's words:
    "BCDNN" of the "Ban Chỉ đạo Nhà nước ..." is BCĐNN."""
    initials_left = iter(word[0] for word in issuer.split())
    letters = []
    for letter in unit:
        initial = next((initial for initial in initials_left if fold(initial) == fold(letter)), None)
        if initial is None:
            return unit
        letters.append("Đ" if initial in "đĐ" else letter)
    return "".join(letters)


def _one_off(seen: str, meant: str) -> bool:
    """One letter more, less or other; three letters at least, so that short symbols stay what they are."""
    if seen == meant or len(meant) < 2 or abs(len(seen) - len(meant)) > 1 or (len(seen) == len(meant) < 3):
        return False
    same = sum(block.size for block in SequenceMatcher(None, seen, meant, autojunk=False).get_matching_blocks())
    return same >= max(len(seen), len(meant)) - 1


def _symbol_of_unit(issuer: str) -> str | None:
    """ "Sở Thông tin và Truyền thông tỉnh X" -> "STTTT"; None for units whose symbol is not made of initials."""
    if issuer.startswith("Ủy ban nhân dân"):
        return "UBND"
    for field in FIELDS:
        for form in ("Sở", "Bộ"):
            if re.match(rf"{form} {re.escape(field)}(?:$|\s(?:tỉnh|thành phố))", issuer):
                return form[0] + initials(field)
    return None


def _find_matter(zone: Sequence[str], number_at: int | None, kind_at: int | None) -> tuple[int, int, str] | None:
    """The "V/v ..." of a letter: first line, the line after, its words."""
    low, far = (number_at, 8) if number_at is not None else (0, 25)
    high = kind_at if kind_at is not None else low + far + 4
    for index in range(low, min(high, len(zone))):
        match = re.search(r"(?:^|\s)[vw]\w?\s?[/⁄]?\s?[vy]\b|^ve viec\b", fold(zone[index]))
        body = index > low + far or re.match(r"kinh gui", fold(zone[index]))
        if body:
            break
        if not match or (upper_share(zone[index - 1]) < 0.5 and zone[index - 1].endswith(("vướng mắc", "tờ trình"))):
            continue
        opening = re.sub(r"^\s*[VvWw]\w?\s?[/⁄]?\s?[VvYy]\b", "V/v", zone[index][match.start() :])
        words, end = [_without_form(opening)], index + 1
        while end < len(zone) and end < index + 9 and _continues_matter(zone[end]):
            words.append(_without_form(zone[end]))
            end += 1
        return index, end, clean(" ".join(words)).rstrip(" .;,")
    return None


def _without_form(text: str) -> str:
    """`text` without the place and date glued behind it."""
    match = re.search(rf"(?:^|\s+){CAPITAL}[^,]{{2,30}},\s*(?:ng[aà]y\b|ng[aà]y.{{0,6}} th[aá]ng).*$", text)
    return text[: match.start()] if match else text


_STAMP_LINE = re.compile(r".{0,12}\b(?:nguoi ky|ky boi|co quan|thoi gian ky|ngay ky|email)\s?:")


def _continues_matter(text: str) -> bool:
    folded = fold(text)
    if _STAMP_LINE.match(folded):
        return False
    if not text or _DATE.search(folded) or re.search(r"ngay .{0,6}$|^(?:thang|nam) |^\d{1,2} thang ", folded):
        return False
    return not re.match(r"kinh gui|can cu|ngay \d|thuc hien|[-–] ", folded) and not upper_share(text) > 0.9


# ---------------------------------------------------------------- subject


def _read_subject(zone: Sequence[str], start: int) -> tuple[int, str | None]:
    """The lines below the kind up to the body: the first line of the body and the subject."""
    index = start
    kept: list[str] = []
    while index < len(zone) and not zone[index]:
        index += 1
    first = index
    while index < len(zone) and index - first < 14:
        text = zone[index]
        if not text:
            later = next((line for line in zone[index + 1 : index + 3] if line), "")
            if not kept or not _continues_subject(kept[-1], later, blank=True):
                break
        elif not kept and _opens_body(text, first=True):
            return index, None
        elif kept and not _continues_subject(kept[-1], text, blank=not zone[index - 1]):
            break
        if re.fullmatch(r"[\W_]*", text):
            index += 1
            continue
        kept.append(text)
        index += 1
    subject = clean(" ".join(kept)).strip(" .;:") if kept else None
    return index, _sentence_case(subject) if subject else None


def _opens_body(text: str, first: bool = False) -> bool:
    folded = fold(text)
    if first and re.match(r"(?:ve viec|v/v|thuc hien |trien khai|de nghi|phoi hop)", folded):
        return False
    return bool(_BODY_OPENS.match(folded))


def _continues_subject(last: str, text: str, *, blank: bool) -> bool:
    """Does `text` go on with the subject that ended in `last`?"""
    if not text or re.match(r"\(", text):
        return False
    if upper_share(last) > 0.75:
        if upper_share(text) < 0.7 and not re.match(r"[\d(“\"]", text):
            return False
        if _AUTHORITY.match(fold(text)) and (blank or not _hangs(last)):
            return False
        return not (blank and _opens_body(text)) and not kind_named(text)
    if upper_share(text) > 0.8 and len(text.split()) > 1:
        return False
    if blank:
        return _hangs(last) and text[0].islower()
    if _opens_body(text) and not _hangs(last):
        return False
    return text[0].islower() or _hangs(last) or bool(re.match(r"[\d“\"]", text) and not re.match(r"\d{1,2}[.)]", text))


def _hangs(text: str) -> bool:
    """Does a line end on a word that wants another behind it?"""
    return bool(
        re.search(
            r"(?:[,\-–]|\b(?:cua|va|tinh|ve|tren|tai|cho|voi|cac|theo|trong|nam|so|thanh pho|huyen|xa|nhan|dia ban"
            r"|den|giai doan|cong tac))$",
            fold(text),
        )
    )


_KEPT_NAMES = (
    "Thủ tướng Chính phủ", "Phó Thủ tướng", "Chính phủ", "Quốc hội", "Ủy ban nhân dân", "Hội đồng nhân dân", "Việt Nam",
    "Đảng", "Bộ Chính trị", "Chỉ thị số", "Nghị quyết số", "Quyết định số", "Nghị định số", "Thông tư số",
    "Kế hoạch số", "Internet", "IoT", "Đại hội", "TTg", "Tỉnh ủy", "Thành ủy",
)  # fmt: skip
_FAMILY_NAMES = frozenset(
    [
        "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ",
        "ngô", "dương", "lý", "trịnh", "đinh", "lương", "đào", "mai", "tạ", "phùng", "đoàn", "cao",
    ]
)  # fmt: skip


def _sentence_case(text: str) -> str:
    """A subject set in capitals in the case of a sentence; names of places, persons, bodies and symbols keep theirs."""
    if upper_share(text) < 0.75:
        return text
    words = text.split()
    lowered = " ".join(
        word if _is_symbol(word) or _is_roman(word, before) else word.lower()
        for before, word in zip(["", *words], words, strict=False)
    )
    for name in (*_KEPT_NAMES, *places.find_provinces(text.title())):
        lowered = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", name, lowered, flags=re.IGNORECASE)
    for field in FIELDS:
        for form in ("Sở", "Bộ"):
            lowered = re.sub(
                rf"(?<!\w)(?<!cơ ){form} {re.escape(field)}(?!\w)", f"{form} {field}", lowered, flags=re.IGNORECASE
            )
    lowered = re.sub(
        r"((?:Chính phủ|đồng chí|ông|bà|chủ tịch|bộ trưởng|chủ nhiệm)\s+)(\w+)((?:\s\w+){1,3}?)(?=\s(?:tại|về|trong"
        r"|làm|dự|và|-|–)|$)",
        lambda match: match[1] + (match[2] + match[3]).title() if match[2] in _FAMILY_NAMES else match[0],
        lowered,
    )
    for at, character in enumerate(lowered):
        if character.isalpha():
            return lowered[:at] + character.upper() + lowered[at + 1 :]
    return lowered


def _is_roman(word: str, before: str) -> bool:
    """A numeral of more than one letter, or behind a word that counts ("lần thứ XIV", "quý I")."""
    bare = word.strip(".,;:()")
    counted = fold(before) in ("thu", "khoa", "quy", "hang", "loai", "cap", "nhom", "phan", "muc", "chuong")
    return bool(re.fullmatch(r"[IVX]+", bare)) and (counted or len(bare) > 2 or bare in ("II", "IV", "IX", "XI", "XV"))


def _is_symbol(word: str) -> bool:
    """A number, a document's symbol or an abbreviation: what no Vietnamese syllable is ("27/CT-TTG", "HĐND", "5G")."""
    bare = fold(word).strip(".,;:()“”\"'")
    if not bare or any(character.isdigit() for character in bare) or "/" in bare or "&" in bare:
        return True
    return len(bare) < 7 and bare.isalpha() and not _SYLLABLE.fullmatch(bare)


_SYLLABLE = re.compile(
    r"(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdghklmnpqrstvx])?(?:[aeiouy]{1,3})(?:ch|ng|nh|[cmnpt])?"
)

# ---------------------------------------------------------------- issuer


def _find_units(zone: Sequence[str], top: int, until: int) -> tuple[str, ...]:
    """The issuing units in the head, in capitals as they stand, the highest first."""
    words: list[tuple[str, int]] = []  # each word of the capitals above the kind, with its line
    for index, text in enumerate(zone[: max(top, min(until, len(zone)))]):
        if motto := _MOTTO_LINE.search(fold(text)):
            text = f"{text[: motto.start()]} {text[motto.end() :]}"
        if not _DATE.search(fold(text)) or upper_share(text) > 0.5:
            words += [(word, index) for word in text.split()]
    words = _without_phrase(_without_phrase(words, _COUNTRY), _MOTTO)
    by_line: dict[int, list[str]] = {}
    for word, index in words:
        by_line.setdefault(index, []).append(word)
    units: list[str] = []
    for index in sorted(by_line):
        text = _form_part(" ".join(by_line[index]))
        if not text:
            continue
        head = UNIT.match(fold(text))
        if units and fold(text) == fold(units[-1]):
            continue
        if head and not (units and _is_bare(units[-1], text)):
            units.append(text)
        elif units:
            units[-1] = f"{units[-1]} {text}"
    while len(units) > 1 and fold(units[0]) == fold(units[1]):  # the running head of the gazette says it once more
        del units[0]
    return tuple(units[:3])


def _form_part(text: str) -> str:
    """The capitals at the start of a line of the head; "" where it belongs to number, date or a stamp."""
    text = re.split(r"\b[Ss][ốo6óô]\s*:", text)[0]
    words = text.split()
    kept = next((at for at, word in enumerate(words) if upper_share(word) < 0.6 and re.search(r"\w", word)), len(words))
    part = " ".join(words[:kept]).upper().strip(" .-–_|")
    folded = fold(part)
    if not part or folded in _SECRECY or folded in _URGENCY or len(re.sub(r"\W", "", part)) < 2:
        return ""
    return part if not re.fullmatch(r"[\d\W]+", part) else ""


def _is_bare(unit: str, following: str) -> bool:
    """Is `unit` only the first word of a name that the next line completes ("VĂN PHÒNG" / "CHÍNH PHỦ")?"""
    folded, following = fold(unit), fold(following)
    if folded == "thu tuong" or folded in ("hoi", "ban", "bo", "so", "cuc", "van phong", "uy ban", "hoi dong"):
        return True
    return folded == "uy ban nhan dan" and following.startswith(("tinh", "thanh pho", "huyen", "xa", "phuong"))


def _without_phrase(words: list[tuple[str, int]], phrase: list[str]) -> list[tuple[str, int]]:
    """`words` without the best stretch that reads like `phrase`, wherever lines break in it."""
    plain = [fold(re.sub(r"\W", "", word)) for word, _ in words]
    real = [at for at, word in enumerate(plain) if word]
    best, best_at = 0, -1
    for at in range(len(real)):
        window = [plain[real[place]] for place in range(at, min(at + len(phrase), len(real)))]
        score = sum(alike(seen, meant) for seen, meant in zip(window, phrase, strict=False))
        if score > best:
            best, best_at = score, at
    if best < len(phrase) - 2:
        return words
    first = real[best_at]
    last = real[min(best_at + len(phrase), len(real)) - 1]
    return [word for at, word in enumerate(words) if not first <= at <= last]


def _province(units: Sequence[str], head: Head, texts: Sequence[str]) -> str | None:
    """The province by the units, else by the place, else the one named first in the text of a local body."""
    for unit in reversed(units):
        if found := _provinces_named(unit):
            return found[0]
    if units and _is_central(units):
        return None
    if found := places.find_provinces(head.place or ""):
        return found[0]
    local = units[-1] if units else _unit_of_symbol(head.number) or ""
    if re.match(r"(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd|so |phong|ban |van phong)", fold(local) + " "):
        named = _provinces_named("\n".join([*texts[head.end : head.end + 80], *texts[-15:]]))
        return named[0] if named else None
    return None


def _spelt_as_place(unit: str, place: str | None) -> str:
    """`unit` with the area in it spelt as before the date, where only marks differ: capitals lose theirs more often."""
    if not place or places.find_provinces(unit):
        return unit
    found = re.search(rf"\b{re.escape(fold(place))}\b", fold(unit))
    return unit[: found.start()] + place + unit[found.end() :] if found else unit


def _provinces_named(text: str) -> tuple[str, ...]:
    """The provinces in `text`: those we know, else what is called "tỉnh X" there."""
    called = re.findall(rf"(?<![^\W_])[Tt]ỉnh ((?:{CAPITAL}[^\W\d_]+ ?){{2,3}})", text)
    return places.find_provinces(text) or tuple(dict.fromkeys(name.strip() for name in called))


def _is_central(units: Sequence[str]) -> bool:
    """A body of the whole country: its place (Hà Nội) says nothing about a province."""
    return bool(
        re.match(
            r"(?:bo |chinh phu|thu tuong|quoc hoi|van phong (?:chinh phu|quoc hoi|chu tich)|kiem toan nha nuoc"
            r"|ban chi dao (?:nha nuoc|quoc gia|trung uong)|tong cuc|uy ban thuong vu|toa an nhan dan toi"
            r"|vien kiem sat nhan dan toi|ngan hang nha nuoc|bao hiem xa hoi viet nam|chu tich nuoc|cuc )",
            fold(units[0]) + " ",
        )
    )


def _issuer(units: Sequence[str], province: str | None, head: Head) -> str | None:
    """The lowest unit, with the area that only its superior names; by the number's symbol where the head names none."""
    if not units:
        unit = _unit_of_symbol(head.number)
        return f"{unit} {places.form_of(province)} {province}" if unit and province and unit[:2] != "Bộ" else unit
    issuer = re.sub(r"^UBND\b", "Ủy ban nhân dân", units[-1])
    issuer = re.sub(r"^HĐND\b", "Hội đồng nhân dân", issuer)
    if AREA.search(fold(issuer) + " ") or (_is_central(units[-1:]) and len(units) == 1):
        return issuer
    if len(units) > 1:
        area = AREA.search(fold(units[-2]) + " ")
        if area and re.match(r"(?:ubnd|uy ban nhan dan|hdnd|hoi dong)", fold(units[-2])):
            return f"{issuer} {units[-2][area.start() :]}"
        return issuer
    if province and fold(issuer).startswith(("so ", "uy ban nhan dan", "hoi dong nhan dan")):
        return f"{issuer} {places.form_of(province)} {province}"
    return issuer


def _unit_of_symbol(number: str | None) -> str | None:
    """ "/KH-STTTT" -> "Sở Thông tin và Truyền thông"; letters put the unit first ("12/SXD-QLN")."""
    for part in re.findall(r"[A-ZĐ]+", _symbol_letters(number or "")):
        for form, initial in (("Sở", "S"), ("Bộ", "B")):
            for field in FIELDS:
                if part == initial + initials(field):
                    return f"{form} {field}"
        if part in ("UBND", "HĐND"):
            return {"UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân"}[part]
    return None


def _symbol_letters(text: str) -> str:
    """Document symbols have no marks but Đ; what OCR added is dropped."""
    return "".join(
        character if character == "Đ" else (fold(character).upper() if character.isupper() else character)
        for character in text
    )


def _stamp(texts: Sequence[str], names: dict[str, str]) -> str | None:
    """A stamp of secrecy or urgency: its word alone on a line, in capitals."""
    for text in texts:
        bare = re.sub(r"^(?:độ mật|độ khẩn)\s*:\s*", "", clean(text), flags=re.IGNORECASE).strip(" .:-*")
        if bare and fold(bare) in names and (bare.isupper() or ":" in text):
            return names[fold(bare)]
    return None


# ---------------------------------------------------------------- one line


def identity(metadata: Metadata, file: str) -> str:
    """The document in one line: "Kế hoạch số 881/KH-SXD ngày 04/4/2024 của Sở Xây dựng tỉnh Bình Phước: Phát động ...".

    The file's name stands for a document that says nothing of itself.
    """
    parts = []
    if metadata.kind or metadata.number:
        parts.append(metadata.kind or "Văn bản")
    if metadata.number:
        parts.append(f"số {metadata.number}")
    if metadata.issued_on:
        parts.append(_date_said(metadata.issued_on))
    if metadata.issuer:
        parts.append(f"của {metadata.issuer}")
    line = " ".join(parts)
    if not line:
        line = file
    return f"{line}: {metadata.subject}" if metadata.subject else line


def _date_said(issued_on: str) -> str:
    """ "2024-04-04" -> "ngày 04/4/2024", "2024-07" -> "tháng 7/2024", as official texts write dates."""
    pieces = issued_on.split("-")
    if len(pieces) == 3:
        month = int(pieces[1])
        return f"ngày {pieces[2]}/{month if month > 2 else f'{month:02d}'}/{pieces[0]}"
    return f"tháng {int(pieces[1])}/{pieces[0]}" if len(pieces) == 2 else f"năm {pieces[0]}"
