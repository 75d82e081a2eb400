from __future__ import annotations

import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from assistant import indexing
from assistant.documents import ingest
from assistant.errors import IndexDamaged, IndexNotFound, ReadError, StoreError
from assistant.indexing import edit_metadata, index_paths, remove_document
from assistant.retrieval import store
from assistant.retrieval.hybrid import Index
from assistant.schema import Document, Filters, IndexReport, Skipped
from assistant.settings import Settings

SETTINGS = Settings(workers=1)
PLAN = """UBND TỈNH LAM GIANG
SỞ XÂY DỰNG
Số: 45/KH-SXD
Lam Giang, ngày 12 tháng 3 năm 2024

KẾ HOẠCH
Phát động phong trào thi đua năm 2024

I. MỤC ĐÍCH
Khơi dậy tinh thần thi đua của công chức, viên chức thuộc Sở.
II. HỒ SƠ KHEN THƯỞNG
Các phòng gửi hồ sơ đề nghị khen thưởng về Văn phòng Sở trước ngày 20/11.
"""
DECISION = """ỦY BAN NHÂN DÂN
TỈNH LAM GIANG
Số: 977/QĐ-UBND
Lam Giang, ngày 06 tháng 5 năm 2024

QUYẾT ĐỊNH
Về việc phân cấp quản lý chợ

Điều 1. Phân cấp cho Ủy ban nhân dân cấp huyện quản lý chợ hạng 3 trên địa bàn.
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "van-ban"
    folder.mkdir()
    (folder / "45.txt").write_text(PLAN, encoding="utf-8")
    (folder / "977.txt").write_text(DECISION, encoding="utf-8")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "kho"


@pytest.fixture(autouse=True)
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read, in this process and not in children, to be quick."""
    names: list[str] = []

    def read_documents(paths: Iterable[Path], settings: Settings, progress: object) -> Iterator[Document | Skipped]:
        for path in paths:
            names.append(path.name)
            try:
                yield ingest.read_document(path, settings)
            except ReadError as error:
                yield Skipped(path.name, str(error), error.for_user)

    monkeypatch.setattr(indexing.ingest, "read_documents", read_documents)
    return names


def bring_up_to_date(files: Path, home: Path, *, sync: bool = False) -> IndexReport:
    return index_paths([files], home, SETTINGS, sync=sync)


def generations(home: Path) -> list[str]:
    return sorted(folder.name for folder in (home / "generations").iterdir())


def held(home: Path) -> list[str]:
    return sorted(document.file for document in Index.open(home).documents.values())


def test_files_become_an_index_that_finds_what_they_say(files: Path, home: Path) -> None:
    report = bring_up_to_date(files, home)
    assert (report.documents, report.added, report.skipped) == (2, ("45.txt", "977.txt"), ())
    index = Index.open(home)
    hit = index.search("hạn gửi hồ sơ khen thưởng của Sở Xây dựng")[0]
    assert "trước ngày 20/11" in hit.chunk.text
    assert index.file_path(hit.chunk.document_id).read_text(encoding="utf-8") == PLAN


def test_the_same_files_again_are_not_read_and_nothing_is_written(files: Path, home: Path, read: list[str]) -> None:
    bring_up_to_date(files, home)
    before = generations(home)
    read.clear()
    report = bring_up_to_date(files, home)
    assert (read, generations(home)) == ([], before)
    assert report.unchanged == ("45.txt", "977.txt")


def test_a_changed_file_takes_the_place_of_its_old_self(files: Path, home: Path, read: list[str]) -> None:
    bring_up_to_date(files, home)
    read.clear()
    (files / "45.txt").write_text(PLAN.replace("20/11", "05/12"), encoding="utf-8")
    report = bring_up_to_date(files, home)
    assert (report.replaced, report.added, report.documents, read) == (("45.txt",), (), 2, ["45.txt"])
    texts = " ".join(chunk.text for chunk in Index.open(home).chunks)
    assert "05/12" in texts
    assert "20/11" not in texts


def test_a_new_version_that_cannot_be_read_leaves_the_old_one_in_the_index(files: Path, home: Path) -> None:
    bring_up_to_date(files, home)
    (files / "45.txt").write_bytes(b"")
    report = bring_up_to_date(files, home, sync=True)
    assert [fault.file for fault in report.skipped] == ["45.txt"]
    assert "trước ngày 20/11" in Index.open(home).search("hồ sơ khen thưởng")[0].chunk.text


def test_a_file_that_is_gone_stays_until_the_index_is_told_to_follow(files: Path, home: Path) -> None:
    bring_up_to_date(files, home)
    (files / "977.txt").unlink()
    assert bring_up_to_date(files, home).documents == 2
    report = bring_up_to_date(files, home, sync=True)
    assert (report.removed, held(home)) == (("977.txt",), ["45.txt"])


def in_folders(files: Path) -> Path:
    """The two files in a folder each, and a third one beside the folders."""
    (files / "cong-khai" / "2024").mkdir(parents=True)
    (files / "noi-bo").mkdir()
    (files / "45.txt").rename(files / "cong-khai" / "2024" / "45.txt")
    (files / "977.txt").rename(files / "noi-bo" / "977.txt")
    (files / "12.txt").write_text(DECISION.replace("977", "12"), encoding="utf-8")
    return files


def groups(home: Path) -> dict[str, str | None]:
    return {document.file: document.group for document in Index.open(home).documents.values()}


def test_a_document_belongs_to_the_first_folder_below_the_indexed_one(files: Path, home: Path) -> None:
    bring_up_to_date(in_folders(files), home)
    assert groups(home) == {"45.txt": "cong-khai", "977.txt": "noi-bo", "12.txt": None}
    sources = store.current(home).manifest.sources
    assert {source.file: source.group for source in sources} == groups(home)


def test_a_folder_named_in_letters_taken_apart_is_the_same_group(files: Path, home: Path) -> None:
    folder = files / unicodedata.normalize("NFD", "nội bộ")
    folder.mkdir()
    (files / "45.txt").rename(folder / "45.txt")
    bring_up_to_date(files, home)
    assert groups(home) == {"45.txt": "nội bộ", "977.txt": None}


def test_a_file_that_moves_to_another_group_is_not_read_again_and_keeps_its_id_and_chunks(
    files: Path, home: Path, read: list[str]
) -> None:
    bring_up_to_date(in_folders(files), home)
    before = Index.open(home)
    (files / "noi-bo" / "977.txt").rename(files / "cong-khai" / "977.txt")
    read.clear()
    assert bring_up_to_date(files, home).replaced == ("977.txt",)
    after = Index.open(home)
    assert read == []
    assert groups(home) == {"45.txt": "cong-khai", "977.txt": "cong-khai", "12.txt": None}
    assert (list(after.documents), after.chunks) == (list(before.documents), before.chunks)
    assert bring_up_to_date(files, home).replaced == ()


def test_a_folder_indexed_again_by_itself_keeps_its_group(files: Path, home: Path) -> None:
    bring_up_to_date(in_folders(files), home)
    assert index_paths([files / "noi-bo"], home, SETTINGS).replaced == ()
    assert groups(home)["977.txt"] == "noi-bo"


def test_what_is_uploaded_belongs_to_the_group_that_was_said(files: Path, home: Path, tmp_path: Path) -> None:
    index_paths([files / "45.txt"], home, SETTINGS, group="cong-khai")
    assert groups(home) == {"45.txt": "cong-khai"}
    (files / "45.txt").write_text(PLAN.replace("20/11", "05/12"), encoding="utf-8")
    index_paths([files / "45.txt"], home, SETTINGS)
    assert groups(home) == {"45.txt": "cong-khai"}
    index_paths([files / "45.txt"], home, SETTINGS, group="noi-bo")
    assert groups(home) == {"45.txt": "noi-bo"}


def test_a_document_is_put_in_another_group_by_hand_and_its_metadata_stays(files: Path, home: Path) -> None:
    index_paths([files / "45.txt"], home, SETTINGS, group="cong-khai")
    document = next(iter(Index.open(home).documents.values()))
    edit_metadata(home, document.id, {"group": "noi-bo", "signer": "Trần Văn Bình"}, SETTINGS)
    after = Index.open(home).documents[document.id]
    assert (after.group, after.metadata.signer, after.metadata.number) == ("noi-bo", "Trần Văn Bình", "45/KH-SXD")
    edit_metadata(home, document.id, {"group": None}, SETTINGS)
    assert groups(home) == {"45.txt": None}
    assert store.current(home).manifest.sources[0].edited == {"signer": "Trần Văn Bình"}


def test_another_way_of_reading_leaves_each_document_in_its_group(
    files: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_paths([files / "45.txt"], home, SETTINGS, group="cong-khai")
    outdate(monkeypatch)
    index_paths([files / "977.txt"], home, SETTINGS)
    assert groups(home) == {"45.txt": "cong-khai", "977.txt": None}


def test_a_search_within_a_group_finds_only_that_group_though_the_best_passage_is_outside(
    files: Path, home: Path
) -> None:
    bring_up_to_date(in_folders(files), home)
    index = Index.open(home)
    question = "hạn gửi hồ sơ đề nghị khen thưởng về Văn phòng Sở"
    assert "trước ngày 20/11" in index.search(question)[0].chunk.text
    found = index.search(question, filters=Filters(groups=("noi-bo",)))
    assert {index.documents[hit.chunk.document_id].file for hit in found} == {"977.txt"}
    assert index.search(question, filters=Filters(groups=("khong-co",))) == []


def test_nothing_of_a_removed_document_stays(files: Path, home: Path) -> None:
    bring_up_to_date(files, home)
    (files / "977.txt").write_text(DECISION.replace("hạng 3", "hạng 2"), encoding="utf-8")
    bring_up_to_date(files, home)
    name = Index.open(home).lookup_number("977/QĐ-UBND")[0].id
    assert remove_document(home, name).removed == ("977.txt",)
    assert held(home) == ["45.txt"]
    assert len(generations(home)) == 1
    assert [path.read_text(encoding="utf-8") for path in (home / "files").iterdir()] == [PLAN]
    assert remove_document(home, "0" * 16).removed == ()


def test_there_is_nothing_to_remove_where_there_is_no_index(home: Path) -> None:
    with pytest.raises(IndexNotFound):
        remove_document(home, "0" * 16)


def test_a_damaged_index_is_named_and_made_anew_from_the_stored_files(files: Path, home: Path) -> None:
    bring_up_to_date(files, home)
    damaged = store.current(home).folder / "chunks.json.gz"
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"\xff")
    with pytest.raises(IndexDamaged) as caught:
        Index.open(home)
    assert "chunks.json.gz" in caught.value.for_user
    (files / "977.txt").unlink()
    index_paths([files / "45.txt"], home, SETTINGS)
    assert held(home) == ["45.txt", "977.txt"]


def test_a_writing_that_is_cut_off_leaves_the_index_as_it_was(
    files: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_up_to_date(files, home)
    before = generations(home)

    def full(index: Index, folder: Path) -> None:
        (folder / "half").write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(Index, "save", full)
        (files / "45.txt").write_text(PLAN.replace("20/11", "05/12"), encoding="utf-8")
        with pytest.raises(StoreError):
            bring_up_to_date(files, home)
    assert generations(home) == before
    assert "20/11" in Index.open(home).search("hồ sơ khen thưởng")[0].chunk.text
    assert bring_up_to_date(files, home).replaced == ("45.txt",)


def outdate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "_reading_recipe", lambda settings: "a newer way of reading")


def test_another_way_of_reading_reads_everything_once(
    files: Path, home: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_up_to_date(files, home)
    outdate(monkeypatch)
    read.clear()
    assert bring_up_to_date(files, home).replaced == ("45.txt", "977.txt")
    assert bring_up_to_date(files, home).replaced == ()
    assert read == ["45.txt", "977.txt"]


def test_a_file_changed_since_the_way_of_reading_did_is_one_document(
    files: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_up_to_date(files, home)
    outdate(monkeypatch)
    for name, text in (("45.txt", PLAN), ("977.txt", DECISION)):
        (files / name).write_text(text.replace("2024", "2025"), encoding="utf-8")
    report = bring_up_to_date(files, home)
    assert (report.documents, report.replaced, report.added) == (2, ("45.txt", "977.txt"), ())
    assert {document.metadata.year for document in Index.open(home).documents.values()} == {2025}


def test_what_stays_because_its_new_version_is_unreadable_is_read_the_new_way_too(
    files: Path, home: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_up_to_date(files, home)
    kept = Index.open(home).lookup_number("45/KH-SXD")[0]
    outdate(monkeypatch)
    (files / "45.txt").write_bytes(b"")
    read.clear()
    report = bring_up_to_date(files, home)
    assert ([fault.file for fault in report.skipped], report.documents) == (["45.txt"], 2)
    assert read == ["45.txt", "977.txt", f"{kept.sha256}.txt"]


def test_readers_keep_their_index_while_another_is_put_in_force(files: Path, home: Path) -> None:
    bring_up_to_date(files, home)
    reader, faults = Index.open(home), list[BaseException]()
    done = threading.Event()

    def ask(open_index: Callable[[], Index]) -> None:
        try:
            while not done.is_set():
                assert open_index().search("hồ sơ khen thưởng")
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=ask, args=[way]) for way in (lambda: reader, lambda: Index.open(home))]
    for thread in threads:
        thread.start()
    for day in range(1, 4):
        (files / "45.txt").write_text(PLAN.replace("20/11", f"0{day}/12"), encoding="utf-8")
        bring_up_to_date(files, home)
    done.set()
    for thread in threads:
        thread.join()
    assert faults == []
    assert "20/11" in reader.search("hồ sơ khen thưởng")[0].chunk.text
    assert "03/12" in Index.open(home).search("hồ sơ khen thưởng")[0].chunk.text


def test_two_writers_at_once_are_told_apart(files: Path, home: Path) -> None:
    with store.locked(home), pytest.raises(StoreError, match="another process"):
        bring_up_to_date(files, home)
