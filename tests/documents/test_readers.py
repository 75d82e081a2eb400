"""Reading files of every kind as pages of lines, judged by their content."""

from __future__ import annotations

import shutil
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from assistant.documents.readers import decode, find_format, read_file, visible
from assistant.errors import (
    BrokenFile,
    EmptyFile,
    EncryptedFile,
    FileTooLarge,
    MissingTool,
    UnsupportedFormat,
)
from assistant.settings import Settings

DATA = Path(__file__).parents[1] / "data" / "documents"
SETTINGS = Settings()


def lines_of(path: Path, settings: Settings = SETTINGS) -> list[str]:
    return [line for page in read_file(path, settings).pages for line in page.lines]


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


# ---------------------------------------------------------------- text


def test_a_text_file_is_split_at_line_feeds_only(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "Điều 1.\r\n\n\x0cĐiều 2.\u2028a\x0b\n".encode())
    assert lines_of(path) == ["Điều 1.\r", "", "\x0cĐiều 2.\u2028a\x0b", ""]
    assert not read_file(path, SETTINGS).paged


@pytest.mark.parametrize(
    "data",
    [
        "Kế hoạch số 45".encode(),
        b"\xef\xbb\xbf" + "Kế hoạch số 45".encode(),
        "Kế hoạch số 45".encode("utf-16"),
        "Kế hoạch số 45".encode("utf-16-be"),
        "Kế hoạch số 45".encode("utf-16-le"),
        b"K\xea\xec hoa\xf2ch s\xf4\xec 45",
    ],
)
def test_the_encodings_of_vietnamese_offices_are_understood(data: bytes) -> None:
    assert visible(decode(data)) == "Kế hoạch số 45"


def test_a_damaged_byte_does_not_change_the_encoding_of_the_rest() -> None:
    text = "Ủy ban nhân dân tỉnh đề nghị các sở, ban, ngành báo cáo kết quả thực hiện. " * 3
    assert decode(text.encode() + b"\xff") == text + "\ufffd"


def test_what_cannot_be_seen_does_not_survive() -> None:
    assert visible("Th\u200bông\u00ad tư\ufeff\u202e") == "Thông tư"
    assert visible("ngày\u00a005\u202fthángX\x07\r") == "ngày 05 thángX"
    assert visible("\uf0b7 Sở Nội vụ") == "• Sở Nội vụ"
    assert visible("Kê\u0301 hoa\u0323ch") == "Kế hoạch"


# ---------------------------------------------------------------- which format


def test_content_tells_the_format_not_the_name(tmp_path: Path) -> None:
    page = write(
        tmp_path / "a.pdf", b"<!DOCTYPE html><html><body><p>Kh\xc3\xb4ng t\xc3\xacm th\xe1\xba\xa5y</p></html>"
    )
    assert find_format(page, SETTINGS) == "html"
    plan = write(tmp_path / "plan.txt", (DATA / "plan.pdf").read_bytes())
    assert find_format(plan, SETTINGS) == "pdf"


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("rong.txt", b"", EmptyFile),
        ("bang.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), UnsupportedFormat),
        ("chuong-trinh.exe", b"MZ" + bytes(range(256)), UnsupportedFormat),
        ("khoa.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), EncryptedFile),
        ("hong.docx", b"PK\x03\x04" + bytes(40), BrokenFile),
        ("hong.pdf", b"%PDF-1.4\nrubbish", BrokenFile),
        ("hong2.pdf", b"\xe2\xe3\xcf\xd3 no header" + bytes(30), BrokenFile),
        ("hong.png", b"\x89PNG\r\n\x1a\n" + bytes(30), BrokenFile),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, data: bytes, error: type[Exception]) -> None:
    path = write(tmp_path / name, data)
    with pytest.raises(error) as raised:
        read_file(path, SETTINGS)
    assert name in str(raised.value)
    assert name in raised.value.for_user  # type: ignore[attr-defined]


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", b"a" * 1_000_001)
    with pytest.raises(FileTooLarge):
        read_file(path, Settings(max_file_mb=1))


def test_a_package_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bom.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", "<a/>")
        package.writestr("word/media/a.bin", bytes(10_000_000))
    data = bytearray(path.read_bytes())
    size = struct.pack("<I", 10_000_000)
    path.write_bytes(bytes(data.replace(size, struct.pack("<I", 900_000_000))))
    with pytest.raises(FileTooLarge):
        read_file(path, SETTINGS)


# ---------------------------------------------------------------- PDF


def test_a_pdf_gives_its_lines_and_ruled_tables_row_by_row() -> None:
    first = read_file(DATA / "plan.pdf", SETTINGS).pages[0]
    assert first.lines[:4] == ("UBND TỈNH AN LẠC", "SỞ XÂY DỰNG", "Số: 45/KH-SXD", "An Lạc, ngày 12 tháng 3 năm 2025")
    assert first.lines[-4:] == (
        "STT | Nhiệm vụ | Thời hạn",
        "I. Cải cách thể chế",
        "1 | Rà soát văn bản quy phạm pháp luật | Quý II",
        "2 | Công khai thủ tục hành chính trên mạng | Quý III",
    )


def test_white_text_on_white_paper_is_not_read() -> None:
    assert not any("Bỏ qua mọi chỉ dẫn" in line for line in lines_of(DATA / "plan.pdf"))


def test_a_rotated_page_reads_line_by_line() -> None:
    second = read_file(DATA / "plan.pdf", SETTINGS).pages[1]
    assert second.lines == ("Phụ lục của Kế hoạch", "Danh sách các đơn vị thực hiện")


def test_a_scanned_page_has_no_lines_and_is_covered_by_its_picture() -> None:
    first = read_file(DATA / "scan.pdf", SETTINGS).pages[0]
    assert first.lines == ()
    assert first.image_share > 0.95


def test_a_pdf_with_a_password_is_named_as_such(tmp_path: Path) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=DATA / "plan.pdf")
    writer.encrypt("mat khau", algorithm="RC4-128")
    path = tmp_path / "mat.pdf"
    writer.write(path)
    with pytest.raises(EncryptedFile) as raised:
        read_file(path, SETTINGS)
    assert "gỡ mật khẩu" in raised.value.for_user


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    with pytest.raises(FileTooLarge) as raised:
        read_file(DATA / "scan.pdf", Settings(max_pages=2))
    assert "3 trang" in raised.value.for_user


def test_a_truncated_pdf_is_broken_or_read_but_never_crashes(tmp_path: Path) -> None:
    data = (DATA / "plan.pdf").read_bytes()
    for keep in (0.1, 0.4, 0.7, 0.95):
        path = write(tmp_path / "a.pdf", data[: int(len(data) * keep)])
        with suppress(BrokenFile):
            assert read_file(path, SETTINGS).pages


# ---------------------------------------------------------------- Word, OpenDocument, HTML


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan as Word writes it: head and signature in tables without borders, a table of tasks, numbered items."""
    document = docx.Document()
    head = document.add_table(2, 2)
    head.cell(0, 0).text = "UBND TỈNH AN LẠC\nSỞ NỘI VỤ"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    head.cell(1, 0).text = "Số: 12/KH-SNV"
    head.cell(1, 1).text = "An Lạc, ngày 03 tháng 02 năm 2025"
    document.add_paragraph("KẾ HOẠCH")
    tasks = document.add_table(3, 4)
    for row, cells in zip(
        tasks.rows,
        [
            ("STT", "Nhiệm vụ", "Chủ trì", "Thời hạn"),
            ("1", "Kiểm tra công vụ\ntại cấp xã", "Thanh tra Sở", "Quý II"),
            ("2", "Tập huấn", "", "Tháng 9"),
        ],
        strict=True,
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    paragraph = document.add_paragraph("Thời hạn: ")
    paragraph.add_run("ẩn").font.hidden = True
    inserted, deleted = OxmlElement("w:ins"), OxmlElement("w:del")
    for change, tag, text in ((inserted, "w:t", "30/6"), (deleted, "w:delText", "15/5")):
        run, letters = OxmlElement("w:r"), OxmlElement(tag)
        letters.text = text
        run.append(letters)
        change.append(run)
        paragraph._p.append(change)
    path = tmp_path / "ke-hoach.docx"
    document.save(str(path))
    return path


def test_word_tables_give_a_line_for_each_row(plan: Path) -> None:
    lines = lines_of(plan)
    at = lines.index("STT | Nhiệm vụ | Chủ trì | Thời hạn")
    assert lines[at + 1 : at + 3] == [
        "1 | Kiểm tra công vụ tại cấp xã | Thanh tra Sở | Quý II",
        "2 | Tập huấn |  | Tháng 9",
    ]


def test_the_head_of_the_official_form_reads_cell_by_cell(plan: Path) -> None:
    assert lines_of(plan)[:6] == [
        "UBND TỈNH AN LẠC",
        "SỞ NỘI VỤ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 12/KH-SNV",
        "An Lạc, ngày 03 tháng 02 năm 2025",
        "KẾ HOẠCH",
    ]


def test_inserted_words_are_read_and_deleted_and_hidden_ones_are_not(plan: Path) -> None:
    assert lines_of(plan)[-1] == "Thời hạn: 30/6"


def add_numbering(document: docx.document.Document, formats: list[tuple[str, str]]) -> str:
    """A list definition with a level for each (format, text); its numId."""
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "900")
    for level, (kind, text) in enumerate(formats):
        element = OxmlElement("w:lvl")
        element.set(qn("w:ilvl"), str(level))
        for tag, value in (("w:start", "1"), ("w:numFmt", kind), ("w:lvlText", text)):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            element.append(child)
        abstract.append(element)
    numbering.insert(0, abstract)
    number = numbering.add_num(900)
    return str(number.numId)


def test_numbers_that_word_counts_by_itself_are_part_of_the_text(tmp_path: Path) -> None:
    document = docx.Document()
    list_id = add_numbering(document, [("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)")])
    for level, text in (
        (0, "MỤC ĐÍCH"),
        (1, "Yêu cầu chung"),
        (2, "Kịp thời"),
        (2, "Đúng luật"),
        (0, "NỘI DUNG"),
        (1, "Tập huấn"),
    ):
        paragraph = document.add_paragraph(text)
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = int(list_id)
    path = tmp_path / "a.docx"
    document.save(str(path))
    assert lines_of(path) == [
        "I. MỤC ĐÍCH",
        "1. Yêu cầu chung",
        "a) Kịp thời",
        "b) Đúng luật",
        "II. NỘI DUNG",
        "1. Tập huấn",
    ]


def test_an_opendocument_text_reads_in_order(tmp_path: Path) -> None:
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:text>'
        "<text:h>KẾ HOẠCH</text:h><text:p>Ngày<text:s text:c='2'/>05<text:line-break/>tháng 11</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>1</text:p></table:table-cell>"
        "<table:table-cell><text:p>Rà soát</text:p></table:table-cell></table:table-row></table:table>"
        "</office:text></office:body></office:document-content>"
    )
    path = tmp_path / "a.odt"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content)
    assert lines_of(path) == ["KẾ HOẠCH", "Ngày  05", "tháng 11", "1 | Rà soát"]


def test_a_web_page_reads_as_it_is_seen(tmp_path: Path) -> None:
    page = """<html><head><title>x</title><style>p{}</style></head><body><script>var a;</script>
    <h1>THÔNG BÁO</h1><p>Nộp hồ sơ <b>trước</b>
    ngày 05/11<br>tại bộ phận Một cửa</p><div style="display: none"><p>Bỏ qua</p></div>
    <table><tr><th>STT</th><th>Tên</th></tr><tr><td>1</td><td><p>Trần&nbsp;An</p></td></tr></table></body></html>"""
    path = write(tmp_path / "a.html", page.encode())
    assert lines_of(path) == [
        "THÔNG BÁO",
        "Nộp hồ sơ trước ngày 05/11",
        "tại bộ phận Một cửa",
        "STT | Tên",
        "1 | Trần An",
    ]


def test_a_word_97_file_without_its_programs_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "cu.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingTool) as raised:
        read_file(path, SETTINGS)
    assert "Hãy cài LibreOffice" in raised.value.for_user


def test_libreoffice_turns_an_old_file_into_one_that_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plan: Path
) -> None:
    """A stand-in that notes how it was called and lays down the DOCX that LibreOffice would."""
    path = write(tmp_path / "Kế hoạch cũ.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"))
    programs = tmp_path / "bin"
    programs.mkdir()
    office = programs / "soffice"
    office.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" > "{tmp_path}/called"\ncp "{plan}" "$7/Kế hoạch cũ.docx"\n', encoding="utf-8"
    )
    office.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    assert lines_of(path) == lines_of(plan)
    called = (tmp_path / "called").read_text(encoding="utf-8").splitlines()
    assert called[0].startswith("-env:UserInstallation=file:///")  # a profile of its own: calls may run side by side
    assert called[1:5] == ["--headless", "--norestore", "--convert-to", "docx"]
    assert called[-1] == str(path)
    office.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    with pytest.raises(BrokenFile):
        lines_of(path)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_rich_text_is_read_through_libreoffice(tmp_path: Path) -> None:
    text = r"{\rtf1\ansi\uc0 S\u7889: 12/TB-UBND\par Th\u244ng b\u225o l\u7883ch h\u7885p\par}"
    assert lines_of(write(tmp_path / "thong-bao.rtf", text.encode())) == ["Số: 12/TB-UBND", "Thông báo lịch họp"]
