"""Find and read the signature blocks of a document: position, name, recipients (Nghị định 30/2020/NĐ-CP, 7 and 9).

The two columns of a block come one behind the other or, read by OCR, glued on one line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from assistant.documents.form import KIND_OF_FOLDED, UNIT, clean, proper_name, upper_share
from assistant.language.names import folded_family_names
from assistant.language.vietnamese import CAPITAL, fold


def find_signature(texts: Sequence[str], start: int) -> tuple[int, int] | None:
    """First and last line + 1 of the signature block of the main document: recipients, position, name."""
    blocks = find_signatures(texts, start)
    return next((block for block in blocks if read_signature(texts, block)[0]), blocks[0] if blocks else None)


_POSITION = re.compile(
    r"(?:(?:kt|tm|tl|tuq|q)\s?[.,]\s?)|(?:pho |quyen )?(?:giam doc|chu tich|bo truong|thu truong|thu tuong"
    r"|chanh van phong"
    r"|thu tuong|cuc truong|chi cuc truong|vu truong|truong (?:phong|ban|thue|thanh pho)|tong giam doc|hieu truong"
    r"|chu nhiem|vien truong"
    r"|chanh thanh tra|tong kiem toan|thong doc|chanh an|bi thu|tong cuc truong|truong doan|doi truong|tong bi thu)\b"
    r"|(?:pho )?(?:chanh van phong|truong)\b"
)


def find_signatures(texts: Sequence[str], start: int) -> list[tuple[int, int]]:
    """Every signature block from line `start` on: its first line and the line after its last."""
    blocks: list[tuple[int, int]] = []
    index = start
    while index < len(texts):
        text = clean(texts[index])
        if opens_recipients(text):
            end = _block_end(texts, index)
            first = _block_start(texts, index, start)
            blocks.append((first, end))
            index = end
        elif is_position(text) and upper_share(text) > 0.7 and _signs(texts, index):
            end = _block_end(texts, index)
            blocks.append((index, end))
            index = end
        else:
            index += 1
    return blocks


def _signs(texts: Sequence[str], index: int) -> bool:
    """Is a line with a position in capitals the start of a signature: "TM.", "KT.", or a name on the next lines?"""
    text = clean(texts[index])
    ahead = [
        line for line in (clean(line) for line in texts[index + 1 : index + 9]) if line and not _is_stamp_line(line)
    ]
    if re.match(r"(?:kt|tm|tl|tuq|q)\s?\.", fold(text)):
        return True
    return len(text.split()) <= 5 and any(
        _is_person(line) and fold(_strip_rank(line).split()[0]) in folded_family_names() for line in ahead[:2]
    )


def opens_recipients(text: str) -> bool:
    """Is it the line "Nơi nhận:", a letter or two misread, alone or with the signature's column behind it?"""
    match = re.match(r"\W*(\w{2,5} ?\w{3,5})\s*(?:[:;.]|$)", fold(text))
    if not match or match[1].startswith("ng"):  # người nhận
        return False
    return match[1] in _NOI_NHAN or SequenceMatcher(None, match[1], "noi nhan", autojunk=False).ratio() >= 0.8


_NOI_NHAN = ("noi nhan", "noinhan")


def is_position(text: str) -> bool:
    """Does a line begin like the position of a signer: "KT. GIÁM ĐỐC", "Chủ tịch"?"""
    return bool(_POSITION.match(fold(text).lstrip("-*•. ")))


_POSITIONS = (
    "Giám đốc", "Chủ tịch", "Bộ trưởng", "Thứ trưởng", "Thủ tướng", "Chánh Văn phòng", "Cục trưởng", "Chi cục trưởng",
    "Vụ trưởng", "Trưởng phòng", "Trưởng ban", "Tổng giám đốc", "Hiệu trưởng", "Chủ nhiệm", "Viện trưởng",
    "Chánh Thanh tra", "Tổng Kiểm toán", "Thống đốc", "Chánh án", "Bí thư", "Tổng cục trưởng", "Trưởng đoàn",
    "Đội trưởng",
)  # fmt: skip
_CAPITAL_POSITIONS = {fold(position): position.upper() for position in _POSITIONS}
_PREFIX = re.compile(r"((?:(?:KT|TM|TL|TUQ|Q)\s?[.,]\s*)?(?:PH[ÓỐÔOÒ]\s+)?)(.+)")


def _mended_position(text: str) -> str:
    """A position in capitals without what a seal left before or behind it, spelt right: "Z6 THỨ TRƯỜNG gế" -> "THỨ
    TRƯỞNG"."""
    bare = re.sub(r"^(?:(?!KT|TM|TL|Q)[^\s.]{1,3}\s+|[\W_]+)(?=\S)", "", text) if not is_position(text) else text
    match = _PREFIX.match(re.sub(rf"(?<=\w)\s+[^\s{CAPITAL[1:-1]}]{{1,3}}$", "", bare))
    if not match or upper_share(bare) < 0.7:
        return text
    name = fold(match[2]).strip(" .,")
    known = _CAPITAL_POSITIONS.get(name) or next(
        (known for plain, known in _CAPITAL_POSITIONS.items() if SequenceMatcher(None, name, plain).ratio() >= 0.9),
        None,
    )
    prefix = re.sub(r"PH\w\s+$", "PHÓ ", match[1])
    return f"{prefix}{known}" if known else text


def _is_person(text: str) -> bool:
    """A name as it is signed: two to five capitalised words and nothing else, a title of rank or study before it."""
    bare = re.sub(
        r"^(?:(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy)|(?:PGS|GS|TS|ThS|BS|KS|CN|LS)\.?)[\s.]*", "", text.strip()
    )
    words = bare.split()
    if not 2 <= len(words) <= 5 or any(not re.fullmatch(rf"{CAPITAL}[^\W\d_]*", word) for word in words):
        return False
    if bare.isupper():
        return False
    first = fold(words[0])
    return first in folded_family_names() or (
        len(words) in (3, 4) and not UNIT.match(fold(bare)) and not is_position(bare)
    )


def _block_start(texts: Sequence[str], index: int, start: int) -> int:
    """A position and a name may stand above the recipients when columns were read one after the other."""
    first, blanks = index, 0
    for at in range(index - 1, max(start, index - 9), -1):
        text = clean(texts[at])
        if not text:
            blanks += 1
            continue
        if (is_position(text) and upper_share(text) > 0.7) or (_is_person(text) and first >= at):
            first = at
        elif re.search(r"[.;/:]$", text) or len(text.split()) > 6:
            break
    return first


def _block_end(texts: Sequence[str], index: int) -> int:
    """The line after the name; without a name, after the last line that still looks like recipients or a position."""
    last, named, misses = index, False, 0
    for at in range(index, min(len(texts), index + 60)):
        text = clean(texts[at])
        if not text:
            continue
        if at > index and _starts_something(text):
            break
        if _is_person(text):
            last, named = at, True
            misses = 0
        elif named and not (_is_recipient_line(text) or is_position(text) or _is_stamp_line(text)):
            break
        elif _is_recipient_line(text) or is_position(text) or _is_stamp_line(text) or upper_share(text) > 0.7:
            last, misses = at, 0
        else:
            misses += 1 if clean(texts[at - 1]) else 3
            if misses > 12:
                break
            last = at if len(text.split()) <= 20 else last
        if named and not _is_recipient_ahead(texts, at + 1):
            break
    return last + 1


def _starts_something(text: str) -> bool:
    """A new part of the document: an appendix, an attached plan, another form, a footnote."""
    folded = fold(text)
    return bool(
        re.match(r"\W*_*(?:phu ?luc|.{0,60}cong hoa xa hoi|\[\d|\(?(?:ban hanh )?kem theo|mau so|bieu )", folded)
        or (folded.strip(" ~-_.:*") in KIND_OF_FOLDED and upper_share(text) > 0.8)
    )


def _is_recipient_line(text: str) -> bool:
    return bool(re.match(r"[-–—•+*] ?\S", text)) or opens_recipients(text)


def _is_stamp_line(text: str) -> bool:
    return bool(
        re.match(r"(?:nguoi ky|email|co quan|thoi gian ky|ky boi|digitally|\(?da ky)\b", fold(text).lstrip("("))
    )


def _is_recipient_ahead(texts: Sequence[str], index: int) -> bool:
    ahead = [clean(text) for text in texts[index : index + 12]]
    ahead = [text for text in ahead if text][:3]
    return bool(ahead) and (opens_recipients(ahead[0]) or any(_is_recipient_line(text) for text in ahead))


def read_signature(texts: Sequence[str], block: tuple[int, int]) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Signer, position and recipients out of a block whose two columns may be glued."""
    recipients: list[str] = []
    positions: list[str] = []
    signer: str | None = None
    seen_recipients, family_name = False, ""
    for index in range(*block):
        text = re.sub(r"^[Kk][ÌìIiLl1]\s?\.\s*(?=\S)", "KT. ", clean(texts[index]))
        if not text or _is_stamp_line(text):
            continue
        text, glued = _cut_right_column(text)
        text, glued = _mended_position(text), _mended_position(glued)
        if glued:
            if _is_person(glued):
                signer = glued
            else:
                _add_position(positions, glued)
        if opens_recipients(text):
            seen_recipients = True
        elif _is_recipient_line(text) and seen_recipients:
            recipients.append(_recipient(text))
        elif _is_person(text) and not (recipients and recipients[-1].endswith(",")):
            signer = f"{family_name} {text}".strip()
        elif fold(text) in folded_family_names() and text.istitle():
            family_name = text  # the name is broken over two lines
            continue
        elif upper_share(text) > 0.7 and len(text) > 2 and re.search(r"[^\W\d]{3}", text):
            for part in re.split(r"\s+(?=(?:KT|TL|TUQ)\s?\.)", text):
                _add_position(positions, part)
        elif positions and _is_person(text[:1].upper() + text[1:]) and fold(text.split()[0]) in folded_family_names():
            signer = text[:1].upper() + text[1:]
        elif recipients and not positions and signer is None:
            recipients[-1] = f"{recipients[-1]} {text}".strip().rstrip(" .;,")
    position = ", ".join(_position_case(position) for position in _deputies(positions)) or None
    kept = tuple(recipient for recipient in recipients if recipient)
    return _strip_rank(signer) if signer else None, position, kept


def position_elsewhere(texts: Sequence[str], start: int, signer: str) -> str | None:
    """The position of `signer` by another signature of the same person, as below a form attached to the document."""
    for block in find_signatures(texts, start):
        other, position, _ = read_signature(texts, block)
        if position and other and fold(other) == fold(signer):
            return position
    return None


def _deputies(positions: Sequence[str]) -> list[str]:
    """Who signs "KT." (for) a head is a deputy: "PHÓ" that a seal hid is said again."""
    said = list(positions)
    for at in range(1, len(said)):
        if fold(said[at - 1]) == f"kt. {fold(said[at])}":
            said[at] = f"PHÓ {said[at]}"
    return said


def _strip_rank(name: str) -> str:
    return re.sub(
        r"^(?:(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy)|(?:PGS|GS|TS|ThS|BS|KS|CN|LS)\.?)[\s.]+", "", name
    ).strip()


def _cut_right_column(text: str) -> tuple[str, str]:
    """A recipient's line and what the signature column glued behind it: capitals of a position, or a name."""
    if not (opens_recipients(text) or _is_recipient_line(text)):
        return text, ""
    text = re.sub(r"[\s|©®~_'‘’“”°*<>=+-]+$", "", text)
    match = re.search(
        rf"(?<=[;:.,)\w])[\s.]+((?:(?:KT|TM|TL|TUQ|Q)\.\s*)?{CAPITAL}{{2,}}(?:[\s.,]+{CAPITAL}{{2,}})+[\s.,]*)$", text
    )
    if match and is_position(match[1]):
        return text[: match.start()].strip(), match[1].strip(" .,")
    match = re.search(rf"(?<=[;.])\s+((?:{CAPITAL}[^\W\d_]+\s?){{2,5}})$", text)
    if match and _is_person(match[1].strip()) and fold(match[1].split()[0]) in folded_family_names():
        return text[: match.start()].strip(), match[1].strip()
    return text, ""


def _add_position(positions: list[str], text: str) -> None:
    text = re.sub(r"[^\w.,\s]+.*$", "", text.strip(" .,;:")).strip(" .,;")
    if is_position(text) and not (positions and fold(positions[-1]).endswith((" uy ban nhan", "uy ban"))):
        positions.append(text)
    elif positions and len(text.split()) <= 6 and (_hanging_position(positions[-1]) or not is_position(text)):
        positions[-1] = f"{positions[-1]} {text}"


def _hanging_position(text: str) -> bool:
    return fold(text).endswith(("uy ban", "uy ban nhan", "pho", "bo"))


def _position_case(text: str) -> str:
    """ "KT. GIÁM ĐỐC" -> "KT. Giám đốc", "TM. ỦY BAN NHÂN DÂN" -> "TM. Ủy ban nhân dân"."""
    match = re.match(r"((?:KT|TM|TL|TUQ|Q)\s?\.)\s*(.*)", text)
    prefix, rest = (match[1].replace(" ", "") + " ", match[2]) if match else ("", text)
    if upper_share(rest) < 0.75:
        return prefix + rest
    if UNIT.match(fold(rest)) and not _POSITION.match(fold(rest)):
        return prefix + proper_name(rest)
    rest = rest.lower()
    rest = re.sub(r"^(phó )(\w)", lambda part: "Phó " + part[2].upper(), rest)
    rest = re.sub(r"(?:^|(?<=, ))\w", lambda part: part[0].upper(), rest)
    for name, written in (("chính phủ", "Chính phủ"), ("sở ", "Sở ")):
        rest = rest.replace(name, written)
    return prefix + rest


def _recipient(text: str) -> str:
    return text.lstrip("-–—•+* ").rstrip(" .;,")


def stamped_signer(texts: Sequence[str]) -> str | None:
    """The person of an electronic signature stamp, for documents that show nothing else."""
    for text in texts:
        match = re.match(r"\W*(?:Người ký|Ký bởi)\s*:\s*(.+)", clean(text))
        if match and _is_person(match[1].split(",")[0].strip()):
            return match[1].split(",")[0].strip()
    return None
