"""An exercise while it is played: each request becomes an event, or is refused.

    exercise = RunningExercise.open(log, scenario, seed=7)  # or resume(log, code)
    exercise.add_team("North")
    exercise.join(...)
    exercise.begin_round()
    exercise.decide(...)
    exercise.close_round()  # and so on
    exercise.close()

Each event is on the disk before anything follows from it. The storms are computed from the
events, so that every room is the same after a crash.
"""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from sim.engines.output import RunOutput
from sim.errors import ShitstormError
from sim.exercise import events
from sim.exercise.answer_control import AnswerControl
from sim.exercise.decisions import parse_decisions, readings, windows
from sim.exercise.duties import duties_in
from sim.exercise.inbox import Message, blanks_of, fill_in
from sim.exercise.input import new_code, one_at_a_time, tidy
from sim.exercise.log import EventLog
from sim.exercise.refusals import RefusedError
from sim.exercise.room import Member, Phase, Room
from sim.exercise.staged_posts import with_staged
from sim.exercise.storm_cache import StormCache
from sim.exercise.team_storms import TeamStorm
from sim.exercise.words.posts import Post
from sim.language.typesetting import Language
from sim.scenario import Scenario
from sim.storm.responses import Response

MOST_TEAMS = 8
MOST_PEOPLE = 60
LONGEST_NAME = 40


class RunningExercise(AnswerControl):
    """A room that is played. All methods may be called from any thread."""

    def __init__(self, log: EventLog, room: Room) -> None:
        super().__init__(log, room)
        self._storms = StormCache(room)

    @classmethod
    def open(
        cls,
        log: EventLog,
        scenario: Scenario,
        seed: int = 0,
        language: Language = "en",
        teams: Iterable[str] = (),
    ) -> "RunningExercise":
        """Open a new room with its first teams, all or nothing. It is in the log from now on."""
        windows(scenario)
        code = new_code(log.rooms())
        opening = events.Opened(
            scenario=scenario.name,
            document=scenario.document,
            seed=seed,
            language=language,
            secret=secrets.token_urlsafe(24),
        )
        first = [events.TeamAdded(team=tidy(name, LONGEST_NAME)) for name in teams]
        log.append(code, opening, *first)
        return cls(log, events.rebuild_room(code, [opening, *first]))

    @classmethod
    def resume(cls, log: EventLog, code: str) -> "RunningExercise":
        """Return a room as it stood when its last event was kept."""
        history = log.events(code)
        if not history:
            raise RefusedError(f"there is no room {code}; known: {', '.join(log.rooms()) or '-'}")
        try:
            return cls(log, events.rebuild_room(code, history))
        except ShitstormError as wrong:
            raise RefusedError(f"{log.place}: {wrong}") from None

    # -- people -------------------------------------------------------------------------------

    @one_at_a_time
    def add_team(self, name: str) -> str:
        """Add a team and return its name as it is kept. A late team starts with silence."""
        name = tidy(name, LONGEST_NAME)
        if name.casefold() in {team.casefold() for team in self.room.teams}:
            raise RefusedError(
                f"there is a team {name!r} already; choose another name", "team_taken", name=name
            )
        if len(self.room.teams) >= MOST_TEAMS:
            raise RefusedError(
                f"there are {MOST_TEAMS} teams already; join one of them", "teams_full"
            )
        self._record(events.TeamAdded(team=name))
        return name

    @one_at_a_time
    def join(self, pseudonym: str, team: str, role: str, person: str | None = None) -> Member:
        """Let a person join at any time, or change team or role. Their key is secret.

        Without a role they get the one that their team lacks most.
        """
        self._known_team(team)
        role = role or self._lacking_role(team, person)
        if role not in self.script.roles:
            raise RefusedError(f"there is no role {role!r}; {', '.join(self.script.roles)}")
        if person is None and len(self.room.members) >= MOST_PEOPLE:
            raise RefusedError(f"the room is full: {MOST_PEOPLE} people are in it", "room_full")
        name = tidy(pseudonym, LONGEST_NAME)
        self._free_name(name, person)
        self._stays_in_round(person, team, role)
        person = person or secrets.token_urlsafe(16)
        self._record(events.Joined(person=person, pseudonym=name, team=team, role=role))
        return self.room.members[person]

    @one_at_a_time
    def join_new_team(
        self, pseudonym: str, team: str, role: str, person: str | None = None
    ) -> Member:
        """Add a team and let a person join it."""
        self._free_name(pseudonym, person)
        self._stays_in_round(person, None, role)
        return self.join(pseudonym, self.add_team(team), role, person)

    def _lacking_role(self, team: str, person: str | None) -> str:
        """Return the role that fewest of a team have, the first of them. Observers choose it."""
        member = self.room.members.get(person or "")
        if member is not None and member.team == team:
            return member.role
        held = [each.role for each in self.room.members_of(team)]
        roles = [
            name for name in self.script.roles if "observes" not in duties_in(self.script, name)
        ]
        return min(roles or self.script.roles, key=held.count)

    def _stays_in_round(self, person: str | None, team: str | None, role: str) -> None:
        """Refuse another team or role to somebody who is in a round that is played."""
        member = self.room.members.get(person or "")
        if member is None or self.room.phase is not Phase.deciding:
            return
        if (member.team, member.role) != (team, role):
            raise RefusedError(
                "team and role stay as they are while a round is played", "stays_in_round"
            )

    @one_at_a_time
    def move(self, person: str, team: str) -> None:
        """Move a person to another team, as the facilitator may at any time."""
        self._known_team(team)
        member = self._known_member(person)
        self._record(
            events.Joined(person=person, pseudonym=member.pseudonym, team=team, role=member.role)
        )

    @one_at_a_time
    def remove(self, person: str) -> None:
        """Remove a person, whose name is free again. What their team has submitted stays."""
        self._known_member(person)
        self._record(events.Left(person=person))

    @one_at_a_time
    def remove_team(self, team: str) -> None:
        """Remove a team that nobody is in and that has decided nothing."""
        self._known_team(team)
        if self.room.members_of(team) or any(self.room.teams[team].values()):
            raise RefusedError(
                f"{team} has members or decisions; only an empty team can be removed",
                "team_not_empty",
            )
        self._record(events.TeamRemoved(team=team))

    def _free_name(self, pseudonym: str, person: str | None) -> None:
        name = " ".join(pseudonym.split()).casefold()
        for other in self.room.members.values():
            if other.person != person and other.pseudonym.casefold() == name:
                raise RefusedError(
                    f"somebody is already called {pseudonym}; choose another name",
                    "name_taken",
                    name=pseudonym,
                )

    # -- rounds -------------------------------------------------------------------------------

    @one_at_a_time
    def begin_round(self) -> None:
        """Begin the next round. The teams may decide."""
        self._require(Phase.waiting)
        self._storms.require_all()
        if not self.room.teams:
            raise RefusedError("there is no team yet; add one first", "no_team_yet")
        if self.room.round >= len(self.windows):
            raise RefusedError(
                "all rounds are played; close the exercise for the debrief", "all_played"
            )
        self._record(events.RoundBegun(round=self.room.round), played=0.0)

    @one_at_a_time
    def decide(
        self,
        team: str,
        steps: Iterable[Mapping[str, Any] | Response],
        person: str | None = None,
        read: list[dict[str, Any] | None] | None = None,
    ) -> None:
        """Take a team's decisions. They replace those before, until the round closes.

        How their words were read is kept with them: ``read``, or what the steps hold.
        """
        self._known_team(team)
        self._require(Phase.deciding)
        if self.room.frozen:
            raise RefusedError("the facilitator has stopped decisions for the moment", "frozen")
        number, given = self.room.round, list(steps)
        decided = parse_decisions(given, self.windows[number], self.scenario)
        kept = readings(given) if read is None else read
        self._record(
            events.Decided(team=team, round=number, person=person, steps=decided, readings=kept)
        )

    @one_at_a_time
    def submit(self, person: str, steps: Iterable[Mapping[str, Any] | Response]) -> str:
        """Decide for a person's team. The last one counts. Return whose decisions were replaced."""
        member = self._known_member(person)
        if member.observes:
            raise RefusedError("observers do not submit", "observer")
        self._require_approved(member)
        before = self.room.members.get(self.room.submitter.get(member.team) or "")
        self.decide(member.team, steps, person)
        return before.pseudonym if before is not None and before.person != person else ""

    @one_at_a_time
    def close_round(self) -> None:
        """Close the round. Decisions stand, and every team's storm answers.

        It is noted once all storms have answered, so that no room is left with a round that
        cannot be simulated. The time that they take is no time of the round.
        """
        self._require(Phase.deciding)
        counted, played = self._counted(), self.played
        self._storms.answer(counted)
        self._record(events.RoundClosed(round=self.room.round, counted=counted), played)

    @one_at_a_time
    def rewind(self, number: int) -> None:
        """Go back to before a round. Later decisions stay in the log as another branch."""
        if not 0 <= number <= min(self.room.round, len(self.windows) - 1):
            raise RefusedError(f"there is no round {number + 1} to go back to")
        unplayable = [team for team, stuck in self._storms.stuck.items() if number <= stuck]
        self._record(events.Rewound(round=number, unplayable=unplayable), played=0.0)
        self._storms.go_back()

    @one_at_a_time
    def close(self) -> None:
        """End the exercise, whatever has been played. The debrief begins."""
        self._storms.require_all()
        if self.room.phase is Phase.deciding:
            self.close_round()
        self._record(events.Closed())

    @one_at_a_time
    def prepare(self) -> None:
        """Draw the people and compile the rules, which takes about a minute once on a machine."""
        self._storms.prepare()

    # -- what there is to see -------------------------------------------------------------------

    @property
    def stuck(self) -> dict[str, int]:
        """Teams whose storm cannot be simulated, and the round whose decisions prevent it.

        It is known once their storms have been asked for. Such a room can be looked at as it
        stood before that round, and rewound.
        """
        return dict(self._storms.stuck)

    @one_at_a_time
    def storm(self, team: str) -> TeamStorm:
        """Return a team's storm at the beginning of the round that is played or comes next."""
        self._known_team(team)
        return self._storms.storm(team)

    @one_at_a_time
    def lived(self) -> dict[str, RunOutput]:
        """Return the storms that have been lived through to their end, by team."""
        runs = {team: self._storms.storm(team).run for team in self.room.teams}
        return {team: run.output() for team, run in runs.items() if run.over}

    @one_at_a_time
    def filled_in(self, text: str) -> str:
        """Return a message's text as the first team would get it now."""
        for team in self.room.teams:
            run = self._storms.storm(team).run
            return fill_in(text, blanks_of(run, run.situation(), self._storms.speech))
        return text

    @one_at_a_time
    def posts(self, team: str) -> list[Post]:
        """Return all posts of a team's page, oldest first."""
        self._known_team(team)
        return self._storms.posts(team)

    @one_at_a_time
    def page(self, team: str) -> list[Post]:
        """Return the same with the posts that the facilitator has staged."""
        return with_staged(self.posts(team), self.room, team, self.hours_of_round)

    @one_at_a_time
    def inbox(self, team: str) -> list[Message]:
        """Return all messages of a team, oldest first."""
        self._known_team(team)
        return self._storms.inbox(team)
