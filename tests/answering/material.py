"""Documents written for the tests of answering, in the official form."""

from __future__ import annotations

import hashlib
from functools import cache

from assistant.answering.engine import Assistant
from assistant.documents.chunking import cut
from assistant.documents.ingest import understand
from assistant.retrieval.hybrid import Index
from assistant.schema import Document, Line

BUILDING_PLAN = """\
UBND TỈNH BÌNH PHƯỚC
SỞ XÂY DỰNG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 412/KH-SXD
Bình Phước, ngày 12 tháng 3 năm 2024

KẾ HOẠCH
Phát động phong trào thi đua "Công sở văn minh" năm 2024

Thực hiện Quyết định số 77/QĐ-UBND ngày 15 tháng 01 năm 2024 của Ủy ban nhân dân tỉnh, Sở Xây dựng ban hành
Kế hoạch phát động phong trào thi đua như sau:

I. MỤC ĐÍCH
Nâng cao ý thức phục vụ Nhân dân của công chức, viên chức trong toàn Sở.

II. TIÊU CHUẨN KHEN THƯỞNG
1. Đối với tập thể:
a) Giải quyết đúng hạn ít nhất 98% hồ sơ;
b) Không có công chức bị xử lý kỷ luật;
c) Có sáng kiến được áp dụng.
2. Đối với cá nhân: hoàn thành xuất sắc nhiệm vụ được giao.

III. HỒ SƠ VÀ THỜI HẠN
Hồ sơ đề nghị khen thưởng gửi về Văn phòng Sở trước ngày 20/11 để tổng hợp, trình Hội đồng xem xét.
Phong trào thi đua được tổ chức từ ngày ban hành Kế hoạch đến hết ngày 15/11/2024.

IV. TỔ CHỨC THỰC HIỆN
1. Văn phòng Sở: chủ trì, theo dõi, tổng hợp kết quả thực hiện phong trào.
2. Phòng Kế hoạch - Tài chính: bố trí kinh phí khen thưởng.

Nơi nhận:
- UBND tỉnh;
- Sở Nội vụ;
- Lưu: VT, VP.
GIÁM ĐỐC
Lê Quang Hưng
"""

HEALTH_PLAN = """\
UBND TỈNH VĨNH LONG
SỞ Y TẾ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số:      /KH-SYT
Vĩnh Long, ngày      tháng 5 năm 2024

KẾ HOẠCH
Kiểm tra an toàn thực phẩm bếp ăn trường học năm 2024

I. NỘI DUNG
1. Kiểm tra ít nhất 120 bếp ăn trường học trên địa bàn tỉnh.
2. Lấy mẫu xét nghiệm tại 30% số bếp ăn được kiểm tra.

II. THỜI GIAN
Các đoàn kiểm tra hoàn thành báo cáo gửi Chi cục An toàn vệ sinh thực phẩm trước ngày 30/9/2024.

KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
Trần Thị Mai
"""


def document(text: str, file: str) -> Document:
    """A document of these lines, understood."""
    lines = tuple(Line(1, number, line, line) for number, line in enumerate(text.splitlines(), start=1))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return understand(Document(sha256[:16], file, sha256, False, 1, "clean", lines))


def assistant_of(*documents: Document) -> Assistant:
    """An assistant on these documents."""
    return Assistant(Index.build(documents, [chunk for each in documents for chunk in cut(each, 180)]))


@cache
def assistant() -> Assistant:
    """An assistant over both documents, with the shipped model."""
    documents = [document(BUILDING_PLAN, "ke-hoach-thi-dua.txt"), document(HEALTH_PLAN, "ke-hoach-kiem-tra.txt")]
    return assistant_of(*documents)
