"""Judging whether text is clean Vietnamese, garbled, unmarked, another language, or missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.documents.textlayer import is_syllable, is_unmarked_syllable, judge, judge_lines, word_class
from assistant.language.vietnamese import fold

QUESTIONS = Path(__file__).parents[3] / "shared" / "data" / "questions"
needs_documents = pytest.mark.skipif(not QUESTIONS.is_dir(), reason="the shared documents are not on this machine")

CLEAN = "Các phòng, đơn vị gửi hồ sơ đề nghị khen thưởng về Văn phòng Sở trước ngày 05 tháng 11 hằng năm."
GARBLED = "Cac phong, don vi giri hd so dé nghi khen thuéng vé Van phong Sé truéc ngay 05 thang 11 hang nim."
ENGLISH = "The departments shall submit their award files to the office before the fifth of November each year."


@pytest.mark.parametrize("word", ["việc", "được", "quyết", "gì", "giếng", "nghiêng", "an", "thuở", "oanh"])
def test_syllables_with_their_marks_are_well_formed(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["viec", "duoc", "hién", "cac", "office", "strong", "thưc", "việć"])
def test_what_no_vietnamese_syllable_can_be_is_told(word: str) -> None:
    assert not is_syllable(word)


def test_a_word_that_lost_its_marks_still_has_the_shape_of_a_syllable() -> None:
    assert is_unmarked_syllable("viec")
    assert is_unmarked_syllable("hién")
    assert not is_unmarked_syllable("office")


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("được", "marked"),
        ("các", "accented"),
        ("theo", "plain"),
        ("duoc", "stripped"),
        ("Quyét", "misread"),
        ("s6", "mixed"),
        ("Office", "alien"),
        ("UBND", None),
        ("2025", None),
        ("QH15", None),
    ],
)
def test_each_word_falls_into_the_class_that_tells_where_it_came_from(word: str, name: str | None) -> None:
    assert word_class(word) == name


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (CLEAN, "clean"),
        (GARBLED, "garbled"),
        (fold(CLEAN), "unmarked"),
        (ENGLISH, "foreign"),
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc", "unreadable"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, Ñoäc laäp - Töï do", "unreadable"),
        ("", "missing"),
        (" \n ------- \n", "missing"),
    ],
)
def test_a_passage_is_judged(text: str, verdict: str) -> None:
    assert judge(text).verdict == verdict


def test_a_page_of_numbers_is_taken_as_it_is() -> None:
    assert judge("1. 12/UBND 2024\n2. 15,3 %\n3. 1.250.000").verdict == "clean"


def test_clean_text_with_english_names_and_addresses_is_clean() -> None:
    text = (
        "Cài đặt ứng dụng Zalo, Viettel Cloud và truy cập https://dichvucong.gov.vn để nộp hồ sơ trực tuyến (online)."
    )
    assert judge(text).verdict == "clean"


def test_the_reason_counts_what_was_seen() -> None:
    judgement = judge("Quyét dinh s6 12")
    assert judgement.reason == "1 misread, 1 plain, 1 mixed"
    assert 0.9 < judgement.score <= 1


def test_in_a_mixed_file_each_line_is_as_its_surroundings() -> None:
    lines = [CLEAN, "", "12/2025", CLEAN, GARBLED, "01", GARBLED, "", GARBLED]
    assert judge_lines(lines)[:4] == ["clean"] * 4
    assert judge_lines(lines)[4:] == ["garbled"] * 5


def test_a_short_unmarked_heading_between_clean_lines_stays_as_it_is() -> None:
    assert judge_lines([CLEAN, "TTHC ban hanh", CLEAN]) == ["clean"] * 3


def test_no_lines_give_no_verdicts() -> None:
    assert judge_lines([]) == []


def pages(text: str, lines: int = 40) -> list[str]:
    rows = text.split("\n")
    return ["\n".join(rows[start : start + lines]) for start in range(0, len(rows), lines)]


@needs_documents
def test_no_clean_page_of_the_real_documents_is_called_garbled() -> None:
    verdicts = [judge(page).verdict for file in (QUESTIONS / "docs").iterdir() for page in pages(file.read_text())]
    assert set(verdicts) <= {"clean", "missing"}


@needs_documents
def test_nearly_every_garbled_page_of_the_real_documents_is_found() -> None:
    files = (QUESTIONS / "docs_garbled").iterdir()
    verdicts = [judge(page).verdict for file in files for page in pages(file.read_text())]
    found = sum(verdict in ("garbled", "unmarked") for verdict in verdicts)
    assert found >= 0.98 * len(verdicts)
