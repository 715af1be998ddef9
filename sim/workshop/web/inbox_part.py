"""The inbox on a participant's page: messages, how they stand, and the form to reply."""

from markupsafe import Markup
from nicegui.element import Element

from sim.exercise.room import Phase
from sim.workshop.web import panels
from sim.workshop.web.reply_form import reply_to_message
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot
from sim.workshop.web.widgets import Container, LivePart

REPLY = """(event) => {
  const key = event.target.closest("[data-reply]")?.dataset.reply;
  if (key) emit(key);
}"""
"""Emits the key of the message whose button was pressed."""


class InboxPart:
    """One person's view of their team's inbox."""

    def __init__(self, session: WebSession, person: str) -> None:
        self.session, self.person = session, person
        self._form: Element = Container("div", "reply-place")
        self._part = LivePart(data_testid="inbox")
        self._part.element.on("click", lambda event: self._open(str(event.args)), js_handler=REPLY)

    def renew(self, snapshot: RoomSnapshot, team: str) -> None:
        """Show what has changed. A reply that is being written stays."""
        seen = snapshot.teams[team]
        member = snapshot.members.get(self.person)
        replying = member is not None and not member.observes
        replying = replying and snapshot.phase is not Phase.closed
        asked = [(each.message.key, each.state, len(each.replies)) for each in seen.standings]
        stamp = (team, seen.storm.stamp, asked, replying, seen.members, member and member.role)

        def panel() -> Markup:
            return panels.inbox_panel(seen, self.session.speech, replying, member)

        name = f"inbox {team} {replying} {member.role if member else ''}"
        self._part.renew(stamp, lambda: self.session.shared_panel(name, stamp, panel))
        if not replying:
            self._form.clear()

    def _open(self, key: str) -> None:
        """Open the form to reply to a message."""
        self._form.clear()
        say, member = self.session.speech.say, self.session.member(self.person)
        team = self.session.snapshot.teams[member.team] if member else None
        messages = (each.message for each in team.standings) if team else ()
        message = next((each for each in messages if each.key == key), None)
        if team is None or message is None or not team.may_read(member, message):
            return
        label = say("stage.reply_to", sender=say(f"senders.{message.sender}"))
        with self._form:
            reply_to_message(self.session, self.person, key, self._close, "inbox-reply", label)

    def _close(self, _: bool) -> None:
        self._form.clear()
