"""Figures over verdicts, by hand arithmetic."""

from __future__ import annotations

import pytest

from eval.judge import Verdict
from eval.metrics import Share, calibration_error, confidence_bins, measure, quantile, risk_coverage, summarise
from eval.records import GivenAnswer, Question


def verdict(
    reason: str, confidence: float = 0.5, answerable: bool = True, hit: bool = False, ms: float = 10
) -> Verdict:
    question = Question("q", "?", category="deadline", facts=(("1",),) if answerable else ())
    abstained = reason == "false refusal" or (not answerable and reason == "right")
    status = "abstained" if abstained else "answered"
    answer = GivenAnswer("q", status, confidence=confidence, latency_ms=ms)
    return Verdict(question, answer, reason, abstained=abstained, citation_hit=hit, quotes=2, quotes_verbatim=1)  # type: ignore[arg-type]


SIX = [
    verdict("right", 0.9, hit=True, ms=10),
    verdict("right", 0.8, hit=False, ms=20),
    verdict("facts missing", 0.7, ms=30),
    verdict("false refusal", 0.2, ms=40),
    verdict("right", 0.1, answerable=False, ms=50),
    verdict("answered the unanswerable", 0.6, answerable=False, ms=60),
]


def test_each_figure_counts_what_its_name_says() -> None:
    figures = measure(SIX)
    assert figures.accuracy == Share(3, 6)
    assert figures.answerable == Share(2, 4)
    assert figures.unanswerable == figures.abstention_recall == Share(1, 2)
    assert figures.grounded == Share(2, 6)  # the cited right answer and the right refusal
    assert figures.citation_hit == Share(1, 3)
    assert figures.citation_hit_when_right == Share(1, 2)
    assert figures.abstention_precision == Share(1, 2)
    assert figures.false_refusals == Share(1, 4)
    assert figures.quote_fidelity == Share(6, 12)


def test_latency_is_taken_between_two_values_by_straight_line() -> None:
    assert measure(SIX).latency_p50 == 35
    assert quantile([10, 20, 30, 40, 50, 60], 0.95) == pytest.approx(57.5)
    assert quantile([], 0.5) is None


def test_wilsons_interval_is_as_printed_in_textbooks() -> None:
    low, high = Share(8, 10).interval()
    assert low == pytest.approx(0.490, abs=0.001)
    assert high == pytest.approx(0.943, abs=0.001)
    assert Share(0, 0).share is None


def test_calibration_error_is_the_weighted_gap_between_confidence_and_accuracy() -> None:
    # two answers of 0.9, one right: gap 0.4; two of 0.4, none right: gap 0.4
    given = [verdict("right", 0.9), verdict("facts missing", 0.9), *[verdict("facts missing", 0.4)] * 2]
    bins = confidence_bins(given)
    assert [(each.count, each.accuracy) for each in bins] == [(2, 0.0), (2, 0.5)]
    assert calibration_error(bins) == pytest.approx(0.4)
    assert calibration_error([]) is None


def test_full_confidence_falls_into_the_last_bin() -> None:
    assert [(each.low, each.count) for each in confidence_bins([verdict("right", 1.0)])] == [(0.9, 1)]


def test_risk_rises_as_less_sure_answers_are_given() -> None:
    curve = risk_coverage(SIX)
    assert curve == [(1 / 6, 0.0), (2 / 6, 0.0), (3 / 6, 1 / 3), (4 / 6, 2 / 4)]


def test_refusals_do_not_count_as_given_answers() -> None:
    assert risk_coverage([verdict("false refusal"), verdict("right", answerable=False)]) == []


def test_a_summary_names_why_answers_are_wrong() -> None:
    assert summarise(SIX).reasons == {"facts missing": 1, "false refusal": 1, "answered the unanswerable": 1}
    assert summarise(SIX).groups["category"]["deadline"].accuracy == Share(3, 6)


def test_no_question_at_all_gives_empty_figures() -> None:
    assert summarise([]).overall.accuracy.share is None
