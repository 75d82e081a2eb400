"""What the quality page shows: the harness's last report, use over time, questions without an answer, opinions."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.web.desk import Desk

log = logging.getLogger(__name__)

OPINIONS = 100
"""The latest opinions that the page shows."""


def quality_record(desk: Desk) -> dict[str, Any]:
    """Everything that the page needs, in one reply."""
    desk.usage.flush()
    opinions = desk.feedback.all()
    return {
        "report": last_report(desk.settings.report or desk.folder / "report"),
        "use": desk.usage.by_day(),
        "channels": desk.usage.by_channel(),
        "times": desk.usage.times(),
        "unanswered": desk.usage.unanswered(),
        "kept_days": desk.settings.keep_questions_days,
        "ratings": {name: sum(each["rating"] == name for each in opinions) for name in ("up", "down")},
        "reasons": _counted_reasons(opinions),
        "opinions": list(reversed(opinions))[:OPINIONS],
    }


def _counted_reasons(opinions: list[dict[str, Any]]) -> dict[str, int]:
    """How often each reason was given, the most frequent first."""
    given = [reason for each in opinions for reason in each["reasons"]]
    return {reason: given.count(reason) for reason in sorted(set(given), key=given.count, reverse=True)}


def last_report(folder: Path) -> dict[str, Any] | None:
    """The figures that `python -m eval ... --report FOLDER` wrote last, without the single questions; None: never."""
    path = folder / "report.json"
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        made = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
        return {"made": made, **{name: record[name] for name in SHOWN}, "total": len(record["questions"])}
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError) as error:
        log.warning("%s cannot be shown: %s", path, error)
        return None


SHOWN = ("overall", "groups", "wrong_by_reason", "calibration_error", "bins", "risk_coverage")
