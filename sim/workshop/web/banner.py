"""The banner of messages that a person has not put away, on whatever part of the page is open."""

from contextlib import suppress
from itertools import count

from nicegui.element import Element

from sim.errors import ShitstormError
from sim.exercise.inbox import Message
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot
from sim.workshop.web.widgets import Container, Text, button

PRESS = "journalist"
"""The sender whose messages come as breaking news."""
_stamps = count()


class MessageBanner:
    """One message at a time, those with a deadline first, until it is put away.

    What was put away is kept in the log, so that a message that nobody has seen is shown again
    after a crash, and no other is.
    """

    def __init__(self, session: WebSession, person: str, within: Element) -> None:
        self.session, self.person, self.say = session, person, session.speech.say
        self._away: set[str] = set()
        self._shown: object = None
        with within:
            self.box = Container("div", "banners", role="status", aria_live="assertive",
                                 data_testid="banner", data_unread="0")  # fmt: skip

    def renew(self, snapshot: RoomSnapshot, team: str) -> None:
        """Show the most urgent message that this person has not put away."""
        waiting = self._waiting(snapshot, team)
        first = waiting[0] if waiting else None
        timer = None
        if first is not None and first.due is not None:
            timer = (snapshot.running, snapshot.speed, round(snapshot.left_until(first.due)))
        shown = ([each.key for each in waiting], timer)
        if shown == self._shown:
            return
        self._shown = shown
        self.box.clear()
        self.box.props["data-unread"] = str(len(waiting))
        self.box.props["data-newest"] = waiting[-1].key if waiting else ""
        self.box.update()
        if first is not None:
            with self.box:
                self._build(first, len(waiting), snapshot, team)

    def _waiting(self, snapshot: RoomSnapshot, team: str) -> list[Message]:
        """Return the messages of this round that are still to be seen, the most urgent first."""
        seen = self.session.exercise.room.seen.get(self.person, set())  # no snapshot is taken
        inbox = snapshot.teams[team].storm.view.inbox
        new = [
            each
            for each in inbox
            if each.round == snapshot.round and not (each.key in self._away or each.key in seen)
        ]
        return sorted(new, key=lambda each: float("inf") if each.due is None else each.due)

    def _build(self, message: Message, waiting: int, snapshot: RoomSnapshot, team: str) -> None:
        press = message.sender == PRESS

        async def put_away() -> None:
            self._away.add(message.key)
            self.renew(self.session.snapshot, team)
            with suppress(ShitstormError):
                await self.session.put_away(self.person, message.key)

        with Container("article", f"banner {'breaking' if press else ''}"):
            with Container("div", "banner-head"):
                kind = self.say("banner_press" if press else "banner_new")
                Text("span", kind, "banner-kind")
                Text("strong", self.say(f"senders.{message.sender}"))
                script = self.session.exercise.script
                role = script.roles.get(message.to or "")
                if role is not None:
                    title = role.title.in_language(self.session.language)
                    Text("span", self.say("banner_to", role=title))
                if message.due is not None:
                    self._build_deadline(message.due, snapshot)
            Text("p", message.text, "banner-text")
            with Container("div", "row"):
                button(self.say("banner_away"), put_away, "main", "banner-away")
                if waiting > 1:
                    Text("span", self.say("banner_more", n=waiting - 1), "small")

    def _build_deadline(self, due: float, snapshot: RoomSnapshot) -> None:
        """Build the deadline. It runs in the browser, as the round's timer does."""
        with Container("span", "timer due", data_left=f"{snapshot.left_until(due):.1f}",
                       data_speed=f"{snapshot.speed if snapshot.running else 0:g}",
                       data_stamp=f"due-{next(_stamps)}", data_over=self.say("banner_late"),
                       data_testid="banner-due"):  # fmt: skip
            Text("span", self.say("banner_due"))
            Text("span", "", "clock")
