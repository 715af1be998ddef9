"""How a run that goes on looks in a notebook: its curve so far, the acts and the promises."""

from collections.abc import Sequence

import numpy as np
from markupsafe import Markup

from sim.engines.resumable import ResumableRun
from sim.results.storm import WINDOW
from sim.results.windows import per_hour
from sim.storm.times import weekday_text

WIDTH, HEIGHT, ABOVE, BELOW = 640.0, 170.0, 20.0, 22.0
MOST_POINTS = 320
MOST_ACTS = 12
"""Acts listed, the last ones."""


def run_as_html(run: ResumableRun, title: str) -> str:
    """Return a heading, a curve of the critical posts per hour, and the acts, as HTML."""
    acts = [
        (weekday_text(run.scenario.clock.start_hours + act.hours), act.do, act.summary)
        for act in run.acts[-MOST_ACTS:]
    ]
    broken = sum(promise.outcome == "broken" for promise in run.promises)
    figures = (
        f"{int(run.series['critical_posts'].sum())} critical posts, "
        f"{len(run.acts)} acts, {broken} promises broken"
    )
    heading = Markup("<p><b>{}</b><br>{}</p>").format(title, figures)
    return str(
        Markup("<div>{}{}{}</div>").format(heading, _curve(run), _table(acts, len(run.acts)))
    )


def _curve(run: ResumableRun) -> Markup:
    """Draw critical posts per hour over the whole story, as far as it is told."""
    scenario = run.scenario
    rate = per_hour(run.series["critical_posts"], WINDOW, scenario.hours_per_tick)
    top = max(4.0, float(rate.max(initial=0.0)))
    step = 1 + len(rate) // MOST_POINTS
    places = np.arange(0, len(rate), step)
    along = WIDTH / max(1, scenario.ticks)
    points = " ".join(f"{at * along:.1f},{_height(rate[at], top):.1f}" for at in places)
    rules = Markup("").join(
        Markup('<line x1="{0:.1f}" x2="{0:.1f}" y1="{1}" y2="{2}" stroke="#999" {3}/>').format(
            act.tick * along, ABOVE, HEIGHT - BELOW, Markup('stroke-dasharray="2 3"')
        )
        for act in run.acts
    )
    days = Markup("").join(
        Markup('<text x="{:.1f}" y="{}" font-size="11" fill="currentColor">{}</text>').format(
            day * 24.0 / scenario.hours_per_tick * along,
            HEIGHT - 6,
            weekday_text(scenario.clock.start_hours + day * 24.0)[:3],
        )
        for day in range(int(np.ceil(scenario.clock.days)))
    )
    frame = Markup(
        '<svg viewBox="0 0 {w:g} {h:g}" width="{w:g}" style="max-width:100%" role="img" '
        'aria-label="critical posts per hour"><text x="0" y="12" font-size="11" '
        'fill="currentColor">{top:.3g} critical posts per hour</text>{rules}'
        '<line x1="0" x2="{w:g}" y1="{floor:g}" y2="{floor:g}" stroke="#999"/>'
        '<polyline points="{points}" fill="none" stroke="#D55E00" stroke-width="2"/>{days}</svg>'
    )
    return frame.format(
        w=WIDTH, h=HEIGHT, top=top, rules=rules, floor=HEIGHT - BELOW, points=points, days=days
    )


def _height(rate: float, top: float) -> float:
    return HEIGHT - BELOW - (HEIGHT - BELOW - ABOVE) * float(rate) / top


def _table(acts: Sequence[tuple[str, str, str]], number: int) -> Markup:
    """List the last acts, and say how many came before."""
    if not acts:
        return Markup("")
    row = Markup("<tr><td>{}</td><td>{}</td><td style='text-align:left'>{}</td></tr>")
    rows = Markup("").join(row.format(*act) for act in acts)
    before = number - len(acts)
    more = Markup("<p>{} earlier acts are not listed.</p>").format(before) if before else Markup("")
    return Markup("<table>{}</table>{}").format(rows, more)
