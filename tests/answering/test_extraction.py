"""Passages are weighed by what they share with the question, and the values asked for are read from them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assistant.answering.describing import _BEHIND, Describer
from assistant.answering.extraction import (
    Scored,
    _spans,
    all_alike,
    answer_values,
    is_another_task,
    propose,
    tighten,
    whole_basis,
)
from assistant.answering.features import FEATURES, TermWeights, Window, prepare
from assistant.answering.polarity import decide
from assistant.answering.query import understand
from assistant.answering.scoring import MOST_LEAVES, trees_from_record
from assistant.answering.statements import read_statements
from assistant.schema import Chunk, Hit, Metadata, Query
from tests.answering.material import assistant, document
from tests.documents.pieces import document_of


def windows(question: str) -> tuple[list[Window], np.ndarray]:
    query = understand(question)
    asked = prepare(query, assistant().weights)
    hits = assistant().gather(query)
    readings = {name: assistant().reading(name) for name in assistant().index.documents}
    proposed, describer = propose(asked, hits, readings, {}, assistant().meanings)
    return proposed, describer.describe(proposed)


def test_the_statement_that_answers_is_proposed() -> None:
    proposed, _ = windows("Hồ sơ đề nghị khen thưởng gửi về đâu, trước ngày nào?")
    assert any("trước ngày 20/11" in window.text for window in proposed)


def test_a_whole_list_is_proposed_with_its_lead_in() -> None:
    proposed, _ = windows("Tiêu chuẩn khen thưởng đối với tập thể gồm những gì?")
    lists = [window.text for window in proposed if window.block]
    assert any(
        text.startswith("1. Đối với tập thể:") and text.endswith("c) Có sáng kiến được áp dụng.") for text in lists
    )


def shared_words(question: str, text: str) -> list[float]:
    """The share of a question's words that each statement of a document holds."""
    reading = read_statements(document(text, "van-ban.txt"))
    hit = Hit(Chunk("c", reading.document.id, "text", (), "", text, 0, len(text)), 1.0)
    found = [Window(reading, index, index, hit, 0, False) for index in range(len(reading.statements))]
    rows = Describer(prepare(understand(question), TermWeights(())), [hit], {}, False, assistant().meanings).describe(
        found
    )
    return [float(row[FEATURES.index("words_text")]) for row in rows]


def test_a_passage_found_again_for_one_question_is_not_described_again() -> None:
    proposed, _ = windows("Hồ sơ đề nghị khen thưởng gửi về đâu, trước ngày nào?")
    asked = prepare(understand("Hồ sơ gửi trước ngày nào?"), TermWeights(()))
    near = Describer(asked, [proposed[0].hit], {}, False, assistant().meanings)
    some = near.describe(proposed[:2])
    assert len(asked.described) == 2
    both = near.describe(proposed)
    assert np.allclose(both[:2, : -len(_BEHIND)], some[:, : -len(_BEHIND)])
    assert len(asked.described) == len(proposed)
    alone = prepare(understand("Hồ sơ gửi trước ngày nào?"), TermWeights(()))
    assert np.allclose(both, Describer(alone, [proposed[0].hit], {}, False, assistant().meanings).describe(proposed))


RENT = "Công ty được hỗ trợ tiền trọ đến hôm nào?"


def test_a_passage_that_says_it_in_other_words_shares_them() -> None:
    text = "Doanh nghiệp nộp đủ thuế trong năm.\nHỗ trợ tiền thuê nhà cho người lao động đến hết ngày 15/8."
    first, second = shared_words(RENT, text)
    assert second > first > 0


def test_a_document_that_uses_the_words_of_the_question_means_something_else_by_others() -> None:
    text = "Tiền thuê nhà của cơ quan trả theo quý."
    alone, beside = shared_words(RENT, text), shared_words(RENT, f"{text}\nTiền trọ của học sinh trả theo tháng.")
    assert alone[0] > beside[0]


def test_the_better_passage_shares_more_of_the_question() -> None:
    proposed, rows = windows("Lấy mẫu xét nghiệm tại bao nhiêu phần trăm bếp ăn?")
    shares = rows[:, FEATURES.index("words_text")]
    assert "30%" in proposed[int(shares.argmax())].text


TASKS = """\
STT | Nội dung nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp
1 | Ban hành kế hoạch kiểm tra | Sở Nội vụ | Các sở
2 | Kiểm tra việc thực hiện tại các xã | Sở Nội vụ | Sở Tư pháp, Sở Tài chính
"""


def passages(text: str, spans: list[tuple[int, int]]) -> list[Scored]:
    """Passages of these statements, the best first; lines of cells are rows of a table, the first its header."""
    document = document_of(text)
    lines = [(start, start + len(line.text)) for line, start in zip(document.lines, document.line_starts, strict=True)]
    rows = [line for line in lines if "|" in text[slice(*line)] and not text[slice(*line)].startswith("STT")]
    reading = read_statements(document, rows)
    hit = Hit(Chunk("c", document.id, "text", (), "", text, 0, len(text)), 1.0)
    found = [Window(reading, first, last, hit, 0, last > first) for first, last in spans]
    features = np.zeros(len(FEATURES), np.float32)
    features[FEATURES.index("values_beyond")] = 1.0
    return [Scored(window, 3.0 - 2 * place, 0.5, features) for place, window in enumerate(found)]


def test_of_rows_together_the_best_single_one_answers_who_does_it() -> None:
    question = prepare(understand("Những cơ quan nào phối hợp kiểm tra tại các xã?"), assistant().weights)
    scored = passages(TASKS, [(0, 2), (2, 2), (1, 1)])
    assert tighten(question, scored).window.text.startswith("2 | Kiểm tra")


def test_a_row_asked_for_in_other_words_is_meant_where_no_other_passage_comes_near() -> None:
    row, other = passages(TASKS, [(2, 2), (1, 1)])
    row.features[FEATURES.index("task")] = 1.0
    assert is_another_task([replace(row, score=other.score + 1), other])
    assert not is_another_task([replace(row, score=other.score + 3), other])


def test_rows_that_are_asked_for_together_stay_together() -> None:
    question = prepare(understand("Công tác chỉ đạo gồm những gì?"), assistant().weights)
    scored = passages(TASKS, [(0, 2), (2, 2)])
    assert tighten(question, scored) is scored[0]


def test_of_a_very_long_passage_only_the_clause_is_said_that_holds_the_value() -> None:
    duties = "\n".join(
        f"{number}. Sở Tài chính rà soát nguồn vốn của từng dự án chậm tiến độ." for number in range(1, 20)
    )
    text = f"Nhiệm vụ thời gian tới:\n{duties}\n20. Các xã hoàn thành bàn giao mặt bằng trước ngày 20/10/2025."
    question = prepare(understand("Các xã bàn giao mặt bằng xong trước ngày nào?"), assistant().weights)
    scored = passages(text, [(0, 20), (20, 20)])
    assert tighten(question, scored).window.text.endswith("trước ngày 20/10/2025.")


def test_a_sentence_that_only_announces_is_said_with_what_it_announces() -> None:
    (scored,) = passages("Hợp đồng phải ghi rõ các nội dung sau đây:\na) Tiền lương;\nb) Nơi làm việc.", [(0, 0)])
    question = prepare(understand("Hợp đồng phải ghi những gì?"), assistant().weights)
    found = tighten(question, [scored]).window
    assert found.block
    assert found.text.endswith("b) Nơi làm việc.")
    asked = prepare(understand("Các xã gửi báo cáo trước ngày nào?"), assistant().weights)
    (dated,) = passages("Trước ngày 20/11 các xã gửi báo cáo gồm:\na) Số liệu;\nb) Kiến nghị.", [(0, 0)])
    assert tighten(asked, [dated]) is dated


def test_what_a_document_is_based_on_is_taken_whole() -> None:
    text = """\
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/02/2025;
Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ về kiểm soát thủ tục hành chính;
Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ về cơ chế một cửa;
Theo đề nghị của Chánh Văn phòng."""
    (passage,) = passages(text, [(1, 1)])
    assert (whole_basis(passage.window).first, whole_basis(passage.window).last) == (0, 2)
    (other,) = passages(text, [(3, 3)])
    assert whole_basis(other.window) is other.window


def test_documents_are_alike_through_one_that_is_like_both() -> None:
    def of(issuer: str, subject: str) -> Scored:
        (passage,) = passages("Đăng ký thi đua trước ngày 15/3/2025.", [(0, 0)])
        metadata = Metadata(kind="Kế hoạch", issuer=issuer, subject=subject, issued_on="2025-03-01")
        reading = replace(passage.window.reading, document=replace(passage.window.reading.document, metadata=metadata))
        return replace(passage, window=replace(passage.window, reading=reading))

    first = of("Sở Y tế", "Phát động phong trào thi đua cải cách hành chính")
    second = of("Sở Nội vụ", "Phát động thi đua cải cách hành chính ngành Nội vụ")
    third = of("Sở Xây dựng", "Thi đua cải cách ngành Xây dựng năm 2025 của công chức")
    other = of("Sở Tài chính", "Kiểm kê tài sản công")
    linked = of("Sở Tư pháp", "Thi đua cải cách hành chính ngành Tư pháp của công chức")
    assert all_alike(first, [first, third, other]) == []
    assert all_alike(first, [first, second, third, other, linked]) == [second, linked, third]


def focus(question: str) -> list[str]:
    """The telling words of a question, the nearest to its word of asking first."""
    asked = prepare(understand(question), TermWeights([]))
    return sorted(asked.focus, key=lambda word: -asked.focus[word])


def test_the_words_beside_the_word_of_asking_are_what_is_asked() -> None:
    assert focus("Sáu tháng đầu năm 2026 toàn tỉnh tiếp nhận bao nhiêu hồ sơ?")[:2] == ["nhan", "ho"]


def test_of_what_something_is_its_first_words_are_asked() -> None:
    assert focus("Hạn gửi hồ sơ khen thưởng của Sở Xây dựng là khi nào?")[:2] == ["han", "gui"]


def test_a_value_amid_the_words_that_are_asked_fits_the_question_best() -> None:
    proposed, rows = windows("Giải quyết đúng hạn ít nhất bao nhiêu phần trăm hồ sơ?")
    slots = rows[:, FEATURES.index("slot")]
    assert "98% hồ sơ" in proposed[int(slots.argmax())].text


def test_values_that_the_question_holds_itself_do_not_answer_it() -> None:
    question = "Từ ngày 12/3/2024, hồ sơ khen thưởng phải gửi trước ngày nào?"
    asked = prepare(understand(question), assistant().weights)
    window = next(each for each in windows(question)[0] if "20/11" in each.text)
    assert [value.text for value in answer_values(asked, window)][:1] == ["trước ngày 20/11"]


def test_trees_add_up_by_hand() -> None:
    # One tree: feature 0 at most 0.5 gives -1, more gives 2; baseline 0.5: 1/(1+e^0.5) and 1/(1+e^-2.5).
    tree = {
        "feature": [0, 0, 0],
        "threshold": [0.5, 0.0, 0.0],
        "left": [1, 1, 2],
        "right": [2, 1, 2],
        "value": [0.0, -1.0, 2.0],
    }
    trees = trees_from_record({"baseline": 0.5, "depth": 1, "trees": [tree]})
    found = trees.probability(np.array([[0.2], [0.9]], np.float32))
    assert np.allclose(found, [0.37754, 0.92414], atol=1e-5)


def test_trees_of_more_leaves_than_are_counted_are_refused() -> None:
    count = MOST_LEAVES + 1  # each branch has a leaf to its left and the next branch to its right
    left = [*range(count - 1, 2 * count - 2), *range(count - 1, 2 * count - 1)]
    right = [*range(1, count - 1), 2 * count - 2, *range(count - 1, 2 * count - 1)]
    zeros = [0.0] * len(left)
    tree = {"feature": [0] * len(left), "threshold": zeros, "left": left, "right": right, "value": zeros}
    with pytest.raises(ValueError, match="at most 16 leaves"):
        trees_from_record({"baseline": 0.0, "depth": count, "trees": [tree]})


def yes_no(question: str) -> Query:
    return Query(question, question, "vi", "yes_no")


def test_a_day_after_the_deadline_is_too_late() -> None:
    says = "Hồ sơ gửi về Văn phòng Sở trước ngày 20/11 để tổng hợp."
    assert decide(yes_no("Nộp hồ sơ ngày 21/11/2024 có kịp không?"), says, 2024, 0.9) == "no"
    assert decide(yes_no("Nộp hồ sơ ngày 19/11/2024 có kịp không?"), says, 2024, 0.9) == "yes"
    assert decide(yes_no("Nộp hồ sơ ngày 20/11/2024 có quá hạn không?"), says, 2024, 0.9) == "yes"
    steps = "1. Sơ kết phong trào trước ngày 20/6.\n2. Hồ sơ khen thưởng gửi về Sở trước ngày 05/12."
    assert decide(yes_no("Nộp hồ sơ khen thưởng ngày 25/11 có kịp không?"), steps, 2024, 0.9) == "yes"
    assert decide(yes_no("Nộp trễ hồ sơ sau 20/11 có được không?"), says, 2024, 0.9) == "no"
    assert decide(yes_no("Nộp trễ hồ sơ sau ngày 18/11 có được nhận không?"), says, 2024, 0.9) == "yes"


def test_another_figure_than_the_documents_is_wrong() -> None:
    says = "Lấy mẫu xét nghiệm tại 30% số bếp ăn được kiểm tra."
    assert decide(yes_no("Có đúng là lấy mẫu tại 45% số bếp ăn không?"), says, 2024, 0.9) == "no"


def test_a_distant_text_decides_nothing() -> None:
    assert decide(yes_no("Có được thưởng tiền không?"), "Có sáng kiến được áp dụng.", 2024, 0.2) is None


def test_the_row_of_a_table_is_joined_to_nothing_else() -> None:
    table = "Thang điểm như sau:\nSTT | Nội dung | Điểm tối đa\n1 | Thể chế | 15\nTổng điểm là 100."
    row = table.index("1 | Thể chế | 15")
    reading = read_statements(document(table, "thang-diem.txt"), [(row, row + len("1 | Thể chế | 15"))])
    header, of_table, behind = 1, 2, 3
    assert list(_spans(reading, header, 0)) == []
    assert list(_spans(reading, of_table, 0)) == [(of_table, of_table, False)]
    assert list(_spans(reading, behind, 0)) == [(behind, behind, False)]
