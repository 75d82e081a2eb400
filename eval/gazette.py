"""Measure the assistant on documents of the official gazette, from whose questions no model has learned.

    python -m eval.gazette [--shared ../shared] [--errors N]

1,600 questions, a fifth of them near misses, on 64 circulars, decrees, resolutions and decisions: twelve of twenty in
the asker's own words, five as people chat, three in English. The texts come from `data/text/gazette.jsonl.xz` of the
shared folder; `questions/gazette.tsv` says which of them. The embedder and the repair of scans have read such texts,
without questions; what ranks, judges and words answers has not.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from assistant.indexing import index_paths
from assistant.language.vietnamese import nfc
from assistant.settings import Settings
from eval.__main__ import main as measure

QUESTIONS = Path(__file__).parent / "questions"
SHARED = Path(__file__).parents[2] / "shared"


def write_documents(gazette: Path, folder: Path) -> list[Path]:
    """The documents that the questions are about as text files in `folder`, under the names that the questions use."""
    with (QUESTIONS / "gazette.tsv").open(encoding="utf-8", newline="") as names:
        name_of = {file: name for name, file in csv.reader(names, delimiter="\t")}
    written = []
    with lzma.open(gazette, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if name := name_of.get(record["file"]):
                written.append(folder / f"{name}.txt")
                written[-1].write_text(nfc(record["text"]), encoding="utf-8")
    return sorted(written)


def main(arguments: Sequence[str] | None = None) -> int:
    """Index the documents, ask, judge, report. 0: done; 2: the texts are not there, or the index cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m eval.gazette", description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED, metavar="DIR")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show the first N wrong answers")
    options = parser.parse_args(arguments)
    gazette = options.shared / "data" / "text" / "gazette.jsonl.xz"
    if not gazette.is_file():
        print(f"expected {gazette}, found no such file", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as work:
        folder, index = Path(work) / "documents", Path(work) / "index"
        folder.mkdir()
        write_documents(gazette, folder)
        index_paths([folder], index, Settings())
        return measure([str(QUESTIONS / "gazette.jsonl"), "--index", str(index), "--errors", str(options.errors)])


if __name__ == "__main__":
    sys.exit(main())
