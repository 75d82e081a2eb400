"""The few pieces that all our HTML is made of. What stands in attributes is escaped here."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def joined(parts: Iterable[str]) -> str:
    """Pieces of HTML in a row."""
    return "".join(parts)


def attributes(**values: str | int | bool | None) -> str:
    """Attributes of a tag: `data_do="ask"` is written data-do; True stands alone; False and None are left out.

    >>> attributes(class_="chip", data_question='"A" & B', hidden=True, title=None)
    ' class="chip" data-question="&quot;A&quot; &amp; B" hidden'
    """
    written = []
    for name, value in values.items():
        spelled = name.rstrip("_").replace("_", "-")
        if value is True:
            written.append(f" {spelled}")
        elif value is not None and value is not False:
            written.append(f' {spelled}="{escape(str(value))}"')
    return joined(written)


def button(content: str, class_: str, **values: str | int | bool | None) -> str:
    """A button; `content` is HTML."""
    return f'<button type="button"{attributes(class_=class_, **values)}>{content}</button>'


def icon(name: str) -> str:
    """A line drawing of static/icons.svg; hidden from screen readers, the words beside it say what it means."""
    return f'<svg class="icon" aria-hidden="true"><use href="/site/icons.svg#{name}"></use></svg>'
