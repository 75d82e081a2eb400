"""Take a question that asks several things apart, and put the answers together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.asked import kind_of_answer, names_what_it_counts, without_marks
from assistant.answering.query import read_language
from assistant.language.agencies import agency_spans
from assistant.language.vietnamese import SYLLABLE, fold, nfc
from assistant.schema import Abstention, Answer, Citation, Query, Reply

MOST_PARTS = 3
_ASKS = re.compile(
    r"(?<!\w)(?:bao nhieu|bao gio|bao lau|khi nao|nao|may|ai|gi|dau|the nao|ra sao|bn|ntn|"
    r"who|whom|when|where|which|what|how (?:many|much|long))(?!\w)"
)
_BETWEEN = re.compile(r"\?+\s+|[,;]?\s+(?:và|va|đồng thời|dong thoi|and)\s+|[,;]\s+", re.IGNORECASE)
_LONGEST = 14  # syllables of a part behind the first: a longer one is a question by itself
_SHORTEST = 2
_FAR, _FAR_IN_ENGLISH = 5, 1  # syllables before the word of asking: of more it is the rest of a long name


def split_question(question: str) -> tuple[str, ...]:
    """The things that a question asks, each as it stands there; the question alone where it asks one.

    Two are told apart where each side of "và", a comma or a question mark has a word of asking and asks for another
    kind of answer: "Hạn nộp là khi nào | gửi cho ai?".
    """
    question = " ".join(nfc(question).split())
    english, names = read_language(question) == "en", agency_spans(question)
    for between in _BETWEEN.finditer(question):
        if any(start < between.start() < end for start, end in names):
            continue
        first, rest = question[: between.start()], question[between.end() :]
        if _are_two(first, rest, english) or (between[0][0] == "?" and _asks(rest)):
            return (f"{first.rstrip(' ?')}?", *split_question(rest)[: MOST_PARTS - 1])
    return (question,)


def number_of_things_asked(query: Query) -> int:
    """How many words of asking a question has."""
    return len(_ASKS.findall(without_marks(query.whole or query.question)))


def _asks(part: str) -> bool:
    return _ASKS.search(without_marks(part)) is not None


def _are_two(first: str, rest: str, english: bool) -> bool:
    begun = _ASKS.search(without_marks(rest))
    if begun is None or not _asks(first) or names_what_it_counts(f"{without_marks(first)}, {without_marks(rest)}"):
        return False
    if len(SYLLABLE.findall(without_marks(rest)[: begun.start()])) > (_FAR_IN_ENGLISH if english else _FAR):
        return False
    lengths = [len(SYLLABLE.findall(part)) for part in (first, rest)]
    if lengths[0] <= _SHORTEST or not _SHORTEST <= lengths[1] <= _LONGEST:
        return False
    return kind_of_answer(first, english) != kind_of_answer(rest, english)


def as_follow_up(part: str) -> str:
    """A part behind the first one, said as what follows it in a conversation."""
    return f"{'and' if read_language(part) == 'en' else 'và'} {part}"


def join_replies(whole: Answer | Abstention, parts: Sequence[Reply]) -> Answer | Abstention:
    """What was replied to each part as one reply; the reply to the whole where that says as much."""
    answers = [part for part in parts if isinstance(part, Answer)]
    if not answers or any(not isinstance(part, (Answer, Abstention)) for part in parts):
        return whole
    if isinstance(whole, Answer) and all(_said(part) in _bare(whole.text) for part in answers):
        return whole
    texts: list[str] = []
    citations: list[Citation] = []
    for part in parts:
        if isinstance(part, Answer):
            text, citations = _renumbered(part, citations)
            texts.append(text)
        else:
            texts.append(re.split(r"(?<=\.) ", part.text, maxsplit=1)[0])  # what is missing, without what there is
    confidence = min(answer.confidence for answer in answers)
    return Answer(whole.query, "\n".join(texts), confidence, tuple(citations), answers[0].suggestions)


def _said(answer: Answer) -> str:
    """What an answer says first: its value."""
    return _bare(answer.text.splitlines()[0])


def _bare(text: str) -> str:
    return " ".join(SYLLABLE.findall(re.sub(r"\[\d+\]", "", fold(text))))


def _renumbered(answer: Answer, citations: Sequence[Citation]) -> tuple[str, list[Citation]]:
    """An answer with its citations behind those given; a passage that is among them already is not cited twice."""
    cited, number = list(citations), {}
    for citation in answer.citations:
        same = next((each for each in cited if (each.document_id, each.start, each.end) == _place(citation)), None)
        number[citation.marker] = same.marker if same else len(cited) + 1
        if same is None:
            cited.append(replace(citation, marker=len(cited) + 1))
    text = re.sub(r"\[(\d+)\]", lambda match: f"[{number.get(int(match[1]), int(match[1]))}]", answer.text)
    return text, cited


def _place(citation: Citation) -> tuple[str, int, int]:
    return citation.document_id, citation.start, citation.end
