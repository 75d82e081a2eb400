"""From files to documents: which are found, what is repaired or seen, and what cannot be read."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from assistant.documents import ingest, ocr
from assistant.documents.child import Child, ChildDied, ChildTooSlow
from assistant.documents.ingest import Step, find_files, must_be_seen, read_document, read_documents, says_more
from assistant.documents.ocr import Reading, ReadLine, installed_languages
from assistant.documents.readers import FilePage
from assistant.documents.textlayer import Judgement
from assistant.errors import EmptyFile, ReadError
from assistant.schema import Document, Skipped, Word, WordBox
from assistant.settings import Settings

DATA = Path(__file__).parents[1] / "data" / "documents"
MALFORMED = Path(__file__).parents[3] / "shared" / "data" / "malformed"
SETTINGS = Settings(ocr_dpi=200)
needs_tesseract = pytest.mark.skipif(
    "vie" not in (installed_languages() or ()), reason="Tesseract with Vietnamese is not installed"
)


class Shouting:
    """A repairer of the tests: capitals, so that repaired lines are plain to see."""

    def __init__(self) -> None:
        self.runs: list[list[str]] = []

    def repair(self, lines: list[str]) -> list[tuple[str, tuple[Word, ...]]]:
        self.runs.append(list(lines))
        return [(line.upper(), (Word(0, len(line), 0, len(line), 0.9),) if line else ()) for line in lines]


@pytest.fixture
def repairer(monkeypatch: pytest.MonkeyPatch) -> Shouting:
    shouting = Shouting()
    monkeypatch.setattr(ingest, "load_repairer", lambda: shouting)
    return shouting


# ---------------------------------------------------------------- files


def test_files_are_found_in_one_order_without_hidden_and_lock_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.pdf", "~$a.docx", ".an", "con/c.txt", ".git/config", "d.tmp", "Thumbs.db"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    named = [path.relative_to(tmp_path).as_posix() for path in find_files([tmp_path, tmp_path / "b.txt"])]
    assert named == ["a.pdf", "b.txt", "con/c.txt"]


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as raised:
        find_files([tmp_path / "khong-co"])
    assert "khong-co" in raised.value.for_user


# ---------------------------------------------------------------- one file


def test_a_clean_text_keeps_every_line_as_it_stands(tmp_path: Path, repairer: Shouting) -> None:
    path = tmp_path / "ke-hoach.txt"
    path.write_bytes("KẾ HOẠCH\r\n\r\nCác phòng gửi hồ sơ trước ngày 05\u200b/11.\n".encode())
    document = read_document(path, SETTINGS)
    assert [line.number for line in document.lines] == [1, 2, 3, 4]
    assert [line.source for line in document.lines] == [
        "KẾ HOẠCH\r",
        "\r",
        "Các phòng gửi hồ sơ trước ngày 05\u200b/11.",
        "",
    ]
    assert document.text == "KẾ HOẠCH\n\nCác phòng gửi hồ sơ trước ngày 05/11.\n"
    assert document.text_layer == "clean"
    assert repairer.runs == []


def test_the_source_of_a_quote_is_exact_where_invisible_letters_were_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Hạn nộp\u200b hồ sơ là ngày\u00ad 05/11 hằng năm, gửi về Văn phòng Sở.")
    document = read_document(path, SETTINGS)
    start = document.text.index("ngày 05/11")
    assert document.source_of(start, start + len("ngày 05/11")) == "ngày\u00ad 05/11"


def test_only_the_garbled_part_of_a_mixed_file_is_repaired(tmp_path: Path, repairer: Shouting) -> None:
    clean = "Các phòng, đơn vị thuộc Sở gửi hồ sơ đề nghị khen thưởng về Văn phòng Sở."
    garbled = "Cac phong, don vi thudc Sé giri hd so dé nghi khen thuéng vé Van phong Sé."
    path = tmp_path / "a.txt"
    path.write_text("\n".join([clean, "", garbled, garbled, "", clean]))
    document = read_document(path, SETTINGS)
    assert document.text_layer == "garbled"
    assert document.lines[0].text == clean
    assert document.lines[2].text == garbled.upper()
    assert document.lines[2].source == garbled
    assert document.lines[5].text == clean
    assert [line for run in repairer.runs for line in run if line] == [garbled, garbled]
    assert "phục hồi" in document.notes[0]


def test_a_file_without_a_letter_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "trang.txt"
    path.write_text("\n \n")
    with pytest.raises(EmptyFile):
        read_document(path, SETTINGS)


def test_a_document_is_known_by_the_hash_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Kế hoạch")
    document = read_document(path, SETTINGS, name="Tên người dùng đặt.txt")
    assert document.file == "Tên người dùng đặt.txt"
    assert document.id == document.sha256[:16]
    assert len(document.sha256) == 64


# ---------------------------------------------------------------- pages that must be seen

COVERED, BARE = 0.9, 0.0
LONG = ("Các phòng, đơn vị thuộc Sở gửi hồ sơ đề nghị khen thưởng.",) * 9
STAMP = ("Ký bởi: Sở Xây dựng", "Ngày ký: 12-03-2025")


@pytest.mark.parametrize(
    ("lines", "share", "verdict", "seen"),
    [
        (LONG, COVERED, "clean", False),
        (LONG, BARE, "clean", False),
        (STAMP, COVERED, "clean", True),
        (STAMP, BARE, "clean", False),
        (LONG, COVERED, "garbled", True),
        (LONG, BARE, "garbled", False),
        ((), COVERED, "missing", True),
        ((), BARE, "missing", True),
        (LONG, BARE, "unreadable", True),
    ],
)
def test_a_page_is_seen_where_its_picture_may_say_more(
    lines: tuple[str, ...], share: float, verdict: str, seen: bool
) -> None:
    judgement = Judgement(verdict, 1.0, "")  # type: ignore[arg-type]
    assert must_be_seen(FilePage(1, lines, share), judgement) is seen


def reading(words: int) -> Reading:
    return Reading((ReadLine("x", (WordBox(0, 1, 0, 0, 0, 0),) * words),), 90.0)


def test_a_clean_layer_gives_way_only_to_a_longer_reading() -> None:
    page, clean, garbled = FilePage(1, STAMP, COVERED), Judgement("clean", 1, ""), Judgement("garbled", 1, "")
    assert says_more(reading(60), page, clean)
    assert not says_more(reading(5), page, clean)
    assert says_more(reading(6), page, garbled)
    assert not says_more(reading(2), page, garbled)


@needs_tesseract
def test_garbled_and_stamped_scans_are_seen_and_a_garbled_page_without_picture_is_repaired(repairer: Shouting) -> None:
    document = read_document(DATA / "layers.pdf", SETTINGS)
    assert document.text_layer == "scan"
    by_page = {page: [line.text for line in document.lines if line.page == page] for page in (1, 2, 3)}
    assert by_page[1][:3] == ["UBND TỈNH AN LẠC", "SỞ XÂY DỰNG", "Số: 45/KH-SXD"]
    assert by_page[2][:3] == ["UBND TỈNH AN LẠC", "SỞ XÂY DỰNG", "Số: 45/KH-SXD"]
    assert by_page[3][4] == "KE HOACH"
    assert len(repairer.runs) == 1
    assert document.notes == ("Trang 3: lớp chữ bị lỗi dấu tiếng Việt, đã được phục hồi tự động.",)


def test_without_tesseract_a_garbled_layer_is_repaired_and_the_user_told(
    repairer: Shouting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "installed_languages", lambda: None)
    document = read_document(DATA / "layers.pdf", SETTINGS)
    assert document.text_layer == "garbled"
    assert document.notes[0].startswith("Trang 1, 2: Máy chủ chưa cài Tesseract")


# ---------------------------------------------------------------- many files


def test_files_come_back_in_order_and_a_bad_one_does_not_stop_the_others(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.txt", "b.pdf", "c.txt")]
    paths[0].write_text("Kế hoạch số 1")
    paths[1].write_bytes(b"%PDF-1.7 rubbish")
    paths[2].write_text("Kế hoạch số 3")
    steps: list[Step] = []
    first, second, third = read_documents(paths, SETTINGS, steps.append)
    assert isinstance(first, Document)
    assert first.file == "a.txt"
    assert isinstance(second, Skipped)
    assert second.reason.startswith("BrokenFile")
    assert "“b.pdf” bị hỏng" in second.for_user
    assert isinstance(third, Document)
    assert [(step.file, step.stage) for step in steps if step.stage in ("done", "skipped")] == [
        ("a.txt", "done"),
        ("b.pdf", "skipped"),
        ("c.txt", "done"),
    ]


def test_a_file_that_takes_too_long_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Kế hoạch")
    (result,) = read_documents([path], Settings(read_seconds=0.001))
    assert isinstance(result, Skipped)
    assert result.reason.startswith("FileTooLarge")


def test_no_files_give_no_documents() -> None:
    assert list(read_documents([], SETTINGS)) == []


@pytest.mark.skipif(not MALFORMED.is_dir(), reason="the shared malformed files are not on this machine")
def test_hostile_files_neither_crash_nor_hang() -> None:
    files = [path for path in sorted(MALFORMED.glob("*.pdf"))[::18] if path.stat().st_size < 200_000]
    results = list(read_documents(files, Settings(read_seconds=4)))
    assert len(results) == len(files) >= 20
    assert all(result.for_user for result in results if isinstance(result, Skipped))


# ---------------------------------------------------------------- children


def crash(report: object) -> None:
    os.abort()


def sleep(report: object) -> None:
    time.sleep(60)


def grab(report: object) -> int:
    return len(bytearray(4_000_000_000))


def add(report: object, one: int, other: int) -> int:
    return one + other


def test_a_child_survives_crashes_hangs_and_floods_of_memory() -> None:
    child = Child(1000)
    try:
        assert child.call(add, 2, 3, seconds=30) == 5
        with pytest.raises(ChildDied):
            child.call(crash, seconds=30)
        with pytest.raises(MemoryError):
            child.call(grab, seconds=30)
        with pytest.raises(ChildTooSlow):
            child.call(sleep, seconds=0.2)
        assert child.call(add, 2, 3, seconds=30) == 5
    finally:
        child.stop()


def test_each_page_says_how_its_text_was_judged_and_what_was_done(tmp_path: Path) -> None:
    file = tmp_path / "ke-hoach.txt"
    file.write_text("Uy ban nhan dan tinh ban hanh Ké hoach thi dua khen thudng nam 2031.\n" * 3, encoding="utf-8")
    (layer,) = read_document(file, Settings()).layers
    assert (layer.page, layer.verdict, layer.done) == (1, "garbled", "repaired")
    assert "stripped" in layer.reason


def test_figures_read_as_words_are_listed_for_the_reader(tmp_path: Path) -> None:
    file = tmp_path / "nha-o.txt"
    file.write_text("Ké hoach phat trién nha 6 x4 hdi cho cng nhan khu céng nghiép tinh nam 2031\n", encoding="utf-8")
    notes = read_document(file, Settings()).notes
    assert "Chữ số đọc thành chữ, cần đối chiếu: dòng 1 (“6” → “ở”)." in notes


def test_a_stretch_of_foreign_names_and_blanks_in_a_clean_file_stays_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "danh-muc.txt"
    body = "Các cơ sở giáo dục nghề nghiệp có trách nhiệm bố trí đủ thiết bị đào tạo theo danh mục sau đây.\n"
    path.write_text(body * 4 + "100bp DNA ladder \n10µL \n \n  \nTBE 10X \n120ml \n" + body * 4, encoding="utf-8")
    document = read_document(path, Settings())
    assert [line.text for line in document.lines] == path.read_text(encoding="utf-8").split("\n")
    assert (document.text_layer, document.notes) == ("clean", ())


def test_a_web_address_that_goes_on_over_lines_stays_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "tai-lieu.txt"
    body = "Các cơ sở giáo dục nghề nghiệp có trách nhiệm bố trí đủ thiết bị đào tạo theo danh mục sau đây.\n"
    address = "https://hoctap.example.vn/nghiep-vu/lua-chon-phuong-phap-to-chuc-day-\nhoc-thuc-hanh-nghe-truyen-cam-hung.html.\n"
    path.write_text(body * 2 + address * 3 + body * 2, encoding="utf-8")
    document = read_document(path, Settings())
    assert [line.text for line in document.lines] == path.read_text(encoding="utf-8").split("\n")
