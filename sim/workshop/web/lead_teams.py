"""The facilitator's view of the teams: how their storms stand, who is in them, what they do."""

from collections.abc import Awaitable, Callable
from typing import Any

from sim.exercise.room import Member, Phase
from sim.exercise.running import LONGEST_NAME, MOST_TEAMS
from sim.workshop.web import panels
from sim.workshop.web.markup import Markup, tag
from sim.workshop.web.session import Hall
from sim.workshop.web.snapshot import Sight, TeamSight
from sim.workshop.web.widgets import Box, Text, button, chosen, shown, typed
from sim.workshop.web.words import say

Ask = Callable[[Callable[[], Awaitable[Any]]], Awaitable[bool]]


class Teams:
    """A card for each team."""

    def __init__(self, hall: Hall, ask: Ask) -> None:
        self.hall, self.ask, self.language = hall, ask, hall.language
        self.started = hall.exercise.scenario.clock.start_hours
        self._boxes: dict[str, Box] = {}
        self._seen: dict[str, object] = {}
        self._new = ""
        self._cards = Box("div", "teams")
        self._adding = Box("div", "adding")
        self._build_adding()

    def _say(self, key: str, **filled: object) -> str:
        return say(self.language, key, **filled)

    def renew(self, sight: Sight) -> None:
        """Show what has changed; the cards of other teams stay as they are."""
        names = tuple(sight.teams)
        for name, one in sight.teams.items():
            if name not in self._boxes:
                with self._cards:
                    self._boxes[name] = Box("article", "team", data_testid=f"team-{name}")
            seen = (
                names, one.storm.stamp, one.members, one.submitted, one.submitter, sight.round,
                sight.phase,
            )  # fmt: skip
            if seen != self._seen.get(name):
                self._seen[name] = seen
                self._boxes[name].clear()
                with self._boxes[name]:
                    self._card(one, sight)
        self._adding.set_visibility(len(sight.teams) < MOST_TEAMS)

    def _card(self, team: TeamSight, sight: Sight) -> None:
        """One team."""
        shown(self._head(team))
        shown(self._submission(team, sight))
        for member in team.members:
            self._member(member, sight)
        if not team.members:
            Text("p", self._say("nobody_yet"), "muted small")

    def _head(self, team: TeamSight) -> Markup:
        storm = team.storm
        return tag(
            "div",
            tag("h3", team.name),
            panels.meter(storm.view.severity, self.language),
            tag("p", self._say("team_figures", rate=storm.rate, broken=storm.view.promises_broken,
                articles=storm.view.articles), class_="muted small"),
            class_="team-head",
        )  # fmt: skip

    def _submission(self, team: TeamSight, sight: Sight) -> Markup:
        """What the team has submitted, as far as it has."""
        if sight.phase is not Phase.deciding:
            return tag("span")
        if not team.submitted:
            return tag("p", self._say("lead_not_submitted"), class_="muted small")
        steps = team.decisions.get(sight.round, ())
        head = tag("summary", self._say("has_submitted", name=team.submitter_name or "–"))
        inner = panels.steps_panel(steps, self.started, self.language)
        return tag("details", head, inner, class_="counts")

    def _member(self, member: Member, sight: Sight) -> None:
        """Somebody, and the team that they can be moved to."""
        roles = self.hall.exercise.script.roles
        title = roles[member.role].title.told(self.language) if member.role in roles else ""

        def move(team: str) -> Awaitable[bool]:
            exercise = self.hall.exercise
            return self.ask(
                lambda: self.hall.ask(
                    lambda: exercise.join(member.pseudonym, team, member.role, member.person)
                )
            )

        with Box("div", "member"):
            Text("span", f"{member.pseudonym} · {title}")
            teams = [(name, name) for name in sight.teams]
            chosen(move, teams, member.team, data_testid=f"move-{member.pseudonym}",
                   aria_label=self._say("move", name=member.pseudonym))  # fmt: skip

    def _build_adding(self) -> None:
        """A form for another team."""
        self._adding.clear()
        with self._adding, Box("div", "field"):
            Text("label", self._say("label_new_team"), for_="new-team")
            with Box("div", "row"):
                typed("input", self._name, "", id="new-team", maxlength=LONGEST_NAME,
                      data_testid="new-team")  # fmt: skip
                button(self._say("add_team"), self._add, "quiet", "add-team")

    def _name(self, value: str) -> None:
        self._new = value

    async def _add(self) -> None:
        name, exercise = self._new, self.hall.exercise
        if await self.ask(lambda: self.hall.ask(lambda: exercise.add_team(name))):
            self._new = ""
            self._build_adding()
