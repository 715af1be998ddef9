"""The projector's page: for the whole room, in large type. Nothing can be done here."""

from markupsafe import Markup
from nicegui import ui

from sim.exercise.room import Phase
from sim.workshop.web.charts import teams_chart
from sim.workshop.web.header import Header
from sim.workshop.web.panels import render
from sim.workshop.web.routes import joining_address, qr_code
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot
from sim.workshop.web.widgets import Container, LivePart


class ProjectorPage:
    """At first the address to join at, then all teams' curves."""

    def __init__(self, session: WebSession) -> None:
        self.session, self.speech = session, session.speech
        self.address = session.address.removeprefix("http://")

    def build(self) -> None:
        """Build the page."""
        with Container("div", "projector"):
            self.header = Header(self.session)
            self.body = LivePart("div", "projector-body", data_testid="projector")
        ui.page_title(self.session.title)
        self.renew(self.session.snapshot)

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Show what has changed."""
        room = self.speech.say("room_of", code=snapshot.code)
        self.header.renew(snapshot, f"{self.session.title} · {self.address} · {room}")
        stamp = tuple(
            (team.name, team.storm.stamp, len(team.members), team.submitted)
            for team in snapshot.teams.values()
        )
        waiting = snapshot.round == 0 and snapshot.phase is Phase.waiting
        part = self._entrance if waiting and not self.session.answering else self._storms
        self.body.renew((part.__name__, snapshot.phase, stamp), lambda: part(snapshot))

    def _entrance(self, snapshot: RoomSnapshot) -> Markup:
        """Return how to join."""
        code = qr_code(joining_address(self.session))
        return render("projector_entrance.html", self.speech, qr_code=code, address=self.address,
                      snapshot=snapshot)  # fmt: skip

    def _storms(self, snapshot: RoomSnapshot) -> Markup:
        """Return all teams beside each other, without those that nobody is in."""
        everybody = list(snapshot.teams.values())
        teams = [team for team in everybody if team.members] or everybody
        views = [team.storm.view for team in teams]
        chart = teams_chart(views, self.speech, whole=snapshot.round >= snapshot.rounds)
        deciding = snapshot.phase is Phase.deciding
        return render("projector_storms.html", self.speech, chart=chart, teams=teams,
                      deciding=deciding)  # fmt: skip
