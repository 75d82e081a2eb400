"""Turn texts into vectors with a sentence-transformers model: the shipped one, or any other by name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelError
from assistant.retrieval.dense import FloatMatrix

SHIPPED = Path(__file__).parents[1] / "models" / "embedder"
FEW = 64  # texts: a question and its terms
REMEMBERED = 1024  # of them, with the words that they are cut into


class Embedder(Protocol):
    """Turns texts into vectors of length one, a row for each text."""

    @property
    def name(self) -> str:
        """Which model: vectors of two models of different names are never compared."""

    @property
    def dimensions(self) -> int:
        """The length of a row."""

    def embed(self, texts: Sequence[str]) -> FloatMatrix:
        """The vectors of `texts`."""


class SentenceTransformerEmbedder:
    """A sentence-transformers model, loaded when the first text comes."""

    def __init__(self, model: str) -> None:
        self.model = model
        self.name = model_name(model)

    @property
    def dimensions(self) -> int:
        """The length of a row."""
        return int(self._model.get_embedding_dimension()) if self._words is None else self._words.dimensions

    def embed(self, texts: Sequence[str]) -> FloatMatrix:
        """The vectors of `texts`, of length one; raises ModelError where the model cannot be loaded."""
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        vectors = np.asarray(self._encode(list(texts)), dtype=np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        # A text without a known word has no direction.
        np.divide(vectors, lengths, where=lengths > 0, out=vectors)
        return vectors

    def _encode(self, texts: list[str]) -> Any:
        if self._words is None:
            return self._model.encode(texts, batch_size=256, show_progress_bar=False, convert_to_numpy=True)
        return self._words.means(texts)

    @cached_property
    def _words(self) -> WordVectors | None:
        """The words of a model that only looks them up and takes their mean, like the shipped one; None for others."""
        return load_word_vectors(Path(self.model)) if _only_looks_words_up(Path(self.model)) else None

    @cached_property
    def _model(self) -> Any:
        # The import takes seconds: who needs only words and their vectors does not wait for it.
        import torch
        from sentence_transformers import SentenceTransformer

        # What a question needs is little: threads wait for each other longer than they help, and take the cores from
        # the other questions meanwhile.
        torch.set_num_threads(1)
        try:
            return SentenceTransformer(self.model, device="cpu").float()  # kept in half precision, summed in full
        except Exception as error:  # the library lets through whatever its many loaders raise
            raise _not_loaded(self.model, error) from error


def _only_looks_words_up(folder: Path) -> bool:
    """Is a static embedder in `folder`, whose words and vectors can be read without the library?"""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        return [(each["type"].rpartition(".")[2], each["path"]) for each in modules] == [("StaticEmbedding", "")]
    except (OSError, ValueError, KeyError, TypeError):
        return False  # the library says what is wrong with it


class WordVectors:
    """The words of a static embedder and their vectors, read without loading the library: that takes seconds, and
    what it does around looking up words takes several times longer than that."""

    def __init__(self, folder: Path = SHIPPED) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        vectors = load_file(folder / "model.safetensors")["embedding.weight"]
        self._vectors: FloatMatrix = vectors.astype(np.float32)  # kept in half precision, summed in full
        self._words_of_one = lru_cache(maxsize=REMEMBERED)(self._cut)  # one text is searched in several ways
        self._lengths: FloatMatrix = np.maximum(np.linalg.norm(self._vectors, axis=1, keepdims=True), 1e-9)

    def __len__(self) -> int:
        return len(self._vectors)

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return int(self._vectors.shape[1])

    def words_of(self, texts: Sequence[str]) -> list[NDArray[np.int64]]:
        """The numbers of the words of each text, in its order, from 0 to the length of the vocabulary."""
        if len(texts) > FEW:
            encoded = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        else:  # one by one: the threads that cut a batch into words wait for each other longer than few texts take
            return [self._words_of_one(text) for text in texts]
        return [np.array(encoding.ids, dtype=np.int64) for encoding in encoded]

    def _cut(self, text: str) -> NDArray[np.int64]:
        return np.array(self._tokenizer.encode(text, add_special_tokens=False).ids, dtype=np.int64)

    def of(self, words: NDArray[np.integer[Any]]) -> FloatMatrix:
        """The vectors of words as the embedder sums them up: those of rare words are the longer ones."""
        return self._vectors.take(words, axis=0)

    def means(self, texts: Sequence[str]) -> FloatMatrix:
        """The mean of the vectors of each text's words; zeros where it has none."""
        means = np.zeros((len(texts), self.dimensions), np.float32)
        for mean, words in zip(means, self.words_of(texts), strict=True):
            if len(words):
                self.of(words).mean(axis=0, out=mean)
        return means

    def cosines(self, words: NDArray[np.int64], others: NDArray[np.int64]) -> FloatMatrix:
        """How like each of `words` is to each of `others`: a row for each word, a column for each other."""
        lengths = self._lengths.take(words, axis=0) * self._lengths.take(others, axis=0).T
        cosines: FloatMatrix = self.of(words) @ self.of(others).T / lengths
        return cosines


def load_word_vectors(folder: Path = SHIPPED) -> WordVectors:
    """The words of a static embedder; one copy a process. Raises ModelError where they cannot be read."""
    return _load_words(folder)


@lru_cache(maxsize=4)
def _load_words(folder: Path) -> WordVectors:
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    threadpool_limits(1)  # threads of numpy's products, too, wait for each other longer than they help
    try:
        return WordVectors(folder)
    except Exception as error:  # tokenizers and safetensors each raise their own
        raise _not_loaded(str(folder), error) from error


def _not_loaded(model: str, error: Exception) -> ModelError:
    return ModelError(
        f"{model}: expected a sentence-transformers model, got {type(error).__name__}: {error}",
        f"Không nạp được mô hình nhúng văn bản “{model}”. Hãy kiểm tra ASSISTANT_EMBEDDING_MODEL.",
    )


@lru_cache(maxsize=4)
def load_embedder(model: str = "") -> SentenceTransformerEmbedder:
    """The embedder for `settings.embedding_model`; empty: the shipped one. One copy a process."""
    return SentenceTransformerEmbedder(model or str(SHIPPED))


def model_name(model: str) -> str:
    """The name that an index keeps of `model`: for a folder with a hash of its files, so that retraining shows."""
    folder = Path(model)
    if not folder.is_dir():
        return model
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".md":
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return f"{folder.name}@{digest.hexdigest()[:16]}"
