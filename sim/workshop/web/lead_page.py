"""The facilitator's page: rounds, timer, messages, teams. Each action asks for the secret."""

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui

from sim.errors import ShitstormError
from sim.exercise.refusals import RefusedError
from sim.exercise.room import Phase
from sim.exercise.room_control import SPEEDS
from sim.language.heard import refusal_in
from sim.workshop.web.header import Header
from sim.workshop.web.lead_closing import ClosingQuestion, lacking, sentences
from sim.workshop.web.lead_messages import Act, Messages
from sim.workshop.web.lead_notes import TimedNotes
from sim.workshop.web.lead_replies import Replies
from sim.workshop.web.lead_stage import WhiteCell
from sim.workshop.web.lead_teams import Teams
from sim.workshop.web.routes import joining_address
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot
from sim.workshop.web.trying import TriedMessage
from sim.workshop.web.widgets import (
    ConfirmButton,
    Container,
    Notices,
    Text,
    button,
    checkbox,
    section,
    select,
)


class LeadPage:
    """One browser of the facilitator."""

    def __init__(self, session: WebSession, secret: str) -> None:
        self.session, self.say, self._secret = session, session.speech.say, secret
        self._state: object = None
        self._closing: ClosingQuestion | None = None

    def build(self) -> None:
        """Build the page."""
        with Container("div", "page lead"):
            self.header = Header(self.session)
            self.notices = Notices(self.header.bar, self.say("put_away"), "warn")
            tried = TriedMessage(self.session, self.header.bar)
            with section("desk", self.say("desk"), "panel desk"):
                self.count = Text("p", "", "muted count", role="status", data_testid="count")
                self.controls = Container("div", "desk-inner")
            with Container("div", "sides"):
                with Container("div", "side"):
                    with section("teams", self.say("teams")):
                        self.teams = Teams(self.session, self.act)
                    with section("notes", self.say("stage.notes")):
                        self.notes = TimedNotes(self.session, self.act)
                    with section("room", self.say("room")):
                        self._build_room()
                with Container("div", "side"):
                    with section("replies", self.say("stage.replies")):
                        self.replies = Replies(self.session, self._write_back)
                    with section("messages", self.say("messages")):
                        self.messages = Messages(self.session, self.act, tried)
                    with section("white-cell", self.say("stage.white_cell")):
                        self.cell = WhiteCell(self.session, self.act)
        ui.page_title(f"{self.say('lead_title')} · {self.session.title}")
        self.renew(self.session.snapshot)

    def _build_room(self) -> None:
        """Build how to join, and what there is to show and to print."""
        Text("p", self.say("room_code"), "muted")
        Text("p", self.session.exercise.room.code, "bigcode", data_testid="room-code")
        Text("p", joining_address(self.session), "muted small", data_testid="join-address")
        links = {
            "projector": f"/projector/{self.session.identity.projector_key}",
            "printed": "/sheets",
        }
        with Container("div", "row"):
            for name, link in links.items():
                Text("a", self.say(f"link_{name}"), "button quiet", href=link, target="_blank",
                     rel="noopener", data_testid=f"link-{name}")  # fmt: skip

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Show what has changed."""
        room = self.say("room_of", code=snapshot.code)
        self.header.renew(snapshot, f"{self.say('lead_title')} · {room}")
        self.teams.renew(snapshot)
        self.messages.renew(snapshot)
        self.replies.renew(snapshot)
        self.notes.renew(snapshot)
        self.cell.renew(snapshot)
        state = (
            snapshot.phase, snapshot.round, snapshot.paused, snapshot.frozen, snapshot.speed,
            snapshot.automatic, snapshot.branches, self.session.answering, bool(snapshot.teams),
            tuple(snapshot.stuck), snapshot.approval,
        )  # fmt: skip
        if state != self._state:
            self._state = state
            self._build_controls(snapshot)
        if self._closing is not None:
            self._closing.renew()
        self._renew_count(snapshot)

    def _renew_count(self, snapshot: RoomSnapshot) -> None:
        teams = [team for team in snapshot.teams.values() if team.members]
        done = sum(team.submitted > 0 for team in teams)
        deciding = snapshot.phase is Phase.deciding
        shown = deciding and bool(teams)
        self.count.set_text(self._counted(done, len(teams)) if shown else "")

    def _counted(self, done: int, of: int) -> str:
        """Say how many teams have submitted."""
        if done == 0:
            return self.say("lacking_one") if of == 1 else self.say("none_has_submitted", of=of)
        return self.say("one_has_submitted" if done == 1 else "have_submitted", done=done, of=of)

    def _build_controls(self, snapshot: RoomSnapshot) -> None:
        """Build the controls that make sense just now."""
        self.controls.clear()
        self._closing = None
        with self.controls:
            if self.session.answering:
                Text("p", self.say("answering"), "notice wait", data_testid="answering")
                return
            self._build_stuck(snapshot)
            row = Container("div", "row")
            if snapshot.phase is Phase.deciding:
                close = self.session.close_round
                self._closing = ClosingQuestion(self.session, lambda: self.wait_for(close))
                self._build_minutes()
            with row:
                self._build_next(snapshot)
            self._build_pace(snapshot)
            self._build_rewind(snapshot)

    def _build_stuck(self, snapshot: RoomSnapshot) -> None:
        """Say which round the room has to go back to, if a storm cannot be simulated."""
        for team, number in snapshot.stuck.items():
            told = self.say("refused_storm_stuck", team=team, number=number + 1)
            Text("p", told, "notice warn", data_testid="stuck")

    def _build_next(self, snapshot: RoomSnapshot) -> None:
        """Build the buttons for what comes next."""
        session, exercise = self.session, self.session.exercise
        over = snapshot.round >= snapshot.rounds
        if snapshot.phase is Phase.deciding:
            if self._closing is not None:
                self._build_button("close_round", self._closing.press, "main")
            pause, freeze = not snapshot.paused, not snapshot.frozen
            self._build_button("pause" if pause else "resume",
                               lambda: self.act(lambda: exercise.pause(pause)))  # fmt: skip
            self._build_button("freeze" if freeze else "unfreeze",
                               lambda: self.act(lambda: exercise.freeze(freeze)))  # fmt: skip
        elif snapshot.phase is Phase.closed:
            Text("a", self.say("to_debrief"), "button main", href="/debrief",
                 data_testid="to-debrief")  # fmt: skip
            return
        elif over:
            self._build_button("end_exercise", lambda: self.wait_for(session.close), "main")
            return
        else:
            label = self.say("begin_round", number=snapshot.round + 1, title=snapshot.title)
            button(label, lambda: self.act(exercise.begin_round), "main", "begin-round")
        ConfirmButton(self.say("end_exercise"), self._ask_end,
                      lambda: self.wait_for(session.close), "end-exercise")  # fmt: skip

    def _ask_end(self) -> str:
        """Ask whether the exercise is to end, which also closes a round that is being played."""
        deciding = self.session.snapshot.phase is Phase.deciding
        told = sentences(self.session, lacking(self.session))[:1] if deciding else []
        return " ".join([*told, self.say("really_end")])

    def _build_button(self, key: str, pressed: Callable[[], Any], classes: str = "") -> None:
        button(self.say(key), pressed, classes, key.replace("_", "-"))

    def _build_minutes(self) -> None:
        with Container("div", "row", role="group", aria_label=self.say("timer")):
            for minutes in (-1, 1, 5):
                label = self.say("minutes_more", n=self.session.speech.number(minutes, sign=True))
                button(label, self._extend(minutes), "quiet", f"minutes{minutes:+d}")

    def _extend(self, minutes: float) -> Callable[[], Awaitable[bool]]:
        return lambda: self.act(lambda: self.session.exercise.extend(minutes))

    def _build_pace(self, snapshot: RoomSnapshot) -> None:
        """Build the speed of the timer, and whether rounds close by themselves."""
        exercise = self.session.exercise

        # The other setting is read when its turn comes: two may be changed in quick succession.
        def set_speed(value: str) -> Awaitable[bool]:
            return self.act(lambda: exercise.set_pace(float(value), exercise.room.automatic))

        def set_automatic(on: bool) -> Awaitable[bool]:
            return self.act(lambda: exercise.set_pace(exercise.room.speed, on))

        with Container("div", "row"):
            with Container("div", "field inline"):
                Text("label", self.say("speed"), for_="speed")
                options = [
                    (f"{speed:g}", f"× {self.session.speech.number(speed)}") for speed in SPEEDS
                ]
                select(set_speed, options, f"{snapshot.speed:g}", id="speed",
                       data_testid="speed")  # fmt: skip
            with Container("label", "flag"):
                checkbox(set_automatic, snapshot.automatic, id="automatic",
                         data_testid="automatic")  # fmt: skip
                Text("span", self.say("automatic"))
            with Container("label", "flag"):
                checkbox(lambda on: self.act(lambda: exercise.set_approval(on)), snapshot.approval,
                         id="approval", data_testid="approval")  # fmt: skip
                Text("span", self.say("deciding.leads_approve"))

    def _build_rewind(self, snapshot: RoomSnapshot) -> None:
        """Build the way back to before a round. What was played since is kept as a branch."""
        if snapshot.branches:
            Text("p", self.say("lines_kept", n=snapshot.branches), "muted small")
        if snapshot.round == 0 and snapshot.phase is Phase.waiting:
            return
        last = min(snapshot.round, snapshot.rounds - 1)
        first_stuck = min(snapshot.stuck.values(), default=last)
        options = [(str(n), f"{n + 1}. {title}") for n, title in enumerate(snapshot.titles)]
        chosen = [str(min(last, first_stuck))]

        def choose(value: str) -> None:
            chosen[0] = value

        def rewind() -> Awaitable[bool]:
            number = int(chosen[0]) if chosen[0].isdecimal() else -1
            return self.wait_for(lambda: self.session.rewind(number))

        with Container("div", "row"):
            with Container("div", "field inline"):
                Text("label", self.say("rewind_to"), for_="rewind")
                select(choose, options[: last + 1], chosen[0], id="rewind",
                       data_testid="rewind-to")  # fmt: skip
            ConfirmButton(self.say("rewind"), self.say("really_rewind"), rewind, "rewind")

    def _write_back(self, team: str, sender: str) -> None:
        self.messages.address(team, sender)

    async def act(self, work: Callable[[], Any]) -> bool:
        """Ask the exercise for something as the facilitator. Return whether it was done."""
        return await self.wait_for(lambda: self.session.ask(work))

    async def wait_for(self, work: Callable[[], Awaitable[Any]]) -> bool:
        """Do something as the facilitator. Return whether it was done. Refusals are shown."""
        return await wait_as_leader(self.session, self._secret, self.notices, work)


async def wait_as_leader(
    session: WebSession, secret: str, notices: Notices, work: Callable[[], Awaitable[Any]]
) -> bool:
    """Do something for whoever has this secret. Return whether it was done."""
    if not session.identity.leads(secret):
        return False
    try:
        await work()
    except RefusedError as refused:
        notices.show(session.refusal(refused))
        return False
    except ShitstormError as wrong:
        notices.show(refusal_in(wrong, session.speech.language))
        return False
    return True


def act_as_leader(session: WebSession, secret: str, notices: Notices) -> Act:
    """Return what asks the exercise for something for whoever has this secret."""
    return lambda work: wait_as_leader(session, secret, notices, lambda: session.ask(work))
