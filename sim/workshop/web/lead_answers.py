"""Answers to single posts on the facilitator's page, to be put on the projector or not."""

from collections.abc import Awaitable, Callable
from typing import Any

from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot
from sim.workshop.web.widgets import Container, Text, button

Act = Callable[[Callable[[], Any]], Awaitable[bool]]
"""Does something as the facilitator."""


class TeamAnswers:
    """All answers of a team, the newest first, each with a button for the projector."""

    def __init__(self, session: WebSession, act: Act, team: str) -> None:
        self.session, self.say, self._act, self.team = session, session.speech.say, act, team
        self._box = Container("div", "team-answers", data_testid="team-answers")
        self._shown: object = None

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Show what has changed."""
        answers = [each for each in snapshot.answers if each.team == self.team]
        stamp = ([each.number for each in answers], snapshot.answer_shown)
        if stamp == self._shown:
            return
        self._shown = stamp
        self._box.clear()
        with self._box:
            if not answers:
                Text("p", self.say("answers.none"), "muted")
            for each in reversed(answers):
                with Container("div", "team-answer"):
                    Text("p", f"{self.session.speech.labelled(each.author)} {each.quote}", "quoted")
                    Text("p", each.text)
                    Text("p", self.say("answers.by", name=each.by, n=each.round + 1), "muted small")
                    self._build_button(each.number, snapshot.answer_shown == each.number)

    def _build_button(self, number: int, shown: bool) -> None:
        label = self.say("answers.take_off" if shown else "answers.show")
        wanted = None if shown else number

        async def press() -> None:
            await self._act(lambda: self.session.exercise.show_answer(wanted))

        button(label, press, "quiet", f"show-answer-{number}", aria_pressed=str(shown).lower())
