"""An exercise while it is played: what people ask for becomes an event, or is refused.

    exercise = Exercise.open(log, scenario, seed=7)       or  Exercise.resume(log, code)
    exercise.add_team("North"); exercise.join(...)
    exercise.begin_round(); exercise.decide(...); exercise.close_round()     # and so on
    exercise.close()

Each event is on the disk before anything follows from it. The storms are worked out from
the events, so that after a fall of the machine every room stands where it stood.
"""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from sim.exercise.decisions import Step, checked, windows
from sim.exercise.events import (
    Closed,
    Decided,
    Drafted,
    Joined,
    Opened,
    Rewound,
    RoundBegun,
    RoundClosed,
    TeamAdded,
)
from sim.exercise.inbox import Message
from sim.exercise.input import new_code, one_at_a_time, tidy
from sim.exercise.log import EventLog
from sim.exercise.refusals import RefusedError
from sim.exercise.room import Member, Phase, Room, rebuilt
from sim.exercise.room_control import Desk
from sim.exercise.storm_cache import Answers
from sim.exercise.team_storms import TeamStorm
from sim.exercise.words.feed import Post
from sim.scenario import Scenario
from sim.scenario.exercise import Language

MOST_TEAMS = 8
MOST_PEOPLE = 60
LONGEST_NAME = 40


class Exercise(Desk):
    """One room that is played. All methods may be called from any thread."""

    def __init__(self, log: EventLog, room: Room) -> None:
        super().__init__(log, room)
        self._answers = Answers(room)

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
            raise RefusedError(
                f"there is a team {name!r} already; choose another name", "team_taken", name=name
            )
        if len(self.room.teams) >= MOST_TEAMS:
            raise RefusedError(
                f"there are {MOST_TEAMS} teams already; join one of them", "teams_full"
            )
        self._happen(TeamAdded(team=name))
        return name

    @one_at_a_time
    def join(self, pseudonym: str, team: str, role: str, person: str | None = None) -> Member:
        """Somebody comes in, at any time, or changes team or role; their key is secret."""
        self._known_team(team)
        if role not in self.script.roles:
            raise RefusedError(f"there is no role {role!r}; {', '.join(self.script.roles)}")
        if person is None and len(self.room.members) >= MOST_PEOPLE:
            raise RefusedError(f"the room is full: {MOST_PEOPLE} people are in it", "room_full")
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
            raise RefusedError("there is no team yet; add one first", "no_team_yet")
        if self.room.round >= len(self.windows):
            raise RefusedError(
                "all rounds are played; close the exercise for the debrief", "all_played"
            )
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
            raise RefusedError("the facilitator has stopped decisions for the moment", "frozen")
        if submitted is not None and submitted != self.room.submitted.get(team, 0):
            raise RefusedError(
                "somebody of your team has submitted meanwhile; look at it first", "meanwhile"
            )
        decided = checked(steps, self.windows[self.room.round], self.scenario)
        self._happen(Decided(team=team, round=self.room.round, person=person, steps=decided))
        return decided

    @one_at_a_time
    def draft(self, person: str, number: int, steps: list[Step]) -> None:
        """Keep what somebody has written for a round and not submitted; none: it is dropped."""
        draft = self.room.drafts.get(person)
        if (draft.round, draft.steps) != (number, steps) if draft else steps:
            self._happen(Drafted(person=person, round=number, steps=steps))

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

    @one_at_a_time
    def prepare(self) -> None:
        """Have the people ready, so that nobody waits for them later; the first time, a minute."""
        self._answers.prepare(self.room)

    # -- what there is to see -------------------------------------------------------------------

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
