"""Answers of the teams to single posts, and what they count as when a round is closed."""

from abc import abstractmethod
from collections.abc import Sequence

from sim.exercise.answer_events import AnswerShown, PostAnswered
from sim.exercise.forecast_control import ForecastControl
from sim.exercise.input import one_at_a_time, one_line, tidy
from sim.exercise.post_answers import answerable, counted_steps, is_complaint
from sim.exercise.refusals import RefusedError
from sim.exercise.room import Phase
from sim.exercise.stage_control import LONGEST_QUOTE
from sim.exercise.words.posts import Post
from sim.exercise.words.reading import Now, read
from sim.exercise.words.word_levers import proposed
from sim.storm.responses import Response

LONGEST_ANSWER = 1000
"""Most characters of an answer to a post."""
MOST_ANSWERS = 60
"""Most answers of a team in a round."""


class AnswerControl(ForecastControl):
    """A room in which teams answer single posts of their page."""

    @abstractmethod
    def posts(self, team: str) -> list[Post]:
        """Return all posts of a team's page, oldest first."""

    @abstractmethod
    def page(self, team: str) -> list[Post]:
        """Return the same with the posts that the facilitator has staged."""

    @one_at_a_time
    def answer_post(self, person: str, number: int, text: str) -> None:
        """Keep a person's answer to a post for their team. It replaces one of the same round."""
        member, room = self._known_member(person), self.room
        if member.observes:
            raise RefusedError("observers do not answer posts", "observer")
        self._require(Phase.deciding)
        if room.frozen:
            raise RefusedError("the facilitator has stopped decisions for the moment", "frozen")
        found = answerable(self.page(member.team), room.answers, member.team, room.round)
        post = found.posts.get(number)
        if post is None:
            raise RefusedError("this post cannot be answered any more", "no_post")
        given = [e for e in room.answers if (e.team, e.round) == (member.team, room.round)]
        if len(given) >= MOST_ANSWERS and all(each.post != number for each in given):
            raise RefusedError(
                f"{MOST_ANSWERS} posts are answered in this round; that is the most",
                "many_answers",
                most=MOST_ANSWERS,
            )
        text = tidy(text, LONGEST_ANSWER)
        reading = read(text, room.language, Now(self.speech.started, self.story_hours))
        levers = {} if reading is None else proposed(reading)
        kept = self.read_reply(text)
        self._record(
            PostAnswered(
                team=member.team,
                round=room.round,
                person=person,
                post=number,
                author=post.author,
                quote=one_line(post.text)[:LONGEST_QUOTE],
                text=text,
                complaint=is_complaint(post),
                complaints=found.complaints,
                levers={name: value for name, value in levers.items() if value is not None},
                reading=None if kept is None else kept.kept,
            )
        )

    @one_at_a_time
    def show_answer(self, number: int | None) -> None:
        """Put an answer on the projector in place of the one before, or take it off (None)."""
        if number is not None and all(each.number != number for each in self.room.answers):
            raise RefusedError("this answer is not there any more", "no_answer")
        self._record(AnswerShown(number=number))

    def _counted(self) -> dict[str, Sequence[Response]]:
        """Return by team the step that its answers of the present round count as."""
        room, number = self.room, self.room.round
        window, ended = self.windows[number], self.speech.say("answers.ended")
        found: dict[str, Sequence[Response]] = {}
        for team, decided in room.teams.items():
            own = [each for each in room.answers if each.team == team]
            if steps := counted_steps(own, decided, number, window, ended):
                found[team] = steps
        return found
