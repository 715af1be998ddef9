"""Control of a room by its facilitator: log, timer, messages, and what teams may do."""

import threading
import time
from collections.abc import Iterable

from sim.exercise import events
from sim.exercise.decisions import Window, windows
from sim.exercise.events import AnyEvent
from sim.exercise.inbox import injects_of
from sim.exercise.input import one_at_a_time, one_line, tidy
from sim.exercise.log import EventLog
from sim.exercise.message_events import InjectChanged, Injected, Seen
from sim.exercise.refusals import RefusedError
from sim.exercise.room import Phase, Room
from sim.scenario import Scenario
from sim.scenario.exercise import Exercise, Inject, Sender

LONGEST_MESSAGE = 1000
LONGEST_NOTE = 2000
LONGEST_KEY, MOST_SEEN = 100, 500
"""Characters of a message's key, and messages that one person puts away."""
SPEEDS = (0.5, 1.0, 2.0, 4.0, 60.0)
"""Speeds of the timer. The last one is for demonstrations."""
BUSY = {
    Phase.waiting: "no round is open; what was submitted before stands",
    Phase.deciding: "a round is being played; close it first",
    Phase.closed: "the exercise is over; rewind it to play on",
}
"""Reasons why something cannot be done in a phase."""


class RoomControl:
    """A room under a facilitator. All methods may be called from any thread."""

    def __init__(self, log: EventLog, room: Room) -> None:
        self.lock = threading.RLock()
        self.log = log
        self.room = room
        self.windows: list[Window] = windows(room.scenario)
        self._played_before = room.played
        self._since: float | None = self._now_if_running()

    # -- messages and notes ---------------------------------------------------------------------

    @one_at_a_time
    def inject(
        self, sender: Sender, text: str, team: str | None = None, minutes: float | None = None
    ) -> None:
        """Send a message now, to one team or to all, to be replied to within some minutes."""
        if team is not None:
            self._known_team(team)
        text = tidy(text, LONGEST_MESSAGE)
        self._record(
            Injected(round=self.room.round, sender=sender, text=text, team=team, minutes=minutes)
        )

    @one_at_a_time
    def put_away(self, person: str, message: str) -> None:
        """Record that a person has seen a message."""
        seen = self.room.seen.get(person, set())
        if person in self.room.members and message not in seen and len(seen) < MOST_SEEN:
            self._record(Seen(person=person, message=message[:LONGEST_KEY]))

    @one_at_a_time
    def change_inject(self, name: str, text: str | None) -> None:
        """Rewrite a message that is still to come, or skip it (None)."""
        if name not in {inject.name for inject in self.pending_injects}:
            raise RefusedError(f"{name!r} is not among the messages still to come", "too_late")
        text = None if text is None else tidy(text, LONGEST_MESSAGE)
        self._record(InjectChanged(inject=name, text=text))

    @one_at_a_time
    def inject_early(self, name: str, sender: Sender, text: str) -> None:
        """Send a message that is still to come, or was skipped, and not a second time then.

        It reaches the role that it is for, and its deadline runs.
        """
        planned = {each.name: each for each in (*self.skipped_injects, *self.pending_injects)}
        if name not in planned:
            raise RefusedError(f"{name!r} is not among the messages still to come", "too_late")
        inject, text = planned[name], tidy(text, LONGEST_MESSAGE)
        sent = Injected(round=self.room.round, sender=sender, text=text, team=None,
                        minutes=inject.minutes, to=inject.to, inject=name)  # fmt: skip
        if inject in self.pending_injects:
            self.change_inject(name, None)
        self._record(sent)

    @property
    def pending_injects(self) -> list[Inject]:
        """Injects of the rounds that have not begun, but for those that were sent before."""
        return self._unsent(range(self.room.rounds_begun, len(self.windows)))

    @property
    def skipped_injects(self) -> list[Inject]:
        """Injects that were skipped in rounds that have begun. They can still be sent."""
        begun = range(min(self.room.rounds_begun, len(self.windows)))
        return [
            each for each in self._unsent(begun) if self.room.changed.get(each.name, "") is None
        ]

    def _unsent(self, rounds: Iterable[int]) -> list[Inject]:
        """Return injects of some rounds that the facilitator has not sent by hand."""
        sent = {message.inject for message in self.room.sent}
        planned = (each for n in rounds for each in injects_of(self.scenario, self.windows, n))
        return [each for each in planned if each.name not in sent]

    @one_at_a_time
    def note(self, field: str, text: str) -> None:
        """Write a text into a field of the debrief. An empty one deletes it."""
        text = one_line(text)[:LONGEST_NOTE]
        if self.room.notes.get(field, "") != text:
            self._record(events.Noted(field=field, text=text))

    # -- what people may do, and how long -------------------------------------------------------

    @one_at_a_time
    def freeze(self, frozen: bool = True) -> None:
        """Stop people from submitting, or let them again."""
        self._record(events.Frozen(frozen=frozen))

    @one_at_a_time
    def pause(self, paused: bool = True) -> None:
        """Stop the timer, or start it again."""
        self._record(events.Paused(paused=paused))

    @one_at_a_time
    def extend(self, minutes: float) -> None:
        """Give the round that is played more real minutes, or fewer."""
        self._require(Phase.deciding)
        self._record(events.Extended(seconds=max(60.0 * minutes, -self.seconds_left)))

    @one_at_a_time
    def set_pace(self, speed: float, automatic: bool) -> None:
        """Set the speed of the timer, and whether rounds close by themselves at its end."""
        if speed not in SPEEDS:
            raise RefusedError(f"there is no speed {speed:g}")
        self._record(events.PaceChanged(speed=speed, automatic=automatic))

    @one_at_a_time
    def keep_time(self) -> None:
        """Record how much of the round has been played, if it is running."""
        if self._since is not None:
            self._record(events.TimePassed())

    @property
    def seconds_left(self) -> float:
        """Real seconds left to decide in this round, at ordinary speed."""
        if self.room.phase is not Phase.deciding:
            return 0.0
        given = self.script.rounds[self.room.round].minutes * 60.0 + self.room.extra
        return max(0.0, given - self.played)

    @property
    def played(self) -> float:
        """Real seconds of the present round so far, without pauses and time after a crash."""
        running = 0.0 if self._since is None else time.monotonic() - self._since
        return self._played_before + running * self.room.speed

    @property
    def running(self) -> bool:
        """True while the timer runs."""
        return self._since is not None

    # -- internals ------------------------------------------------------------------------------

    @property
    def scenario(self) -> Scenario:
        """The story."""
        return self.room.scenario

    @property
    def script(self) -> Exercise:
        """The scenario's exercise."""
        script = self.scenario.exercise
        if script is None:
            raise RefusedError(f"{self.scenario.name} has no [exercise]")
        return script

    def _record(self, event: AnyEvent, played: float | None = None) -> None:
        """Keep an event, then apply it to the room."""
        played = self.played if played is None else played
        event = event.model_copy(update={"played": played})
        self.log.append(self.room.code, event)
        event.apply(self.room)
        self._played_before, self._since = self.room.played, self._now_if_running()

    def _now_if_running(self) -> float | None:
        running = self.room.phase is Phase.deciding and not self.room.paused
        return time.monotonic() if running else None

    def _known_team(self, team: str) -> None:
        if team not in self.room.teams:
            raise RefusedError(f"there is no team {team!r}", "no_team")

    def _require(self, phase: Phase) -> None:
        if self.room.phase is not phase:
            raise RefusedError(BUSY[self.room.phase], f"busy_{self.room.phase}")
