"""Names of persons in garbled text are read as names, and say how sure they are."""

from __future__ import annotations

import pytest

from assistant.documents.repair import MODEL, Repairer, load_repairer
from assistant.language.names import FAMILY, folded_family_names, name_syllables


@pytest.fixture(scope="module")
def repairer() -> Repairer:
    if not MODEL.exists():
        pytest.skip("the repair model is not built: `assistant train repair`")
    return load_repairer()


def signed(repairer: Repairer, name: str) -> str:
    return repairer.repair(["- Luu: VT, TH.", "KT. CHU TICH", "PHO CHU TICH", name])[-1][0]


@pytest.mark.parametrize(
    ("seen", "true"),
    [
        ("Pham Manh Cudng", "Phạm Mạnh Cường"),
        ("Nguyén Ngoc Sam", "Nguyễn Ngọc Sâm"),
        ("Téng Thanh Hai", "Tống Thanh Hải"),
        ("H6 Thi Thu Thao", "Hồ Thị Thu Thảo"),
        ("Truong Van Hung", "Trương Văn Hùng"),
    ],
)
def test_the_name_below_a_position_is_read_as_a_name(repairer: Repairer, seen: str, true: str) -> None:
    assert signed(repairer, seen) == true


def test_a_name_is_read_behind_the_recipients_and_where_something_announces_it(repairer: Repairer) -> None:
    assert repairer.repair(["- Luu: VT, KGVX.", "", "Ha Vin Dinh Khuong"])[-1][0] == "Hà Văn Đình Khương"
    ((text, _),) = repairer.repair(["- Ong Ta Quang Déng, Pho Giam d6c So Noi vu, lam Truong ban;"])
    assert text.startswith("- Ông Tạ Quang Đông, Phó Giám đốc Sở Nội vụ,")


def test_a_woman_has_a_womans_name_and_a_man_a_mans(repairer: Repairer) -> None:
    assert signed(repairer, "LE Van Hoa") == "Lê Văn Hòa"
    assert signed(repairer, "Lé Thi Hoa") == "Lê Thị Hoa"


def test_a_doubtful_syllable_of_a_name_says_so(repairer: Repairer) -> None:
    text, words = repairer.repair(["GIAM BOC", "Nguyén Van Thanh"])[-1]
    sure = {text[word.start : word.end]: word.confidence for word in words}
    assert sure["Nguyễn"] > 0.9
    assert min(sure.values()) < 0.8  # Thanh or Thành


def test_a_name_said_twice_is_read_alike_by_the_surer_reading(repairer: Repairer) -> None:
    between = ["Cac co quan, don vi can ctr Ké hoach nay dé té chirc thuc hién."] * 4
    lines = repairer.repair(["GIAM BOC", "Tran Van Dung", *between, "GIAM BOC", "Trin Vin Diing"])
    assert lines[1][0] == lines[-1][0] == "Trần Văn Dũng"


def test_names_of_a_list_are_of_several_persons(repairer: Repairer) -> None:
    names = ["Tran Van Hoa", "Tran Van Héa", "Trin Vin Hoan"]
    together = repairer.repair([f"- Ong {name}, Truong phong;" for name in names])
    each = [repairer.repair([f"- Ong {name}, Truong phong;"])[0] for name in names]
    assert [text.split(",")[0] for text, _ in together] == [text.split(",")[0] for text, _ in each]


@pytest.mark.parametrize("name", ["Lê Thanh Tường", "Nguyễn Vẹn", "Tôn Nữ Thị Ninh"])
def test_a_name_with_its_marks_stays(repairer: Repairer, name: str) -> None:
    assert signed(repairer, name) == name


@pytest.mark.parametrize(
    ("seen", "true"),
    [
        ("UBND tinh Thanh Hoa trinh HDND tinh", "UBND tỉnh Thanh Hóa trình HĐND tỉnh"),
        ("- Phudng Phong Dién, phudng Phong Phu", "- Phường Phong Điền, phường Phong Phú"),
        ("Bo Tai chinh, So Xay dung", "Bộ Tài chính, Sở Xây dựng"),
    ],
)
def test_places_and_offices_are_no_persons(repairer: Repairer, seen: str, true: str) -> None:
    assert repairer.repair([seen])[0][0] == true


def test_the_table_of_names_holds_shares_of_each_slot() -> None:
    assert sum(name_syllables(FAMILY).values()) == pytest.approx(1)
    assert max(name_syllables(FAMILY), key=name_syllables(FAMILY).__getitem__) == "nguyễn"
    assert name_syllables("woman's middle")["thị"] > 0.4
    assert {"nguyen", "giang", "ksor"} <= folded_family_names()
