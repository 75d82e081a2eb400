"""Whether a passage affirms or denies what a yes/no question asks: by the words that govern what it says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from assistant.answering.features import STOP
from assistant.language.lexicon import replace_abbreviations, word_set
from assistant.language.vietnamese import SYLLABLE, fold, is_marked, nfc
from assistant.schema import Query

Verdict = Literal["yes", "no"]
Way = Literal["is", "may", "must", "not", "spared", "only"]
"""How something is said: as it is, as allowed, as a duty, as denied or forbidden, as no duty, within a limit."""

_WORDS_OF_WAYS: tuple[tuple[Way, str], ...] = (
    ("is", r"không (?:chỉ|những|kể|phân biệt|gian|khí|phụ thuộc|ngừng|ngắn|chuyên trách|thường xuyên|(?:vượt )?quá|dưới"
           r"|(?:ít|thấp|chậm|muộn|lớn|nhỏ|cao) hơn)|nếu không|hay không|chưa (?:đến|quá)|bổ nhiệm, miễn nhiệm"),
    ("only", r"(?:chỉ|mới) (?:được|phải|cần)|hạn chế"
             r"|(?<!đình )(?<!địa )chỉ (?=có|là|áp dụng|thực hiện|dùng|sử dụng|cho|cấp|nhận|tính|hỗ trợ)"),
    ("spared", r"không (?:bắt buộc|yêu cầu|cần|phải(?! là)|nhất thiết)(?: phải)?|(?:được )?miễn(?! phí| nhiệm)"
               r"|khỏi(?: phải)?"),
    ("not", r"(?:nghiêm |bị )?cấm|không phải là|không(?: được| cho)?(?: phép)?|chưa(?: được| phải)?|từ chối"),
    ("must", r"(?:có )?(?:trách nhiệm|bắt buộc|nghĩa vụ)|phải(?: được)?|yêu cầu"),
    ("may", r"được(?: quyền| phép)?|có (?:thể|quyền)|cho phép"),
)  # fmt: skip
_WAY = re.compile("|".join(rf"(?P<{way}>(?<!\w)(?:{words})(?!\w))" for way, words in _WORDS_OF_WAYS))
_VERDICTS: dict[tuple[Way, Way], Verdict] = {
    ("is", "is"): "yes", ("is", "may"): "yes", ("is", "must"): "yes", ("is", "not"): "no", ("is", "spared"): "no",
    ("may", "is"): "yes", ("may", "may"): "yes", ("may", "must"): "yes", ("may", "not"): "no",
    ("must", "is"): "yes", ("must", "must"): "yes", ("must", "spared"): "no", ("must", "not"): "no",
    ("not", "not"): "yes", ("not", "may"): "no",
    ("spared", "spared"): "yes", ("spared", "must"): "no",
}  # fmt: skip
"""What a passage that speaks in the second way says to a question that asks in the first; nothing where left out."""
_TURNED: dict[Verdict, Verdict] = {"yes": "no", "no": "yes"}


@dataclass(frozen=True)
class Matter:
    """What a yes/no question asks: in what way, of what, and the rest of its words, all without marks."""

    way: Way
    predicate: AbstractSet[str]
    others: AbstractSet[str]
    foreign: bool  # it is asked in another language: its words do not tell the predicate
    hedged: bool  # it asks under a condition that something is not, or about more or less than a figure


@dataclass(frozen=True)
class Span:
    """What a passage says in one way: the words that the way governs, and those of the clause and what leads to it."""

    way: Way
    words: AbstractSet[str]
    around: AbstractSet[str]
    clause: int
    excepted: bool = False


# ---------------------------------------------------------------- the question

_TAG = re.compile(
    r"(?<!\w)(?P<how>phải|đúng|được|hay|có)?\s?(?:không|chưa|chứ)"
    r"(?=(?: \w{1,4}){0,2}\W*$|,? (?:nếu|theo|khi|trong|tại|hay|trước|sau|vì|và|là|ai|do)(?!\w))"
)
_OPENS = re.compile(
    r"(?<!\w)(?:có|đã|sẽ|vẫn|còn)(?: (?P<way>được|phải|bị|bắt buộc|cần|thể|nên|quyền|cho phép))?(?! hiệu lực)(?!\w)"
)
_ASKED_WAYS: dict[str | None, Way] = {
    "được": "may", "thể": "may", "quyền": "may", "cho phép": "may",
    "phải": "must", "bắt buộc": "must", "cần": "must", "nên": "must",
}  # fmt: skip
_ENGLISH_WAYS: tuple[tuple[Way, re.Pattern[str]], ...] = (
    ("not", re.compile(r"\b(?:prohibited|banned|forbidden|barred)\b")),
    ("spared", re.compile(r"\b(?:exempt(?:ed)?|waived|free of)\b")),
    ("must", re.compile(r"\b(?:must|ha(?:ve|s) to|need(?:s|ed)?|required?|obliged|compulsory|mandatory)\b")),
    ("may", re.compile(r"\b(?:can|may|could|allowed|permitted|eligible|entitled)\b")),
)
_HEDGED = re.compile(
    r"(?<!\w)(?:không|chưa)(?!\w)|(?<!\w)(?:dưới|trên|hơn|quá|ngoài) \d|\b(?:less|more|lower|higher)\b"
)
_COURTESY = word_set("vay the nhi ha a luon nua roi lieu hay neu xin cho hoi ban minh em toi anh chi va khong chua chu")


def matter_of(query: Query) -> Matter:
    """What a yes/no question asks."""
    if query.language == "en":
        asked = query.question.lower()
        ways = (way for way, pattern in _ENGLISH_WAYS if pattern.search(asked))
        return Matter(next(ways, "is"), _telling(query, query.text), frozenset(), True, bool(_HEDGED.search(asked)))
    asked = _opened(query)
    tag = next(reversed(list(_TAG.finditer(asked))), None)
    body, behind, how = (asked[: tag.start()], asked[tag.end() :], tag["how"]) if tag else (asked, "", None)
    way, before, predicate = _parts(body, how)
    denial = _WAY.search(predicate) if how in ("phải", "đúng") else _WAY.match(predicate)
    if denial and _way(denial) in ("not", "spared"):
        way, predicate = _way(denial), predicate[denial.end() :]
    words, others = _telling(query, predicate), _telling(query, before)
    hedged = _HEDGED.search(f"{body} {behind}") is not None
    return Matter(way, words or others, others if words else frozenset(), False, hedged)


def _parts(body: str, how: str | None) -> tuple[Way, str, str]:
    """In what way a question asks, what stands before the words that open what is asked, and what stands behind them:
    "người lao động | có được | nghỉ bù"."""
    opened = list(_OPENS.finditer(body)) if how not in ("phải", "đúng") else []
    opens = next((match for match in opened if match["way"]), opened[-1] if opened else None)
    otherwise: Way = "may" if how == "được" else "is"
    if opens is None:
        before, _, predicate = body.rpartition(" thì ")
        return otherwise, before, predicate
    return _ASKED_WAYS.get(opens["way"], otherwise), body[: opens.start()], body[opens.end() :].strip()


def _opened(query: Query) -> str:
    return replace_abbreviations(nfc(query.whole or query.question)).lower()


def _telling(query: Query, text: str) -> frozenset[str]:
    """The words of a text, without marks, that say neither how it is asked nor which document is meant."""
    known = fold(" ".join((*query.numbers, *query.provinces, *query.kinds, *map(str, query.years))))
    return frozenset(SYLLABLE.findall(fold(text))) - STOP - _COURTESY - set(SYLLABLE.findall(known))


# ---------------------------------------------------------------- the passage

_CLAUSE_ENDS = re.compile(r"(?P<leads>(?<!như):)\s+|(?P<ends>\.\s|\n\s*\n)|;\s+|\n\s*(?=[a-zđ]\)|\d{1,2}[.)]\s)")
_EXCEPT = re.compile(
    r"(?<!\w)(?:ngoại trừ|(?:(?<=[,;(])|(?<=[,;] )|^)trừ|trừ (?:các |những )?trường hợp"
    r"|không (?:bao gồm|áp dụng(?! mức)))(?!\w)"
)


def _way(match: re.Match[str]) -> Way:
    return next(way for way, _ in _WORDS_OF_WAYS if way == match.lastgroup)


def _words(text: str) -> frozenset[str]:
    return frozenset(SYLLABLE.findall(fold(text))) - STOP


def _heading_way(headings: Sequence[str]) -> Way:
    """How the items under the headings are said: "Những việc không được làm", "Đồ vật cấm"."""
    for heading in reversed(headings):
        ways = [_way(match) for match in _WAY.finditer(" ".join(nfc(heading).lower().split()))]
        if ways and ways[-1] in ("not", "spared", "must"):
            return ways[-1]
    return "is"


def spans_of(headings: Sequence[str], text: str, question: str) -> Iterator[Span]:
    """What a passage says, cut where it goes over to another way of saying it.

    A denial that the question holds itself tells what is asked about ("người không cư trú"), not what is said of it.
    """
    above, heading = _words(" ".join(headings)), _heading_way(headings)
    carried, led, start, said = heading, frozenset[str](), 0, nfc(text).lower()
    for number, end in enumerate((*_CLAUSE_ENDS.finditer(said), None)):
        clause = " ".join(said[start : end.start() if end else len(said)].split())
        last, around = carried, above | led | _words(clause)
        for way, words, excepted in _cut(clause, carried, question):
            yield Span("not" if carried == "not" else way, _words(words), around, number, excepted)
            last = last if excepted else way
        if end and end["leads"]:
            carried, led = last, led | _words(clause)
        elif end and end["ends"]:
            carried, led = heading, frozenset()
        start = end.end() if end else len(said)


def _cut(clause: str, way: Way, question: str) -> Iterator[tuple[Way, str, bool]]:
    """A clause in pieces: each with its way, and whether it is excepted from what the others say."""
    exception = _EXCEPT.search(clause)
    if exception:
        inside = clause.rfind("(", 0, exception.end()) > clause.rfind(")", 0, exception.end())
        close = clause.find(")", exception.end()) if inside else len(clause)
        stop = close if close >= 0 else len(clause)
        pieces = list(_cut(f"{clause[: exception.start()]} {clause[stop:]}", way, question))
        yield from pieces
        yield pieces[-1][0], clause[exception.end() : stop], True
        return
    start, spared = 0, -_FAR
    for match in _WAY.finditer(clause):
        own = _way(match)
        following = clause[match.start() :].split()[: len(match[0].split()) + 1]
        if (own == "must" and match.start() - spared < _FAR) or (
            own in ("not", "spared") and " ".join(following) in question
        ):
            continue
        if clause[start : match.start()].strip():
            yield way, clause[start : match.start()], False
        way, start = own, match.end()
        spared = start if own == "spared" else spared
    yield way, clause[start:], False


_FAR = 24  # characters behind "không yêu cầu" in which a duty is one that nobody has: "không yêu cầu người dân phải"


# ---------------------------------------------------------------- the verdict

_FIELD = re.compile(r"(?:^|\n)(?P<label>[^\n:]{3,80}):\s*không(?: có| thu| quy định)?\s*(?:[.;]|\n|$)")
_RIVAL = 0.85  # of the predicate's words another part of the passage may hold that says the opposite
_HELD: dict[Verdict, float] = {"yes": 0.6, "no": 0.3}  # of the words of what is asked have to stand around
_SHARED: dict[Verdict, float] = {"yes": 0.6, "no": 0.4}
_SHARED_IN_THE_SAME_WAY = 0.35
_TOLD_APART = 2  # words of the question that stand in what is denied or excepted, and nowhere else


def decide_by_words(query: Query, headings: Sequence[str], text: str, shared: float) -> Verdict | None:
    """Yes or no, where the part of the passage that says most of what is asked affirms or denies it.

    `shared` is the share of the question's weight that the passage holds with its headings: what denies or says in the
    very way of the question decides with fewer of its words.
    """
    matter, question = matter_of(query), _opened(query)
    if not matter.predicate or not (matter.foreign or is_marked(question)):
        return None
    if any(matter.predicate & _words(field["label"]) for field in _FIELD.finditer(nfc(text).lower())):
        return "no" if matter.way in ("is", "must", "may") and shared >= _SHARED["no"] else None
    spans = list(spans_of(headings, text, question))
    best = max(spans, key=lambda span: _held(matter, span))
    apart = None if matter.hedged else _told_apart(matter, spans)
    verdict = _verdict(matter, apart or best)
    same_way = matter.way in ("may", "must") and best.way == matter.way
    if verdict is None or shared < (_SHARED_IN_THE_SAME_WAY if same_way else _SHARED[verdict]):
        return None
    return verdict if apart or _surely(matter, verdict, best, spans) else None


def _surely(matter: Matter, verdict: Verdict, best: Span, spans: Sequence[Span]) -> bool:
    """Does the best part of a passage hold enough of what is asked, and no other part gainsay it?"""
    most = len(matter.predicate & best.words)
    rivals = [span for span in spans if _verdict(matter, span) == _TURNED[verdict]]
    if any(len(matter.predicate & span.words) > _RIVAL * most for span in rivals):
        return False
    if len(matter.predicate & best.around) < _HELD[verdict] * len(matter.predicate):
        return False
    if verdict == "no":
        return most > 0
    near = any(span.clause == best.clause and matter.predicate & span.words for span in rivals)
    return not (matter.hedged or near or any(_alone(matter, span, spans) for span in rivals))


def _held(matter: Matter, span: Span) -> float:
    """How much of what is asked a part of the passage says."""
    told = matter.predicate & span.words
    return (
        len(told)
        + 0.5 * len((matter.predicate & span.around) - told)
        + 0.3 * len(matter.others & span.around)
        + 0.1 * (span.way != "is")
    )


def _told_apart(matter: Matter, spans: Sequence[Span]) -> Span | None:
    """What is excepted or denied of the thing asked about alone: "trừ trường hợp nghỉ thai sản"."""
    apart = (span for span in spans if span.excepted or (span.way == "not" and not matter.foreign))
    return next((span for span in apart if len(_alone(matter, span, spans)) >= _TOLD_APART), None)


def _alone(matter: Matter, span: Span, spans: Sequence[Span]) -> AbstractSet[str]:
    """The words of the question that stand in a part of the passage and nowhere else."""
    elsewhere = frozenset[str]().union(*(other.words for other in spans if other is not span))
    return ((matter.predicate | matter.others) & span.words) - elsewhere


def _verdict(matter: Matter, span: Span) -> Verdict | None:
    verdict = _VERDICTS.get((matter.way, span.way))
    return _TURNED[verdict] if verdict and span.excepted else verdict
