"""Answer from a clause that stands in documents in much the same words: of the one that the question means."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace

from assistant.answering.extraction import Scored, best_of_each_document
from assistant.answering.features import Asked, Window
from assistant.answering.identity import share_of_others
from assistant.answering.leading import statement_at
from assistant.answering.selection import is_meant, read_named
from assistant.answering.statements import Reading
from assistant.schema import Query

_MOST_OTHERS = 0.5  # of the question's weight may be words that do not say which document is meant
_MOST_DOCUMENTS = 4  # of the best found, of which the one is meant that the question names most of


@dataclass(frozen=True)
class FixedClause:
    """A clause of fixed wording: when it is asked for, in which words, and where in a document the answer stands."""

    is_asked: Callable[[Query], bool]
    asking: Set[str]  # words that ask for it and do not say which document is meant
    place: Callable[[Reading], tuple[int, int] | None]

    def find(self, asked: Asked, scored: Sequence[Scored]) -> Scored | None:
        """The clause of the document that the question means, where it is asked for."""
        nearest = self._document_meant(asked, scored) if self.is_asked(asked.query) else None
        place = self.place(nearest.window.reading) if nearest else None
        if nearest is None or place is None:
            return None
        first, last = (statement_at(nearest.window.reading, at) for at in place)
        return replace(nearest, window=replace(nearest.window, first=first, last=last, block=False))

    def within(self, asked: Asked, window: Window) -> tuple[int, int] | None:
        """Where a passage holds the answer, if the clause is asked for."""
        place = self.place(window.reading) if self.is_asked(asked.query) else None
        return place if place and window.start <= place[0] < window.end else None

    def _document_meant(self, asked: Asked, scored: Sequence[Scored]) -> Scored | None:
        """The best passage of the document that is meant; None where the question is hardly about any near one."""
        named = read_named(asked.query)
        meant = [
            (share_of_others(asked, each.window.reading.document, self.asking), each)
            for each in best_of_each_document(scored)[:_MOST_DOCUMENTS]
            if not asked.query.numbers or is_meant(named, each.window.reading.document)
        ]
        others, nearest = min(meant, key=lambda pair: pair[0], default=(1.0, None))
        return nearest if others <= _MOST_OTHERS else None
