"""Responses as cards in groups: what each is, what it costs and what it risks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from sim.language.speech import Speech, texts
from sim.scenario import Scenario
from sim.storm.responses import CATALOGUE
from sim.workshop.web.forms import groups
from sim.workshop.web.panels import render
from sim.workshop.web.widgets import Container, Text, dress, html

FOR_EACH_PERSON = ("individual-answers", "private-channel")
"""Responses that take work for each person who is answered, beside their preparation."""
PRESSED = """(event) => {
  const card = event.target.closest("[data-do]");
  if (!card) return;
  document.querySelector("[data-testid=add-response]")?.focus();
  emit(card.dataset.do);
}"""
"""The cards fold away when one is pressed, so that the focus goes to what they fold into."""


@dataclass(frozen=True, slots=True)
class ResponseCard:
    """What a card says of a response."""

    do: str
    group: str
    name: str
    cost: str
    meaning: str
    risk: str


class ResponseCards:
    """The cards of all responses that can mean something in a story. One press chooses one.

    They are one piece of HTML. Elements of their own, for everybody of a full room at once, took
    the server longer than all else when a round began.
    """

    def __init__(self, scenario: Scenario, speech: Speech, choose: Callable[[str], Any]) -> None:
        self.scenario, self.speech, self._choose = scenario, speech, choose

    def build(self, promised: bool = True) -> None:
        """Build the groups, one of them open at a time. ``promised`` is true once a time is out."""
        known = makes_sense(self.scenario, promised)

        def choose(event: Any) -> None:
            if event.args in known:
                self._choose(event.args)

        with Container("details", "choose", open=True) as self.box:
            self._title = Text("summary", self.speech.say("add_response"),
                               data_testid="add-response")  # fmt: skip
            cards = html(self._markup(known), "div", "response-groups", data_testid="responses")
            cards.on("click", choose, js_handler=PRESSED)

    def renew(self, chosen: bool) -> None:
        """Fold the cards away once something is chosen, and offer them again with nothing."""
        title = self.speech.say("cards.more" if chosen else "add_response")
        if self._title.text != title:
            self._title.text = title
            dress(self.box, open=not chosen)

    def _markup(self, known: set[str]) -> Markup:
        """Return the groups of the responses that are known, and their cards."""
        offered = (
            (title, [self._card(do, name) for do, name in members if do in known])
            for title, members in groups(self.speech)
        )
        shown = [(title, cards) for title, cards in offered if cards]
        return render("response_cards.html", self.speech, groups=shown)

    def _card(self, do: str, name: str) -> ResponseCard:
        """Return what the card of a response says."""
        cost = cost_said(do, self.speech, self.scenario)
        meaning, risk = meaning_of(do, self.speech), risk_of(do, self.speech)
        return ResponseCard(do, CATALOGUE[do].group, name, cost, meaning, risk)


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
