"""How sure a team is: its forecast for the round, below its decisions."""

from nicegui.element import Element

from sim.exercise.forecast import WAYS, Way
from sim.exercise.forecast_words import forecast_said, number_of
from sim.exercise.refusals import RefusedError
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot
from sim.workshop.web.widgets import Container, Text, button, dress, select, text_field

LONGEST_NUMBER = 8


class ForecastPart:
    """One person's view of their team's forecast. Everybody but observers may give it."""

    def __init__(self, session: WebSession, person: str) -> None:
        self.session, self.person = session, person
        self.speech, self.say = session.speech, session.speech.say
        self._box: Element = Container("section", "forecast", aria_labelledby="forecast-title")
        self._shown: object = None
        self._low = self._high = ""
        self._way: Way | None = None
        self._wanted: Text
        self._status: Text

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Ask while a round is open. What is being written stays."""
        member = snapshot.members.get(self.person)
        asks = member is not None and not member.observes and self.session.decides
        asks = asks and not snapshot.frozen
        shown = (member.team, snapshot.round, snapshot.branches) if member and asks else None
        if shown != self._shown:
            self._shown = shown
            self._box.clear()
            if member is not None and shown is not None:
                with self._box:
                    self._build(snapshot, member.team)
        if member is not None and shown is not None:
            self._renew_status(snapshot, member.team)

    def _build(self, snapshot: RoomSnapshot, team: str) -> None:
        given, view = snapshot.teams[team].forecasts, snapshot.teams[team].storm.view
        before, current = given.get(snapshot.round - 1), given.get(snapshot.round)
        rate = self.speech.number(view.curves.rate)
        self._wanted = Text("p", self.say("forecast.asked_now"), "strong", hidden=True)
        Text("h3", self.say("forecast.title"), id="forecast-title")
        if before is not None:
            low, high = self.speech.exact(before.low), self.speech.exact(before.high)
            Text("p", self.say("forecast.last", low=low, high=high, came=rate), "muted small",
                 data_testid="forecast-last")  # fmt: skip
        Text("p", self.say("forecast.asked", until=snapshot.until, rate=rate))
        self._low = "" if current is None else f"{current.low:g}"
        self._high = "" if current is None else f"{current.high:g}"
        self._way = None if current is None else current.way
        with Container("div", "span-fields"):
            self._build_number("low", self._low)
            self._build_number("high", self._high)
            with Container("div", "field"):
                Text("label", self.say("forecast.way"), for_="forecast-way")
                ways = [("", "–"), *((way, self.say(f"forecast.way_{way}")) for way in WAYS)]
                select(self._choose, ways, self._way or "", id="forecast-way",
                       data_testid="forecast-way")  # fmt: skip
        button(self.say("forecast.keep"), self._keep, "", "forecast-keep")
        self._status = Text("p", "", "small", role="status", data_testid="forecast-status")

    def _build_number(self, name: str, value: str) -> None:
        def changed(text: str) -> None:
            setattr(self, f"_{name}", text)

        with Container("div", "field"):
            Text("label", self.say(f"forecast.{name}"), for_=f"forecast-{name}")
            text_field("input", changed, value, type="text", inputmode="decimal",
                       maxlength=LONGEST_NUMBER, id=f"forecast-{name}", autocomplete="off",
                       data_testid=f"forecast-{name}")  # fmt: skip

    def _choose(self, way: str) -> None:
        self._way = next((each for each in WAYS if each == way), None)

    async def _keep(self) -> None:
        """Keep the forecast for the team, or say what is missing."""
        low, high = number_of(self._low), number_of(self._high)
        if low is None or high is None:
            self._tell(self.say("forecast.needs"))
            return
        try:
            await self.session.foretell(self.person, low, high, self._way)
        except RefusedError as refused:
            key = "forecast.refused" if refused.key == "no_span" else ""
            self._tell(self.say(key) if key else self.session.refusal(refused))

    def _tell(self, text: str) -> None:
        self._status.text = text
        self._status.classes(add="warn-text")

    def _renew_status(self, snapshot: RoomSnapshot, team: str) -> None:
        """Show the team's forecast, and ask for one once it has submitted."""
        seen = snapshot.teams[team]
        current = seen.forecasts.get(snapshot.round)
        wanted = bool(seen.submitted) and current is None
        dress(self._wanted, hidden=not wanted)
        self._box.classes(**{"add" if wanted else "remove": "wanted"})
        if current is None:
            self._status.text = self._status.text or self.say("forecast.none_yet")
            return
        told = forecast_said(current, self.speech)
        self._status.text = self.say("forecast.kept", name=current.by, span=told)
        self._status.classes(remove="warn-text")
