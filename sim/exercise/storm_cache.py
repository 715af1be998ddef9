"""What the storm has answered to every team so far, worked out from the room when asked."""

from sim.exercise.decisions import windows
from sim.exercise.inbox import Message, arriving, coming, filled
from sim.exercise.room import Phase, Room
from sim.exercise.team_storms import Crisis, TeamStorm
from sim.exercise.words.feed import Page, Post


class Answers:
    """The teams' storms and inboxes. Nothing in it has to be kept: it follows from the room."""

    def __init__(self, room: Room) -> None:
        self.windows = windows(room.scenario)
        self._crisis: Crisis | None = None
        self._storms: dict[str, TeamStorm] = {}
        self._inboxes: dict[tuple[str, int], list[Message]] = {}
        self._pages: dict[str, Page] = {}
        self._posts: dict[str, tuple[int, list[Post]]] = {}

    def prepare(self, room: Room) -> None:
        """Draw the people and compile the rules, before anybody waits for it."""
        if self._crisis is None:
            self._crisis = Crisis.of(room.scenario, room.seed)
            TeamStorm(self._crisis)

    def storm(self, room: Room, team: str) -> TeamStorm:
        """The team's storm, at the beginning of the round that is played or comes next."""
        if self._crisis is None:
            self._crisis = Crisis.of(room.scenario, room.seed)
        if team not in self._storms:
            self._storms[team] = TeamStorm(self._crisis)
        storm, decided = self._storms[team], room.teams[team]
        for number in range(self._begun(room)):
            if (team, number) not in self._inboxes:
                storm.stand_at(number, decided)
                self._inboxes[team, number] = arriving(
                    storm.run,
                    number,
                    coming(room.scenario, self.windows, number),
                    room.changed,
                    room.language,
                )
        storm.stand_at(room.round, decided)
        return storm

    def inbox(self, room: Room, team: str) -> list[Message]:
        """All messages that the team has got, oldest first."""
        run = self.storm(room, team).run
        seen = run.situation()
        messages = [one for n in range(self._begun(room)) for one in self._inboxes[team, n]]
        for sent in room.sent:
            if sent.team in (None, team):
                text = filled(sent.text, run, seen, room.language)
                messages.append(Message(sent.round, sent.sender, text))
        return sorted(messages, key=lambda message: message.round)

    def _begun(self, room: Room) -> int:
        """Rounds that have begun: until then, the facilitator may still change their messages."""
        return min(room.round + (room.phase is Phase.deciding), len(self.windows))

    def posts(self, room: Room, team: str) -> list[Post]:
        """The team's page up to now; written once for each round, as everybody looks at it."""
        run, script = self.storm(room, team).run, room.scenario.exercise
        if script is not None and self._posts.get(team, (-1, []))[0] != room.round:
            page = self._pages.setdefault(team, Page(run, room.language, script))
            self._posts[team] = room.round, page.posts()
        return self._posts[team][1] if script is not None else []

    def go_back(self, room: Room) -> None:
        """The exercise has gone back: what comes now will be other storms and messages."""
        self._inboxes = {key: kept for key, kept in self._inboxes.items() if key[1] < room.round}
        self._pages, self._posts = {}, {}
        for team, storm in self._storms.items():
            storm.go_back(room.round, room.teams[team])
