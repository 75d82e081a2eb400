"""The chat page (Gradio): ask, read the answer, open its sources beside it. The only module that knows Gradio."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio

from assistant.errors import AssistantError
from assistant.schema import Document, Filters
from assistant.web import conversation, passages, views
from assistant.web.api import Desk, pieces
from assistant.web.conversation import Saved, Source, Turn
from assistant.web.feedback import REASONS, Opinion
from assistant.web.live import original_file
from assistant.web.problems import DETAILS

if TYPE_CHECKING:
    from fastapi import FastAPI

log = logging.getLogger(__name__)

STYLES = Path(__file__).parent / "static" / "chat.css"
EXAMPLES = 6
ANY = {"issuer": "Mọi cơ quan", "kind": "Mọi loại", "year": "Mọi năm"}
"""What each filter says while it filters nothing."""

UPDATES = 3
"""In how many steps an answer appears: each is one message to the browser and one redrawing there."""

STORAGE = "tro-ly-van-ban"
"""The name under which the browser keeps the conversations. They are the user's own and hold no secret of ours."""

SENT_BY_PAGE = """
const names = ['ask', 'open_source', 'rate', 'open_conversation', 'delete_conversation'];
element.addEventListener('click', (event) => {
    const button = event.target.closest('[data-do]');
    if (!button) return;
    const { do: name, ...data } = button.dataset;
    if (name === 'rate') Object.assign(data, window.assistantPage.reasonsOf(button));
    if (names.includes(name)) trigger(name, data);
});
"""
SOURCE_PANEL = """
element.addEventListener('click', (event) => {
    if (event.target.closest('[data-close-source]')) { props.value = ''; window.assistantPage.sourceClosed(); }
});
watch('value', () => { if (props.value) window.assistantPage.sourceOpened(element); });
"""


def mount_chat(app: FastAPI, desk: Desk) -> FastAPI:
    """Put the chat page at `/` of `app`."""
    page = build_page(desk)
    page.queue(default_concurrency_limit=40, max_size=400, api_open=False)
    mounted: FastAPI = gradio.mount_gradio_app(
        app,
        page,
        path="/",
        footer_links=[],
        run_history=False,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        max_file_size="1mb",
        ssr_mode=False,
        enable_monitoring=False,
        show_error=False,
        pwa=False,
        theme=_theme(),
        css_paths=[STYLES],
        head='<script src="/site/chat.js"></script><link rel="icon" href="/site/favicon.svg" type="image/svg+xml">'
        '<meta name="color-scheme" content="light dark"><meta name="description" '
        'content="Tra cứu văn bản hành chính, có trích dẫn nguồn">',
    )
    return mounted


def _theme() -> Any:
    """A bare theme; the looks are in chat.css. Named fonts only, so that nothing is fetched from a font host."""
    from gradio.themes import Base

    stack = ["Be Vietnam Pro", "Segoe UI", "Noto Sans", "Roboto", "Helvetica Neue", "sans-serif"]
    return Base(font=stack, font_mono=["Consolas", "DejaVu Sans Mono", "monospace"])


def build_page(desk: Desk) -> Any:
    """The page: conversations at the left, the talk in the middle, the opened source at the right."""
    handlers = Handlers(desk)
    slow: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    quick: dict[str, Any] = {**slow, "queue": False}
    with gradio.Blocks(title="Trợ lý văn bản", analytics_enabled=False, fill_width=True, fill_height=True) as page:
        saved = gradio.BrowserState(dict(conversation.nothing_saved()), storage_key=STORAGE, secret=STORAGE)
        gradio.HTML(views.masthead(), elem_id="top", apply_default_css=False)
        with gradio.Row(elem_id="workspace", equal_height=False):
            with gradio.Column(elem_id="side", min_width=0):
                new = gradio.Button("Cuộc trò chuyện mới", elem_id="new-conversation", size="md")
                listed = gradio.HTML("", elem_id="history", apply_default_css=False, js_on_load=SENT_BY_PAGE)
            with gradio.Column(elem_id="middle", min_width=0):
                talk = gradio.HTML("", elem_id="talk", apply_default_css=False, js_on_load=SENT_BY_PAGE)
                with gradio.Column(elem_id="composer"):
                    with gradio.Row(elem_id="filters"):
                        issuer = _choice("Lọc theo cơ quan ban hành", "issuer")
                        kind = _choice("Lọc theo loại văn bản", "kind")
                        year = _choice("Lọc theo năm ban hành", "year")
                    with gradio.Row(elem_id="ask-row"):
                        question = gradio.Textbox(
                            label="Câu hỏi", show_label=False, container=False, lines=1, max_lines=6,
                            elem_id="question", placeholder="Nhập câu hỏi về văn bản…",
                            max_length=desk.settings.max_question_length, scale=1,
                        )  # fmt: skip
                        send = gradio.Button("Hỏi", variant="primary", elem_id="send", min_width=0, scale=0)
            source = gradio.HTML("", elem_id="source", apply_default_css=False, js_on_load=SOURCE_PANEL)

        shown = [talk, listed, saved]
        asked: dict[str, Any] = {"inputs": [question, saved, issuer, kind, year], "outputs": [*shown, question], **slow}
        gradio.on([question.submit, send.click], handlers.ask, **asked)
        talk.ask(handlers.ask_offered, [saved, issuer, kind, year], [*shown, question], **slow)
        talk.open_source(handlers.open_source, None, source, **quick)
        talk.rate(handlers.rate, saved, [talk, saved], **quick)
        new.click(handlers.begin_new, saved, [*shown, source], **quick)
        listed.open_conversation(handlers.open_conversation, saved, [*shown, source], **quick)
        listed.delete_conversation(handlers.delete_conversation, saved, [*shown, source], **quick)
        page.load(handlers.load, saved, [talk, listed, issuer, kind, year], **quick)
    return page


def _choice(label: str, name: str) -> Any:
    return gradio.Dropdown(
        [(ANY[name], "")], value="", label=label, show_label=False, elem_id=f"filter-{name}", min_width=0
    )


class Handlers:
    """What happens on the page's events. Each takes what the browser holds and returns what it shall show."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # ------------------------------------------------------------ asking

    def ask(self, question: str, saved: Any, issuer: str, kind: str, year: str) -> Iterator[tuple[Any, ...]]:
        """Show the question at once, then the answer in a few steps; keep it in the browser at the end."""
        before = conversation.accepted(saved)
        turns = conversation.current_turns(before)
        wait = gradio.skip()
        if not (question or "").strip():
            yield wait, wait, wait, wait
            return
        yield views.conversation_view(turns, pending=question), wait, wait, ""
        turn = self._turn(question, turns, issuer, kind, year)
        for so_far in growing(turn):
            yield views.conversation_view(turns, so_far=so_far), wait, wait, wait
        after = conversation.with_turn(before, turn) if turn["status"] != "failed" else before
        yield views.conversation_view([*turns, turn]), views.conversation_list(after), after, wait

    def ask_offered(
        self, saved: Any, issuer: str, kind: str, year: str, event: gradio.EventData
    ) -> Iterator[tuple[Any, ...]]:
        """A question that the page offered: an example, a suggestion, a choice."""
        yield from self.ask(str(event._data["question"]), saved, issuer, kind, year)

    def _turn(self, question: str, turns: list[Turn], issuer: str, kind: str, year: str) -> Turn:
        """The answered turn; a failure becomes a turn that says so and is not kept."""
        filters = Filters(issuer or None, kind or None, int(year) if str(year or "").isdigit() else None)
        try:
            reply = self._desk.answering(question, conversation.history_of(turns), filters).result()
            return conversation.turn_of(question, reply, self._desk.library().documents)
        except AssistantError as error:
            log.warning("a question failed: %s", error)
            return failed_turn(question, error.for_user)
        except Exception:
            log.exception("a question failed")
            return failed_turn(question, DETAILS[500])

    # ------------------------------------------------------------ sources and opinions

    def open_source(self, event: gradio.EventData) -> str:
        """The passage behind a [n], in its document."""
        try:
            source = asked_source(event._data)
        except (KeyError, ValueError):
            return passages.lost_passage_view("", "Không mở được nguồn này.")
        library = self._desk.library()
        document = library.documents.get(source["document_id"])
        if document is None:
            return passages.lost_passage_view(str(source["marker"]), "Văn bản này không còn trong kho.")
        if conversation.check_of(document, source["start"], source["end"]) != source["check"]:
            moved = "Văn bản đã được đọc lại từ sau câu trả lời này. Hãy hỏi lại để có trích dẫn đúng."
            return passages.lost_passage_view(str(source["marker"]), moved)
        has_file = original_file(library, document.id) is not None
        doubtful_below = self._desk.settings.doubtful_below
        return passages.passage_view(document, source, has_file, doubtful_below, near="near" in event._data)

    def rate(self, saved: Any, event: gradio.EventData) -> tuple[str, Saved]:
        """Keep what the user says about one answer."""
        kept, data = conversation.accepted(saved), event._data
        turns = conversation.current_turns(kept)
        turn = next((each for each in turns if each["id"] == data.get("turn")), None)
        if turn is not None and data.get("rating") in ("up", "down"):
            self._desk.feedback.add(opinion_of(turn, data, self._desk.library().generation), key=turn["id"])
            kept = conversation.with_rating(kept, turn["id"], str(data["rating"]))
        return views.conversation_view(conversation.current_turns(kept)), kept

    # ------------------------------------------------------------ conversations

    def load(self, saved: Any) -> tuple[Any, ...]:
        """A page that has just been opened: the conversation left open, the list, the filters of today's documents."""
        kept = conversation.accepted(saved)
        documents = self._documents()
        choices = filter_choices(documents)
        menus = [gradio.Dropdown(choices=choices[name], value="") for name in ("issuer", "kind", "year")]
        return self._talk(kept), views.conversation_list(kept), *menus

    def begin_new(self, saved: Any) -> tuple[Any, ...]:
        """A new, empty conversation."""
        return self._all(conversation.opened(conversation.accepted(saved), None))

    def open_conversation(self, saved: Any, event: gradio.EventData) -> tuple[Any, ...]:
        """An earlier conversation."""
        return self._all(conversation.opened(conversation.accepted(saved), event._data.get("id")))

    def delete_conversation(self, saved: Any, event: gradio.EventData) -> tuple[Any, ...]:
        """One conversation gone from the browser."""
        return self._all(conversation.without(conversation.accepted(saved), str(event._data.get("id"))))

    def _all(self, kept: Saved) -> tuple[Any, ...]:
        return self._talk(kept), views.conversation_list(kept), kept, ""

    def _talk(self, kept: Saved) -> str:
        turns = conversation.current_turns(kept)
        if turns:
            return views.conversation_view(turns)
        documents = self._documents()
        return views.welcome(len(documents), self._examples() if documents else ())

    def _documents(self) -> Mapping[str, Document]:
        try:
            return self._desk.library().documents
        except AssistantError as error:
            log.warning("no documents to show: %s", error)
            return {}

    def _examples(self) -> list[str]:
        return list(self._desk.live.current().example_questions(EXAMPLES))


def growing(turn: Turn) -> Iterator[Turn]:
    """The turn with more and more of its answer, the last step left out."""
    text = ""
    steps = list(pieces(turn["answer"], UPDATES))
    for piece in steps[:-1]:
        text += piece
        yield {**turn, "answer": text}


def failed_turn(question: str, reason: str) -> Turn:
    """A turn that says why there is no answer."""
    return {
        "id": "failed", "question": question, "status": "failed", "answer": reason, "sources": [], "choices": [],
        "suggestions": [], "rewritten": None,
    }  # fmt: skip


def asked_source(data: Mapping[str, Any]) -> Source:
    """The source that the page wants opened, from its attributes. Raises KeyError or ValueError."""
    values = [[int(start), int(end)] for start, end in re.findall(r"(\d+)-(\d+)", data.get("values", ""))]
    return {
        "marker": int(data["marker"]), "document_id": str(data["document"]), "start": int(data["start"]),
        "end": int(data["end"]), "values": values, "check": int(data["check"]), "name": "", "detail": "",
        "official": str(data["official"]), "quote": "",
    }  # fmt: skip


def opinion_of(turn: Turn, data: Mapping[str, Any], generation: str) -> Opinion:
    """What the page sent about an answer; only reasons that we offered count."""
    return Opinion(
        rating="up" if data["rating"] == "up" else "down",
        question=turn["question"],
        answer=turn["answer"],
        status=turn["status"],
        reasons=tuple(reason for reason in data.get("reasons", ()) if reason in REASONS),
        comment=str(data.get("comment", ""))[:2000],
        citations=tuple(source["official"] for source in turn["sources"]),
        generation=generation,
    )


def filter_choices(documents: Mapping[str, Document]) -> dict[str, list[tuple[str, str]]]:
    """What each filter offers: everything first, then what the documents hold."""
    about = [document.metadata for document in documents.values()]
    found = {
        "issuer": sorted({each.issuer for each in about if each.issuer}),
        "kind": sorted({each.kind for each in about if each.kind}),
        "year": [str(year) for year in sorted({each.year for each in about if each.year}, reverse=True)],
    }
    return {name: [(ANY[name], ""), *((value, value) for value in values)] for name, values in found.items()}
