"""An exercise while it is played: what people ask for becomes an event, or is refused.

    exercise = Exercise.open(log, scenario, seed=7)       or  Exercise.resume(log, code)
    exercise.add_team("North"); exercise.join(...)
    exercise.begin_round(); exercise.decide(...); exercise.close_round()     # and so on
    exercise.close()

Each event is on the disk before anything follows from it. The storms are worked out from
the events, so that after a fall of the machine every room stands where it stood.
"""

import secrets
import threading
import time
from collections.abc import Iterable, Mapping
from typing import Any

from sim.scenario import Scenario
from sim.scenario.exercise import Exercise as Script
from sim.scenario.exercise import Inject, Language, Sender
from sim.workshop.answers import Answers
from sim.workshop.asking import new_code, one_at_a_time, tidy
from sim.workshop.decisions import Step, Window, checked, windows
from sim.workshop.events import (
    AnyEvent,
    Changed,
    Closed,
    Decided,
    Frozen,
    Injected,
    Joined,
    Opened,
    Paused,
    Rewound,
    RoundBegun,
    RoundClosed,
    TeamAdded,
)
from sim.workshop.feed import Post
from sim.workshop.inbox import Message, coming
from sim.workshop.log import EventLog
from sim.workshop.refusals import RefusedError
from sim.workshop.room import Member, Phase, Room, rebuilt
from sim.workshop.storms import TeamStorm

MOST_TEAMS = 8
MOST_PEOPLE = 60
LONGEST_NAME = 40
LONGEST_MESSAGE = 1000
BUSY = {
    Phase.waiting: "no round is open; what was submitted before stands",
    Phase.deciding: "a round is being played; close it first",
    Phase.closed: "the exercise is over; rewind it to play on",
}
"""Why something cannot be done in a phase."""


class Exercise:
    """One room that is played. All methods may be called from any thread."""

    def __init__(self, log: EventLog, room: Room) -> None:
        self.lock = threading.RLock()
        self.log = log
        self.room = room
        self.windows: list[Window] = windows(room.scenario)
        self._answers = Answers(room)
        self._played_before = room.played
        self._since: float | None = self._now_if_running()

    @classmethod
    def open(
        cls, log: EventLog, scenario: Scenario, seed: int = 0, language: Language = "en"
    ) -> "Exercise":
        """Open a new room; everything about it is in the log from now on."""
        windows(scenario)
        code = new_code(log.rooms())
        first = Opened(
            scenario=scenario.name,
            document=scenario.document,
            seed=seed,
            language=language,
            secret=secrets.token_urlsafe(24),
        )
        log.append(code, first)
        return cls(log, rebuilt(code, [first]))

    @classmethod
    def resume(cls, log: EventLog, code: str) -> "Exercise":
        """A room as it stood when its last event was kept."""
        events = log.events(code)
        if not events:
            raise RefusedError(f"there is no room {code}; known: {', '.join(log.rooms()) or '-'}")
        return cls(log, rebuilt(code, events))

    # -- people -------------------------------------------------------------------------------

    @one_at_a_time
    def add_team(self, name: str) -> str:
        """Another team; its name as it is kept. A late team starts with silence."""
        name = tidy(name, LONGEST_NAME)
        if name.casefold() in {team.casefold() for team in self.room.teams}:
            raise RefusedError(f"there is a team {name!r} already; choose another name")
        if len(self.room.teams) >= MOST_TEAMS:
            raise RefusedError(f"there are {MOST_TEAMS} teams already; join one of them")
        self._happen(TeamAdded(team=name))
        return name

    @one_at_a_time
    def join(self, pseudonym: str, team: str, role: str, person: str | None = None) -> Member:
        """Somebody comes in, at any time, or changes team or role; their key is secret."""
        self._known_team(team)
        if role not in self.script.roles:
            raise RefusedError(f"there is no role {role!r}; {', '.join(self.script.roles)}")
        if person is None and len(self.room.members) >= MOST_PEOPLE:
            raise RefusedError(f"the room is full: {MOST_PEOPLE} people are in it")
        person = person or secrets.token_urlsafe(16)
        name = tidy(pseudonym, LONGEST_NAME)
        self._happen(Joined(person=person, pseudonym=name, team=team, role=role))
        return self.room.members[person]

    # -- rounds -------------------------------------------------------------------------------

    @one_at_a_time
    def begin_round(self) -> None:
        """The teams may decide."""
        self._must_be(Phase.waiting)
        if not self.room.teams:
            raise RefusedError("there is no team yet; add one first")
        if self.room.round >= len(self.windows):
            raise RefusedError("all rounds are played; close the exercise for the debrief")
        self._happen(RoundBegun(round=self.room.round), played=0.0)

    @one_at_a_time
    def decide(
        self,
        team: str,
        steps: Iterable[Mapping[str, Any]],
        person: str | None = None,
        submitted: int | None = None,
    ) -> list[Step]:
        """A team's decisions; they replace those before, until the round closes.

        ``submitted`` is how often the team had submitted as far as this person knows; if
        somebody else has done so meanwhile, it is refused instead of overwriting theirs.
        """
        self._known_team(team)
        self._must_be(Phase.deciding)
        if self.room.frozen:
            raise RefusedError("the facilitator has stopped decisions for the moment")
        if submitted is not None and submitted != self.room.submitted.get(team, 0):
            raise RefusedError("somebody of your team has submitted meanwhile; look at it first")
        decided = checked(steps, self.windows[self.room.round], self.scenario)
        self._happen(Decided(team=team, round=self.room.round, person=person, steps=decided))
        return decided

    @one_at_a_time
    def close_round(self) -> None:
        """Decisions stand, and every team's storm answers."""
        self._must_be(Phase.deciding)
        self._happen(RoundClosed(round=self.room.round))
        for team in self.room.teams:
            self.storm(team)

    @one_at_a_time
    def rewind(self, number: int) -> None:
        """Back to before a round; what was decided since stays in the log and as a line."""
        if not 0 <= number <= min(self.room.round, len(self.windows) - 1):
            raise RefusedError(f"there is no round {number + 1} to go back to")
        self._happen(Rewound(round=number), played=0.0)
        self._answers.go_back(self.room)

    @one_at_a_time
    def close(self) -> None:
        """The exercise is over, whatever has been played; the debrief begins."""
        if self.room.phase is Phase.deciding:
            self.close_round()
        self._happen(Closed())

    # -- the facilitator ------------------------------------------------------------------------

    @one_at_a_time
    def inject(self, sender: Sender, text: str, team: str | None = None) -> None:
        """Send a message now, to one team or to all."""
        if team is not None:
            self._known_team(team)
        text = tidy(text, LONGEST_MESSAGE)
        self._happen(Injected(round=self.room.round, sender=sender, text=text, team=team))

    @one_at_a_time
    def change_inject(self, name: str, text: str | None) -> None:
        """Rewrite a message that is still to come, or skip it (None)."""
        if name not in {inject.name for inject in self.still_to_come}:
            raise RefusedError(f"{name!r} is not among the messages still to come")
        text = None if text is None else tidy(text, LONGEST_MESSAGE)
        self._happen(Changed(inject=name, text=text))

    @one_at_a_time
    def freeze(self, frozen: bool = True) -> None:
        """Nobody may submit, or may again."""
        self._happen(Frozen(frozen=frozen))

    @one_at_a_time
    def pause(self, paused: bool = True) -> None:
        """Stop the timer, or let it go on."""
        self._happen(Paused(paused=paused))

    @property
    def still_to_come(self) -> list[Inject]:
        """Injects of the rounds that have not begun."""
        begun = self.room.round + (self.room.phase is Phase.deciding)
        later = range(begun, len(self.windows))
        return [one for n in later for one in coming(self.scenario, self.windows, n)]

    # -- what there is to see -------------------------------------------------------------------

    @property
    def scenario(self) -> Scenario:
        """The story."""
        return self.room.scenario

    @property
    def script(self) -> Script:
        """The scenario's exercise."""
        script = self.scenario.exercise
        if script is None:
            raise RefusedError(f"{self.scenario.name} has no [exercise]")
        return script

    @property
    def seconds_left(self) -> float:
        """Real seconds left to decide in this round."""
        if self.room.phase is not Phase.deciding:
            return 0.0
        return max(0.0, self.script.rounds[self.room.round].minutes * 60.0 - self.played)

    @property
    def played(self) -> float:
        """Real seconds of the present round so far; pauses and falls do not count."""
        running = 0.0 if self._since is None else time.monotonic() - self._since
        return self._played_before + running

    @one_at_a_time
    def storm(self, team: str) -> TeamStorm:
        """The team's storm, at the beginning of the round that is played or comes next."""
        self._known_team(team)
        return self._answers.storm(self.room, team)

    @one_at_a_time
    def posts(self, team: str) -> list[Post]:
        """All posts of the team's page, oldest first."""
        self._known_team(team)
        return self._answers.posts(self.room, team)

    @one_at_a_time
    def inbox(self, team: str) -> list[Message]:
        """All messages that the team has got, oldest first."""
        self._known_team(team)
        return self._answers.inbox(self.room, team)

    # -- within ---------------------------------------------------------------------------------

    def _happen(self, event: AnyEvent, played: float | None = None) -> None:
        """Keep an event, then take it in."""
        played = self.played if played is None else played
        event = event.model_copy(update={"played": played})
        self.log.append(self.room.code, event)
        self.room.take(event)
        self._played_before, self._since = self.room.played, self._now_if_running()

    def _now_if_running(self) -> float | None:
        running = self.room.phase is Phase.deciding and not self.room.paused
        return time.monotonic() if running else None

    def _known_team(self, team: str) -> None:
        if team not in self.room.teams:
            raise RefusedError(f"there is no team {team!r}")

    def _must_be(self, phase: Phase) -> None:
        if self.room.phase is not phase:
            raise RefusedError(BUSY[self.room.phase])
