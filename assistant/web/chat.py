"""The chat page (Gradio): ask, read the answer, open its sources beside it. The only module that knows Gradio."""

from __future__ import annotations

import logging
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio

from assistant.errors import AssistantError
from assistant.retrieval.hybrid import groups_of
from assistant.schema import Document, Filters
from assistant.web import conversation, export, passages, views
from assistant.web.api import pieces
from assistant.web.conversation import Saved, Source, Turn
from assistant.web.desk import Desk
from assistant.web.feedback import REASONS, Opinion
from assistant.web.live import find_document, original_file
from assistant.web.markup import attributes
from assistant.web.problems import DETAILS, Problem, problem_of
from assistant.web.texts import Translate, translator, vietnamese
from assistant.web.wording import short_name

if TYPE_CHECKING:
    from fastapi import FastAPI

log = logging.getLogger(__name__)

STYLES = [Path(__file__).parent / "static" / name for name in ("base.css", "chat.css")]
EXAMPLES = 6
ANY = {"issuer": "Mọi cơ quan", "kind": "Mọi loại", "year": "Mọi năm", "group": "Mọi nhóm"}
"""What each filter says while it filters nothing."""

UPDATES = 3
"""In how many steps an answer appears: each is one message to the browser and one redrawing there."""

LANGUAGE_COOKIE = "tro-ly-van-ban-language"
"""What the user chose to read; no cookie, no choice: Vietnamese."""

STORAGE = "tro-ly-van-ban"
"""The name under which the browser keeps the conversations. They are the user's own and hold no secret of ours."""

SENT_BY_PAGE = """
const names = ['ask', 'about', 'open_source', 'rate', 'open_conversation', 'delete_conversation', 'rename_conversation',
    'export_conversation'];
element.addEventListener('click', (event) => {
    const button = event.target.closest('[data-do]');
    if (!button) return;
    const { do: name, ...data } = button.dataset;
    if (name === 'rate') Object.assign(data, window.assistantPage.reasonsOf(button));
    if (names.includes(name)) trigger(name, data);
});
element.addEventListener('renamed', (event) => trigger('rename_conversation', event.detail));
element.addEventListener('about', (event) => trigger('about', event.detail));
"""
DOWNLOAD = """
watch('value', () => { if (props.value) { window.assistantPage.download(element); props.value = ''; } });
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
        css_paths=STYLES,
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
        about = gradio.State("")  # the one document that questions are put to
        top = gradio.HTML(views.masthead(), elem_id="top", apply_default_css=False)
        with gradio.Row(elem_id="workspace", equal_height=False):
            with gradio.Column(elem_id="side", min_width=0):
                new = gradio.Button("Cuộc trò chuyện mới", elem_id="new-conversation", size="md")
                listed = gradio.HTML("", elem_id="history", apply_default_css=False, js_on_load=SENT_BY_PAGE)
            with gradio.Column(elem_id="middle", min_width=0):
                talk = gradio.HTML("", elem_id="talk", apply_default_css=False, js_on_load=SENT_BY_PAGE)
                with gradio.Column(elem_id="composer"):
                    only = gradio.HTML("", elem_id="only", apply_default_css=False, js_on_load=SENT_BY_PAGE)
                    with gradio.Row(elem_id="filters"):
                        issuer = _choice("Lọc theo cơ quan ban hành", "issuer")
                        kind = _choice("Lọc theo loại văn bản", "kind")
                        year = _choice("Lọc theo năm ban hành", "year")
                        group = _choice("Lọc theo nhóm văn bản", "group", visible=False)
                    with gradio.Row(elem_id="ask-row"):
                        question = gradio.Textbox(
                            label="Câu hỏi", show_label=False, container=False, lines=1, max_lines=6,
                            elem_id="question", placeholder="Nhập câu hỏi về văn bản…",
                            max_length=desk.settings.max_question_length, scale=1,
                        )  # fmt: skip
                        send = gradio.Button("Hỏi", variant="primary", elem_id="send", min_width=0, scale=0)
            source = gradio.HTML("", elem_id="source", apply_default_css=False, js_on_load=SOURCE_PANEL)
        download = gradio.HTML("", elem_id="download", apply_default_css=False, js_on_load=DOWNLOAD)

        shown = [talk, listed, saved]
        narrowed = [saved, issuer, kind, year, group, about]
        asked: dict[str, Any] = {"inputs": [question, *narrowed], "outputs": [*shown, question], **slow}
        gradio.on([question.submit, send.click], handlers.ask, **asked)
        talk.ask(handlers.ask_offered, narrowed, [*shown, question], **slow)
        talk.open_source(handlers.open_source, None, source, **quick)
        talk.rate(handlers.rate, saved, [talk, saved], **quick)
        for where in (talk, only):
            where.about(handlers.ask_about, None, [about, only], **quick)
        new.click(handlers.begin_new, saved, [*shown, source], **quick)
        listed.open_conversation(handlers.open_conversation, saved, [*shown, source], **quick)
        listed.delete_conversation(handlers.delete_conversation, saved, [*shown, source], **quick)
        listed.rename_conversation(handlers.rename_conversation, saved, [*shown, source], **quick)
        listed.export_conversation(handlers.export_conversation, saved, download, **quick)
        frame = [top, new, send, question]
        opening = page.load(handlers.load, saved, [talk, listed, issuer, kind, year, group, *frame], **quick)
        opening.then(None, None, None, js="() => window.assistantPage.beginLinked()", **quick)
    return page


def _choice(label: str, name: str, visible: bool = True) -> Any:
    return gradio.Dropdown(
        [(ANY[name], "")], value="", label=label, show_label=False, elem_id=f"filter-{name}", min_width=0,
        visible=visible,
    )  # fmt: skip


class Handlers:
    """What happens on the page's events. Each takes what the browser holds and returns what it shall show."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # ------------------------------------------------------------ asking

    def ask(
        self,
        question: str,
        saved: Any,
        issuer: str,
        kind: str,
        year: str,
        group: str,
        about: str,
        request: gradio.Request,
    ) -> Iterator[tuple[Any, ...]]:
        """Show the question at once, then the answer in a few steps; keep it in the browser at the end."""
        t = translator(language_of(request))
        before = conversation.accepted(saved)
        turns = conversation.current_turns(before)
        wait = gradio.skip()
        if not (question or "").strip():
            yield wait, wait, wait, wait
            return
        yield views.conversation_view(turns, pending=question, t=t), wait, wait, ""
        issued = int(year) if str(year or "").isdigit() else None
        filters = Filters(issuer or None, kind or None, issued, about or None, (group,) if group else ())
        turn = self._turn(question, turns, filters, request)
        for so_far in growing(turn):
            yield views.conversation_view(turns, so_far=so_far, t=t), wait, wait, wait
        after = conversation.with_turn(before, turn) if turn["status"] != "failed" else before
        yield views.conversation_view([*turns, turn], t=t), views.conversation_list(after, t), after, wait

    def ask_offered(
        self,
        saved: Any,
        issuer: str,
        kind: str,
        year: str,
        group: str,
        about: str,
        event: gradio.EventData,
        request: gradio.Request,
    ) -> Iterator[tuple[Any, ...]]:
        """A question that the page offered: an example, a suggestion, a choice."""
        yield from self.ask(str(event._data["question"]), saved, issuer, kind, year, group, about, request)

    def ask_about(self, event: gradio.EventData, request: gradio.Request) -> tuple[str, str]:
        """From now on only in this document, or again in all."""
        document = find_document(self._desk.library(), str(event._data.get("document", "")))
        if document is None:
            return "", ""
        name = short_name(document.metadata, document.file)
        return document.id, views.about_document(name, translator(language_of(request)))

    def _turn(self, question: str, turns: list[Turn], filters: Filters, request: gradio.Request) -> Turn:
        """The answered turn; a failure becomes a turn that says so and is not kept."""
        try:
            self._desk.admit(request.client.host if request.client else None)
            history = conversation.history_of(turns)
            reply = self._desk.answering(question, history, filters, "page").result()
            return conversation.turn_of(question, reply, self._desk.library().documents)
        except Problem as problem:
            return failed_turn(question, problem.detail)
        except AssistantError as error:
            log.warning("a question failed: %s", error)
            return failed_turn(question, problem_of(error).detail)
        except Exception:
            log.exception("a question failed")
            return failed_turn(question, DETAILS[500])

    # ------------------------------------------------------------ sources and opinions

    def open_source(self, event: gradio.EventData, request: gradio.Request) -> str:
        """The passage behind a [n], in its document."""
        t = translator(language_of(request))
        try:
            source = asked_source(event._data)
        except (KeyError, ValueError):
            return passages.lost_passage_view("", "Không mở được nguồn này.", t)
        library = self._desk.library()
        document = library.documents.get(source["document_id"])
        if document is None:
            return passages.lost_passage_view(str(source["marker"]), "Văn bản này không còn trong kho.", t)
        if conversation.check_of(document, source["start"], source["end"]) != source["check"]:
            moved = "Văn bản đã được đọc lại từ sau câu trả lời này. Hãy hỏi lại để có trích dẫn đúng."
            return passages.lost_passage_view(str(source["marker"]), moved, t)
        has_file = original_file(library, document.id) is not None
        changes = self._desk.standing().changes_of(document)
        doubtful_below = self._desk.settings.doubtful_below
        return passages.passage_view(document, source, has_file, doubtful_below, "near" in event._data, changes, t)

    def rate(self, saved: Any, event: gradio.EventData, request: gradio.Request) -> tuple[str, Saved]:
        """Keep what the user says about one answer."""
        kept, data = conversation.accepted(saved), event._data
        turns = conversation.current_turns(kept)
        turn = next((each for each in turns if each["id"] == data.get("turn")), None)
        if turn is not None and data.get("rating") in ("up", "down"):
            self._desk.feedback.add(opinion_of(turn, data, self._desk.library().generation), key=turn["id"])
            kept = conversation.with_rating(kept, turn["id"], str(data["rating"]))
        t = translator(language_of(request))
        return views.conversation_view(conversation.current_turns(kept), t=t), kept

    # ------------------------------------------------------------ conversations

    def load(self, saved: Any, request: gradio.Request) -> tuple[Any, ...]:
        """A page that has just been opened: the conversation left open, the list, the filters of today's documents."""
        language = language_of(request)
        t = translator(language)
        kept = conversation.accepted(saved)
        choices = filter_choices(self._documents(), t)
        menus = [gradio.Dropdown(choices=choices[name], value="") for name in ("issuer", "kind", "year")]
        menus.append(gradio.Dropdown(choices=choices["group"], value="", visible=len(choices["group"]) > 1))
        frame = (
            views.masthead(t, language),
            gradio.Button(t("Cuộc trò chuyện mới")),
            gradio.Button(t("Hỏi")),
            gradio.Textbox(placeholder=t("Nhập câu hỏi về văn bản…")),
        )
        return self._talk(kept, t), views.conversation_list(kept, t), *menus, *frame

    def begin_new(self, saved: Any, request: gradio.Request) -> tuple[Any, ...]:
        """A new, empty conversation."""
        return self._all(conversation.opened(conversation.accepted(saved), None), request)

    def open_conversation(self, saved: Any, event: gradio.EventData, request: gradio.Request) -> tuple[Any, ...]:
        """An earlier conversation."""
        return self._all(conversation.opened(conversation.accepted(saved), event._data.get("id")), request)

    def delete_conversation(self, saved: Any, event: gradio.EventData, request: gradio.Request) -> tuple[Any, ...]:
        """One conversation gone from the browser."""
        return self._all(conversation.without(conversation.accepted(saved), str(event._data.get("id"))), request)

    def rename_conversation(self, saved: Any, event: gradio.EventData, request: gradio.Request) -> tuple[Any, ...]:
        """One conversation under the user's own title."""
        data = event._data
        kept = conversation.renamed(conversation.accepted(saved), str(data.get("id")), str(data.get("title", "")))
        return self._all(kept, request)

    def export_conversation(self, saved: Any, event: gradio.EventData, request: gradio.Request) -> str:
        """One conversation as a file, which the page hands to the browser as a download."""
        found = conversation.conversation_of(conversation.accepted(saved), str(event._data.get("id")))
        kind = str(event._data.get("kind"))
        if found is None or kind not in export.FORMATS:
            return ""
        media, write = export.FORMATS[kind]
        content = b64encode(write(found, translator(language_of(request)))).decode()
        name = export.file_name(found, kind)
        return f"<a{attributes(data_name=name, data_media=media, data_content=content)} hidden></a>"

    def _all(self, kept: Saved, request: gradio.Request) -> tuple[Any, ...]:
        t = translator(language_of(request))
        return self._talk(kept, t), views.conversation_list(kept, t), kept, ""

    def _talk(self, kept: Saved, t: Translate) -> str:
        turns = conversation.current_turns(kept)
        if turns:
            return views.conversation_view(turns, t=t)
        documents = self._documents()
        return views.welcome(len(documents), self._examples() if documents else (), t)

    def _documents(self) -> Mapping[str, Document]:
        try:
            return self._desk.library().documents
        except AssistantError as error:
            log.warning("no documents to show: %s", error)
            return {}

    def _examples(self) -> list[str]:
        return list(self._desk.live.current().example_questions(EXAMPLES))


def language_of(request: gradio.Request) -> str:
    """The language that the user chose, which a cookie of our own host keeps."""
    return "en" if request.cookies.get(LANGUAGE_COOKIE) == "en" else "vi"


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


def filter_choices(documents: Mapping[str, Document], t: Translate = vietnamese) -> dict[str, list[tuple[str, str]]]:
    """What each filter offers: everything first, then what the documents hold."""
    about = [document.metadata for document in documents.values()]
    found = {
        "issuer": sorted({each.issuer for each in about if each.issuer}),
        "kind": sorted({each.kind for each in about if each.kind}),
        "year": [str(year) for year in sorted({each.year for each in about if each.year}, reverse=True)],
        "group": list(groups_of(documents.values())),
    }
    return {name: [(t(ANY[name]), ""), *((value, value) for value in values)] for name, values in found.items()}
