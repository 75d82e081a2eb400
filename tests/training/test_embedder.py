from __future__ import annotations

import json
import lzma
import random
from itertools import pairwise
from pathlib import Path

import pytest

from assistant.retrieval.embedding import SentenceTransformerEmbedder
from assistant.training.embedder import (
    Recipe,
    ask_about,
    build_tokenizer,
    collect_pairs,
    misread,
    pairs_of,
    paraphrases,
    train_embedder,
    vary,
)

MARKETS = (
    "Ủy ban nhân dân cấp huyện quản lý chợ hạng 3 trên địa bàn. Ban quản lý chợ thu giá dịch vụ theo quy định. "
    "Thương nhân kinh doanh tại chợ ký hợp đồng thuê điểm kinh doanh với ban quản lý chợ. "
    "Chợ phải có phương án phòng cháy, chữa cháy được cơ quan công an phê duyệt. "
)
REWARDS = (
    "Hồ sơ đề nghị khen thưởng gồm tờ trình, báo cáo thành tích và biên bản họp hội đồng. "
    "Hội đồng thi đua khen thưởng họp xét vào tháng 12 hằng năm. "
    "Tập thể xuất sắc được tặng giấy khen của giám đốc sở. Tiền thưởng trích từ quỹ thi đua của cơ quan. "
)


@pytest.fixture
def text_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "text"
    folder.mkdir()
    with lzma.open(folder / "articles.jsonl.xz", "wt", encoding="utf-8") as lines:
        for _ in range(60):
            for title, text in (("Quản lý chợ", MARKETS), ("Hồ sơ khen thưởng", REWARDS)):
                lines.write(json.dumps({"title": title, "text": text * 2}, ensure_ascii=False) + "\n")
    return folder


def test_a_title_belongs_to_its_text_and_a_sentence_to_those_around_it() -> None:
    pairs = list(pairs_of({"title": "Quản lý chợ", "text": MARKETS}, random.Random(1)))
    assert pairs[0][0] == "Quản lý chợ"
    assert pairs[0][1].startswith("Ủy ban nhân dân cấp huyện")
    assert any(query.startswith(("Ban quản lý", "Thương nhân", "Chợ phải", "Ủy ban")) for query, _ in pairs[1:])


def test_a_heading_belongs_to_what_stands_under_it() -> None:
    text = f"Điều 7. Xếp hạng chợ trên địa bàn\n{MARKETS}"
    pairs = list(pairs_of({"text": text}, random.Random(1)))
    assert any(query == "Xếp hạng chợ trên địa bàn" and "chợ hạng 3" in passage for query, passage in pairs)


def test_misread_texts_keep_their_number_of_words() -> None:
    read = [misread(REWARDS, random.Random(seed), share=1) for seed in range(20)]
    assert all(len(text.split(" ")) == len(REWARDS.split(" ")) for text in read)
    assert sum(text != REWARDS for text in read) > 15


def test_a_varied_question_is_never_empty() -> None:
    assert all(vary("Quản lý chợ", random.Random(seed)).strip() for seed in range(200))


def test_the_tokenizer_takes_marks_off_and_knows_pairs() -> None:
    tokenizer = build_tokenizer(iter([MARKETS + REWARDS] * 30), Recipe(syllables=500, pairs=200, pieces=50))
    assert tokenizer.encode("Khen thưởng, QUẢN LÝ").tokens == tokenizer.encode("khen thuong quan ly").tokens
    assert "▁khen▁thuong" in tokenizer.encode("Khen thưởng").tokens


def test_a_word_outside_the_vocabulary_is_cut_into_parts() -> None:
    tokenizer = build_tokenizer(iter([MARKETS + REWARDS] * 30), Recipe(syllables=500, pairs=200, pieces=50))
    tokens = tokenizer.encode("xquangz").tokens
    assert "".join(tokens) == "▁xquangz"
    assert len(tokens) > 1


def test_no_more_pairs_than_asked_for(text_folder: Path) -> None:
    pairs = collect_pairs(text_folder, Recipe(examples=100, group=1), random.Random(1))
    assert 100 <= len(pairs) <= 102  # with two paraphrases


def test_passages_of_one_text_stand_together_so_that_they_are_told_apart(text_folder: Path) -> None:
    pairs = collect_pairs(text_folder, Recipe(examples=400, group=4), random.Random(1))
    markets = ["chợ" in passage for _, passage in pairs if passage in MARKETS + REWARDS or len(passage) > 150]
    changes = sum(one != other for one, other in pairwise(markets))
    assert changes < len(markets) / 2


def test_a_sentence_becomes_a_question_for_the_value_in_it() -> None:
    sentence = "Các phòng gửi hồ sơ về Văn phòng Sở trước ngày 20/11/2024 để tổng hợp."
    asked = {ask_about(sentence, random.Random(seed)) for seed in range(40)}
    assert sentence in asked
    assert "Các phòng gửi hồ sơ về Văn phòng Sở khi nào để tổng hợp?" in asked
    assert not any("20/11" in question for question in asked - {sentence})


def test_paraphrases_are_vietnamese_ways_of_asking_the_same() -> None:
    pairs = paraphrases()
    assert len(pairs) > 400
    assert not any("What" in query or "which" in query for query, _ in pairs)


def test_one_command_makes_a_sentence_transformers_model_that_tells_topics_apart(
    text_folder: Path, tmp_path: Path
) -> None:
    recipe = Recipe(dimensions=32, syllables=500, pairs=200, pieces=50, examples=400, batch=32, steps=60)
    train_embedder(text_folder, tmp_path / "model", recipe=recipe)
    question, market, reward = SentenceTransformerEmbedder(str(tmp_path / "model")).embed(
        ["thu gia dich vu o cho", MARKETS, REWARDS]
    )
    assert question @ market > question @ reward
