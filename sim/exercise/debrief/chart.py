"""The chart of a debrief: the teams' curves and the what-ifs', and every team's decisions.

It is drawn twice: with the names beside the curves, and narrow for a phone, with them below. The
page shows the one that fits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from markupsafe import Markup

from sim.charts.palette import COLOURS, INK, MUTED
from sim.exercise.debrief.results import Curve, Debrief, Decision, TeamDebrief
from sim.exercise.line_chart import LineChart, Margins, shortened
from sim.language.speech import Speech

LANE = 24
"""Height of a team's row of decisions, below the curves."""
NARROW_LANE = 46
"""Height of the same with the team's name above it."""
DASHES = ("6 4", "2 4", "10 3 2 3")
"""Line styles of the what-ifs, so that they can be told apart in a grey print."""
THIN = "1 3"
"""Line style of a team's curve after it has stopped playing."""
LONGEST_LABEL = 30


Look = tuple[str, dict[str, object]]
"""A colour, and the style of a line."""


@dataclass(frozen=True, slots=True)
class ChartLayout:
    """Where the curves and the names are."""

    width: float
    height: float
    """Without the rows of decisions, and without a key that is below them."""
    margins: Margins
    font: int
    lane: float
    letters: int
    """Letters of a line of the key."""
    below: bool
    """True if the key is below the curves, and a team's name above its row."""


WIDE = ChartLayout(960, 400, Margins(46, 250, 16, 34), 13, LANE, LONGEST_LABEL, below=False)
NARROW = ChartLayout(480, 320, Margins(44, 10, 26, 40), 17, NARROW_LANE, 46, below=True)


def debrief_chart(debrief: Debrief, started: float) -> Markup:
    """Draw critical posts per hour over the story, which starts so long after Monday 00:00."""
    drawn = [
        Markup('<div class="{}-only">{}</div>').format(name, _drawn(debrief, started, layout))
        for name, layout in (("wide", WIDE), ("narrow", NARROW))
    ]
    return Markup().join(drawn)


def _drawn(debrief: Debrief, started: float, layout: ChartLayout) -> Markup:
    """Draw the chart in one layout."""
    teams = [team.curve for team in debrief.teams]
    curves = [*teams, *debrief.what_if_curves]
    end = max((curve.hours[-1] for curve in curves if curve.hours), default=1.0)
    top = max((max(curve.rate, default=0.0) for curve in curves), default=1.0) or 1.0
    names = [wrap(curve.name, layout.letters) or [""] for curve in curves]
    lanes, line = layout.lane * len(teams), layout.font + 4
    key = line * sum(map(len, names)) if layout.below else 0
    margins = layout.margins._replace(below=layout.margins.below + lanes + key)
    size = layout.width, layout.height + lanes + key
    speech = Speech(debrief.language, started)
    label = speech.labelled
    chart = LineChart(size, (0.0, end), top, speech, margins, font=layout.font)
    _draw_ends(chart, debrief.teams)
    x, y = chart.right + 12, layout.margins.above + 12
    if layout.below:
        x, y = 4, layout.height + lanes + layout.font - 6
    for place, (curve, words) in enumerate(zip(curves, names, strict=True)):
        team = debrief.teams[place] if place < len(teams) else None
        look = _look(place, len(teams))
        _draw_curve(chart, curve, look, team)
        _draw_name(chart, (x, y), words, look, line)
        y += line * len(words)
    for place, each in enumerate(debrief.teams):
        _draw_decisions(chart, each, place, layout)
    return chart.svg(", ".join(f"{label(c.name)} {max(c.rate, default=0):.0f}/h" for c in curves))


def _look(place: int, teams: int) -> Look:
    """Return the colour and the style of a curve: a team's, or another plan's after them."""
    if place < teams:
        return COLOURS[place % len(COLOURS)], {"stroke_width": "2.4"}
    dashes = DASHES[(place - teams) % len(DASHES)]
    return MUTED, {"stroke_width": "1.4", "stroke_dasharray": dashes}


def _draw_ends(chart: LineChart, teams: Sequence[TeamDebrief]) -> None:
    """Draw a line where play ended, if it did so before the last round."""
    ends = sorted({team.ended_early.hours for team in teams if team.ended_early})
    for hours in ends:
        x = chart.x(hours)
        chart.draw_rule((x, chart.margins.above - 6), (x, chart.bottom), INK, stroke_width="1.6")
    if ends:
        x = chart.x(ends[0])
        beside = {"text_anchor": "end"} if x > (chart.margins.left + chart.right) / 2 else {}
        shift = -6 if beside else 6
        text = chart.speech.say("exercise.end_of_play")
        chart.draw_text(x + shift, chart.margins.above + 5, text, INK, **beside)


def _draw_curve(chart: LineChart, curve: Curve, look: Look, team: TeamDebrief | None) -> None:
    """Draw a curve, dotted from where a team has stopped playing."""
    colour, style = look
    ended = None if team is None else team.ended_early
    if ended is None:
        chart.draw_line(curve.hours, curve.rate, colour, **style)
        return
    played = sum(hours <= ended.hours for hours in curve.hours)
    chart.draw_line(curve.hours[:played], curve.rate[:played], colour, **style)
    later = slice(max(0, played - 1), None)
    dotted = {**style, "stroke_dasharray": THIN}
    chart.draw_line(curve.hours[later], curve.rate[later], colour, **dotted)


def _draw_name(
    chart: LineChart,
    place: tuple[float, float],
    words: Sequence[str],
    look: Look,
    line: float,
) -> None:
    """Draw a sample of a curve, and its name beside it."""
    (x, y), (colour, style) = place, look
    chart.draw_rule((x, y - 4), (x + 26, y - 4), colour, **style)
    for number, text in enumerate(words):
        chart.draw_text(x + 32, y + line * number, text)


def _draw_decisions(chart: LineChart, team: TeamDebrief, place: int, layout: ChartLayout) -> None:
    """Draw a team's decisions in a row below the curves, numbered as in its table."""
    colour, free = COLOURS[place % len(COLOURS)], 0.0
    y = layout.height + layout.lane * place + 4
    name = shortened(team.team, LONGEST_LABEL)
    if layout.below:
        chart.draw_text(4, y + 8, name, INK)
        y += 26
    else:
        chart.draw_text(chart.right + 12, y + 4, name, INK)
    for number, decision in enumerate(team.decisions, 1):
        x = chart.x(decision.hours)
        chart.draw_dot(x, chart.y(_rate_at(team.curve, decision)), 3.5, colour)
        x = max(x, free)
        free = x + 19
        title = f"{chart.speech.labelled(f'{number}. {decision.moment}')} {decision.label}"
        chart.draw_mark(x, y, number, colour, title)


def _rate_at(curve: Curve, decision: Decision) -> float:
    rates = [r for h, r in zip(curve.hours, curve.rate, strict=True) if h <= decision.hours]
    return rates[-1] if rates else 0.0
