"""Where a team's decisions are written: responses, their parameters, words, and advice.

What somebody writes is theirs until it is submitted; it is kept, and shown to nobody else.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from nicegui.element import Element

from sim.exercise.decisions import LONGEST_WORDS, MOST_IN_A_ROUND, Step, preparation_hours
from sim.exercise.room import Draft
from sim.exercise.words.reading import Remark, read_words
from sim.workshop.web import forms
from sim.workshop.web.forms import FormField, form
from sim.workshop.web.markup import Markup, tag
from sim.workshop.web.session import WebSession
from sim.workshop.web.widgets import (
    Container,
    Text,
    button,
    chosen,
    dress,
    later,
    shown,
    ticked,
    typed,
)
from sim.workshop.web.words import say

SAVED_AFTER = 2.0
"""Seconds after the first keystroke at which a draft is kept."""
LAST_WORDS = 1.0
"""Seconds for which a form still listens after its round is closed."""
MOST_BOUGHT = 200
"""Bought posts per hour that a form takes."""


class DecisionForm:
    """One person's decisions for the round, as they are being written."""

    def __init__(
        self,
        session: WebSession,
        person: str,
        steps: list[Step],
        submitted: Callable[[list[Step]], Any],
    ) -> None:
        self.session, self.person, self.language = session, person, session.language
        self.steps, self.changed = steps, False
        self.own = False
        """Whether this person has written here, submitted or not."""
        self.number = session.snapshot.round
        self._submitted = submitted
        self._saving = False
        self._chosen = ""
        self._warned: list[Step] | None = None
        self._cards: Element
        self._staff: Any = None
        self._asked: Element

    # -- the draft ------------------------------------------------------------------------------

    def take(self, steps: list[Step]) -> None:
        """Begin again from these decisions."""
        self.steps, self.changed, self.number = steps, False, self.session.snapshot.round
        self.own = False
        self.build_cards()

    def touch(self) -> None:
        """Something has been written: keep it soon."""
        self.changed = self.own = True
        self.session.writes(self.person, self._draft())
        if not self._saving:
            self._saving = True
            later(self._save_soon(), "keep a draft")

    async def _save_soon(self) -> None:
        await asyncio.sleep(SAVED_AFTER)
        self._saving = False
        await self.save()

    async def save(self) -> None:
        """Keep the draft; nothing if everything has been submitted."""
        await self.session.keep(self.person, self._draft())

    def _draft(self) -> Draft:
        steps = [dict(step) for step in self.steps] if self.changed else []
        return Draft(self.number, steps)

    def retire(self) -> None:
        """Out of snapshot, but there for a moment: the last words are still on their way."""
        dress(self.box, "", {"hidden": True})
        later(self._go(), "listen for the last words")

    async def _go(self) -> None:
        await asyncio.sleep(LAST_WORDS)
        if not self.box.is_deleted:
            self.box.delete()

    # -- the page -------------------------------------------------------------------------------

    def build(self) -> None:
        """The whole form."""
        with Container("div", "composer") as self.box:
            self._cards = Container("div", "cards")
            with Container("div", "field"):
                Text("label", say(self.language, "add_response"), for_="add-response")
                nothing = ("", [("", say(self.language, "choose_response"))])
                options = [(label, inner) for label, inner in forms.groups(self.language)]
                with Container("div", "row choice-row"):
                    self._choice([*nothing[1], *options])
            self._staff = shown(self._staff_told(), "p", "staff", role="status")
            self._asked = Container("div", "asked", role="alert")
            self._buttons()
        self.build_cards()

    def _choice(self, options: Any) -> None:
        """The list of responses, which a keyboard can go through before one is added."""

        def choose(value: str) -> None:
            self._chosen = value

        names = {"id": "add-response", "data_testid": "add-response"}
        chosen(choose, options, "", **names)
        add = button(say(self.language, "add"), self._add_chosen, "", "add")
        add.on("click", js_handler="() => { document.getElementById('add-response').value = '' }")

    def _add_chosen(self) -> None:
        self._chosen, do = "", self._chosen
        self._add(do)

    def _buttons(self) -> None:
        with Container("div", "row submit"):
            button(say(self.language, "submit"), self._submit, "main", "submit")
            button(say(self.language, "stay_silent"), self._silence, "", "stay-silent")

    def build_cards(self, opened: int | None = None) -> None:
        """A card for each decision."""
        self._cards.clear()
        self._asked.clear()
        with self._cards:
            for place, step in enumerate(self.steps):
                self._card(place, step, opened == place or len(self.steps) == 1)
            if not self.steps:
                Text("p", say(self.language, "nothing_yet"), "muted")
        self._renew_staff()

    def _card(self, place: int, step: Step, opened: bool) -> None:
        """One decision: what it is, and its fields."""
        do = step["do"]
        name = say(self.language, f"responses.{do}.name")
        with Container("details", "card", open=opened, data_testid=f"decision-{place}"):
            Text("summary", f"{place + 1}. {name}")
            with Container("div", "inner"):
                Text("p", say(self.language, f"responses.{do}.help"), "muted small")
                fields = form(do)
                for field in fields:
                    if field.kind in ("at", "deadline", "words", "flag"):
                        self._field(place, step, field)
                self._tone(place, step, [f for f in fields if f.kind in forms.FINE])
                with Container("div", "row"):
                    button(
                        say(self.language, "take_back"), lambda: self._remove(place), "quiet",
                        f"remove-{place}", aria_label=say(self.language, "take_back_it", what=name),
                    )  # fmt: skip

    def _tone(self, place: int, step: Step, fields: list[FormField]) -> None:
        """The finer parameters, folded away."""
        if not fields:
            return
        with Container("details", "tone"):
            Text("summary", say(self.language, "tone"))
            for field in fields:
                self._field(place, step, field)

    def _field(self, place: int, step: Step, field: FormField) -> None:
        """A labelled field."""
        name = f"{field.name}-{place}"
        label = say(self.language, f"field_{field.name}")
        names = {"id": name, "data_testid": name}

        def keep(value: Any) -> None:
            self._set(step, field, value)

        if field.kind == "flag":
            with Container("label", "flag", for_=name):
                ticked(keep, bool(step.get(field.name, field.default)), **names)
                Text("span", label)
            return
        with Container("div", "field"):
            Text("label", label, for_=name)
            if field.kind == "words":
                self._words(place, step, keep, names)
            elif field.kind in ("at", "deadline", "interval", "span"):
                options = self._options(step["do"], field)
                now = str(step.get(field.name, field.default or ""))
                chosen(keep, options, now, **names)
            else:
                self._range(step, field, keep, names)

    def _options(self, do: str, field: FormField) -> list[tuple[str, str]]:
        """What can be chosen."""
        window = self.session.exercise.windows[self.number]
        scenario = self.session.exercise.scenario
        if field.kind == "at":
            return forms.moments(window, scenario.clock.start_hours, self.language)
        if field.kind == "deadline":
            return forms.deadlines(do, window, scenario, self.language)
        if field.kind == "span":
            return forms.spans()
        return forms.intervals(self.language)

    def _range(
        self, step: Step, field: FormField, keep: Callable[[Any], None], names: dict[str, str]
    ) -> None:
        """A share from none to all, or a plain number."""
        now = step.get(field.name, field.default)
        if field.kind == "number":
            high = min(field.high, MOST_BOUGHT) if field.name == "posts_per_hour" else field.high
            typed("input", keep, f"{now:g}", type="number", min=f"{field.low:g}",
                  max=f"{high:g}", step="any", inputmode="decimal", **names)  # fmt: skip
            return
        low = max(field.low, 0.1) if field.name == "reason" else field.low
        with Container("div", "range"):
            Text("span", say(self.language, "little"), "muted small")
            typed("input", keep, f"{now:g}", type="range", min=f"{low:g}", max="1", step="0.1",
                  **names)  # fmt: skip
            Text("span", say(self.language, "much"), "muted small")

    def _words(
        self, place: int, step: Step, keep: Callable[[Any], None], names: dict[str, str]
    ) -> None:
        """The words, and what a careful colleague would say about them."""
        advice: list[Any] = []

        def changed(value: str) -> None:
            keep(value)
            if advice:
                advice[0].set_content(self._advice(step))

        typed("textarea", changed, str(step.get("words", "")), rows=5, maxlength=LONGEST_WORDS,
              aria_describedby=f"advice-{place}", placeholder=say(self.language, "words_hint"),
              **names)  # fmt: skip
        advice.append(
            shown(self._advice(step), "div", "advice", id=f"advice-{place}", aria_live="polite",
                  data_testid=f"advice-{place}")
        )  # fmt: skip

    def _advice(self, step: Step) -> Markup:
        """The remarks on a decision's words."""
        return remarks_panel(read_words(str(step.get("words", "")), self.language, step["do"]))

    # -- what the person does -------------------------------------------------------------------

    def _set(self, step: Step, field: FormField, value: Any) -> None:
        """Write a value down; what cannot be read as one is left as it was."""
        if field.kind in ("share", "number"):
            try:
                value = min(field.high, max(field.low, float(value)))
            except ValueError:
                return
        if field.kind == "words":
            value = str(value)[:LONGEST_WORDS]
        if value == step.get(field.name, field.default or ""):
            return  # what a browser sends once more, as it does when a field is left
        if value in ("", None):
            step.pop(field.name, None)
        else:
            step[field.name] = value
        self.touch()

    def _add(self, do: str) -> None:
        """Another response."""
        known = {name for _, group in forms.groups(self.language) for name, _ in group}
        if do not in known:
            return
        if len(self.steps) >= MOST_IN_A_ROUND:
            self.say(say(self.language, "refused_too_many", most=MOST_IN_A_ROUND))
            return
        self.steps.append({"do": do})
        self.touch()
        self.build_cards(len(self.steps) - 1)

    def _remove(self, place: int) -> None:
        if place < len(self.steps):
            del self.steps[place]
            self.touch()
            self.build_cards()

    async def _silence(self) -> None:
        """Nothing is said in this round: a decision like any other."""
        await self._submitted([])

    async def _submit(self) -> None:
        """Submit, after the advice has been seen once."""
        if any(
            field.needed and not step.get(field.name)
            for step in self.steps
            for field in form(step["do"])
        ):
            self.say(say(self.language, "deadline_lacks"))
            return
        remarks = [
            (step, one)
            for step in self.steps
            for one in read_words(str(step.get("words", "")), self.language, step["do"])
        ]
        if remarks and self._warned != self.steps:
            self._warned = [dict(step) for step in self.steps]
            self._ask_again(remarks)
            return
        self._asked.clear()
        await self._submitted([dict(step) for step in self.steps])

    def _ask_again(self, remarks: list[tuple[Step, Remark]]) -> None:
        """The advice, before it is submitted: it can be followed or not."""
        self._asked.clear()
        with self._asked, Container("div", "notice advice-all", data_testid="advice-all"):
            Text("p", say(self.language, "advice_before"), "strong")
            shown(remarks_panel([one for _, one in remarks]))
            Text("p", say(self.language, "advice_again"), "muted small")

    def say(self, text: str, good: bool = False) -> None:
        """Say that it was taken, or why not."""
        self._asked.clear()
        with self._asked:
            Text("p", text, "notice good" if good else "notice warn",
                 data_testid="submitted" if good else "composer-error")  # fmt: skip

    def _renew_staff(self) -> None:
        if self._staff is not None:
            self._staff.set_content(self._staff_told())

    def _staff_told(self) -> Markup:
        """Hours of work planned, of those there are."""
        member = self.session.member(self.person)
        used = preparation_hours(step["do"] for step in self.steps)
        if member is None:
            return tag("span", "")
        hours = self.session.snapshot.teams[member.team].storm.view.staff_hours
        left = hours - used
        told = say(self.language, "staff_left", left=left, hours=hours, used=used)
        return tag("span", told, class_="over" if left < 0 else None, data_testid="staff-left")


def remarks_panel(remarks: list[Remark]) -> Markup:
    """Remarks on words, each with the sentence that it is about."""
    return tag(
        "ul",
        [tag("li", tag("q", one.quote) if one.quote else None, " ", one.advice) for one in remarks],
        class_="remarks" if remarks else "none",
    )
