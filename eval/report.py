"""Show a run: a table on the terminal, JSON for programs, one HTML page that needs nothing from outside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path
from string import Template

from rich.console import Console
from rich.table import Table

from eval import plots
from eval.judge import Verdict
from eval.metrics import Figures, Share, Summary, summary_record

MEASURES: list[tuple[str, str, str]] = [
    ("accuracy", "Right", "all facts stated and nothing against them, or rightly declined"),
    ("grounded", "Right and grounded", "right, and a cited passage is the evidence"),
    ("answerable", "Right, answerable", "questions that the documents answer"),
    ("unanswerable", "Declined, unanswerable", "questions that they do not answer (abstention recall)"),
    ("citation_hit", "Citation hit", "answers to answerable questions that cite the evidence"),
    ("citation_hit_when_right", "Citation hit when right", "the same, of right answers"),
    ("quote_fidelity", "Quotes verbatim", "quotes that stand word for word in the file"),
    ("abstention_precision", "Abstention precision", "declined, and rightly"),
    ("false_refusals", "False refusals", "declined although the documents answer"),
    ("traps", "Trapped", "wrong with the value of a similar passage"),
]


def percent(share: Share) -> str:
    """A share for a person; a dash of none."""
    return "–" if share.share is None else f"{share.share:.1%}"


def milliseconds(value: float | None) -> str:
    """A time for a person."""
    return "–" if value is None else f"{value:.0f} ms"


# ---------------------------------------------------------------- terminal


def print_summary(summary: Summary, console: Console) -> None:
    """The figures as tables on the terminal."""
    overall = summary.overall
    table = Table(title=f"{overall.accuracy.of} questions", title_justify="left")
    for name in ("", "share", "count", "95 %"):
        table.add_column(name, justify="left" if not name else "right")
    for field, name, _ in MEASURES:
        share: Share = getattr(overall, field)
        low, high = share.interval()
        table.add_row(name, percent(share), f"{share.count}/{share.of}", f"{low:.0%}–{high:.0%}" if share.of else "")
    table.add_section()
    table.add_row("Latency, median", milliseconds(overall.latency_p50))
    table.add_row("Latency, 95th percentile", milliseconds(overall.latency_p95))
    if summary.calibration_error is not None:
        table.add_row("Calibration error (ECE)", f"{summary.calibration_error:.3f}")
    if summary.risk_area is not None:
        table.add_row("Mean risk over coverage", f"{summary.risk_area:.3f}")
    console.print(table)
    console.print(_group_table(summary))
    if summary.reasons:
        console.print("Wrong: " + ", ".join(f"{reason} {count}" for reason, count in summary.reasons.items()))


def _group_table(summary: Summary) -> Table:
    table = Table(title="By group", title_justify="left")
    for name in ("", "n", "right", "grounded", "citation hit", "false refusals"):
        table.add_column(name, justify="left" if not name else "right")
    for group, values in summary.groups.items():
        table.add_section()
        table.add_row(f"[bold]{group}")
        for value, figures in values.items():
            table.add_row(f"  {value}", str(figures.accuracy.of), *map(percent, _columns(figures)))
    return table


def _columns(figures: Figures) -> tuple[Share, ...]:
    return figures.accuracy, figures.grounded, figures.citation_hit, figures.false_refusals


def print_wrong(verdicts: Sequence[Verdict], console: Console, most: int) -> None:
    """The first `most` wrong answers, each with what was wanted."""
    for verdict in [verdict for verdict in verdicts if not verdict.right][:most]:
        question = verdict.question
        wanted = "; ".join(fact[0] for fact in question.facts) or "(decline)"
        console.print(f"\n{question.id} [{verdict.reason}] {question.question}", markup=False, highlight=False)
        console.print(f"  wanted: {wanted}", markup=False, highlight=False)
        console.print(f"  got:    {' '.join(verdict.answer.text.split())[:300]}", markup=False, highlight=False)


# ---------------------------------------------------------------- files


def write_report(summary: Summary, verdicts: Sequence[Verdict], folder: Path, title: str) -> Path:
    """Write `report.json` and `report.html` into `folder`; the page is returned."""
    folder.mkdir(parents=True, exist_ok=True)
    record = json.dumps(summary_record(summary, verdicts), ensure_ascii=False, indent=1)
    (folder / "report.json").write_text(record + "\n", encoding="utf-8")
    page = folder / "report.html"
    page.write_text(render_page(summary, verdicts, title), encoding="utf-8")
    return page


def render_page(summary: Summary, verdicts: Sequence[Verdict], title: str) -> str:
    """The whole report as one HTML page."""
    times = [verdict.answer.latency_ms for verdict in verdicts if verdict.answer.latency_ms is not None]
    reasons = [(reason, Share(count, len(verdicts))) for reason, count in summary.reasons.items()]
    by_group = {name: plots.group_bars(values, f"Right answers by {name}") for name, values in summary.groups.items()}
    narrow = [_figure(f"By {name}", by_group[name]) for name in ("language", "style", "difficulty")]
    narrow.append(_figure("Why answers are wrong", plots.bars(reasons, "Reasons", whiskers=False) if reasons else ""))
    figures = [
        _figure("By category", by_group["category"]),
        f"<div>{''.join(narrow)}</div>",
        _figure(
            _with_value("Is the confidence worth its name?", "ECE", summary.calibration_error), _reliability(summary)
        ),
        _figure(_with_value("Risk and coverage", "mean risk", summary.risk_area), _risk(summary)),
        _figure("Time to answer", plots.histogram(times, "Time to answer")),
    ]
    return Template((Path(__file__).with_name("report.html")).read_text(encoding="utf-8")).substitute(
        title=escape(title),
        tiles=_tiles(summary),
        figures="\n".join(filter(None, figures)),
        groups=_group_rows(summary),
        total=len(verdicts),
        wrong=sum(not verdict.right for verdict in verdicts),
        rows="\n".join(map(_question_row, verdicts)),
    )


def _with_value(name: str, measure: str, value: float | None) -> str:
    return name if value is None else f"{name} ({measure} {value:.3f})"


def _reliability(summary: Summary) -> str:
    return plots.reliability(summary.bins) if summary.bins else ""


def _risk(summary: Summary) -> str:
    return plots.risk_curve(summary.risk_coverage) if summary.risk_coverage else ""


def _figure(name: str, drawing: str) -> str:
    return f"<figure><figcaption>{escape(name)}</figcaption>{drawing}</figure>" if drawing else ""


def _tiles(summary: Summary) -> str:
    tiles = []
    for field, name, meaning in MEASURES:
        share: Share = getattr(summary.overall, field)
        low, high = share.interval()
        detail = f"{share.count} of {share.of} · {low:.0%}–{high:.0%}" if share.of else "not measured"
        tiles.append(_tile(name, percent(share), detail, meaning))
    times = f"95th percentile {milliseconds(summary.overall.latency_p95)}"
    tiles.append(
        _tile("Median time", milliseconds(summary.overall.latency_p50), times, "one question, as the engine says")
    )
    return "\n".join(tiles)


def _tile(name: str, value: str, detail: str, meaning: str) -> str:
    return (
        f'<div class="tile"><dt>{escape(name)}</dt><dd><strong>{escape(value)}</strong>'
        f"<span>{escape(detail)}</span><small>{escape(meaning)}</small></dd></div>"
    )


def _group_rows(summary: Summary) -> str:
    rows = []
    for group, values in summary.groups.items():
        rows.append(f'<tr class="group"><th colspan="6" scope="rowgroup">{escape(group)}</th></tr>')
        for value, figures in values.items():
            cells = "".join(f"<td>{percent(share)}</td>" for share in _columns(figures))
            rows.append(f'<tr><th scope="row">{escape(value)}</th><td>{figures.accuracy.of}</td>{cells}</tr>')
    return "\n".join(rows)


def _question_row(verdict: Verdict) -> str:
    question, answer = verdict.question, verdict.answer
    wanted = "; ".join(fact[0] for fact in question.facts) or "(decline)"
    history = "".join(f"<small>{escape(asked)} → {escape(told)}</small>" for asked, told in question.history)
    language = "en" if question.language == "en" else "vi"
    cited = "; ".join(f"{each.document}{f', p. {each.page}' if each.page else ''}" for each in answer.citations[:4])
    confidence = "" if answer.confidence is None else f"{answer.confidence:.2f}"
    state = "right" if verdict.right else "wrong"
    hit = (
        "" if not (question.answerable and verdict.answered) else " · cited" if verdict.citation_hit else " · not cited"
    )
    return (
        f'<tr class="{state}"><td>{escape(question.id)}<small>{escape(question.category)}</small></td>'
        f'<td lang="{language}">{history}{escape(question.question)}</td><td lang="vi">{escape(wanted)}</td>'
        f'<td lang="{language}">{escape(answer.text)}<small>{escape(cited)}</small></td>'
        f"<td>{escape(verdict.reason)}{hit}<small>{confidence}</small></td></tr>"
    )
