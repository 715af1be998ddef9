"""Answers to single posts of the page, typed one by one."""

import re
from collections.abc import Callable

from sim.exercise.post_answers import AnswerCount, answerable_numbers
from sim.exercise.refusals import RefusedError
from sim.exercise.running import RunningExercise
from sim.exercise.team_view import TeamView, view
from sim.exercise.words.posts import Post
from sim.exercise.words.reading import Now, read, remarks_on
from sim.workshop.terminal.screen import Screen, newest

TYPED = re.compile(r"^a\s*(\d+)$", re.IGNORECASE)
"""Such as "a3"."""
DO = "individual-answers"
"""The response as which answers to posts count."""
Ask = Callable[..., str]


def posts_to_answer(seen: TeamView) -> list[Post]:
    """Return the posts on the screen that can be answered, in the order of their numbers there."""
    open_to = answerable_numbers(seen.posts, seen.answers.before)
    return [post for post in newest(seen.posts) if post.number in open_to]


class AnswerPrompt:
    """Lets one person answer the posts that the page of a round shows."""

    def __init__(
        self, exercise: RunningExercise, screen: Screen, team: str, person: str, ask: Ask
    ) -> None:
        self.exercise, self.screen, self.ask = exercise, screen, ask
        self.team, self.person = team, person
        self.posts = posts_to_answer(view(exercise, team))
        """Posts in the order of their numbers, which stay while the round is open."""

    def invite(self) -> None:
        """Say how posts are answered, if there are any."""
        if self.posts:
            self.screen.say("answer_typed", "dim", most=len(self.posts))

    def take(self, typed: str) -> bool:
        """Answer the post that was typed, such as "a3". Return whether this was one."""
        named = TYPED.match(typed)
        if named is None or not 1 <= int(named[1]) <= len(self.posts):
            return False
        post = self.posts[int(named[1]) - 1]
        name = post.author or self.screen.speech.say(f"authors.{post.kind}")
        words = self._words("answers.answer_to", name)
        if words:
            self._keep(post.number, words)
        return True

    def _words(self, key: str, name: str) -> str:
        """Ask for the words and advise on them. Empty words leave the post unanswered."""
        speech = self.screen.speech
        while True:
            words = self.ask(key, name=name)
            now = Now(speech.started, self.exercise.story_hours)
            reading = read(words, speech.language, now) if words else None
            remarks = [] if reading is None else remarks_on(reading, DO)
            self.screen.remarks(remarks)
            answer = self.ask("keep").lower() if remarks else ""
            if answer.startswith("d"):
                return ""
            if not answer.startswith("w"):
                return words

    def _keep(self, number: int, words: str) -> None:
        """Keep an answer in the log, and show what the answers count as."""
        try:
            self.exercise.answer_post(self.person, number, words)
        except RefusedError as refused:
            self.screen.refused(refused)
        else:
            self.show_count()

    def show_count(self) -> None:
        """Say how many complaints are answered, if any post is."""
        count: AnswerCount = view(self.exercise, self.team).answers
        if count.now:
            self.screen.say("answers.count", "dim", n=count.answered, of=count.complaints)
