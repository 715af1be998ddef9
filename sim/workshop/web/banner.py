"""The banner of messages that a person has not put away, on whatever part of the page is open."""

from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import Any

from nicegui.element import Element

from sim.errors import ShitstormError
from sim.exercise.inbox import Message
from sim.exercise.replies import MessageStanding
from sim.workshop.web.reply_form import reply_to_message
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot
from sim.workshop.web.widgets import Container, Text, button, dress, in_background

PRESS = "journalist"
"""The sender whose messages come as enquiries of the press."""
_stamps = count()


class MessageBanner:
    """One message at a time, those with a deadline first, until it is put away.

    What was put away is kept in the log, so that a message that nobody has seen is shown again
    after a crash, and no other is.
    """

    def __init__(self, session: WebSession, person: str, within: Element) -> None:
        self.session, self.person, self.say = session, person, session.speech.say
        self._away: set[str] = set()
        self._branches = session.snapshot.branches
        self._shown: object = None
        self._counted = (0, "")
        self._replying = ""
        """Key of the message that is being replied to."""
        with within:
            self.box = Container("div", "banners", role="status", aria_live="assertive",
                                 data_testid="banner", data_unread="0")  # fmt: skip

    def renew(self, snapshot: RoomSnapshot, team: str) -> None:
        """Show the most urgent message that this person has not put away."""
        if snapshot.branches != self._branches:  # what was left by going back comes again
            self._away, self._branches = set(), snapshot.branches
        waiting = self._waiting(snapshot, team)
        newest = waiting[-1].message.key if waiting else ""
        if (len(waiting), newest) != self._counted:
            self._counted = len(waiting), newest
            dress(self.box, data_unread=str(len(waiting)), data_newest=newest)
        if self._replying in {each.message.key for each in waiting}:
            return  # nothing that is being written is taken away
        first = waiting[0] if waiting else None
        timer = None
        if first is not None and first.message.due is not None:
            left = round(snapshot.left_until(first.message.due))
            timer = (snapshot.running, snapshot.speed, left)
        standing = first and (first.state, len(first.replies))
        told = snapshot.teams[team].alone(first.message) if first else []
        shown = ([each.message.key for each in waiting], timer, standing, self._replying, told)
        if shown == self._shown:
            return
        self._shown = shown
        self.box.clear()
        if first is not None:
            with self.box:
                self._build(first, len(waiting), snapshot, team)

    def _waiting(self, snapshot: RoomSnapshot, team: str) -> list[MessageStanding]:
        """Return the messages of this round that are still to be seen, the most urgent first."""
        seen = self.session.exercise.room.seen.get(self.person, set())  # no snapshot is taken
        own, member = snapshot.teams[team], snapshot.members.get(self.person)
        new = [
            each
            for each in own.standings
            if each.message.round == snapshot.round
            and own.may_read(member, each.message)
            and not (each.message.key in self._away or each.message.key in seen)
        ]
        return sorted(new, key=_urgency)

    def _build(
        self, standing: MessageStanding, waiting: int, snapshot: RoomSnapshot, team: str
    ) -> None:
        message, key = standing.message, standing.message.key
        member = snapshot.members.get(self.person)

        def put_away() -> None:
            self._away.add(key)
            self._replying = ""
            self.renew(self.session.snapshot, team)
            in_background(self._keep_away(key), "a message was seen")

        def reply() -> None:
            self._replying = key
            buttons.clear()
            with buttons:
                reply_to_message(self.session, self.person, key, done, "banner-reply")

        def done(sent: bool) -> None:
            self._replying, self._shown = "", None
            put_away() if sent else self.renew(self.session.snapshot, team)

        running = None
        if message.due is not None and not standing.replies:
            speed = snapshot.speed if snapshot.running else 0.0
            running = snapshot.left_until(message.due), speed
        alone = member in snapshot.teams[team].alone(message)
        with banner_of(self.session, message, running, alone):
            if standing.replies:
                by = standing.replies[0].by
                Text("p", self.say("stage.replied_by", name=by), "banner-replied")
            with Container("div", "row banner-row") as buttons:
                button(self.say("banner_away"), put_away, "main", "banner-away")
                if member is not None and not member.observes:
                    button(self.say("stage.reply"), reply, "main", "banner-reply-open")
                if waiting > 1:
                    Text("span", self.say("banner_more", n=waiting - 1), "small")

    async def _keep_away(self, key: str) -> None:
        with suppress(ShitstormError):
            await self.session.put_away(self.person, key)


def _urgency(standing: MessageStanding) -> tuple[bool, float]:
    """Return what messages are sorted by: those replied to last, the next deadline first."""
    due = standing.message.due
    return bool(standing.replies), float("inf") if due is None else due


def banner_of(
    session: WebSession,
    message: Message,
    running: tuple[float, float] | None,
    alone: bool = False,
) -> Container:
    """Return the banner of a message, open for its buttons.

    ``running`` is how many seconds are left to reply, and how fast they pass. None without a
    deadline that matters. ``alone`` says that nobody else of the team reads it.
    """
    say, script = session.speech.say, session.exercise.script
    press = message.sender == PRESS
    banner = Container("article", f"banner {'enquiry' if press else ''}")
    with banner:
        with Container("div", "banner-head"):
            Text("span", say("banner_enquiry" if press else "banner_new"), "banner-kind")
            Text("strong", say(f"senders.{message.sender}"))
            role = script.roles.get(message.to or "")
            if alone:
                Text("span", say("duties.only_you"), data_testid="banner-alone")
            elif role is not None:
                Text("span", say("banner_to", role=role.title.in_language(session.language)))
            if running is not None:
                deadline(*running, say)
        Text("p", message.text, "banner-text", tabindex="0")
    return banner


def deadline(left: float, speed: float, say: Callable[..., Any]) -> None:
    """Build a deadline. It runs in the browser, as the round's timer does."""
    with Container("span", "timer due", data_left=f"{left:.1f}", data_speed=f"{speed:g}",
                   data_stamp=f"due-{next(_stamps)}", data_over=say("banner_late"),
                   data_testid="banner-due"):  # fmt: skip
        Text("span", say("banner_due"))
        Text("span", "", "clock")
