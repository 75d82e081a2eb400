"""Find the agencies that a text names, in full or abbreviated, and tell who took over those merged in 2025."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.language.lexicon import Reading, data_rows, glossary_rows, readings
from assistant.language.vietnamese import CAPITAL, fold, is_marked, same_marks

_AGENCY = re.compile(
    r"(?:Sở|Bộ|Ban|Phòng|Cục|Chi cục|Tổng cục|Ủy ban|Hội đồng|Văn phòng|Thanh tra|Kho bạc|Kiểm toán|Tòa án|"
    r"Viện kiểm sát|Bảo hiểm xã hội|Công an|Mặt trận|Hội|Liên đoàn|Liên minh|Đoàn|Tỉnh ủy|Huyện ủy|Thành ủy|Đảng ủy|"
    r"Trung tâm|Ngân hàng|Bộ đội|Quốc hội|Chính phủ|Thủ tướng|Bộ phận|Thuế|Thống kê|Đài|Trường|Trạm)(?!\w)"
)
_OTHER_SO = re.compile(r"(?<!\w)(?:co|ho|doi|tri|chi|ty|thong|con|dan|he|ky|da|chuyen)\s+$")
"""The syllable before an unmarked "so" that is no "sở": cơ sở, hồ sơ, chuyển đổi số, chỉ số."""
_NOT_AGENCIES = frozenset(
    ["Bộ luật", "Hội nghị", "Đoàn kiểm tra", "Đoàn thanh tra", "Chính phủ điện tử", "Ban Thường vụ Thường trực"]
)
_NOT_FIELDS = frozenset(
    ["Dịch vụ công quốc gia", "Chính phủ điện tử", "Chương trình mỗi xã một sản phẩm",
     "Toàn dân đoàn kết xây dựng đời sống văn hóa"]
)  # fmt: skip


@lru_cache(maxsize=1)
def _today() -> dict[str, str]:
    """The agencies of the table, each with the one that took over its work, empty where it still stands."""
    return {name: (rest[0] if rest else "") for name, *rest in data_rows("agencies.tsv")}


@lru_cache(maxsize=1)
def agency_names() -> tuple[str, ...]:
    """The agencies that the tables know, as written in full: ministries, departments, committees, unions."""
    known = [reading for several in readings().values() for reading in several]
    named = [*_today(), *filter(None, _today().values()), *(reading.expansion for reading in known)]
    named += [name for _, names in glossary_rows() for name in names]
    named += [f"Sở {reading.expansion}" for reading in known if _is_field(reading)]
    return tuple(dict.fromkeys(name for name in named if _AGENCY.match(name) and name not in _NOT_AGENCIES))


def _is_field(reading: Reading) -> bool:
    return (
        reading.category in ("field", "office")
        and reading.expansion[:1].isupper()
        and reading.expansion not in _NOT_FIELDS
    )


@lru_cache(maxsize=1)
def _agency_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    names: dict[str, str] = {}
    for name in agency_names():
        names.setdefault(fold(name), name)
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(r"(?<!\w)(" + "|".join(map(re.escape, longest_first)) + r")(?!\w)"), names


@lru_cache(maxsize=1 << 10)
def agencies_in(text: str) -> tuple[tuple[int, int, str], ...]:
    """Where agencies stand in `text`, and the name of each as written in full; those of the tables in any case, others
    ("Chi cục Thủy lợi số 2", "Ban Quản lý dự án đầu tư xây dựng") by their form."""
    pattern, names = _agency_pattern()
    found = []
    folded = fold(text)
    for match in pattern.finditer(folded):
        piece, name = text[match.start() : match.end()], names[match[1]]
        if _may_be(piece, name) and not (piece[:3] == "so " and _OTHER_SO.search(folded, 0, match.start())):
            found.append((match.start(), match.end(), name))
    return tuple(sorted(_longest([*found, *_by_form(text)])))


_NAME = rf"{CAPITAL}[^\W\d_]*"
_NO_PART = (
    r"(?:phải|nộp|gửi|báo cáo|là|có|được|bị|chủ trì|phối hợp|trước|sau|khi|thì|cần|làm|chịu|hoàn|tổ chức|thực|của|tại|"
    r"theo|trong|về|cho|đến|tới|từ|nào|gì|mấy|bao|ở|do|ra|ký|hạn|thời|ban|đã|sẽ|không|chưa|hay|với|lập|kiểm|đề|"
    r"giao(?! thông)|thuộc|cung|tham|như|để)"
)
"""What follows the name of an agency and is no part of it."""
_PART = rf"(?:(?: -|,|,? và)? {_NAME}| (?!{_NO_PART}(?!\w))[^\W\d_A-ZĐ]+)"
_FORM = re.compile(
    rf"(?<!\w)(?:(?:Chi cục|Cục|Trung tâm|Chi nhánh|Bệnh viện|Hạt|Công ty|Tổng công ty) {_NAME}"
    rf"|Ban Quản lý (?:{_NAME}|(?:các |dự án|rừng|khu )[^\W\d_A-ZĐ]*)){_PART}{{0,12}}"
)
"""Agencies of which there are too many for a table: their kind with a name in capitals behind it."""


def _by_form(text: str) -> list[tuple[int, int, str]]:
    return [(match.start(), match.end(), match[0]) for match in _FORM.finditer(text)]


def _longest(found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Those of `found` that lie within no longer one; of two at one place the first."""
    kept: list[tuple[int, int, str]] = []
    for start, end, name in sorted(found, key=lambda each: each[0] - each[1]):
        if not any(low < end and start < high for low, high, _ in kept):
            kept.append((start, end, name))
    return kept


def _may_be(written: str, name: str) -> bool:
    """Is `written` the agency `name`: each syllable with its marks or without any, one of several with wrong ones?"""
    wrong = [is_marked(a) and not same_marks(a, b) for a, b in zip(written.split(), name.split(), strict=False)]
    return not any(wrong) or (sum(wrong) == 1 and len(wrong) > 2 and not wrong[0])


def agency_spans(text: str) -> list[tuple[int, int]]:
    """Where agencies stand in `text`."""
    return [(start, end) for start, end, _ in agencies_in(text)]


def merged_into(name: str) -> str | None:
    """The agency that took over the work of `name` when agencies were merged in 2025 (Nghị quyết 176/2025/QH15,
    Nghị định 45/2025/NĐ-CP), as most provinces did; None where `name` was not merged.

    >>> merged_into("Sở Tài nguyên và Môi trường")
    'Sở Nông nghiệp và Môi trường'
    """
    return _today().get(name) or None


def merged_from(name: str) -> tuple[str, ...]:
    """The agencies that were merged into `name` in 2025."""
    return tuple(old for old, today in _today().items() if today == name)
