"""Replies on the facilitator's page: what each team has answered, in time, late or never."""

from collections.abc import Callable
from itertools import count
from typing import Any

from markupsafe import Markup

from sim.exercise.replies import MessageStanding
from sim.workshop.web.panels import render
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot
from sim.workshop.web.widgets import LivePart

WRITE_BACK = """(event) => {
  const box = event.target.closest("[data-back-to]");
  if (box) emit([box.dataset.backTo, box.dataset.backAs]);
}"""
"""Emits the team and the sender of the message whose button was pressed."""
_stamps = count()


class Replies:
    """All messages with a deadline or a reply."""

    def __init__(self, session: WebSession, write_back: Callable[[str, str], None]) -> None:
        """Build the list. ``write_back`` prepares a message to a team, from the same sender."""
        self.session, self._write_back = session, write_back
        self._part = LivePart("div", "asked-list", data_testid="replies", role="log",
                              aria_live="polite", tabindex="0",
                              aria_label=session.speech.say("stage.replies"))  # fmt: skip

        self._part.element.on("click", self._answer, js_handler=WRITE_BACK)

    def _answer(self, event: Any) -> None:
        told = event.args if isinstance(event.args, list) else []
        if len(told) == 2:
            self._write_back(str(told[0]), str(told[1]))

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Show what has changed."""
        teams = [
            (team.name, [each for each in team.standings if _asked(each)])
            for team in snapshot.teams.values()
            if team.members
        ]
        teams = [(name, asked) for name, asked in teams if asked]
        speed = snapshot.speed if snapshot.running else 0.0
        stamp = (
            (speed, snapshot.round),
            [
                (name, [(each.message.key, each.state, len(each.replies)) for each in asked])
                for name, asked in teams
            ],
        )

        def panel() -> Markup:
            return render("lead_replies.html", self.session.speech, teams=teams, speed=speed,
                          snapshot=snapshot, stamp=next(_stamps))  # fmt: skip

        self._part.renew(stamp, panel)


def _asked(standing: MessageStanding) -> bool:
    return standing.message.due is not None or bool(standing.replies)
