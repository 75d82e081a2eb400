from pathlib import Path

import pytest

from assistant.documents.chunking import cut
from assistant.language.vietnamese import SYLLABLE
from assistant.schema import Chunk, Document
from tests.documents.pieces import PLAN, document_of

REAL = Path(__file__).parents[3] / "shared" / "data" / "questions" / "docs"


def uncovered(document: Document, chunks: tuple[Chunk, ...]) -> str:
    """What of the text is in no chunk, blanks left out."""
    covered = bytearray(len(document.text))
    for chunk in chunks:
        covered[chunk.start : chunk.end] = b"\1" * (chunk.end - chunk.start)
    return "".join(letter for at, letter in enumerate(document.text) if not covered[at]).strip()


def test_head_and_signature_are_chunks_of_their_own() -> None:
    document = document_of(PLAN)
    chunks = cut(document, 60)
    assert chunks[0].kind == "head"
    assert chunks[0].text.startswith("UBND TỈNH BÌNH PHƯỚC")
    assert chunks[0].text.endswith("mùa khô năm 2025")
    assert chunks[-1].kind == "signature"
    assert chunks[-1].text.startswith("Nơi nhận: KT. GIÁM ĐỐC")
    assert chunks[-1].text.endswith("Trịnh Hoài Phong")


def test_chunks_carry_the_path_of_headings_and_the_identity_of_the_document() -> None:
    chunks = cut(document_of(PLAN), 40)
    chunk = next(chunk for chunk in chunks if "trước ngày 06/6/2025" in chunk.text)
    assert chunk.headings[0] == "II. NỘI DUNG"
    assert chunk.identity.startswith("Kế hoạch số 214/KH-SNNMT ngày 07/5/2025 của Sở Nông nghiệp và Môi trường")
    assert [chunk.id for chunk in chunks] == [f"0123456789abcdef:{place:04d}" for place in range(len(chunks))]


def test_the_text_of_a_chunk_is_the_text_of_the_document_there() -> None:
    document = document_of(PLAN)
    for size in (20, 60, 180):
        chunks = cut(document, size)
        assert all(chunk.text == document.text[chunk.start : chunk.end] for chunk in chunks)
        assert uncovered(document, chunks) == ""


def test_small_neighbours_under_one_heading_are_put_together() -> None:
    chunks = [chunk for chunk in cut(document_of(PLAN), 180) if chunk.kind == "text"]
    purposes = next(chunk for chunk in chunks if "1. Mục đích" in chunk.text)
    assert "2. Yêu cầu" in purposes.text
    assert "II. NỘI DUNG" not in purposes.text
    assert purposes.headings == ("I. MỤC ĐÍCH, YÊU CẦU",)


def test_no_chunk_is_a_bare_heading() -> None:
    for chunk in cut(document_of(PLAN), 30):
        assert chunk.text not in ("I. MỤC ĐÍCH, YÊU CẦU", "III. TỔ CHỨC THỰC HIỆN", "1. Chi cục Kiểm lâm:")


def test_a_long_section_is_cut_between_sentences_and_torn_ones_stay_whole() -> None:
    sentence = "Các phòng chuyên môn rà soát hồ sơ, báo cáo Giám đốc Sở kết quả thực hiện trong\n\nquý III năm 2025."
    chunks = cut(document_of("1. Nhiệm vụ\n" + "\n".join([sentence] * 12)), 60)
    assert len(chunks) > 3
    assert all(chunk.text.endswith("quý III năm 2025.") for chunk in chunks)
    assert all(len(SYLLABLE.findall(chunk.text)) <= 90 for chunk in chunks)
    assert {chunk.headings for chunk in chunks} == {("1. Nhiệm vụ",)}


def test_a_lead_in_stays_with_the_list_that_it_opens() -> None:
    filler = "Sở tổ chức tuyên truyền trên Trang thông tin điện tử và bảng tin của các khu phố trong toàn tỉnh. " * 4
    listed = "- Tờ trình của đơn vị;\n- Báo cáo thành tích;\n- Biên bản họp."
    text = f"1. Hồ sơ\n{filler}\nHồ sơ đề nghị khen thưởng gồm:\n{listed}"
    chunks = cut(document_of(text), 60)
    listing = next(chunk for chunk in chunks if "Biên bản họp" in chunk.text)
    assert "Hồ sơ đề nghị khen thưởng gồm:\n- Tờ trình của đơn vị;" in listing.text


def test_a_task_is_one_chunk_with_its_cells_under_their_headers() -> None:
    document = document_of("""\
PHỤ LỤC
STT | Nội dung nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian hoàn thành
I. CẢI CÁCH THỂ CHẾ
1 | Rà soát văn bản | Sở Tư pháp | Các sở, ban, ngành; UBND cấp xã | Quý II/2025
""")
    row = next(chunk for chunk in cut(document, 180) if chunk.kind == "row")
    assert row.text == (
        "STT 1. Rà soát văn bản\nChủ trì: Sở Tư pháp\nPhối hợp: Các sở, ban, ngành; UBND cấp xã\nThời hạn: Quý II/2025"
    )
    assert row.headings == ("Phụ lục", "I. CẢI CÁCH THỂ CHẾ")
    assert document.text[row.start : row.end].startswith("1 | Rà soát văn bản")


def test_a_row_of_figures_stands_under_its_headers() -> None:
    document = document_of("STT | Đơn vị | Hồ sơ | Đúng hạn\n1 | Sở Y tế | 1.204 | 98%\n2 | Sở Xây dựng | 860 | 97%")
    rows = [chunk.text for chunk in cut(document, 180) if chunk.kind == "row"]
    assert rows[1] == "STT: 2\nĐơn vị: Sở Xây dựng\nHồ sơ: 860\nĐúng hạn: 97%"


def test_an_empty_document_has_no_chunks() -> None:
    assert cut(document_of(""), 180) == ()


@pytest.mark.skipif(not REAL.is_dir(), reason="needs the real documents of ../shared/data/questions")
def test_every_character_of_real_documents_lies_in_a_chunk() -> None:
    for path in sorted(REAL.glob("*.txt"))[::8]:
        document = document_of(path.read_text(encoding="utf-8"))
        chunks = cut(document, 180)
        assert uncovered(document, chunks) == "", path.name
        assert all(chunk.text == document.text[chunk.start : chunk.end] for chunk in chunks if chunk.kind != "row")
        assert max(len(SYLLABLE.findall(chunk.text)) for chunk in chunks) < 400, path.name
