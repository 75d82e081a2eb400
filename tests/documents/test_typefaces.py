"""Text of the typefaces of before Unicode is recognised and read; Unicode and other languages are never touched."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from assistant.documents.ingest import read_document
from assistant.documents.typefaces import find_typeface, in_unicode, typefaces
from assistant.settings import Settings

PLAN = """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 27/KH-UBND, ngày 05 tháng 3 năm 2009
Ủy ban nhân dân huyện Đồng Thạch xây dựng kế hoạch kiểm tra công tác lưu trữ.
Thủ trưởng các đơn vị chịu trách nhiệm trước Chủ tịch, báo cáo kết quả chậm nhất ngày 20/11/2009.
Kỹ thuật nuôi trồng, phương tiện vận chuyển, những người được hưởng, dưỡng lão, mỹ thuật, gỡ vướng, ỷ lại, nghĩa vụ."""


def tcvn3(text: str) -> str:
    """`text` in TCVN3; capitals with tones are set small, as typists did before choosing .VnTimeH."""
    of_letter = {letter: chr(code) for code, letter in zip(*_table(), strict=True)}
    return "".join(of_letter.get(c) or of_letter.get(c.lower(), c) for c in text)


def _table() -> tuple[list[int], list[str]]:
    to_unicode = typefaces()[0].to_unicode
    codes = [code for code in range(0xA1, 0x100) if to_unicode(chr(code)) != chr(code) or chr(code) == "ý"]
    return codes, [to_unicode(chr(code)) for code in codes]


def vni(text: str) -> str:
    """`text` in VNI, letter by letter."""
    tones = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
    circumflex = {"\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä", "": "â"}
    breve = {"\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë", "": "ê"}
    single = {"đ": "ñ", "ỵ": "î", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "í": "í", "ì": "ì"}
    written = []
    for letter in text:
        small = letter.lower()
        apart = unicodedata.normalize("NFD", small)
        tone = next((mark for mark in apart if mark in tones), "")
        if small in single:
            code = single[small]
        elif "\u0302" in apart:
            code = apart[0] + circumflex[tone]
        elif "\u0306" in apart:
            code = apart[0] + breve[tone]
        else:
            base = {"ơ": "ô", "ư": "ö"}.get(unicodedata.normalize("NFC", apart.replace(tone, "") if tone else apart))
            code = (base or apart[0]) + tones.get(tone, "")
        written.append(code.upper() if letter.isupper() else code)
    return "".join(written)


def test_tcvn3_is_read_as_unicode() -> None:
    lines = tcvn3(PLAN.lower()).split("\n")
    typeface = find_typeface(lines)
    assert typeface is not None
    assert typeface.name == "TCVN3 (ABC)"
    assert [in_unicode(line, typeface) for line in lines] == PLAN.lower().split("\n")


def test_vni_is_read_as_unicode_with_its_capitals() -> None:
    lines = vni(PLAN).split("\n")
    typeface = find_typeface(lines)
    assert typeface is not None
    assert typeface.name == "VNI"
    assert [in_unicode(line, typeface) for line in lines] == PLAN.split("\n")


def test_well_known_lines_read_as_they_were_printed() -> None:
    old, later = typefaces()
    assert old.to_unicode("Céng hoµ x· héi chñ nghÜa ViÖt Nam") == "Cộng hoà xã hội chủ nghĩa Việt Nam"
    assert old.to_unicode("§éc lËp - Tù do - H¹nh phóc, ®\xad\xeec, ng\xad\xeai") == (
        "Độc lập - Tự do - Hạnh phúc, được, người"
    )
    assert later.to_unicode("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam") == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert (
        later.to_unicode("Ñoäc laäp - Töï do - Haïnh phuùc, ngöôøi ñöôïc") == "Độc lập - Tự do - Hạnh phúc, người được"
    )


@pytest.mark.parametrize(
    "text",
    [
        PLAN,
        unicodedata.normalize("NFD", PLAN),
        "Các cá nhân và tổ chức có hồ sơ là cơ sở để xét; và các ông, bà có lý do, hai là có ý, ba là có từ, có ích.",
        "La création d'été à Noël, où l'élève reçoit déjà un prêt très élevé, même après la fête de la forêt.",
        "Der Führer müßte für größere Öfen schöne Häuser räumen, später übernähmen Ämter die Gebäude.",
        "1.250.000 đ; ± 5 %; § 12; ©2024; 25 °C; µm; ½; ×2; ÷",
        "Ho so' dé nghi xét thi dua khen thudng cua don vi, c& nhan cé thanh tich, thuc hién ké hoach nam ciia tinh.",
    ],
)
def test_unicode_other_languages_figures_and_garbled_text_are_left_alone(text: str) -> None:
    assert find_typeface(text.split("\n") * 5) is None


def test_of_a_mixed_file_only_the_old_lines_change(tmp_path: Path) -> None:
    old = tcvn3(PLAN.lower()).split("\n")
    clean = "Biểu số liệu đã được chuyển sang Unicode, có các cột và hàng như cũ."
    english = "Annual report of the Department of Records and Archives"
    file = tmp_path / "van-ban-cu.txt"
    file.write_text("\n".join([*old, clean, english, "12 345 6.789"]), encoding="utf-8")
    document = read_document(file, Settings())
    texts = [line.text for line in document.lines]
    assert texts == [*PLAN.lower().split("\n"), clean, english, "12 345 6.789"]
    assert [line.source for line in document.lines][: len(old)] == old
    assert any("TCVN3" in note for note in document.notes)


def test_a_text_file_in_the_bytes_of_the_old_encoding_is_read(tmp_path: Path) -> None:
    file = tmp_path / "abc.txt"
    file.write_bytes(tcvn3(PLAN.lower()).encode("latin-1"))
    assert read_document(file, Settings()).text == PLAN.lower()


def test_a_converted_word_knows_the_letters_it_came_from(tmp_path: Path) -> None:
    file = tmp_path / "vni.txt"
    file.write_text(vni(PLAN), encoding="utf-8")
    document = read_document(file, Settings())
    start = document.text.index("huyện Đồng Thạch")
    assert document.source_of(start, start + len("huyện Đồng Thạch")) == "huyeän Ñoàng Thaïch"
