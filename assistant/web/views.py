"""The chat page's head, conversations and answers as HTML; what users and documents say is escaped here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

from assistant.web.conversation import Conversation, Saved, Source, Turn
from assistant.web.export import sources_title
from assistant.web.feedback import REASONS
from assistant.web.markup import attributes, button, icon, joined
from assistant.web.texts import Translate, vietnamese

NOTICE = "Câu trả lời lấy từ văn bản trong kho; hãy kiểm tra văn bản gốc trước khi sử dụng."
STATUS_LABELS = {"abstained": "Chưa đủ căn cứ trong văn bản", "clarify": "Cần nói rõ hơn"}

HOW_TO_ASK = "Hỏi bằng tiếng Việt, có dấu hoặc không dấu. Mỗi câu trả lời kèm trích dẫn tới đúng chỗ trong văn bản."
EMPTY = "Người quản trị cần đưa văn bản vào kho ở trang Văn bản hoặc bằng lệnh"

LEAD = 120
"""Characters up to which an answer's first line is set large: a value, not a paragraph."""

# ---------------------------------------------------------------- around the conversation


PAGES = (("/", "Hỏi đáp"), ("/documents", "Văn bản"), ("/quality", "Chất lượng"), ("/docs", "API"))


def masthead(t: Translate = vietnamese, language: str = "vi") -> str:
    """The head of the page, with the notice that a machine answers."""
    menu = button(
        icon("menu"),
        "plain phone-only",
        data_side_switch=True,
        aria_expanded="false",
        aria_label=t("Danh sách cuộc trò chuyện"),
    )
    theme = button(icon("moon"), "plain", data_theme_switch=True, aria_label=t("Đổi giao diện sáng hoặc tối"))
    other, named, short = ("vi", "Tiếng Việt", "VI") if language == "en" else ("en", "English", "EN")
    switch = button(short, "plain language", data_language=other, lang=other, aria_label=named)
    return f"""<div class="masthead" role="banner">{menu}<span class="emblem">{icon("mark")}</span>
<div class="brand"><h1>{t("Trợ lý văn bản")}</h1><p>{t("Tra cứu văn bản hành chính, có trích dẫn nguồn")}</p></div>
{page_links(t, "wide-only")}{switch}{theme}</div>
<div class="notice" role="note">{icon("info")}<span><b>{t("Đây là trợ lý tự động.")}</b> {t(NOTICE)}</span></div>"""


def page_links(t: Translate, class_: str) -> str:
    """The way to our other pages."""
    links = joined(
        f"<a{attributes(class_='plain', href=address, aria_current='page' if address == '/' else None)}>{t(name)}</a>"
        for address, name in PAGES
    )
    return f"<nav{attributes(class_=class_, aria_label=t('Các trang'))}>{links}</nav>"


def conversation_list(saved: Saved, t: Translate = vietnamese) -> str:
    """The conversations kept in this browser."""
    links = page_links(t, "side-pages phone-only")
    if not saved["conversations"]:
        return f'<p class="quiet">{t("Các cuộc trò chuyện của bạn chỉ được lưu trong trình duyệt này.")}</p>{links}'
    listed = joined(_listed(each, saved, t) for each in saved["conversations"])
    return f'<ul class="conversations">{listed}</ul>{links}'


def _listed(conversation: Conversation, saved: Saved, t: Translate) -> str:
    """One conversation, and what can be done with it: rename, take along, delete."""
    name, title = conversation["id"], conversation["title"]
    chosen = attributes(aria_current="true" if name == saved["current"] else None, data_conversation=name)
    opener = button(escape(title), "conversation", data_do="open_conversation", data_id=name, title=title)
    choices = joined(
        (
            button(f"{icon('edit')}{t('Đổi tên')}", "plain small", data_rename=name),
            _export(name, "docx", t("Tải về Word"), t),
            _export(name, "md", t("Tải về Markdown"), t),
            button(f"{icon('delete')}{t('Xóa')}", "plain small", data_do="delete_conversation", data_id=name),
        )
    )
    label = attributes(aria_label=f"{t('Tùy chọn')}: {title}", class_="plain small")
    opening = f"<summary{label}>{icon('more')}</summary>"
    return f'<li{chosen}>{opener}<details class="menu">{opening}<div class="choices-of">{choices}</div></details></li>'


def _export(name: str, kind: str, label: str, t: Translate) -> str:
    return button(
        f"{icon('download')}{label}", "plain small", data_do="export_conversation", data_id=name, data_kind=kind
    )


def about_document(name: str, t: Translate = vietnamese) -> str:
    """That questions are put to one document only, and the way out of it."""
    label = t("Bỏ giới hạn, hỏi trong cả kho")
    clear = button(icon("close"), "plain small", data_do="about", data_document="", aria_label=label, title=label)
    return f'<p class="about-document"><span>{t("Chỉ hỏi trong")} <b>{escape(name)}</b></span>{clear}</p>'


def welcome(documents: int, examples: Sequence[str], t: Translate = vietnamese) -> str:
    """What stands where the conversation will be."""
    if not documents:
        return (
            f'<section class="welcome"><h2>{t("Kho chưa có văn bản nào")}</h2>'
            f"<p>{t(EMPTY)} <code>assistant index</code>.</p></section>"
        )
    offered = joined(f"<li>{_offer(question, 'example', arrow=True)}</li>" for question in examples)
    shown = f'<h3>{t("Ví dụ từ kho văn bản")}</h3><ul class="examples">{offered}</ul>' if examples else ""
    count = t("Kho hiện có {count} văn bản.").format(count=documents)
    return f"""<section class="welcome"><h2>{t("Bạn cần tìm gì trong văn bản?")}</h2>
<p>{t(HOW_TO_ASK)} <b>{count}</b></p>{shown}</section>"""


def _offer(question: str, class_: str, arrow: bool = False) -> str:
    """A question that can be asked with one click."""
    content = f"<span>{escape(question)}</span>{icon('arrow') if arrow else ''}"
    return button(content, class_, data_do="ask", data_question=question)


# ---------------------------------------------------------------- the conversation


def conversation_view(
    turns: Sequence[Turn], pending: str | None = None, so_far: Turn | None = None, t: Translate = vietnamese
) -> str:
    """All turns; then, while an answer is sought, the question and as much of the answer as there is."""
    shown = [turn_view(turn, t=t) for turn in turns]
    if so_far:
        shown.append(turn_view(so_far, growing=True, t=t))
    elif pending is not None:
        shown.append(_waiting(pending, t))
    label = t("Cuộc trò chuyện")
    return f'<div class="turns" role="log" aria-live="polite" aria-label="{label}">{joined(shown)}</div>'


def _waiting(question: str, t: Translate) -> str:
    dots = '<span class="dots"><i></i><i></i><i></i></span>'
    waiting = f'<p class="waiting">{dots}{t("Đang tìm trong kho văn bản…")}</p>'
    asked = _question(question, t)
    return f'<article class="turn">{asked}<div class="answer" aria-busy="true">{waiting}</div></article>'


def _question(question: str, t: Translate) -> str:
    return f'<div class="question"><span class="sr-only">{t("Bạn hỏi:")} </span>{escape(question)}</div>'


def turn_view(turn: Turn, growing: bool = False, t: Translate = vietnamese) -> str:
    """One question and its answer; a growing answer has no buttons yet."""
    status = turn["status"]
    label = STATUS_LABELS.get(status)
    body = [
        f'<p class="understood">{t("Hiểu là:")} {escape(turn["rewritten"])}</p>' if turn["rewritten"] else "",
        f'<p class="status {status}">{icon("warning")}{t(label)}</p>' if label else "",
        f'<div class="answer-text">{answer_text(turn, t)}</div>',
    ]
    if not growing:
        choices = _offers(turn["choices"], "choices", t("Chọn một câu hỏi rõ hơn"))
        suggestions = _offers(turn["suggestions"], "suggestions", t("Hỏi tiếp"))
        body += [choices, _sources(turn, t), _actions(turn, t), _reasons(turn, t), suggestions]
    answer = attributes(class_=f"answer {status}", aria_busy="true" if growing else None)
    return (
        f"<article{attributes(class_='turn', data_turn=turn['id'])}>{_question(turn['question'], t)}"
        f'<div{answer}><span class="sr-only">{t("Trả lời:")} </span>{joined(body)}</div></article>'
    )


def answer_text(turn: Turn, t: Translate = vietnamese) -> str:
    """The answer in paragraphs and lists, each [n] a button that opens its source."""
    by_marker = {source["marker"]: source for source in turn["sources"]}
    parts: list[str] = []
    items: list[str] = []
    for line in [*filter(str.strip, turn["answer"].split("\n")), None]:
        item = re.match(r"\s*[-–•]\s+(.*)", line) if line else None
        if item:
            items.append(f"<li>{_with_chips(item[1], by_marker, t)}</li>")
            continue
        if items:
            parts.append(f"<ul>{joined(items)}</ul>")
            items = []
        if line:
            lead = not parts and turn["status"] == "answered" and len(line) <= LEAD
            parts.append(f"<p{attributes(class_='lead' if lead else None)}>{_with_chips(line, by_marker, t)}</p>")
    return joined(parts)


def _with_chips(line: str, by_marker: Mapping[int, Source], t: Translate) -> str:
    pieces = re.split(r"\s*\[(\d{1,3})\]", line)
    shown = []
    for before, marker in zip(pieces[::2], pieces[1::2], strict=False):
        source = by_marker.get(int(marker))
        if source is None:
            shown.append(f"{escape(before)} [{marker}]")
            continue
        words, space, last = before.rpartition(" ")  # no line ends between a word and the number of its source
        shown.append(f'{escape(words)}{space}<span class="kept">{escape(last)}{chip(source, t)}</span>')
    return joined([*shown, escape(pieces[-1])])


def chip(source: Source, t: Translate) -> str:
    """The [n] in an answer."""
    label = f"{t('Mở nguồn')} {source['marker']}: {source['official']}"
    return button(str(source["marker"]), "chip", **opening(source), title=source["official"], aria_label=label)


def opening(source: Source, near: bool = False) -> dict[str, str | int | bool | None]:
    """The attributes that the page sends back when a source is opened."""
    return {
        "data_do": "open_source",
        "data_document": source["document_id"],
        "data_start": source["start"],
        "data_end": source["end"],
        "data_values": ",".join(f"{start}-{end}" for start, end in source["values"]),
        "data_check": source["check"],
        "data_marker": source["marker"],
        "data_official": source["official"],
        "data_near": near,
    }


def _sources(turn: Turn, t: Translate) -> str:
    """The cited passages in a list, or the nearest ones of an abstention, named as such."""
    if not turn["sources"]:
        return ""
    near = turn["status"] == "abstained"
    title = t(sources_title(turn))
    listed = joined(f"<li>{_source(source, near)}</li>" for source in turn["sources"])
    return f'<div class="sources{" near" if near else ""}"><h3>{title}</h3><ul>{listed}</ul></div>'


def _source(source: Source, near: bool) -> str:
    detail = " · ".join(f"<span>{escape(part)}</span>" for part in source["detail"].split(" · "))
    about = f"<b>{escape(source['name'])}</b><small>{detail}</small>"
    content = f'<span class="number">{source["marker"]}</span><span class="about">{about}</span>{icon("arrow")}'
    return button(content, "source", **opening(source, near))


def _offers(questions: Sequence[str], name: str, label: str) -> str:
    if not questions:
        return ""
    offered = joined(_offer(question, "follow") for question in questions)
    return f'<div class="{name}" role="group" aria-label="{label}">{offered}</div>'


# ---------------------------------------------------------------- what can be done with an answer


def copied_answer(turn: Turn) -> str:
    """The answer and its citations, as they go into a document."""
    cited = turn["sources"] if turn["status"] == "answered" else []
    return "\n".join([turn["answer"], *(f"[{source['marker']}] {source['official']}" for source in cited)])


def _actions(turn: Turn, t: Translate) -> str:
    if turn["status"] == "failed":
        return ""
    name, rating = turn["id"], turn.get("rating")
    label = t("Chép kèm trích dẫn" if turn["status"] == "answered" and turn["sources"] else "Chép")
    link = t("Chép liên kết tới câu hỏi này")
    up = {"aria_pressed": str(rating == "up").lower(), "aria_label": t("Câu trả lời tốt")}
    down = {"aria_pressed": str(rating == "down").lower(), "aria_label": t("Câu trả lời chưa tốt, nêu lý do")}
    parts = [
        button(f"{icon('copy')}<span>{label}</span>", "plain small", data_copy=copied_answer(turn)),
        button(icon("link"), "plain small", data_link=turn["question"], aria_label=link, title=link),
        button(icon("up"), "plain small", data_do="rate", data_turn=name, data_rating="up", **up),
        button(icon("down"), "plain small", data_reasons=name, aria_expanded="false", **down),
        f'<span class="thanks" role="status">{t("Cảm ơn bạn đã góp ý.")}</span>' if rating else "",
    ]
    return f'<div class="actions">{joined(parts)}</div>'


def _reasons(turn: Turn, t: Translate) -> str:
    """Why an answer is not good; hidden until asked for."""
    if turn["status"] == "failed":
        return ""
    picks = joined(
        f'<label><input type="checkbox"{attributes(value=reason)}><span>{escape(t(reason))}</span></label>'
        for reason in REASONS
    )
    send = button(t("Gửi góp ý"), "primary small", data_do="rate", data_turn=turn["id"], data_rating="down")
    cancel = button(t("Hủy"), "plain small", data_reasons=turn["id"])
    form = attributes(
        class_="reasons", id=f"reasons-{turn['id']}", role="group", aria_label=t("Lý do chưa tốt"), hidden=True
    )
    comment = attributes(aria_label=t("Ý kiến thêm"), placeholder=t("Ý kiến thêm (không bắt buộc)"))
    return f"""<div{form}><p>{t("Câu trả lời chưa tốt ở điểm nào?")}</p><div class="picks">{picks}</div>
<textarea rows="2" maxlength="2000"{comment}></textarea>
<div class="send">{send}{cancel}</div></div>"""
