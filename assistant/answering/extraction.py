"""From found chunks to the statements that answer, each with its probability."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from assistant.answering.describing import Describer
from assistant.answering.features import FEATURES, Asked, DocumentFit, Window
from assistant.answering.identity import asked_facets
from assistant.answering.meaning import Meanings
from assistant.answering.naming import is_what_is_named, named_part, whole_list
from assistant.answering.scoring import Trees
from assistant.answering.slots import exactness
from assistant.answering.statements import OUTLINE, Reading
from assistant.answering.values import Value, find_values
from assistant.language.vietnamese import SYLLABLE, fold
from assistant.schema import AnswerKind, Hit

STATEMENTS = 28  # of all hits that are looked at closely; of 40 no more answers are right, and they take a third longer
_PRICE = 0.3  # of a thousand characters: of passages that are as good, the shorter is the better answer

# Characters of a list taken whole, by what is asked; a date or a figure stands in one statement.
_LONGEST_LIST: dict[AnswerKind, int] = {
    "list": 2000, "text": 1800, "definition": 1200, "yes_no": 1200, "unit": 1200, "person": 800,
    "document_number": 1600,
}  # fmt: skip


@dataclass(frozen=True)
class Scored:
    """A window with how well it answers."""

    window: Window
    score: float  # of the learned ranking, less a price for length; compares windows of one question only
    probability: float  # its share among all windows of the question (softmax of their scores)
    features: npt.NDArray[np.float32]


def propose(
    asked: Asked,
    hits: Sequence[Hit],
    readings: Mapping[str, Reading],
    fits: Mapping[str, DocumentFit],
    meanings: Meanings,
) -> tuple[list[Window], Describer]:
    """The windows worth weighing: statements of the hits that share most with the question, alone, paired, as lists."""
    describer = Describer(asked, hits, fits, bool(asked_facets(asked.query)), meanings)
    rank_of: dict[tuple[str, int], int] = {}
    for rank, hit in enumerate(hits):
        for index in _statements_of(readings[hit.chunk.document_id], hit):
            rank_of.setdefault((hit.chunk.document_id, index), rank)
    found = list(rank_of)
    ranks = np.array(list(rank_of.values()))
    promise = describer.promise([(readings[name], index) for name, index in found]) + 0.3 / (1 + ranks)
    best = [found[at] for at in np.argsort(-promise, kind="stable")[:STATEMENTS]]
    windows: dict[tuple[str, int, int], Window] = {}
    for rank, hit in enumerate(hits):  # the official form and rows of tables are one answer each
        if hit.chunk.kind != "text":
            reading = readings[hit.chunk.document_id]
            inside = list(_statements_of(reading, hit))
            span = (hit.chunk.document_id, inside[0], inside[-1])
            windows.setdefault(span, Window(reading, inside[0], inside[-1], hit, rank, False))
    for document_id, index in best:
        rank = rank_of[document_id, index]
        for first, last, block in _spans(readings[document_id], index, _LONGEST_LIST.get(asked.query.kind, 0)):
            windows.setdefault(
                (document_id, first, last), Window(readings[document_id], first, last, hits[rank], rank, block)
            )
    return list(windows.values()), describer


def weigh(
    asked: Asked,
    hits: Sequence[Hit],
    readings: Mapping[str, Reading],
    fits: Mapping[str, DocumentFit],
    judge: Trees,
    meanings: Meanings,
) -> list[Scored]:
    """All proposed windows with their probabilities, the most worth first."""
    windows, describer = propose(asked, hits, readings, fits, meanings)
    scored = rank_windows(windows, describer.describe(windows), judge, exactness(asked, windows))
    if asked.query.kind == "definition":
        return sorted(scored, key=lambda each: -each.score - _DEFINES * bool(each.features[_DEFINITION] > 0))
    if asked.query.row is None:
        return scored
    return sorted(scored, key=lambda each: each.features[_NUMBERED] <= 0)  # the row of the number asked for comes first


def rank_windows(
    windows: Sequence[Window],
    rows: npt.NDArray[np.float32],
    judge: Trees,
    exact: npt.NDArray[np.float64] | float = 0.0,
) -> list[Scored]:
    """Described windows with their scores, the best first; `exact` is what else is known of each."""
    if not windows:
        return []
    lengths = np.array([window.end - window.start for window in windows])
    scores = judge.raw(rows) - _PRICE * lengths / 1000 + exact
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    order = np.argsort(-scores, kind="stable")
    return [Scored(windows[at], float(scores[at]), float(shares[at]), rows[at]) for at in order]


_NEAR_ENOUGH = 2.0  # less than the best score


def with_what_is_named(asked: Asked, scored: Sequence[Scored]) -> list[Scored]:
    """The passages, that first which bears the very name asked about, where it comes near to the best one."""
    if is_what_is_named(asked, scored[0].window):
        return list(scored)
    near = (each for each in scored[1:] if each.score > scored[0].score - _NEAR_ENOUGH)
    named = next((each for each in near if is_what_is_named(asked, each.window)), None)
    return [named, *(each for each in scored if each is not named)] if named else list(scored)


_ONE_THING = frozenset({"date", "deadline", "number", "percentage", "amount", "unit", "person", "yes_no"})
_SELDOM_KNOWN = frozenset({"unit", "person"})  # many have names that no pattern knows
_LONG = 600  # characters of a passage of which a part may do
_TOO_LONG = 1000  # characters of a passage of which a part has to do
_NEARLY = 0.5  # less than the best score: a part of the best passage is still the better answer


def tighten(asked: Asked, scored: Sequence[Scored], brief: bool = False) -> Scored:
    """The best passage, or the best part of it where one thing is asked for, or the answer is to be `brief`.

    Of a long passage a part is taken that answers nearly as well; of a very long one, and of rows of a table together
    with what stands around them, the best part there is: who asks for one thing is answered by one clause or one row.
    Of what is no list, a part is enough that holds as much of the question.
    """
    best = _with_its_list(asked, scored[0])
    if part := named_part(asked, best.window):
        return replace(best, window=part)
    if not brief and (whole := whole_list(asked, best.window)):
        return replace(best, window=whole)
    length, one_thing = best.window.end - best.window.start, asked.query.kind in _ONE_THING
    parts = [each for each in scored[1:] if _is_part(each.window, best.window)]
    if holds_rows(best.window) and (one_thing or asked.query.role or asked.query.row is not None):
        return next((each for each in parts if not holds_rows(each.window)), best)
    if not brief and length < (_LONG if one_thing else _TOO_LONG):
        return best
    if asked.values and asked.query.kind not in _SELDOM_KNOWN:
        parts = [each for each in parts if each.features[_BEYOND] > 0]
    if asked.query.kind == "list" and length < _TOO_LONG:
        return best
    near = (each for each in parts if each.score > best.score - (2 * _NEARLY if brief else _NEARLY))
    if one_thing:
        return next(near, parts[0] if parts and length > _TOO_LONG else best)
    enough = coverage(asked, best)
    full = (each for each in parts if coverage(asked, each) >= enough)
    if asked.query.kind == "list":
        return next(near, best) if brief else best
    return next(full, next(near, best) if brief else best)


def _with_its_list(asked: Asked, best: Scored) -> Scored:
    """A sentence that only announces ("... gồm các nội dung sau đây:") says nothing without what it announces."""
    window = best.window
    statement = window.reading.statements[window.last]
    announces = window.first == window.last and window.reading.text_of(window.last).endswith(":")
    if not announces or answer_values(asked, window):
        return best
    last = window.reading.last_under[window.last]
    fits = window.reading.statements[last].end - statement.start <= _LONGEST_LIST.get(asked.query.kind, 0)
    return replace(best, window=replace(window, last=last, block=True)) if last > window.last and fits else best


def _is_part(part: Window, whole: Window) -> bool:
    same = part.reading is whole.reading
    return (
        same
        and whole.first <= part.first <= part.last <= whole.last
        and part.end - part.start < whole.end - whole.start
    )


def holds_rows(window: Window) -> bool:
    """Do rows of a table stand in a passage beside one another or beside something else?"""
    statements = window.reading.statements
    return window.first < window.last and any(statements[index].marker == "row" for index in window.inside)


_DEFINES = 2.0  # for a statement that says what something is: too few questions ask for that to have learned it
_DEFINITION = FEATURES.index("defines")
_BEYOND = FEATURES.index("values_beyond")
_NUMBERED = FEATURES.index("task_number")
_OF_FIGURES = [FEATURES.index(f"kind_{kind}") for kind in ("deadline", "number", "percentage", "amount")]
SUMMARY = (
    "score", "share", "share_around", "behind", "behind_elsewhere", "rivals", "asked_values", "lacks_value", *FEATURES,
)  # fmt: skip


def summarise(scored: Sequence[Scored]) -> npt.NDArray[np.float32]:
    """What the best passage and its rivals say about whether it can be trusted, as one row of SUMMARY."""
    best = scored[0]
    same = best.window.reading.document.id
    apart = [other for other in scored[1:] if not _overlap(best.window, other.window)]
    elsewhere = [other for other in apart if other.window.reading.document.id != same]
    head = [
        best.score,
        best.probability,
        1 - sum(other.probability for other in apart),
        best.score - apart[0].score if apart else 9.0,
        best.score - elsewhere[0].score if elsewhere else 9.0,
        sum(other.score > best.score - 1 for other in apart),
        float(best.features[_BEYOND] > 0),
        float(best.features[_BEYOND] == 0 and best.features[_OF_FIGURES].any()),
    ]
    return np.concatenate([np.array(head, np.float32), best.features])


def _overlap(one: Window, other: Window) -> bool:
    same = one.reading.document.id == other.reading.document.id
    return same and one.first <= other.last and other.first <= one.last


_TRUSTED = 0.2  # measured: of passages with other words, those so trusted answer


def shares_too_little(best: Scored) -> bool:
    """Is the question about something else altogether: hardly a word, or no two words in a row, of it in the passage,
    its headings or its document's identity?"""
    words, pairs = (best.features[FEATURES.index(name)] for name in ("words_identity", "pairs_identity"))
    return bool(words < 0.35 or pairs <= 0.05)


def speaks_of_another(asked: Asked, scored: Sequence[Scored], trust: float) -> bool:
    """Is the best passage about something else than what the question names? One that is trusted may say it in other
    words."""
    best = scored[0]
    return (
        (trust < _TRUSTED and shares_too_little(best))
        or is_another_task(scored)
        or lacks_what_is_numbered(asked, scored)
        or names_another(asked, best)
    )


_ARTICLE = re.compile(r"\bdieu (\d{1,3})\b")
_TASK = re.compile(r"\bnhiem vu (?:so |thu )?(\d{1,3})\b|\btask (?:no\.? ?|number )?(\d{1,3})\b")


def lacks_what_is_numbered(asked: Asked, scored: Sequence[Scored]) -> bool:
    """Does the question name a task or article by a number that nothing near has?"""
    best = scored[0]
    said = best.window.reading.key
    if _TASK.search(fold(asked.query.whole or asked.query.question)) and asked.query.row is not None:
        numbered = best.features[_NUMBERED] > 0 or f" nhiem vu so {asked.query.row} " in said
        return not numbered and any(each.features[_NUMBERED] < 0 for each in scored)
    article = _ARTICLE.search(asked.folded)
    return bool(article) and f" dieu {article[1]} " not in said if article else False


_TASK_ROW, _CONTENT = FEATURES.index("task"), FEATURES.index("task_content")
_LEAST_CONTENT = 0.35  # of the question's weight, columns left out
_FAR_AHEAD = 2.0  # of every other passage the row of a task is in score that has been asked for in other words


def is_another_task(scored: Sequence[Scored]) -> bool:
    """Does the row of a task come first whose content is hardly what the question is about, and not far ahead of all
    other passages?"""
    row = scored[0].features
    if row[_TASK_ROW] <= 0 or row[_NUMBERED] > 0 or row[_CONTENT] >= _LEAST_CONTENT:
        return False
    others = (each.score for each in scored[1:] if not _overlap(scored[0].window, each.window))
    return scored[0].score - next(others, -9.0) < _FAR_AHEAD


_POSITION = re.compile(
    r"\b(?:pho )?(?:chu tich|giam doc|truong phong|chanh van phong|bo truong|cuc truong|vu truong|bi thu|truong ban)\b"
)
_NEAR_NAME = 60  # characters between a name and the position that it holds


def names_another(asked: Asked, best: Scored) -> bool:
    """Is a person of one position asked for, while the passage names only persons of others?"""
    wanted = set(_POSITION.findall(asked.folded))
    persons = find_values(best.window.text, "person") if asked.query.kind == "person" and wanted else ()
    folded = fold(best.window.text)
    held = [
        set(_POSITION.findall(folded[max(0, person.start - _NEAR_NAME) : person.end + _NEAR_NAME]))
        for person in persons
    ]
    return bool(held) and all(positions and not positions & wanted for positions in held)


def _statements_of(reading: Reading, hit: Hit) -> Iterator[int]:
    first = max(0, bisect_right(reading.starts, hit.chunk.start) - 1)
    last = bisect_right(reading.starts, hit.chunk.end - 1) - 1
    yield from range(first, last + 1)


def _spans(reading: Reading, index: int, longest: int) -> Iterator[tuple[int, int, bool]]:
    """The spans to weigh around a statement: (first, last, is a whole list). None runs over a heading or a row."""
    statements, statement = reading.statements, reading.statements[index]
    if _is_table_header(reading, index):
        return
    yield index, index, False
    for first, last in ((index, index + 1), (index - 1, index), (index, index + 2)):
        inside = first >= 0 and last < len(statements)
        if (
            inside
            and not statements[first].is_lead
            and statements[first].marker != "row"
            and not any(_stands_alone(reading, between) for between in range(first + 1, last + 1))
        ):
            yield first, last, False
    basis = _run_of_basis(reading, index)
    if basis[1] > basis[0]:
        yield *basis, False
    bearer = index if statement.item is None else statement.item
    last = _last_label(reading, bearer)
    if last > bearer:
        yield bearer, last, False
    for lead in (index, *statement.leads[-2:]):
        last = reading.last_under[lead]
        if last > lead + 1 and statements[last].end - statements[lead].start <= longest:
            yield lead, last, True


def _is_table_header(reading: Reading, index: int) -> bool:
    """Does a statement only name the columns of the rows that follow?"""
    following = index + 1 < len(reading.statements) and reading.statements[index + 1].marker == "row"
    return following and reading.statements[index].marker != "row" and " | " in reading.text_of(index)


def _stands_alone(reading: Reading, index: int) -> bool:
    """Does a statement begin something new: a heading, a table, a row of it, or the list of recipients?"""
    statement = reading.statements[index]
    begins = (statement.is_lead and statement.marker in OUTLINE) or _is_table_header(reading, index)
    return begins or statement.marker == "row" or reading.begins_row(index) or reading.is_recipients(index)


def _run_of_basis(reading: Reading, index: int) -> tuple[int, int]:
    """The first and the last of the statements "Căn cứ ..." around one of them."""
    first = last = index
    while first and reading.tokens[first][:2] == _BASIS == reading.tokens[first - 1][:2]:
        first -= 1
    while last + 1 < len(reading.tokens) and reading.tokens[last][:2] == _BASIS == reading.tokens[last + 1][:2]:
        last += 1
    return first, last


_BASIS = ("can", "cu")


def whole_basis(window: Window) -> Window:
    """A passage that names what a document is based on, with all the statements "Căn cứ ..." around it."""
    tokens = window.reading.tokens
    inside = [index for index in window.inside if tokens[index][:2] == _BASIS]
    if not inside:
        return window
    first, last = _run_of_basis(window.reading, inside[0])
    return replace(window, first=min(first, window.first), last=max(last, window.last), block=False)


def _last_label(reading: Reading, item: int) -> int:
    """The last of the labels ("Thời hạn: ...") that follow an item and are said of it."""
    last = item
    while last + 1 < len(reading.statements) and reading.statements[last + 1].item == item:
        last += 1
    return last


def answer_values(asked: Asked, window: Window) -> tuple[Value, ...]:
    """The values of the asked kind in a window that the question does not hold itself, offsets of Document.text.

    The kinds are tried in their order; the first that the window holds decides.
    """
    text = window.text
    for kind in asked.values:
        beyond = [value for value in find_values(text, kind) if fold(value.text) not in asked.folded]
        if kind == "document_number":
            beyond = _of_asked_kind(asked, beyond)
        if beyond:
            return tuple(
                Value(value.kind, value.start + window.start, value.end + window.start, value.text) for value in beyond
            )
    return ()


_SYMBOLS = {
    "nghi dinh": "nd", "quyet dinh": "qd", "thong tu": "tt", "nghi quyet": "nq", "chi thi": "ct", "ke hoach": "kh",
    "to trinh": "ttr", "cong dien": "cd", "thong bao": "tb", "bao cao": "bc", "decree": "nd", "decision": "qd",
    "circular": "tt", "resolution": "nq", "plan": "kh", "luat": "qh", "law": "qh",
}  # fmt: skip
_KINDS = "|".join(_SYMBOLS)
_KIND_BEFORE = re.compile(rf"\b({_KINDS})\b(?!.*\b(?:{_KINDS})\b.* (?:nao|gi)\b).{{0,30}}? (?:nao|gi|so may)\b")
_KIND_BEHIND = re.compile(rf"\b(?:which|what) ({_KINDS})s?\b")


def _of_asked_kind(asked: Asked, numbers: list[Value]) -> list[Value]:
    """Of document numbers those of the kind asked for ("nghị định nào": ".../NĐ-CP"); all where none is."""
    match = _KIND_BEFORE.search(asked.folded) or _KIND_BEHIND.search(fold(asked.query.question))
    symbol = _SYMBOLS[match[1]] if match else None
    fitting = [number for number in numbers if symbol in re.split(r"[^a-z]+", fold(number.text))]
    return fitting or numbers


def best_of_each_document(scored: Sequence[Scored]) -> list[Scored]:
    """The best passage of each document, in the order given."""
    best: dict[str, Scored] = {}
    for each in scored:
        best.setdefault(each.window.reading.document.id, each)
    return list(best.values())


_FITS = [FEATURES.index(f"fit_{name}") for name in ("number", "unit", "province", "year", "kind")]


def are_alike(best: Scored, other: Scored) -> bool:
    """Does the question fit the other's document as well, and are the two of one kind: the same sort of document by
    the same sort of agency of another place, or of another year, on the same matter?"""
    if (other.features[_FITS] < best.features[_FITS]).any():
        return False
    if best.features[_NUMBERED] > 0:  # tasks of one number in tables of several documents
        return bool(other.features[_NUMBERED] > 0)
    one, two = best.window.reading.document.metadata, other.window.reading.document.metadata
    if one.issuer == two.issuer and best.features[_FITS[1]] > 0 and one.issued_on != two.issued_on:
        return True
    if one.kind != two.kind or (one.issuer, one.issued_on) == (two.issuer, two.issued_on):
        return False
    return _alike(one.subject, two.subject, one.province, two.province) >= 0.4


def all_alike(best: Scored, others: Sequence[Scored]) -> list[Scored]:
    """Of the best passages of other documents those that are alike, to the best one or to one that is alike to it: of
    three plans on a matter each may have words in its title that one of the others has not."""
    found, rest = [best], [each for each in others if each is not best]
    for one in found:  # grows while it is gone through
        unlike: list[Scored] = []
        for each in rest:
            (found if are_alike(one, each) else unlike).append(each)
        rest = unlike
    return found[1:]


_COVERED = FEATURES.index("words_identity")
_AS_MUCH = 0.15  # of the question's weight that another document may lack


def says_as_much(best: Scored, *others: Scored) -> Scored | None:
    """Of the passages of another document the one that holds most of what the question is about; None where all hold
    less of it than the best does, or lack a value of the kind asked for that the best has."""
    most = max(others, key=lambda each: float(each.features[_COVERED]))
    covered = most.features[_COVERED] >= best.features[_COVERED] - _AS_MUCH
    return most if covered and (most.features[_BEYOND] > 0 or best.features[_BEYOND] == 0) else None


def coverage(asked: Asked, scored: Scored) -> float:
    """The share of the question's weight that stands in the passage and the headings above it; the names of agencies,
    which stand in the document's identity, are left out."""
    window = scored.window
    held = set().union(*(window.reading.words[at] for at in (*window.leads, *window.inside)))
    names = {word for unit in asked.query.units for word in SYLLABLE.findall(fold(unit))}
    words = {word: weight for word, weight in asked.words.items() if word not in names} or asked.words
    total = sum(words.values()) or 1.0
    return sum(weight for word, weight in words.items() if word in held) / total


def _alike(one: str | None, two: str | None, *left_out: str | None) -> float:
    """The share of words that two subjects have in common (Jaccard), names of provinces and figures left out."""
    names = {word for name in left_out if name for word in SYLLABLE.findall(fold(name))}
    first, second = (
        {word for word in SYLLABLE.findall(fold(text or "")) if not word.isdigit()} - names for text in (one, two)
    )
    return len(first & second) / len(first | second) if first and second else 0.0
