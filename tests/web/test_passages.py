"""A passage is shown in its context, marked, escaped, and as it stood."""

from __future__ import annotations

from assistant.answering.standing import Change
from assistant.web.conversation import source_of
from assistant.web.passages import context_range, marked, passage_view, place_of_range
from assistant.web.texts import english
from tests.web.fakes import CLEAN_LINES, DIGITAL, PLAN, cite

DEADLINE = source_of(cite(PLAN, " ".join(CLEAN_LINES[9:11]), "trước ngày 20/11", 1), PLAN)
SHARE = source_of(cite(DIGITAL, "Tỷ lệ hồ sơ trực tuyến đạt từ 80% trở lên.", "80%", 1), DIGITAL)


def test_the_quote_and_the_value_in_it_are_marked() -> None:
    assert marked("gửi trước ngày 01/12 về Sở", (4, 20), [(10, 20)], []) == (
        'gửi <mark>trước </mark><mark class="value">ngày 01/12</mark> về Sở'
    )


def test_what_a_document_says_is_never_taken_for_html() -> None:
    assert marked("<script>alert(1)</script>", (0, 8), [], []) == ("<mark>&lt;script&gt;</mark>alert(1)&lt;/script&gt;")
    shown = passage_view(PLAN, DEADLINE, has_file=True, doubtful_below=0.6, near=False)
    assert "&lt;b&gt;Kế hoạch&lt;/b&gt; này &amp; báo cáo" in shown


def test_a_quote_over_two_lines_is_marked_in_both() -> None:
    shown = passage_view(PLAN, DEADLINE, has_file=False, doubtful_below=0.6, near=False)
    assert "<mark>Các đơn vị gửi hồ sơ đề nghị khen thưởng về Văn phòng Sở</mark>" in shown
    assert '<mark class="value">trước ngày 20/11</mark><mark> để tổng hợp' in shown
    assert "Trang 2, dòng 3–4" in shown


def test_a_repaired_quote_stands_beside_the_words_of_the_file() -> None:
    shown = passage_view(DIGITAL, SHARE, has_file=True, doubtful_below=0.6, near=False)
    assert "đã phục hồi dấu" in shown
    assert "Ty 1é hồ so trực tuyén dat tir 80% trở 1én." in shown
    assert '<span class="doubtful" title="Từ phục hồi chưa chắc chắn">lên.</span>' in shown
    clean = passage_view(PLAN, DEADLINE, has_file=True, doubtful_below=0.6, near=False)
    assert "Văn bản gốc" not in clean


def test_a_document_that_was_changed_says_so_by_which() -> None:
    change = Change(DIGITAL, "replaces", "412/KH-SXD", None, 0, 30)
    changed = passage_view(PLAN, DEADLINE, has_file=True, doubtful_below=0.6, near=False, changes=[change])
    assert "Đã được thay thế bằng Kế hoạch 57/KH-UBND" in changed
    assert f'href="/documents/{DIGITAL.id}"' in changed
    unchanged = passage_view(PLAN, DEADLINE, has_file=True, doubtful_below=0.6, near=False)
    assert "Chưa thấy văn bản nào trong kho sửa đổi hoặc thay thế" in unchanged


def test_the_panel_is_in_english_for_who_wants_it() -> None:
    shown = passage_view(DIGITAL, SHARE, has_file=True, doubtful_below=0.6, near=False, t=english)
    assert "Source 1" in shown
    assert "As in the file" in shown


def test_the_page_is_pictured_only_where_there_are_pages_and_a_file() -> None:
    assert f"pages/2.png?highlight={DEADLINE['start']}-{DEADLINE['end']}" in passage_view(
        PLAN, DEADLINE, has_file=True, doubtful_below=0.6, near=False
    )
    assert "<img" not in passage_view(PLAN, DEADLINE, has_file=False, doubtful_below=0.6, near=False)
    assert "<img" not in passage_view(DIGITAL, SHARE, has_file=True, doubtful_below=0.6, near=False)


def test_the_context_ends_with_the_document() -> None:
    assert context_range(DIGITAL, SHARE["start"], SHARE["end"]) == (0, 3)
    assert place_of_range(DIGITAL, SHARE["start"], SHARE["end"]) == "Dòng 3"
