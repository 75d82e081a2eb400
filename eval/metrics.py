"""Turn verdicts into figures: accuracy, citations, abstention, calibration, speed, by group."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean
from typing import Any

from eval.facts import states
from eval.judge import Verdict

GROUPS: dict[str, Callable[[Verdict], str]] = {
    "category": lambda verdict: verdict.question.category,
    "language": lambda verdict: verdict.question.language,
    "style": lambda verdict: verdict.question.style,
    "difficulty": lambda verdict: verdict.question.difficulty,
}


@dataclass(frozen=True)
class Share:
    """So many of so many; `share` is None of none."""

    count: int
    of: int

    @property
    def share(self) -> float | None:
        """count / of."""
        return self.count / self.of if self.of else None

    def interval(self, z: float = 1.96) -> tuple[float, float]:
        """Wilson's score interval, 95 % (E. B. Wilson, JASA 22, 1927)."""
        if not self.of:
            return 0.0, 1.0
        n, p = self.of, self.count / self.of
        middle, scale = p + z * z / (2 * n), 1 + z * z / n
        half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


@dataclass(frozen=True)
class Bin:
    """Answers of like confidence, and how many of them are right."""

    low: float
    high: float
    count: int
    confidence: float  # mean
    accuracy: float


@dataclass(frozen=True)
class Figures:
    """What is measured over a set of verdicts."""

    accuracy: Share
    answerable: Share  # right among questions that the documents answer
    unanswerable: Share  # rightly declined among those that they do not
    grounded: Share  # right, and the evidence is cited
    citation_hit: Share  # evidence cited, among answers given to answerable questions
    citation_hit_when_right: Share
    quote_fidelity: Share  # quotes that stand word for word in the file
    abstention_precision: Share  # declined, and rightly
    false_refusals: Share  # declined although the documents answer
    traps: Share  # wrong answers that state the value of a similar passage
    latency_p50: float | None
    latency_p95: float | None

    @property
    def abstention_recall(self) -> Share:
        """Of the unanswerable questions, how many are declined: the same count as `unanswerable`."""
        return self.unanswerable


@dataclass(frozen=True)
class Summary:
    """All figures of a run."""

    overall: Figures
    groups: dict[str, dict[str, Figures]]
    reasons: dict[str, int]
    bins: list[Bin]
    calibration_error: float | None
    risk_coverage: list[tuple[float, float]]  # (share of questions answered, share of those answers that are wrong)
    risk_area: float | None


def summarise(verdicts: Sequence[Verdict]) -> Summary:
    """The figures over all verdicts and over each group."""
    groups: dict[str, dict[str, Figures]] = {}
    for name, key in GROUPS.items():
        sizes = Counter(map(key, verdicts))
        groups[name] = {value: measure([v for v in verdicts if key(v) == value]) for value, _ in sizes.most_common()}
    bins = confidence_bins(verdicts)
    curve = risk_coverage(verdicts)
    return Summary(
        overall=measure(verdicts),
        groups=groups,
        reasons=dict(Counter(verdict.reason for verdict in verdicts if not verdict.right).most_common()),
        bins=bins,
        calibration_error=calibration_error(bins),
        risk_coverage=curve,
        risk_area=fmean(risk for _, risk in curve) if curve else None,
    )


def measure(verdicts: Sequence[Verdict]) -> Figures:
    """The figures over `verdicts`."""
    answerable = [verdict for verdict in verdicts if verdict.question.answerable]
    unanswerable = [verdict for verdict in verdicts if not verdict.question.answerable]
    answered = [verdict for verdict in answerable if verdict.answered]
    right = [verdict for verdict in answered if verdict.right]
    checked = [verdict for verdict in verdicts if verdict.quotes_verbatim is not None]
    times = [verdict.answer.latency_ms for verdict in verdicts if verdict.answer.latency_ms is not None]
    return Figures(
        accuracy=_share(verdicts, lambda verdict: verdict.right),
        answerable=_share(answerable, lambda verdict: verdict.right),
        unanswerable=_share(unanswerable, lambda verdict: verdict.right),
        grounded=_share(verdicts, lambda verdict: verdict.grounded),
        citation_hit=_share(answered, lambda verdict: verdict.citation_hit),
        citation_hit_when_right=_share(right, lambda verdict: verdict.citation_hit),
        quote_fidelity=Share(sum(v.quotes_verbatim or 0 for v in checked), sum(v.quotes for v in checked)),
        abstention_precision=_share([v for v in verdicts if v.abstained], lambda v: v.right),
        false_refusals=_share(answerable, lambda verdict: verdict.false_refusal),
        traps=_share([v for v in verdicts if v.question.traps], states_trap),
        latency_p50=quantile(times, 0.5),
        latency_p95=quantile(times, 0.95),
    )


def states_trap(verdict: Verdict) -> bool:
    """Is a wrong answer the value of a similar but wrong passage?"""
    return not verdict.right and any(states(verdict.answer.text, (trap,)) for trap in verdict.question.traps)


def _share(verdicts: Sequence[Verdict], counts: Callable[[Verdict], bool]) -> Share:
    return Share(sum(map(counts, verdicts)), len(verdicts))


def quantile(values: Sequence[float], share: float) -> float | None:
    """The value below which `share` of `values` lie, between two of them by straight line."""
    if not values:
        return None
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


# ---------------------------------------------------------------- is the confidence worth its name?


def confidence_bins(verdicts: Sequence[Verdict], count: int = 10) -> list[Bin]:
    """Answers given, in `count` equally wide bins of confidence; empty bins are left out."""
    given = _given(verdicts)
    bins = []
    for number in range(count):
        low, high = number / count, (number + 1) / count
        inside = [(c, right) for c, right in given if low <= c < high or (number == count - 1 and c >= high)]
        if inside:
            confidence, accuracy = fmean(c for c, _ in inside), fmean(right for _, right in inside)
            bins.append(Bin(low, high, len(inside), confidence, accuracy))
    return bins


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """Expected calibration error: the mean gap between confidence and accuracy (Naeini et al., AAAI 2015)."""
    total = sum(each.count for each in bins)
    return sum(each.count * abs(each.accuracy - each.confidence) for each in bins) / total if total else None


def risk_coverage(verdicts: Sequence[Verdict]) -> list[tuple[float, float]]:
    """As the threshold falls: the share of questions answered, and the share of wrong ones among the answers.

    El-Yaniv and Wiener, JMLR 11, 2010.
    """
    curve, wrong = [], 0
    for number, (_, right) in enumerate(sorted(_given(verdicts), key=lambda given: -given[0]), start=1):
        wrong += not right
        curve.append((number / len(verdicts), wrong / number))
    return curve


def _given(verdicts: Sequence[Verdict]) -> list[tuple[float, bool]]:
    return [
        (verdict.answer.confidence, verdict.right)
        for verdict in verdicts
        if verdict.answered and verdict.answer.confidence is not None
    ]


# ---------------------------------------------------------------- as JSON


def figures_record(figures: Figures) -> dict[str, Any]:
    """Figures as JSON: each share as its value, count, total and interval."""
    record: dict[str, Any] = {}
    for name, value in vars(figures).items():
        if isinstance(value, Share):
            interval = [round(bound, 4) for bound in value.interval()]
            record[name] = {"share": value.share, "count": value.count, "of": value.of, "interval": interval}
        else:
            record[name] = value
    return record


def summary_record(summary: Summary, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """A run as JSON: the figures and each verdict."""
    return {
        "overall": figures_record(summary.overall),
        "groups": {
            name: {value: figures_record(figures) for value, figures in group.items()}
            for name, group in summary.groups.items()
        },
        "wrong_by_reason": summary.reasons,
        "calibration_error": summary.calibration_error,
        "bins": [asdict(each) for each in summary.bins],
        "risk_coverage": [list(point) for point in summary.risk_coverage],
        "risk_area": summary.risk_area,
        "questions": [
            {
                "id": verdict.question.id,
                "reason": verdict.reason,
                "right": verdict.right,
                "grounded": verdict.grounded,
                "abstained": verdict.abstained,
                "citation_hit": verdict.citation_hit,
                "quotes": verdict.quotes,
                "quotes_verbatim": verdict.quotes_verbatim,
                "confidence": verdict.answer.confidence,
                "latency_ms": verdict.answer.latency_ms,
            }
            for verdict in verdicts
        ],
    }
