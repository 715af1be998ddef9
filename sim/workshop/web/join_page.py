"""The first page: room code, pseudonym, team and role. A plain form that any phone can send."""

from fastapi import Request
from nicegui import ui

from sim.exercise.running import LONGEST_NAME, MOST_TEAMS
from sim.workshop.web.panels import render
from sim.workshop.web.routes import PERSON, JoinForm
from sim.workshop.web.session import WebSession
from sim.workshop.web.widgets import Container, Text, html


class JoinPage:
    """The form, filled with what is known already."""

    def __init__(self, session: WebSession, request: Request) -> None:
        self.session, self.say = session, session.speech.say
        self.query = request.query_params
        self.member = session.member(request.cookies.get(PERSON))

    def build(self) -> None:
        """Build the page."""
        with Container("div", "door"):
            Text("p", self.say("app"), "eyebrow")
            Text("h1", self.session.title)
            Text("p", self.say("join_intro"), "lead")
            if wrong := self.query.get("wrong"):
                Text("p", wrong[:300], "notice warn", role="alert", data_testid="join-error")
            if self.member is not None:
                Text("p", self.say("join_again"), "muted")
            exercise = self.session.exercise
            html(
                render(
                    "join.html",
                    self.session.speech,
                    filled=self._filled(),
                    teams=self.session.snapshot.teams,
                    roles=exercise.script.roles,
                    longest_name=LONGEST_NAME,
                    most_teams=MOST_TEAMS,
                )
            )
            Text("p", self.say("join_privacy"), "muted small")
        ui.page_title(self.session.title)

    def _filled(self) -> JoinForm:
        """Return what the form begins with: what was just filled in, or what is kept."""
        member, exercise = self.member, self.session.exercise
        known = {"role": next(iter(exercise.script.roles))}
        if member is not None:
            known = {
                "code": exercise.room.code,
                "pseudonym": member.pseudonym,
                "team": member.team,
                "role": member.role,
            }
        given = {name: value for name, value in self.query.items() if value}
        code = {} if member is None else {"code": exercise.room.code}
        return JoinForm.model_validate({**known, **given, **code})
