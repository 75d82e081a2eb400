from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.errors import IndexDamaged, IndexMismatch, IndexNotFound, StoreError
from assistant.retrieval import store
from assistant.retrieval.hybrid import Index
from assistant.retrieval.store import Generation, Source
from tests.retrieval.samples import SyllableEmbedder, make_corpus

SOURCE = Source("0123456789abcdef", "0123456789abcdef" * 4, "Kế hoạch 45.PDF", "/van-ban/Kế hoạch 45.PDF")


def write(folder: Path, text: str = "nội dung", *, keep_before: bool = True) -> Generation:
    def fill(home: Path) -> None:
        (home / "bm25").mkdir()
        (home / "bm25" / "data").write_text(text, encoding="utf-8")

    return store.write_generation(
        folder, fill, reading="1", cutting="1", embedding="", sources=[SOURCE], keep_before=keep_before
    )


def test_what_was_written_is_in_force(tmp_path: Path) -> None:
    written = write(tmp_path, "kế hoạch")
    current = store.current(tmp_path)
    assert current == written
    assert (current.folder / "bm25" / "data").read_text(encoding="utf-8") == "kế hoạch"
    assert current.manifest.sources == (SOURCE,)
    assert list(current.manifest.files) == ["bm25/data"]


def test_a_manifest_written_before_there_were_groups_is_still_read(tmp_path: Path) -> None:
    home = write(tmp_path).folder
    manifest = home / "manifest.json"
    record = json.loads(manifest.read_text(encoding="utf-8"))
    for source in record["sources"]:
        del source["group"]
    manifest.write_text(json.dumps(record), encoding="utf-8")
    (tmp_path / "CURRENT").write_text(f"{home.name} {store.sha256_of(manifest)}", encoding="ascii")
    assert store.current(tmp_path).manifest.sources == (SOURCE,)


def test_an_empty_folder_holds_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexNotFound) as caught:
        store.current(tmp_path)
    assert "assistant index" in caught.value.for_user


def every_byte_of(folder: Path) -> list[tuple[Path, int]]:
    home = store.current(folder).folder
    return [(path, place) for path in home.rglob("*") if path.is_file() for place in range(path.stat().st_size)]


def test_one_flipped_bit_anywhere_is_found(tmp_path: Path) -> None:
    write(tmp_path)
    for path, place in every_byte_of(tmp_path):
        whole = path.read_bytes()
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        with pytest.raises(IndexDamaged):
            store.current(tmp_path)
        path.write_bytes(whole)
    store.current(tmp_path)


@pytest.mark.parametrize("name", ["manifest.json", "bm25/data"])
def test_a_missing_file_is_found_and_named(tmp_path: Path, name: str) -> None:
    (write(tmp_path).folder / name).unlink()
    with pytest.raises(IndexDamaged, match="missing") as caught:
        store.current(tmp_path)
    assert Path(name).name in caught.value.for_user


def test_a_pointer_of_foreign_bytes_is_damage(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "CURRENT").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(IndexDamaged):
        store.current(tmp_path)


def test_an_index_of_another_format_is_told_apart_from_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    monkeypatch.setattr(store, "FORMAT", store.FORMAT + 1)
    with pytest.raises(IndexMismatch):
        store.current(tmp_path)


def test_the_generation_before_is_kept_and_older_ones_go(tmp_path: Path) -> None:
    names = [write(tmp_path, f"lần {turn}").name for turn in range(4)]
    assert sorted(home.name for home in (tmp_path / "generations").iterdir()) == names[2:]


def test_nothing_is_kept_of_a_document_that_must_be_gone(tmp_path: Path) -> None:
    write(tmp_path)
    last = write(tmp_path, keep_before=False)
    assert [home.name for home in (tmp_path / "generations").iterdir()] == [last.name]


def test_a_writer_that_fails_leaves_the_generation_before_in_force(tmp_path: Path) -> None:
    before = write(tmp_path)

    def fail(home: Path) -> None:
        (home / "half").write_text("một nửa", encoding="utf-8")
        raise OSError(28, "No space left on device")

    with pytest.raises(StoreError, match="No space left") as caught:
        store.write_generation(tmp_path, fail, reading="1", cutting="1", embedding="", sources=[])
    assert "dung lượng" in caught.value.for_user
    assert store.current(tmp_path) == before
    assert [home.name for home in (tmp_path / "generations").iterdir()] == [before.name]


KILLED = """
import sys, time
from pathlib import Path
from assistant.retrieval import store

def fill(home):
    (home / "data").write_text("dở dang")
    print("writing", flush=True)
    time.sleep(60)

with store.locked(Path(sys.argv[1])):
    store.write_generation(Path(sys.argv[1]), fill, reading="1", cutting="1", embedding="", sources=[])
"""


def test_a_writer_killed_in_the_middle_changes_nothing_and_blocks_nobody(tmp_path: Path) -> None:
    before = write(tmp_path)
    child = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"writing\n"
    with pytest.raises(StoreError) as caught, store.locked(tmp_path):
        pass
    assert "tiến trình khác" in caught.value.for_user
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert store.current(tmp_path) == before
    with store.locked(tmp_path):
        after = write(tmp_path, "mới")
    assert store.current(tmp_path) == after
    assert sorted(home.name for home in (tmp_path / "generations").iterdir()) == [before.name, after.name]


def test_an_original_is_stored_once_and_goes_with_the_last_generation_that_names_it(tmp_path: Path) -> None:
    original = tmp_path / "Kế hoạch 45.PDF"
    original.write_bytes(b"%PDF-1.7")
    folder = tmp_path / "kho"
    store.keep_original(folder, original, SOURCE)
    store.keep_original(folder, original, SOURCE)
    kept = store.original_path(folder, SOURCE)
    assert kept.name == SOURCE.sha256 + ".pdf"
    write(folder)
    assert kept.read_bytes() == b"%PDF-1.7"
    for _ in range(store.KEPT):
        store.write_generation(folder, lambda home: None, reading="1", cutting="1", embedding="", sources=[])
    assert list((folder / "files").iterdir()) == []


def test_where_documents_came_from_is_known_of_a_damaged_index_too(tmp_path: Path) -> None:
    (write(tmp_path).folder / "bm25" / "data").write_text("hỏng", encoding="utf-8")
    assert store.last_sources(tmp_path) == (SOURCE,)


def test_an_index_saved_and_loaded_finds_the_same(tmp_path: Path) -> None:
    documents, chunks = make_corpus()
    index = Index.build(documents, chunks, SyllableEmbedder())
    generation = store.write_generation(
        tmp_path, index.save, reading="1", cutting="1", embedding="syllables", sources=[]
    )
    loaded = Index.load(generation, SyllableEmbedder())
    assert loaded.chunks == index.chunks
    assert dict(loaded.documents) == dict(index.documents)
    assert loaded.generation == generation.name
    question = "gửi hồ sơ khen thưởng trước ngày nào"
    assert loaded.search(question) == index.search(question)
