"""The layers import in one direction, each outside library is known to few, and starting is quick."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "assistant"
MAY_IMPORT = {
    "schema": set(),
    "errors": set(),
    "settings": {"errors"},
    "contract": {"schema"},
    "language": {"schema", "errors", "settings"},
    "documents": {"language", "schema", "errors", "settings"},
    "retrieval": {"language", "schema", "errors", "settings"},
    "answering": {"retrieval", "documents", "language", "schema", "errors", "settings"},
    "indexing": {"documents", "retrieval", "language", "schema", "errors", "settings"},
    "training": {"indexing", "answering", "retrieval", "documents", "language", "schema", "errors", "settings"},
    "web": {"indexing", "answering", "retrieval", "documents", "language", "contract", "schema", "errors", "settings"},
}
KNOWN_TO = {  # outside library: the modules that may import it
    "faiss": {"retrieval/dense.py"},
    "bm25s": {"retrieval/bm25.py"},
    "gradio": {"web/chat.py", "web/app.py"},
    "docx": {"documents/readers.py", "web/export.py"},
    "pypdf": {"documents/readers.py"},
    "typer": {"cli.py"},
}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def imported(module: Path) -> set[str]:
    """The dotted names that `module` imports, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            if node.module == "assistant":
                names.update(f"assistant.{alias.name}" for alias in node.names)
    return names


@pytest.mark.parametrize("module", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_layer_imports_only_what_lies_below_it(module: Path) -> None:
    layer = module.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if layer not in MAY_IMPORT:  # the door and the command line may import anything
        return
    parts = (name.split(".")[1] for name in imported(module) if name.startswith("assistant."))
    layers = {part for part in parts if (PACKAGE / part).exists() or (PACKAGE / f"{part}.py").exists()}
    assert layers - {layer} <= MAY_IMPORT[layer]


@pytest.mark.parametrize("library", KNOWN_TO)
def test_an_outside_library_is_known_to_one_module(library: str) -> None:
    users = {
        module.relative_to(PACKAGE).as_posix()
        for module in modules()
        if any(name.split(".")[0] == library for name in imported(module))
    }
    assert users <= KNOWN_TO[library]


def test_the_harness_uses_only_the_public_door() -> None:
    below = {
        name
        for module in (PACKAGE.parent / "eval").glob("*.py")
        if module.stem in {"__main__", "metrics", "report", "questions"}
        for name in imported(module)
        if name.startswith("assistant.")
    }
    assert {name.split(".")[1] for name in below} <= {
        "contract", "schema", "errors", "load_settings",
        "Assistant", "AssistantError", "Index", "QuestionError", "Reply",
    }  # fmt: skip


def test_help_is_shown_without_loading_the_heavy_libraries() -> None:
    code = (
        "import sys; from assistant.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'gradio', 'sentence_transformers', 'llama_index', 'faiss', 'pypdf'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
