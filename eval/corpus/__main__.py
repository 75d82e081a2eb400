"""Write the sample documents from their source text: `python -m eval.corpus [--into FOLDER] [NAME ...]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from eval.corpus.pdf import render_pdf
from eval.corpus.scan import write_garbled_pdf, write_garbled_text, write_scan
from eval.corpus.source import SampleDocument, all_sources, source_lines
from eval.corpus.word import write_docx

FOLDER = Path(__file__).parents[2] / "corpus"


def write_document(document: SampleDocument, folder: Path) -> Path:
    """Write one sample document into `folder` in the form that its source names."""
    path = folder / document.file
    seed = sum(document.number.encode())
    if document.form == "docx":
        return write_docx(document, folder)
    if document.form == "txt":
        path.write_text("\n\n".join(source_lines(document)) + "\n", encoding="utf-8")
        return path
    pdf = render_pdf(document)
    if document.form == "scan":
        return write_scan(pdf, path, dpi=150, seed=seed)
    if document.form == "garbled-pdf":
        return write_garbled_pdf(pdf, path, dpi=170, seed=seed)
    if document.form == "garbled-txt":
        return write_garbled_text(pdf, path, dpi=200, seed=seed)
    path.write_bytes(pdf)
    return path


def main() -> None:
    """Write all documents, or those whose file name holds one of the given names."""
    parser = argparse.ArgumentParser(prog="python -m eval.corpus", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only files whose name holds NAME")
    parser.add_argument("--into", type=Path, default=FOLDER, metavar="FOLDER", help="default: corpus/")
    options = parser.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    for document in all_sources():
        if not options.names or any(name in document.file for name in options.names):
            path = write_document(document, options.into)
            print(f"{path.name}  {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
