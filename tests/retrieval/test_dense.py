from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import faiss
import numpy as np
import pytest

from assistant.retrieval.dense import DenseIndex

VECTORS = np.array([[1, 0], [0.6, 0.8], [0, 1]], dtype=np.float32)


@pytest.fixture
def index() -> DenseIndex:
    made = DenseIndex(2)
    made.add([10, 20, 30], VECTORS)
    return made


def test_the_nearest_come_first_with_their_cosines(index: DenseIndex) -> None:
    ids, cosines = index.search(np.array([1, 0], dtype=np.float32), 2)
    assert ids.tolist() == [10, 20]
    assert cosines.tolist() == pytest.approx([1.0, 0.6])


def test_only_allowed_ids_are_found_however_far_they_are(index: DenseIndex) -> None:
    assert index.search(np.array([1, 0], dtype=np.float32), 2, [30])[0].tolist() == [30]


def test_nothing_allowed_finds_nothing(index: DenseIndex) -> None:
    assert index.search(np.array([1, 0], dtype=np.float32), 2, [])[0].tolist() == []


def test_a_removed_vector_is_not_found_again(index: DenseIndex) -> None:
    index.remove([10, 99])
    assert index.search(np.array([1, 0], dtype=np.float32), 5)[0].tolist() == [20, 30]


def test_kept_as_arrays_it_is_the_same_index(index: DenseIndex) -> None:
    index.remove([20])
    again = DenseIndex.of_arrays(**index.arrays())
    assert again.search(np.array([0, 1], dtype=np.float32), 5)[0].tolist() == [30, 10]


def test_an_empty_index_is_kept_too() -> None:
    assert len(DenseIndex.of_arrays(**DenseIndex(4).arrays())) == 0


def test_a_search_takes_one_core_whichever_thread_asks(index: DenseIndex) -> None:
    def threads_after_search() -> int:
        index.search(np.array([1, 0], dtype=np.float32), 1)
        return int(faiss.omp_get_max_threads())

    faiss.omp_set_num_threads(2)  # of the thread that opened the index
    with ThreadPoolExecutor(1) as answering:
        assert answering.submit(threads_after_search).result() == 1
