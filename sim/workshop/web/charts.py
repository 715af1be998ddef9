"""Charts of the pages: a team's storm so far, and all teams beside each other."""

from collections.abc import Sequence

from markupsafe import Markup

from sim.charts.palette import AFFECTED, BANDWAGON, COLOURS, DEFENDERS, FAINT, INK
from sim.exercise.line_chart import LineChart, Margins, shortened
from sim.exercise.team_view import Curves, TeamView
from sim.language.speech import Speech

DASHES = ("", "8 4", "2 4", "10 4 2 4")
DAYS_SHOWN = 4.0
"""Days that a chart looks back at most during the exercise, so that the last round is readable."""
MOST_POINTS = 160
HEADROOM = 1.12
"""Height of a chart beside its highest rate."""
LOWEST_TOP = 4.0
LABEL_DISTANCE = 30.0
LONGEST_LABEL = 18


def page_chart(curves: Curves, size: tuple[float, float], speech: Speech, whole: bool) -> Markup:
    """Draw critics of both classes as areas, and defenders as a line."""
    now = curves.hours[-1]
    begin = _first_shown(now, whole)
    shown = _shown(curves.hours, begin)
    hours, affected, critical, defending = (
        [values[k] for k in shown]
        for values in (curves.hours, curves.affected, curves.critical, curves.defending)
    )
    top = max(LOWEST_TOP, max(critical) * HEADROOM, max(defending) * HEADROOM)
    chart = LineChart(size, (begin, now), top, speech, Margins(left=30.0))
    chart.draw_area(hours, [0.0] * len(hours), affected, AFFECTED)
    chart.draw_area(hours, affected, critical, BANDWAGON)
    chart.draw_line(hours, defending, DEFENDERS, stroke_width=2.4)
    for number, (at, _) in enumerate(curves.acts, 1):
        if at >= begin:
            x = chart.x(at)
            chart.draw_rule(
                (x, chart.margins.above), (x, chart.bottom), INK, stroke_dasharray="2 3"
            )
            chart.draw_mark(x, chart.margins.above, number, INK)
    return chart.svg(
        speech.say("chart_said", rate=critical[-1], affected=affected[-1], defending=defending[-1])
    )


def teams_chart(views: Sequence[TeamView], speech: Speech, whole: bool) -> Markup | None:
    """Draw all teams' critical posts per hour, named at their ends, or None if there are none."""
    views = [view for view in views if view.curves.hours]
    if not views:
        return None
    now = max(view.curves.hours[-1] for view in views)
    begin = _first_shown(now, whole)
    shown = [_shown(view.curves.hours, begin) for view in views]
    highest = max(
        max((view.curves.critical[k] for k in places), default=0.0)
        for view, places in zip(views, shown, strict=True)
    )
    margins = Margins(left=56, right=230, below=66)
    top = max(LOWEST_TOP, HEADROOM * highest)
    chart = LineChart((1200, 560), (begin, now), top, speech, margins, font=20, clock=True)
    ends = [chart.y(view.curves.critical[-1]) for view in views]
    labels = _apart(ends, LABEL_DISTANCE, chart.height - 74)
    for place, view in enumerate(views):
        colour, dashes = COLOURS[place % len(COLOURS)], DASHES[place // 4 % len(DASHES)]
        hours = [view.curves.hours[k] for k in shown[place]]
        rates = [view.curves.critical[k] for k in shown[place]]
        chart.draw_line(hours, rates, colour, stroke_width=4, stroke_linejoin="round",
                        stroke_dasharray=dashes or None)  # fmt: skip
        end, y = chart.right, labels[place]
        chart.draw_rule((end, ends[place]), (end + 12, y), FAINT)
        chart.draw_text(end + 18, y + 7, shortened(view.team, LONGEST_LABEL), colour,
                        font_weight=600)  # fmt: skip
    return chart.svg(
        ", ".join(
            speech.say(
                "projector_said", team=view.team, rate=view.curves.rate, severity=view.severity
            )
            for view in views
        )
    )


def _first_shown(now: float, whole: bool) -> float:
    return 0.0 if whole else max(0.0, now - 24.0 * DAYS_SHOWN)


def _shown(hours: Sequence[float], begin: float) -> list[int]:
    """Return the places of the points to draw: few enough, and the last one among them."""
    places = [k for k, at in enumerate(hours) if at >= begin]
    return places[:: -(1 + len(places) // MOST_POINTS)][::-1]


def _apart(places: Sequence[float], least: float, lowest: float) -> list[float]:
    """Return places for labels near these, at least so far from each other."""
    order = sorted(range(len(places)), key=lambda k: places[k])
    moved = list(places)
    above = -least
    for k in order:
        moved[k] = above = max(moved[k], above + least)
    below = lowest + least
    for k in reversed(order):
        moved[k] = below = min(moved[k], below - least)
    return moved
