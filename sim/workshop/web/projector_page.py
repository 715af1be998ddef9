"""The projector: for the whole room, in large type. Nothing can be done here."""

from nicegui import ui

from sim.exercise.room import Phase
from sim.workshop.web import panels
from sim.workshop.web.charts import TeamCurve, teams_chart
from sim.workshop.web.header import Top
from sim.workshop.web.markup import Markup, tag
from sim.workshop.web.routes import joining_address, qr_code
from sim.workshop.web.session import Hall
from sim.workshop.web.snapshot import Sight, TeamSight
from sim.workshop.web.widgets import Box, Part
from sim.workshop.web.words import say


class ProjectorPage:
    """At first the way in; then all teams' curves."""

    def __init__(self, hall: Hall) -> None:
        self.hall, self.language = hall, hall.language
        self.started = hall.exercise.scenario.clock.start_hours

    def build(self) -> None:
        """The page."""
        with Box("div", "projector"):
            self.top = Top(self.hall)
            self.body = Part("div", "projector-body", data_testid="projector")
        ui.page_title(self.hall.title)
        self.renew(self.hall.sight)

    def renew(self, sight: Sight) -> None:
        """Show what has changed."""
        where = self.hall.address.removeprefix("http://")
        room = say(self.language, "room_of", code=sight.code)
        self.top.renew(sight, f"{self.hall.title} · {where} · {room}")
        stamp = tuple(
            (name, one.storm.stamp, len(one.members), one.submitted) for name, one in
            sight.teams.items()
        )  # fmt: skip
        begins = sight.round == 0 and sight.phase is Phase.waiting and not self.hall.answering
        self.body.renew((begins, sight.phase, stamp),
                        lambda: self._door(sight) if begins else self._storms(sight))  # fmt: skip

    def _door(self, sight: Sight) -> Markup:
        """How to come in."""
        address = joining_address(self.hall)
        teams = [
            tag("li", tag("strong", name), " ", say(self.language, "people", n=len(one.members)))
            for name, one in sight.teams.items()
        ]
        return tag(
            "div",
            tag("div", qr_code(address), class_="qr"),
            tag(
                "div",
                tag("p", say(self.language, "come_in"), class_="come"),
                tag("p", self.hall.address.removeprefix("http://"), class_="address"),
                tag("p", say(self.language, "room_code"), class_="muted"),
                tag("p", sight.code, class_="bigcode"),
                tag("ul", teams, class_="who-is-in"),
            ),
            class_="way-in",
        )

    def _storms(self, sight: Sight) -> Markup:
        """All teams beside each other; those that nobody is in are left out."""
        teams = [one for one in sight.teams.values() if one.members] or list(sight.teams.values())
        curves = [
            TeamCurve(one.name, one.storm.curves.hours, one.storm.view.critical,
                      one.storm.view.severity)
            for one in teams
        ]  # fmt: skip
        tiles = [self._tile(one, sight) for one in teams]
        return tag(
            "div",
            tag("p", say(self.language, "projector_chart"), class_="muted"),
            teams_chart(curves, self.started, self.language, sight.round >= sight.rounds),
            tag("ul", tiles, class_="tiles"),
        )

    def _tile(self, team: TeamSight, sight: Sight) -> Markup:
        """One team's severity, and whether it has submitted."""
        state = "submitted_short" if team.submitted else "deciding_short"
        told = say(self.language, state) if sight.phase is Phase.deciding else ""
        severity = panels.meter(team.storm.view.severity, self.language)
        return tag("li", tag("h2", team.name), severity, tag("p", told, class_="muted"))
