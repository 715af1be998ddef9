"""A moment of a run in pictures and words: who stands where, who told whom, feelings, posts."""

from collections.abc import Sequence

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from sim.charts.graph import KINDS, PersonKind
from sim.charts.layout import Places
from sim.charts.palette import INK
from sim.exercise.icons import with_icons
from sim.exercise.line_chart import LineChart, Margins
from sim.exercise.words.posts import Post
from sim.lab.watching import GROUPS, Stand, WatchedRun
from sim.lab.web.chart_view import HEADROOM, LEFT, LOWEST_TOP, RIGHT, WIDTH, points
from sim.language.speech import Speech

SIDE = 1000
"""Units of each side of the drawing."""
SHAPES = {
    "o": "m-{r} 0a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0",
    "^": "m0 -{r}l{r} {d}h-{d}z",
    "s": "m-{r} -{r}h{d}v{d}h-{d}z",
}
"""Outlines of the markers around a point."""
LATELY = 6.0
"""Hours for which a line from teller to told is drawn strongly."""
MOST_POSTS, MOST_TIES = 10, 9_000
MOST_LETTERS = 280
CURVE_HEIGHT = 92.0


def moment_said(hours: float, speech: Speech) -> str:
    """Name a moment with the number of its day, as weekdays come again in long storms."""
    day = int((speech.started % 24.0 + hours) // 24.0) + 1
    return speech.say("lab.day_n", day=speech.full_moment(hours), n=day)


def curve_svg(rate: NDArray[np.float64], length: float, speech: Speech) -> Markup:
    """Draw critical posts per hour over the whole run, above the slider."""
    top = HEADROOM * max(LOWEST_TOP, float(rate.max()))
    margins = Margins(left=LEFT, right=RIGHT, above=6.0, below=22.0)
    chart = LineChart((WIDTH, CURVE_HEIGHT), (0.0, length), top, speech, margins)
    hours, rates = points(length, rate)
    chart.draw_line(hours, rates, INK, stroke_width=1.6)
    return chart.svg(speech.say("lab.people_curve"))


def background_svg(stand: Stand) -> Markup:
    """Draw ties and everybody as a silent person. It stays for the whole run."""
    x, y = _places(stand.places)
    few = stand.ties[:: max(1, -(-len(stand.ties) // MOST_TIES))]
    lines = "".join(f"M{x[a]} {y[a]}L{x[b]} {y[b]}" for a, b in few)
    ties = Markup('<path d="{}" class="ties"/>').format(lines)
    return _svg(ties + _people(KINDS[0], stand.places), "", hidden=True)


def moment_svg(seen: WatchedRun, frame: int, speech: Speech) -> Markup:
    """Draw who told whom up to a frame, and everybody who is not silent."""
    x, y = _places(seen.stand.places)
    parts = []
    told = seen.told[seen.told[:, 0] <= frame]
    since = np.asarray(seen.hours)[told[:, 0]] if len(told) else np.empty(0)
    late = since > seen.hours[frame] - LATELY
    for name, group in (("told", told[~late]), ("told lately", told[late])):
        lines = "".join(f"M{x[a]} {y[a]}L{x[b]} {y[b]}" for _, a, b in group)
        parts.append(Markup('<path d="{}" class="{}"/>').format(lines, name))
    kinds = seen.kinds[frame]
    parts += [
        _people(kind, seen.stand.places[kinds == place])
        for place, kind in enumerate(KINDS)
        if place
    ]
    said = speech.say(
        "lab.people_said", moment=speech.moment(seen.hours[frame]),
        critics=int(seen.counts[frame][1:3].sum()), people=seen.everybody,
    )  # fmt: skip
    return _svg(Markup("").join(parts), said)


def _svg(content: Markup, said: str, hidden: bool = False) -> Markup:
    told = Markup('aria-hidden="true"') if hidden else Markup('role="img" aria-label="{}"')
    return Markup('<svg viewBox="0 0 {} {}" {}>{}</svg>').format(
        SIDE, SIDE, told.format(said), content
    )


def _places(places: Places) -> tuple[list[int], list[int]]:
    """Return places on the drawing, with a margin for the markers."""
    across = np.rint(SIDE * (0.5 + 0.485 * places)).astype(int)
    return across[:, 0].tolist(), (SIDE - across[:, 1]).tolist()


def _people(kind: PersonKind, places: Places) -> Markup:
    """Draw people of a kind as one path."""
    radius = round(1.75 * kind.size, 1)
    shape = SHAPES[kind.marker].format(r=radius, d=2 * radius)
    path = "".join(f"M{x} {y}{shape}" for x, y in zip(*_places(places), strict=True))
    return Markup('<path d="{}" {}/>').format(path, _ink(kind))


def _ink(kind: PersonKind) -> Markup:
    if kind.hollow:
        return Markup('fill="#fff" stroke="{}" stroke-width="2.5"').format(kind.colour)
    return Markup('fill="{}" stroke="{}" stroke-width="1"').format(kind.colour, kind.edge)


def counts_html(seen: WatchedRun, frame: int, speech: Speech) -> Markup:
    """Count everybody on the page by class, and those who know by how they learnt of it."""
    counts, routes = seen.counts[frame], seen.routes[frame]
    rows = Markup("").join(
        Markup("<tr><th scope=row>{}{}</th><td>{}</td></tr>").format(
            _sign(kind), speech.say(f"people.{kind.name}"), speech.number(float(count))
        )
        for kind, count in zip(KINDS, counts, strict=True)
    )
    ways = ", ".join(
        speech.say(f"lab.route_{way}", n=speech.number(float(routes[way])))
        for way in (2, 3, 4, 5, 1)
        if routes[way]
    )
    known = speech.number(float(routes[1:].sum()))
    told = speech.say("lab.people_known", n=known, people=speech.number(float(seen.everybody)))
    said = speech.labelled(told) + f" {ways}." if ways else f"{told}."
    return Markup('<table class="lab-figures" data-testid="counts">{}</table><p>{}</p>').format(
        rows, said
    )


def _sign(kind: PersonKind) -> Markup:
    radius = 5
    shape = SHAPES[kind.marker].format(r=radius, d=2 * radius)
    return Markup(
        '<svg class="sign" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 8{}" {}/></svg>'
    ).format(shape, _ink(kind))


def groups_html(seen: WatchedRun, frame: int, speech: Speech) -> Markup:
    """Say what those feel who believed in a promise, and those who never did."""
    heads = ("group", "group_people", "group_trust", "group_grievance", "group_critics")
    head = Markup("").join(
        Markup("<th scope=col>{}</th>").format(speech.say(f"lab.{name}")) for name in heads
    )
    rows = []
    for name in GROUPS:
        felt = seen.groups[frame][name]
        some = felt.people > 0
        cells = (
            speech.number(float(felt.people)),
            speech.number(round(felt.trust, 2)) if some else "–",
            speech.number(round(felt.grievance, 2)) if some else "–",
            speech.percent(felt.critics) if some else "–",
        )
        said = Markup("").join(Markup("<td>{}</td>").format(cell) for cell in cells)
        rows.append(
            Markup('<tr data-testid="group-{}"><th scope=row>{}</th>{}</tr>').format(
                name, speech.say(f"lab.group_{name}"), said
            )
        )
    return Markup(
        '<table class="lab-figures"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
    ).format(head, Markup("").join(rows))


def posts_html(seen: WatchedRun, frame: int, speech: Speech) -> Markup:
    """Return the newest posts of the page at a frame, the newest one first."""
    posts: Sequence[Post] = [
        post for post in seen.posts[: seen.written[frame]] if post.hours <= seen.hours[frame]
    ]
    if seen.scenario.exercise is None:
        return Markup("<p>{}</p>").format(speech.say("lab.posts_no_voices"))
    if not posts:
        return Markup("<p>{}</p>").format(speech.say("lab.posts_none"))
    newest = posts[-MOST_POSTS:][::-1]
    return Markup('<ul class="lab-posts">{}</ul>').format(
        Markup("").join(_post(post, speech) for post in newest)
    )


def _post(post: Post, speech: Speech) -> Markup:
    company = post.kind == "company"
    who = speech.say("lab.lane_acts") if company else speech.say(f"authors.{post.kind}")
    text = post.text if len(post.text) <= MOST_LETTERS else post.text[: MOST_LETTERS - 1] + "…"
    name = f"{post.author}, " if post.author else ""
    return Markup('<li class="{}"><span class="muted">{}{} · {}</span><p>{}</p></li>').format(
        post.kind, name, who, speech.moment(post.hours), with_icons(text)
    )
