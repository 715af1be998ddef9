"""What can be seen of an exercise at one moment: put together once, shown to everybody.

Pages look at a snapshot only; nothing on the page's side waits for a storm.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from sim.exercise.room import Member, Phase
from sim.exercise.running import RunningExercise
from sim.exercise.team_view import TeamView, view
from sim.language.numbers import full_moment
from sim.scenario.exercise import Sender
from sim.storm.responses import Response


@dataclass(frozen=True, slots=True)
class StormSnapshot:
    """A team's storm as it stands: changes only when a round is closed or a message comes."""

    stamp: tuple[object, ...]
    view: TeamView


@dataclass(frozen=True, slots=True)
class TeamSnapshot:
    """A team, its people, and what it has submitted in this round."""

    name: str
    storm: StormSnapshot
    members: tuple[Member, ...]
    decisions: Mapping[int, tuple[Response, ...]]
    """What it has submitted, by round."""
    submitted: int
    submitter: str | None
    """The key of whoever submitted last in this round."""

    @property
    def submitter_name(self) -> str:
        """The pseudonym of whoever submitted last; empty if it was nobody of the team."""
        names = [one.pseudonym for one in self.members if one.person == self.submitter]
        return names[0] if names else ""


@dataclass(frozen=True, slots=True)
class PendingMessage:
    """A message that is still to come."""

    name: str
    sender: Sender
    moment: str
    text: str
    skipped: bool
    when: str
    """On what it depends; empty if it comes in any case."""


@dataclass(frozen=True, slots=True)
class RoomSnapshot:
    """The whole room."""

    code: str
    phase: Phase
    round: int
    rounds: int
    titles: tuple[str, ...]
    title: str
    until: str
    seconds_left: float
    speed: float
    running: bool
    automatic: bool
    frozen: bool
    paused: bool
    taken: float
    """Monotonic seconds at which it was put together."""
    teams: Mapping[str, TeamSnapshot]
    members: Mapping[str, Member]
    notes: Mapping[str, str]
    lines: int
    coming: tuple[PendingMessage, ...]

    @property
    def left(self) -> float:
        """Seconds left now, at ordinary speed."""
        gone = (time.monotonic() - self.taken) * self.speed if self.running else 0.0
        return max(0.0, self.seconds_left - gone)


class SnapshotMaker:
    """Puts sights together; storms that have not changed are not looked at again."""

    def __init__(self, exercise: RunningExercise) -> None:
        self.exercise = exercise
        self._storms: dict[str, StormSnapshot] = {}

    def look(self) -> RoomSnapshot:
        """The room as it stands; may live through a storm, so not for the page's own thread."""
        exercise = self.exercise
        with exercise.lock:
            room, script = exercise.room, exercise.script
            over = room.round >= len(exercise.windows)
            titles = tuple(one.title.in_language(room.language) for one in script.rounds)
            return RoomSnapshot(
                code=room.code,
                phase=room.phase,
                round=room.round,
                rounds=len(exercise.windows),
                titles=titles,
                title="" if over else titles[room.round],
                until="" if over else self._moment(exercise.windows[room.round].end),
                seconds_left=exercise.seconds_left,
                speed=room.speed,
                running=exercise.running,
                automatic=room.automatic,
                frozen=room.frozen,
                paused=room.paused,
                taken=time.monotonic(),
                teams={name: self._team(name) for name in room.teams},
                members=dict(room.members),
                notes=dict(room.notes),
                lines=len(room.branches),
                coming=self._coming(),
            )

    def _team(self, name: str) -> TeamSnapshot:
        room = self.exercise.room
        return TeamSnapshot(
            name=name,
            storm=self._storm(name),
            members=tuple(room.members_of(name)),
            decisions={n: tuple(steps) for n, steps in room.teams[name].items()},
            submitted=room.submitted.get(name, 0),
            submitter=room.submitter.get(name),
        )

    def _storm(self, team: str) -> StormSnapshot:
        """The team's storm, looked at again only if something has happened to it."""
        room = self.exercise.room
        stamp = (room.round, room.phase, len(room.branches), len(room.sent))
        if team not in self._storms or self._storms[team].stamp != stamp:
            seen = view(self.exercise, team)
            self._storms[team] = StormSnapshot(stamp, seen)
        return self._storms[team]

    def _coming(self) -> tuple[PendingMessage, ...]:
        """Messages of the rounds that have not begun, as they will be sent."""
        room = self.exercise.room
        return tuple(
            PendingMessage(
                name=one.name,
                sender=one.sender,
                moment=self._moment(self.exercise.scenario.moment_hours(one.at)),
                text=room.changed.get(one.name) or one.text.in_language(room.language),
                skipped=one.name in room.changed and room.changed[one.name] is None,
                when=one.when or "",
            )
            for one in self.exercise.pending_injects
        )

    def _moment(self, hours: float) -> str:
        start = self.exercise.scenario.clock.start_hours
        return full_moment(start + hours, self.exercise.room.language)
