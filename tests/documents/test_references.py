import pytest

from assistant.documents.references import normalise_number
from tests.documents.pieces import document_of


@pytest.mark.parametrize(
    ("seen", "official"),
    [
        ("2142/QD-UBND", "2142/QĐ-UBND"),
        ("30/2020/ND-CP", "30/2020/NĐ-CP"),
        ("05/ QĐ - UBND", "05/QĐ-UBND"),
        ("36/2025/NQ-HDND", "36/2025/NQ-HĐND"),
        ("881/KH-SXD", "881/KH-SXD"),
        ("21-NQ/TW", "21-NQ/TW"),
    ],
)
def test_numbers_are_written_officially(seen: str, official: str) -> None:
    assert normalise_number(seen) == official


def relations(text: str) -> dict[str, str]:
    return {reference.number: reference.relation for reference in document_of(text).references}


def test_what_a_document_rests_on_is_told_from_what_it_only_names() -> None:
    text = """\
Căn cứ Luật Thi đua, khen thưởng ngày 15/6/2022;
Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31/12/2023 của Chính phủ quy định chi tiết
một số điều của Luật Thi đua, khen thưởng;
Theo Kế hoạch số 12/KH-SNV, các phòng gửi báo cáo trước ngày 15/11.
"""
    assert relations(text) == {"98/2023/NĐ-CP": "basis", "12/KH-SNV": "mentions"}


def test_changes_are_named_by_what_is_said_of_the_document() -> None:
    text = """\
Điều 1. Sửa đổi, bổ sung một số điều của Quy chế ban hành kèm theo Quyết định số 15/QĐ-UBND ngày 02/3/2023.
Điều 2. Bãi bỏ Quyết định số 77/QĐ-UBND ngày 09 tháng 8 năm 2021 của Ủy ban nhân dân tỉnh.
Điều 3. Quyết định này thay thế Quyết định số 31/2019/QĐ-UBND ngày 20/5/2019.
Điều 4. Quyết định số 40/QĐ-UBND ngày 01/02/2020 hết hiệu lực kể từ ngày Quyết định này có hiệu lực.
"""
    assert relations(text) == {
        "15/QĐ-UBND": "amends",
        "77/QĐ-UBND": "repeals",
        "31/2019/QĐ-UBND": "replaces",
        "40/QĐ-UBND": "repeals",
    }


def test_a_list_of_repealed_documents_is_repealed_item_by_item() -> None:
    text = """\
Điều 1. Bãi bỏ các quyết định sau đây:
1. Quyết định số 11/QĐ-UBND ngày 10/4/2014 về quỹ việc làm.
2. Quyết định số 76/QĐ-UBND ngày 20/10/2006 về chợ đêm.
Điều 2. Sở Tư pháp theo dõi việc thực hiện theo Kế hoạch số 9/KH-UBND.
"""
    assert relations(text) == {"11/QĐ-UBND": "repeals", "76/QĐ-UBND": "repeals", "9/KH-UBND": "mentions"}


def test_a_document_that_another_one_changes_is_only_mentioned() -> None:
    text = "Áp dụng Nghị định số 67/2021/NĐ-CP sửa đổi, bổ sung một số điều của Nghị định số 167/2017/NĐ-CP."
    assert relations(text) == {"67/2021/NĐ-CP": "mentions", "167/2017/NĐ-CP": "mentions"}


def test_the_date_behind_a_number_belongs_to_it() -> None:
    text = "Thực hiện Quyết định số 77/QĐ-UBND ngày 09 tháng 8 năm 2021 và Công văn số 5/SXD-QLN; ngày 02/02/2024 họp."
    dates = {reference.number: reference.issued_on for reference in document_of(text).references}
    assert dates == {"77/QĐ-UBND": "2021-08-09", "5/SXD-QLN": None}


def test_the_document_does_not_name_itself_and_each_number_comes_once() -> None:
    text = """\
Số: 20/KH-SXD An Lạc, ngày 05 tháng 3 năm 2024
KẾ HOẠCH
Kiểm tra nhà ở xã hội

Thực hiện Kế hoạch số 20/KH-SXD và Chỉ thị số 03/CT-TTg ngày 10/01/2024; Chỉ thị số 03/CT-TTg nêu rõ yêu cầu.
"""
    references = document_of(text).references
    assert [reference.number for reference in references] == ["03/CT-TTg"]
    assert references[0].issued_on == "2024-01-10"


def test_a_number_with_a_point_is_read_whole() -> None:
    assert relations("Thực hiện Nghị quyết số 66.4/2025/NQ-CP của Chính phủ.") == {"66.4/2025/NQ-CP": "mentions"}


def test_fractions_and_dates_are_no_document_numbers() -> None:
    assert document_of("Trực 24/24 giờ, đạt 3/4 chỉ tiêu trước 15/11/2025, quý IV/2025, tổ 5/A.").references == ()


def test_the_range_holds_the_words_of_the_number() -> None:
    document = document_of("Theo Quyết định số 98/QD-SXD của Sở.")
    reference = document.references[0]
    assert reference.number == "98/QĐ-SXD"
    assert document.text[reference.start : reference.end] == "98/QD-SXD"
