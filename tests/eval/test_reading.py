"""What counts as read right, of fields, tasks and numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.schema import Line, Metadata, Task, Word
from eval import reading
from eval.reading import (
    Section,
    is_date,
    is_number,
    is_position,
    is_subject,
    numbers_lost,
    says_same,
    share,
    task_faults,
)

ROW = {
    "number": "214/SXD-QLN",
    "issued_on": "07/05/2025",
    "subject": "V/v kiểm tra an toàn lao động tại các công trình xây dựng trên địa bàn tỉnh trong quý II năm 2025",
    "position": "Phó Giám đốc, KT. Giám đốc",
    "note": "",
}


def test_a_blank_number_is_right_when_only_its_symbol_is_read() -> None:
    blank = {**ROW, "number": "(để trống)/SXD-QLN"}
    assert is_number(blank, Metadata(number="/SXD-QLN"))
    assert not is_number(ROW, Metadata(number="/SXD-QLN"))


def test_of_a_day_written_by_hand_month_and_year_are_enough_but_a_wrong_day_is_wrong() -> None:
    by_hand = {**ROW, "note": "low resolution; number and day handwritten; footnotes"}
    assert is_date(by_hand, Metadata(issued_on="2025-05"))
    assert is_date(by_hand, Metadata(issued_on="2025-05-07"))
    assert not is_date(by_hand, Metadata(issued_on="2025-05-09"))
    assert not is_date(by_hand, Metadata(issued_on="2025"))
    assert is_date({**ROW, "note": "number and date handwritten"}, Metadata(issued_on="2025"))
    assert not is_date(ROW, Metadata(issued_on="2025-05"))
    assert is_date({**ROW, "issued_on": "(để trống)/08/2025"}, Metadata(issued_on="2025-08"))


def test_a_subject_may_differ_in_one_word_of_twenty() -> None:
    assert is_subject(ROW, Metadata(subject=ROW["subject"].removeprefix("V/v ").replace("quý II", "quý I1")))
    assert not is_subject(ROW, Metadata(subject=f"{ROW['subject']} Kính gửi các đơn vị"))
    assert not is_subject(ROW, Metadata())


def test_steps_of_a_position_count_in_any_order() -> None:
    assert is_position(ROW, Metadata(position="KT. Giám đốc, Phó Giám đốc"))
    assert is_position(ROW, Metadata(position="TM. Ủy ban nhân dân, KT. Giám đốc, Phó Giám đốc"))
    assert not is_position(ROW, Metadata(position="KT. Giám đốc"))


def test_each_wrong_cell_of_a_task_is_named() -> None:
    expected = {"lead": ["Sở Y tế"], "coordinators": ["UBND cấp xã", "Sở Nội vụ"], "deadline": "Hằng tháng"}
    right = Task(1, None, "Rà soát", ("Sở Y tế",), ("Sở Nội vụ", "UBND cấp xã"), "Hàng tháng", 0, 9)
    assert task_faults(expected, right) == []
    late = Task(1, None, "Rà soát", ("Sở Y tế",), ("Sở Nội vụ",), "Quý I", 0, 9)
    assert [fault.split(":")[0] for fault in task_faults(expected, late)] == ["coordinators", "deadline"]
    assert task_faults(expected, None) == ["no such row"]


def test_another_figure_is_never_the_same() -> None:
    assert says_same("Chương trình số 12-CTr/TU của Tỉnh ủy An Lạc", "Chương trình số 12-CTr/TU của Tỉnh ủy An Lac")
    assert not says_same("Chương trình số 12-CTr/TU của Tỉnh ủy An Lạc", "Chương trình số 13-CTr/TU của Tỉnh ủy An Lạc")


def test_a_lost_number_is_silent_unless_the_word_is_doubtful_or_a_note_names_it() -> None:
    words = (Word(0, 4, 0, 4), Word(5, 9, 5, 6, 0.55))
    assert list(numbers_lost(Line(1, 3, "nha 6", "nhà ở", (Word(0, 3, 0, 3), Word(4, 5, 4, 5))), [])) == [("6", False)]
    assert list(numbers_lost(Line(1, 3, "nha 6", "nhà ở", (Word(0, 3, 0, 3), Word(4, 5, 4, 5, 0.5))), [])) == [
        ("6", True)
    ]
    note = "Chữ số đọc thành chữ, cần đối chiếu: dòng 3 (“6” → “ở”)."
    assert list(numbers_lost(Line(1, 3, "nha 6", "nhà ở", (Word(0, 3, 0, 3), Word(4, 5, 4, 5))), [note])) == [
        ("6", True)
    ]
    assert list(numbers_lost(Line(1, 3, "khac ¢6 lien quan", "khác có liên quan", words), [])) == []


def test_the_command_prints_a_section_and_says_by_its_exit_code_whether_floors_are_reached(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "documents").mkdir()
    short = Section([share("fields", 8, 10, 0.9)], ["a.pdf: signer: expected 'Lê Thị Hoa', got None"])
    monkeypatch.setitem(reading.SECTIONS, "metadata", lambda shared: short)
    assert reading.main(["--shared", str(tmp_path), "--only", "metadata", "--errors"]) == 1
    out = capsys.readouterr().out
    assert all(said in out for said in ("8 of 10 (80.0%)", "not reached", "Lê Thị Hoa"))
    monkeypatch.setitem(reading.SECTIONS, "metadata", lambda shared: Section([share("fields", 9, 10, 0.9)]))
    assert reading.main(["--shared", str(tmp_path), "--only", "metadata"]) == 0
    assert reading.main(["--shared", str(tmp_path / "nowhere")]) == 2
