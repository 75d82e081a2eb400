"""Write a conversation as Markdown or as a Word file, each answer with its citations in the official way."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence

from assistant.web.conversation import Conversation, Turn
from assistant.web.texts import Translate, vietnamese

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NOTICE = "Câu trả lời của trợ lý tự động, lấy từ văn bản trong kho. Hãy kiểm tra văn bản gốc trước khi sử dụng."


def as_markdown(conversation: Conversation, t: Translate = vietnamese) -> bytes:
    """The conversation as Markdown."""
    parts = [f"# {_plain(conversation['title'])}", f"*{t(NOTICE)}*"]
    for turn in conversation["turns"]:
        parts.append(f"## {_plain(turn['question'])}")
        parts.append(turn["answer"])
        if turn["sources"]:
            parts.append(f"**{t(sources_title(turn))}**")
            parts.append("\n".join(f"- {line}" for line in _sources(turn)))
    return ("\n\n".join(parts) + "\n").encode()


def as_word(conversation: Conversation, t: Translate = vietnamese) -> bytes:
    """The conversation as a DOCX file."""
    from docx import Document as new_document
    from docx.shared import Pt

    paper = new_document()
    style = paper.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(13)  # as Decree 30/2020 wants
    paper.add_heading(_printable(conversation["title"]), level=1)
    paper.add_paragraph(t(NOTICE)).runs[0].italic = True
    for turn in conversation["turns"]:
        paper.add_heading(_printable(turn["question"]), level=2)
        for line in filter(str.strip, turn["answer"].split("\n")):
            paper.add_paragraph(_printable(line))
        if turn["sources"]:
            paper.add_paragraph(t(sources_title(turn))).runs[0].bold = True
            for line in _sources(turn):
                paper.add_paragraph(_printable(line))
    held = io.BytesIO()
    paper.save(held)
    return held.getvalue()


FORMATS: dict[str, tuple[str, Callable[[Conversation, Translate], bytes]]] = {
    "md": ("text/markdown", as_markdown),
    "docx": (WORD, as_word),
}


def file_name(conversation: Conversation, kind: str) -> str:
    """A file name from the conversation's title."""
    bare = re.sub(r"[^\w\s-]", "", conversation["title"]).strip()
    return f"{bare[:60].strip() or 'cuoc-tro-chuyen'}.{kind}"


def sources_title(turn: Turn) -> str:
    """What the sources of a turn are: proof of an answer, or only the nearest passages."""
    return "Đoạn gần nhất trong kho (không trả lời câu hỏi)" if turn["status"] == "abstained" else "Nguồn"


def _sources(turn: Turn) -> Sequence[str]:
    return [
        f"[{source['marker']}] {source['official']}: “{' '.join(source['quote'].split())}”"
        for source in turn["sources"]
    ]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _printable(text: str) -> str:
    """`text` without the control characters that XML cannot hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)
