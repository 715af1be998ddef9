"""The facilitator's page: rounds, timer, messages, teams. Each action asks for the secret."""

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui

from sim.errors import ShitstormError
from sim.exercise.refusals import RefusedError
from sim.exercise.room import Phase
from sim.workshop.web.header import Top
from sim.workshop.web.lead_messages import Messages
from sim.workshop.web.lead_teams import Teams
from sim.workshop.web.routes import joining_address
from sim.workshop.web.session import Hall
from sim.workshop.web.snapshot import Sight
from sim.workshop.web.widgets import Asking, Box, Notices, Text, button, chosen, ticked
from sim.workshop.web.words import say, told

SPEEDS = ("0.5", "1", "2", "4", "60")


class LeadPage:
    """One browser of the facilitator."""

    def __init__(self, hall: Hall, secret: str) -> None:
        self.hall, self.language, self._secret = hall, hall.language, secret
        self._seen: object = None

    def build(self) -> None:
        """Everything, and from now on the news."""
        with Box("div", "page lead"):
            self.top = Top(self.hall)
            self.notices = Notices(self.top.bar, self._say("put_away"), "warn")
            with Box("section", "panel desk", aria_labelledby="desk-title"):
                Text("h2", self._say("desk"), id="desk-title")
                self.count = Text("p", "", "muted count", role="status", data_testid="count")
                self.desk = Box("div", "desk-inner")
            with Box("div", "sides"):
                with Box("div", "side"):
                    with Box("section", "panel", aria_labelledby="teams-title"):
                        Text("h2", self._say("teams"), id="teams-title")
                        self.teams = Teams(self.hall, self.ask)
                    with Box("section", "panel", aria_labelledby="room-title"):
                        Text("h2", self._say("room"), id="room-title")
                        self._room()
                with (
                    Box("div", "side"),
                    Box("section", "panel", aria_labelledby="messages-title"),
                ):
                    Text("h2", self._say("messages"), id="messages-title")
                    self.messages = Messages(self.hall, self.ask)
        ui.page_title(f"{self._say('lead_title')} · {self.hall.title}")
        self.renew(self.hall.sight)

    def _say(self, key: str, **filled: object) -> str:
        return say(self.language, key, **filled)

    def _room(self) -> None:
        """How to come in, and what there is to show and to print."""
        Text("p", self._say("room_code"), "muted")
        Text("p", self.hall.exercise.room.code, "bigcode", data_testid="room-code")
        Text("p", joining_address(self.hall), "muted small", data_testid="join-address")
        with Box("div", "row"):
            for name, link in (
                ("projector", f"/projector/{self.hall.projector_key}"), ("printed", "/sheets"),
            ):  # fmt: skip
                Text("a", self._say(f"link_{name}"), "button quiet", href=link, target="_blank",
                     rel="noopener", data_testid=f"link-{name}")  # fmt: skip

    # -- news -----------------------------------------------------------------------------------

    def renew(self, sight: Sight) -> None:
        """Show what has changed."""
        self.top.renew(
            sight, f"{self._say('lead_title')} · {self._say('room_of', code=sight.code)}"
        )
        self.teams.renew(sight)
        self.messages.renew(sight)
        seen = (
            sight.phase, sight.round, sight.paused, sight.frozen, sight.speed, sight.automatic,
            sight.lines, self.hall.answering, bool(sight.teams),
        )  # fmt: skip
        if seen != self._seen:
            self._seen = seen
            self._build_desk(sight)
        self._count(sight)

    def _count(self, sight: Sight) -> None:
        """How many of the teams have submitted."""
        teams = [one for one in sight.teams.values() if one.members]
        done = sum(one.submitted > 0 for one in teams)
        deciding = sight.phase is Phase.deciding
        self.count.set_text(
            self._say("have_submitted", done=done, of=len(teams)) if deciding else ""
        )

    def _build_desk(self, sight: Sight) -> None:
        """The controls that make sense just now."""
        self.desk.clear()
        with self.desk:
            if self.hall.answering:
                Text("p", self._say("answering"), "notice wait", data_testid="answering")
                return
            with Box("div", "row"):
                self._main(sight)
            if sight.phase is Phase.deciding:
                self._clock(sight)
            self._pace(sight)
            self._back(sight)

    def _main(self, sight: Sight) -> None:
        """What comes next."""
        hall, exercise = self.hall, self.hall.exercise
        if sight.phase is Phase.deciding:
            self._button("close_round", hall.close_round, "main")
            pause = "resume" if sight.paused else "pause"
            self._button(pause, lambda: hall.ask(lambda: exercise.pause(not sight.paused)))
            freeze = "unfreeze" if sight.frozen else "freeze"
            self._button(freeze, lambda: hall.ask(lambda: exercise.freeze(not sight.frozen)))
        elif sight.phase is Phase.waiting and sight.round < sight.rounds:
            label = self._say("begin_round", number=sight.round + 1, title=sight.title)
            button(label, lambda: self.ask(lambda: hall.ask(exercise.begin_round)), "main",
                   "begin-round")  # fmt: skip
        elif sight.phase is Phase.closed:
            Text("a", self._say("to_debrief"), "button main", href="/debrief",
                 data_testid="to-debrief")  # fmt: skip
        if sight.phase is not Phase.closed:
            if sight.phase is Phase.waiting and sight.round >= sight.rounds:
                self._button("end_exercise", hall.close, "main")
            else:
                Asking(self._say("end_exercise"), self._say("really_end"),
                       lambda: self.ask(hall.close), "end-exercise")  # fmt: skip

    def _button(self, key: str, work: Callable[[], Awaitable[Any]], classes: str = "") -> None:
        button(self._say(key), lambda: self.ask(work), classes, key.replace("_", "-"))

    def _clock(self, sight: Sight) -> None:
        """More time, or less."""
        with Box("div", "row", role="group", aria_label=self._say("timer")):
            for minutes in (-1, 1, 5):
                label = self._say("minutes_more", n=f"{minutes:+d}")
                button(label, self._extend(minutes), "quiet", f"minutes{minutes:+d}")

    def _extend(self, minutes: float) -> Callable[[], Awaitable[bool]]:
        exercise = self.hall.exercise
        return lambda: self.ask(lambda: self.hall.ask(lambda: exercise.extend(minutes)))

    def _pace(self, sight: Sight) -> None:
        """How fast the timer runs, and who closes the rounds."""
        exercise = self.hall.exercise
        room = exercise.room  # as it is when something is pressed, not as it was drawn

        def pace(speed: float, automatic: bool) -> Awaitable[Any]:
            return self.ask(lambda: self.hall.ask(lambda: exercise.pace(speed, automatic)))

        with Box("div", "row"):
            with Box("div", "field inline"):
                Text("label", self._say("speed"), for_="speed")
                options = [(one, f"× {one}") for one in SPEEDS]
                chosen(lambda value: pace(float(value), room.automatic), options,
                       f"{sight.speed:g}", id="speed", data_testid="speed")  # fmt: skip
            with Box("label", "flag"):
                ticked(lambda on: pace(room.speed, on), sight.automatic, id="automatic",
                       data_testid="automatic")  # fmt: skip
                Text("span", self._say("automatic"))

    def _back(self, sight: Sight) -> None:
        """Back to before a round: another way, and the old one is kept."""
        if sight.lines:
            Text("p", self._say("lines_kept", n=sight.lines), "muted small")
        if sight.round == 0 and sight.phase is Phase.waiting:
            return
        last = min(sight.round, sight.rounds - 1)
        options = [
            (str(n), f"{n + 1}. {title}") for n, title in enumerate(sight.titles) if n <= last
        ]
        where = [str(last)]

        def remember(value: str) -> None:
            where[0] = value

        with Box("div", "row"):
            with Box("div", "field inline"):
                Text("label", self._say("rewind_to"), for_="rewind")
                chosen(remember, options, where[0], id="rewind", data_testid="rewind-to")
            Asking(self._say("rewind"), self._say("really_rewind"), self._rewind(where), "rewind")

    def _rewind(self, where: list[str]) -> Callable[[], Awaitable[Any]]:
        async def rewind() -> None:
            number = int(where[0]) if where[0].isdecimal() else -1
            await self.ask(lambda: self.hall.rewind(number))

        return rewind

    # -- doing ----------------------------------------------------------------------------------

    async def ask(self, work: Callable[[], Awaitable[Any]]) -> bool:
        """Do something as the facilitator; whether it was done. Refusals are told."""
        if not self.hall.leads(self._secret):
            return False
        try:
            await work()
        except RefusedError as refused:
            self.notices.tell(told(self.language, refused))
            return False
        except ShitstormError as wrong:
            self.notices.tell(str(wrong))
            return False
        return True
