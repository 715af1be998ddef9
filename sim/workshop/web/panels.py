"""Parts of the pages that are only looked at, as HTML. A whole team shares them."""

from pathlib import Path

from markupsafe import Markup

from sim.charts import palette
from sim.exercise import templates
from sim.exercise.icons import icon, with_icons
from sim.exercise.post_answers import MOST_POSTS, answerable_numbers
from sim.exercise.room import Member
from sim.exercise.team_view import TeamView
from sim.exercise.words.posts import Spread
from sim.exercise.words.reading import NAMES_TIMES
from sim.language.speech import Speech
from sim.reports.page import environment
from sim.workshop.web.charts import page_chart
from sim.workshop.web.faces import face
from sim.workshop.web.snapshot import TeamSnapshot
from sim.workshop.web.threads import threads

TEMPLATES = Path(__file__).parent / "templates"
WAYS = ("found", "from_friends", "from_page", "from_company", "from_press")
"""How people learnt of a matter, the most direct way first."""
LATEST_ACTS = 6
"""Acts of the company that are explained below a chart."""


def render(template: str, speech: Speech, **values: object) -> Markup:
    """Return a template of the pages, filled in."""
    page = environment(TEMPLATES, templates.TEMPLATES).get_template(template)
    own = {"palette": palette, "drawn": icon, "with_icons": with_icons}
    return Markup(page.render(speech=speech, say=speech.say, **own, **values))


def storm_panel(view: TeamView, speech: Speech) -> Markup:
    """Return how loud it is, by whom, and the curve: its last days until the story is over."""
    sizes = {"narrow": (350, 210), "wide": (640, 250)} if view.curves.hours else {}
    charts = {
        name: page_chart(view.curves, size, speech, whole=not view.until)
        for name, size in sizes.items()
    }
    acts = [
        (n, hours, do, view.promised.get(hours) if do in NAMES_TIMES else None)
        for n, (hours, do) in enumerate(view.curves.acts, 1)
    ][-LATEST_ACTS:]
    return render("storm.html", speech, view=view, charts=charts, acts=acts)


def inbox_panel(
    team: TeamSnapshot, speech: Speech, replying: bool, member: Member | None = None
) -> Markup:
    """Return the messages, newest first, with those of this round marked, and how they stand.

    A ``member`` reads those that are for them. Without one, all are shown.
    """
    return render("inbox.html", speech, view=team.storm.view, team=team, member=member,
                  replying=replying)  # fmt: skip


def feed_panel(
    view: TeamView, speech: Speech, marked: bool = False, answering: bool = False
) -> Markup:
    """Return the newest posts of everybody in their threads, the one with the latest post first.

    ``marked``: staged posts, which no storm knows of, are marked as such. ``answering``: posts
    that can be answered have a button.
    """
    found = threads(view.posts, MOST_POSTS)
    offered = answerable_numbers(view.posts, view.answers.before) if answering else ()
    return render("feed.html", speech, view=view, threads=found, face=face, abouts=view.characters,
                  marked=marked, answering=answering, offered=offered,
                  spread=spread_said(view.spread, speech))  # fmt: skip


def spread_said(spread: Spread, speech: Speech) -> str:
    """Say how many know of the matter and how they learnt of it, "" while nobody does."""
    counts = {way.removeprefix("from_"): int(getattr(spread, way)) for way in WAYS}
    ways = ", ".join(
        speech.say(f"web.way_{way}", n=speech.exact(n)) for way, n in counts.items() if n
    )
    if spread.aware < 2:
        return speech.say("web.feed_spread_one", ways=ways) if spread.aware else ""
    return speech.say("web.feed_spread", aware=speech.exact(spread.aware), ways=ways)
