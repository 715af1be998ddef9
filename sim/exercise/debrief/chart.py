"""The teams' curves on one chart, drawn as SVG: needs nothing but the page that it stands on."""

from collections.abc import Iterator
from html import escape
from textwrap import wrap

from sim.charts.palette import COLOURS, FAINT, INK, MUTED
from sim.exercise.debrief.results import Curve, Debrief, Decision
from sim.language.numbers import weekday

WIDE, HIGH = 960, 400
LEFT, RIGHT, TOP, BOTTOM = 46, 250, 16, 34
LANE = 24
"""Height of a team's row of decisions, below the curves."""
MARK = 9
"""Radius of a decision's mark."""
DASHES = ("6 4", "2 4", "10 3 2 3")
"""Line styles of the what-ifs, so that they can be told apart in a grey print."""
LABEL_HEIGHT = 17
LONGEST_LABEL = 30


class Chart:
    """Critical posts per hour over the hours of the story, decisions as numbered marks."""

    def __init__(self, debrief: Debrief, started: float) -> None:
        self.debrief, self.started = debrief, started
        curves = self.curves
        self.hours = max((curve.hours[-1] for curve in curves if curve.hours), default=1.0)
        self.highest = max((max(curve.rate, default=0.0) for curve in curves), default=1.0) or 1.0

    @property
    def curves(self) -> list[Curve]:
        """The teams' curves, then the what-ifs'."""
        return [team.curve for team in self.debrief.teams] + self.debrief.what_if_curves

    def svg(self) -> str:
        """The chart."""
        high = HIGH + LANE * len(self.debrief.teams)
        body = "".join((*self._days(), *self._scale(), *self._lines(), *self._marks()))
        return (
            f'<svg viewBox="0 0 {WIDE} {high}" role="img" aria-label="{self._told()}" '
            f'font-family="sans-serif" font-size="13">{body}</svg>'
        )

    def _told(self) -> str:
        """The chart for those who do not see it."""
        peaks = (f"{curve.name}: {max(curve.rate, default=0):.0f}/h" for curve in self.curves)
        return escape(", ".join(peaks), quote=True)

    def _x(self, hours: float) -> float:
        return LEFT + (WIDE - LEFT - RIGHT) * hours / self.hours

    def _y(self, rate: float) -> float:
        return TOP + (HIGH - TOP - BOTTOM) * (1.0 - rate / self.highest)

    def _days(self) -> Iterator[str]:
        """A line at each midnight, with the weekday that begins."""
        midnight = (24.0 - self.started % 24.0) % 24.0
        every = 1 if self.hours <= 240 else 2
        for day in range(int((self.hours - midnight) // 24) + 1):
            at = midnight + 24.0 * day
            x = self._x(at)
            across = f'x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HIGH - BOTTOM}"'
            yield f'<line {across} stroke="{FAINT}"/>'
            if day % every == 0 and at + 12 <= self.hours:
                name = escape(weekday(self.started + at, self.debrief.language))
                yield _text(self._x(at + 12), HIGH - BOTTOM + 18, name, "middle", MUTED)

    def _scale(self) -> Iterator[str]:
        """Round rates on the left."""
        step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 10**9) if self.highest / s <= 5)
        for rate in range(0, int(self.highest) + 1, step):
            yield _text(LEFT - 8, self._y(rate) + 4, str(rate), "end", MUTED)

    def _lines(self) -> Iterator[str]:
        """Every curve, and its name at its right."""
        teams, y = len(self.debrief.teams), TOP + 12
        for place, curve in enumerate(self.curves):
            points = " ".join(
                f"{self._x(h):.1f},{self._y(r):.1f}"
                for h, r in zip(curve.hours, curve.rate, strict=True)
            )
            colour = COLOURS[place % len(COLOURS)] if place < teams else MUTED
            dash = "" if place < teams else f' stroke-dasharray="{DASHES[(place - teams) % 3]}"'
            width = 2.4 if place < teams else 1.4
            line = f'fill="none" stroke="{colour}" stroke-width="{width}"{dash}'
            yield f'<polyline points="{points}" {line}/>'
            x = WIDE - RIGHT + 12
            yield f'<line x1="{x}" x2="{x + 26}" y1="{y - 4}" y2="{y - 4}" {line}/>'
            for said in wrap(curve.name, LONGEST_LABEL):
                yield _text(x + 32, y, escape(said), "start", INK)
                y += LABEL_HEIGHT

    def _marks(self) -> Iterator[str]:
        """A row for each team below the curves: its decisions, with the numbers of its table."""
        for place, team in enumerate(self.debrief.teams):
            colour = COLOURS[place % len(COLOURS)]
            y, free = HIGH + LANE * place + 4, 0.0
            yield _text(WIDE - RIGHT + 12, y + 4, escape(_short(team.team)), "start", INK)
            for number, decision in enumerate(team.decisions, 1):
                x = self._x(decision.hours)
                yield f'<circle cx="{x:.1f}" cy="{self._y(_rate_at(team.curve, decision)):.1f}" '
                yield f'r="3.5" fill="{colour}" stroke="#FFFFFF"/>'
                x = max(x, free)
                free = x + 2 * MARK + 1
                said = escape(f"{number}. {decision.moment}: {decision.label}")
                yield (
                    f'<g><title>{said}</title><circle cx="{x:.1f}" cy="{y}" r="{MARK}" '
                    f'fill="{colour}"/>{_text(x, y + 4, str(number), "middle", "#FFFFFF", 11)}</g>'
                )


def chart(debrief: Debrief, started: float) -> str:
    """The chart of a debrief; ``started`` in hours since Monday 00:00."""
    return Chart(debrief, started).svg()


def _text(x: float, y: float, said: str, anchor: str, colour: str, size: int = 13) -> str:
    """A text that is harmless already."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" '
        f'font-size="{size}">{said}</text>'
    )


def _rate_at(curve: Curve, decision: Decision) -> float:
    """The rate when a decision was made."""
    until = [r for h, r in zip(curve.hours, curve.rate, strict=True) if h <= decision.hours]
    return until[-1] if until else 0.0


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_LABEL else name[: LONGEST_LABEL - 1] + "…"
