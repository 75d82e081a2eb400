"""A user's conversations, as their browser keeps them: turns of question and answer with where each source stands."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, NotRequired, TypedDict
from uuid import uuid4
from zlib import crc32

from assistant.contract import reply_record
from assistant.schema import Abstention, Citation, Document, History, Reply
from assistant.web.wording import official_citation, place_of, short_name, written_date

KEPT_CONVERSATIONS = 30
KEPT_BYTES = 400_000
"""A browser offers five million characters for all pages of a host, and every turn sends the conversations along."""

FORGET_TURNS_AFTER = 12
"""How many turns back a follow-up may refer."""


class Source(TypedDict):
    """Where a cited passage stands, enough to open it again."""

    marker: int
    document_id: str
    start: int
    end: int
    values: list[list[int]]  # ranges of the document's text
    check: int  # of the passage's words: a document read anew may have moved them
    name: str  # "Kế hoạch 881/KH-SXD"
    detail: str  # "Sở Xây dựng · ngày 04/4/2024 · trang 2, dòng 97–99"
    official: str  # "Kế hoạch số 881/KH-SXD ngày 04/4/2024 của Sở Xây dựng, trang 2, mục III.3"
    quote: str


class Turn(TypedDict):
    """One question and its answer."""

    id: str
    question: str
    status: str
    answer: str
    sources: list[Source]  # of an abstention: the nearest passages, which prove nothing
    choices: list[str]
    suggestions: list[str]
    rewritten: str | None
    rating: NotRequired[str]


class Conversation(TypedDict):
    """Turns that belong together."""

    id: str
    title: str
    at: str
    turns: list[Turn]


class Saved(TypedDict):
    """Everything that one browser keeps."""

    current: str | None
    conversations: list[Conversation]  # the one used last first


def nothing_saved() -> Saved:
    """What a new visitor has."""
    return {"current": None, "conversations": []}


def turn_of(question: str, reply: Reply, documents: Mapping[str, Document]) -> Turn:
    """One reply as the browser keeps it."""
    record = reply_record(reply)
    citations = reply.nearest if isinstance(reply, Abstention) else reply.citations
    return {
        "id": uuid4().hex[:12],
        "question": question,
        "status": record["status"],
        "answer": reply.text,
        "sources": [source_of(citation, documents.get(citation.document_id)) for citation in citations],
        "choices": record["choices"],
        "suggestions": record["suggestions"],
        "rewritten": record["rewritten"],
    }


def source_of(citation: Citation, document: Document | None) -> Source:
    """One citation as the browser keeps it."""
    metadata = citation.metadata
    place = place_of(citation, document)
    return {
        "marker": citation.marker,
        "document_id": citation.document_id,
        "start": citation.start,
        "end": citation.end,
        "values": values_in_document(citation, document),
        "check": check_of(document, citation.start, citation.end) if document else 0,
        "name": short_name(metadata, citation.document),
        "detail": " · ".join(filter(None, (metadata.issuer, written_date(metadata.issued_on), place))),
        "official": official_citation(citation, document),
        "quote": citation.text[:600],
    }


def values_in_document(citation: Citation, document: Document | None) -> list[list[int]]:
    """The answer's values as ranges of the document's text.

    `highlights` count characters of the citation's own text; where that is no verbatim part of the document
    (a table row shown under its headers), each value is looked for in the cited range.
    """
    if document is None:
        return []
    cited = document.text[citation.start : citation.end]
    if cited == citation.text:
        return [[citation.start + start, citation.start + end] for start, end in citation.highlights]
    found = ((cited.find(citation.text[start:end]), end - start) for start, end in citation.highlights)
    return [[citation.start + at, citation.start + at + size] for at, size in found if at >= 0]


def check_of(document: Document, start: int, end: int) -> int:
    """A short sum of the words in a range, to notice when they are no longer the same."""
    return crc32(document.text[start:end].encode())


# ---------------------------------------------------------------- the conversations of one browser


def accepted(saved: Any) -> Saved:
    """What the browser sent, when it is what we once gave it; otherwise nothing saved.

    The user owns this data, so a wrong shape is no attack on others; it only must not break the page.
    """
    try:
        for conversation in saved["conversations"]:
            str(conversation["id"]), str(conversation["title"]), str(conversation["at"])
            for turn in conversation["turns"]:
                _require_turn(turn)
        return {"current": saved.get("current"), "conversations": list(saved["conversations"])}
    except (TypeError, KeyError, ValueError, AttributeError):
        return nothing_saved()


def _require_turn(turn: Mapping[str, Any]) -> None:
    for name in ("id", "question", "status", "answer", "sources", "choices", "suggestions", "rewritten"):
        turn[name]
    for source in turn["sources"]:
        int(source["marker"]), int(source["start"]), int(source["end"]), int(source["check"])
        source["document_id"], source["values"], source["name"], source["detail"], source["official"], source["quote"]


def current_turns(saved: Saved) -> list[Turn]:
    """The turns of the open conversation."""
    found = _find(saved, saved["current"])
    return found["turns"] if found else []


def history_of(turns: Iterable[Turn]) -> History:
    """The turns before, as the assistant takes them."""
    return [(turn["question"], turn["answer"]) for turn in turns][-FORGET_TURNS_AFTER:]


def with_turn(saved: Saved, turn: Turn) -> Saved:
    """`turn` added to the open conversation, or to a new one; old conversations give way when there is too much."""
    found = _find(saved, saved["current"])
    others = [each for each in saved["conversations"] if each is not found]
    conversation: Conversation = {
        "id": found["id"] if found else uuid4().hex[:12],
        "title": found["title"] if found else turn["question"][:80],
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "turns": [*(found["turns"] if found else []), turn],
    }
    kept = [conversation, *others][:KEPT_CONVERSATIONS]
    while len(kept) > 1 and len(json.dumps(kept, ensure_ascii=False)) > KEPT_BYTES:
        kept.pop()
    return {"current": conversation["id"], "conversations": kept}


def with_rating(saved: Saved, turn_id: str, rating: str) -> Saved:
    """The open conversation with one turn rated."""
    conversations: list[Conversation] = []
    for each in saved["conversations"]:
        turns = [turn | {"rating": rating} if turn["id"] == turn_id else turn for turn in each["turns"]]
        conversations.append({**each, "turns": turns})
    return {"current": saved["current"], "conversations": conversations}


def opened(saved: Saved, conversation_id: str | None) -> Saved:
    """Another conversation opened; None for a new one."""
    found = _find(saved, conversation_id)
    return {"current": found["id"] if found else None, "conversations": saved["conversations"]}


def without(saved: Saved, conversation_id: str) -> Saved:
    """One conversation deleted."""
    kept = [each for each in saved["conversations"] if each["id"] != conversation_id]
    current = None if saved["current"] == conversation_id else saved["current"]
    return {"current": current, "conversations": kept}


def renamed(saved: Saved, conversation_id: str, title: str) -> Saved:
    """One conversation under another title; an empty title changes nothing."""
    title = " ".join(title.split())[:80]
    if not title:
        return saved
    conversations: list[Conversation] = [
        {**each, "title": title} if each["id"] == conversation_id else each for each in saved["conversations"]
    ]
    return {"current": saved["current"], "conversations": conversations}


def conversation_of(saved: Saved, conversation_id: str) -> Conversation | None:
    """One conversation."""
    return _find(saved, conversation_id)


def _find(saved: Saved, conversation_id: str | None) -> Conversation | None:
    return next((each for each in saved["conversations"] if each["id"] == conversation_id), None)
