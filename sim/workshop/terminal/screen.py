"""The screen of an exercise in the terminal: round, inbox, page and debrief.

Texts of people are shown as they are, without reading markup in them.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isnan

from rich.console import Console
from rich.text import Text

from sim.exercise.debrief.forecast_results import ForecastOutcome
from sim.exercise.debrief.forecast_said import calibration_said
from sim.exercise.debrief.headlines import (
    alternatives_said,
    best_with_sight_said,
    ended_said,
    hindsight_rule,
    loudness,
    luck_said,
    no_best_said,
    no_decisions_said,
    not_better_said,
    plans_go_on_said,
    what_changed_most,
    what_ifs_shown,
)
from sim.exercise.debrief.plausible import over_models_rule, over_models_said
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
from sim.exercise.texts import speech_for
from sim.exercise.words.posts import Post
from sim.exercise.words.reading import Remark
from sim.language.heard import refusal_in
from sim.language.typesetting import Language
from sim.scenario import Scenario
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
        self.scenario, self.speech = scenario, speech_for(scenario, language)

    def say(self, key: str, style: str = "", **filled: object) -> None:
        """Show a text of the interface."""
        self.line(self.speech.say(key, **filled), style)

    def line(self, text: str = "", style: str = "") -> None:
        """Show a text as it is."""
        self.console.print(Text(text, style=style))

    def refused(self, refused: RefusedError) -> None:
        """Show why something is not possible, in the participants' language."""
        said = self.speech.refusal(refused) or refusal_in(refused, self.speech.language)
        self.line(f"  ! {said}", "yellow")

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
            title = self.scenario.titled(self.speech.language)
            self.heading(f"{title} · {self.speech.say('briefing')}")
            self.line(script.briefing.in_language(self.speech.language))

    def round(self, view: TeamView, rounds: int, numbered: Sequence[Post] = ()) -> None:
        """Show everything that is seen when a round begins. ``numbered`` posts get numbers."""
        head = self.speech.say("round", number=view.round + 1, of=rounds, title=view.title)
        self.heading(head)
        self.say("until", "dim", until=view.until, minutes=view.minutes)
        self._page(view, {post.number: place for place, post in enumerate(numbered, 1)})
        new = [message for message in view.inbox if message.round == view.round]
        if new:
            self.heading(self.speech.say("inbox"))
        for message in new:
            sender = self.speech.labelled(self.speech.say(f"senders.{message.sender}"))
            self.console.print(Text.assemble((f"{sender} ", "bold"), message.text))

    def _page(self, view: TeamView, numbers: Mapping[int, int]) -> None:
        """Show how loud it is, the curve so far, and the newest posts.

        ``numbers`` are those by which posts can be answered.
        """
        self.heading(self.speech.say("page", moment=view.moment))
        self.say(
            "loudness",
            severity=view.severity,
            rate=view.curves.rate,
            affected=self.speech.exact(view.critical_affected),
            bandwagon=self.speech.exact(view.critical_bandwagon),
            defending=self.speech.exact(view.defending_posts),
            articles=view.articles,
        )
        if curve := spark(view.curves.critical[3::4], 100).rstrip():
            self.line(curve, "red")
        for post in newest(view.posts):
            self._post(post, f"a{numbers[post.number]}" if post.number in numbers else "")

    def _post(self, post: Post, number: str = "") -> None:
        time = self.speech.moment(post.hours)
        who = self.speech.labelled(self.speech.say(f"authors.{post.kind}"))
        colour = COLOURS.get(post.kind, "dim")
        name = f"{post.author} · " if post.author else ""
        reply = "" if post.answers is None else "↳ "
        before = f"{number:>2} " if number else "   "
        head = (f"{before}[{time}] {reply}{name}{who} ", colour)
        counts = ((post.likes, "♥"), (post.shares, "⇄"))
        echo = "".join(f" {sign}{count}" for count, sign in counts if count)
        self.console.print(Text.assemble(head, post.text, (echo, "dim")))

    def remarks(self, remarks: Iterable[Remark]) -> None:
        """Show advice on the words."""
        for remark in remarks:
            quote = f"{self.speech.quoted(remark.quote)} " if remark.quote else ""
            self.console.print(Text.assemble(("  ! ", "yellow"), (quote, "italic"), remark.advice))

    def read(self, phrases: Sequence[str], hint: str) -> None:
        """Show how words are read, and how that is corrected."""
        told = " · ".join(phrases) or self.speech.say("read_nothing")
        head = self.speech.labelled(self.speech.say("read_as"))
        self.console.print(Text.assemble((f"  {head} ", "bold"), told))
        if hint:
            self.line(f"  {hint}", "dim")

    # -- the debrief ----------------------------------------------------------------------------

    def debrief(self, debrief: Debrief) -> None:
        """Show the whole debrief."""
        self.heading(self.speech.say("debrief", title=debrief.title))
        self.line(debrief.caveat, "italic")
        for team in debrief.teams:
            self._team(team, debrief)
        self.heading(self.speech.say("questions_heading"))
        for place, question in enumerate(debrief.questions, 1):
            self.line(f"{place}. {question}")
        self.line()
        show("", debrief.improvements, [("_" * 24, "_" * 24, "_" * 12, "_" * 12)] * ROWS_TO_IMPROVE)

    def _team(self, team: TeamDebrief, debrief: Debrief) -> None:
        """Show one team's storm, decisions and what-ifs."""
        if ended := ended_said(team.ended_early, self.speech):
            self.line(ended)
        self._cards(team, debrief)
        self._hindsight(team, debrief)
        self._calibration(team)
        self.heading(self.speech.say("storm_heading"))
        names = {name: self.speech.say(f"measures.{name}.short") for name in team.measures}
        wide = max(map(len, names.values()), default=0)
        for name, value in team.measures.items():
            self.line(f"{names[name]:{wide}} {self.speech.number(value):>8}")
        for promise in team.promises:
            self.line(f"· {promise}")
        self.heading(self.speech.say("curve_heading"))
        self.line(loudness(debrief))
        curves = [team.curve, *debrief.what_if_curves]
        highest = max(max(curve.rate, default=0.0) for curve in curves)
        self._curve(team.curve, highest, team.decisions)
        for curve in debrief.what_if_curves:
            self._curve(curve, highest, [])
        self._decisions(team, debrief)
        heading = self.speech.say("what_ifs_heading", seeds=debrief.seeds)
        rows = [
            (one.label, *self._difference_texts(one.differences)) for one in what_ifs_shown(team)
        ]
        self._differences(heading, ("heading_plan",), rows)
        self.say("clear_note", "dim")
        if on := plans_go_on_said(team, self.speech):
            self.line(on, "dim")

    def _cards(self, team: TeamDebrief, debrief: Debrief) -> None:
        """Show what helped, what did harm, and where the storm turned, in words."""
        if team.cards:
            self.heading(self.speech.say("cards_heading"))
        if none := no_best_said(team, debrief, self.speech):
            self.line(none)
        for card in team.cards:
            self.line(f"{self.speech.say(f'card_{card.kind}')} · {card.title}", "bold")
            self.line(f"  {card.verdict}")
            for reason in card.why:
                self.line(f"  · {reason}", "dim")
        if team.luck:
            self.heading(self.speech.say("luck_heading"))
        for luck in team.luck:
            self.line(luck_said(luck, self.speech))
        if team.over_models is not None:
            self.heading(self.speech.say("models_heading"))
            for said in over_models_said(team, self.speech):
                self.line(said)
            self.line(over_models_rule(team, self.speech), "dim")

    def _hindsight(self, team: TeamDebrief, debrief: Debrief) -> None:
        """Show what could have been done with what was seen."""
        hindsight = debrief.hindsight
        if hindsight is None or not team.alternatives:
            return
        self.heading(self.speech.say("hindsight_heading"))
        for head, said in alternatives_said(team, self.speech):
            self.console.print(Text.assemble((f"{head} · ", "bold"), said))
        if none := not_better_said(team, self.speech):
            self.line(none)
        for said in best_with_sight_said(team, hindsight, self.speech):
            self.line(said)
        self.line(hindsight_rule(team, hindsight, self.speech), "dim")

    def _calibration(self, team: TeamDebrief) -> None:
        """Show how sure the team was, and whether it could be."""
        found = team.calibration
        if found is None:
            return
        self.heading(self.speech.say("forecast.heading"))
        self.say(f"forecast.verdict_{found.verdict}", "bold")
        for said in calibration_said(found, self.speech):
            self.line(said)
        heads = [self.speech.say(f"forecast.head_{name}")
                 for name in ("round", "span", "came", "chance")]  # fmt: skip
        rows = [self._outcome_texts(outcome) for outcome in found.outcomes]
        show(self.speech.say("forecast.caption"), heads, rows, right=(2,))
        score = self.speech.number(found.score)
        self.say("forecast.rule", "dim", n=found.futures, score=score)

    def _outcome_texts(self, one: ForecastOutcome) -> tuple[str, ...]:
        """Return the row of a forecast: its round, its span, what came, and chance alone."""
        number, say = self.speech.exact, self.speech.say
        span = say("forecast.between", low=number(one.low), high=number(one.high))
        mark = say("forecast.held_mark" if one.held else "forecast.missed_mark")
        low, high = (self.speech.number(end) for end in (one.chance_low, one.chance_high))
        chance = say("forecast.between", low=low, high=high)
        title = f"{one.round + 1}. {one.round_title}"
        return title, f"{span} ({mark})", self.speech.number(one.came), chance

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
            self.line(no_decisions_said(team, self.speech))
            return
        heading = self.speech.say("decisions_heading", seeds=debrief.seeds)
        rows = [
            (one.moment, one.label, *self._difference_texts(one.effects)) for one in team.decisions
        ]
        self._differences(heading, ("heading_when", "heading_what"), rows)
        self.line(what_changed_most(team, debrief))

    def _difference_texts(self, differences: Iterable[Difference]) -> Iterator[str]:
        """Yield each difference with its interval, and a star where it is more than chance."""
        for one in differences:
            mean, low, high = (
                self.speech.number(n, sign=True) for n in (one.mean, one.low, one.high)
            )
            star = "*" if one.clear else ""
            yield "–" if isnan(one.mean) else f"{mean}{star}\n{low} … {high}"

    def _differences(
        self, heading: str, first: Sequence[str], rows: Sequence[Sequence[str]]
    ) -> None:
        """Show a table of paired differences."""
        self.line()
        names = [*first, *(f"measures.{name}.short" for name in COMPARED)]
        headings = [self.speech.say(name) for name in names]
        show(heading, headings, rows, right=range(len(first), len(names)))


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
