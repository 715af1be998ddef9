"""Words that are not lost: those of the round before, and those that were set aside."""

from collections.abc import Callable

from sim.exercise.decisions import Step
from sim.workshop.web.deciding.editing import Typist
from sim.workshop.web.deciding.team_draft import SetAside
from sim.workshop.web.session import WebSession
from sim.workshop.web.widgets import Container, Text, button


class FormerDraft:
    """The offer of what was being written when the last round closed. One answer is for all."""

    def __init__(self, session: WebSession, hand: Typist, changed: Callable[[], None]) -> None:
        self.say, self.hand, self._changed = session.speech.say, hand, changed
        self._shown: list[Step] = []
        self.box = Container("div")

    def renew(self, kept: list[Step]) -> None:
        """Show the offer as long as it stands."""
        if kept == self._shown:
            return
        self._shown = list(kept)
        self.box.clear()
        if not kept:
            return
        with self.box, Container("div", "notice", data_testid="kept-draft"):
            Text("p", self.say("kept_draft"))
            for step in kept:
                words = step.get("words") or self.say(f"responses.{step['do']}.name")
                Text("p", words, "quoted")
            with Container("div", "row"):
                button(self.say("use_it"), lambda: self._answer(True), "main", "use-draft")
                button(self.say("drop_it"), lambda: self._answer(False), "quiet", "drop-draft")

    def _answer(self, used: bool) -> None:
        steps = self.hand.desk.offer(used)
        self.hand.add(*steps)
        self._changed()


class AsideWords:
    """Words that somebody has overwritten or taken back, folded away."""

    def __init__(self, session: WebSession, hand: Typist, changed: Callable[[], None]) -> None:
        self.say, self.hand, self._changed = session.speech.say, hand, changed
        self._shown: list[SetAside] = []
        self.box = Container("div")

    def renew(self, aside: list[SetAside]) -> None:
        """Show the words that can be used again."""
        if aside == self._shown:
            return
        self._shown = list(aside)
        self.box.clear()
        if not aside:
            return
        with self.box, Container("details", "aside", data_testid="aside"):
            Text("summary", self.say("deciding.aside", n=len(aside)))
            for each in reversed(aside):
                self._build(each)

    def _build(self, each: SetAside) -> None:
        def use() -> None:
            self.hand.use_again(each.number)
            self._changed()

        with Container("div", "set-aside"):
            Text("p", self.say("deciding.aside_by", name=each.name), "muted small")
            Text("p", each.words, "quoted")
            button(self.say("use_it"), use, "quiet", f"use-aside-{each.number}")
