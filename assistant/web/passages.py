"""A cited passage as HTML: its document's card, the words in their context, as they stood, and their page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise
from urllib.parse import quote

from assistant.schema import Document, Line
from assistant.web.conversation import Source
from assistant.web.markup import attributes, button, icon, joined
from assistant.web.wording import line_range, official_name, short_name, written_date

CONTEXT_LINES = 4
CONTEXT_CHARACTERS = 600
"""How much is shown before and after a quote: at most so many lines and characters on either side."""

LAYER_NOTES: Mapping[str, str] = {
    "garbled": "Tệp gốc bị lỗi chữ do nhận dạng sai; hệ thống đã phục hồi dấu tiếng Việt. Hãy đối chiếu với bản gốc.",
    "scan": "Chữ được máy đọc từ ảnh quét. Hãy đối chiếu với ảnh trang.",
}

Range = tuple[int, int]


def passage_view(document: Document, source: Source, has_file: bool, doubtful_below: float, near: bool) -> str:
    """One passage; `near` says that it is only the nearest one to a question without an answer."""
    title = "Đoạn trích, đã phục hồi dấu" if document.text_layer == "garbled" else "Đoạn trích"
    first = document.lines[document.line_at(source["start"])]
    parts = [
        _panel_head(f"Đoạn gần nhất {source['marker']}" if near else f"Nguồn {source['marker']}"),
        _card(document, source, has_file),
        _section(title, f'<div class="page-text">{repaired_context(document, source, doubtful_below)}</div>'),
    ]
    if differs(document, source["start"], source["end"]):
        stood = original_lines(document, source["start"], source["end"])
        heading = "Văn bản gốc <small>đúng như trong tệp</small>"
        parts.append(_section(heading, f'<div class="page-text as-it-stood">{stood}</div>'))
    if has_file and document.paged:
        parts.append(_section(f"Ảnh trang {first.page}", _picture(document, first.page, source)))
    parts.append(_section("Thông tin văn bản", _form(document)))
    return _panel(parts)


def lost_passage_view(marker: str, reason: str) -> str:
    """A source that can no longer be opened, and why."""
    return _panel(
        [_panel_head(f"Nguồn {marker}"), f'<p class="status abstained">{icon("warning")}{escape(reason)}</p>']
    )


def _panel(parts: Sequence[str]) -> str:
    return f'<div class="passage" role="region" aria-label="Nguồn trích dẫn">{joined(parts)}</div>'


def _panel_head(title: str) -> str:
    close = button(icon("close"), "plain", data_close_source=True, aria_label="Đóng nguồn trích dẫn")
    return f'<div class="panel-head"><h2 tabindex="-1">{escape(title)}</h2>{close}</div>'


def _section(title: str, content: str) -> str:
    return f"<section><h3>{title}</h3>{content}</section>"


def _card(document: Document, source: Source, has_file: bool) -> str:
    """Which document it is, where in it the passage stands, and what can be done with it."""
    metadata = document.metadata
    issued = " · ".join(filter(None, (metadata.issuer, written_date(metadata.issued_on))))
    copying = button(f"{icon('copy')}<span>Chép trích dẫn</span>", "plain small", data_copy=source["official"])
    note = LAYER_NOTES.get(document.text_layer)
    parts = [
        f"<h3>{escape(short_name(metadata, document.file))}</h3>",
        f'<p class="issued">{escape(issued)}</p>' if issued else "",
        f'<p class="subject">{escape(metadata.subject)}</p>' if metadata.subject else "",
        f'<p class="place">{escape(place_of_range(document, source["start"], source["end"]))}</p>',
        f'<div class="card-actions">{_file_link(document, source) if has_file else ""}{copying}</div>',
        f'<p class="layer-note">{icon("info")}<span>{note}</span></p>' if note else "",
    ]
    return f'<section class="card">{joined(parts)}</section>'


def place_of_range(document: Document, start: int, end: int) -> str:
    """Where a range of the document stands: "Trang 2, dòng 3–4"; files without pages count lines only."""
    lines = document.lines_of(start, end)
    first, last = lines[0], lines[-1]
    if not document.paged:
        return line_range((first.number, last.number)).capitalize()
    if last.page != first.page:
        return f"Trang {first.page}, dòng {first.number} đến trang {last.page}, dòng {last.number}"
    return f"Trang {first.page}, {line_range((first.number, last.number))}"


def _file_link(document: Document, source: Source) -> str:
    page = document.lines[document.line_at(source["start"])].page
    anchor = f"#page={page}" if document.file.lower().endswith(".pdf") else ""
    address = f"/api/v1/documents/{quote(document.id)}/file{anchor}"
    link = attributes(class_="primary small", href=address, target="_blank", rel="noopener")
    return f"<a{link}>{icon('file')}Mở tệp gốc</a>"


def _form(document: Document) -> str:
    """What the document says of itself, in the words of the official form."""
    metadata = document.metadata
    rows = {
        "Số, ký hiệu": metadata.number,
        "Loại văn bản": metadata.kind,
        "Cơ quan": metadata.issuer,
        "Ngày ban hành": (written_date(metadata.issued_on) or "").removeprefix("ngày ") or None,
        "Trích yếu": metadata.subject,
        "Người ký": ", ".join(filter(None, (metadata.signer, metadata.position))) or None,
        "Tên tệp": document.file,
    }
    listed = joined(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in rows.items() if value)
    return f'<dl class="official">{listed}</dl>'


def _picture(document: Document, page: int, source: Source) -> str:
    """The page itself with the quote boxed; a click shows it large."""
    address = f"/api/v1/documents/{quote(document.id)}/pages/{page}.png?highlight={source['start']}-{source['end']}"
    described = f"Ảnh trang {page} của {official_name(document.metadata, document.file)}, đoạn trích được đóng khung"
    link = attributes(class_="page-picture", href=f"{address}&width=1600", target="_blank", rel="noopener")
    image = attributes(src=address, loading="lazy", width=1000, height=1414, alt=described)
    return f"<a{link}><img{image}></a>"


# ---------------------------------------------------------------- the words


def differs(document: Document, start: int, end: int) -> bool:
    """Was anything in the range repaired, beyond white space?"""
    return document.source_of(start, end).split() != document.text[start:end].split()


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


def original_lines(document: Document, start: int, end: int) -> str:
    """The quoted lines as they stand in the file, the quote marked."""
    shown = []
    for index in range(document.line_at(start), document.line_at(max(start, end - 1)) + 1):
        line, begin = document.lines[index], document.line_starts[index]
        quoted = line.source_range(max(0, start - begin), min(len(line.text), end - begin))
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
