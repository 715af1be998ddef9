"""Charts of the pages: a team's storm so far, and all teams beside each other."""

from collections.abc import Sequence

from markupsafe import Markup

from sim.charts.palette import AFFECTED, BANDWAGON, COLOURS, DEFENDERS, FAINT, INK, MUTED
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
LABEL_DISTANCE = 23.0
LONGEST_LABEL = 18
PROJECTOR_FONT = 20
"""Size of the figures on the projector, drawn to the size of a picture of 1280 by 720."""
PROJECTOR_SIZE, BESIDE_MANY = (800.0, 420.0), (800.0, 326.0)
"""Room for the chart at that size, and where many teams' tiles take two rows."""
MOST_IN_A_ROW = 4
SHARED_DASH = 10.0
"""Length of a dash where teams have the same curve: they take turns, so that all are seen."""


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
    lines = [
        [(view.curves.hours[k], view.curves.critical[k]) for k in places]
        for view, places in zip(views, shown, strict=True)
    ]
    highest = max((rate for line in lines for _, rate in line), default=0.0)
    top = max(LOWEST_TOP, HEADROOM * highest)
    size = PROJECTOR_SIZE if len(views) <= MOST_IN_A_ROW else BESIDE_MANY
    margins = Margins(left=50, right=210, below=56)
    chart = LineChart(size, (begin, now), top, speech, margins, font=PROJECTOR_FONT, clock=True)
    for place in range(len(views)):
        _draw_team(chart, lines, place)
    same = _same(lines)
    _draw_names(chart, views, same, speech)
    said = [
        speech.say("projector_said", team=view.team, rate=view.curves.rate, severity=view.severity)
        for view in views
    ]
    said += [
        speech.say("projector_same", teams=", ".join(views[k].team for k in places))
        for places in same
        if len(places) > 1
    ]
    return chart.svg(". ".join(said))


Line = Sequence[tuple[float, float]]
"""A team's curve: hours and rates."""


def _colour(place: int) -> str:
    return COLOURS[place % len(COLOURS)]


def _draw_team(chart: LineChart, lines: Sequence[Line], place: int) -> None:
    """Draw a team's curve, as dashes between those of others where it is theirs as well."""
    line, plain = lines[place], DASHES[place // 4 % len(DASHES)] or None
    for first, last, sharing in _stretches(lines, place):
        hours, rates = zip(*line[first : last + 1], strict=True)
        style: dict[str, object] = {"stroke_dasharray": plain}
        if len(sharing) > 1:
            turn = -SHARED_DASH * sharing.index(place)
            dashes = f"{SHARED_DASH:g} {SHARED_DASH * (len(sharing) - 1):g}"
            style = {"stroke_dasharray": dashes, "stroke_dashoffset": f"{turn:g}"}
        chart.draw_line(hours, rates, _colour(place), stroke_width=4, stroke_linejoin="round",
                        **style)  # fmt: skip


def _stretches(lines: Sequence[Line], place: int) -> list[tuple[int, int, list[int]]]:
    """Return the stretches of a line, each with its ends and the lines that are drawn there."""
    line = lines[place]
    if len(line) == 1:
        return [(0, 0, [place])]
    found: list[tuple[int, int, list[int]]] = []
    for k in range(len(line) - 1):
        sharing = [n for n, other in enumerate(lines) if other[k : k + 2] == line[k : k + 2]]
        if found and found[-1][2] == sharing:
            found[-1] = (found[-1][0], k + 1, sharing)
        else:
            found.append((k, k + 1, sharing))
    return found


def _same(lines: Sequence[Line]) -> list[list[int]]:
    """Return the places of the lines, those that are the same together."""
    found: list[list[int]] = []
    for place, line in enumerate(lines):
        group = next((each for each in found if lines[each[0]] == line), None)
        found.append([place]) if group is None else group.append(place)
    return found


def _draw_names(
    chart: LineChart, views: Sequence[TeamView], same: Sequence[Sequence[int]], speech: Speech
) -> None:
    """Name the teams at the ends of their curves, and say which have the same one."""
    names: list[tuple[float, str, str]] = []
    for places in same:
        end = chart.y(views[places[0]].curves.critical[-1])
        names += [(end, shortened(views[k].team, LONGEST_LABEL), _colour(k)) for k in places]
        if len(places) > 1:
            names.append((end, speech.say("same_curve"), MUTED))
    lowest = chart.bottom + LABEL_DISTANCE / 2
    labels = _apart([end for end, _, _ in names], LABEL_DISTANCE, lowest)
    for (end, name, colour), y in zip(names, labels, strict=True):
        if colour != MUTED:
            chart.draw_rule((chart.right, end), (chart.right + 12, y), FAINT)
        chart.draw_text(chart.right + 18, y + 7, name, colour,
                        font_weight=400 if colour == MUTED else 600)  # fmt: skip


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
