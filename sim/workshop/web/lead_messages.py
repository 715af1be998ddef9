"""Messages on the facilitator's page: those still to come, and one to send now."""

from collections.abc import Awaitable, Callable
from typing import Any, get_args

from nicegui import ui
from nicegui.element import Element

from sim.exercise.condition_words import condition_said
from sim.exercise.inbox import FILLED_IN
from sim.exercise.room_control import LONGEST_MESSAGE
from sim.scenario.exercise import Sender
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import PendingMessage, RoomSnapshot
from sim.workshop.web.trying import TriedMessage
from sim.workshop.web.widgets import Container, Text, button, select, text_field

TO_REPLY = (1, 2, 3, 5, 10)
"""Minutes within which a team can be asked to reply."""
Act = Callable[[Callable[[], Any]], Awaitable[bool]]
"""Does something as the facilitator, and returns whether it was done."""


class Messages:
    """Messages of the scenario and of the facilitator."""

    def __init__(self, session: WebSession, act: Act, tried: TriedMessage) -> None:
        self.session, self.act, self.say = session, act, session.speech.say
        self._tried = tried
        self._shown: tuple[object, ...] = ()
        self._text = ""
        self._choices = {"sender": "journalist", "team": "", "minutes": ""}
        self._now = Container("div", "send-now")
        self._pending = Container("div", "coming")
        self._cards: dict[str, tuple[PendingMessage, Element]] = {}

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Show what has changed. What is being written stays."""
        shown = (tuple(snapshot.teams), snapshot.pending)
        if shown == self._shown:
            return
        if shown[:1] != self._shown[:1]:
            self._build_now(snapshot)
        self._shown = shown
        self._build_pending(snapshot)

    def address(self, team: str, sender: str) -> None:
        """Prepare a message to a team from a sender. What is being written stays."""
        snapshot = self.session.snapshot
        if team in snapshot.teams and sender in get_args(Sender):
            self._choices |= {"team": team, "sender": sender}
            self._build_now(snapshot)
            ui.run_javascript("document.getElementById('message-text')?.focus()")

    def _build_now(self, snapshot: RoomSnapshot) -> None:
        """Build the form for a message to send now."""
        self._now.clear()
        with self._now:
            Text("h3", self.say("send_now"))
            senders = [(each, self.say(f"senders.{each}")) for each in get_args(Sender)]
            teams = [("", self.say("all_teams")), *((name, name) for name in snapshot.teams)]
            minutes = [("", self.say("no_deadline"))]
            minutes += [(str(n), self.say("minutes_to_reply", n=n)) for n in TO_REPLY]
            with Container("div", "row"):
                self._build_choice("sender", senders)
                self._build_choice("team", teams)
                self._build_choice("minutes", minutes)
            with Container("div", "field"):
                Text("label", self.say("message_text"), for_="message-text")
                text_field("textarea", self._write, self._text, rows=3, maxlength=LONGEST_MESSAGE,
                           id="message-text", data_testid="message-text")  # fmt: skip
            with Container("div", "row"):
                button(self.say("send"), self._send, "", "message-send")
                button(self.say("stage.try_it"), self._try, "quiet", "message-try")

    def _build_choice(self, kind: str, options: list[tuple[str, str]]) -> None:
        def choose(value: str) -> None:
            self._choices[kind] = value

        name = f"message-{kind}"
        with Container("div", "field inline"):
            Text("label", self.say(f"message_{kind}"), for_=name)
            select(choose, options, self._choices[kind], id=name, data_testid=name)

    def _write(self, value: str) -> None:
        self._text = value[:LONGEST_MESSAGE]

    async def _send(self) -> None:
        sender: Any = self._choices["sender"]
        team, text = self._choices["team"] or None, self._text
        if sender not in get_args(Sender):
            return
        minutes = float(self._choices["minutes"]) if self._choices["minutes"] else None
        if await self.act(lambda: self.session.exercise.inject(sender, text, team, minutes)):
            self._text = ""
            self._build_now(self.session.snapshot)

    async def _try(self) -> None:
        sender: Any = self._choices["sender"]
        minutes = float(self._choices["minutes"]) if self._choices["minutes"] else None
        if sender in get_args(Sender) and self._text.strip():
            await self._tried.show(sender, self._text, minutes)

    def _build_pending(self, snapshot: RoomSnapshot) -> None:
        """Build the messages to come, which can be rewritten, skipped, or sent now."""
        if list(self._cards) != [message.name for message in snapshot.pending]:
            self._pending.clear()
            self._cards.clear()
            with self._pending:
                count = len(snapshot.pending)
                Text("h3", self.say("to_come", n=count))
                if not count:
                    Text("p", self.say("none_to_come"), "muted small")
        for message in snapshot.pending:
            self._renew_card(message)

    def _renew_card(self, message: PendingMessage) -> None:
        """Renew one card. What is being written in the others stays."""
        known, box = self._cards.get(message.name, (None, None))
        if message == known:
            return
        if box is None:
            with self._pending:
                box = Container("div")
        box.clear()
        with box:
            self._build_card(message)
        self._cards[message.name] = message, box

    def _previewed(self, text: str) -> str:
        """Return a message with the names of what is filled in when it arrives."""
        for name in FILLED_IN:
            text = text.replace(f"{{{name}}}", f"‹{self.say(f'filling_{name}')}›")
        return text

    def _build_card(self, message: PendingMessage) -> None:
        exercise, name, written = self.session.exercise, message.name, [message.text]

        def write(value: str) -> None:
            written[0] = value[:LONGEST_MESSAGE]

        def rewrite() -> Awaitable[bool]:
            return self.act(lambda: exercise.change_inject(name, written[0]))

        def skip() -> Awaitable[bool]:
            return self.act(lambda: exercise.change_inject(name, None))

        def send_now() -> Awaitable[bool]:
            return self.act(lambda: exercise.inject_early(name, message.sender, written[0]))

        def try_it() -> Awaitable[None]:
            return self._tried.show(message.sender, written[0], message.minutes, message.to)

        head = f"{message.moment} · {self.say(f'senders.{message.sender}')}"
        if message.when:
            when = condition_said(message.when, self.session.speech)
            head = f"{head} · {self.say('only_if', when=when)}"
        if message.skipped:
            head = f"{head} · {self.say('skipped')}"
        classes = "card skipped" if message.skipped else "card"
        with Container("details", classes, data_testid=f"inject-{name}"):
            with Container("summary"), Container("span", "told"):
                Text("span", head)
                Text("span", self._previewed(message.text), "muted small begins")
            with Container("div", "inner"):
                if message.expected:
                    Text("p", self.say("lead_expected", what=message.expected), "muted small")
                with Container("div", "field"):
                    Text("label", self.say("message_text"), for_=f"inject-{name}")
                    text_field("textarea", write, message.text, rows=3, maxlength=LONGEST_MESSAGE,
                               id=f"inject-{name}")  # fmt: skip
                with Container("div", "row"):
                    if not message.passed:
                        button(self.say("keep_text"), rewrite, "", f"rewrite-{name}")
                    if not message.skipped:
                        button(self.say("skip"), skip, "quiet", f"skip-{name}")
                    button(self.say("send_it_now"), send_now, "quiet", f"fire-{name}")
                    button(self.say("stage.try_it"), try_it, "quiet", f"try-{name}")
