"""Answers to civil servants' questions from their own documents, each with the passage that proves it.

    from assistant import Assistant, Index
    reply = Assistant(Index.open("indexes/default")).ask("Hạn gửi hồ sơ khen thưởng của Sở Xây dựng là khi nào?")

Heavy libraries load when `Assistant` or `Index` is first named, so that `import assistant` is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError
from assistant.schema import (
    Abstention,
    Answer,
    Chunk,
    Citation,
    Clarification,
    Document,
    Filters,
    Metadata,
    Query,
    Reply,
)
from assistant.settings import Settings, load_settings

if TYPE_CHECKING:
    from assistant.answering.engine import Assistant
    from assistant.retrieval.hybrid import Index

__version__ = "0.1.0"
__all__ = [
    "Abstention",
    "Answer",
    "Assistant",
    "AssistantError",
    "Chunk",
    "Citation",
    "Clarification",
    "Document",
    "Filters",
    "Index",
    "Metadata",
    "Query",
    "Reply",
    "Settings",
    "load_settings",
]

_LAZY = {"Assistant": "assistant.answering.engine", "Index": "assistant.retrieval.hybrid"}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'assistant' has no attribute {name!r}")
