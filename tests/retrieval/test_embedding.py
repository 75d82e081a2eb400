from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_info  # type: ignore[import-untyped]

from assistant.errors import ModelError
from assistant.retrieval.embedding import FEW, SHIPPED, SentenceTransformerEmbedder, load_embedder, model_name


@pytest.fixture(scope="module")
def shipped() -> SentenceTransformerEmbedder:
    return load_embedder()


def likeness(embedder: SentenceTransformerEmbedder, one: str, other: str) -> float:
    first, second = embedder.embed([one, other])
    return float(first @ second)


def test_every_vector_has_length_one(shipped: SentenceTransformerEmbedder) -> None:
    vectors = shipped.embed(["Hạn gửi hồ sơ", "Phân cấp quản lý chợ hạng 3", "KE HOACH phat dong thi dua"])
    assert vectors.dtype == np.float32
    assert vectors.shape == (3, shipped.dimensions)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_products_of_numpy_take_one_thread_once_the_model_is_loaded(shipped: SentenceTransformerEmbedder) -> None:
    shipped.embed(["Hạn gửi hồ sơ"])
    pools = [pool for pool in threadpool_info() if pool["user_api"] == "blas" and "numpy" in pool["filepath"]]
    assert [pool["num_threads"] for pool in pools] == [1]


def test_a_text_without_words_has_no_direction(shipped: SentenceTransformerEmbedder) -> None:
    assert shipped.embed([""]).tolist() == [[0.0] * shipped.dimensions]
    assert shipped.embed([]).shape == (0, shipped.dimensions)


def test_marks_make_no_difference(shipped: SentenceTransformerEmbedder) -> None:
    assert likeness(shipped, "Hồ sơ đề nghị khen thưởng", "ho so de nghi khen thuong") == pytest.approx(1, abs=1e-5)


def test_the_same_in_other_words_is_nearer_than_something_else(shipped: SentenceTransformerEmbedder) -> None:
    question = "Khi nào phải nộp hồ sơ đề nghị khen thưởng?"
    same = likeness(shipped, question, "Thời hạn gửi hồ sơ thi đua, khen thưởng về Văn phòng Sở là ngày 20 tháng 11.")
    other = likeness(shipped, question, "Chủ đầu tư chịu trách nhiệm về an toàn phòng cháy, chữa cháy của công trình.")
    assert same > other + 0.1


def test_a_misread_text_is_still_near(shipped: SentenceTransformerEmbedder) -> None:
    clean = "Báo cáo kết quả thực hiện công tác cải cách hành chính quý III"
    garbled = "Bao cdo ket qua thtrc hien céng tac cai cach hanh chfnh quy III"
    other = "Phê duyệt quy hoạch chi tiết khu đô thị mới phía Nam thành phố"
    assert likeness(shipped, clean, garbled) > 0.5 > 0.3 + likeness(shipped, clean, other)


def test_the_shipped_model_is_small_and_has_a_card() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.rglob("*")) < 20_000_000
    assert (SHIPPED / "README.md").is_file()


def test_a_retrained_model_has_another_name(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"one")
    before = model_name(str(tmp_path))
    (tmp_path / "model.safetensors").write_bytes(b"two")
    assert model_name(str(tmp_path)) != before
    assert model_name("intfloat/multilingual-e5-small") == "intfloat/multilingual-e5-small"


def test_a_folder_that_holds_no_model_is_named_in_the_error(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[")
    with pytest.raises(ModelError) as caught:
        SentenceTransformerEmbedder(str(tmp_path)).embed(["hồ sơ"])
    assert str(tmp_path) in caught.value.for_user


def test_naming_a_model_does_not_load_it() -> None:
    code = (
        "import sys; from assistant.retrieval.embedding import load_embedder; load_embedder(); "
        "sys.exit('sentence_transformers' in sys.modules or 'torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_shipped_model_needs_no_torch() -> None:
    code = (
        "import sys; from assistant.retrieval.embedding import load_embedder; load_embedder().embed(['Hồ sơ']); "
        "sys.exit('sentence_transformers' in sys.modules or 'torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_its_vectors_are_those_of_the_library(shipped: SentenceTransformerEmbedder) -> None:
    from sentence_transformers import SentenceTransformer

    texts = ["Hạn gửi hồ sơ là ngày 20/11.", "", "Chợ hạng 3"]
    expected = SentenceTransformer(str(SHIPPED), device="cpu").float().encode(texts, normalize_embeddings=True)
    assert shipped.embed(texts) == pytest.approx(expected, abs=1e-6)


def test_few_texts_have_the_vectors_that_they_have_among_many(shipped: SentenceTransformerEmbedder) -> None:
    texts = [f"Kế hoạch số {number} về cải cách hành chính" for number in range(FEW + 1)]
    assert np.array_equal(shipped.embed([texts[3], "", texts[5]])[[0, 2]], shipped.embed(texts)[[3, 5]])
