"""Words of the official form (Nghị định 30/2020/NĐ-CP): kinds of document, names of agencies and areas as written.

Words are compared without marks and with a letter or two allowed to be wrong, since repaired text keeps small errors.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from assistant.language import places
from assistant.language.vietnamese import fold

_KINDS = (
    "Nghị quyết", "Quyết định", "Chỉ thị", "Quy chế", "Quy định", "Thông cáo", "Thông báo", "Hướng dẫn", "Chương trình",
    "Kế hoạch", "Phương án", "Đề án", "Dự án", "Báo cáo", "Biên bản", "Tờ trình", "Hợp đồng", "Công điện", "Bản ghi"
    " nhớ",
    "Bản thỏa thuận", "Giấy ủy quyền", "Giấy mời", "Giấy giới thiệu", "Giấy nghỉ phép", "Phiếu gửi", "Phiếu chuyển",
    "Phiếu báo", "Thư công", "Luật", "Pháp lệnh", "Nghị định", "Thông tư", "Thông tư liên tịch", "Kết luận", "Quy"
    " trình",
    "Công văn", "Lệnh", "Đề cương", "Chiến lược", "Quy hoạch", "Nội quy",
)  # fmt: skip


KIND_OF_FOLDED = {fold(kind): kind for kind in _KINDS}


# The symbol behind the number says the kind too. Case matters (TT, TTr); scans lose the bar of Đ.
KIND_OF_SYMBOL = {
    "NQ": "Nghị quyết", "QĐ": "Quyết định", "CT": "Chỉ thị", "QC": "Quy chế", "QyĐ": "Quy định", "TC": "Thông cáo",
    "TB": "Thông báo", "HD": "Hướng dẫn", "CTr": "Chương trình", "KH": "Kế hoạch", "PA": "Phương án", "ĐA": "Đề án",
    "DA": "Dự án", "BC": "Báo cáo", "BB": "Biên bản", "TTr": "Tờ trình", "HĐ": "Hợp đồng", "CĐ": "Công điện",
    "BGN": "Bản ghi nhớ", "BTT": "Bản thỏa thuận", "GUQ": "Giấy ủy quyền", "GM": "Giấy mời", "GGT": "Giấy giới thiệu",
    "GNP": "Giấy nghỉ phép", "PG": "Phiếu gửi", "PC": "Phiếu chuyển", "PB": "Phiếu báo", "NĐ": "Nghị định",
    "TT": "Thông tư", "TTLT": "Thông tư liên tịch", "KL": "Kết luận", "CV": "Công văn",
}  # fmt: skip


UNIT = re.compile(
    r"(?:uy ban nhan dan|uy ban|ubnd|hoi dong|hdnd|so|bo|ban|cuc|chi cuc|tong cuc|vu|van phong|thanh tra|trung tam"
    r"|cong an|thu tuong|chinh phu|quoc hoi|chu tich nuoc|phong|truong|hoi|lien doan|vien|kho bac|bao hiem|kiem toan"
    r"|toa an|tinh uy|thanh uy|huyen uy|dang uy|dang bo|doan|mat tran|ngan hang|cong ty|tong cong ty|tap doan|benh vien"
    r"|hat kiem lam|thue(?= tinh| thanh| co so)|hai quan|bo chi huy|bo tu lenh|dai hoc|hoc vien|lien minh|quy|to)\b"
)


@lru_cache(maxsize=8192)
def alike(seen: str, meant: str) -> bool:
    """Is one folded word the other with at most a small part misread?"""
    return seen == meant or SequenceMatcher(None, seen, meant, autojunk=False).ratio() >= 0.6


def upper_share(text: str) -> float:
    letters = [character for character in text if character.isalpha()]
    return sum(character.isupper() for character in letters) / len(letters) if letters else 0.0


def clean(text: str) -> str:
    """One line of words: no markdown, no table bars, single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"[*#_|`]+", " ", text)).strip()


def kind_named(title: str) -> str | None:
    """The kind whose name `title` is, a letter or two misread; titles stand in capitals or alone on the line."""
    words = fold(re.sub(r"[^\w\s]", " ", title)).split()
    if not 1 <= len(words) <= 4 or not title[:1].isupper():
        return None
    exact = KIND_OF_FOLDED.get(" ".join(words))
    if exact:
        return exact if upper_share(title) > 0.8 or len(words) > 1 else None
    for folded, kind in KIND_OF_FOLDED.items():
        meant = folded.split()
        if upper_share(title) > 0.8 and len(words) == len(meant) and len(meant) > 1:
            ratio = SequenceMatcher(None, " ".join(words), folded, autojunk=False).ratio()
            if ratio > 0.82 and all(alike(seen, wanted) for seen, wanted in zip(words, meant, strict=True)):
                return kind
    return None


def initials(field: str) -> str:
    return "".join(word[0] for word in re.findall(r"[^\W\d]+", field) if word != "và").upper()


# The fields of ministries and provincial departments, as their names are written.
FIELDS = (
    "Xây dựng", "Nội vụ", "Tài chính", "Tư pháp", "Kế hoạch và Đầu tư", "Tài nguyên và Môi trường",
    "Nông nghiệp và Môi trường", "Nông nghiệp và Phát triển nông thôn", "Công Thương", "Giao thông vận tải",
    "Giáo dục và Đào tạo", "Y tế", "Văn hóa, Thể thao và Du lịch", "Văn hóa và Thể thao", "Du lịch",
    "Thông tin và Truyền thông", "Khoa học và Công nghệ", "Lao động - Thương binh và Xã hội", "Ngoại vụ", "Ngoại giao",
    "Dân tộc và Tôn giáo", "Quốc phòng", "Công an", "Quy hoạch - Kiến trúc", "An toàn thực phẩm",
)  # fmt: skip


_UNIT_NAMES = (
    ("ubnd", "UBND"), ("uy ban nhan dan", "Ủy ban nhân dân"), ("hdnd", "HĐND"),
    ("hoi dong nhan dan", "Hội đồng nhân dân"),
    ("thu tuong chinh phu", "Thủ tướng Chính phủ"), ("van phong chinh phu", "Văn phòng Chính phủ"),
    ("chinh phu", "Chính phủ"), ("quoc hoi", "Quốc hội"), ("van phong", "Văn phòng"), ("tong cuc", "Tổng cục"),
    ("chi cuc", "Chi cục"), ("trung tam", "Trung tâm"), ("thanh tra", "Thanh tra"), ("ban quan ly", "Ban Quản lý"),
    ("ban chi dao", "Ban Chỉ đạo"), ("kiem toan nha nuoc", "Kiểm toán nhà nước"), ("cong an", "Công an"),
    ("vien kiem sat nhan dan", "Viện kiểm sát nhân dân"), ("toa an nhan dan", "Tòa án nhân dân"),
)  # fmt: skip


AREA = re.compile(r"\b(tinh|thanh pho|tp|huyen|quan|thi xa|thi tran|xa(?! hoi)|phuong|dac khu)\.?\s")


def proper_name(unit: str) -> str:
    """A unit's name set in capitals as it is written in a sentence: "Sở Nông nghiệp và Môi trường tỉnh X"."""
    unit = clean(unit).strip(" .,;-")
    unit = re.sub(r"^S[ỐỒÔOÓỔ](?= )", "SỞ", unit)  # what OCR makes of SỞ
    if upper_share(unit) < 0.75:
        return unit
    folded, area = fold(unit), ""
    split = next((match for match in AREA.finditer(folded) if match.start() or match.end() != len(folded)), None)
    if split and not folded.startswith(("thanh tra",)):
        area, unit, folded = unit[split.start() :], unit[: split.start()].strip(), folded[: split.start()].strip()
    name = unit.lower()
    for plain, written in _UNIT_NAMES:
        if folded == plain or folded.startswith(plain + " "):
            name = (written + name[len(plain) :]) if len(fold(written)) == len(plain) else name
            rest = name[len(written) :].strip()
            if rest and not plain.startswith(("uy ban", "ubnd", "hoi dong", "hdnd")):
                name = f"{written} {rest[:1].upper()}{rest[1:]}"
            break
    else:
        name = _capitalise_field(name)
    return f"{name} {_area_name(area)}".strip() if area else name.strip()


def _capitalise_field(name: str) -> str:
    """ "sở nông nghiệp và môi trường" -> "Sở Nông nghiệp và Môi trường"; ministries and departments only, others"
    " start so."""
    words = name.split()
    if not words:
        return name
    words[0] = words[0].capitalize()
    if len(words) > 1:
        words[1] = words[1][:1].upper() + words[1][1:]
    joined = " ".join(words)
    if fold(words[0]) in ("so", "bo"):
        for field in FIELDS:
            if SequenceMatcher(None, fold(" ".join(words[1:])), fold(field), autojunk=False).ratio() > 0.88:
                return f"{words[0]} {field}"
        joined = re.sub(r"(,\s+|\s[-–]\s|\svà\s)(\w)", lambda match: match[1] + match[2].upper(), joined)
    return joined


_AREA_FORMS = {
    "tinh": "tỉnh", "thanh pho": "thành phố", "tp": "thành phố", "huyen": "huyện", "quan": "quận", "thi xa": "thị xã",
    "thi tran": "thị trấn", "xa": "xã", "phuong": "phường", "dac khu": "đặc khu",
}  # fmt: skip


def _area_name(area: str) -> str:
    """ "TỈNH BÌNH PHƯỚC" -> "tỉnh Bình Phước"."""
    found = places.find_provinces(area.title())
    head = AREA.match(fold(area) + " ")
    form = _AREA_FORMS[head[1]] if head else ""
    if found and not re.match(r"(?:huyen|quan|thi|xa|phuong|dac)", fold(form)):
        return f"{form} {found[0]}"
    rest = area[head.end() :] if head else area
    return f"{form} {' '.join(word.capitalize() if not word.isdigit() else word for word in rest.split())}".strip()
