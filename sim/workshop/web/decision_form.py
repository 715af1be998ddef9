"""The form for a team's decisions: responses, their fields, words, and advice.

All members of a team see and write the same draft, each in a form of their own.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from markupsafe import Markup
from nicegui import ui
from nicegui.element import Element

from sim.exercise.decisions import MOST_IN_A_ROUND, Step, preparation_hours
from sim.exercise.words.reading import Remark
from sim.storm.responses import CATALOGUE
from sim.workshop.web.approval_part import Approval
from sim.workshop.web.deciding.editing import LineEditor, Typist
from sim.workshop.web.deciding.team_draft import DraftLine
from sim.workshop.web.decision_card import DecisionCard, remarks
from sim.workshop.web.forms import form
from sim.workshop.web.kept_words import AsideWords, FormerDraft
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

SUBMITTING = ("submit", "submit_anyway")
"""What the button to submit says, before and after advice was shown."""
LAST_WORDS = 1.0
"""Seconds for which a form still listens after its round is closed."""


class DecisionForm:
    """One person's form for the draft of their team."""

    def __init__(
        self,
        session: WebSession,
        hand: Typist,
        submitted: Callable[[list[Step]], Any],
        told: Callable[[str], None],
    ) -> None:
        """Prepare it. ``submitted`` submits for the team, ``told`` tells the person something."""
        self.session, self.hand, self.say = session, hand, session.speech.say
        self.draft = hand.draft
        self.number = session.snapshot.round
        self._key = key_of_person(session.code, hand.person)
        self._submitted, self._told = submitted, told
        self._warned: str | None = None
        """Sign of the draft on which advice was shown."""
        self._advised: Element | None = None
        """The box of that advice, while it stands there."""
        self._open: int | None = None
        self._shown: dict[int, DecisionCard] = {}
        self._cards: Element
        self._staff: ui.html
        self._answer: Element
        self._submit_button: Text
        self.approval: Approval

    # -- the draft ------------------------------------------------------------------------------

    @property
    def steps(self) -> list[Step]:
        """The steps of the draft as they stand."""
        return [line.step for line in self.draft.lines]

    def add(self, steps: list[Step]) -> None:
        """Add decisions to the draft, as many as a round takes."""
        self.hand.add(*steps)
        self.renew()

    def renew(self) -> None:
        """Show what the team has changed. The cards in which somebody writes stay as they are."""
        lines = {line.key: line for line in self.draft.lines}
        for gone in self._shown.keys() - lines.keys():
            self._shown.pop(gone).box.delete()
        for key, line in lines.items():
            if key not in self._shown:
                self._build_card(line)
            self._shown[key].show()
        self._empty.set_visibility(not lines)
        self._staff.set_content(self._staff_left())
        self._choice.renew(bool(lines))
        self._former.renew(self.draft.kept)
        self._aside.renew(self.draft.aside)
        self._renew_advice()
        self.renew_approval()
        together = LineEditor.others(self.hand)
        self._together.set_text(
            self.say("deciding.also_writing", names=", ".join(together)) if together else ""
        )

    def renew_approval(self) -> None:
        """Show what is asked of the lead, and who may submit."""
        self.approval.renew()
        self._submit_button.set_text(self._submitting())
        self._submit_button.set_visibility(not self.approval.decides_on_draft)

    def _submitting(self) -> str:
        """Return what the button to submit does now."""
        names = ("deciding.ask", "deciding.ask_anyway") if self.approval.needed else SUBMITTING
        return self.say(names[self._advised is not None and self._warned == self.draft.mark])

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
            self._former = FormerDraft(self.session, self.hand, self.renew)
            self._cards = Container("div", "cards")
            self._empty = Text("p", self.say("nothing_yet"), "muted")
            self._together = Text("p", "", "together", data_testid="together")
            self._build_choice()
            self._aside = AsideWords(self.session, self.hand, self.renew)
            self._staff = html(Markup(), "p", "staff", role="status")
            self._answer = Container("div", "asked", role="alert")
            self.approval = Approval(self.session, self.hand, self._submitted, self._told)
            with Container("div", "row submit"):
                self._submit_button = button(self.say("submit"), self._submit, "main", "submit")
                button(self.say("stay_silent"), self._ask_silence, "", "stay-silent")
        self.renew()

    def _build_choice(self) -> None:
        """Build the cards of all responses, which one press adds."""
        member = self.session.member(self.hand.person)
        view = self.session.snapshot.teams[member.team].storm.view if member else None
        promised = view is not None and view.promises_open > 0
        scenario, speech = self.session.exercise.scenario, self.session.speech
        self._choice = ResponseCards(scenario, speech, self._add)
        self._choice.build(promised)

    def _build_card(self, line: DraftLine) -> None:
        """Build the card of a response."""
        branches, do = self.session.snapshot.branches, line.step["do"]
        key = key_of_field(self._key, branches, self.number, line.key, do)
        window = self.session.exercise.windows[self.number]
        card = DecisionCard(self.session, LineEditor(self.hand, line), window, key)
        with self._cards:
            newest = line.key == self.draft.lines[-1].key  # a colleague's as well
            card.build(newest or line.key == self._open, self._remove)
        self._shown[line.key] = card

    def _staff_left(self) -> Markup:
        """Return the hours of work that are left, of those there are."""
        member = self.session.member(self.hand.person)
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
        if len(self.draft.lines) >= MOST_IN_A_ROUND:
            self.answer(self.say("refused_too_many", most=MOST_IN_A_ROUND))
            return
        for line in self.hand.add({"do": do}):
            self._open = line.key
        self.renew()

    def _remove(self, key: int) -> None:
        self.hand.remove(key)
        self.renew()

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
        if advice and self._warned != self.draft.mark:
            self._warned = self.draft.mark
            self._show_advice(advice)
            return
        self._clear_answer()
        if self.approval.needed or self.approval.must_look:
            self.approval.ask()
        else:
            await self._submitted(self.draft.steps())

    async def _stay_silent(self) -> None:
        """Submit that nothing is said, or ask for it."""
        self._clear_answer()
        if self.approval.needed:
            self.approval.ask(silent=True)
        else:
            await self._submitted([])

    def _ask_silence(self) -> None:
        """Ask whether the team is to say nothing. Nothing is submitted before the answer."""
        self._clear_answer()
        with self._answer, Container("div", "notice", data_testid="silence-asked",
                                     data_reveal="nearest"):  # fmt: skip
            Text("p", self.say("silence_asked"), "strong")
            if self.steps:
                Text("p", self.say("silence_keeps_draft"), "muted small")
            with Container("div", "row"):
                button(self.say("stay_silent"), self._stay_silent, "main", "silence-yes")
                button(self.say("silence_not_yet"), self._clear_answer, "quiet", "silence-no")

    def _show_advice(self, advice: list[Remark]) -> None:
        """Show the advice before anything is submitted. It can be followed or not."""
        self._clear_answer()
        with self._answer, Container("div", "notice advice-all", data_testid="advice-all",
                                     data_reveal="start") as self._advised:  # fmt: skip
            self.renew_approval()
            Text("p", self.say("advice_unsent"), "unsent", data_testid="unsent")
            Text("p", self.say("advice_before"), "strong")
            html(render("remarks.html", self.session.speech, remarks=advice))
            Text("p", self.say("advice_again", button=self._submitting()), "muted small")

    def _renew_advice(self) -> None:
        """Take the advice away once the draft is another one, or is submitted by others."""
        if self._advised is None or self._warned == self.draft.mark:
            if self._advised is not None and not self.draft.pending:
                self._clear_answer()
            return
        self._warned = None
        self._advised.clear()
        with self._advised:
            Text("p", self.say("advice_unsent"), "unsent", data_testid="unsent")
            Text("p", self.say("advice_changed"))

    def _clear_answer(self) -> None:
        self._answer.clear()
        self._advised = None
        self.renew_approval()

    def answer(self, text: str, good: bool = False) -> None:
        """Say that the decisions were taken, or why not."""
        self._clear_answer()
        with self._answer:
            Text("p", text, "notice good" if good else "notice warn", data_reveal="nearest",
                 data_testid="submitted" if good else "composer-error")  # fmt: skip
