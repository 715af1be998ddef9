"""On the facilitator's cards: a team whose draft waits for its lead's approval, and how long."""

import time

from markupsafe import Markup, escape

from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot
from sim.workshop.web.widgets import LivePart

LONG = 2
"""Minutes of waiting from which it is shown as long."""


class WaitingForApproval:
    """What is said of one team's draft. Nothing unless it waits for approval."""

    def __init__(self, session: WebSession, team: str) -> None:
        self.session, self.team = session, team
        self._part = LivePart("div", "waiting-approval", data_testid=f"waiting-{team}")

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Show what has changed."""
        asked = self.session.desks.of(self.team).draft.asked
        leads = snapshot.teams[self.team].leads
        if asked is None or not (self.session.decides and snapshot.approval and leads):
            self._part.renew("", Markup)
            return
        minutes = max(0, int((time.time() - (asked.since or time.time())) // 60))
        names = ", ".join(each.pseudonym for each in leads)
        name = "deciding.waiting_silence" if asked.silent else "deciding.waiting_draft"
        say = self.session.speech.say
        said = say(name, names=names)
        if minutes:
            said = f"{said} {say('deciding.waiting_minutes', n=minutes)}"
        kind = "stands late" if minutes >= LONG else "stands waiting"
        self._part.renew(
            (said, kind), lambda: Markup('<p class="{}">{}</p>').format(kind, escape(said))
        )
