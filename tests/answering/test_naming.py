"""Of a passage the item is said whose name the question has, and no more."""

from __future__ import annotations

import pytest

from assistant.answering.features import TermWeights, Window, prepare
from assistant.answering.naming import is_what_is_named, named_part
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
