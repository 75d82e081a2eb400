"""Keep an index on disk as whole generations: write a new one, check it, switch to it, keep the one before.

FOLDER/CURRENT                  the name of the generation in force and the sha256 of its manifest
FOLDER/generations/NAME/        manifest.json and what it lists, never changed once written
FOLDER/files/SHA256.SUFFIX      the originals, once each
FOLDER/.lock                    held by the one process that writes
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from assistant.errors import IndexDamaged, IndexMismatch, IndexNotFound, StoreError

FORMAT = 1  # of the files of a generation; another number is another index
KEPT = 2  # generations on disk: the one in force and the one before


@dataclass(frozen=True)
class Source:
    """Where a document came from."""

    document_id: str
    sha256: str  # of the file's bytes
    file: str  # its name, for people
    path: str  # where it stood when it was read
    edited: dict[str, str | None] = field(default_factory=dict, hash=False)  # Metadata that a person corrected
    group: str | None = None  # the folder it stood in below the indexed one, or what was said when it was uploaded

    @property
    def stored_name(self) -> str:
        """The name of the stored copy: contents and kind of file."""
        return self.sha256 + Path(self.file).suffix.lower()


@dataclass(frozen=True)
class Manifest:
    """What a generation was made from and with, and the sha256 of each of its files."""

    format: int
    made: str  # ISO, UTC
    reading: str  # hash of everything that decides how a file is read
    cutting: str  # hash of everything that decides how a document is cut and its words are indexed
    embedding: str  # Embedder.name; empty: no vectors
    sources: tuple[Source, ...]
    files: dict[str, str]  # path within the generation -> sha256


@dataclass(frozen=True)
class Generation:
    """A generation on disk, checked."""

    folder: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        """Its name; a later one sorts after an earlier one."""
        return self.folder.name


def current(folder: Path) -> Generation:
    """The generation in force, every file of it checked.

    Raises IndexNotFound, IndexDamaged (a file missing or changed) or IndexMismatch (another format).
    """
    pointer = _read_pointer(folder)
    try:
        return _checked(folder, pointer)
    except IndexDamaged:
        # A writer may have switched and swept between our reading of the pointer and of the files.
        if (newer := _read_pointer(folder)) != pointer:
            return _checked(folder, newer)
        raise


def _read_pointer(folder: Path) -> str:
    try:
        return (folder / "CURRENT").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise IndexNotFound(
            f"{folder}: expected an index, found no CURRENT",
            f"Chưa có kho văn bản ở “{folder}”. Hãy chạy lệnh `assistant index` trước.",
        ) from None
    except (UnicodeDecodeError, OSError) as error:
        raise _damaged(folder / "CURRENT", f"cannot be read: {error}") from error


def _checked(folder: Path, pointer: str) -> Generation:
    name, _, expected = pointer.partition(" ")
    home = folder / "generations" / name
    _check_file(home / "manifest.json", expected)
    manifest = _read_manifest(home)
    for path, digest in manifest.files.items():
        _check_file(home / path, digest)
    return Generation(home, manifest)


def _read_manifest(home: Path) -> Manifest:
    record = json.loads((home / "manifest.json").read_text(encoding="utf-8"))
    if record.get("format") != FORMAT:
        raise IndexMismatch(f"{home}: expected format {FORMAT}, got {record.get('format')}")
    return Manifest(**record | {"sources": tuple(Source(**source) for source in record["sources"])})


def last_sources(folder: Path) -> tuple[Source, ...]:
    """What the newest legible manifest names, in force or not: enough to read a damaged index anew."""
    for home in sorted((folder / "generations").glob("*"), reverse=True):
        try:
            return _read_manifest(home).sources
        except (OSError, ValueError, KeyError, TypeError, IndexMismatch):
            continue
    return ()


def _check_file(path: Path, expected: str) -> None:
    try:
        found = sha256_of(path)
    except OSError as error:
        raise _damaged(path, "missing") from error
    if found != expected:
        raise _damaged(path, f"expected sha256 {expected}, got {found}")


def _damaged(path: Path, fault: str) -> IndexDamaged:
    return IndexDamaged(
        f"{path}: {fault}",
        f"Kho văn bản bị hỏng (tệp “{path.name}”). Hãy lập lại bằng lệnh `assistant index`.",
    )


def write_generation(
    folder: Path,
    fill: Callable[[Path], None],
    *,
    reading: str,
    cutting: str,
    embedding: str,
    sources: Collection[Source],
    keep_before: bool = True,
) -> Generation:
    """Let `fill` write a new generation, then put it in force. Call it under `locked`.

    Without `keep_before` the generation before is removed too, for documents that must be gone. Until the last step,
    one os.replace, the generation before stays in force: a crash or a full disk changes nothing.
    """
    name = f"{time.time_ns():020d}"
    home = folder / "generations" / name
    home.mkdir(parents=True)
    try:
        fill(home)
        files = {path.relative_to(home).as_posix(): sha256_of(path) for path in _files_in(home)}
        made = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        manifest = Manifest(FORMAT, made, reading, cutting, embedding, tuple(sources), files)
        text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
        (home / "manifest.json").write_text(text, encoding="utf-8")
        for path in [*_files_in(home), *_folders_in(home), home.parent]:
            _flush(path)
        pointer = f"{name} {hashlib.sha256(text.encode()).hexdigest()}"
        generation = _checked(folder, pointer)
    except OSError as error:
        shutil.rmtree(home, ignore_errors=True)
        raise StoreError(
            f"{home}: cannot be written: {error}",
            f"Không ghi được kho văn bản vào “{folder}” ({error.strerror}). Hãy kiểm tra dung lượng và quyền ghi.",
        ) from error
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise
    _switch(folder, pointer)
    _sweep(folder, KEPT if keep_before else 1)
    return generation


def _switch(folder: Path, pointer: str) -> None:
    draft = folder / "CURRENT.new"
    draft.write_text(pointer + "\n", encoding="ascii")
    _flush(draft)
    os.replace(draft, folder / "CURRENT")
    _flush(folder)


def _sweep(folder: Path, kept: int) -> None:
    """Remove all but the newest generations, half-written ones, and originals that none of the kept names."""
    in_force = _read_pointer(folder).partition(" ")[0]
    homes = sorted((home for home in (folder / "generations").iterdir() if home.name <= in_force), reverse=True)
    whole = [home for home in homes if (home / "manifest.json").is_file()][:kept]
    for home in (folder / "generations").iterdir():
        if home not in whole:
            shutil.rmtree(home, ignore_errors=True)
    wanted = set()
    for home in whole:
        wanted |= {source.stored_name for source in _read_manifest(home).sources}
    for path in (folder / "files").glob("*"):
        if path.name not in wanted:
            path.unlink(missing_ok=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the right to write in `folder`; raises StoreError where another process holds it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = open(folder / ".lock", "w")  # noqa: SIM115 - closed below, and by the system should we die
    except OSError as error:
        raise StoreError(
            f"{folder}: cannot be written: {error}", f"Không ghi được vào “{folder}”. Hãy kiểm tra quyền ghi."
        ) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError(
                f"{folder}: another process is indexing",
                f"Kho văn bản “{folder}” đang được một tiến trình khác cập nhật. Hãy thử lại sau ít phút.",
            ) from None
        yield


def keep_original(folder: Path, path: Path, source: Source) -> None:
    """Copy the file at `path` into the store of originals, once."""
    kept = original_path(folder, source)
    if kept.exists():
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft = kept.with_name(f".{kept.name}.new")
    shutil.copyfile(path, draft)
    _flush(draft)
    os.replace(draft, kept)


def original_path(folder: Path, source: Source) -> Path:
    """Where the stored copy of a source's file stands."""
    return folder / "files" / source.stored_name


def sha256_of(path: Path) -> str:
    """The sha256 of a file's bytes, in hexadecimal digits."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _files_in(home: Path) -> list[Path]:
    return sorted(path for path in home.rglob("*") if path.is_file())


def _folders_in(home: Path) -> list[Path]:
    return [home, *(path for path in home.rglob("*") if path.is_dir())]


def _flush(path: Path) -> None:
    """Have the system write `path` (a file or a folder) to the disk before we go on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
