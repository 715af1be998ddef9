"""Responses as cards in groups: what each is, what it costs and what it risks."""

from collections.abc import Callable
from typing import Any

from sim.language.speech import Speech, texts
from sim.scenario import Scenario
from sim.storm.responses import CATALOGUE
from sim.workshop.web.forms import groups
from sim.workshop.web.widgets import Container, Text, dress

FOR_EACH_PERSON = ("individual-answers", "private-channel")
"""Responses that take work for each person who is answered, beside their preparation."""
PRESSED = """() => {
  document.querySelector("[data-testid=add-response]")?.focus();
  emit();
}"""
"""The cards fold away when one is pressed, so that the focus goes to what they fold into."""


class ResponseCards:
    """The cards of all responses that can mean something in a story. One press chooses one."""

    def __init__(self, scenario: Scenario, speech: Speech, choose: Callable[[str], Any]) -> None:
        self.scenario, self.speech, self._choose = scenario, speech, choose

    def build(self, promised: bool = True) -> None:
        """Build the groups, one of them open at a time. ``promised`` is true once a time is out."""
        known = makes_sense(self.scenario, promised)
        with Container("details", "choose", open=True) as self.box:
            self._title = Text("summary", self.speech.say("add_response"),
                               data_testid="add-response")  # fmt: skip
            with Container("div", "response-groups"):
                for title, members in groups(self.speech):
                    offered = [(do, name) for do, name in members if do in known]
                    if offered:
                        self._build_group(title, offered)

    def renew(self, chosen: bool) -> None:
        """Fold the cards away once something is chosen, and offer them again with nothing."""
        title = self.speech.say("cards.more" if chosen else "add_response")
        if self._title.text != title:
            self._title.text = title
            dress(self.box, open=not chosen)

    def _build_group(self, title: str, members: list[tuple[str, str]]) -> None:
        group = CATALOGUE[members[0][0]].group
        with Container("details", "response-group", name="responses"):
            with Container("summary", data_testid=f"group-{group}"):
                Text("strong", title)
                Text("span", ", ".join(name for _, name in members), "muted small")
            with Container("div", "response-list"):
                for do, name in members:
                    self._build_card(do, name)

    def _build_card(self, do: str, name: str) -> None:
        card = Container("button", "response-card", type="button", data_testid=f"choose-{do}")
        card.on("click", lambda: self._choose(do), js_handler=PRESSED)
        with card:
            Text("strong", name)
            Text("span", cost_said(do, self.speech, self.scenario), "cost")
            Text("span", meaning_of(do, self.speech), "what")
            Text("span", self.speech.say("cards.risk", risk=risk_of(do, self.speech)), "risk")


def makes_sense(scenario: Scenario, promised: bool = True) -> set[str]:
    """Return the responses that can mean something in a story.

    Nothing can be called repaired where nothing breaks. Nobody's clients wait where nobody has
    any. A time can be withdrawn only once one is out (``promised``).
    """
    incident = scenario.incident
    without = {
        "fixed-notice": incident is None or incident.repair is None,
        "client-help": incident is None or incident.clients <= 0.0,
        "change-of-plan": not promised,
    }
    return {do for do in CATALOGUE if do != "silence" and not without.get(do)}


def meaning_of(do: str, speech: Speech) -> str:
    """Return in a sentence what a response is."""
    return texts(speech.language).get(f"responses.{do}.help") or CATALOGUE[do].meaning()


def risk_of(do: str, speech: Speech) -> str:
    """Return what a response risks, in the words of its author if it is not of the catalogue."""
    return texts(speech.language).get(f"responses.{do}.risk") or CATALOGUE[do].risk


def cost_said(do: str, speech: Speech, scenario: Scenario | None = None) -> str:
    """Say how much work a response is: to prepare it, and in a ``scenario`` for each person."""
    hours = speech.exact(CATALOGUE[do].prepared_in)
    pace = 0.0 if scenario is None else scenario.company.private_answers_per_hour
    if do in FOR_EACH_PERSON and pace > 0.0:
        return speech.say("cards.cost_each", hours=hours, minutes=speech.number(60.0 / pace))
    return speech.say("cards.cost", hours=hours)
