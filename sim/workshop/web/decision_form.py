"""The form for a team's decisions: responses, their fields, words, and advice.

What a person writes is their own until it is submitted. It is kept and shown to nobody else.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from markupsafe import Markup
from nicegui import ui
from nicegui.element import Element

from sim.exercise.decisions import MOST_IN_A_ROUND, Step, preparation_hours
from sim.exercise.room import Draft
from sim.exercise.words.reading import Remark
from sim.storm.responses import CATALOGUE
from sim.workshop.web.decision_card import DecisionCard, remarks
from sim.workshop.web.forms import form
from sim.workshop.web.panels import render
from sim.workshop.web.response_cards import ResponseCards
from sim.workshop.web.session import WebSession
from sim.workshop.web.unsent import key_of_field, key_of_person
from sim.workshop.web.widgets import (
    Container,
    Text,
    button,
    dress,
    html,
    in_background,
)

LAST_WORDS = 1.0
"""Seconds for which a form still listens after its round is closed."""


class DecisionForm:
    """One person's decisions for the round, as they are being written."""

    def __init__(
        self,
        session: WebSession,
        person: str,
        steps: list[Step],
        submitted: Callable[[list[Step]], Any],
    ) -> None:
        self.session, self.person, self.say = session, person, session.speech.say
        self.steps, self.changed = steps, False
        self.own = False
        """True if this person has written here, submitted or not."""
        self.number = session.snapshot.round
        self._key = key_of_person(session.code, person)
        self._submitted = submitted
        self._warned: list[Step] | None = None
        self._cards: Element
        self._staff: ui.html
        self._answer: Element

    # -- the draft ------------------------------------------------------------------------------

    def take(self, steps: list[Step]) -> None:
        """Begin again from these decisions."""
        self.steps, self.changed, self.number = steps, False, self.session.snapshot.round
        self.own = False
        self._build_cards()

    def add(self, steps: list[Step]) -> None:
        """Add decisions to these, as many as a round takes."""
        self.steps = [*self.steps, *steps][:MOST_IN_A_ROUND]
        self._build_cards()
        self.touch()

    def touch(self) -> None:
        """Keep what has been written, soon."""
        self.changed = self.own = True
        self.session.remember_draft(self.person, self._draft())

    async def save(self) -> None:
        """Keep the draft, which is empty if everything has been submitted."""
        await self.session.keep_draft(self.person, self._draft())

    def _draft(self) -> Draft:
        return Draft(self.number, self._copies() if self.changed else [])

    def _copies(self) -> list[Step]:
        return [dict(step) for step in self.steps]

    def retire(self) -> None:
        """Hide the form, but listen for a moment: the last words are still on their way."""
        dress(self.box, hidden=True)
        in_background(self._delete_later(), "listen for the last words")

    async def _delete_later(self) -> None:
        await asyncio.sleep(LAST_WORDS)
        if not self.box.is_deleted:
            self.box.delete()

    # -- the page -------------------------------------------------------------------------------

    def build(self) -> None:
        """Build the whole form."""
        with Container("div", "composer") as self.box:
            self._cards = Container("div", "cards")
            self._build_choice()
            self._staff = html(Markup(), "p", "staff", role="status")
            self._answer = Container("div", "asked", role="alert")
            with Container("div", "row submit"):
                button(self.say("submit"), self._submit, "main", "submit")
                button(self.say("stay_silent"), self._ask_silence, "", "stay-silent")
        self._build_cards()

    def _build_choice(self) -> None:
        """Build the cards of all responses, which one press adds."""
        member = self.session.member(self.person)
        view = self.session.snapshot.teams[member.team].storm.view if member else None
        promised = view is not None and view.promises_open > 0
        scenario, speech = self.session.exercise.scenario, self.session.speech
        self._choice = ResponseCards(scenario, speech, self._add)
        self._choice.build(promised)

    def _build_cards(self, opened: int | None = None) -> None:
        """Build a card for each decision."""
        self._cards.clear()
        self._answer.clear()
        window = self.session.exercise.windows[self.number]
        branches = self.session.snapshot.branches
        with self._cards:
            for place, step in enumerate(self.steps):
                key = key_of_field(self._key, branches, self.number, place, step["do"])
                card = DecisionCard(self.session, step, place, window, self.touch, key)
                card.build(opened == place or len(self.steps) == 1, self._remove)
            if not self.steps:
                Text("p", self.say("nothing_yet"), "muted")
        self._staff.set_content(self._staff_left())
        self._choice.renew(bool(self.steps))

    def _staff_left(self) -> Markup:
        """Return the hours of work that are left, of those there are."""
        member = self.session.member(self.person)
        if member is None:
            return Markup()
        used = preparation_hours(step["do"] for step in self.steps)
        hours = self.session.snapshot.teams[member.team].storm.view.staff_hours
        text = self.say("staff_left", left=hours - used, hours=hours, used=used)
        over = Markup(' class="over"') if used > hours else ""
        return Markup('<span{} data-testid="staff-left">{}</span>').format(over, text)

    # -- what the person does -------------------------------------------------------------------

    def _add(self, do: str) -> None:
        """Add a response."""
        if do not in CATALOGUE or do == "silence":
            return
        if len(self.steps) >= MOST_IN_A_ROUND:
            self.answer(self.say("refused_too_many", most=MOST_IN_A_ROUND))
            return
        self.steps.append({"do": do})
        self.touch()
        self._build_cards(len(self.steps) - 1)

    def _remove(self, place: int) -> None:
        if place < len(self.steps):
            del self.steps[place]
            self.touch()
            self._build_cards()

    async def _submit(self) -> None:
        """Submit, after the advice has been seen once."""
        if any(
            field.needed and not step.get(field.name)
            for step in self.steps
            for field in form(step["do"])
        ):
            self.answer(self.say("deadline_lacks"))
            return
        window = self.session.exercise.windows[self.number]
        advice = [each for step in self.steps for each in remarks(step, self.session, window)]
        if advice and self._warned != self.steps:
            self._warned = self._copies()
            self._show_advice(advice)
            return
        self._answer.clear()
        await self._submitted(self._copies())

    def _ask_silence(self) -> None:
        """Ask whether the team is to say nothing. Nothing is submitted before the answer."""
        self._answer.clear()
        with self._answer, Container("div", "notice", data_testid="silence-asked"):
            Text("p", self.say("silence_asked"), "strong")
            if self.steps:
                Text("p", self.say("silence_keeps_draft"), "muted small")
            with Container("div", "row"):
                button(self.say("stay_silent"), lambda: self._submitted([]), "main", "silence-yes")
                button(self.say("silence_not_yet"), self._answer.clear, "quiet", "silence-no")

    def _show_advice(self, advice: list[Remark]) -> None:
        """Show the advice before anything is submitted. It can be followed or not."""
        self._answer.clear()
        with self._answer, Container("div", "notice advice-all", data_testid="advice-all"):
            Text("p", self.say("advice_before"), "strong")
            html(render("remarks.html", self.session.speech, remarks=advice))
            Text("p", self.say("advice_again"), "muted small")

    def answer(self, text: str, good: bool = False) -> None:
        """Say that the decisions were taken, or why not."""
        self._answer.clear()
        with self._answer:
            Text("p", text, "notice good" if good else "notice warn",
                 data_testid="submitted" if good else "composer-error")  # fmt: skip
