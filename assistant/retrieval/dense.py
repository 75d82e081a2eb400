"""Find chunks by the direction of their vectors: exact inner-product search with FAISS."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

FloatMatrix = NDArray[np.float32]
FloatVector = NDArray[np.float32]
IntVector = NDArray[np.int64]


class DenseIndex:
    """Vectors of length one under whole-number ids; what may not be found is kept out inside the search.

    FAISS reads a damaged or foreign index file without complaint, so none is ever written: the vectors are saved as
    plain arrays and put into a flat index on loading, which takes milliseconds.
    """

    def __init__(self, dimensions: int) -> None:
        import faiss

        self.dimensions = dimensions
        self._index: Any = faiss.IndexIDMap2(faiss.IndexFlatIP(dimensions))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, ids: Sequence[int] | IntVector, vectors: FloatMatrix) -> None:
        """Put in the rows of `vectors` under `ids`."""
        self._index.add_with_ids(np.ascontiguousarray(vectors, dtype=np.float32), np.asarray(ids, dtype=np.int64))

    def remove(self, ids: Sequence[int] | IntVector) -> None:
        """Take out `ids`; those that are not there are passed over."""
        self._index.remove_ids(np.asarray(ids, dtype=np.int64))

    def search(
        self, vector: FloatVector, limit: int, allowed: Sequence[int] | IntVector | None = None
    ) -> tuple[IntVector, FloatVector]:
        """The ids and cosines of the `limit` nearest to `vector`, best first, only `allowed` ids where given."""
        import faiss

        limit = min(limit, len(self) if allowed is None else len(allowed))
        if limit == 0:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        options = {}
        if allowed is not None:
            selector = faiss.IDSelectorBatch(np.asarray(allowed, dtype=np.int64))
            options = {"params": faiss.SearchParameters(sel=selector)}  # type: ignore[call-arg]
        query = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        # Threads would wait for each other longer than they help, and take the cores from other questions meanwhile.
        # OpenMP keeps their number for each thread that asks: set by the one that opens, it says nothing to others.
        faiss.omp_set_num_threads(1)
        scores, ids = self._index.search(query, limit, **options)
        found = ids[0] >= 0
        return ids[0][found], scores[0][found]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything in it as plain arrays, to be saved."""
        import faiss

        vectors = self._index.index.reconstruct_n(0, len(self)) if len(self) else np.empty((0, self.dimensions))
        return {"ids": faiss.vector_to_array(self._index.id_map), "vectors": vectors.astype(np.float32)}

    @classmethod
    def of_arrays(cls, ids: IntVector, vectors: FloatMatrix) -> Self:
        """The index that `arrays` came from."""
        index = cls(vectors.shape[1])
        if len(ids):
            index.add(ids, vectors)
        return index
