"""The facilitator's messages: those still to come, and one to send now."""

from collections.abc import Awaitable, Callable
from typing import Any, get_args

from nicegui.element import Element

from sim.exercise.room_control import LONGEST_MESSAGE
from sim.scenario.exercise import Sender
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import PendingMessage, RoomSnapshot
from sim.workshop.web.widgets import Container, Text, button, chosen, typed
from sim.workshop.web.words import say

Ask = Callable[[Callable[[], Awaitable[Any]]], Awaitable[bool]]


class Messages:
    """Messages of the scenario and of the facilitator."""

    def __init__(self, session: WebSession, ask: Ask) -> None:
        self.session, self.ask, self.language = session, ask, session.language
        self._seen: object = None
        self._text, self._sender, self._team = "", "journalist", ""
        self._now = Container("div", "send-now")
        self._coming = Container("div", "coming")
        self._cards: dict[str, tuple[PendingMessage, Element]] = {}

    def _say(self, key: str, **filled: object) -> str:
        return say(self.language, key, **filled)

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Show what has changed; what is being written stays."""
        seen = (tuple(snapshot.teams), snapshot.coming)
        if seen == self._seen:
            return
        teams_too = self._seen is None or seen[0] != self._seen[0]  # type: ignore[index]
        self._seen = seen
        if teams_too:
            self._build_now(snapshot)
        self._build_coming(snapshot)

    # -- now ------------------------------------------------------------------------------------

    def _build_now(self, snapshot: RoomSnapshot) -> None:
        """A message to send now."""
        self._now.clear()
        with self._now:
            Text("h3", self._say("send_now"))
            senders = [(one, self._say(f"senders.{one}")) for one in get_args(Sender)]
            teams = [("", self._say("all_teams")), *((name, name) for name in snapshot.teams)]
            with Container("div", "row"):
                self._choice("sender", senders, self._sender)
                self._choice("team", teams, self._team)
            with Container("div", "field"):
                Text("label", self._say("message_text"), for_="message-text")
                typed("textarea", self._write, self._text, rows=3, maxlength=LONGEST_MESSAGE,
                      id="message-text", data_testid="message-text")  # fmt: skip
            button(self._say("send"), self._send, "", "message-send")

    def _choice(self, kind: str, options: list[tuple[str, str]], now: str) -> None:
        def choose(value: str) -> None:
            setattr(self, f"_{kind}", value)

        with Container("div", "field inline"):
            Text("label", self._say(f"message_{kind}"), for_=f"message-{kind}")
            chosen(choose, options, now, id=f"message-{kind}", data_testid=f"message-{kind}")

    def _write(self, value: str) -> None:
        self._text = value[:LONGEST_MESSAGE]

    async def _send(self) -> None:
        sender: Any = self._sender
        team, text = self._team or None, self._text
        if sender not in get_args(Sender):
            return
        exercise = self.session.exercise
        if await self.ask(lambda: self.session.ask(lambda: exercise.inject(sender, text, team))):
            self._text = ""
            self._build_now(self.session.snapshot)

    # -- to come --------------------------------------------------------------------------------

    def _build_coming(self, snapshot: RoomSnapshot) -> None:
        """What will be found in the next rounds; it can be rewritten, skipped, or sent now."""
        if list(self._cards) != [one.name for one in snapshot.coming]:
            self._coming.clear()
            self._cards.clear()
            with self._coming:
                Text("h3", self._say("to_come", n=len(snapshot.coming)))
        for one in snapshot.coming:
            self._renew_card(one)

    def _renew_card(self, one: PendingMessage) -> None:
        """One card; what is being written in the others stays."""
        known, box = self._cards.get(one.name, (None, None))
        if one == known:
            return
        if box is None:
            with self._coming:
                box = Container("div")
        box.clear()
        with box:
            self._one(one)
        self._cards[one.name] = one, box

    def _one(self, one: PendingMessage) -> None:
        text = [one.text]

        def write(value: str) -> None:
            text[0] = value[:LONGEST_MESSAGE]

        def change(new: str | None) -> Callable[[], Awaitable[bool]]:
            exercise = self.session.exercise
            return lambda: self.ask(
                lambda: self.session.ask(
                    lambda: exercise.change_inject(one.name, text[0] if new == "" else new)
                )
            )

        head = f"{one.moment} · {self._say(f'senders.{one.sender}')}"
        with Container("details", "card" + (" skipped" if one.skipped else ""),
                 data_testid=f"inject-{one.name}"):  # fmt: skip
            with Container("summary"), Container("span", "told"):
                Text("span", f"{head} · {self._say('skipped')}" if one.skipped else head)
                Text("span", one.text, "muted small begins")
            with Container("div", "inner"):
                if one.when:
                    Text("p", self._say("only_if", when=one.when), "muted small")
                with Container("div", "field"):
                    Text("label", self._say("message_text"), for_=f"inject-{one.name}")
                    typed("textarea", write, one.text, rows=3, maxlength=LONGEST_MESSAGE,
                          id=f"inject-{one.name}")  # fmt: skip
                with Container("div", "row"):
                    button(self._say("keep_text"), change(""), "", f"rewrite-{one.name}")
                    if not one.skipped:
                        button(self._say("skip"), change(None), "quiet", f"skip-{one.name}")
                    button(self._say("send_it_now"), self._fire(one, text), "quiet",
                           f"fire-{one.name}")  # fmt: skip

    def _fire(self, one: PendingMessage, text: list[str]) -> Callable[[], Awaitable[bool]]:
        """Send a message before its time, and not a second time then."""
        exercise = self.session.exercise
        return lambda: self.ask(
            lambda: self.session.ask(lambda: exercise.inject_early(one.name, one.sender, text[0]))
        )
