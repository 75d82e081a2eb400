from assistant.documents.outline import read_outline
from assistant.schema import Section
from tests.documents.pieces import PLAN, document_of


def shape(text: str) -> list[tuple[int, str, str, str]]:
    return [(section.level, section.kind, section.label, section.title) for section in document_of(text).outline]


def test_the_sections_of_a_plan_nest() -> None:
    assert shape(PLAN) == [
        (1, "section", "I", "MỤC ĐÍCH, YÊU CẦU"),
        (2, "clause", "1", "Mục đích"),
        (2, "clause", "2", "Yêu cầu"),
        (1, "section", "II", "NỘI DUNG"),
        (2, "clause", "1", "Đối tượng kiểm tra"),
        (2, "clause", "2", "Thời gian kiểm tra"),
        (1, "section", "III", "TỔ CHỨC THỰC HIỆN"),
        (2, "clause", "1", "Chi cục Kiểm lâm"),
        (3, "point", "a", ""),
        (3, "point", "b", ""),
        (2, "clause", "2", "Văn phòng Sở bố trí phương tiện phục vụ Đoàn kiểm tra"),
    ]


def test_a_section_ends_where_the_next_of_its_level_begins_and_none_reaches_the_signature() -> None:
    document = document_of(PLAN)
    sections = {(section.label, section.title): section for section in document.outline}
    first, second = sections["I", "MỤC ĐÍCH, YÊU CẦU"], sections["II", "NỘI DUNG"]
    assert first.end == second.start
    assert all(section.end <= document.text.index("Nơi nhận") for section in document.outline)
    inside: list[Section] = []
    for section in document.outline:
        while inside and inside[-1].end <= section.start:
            inside.pop()
        assert not inside or section.end <= inside[-1].end
        inside.append(section)


def test_chapters_articles_clauses_and_points_of_a_regulation() -> None:
    text = """\
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Quy chế này quy định việc tiếp nhận phản ánh.
Điều
2. Đối tượng áp dụng
1. Cơ quan hành chính.
2. Người dân, theo quy định tại Điều 5 của Quy chế này và khoản
3 Điều 6.
a) Người nộp hồ sơ;
b) Người được ủy quyền;
c) Tổ chức;
d) Doanh nghiệp;
d) Hợp tác xã.
Chương II
TRÁCH NHIỆM
Điều 3. Trách nhiệm của Văn phòng
"""
    labels = [(level, kind, label) for level, kind, label, _ in shape(text)]
    assert labels == [
        (1, "chapter", "Chương I"),
        (2, "article", "Điều 1"),
        (2, "article", "Điều 2"),
        (3, "clause", "1"),
        (3, "clause", "2"),
        (4, "point", "a"),
        (4, "point", "b"),
        (4, "point", "c"),
        (4, "point", "d"),
        (4, "point", "đ"),
        (1, "chapter", "Chương II"),
        (2, "article", "Điều 3"),
    ]


def test_roman_numerals_bent_by_ocr_are_read_as_the_one_that_is_due() -> None:
    text = "I. MỤC ĐÍCH\nNội dung.\nIL. YÊU CẦU\nNội dung.\nI1I. THỜI GIAN\nNội dung.\n1V. KINH PHÍ\nNội dung."
    assert [label for _, _, label, _ in shape(text)] == ["I", "II", "III", "IV"]


def test_numbers_at_the_start_of_wrapped_prose_are_no_headings() -> None:
    text = """\
1. Chỉ tiêu
Phấn đấu trong năm đạt tỷ lệ hồ sơ trực tuyến theo khoản
2. Điều 5 Nghị định số 12/2024/NĐ-CP và giảm còn
30. Số liệu do Sở Nội vụ tổng hợp.
2. Giải pháp
"""
    assert [(label, title) for _, _, label, title in shape(text)] == [("1", "Chỉ tiêu"), ("2", "Giải pháp")]


def test_decimals_stand_under_their_number() -> None:
    text = "1. Tiêu chí\n1.1. Đối với tập thể\nHoàn thành nhiệm vụ.\n1.2. Đối với cá nhân\nKhông vi phạm.\n2. Hồ sơ\n"
    assert [(level, label) for level, _, label, _ in shape(text)] == [(1, "1"), (2, "1.1"), (2, "1.2"), (1, "2")]


def test_markdown_marks_are_dropped_from_titles() -> None:
    text = "**I. MỤC ĐÍCH**\nNội dung.\n#### **1. Văn phòng Sở**\nNội dung."
    assert [title for _, _, _, title in shape(text)] == ["MỤC ĐÍCH", "Văn phòng Sở"]


def test_an_attached_plan_and_an_appendix_hold_their_own_sections() -> None:
    text = """\
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch chuyển đổi số.
Điều 2. Quyết định có hiệu lực từ ngày ký./.
KẾ HOẠCH
CHUYỂN ĐỔI SỐ NĂM 2025
(Ban hành kèm theo Quyết định số 44/QĐ-UBND ngày 05/02/2025)
I. MỤC TIÊU
100% hồ sơ được số hóa.
PHỤ LỤC
DANH MỤC DỰ ÁN
"""
    assert shape(text) == [
        (1, "article", "Điều 1", "Ban hành kèm theo Quyết định này Kế hoạch chuyển đổi số"),
        (1, "article", "Điều 2", "Quyết định có hiệu lực từ ngày ký"),
        (1, "appendix", "Kế hoạch", "CHUYỂN ĐỔI SỐ NĂM 2025"),
        (2, "section", "I", "MỤC TIÊU"),
        (1, "appendix", "Phụ lục", "DANH MỤC DỰ ÁN"),
    ]


def test_a_title_over_two_lines_is_joined() -> None:
    text = "I. ĐỐI TƯỢNG, TIÊU CHÍ VÀ THỜI GIAN\nPHÁT ĐỘNG PHONG TRÀO\nNội dung.\n"
    assert shape(text)[0][3] == "ĐỐI TƯỢNG, TIÊU CHÍ VÀ THỜI GIAN PHÁT ĐỘNG PHONG TRÀO"


def test_text_without_headings_has_no_outline() -> None:
    assert read_outline(document_of("Cuộc họp kết thúc lúc 11 giờ.\nCác phòng thực hiện.")) == ()


def test_a_count_that_starts_again_under_a_numbered_title_is_one_level_deeper() -> None:
    text = """\
II. NHIỆM VỤ
1. Cải cách thể chế
1. Rà soát các văn bản đã ban hành, đề xuất sửa đổi, bổ sung những nội dung không còn phù hợp.
2. Nâng cao chất lượng thẩm định văn bản; thực hiện Chỉ thị số
03/CT-UBND của UBND tỉnh.
3. Theo dõi thi hành pháp luật.
2. Cải cách thủ tục hành chính
a) Công khai thủ tục;
3. Cải cách tổ chức bộ máy
"""
    assert [(level, label, title[:16]) for level, _, label, title in shape(text)] == [
        (1, "II", "NHIỆM VỤ"),
        (2, "1", "Cải cách thể chế"),
        (3, "1", ""),
        (3, "2", ""),
        (3, "3", "Theo dõi thi hàn"),
        (2, "2", "Cải cách thủ tục"),
        (3, "a", "Công khai thủ tụ"),
        (2, "3", "Cải cách tổ chức"),
    ]


def test_numerals_that_ocr_bent_are_read_by_what_goes_on_below_them() -> None:
    text = """\
1. ĐÁNH GIÁ CHUNG
1. Kết quả
a) Ban hành kế hoạch;
b) Tổ chức tập huấn;
¢) Kiểm tra;
d) Tuyên truyền;
a) Khen thưởng;
e) Báo cáo.
2, Hạn chế
3:
Nguyên nhân
i. NHIỆM VỤ
1. Nhiệm vụ chung
ill. TỔ CHỨC THỰC HIỆN
"""
    assert [(level, kind, label) for level, kind, label, _ in shape(text)] == [
        (1, "section", "I"),
        (2, "clause", "1"),
        *((3, "point", letter) for letter in "abcdđe"),
        (2, "clause", "2"),
        (2, "clause", "3"),
        (1, "section", "II"),
        (2, "clause", "1"),
        (1, "section", "III"),
    ]


def test_a_one_in_capitals_stays_a_one_where_no_roman_two_follows() -> None:
    text = "1. MỤC ĐÍCH\nBảo đảm an toàn.\n2. YÊU CẦU\nĐúng tiến độ.\n"
    assert [(kind, label) for _, kind, label, _ in shape(text)] == [("clause", "1"), ("clause", "2")]


def test_an_l_read_as_one_is_the_point_below_k() -> None:
    points = "".join(f"{letter}) Nội dung {letter};\n" for letter in "abcdđeghik")
    labels = [label for _, _, label, _ in shape(f"1. Thủ tục\n{points}1) Căn cứ pháp lý;\nm) Biểu mẫu.\n")]
    assert labels == ["1", *"abcdđeghiklm"]


def test_a_count_whose_first_numerals_were_lost_begins_where_it_goes_on() -> None:
    text = "Các đơn vị thực hiện:\n3. Sở Y tế\n4. Sở Xây dựng\n5. Sở Nội vụ\n"
    assert [label for _, _, label, _ in shape(text)] == ["3", "4", "5"]
    assert shape("Theo quy định tại khoản\n3. Điều này và khoản\n4. Điều sau.\n") == []


def test_a_comma_behind_a_numeral_marks_a_heading_only_where_its_number_is_due() -> None:
    text = "Điều 1, Phạm vi\nQuyết định này quy định.\n1. Đối tượng.\n2, Nguyên tắc.\nThực hiện khoản 2,\n3, Điều 4.\n"
    assert [label for _, _, label, _ in shape(text)] == ["Điều 1", "1", "2"]
