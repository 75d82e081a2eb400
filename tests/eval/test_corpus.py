"""The sample documents: complete, in the official form, and made anew from their text word for word."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pytest
from docx import Document as WordDocument

from eval.corpus.source import SampleDocument, all_sources, read_body, read_source, source_lines
from eval.facts import states
from eval.records import Question, read_questions

PROJECT = Path(__file__).parents[2]
CORPUS = PROJECT / "corpus"
SOURCES = {document.file: document for document in all_sources()}
QUESTIONS = read_questions(PROJECT / "eval" / "questions" / "corpus.jsonl")
ASKED = read_questions(PROJECT / "eval" / "questions" / "asked.jsonl")


def squeezed(lines: list[str]) -> str:
    """All words, one space between them."""
    return " ".join(" ".join(lines).split())


def pdf_text(pdf: bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    return "\n".join(document[index].get_textpage().get_text_range() for index in range(len(document)))


def docx_text(content: bytes) -> str:
    word = WordDocument(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


# ---------------------------------------------------------------- the folder


def test_every_source_has_its_file_and_every_file_its_source() -> None:
    assert {path.name for path in CORPUS.iterdir()} == set(SOURCES)


def test_the_forms_of_an_office_are_all_there() -> None:
    forms: list[str] = [document.form for document in SOURCES.values()]
    least = {"pdf": 6, "scan": 2, "garbled-pdf": 1, "docx": 3, "garbled-txt": 2, "txt": 1}
    assert {form: forms.count(form) >= count for form, count in least.items()} == dict.fromkeys(least, True)


def test_the_samples_stay_small() -> None:
    assert sum(path.stat().st_size for path in CORPUS.iterdir()) < 6_000_000


@pytest.mark.parametrize("document", SOURCES.values(), ids=list(SOURCES))
def test_a_document_has_the_places_of_the_official_form(document: SampleDocument) -> None:
    assert re.fullmatch(r"\d{2,4}(/\d{4})?/[A-ZĐr]+-[A-ZĐ]+", document.number)
    assert (document.kind is None) == (document.about is not None)  # a letter has no kind but "V/v"
    assert 2024 <= document.date[0] <= 2026
    assert document.recipients[-1].startswith("Lưu: VT")
    assert source_lines(document).count(document.signer) == 1


def test_days_below_ten_and_the_first_two_months_are_written_with_a_zero() -> None:
    dates = {document.number: document.place_and_date for document in SOURCES.values()}
    assert dates["07/CT-UBND"] == "Hải Lâm, ngày 04 tháng 02 năm 2026"
    assert dates["46/KH-UBND"] == "Vạn Khê, ngày 08 tháng 8 năm 2025"


def test_a_scan_has_no_text_layer_and_a_garbled_one_a_wrong_one() -> None:
    for document in SOURCES.values():
        text = pdf_text((CORPUS / document.file).read_bytes()) if document.file.endswith(".pdf") else ""
        if document.form == "scan":
            assert text.strip() == ""
        if document.form == "garbled-pdf":
            assert len(text) > 1000
            assert "Nghị quyết" not in text
            assert "giải ngân" not in text


def test_the_appendix_counts_thirty_tasks_over_several_pages() -> None:
    plan = pdfium.PdfDocument(CORPUS / "2815_QD-UBND_ke-hoach-CCHC-2025.pdf")
    pages = [plan[index].get_textpage().get_text_range() for index in range(len(plan))]
    headed = [page for page in pages if "Cơ quan phối hợp" in page]
    assert len(headed) >= 3  # the header row is repeated
    assert "Đánh giá, công bố mức độ chuyển đổi số" in headed[-1]


# ---------------------------------------------------------------- made anew


def needs_fonts(family: str = "Liberation Serif") -> None:
    from eval.corpus.pdf import font_file

    if shutil.which("fc-list") is None:
        pytest.skip("fontconfig is not installed")
    try:
        font_file(family, "Bold")
    except FileNotFoundError as error:
        pytest.skip(str(error))


def test_a_born_digital_pdf_is_made_anew_word_for_word() -> None:
    needs_fonts()
    from eval.corpus.pdf import render_pdf

    name = "118_KH-SXD_thi-dua-CCHC-2025.pdf"
    assert pdf_text(render_pdf(SOURCES[name])) == pdf_text((CORPUS / name).read_bytes())


def test_a_docx_is_made_anew_byte_for_byte_the_same_text() -> None:
    from eval.corpus.word import render_docx

    name = "57_KH-SNV_thi-dua-CCHC-2025.docx"
    assert docx_text(render_docx(SOURCES[name])) == docx_text((CORPUS / name).read_bytes())
    assert render_docx(SOURCES[name]) == render_docx(SOURCES[name])


def test_a_scanned_page_is_the_same_for_the_same_seed() -> None:
    from PIL import Image

    from eval.corpus.scan import age_page

    page = Image.new("L", (200, 280), 255)
    assert age_page(page, 7).tobytes() == age_page(page, 7).tobytes()
    assert age_page(page, 7).tobytes() != age_page(page, 8).tobytes()


# ---------------------------------------------------------------- the source format


def test_rows_in_a_run_become_one_table() -> None:
    blocks = read_body("|= 1 2\n| STT | Việc |\n| I. NHÓM |\n| 1 | Rà soát |\nHết./.")
    assert blocks[0].rows == (("STT", "Việc"), ("I. NHÓM",), ("1", "Rà soát"))  # type: ignore[union-attr]
    assert len(blocks) == 2


def test_an_unknown_form_is_named(tmp_path: Path) -> None:
    source = tmp_path / "x.txt"
    text = next((PROJECT / "eval/corpus/texts").glob("*.txt")).read_text(encoding="utf-8")
    source.write_text(text.replace("form: pdf", "form: fax"), encoding="utf-8")
    with pytest.raises(ValueError, match="fax"):
        read_source(source)


# ---------------------------------------------------------------- the questions on them


def test_there_are_enough_questions_and_a_quarter_cannot_be_answered() -> None:
    assert len(QUESTIONS) >= 90
    assert sum(not question.answerable for question in QUESTIONS) >= len(QUESTIONS) / 4
    assert sum(question.language == "en" for question in QUESTIONS) >= 12
    assert len({question.id for question in QUESTIONS}) == len(QUESTIONS)


def test_questions_as_they_are_typed_are_kept_apart_from_the_others() -> None:
    assert len(ASKED) >= 50
    assert sum(bool(question.history) for question in ASKED) >= 8
    assert not {question.id for question in ASKED} & {question.id for question in QUESTIONS}
    assert not {question.question for question in ASKED if not question.history} & {each.question for each in QUESTIONS}


@pytest.mark.parametrize("question", [*QUESTIONS, *ASKED], ids=[question.id for question in [*QUESTIONS, *ASKED]])
def test_the_evidence_stands_in_the_document_and_holds_the_facts(question: Question) -> None:
    assert question.answerable == bool(question.evidence)
    numbers = [SOURCES[name].number for name in question.documents]
    quotes = "\n".join([*(evidence.quote for evidence in question.evidence), *numbers])
    needed = question.facts[1:] if question.answer_type == "boolean" else question.facts
    assert [fact[0] for fact in needed if not states(quotes, fact, number_choice=99)] == []
    for evidence in question.evidence:
        assert squeezed([evidence.quote]) in squeezed(source_lines(SOURCES[evidence.document]))
