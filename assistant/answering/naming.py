"""Choose by name how much of a document is said: the item that bears the name of what is asked ("1. Hình thức khen
thưởng: ..." under "III. Công tác khen thưởng"), or the whole list of which a passage is a part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from assistant.answering.features import STOP, Asked, Window
from assistant.answering.parts import number_of_things_asked
from assistant.answering.statements import Reading
from assistant.language.lexicon import word_set
from assistant.language.vietnamese import SYLLABLE, fold

_KINDS = frozenset({"list", "text", "definition", "amount", "document_number"})  # asked for by a name
_OF_ONE = _KINDS - {"list", "document_number"} | {"date", "deadline", "number", "percentage"}
_NUMERAL = re.compile(r"(?:\W*(?:[ivx]{1,5}|\d{1,2}(?:\.\d{1,2})*|[a-z])[.)/](?!\w))?\W*")
_LONGEST_NAME = 100  # characters
_PRECISE = 0.7  # of an item's name the question has at least so many words
_OF_LISTS = frozenset({"list", "text", "document_number", "date"})
_ALL_OF_THEM = re.compile(r"\b(?:nhung|cac|gom|tat ca|khi nao|all|list|documents|cases)\b")
_LONGEST_LIST = 3000  # characters
_MOST = 0.7  # of the words that do not only say which document is meant the heading of the whole list holds
_ENOUGH = 0.95  # of what the whole passage holds of the question an item holds under its headings


def named_part(asked: Asked, window: Window) -> Window | None:
    """The one item of a passage whose name the question has, with what stands under it; or the one sentence of a list
    that says all of what is asked.

    None where the question has the name of the whole passage or of several items, and where the passage holds more of
    what is asked than the item and the headings above it.
    """
    reading, wanted = window.reading, _wanted(asked, window)
    enough = _ENOUGH * _held(wanted, reading, (*window.leads, *window.inside))
    named = [index for index in window.inside[window.block :] if _is_named(asked, reading, index)]
    named = [index for index in named if not any(index in reading.statements[other].leads for other in named)]
    if not named and window.block and asked.query.kind in _OF_ONE and number_of_things_asked(asked.query) == 1:
        return _sentence_that_says_all(asked, wanted, window, enough)
    if asked.query.kind not in _KINDS or len(named) != 1:
        return None
    (first,) = named
    above, last = reading.statements[first].leads, _last_said_of(reading, first, window.last)
    if _held(wanted, reading, (*above, *range(first, last + 1))) < enough:
        return None
    several = asked.query.kind == "list" or not window.block or _is_named(asked, reading, window.first)
    if several and _held(wanted, reading, above) >= enough:  # all under the headings may be meant
        return None
    if (first, last) == (window.first, window.last) or (first == last and reading.statements[first].is_lead):
        return None
    return replace(window, first=first, last=last, block=reading.statements[first].is_lead)


def whole_list(asked: Asked, window: Window) -> Window | None:
    """All that stands under the heading or lead-in of a passage, or the beginning of a very long list, where the
    question asks for all of it and the items of the passage say no more of what is asked than the heading does; None
    where the passage is all of it."""
    reading, lead = window.reading, _lead_of(window)
    if lead is None or asked.query.kind not in _OF_LISTS or not _ALL_OF_THEM.search(asked.folded):
        return None
    if asked.query.kind == "date" and " truong hop" not in reading.folded_of(lead):  # "khi nào thì thu hồi thẻ?"
        return None
    last = reading.last_under[lead]
    while last > lead and reading.statements[last].end - reading.statements[lead].start > _LONGEST_LIST:
        last -= 1
    metadata = reading.document.metadata
    wanted = _wanted(asked, window, metadata.subject, metadata.kind)
    said = _held(wanted, reading, (*reading.statements[lead].leads, lead))
    more = _held(wanted, reading, (*window.leads, *window.inside))
    if said < max(_ENOUGH * more, _MOST * sum(wanted.values())) or (lead, last) == (window.first, window.last):
        return None
    return replace(window, first=lead, last=last, block=True) if last > lead + 1 else None


def items_left_out(window: Window) -> int:
    """How many items of a list stand behind a passage that is its beginning."""
    if not window.block or window.first == window.last:
        return 0
    reading = window.reading
    item = reading.statements[window.first + 1]
    behind = reading.statements[window.last + 1 : reading.last_under[window.first] + 1]
    return sum(each.leads == item.leads and each.marker == item.marker for each in behind)


def _lead_of(window: Window) -> int | None:
    """The heading or lead-in of which a passage is a part."""
    if window.reading.statements[window.first].is_lead:
        return window.first
    return window.leads[-1] if window.leads else None


_DUTIES = word_set("nhiem vu trach cong viec lam phai duoc giao phan thuc hien phu ke hoach quyet dinh van ban")
"""What asks for everything that stands under the name of an agency."""


def is_what_is_named(asked: Asked, window: Window) -> bool:
    """Does a part of a document bear the very name that the question asks about, with all that is asked said in it and
    in the headings above it?"""
    reading, heading = window.reading, _heading_of(window)
    if asked.query.kind not in _KINDS or heading is None or not _is_named(asked, reading, heading, 1.0):
        return False
    wanted = {word: weight for word, weight in _wanted(asked, window).items() if word not in _DUTIES}
    above = reading.statements[heading].leads
    return _held(wanted, reading, (*above, heading)) >= _ENOUGH * sum(wanted.values())


def _heading_of(window: Window) -> int | None:
    """The heading of a passage that is all that stands under one, with it or without it."""
    if window.block:
        return window.first
    statements = window.reading.statements
    heading = window.leads[-1] if window.leads and window.leads[-1] == window.first - 1 else None
    goes_on = window.has(window.last + 1) and heading in statements[window.last + 1].leads
    return None if goes_on else heading


def _sentence_that_says_all(asked: Asked, wanted: Mapping[str, float], window: Window, enough: float) -> Window | None:
    """The one statement under a heading that holds as much of what is asked as all of them, and a value of the kind
    asked for, where there is one."""
    reading = window.reading
    held = [
        index
        for index in window.inside[1:]
        if not reading.statements[index].is_lead
        and _held(wanted, reading, (index,)) >= enough
        and (not asked.values or any(reading.values_of(index, kind) for kind in asked.values))
    ]
    return replace(window, first=held[0], last=held[0], block=False) if len(held) == 1 else None


def _last_said_of(reading: Reading, first: int, end: int) -> int:
    """The last of the statements that stand under an item or go on with it."""
    last = first
    while last < end:
        following = reading.statements[last + 1]
        goes_on = not following.marker and not following.is_lead and following.leads == reading.statements[first].leads
        if not goes_on and first not in following.leads:
            break
        last += 1
    return last


def _wanted(asked: Asked, window: Window, *said: str | None) -> dict[str, float]:
    """The words of a question that do not only say which document is meant, nor stand in `said`."""
    metadata = window.reading.document.metadata
    names = (metadata.number, metadata.issuer, metadata.province, *asked.query.units, *asked.query.provinces, *said)
    known = set(SYLLABLE.findall(fold(" ".join(filter(None, names)))))
    return {word: weight for word, weight in asked.words.items() if word not in known}


def _held(wanted: Mapping[str, float], reading: Reading, statements: Iterable[int]) -> float:
    """The weight of the words that stand in statements."""
    said = set().union(*(reading.words[index] for index in statements))
    return sum(weight for word, weight in wanted.items() if word in said)


def _is_named(asked: Asked, reading: Reading, index: int, share: float = _PRECISE) -> bool:
    """Does the question have the name of an item: a share of the words in front of its colon, or of its heading? Words
    are compared with their marks where the question has marks."""
    name, colon, _ = reading.text_of(index).partition(":")
    if not (colon or reading.statements[index].is_lead) or len(name) > _LONGEST_NAME:
        return False
    numeral = _NUMERAL.match(fold(name))
    bare = name[numeral.end() if numeral else 0 :].lower()
    words = [word for word in SYLLABLE.findall(bare) if fold(word) not in STOP]
    question = asked.marked or set(SYLLABLE.findall(asked.folded))
    said = sum((word if asked.marked else fold(word)) in question for word in words)
    return bool(words) and said >= share * len(words)
