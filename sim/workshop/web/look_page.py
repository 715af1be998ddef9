"""A team's page as the team sees it, for the facilitator: with drafts, notes and the white cell."""

from collections.abc import Awaitable, Callable
from typing import Any

from markupsafe import Markup
from nicegui import ui

from sim.exercise.room import Phase
from sim.workshop.web import panels
from sim.workshop.web.header import Header
from sim.workshop.web.lead_answers import TeamAnswers
from sim.workshop.web.lead_notes import TimedNotes
from sim.workshop.web.lead_page import act_as_leader
from sim.workshop.web.lead_stage import WhiteCell
from sim.workshop.web.note_subjects import note_subjects
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot, TeamSnapshot
from sim.workshop.web.widgets import Container, LivePart, Notices, Text, button, section

LOOKED_AT_EVERY = 2.0
"""Seconds after which drafts, of which nobody is told, are looked at again."""


class LookPage:
    """One browser of the facilitator on one team's page. Nothing can be decided here."""

    def __init__(self, session: WebSession, secret: str, team: str) -> None:
        self.session, self.say, self.team = session, session.speech.say, team
        self._secret = secret

    def build(self) -> None:
        """Build the page."""
        with Container("div", "page team-page look-page"):
            self.header = Header(self.session)
            self.notices = Notices(self.header.bar, self.say("put_away"), "warn")
            with Container("div", "row"):
                Text("a", self.say("stage.look_back"), "button quiet", href="/lead",
                     data_testid="look-back")  # fmt: skip
            with Container("div", "sides"):
                with Container("div", "side"):
                    self.storm = self._part("storm", "storm_title")
                    self.feed = self._part("feed", "feed_title")
                with Container("div", "side"):
                    self.inbox = self._part("inbox", "inbox_title")
                    with section("look-drafts", self.say("decide_title")):
                        self.drafts = LivePart(data_testid="look-drafts")
                        self._submitting = button(self.say("deciding.submit_for_team"),
                                                  self._submit, "", "submit-for-team")  # fmt: skip
                    with section("answers", self.say("answers.heading")):
                        self.answers = TeamAnswers(self.session, self.act, self.team)
                    with section("notes", self.say("stage.notes")):
                        self.notes = TimedNotes(self.session, self.act, self.team)
                    with section("white-cell", self.say("stage.white_cell")):
                        self.cell = WhiteCell(self.session, self.act, self.team)
        ui.page_title(f"{self.team} · {self.say('lead_title')}")
        ui.timer(LOOKED_AT_EVERY, lambda: self.renew(self.session.snapshot))
        self.renew(self.session.snapshot)

    def _part(self, name: str, title: str) -> LivePart:
        with section(f"look-{name}", self.say(title)):
            return LivePart(data_testid=f"look-{name}")

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Show what has changed."""
        team = snapshot.teams.get(self.team)
        if team is None:
            ui.navigate.to("/lead")
            return
        self.header.renew(snapshot, self.say("stage.look_title", team=self.team))
        view, speech, stamp = team.storm.view, self.session.speech, (team.name, team.storm.stamp)
        self.storm.renew(stamp, lambda: panels.storm_panel(view, speech))
        self.feed.renew(stamp, lambda: panels.feed_panel(view, speech, marked=True))
        asked = [(each.message.key, each.state, len(each.replies)) for each in team.standings]
        self.inbox.renew((stamp, asked), lambda: panels.inbox_panel(team, speech, False))
        self._renew_drafts(team, snapshot)
        self.answers.renew(snapshot)
        self.notes.renew(snapshot, note_subjects(team, speech))
        self.cell.renew(snapshot)

    def _renew_drafts(self, team: TeamSnapshot, snapshot: RoomSnapshot) -> None:
        """Show what counts, and what the team is writing."""
        desk = self.session.desks.of(team.name)
        people = (snapshot.members.get(each) for each in desk.writing(None))
        names = ", ".join(each.pseudonym for each in people if each is not None)
        written = [(names, desk.draft.steps())] if desk.draft.pending else []
        self._submitting.set_visibility(bool(written) and self.session.decides)
        responses, deciding = team.decided(snapshot.round), snapshot.phase is Phase.deciding
        stamp = (repr(written), team.submitted, responses, deciding)

        def panel() -> Markup:
            return panels.render("look_drafts.html", self.session.speech, team=team,
                                 responses=responses, deciding=deciding,
                                 drafts=written)  # fmt: skip

        self.drafts.renew(stamp, panel)

    async def _submit(self) -> None:
        """Submit for the team what it has written."""
        exercise, draft = self.session.exercise, self.session.desks.of(self.team).draft
        steps, mark = draft.steps(), draft.mark
        if await self.act(lambda: exercise.decide(self.team, steps)):
            draft.take_submission(mark)
            self.session.desks.touch(self.team)

    @property
    def act(self) -> Callable[[Callable[[], Any]], Awaitable[bool]]:
        """Does something as the facilitator."""
        return act_as_leader(self.session, self._secret, self.notices)
