"""Say what the pages say in Vietnamese or English: the Vietnamese words are the keys, static/en.json the values."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["vi", "en"]
Translate = Callable[[str], str]
ENGLISH = Path(__file__).parent / "static" / "en.json"


def vietnamese(text: str) -> str:
    """`text` as it is."""
    return text


def english(text: str) -> str:
    """`text` in English; as it is where no English is known."""
    return _english().get(text, text)


def translator(language: str | None) -> Translate:
    """What says a text in `language`; anything but English is Vietnamese."""
    return english if language == "en" else vietnamese


@cache
def _english() -> dict[str, str]:
    known: dict[str, str] = json.loads(ENGLISH.read_text(encoding="utf-8"))
    return known
