"""Everything that the pages say in Vietnamese has its English."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

from assistant.web import access, export, feedback, passages, standing, views
from assistant.web.chat import ANY
from assistant.web.texts import english, translator

WEB = Path(views.__file__).parent
KNOWN = json.loads((WEB / "static" / "en.json").read_text(encoding="utf-8"))
VIETNAMESE = "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"


def said_by(module: Path) -> set[str]:
    """The texts that a module of ours passes to t()."""
    calls = (node for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    to_t = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "t" and call.args)
    return {call.args[0].value for call in to_t if isinstance(call.args[0], ast.Constant)}  # type: ignore[misc]


def test_every_text_of_the_chat_page_has_its_english() -> None:
    said = set().union(*(said_by(module) for module in WEB.glob("*.py")))
    said |= {*feedback.REASONS, *passages.LAYER_NOTES.values(), *standing.PHRASES.values(), *ANY.values()}
    said |= {*views.STATUS_LABELS.values(), *(name for _, name in views.PAGES)}
    said |= {views.NOTICE, views.HOW_TO_ASK, views.EMPTY, standing.IN_FORCE, export.NOTICE, access.OPEN_TO_THIS_MACHINE}
    assert len(said) > 60
    assert sorted(said - set(KNOWN)) == []


def test_every_text_of_our_other_pages_has_its_english() -> None:
    said: set[str] = set()
    for page in (WEB / "static").glob("*.html"):
        html = page.read_text(encoding="utf-8")
        said.update(text.strip() for text in re.findall(r"data-t>([^<]+)<", html))
        said.update(re.findall(r'aria-label="([^"]+)" data-t-label', html))
        said.update(re.findall(r'placeholder="([^"]+)"', html))
    for script in ("documents.js", "document.js", "quality.js", "docs.js", "page.js"):
        code = (WEB / "static" / script).read_text(encoding="utf-8")
        strings = re.findall(r'(?<=[\s(\[{,?:])"([^"\n]+)"(?=[\s)\]},:;])', code)
        said.update(text for text in strings if set(text.lower()) & set(VIETNAMESE))
    assert len(said) > 100
    assert sorted(said - set(KNOWN) - {"Tiếng Việt"}) == []


def test_names_in_braces_are_the_same_in_both_languages() -> None:
    for vietnamese, translated in KNOWN.items():
        assert set(re.findall(r"{(\w+)}", vietnamese)) == set(re.findall(r"{(\w+)}", translated)), vietnamese


def test_what_has_no_english_stays_as_it_is() -> None:
    assert english("Số 12/KH-UBND") == "Số 12/KH-UBND"
    assert translator("fr")("Nguồn") == "Nguồn"
    assert translator("en")("Hỏi") == "Ask"
