"""Charts of the web page, as SVG: a team's page so far, and all teams beside each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.charts.palette import AFFECTED, BANDWAGON, COLOURS, DEFENDERS, FAINT, INK, MUTED, NIGHT
from sim.exercise.team_view import Curves
from sim.language.numbers import weekday
from sim.language.typesetting import Language
from sim.workshop.web.markup import Markup, join, tag
from sim.workshop.web.words import say

STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
DASHES = ("", "8 4", "2 4", "10 4 2 4")
NIGHT_HOURS = (22.0, 7.0)
DAYS_SHOWN = 4.0
"""Hours × 24 that a team's own chart looks back at most, so that the last round is readable."""


MOST_POINTS = 160


@dataclass(frozen=True, slots=True)
class Frame:
    """Where hours and rates lie on the drawing."""

    width: float
    height: float
    begin: float
    end: float
    top: float
    started: float
    """Hours since Monday 00:00 at which the story starts."""
    size: int = 13
    left: float = 40.0
    right: float = 12.0
    above: float = 14.0
    below: float = 30.0

    def x(self, hours: float) -> float:
        """Place of a moment."""
        share = (hours - self.begin) / max(self.end - self.begin, 1e-9)
        return self.left + (self.width - self.left - self.right) * share

    def y(self, rate: float) -> float:
        """Place of a rate."""
        return self.above + (self.height - self.above - self.below) * (1.0 - rate / self.top)

    def nights(self) -> Iterator[Markup]:
        """A band for each night."""
        begin, end = NIGHT_HOURS
        first = int((self.started + self.begin) // 24) - 1
        for day in range(first, int((self.started + self.end) // 24) + 1):
            left = max(self.begin, 24.0 * day + begin - self.started)
            right = min(self.end, 24.0 * (day + 1) + end - self.started)
            if left < right:
                yield tag(
                    "rect",
                    x=f"{self.x(left):.1f}",
                    y=self.above,
                    width=f"{self.x(right) - self.x(left):.1f}",
                    height=self.height - self.above - self.below,
                    fill=NIGHT,
                )

    def days(self, language: Language) -> Iterator[Markup]:
        """The weekdays below, each in its middle if there is room; else hours."""
        first, last = (int((self.started + at) // 24) for at in (self.begin, self.end))
        for day in range(first, last + 1):
            left = max(self.begin, 24.0 * day - self.started)
            right = min(self.end, 24.0 * (day + 1) - self.started)
            if self.x(right) - self.x(left) > 3.2 * self.size:
                middle = self.x((left + right) / 2)
                name = weekday(24.0 * day, language)
                yield self.text(middle, self.height - 9, name, "middle", MUTED)
            if left > self.begin:
                yield self.line(self.x(left), self.above, self.x(left), self.height - self.below)

    def scale(self) -> Iterator[Markup]:
        """Round rates on the left."""
        step = next((s for s in STEPS if self.top / s <= 4), 10**6)
        for rate in range(0, int(self.top) + 1, step):
            y = self.y(rate)
            yield self.line(self.left, y, self.width - self.right, y)
            yield self.text(self.left - 7, y + self.size * 0.35, str(rate), "end", MUTED)

    def line(self, x1: float, y1: float, x2: float, y2: float) -> Markup:
        """A faint line."""
        places = {"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}"}
        return tag("line", stroke=FAINT, **places)

    def text(
        self, x: float, y: float, said: str, anchor: str, colour: str, bold: bool = False
    ) -> Markup:
        """A text; whatever it says is escaped."""
        return tag(
            "text", said, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor, fill=colour,
            font_size=self.size, font_weight="600" if bold else None,
        )  # fmt: skip

    def points(self, hours: Sequence[float], rates: Sequence[float]) -> str:
        """A curve's points."""
        pairs = zip(hours, rates, strict=True)
        return " ".join(f"{self.x(h):.1f},{self.y(r):.1f}" for h, r in pairs)

    def band(
        self, hours: Sequence[float], low: Sequence[float], high: Sequence[float], colour: str
    ) -> Markup:
        """The area between two curves."""
        back = self.points(hours[::-1], low[::-1])
        return tag("polygon", points=f"{self.points(hours, high)} {back}", fill=colour)

    def drawn(self, label: str, *parts: Markup) -> Markup:
        """The whole drawing, with what it says for those who do not see it."""
        view = f"0 0 {self.width:g} {self.height:g}"
        return tag("svg", join(parts), viewBox=view, role="img", aria_label=label)


def page_chart(curves: Curves, started: float, language: Language, whole: bool) -> Markup:
    """A team's page so far, once for phones and once for wider screens.

    Of a long story the last days alone, unless the ``whole`` of it is to be seen.
    """
    if not curves.hours:
        return tag("p", say(language, "chart_nothing"), class_="muted")
    begin = first_shown(curves.hours[-1], whole)
    narrow = _page_chart(curves, started, language, begin, 350, 210)
    wide = _page_chart(curves, started, language, begin, 640, 250)
    return tag(
        "div", tag("div", narrow, class_="narrow"), tag("div", wide, class_="wide"), class_="chart"
    )


def first_shown(now: float, whole: bool) -> float:
    """Hours at which a chart begins."""
    return 0.0 if whole else max(0.0, now - 24.0 * DAYS_SHOWN)


def _page_chart(
    curves: Curves, started: float, language: Language, begin: float, width: float, height: float
) -> Markup:
    """Critics of both classes upwards, defenders as a line."""
    now = curves.hours[-1]
    kept = _thinned([k for k, hours in enumerate(curves.hours) if hours >= begin])
    hours = [curves.hours[k] for k in kept]
    affected = [curves.affected[k] for k in kept]
    critical = [curves.critical[k] for k in kept]
    defending = [curves.defending[k] for k in kept]
    top = max(4.0, max(critical) * 1.12, max(defending) * 1.12)
    frame = Frame(width, height, begin, now, top, started, left=30.0)
    zero = [0.0] * len(hours)
    line = tag(
        "polyline", points=frame.points(hours, defending), fill="none", stroke=DEFENDERS,
        stroke_width=2.4,
    )  # fmt: skip
    shown = (
        *frame.nights(),
        *frame.scale(),
        frame.band(hours, zero, affected, AFFECTED),
        frame.band(hours, affected, critical, BANDWAGON),
        line,
        *frame.days(language),
        *(_mark(frame, at, n) for n, (at, _) in enumerate(curves.acts, 1) if at >= begin),
    )
    said = say(
        language, "chart_said", rate=critical[-1], affected=affected[-1], defending=defending[-1]
    )
    return frame.drawn(said, *shown)


def _thinned(places: list[int]) -> list[int]:
    """So many of them that a curve looks the same, the last one among them."""
    every = 1 + len(places) // MOST_POINTS
    return places[::-every][::-1]


def _mark(frame: Frame, hours: float, number: int) -> Markup:
    """What the company did, as a numbered mark above the curve."""
    x = frame.x(hours)
    return tag(
        "g",
        tag("line", x1=f"{x:.1f}", x2=f"{x:.1f}", y1=frame.above, y2=frame.height - frame.below,
            stroke=INK, stroke_dasharray="2 3"),
        tag("circle", cx=f"{x:.1f}", cy=frame.above, r=9, fill=INK),
        tag("text", str(number), x=f"{x:.1f}", y=frame.above + 4, text_anchor="middle",
            fill="#FFFFFF", font_size=11),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TeamCurve:
    """One team among the others."""

    name: str
    hours: Sequence[float]
    critical: Sequence[float]
    severity: int


def teams_chart(
    teams: Sequence[TeamCurve], started: float, language: Language, whole: bool
) -> Markup:
    """All teams' critical posts per hour, each with its name at its end; for a projector."""
    curves = [team for team in teams if team.hours]
    if not curves:
        return tag("p", say(language, "chart_nothing"), class_="muted")
    now = max(team.hours[-1] for team in curves)
    begin = first_shown(now, whole)
    seen = [r for t in curves for h, r in zip(t.hours, t.critical, strict=True) if h >= begin]
    top = max(4.0, 1.1 * max(seen, default=0.0))
    frame = Frame(1200, 420, begin, now, top, started, size=20, left=56, right=230, below=42)
    places = _apart([frame.y(team.critical[-1]) for team in curves], 30.0, frame.height - 50)
    parts = [*frame.nights(), *frame.scale(), *frame.days(language)]
    for place, (team, y) in enumerate(zip(curves, places, strict=True)):
        kept = _thinned([k for k, hours in enumerate(team.hours) if hours >= begin])
        colour = COLOURS[place % len(COLOURS)]
        points = frame.points([team.hours[k] for k in kept], [team.critical[k] for k in kept])
        parts.append(
            tag("polyline", points=points, fill="none", stroke=colour, stroke_width=4,
                stroke_linejoin="round", stroke_dasharray=DASHES[place // 4 % 4] or None)
        )  # fmt: skip
        end = frame.width - frame.right
        parts.append(frame.line(end, frame.y(team.critical[-1]), end + 12, y))
        parts.append(frame.text(end + 18, y + 7, _short(team.name), "start", colour, True))
    said = ", ".join(
        say(
            language,
            "projector_said",
            team=team.name,
            rate=team.critical[-1],
            severity=team.severity,
        )
        for team in curves
    )
    return frame.drawn(said, *parts)


def _apart(places: Sequence[float], least: float, lowest: float) -> list[float]:
    """Places for labels near these, none on another."""
    order = sorted(range(len(places)), key=lambda k: places[k])
    found = list(places)
    above = -least
    for k in order:
        found[k] = above = max(found[k], above + least)
    below = lowest + least
    for k in reversed(order):
        found[k] = below = min(found[k], below - least)
    return found


def _short(name: str, most: int = 18) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"
