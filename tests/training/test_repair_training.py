"""Pairs are aligned, letters counted and the trigram model smoothed as they should be; a small model repairs."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.documents.repair import build_repairer
from assistant.documents.repair_context import Surroundings
from assistant.errors import ModelError
from assistant.language.looks import CAPITALS, COMMA, NAME, STOP
from assistant.language.trigrams import BOUNDARY, NUMBER, UNKNOWN, Trigrams
from assistant.training import repair_context, repair_pages
from assistant.training.repair import (
    Cases,
    Pair,
    align_chunks,
    align_letters,
    build_arrays,
    count_cases,
    count_readings,
    estimate_letters,
    native_words,
    pairs_of_page,
    train_repair,
)
from assistant.training.repair_pages import Page, draw, kept_pages, lay_out, read_picture
from assistant.training.trigrams import count_words, estimate, usual

TEXT = (
    "Ủy ban nhân dân tỉnh ban hành Kế hoạch thi đua khen thưởng năm 2031. Sở Xây dựng chủ trì thực hiện Kế hoạch này. "
    "Hồ sơ đề nghị khen thưởng gửi về Sở Nội vụ trước ngày 15 tháng 11 năm 2031."
)


def test_chunks_are_aligned_across_split_glued_and_lost_words() -> None:
    true = ["nghị", "khen", "thưởng", "gửi", "đơn", "trước"]
    seen = ["nghi", "khenthudng", "g", "ui", "don", "trudc"]
    assert align_chunks(true, seen) == [(0, 1, 0, 1), (1, 3, 1, 2), (3, 4, 2, 4), (4, 5, 4, 5), (5, 6, 5, 6)]


def test_pairs_leave_out_the_punctuation_that_both_have() -> None:
    page = Page(("Sở Xây dựng:", "Quyết định số 12/QĐ-UBND"), ("S@ Xay dung:", "Quyét dinh s6 12/QD-UBND"))
    pairs = Counter(pairs_of_page(page))
    assert {Pair("Sở", "S@"), Pair("dựng", "dung"), Pair("số", "s6"), Pair("QĐ", "QD"), Pair("UBND", "UBND")} <= set(
        pairs
    )


def test_letters_are_aligned_with_the_strings_they_were_read_as() -> None:
    assert align_letters("chức", "chirc", {("ứ", "ir"): 0.5}) == [("c", "c"), ("h", "h"), ("ứ", "ir"), ("c", "c")]
    assert align_letters("a", "bcdefg", {}) is None


def test_readings_are_counted_and_a_seldom_drawn_letter_borrows_from_its_shape() -> None:
    pairs = Counter({Pair("số", "s6"): 50, Pair("bố", "b6"): 30, Pair("đô", "dé"): 20, Pair("sỗ", "sé"): 1})
    counts = count_readings(pairs)
    assert counts["ố", "6"] == 80
    alphabet, strings, costs = estimate_letters(counts)
    row = costs[strings.index("6")]
    assert row[alphabet.index("ố") + 1] <= row[alphabet.index("ỗ") + 1] < 10 < row[alphabet.index("h") + 1]


def test_native_words_are_syllables_and_frequent_abbreviations() -> None:
    words = ("<unk>", "<n>", "<s>", "quyết", "nghiêng", "ubnd", "street", "đ", "http")
    native = native_words(words, Counter({"UBND": 900, "HTTP": 3}), Cases(Counter(), Counter()))
    assert [words[number] for number in native] == ["quyết", "nghiêng", "ubnd"]


def test_names_of_the_highlands_are_native_and_words_that_lost_their_marks_are_not() -> None:
    words = ("<unk>", "<n>", "<s>", "đắk", "krông", "hoach", "kiốt")
    native = native_words(words, Counter(), Cases(Counter({"đắk": 300, "krông": 80, "kiốt": 2}), Counter({"kiốt": 9})))
    assert [words[number] for number in native] == ["đắk", "krông"]


def test_a_tone_stands_where_nearly_all_documents_put_it() -> None:
    words = "hoá uỷ khoẻ thuỷ quý hoàn thúy quyết"
    assert " ".join(map(usual, words.split())) == "hóa ủy khỏe thủy quý hoàn thúy quyết"


def test_capitals_are_counted_amid_sentences_only() -> None:
    cases = count_cases(["Trà là cây. Đồng chí Phạm Trà, huyện Trà Bồng uống trà. Tra cứu"])
    assert (cases.capital["trà"], cases.small["trà"], cases.capital["tra"]) == (2, 1, 0)
    as_name, as_word = cases.costs(["trà", "cây"])
    assert as_name[0] < as_name[1]
    assert as_word[0] > as_word[1]


def test_the_network_learns_look_alikes_from_their_neighbours_and_the_signs_between_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(repair_context, "_BATCH", 200)
    texts = ["Sở Nội vụ chủ trì, ủy ban giao", "chú thích của người dịch ở cuối trang"]
    texts += ["báo cáo các hội của tỉnh; báo cáo các hội của tính toán"]
    page = Page(("chủ trì chú thích tỉnh tính",), ("chu tri chu thich tinh tinh",))
    arrays = build_arrays(lambda: [("laws", text) for text in texts * 40], [page] * 3, least=2, samples=30_000)
    words = str(arrays["words"].tobytes(), "utf-8").split("\n")
    network = Surroundings(arrays)

    def dearer(text: str, looks: list[int], place: int, one: str, other: str) -> float:
        (wanted,) = network.wanted([words.index(word) for word in text.split()], looks, [place])
        costs = network.costs(wanted, [words.index(one), words.index(other)])
        return costs[0] - costs[1]

    leads = [NAME, NAME, 0, 0, 0, COMMA, 0, 0]
    assert dearer("sở nội vụ chủ trì ủy ban giao", leads, 3, "chủ", "chú") < 0
    of_the, without, with_stop = "báo cáo các hội của tỉnh báo cáo", [0] * 8, [0, 0, 0, 0, 0, 0, STOP, 0]
    assert dearer(of_the, with_stop, 5, "tỉnh", "tính") < dearer(of_the, without, 5, "tỉnh", "tính")


def test_the_trigram_model_sums_to_one_and_knows_its_text() -> None:
    counted = count_words([TEXT] * 4, least=2)
    grammar = Trigrams(estimate(counted, triples=10_000))
    number_of = {word: number for number, word in enumerate(counted.words)}
    first, second = number_of["kế"], number_of["hoạch"]
    likely = {word: grammar.cost(first, second, number_of[word]) for word in ("thi", "này", "tỉnh")}
    assert max(likely["thi"], likely["này"]) < likely["tỉnh"]
    total = sum(np.exp(-grammar.cost(first, second, word) / 10) for word in range(len(counted.words)))
    assert total == pytest.approx(1, abs=0.15)  # costs are rounded to tenths


def test_numbers_rare_words_and_text_edges_have_their_own_ids() -> None:
    counted = count_words(["năm 2031 năm 1.500 xyz", "năm"], least=2)
    assert counted.words[3:] == ("năm",)
    assert counted.ids.tolist() == [3, NUMBER, 3, NUMBER, UNKNOWN, BOUNDARY, 3, BOUNDARY]


def test_words_stand_behind_signs_and_with_capitals() -> None:
    counted = count_words(["Sở Nội vụ, UBND tỉnh; theo QUYẾT ĐỊNH"], least=1)
    looks = dict(zip([counted.words[number] for number in counted.ids], counted.looks.tolist(), strict=True))
    assert looks == {
        "sở": NAME, "nội": NAME, "vụ": 0, "ubnd": COMMA | CAPITALS, "tỉnh": 0, "theo": STOP,
        "quyết": CAPITALS, "định": CAPITALS, "<s>": STOP,
    }  # fmt: skip


def test_pages_are_wrapped_and_some_paragraphs_set_in_capitals() -> None:
    lines = lay_out(TEXT, 60, random.Random(3))
    assert all(len(line) <= 60 for line in lines)
    assert " ".join(lines).lower() == TEXT.lower()


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
def test_a_drawn_page_is_misread_by_the_english_model_but_keeps_its_numbers() -> None:
    seen = " ".join(read_picture(draw(lay_out(TEXT, 60, random.Random(1)), random.Random(8)), "eng"))
    assert "2031" in seen
    assert "ộ" not in seen


def test_a_model_of_a_few_pages_repairs_what_it_was_shown() -> None:
    garbled = "Uy ban nhan dan tinh ban hanh Ké hoach thi dua khen thudng nam 2031."
    page = Page(("Ủy ban nhân dân tỉnh ban hành Kế hoạch thi đua khen thưởng năm 2031.",), (garbled,))
    repairer = build_repairer(build_arrays(lambda: [("laws", TEXT)] * 5, [page] * 3, least=2, samples=4000))
    ((text, _),) = repairer.repair([garbled])
    assert text == page.true[0]


def test_a_run_that_was_broken_off_goes_on_with_the_pages_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [Page((f"trang số {number}",), (f"trang s6 {number}",)) for number in range(4)]
    begun = []

    def make(folder: Path, count: int, seed: int, progress: object = None, first: int = 0) -> Iterator[Page]:
        begun.append(first)
        yield from pages[first : first + 3]
        if first == 0:
            raise KeyboardInterrupt

    monkeypatch.setattr(repair_pages, "make_pages", make)
    kept = tmp_path / "model.pages.jsonl"
    with pytest.raises(KeyboardInterrupt):
        kept_pages(kept, tmp_path, 4)
    assert kept_pages(kept, tmp_path, 4) == pages
    assert begun == [0, 3]
    with pytest.raises(KeyboardInterrupt):  # another seed draws other pages
        kept_pages(kept, tmp_path, 4, seed=2)
    assert begun == [0, 3, 0]


def test_a_folder_without_the_collections_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"expected gazette\.jsonl\.xz"):
        train_repair(tmp_path, tmp_path / "model", pages=1)
