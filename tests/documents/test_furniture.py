"""Running heads, page numbers and stamps are told from the text."""

from __future__ import annotations

from assistant.documents.furniture import find_furniture, without_markdown
from assistant.schema import Line

GAZETTE = """\
CÔNG BÁO/Số 293/Ngày 31-05-2026
3

Điều 6. Hợp đồng lao động
Ký bởi: CÔNG BÁO NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Cơ quan: VĂN PHÒNG CHÍNH PHỦ
Ngày ký: 2026-05-29 15:12:51 +07:00

4
CÔNG BÁO/Số 293/Ngày 31-05-2026
1. Cơ quan: nơi giảng viên đang công tác.
5 CÔNG BÁO/Số 293 + 294/Ngày 31-05-2026
2. Số công báo được ghi vào sổ."""


def left_out(text: str) -> list[str]:
    lines = [Line(1, number, words, words) for number, words in enumerate(text.split("\n"), start=1)]
    found = find_furniture(lines, paged=False)
    return [line.text for index, line in enumerate(lines) if index in found]


def pages_of(*pages: str) -> list[Line]:
    return [
        Line(page, number, words, words)
        for page, text in enumerate(pages, start=1)
        for number, words in enumerate(text.split("\n"), start=1)
    ]


def test_the_head_of_the_gazette_its_page_numbers_and_the_stamp_are_no_text() -> None:
    head = "CÔNG BÁO/Số 293/Ngày 31-05-2026"
    assert [words for words in left_out(GAZETTE) if words.startswith(("CÔNG", "5 CÔNG"))] == [
        head, head, "5 CÔNG BÁO/Số 293 + 294/Ngày 31-05-2026"
    ]  # fmt: skip
    assert {"3", "4"} < set(left_out(GAZETTE))
    assert "Cơ quan: VĂN PHÒNG CHÍNH PHỦ" in left_out(GAZETTE)


def test_text_that_looks_alike_stays() -> None:
    kept = set(GAZETTE.split("\n")) - set(left_out(GAZETTE))
    assert {"1. Cơ quan: nơi giảng viên đang công tác.", "2. Số công báo được ghi vào sổ."} < kept


def test_numbers_that_grow_with_the_pages_are_no_text_and_others_are() -> None:
    lines = pages_of("Số hồ sơ\n12", "2\nnhận trong tháng\n7", "3\ntheo quy định\n15", "4\nHết")
    found = find_furniture(lines, paged=True)
    assert [lines[index].text for index in sorted(found)] == ["2", "3", "4"]


def test_what_stands_at_the_edge_of_most_pages_is_a_running_head() -> None:
    lines = pages_of(
        *(f"Đề án chuyển đổi số, trang {page}\nNội dung thứ {page}\nhết ý" + "." * page for page in range(1, 6))
    )
    found = find_furniture(lines, paged=True)
    assert sum(lines[index].text.startswith("Đề án") for index in found) == 5


def test_marks_of_markdown_are_blank_and_nothing_else_moves() -> None:
    text = "### **II. ĐỐI TƯỢNG**\n\n**2. Thời gian:** đến ngày 31/12 (*)\n*Nơi nhận:* 2 * 3 ** 4"
    said = without_markdown(text)
    assert len(said) == len(text)
    assert said.split("\n")[2] == "  2. Thời gian:   đến ngày 31/12 (*)"
    assert [line.strip() for line in said.split("\n")[::3]] == ["II. ĐỐI TƯỢNG", "Nơi nhận:  2 * 3 ** 4"]
