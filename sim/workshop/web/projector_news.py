"""News on the projector: a strip, with a sound if it is on, when a message or a post comes."""

import time
from dataclasses import dataclass
from itertools import count
from typing import Literal

from markupsafe import Markup
from nicegui.element import Element

from sim.exercise.duties import told_alone
from sim.exercise.room import Phase, SentMessage
from sim.exercise.stage_matter import StagedPost
from sim.workshop.web.banner import PRESS
from sim.workshop.web.panels import render
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot
from sim.workshop.web.widgets import Container, LivePart, Text, dress

NewsKind = Literal["message", "enquiry", "breaking"]
"""A question of the press to a team is no breaking news; a published article is."""
SHOWN_FOR = 24.0
"""Seconds for which news stand on the projector."""
BLANK = "{"
"""Begins a blank, which each team's message fills in differently."""
_stamps = count(1)


@dataclass(frozen=True, slots=True)
class News:
    """What has just come: to everybody with its words, to one team without them."""

    kind: NewsKind
    who: str
    said: str


def counted(snapshot: RoomSnapshot) -> tuple[int, ...]:
    """Count what can be news. All of it is as old as the snapshot, so that none is missed.

    A room may have moved on while a projector still turns over what it last knew.
    """
    sent, staged = len(snapshot.sent), snapshot.staged_ever
    return (snapshot.branches, sent, staged, snapshot.rounds_begun)


class NewsStrip:
    """The strip of one projector. What came before it was opened is no news."""

    def __init__(self, session: WebSession) -> None:
        self.session, self.say = session, session.speech.say
        self._known: tuple[int, ...] | None = None
        self._until = 0.0
        self._deciding = False
        with Container("div", "news-place", data_news="", role="status") as self.box:
            self._part = LivePart("div")

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Show what has come since, for a while, and nothing of a round that has closed."""
        deciding = snapshot.phase is Phase.deciding
        closed, self._deciding = self._deciding and not deciding, deciding
        known = counted(snapshot)
        before, self._known = self._known, known
        new = before is not None and before != known and snapshot.phase is not Phase.closed
        news = self._latest(before, snapshot) if before is not None and new else None
        if news is not None:
            self._until = time.monotonic() + SHOWN_FOR
            stamp = f"{news.kind}:{next(_stamps)}"
            dress(self.box, data_news=stamp)
            self._part.renew(stamp, lambda: self._strip(news))
        elif closed or snapshot.phase is Phase.closed or time.monotonic() > self._until:
            self._part.renew("", Markup)

    def _strip(self, news: News) -> Markup:
        return render("projector_news.html", self.session.speech, news=news)

    def _latest(self, before: tuple[int, ...], snapshot: RoomSnapshot) -> News | None:
        """Return the latest of what has come. Going back is no news."""
        branches, sent, staged, rounds = before
        if snapshot.branches != branches:
            return None
        if snapshot.staged_ever > staged and snapshot.staged:
            return self._of_post(snapshot.staged[-1])
        if len(snapshot.sent) > sent:
            return self._of_message(snapshot.sent[-1], snapshot)
        return self._of_round(snapshot) if snapshot.rounds_begun > rounds else None

    def _of_post(self, post: StagedPost) -> News:
        kind: NewsKind = "breaking" if post.voice == "press" else "message"
        if post.team is not None:
            return News(kind, post.team, self.say("stage.news_page"))
        return News(kind, post.author, post.headline or post.text)

    def _of_message(self, message: SentMessage, snapshot: RoomSnapshot) -> News:
        """Return that a message has come, without its words if somebody reads it alone."""
        kind: NewsKind = "enquiry" if message.sender == PRESS else "message"
        who = self.say(f"senders.{message.sender}")
        if message.team is not None:
            return News(kind, "", self.say("stage.news_for", team=message.team))
        alone = (told_alone(t.members, message.sender, None) for t in snapshot.teams.values())
        if BLANK in message.text or any(alone):
            return News(kind, who, self.say("stage.news_inboxes"))
        return News(kind, who, message.text)

    def _of_round(self, snapshot: RoomSnapshot) -> News | None:
        """Return that the messages of a round have come, if there are any."""
        senders = {
            each.message.sender
            for team in snapshot.teams.values()
            for each in team.standings
            if each.message.round == snapshot.round and each.message.inject is not None
        }
        if not senders:
            return None
        kind: NewsKind = "enquiry" if PRESS in senders else "message"
        return News(kind, "", self.say("stage.news_inboxes"))


def sound_switch(session: WebSession, within: Element) -> None:
    """Build the switch of the projector's sound. It is off until somebody presses it."""
    say = session.speech.say
    with within:
        Text("button", say("stage.sound_off"), "button quiet sound", type="button",
             aria_pressed="false", data_off=say("stage.sound_off"), data_on=say("stage.sound_on"),
             data_again=say("stage.sound_again"), data_testid="sound")  # fmt: skip
