"""From files to an index: read what is new or changed, cut it, and put the whole in force as one generation."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.documents import ingest
from assistant.documents.chunking import cut
from assistant.errors import IndexDamaged, IndexMismatch, IndexNotFound
from assistant.language.vietnamese import nfc
from assistant.retrieval import store
from assistant.retrieval.dense import FloatVector
from assistant.retrieval.embedding import load_embedder
from assistant.retrieval.hybrid import Index
from assistant.retrieval.store import Manifest, Source
from assistant.schema import Chunk, Document, IndexReport, Skipped
from assistant.settings import Settings

PACKAGE = Path(__file__).parent


def index_paths(
    paths: Sequence[Path],
    folder: Path,
    settings: Settings,
    *,
    group: str | None = None,
    sync: bool = False,
    progress: ingest.Progress | None = None,
) -> IndexReport:
    """Bring the index in `folder` up to date with the files of `paths`.

    Only files with new bytes are read, or everything when the way of reading has changed. A changed file replaces its
    old self; with `sync`, documents whose files are not among `paths` are dropped. A file that cannot be read is
    reported as skipped, and its older version stays. Nothing changed: nothing is written.

    The documents belong to `group`; without it, each to the first folder below the one of `paths` that it is found in
    ("van-ban/cong-khai/2024/45.pdf" in "van-ban" to "cong-khai"). A file that says nothing of a group (named by itself,
    or found where it stood before) keeps the one it had. A file moved to another group is not read again.
    Raises StoreError where the index cannot be written, ReadError where a path is not there.
    """
    begun = time.perf_counter()
    found: dict[str, Path] = {}
    for path in ingest.find_files(paths):
        found.setdefault(store.sha256_of(path), path)
    places = {digest: _Place.of(path, paths, group) for digest, path in found.items()}
    with store.locked(folder):
        library = _Library.of(folder, settings)
        failed, skipped = library.read(library.jobs(found, places), found, progress)
        library.read(library.copies_behind(failed, found), found, None)
        library.regroup(found, places)
        if sync:
            library.drop_all_but(found)
        chunks = library.save()
        return library.report(chunks, found, skipped, time.perf_counter() - begun)


def remove_document(folder: Path, document_id: str, settings: Settings | None = None) -> IndexReport:
    """Take a document out of the index in `folder`, with its chunks, vectors and stored file.

    An unknown id changes nothing. Nothing of the document stays, also not in the generation before.
    Raises IndexNotFound where there is no index.
    """
    begun = time.perf_counter()
    store.current(folder)
    with store.locked(folder):
        library = _Library.of(folder, settings or Settings())
        library.drop(document_id)
        chunks = library.save(keep_before=False)
        return library.report(chunks, {}, (), time.perf_counter() - begun)


def reread_documents(
    folder: Path, document_ids: Collection[str], settings: Settings, progress: ingest.Progress | None = None
) -> IndexReport:
    """Read the stored files of some documents anew; one that can no longer be read stays as it is and is skipped.

    What a person corrected stays corrected. Raises IndexNotFound where there is no index.
    """
    begun = time.perf_counter()
    store.current(folder)
    with store.locked(folder):
        library = _Library.of(folder, settings)
        _, skipped = library.read(library.jobs_of(document_ids), (), progress)
        chunks = library.save()
        return library.report(chunks, {}, skipped, time.perf_counter() - begun)


EDITABLE = (
    "number", "kind", "issuer", "province", "place", "issued_on", "subject", "signer", "position", "secrecy", "urgency",
)  # fmt: skip
"""The fields of a document's metadata that a person may correct."""


def edit_metadata(folder: Path, document_id: str, edited: Mapping[str, str | None], settings: Settings) -> IndexReport:
    """Correct what a document says of itself; it holds until the file itself changes. None: the document leaves it out.

    Only the fields of EDITABLE are taken, and "group", which holds until the file is found in the folder of another;
    an unknown document changes nothing. Raises IndexNotFound.
    """
    begun = time.perf_counter()
    store.current(folder)
    with store.locked(folder):
        library = _Library.of(folder, settings)
        library.edit(document_id, {name: value for name, value in edited.items() if name in (*EDITABLE, "group")})
        chunks = library.save()
        return library.report(chunks, {}, (), time.perf_counter() - begun)


@dataclass(frozen=True)
class _Place:
    """Which group a file belongs to by where it was found."""

    group: str | None
    is_in_folder: bool  # found in a folder, so that no group means none

    @classmethod
    def of(cls, path: Path, paths: Sequence[Path], group: str | None) -> _Place:
        """The place of a file found for `paths`; `group` is what the caller says of all."""
        home = next((each for each in paths if each != path and path.is_relative_to(each)), None)
        if group or home is None:
            return cls(group, False)
        folders = path.relative_to(home).parts[:-1]
        return cls(nfc(folders[0]) if folders else None, True)


@dataclass(frozen=True)
class _Job:
    """A file to read: where its bytes are, and what it will be known as."""

    path: Path
    source: Source


@dataclass
class _Library:
    """The documents of an index while it is brought up to date, and what has been done to them."""

    folder: Path
    settings: Settings
    before: Index | None  # the index as it was found
    manifest: Manifest | None
    documents: dict[str, Document]
    sources: dict[str, Source]
    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, folder: Path, settings: Settings) -> _Library:
        """What the index in `folder` holds; of a damaged or outdated one only where its documents came from."""
        try:
            generation = store.current(folder)
            before = Index.load(generation, None)
        except (IndexNotFound, IndexDamaged, IndexMismatch):
            return cls(folder, settings, None, None, {}, {s.document_id: s for s in store.last_sources(folder)})
        sources = {source.document_id: source for source in generation.manifest.sources}
        return cls(folder, settings, before, generation.manifest, dict(before.documents), sources)

    def jobs(self, found: Mapping[str, Path], places: Mapping[str, _Place]) -> list[_Job]:
        """What has to be read: files with new bytes, and stored copies of documents that are to be read anew."""
        kept = {} if self._is_outdated() else self.documents
        jobs = [
            _Job(path, self._grouped(self._source(digest, path), places[digest], found))
            for digest, path in found.items()
            if digest[:16] not in kept
        ]
        # What one of these files replaces is not read again, or it would come back beside it.
        current = {*kept, *(self._older_self(job.source, found) for job in jobs)}
        return jobs + self.jobs_of([name for name in self.sources if name not in current])

    def copies_behind(self, failed: Sequence[_Job], found: Collection[str]) -> list[_Job]:
        """The stored copies of what stays because its new version cannot be read, where they are to be read anew."""
        older = {self._older_self(job.source, found) for job in failed} - {job.source.document_id for job in failed}
        current = () if self._is_outdated() else self.documents
        return self.jobs_of([name for name in older if name is not None and name not in current])

    def read(
        self, jobs: Sequence[_Job], found: Collection[str], progress: ingest.Progress | None
    ) -> tuple[list[_Job], list[Skipped]]:
        """Read and take in; what could not be read, and why."""
        failed, skipped = [], []
        results = ingest.read_documents([job.path for job in jobs], self.settings, progress)
        for job, result in zip(jobs, results, strict=True):
            if isinstance(result, Skipped):
                failed.append(job)
                skipped.append(replace(result, file=job.source.file))
            else:
                self.put(result, job, found)
        return failed, skipped

    def jobs_of(self, document_ids: Collection[str]) -> list[_Job]:
        """The stored copies of these documents, to be read anew."""
        sources = [source for source in self.sources.values() if source.document_id in document_ids]
        copies = [_Job(store.original_path(self.folder, source), source) for source in sources]
        return [job for job in copies if job.path.exists()]

    def edit(self, document_id: str, edited: Mapping[str, str | None]) -> None:
        """Correct a document's metadata; what was corrected before stays."""
        document, source = self.documents.get(document_id), self.sources.get(document_id)
        if document is None or source is None or not edited:
            return
        group = edited.get("group", source.group)
        corrected = {name: value for name, value in edited.items() if name != "group"}
        metadata = replace(document.metadata, **corrected)  # type: ignore[arg-type]
        self.documents[document_id] = replace(document, metadata=metadata, group=group)
        self.sources[document_id] = replace(source, edited={**source.edited, **corrected}, group=group)
        self.replaced.append(document.file)

    def put(self, document: Document, job: _Job, found: Collection[str]) -> None:
        """Take in a document, in the place of its older self."""
        older = self._older_self(job.source, found)
        if older:
            self._forget(older)
        store.keep_original(self.folder, job.path, job.source)
        metadata = replace(document.metadata, **job.source.edited)  # type: ignore[arg-type]
        self.documents[document.id] = replace(document, file=job.source.file, metadata=metadata, group=job.source.group)
        self.sources[document.id] = job.source
        (self.replaced if older else self.added).append(job.source.file)

    def regroup(self, found: Mapping[str, Path], places: Mapping[str, _Place]) -> None:
        """Put what has moved to another group there, without reading it again."""
        for digest, path in found.items():
            document, source = self.documents.get(digest[:16]), self.sources.get(digest[:16])
            if document is None or source is None:
                continue
            now = self._grouped(replace(source, path=str(path.resolve())), places[digest], found)
            if now.group != source.group:
                self.documents[document.id] = replace(document, group=now.group)
                self.sources[document.id] = now
                self.replaced.append(document.file)

    def drop(self, document_id: str) -> None:
        """Take a document out; an unknown one changes nothing."""
        if document_id in self.documents:
            self.removed.append(self.documents[document_id].file)
            self._forget(document_id)

    def drop_all_but(self, found: Mapping[str, Path]) -> None:
        """Take out the documents whose files are gone; one whose file is there but could not be read stays."""
        paths = {str(path.resolve()) for path in found.values()}
        for source in [*self.sources.values()]:
            if source.sha256 not in found and source.path not in paths:
                self.drop(source.document_id)

    def save(self, *, keep_before: bool = True) -> int:
        """Put the documents in force as a new generation, unless nothing is new; how many chunks there are now."""
        embedder = load_embedder(self.settings.embedding_model)
        cutting = _cutting_recipe(self.settings)
        recut = self.manifest is None or self.manifest.cutting != cutting
        reembed = recut or self.manifest is None or self.manifest.embedding != embedder.name
        if not (reembed or self.added or self.replaced or self.removed):
            return len(self.before.chunks) if self.before else 0
        if self.before is None and not self.documents:
            return 0  # nothing could be read: no index rather than an empty one
        documents = sorted(self.documents.values(), key=lambda document: (document.file, document.id))
        chunks = [chunk for document in documents for chunk in self._chunks_of(document, recut)]
        index = Index.build(documents, chunks, embedder, {} if reembed else self._known_vectors(documents))
        store.write_generation(
            self.folder,
            index.save,
            reading=_reading_recipe(self.settings),
            cutting=cutting,
            embedding=embedder.name,
            sources=[self.sources[document.id] for document in documents],
            keep_before=keep_before,
        )
        return len(chunks)

    def report(self, chunks: int, found: Mapping[str, Path], skipped: Sequence[Skipped], seconds: float) -> IndexReport:
        """What has been done."""
        touched = {*self.added, *self.replaced, *(fault.file for fault in skipped)}
        return IndexReport(
            documents=len(self.documents),
            chunks=chunks,
            skipped=tuple(skipped),
            seconds=seconds,
            added=tuple(self.added),
            replaced=tuple(self.replaced),
            removed=tuple(self.removed),
            unchanged=tuple(path.name for path in found.values() if path.name not in touched),
        )

    def _is_outdated(self) -> bool:
        return self.manifest is not None and self.manifest.reading != _reading_recipe(self.settings)

    def _source(self, digest: str, path: Path) -> Source:
        known = self.sources.get(digest[:16])
        return Source(digest[:16], digest, path.name, str(path.resolve()), known.edited if known else {})

    def _grouped(self, source: Source, place: _Place, found: Collection[str]) -> Source:
        """`source` in the group of its place; of a place that says nothing, in that of its older self."""
        older = self.sources.get(self._older_self(source, found) or "")
        if place.group is None and older and (not place.is_in_folder or older.path == source.path):
            return replace(source, group=older.group)
        return replace(source, group=place.group)

    def _forget(self, document_id: str) -> None:
        self.sources.pop(document_id)
        self.documents.pop(document_id, None)

    def _older_self(self, new: Source, found: Collection[str]) -> str | None:
        """The document of the same bytes; else of the same path; else of the same name whose file is gone (uploads)."""
        if new.document_id in self.sources:
            return new.document_id
        others = [source for source in self.sources.values() if source.sha256 not in found]
        same_path = [source.document_id for source in others if source.path == new.path]
        same_name = [s.document_id for s in others if s.file == new.file and not Path(s.path).exists()]
        return next(iter(same_path + same_name), None)

    def _chunks_of(self, document: Document, recut: bool) -> Sequence[Chunk]:
        if self.before is not None and not recut and self._is_as_before(document):
            return self.before.chunks_of(document.id)
        return cut(document, self.settings.chunk_size)

    def _known_vectors(self, documents: Sequence[Document]) -> dict[str, FloatVector]:
        same = {document.id for document in documents if self._is_as_before(document)}
        known = self.before.vectors() if self.before is not None else {}
        return {chunk: vector for chunk, vector in known.items() if chunk.partition(":")[0] in same}

    def _is_as_before(self, document: Document) -> bool:
        """Is it what the index held, but perhaps for its group, which is no part of what is searched?"""
        before = self.before.documents.get(document.id) if self.before is not None else None
        return before is document or (before is not None and replace(before, group=document.group) == document)


def _reading_recipe(settings: Settings) -> str:
    """A hash of everything that decides how a file is read: our code and models, and the settings of OCR."""
    folders = [PACKAGE / "documents", PACKAGE / "language", PACKAGE / "models"]
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if _decides_reading(path)]
    return _hash_of([PACKAGE / "schema.py", *files], settings.ocr_language, str(settings.ocr_dpi))


def _decides_reading(path: Path) -> bool:
    later = path.name in ("chunking.py", "answering.json", "ranking.json") or "embedder" in path.parts
    return path.is_file() and not later and path.suffix not in (".pyc", ".md")


def _cutting_recipe(settings: Settings) -> str:
    """A hash of everything that decides how a document is cut and what of it is indexed."""
    code = [
        PACKAGE / "documents" / "chunking.py",
        PACKAGE / "retrieval" / "bm25.py",
        PACKAGE / "retrieval" / "hybrid.py",
        PACKAGE / "retrieval" / "interaction.py",
        PACKAGE / "models" / "embedder" / "tokenizer.json",
        PACKAGE / "retrieval" / "ranking.py",
    ]
    return _hash_of(code, str(settings.chunk_size))


def _hash_of(files: Iterable[Path], *values: str) -> str:
    digest = hashlib.sha256("\0".join(values).encode())
    for path in files:
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
