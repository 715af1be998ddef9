"""Storms, inboxes and pages of all teams, computed from the room when they are needed."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress

from sim.exercise.decisions import windows
from sim.exercise.inbox import Message, blanks_of, fill_in, injects_of, messages_for
from sim.exercise.refusals import RefusedError
from sim.exercise.room import Room
from sim.exercise.team_storms import SharedCrisis, TeamStorm
from sim.exercise.texts import speech_for
from sim.exercise.words.feed import FeedWriter
from sim.exercise.words.posts import Post
from sim.storm.responses import Response

LOGGER = logging.getLogger(__name__)


class StormCache:
    """The teams' storms and inboxes. Nothing here has to be kept: it follows from the room."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.windows = windows(room.scenario)
        self.speech = speech_for(room.scenario, room.language)
        self._crisis: SharedCrisis | None = None
        self._storms: dict[str, TeamStorm] = {}
        self._inboxes: dict[tuple[str, int], list[Message]] = {}
        self._blanks: dict[tuple[str, int], dict[str, str]] = {}
        """What messages sent in a round say of the storm, as it stood when the round began."""
        self._writers: dict[str, FeedWriter] = {}
        self._posts: dict[str, tuple[int, list[Post]]] = {}
        self.stuck: dict[str, int] = {}
        """Teams whose decisions of a round no storm can be simulated with. They stand at that
        round, until the room goes back."""

    def prepare(self) -> SharedCrisis:
        """Draw the people and compile the rules, unless that is done."""
        if self._crisis is None:
            self._crisis = SharedCrisis.of(self.room.scenario, self.room.seed)
            TeamStorm(self._crisis)
        return self._crisis

    def storm(self, team: str) -> TeamStorm:
        """Return a team's storm at the beginning of the round that is played or comes next."""
        if team not in self._storms:
            self._storms[team] = TeamStorm(self.prepare())
        if team not in self.stuck:
            try:
                self._stand(team)
            except Exception:  # whatever its decisions do, the others can still play
                self._halt(team)
        return self._storms[team]

    def _stand(self, team: str) -> None:
        """Let a storm go to the beginning of the present round, and fill the inboxes."""
        room, storm, decided = self.room, self._storms[team], self.room.teams[team]
        for number in range(self._rounds_begun):
            if (team, number) not in self._inboxes:
                storm.stand_at(number, decided)
                injects = injects_of(room.scenario, self.windows, number)
                self._inboxes[team, number] = messages_for(
                    storm.run, number, injects, room.changed, self.speech
                )
                self._blanks[team, number] = self._blanks_now(storm)
        storm.stand_at(room.round, decided)

    def _blanks_now(self, storm: TeamStorm) -> dict[str, str]:
        """Return what is filled in for blanks as a storm stands."""
        return blanks_of(storm.run, storm.run.situation(), self.speech)

    def _halt(self, team: str) -> None:
        """Let a storm stand at the last round that it can be simulated up to."""
        LOGGER.info("a storm cannot be simulated", exc_info=True)
        decided, number = self.room.teams[team], 0
        storm = TeamStorm(self.prepare())
        with suppress(Exception):
            while number < self.room.round:
                storm.stand_at(number + 1, decided)
                number += 1
        self._storms[team] = TeamStorm(self.prepare())
        self._storms[team].stand_at(number, decided)
        self.stuck[team] = number
        self._forget_page(team)

    def answer(self, counted: Mapping[str, Sequence[Response]]) -> None:
        """Let every team's storm answer the present round, with what is ``counted`` besides.

        Raises RefusedError if one cannot. Then all stand where they stood.
        """
        room = self.room
        self.require_all()
        self._go_back_to(room.round)
        for team, submitted in room.teams.items():
            storm, further = self.storm(team), counted.get(team, ())
            decided = {**submitted, room.round: [*submitted.get(room.round, ()), *further]}
            try:
                storm.stand_at(room.round + 1, decided)
            except Exception as wrong:  # the round stays open, and the others lose nothing
                LOGGER.info("a storm does not answer", exc_info=True)
                del self._storms[team]
                self._forget_page(team)
                self._go_back_to(room.round)
                raise RefusedError(
                    f"the storm of {team} cannot answer what it has submitted ({wrong}); let the "
                    "team submit something else",
                    "storm_fails",
                    team=team,
                ) from None

    def require_all(self) -> None:
        """Refuse to go on if a storm cannot be simulated up to the present round."""
        for team in self.room.teams:
            self.storm(team)
        if self.stuck:
            team, number = min(self.stuck.items(), key=lambda each: each[1])
            raise RefusedError(
                f"the storm of {team} cannot be simulated with its decisions in round "
                f"{number + 1}; go back to before that round",
                "storm_stuck",
                team=team,
                number=number + 1,
            )

    def _forget_page(self, team: str) -> None:
        """Forget a team's posts, which belong to a storm that is no more."""
        self._writers.pop(team, None)
        self._posts.pop(team, None)

    def inbox(self, team: str) -> list[Message]:
        """Return all messages of a team, oldest first."""
        room, storm = self.room, self.storm(team)
        messages = [
            message
            for n in range(self._rounds_begun)
            for message in self._inboxes.get((team, n), [])
        ]
        for place, sent in enumerate(room.sent):
            if sent.team in (None, team):
                then = self._blanks.get((team, sent.round))
                text = fill_in(sent.text, self._blanks_now(storm) if then is None else then)
                key = f"{sent.round}-sent-{len(room.branches)}-{place}"
                messages.append(
                    Message(sent.round, sent.sender, text, None, key, sent.to, sent.due)
                )
        return sorted(messages, key=lambda message: message.round)

    @property
    def _rounds_begun(self) -> int:
        """Rounds that have begun. Until then, the facilitator may still change their messages."""
        return min(self.room.rounds_begun, len(self.windows))

    def posts(self, team: str) -> list[Post]:
        """Return a team's page so far. It is written once for each round."""
        room, run, script = self.room, self.storm(team).run, self.room.scenario.exercise
        if script is None:
            return []
        if self._posts.get(team, (-1, []))[0] != room.round:
            writer = self._writers.setdefault(team, FeedWriter(run, room.language, script))
            self._posts[team] = room.round, writer.posts()
        return self._posts[team][1]

    def go_back(self) -> None:
        """Forget what followed the round that the room has gone back to."""
        number = self.room.round
        self._inboxes = {key: inbox for key, inbox in self._inboxes.items() if key[1] < number}
        self._blanks = {key: told for key, told in self._blanks.items() if key[1] < number}
        self._writers, self._posts = {}, {}
        for team in self.stuck:
            self._storms.pop(team, None)
        self.stuck = {}
        self._go_back_to(number)

    def _go_back_to(self, number: int) -> None:
        """Let all storms stand at this round, and forget how they once answered it."""
        for team, storm in self._storms.items():
            storm.go_back(number, self.room.teams[team])
