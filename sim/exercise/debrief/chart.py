"""The chart of a debrief: the teams' curves and the what-ifs', and every team's decisions."""

from textwrap import wrap

from markupsafe import Markup

from sim.charts.palette import COLOURS, INK, MUTED
from sim.exercise.debrief.results import Curve, Debrief, Decision, TeamDebrief
from sim.exercise.line_chart import LineChart, Margins, shortened
from sim.language.speech import Speech

WIDTH, HEIGHT = 960, 400
MARGINS = Margins(left=46, right=250, above=16, below=34)
LANE = 24
"""Height of a team's row of decisions, below the curves."""
DASHES = ("6 4", "2 4", "10 3 2 3")
"""Line styles of the what-ifs, so that they can be told apart in a grey print."""
LABEL_HEIGHT = 17
LONGEST_LABEL = 30


def debrief_chart(debrief: Debrief, started: float) -> Markup:
    """Draw critical posts per hour over the story, which starts so long after Monday 00:00."""
    teams = [team.curve for team in debrief.teams]
    curves = [*teams, *debrief.what_if_curves]
    end = max((curve.hours[-1] for curve in curves if curve.hours), default=1.0)
    top = max((max(curve.rate, default=0.0) for curve in curves), default=1.0) or 1.0
    size = WIDTH, HEIGHT + LANE * len(teams)
    margins = MARGINS._replace(below=MARGINS.below + LANE * len(teams))
    speech = Speech(debrief.language, started)
    label = speech.labelled
    chart = LineChart(size, (0.0, end), top, speech, margins)
    y = MARGINS.above + 12
    for place, curve in enumerate(curves):
        y = _draw_curve(chart, curve, place, len(teams), y)
    for place, team in enumerate(debrief.teams):
        _draw_decisions(chart, team, place)
    return chart.svg(", ".join(f"{label(c.name)} {max(c.rate, default=0):.0f}/h" for c in curves))


def _draw_curve(chart: LineChart, curve: Curve, place: int, teams: int, y: float) -> float:
    """Draw a curve and its name in the key. Return where the next name goes."""
    colour, style = COLOURS[place % len(COLOURS)], {"stroke_width": "2.4"}
    if place >= teams:
        dashes = DASHES[(place - teams) % len(DASHES)]
        colour, style = MUTED, {"stroke_width": "1.4", "stroke_dasharray": dashes}
    chart.draw_line(curve.hours, curve.rate, colour, **style)
    x = chart.right + 12
    chart.draw_rule((x, y - 4), (x + 26, y - 4), colour, **style)
    for line in wrap(curve.name, LONGEST_LABEL):
        chart.draw_text(x + 32, y, line)
        y += LABEL_HEIGHT
    return y


def _draw_decisions(chart: LineChart, team: TeamDebrief, place: int) -> None:
    """Draw a team's decisions in a row below the curves, numbered as in its table."""
    colour, y, free = COLOURS[place % len(COLOURS)], HEIGHT + LANE * place + 4, 0.0
    chart.draw_text(chart.right + 12, y + 4, shortened(team.team, LONGEST_LABEL), INK)
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
