import pytest

from assistant.language.places import find_provinces, form_of, former, provinces, today


def test_the_table_holds_every_province_of_before_and_the_34_of_today() -> None:
    names = {province.name for province in provinces()}
    assert len(names - {"Thừa Thiên Huế"}) == 63
    assert len({province.today for province in provinces()}) == 34
    assert {province.today for province in provinces()} <= names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sở Xây dựng tỉnh Bình Phước và UBND tỉnh Đồng Nai", ("Bình Phước", "Đồng Nai")),
        ("UBND TỈNH KIÊN GIANG CỘNG HÒA XÃ HỘI", ("Kiên Giang",)),
        ("han nop ho so o so xay dung binh phuoc", ("Bình Phước",)),
        ("What is the deadline of Binh Phuoc province?", ("Bình Phước",)),
        ("Thành phố Hồ\nChí Minh, ngày 18", ("Hồ Chí Minh",)),
        ("các sở của TP.HCM và Bà Rịa – Vũng Tàu", ("Hồ Chí Minh", "Bà Rịa - Vũng Tàu")),
        ("Thanh Hoá và Khánh Hoà", ("Thanh Hóa", "Khánh Hòa")),
        ("kế hoạch của tỉnh Thừa Thiên Huế", ("Thừa Thiên Huế",)),
        ("sở y tế ở hải phòng", ("Hải Phòng",)),
    ],
)
def test_names_are_found_marked_unmarked_and_over_a_line_end(text: str, found: tuple[str, ...]) -> None:
    assert find_provinces(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "giữ gìn môi trường hòa bình",
        "hai phong hop cua co quan",
        "Nguyễn Hải Dương ký thay",
        "vùng biển Thái Bình Dương",
        "phường Phú Thọ và đường Hà Nam",
        "học tập tư tưởng, đạo đức Hồ Chí Minh",
        "chiến thắng Điện Biên Phủ",
    ],
)
def test_plain_words_persons_and_smaller_places_are_not_provinces(text: str) -> None:
    assert find_provinces(text) == ()


def test_old_names_lead_to_the_province_of_today_and_back() -> None:
    assert today("Bình Phước") == "Đồng Nai"
    assert today("tỉnh Hà Giang") == "Tuyên Quang"
    assert today("Thừa Thiên Huế") == "Huế"
    assert today("Hải Lâm") == "Hải Lâm"
    assert former("Phú Thọ") == ("Phú Thọ", "Hòa Bình", "Vĩnh Phúc")
    assert former("Cao Bằng") == ("Cao Bằng",)
    assert former("Hòa Bình") == ()


def test_cities_under_the_centre_are_told_from_provinces() -> None:
    assert form_of("Cần Thơ") == "thành phố"
    assert form_of("Bình Phước") == "tỉnh"
