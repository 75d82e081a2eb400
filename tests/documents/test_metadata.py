from assistant.documents.metadata import identity, read_metadata, unread_number
from assistant.schema import Metadata
from tests.documents.pieces import PLAN, lines_of


def test_two_columns_glued_on_one_line_are_told_apart() -> None:
    metadata = read_metadata(lines_of(PLAN))
    assert metadata.number == "214/KH-SNNMT"
    assert metadata.kind == "Kế hoạch"
    assert metadata.issuer == "Sở Nông nghiệp và Môi trường tỉnh Bình Phước"
    assert metadata.superior == "UBND tỉnh Bình Phước"
    assert metadata.province == "Bình Phước"
    assert metadata.place == "Bình Phước"
    assert metadata.issued_on == "2025-05-07"
    assert metadata.subject == "Kiểm tra công tác bảo vệ rừng mùa khô năm 2025"


def test_the_signature_block_gives_position_name_and_recipients() -> None:
    metadata = read_metadata(lines_of(PLAN))
    assert metadata.signer == "Trịnh Hoài Phong"
    assert metadata.position == "KT. Giám đốc, Phó Giám đốc"
    assert metadata.recipients == ("UBND tỉnh (b/c)", "Chi cục Kiểm lâm", "Lưu: VT, CCKL")


def test_lines_wrapped_in_the_middle_of_names_and_dates_are_joined() -> None:
    metadata = read_metadata(
        lines_of("""\
ỦY BAN NHÂN
DÂN
THÀNH PHỐ HỒ CHÍ MINH
CỘNG HÒA XÃ
HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số:
87/2025/QĐ-UBND
Thành phố Hồ
Chí Minh, ngày 19 tháng 11 năm 2025

QUYẾT ĐỊNH

BAN
HÀNH QUY CHẾ QUẢN LÝ CHỢ TRÊN ĐỊA BÀN THÀNH PHỐ HỒ CHÍ MINH

Căn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025;
""")
    )
    assert metadata.number == "87/2025/QĐ-UBND"
    assert metadata.issuer == "Ủy ban nhân dân thành phố Hồ Chí Minh"
    assert metadata.place == "Thành phố Hồ Chí Minh"
    assert metadata.issued_on == "2025-11-19"
    assert metadata.subject == "Ban hành quy chế quản lý chợ trên địa bàn thành phố Hồ Chí Minh"


def test_a_letter_has_its_matter_under_the_number_and_no_title() -> None:
    metadata = read_metadata(
        lines_of("""\
ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH ĐỒNG NAI Độc lập - Tự do - Hạnh phúc
Số: 1520/UBND-KTN Đồng Nai, ngày 03 tháng 9 năm 2025
V/v rà soát quỹ đất công
chưa đưa vào sử dụng

Kính gửi:
- Sở Tài chính;
- Ủy ban nhân dân các xã, phường.

Thực hiện kết luận của Chủ tịch UBND tỉnh, đề nghị các đơn vị báo cáo trước ngày 20/9/2025.
""")
    )
    assert metadata.kind == "Công văn"
    assert metadata.number == "1520/UBND-KTN"
    assert metadata.subject == "V/v rà soát quỹ đất công chưa đưa vào sử dụng"
    assert metadata.issuer == "Ủy ban nhân dân tỉnh Đồng Nai"


def test_blank_number_and_day_are_kept_blank_and_the_issuer_comes_from_the_symbol() -> None:
    metadata = read_metadata(
        lines_of("""\
Số: /KH-STTTT

Bình Phước, ngày tháng 8 năm 2024

**KẾ HOẠCH**
**Tuyên truyền về chữ ký số cá nhân**

Thực hiện Kế hoạch số 55/KH-UBND ngày 02/02/2024 của UBND tỉnh, Sở xây dựng kế hoạch như sau:
""")
    )
    assert metadata.number == "/KH-STTTT"
    assert metadata.issued_on == "2024-08"
    assert metadata.issuer == "Sở Thông tin và Truyền thông tỉnh Bình Phước"
    assert metadata.subject == "Tuyên truyền về chữ ký số cá nhân"


def test_small_errors_left_by_repair_do_not_hide_the_form() -> None:
    metadata = read_metadata(
        lines_of("""\
UBND TỈNH KIÊN GIANG CỘNG HOÀ XÃ HỘI CHỦ NGHIA VIỆT NÀM
SỐ XÂY DỰNG Đọc lập - Tự do - Hạnh phúc
S6: 77/KHI-SXD Kiên Giang, ngày 05 tháng 3 năm 2022
KẾ HOẠCH

Nâng cao chất lượng tiếp công dân

Căn cứ Luật Tiếp công dân;
""")
    )
    assert metadata.number == "77/KH-SXD"
    assert metadata.kind == "Kế hoạch"
    assert metadata.issuer == "Sở Xây dựng tỉnh Kiên Giang"
    assert metadata.issued_on == "2022-03-05"


def test_central_bodies_have_no_province_though_they_sit_in_ha_noi() -> None:
    metadata = read_metadata(
        lines_of("""\
BỘ VĂN HÓA,
THỂ THAO
VÀ DU LỊCH
CỘNG HÒA XÃ HỘI
CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 12/QĐ-BVHTTDL
Hà Nội, ngày 04 tháng 01 năm 2025

QUYẾT ĐỊNH

VỀ VIỆC THÀNH LẬP TỔ BIÊN TẬP

BỘ TRƯỞNG BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH

Căn cứ Nghị định số 01/2023/NĐ-CP ngày 16/01/2023 của Chính phủ;
""")
    )
    assert metadata.issuer == "Bộ Văn hóa, Thể thao và Du lịch"
    assert metadata.province is None
    assert metadata.place == "Hà Nội"
    assert metadata.subject == "Về việc thành lập tổ biên tập"


def test_a_commune_carries_the_province_that_its_text_names() -> None:
    metadata = read_metadata(
        lines_of("""\
ỦY BAN NHÂN DÂN
XÃ TÂN HƯNG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 09/TB-UBND
Tân Hưng, ngày 11 tháng 8 năm 2025
THÔNG BÁO
Lịch tiếp công dân tháng 9 năm 2025

Thực hiện quy định của UBND tỉnh Đồng Nai, UBND xã thông báo lịch tiếp công dân.
""")
    )
    assert metadata.issuer == "Ủy ban nhân dân xã Tân Hưng"
    assert metadata.kind == "Thông báo"
    assert metadata.province == "Đồng Nai"


def test_a_collective_signature_keeps_each_step_of_the_position() -> None:
    metadata = read_metadata(
        lines_of("""\
ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH LONG AN Độc lập - Tự do - Hạnh phúc
Số: 05/KH-UBND Long An, ngày 02 tháng 01 năm 2025
KẾ HOẠCH
Trồng cây đầu xuân

Để giữ gìn môi trường, UBND tỉnh ban hành kế hoạch trồng cây./.

Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN
DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Huỳnh Văn Sơn
""")
    )
    assert metadata.position == "TM. Ủy ban nhân dân, KT. Chủ tịch, Phó Chủ tịch"
    assert metadata.signer == "Huỳnh Văn Sơn"


def test_a_signature_without_a_position_takes_it_from_another_one_of_the_same_person() -> None:
    signed = """\
UBND TỈNH LONG AN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ XÂY DỰNG Độc lập - Tự do - Hạnh phúc
Số: 321/KH-SXD Long An, ngày 12 tháng 3 năm 2024

KẾ HOẠCH
Thi đua khen thưởng năm 2024

Thực hiện Kế hoạch của tỉnh, Sở ban hành kế hoạch như sau:

Nơi nhận:
- UBND tỉnh (b/c);
- Lưu: VT.

Lê Văn Khoát

SỞ XÂY DỰNG CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
ĐĂNG KÝ
Thi đua năm 2024

Nơi nhận: GIÁM ĐỐC
- UBND tỉnh (b/c);
- Lưu: VT.

{name}
"""
    assert read_metadata(lines_of(signed.format(name="Lê Văn Khoát"))).position == "Giám đốc"
    assert read_metadata(lines_of(signed.format(name="Trần Thị Mỹ"))).position is None


def test_the_stamp_of_an_electronic_signature_is_the_last_resort() -> None:
    stamp = "Người ký: Lê Minh Hải\nEmail: hailm@example.gov.vn\nThời gian ký: 05.03.2025 08:15:22 +07:00\n"
    assert read_metadata(lines_of(stamp + PLAN)).signer == "Trịnh Hoài Phong"
    without_name = PLAN.replace("Trịnh Hoài Phong\n", "")
    assert read_metadata(lines_of(stamp + without_name)).signer == "Lê Minh Hải"


def test_stamps_of_secrecy_and_urgency_count_only_alone_and_in_capitals() -> None:
    stamped = read_metadata(lines_of("MẬT\nHỎA TỐC\n" + PLAN))
    assert (stamped.secrecy, stamped.urgency) == ("Mật", "Hỏa tốc")
    spoken_of = PLAN.replace("Phát hiện sớm", "Bảo vệ bí mật nhà nước, tài liệu mật;")
    assert read_metadata(lines_of(spoken_of)).secrecy is None


def test_plain_text_without_the_form_has_no_metadata() -> None:
    assert read_metadata(lines_of("Ghi chép cuộc họp giao ban tuần.\nCác phòng báo cáo tiến độ.")) == Metadata()


def test_the_identity_says_the_document_in_one_line() -> None:
    assert identity(read_metadata(lines_of(PLAN)), "ke-hoach.pdf") == (
        "Kế hoạch số 214/KH-SNNMT ngày 07/5/2025 của Sở Nông nghiệp và Môi trường tỉnh Bình Phước: "
        "Kiểm tra công tác bảo vệ rừng mùa khô năm 2025"
    )
    assert identity(Metadata(), "ghi-chep.txt") == "ghi-chep.txt"
    assert identity(Metadata(kind="Thông báo", issued_on="2024-07"), "a.txt") == "Thông báo tháng 7/2024"


def test_an_area_in_capitals_is_spelt_as_before_the_date() -> None:
    metadata = read_metadata(
        lines_of("""\
UBND TỈNH HẢI LÀM CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ XÂY DỰNG Độc lập - Tự do - Hạnh phúc
Số: 31/KH-SXD Hải Lâm, ngày 20 tháng 3 năm 2024
KẾ HOẠCH
Kiểm tra an toàn lao động năm 2024
""")
    )
    assert metadata.province == "Hải Lâm"
    assert metadata.superior == "UBND tỉnh Hải Lâm"
    assert metadata.issuer == "Sở Xây dựng tỉnh Hải Lâm"


LETTER = """\
UBND TỈNH AN LẠC
SỞ CÔNG THƯƠNG
Số: 4đ7/ /SCT-QLNL
W⁄v kiểm tra an toàn
trong sử dụng hóa chất
CỘNG HÒA XÃ ` *⁄?HỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
An Lạc, ngày 8z tháng 4 năm 2026
Kính gửi: Các doanh nghiệp trên địa bàn tỉnh
Ngày 25 tháng 3 năm 2026, Sở nhận được báo cáo của các doanh nghiệp.
Nơi nhận:
- Như trên;
- Lưu: VT, QLNL.
_ KT. GIÁM ĐÓC
z6 GIÁM ĐÓC
Lê Thị Minh Hoa
"""


def test_a_number_written_by_hand_leaves_its_symbol_and_is_told() -> None:
    lines = lines_of(LETTER)
    assert read_metadata(lines).number == "/SCT-QLNL"
    assert unread_number(lines) == "4đ7/"
    assert unread_number(lines_of(PLAN)) is None
    assert unread_number(lines_of(PLAN.replace("214/", "     /"))) is None


def test_a_letter_on_a_poor_scan_is_read_up_to_its_body() -> None:
    metadata = read_metadata(lines_of(LETTER))
    assert metadata.kind == "Công văn"
    assert metadata.subject == "V/v kiểm tra an toàn trong sử dụng hóa chất"
    assert metadata.issuer == "Sở Công Thương tỉnh An Lạc"
    assert metadata.superior == "UBND tỉnh An Lạc"
    assert metadata.issued_on == "2026-04"


def test_a_date_within_a_sentence_is_not_the_date_of_issue() -> None:
    without = LETTER.replace("An Lạc, ngày 8z tháng 4 năm 2026\n", "")
    assert read_metadata(lines_of(without)).issued_on is None


def test_who_signs_for_a_head_is_a_deputy_though_a_seal_hides_the_word() -> None:
    metadata = read_metadata(lines_of(LETTER))
    assert metadata.position == "KT. Giám đốc, Phó Giám đốc"
    assert metadata.signer == "Lê Thị Minh Hoa"
    assert metadata.recipients == ("Như trên", "Lưu: VT, QLNL")


def test_a_rank_before_a_name_does_not_hide_who_signed() -> None:
    signed = PLAN[: PLAN.index("Nơi nhận")] + "\n BỘ TRƯỞNG\n\nThượng tướng Trịnh Hoài Phong\n"
    metadata = read_metadata(lines_of(signed))
    assert (metadata.signer, metadata.position) == ("Trịnh Hoài Phong", "Bộ trưởng")


def test_the_kind_before_the_number_of_a_law_is_no_sentence() -> None:
    head = "QUỐC HỘI\nNghị quyết số: 61/2024/QH15\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nNGHỊ QUYẾT\n"
    assert read_metadata(lines_of(head)).number == "61/2024/QH15"


def test_the_number_of_a_law_that_is_cited_is_not_the_documents_own() -> None:
    head = """\
THÔNG TƯ
Hướng dẫn kê khai thuế
Căn cứ Luật Quản lý thuế được sửa đổi, bổ sung bởi
Luật số 56/2024/QH15;
BỘ TÀI CHÍNH
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 41/2026/TT-BTC
Hà Nội, ngày 06 tháng 4 năm 2026
"""
    assert read_metadata(lines_of(head)).number == "41/2026/TT-BTC"


def test_a_number_with_a_point_keeps_it() -> None:
    head = "CHÍNH PHỦ\nSố: {}\nHà Nội, ngày 15 tháng 5 năm 2026\nNGHỊ QUYẾT\nCắt giảm thủ tục\n"
    assert read_metadata(lines_of(head.format("66.17/2026/NQ-CP"))).number == "66.17/2026/NQ-CP"
    assert read_metadata(lines_of(head.format("1.234/NQ-CP"))).number == "1234/NQ-CP"


def test_letters_that_a_scan_bent_are_mended_by_the_issuer_and_by_the_names_of_provinces() -> None:
    metadata = read_metadata(
        lines_of("""\
BAN CHỈ ĐẠO NHÀ NƯỚC
VỀ AN TOÀN THỰC PHẨM
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 17/QĐ-BCDNNATTP
Ha NG6i, ngày 21 tháng 11 năm 2025
QUYẾT ĐỊNH
Ban hành quy chế hoạt động
""")
    )
    assert metadata.number == "17/QĐ-BCĐNNATTP"
    assert metadata.place == "Hà Nội"
