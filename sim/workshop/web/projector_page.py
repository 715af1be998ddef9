"""The projector: for the whole room, in large type. Nothing can be done here."""

from nicegui import ui

from sim.exercise.room import Phase
from sim.workshop.web import panels
from sim.workshop.web.charts import TeamCurve, teams_chart
from sim.workshop.web.header import Header
from sim.workshop.web.markup import Markup, tag
from sim.workshop.web.routes import joining_address, qr_code
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot, TeamSnapshot
from sim.workshop.web.widgets import Container, LivePart
from sim.workshop.web.words import say


class ProjectorPage:
    """At first the way in; then all teams' curves."""

    def __init__(self, session: WebSession) -> None:
        self.session, self.language = session, session.language
        self.started = session.exercise.scenario.clock.start_hours

    def build(self) -> None:
        """The page."""
        with Container("div", "projector"):
            self.top = Header(self.session)
            self.body = LivePart("div", "projector-body", data_testid="projector")
        ui.page_title(self.session.title)
        self.renew(self.session.snapshot)

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Show what has changed."""
        where = self.session.address.removeprefix("http://")
        room = say(self.language, "room_of", code=snapshot.code)
        self.top.renew(snapshot, f"{self.session.title} · {where} · {room}")
        stamp = tuple(
            (name, one.storm.stamp, len(one.members), one.submitted) for name, one in
            snapshot.teams.items()
        )  # fmt: skip
        begins = (
            snapshot.round == 0 and snapshot.phase is Phase.waiting and not self.session.answering
        )
        self.body.renew((begins, snapshot.phase, stamp),
                        lambda: (self._door if begins else self._storms)(snapshot))  # fmt: skip

    def _door(self, snapshot: RoomSnapshot) -> Markup:
        """How to come in."""
        address = joining_address(self.session)
        teams = [
            tag("li", tag("strong", name), " ", say(self.language, "people", n=len(one.members)))
            for name, one in snapshot.teams.items()
        ]
        return tag(
            "div",
            tag("div", qr_code(address), class_="qr"),
            tag(
                "div",
                tag("p", say(self.language, "come_in"), class_="come"),
                tag("p", self.session.address.removeprefix("http://"), class_="address"),
                tag("p", say(self.language, "room_code"), class_="muted"),
                tag("p", snapshot.code, class_="bigcode"),
                tag("ul", teams, class_="who-is-in"),
            ),
            class_="way-in",
        )

    def _storms(self, snapshot: RoomSnapshot) -> Markup:
        """All teams beside each other; those that nobody is in are left out."""
        teams = [one for one in snapshot.teams.values() if one.members] or list(
            snapshot.teams.values()
        )
        curves = [
            TeamCurve(one.name, one.storm.view.curves.hours, one.storm.view.curves.critical,
                      one.storm.view.severity)
            for one in teams
        ]  # fmt: skip
        tiles = [self._tile(one, snapshot) for one in teams]
        return tag(
            "div",
            tag("p", say(self.language, "projector_chart"), class_="muted"),
            teams_chart(curves, self.started, self.language, snapshot.round >= snapshot.rounds),
            tag("ul", tiles, class_="tiles"),
        )

    def _tile(self, team: TeamSnapshot, snapshot: RoomSnapshot) -> Markup:
        """One team's severity, and whether it has submitted."""
        state = "submitted_short" if team.submitted else "deciding_short"
        told = say(self.language, state) if snapshot.phase is Phase.deciding else ""
        severity = panels.meter(team.storm.view.severity, self.language)
        return tag("li", tag("h2", team.name), severity, tag("p", told, class_="muted"))
