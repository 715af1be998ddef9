"""The facilitator's view of the teams: how their storms stand, who is in them, what they do."""

from collections.abc import Awaitable, Callable
from typing import Any

from sim.exercise.room import Member, Phase
from sim.exercise.running import LONGEST_NAME, MOST_TEAMS
from sim.workshop.web import panels
from sim.workshop.web.markup import Markup, tag
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot, TeamSnapshot
from sim.workshop.web.widgets import Container, Text, button, chosen, shown, typed
from sim.workshop.web.words import say

Ask = Callable[[Callable[[], Awaitable[Any]]], Awaitable[bool]]


class Teams:
    """A card for each team."""

    def __init__(self, session: WebSession, ask: Ask) -> None:
        self.session, self.ask, self.language = session, ask, session.language
        self.started = session.exercise.scenario.clock.start_hours
        self._boxes: dict[str, Container] = {}
        self._seen: dict[str, object] = {}
        self._new = ""
        self._cards = Container("div", "teams")
        self._adding = Container("div", "adding")
        self._build_adding()

    def _say(self, key: str, **filled: object) -> str:
        return say(self.language, key, **filled)

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Show what has changed; the cards of other teams stay as they are."""
        names = tuple(snapshot.teams)
        for name, one in snapshot.teams.items():
            if name not in self._boxes:
                with self._cards:
                    self._boxes[name] = Container("article", "team", data_testid=f"team-{name}")
            seen = (
                names, one.storm.stamp, one.members, one.submitted, one.submitter, snapshot.round,
                snapshot.phase,
            )  # fmt: skip
            if seen != self._seen.get(name):
                self._seen[name] = seen
                self._boxes[name].clear()
                with self._boxes[name]:
                    self._card(one, snapshot)
        self._adding.set_visibility(len(snapshot.teams) < MOST_TEAMS)

    def _card(self, team: TeamSnapshot, snapshot: RoomSnapshot) -> None:
        """One team."""
        shown(self._head(team))
        shown(self._submission(team, snapshot))
        for member in team.members:
            self._member(member, snapshot)
        if not team.members:
            Text("p", self._say("nobody_yet"), "muted small")

    def _head(self, team: TeamSnapshot) -> Markup:
        view = team.storm.view
        figures = self._say("team_figures", rate=view.curves.rate, broken=view.promises_broken,
                            articles=view.articles)  # fmt: skip
        return tag(
            "div",
            tag("h3", team.name),
            panels.meter(view.severity, self.language),
            tag("p", figures, class_="muted small"),
            class_="team-head",
        )

    def _submission(self, team: TeamSnapshot, snapshot: RoomSnapshot) -> Markup:
        """What the team has submitted, as far as it has."""
        if snapshot.phase is not Phase.deciding:
            return tag("span")
        if not team.submitted:
            return tag("p", self._say("lead_not_submitted"), class_="muted small")
        steps = team.decisions.get(snapshot.round, ())
        head = tag("summary", self._say("has_submitted", name=team.submitter_name or "–"))
        inner = panels.steps_panel(steps, self.started, self.language)
        return tag("details", head, inner, class_="counts")

    def _member(self, member: Member, snapshot: RoomSnapshot) -> None:
        """Somebody, and the team that they can be moved to."""
        roles = self.session.exercise.script.roles
        title = roles[member.role].title.in_language(self.language) if member.role in roles else ""

        def move(team: str) -> Awaitable[bool]:
            exercise = self.session.exercise
            return self.ask(
                lambda: self.session.ask(
                    lambda: exercise.join(member.pseudonym, team, member.role, member.person)
                )
            )

        with Container("div", "member"):
            Text("span", f"{member.pseudonym} · {title}")
            teams = [(name, name) for name in snapshot.teams]
            chosen(move, teams, member.team, data_testid=f"move-{member.pseudonym}",
                   aria_label=self._say("move", name=member.pseudonym))  # fmt: skip

    def _build_adding(self) -> None:
        """A form for another team."""
        self._adding.clear()
        with self._adding, Container("div", "field"):
            Text("label", self._say("label_new_team"), for_="new-team")
            with Container("div", "row"):
                typed("input", self._name, "", id="new-team", maxlength=LONGEST_NAME,
                      data_testid="new-team")  # fmt: skip
                button(self._say("add_team"), self._add, "quiet", "add-team")

    def _name(self, value: str) -> None:
        self._new = value

    async def _add(self) -> None:
        name, exercise = self._new, self.session.exercise
        if await self.ask(lambda: self.session.ask(lambda: exercise.add_team(name))):
            self._new = ""
            self._build_adding()
