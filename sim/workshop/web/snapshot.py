"""Snapshots of an exercise: taken once per change and shown to everybody.

Pages look at a snapshot only, so that nothing on their side waits for a storm.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from sim.exercise.duties import may_read, told_alone
from sim.exercise.forecast import TeamForecast
from sim.exercise.inbox import Message
from sim.exercise.replies import MessageStanding, standings
from sim.exercise.role_facts import RoleFacts, role_facts
from sim.exercise.room import Member, Phase, SentMessage
from sim.exercise.running import RunningExercise
from sim.exercise.stage_matter import PostAnswer, StagedPost, TimedNote
from sim.exercise.staged_posts import staged_for
from sim.exercise.team_view import TeamView, view
from sim.language.speech import Speech
from sim.scenario.exercise import Sender
from sim.storm.responses import Response


@dataclass(frozen=True, slots=True)
class StormSnapshot:
    """A team's storm, which changes only when a round is closed or a message comes."""

    stamp: tuple[object, ...]
    view: TeamView
    facts: RoleFacts
    """What the roles are told of it, each its own part."""


@dataclass(frozen=True, slots=True)
class TeamSnapshot:
    """A team, its people, and what it has submitted in this round."""

    name: str
    storm: StormSnapshot
    members: tuple[Member, ...]
    decisions: Mapping[int, tuple[Response, ...]]
    """By round."""
    submitted: int
    submitter: str | None
    """Key of the person who submitted last in this round."""
    standings: tuple[MessageStanding, ...]
    """Messages, oldest first, and what the team has replied to each."""
    forecasts: Mapping[int, TeamForecast]
    """By round."""

    @property
    def leads(self) -> list[Member]:
        """Members who approve what the team submits."""
        return [member for member in self.members if member.leads]

    def alone(self, message: Message) -> list[Member]:
        """Return the members whom a message reaches alone. Empty if it reaches all."""
        return told_alone(self.members, message.sender, message.to)

    def may_read(self, member: Member | None, message: Message) -> bool:
        """Return whether a member reads a message."""
        return member is None or may_read(member, self.alone(message))

    @property
    def submitter_name(self) -> str:
        """Pseudonym of the person who submitted last. Empty if it was nobody of the team."""
        names = (each.pseudonym for each in self.members if each.person == self.submitter)
        return next(names, "")

    def decided(self, number: int) -> tuple[Response, ...]:
        """Return the decisions of a round."""
        return self.decisions.get(number, ())


@dataclass(frozen=True, slots=True)
class PendingMessage:
    """A message that is still to come."""

    name: str
    sender: Sender
    moment: str
    text: str
    skipped: bool
    when: str
    """The condition on which it depends. Empty if it comes in any case."""
    expected: str
    """What a good team does then. Empty if the scenario does not say."""
    minutes: float | None
    """Real minutes within which the team is to reply."""
    to: str | None
    """The role that it is for."""
    passed: bool = False
    """True if its round has begun without it."""


@dataclass(frozen=True, slots=True)
class RoomSnapshot:
    """The whole room."""

    code: str
    phase: Phase
    round: int
    rounds_begun: int
    """Rounds that have begun, the one being played included."""
    rounds: int
    titles: tuple[str, ...]
    title: str
    until: str
    seconds_left: float
    speed: float
    running: bool
    automatic: bool
    frozen: bool
    approval: bool
    """True if leads approve what their teams submit."""
    paused: bool
    taken: float
    """Monotonic seconds at which it was taken."""
    teams: Mapping[str, TeamSnapshot]
    members: Mapping[str, Member]
    notes: Mapping[str, str]
    played: float
    """Real seconds of the present round so far."""
    branches: int
    pending: tuple[PendingMessage, ...]
    stuck: Mapping[str, int]
    """Teams whose storm cannot be simulated, and the round to go back to."""
    sent: tuple[SentMessage, ...]
    """Messages that the facilitator has sent, oldest first."""
    staged: tuple[StagedPost, ...]
    staged_ever: int
    """Posts that were ever staged, those withdrawn included."""
    timed_notes: tuple[TimedNote, ...]
    answers: tuple[PostAnswer, ...]
    """Answers to single posts, oldest first."""
    answer_shown: int | None
    """Number of the answer on the projector."""

    @property
    def left(self) -> float:
        """Seconds left now, at ordinary speed."""
        gone = (time.monotonic() - self.taken) * self.speed if self.running else 0.0
        return max(0.0, self.seconds_left - gone)

    @property
    def deadline_passed(self) -> bool:
        """True if a deadline that ran when this was taken has run out since."""
        return any(
            each.state == "waiting" and self.left_until(each.message.due or 0.0) <= 0.0
            for team in self.teams.values()
            for each in team.standings
            if each.message.round == self.round
        )

    def left_until(self, due: float) -> float:
        """Return the seconds left now until a moment of the present round's real time."""
        gone = (time.monotonic() - self.taken) * self.speed if self.running else 0.0
        return max(0.0, due - self.played - gone)


class SnapshotMaker:
    """Takes snapshots. Storms that have not changed are not looked at again."""

    def __init__(self, exercise: RunningExercise, speech: Speech) -> None:
        self.exercise, self.speech = exercise, speech
        self._storms: dict[str, StormSnapshot] = {}

    def take(self) -> RoomSnapshot:
        """Return the room as it stands. This may simulate a storm, so call it in a thread."""
        exercise = self.exercise
        with exercise.lock:
            room, windows = exercise.room, exercise.windows
            over = room.round >= len(windows)
            teams = {name: self._team(name) for name in room.teams}
            titles = tuple(each.title.in_language(room.language) for each in exercise.script.rounds)
            return RoomSnapshot(
                code=room.code,
                phase=room.phase,
                round=room.round,
                rounds_begun=room.rounds_begun,
                rounds=len(windows),
                titles=titles,
                title="" if over else titles[room.round],
                until="" if over else self.speech.full_moment(windows[room.round].end),
                seconds_left=exercise.seconds_left,
                speed=room.speed,
                running=exercise.running,
                automatic=room.automatic,
                frozen=room.frozen,
                approval=room.approval,
                paused=room.paused,
                taken=time.monotonic(),
                teams=teams,
                members=dict(room.members),
                notes=dict(room.notes),
                played=exercise.played,
                branches=len(room.branches),
                pending=self._pending(),
                stuck=exercise.stuck,
                sent=tuple(room.sent),
                staged=tuple(room.staged.values()),
                staged_ever=room.staged_ever,
                timed_notes=tuple(room.timed_notes.values()),
                answers=tuple(room.answers),
                answer_shown=room.answer_shown,
            )

    def _team(self, name: str) -> TeamSnapshot:
        room, storm = self.exercise.room, self._storm(name)
        return TeamSnapshot(
            name=name,
            storm=storm,
            members=tuple(room.members_of(name)),
            decisions={n: tuple(decided) for n, decided in room.teams[name].items()},
            submitted=room.submitted.get(name, 0),
            submitter=room.submitter.get(name),
            standings=tuple(standings(storm.view.inbox, room, name, self.exercise.played)),
            forecasts=dict(room.forecasts.get(name, {})),
        )

    def _storm(self, team: str) -> StormSnapshot:
        """Return a team's storm, looked at again only if something has happened to it."""
        room = self.exercise.room
        staged = tuple(each.number for each in staged_for(room, team))
        answers = tuple(each.number for each in room.answers if each.team == team)
        stamp = (room.round, room.phase, len(room.branches), len(room.sent), staged, answers)
        if team not in self._storms or self._storms[team].stamp != stamp:
            self._storms[team] = StormSnapshot(
                stamp, view(self.exercise, team), role_facts(self.exercise, team)
            )
        return self._storms[team]

    def _pending(self) -> tuple[PendingMessage, ...]:
        """Return messages that were skipped, and those of rounds to come, as they will be sent."""
        room, scenario = self.exercise.room, self.exercise.scenario
        skipped = self.exercise.skipped_injects
        return tuple(
            PendingMessage(
                name=inject.name,
                sender=inject.sender,
                moment=self.speech.full_moment(scenario.moment_hours(inject.at)),
                text=room.changed.get(inject.name) or inject.text.in_language(room.language),
                skipped=inject.name in room.changed and room.changed[inject.name] is None,
                when=inject.when or "",
                expected=inject.expected or "",
                minutes=inject.minutes,
                to=inject.to,
                passed=place < len(skipped),
            )
            for place, inject in enumerate([*skipped, *self.exercise.pending_injects])
        )
