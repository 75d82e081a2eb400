"""Read tables of tasks: what is to be done, who leads, who helps, by when.

Tables come as cells joined by " | " (Word, HTML, markdown), as one cell after the other on lines of their own, or as
OCR left them: some rows cell by cell between blank lines, some with all columns glued on each line, the row's number
lost or in the middle. Only general cues are used: numbers in sequence, how names of agencies begin, words of time.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from assistant.documents.form import FIELDS
from assistant.documents.glued import Known, Parts, part_row
from assistant.documents.tables import TableRow, columns_of_before, read_table_rows
from assistant.documents.task_tables import (
    COLUMNS,
    Zone,
    column_of,
    columns_in,
    find_zones,
    is_header_line,
    tidy,
    whole_lines,
)
from assistant.language.vietnamese import fold
from assistant.schema import Document, Task


def read_tasks(document: Document) -> tuple[Task, ...]:
    """The rows of the tables of tasks in `document`, in the order they stand; () where it has none."""
    joined = _tasks_of_cells(document)
    loose = [task for zone in find_zones(document) for task in _tasks_of_zone(document, zone)]
    covered = [(task.start, task.end) for task in joined]
    loose = [task for task in loose if not any(task.start < end and task.end > start for start, end in covered)]
    return tuple(sorted((*joined, *loose), key=lambda task: (task.start, task.number or 0)))


# ---------------------------------------------------------------- columns and cells


_AGENCY = (
    r"(?:cac\s+)?(?:so|ubnd|uy ban|hdnd|van phong|trung tam|ban|cong an|dai|bao|cuc|chi cuc|truong|buu dien|hoi"
    r"|mat tran|ubmttq"
    r"|lien doan|lien minh|bao hiem|kho bac|thanh tra|phong|bo|vien|to chuc|doan|tinh uy|thanh uy|huyen uy|dang uy"
    r"|toa an|ngan hang"
    r"|quy|hat|chi nhanh|cong ty|doanh nghiep|nha truong|benh vien|vnpt|viettel|co quan|don vi|dia phuong|nganh|xa"
    r"|phuong|huyen"
    r"|thanh vien|thu truong|lanh dao|giam doc|chu tich|truong phong|chanh van phong|bqlda|ban quan ly|tap doan|vu"
    r"|tong cuc)"
)
_AGENCY_HEAD = re.compile(rf"(?:{_AGENCY}|\w{{2,4}} phat thanh)\b")
# What only starts a piece of content, though an agency's word opens it.
_NOT_AGENCY = re.compile(
    r"(?:bao (?:cao|dam|ve|ton|tri|gom)|ban hanh|so hoa|so ket|so luong|doan vien|truong hop|bo (?:sung|tri|may|tieu"
    r"|chi so|thu tuc)|hoi nghi|hoi thi|hoi dam"
    r"|phong (?:trao|chong|ngua)|quy (?:hoach|dinh|trinh|che)|to chuc (?!chinh tri)|cong ty tnhh|xa hoi|vien chuc"
    r"|dai hoi|dai dien|quy [ivx\d]|phuong (?:an|phap|thuc|huong)|doanh nghiep (?:so|cong nghe)|huyen hoa"
    r"|cuc bo|nganh nghe|co quan nao|don vi tinh)\b"
)
_DEADLINE = re.compile(
    r"(?:(?:hoan thanh\s+)?(?:truoc|trong|tu|den|den het|cham nhat|het|cuoi|dau|giua)\s+)*"
    r"(?:thuong xuyen|hang\s*(?:nam|quy|thang|tuan|ngay)|hang quy|dinh ky|dot xuat|khi co|theo (?:ke hoach|quy dinh"
    r"|yeu cau|lich|tien do|thoi gian)|ca nam"
    r"|sau khi|quy?i?\s*(?:[ivl1-4]+)\b|quy|qui\s*[ivl1-4]+|thang\s*\d|ngay\s*\d|nam\s*(?:20)?\d|trong nam|trong quy"
    r"|trong thang|giai doan|6 thang|0?6 thang"
    r"|\d{1,2}/\d{1,2}/\d{4}|\d{1,2}/20\d\d|20\d\d|lien tuc|ngay sau)"
)


def _is_deadline(text: str) -> bool:
    """Is the cell a time: begun by a word of time, and nearly all its words are words of time?"""
    folded = fold(text).strip(" .;,")
    words = re.findall(r"[^\W_]+", folded)
    if (
        not words
        or len(words) > 24
        or not _DEADLINE.match(folded)
        or re.match(r"quy (?:dinh|trinh|che|hoach)|ngay cang", folded)
    ):
        return False
    said = re.split(r"[(]", folded)[0] if re.match(r".{6,30}\(", folded) else folded
    words = re.findall(r"[^\W_]+", said)
    return len([word for word in words if _is_time_word(word)]) >= 0.75 * len(words)


def _is_time_word(word: str) -> bool:
    """A folded word of time, a number, or a roman numeral that OCR may have bent ("1v")."""
    return word in _TIME_WORD or word.isdigit() or bool(re.fullmatch("[ivl1]{1,3}", word))


def _time_name(text: str) -> str | None:
    """A time as it is written: "Quỹ 1V/2024" is what OCR makes of "Quý IV/2024"."""
    return _as_written(tidy(text)) or None


def _is_agency(text: str) -> bool:
    """Is the cell a list of agencies: begun by the word of one, with no verb of a task?"""
    folded = fold(text).strip(" .;,-")
    if len(folded.split()) <= 70 and re.match(r"S[^\s]{0,2} ", text) and _bent_field(text, whole=False):
        return True
    if not _AGENCY_HEAD.match(folded) or _NOT_AGENCY.match(folded) or len(folded.split()) > 70:
        return False
    return (
        not re.search(r"\b(?:nham|de nghi|thuc hien|trien khai|xay dung ke hoach|bao dam|hoan thanh)\b", folded)
        or len(folded.split()) < 12
    )


def split_agencies(text: str) -> tuple[str, ...]:
    """The agencies of a cell, each with a capital: at semicolons, and at commas or "và" before another agency's word.

    >>> split_agencies("Sở Tư pháp và các sở, ban, ngành tỉnh; UBND cấp huyện")
    ('Sở Tư pháp', 'Các sở, ban, ngành tỉnh', 'UBND cấp huyện')
    """
    items: list[str] = []
    for part in re.split(r"\s*;\s*|\s*\n\s*", tidy(text)):
        items += _split_at_heads(part)
    named = (_mended(piece.strip(" .,-–+;'’")) for piece in items)
    return tuple(item[:1].upper() + item[1:] for item in named if len(item) > 1)


def _mended(agency: str) -> str:
    """An agency as it is written, where OCR bent a letter or cut its end ("Sự Nội vụ", "Sở N61 vụ", "UBND cấp xử")."""
    agency = re.sub(r"(?<=sở)[.,'’\s]+(?=ban\b)", ", ", agency)
    agency = re.sub(r"\s*[.,]['’,\s]+(?=\w)", ", ", agency)
    agency = re.sub(r"(?<=\w),(?=[^\W\d])", ", ", agency)
    agency = re.sub(r"^(UBND cấp) x\w$", r"\1 xã", agency)
    agency = re.sub(r"(?<=\w )t[iìíỉĩị]nh$", "tỉnh", agency)  # the level of an agency, whatever its mark was read as
    field_name = _bent_field(agency)
    return f"Sở {field_name}" if field_name else agency


def _bent_field(agency: str, *, whole: bool = True) -> str | None:
    """The field of a provincial department whose name, bent by OCR, is (or with `whole` off: opens) `agency`."""
    match = re.match(r"(S[^\s]{0,2})\s+(.+)", agency)
    if not match or (match[1].isupper() and len(match[1]) > 1):
        return None
    name = fold(match[2])
    unfinished = [
        known for known in FIELDS if re.search(r"(?:,|\sva|\s-)$", name) and fold(known).startswith(name + " ")
    ]
    if len(unfinished) == 1:
        return unfinished[0]
    likeness = 0.62 if match[1] == "Sở" else 0.7
    ratios = [
        (SequenceMatcher(None, name if whole else name[: len(known)], fold(known), autojunk=False).ratio(), known)
        for known in FIELDS
        if not whole or abs(len(name) - len(known)) <= 1
    ]
    best, known = max(ratios, default=(0.0, ""))
    return known if best >= likeness else None


_NEXT_HEAD = re.compile(
    r"(?:,\s*|\s+va\s+|\s+-\s+)(?=(?:cac\s+)?(?:so|ubnd|uy ban|hdnd|van phong|trung tam|cong an|dai|bao|cuc|chi cuc"
    r"|truong|buu dien|hoi|mat tran|ubmttq"
    r"|lien doan|bao hiem xa hoi|kho bac|thanh tra|phong|bo|co quan|don vi|dia phuong|doanh nghiep|ban|benh vien"
    r"|tinh doan|thanh doan"
    r"|tinh uy|thanh uy|ngan hang|vien|toa an|huyen uy|dang uy|doan|vnpt|viettel|so nganh)\b)"
)


def _split_at_heads(part: str) -> list[str]:
    """Cut a list of agencies where a comma or "và" stands before another one's name: a capital, or "các ..."."""
    folded = fold(part)
    if re.search(r"\bcac (?:so|bo|phong|hoi)\s*:", folded):
        return [part]
    pieces, at = [], 0
    for match in _NEXT_HEAD.finditer(folded):
        if part[match.end()].isupper() or folded.startswith("cac ", match.end()):
            pieces.append(part[at : match.start()])
            at = match.end()
    pieces.append(part[at:])
    return [item for piece in pieces for item in _GLUED_HEAD.split(piece)]


# "Sở Khoa học và Công nghệ Sở Công Thương": the comma between two names is missing.
_GLUED_HEAD = re.compile(
    r"(?<!phòng)(?<!đốc)(?<!tịch)(?<!Các)(?<!các)(?<!của)(?<!thuộc)(?<!đạo)(?<!trưởng)(?<!và)(?<!với)(?<!cấp)"
    r"(?<=[a-zà-ỹđ])\s+(?=(?:Sở|UBND|Văn phòng|Công an|Ban Quản lý)\s)"
)


# ---------------------------------------------------------------- cells joined by bars


def _tasks_of_cells(document: Document) -> list[Task]:
    """Tasks of tables whose reader kept the cells."""
    tasks: list[Task] = []
    section: str | None = None
    group: tuple[int, str | None] = (0, None)
    for row in read_table_rows(document):
        before = columns_of_before(row.headers)
        columns = [None if place in before else column_of(header) for place, header in enumerate(row.headers)]
        if "content" not in columns or not {"lead", "deadline"} & set(columns):
            continue
        if (row.table, row.group) != group:
            section, group = _section_name(row.group) if row.group else None, (row.table, row.group)
        cells = _cells_by_column(columns, row.cells)
        number = re.fullmatch(r"\W*(\d{1,3})\W*", cells["number"])
        if any(cells[name] for name in ("lead", "coordinators", "deadline")) and _all_different(row.cells):
            tasks.append(_task_of(row, cells, int(number[1]) if number else None, section))
        elif number:
            tasks.append(_task_of(row, cells, int(number[1]), section))
        elif tasks and cells["content"][:1].islower():  # the row goes on behind a page end
            tasks[-1] = replace(tasks[-1], content=f"{tasks[-1].content} {cells['content']}", end=row.end)
        else:
            section = _section_name(" ".join(dict.fromkeys(cell for cell in row.cells if cell)))
    return tasks


def _cells_by_column(columns: Sequence[str | None], row: Sequence[str]) -> dict[str, str]:
    """The cells of a row under the parts of a task; parts without a column are ""."""
    cells = {name: "" for name, _ in COLUMNS}
    for name, cell in zip(columns, row, strict=False):
        if name and cell and not _AS_BEFORE.fullmatch(fold(cell)):
            cells[name] = f"{cells[name]} {cell}".strip()
    return cells


_AS_BEFORE = re.compile(r"\W*(?:khong (?:doi|thay doi|dieu chinh)|giu nguyen|nhu cu)\W*")


def _all_different(cells: Sequence[str]) -> bool:
    """A cell merged over the row comes back once for each column."""
    said = [cell for cell in cells if cell]
    return len(set(said)) > 1


def _task_of(row: TableRow, cells: dict[str, str], number: int | None, section: str | None) -> Task:
    content = f"{cells['content']} (Kết quả: {cells['result']})" if cells["result"] else cells["content"]
    return Task(
        number, section, content, split_agencies(cells["lead"]), split_agencies(cells["coordinators"]),
        cells["deadline"] or None, row.start, row.end,
    )  # fmt: skip


def _section_name(text: str) -> str:
    """ "I Cải cách thể chế" -> "I. Cải cách thể chế"."""
    text = re.sub(r"^[IVX1li]{1,5}(?=[\s.|)])", lambda numeral: re.sub("[1li]", "I", numeral[0]), tidy(text))
    return re.sub(r"^([IVX]{1,5}|[A-Z])\s*[.|)]?\s+", r"\1. ", text).strip()


# ---------------------------------------------------------------- loose tables: their rows


@dataclass
class Row:
    """A row as it is put together from cells in whatever order they come."""

    first: int
    last: int
    number: int | None = None
    section: str | None = None
    content: list[str] = field(default_factory=list)
    lead: list[str] = field(default_factory=list)
    coordinators: list[str] = field(default_factory=list)
    deadline: list[str] = field(default_factory=list)
    glued: bool = False  # its columns were glued: all its words came as content
    closed: bool = False  # nothing more is added: its columns were glued, or the next number has come


@dataclass(frozen=True)
class Cell:
    """A cell of a loose table: its kind by its words, and its lines."""

    kind: str  # "number", "section", "content", "agency", "deadline"; "row" where columns cannot be told apart
    text: str
    first: int
    last: int
    glued: bool = False  # behind other columns on its line
    number: int | None = None  # of a "row"
    time: str = ""  # of a "row"


def _as_written(text: str) -> str:
    """A line with the words that open cells as they are written: OCR makes "Số KH&CN" of "Sở", "Quá 1V" of "Quý IV"."""
    text = re.sub(r"^(\W*)S[ỐốỘộÔô06]\s(?=[A-ZĐ]{2,}(?:&[A-ZĐ]+)*(?:$|[\s,;:]))", r"\1Sở ", text)
    text = re.sub(r"\bQu[iìyỳỹáàả]\s?(?=(?:1V|[IVl1]{1,3})\b)", "Quý ", text)
    return re.sub(r"\s+[:;,.*'’|]+$", "", re.sub(r"(?<=\bQuý )1V\b", "IV", text))  # what stands apart is a speck


def _tasks_of_zone(document: Document, zone: Zone) -> list[Task]:
    """Rows that are counted without gaps are cut at their numbers; the others are put together cell by cell."""
    texts = list(map(_as_written, whole_lines(document)))
    rows = _counted_rows(document, texts, zone)
    if not rows:
        rows = _numbered([row for row in _assemble(list(_cells(texts, zone)), zone.columns) if row.content])
        _part_glued(rows, texts)
    tasks = []
    for row in rows:
        start = document.line_starts[row.first]
        end = document.line_starts[row.last] + len(document.lines[row.last].text)
        tasks.append(
            Task(
                row.number, _section_name(row.section) if row.section else None, tidy(" ".join(row.content)),
                split_agencies(" ".join(row.lead)),
                split_agencies(" ".join(row.coordinators)), _time_name(" ".join(row.deadline)), start, end,
            )
        )  # fmt: skip
    return tasks


# ---------------------------------------------------------------- rows that are counted


def _counted_rows(document: Document, texts: Sequence[str], zone: Zone) -> list[Row]:
    """The rows cut at numbers at line starts, when these run 1, 2, 3 ... nearly without gaps; [] otherwise."""
    rows: list[Row] = []
    lines: list[list[str]] = []
    places: list[list[int]] = []  # where each of a row's lines stands
    pages: list[int] = []  # how many of a row's lines stand above the header that a new page repeats; 0: no page ends
    early: list[tuple[int, str]] = []  # before the first number that can be read
    section, titled, missed, after_header = None, -1, 0, False
    waiting: Row | None = None  # a section's numeral stood alone: its title comes
    for index in range(zone.first, zone.end):
        text = tidy(texts[index].replace("\f", ""))
        if not text or _is_page_number(document, index, text):
            continue
        if is_header_line(text) and (columns_in(text) or after_header):
            after_header = True
            if rows:
                pages[-1] = pages[-1] or len(lines[-1])
            continue
        after_header = False
        due = (rows[-1].number or 0) + 1 if rows else 1
        number, rest = _leading_number(text)
        if number == 1 and rows and not rest and section != rows[-1].section:  # each section counts its own rows
            due = 1
        if number is not None and due <= number <= due + 1 and not _hangs_on(lines, text):
            if number == 2 and not rows and early:  # the number 1 was lost
                rows.append(Row(early[0][0], early[-1][0], 1, section))
                lines.append([words for _, words in early])
                places.append([place for place, _ in early])
                pages.append(0)
                due = 2
            missed += number - due
            rows.append(Row(index, index, number, section))
            lines.append([rest] if rest else [])
            places.append([index] if rest else [])
            pages.append(0)
            waiting = None
        elif title := _section_line(text) or _next_section(section, text):
            section, waiting = title, Row(index, index) if len(title.rstrip(".")) <= 5 else None
            titled = index
        elif waiting and waiting.last >= index - 3 and section:
            section, waiting = f"{section.rstrip('.')}. {text}", None
        elif section and rows and not lines[-1] and text.isupper():
            section = f"{section} {text}"
        elif _is_title(text):
            section, titled = f"{section} {text}" if titled == index - 1 else text, index
            if rows and lines[-1] and re.fullmatch(r"\W*\w{1,3}[\W]*", lines[-1][-1]):  # its numeral, misread
                lines[-1].pop()
                places[-1].pop()
        elif not rows and not early and section and text[:1].islower():  # the first title goes on
            section = f"{section} {text}"
        elif not rows:
            early.append((index, text))
        elif rows:
            if section != rows[-1].section:  # the section's title goes on over a second line
                section = f"{section} {text}"
                continue
            lines[-1].append(text)
            places[-1].append(index)
            rows[-1].last = index
    if len(rows) < 2 or missed > len(rows) // 6 or not _reads_in_order(rows, lines):
        return []
    parts = [part for row in zip(rows, lines, places, pages, strict=True) for part in _parts_of_row(*row)]
    for row, pieces, first_page in parts:
        _fill(row, pieces[: first_page or None], zone.columns)
        over = " ".join(pieces[first_page:])
        if first_page and row.lead and row.deadline and over.endswith("."):  # its content goes on over the page
            row.content.append(over)
        elif first_page:
            _fill(row, pieces, zone.columns)
    return [row for row, _, _ in parts if row.content]


def _parts_of_row(
    row: Row, lines: list[str], places: list[int], first_page: int
) -> Iterator[tuple[Row, list[str], int]]:
    """A row, or each of its parts behind a dash alone on its line, which have cells of their own: with what stands
    above them all."""
    cuts = [at for at, line in enumerate(lines) if _DASH_ALONE.fullmatch(line)]
    if len(cuts) < 2 or not cuts[0]:
        yield row, lines, first_page
        return
    above = " ".join(lines[: cuts[0]])
    for start, end in itertools.pairwise([*cuts, len(lines)]):
        if part := lines[start + 1 : end]:
            first = row.first if start == cuts[0] else places[start]
            yield Row(first, places[end - 1], row.number, row.section), [f"{above} {part[0]}", *part[1:]], 0


_DASH_ALONE = re.compile(r"[-–—+•*]")


def _is_page_number(document: Document, index: int, text: str) -> bool:
    """The number of the page alone on its first or last line."""
    if not re.fullmatch(r"\W*\d{1,3}\W*", text) or not document.paged:
        return False
    page = document.lines[index].page
    first = index == 0 or document.lines[index - 1].page != page
    last = index + 1 == len(document.lines) or document.lines[index + 1].page != page
    return (first or last) and abs(int(re.sub(r"\D", "", text)) - page) <= 2


def _leading_number(text: str) -> tuple[int | None, str]:
    """A row's number at the start of a line, and the words behind it."""
    match = re.match(r"\W{0,2}(\d{1,3})\s*(?:[.)|]\s*)*(?:$|\s(?=[^\W\d])|(?<=[.)|])(?=[^\W\d]))", text + " ")
    if not match:
        return None, ""
    rest = text[match.end() :].strip(" |") if match.end() < len(text) else ""
    return (int(match[1]), rest) if not rest or not rest[0].islower() else (None, "")


def _hangs_on(lines: Sequence[Sequence[str]], text: str) -> bool:
    """Is the number the end of what the line before began ("trước ngày" / "15 tháng 3")?"""
    before = lines[-1][-1].lower() if lines and lines[-1] else ""
    return bool(
        re.search(r"(?<!hằng )(?<!hàng )\b(?:ngày|khoản|điều|số|ít nhất|trước|từ|đến|trên|dưới|khoảng)$", before)
    ) or bool(re.match(r"\d+\s+(?:ngày|tháng|năm|%|hồ sơ|cơ quan|đơn vị|xã|huyện|sở)\b", text))


def _section_line(text: str) -> str | None:
    """ "II. CẢI CÁCH THỂ CHẾ", "B. Nhiệm vụ khác", or the numeral alone."""
    match = re.match(r"([IVX]{1,5}|[A-E])\s*(?:[.)|/]+\s*|\s(?=[A-ZĐ]{2})|$)(.*)", text)
    bent = re.match(r"([IVXil1|]{1,4})\s?[.,)]\s*(\D{4,})$", text)
    if not match and bent and bent[2].isupper():
        match = bent
    if not match or (match[2] and not match[2][:1].isupper()) or (re.match(r"[A-E]$", match[1]) and not match[2]):
        return None
    return f"{match[1]}. {match[2].strip(' |')}".strip() if match[2] else f"{match[1]}."


_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def _next_section(section: str | None, text: str) -> str | None:
    """The title of the section that comes next, where no point stands behind its numeral: "IV Huy động nguồn lực"."""
    numeral, _, title = text.partition(" ")
    before = (section or "").split(".")[0]
    due = _NUMERALS[_NUMERALS.index(before) + 1 :][:1] if before in _NUMERALS else () if section else ("I",)
    return f"{numeral}. {title}" if numeral in due and re.match(r"[A-ZĐÀ-Ỹ][a-zđà-ỹ]", title) else None


def _is_title(text: str) -> bool:
    """The title of a group of rows: words in capitals, not the abbreviation of an agency."""
    words = re.findall(r"[^\W\d_]+", text)
    return text.isupper() and len(words) > 2 and sum(len(word) > 1 for word in words) > 2 and not _is_agency(text)


def _reads_in_order(rows: Sequence[Row], lines: Sequence[Sequence[str]]) -> bool:
    """Do most rows begin with their content, as the cells of a row come in a file (OCR may begin anywhere)?"""
    opened = sum(bool(pieces) and pieces[0][:1].isupper() for pieces in lines)
    return opened >= 0.7 * len(rows)


_TIME_WORD = frozenset(
    [
        "thuong", "xuyen", "trong", "nam", "quy", "qui", "i", "ii", "iii", "iv", "thang", "ngay", "tuan",
        "truoc", "sau", "den", "het", "tu", "hang", "dinh", "ky", "dot", "xuat", "va", "hoac", "cuoi", "dau",
        "giua", "theo", "ke", "hoach", "yeu", "cau", "tien", "do", "cua", "giai", "doan", "hoan", "thanh",
        "cham", "nhat", "lien", "tuc", "ca", "khi", "co", "van", "ban", "huong", "dan", "lich", "ngay",
        "muon", "trung", "uong", "cap", "tren", "moi", "cac", "tiep",
        "lan", "theo", "quy", "dinh", "thoi", "gian", "han",
        "ban", "hanh",
    ]
)  # fmt: skip
_TIME = re.compile(
    r"(?<![^\W_])(?:Hoàn thành\s+)?(?:(?:Trước|Trong|Từ|Đến|Chậm nhất|Cuối|Đầu|Giữa|Xong trước)\s*)?"
    r"(?:(?:Thực hiện t|T)hường xuyên|Hằng (?:năm|quý|tháng|tuần|ngày)|Hàng (?:năm|quý|tháng|tuần|ngày)|Định kỳ"
    r"|Đột xuất|Liên tục"
    r"|Cả năm|Khi có|Theo (?:kế hoạch|yêu cầu|quy định|tiến độ|lịch)"
    r"|(?:ngày\s*)?\d{1,2}\s?/\s?\d{1,2}(?:\s?/\s?\d{4})?|[Qq]u[ýí]\s*(?:[IVl]+|\d)\b|[Tt]háng\s*\d+|[Nn]ăm\s*\d{4}"
    r"|quý|năm|tháng|(?:19|20)\d\d|Giai đoạn|Sau khi|Ngay sau)".replace(" ", r"\s")
)


def _time_at_end(text: str) -> int | None:
    """Where the time begins that ends `text`: the earliest start from which all words are words of time."""
    best = None
    for match in _TIME.finditer(text):
        tail = fold(text[match.start() :])
        words = re.findall(r"[^\W_]+", tail)
        known = sum(word in _TIME_WORD or word.isdigit() for word in words) + 2 * (words[:2] == ["thuc", "hien"])
        before = text[: match.start()].lower().split()[-1:]
        if match[0][:1].islower() and not match[0][:1].isdigit() and not text[: match.start()].endswith(("\n", "\n ")):
            continue
        if (
            before
            and before[0] in ("năm", "quý", "tháng", "ngày", "từ", "đến", "trước", "giai", "đoạn")
            and best is None
        ):
            continue
        if words and len(words) <= 22 and known >= 0.8 * len(words):
            best = match.start() if best is None else best
    return best


_HEAD = re.compile(
    r"(?<![^\W_])(?:(?:[Cc]ác\s+)?(?:Sở|UBND|Ủy ban|Uỷ ban|HĐND|Văn phòng|Trung tâm|Ban|Công an|Đài|Báo|Cục|Chi cục"
    r"|Trường|Bưu điện|Hội|Mặt trận|UBMTTQ|Liên đoàn|Liên minh|Bảo hiểm"
    r"|Kho bạc|Thanh tra|Phòng(?!\s(?:thủ|chống|ngừa))|Bộ|Viện|Đoàn|Tỉnh đoàn|Tỉnh ủy|Thành ủy|Tòa án|Ngân hàng|Quỹ|Hạt"
    r"|VNPT|Viettel|Cơ quan"
    r"|Đơn vị|Địa phương|Xã|Phường|Thủ trưởng|Lãnh đạo|Giám đốc"
    r"|Chủ tịch|Chánh Văn phòng|Doanh nghiệp|Bệnh viện|Công ty|Tập đoàn|Tổng cục|Vụ|Công chức|Bộ phận|Tổ công tác"
    r"|Tổ giúp việc|Học viện|Đại học)\b"
    r"|(?:Các|Toàn bộ|Tất cả)\s+(?:sở|cơ quan|đơn vị|địa phương|phòng|ban|ngành|xã|hội|đoàn thể|doanh nghiệp"
    r"|chủ đầu tư|bệnh viện|trường|tổ chức|huyện|thành viên|bộ)\b"
    r"|(?<=\n)các\s+(?:cơ quan|đơn vị|sở|địa phương|phòng)\b)"
)
_JOINS = re.compile(
    r"(?:[,;:(\-–/]|(?<![^\W_])(?:và|của|cho|tại|với|về|các|thuộc|do|qua|giữa|từ|đến|theo|(?<!quốc\s)phòng"
    r"|trưởng|đốc|tịch|lãnh đạo|trên|trong|gửi|chánh|phó|mỗi"
    r"|cùng|trình|là|từng|một|(?<!ngoại\s)giao|(?<!an\s)toàn|nguyên|thường trực|phối hợp|hoặc|như|bởi|gồm|được"
    r"|để|sang|vào|đối|thành lập|thành viên))\s*$",
    re.IGNORECASE,
)


def _fill(row: Row, pieces: Sequence[str], columns: Sequence[str]) -> None:
    """Cut a row's words, in the order of the file, into content, who leads, who helps, and the time."""
    text = "\n".join(pieces)
    text = re.sub(r"(?<=[a-zà-ỹ])(?=\d{1,2}/\d)", " ", text)
    result = ""
    time_at = _time_at_end(text)
    if time_at is None:  # the time may stand before the agencies or before a column of results
        time_at, result = _time_inside(text, columns)
    if time_at is not None:
        row.deadline = [
            re.sub(r"\s+", " ", (text[time_at : len(text) - len(result)] if result else text[time_at:])).strip(" .;,")
        ]
    before = text[: time_at if time_at is not None else len(text)]
    heads = [
        match.start()
        for match in _HEAD.finditer(before)
        if match.start() and not _JOINS.search(before[: match.start()])
    ]
    heads = [at for at in heads if not re.search(r"[.;]", before[at:].strip(" .;\n")) or _all_agencies(before[at:])]
    if not heads:
        row.content = [re.sub(r"\s+", " ", before + (" " + result if result else "")).strip()]
        return
    if "result" in columns and (cut := _RESULT.search(before, heads[0])):
        before, result = before[: cut.start()], f"{before[cut.start() :]} {result}".strip()
        heads = [at for at in heads if at < len(before)]
    behind_stop = (at for at in heads if before[:at].rstrip().endswith("."))
    agencies = next((at for at in heads if _all_agencies(before[at:])), next(behind_stop, heads[-1]))
    later = [at for at in heads if at > agencies] if "coordinators" in columns else []
    split = next((at for at in later if before[at - 1] == "\n"), later[0] if later else len(before))
    row.content = [re.sub(r"\s+", " ", before[:agencies] + (result and " " + result)).strip()]
    row.lead = [re.sub(r"\s+", " ", before[agencies:split])]
    row.coordinators = [re.sub(r"\s+", " ", before[split:])] if split < len(before) else []


_RESULT = re.compile(
    r"(?<=\n)(?:(?:Các|Các văn bản,)\s)?(?:[Cc]hương trình|[Kk]ế hoạch|[Đđ]ề án|[Vv]ăn bản|[Nn]ghị định|[Nn]ghị quyết"
    r"|[Tt]hông tư|[Qq]uyết định|[Bb]áo cáo|[Hh]ội nghị|[Cc]hiến lược|[Qq]uy chế|[Dd]ự (?:án|thảo)|[Hh]ướng dẫn"
    r"|[Đđ]ề xuất|[Tt]ờ trình|[Cc]ông văn|[Bb]ộ tiêu chí|[Dd]anh (?:mục|sách)|[Hh]ồ sơ)\b"
)
"""What opens the cell of a result behind the agencies."""


def _time_inside(text: str, columns: Sequence[str]) -> tuple[int | None, str]:
    """A time on a line of its own, or at the end of one, with a column of results behind it: its start and that"
    " column."""
    if "result" not in columns and "note" not in columns:
        return None, ""
    ends = [match.start() for match in re.finditer(r"\n|$", text)]
    for end in reversed(ends[:-1]):
        start = _time_at_end(text[:end])
        if start is not None:
            return start, text[end:]
    return None, ""


def _all_agencies(text: str) -> bool:
    """Nothing but names of agencies: no verb of a task, no full stop inside, not too long."""
    folded = fold(text)
    if len(folded.split()) > 75 or re.search(r"[^\W\d]{2,}\.\s+[a-z]", folded.replace("tp.", "tp")):
        return False
    return not re.search(
        r"\b(?:thuc hien|trien khai|xay dung (?:ke hoach|de an|va)|bao dam|hoan thanh|nham|ra soat|de an|nghi quyet"
        r"|ke hoach (?!va)|chi so|danh gia|ban hanh|to chuc (?!chinh tri|xa hoi|hoi|co lien|lien))\b",
        folded,
    )


# ---------------------------------------------------------------- rows put together cell by cell

_NUMBER_ALONE = re.compile(r"\W*(\d{1,3})\s*[.,;:)|\]]*\W*")
_NUMBER_GLUED = re.compile(r"[|\s]*([1-9]\d{0,2})\s?(?:[.,;:)]\s*\|?|\s\||\|)\s*(?=\S)")
_ROMAN_ALONE = re.compile(r"\W*([IVX]{1,5}|[I1l]{1,3}|[A-D])\s*[.,)|]*\W*")
_ROMAN_GLUED = re.compile(r"\s*([IVX1l]{1,5}|[A-D])\s?[.)|]\s*\|?\s*(?=[A-ZĐ])")


def _cells(texts: Sequence[str], zone: Zone) -> Iterator[Cell]:
    """The cells of a zone in the order they stand; blocks of lines whose columns are glued come as whole rows."""
    for block in _blocks(texts, zone):
        if _is_glued(block):
            yield from _glued_rows(block)
        else:
            yield from _cells_of_block(block)


def _blocks(texts: Sequence[str], zone: Zone) -> Iterator[list[tuple[int, str]]]:
    """The lines between blank lines, with their places; lines of column names left out."""
    block: list[tuple[int, str]] = []
    for index in range(zone.first, zone.end):
        text = tidy(texts[index].replace("\f", ""))
        if not text or texts[index].startswith((" ", "\f")):
            if block:
                yield block
            block = []
        if text and not (is_header_line(text) and not _is_deadline(text)):
            block.append((index, text))
    if block:
        yield block


def _is_glued(block: Sequence[tuple[int, str]]) -> bool:
    """Do lines of the block hold pieces of several columns? Bars, a number before words, or agencies behind content."""
    if len(block) < 2:
        return False
    barred = sum("|" in text.strip("|") and not _ROMAN_GLUED.match(text) for _, text in block)
    numbered = sum(bool(_NUMBER_GLUED.match(text)) for _, text in block)
    return barred + numbered > 0


def _glued_rows(block: Sequence[tuple[int, str]]) -> Iterator[Cell]:
    """Rows whose columns cannot be told apart: all words as content, with the number and the time where these are"
    " sure."""
    group: list[tuple[int, str]] = []
    number: int | None = None
    for index, text in block:
        title = _ROMAN_GLUED.match(text)
        if title and len(text.split()) <= 22 and not _is_agency(text[title.end() :]):
            yield from _glued_row(group, number)
            group, number = [], None
            yield Cell("section", f"{title[1]}. {text[title.end() :].strip(' |')}", index, index)
            continue
        found = _NUMBER_GLUED.match(text) or re.match(r"[1-9]\d?\s(?=[A-ZĐ])", text)
        opens = _opens_task(text[found.end() :] if found else text)
        if opens and (number is not None or sum(len(line.split()) for _, line in group) < 8):
            yield from _glued_row(group, number)
            group, number = [], None
        group.append((index, text[found.end() :] if found else text))
        if found:
            number = int(re.sub(r"\D", "", found[0]))
    yield from _glued_row(group, number)


_TASK_OPENS = re.compile(
    r"(?:tiep tuc|thuc hien|trien khai|to chuc|xay dung|ra soat|tien hanh|hoan thien|cong bo|ban hanh|dao tao"
    r"|nang cao|tang cuong|day manh"
    r"|kiem tra|danh gia|tham muu|phoi hop|cap nhat|thuong xuyen|so hoa|ung dung|phat trien|quan ly|theo doi|don doc"
    r"|tong hop|bao cao|xu ly"
    r"|cong khai|soan thao|kip thoi|dinh ky|tu danh gia|khao sat|tuyen truyen|mo|lap|trinh|de xuat|huong dan|bo tri"
    r"|duy tri|nghien cuu|thi diem"
    r"|cat giam|don gian|giai quyet|tiep nhan|ket noi|nang cap|boi duong|tap huan|sap xep|bo sung|sua doi|thanh lap"
    r"|kien toan|phan cong|giao)\b"
)


def _opens_task(text: str) -> bool:
    """Does a glued line begin the content of a row?"""
    return text[:1].isupper() and bool(_TASK_OPENS.match(fold(text)))


def _glued_row(group: Sequence[tuple[int, str]], number: int | None) -> Iterator[Cell]:
    if not group:
        return
    words: list[str] = []
    times: list[str] = []
    for _, text in group:
        for part in (piece for piece in (tidy(piece) for piece in text.split("|")) if piece):
            for cell in _cut_time(part, 0, glued=False):
                (times if cell.kind == "deadline" else words).append(cell.text)
    first, last = group[0][0], group[-1][0]
    if number is None and len(" ".join(words).split()) < 6:  # what is left of a cell of a row before
        for word in words:
            yield Cell(_kind(word), word, first, last, glued=True)
        return
    yield Cell("row", " ".join(words), first, last, number=number, time=" ".join(dict.fromkeys(times)))


def _cells_of_block(block: Sequence[tuple[int, str]]) -> Iterator[Cell]:
    """The cells of a block that holds one column at a time: lines joined while they go on with one cell."""
    pending: Cell | None = None
    for index, text in block:
        for cell in _cells_of_line(text, index):
            if pending and not cell.glued and _is_one_cell(pending, cell):
                pending = replace(pending, text=f"{pending.text} {cell.text}", last=index)
            else:
                if pending:
                    yield pending
                pending = cell
    if pending:
        yield pending


def _cells_of_line(text: str, index: int) -> list[Cell]:
    """What one line holds: usually a piece of one cell, glued columns where bars or words of time show them."""
    if match := _NUMBER_ALONE.fullmatch(text):
        return [Cell("number", match[1], index, index)]
    if len(re.sub(r"[\W_]", "", text)) <= 2 and not _ROMAN_ALONE.fullmatch(text) and fold(text) != "xa":
        return [Cell("number", "", index, index)]  # a number misread
    numeral = _ROMAN_ALONE.fullmatch(text)
    if numeral and not text[0].isdigit():
        return [Cell("section", numeral[1], index, index)]
    cells: list[Cell] = []
    title = _ROMAN_GLUED.match(text)
    if title and not re.search(r"[;:]$", text) and len(text.split()) <= 22 and not _is_agency(text[title.end() :]):
        return [Cell("section", f"{title[1]}. {text[title.end() :].strip(' |')}", index, index)]
    if match := _NUMBER_GLUED.match(text):
        cells.append(Cell("number", match[1], index, index))
        text = text[match.end() :]
    parts = [part for part in (tidy(part) for part in text.split("|")) if part]
    for place, part in enumerate(parts):
        cells += _cut_time(part, index, glued=place > 0)
    return cells


def _cut_time(part: str, index: int, *, glued: bool) -> list[Cell]:
    """A piece of a line, its time at the end cut off where the words before it are no part of the time."""
    if _is_deadline(part):
        return [Cell("deadline", part, index, index, glued)]
    match = re.search(
        r"\s((?:Thường xuyên|Trong (?:năm|quý|tháng)|Quý [IVX\d]+|Tháng \d+|Hằng (?:năm|quý|tháng)|Hàng (?:năm|quý"
        r"|tháng)|Trước ngày)[^.;]{0,40})$",
        part,
    )
    if match and not re.search(r"[,(]\s*$", part[: match.start()]):
        return [
            *_cut_time(part[: match.start()].strip(), index, glued=glued),
            Cell("deadline", match[1].strip(), index, index, glued=True),
        ]
    return [Cell(_kind(part), part, index, index, glued)]


def _kind(text: str) -> str:
    if _is_deadline(text):
        return "deadline"
    return "agency" if _is_agency(text) else "content"


def _is_one_cell(pending: Cell, cell: Cell) -> bool:
    """Does `cell`'s line go on with the cell `pending` of the same block?"""
    if pending.kind == "number" or cell.kind in ("number", "section"):
        return False
    hangs = bool(
        re.search(
            r"(?:[,\-–(]|\b(?:va|cua|cac|cap|ve|cho|trong|theo|tai|voi|co quan|don vi|so|phong|truyen|khoa))$",
            fold(pending.text),
        )
    )
    small = cell.text[:1].islower() or not cell.text[:1].isalnum()
    if pending.kind == "section":
        return cell.text.isupper() or small or len(pending.text.rstrip(".")) <= 5
    if pending.kind == "deadline":
        return small or hangs
    if pending.kind == "agency":
        return small or hangs or pending.text.endswith(";") or (cell.kind == "content" and len(cell.text.split()) <= 5)
    return small or hangs or cell.kind == "content"


def _assemble(cells: Sequence[Cell], columns: Sequence[str]) -> list[Row]:
    """Cells into rows: content opens a row, agencies fill who leads, then who helps, times the row that waits for"
    " one."""
    rows: list[Row] = []
    section: str | None = None
    number: int | None = None
    behind_number = False
    for place, cell in enumerate(cells):
        if cell.kind == "number":
            number = int(cell.text) if cell.text else None
            behind_number = True
            continue
        if cell.kind == "section" or (cell.kind == "content" and _is_section_title(cell, cells, place)):
            section = _joined_section(section, cell)
            number, behind_number = None, True
            continue
        if cell.kind == "row" and rows and rows[-1].closed and rows[-1].number is None and cell.text[:1].islower():
            rows[-1].content.append(cell.text)
            rows[-1].last, rows[-1].number = cell.last, cell.number
            rows[-1].deadline = [time for time in (*rows[-1].deadline, cell.time) if time]
        elif cell.kind == "row":
            rows.append(
                Row(
                    cell.first,
                    cell.last,
                    cell.number,
                    section,
                    [cell.text],
                    deadline=[cell.time],
                    closed=True,
                    glued=True,
                )
            )
        elif cell.kind == "content" or (behind_number and cell.kind == "agency" and number is not None):
            if (rows and not behind_number and not rows[-1].closed and _goes_on(rows[-1], cell)) or (
                rows and cell.text[:1].islower() and not behind_number
            ):
                rows[-1].content.append(cell.text)
                rows[-1].last = cell.last
            else:
                for row in rows if behind_number else rows[:-1]:
                    row.closed = True
                rows.append(Row(cell.first, cell.last, number, section, [cell.text]))
        elif rows:
            _place(rows, cell, "coordinators" in columns)
        number, behind_number = None, False
    return rows


def _is_section_title(cell: Cell, cells: Sequence[Cell], place: int) -> bool:
    """A short title between rows: behind a roman numeral, or followed by the number of a row."""
    if place and cells[place - 1].kind == "section" and len(cells[place - 1].text) <= 4:
        return True
    following = cells[place + 1] if place + 1 < len(cells) else None
    before = cells[place - 1].kind if place else ""
    short = len(cell.text.split()) <= 14 and not re.search(r"[.;,]$", cell.text) and cell.text[:1].isupper()
    return short and following is not None and following.kind == "number" and before in ("deadline", "number")


def _joined_section(section: str | None, cell: Cell) -> str:
    if cell.kind == "section":
        return cell.text
    if section and len(section.rstrip(".")) <= 5:
        return f"{section.rstrip('.')}. {cell.text}"
    return cell.text


def _goes_on(row: Row, cell: Cell) -> bool:
    """Does content go on with the row's? Begun in small letters, or nothing else of the row has come yet."""
    if cell.text[:1].islower() or cell.text[:1] in "(,-–":
        return True
    return not row.lead and not row.deadline and not re.search(r"[.;]$", row.content[-1]) and row.last == cell.first - 1


def _place(rows: list[Row], cell: Cell, has_coordinators: bool) -> None:
    """Give an agency or a time to the row that waits for it: of the last two, agencies to the newer, times to the"
    " older."""
    recent = [row for row in rows[-2:] if not row.closed]
    row: Row | None
    if cell.kind == "deadline":
        row = next((row for row in recent if not row.deadline), None)
        if row:
            row.deadline.append(cell.text)
    elif recent and recent[-1].coordinators and recent[-1].coordinators[-1].endswith(","):
        row = recent[-1]
        row.coordinators.append(cell.text)
    else:
        row = next(
            (row for row in reversed(recent) if not row.lead or (has_coordinators and not row.coordinators)), None
        )
        if row:
            (row.coordinators if row.lead else row.lead).append(cell.text)
    if row is None and recent and cell.text[:1].islower() and recent[-1].coordinators:
        row = recent[-1]
        row.coordinators.append(cell.text)
    if row:
        row.last = max(row.last, cell.last)


def _part_glued(rows: Sequence[Row], texts: Sequence[str]) -> None:
    """Fill the columns of rows that were glued, and of rows whose agencies hang, by cells that stand alone."""
    known = _known_cells([row for row in rows if not row.glued and not _hangs_over(row)])
    left_over: list[str] = []  # lines at the end of the row before that are no part of its columns
    for row, following in itertools.zip_longest(rows, rows[1:]):
        if not row.glued and not _hangs_over(row):
            left_over = []
            continue
        end = following.first if following else row.last + 1
        lines = [
            _without_number(line) for line in map(tidy, texts[row.first : end]) if line and not is_header_line(line)
        ]
        parts = part_row([*left_over, *lines], known)
        if row.glued:
            _fill_glued(row, parts, [*left_over, *lines], len(left_over))
        elif _completes(parts, row):
            row.lead, row.coordinators = (
                ["; ".join(found.items)] for found in (parts.lead, parts.coordinators) if found
            )
        left_over = _left_over([*left_over, *lines], parts)


_MOST_LEFT_OVER = 3


def _left_over(lines: Sequence[str], parts: Parts) -> list[str]:
    """The lines with agencies below all that was found of a row: the next row's may begin above its content."""
    found = [found for found in (parts.lead, parts.coordinators) if found]
    last = max((line for each in found for line, _ in each.places), default=len(lines))
    below = list(itertools.takewhile(_names_agency, reversed(lines[last + 1 :])))
    return below[:_MOST_LEFT_OVER][::-1]


def _names_agency(line: str) -> bool:
    """Does the name of an agency begin in the line?"""
    starts = (match.start() for match in re.finditer(r"(?<!\w)[A-ZĐ]", line))
    return not _ROMAN_GLUED.match(line) and any(_is_agency(line[start:]) for start in starts)


def _fill_glued(row: Row, parts: Parts, lines: Sequence[str], first: int) -> None:
    """The columns that were found, in the place of the glued row's; its own lines begin at `first`."""
    above = parts.above_lead(lines)
    unknown = [above.strip(";, ")] if above.endswith((";", ",")) and _is_agency(above) else []
    row.lead = ["; ".join([*unknown, *parts.lead.items])] if parts.lead else row.lead
    row.coordinators = ["; ".join(parts.coordinators.items)] if parts.coordinators else row.coordinators
    row.deadline = list(parts.deadline.items) if parts.deadline else row.deadline
    row.content = [parts.rest(lines, first)] if parts.lead else row.content


def _without_number(line: str) -> str:
    """A line of a glued row without the row's number before its words."""
    number = _NUMBER_GLUED.match(line) or re.match(r"[1-9]\d?\s(?=[A-ZĐ])", line)
    return line[number.end() :] if number else line


def _known_cells(rows: Sequence[Row]) -> Known:
    """The agencies and times of rows whose columns are told apart."""
    leads, coordinators = _whole_lists(row.lead for row in rows), _whole_lists(row.coordinators for row in rows)
    return Known(leads, coordinators, frozenset(" ".join(row.deadline) for row in rows if row.deadline))


def _whole_lists(cells: Iterable[Sequence[str]]) -> frozenset[tuple[str, ...]]:
    lists = {split_agencies(" ".join(cell)) for cell in cells}
    return frozenset(items for items in lists if items and all(map(_is_whole, items)))


def _is_whole(agency: str) -> bool:
    """Is it a name, and not a piece of one ("Huyện", "UBND cấp huyện và")?"""
    return len(agency.split()) > 1 and not re.search(r"\b(?:va|cac|co|cap|lien|don)$", fold(agency))


def _completes(parts: Parts, row: Row) -> bool:
    """Do the parts say all that the row's own cells say but for the item that hangs, and more?"""
    if parts.lead is None or parts.coordinators is None:
        return False
    for found, cell in ((parts.lead, row.lead), (parts.coordinators, row.coordinators)):
        own = split_agencies(" ".join(cell))
        if not {fold(item) for item in own[:-1]} <= {fold(item) for item in found.items} or len(own) > len(found.items):
            return False
    return True


def _hangs_over(row: Row) -> bool:
    """Do the row's agencies end in the middle of a list or a name?"""
    return any(
        re.search(r"[;,]\s*$|\b(?:va|cac|co|cap|lien|don|co quan)$", fold(cell[-1]))
        for cell in (row.lead, row.coordinators)
        if cell
    )


def _numbered(rows: list[Row]) -> list[Row]:
    """Numbers out of sequence are forgotten; rows between two numbered ones get theirs when the count fits."""
    last = 0
    for place, row in enumerate(rows):
        due = range(
            last + 1, last + 2 + sum(earlier.number is None for earlier in rows[max(0, place - 12) : place]) + 3
        )
        if row.number is not None and row.number not in due and not (row.number == 1 and last > 2):
            row.number = None
        last = row.number or last
    known = [place for place, row in enumerate(rows) if row.number is not None]
    if known and rows[known[0]].number == known[0] + 1:
        for place in range(known[0]):
            rows[place].number = place + 1
    for before, after in itertools.pairwise(known):
        first, second = rows[before].number or 0, rows[after].number or 0
        if second - first == after - before:
            for place in range(before + 1, after):
                rows[place].number = first + place - before
        elif second - first > after - before and rows[before].closed and not rows[before].lead:
            for place in range(before + 1, after):  # what is missing hides in the row whose columns were glued
                rows[place].number = second - (after - place)
    return rows
