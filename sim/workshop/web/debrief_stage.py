"""The stage in the debrief: each team's messages, replies and notes, also those added later."""

from markupsafe import Markup

from sim.exercise.debrief.stage_record import (
    StageRecord,
    room_notes_html,
    stage_record,
    team_record_html,
)
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot
from sim.workshop.web.widgets import LivePart

ROOM = ""
"""Stands for the notes on the whole room."""


class DebriefStage:
    """The parts of one debrief page that tell of the stage."""

    def __init__(self, session: WebSession) -> None:
        self.session = session
        self._parts: dict[str, LivePart] = {}

    def build(self, team: str = ROOM) -> None:
        """Build a team's part here, or that of the whole room."""
        self._parts[team] = LivePart("div", "on-stage", data_testid=f"on-stage-{team}")
        self.renew(self.session.snapshot)

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Show what has changed."""
        stamp = (snapshot.branches, snapshot.phase, snapshot.timed_notes, snapshot.staged)
        for team, part in self._parts.items():
            part.renew((team, stamp), lambda team=team: self._part(team))  # type: ignore[misc]

    def _part(self, team: str) -> Markup:
        record: StageRecord = stage_record(self.session.exercise)
        if team == ROOM:
            return room_notes_html(record, self.session.speech)
        return team_record_html(record.of(team), self.session.speech)
