"""Answer a question from an index: understand, search, extract, cite; or abstain, or ask back."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from assistant.answering.assignments import Assigned, documents_to_count, say_assigned, say_count, tasks_asked_for
from assistant.answering.bounds import out_of_bounds, small_talk
from assistant.answering.citations import cite
from assistant.answering.claims import claim_change, claim_identity, make_claim, note_change
from assistant.answering.comparison import compared, compares, question_for, rank
from assistant.answering.execution import EXECUTION
from assistant.answering.extraction import (
    Scored,
    all_alike,
    answer_values,
    best_of_each_document,
    coverage,
    says_as_much,
    speaks_of_another,
    summarise,
    tighten,
    weigh,
    with_what_is_named,
)
from assistant.answering.features import FEATURES, Asked, DocumentFit, TermWeights, number_of_row, prepare
from assistant.answering.force import with_clause
from assistant.answering.identity import asked_facets, bears_only_its_number, is_about_itself
from assistant.answering.language_model import LanguageModel, open_language_model
from assistant.answering.marks import restore_marks
from assistant.answering.meaning import Meanings
from assistant.answering.naming import is_what_is_named, whole_list
from assistant.answering.offices import asks_for_office_holder, signed_as, with_holders
from assistant.answering.parts import as_follow_up, join_replies, split_question
from assistant.answering.proposal import PROPOSAL
from assistant.answering.query import Renamed, as_of_today, names_agency, reword, understand, without_topic
from assistant.answering.required import name_asked, what_is_lacking
from assistant.answering.requirement import Requirement, is_form
from assistant.answering.roles import with_who_acts
from assistant.answering.scoring import Judge, load_judge
from assistant.answering.selection import (
    Missing,
    Named,
    documents_meant,
    find_missing,
    fit_documents,
    followers,
    is_meant,
    is_of_another_agency,
    issued_by,
    names_province,
    names_what_it_means,
    read_named,
)
from assistant.answering.standing import Change, Standing, asks_as_changed, asks_what_changed_it, asks_whether_it_stands
from assistant.answering.statements import Reading, read_statements
from assistant.answering.suggestions import example_questions, follow_ups
from assistant.answering.times import with_period
from assistant.answering.wording import (
    Finding,
    decline,
    name_document,
    open_comparison,
    reply_to_small_talk,
    say_merged,
    word_abstention,
    word_answer,
    word_clarification,
)
from assistant.errors import ModelError, QuestionError
from assistant.language.vietnamese import SYLLABLE, fold
from assistant.retrieval.embedding import load_word_vectors
from assistant.retrieval.hybrid import Index, passes
from assistant.schema import (
    Abstention,
    Answer,
    Chunk,
    Citation,
    Clarification,
    Document,
    Filters,
    History,
    Hit,
    Query,
    Reply,
)
from assistant.settings import Settings

SEARCHED = 16  # chunks in which the answer is sought
REMEMBERED = 16  # searches
EDGES = 3  # documents whose first and last page's form is looked at besides
MOST_DOCUMENTS = 4  # that one answer is given from; of more it is asked back which is meant
MOST_CHOICES = 6  # that are looked for besides the best
SURE_OF_FORM = 0.85  # measured: how often an answer from the official form is right
LEAST_BESIDE = 0.2  # confidence of an answer that stands beside one that is trusted
LIKE_ENOUGH = 3.0  # less than the best passage's score: of two that are compared, a passage of a like document
CLOSER = 0.25  # more of a follow-up's own words: the passage found without its topic is the one meant
SURE_AT_SECOND_LOOK = 0.45  # confidence of an answer to a question put otherwise
SAID_AT_SECOND_LOOK = 0.4  # of what the question is about, agencies left out, such an answer holds at least so much
SURE_OF_NAME = 0.8  # confidence of what stands under the very name that is asked for
SURE_OF_OFFICE = 0.8  # confidence of who holds an office, where a passage says so
SURE_OF_ROW = 0.9  # how often the row of the task whose number the question gives is right
MOST_ROWS = 8  # of the number asked for
MOST_NOTES = 2  # on what changed a cited document
NOTHING_MISSING = Missing()
_TASK_NUMBER = FEATURES.index("task_number")
_SIGNATURE = FEATURES.index("signature")
_COVERED = FEATURES.index("words_identity")


@dataclass(frozen=True)
class _Found:
    """What was weighed for one question, or for one of the documents that it names."""

    scored: list[Scored]
    confidence: float
    trusted: bool  # is it to be said, or is it better to abstain?
    itself: Document | None = None  # the document whose own form answers
    asked: Asked | None = None  # the question for this document alone, where the whole one compares several
    lacking: Requirement | None = None  # what the question asks for and the best passage has not

    @property
    def document(self) -> Document:
        """The document that answers."""
        return self.itself or self.scored[0].window.reading.document


class Assistant:
    """Answers questions from the documents of an index; may be used by several threads at once."""

    def __init__(
        self,
        index: Index,
        settings: Settings | None = None,
        judge: Judge | None = None,
        language_model: LanguageModel | None = None,
    ) -> None:
        self.index = index
        self.documents = index.documents  # those that may be named, compared and noted
        self.settings = settings or Settings()
        self.weights = TermWeights(index.chunks)
        self._searched = lru_cache(maxsize=REMEMBERED)(index.search)  # what finds no answer is looked at once more
        self._judge = judge
        self._language_model = language_model or open_language_model(self.settings)
        self._readings = _Readings(index, index.documents, {})
        self._about: dict[str, frozenset[str]] = {}

    @cached_property
    def judge(self) -> Judge:
        """The learned judge; raises ModelError when the shipped one cannot be read or was made for other features."""
        judge = self._judge or load_judge()
        if judge.features != FEATURES:
            raise ModelError(f"answering model: expected {len(FEATURES)} features, got {len(judge.features)} others")
        return judge

    @cached_property
    def meanings(self) -> Meanings:
        """The vectors of words by which passages are compared: always of the shipped embedder, as the judge learned."""
        return Meanings(load_word_vectors())

    @cached_property
    def standing(self) -> Standing:
        """Which documents amend, replace or repeal which."""
        return Standing(self.documents.values())

    def read_all(self) -> None:
        """Cut all documents into statements now, so that no question waits for it."""
        for reading in self._readings.values():
            reading.make_now()
        self.meanings.learn(self._readings.values())

    # ------------------------------------------------------------ asking

    def ask(self, question: str, history: History = (), filters: Filters | None = None) -> Reply:
        """The reply to `question`, which may follow up on `history`, from the documents within `filters`.

        Raises QuestionError when the question is empty or longer than settings.max_question_length.
        """
        began = time.perf_counter()
        self._check(question)
        reply = self._within(filters)._reply(question, history, filters)
        if self._language_model and isinstance(reply, Answer):
            reply = self._language_model.word(reply)
        return replace(reply, latency_ms=1000 * (time.perf_counter() - began))

    def _within(self, filters: Filters | None) -> Assistant:
        """This assistant as those see it who ask only some groups: documents of others are not found, named, compared
        or noted. The other filters narrow the search alone: a plan looked at by itself still says what amended it."""
        if filters is None or not filters.groups:
            return self
        seen = copy(self)
        only = Filters(groups=filters.groups)
        seen.documents = {name: document for name, document in self.documents.items() if passes(document, only)}
        seen._readings = self._readings.only(seen.documents)
        seen._about = {}
        seen.__dict__.pop("standing", None)  # what stands is told by the documents that are seen
        return seen

    def _check(self, question: str) -> None:
        if not question.strip():
            raise QuestionError("question: expected words, got none")
        most = self.settings.max_question_length
        if len(question) > most:
            raise QuestionError(
                f"question: expected at most {most} characters, got {len(question)}",
                f"Câu hỏi dài quá {most} ký tự. Vui lòng hỏi ngắn gọn hơn.",
            )

    def _reply(self, question: str, history: History, filters: Filters | None) -> Reply:
        whole = self._reply_to(question, history, filters)
        parts = split_question(question)
        if isinstance(whole, Answer) and compares(whole.query) and len(set(_documents_of(whole))) > 1:
            return whole
        if len(parts) < 2 or isinstance(whole, Clarification) or small_talk(question) or out_of_bounds(question):
            return whole
        if len(asked_facets(whole.query)) > 1:  # the form of one document says both
            return whole
        turns: list[tuple[str, str]] = []
        replies = []
        for part in parts:
            said = as_follow_up(part) if turns else part
            replies.append(self._reply_to(said, [*history, *turns], filters))
            turns.append((part, replies[-1].text))
        return join_replies(whole, replies)

    def _reply_to(self, question: str, history: History, filters: Filters | None) -> Reply:
        """The reply to a question that asks one thing."""
        query = understand(question, history, self.weights.vocabulary, restore_marks)
        if kind := small_talk(question):
            return Answer(query, reply_to_small_talk(kind, query.language), 1.0, ())
        if reason := out_of_bounds(question):
            return Abstention(query, decline(reason, query.language), 1.0)
        today = as_of_today(query)
        if today and not self._speaks_of_old(today, self.documents):
            return self._under_todays_names(today, self._reply_to_query(today.query, history, filters))
        reply = self._reply_to_query(query, history, filters)
        if today and not (isinstance(reply, Answer) and self._speaks_of_old(today, _documents_of(reply))):
            instead = self._reply_to_query(today.query, history, filters)
            return self._under_todays_names(today, instead) if isinstance(instead, Answer) else reply
        return reply

    def _speaks_of_old(self, today: Renamed, documents: Iterable[str]) -> bool:
        """Does any of the documents name the agencies as the question does?"""
        names = [" ".join(SYLLABLE.findall(fold(old))) for old, _ in today.names]
        return any(f" {name} " in self.reading(each).joined for each in documents for name in names)

    def _under_todays_names(self, today: Renamed, reply: Reply) -> Reply:
        """The reply, with who took over the work of the agencies asked for."""
        return replace(reply, text=f"{reply.text}\n{say_merged(today.names, reply.query.language)}")

    def _reply_to_query(self, query: Query, history: History, filters: Filters | None) -> Reply:
        asked, named = prepare(query, self.weights), read_named(query)
        missing = find_missing(query, named, self._readings)
        if missing:
            return self._abstain(query, self._search(query, filters, None), 1.0, missing=missing)
        if changes := self._changes_asked(query, named):
            return self._answer_changes(query, changes)
        if sides := self._compared(query):
            found = [
                replace(self._find(each, read_named(each.query), filters, group), asked=each) for group, each in sides
            ]
            if any(each.trusted for each in found):
                return self._answer(asked, _aligned([each for each in found if each.scored]))
        groups = self._documents_of_before(query, named, history, filters) or self.documents_named(named, filters)
        with_tasks = [document for document in self._within_reach(groups, filters) if document.tasks]
        if assigned := tasks_asked_for(query, with_tasks)[:MOST_DOCUMENTS]:
            return self._answer_assigned(query, assigned)
        if counted := documents_to_count(asked, with_tasks):
            return self._answer_counted(query, counted)
        if len(groups) > MOST_DOCUMENTS:
            return self._ask_back(query, [self.documents[min(group)] for group in groups if group])
        found = [self._find(asked, named, filters, group) for group in groups]
        if own := without_topic(query, self.weights.vocabulary):
            alone = prepare(own, self.weights)
            found = [
                self._closer(alone, each, named, filters, group) for group, each in zip(groups, found, strict=True)
            ]
        if len(found) == 1:
            changed = self._as_changed(asked, named, filters, found[0])
            found = changed or _newest_first([*found, *self._also_fitting(asked, named, filters, found[0])])
        sure = [each for each in found if each.trusted]
        if sure and len(groups) > 1:  # each of several that the question fits answers for itself
            sure = [each for each in found if each.trusted or (each.scored and each.confidence >= LEAST_BESIDE)]
        sure = sure or self._second_look(asked, named, filters, groups)
        if not sure:
            hits = self._search(query, filters, None)
            lacking = next((each.lacking for each in found if each.lacking), None)
            missing = Missing(what=lacking.name if lacking else name_asked(query))
            return self._abstain(query, hits, max((each.confidence for each in found), default=0.0), missing)
        if len(sure) > MOST_DOCUMENTS:
            return self._ask_back(query, [each.document for each in sure])
        return self._answer(asked, sure)

    def example_questions(self, limit: int = 6) -> tuple[str, ...]:
        """Questions that the indexed documents can answer, at most `limit`."""
        return example_questions(list(self.documents.values()), limit)

    def suggestions(self, document_id: str, asked: str = "") -> tuple[str, ...]:
        """What else could be asked about a document; none for an unknown id."""
        document = self.documents.get(document_id)
        return follow_ups(document, asked) if document else ()

    # ------------------------------------------------------------ finding

    def documents_named(self, named: Named, filters: Filters | None) -> list[Collection[str] | None]:
        """The documents to search: each that the question names by number, or those of each province; None: all."""
        meant = self._meant(named)
        if meant and named.asks_of_follower and (acting := followers(named, meant, self._readings.values())):
            return [[document.id for document in acting]]
        if meant and not named.asks_for_successor:
            return [[document.id] for document in meant[:MOST_DOCUMENTS]]
        if issuers := self._issuers_named(named):
            return list(issuers)
        groups = [self._documents_about(province) for province in named.provinces]
        groups = [group for group in groups if group]
        if len(groups) > 1 and not set.intersection(*map(set, groups)):
            return list(groups[:MOST_DOCUMENTS])
        return [frozenset().union(*groups)] if groups else [None]

    def _meant(self, named: Named) -> list[Document]:
        """The documents that the question names by number."""
        return documents_meant(named, self.documents.values())

    def _changes_asked(self, query: Query, named: Named) -> list[Change]:
        """What changed the document that the question names by number, where it asks for that."""
        if not query.numbers or not (asks_what_changed_it(query) or asks_whether_it_stands(query)):
            return []
        if meant := self._meant(named):
            return [change for document in meant for change in self.standing.changes_of(document)]
        return [change for number in query.numbers for change in self.standing.changes_of_number(number)]

    def _compared(self, query: Query) -> list[tuple[Collection[str], Asked]]:
        """The documents of each number, agency, place or year that a question compares, each with the question for it
        alone."""
        if not compares(query):
            return []
        question = query.whole or query.question
        mentions = compared(question, self.documents.values())
        alone = [question_for(question, mentions, place) for place in range(len(mentions))]
        queries = [understand(each, (), self.weights.vocabulary, restore_marks) for each in alone]
        return [
            (mention.documents, prepare(replace(each, language=query.language), self.weights))
            for mention, each in zip(mentions, queries, strict=True)
        ]

    def _documents_of_before(
        self, query: Query, named: Named, history: History, filters: Filters | None
    ) -> list[Collection[str] | None]:
        """The document that the question before was about, for a follow-up that names none itself; else none."""
        if not query.rewritten or names_what_it_means(query.question) or names_agency(query):
            return []
        before = f"{query.whole} {history[-1][1]}"
        if meant := self._meant(named):
            return [[document.id] for document in meant[:MOST_DOCUMENTS]]
        hits = self.index.search(before, limit=SEARCHED, filters=filters)
        names = (hit.chunk.document_id for hit in hits if self._has_task(hit.chunk.document_id, query.row))
        name = next(names, None)
        return [[name]] if name else []

    def _has_task(self, document_id: str, number: int | None) -> bool:
        """Has the document a task of this number? Any has where none is asked for."""
        return number is None or any(task.number == number for task in self.documents[document_id].tasks)

    def _issuers_named(self, named: Named) -> list[frozenset[str]]:
        """The documents of each issuer, where the question names an agency that several provinces have, but no
        province; newest first; none where only one has it."""
        if named.provinces or not named.units:
            return []
        issued: dict[str, list[Document]] = {}
        for document in self.documents.values():
            issuer = document.metadata.issuer
            if issuer and any(fold(issuer).startswith(unit) for unit in named.units if unit.startswith("so ")):
                issued.setdefault(issuer, []).append(document)
        newest = sorted(issued.values(), key=lambda each: max(d.metadata.issued_on or "" for d in each), reverse=True)
        return [frozenset(document.id for document in each) for each in newest] if len(newest) > 1 else []

    def _documents_about(self, province: str) -> frozenset[str]:
        """The documents of a province, or that name it."""
        if province not in self._about:
            self._about[province] = frozenset(
                name for name, reading in self._readings.items() if names_province(reading, province)
            )
        return self._about[province]

    def _search(self, query: Query, filters: Filters | None, documents: Collection[str] | None) -> list[Hit]:
        within = None if documents is None else frozenset(documents)
        return self._searched(query.text, limit=SEARCHED, filters=filters, documents=within, query=query)

    def gather(
        self, query: Query, filters: Filters | None = None, documents: Collection[str] | None = None
    ) -> list[Hit]:
        """The chunks to seek the answer in: the best found, and the official form of the nearest documents."""
        hits = self._search(query, filters, documents)
        nearest = list(dict.fromkeys(hit.chunk.document_id for hit in hits))[:EDGES]
        known = {hit.chunk.id for hit in hits}
        edges = [
            chunk for name in nearest for chunk in self.index.chunks_of(name) if chunk.kind in ("head", "signature")
        ]
        rows = self._rows_asked(query, dict.fromkeys(hit.chunk.document_id for hit in hits))
        rows = rows or self._rows_asked(query, self.documents if documents is None else documents)
        return [*hits, *(Hit(chunk, 0.0) for chunk in [*edges, *rows] if chunk.id not in known)]

    def _rows_asked(self, query: Query, documents: Iterable[str]) -> list[Chunk]:
        """The rows of tasks of the number that the question gives, in the order of `documents`."""
        if query.row is None:
            return []
        numbered: dict[str, list[Chunk]] = {}
        for place in dict.fromkeys(self.index.lookup.rows_numbered(query.row).tolist()):
            chunk = self.index.chunks[place]
            numbered.setdefault(chunk.document_id, []).append(chunk)
        return [chunk for name in documents for chunk in numbered.get(name, ())][:MOST_ROWS]

    def _find(self, asked: Asked, named: Named, filters: Filters | None, documents: Collection[str] | None) -> _Found:
        """The best passages for a question, and whether they answer it: told by their form, or by the learned judge."""
        hits = self.gather(asked.query, filters, documents)
        readings, fits = self.readings_of(asked, named, hits)
        weighed = weigh(asked, hits, readings, fits, self.judge.passage, self.meanings)
        scored = [
            each
            for each in weighed
            if not is_of_another_agency(asked.query, each.window) and not bears_only_its_number(asked, each.window)
        ]
        if not scored:
            return _Found([], 0.0, False)
        return self._told_by_form(asked, named, scored, hits) or self._judged(asked, scored, weighed[0])

    def _told_by_form(self, asked: Asked, named: Named, scored: list[Scored], hits: Sequence[Hit]) -> _Found | None:
        """What the official form, a row asked for by its number or a clause of fixed wording says to the question; None
        where it asks for nothing of that sort."""
        nearest = self.documents[hits[0].chunk.document_id]
        if self._asks_who_signed_another(asked, named, nearest):
            return _Found(scored, 0.0, False)
        if clause := PROPOSAL.find(asked, scored) or EXECUTION.find(asked, scored):
            return _Found([clause, *scored], SURE_OF_FORM, True)
        if self._says_facets(asked, nearest):
            return _Found(scored, SURE_OF_FORM, True, nearest)
        signed = scored[0].window.reading.document
        if signed.metadata.signer and "signer" in asked_facets(asked.query) and scored[0].features[_SIGNATURE] > 0:
            return _Found(scored, SURE_OF_FORM, True, signed)
        if scored[0].features[_TASK_NUMBER] > 0:
            return _Found(scored, SURE_OF_ROW, True)
        if clause := with_clause(asked, scored):
            return _Found([clause, *scored], SURE_OF_FORM, True)
        return self._holder(asked, scored, hits) if asks_for_office_holder(asked.query) else None

    def _judged(self, asked: Asked, scored: list[Scored], first: Scored) -> _Found:
        """What the best passage says, if it holds what the question asks for and can be trusted; `first` is the best of
        all, those of other agencies too."""
        scored = with_what_is_named(asked, scored)
        lacking = what_is_lacking(asked, scored[0].window)
        if lacking and is_form(scored[0].window) and (period := with_period(asked, scored)):
            return _Found([period, *scored], SURE_OF_FORM, True)
        if lacking and is_form(scored[0].window):  # what is asked for may stand in the text
            scored = sorted(scored, key=lambda each: is_form(each.window))
            lacking = what_is_lacking(asked, scored[0].window)
        trust = self.judge.trust(summarise(scored))
        confidence = self.judge.confidence(trust)
        if lacking or self._is_foreign(asked.query, first) or speaks_of_another(asked, scored, trust):
            return _Found(scored, 0.0, False, lacking=lacking)
        if is_what_is_named(asked, scored[0].window) or whole_list(asked, scored[0].window):
            return _Found(scored, max(confidence, SURE_OF_NAME), True)
        chosen = self.settings.answer_threshold
        trusted = trust >= self.judge.threshold if chosen is None else confidence >= chosen
        return _Found(with_who_acts(asked, scored), confidence, trusted)

    def _holder(self, asked: Asked, scored: list[Scored], hits: Sequence[Hit]) -> _Found:
        """Who holds the office asked for, from a passage that says so or from who signed as its holder; nobody else."""
        near = dict.fromkeys(hit.chunk.document_id for hit in hits)
        if signed := signed_as(asked, (self.documents[name] for name in near)):
            return _Found(scored, SURE_OF_OFFICE, True, signed)
        holding = with_holders(asked, scored)
        return _Found([*holding[:1], *scored], SURE_OF_OFFICE if holding else 0.0, bool(holding))

    def _closer(
        self, alone: Asked, found: _Found, named: Named, filters: Filters | None, documents: Collection[str] | None
    ) -> _Found:
        """Of what a follow-up found with its topic and without, the one that is surer about what it asks itself."""
        if found.itself or not found.scored:
            return found
        said = coverage(alone, found.scored[0])
        if found.trusted and said + CLOSER >= 1:  # nothing holds so much more
            return found
        other = self._find(alone, named, filters, documents)
        if not other.trusted or other.itself or (alone.values and not answer_values(alone, other.scored[0].window)):
            return found
        gained = coverage(alone, other.scored[0]) - said
        return other if gained > CLOSER or (not found.trusted and gained >= 0) else found

    def _as_changed(self, asked: Asked, named: Named, filters: Filters | None, found: _Found) -> list[_Found]:
        """What holds now: the answer of the document that replaced the one found, unless the question names this one
        or its year; and of those that amended it, where the question asks what holds since then."""
        if not found.scored or found.itself:
            return []
        changes = self.standing.changes_of(found.document)
        amended = asks_as_changed(asked.query)
        old = bool(named.numbers) or found.document.metadata.year in named.years
        changers = {c.by.id for c in changes if (amended and c.kind == "amends") or (not old and c.kind != "amends")}
        if not changers:
            return []
        changed = self._find(asked, replace(named, numbers=frozenset()), filters, changers)
        return [changed] if changed.trusted else []

    def _is_foreign(self, query: Query, best: Scored) -> bool:
        """Does another department's document come first, while the one that the question names has none at all?"""
        if not is_of_another_agency(query, best.window):
            return False
        documents = self.documents.values()
        return not any(issued_by(document, unit) for unit in query.units for document in documents)

    def _asks_who_signed_another(self, asked: Asked, named: Named, nearest: Document) -> bool:
        """Does the question ask who signed a document of a number that the nearest one only mentions?"""
        another = bool(named.numbers) and not (named.asks_of_follower or named.asks_for_successor)
        return another and not is_meant(named, nearest) and "signer" in asked_facets(asked.query)

    def _says_facets(self, asked: Asked, document: Document) -> bool:
        """Does the form of the document answer, which is no other department's than the one named?"""
        facets = asked_facets(asked.query)
        named = [fold(unit) for unit in asked.query.units if unit.startswith("Sở ")]
        issuer = fold(document.metadata.issuer or "")
        foreign = bool(named) and issuer.startswith("so ") and not any(issuer.startswith(unit) for unit in named)
        return bool(facets) and not foreign and is_about_itself(asked, document)

    def _also_fitting(self, asked: Asked, named: Named, filters: Filters | None, found: _Found) -> list[_Found]:
        """What other documents that the question fits as well say, each for itself."""
        if not found.trusted or named.numbers or asks_for_office_holder(asked.query):
            return []
        best = next(each for each in found.scored if each.window.reading.document is found.document)
        fitting: list[_Found] = []
        for each in all_alike(best, best_of_each_document(found.scored))[:MOST_CHOICES]:
            alone = self._find(asked, named, filters, [each.window.reading.document.id])
            if alone.trusted and (said := says_as_much(best, each, alone.scored[0])):
                fitting.append(replace(alone, scored=[said, *alone.scored]))
        return fitting

    def _second_look(
        self, asked: Asked, named: Named, filters: Filters | None, groups: Sequence[Collection[str] | None]
    ) -> list[_Found]:
        """What is found for a question of which nothing sure was found: in official words, and among the documents of
        the agency that it names; it has to be surer than at first sight."""
        own = [frozenset(d.id for d in self.documents.values() if issued_by(d, unit)) for unit in asked.query.units]
        own = [place for place in own if place and place not in groups]
        official = reword(asked.query, self.weights.vocabulary)
        again: list[tuple[Asked, Collection[str] | None]] = [(asked, place) for place in own[:3]]
        if official:
            reworded = prepare(official, self.weights)
            again += [(reworded, place) for place in [*own, *groups][:3]]
        for each, place in again:
            found = self._find(each, named, filters, place)
            if not found.trusted or found.confidence < SURE_AT_SECOND_LOOK:
                continue
            if found.itself or coverage(each, found.scored[0]) >= SAID_AT_SECOND_LOOK:
                return _newest_first([found, *self._also_fitting(each, named, filters, found)])
        return []

    def reading(self, document_id: str) -> Reading:
        """A document cut into statements; raises KeyError for an unknown id."""
        return self._readings[document_id]

    def readings_of(
        self, asked: Asked, named: Named, hits: Sequence[Hit]
    ) -> tuple[dict[str, Reading], dict[str, DocumentFit]]:
        """The documents of `hits` cut into statements, and how each fits what the question names."""
        readings = {hit.chunk.document_id: self._readings[hit.chunk.document_id] for hit in hits}
        return readings, fit_documents(asked, named, readings.values())

    # ------------------------------------------------------------ replying

    def _answer(self, asked: Asked, found: Sequence[_Found]) -> Answer:
        findings: list[Finding] = []
        citations: list[Citation] = []
        for each in found:
            marker, own = len(citations) + 1, each.asked or asked
            if each.itself:
                chunks = self.index.chunks_of(each.itself.id)
                claim, cited = claim_identity(own.query, each.itself, chunks, marker)
            else:
                claim, cited = make_claim(own, tighten(own, each.scored, brief=len(found) > 1), marker)
            findings.append(Finding(each.document, (claim,)))
            citations += cited
        notes, noted = self._note_changes(asked.query, found, len(citations) + 1)
        opening = None
        if any(each.asked for each in found):
            ranked = rank(asked.query, [finding.claims[0].value for finding in findings])
            opening = open_comparison(asked.query, findings, ranked)
        text = "\n".join([word_answer(asked.query, findings, opening), *notes])
        suggestions = self.suggestions(citations[0].document_id, asked.query.question)
        confidence = min(each.confidence for each in found)
        return Answer(asked.query, text, confidence, (*citations, *noted), suggestions)

    def _note_changes(self, query: Query, found: Sequence[_Found], marker: int) -> tuple[list[str], list[Citation]]:
        """A sentence for each document of the index that amends, replaces or repeals one that is cited."""
        said = {each.document.id for each in found}
        notes: list[str] = []
        citations: list[Citation] = []
        for each in found:
            for change in self.standing.changes_of(each.document):
                if change.by.id not in said and len(notes) < MOST_NOTES:
                    said.add(change.by.id)
                    row = None if each.itself else number_of_row(each.scored[0].window)
                    note, cited = note_change(query, change, self.reading(change.by.id), row, marker + len(citations))
                    notes.append(note)
                    citations.append(cited)
        return notes, citations

    def _within_reach(self, groups: Sequence[Collection[str] | None], filters: Filters | None) -> Iterator[Document]:
        """The documents that the question means, or all, within `filters`."""
        meant = set().union(*(group for group in groups if group))
        for name, document in self.documents.items():
            if (not meant or name in meant) and (filters is None or passes(document, filters)):
                yield document

    def _answer_assigned(self, query: Query, assigned: Sequence[Assigned]) -> Answer:
        texts: list[str] = []
        citations: list[Citation] = []
        for each in assigned:
            text, cited = say_assigned(query, each, len(citations) + 1, alone=len(assigned) == 1)
            texts.append(text)
            citations += cited
        named = [_Found([], SURE_OF_ROW, True, each.document) for each in assigned]
        notes, noted = self._note_changes(query, named, len(citations) + 1)
        return Answer(query, "\n".join([*texts, *notes]), SURE_OF_ROW, (*citations, *noted))

    def _answer_counted(self, query: Query, documents: Sequence[Document]) -> Reply:
        """How many tasks each document has; of too many documents it is asked back which is meant."""
        if len(documents) > MOST_DOCUMENTS:
            return self._ask_back(query, documents)
        said = [say_count(query, document, marker) for marker, document in enumerate(documents, 1)]
        text = "\n".join(text for text, _ in said)
        return Answer(query, text[:1].upper() + text[1:], SURE_OF_ROW, tuple(citation for _, citation in said))

    def _answer_changes(self, query: Query, changes: Sequence[Change]) -> Answer:
        """Which documents changed the one that the question names, and so whether it still stands."""
        stands = asks_whether_it_stands(query)
        claims = [
            claim_change(query, change, marker, stands) for marker, change in enumerate(changes[:MOST_DOCUMENTS], 1)
        ]
        findings = [Finding(change.by, (claim,)) for change, (claim, _) in zip(changes, claims, strict=False)]
        text = "\n".join(word_answer(query, [finding]) for finding in findings)
        return Answer(query, text, SURE_OF_FORM, tuple(cited for _, cited in claims))

    def _ask_back(self, query: Query, documents: Sequence[Document]) -> Clarification:
        """Which of the issuers is meant? Or which document, where one agency issued several of them."""
        issuers = {document.metadata.issuer for document in documents}
        if len(issuers) == len(documents) and None not in issuers:
            choices = tuple(sorted(issuer for issuer in issuers if issuer))
            return Clarification(query, word_clarification(query, choices), choices)
        choices = tuple(dict.fromkeys(name_document(document, query.language) for document in documents))
        return Clarification(query, word_clarification(query, choices, documents=True), choices)

    def _abstain(
        self, query: Query, hits: Sequence[Hit], confidence: float, missing: Missing = NOTHING_MISSING
    ) -> Abstention:
        nearest = [self.documents[name] for name in dict.fromkeys(hit.chunk.document_id for hit in hits)]
        citations = tuple(
            cite(
                self.documents[hit.chunk.document_id],
                marker,
                hit.chunk.start,
                hit.chunk.end,
                (),
                hit.chunk.headings,
            )
            for marker, hit in enumerate(hits[:3], start=1)
        )
        suggestions = self.suggestions(nearest[0].id, query.question) if nearest else ()
        text = word_abstention(query, missing, nearest[:1], suggestions)
        return Abstention(query, text, confidence, citations, suggestions=suggestions)


def _documents_of(answer: Answer) -> list[str]:
    return [citation.document_id for citation in answer.citations]


def _newest_first(found: Sequence[_Found]) -> list[_Found]:
    """Several answers, that of the newest document first; the best one where another says less of what is asked."""
    best, *others = found
    newest = sorted(found, key=lambda each: each.document.metadata.issued_on or "", reverse=True)
    if any(each.scored[0].features[_COVERED] < best.scored[0].features[_COVERED] for each in others):
        return [best, *(each for each in newest if each is not best)]
    return newest


def _aligned(found: Sequence[_Found]) -> list[_Found]:
    """Of each agency or year compared, the document that is like the surest one: plan beside plan."""
    surest = max(found, key=lambda each: each.confidence)
    aligned = []
    for each in found:
        like = next((one for one in best_of_each_document(each.scored) if _is_like(surest, one, each)), None)
        chosen = each if each is surest or like is None else replace(each, scored=[like, *each.scored])
        aligned.append(chosen)
    return aligned


def _is_like(surest: _Found, one: Scored, found: _Found) -> bool:
    kinds = (surest.document.metadata.kind, one.window.reading.document.metadata.kind)
    return one.score >= found.scored[0].score - LIKE_ENOUGH and kinds[0] == kinds[1]


class _Readings(Mapping[str, Reading]):
    """The documents cut into statements, each when it is first needed."""

    def __init__(self, index: Index, documents: Mapping[str, Document], made: dict[str, Reading]) -> None:
        self._index = index
        self._documents = documents
        self._made = made

    def only(self, documents: Mapping[str, Document]) -> _Readings:
        """Those of `documents` alone; none is made twice."""
        return _Readings(self._index, documents, self._made)

    def __getitem__(self, document_id: str) -> Reading:
        # Two threads may both make the same reading; they are equal, and the last one stays.
        if document_id not in self._made:
            chunks = self._index.chunks_of(document_id)
            rows = sorted({(chunk.start, chunk.end) for chunk in chunks if chunk.kind == "row"})
            self._made[document_id] = read_statements(self._documents[document_id], rows)
        return self._made[document_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._documents)

    def __len__(self) -> int:
        return len(self._documents)
