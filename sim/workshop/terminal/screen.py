"""The screen of an exercise in the terminal: round, inbox, page and debrief.

Texts of people are shown as they are, without reading markup in them.
"""

import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from sim.exercise.debrief.headlines import loudness, what_changed_most
from sim.exercise.debrief.results import (
    COMPARED,
    ROWS_TO_IMPROVE,
    Curve,
    Debrief,
    Decision,
    Difference,
    TeamDebrief,
)
from sim.exercise.refusals import RefusedError
from sim.exercise.team_view import TeamView
from sim.exercise.texts import say
from sim.exercise.words.feed import Post
from sim.exercise.words.reading import Remark
from sim.language.numbers import full_moment, number
from sim.language.speech import texts
from sim.language.typesetting import Language, labelled, quoted
from sim.scenario import Scenario
from sim.scenario.exercise import called
from sim.terminal.showing import WIDE, show

BARS = " ▁▂▃▄▅▆▇█"
NEWEST = 8
"""Posts of people shown on the page."""
NEWEST_OWN = 2
"""Posts of the company shown on the page."""
COLOURS = {
    "affected": "red",
    "bandwagon": "yellow",
    "defender": "green",
    "planted": "green",
    "company": "bold cyan",
}


class Screen:
    """A terminal, or a pipe."""

    def __init__(self, scenario: Scenario, language: Language) -> None:
        self.console = Console(width=None if sys.stdout.isatty() else WIDE, highlight=False)
        self.scenario, self.language = scenario, language

    def say(self, key: str, style: str = "", **filled: object) -> None:
        """Show a text of the interface."""
        self.line(say(self.language, key, **filled), style)

    def line(self, text: str = "", style: str = "") -> None:
        """Show a text as it is."""
        self.console.print(Text(text, style=style))

    def refused(self, refused: RefusedError) -> None:
        """Why something is not possible, in the participants' language if there are words."""
        key, filled = f"refused_{refused.key}", dict(refused.filled)
        known = texts(self.language)
        if (field := f"exercise.field_{filled.get('field')}") in known:
            filled["field"] = known[field]
        text = say(self.language, key, **filled) if f"exercise.{key}" in known else str(refused)
        self.line(f"  ! {text}", "yellow")

    def heading(self, text: str) -> None:
        """Show the heading of a part."""
        self.line()
        self.line(text, "bold")
        self.line("─" * min(len(text), 60), "dim")

    # -- before and within a round --------------------------------------------------------------

    def briefing(self) -> None:
        """Show what the team knows before the first round."""
        script = self.scenario.exercise
        if script is not None:
            title = called(self.scenario.title, self.scenario.exercise, self.language)
            self.heading(f"{title} · {say(self.language, 'briefing')}")
            self.line(script.briefing.in_language(self.language))
            self.heading(say(self.language, "goals"))
            for goal in script.goals:
                self.line(f"· {goal.in_language(self.language)}")

    def round(self, view: TeamView, rounds: int) -> None:
        """Show everything that is seen when a round begins."""
        head = say(self.language, "round", number=view.round + 1, of=rounds, title=view.title)
        self.heading(head)
        self.say("until", "dim", until=view.until, minutes=view.minutes)
        self._page(view)
        new = [message for message in view.inbox if message.round == view.round]
        if new:
            self.heading(say(self.language, "inbox"))
        for message in new:
            sender = labelled(say(self.language, f"senders.{message.sender}"), self.language)
            self.console.print(Text.assemble((f"{sender} ", "bold"), message.text))

    def _page(self, view: TeamView) -> None:
        """Show how loud it is, the curve so far, and the newest posts."""
        self.heading(say(self.language, "page", moment=view.moment))
        self.say(
            "loudness",
            severity=view.severity,
            rate=number(view.curves.rate, self.language),
            affected=view.critical_affected,
            bandwagon=view.critical_bandwagon,
            defending=view.defending_posts,
            articles=view.articles,
        )
        if curve := spark(view.curves.critical[3::4], 100).rstrip():
            self.line(curve, "red")
        for post in newest(view.posts):
            self._post(post)

    def _post(self, post: Post) -> None:
        start = self.scenario.clock.start_hours
        time = full_moment(start + int(post.hours * 4) / 4, self.language)
        who = labelled(say(self.language, f"authors.{post.kind}"), self.language)
        colour = COLOURS.get(post.kind, "dim")
        name = f"{post.author} · " if post.author else ""
        head = (f"[{time}] {name}{who} ", colour)
        self.console.print(Text.assemble(head, post.text))

    def remarks(self, remarks: Iterable[Remark]) -> None:
        """Show advice on the words."""
        for remark in remarks:
            quote = f"{quoted(remark.quote, self.language)} " if remark.quote else ""
            self.console.print(Text.assemble(("  ! ", "yellow"), (quote, "italic"), remark.advice))

    # -- the debrief ----------------------------------------------------------------------------

    def debrief(self, debrief: Debrief) -> None:
        """Show the whole debrief."""
        self.heading(say(self.language, "debrief", title=debrief.title))
        self.line(debrief.caveat, "italic")
        for team in debrief.teams:
            self._team(team, debrief)
        self.heading(say(self.language, "questions_heading"))
        for place, question in enumerate(debrief.questions, 1):
            self.line(f"{place}. {question}")
        self.line()
        show("", debrief.improvements, [("_" * 24, "_" * 24, "_" * 12, "_" * 12)] * ROWS_TO_IMPROVE)

    def _team(self, team: TeamDebrief, debrief: Debrief) -> None:
        """Show one team's storm, decisions and what-ifs."""
        self.heading(say(self.language, "storm_heading"))
        for name, value in team.measures.items():
            measure = say(self.language, f"measures.{name}.short")
            self.line(f"{measure:32} {number(value, self.language):>8}")
        for promise in team.promises:
            self.line(f"· {promise}")
        self.heading(say(self.language, "curve_heading"))
        self.line(loudness(debrief))
        curves = [team.curve, *debrief.what_if_curves]
        highest = max(max(curve.rate, default=0.0) for curve in curves)
        self._curve(team.curve, highest, team.decisions)
        for curve in debrief.what_if_curves:
            self._curve(curve, highest, [])
        self._decisions(team, debrief)
        heading = say(self.language, "what_ifs_heading", seeds=debrief.seeds)
        rows = [(one.label, *self._difference_texts(one.differences)) for one in team.what_ifs]
        self._differences(heading, ("heading_plan",), rows)
        self.say("clear_note", "dim")

    def _curve(self, curve: Curve, highest: float, decisions: Sequence[Decision]) -> None:
        """Show a curve as bars on a common scale, six hours a sign, with decisions below."""
        wide = 6
        marks = [" "] * (len(curve.rate) // wide + 1)
        for decision in decisions:
            marks[min(len(marks) - 1, int(decision.hours // wide))] = "▲"
        top = f"{max(curve.rate, default=0.0):.0f}/h"
        self.line(f"{spark(curve.rate, len(marks), highest)} {top:>6}  {curve.name}", "red")
        if decisions:
            self.line("".join(marks), "cyan")

    def _decisions(self, team: TeamDebrief, debrief: Debrief) -> None:
        """Show what each decision changed."""
        if not team.decisions:
            self.say("no_decisions")
            return
        heading = say(self.language, "decisions_heading", seeds=debrief.seeds)
        rows = [
            (one.moment, one.label, *self._difference_texts(one.effects)) for one in team.decisions
        ]
        self._differences(heading, ("heading_when", "heading_what"), rows)
        self.line(what_changed_most(team, debrief))

    def _difference_texts(self, differences: Iterable[Difference]) -> Iterable[str]:
        return (difference_text(one, self.language) for one in differences)

    def _differences(
        self, heading: str, first: Sequence[str], rows: Sequence[Sequence[str]]
    ) -> None:
        """Show a table of paired differences."""
        self.line()
        names = [*first, *(f"measures.{name}.short" for name in COMPARED)]
        headings = [say(self.language, name) for name in names]
        show(heading, headings, rows, right=range(len(first), len(names)))


def difference_text(difference: Difference, language: Language) -> str:
    """Return a difference with its interval, and a star where it is more than chance."""
    if difference.mean != difference.mean:
        return "–"
    star = "*" if difference.clear else ""
    low, high = (number(one, language, sign=True) for one in (difference.low, difference.high))
    return f"{number(difference.mean, language, sign=True)}{star}\n{low} … {high}"


def newest(posts: Sequence[Post]) -> list[Post]:
    """Return the newest posts of critics and defenders, and the company's own last ones."""
    people = [post for post in posts if post.kind not in ("company", "fan")][-NEWEST:]
    company = [post for post in posts if post.kind == "company"][-NEWEST_OWN:]
    shown = {id(post) for post in (*people, *company)}
    return [post for post in posts if id(post) in shown]


def spark(values: Sequence[float], width: int, highest: float | None = None) -> str:
    """Return values as bars of text, in at most this many signs."""
    if not values:
        return ""
    per = -(-len(values) // width)
    groups = [max(values[k : k + per]) for k in range(0, len(values), per)]
    top = highest or max(groups) or 1.0
    steps = len(BARS) - 1
    return "".join(BARS[min(steps, -int(-value / top * steps // 1))] for value in groups)
