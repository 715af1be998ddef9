"""Replies on the facilitator's page: what each team has answered, in time, late or never."""

from markupsafe import Markup

from sim.exercise.replies import MessageStanding
from sim.workshop.web.panels import render
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot
from sim.workshop.web.widgets import LivePart


class Replies:
    """All messages with a deadline or a reply."""

    def __init__(self, session: WebSession) -> None:
        self.session = session
        self._part = LivePart("div", "asked-list", data_testid="replies", role="log",
                              aria_live="polite", tabindex="0",
                              aria_label=session.speech.say("stage.replies"))  # fmt: skip

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Show what has changed."""
        teams = [
            (team.name, [each for each in team.standings if _asked(each)])
            for team in snapshot.teams.values()
            if team.members
        ]
        teams = [(name, asked) for name, asked in teams if asked]
        stamp = [
            (name, [(each.message.key, each.state, len(each.replies)) for each in asked])
            for name, asked in teams
        ]

        def panel() -> Markup:
            return render("lead_replies.html", self.session.speech, teams=teams)

        self._part.renew(stamp, panel)


def _asked(standing: MessageStanding) -> bool:
    return standing.message.due is not None or bool(standing.replies)
