"""A cited passage as HTML: its document's card, the words in their context, as they stood, and their page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise
from urllib.parse import quote

from assistant.answering.standing import Change
from assistant.schema import Document, Line
from assistant.web.conversation import Source
from assistant.web.markup import attributes, button, icon, joined
from assistant.web.standing import IN_FORCE, PHRASES
from assistant.web.texts import Translate, vietnamese
from assistant.web.wording import line_range, official_name, short_name, written_date

CONTEXT_LINES = 4
CONTEXT_CHARACTERS = 600
"""How much is shown before and after a quote: at most so many lines and characters on either side."""

LAYER_NOTES: Mapping[str, str] = {
    "garbled": "Tệp gốc bị lỗi chữ do nhận dạng sai; hệ thống đã phục hồi dấu tiếng Việt. Hãy đối chiếu với bản gốc.",
    "scan": "Chữ được máy đọc từ ảnh quét. Hãy đối chiếu với ảnh trang.",
}

Range = tuple[int, int]


def passage_view(
    document: Document,
    source: Source,
    has_file: bool,
    doubtful_below: float,
    near: bool,
    changes: Sequence[Change] = (),
    t: Translate = vietnamese,
) -> str:
    """One passage; `near` says that it is only the nearest one to a question without an answer."""
    first = document.lines[document.line_at(source["start"])]
    parts = [
        _panel_head(f"{t('Đoạn gần nhất')} {source['marker']}" if near else _numbered_source(source["marker"], t), t),
        _card(document, source, has_file, changes, t),
        _words(document, source, doubtful_below, t),
    ]
    if has_file and document.paged:
        parts.append(_section(f"{t('Ảnh trang')} {first.page}", _picture(document, first.page, source, t)))
    parts.append(_section(t("Thông tin văn bản"), _form(document, t)))
    return _panel(parts, t)


def lost_passage_view(marker: str, reason: str, t: Translate = vietnamese) -> str:
    """A source that can no longer be opened, and why."""
    said = f'<p class="status abstained">{icon("warning")}{escape(t(reason))}</p>'
    return _panel([_panel_head(_numbered_source(marker, t), t), said], t)


def _numbered_source(marker: int | str, t: Translate) -> str:
    return t("Nguồn {marker}").format(marker=marker)


def _panel(parts: Sequence[str], t: Translate) -> str:
    return f'<div class="passage" role="region" aria-label="{t("Nguồn trích dẫn")}">{joined(parts)}</div>'


def _panel_head(title: str, t: Translate) -> str:
    close = button(icon("close"), "plain", data_close_source=True, aria_label=t("Đóng nguồn trích dẫn"))
    return f'<div class="panel-head"><h2 tabindex="-1">{escape(title)}</h2>{close}</div>'


def _section(title: str, content: str) -> str:
    return f"<section><h3>{title}</h3>{content}</section>"


def _words(document: Document, source: Source, doubtful_below: float, t: Translate) -> str:
    """The quote in its context; where words were repaired, a switch between them and the words of the file."""
    repaired = f'<div class="page-text" lang="vi">{repaired_context(document, source, doubtful_below)}</div>'
    first, last = context_range(document, source["start"], source["end"])
    if all(line.source.split() == line.text.split() for line in document.lines[first : last + 1]):
        return _section(t("Đoạn trích"), repaired)
    stood = f'<div class="page-text as-it-stood" lang="vi" hidden>{original_context(document, source)}</div>'
    sides = (("Đã phục hồi dấu", True), ("Văn bản gốc", False))
    choices = joined(
        button(t(label), "side", data_side="repaired" if chosen else "original", aria_pressed=str(chosen).lower())
        for label, chosen in sides
    )
    switch = f'<div class="switch" role="group" aria-label="{t("Cách hiển thị đoạn trích")}">{choices}</div>'
    return _section(t("Đoạn trích"), f'<div class="either">{switch}{repaired}{stood}</div>')


def _card(document: Document, source: Source, has_file: bool, changes: Sequence[Change], t: Translate) -> str:
    """Which document it is, is it in force, where in it the passage stands, and what can be done with it."""
    metadata = document.metadata
    issued = " · ".join(filter(None, (metadata.issuer, written_date(metadata.issued_on))))
    copying = button(f"{icon('copy')}<span>{t('Chép trích dẫn')}</span>", "plain small", data_copy=source["official"])
    note = LAYER_NOTES.get(document.text_layer)
    parts = [
        f"<h3>{escape(short_name(metadata, document.file))}</h3>",
        f'<p class="issued">{escape(issued)}</p>' if issued else "",
        f'<p class="subject">{escape(metadata.subject)}</p>' if metadata.subject else "",
        _standing(changes, t),
        f'<p class="place">{escape(place_of_range(document, source["start"], source["end"]))}</p>',
        f'<div class="card-actions">{_page_link(document, source, t)}',
        f"{_file_link(document, source, t) if has_file else ''}{copying}</div>",
        f'<p class="layer-note">{icon("info")}<span>{t(note)}</span></p>' if note else "",
    ]
    return f'<section class="card">{joined(parts)}</section>'


def _standing(changes: Sequence[Change], t: Translate) -> str:
    """What later documents of the library did to this one; that nothing was found is said as no more than that."""
    if not changes:
        return f'<p class="standing"><span class="status good">{t(IN_FORCE)}</span></p>'
    shown = []
    for change in changes:
        phrase = t(PHRASES[change.kind]).format(name=short_name(change.by.metadata, change.by.file))
        link = attributes(class_="status warn", href=f"/documents/{quote(change.by.id)}", target="_blank")
        shown.append(f"<a{link}>{icon('warning')}{escape(phrase)}</a>")
    return f'<p class="standing">{joined(shown)}</p>'


def place_of_range(document: Document, start: int, end: int) -> str:
    """Where a range of the document stands: "Trang 2, dòng 3–4"; files without pages count lines only."""
    lines = document.lines_of(start, end)
    first, last = lines[0], lines[-1]
    if not document.paged:
        return line_range((first.number, last.number)).capitalize()
    if last.page != first.page:
        return f"Trang {first.page}, dòng {first.number} đến trang {last.page}, dòng {last.number}"
    return f"Trang {first.page}, {line_range((first.number, last.number))}"


def _page_link(document: Document, source: Source, t: Translate) -> str:
    """The cited page on our own document page: an address that can be passed on."""
    page = document.lines[document.line_at(source["start"])].page
    address = f"/documents/{quote(document.id)}?page={page}&highlight={source['start']}-{source['end']}"
    link = attributes(class_="primary small", href=address, target="_blank", rel="noopener")
    return f"<a{link}>{icon('mark')}{t('Xem trong văn bản')}</a>"


def _file_link(document: Document, source: Source, t: Translate) -> str:
    page = document.lines[document.line_at(source["start"])].page
    anchor = f"#page={page}" if document.file.lower().endswith(".pdf") else ""
    address = f"/api/v1/documents/{quote(document.id)}/file{anchor}"
    link = attributes(class_="plain small", href=address, target="_blank", rel="noopener")
    return f"<a{link}>{icon('file')}{t('Mở tệp gốc')}</a>"


def _form(document: Document, t: Translate) -> str:
    """What the document says of itself, in the words of the official form."""
    metadata = document.metadata
    rows = {
        "Số, ký hiệu": metadata.number,
        "Loại văn bản": metadata.kind,
        "Cơ quan ban hành": metadata.issuer,
        "Ngày ban hành": (written_date(metadata.issued_on) or "").removeprefix("ngày ") or None,
        "Trích yếu": metadata.subject,
        "Người ký": ", ".join(filter(None, (metadata.signer, metadata.position))) or None,
        "Tên tệp": document.file,
    }
    listed = joined(f"<div><dt>{t(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in rows.items() if value)
    return f'<dl class="official">{listed}</dl>'


def _picture(document: Document, page: int, source: Source, t: Translate) -> str:
    """The page itself with the quote boxed; a click shows it large."""
    address = f"/api/v1/documents/{quote(document.id)}/pages/{page}.png?highlight={source['start']}-{source['end']}"
    name = official_name(document.metadata, document.file)
    described = t("Ảnh trang {page} của {name}, đoạn trích được đóng khung").format(page=page, name=name)
    link = attributes(class_="page-picture", href=f"{address}&width=1600", target="_blank", rel="noopener")
    image = attributes(src=address, loading="lazy", width=1000, height=1414, alt=described)
    return f"<a{link}><img{image}></a>"


# ---------------------------------------------------------------- the words


def repaired_context(document: Document, source: Source, doubtful_below: float) -> str:
    """The quote marked in the lines around it, the answer's values marked in the quote, doubtful words underlined."""
    first, last = context_range(document, source["start"], source["end"])
    shown, page = [], document.lines[first].page
    for index in range(first, last + 1):
        line, begin = document.lines[index], document.line_starts[index]
        if line.page != page:
            shown.append(f'<p class="page-break">Trang {line.page}</p>')
            page = line.page
        quoted = (source["start"] - begin, source["end"] - begin)
        values = [(start - begin, end - begin) for start, end in source["values"]]
        shown.append(_numbered(line.number, marked(line.text, quoted, values, _doubtful(line, doubtful_below))))
    return joined(shown)


def context_range(document: Document, start: int, end: int) -> Range:
    """The indexes of the first and last line shown around a quote."""
    first, last = document.line_at(start), document.line_at(max(start, end - 1))
    return _reach(document, first, -1), _reach(document, last, 1)


def _reach(document: Document, index: int, step: int) -> int:
    """The last line from `index` on, in one direction, that there is room for."""
    room = CONTEXT_CHARACTERS
    for following in range(index + step, index + step * (CONTEXT_LINES + 1), step):
        if not 0 <= following < len(document.lines):
            break
        room -= len(document.lines[following].text)
        if room < 0:
            break
        index = following
    return index


def original_context(document: Document, source: Source) -> str:
    """The same lines as they stand in the file, the quote marked."""
    first, last = context_range(document, source["start"], source["end"])
    shown = []
    for index in range(first, last + 1):
        line, begin = document.lines[index], document.line_starts[index]
        low, high = max(0, source["start"] - begin), min(len(line.text), source["end"] - begin)
        quoted = line.source_range(low, high) if low < high else (0, 0)
        shown.append(_numbered(line.number, marked(line.source, quoted, [], [])))
    return joined(shown)


def _doubtful(line: Line, below: float) -> list[Range]:
    return [(word.start, word.end) for word in line.words if word.confidence < below]


def _numbered(number: int, content: str) -> str:
    """A line with its number, which screen readers skip."""
    gutter = f'<span class="gutter" aria-hidden="true">{number}</span>'
    return f'<div class="line">{gutter}<span>{content or "&nbsp;"}</span></div>'


def marked(text: str, quoted: Range, values: Sequence[Range], doubtful: Sequence[Range]) -> str:
    """`text` as HTML with the quoted range, the values in it and the doubtful words marked.

    >>> marked("gửi trước ngày 01/12.", (4, 20), [(10, 20)], [])
    'gửi <mark>trước </mark><mark class="value">ngày 01/12</mark>.'
    """
    edges = {0, len(text)}
    for start, end in (quoted, *values, *doubtful):
        edges |= {min(max(0, start), len(text)), min(max(0, end), len(text))}
    return joined(
        _piece(text[low:high], _within(low, [quoted]), _within(low, values), _within(low, doubtful))
        for low, high in pairwise(sorted(edges))
    )


def _within(at: int, ranges: Sequence[Range]) -> bool:
    return any(start <= at < end for start, end in ranges)


def _piece(text: str, quoted: bool, value: bool, doubtful: bool) -> str:
    shown = escape(text)
    if doubtful:
        shown = f'<span class="doubtful" title="Từ phục hồi chưa chắc chắn">{shown}</span>'
    if value:
        return f'<mark class="value">{shown}</mark>'
    return f"<mark>{shown}</mark>" if quoted else shown
