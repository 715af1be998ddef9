"""Storms, inboxes and pages of all teams, computed from the room when they are needed."""

from sim.exercise.decisions import windows
from sim.exercise.inbox import Message, fill_in, injects_of, messages_for
from sim.exercise.room import Room
from sim.exercise.team_storms import SharedCrisis, TeamStorm
from sim.exercise.texts import speech_for
from sim.exercise.words.feed import FeedWriter, Post


class StormCache:
    """The teams' storms and inboxes. Nothing here has to be kept: it follows from the room."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.windows = windows(room.scenario)
        self.speech = speech_for(room.scenario, room.language)
        self._crisis: SharedCrisis | None = None
        self._storms: dict[str, TeamStorm] = {}
        self._inboxes: dict[tuple[str, int], list[Message]] = {}
        self._writers: dict[str, FeedWriter] = {}
        self._posts: dict[str, tuple[int, list[Post]]] = {}

    def prepare(self) -> SharedCrisis:
        """Draw the people and compile the rules, unless that is done."""
        if self._crisis is None:
            self._crisis = SharedCrisis.of(self.room.scenario, self.room.seed)
            TeamStorm(self._crisis)
        return self._crisis

    def storm(self, team: str) -> TeamStorm:
        """Return a team's storm at the beginning of the round that is played or comes next."""
        room = self.room
        if team not in self._storms:
            self._storms[team] = TeamStorm(self.prepare())
        storm, decided = self._storms[team], room.teams[team]
        for number in range(self._rounds_begun):
            if (team, number) not in self._inboxes:
                storm.stand_at(number, decided)
                injects = injects_of(room.scenario, self.windows, number)
                self._inboxes[team, number] = messages_for(
                    storm.run, number, injects, room.changed, self.speech
                )
        storm.stand_at(room.round, decided)
        return storm

    def inbox(self, team: str) -> list[Message]:
        """Return all messages of a team, oldest first."""
        room, run = self.room, self.storm(team).run
        messages = [
            message for n in range(self._rounds_begun) for message in self._inboxes[team, n]
        ]
        for sent in room.sent:
            if sent.team in (None, team):
                text = fill_in(sent.text, run, run.situation(), self.speech)
                messages.append(Message(sent.round, sent.sender, text))
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
        self._writers, self._posts = {}, {}
        for team, storm in self._storms.items():
            storm.go_back(number, self.room.teams[team])
