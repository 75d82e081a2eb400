"""Documents written for these tests: a plan of two pages as PDF, and one garbled as an English OCR model garbles."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.web.fakes import PLAN

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")

EMULATION_PLAN = (
    (
        "UBND TỈNH AN BÌNH",
        "SỞ XÂY DỰNG",
        "Số: 412/KH-SXD",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "An Bình, ngày 04 tháng 4 năm 2024",
        "KẾ HOẠCH",
        "Phát động phong trào thi đua năm 2024",
        "I. MỤC ĐÍCH, YÊU CẦU",
        "1. Mục đích",
        "Nâng cao chất lượng giải quyết thủ tục hành chính trong lĩnh vực xây dựng.",
        "2. Yêu cầu",
        "Phong trào thi đua phải thiết thực, đúng tiến độ, gắn với nhiệm vụ chuyên môn.",
        "II. CHỈ TIÊU",
        "Tỷ lệ hồ sơ giải quyết đúng hạn đạt từ 98% trở lên.",
    ),
    (
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Các phòng, đơn vị trực thuộc",
        "Xây dựng kế hoạch thi đua của đơn vị mình trước ngày 15/5/2024.",
        "2. Hồ sơ khen thưởng",
        "Các đơn vị gửi hồ sơ đề nghị khen thưởng về Văn phòng Sở trước ngày",
        "20/11/2024 để tổng hợp, trình Hội đồng Thi đua - Khen thưởng.",
        "3. Văn phòng Sở",
        "Theo dõi, đôn đốc việc thực hiện Kế hoạch này và báo cáo Giám đốc Sở.",
        "Nơi nhận:",
        "- UBND tỉnh;",
        "- Lưu: VT, VP.",
        "GIÁM ĐỐC",
        "Trần Văn Minh",
    ),
)
GARBLED_PLAN = """UY BAN NHAN DAN CONG HOA XA HOI CHU NGHIA VIET NAM
TINH LAM SON Doc lap - Tu do - Hanh phúc
S6: 57/KH-UBND Lam Son, ngày 15 tháng 02 năm 2025
KE HOACH
Chuyén déi sé nam 2025 trén dia ban tinh
I. MUC TIEU
1. Ty 1é hé so thi tuc hanh chinh nép trực tuyén dat tir 80% tré 1én.
2. 100% can b6, công chirc duge tap huén ky nang sé.
II. TO CHUC THUC HIEN
1. Sé Khoa hoc và Công nghé chi tri, theo dõi viéc thực hién Ké hoach nay.
"""


def typed_pdf(path: Path, pages: Sequence[Sequence[str]]) -> Path:
    """Write each page's lines where a typewriter would put them."""
    from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
    from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
    from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
    from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

    pdfmetrics.registerFont(TTFont("DejaVu", str(FONT)))
    canvas = Canvas(str(path), pagesize=A4)
    for lines in pages:
        canvas.setFont("DejaVu", 12)
        for row, line in enumerate(lines):
            canvas.drawString(70, A4[1] - 90 - 22 * row, line)
        canvas.showPage()
    canvas.save()
    return path


def plan_pdf(path: Path) -> Path:
    """The plan that the rote assistant knows."""
    return typed_pdf(
        path, [[line.source for line in PLAN.lines if line.page == page] for page in range(1, PLAN.pages + 1)]
    )


def write_library(folder: Path) -> Path:
    """A folder with both documents, for a real index."""
    folder.mkdir(parents=True, exist_ok=True)
    typed_pdf(folder / "ke-hoach-thi-dua-2024.pdf", EMULATION_PLAN)
    (folder / "ke-hoach-chuyen-doi-so-2025.txt").write_text(GARBLED_PLAN, encoding="utf-8")
    return folder
