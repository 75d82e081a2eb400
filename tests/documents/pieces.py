"""Documents made of a few written lines, for tests of what is read out of them."""

from __future__ import annotations

from dataclasses import replace

from assistant.documents.metadata import read_metadata
from assistant.documents.outline import read_outline
from assistant.documents.references import read_references
from assistant.documents.tasks import read_tasks
from assistant.schema import Document, Line


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of `text`, as a text file gives them."""
    return tuple(Line(1, number, line, line) for number, line in enumerate(text.strip("\n").split("\n"), 1))


def document_of(text: str) -> Document:
    """`text` as a document that is understood."""
    lines = lines_of(text)
    document = Document("0123456789abcdef", "van-ban.txt", "0" * 64, False, 1, "clean", lines)
    document = replace(document, metadata=read_metadata(lines), outline=read_outline(document))
    return replace(document, tasks=read_tasks(document), references=read_references(document))


PLAN = """\
UBND TỈNH BÌNH PHƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NÔNG NGHIỆP
VÀ MÔI TRƯỜNG Độc lập - Tự do - Hạnh phúc
Số: 214/KH-SNNMT Bình Phước, ngày 07 tháng 5 năm 2025
KẾ HOẠCH

Kiểm tra công tác bảo vệ rừng
mùa khô năm 2025

Căn cứ Luật Lâm nghiệp ngày 15/11/2017;

Thực hiện Chỉ thị số 12/CT-UBND ngày 03/3/2025 của UBND tỉnh về phòng cháy,
chữa cháy rừng, Sở Nông nghiệp và Môi trường ban hành Kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
Nâng cao trách nhiệm của chủ rừng trong phòng cháy, chữa cháy rừng.
Phát hiện sớm, xử lý kịp thời các điểm cháy.
2. Yêu cầu
Kiểm tra đúng đối tượng, không gây phiền hà cho chủ rừng.

II. NỘI DUNG
1. Đối tượng kiểm tra: Các ban quản lý rừng và 05 công ty lâm nghiệp.
2. Thời gian kiểm tra
Từ ngày 12/5/2025 đến ngày 30/5/2025. Báo cáo kết quả gửi về Sở trước ngày 06/6/2025.

III. TỔ CHỨC THỰC HIỆN
1. Chi cục Kiểm lâm:
a) Chủ trì, phối hợp với Công an tỉnh thành lập Đoàn kiểm tra;
b) Tổng hợp kết quả, tham mưu Giám đốc Sở báo cáo UBND tỉnh.
2. Văn phòng Sở bố trí phương tiện phục vụ Đoàn kiểm tra./.

Nơi nhận: KT. GIÁM ĐỐC
- UBND tỉnh (b/c); PHÓ GIÁM ĐỐC
- Chi cục Kiểm lâm;
- Lưu: VT, CCKL.
Trịnh Hoài Phong
"""
