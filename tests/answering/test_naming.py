"""Of a passage the item is said whose name the question has; of a list that is asked for, all items."""

from __future__ import annotations

import pytest

from assistant.answering.features import TermWeights, Window, prepare
from assistant.answering.naming import is_what_is_named, items_left_out, named_part, whole_list
from assistant.answering.query import understand
from assistant.answering.statements import read_statements
from assistant.schema import Chunk, Hit
from tests.answering.material import document

AWARDS = """\
III. Công tác khen thưởng
1. Hình thức khen thưởng: Giấy khen của Giám đốc Sở.
2. Hồ sơ đề nghị khen thưởng
- Văn bản đề nghị của phòng, đơn vị;
- Báo cáo thành tích của tập thể, cá nhân.
3. Mức chi: theo Nghị định số 98/2023/NĐ-CP. Mức này áp dụng cho cả năm.
4. Chỉ số cải cách hành chính của Sở phấn đấu đạt loại khá trở lên."""


def part(question: str, text: str = AWARDS) -> str | None:
    """The part of the whole text that is chosen, on one line."""
    reading = read_statements(document(text, "ke-hoach.txt"))
    hit = Hit(Chunk("c", reading.document.id, "text", (), "", text, 0, len(text)), 1.0)
    whole = Window(reading, 0, len(reading.statements) - 1, hit, 0, True)
    chosen = named_part(prepare(understand(question), TermWeights(())), whole)
    return " ".join(chosen.text.split()) if chosen else None


def test_the_item_of_the_name_asked_for_is_enough() -> None:
    assert part("Hình thức khen thưởng là gì?") == "1. Hình thức khen thưởng: Giấy khen của Giám đốc Sở."


def test_a_named_list_comes_with_its_items() -> None:
    said = part("Hồ sơ đề nghị khen thưởng gồm những gì?")
    assert said is not None
    assert said.startswith("2. Hồ sơ đề nghị khen thưởng - Văn bản")
    assert said.endswith("cá nhân.")


def test_a_sentence_that_goes_on_with_the_item_stays_with_it() -> None:
    said = part("Mức chi khen thưởng theo quy định nào?")
    assert said is not None
    assert said.endswith("Mức này áp dụng cho cả năm.")


def test_the_one_sentence_that_says_all_that_is_asked_is_enough() -> None:
    said = part("Chỉ số cải cách hành chính phấn đấu đạt loại gì?")
    assert said == "4. Chỉ số cải cách hành chính của Sở phấn đấu đạt loại khá trở lên."


@pytest.mark.parametrize(
    "question",
    [
        "Công tác khen thưởng gồm những gì?",  # the name of the whole
        "Hình thức khen thưởng và hồ sơ đề nghị khen thưởng là gì?",  # two of its items
        "Giám đốc Sở tặng gì cho cá nhân?",  # no name of any
        "Ai quyết định hình thức khen thưởng?",  # another thing than what the item is named for
    ],
)
def test_else_the_whole_passage_stays(question: str) -> None:
    assert part(question) is None


def test_what_an_agency_has_to_do_stands_under_its_name() -> None:
    text = "IV. Tổ chức thực hiện\n1. Văn phòng\na) Tổng hợp kết quả.\nb) Báo cáo Giám đốc Sở.\n2. Các phòng: phối hợp."
    reading = read_statements(document(text, "ke-hoach.txt"))
    hit = Hit(Chunk("c", reading.document.id, "text", (), "", text, 0, len(text)), 1.0)
    office = Window(reading, 1, 3, hit, 0, True)

    def is_named(question: str) -> bool:
        return is_what_is_named(prepare(understand(question), TermWeights(())), office)

    assert is_named("Văn phòng có nhiệm vụ gì?")
    assert is_named("Trách nhiệm của Văn phòng gồm những gì?")
    assert not is_named("Văn phòng mua sắm những gì?")
    assert not is_named("Các phòng có nhiệm vụ gì?")


REPEALED = "Điều 1. Bãi bỏ toàn bộ các văn bản sau đây:\n" + "\n".join(
    f"{number}. Quyết định số {number}/2008/QĐ-UBND về việc ban hành quy chế quản lý công trình số {number}."
    for number in range(1, 61)
)
CASES = """\
Điều 9. Thu hồi thẻ
1. Thẻ bị thu hồi trong những trường hợp sau đây:
a) Người được cấp nghỉ hưu;
b) Người được cấp chuyển công tác;
c) Thẻ hỏng.
2. Thẻ mới được cấp trong 05 ngày."""


def whole(question: str, text: str, first: int, last: int) -> Window | None:
    reading = read_statements(document(text, "quyet-dinh.txt"))
    hit = Hit(Chunk("c", reading.document.id, "text", (), "", text, 0, len(text)), 1.0)
    return whole_list(prepare(understand(question), TermWeights(())), Window(reading, first, last, hit, 0, False))


def test_who_asks_for_all_items_gets_all_of_them() -> None:
    chosen = whole("Thẻ bị thu hồi trong những trường hợp nào?", CASES, 2, 3)
    assert chosen is not None
    assert " ".join(chosen.text.split()).startswith("1. Thẻ bị thu hồi trong những trường hợp sau đây: a)")
    assert chosen.text.endswith("c) Thẻ hỏng.")
    assert items_left_out(chosen) == 0


def test_when_something_is_done_may_be_a_list_of_cases() -> None:
    assert whole("Khi nào thẻ bị thu hồi?", CASES, 2, 3) is not None
    assert whole("Khi nào thẻ mới được cấp?", CASES, 5, 5) is None


@pytest.mark.parametrize(
    "question", ["Người nghỉ hưu thì thẻ ra sao?", "Thẻ hỏng có bị thu hồi không?", "Những thẻ hỏng nào bị thu hồi?"]
)
def test_an_item_that_says_more_of_what_is_asked_stays_alone(question: str) -> None:
    assert whole(question, CASES, 4, 4) is None


def test_of_a_very_long_list_the_beginning_is_said_and_how_many_follow() -> None:
    chosen = whole("Những văn bản nào bị bãi bỏ toàn bộ?", REPEALED, 30, 31)
    assert chosen is not None
    said = len(chosen.inside) - 1
    assert 20 < said < 60
    assert items_left_out(chosen) == 60 - said


def test_what_stands_under_the_name_counts_for_it() -> None:
    text = AWARDS.replace("3. Mức chi: theo", "3. Mức chi khen thưởng\n\nThực hiện theo")
    said = part("Mức chi khen thưởng thực hiện theo nghị định nào?", text)
    assert said is not None
    assert said.startswith("3. Mức chi khen thưởng Thực hiện theo Nghị định số 98/2023/NĐ-CP")


def test_a_heading_with_one_sentence_under_it_bears_its_name_too() -> None:
    text = "I. YÊU CẦU\n\n3. Chủ đề thi đua\n\n“Chuyển đổi số trong giải quyết thủ tục”.\n\n4. Thời gian\n\nCả năm."
    reading = read_statements(document(text, "ke-hoach.txt"))
    hit = Hit(Chunk("c", reading.document.id, "text", (), "", text, 0, len(text)), 1.0)
    topic, whole_year = (Window(reading, at, at, hit, 0, False) for at in (2, 4))
    asked = prepare(understand("Chủ đề thi đua là gì?"), TermWeights(()))
    assert is_what_is_named(asked, topic)
    assert not is_what_is_named(asked, whole_year)
