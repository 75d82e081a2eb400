"""Draw the plots of a report as SVG that stands in the page itself; colours come from the page's style."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from eval.metrics import Bin, Figures, Share

WIDTH = 560


def bars(rows: Sequence[tuple[str, Share]], label: str, whiskers: bool = True) -> str:
    """Horizontal bars of shares, with their 95 % intervals where wanted, one row each."""
    name_width, row_height = 204, 26
    room = WIDTH - name_width - 92
    parts = []
    for number, (name, share) in enumerate(rows):
        y = number * row_height + 4
        value = share.share or 0.0
        low, high = share.interval()
        title = f"{name}: {share.count} of {share.of}"
        whisker = ""
        if whiskers:
            title += f", 95 % interval {low:.0%} to {high:.0%}"
            ends = f'x1="{name_width + room * low:.1f}" x2="{name_width + room * high:.1f}"'
            whisker = f'<line {ends} y1="{y + 9}" y2="{y + 9}" class="whisker"/>'
        parts.append(
            f"<g><title>{escape(title)}</title>"
            f'<text x="{name_width - 8}" y="{y + 13}" class="end">{escape(name)}</text>'
            f'<rect x="{name_width}" y="{y + 1}" width="{room}" height="16" class="track"/>'
            f'<rect x="{name_width}" y="{y + 1}" width="{room * value:.1f}" height="16" class="bar"/>'
            f'{whisker}<text x="{name_width + room + 8}" y="{y + 13}">{value:.0%}'
            f'<tspan class="faint"> {share.count}/{share.of}</tspan></text></g>'
        )
    return _svg(WIDTH, len(rows) * row_height + 8, "".join(parts), label)


def group_bars(group: dict[str, Figures], label: str) -> str:
    """Accuracy of each value of a group."""
    return bars([(name, figures.accuracy) for name, figures in group.items()], label)


def reliability(bins: Sequence[Bin]) -> str:
    """Accuracy against confidence; dots on the diagonal say that the confidence is worth its name."""
    frame = _Frame("confidence", "share right")
    parts = [frame.line([(0, 0), (1, 1)], "ideal")]
    most = max((each.count for each in bins), default=1)
    for each in bins:
        x, y = frame.place(each.confidence, each.accuracy)
        title = f"confidence {each.low:.1f} to {each.high:.1f}: {each.count} answers, {each.accuracy:.0%} right"
        radius = 4 + 8 * (each.count / most) ** 0.5
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" class="dot"><title>{title}</title></circle>')
    return frame.svg("".join(parts), "Share of right answers for each band of confidence")


def risk_curve(curve: Sequence[tuple[float, float]]) -> str:
    """Share of wrong answers against the share of questions answered."""
    frame = _Frame("share of questions answered", "share wrong")
    return frame.svg(frame.line(curve, "curve"), "Share of wrong answers as more questions are answered")


def histogram(values: Sequence[float], label: str, count: int = 24) -> str:
    """How often each range of milliseconds occurs; the last bar takes the slowest one in fifty."""
    if not values:
        return ""
    ordered = sorted(values)
    top = _round_up(ordered[max(0, int(len(ordered) * 0.98) - 1)])
    heights = [0] * count
    for value in ordered:
        heights[min(int(value / top * count), count - 1)] += 1
    frame = _Frame("milliseconds", "questions", x_top=top, y_top=_round_up(max(heights)))
    parts = []
    for number, height in enumerate(heights):
        x, y = frame.place(number / count * top, height)
        right, base = frame.place((number + 1) / count * top, 0)
        title = f"{number / count * top:.0f} to {(number + 1) / count * top:.0f} ms: {height}"
        parts.append(
            f'<rect x="{x + 1:.1f}" y="{y:.1f}" width="{right - x - 2:.1f}" height="{base - y:.1f}" class="bar">'
            f"<title>{title}</title></rect>"
        )
    return frame.svg("".join(parts), label)


class _Frame:
    """Axes with ticks, and where a value stands between them."""

    LEFT, TOP, WIDE, HIGH = 54, 12, 420, 220

    def __init__(self, x_name: str, y_name: str, x_top: float = 1.0, y_top: float = 1.0) -> None:
        self.x_name, self.y_name, self.x_top, self.y_top = x_name, y_name, x_top, y_top

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Page coordinates of a value."""
        return self.LEFT + self.WIDE * x / self.x_top, self.TOP + self.HIGH * (1 - y / self.y_top)

    def line(self, points: Sequence[tuple[float, float]], kind: str) -> str:
        """A line through `points`."""
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (self.place(*point) for point in points))
        return f'<polyline points="{path}" class="{kind}"/>'

    def svg(self, inside: str, label: str) -> str:
        """The whole plot."""
        parts = []
        for step in range(5):
            x, y = self.place(self.x_top * step / 4, self.y_top * step / 4)
            bottom, right = self.TOP + self.HIGH, self.LEFT + self.WIDE
            x_tick, y_tick = _tick(self.x_top * step / 4, self.x_top), _tick(self.y_top * step / 4, self.y_top)
            parts.append(
                f'<line x1="{self.LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>'
                f'<text x="{self.LEFT - 8}" y="{y + 4:.1f}" class="end faint">{y_tick}</text>'
                f'<text x="{x:.1f}" y="{bottom + 18}" class="middle faint">{x_tick}</text>'
            )
        middle = self.LEFT + self.WIDE / 2
        names = (
            f'<text x="{middle}" y="{self.TOP + self.HIGH + 38}" class="middle">{escape(self.x_name)}</text>'
            f'<text x="14" y="{self.TOP + self.HIGH / 2}" class="middle" '
            f'transform="rotate(-90 14 {self.TOP + self.HIGH / 2})">{escape(self.y_name)}</text>'
        )
        return _svg(self.LEFT + self.WIDE + 24, self.TOP + self.HIGH + 46, "".join(parts) + inside + names, label)


def _round_up(value: float) -> float:
    """The next number whose quarters are easily read: 4, 8, 20, 40, 80, 200, ..."""
    steps = (step * 10**power for power in range(9) for step in (4, 8, 20))
    return float(next(step for step in steps if step >= value))


def _tick(value: float, top: float) -> str:
    return f"{value:.0%}" if top == 1.0 else f"{value:.0f}"


def _svg(width: float, height: float, inside: str, label: str) -> str:
    return f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(label)}">{inside}</svg>'
