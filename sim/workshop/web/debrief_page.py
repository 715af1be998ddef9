"""The debrief's page: curves, what each decision changed, what-ifs, questions, improvements."""

from contextlib import suppress

from markupsafe import Markup, escape
from nicegui import ui

from sim.exercise.debrief.chart import debrief_chart
from sim.exercise.debrief.handout import DEBRIEF, team_results
from sim.exercise.debrief.headlines import loudness, played_said
from sim.exercise.debrief.results import AS_PLAYED, ROWS_TO_IMPROVE, Debrief, TeamDebrief
from sim.exercise.refusals import RefusedError
from sim.exercise.room import Phase
from sim.exercise.room_control import LONGEST_NOTE
from sim.exercise.stage_matter import TimedNote
from sim.extras import is_there
from sim.workshop.web.debrief_stage import DebriefStage
from sim.workshop.web.header import brand_band
from sim.workshop.web.panels import render
from sim.workshop.web.routes import FILES, SLIDES
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot
from sim.workshop.web.widgets import (
    Container,
    LivePart,
    Text,
    html,
    in_background,
    section,
    text_field,
)


class DebriefPage:
    """The debrief. Everybody reads it, their own team first. The facilitator writes in it."""

    def __init__(self, session: WebSession, leads: bool, own: str = "") -> None:
        self.session, self.say, self.leads, self.own = session, session.speech.say, leads, own
        self._shown: tuple[Debrief, bool, tuple[TimedNote, ...]] | None = None
        self._notes: dict[str, LivePart] = {}
        self._stage = DebriefStage(session)

    def build(self) -> None:
        """Build the page, and begin the debrief."""
        title = self.say("debrief", title=self.session.title)
        with Container("div", "page debrief"):
            brand_band(self.session)
            with Container("header", "bar"), Container("div", "where"):
                Text("p", self.say("room_of", code=self.session.snapshot.code), "eyebrow")
                Text("h1", title)
            self.state = LivePart("div", "wait-for", role="status", data_testid="debrief-progress")
            self.body = Container("div", "debrief-body", data_testid="debrief")
        ui.page_title(title)
        self.renew(self.session.snapshot)

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Show the debrief once it is there, and how far it is until then."""
        session = self.session
        if snapshot.phase is not Phase.closed:
            notice = Markup('<p class="notice">{}</p>').format(self.say("not_over"))
            self.state.renew("open", lambda: notice)
            self.body.clear()
            self._shown = None
            return
        session.begin_debrief()
        if session.debrief is None or session.trying:
            self.state.renew((session.progress, session.problem), self._progress)
        else:
            self.state.renew("done", Markup)
        if session.debrief is None:
            return
        shown = session.debrief, session.trying, snapshot.timed_notes
        if self._shown is None or shown[0] is not self._shown[0] or shown[1:] != self._shown[1:]:
            begins = self._shown is None
            self._shown = shown
            if begins:
                self._build_body(session.debrief)
            self._build_results(session.debrief)
        self._stage.renew(snapshot)
        for field, part in self._notes.items():
            text = snapshot.notes.get(field, "")
            part.renew(text, lambda text=text: escape(text))  # type: ignore[misc]

    def _progress(self) -> Markup:
        session, (done, total) = self.session, self.session.progress
        key = "refining" if session.refining else "replaying"
        if session.debrief is not None and session.debrief.method == AS_PLAYED:
            key = "refining_played"
        if session.trying and not session.refining:
            key = "hindsight_trying"
        label = self.say(key, seeds=session.seeds)
        return render("progress.html", session.speech, problem=session.problem, label=label,
                      done=done, total=max(total, 1))  # fmt: skip

    def _build_body(self, debrief: Debrief) -> None:
        """Build the frame and the fields to write in, which stay while more runs come in."""
        self.body.clear()
        self._notes = {}
        with self.body:
            Text("p", debrief.caveat, "caveat")
            self._results = Container("div", "results")
            self._build_downloads()
            with section("questions", self.say("questions_heading")):
                for number, question in enumerate(debrief.questions, 1):
                    Text("h3", question, id=f"question-{number}")
                    self._build_note(f"question-{number}", 3, aria_labelledby=f"question-{number}")
            with section("improvements", self.say("improvements_heading")):
                self._build_improvements(debrief)
            Text("p", debrief.caveat, "caveat")

    def _build_results(self, debrief: Debrief) -> None:
        """Build the own team's part, the curves, and the other teams' parts."""
        speech = self.session.speech
        self._results.clear()
        self._stage = DebriefStage(self.session)
        own = [team for team in debrief.teams if team.team == self.own]
        others = [team for team in debrief.teams if team.team != self.own]
        with self._results:
            if played := played_said(debrief, speech):
                Text("p", played, "notice", data_testid="ended-early")
            self._build_teams(own, debrief)
            with section("curves", self.say("curve_heading")):
                Text("p", loudness(debrief))
                html(debrief_chart(debrief, speech.started), "div", "wide-chart", tabindex="0",
                     role="group", aria_label=self.say("table"))  # fmt: skip
            self._build_teams(others, debrief)
            self._stage.build()

    def _build_teams(self, teams: list[TeamDebrief], debrief: Debrief) -> None:
        for team in teams:
            with section(f"team-{team.team}", team.team):
                session = self.session
                timed = [n for n in session.snapshot.timed_notes if n.team == team.team]
                html(team_results(team, debrief, session.speech, session.trying, timed))
                self._stage.build(team.team)

    def _build_downloads(self) -> None:
        """Build the links to the hand-out, to the facilitator's slides, and to the tables."""
        slides = [SLIDES] if self.leads and is_there("pptx") else []
        with Container("nav", "row downloads", aria_label=self.say("downloads")):
            for name in [DEBRIEF, *slides, *(each for each in FILES if each != DEBRIEF)]:
                kind, label = "quiet", name
                if name == DEBRIEF:
                    kind, label = "main", self.say("handout")
                if name == SLIDES:
                    label = self.say("slides_to_fetch")
                Text("a", label, f"button {kind}", href=f"/debrief/{name}", download=True,
                     data_testid=f"file-{name}")  # fmt: skip

    def _build_improvements(self, debrief: Debrief) -> None:
        """Build the table that the room fills in."""
        scrolls = Container("div", "scroll", tabindex="0", role="group",
                            aria_label=self.say("table"))  # fmt: skip
        with scrolls, Container("table", "improve"):
            with Container("thead"), Container("tr"):
                for name in debrief.improvements:
                    Text("th", name, scope="col")
            with Container("tbody"):
                for row in range(1, ROWS_TO_IMPROVE + 1):
                    with Container("tr"):
                        for column, name in enumerate(debrief.improvements, 1):
                            with Container("td", data_label=name):
                                field = f"improvement-{row}-{column}"
                                self._build_note(field, 2, aria_label=f"{name}, {row}")

    def _build_note(self, field: str, rows: int, **label: object) -> None:
        """Build a field of the debrief: the facilitator writes, the others read along."""
        text = self.session.snapshot.notes.get(field, "")
        if not self.leads:
            self._notes[field] = LivePart("p", "note", data_testid=f"note-{field}")
            return
        text_field("textarea", lambda value: in_background(self._keep(field, value), "keep a note"),
                   text, rows=rows, maxlength=LONGEST_NOTE, data_testid=f"note-{field}",
                   **label)  # fmt: skip

    async def _keep(self, field: str, value: str) -> None:
        with suppress(RefusedError):
            await self.session.note(field, value)
