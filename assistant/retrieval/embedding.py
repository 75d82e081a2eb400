"""Turn texts into vectors with a sentence-transformers model: the shipped one, or any other by name."""

from __future__ import annotations

import hashlib
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
        return int(self._model.get_embedding_dimension())

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
        if (static := self._static) is None:
            return self._model.encode(texts, batch_size=256, show_progress_bar=False, convert_to_numpy=True)
        # What `encode` does around a model that only looks up words takes several times longer than that.
        tokenizer, vectors = static.tokenizer, static.embedding.weight.detach().numpy()
        if len(texts) > FEW:
            encodings = tokenizer.encode_batch(texts, add_special_tokens=False)
        else:  # one by one: the threads that cut a batch into words wait for each other longer than few texts take
            encodings = [tokenizer.encode(text, add_special_tokens=False) for text in texts]
        means = np.zeros((len(texts), vectors.shape[1]), np.float32)
        for mean, encoding in zip(means, encodings, strict=True):
            if encoding.ids:
                vectors.take(encoding.ids, axis=0).mean(axis=0, out=mean)
        return means

    @cached_property
    def _static(self) -> Any:
        """The only part of a model that looks words up and takes their mean, like the shipped one; None for others."""
        from sentence_transformers.sentence_transformer.modules import StaticEmbedding

        parts = list(self._model)
        return parts[0] if len(parts) == 1 and isinstance(parts[0], StaticEmbedding) else None

    @cached_property
    def _model(self) -> Any:
        # The import takes seconds: whoever only looks up or lists documents does not wait for it.
        import torch
        from sentence_transformers import SentenceTransformer
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

        # What a question needs is little: threads of torch, or of numpy's products, wait for each other longer than
        # they help, and take the cores from the other questions meanwhile.
        torch.set_num_threads(1)
        threadpool_limits(1)
        try:
            return SentenceTransformer(self.model, device="cpu").float()  # kept in half precision, summed in full
        except Exception as error:  # the library lets through whatever its many loaders raise
            raise ModelError(
                f"{self.model}: expected a sentence-transformers model, got {type(error).__name__}: {error}",
                f"Không nạp được mô hình nhúng văn bản “{self.model}”. Hãy kiểm tra ASSISTANT_EMBEDDING_MODEL.",
            ) from error


class WordVectors:
    """The words of the shipped embedder and their vectors, read without loading the whole model."""

    def __init__(self, folder: Path = SHIPPED) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        vectors = load_file(folder / "model.safetensors")["embedding.weight"].astype(np.float32)
        self._lengths: FloatMatrix = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        self._vectors: FloatMatrix = vectors / self._lengths

    def __len__(self) -> int:
        return len(self._vectors)

    def words_of(self, texts: Sequence[str]) -> list[NDArray[np.int64]]:
        """The numbers of the words of each text, in its order, from 0 to the length of the vocabulary."""
        encoded = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [np.array(encoding.ids, dtype=np.int64) for encoding in encoded]

    def of(self, words: NDArray[np.int64]) -> FloatMatrix:
        """The vectors of words as the embedder sums them up: those of rare words are the longer ones."""
        return self._vectors.take(words, axis=0) * self._lengths.take(words, axis=0)

    def cosines(self, words: NDArray[np.int64], others: NDArray[np.int64]) -> FloatMatrix:
        """How like each of `words` is to each of `others`: a row for each word, a column for each other."""
        cosines: FloatMatrix = self._vectors.take(words, axis=0) @ self._vectors.take(others, axis=0).T
        return cosines


@lru_cache(maxsize=1)
def load_word_vectors() -> WordVectors:
    """The words of the shipped embedder; one copy a process. Raises ModelError where they cannot be read."""
    try:
        return WordVectors()
    except Exception as error:  # tokenizers and safetensors each raise their own
        raise ModelError(f"{SHIPPED}: expected a static embedder, got {type(error).__name__}: {error}") from error


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
