"""The facilitator's page: rounds, timer, messages, teams. Each action asks for the secret."""

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui

from sim.errors import ShitstormError
from sim.exercise.refusals import RefusedError
from sim.exercise.room import Phase
from sim.exercise.room_control import SPEEDS
from sim.workshop.web.header import Header
from sim.workshop.web.lead_messages import Messages
from sim.workshop.web.lead_teams import Teams
from sim.workshop.web.routes import joining_address
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot
from sim.workshop.web.widgets import ConfirmButton, Container, Notices, Text, button, chosen, ticked
from sim.workshop.web.words import say, told


class LeadPage:
    """One browser of the facilitator."""

    def __init__(self, session: WebSession, secret: str) -> None:
        self.session, self.language, self._secret = session, session.language, secret
        self._seen: object = None

    def build(self) -> None:
        """Everything, and from now on the news."""
        with Container("div", "page lead"):
            self.top = Header(self.session)
            self.notices = Notices(self.top.bar, self._say("put_away"), "warn")
            with Container("section", "panel desk", aria_labelledby="desk-title"):
                Text("h2", self._say("desk"), id="desk-title")
                self.count = Text("p", "", "muted count", role="status", data_testid="count")
                self.desk = Container("div", "desk-inner")
            with Container("div", "sides"):
                with Container("div", "side"):
                    with Container("section", "panel", aria_labelledby="teams-title"):
                        Text("h2", self._say("teams"), id="teams-title")
                        self.teams = Teams(self.session, self.ask)
                    with Container("section", "panel", aria_labelledby="room-title"):
                        Text("h2", self._say("room"), id="room-title")
                        self._room()
                with (
                    Container("div", "side"),
                    Container("section", "panel", aria_labelledby="messages-title"),
                ):
                    Text("h2", self._say("messages"), id="messages-title")
                    self.messages = Messages(self.session, self.ask)
        ui.page_title(f"{self._say('lead_title')} · {self.session.title}")
        self.renew(self.session.snapshot)

    def _say(self, key: str, **filled: object) -> str:
        return say(self.language, key, **filled)

    def _room(self) -> None:
        """How to come in, and what there is to show and to print."""
        Text("p", self._say("room_code"), "muted")
        Text("p", self.session.exercise.room.code, "bigcode", data_testid="room-code")
        Text("p", joining_address(self.session), "muted small", data_testid="join-address")
        with Container("div", "row"):
            for name, link in (
                ("projector", f"/projector/{self.session.projector_key}"), ("printed", "/sheets"),
            ):  # fmt: skip
                Text("a", self._say(f"link_{name}"), "button quiet", href=link, target="_blank",
                     rel="noopener", data_testid=f"link-{name}")  # fmt: skip

    # -- news -----------------------------------------------------------------------------------

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Show what has changed."""
        self.top.renew(
            snapshot, f"{self._say('lead_title')} · {self._say('room_of', code=snapshot.code)}"
        )
        self.teams.renew(snapshot)
        self.messages.renew(snapshot)
        seen = (
            snapshot.phase, snapshot.round, snapshot.paused, snapshot.frozen, snapshot.speed,
            snapshot.automatic, snapshot.lines, self.session.answering, bool(snapshot.teams),
        )  # fmt: skip
        if seen != self._seen:
            self._seen = seen
            self._build_desk(snapshot)
        self._count(snapshot)

    def _count(self, snapshot: RoomSnapshot) -> None:
        """How many of the teams have submitted."""
        teams = [one for one in snapshot.teams.values() if one.members]
        done = sum(one.submitted > 0 for one in teams)
        deciding = snapshot.phase is Phase.deciding
        self.count.set_text(
            self._say("have_submitted", done=done, of=len(teams)) if deciding else ""
        )

    def _build_desk(self, snapshot: RoomSnapshot) -> None:
        """The controls that make sense just now."""
        self.desk.clear()
        with self.desk:
            if self.session.answering:
                Text("p", self._say("answering"), "notice wait", data_testid="answering")
                return
            with Container("div", "row"):
                self._main(snapshot)
            if snapshot.phase is Phase.deciding:
                self._clock(snapshot)
            self._pace(snapshot)
            self._back(snapshot)

    def _main(self, snapshot: RoomSnapshot) -> None:
        """What comes next."""
        session, exercise = self.session, self.session.exercise
        if snapshot.phase is Phase.deciding:
            self._button("close_round", session.close_round, "main")
            pause = "resume" if snapshot.paused else "pause"
            self._button(pause, lambda: session.ask(lambda: exercise.pause(not snapshot.paused)))
            freeze = "unfreeze" if snapshot.frozen else "freeze"
            self._button(freeze, lambda: session.ask(lambda: exercise.freeze(not snapshot.frozen)))
        elif snapshot.phase is Phase.waiting and snapshot.round < snapshot.rounds:
            label = self._say("begin_round", number=snapshot.round + 1, title=snapshot.title)
            button(label, lambda: self.ask(lambda: session.ask(exercise.begin_round)), "main",
                   "begin-round")  # fmt: skip
        elif snapshot.phase is Phase.closed:
            Text("a", self._say("to_debrief"), "button main", href="/debrief",
                 data_testid="to-debrief")  # fmt: skip
        if snapshot.phase is not Phase.closed:
            if snapshot.phase is Phase.waiting and snapshot.round >= snapshot.rounds:
                self._button("end_exercise", session.close, "main")
            else:
                ConfirmButton(self._say("end_exercise"), self._say("really_end"),
                       lambda: self.ask(session.close), "end-exercise")  # fmt: skip

    def _button(self, key: str, work: Callable[[], Awaitable[Any]], classes: str = "") -> None:
        button(self._say(key), lambda: self.ask(work), classes, key.replace("_", "-"))

    def _clock(self, snapshot: RoomSnapshot) -> None:
        """More time, or less."""
        with Container("div", "row", role="group", aria_label=self._say("timer")):
            for minutes in (-1, 1, 5):
                label = self._say("minutes_more", n=f"{minutes:+d}")
                button(label, self._extend(minutes), "quiet", f"minutes{minutes:+d}")

    def _extend(self, minutes: float) -> Callable[[], Awaitable[bool]]:
        exercise = self.session.exercise
        return lambda: self.ask(lambda: self.session.ask(lambda: exercise.extend(minutes)))

    def _pace(self, snapshot: RoomSnapshot) -> None:
        """How fast the timer runs, and who closes the rounds."""
        exercise = self.session.exercise
        room = exercise.room  # as it is when something is pressed, not as it was drawn

        def pace(speed: float, automatic: bool) -> Awaitable[Any]:
            return self.ask(lambda: self.session.ask(lambda: exercise.set_pace(speed, automatic)))

        with Container("div", "row"):
            with Container("div", "field inline"):
                Text("label", self._say("speed"), for_="speed")
                options = [(f"{speed:g}", f"× {speed:g}") for speed in SPEEDS]
                chosen(lambda value: pace(float(value), room.automatic), options,
                       f"{snapshot.speed:g}", id="speed", data_testid="speed")  # fmt: skip
            with Container("label", "flag"):
                ticked(lambda on: pace(room.speed, on), snapshot.automatic, id="automatic",
                       data_testid="automatic")  # fmt: skip
                Text("span", self._say("automatic"))

    def _back(self, snapshot: RoomSnapshot) -> None:
        """Back to before a round: another way, and the old one is kept."""
        if snapshot.lines:
            Text("p", self._say("lines_kept", n=snapshot.lines), "muted small")
        if snapshot.round == 0 and snapshot.phase is Phase.waiting:
            return
        last = min(snapshot.round, snapshot.rounds - 1)
        options = [
            (str(n), f"{n + 1}. {title}") for n, title in enumerate(snapshot.titles) if n <= last
        ]
        where = [str(last)]

        def remember(value: str) -> None:
            where[0] = value

        with Container("div", "row"):
            with Container("div", "field inline"):
                Text("label", self._say("rewind_to"), for_="rewind")
                chosen(remember, options, where[0], id="rewind", data_testid="rewind-to")
            ConfirmButton(
                self._say("rewind"), self._say("really_rewind"), self._rewind(where), "rewind"
            )

    def _rewind(self, where: list[str]) -> Callable[[], Awaitable[Any]]:
        async def rewind() -> None:
            number = int(where[0]) if where[0].isdecimal() else -1
            await self.ask(lambda: self.session.rewind(number))

        return rewind

    # -- doing ----------------------------------------------------------------------------------

    async def ask(self, work: Callable[[], Awaitable[Any]]) -> bool:
        """Do something as the facilitator; whether it was done. Refusals are told."""
        if not self.session.leads(self._secret):
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
