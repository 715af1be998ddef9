"""The teams on the facilitator's page: their storms, their members, and what they decide."""

from collections.abc import Awaitable
from urllib.parse import urlencode

from nicegui import ui

from sim.exercise.room import Member, Phase
from sim.exercise.running import LONGEST_NAME, MOST_TEAMS
from sim.workshop.web.lead_messages import Act
from sim.workshop.web.lead_waiting import WaitingForApproval
from sim.workshop.web.panels import render
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot, TeamSnapshot
from sim.workshop.web.widgets import (
    ConfirmButton,
    Container,
    Text,
    button,
    html,
    select,
    text_field,
)

LOOKED_AT_EVERY = 2.0
"""Seconds after which it is looked at again which drafts wait for approval."""


class Teams:
    """A card for each team."""

    def __init__(self, session: WebSession, act: Act) -> None:
        self.session, self.act, self.say = session, act, session.speech.say
        self._cards: dict[str, Container] = {}
        self._stamps: dict[str, object] = {}
        self._waiting: dict[str, WaitingForApproval] = {}
        self._new_name = ""
        self._list = Container("div", "teams")
        self._adding = Container("div", "adding")
        self._build_adding()
        ui.timer(LOOKED_AT_EVERY, lambda: self._renew_waiting(session.snapshot))

    def _renew_waiting(self, snapshot: RoomSnapshot) -> None:
        """Show whose draft waits for approval, of which no page of the facilitator is told."""
        for name, each in self._waiting.items():
            if name in snapshot.teams:
                each.renew(snapshot)

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Show what has changed. The cards of other teams stay as they are."""
        names = tuple(snapshot.teams)
        for gone in self._cards.keys() - snapshot.teams.keys():
            self._cards.pop(gone).delete()
            del self._stamps[gone], self._waiting[gone]
        for name, team in snapshot.teams.items():
            if name not in self._cards:
                with self._list:
                    self._cards[name] = Container("article", "team", data_testid=f"team-{name}")
            stamp = (
                names, team.storm.stamp, team.members, team.submitted, team.submitter,
                snapshot.round, snapshot.phase,
            )  # fmt: skip
            if stamp != self._stamps.get(name):
                self._stamps[name] = stamp
                self._cards[name].clear()
                with self._cards[name]:
                    self._build_card(team, snapshot)
        self._renew_waiting(snapshot)
        self._naming.set_visibility(len(snapshot.teams) < MOST_TEAMS)

    def _build_card(self, team: TeamSnapshot, snapshot: RoomSnapshot) -> None:
        deciding = snapshot.phase is Phase.deciding
        responses = team.decided(snapshot.round)
        html(render("team_card.html", self.session.speech, team=team, deciding=deciding,
                    responses=responses))  # fmt: skip
        self._waiting[team.name] = WaitingForApproval(self.session, team.name)
        Text("a", self.say("stage.look"), "button quiet", data_testid=f"look-{team.name}",
             href=f"/look?{urlencode({'team': team.name})}")  # fmt: skip
        for member in team.members:
            self._build_member(member, snapshot)
        if not team.members:
            Text("p", self.say("nobody_yet"), "muted small")
            if not any(team.decisions.values()):
                self._build_team_removal(team)

    def _build_member(self, member: Member, snapshot: RoomSnapshot) -> None:
        """Build a member's line, with the team that they can be moved to."""
        exercise = self.session.exercise
        role = exercise.script.roles.get(member.role)
        title = role.title.in_language(self.session.language) if role else ""

        def move(team: str) -> Awaitable[bool]:
            return self.act(lambda: exercise.move(member.person, team))

        with Container("div", "member"):
            Text("span", f"{member.pseudonym} · {title}")
            teams = [(name, name) for name in snapshot.teams]
            select(move, teams, member.team, data_testid=f"move-{member.pseudonym}",
                   aria_label=self.say("move", name=member.pseudonym))  # fmt: skip
            ConfirmButton(self.say("remove_who", name=member.pseudonym), self.say("really_remove"),
                          lambda: self.act(lambda: exercise.remove(member.person)),
                          f"remove-{member.pseudonym}")  # fmt: skip

    def _build_team_removal(self, team: TeamSnapshot) -> None:
        """Build the way to remove a team that nobody is in."""
        exercise = self.session.exercise
        ConfirmButton(self.say("remove_team"), self.say("really_remove"),
                      lambda: self.act(lambda: exercise.remove_team(team.name)),
                      f"remove-team-{team.name}")  # fmt: skip

    async def _remove_absent(self) -> None:
        """Remove all members who have no page open."""
        visitors, exercise = self.session.visitors, self.session.exercise

        def remove() -> None:
            with exercise.lock:
                for person in list(exercise.room.members):
                    if not visitors.present(person):
                        exercise.remove(person)

        await self.act(remove)

    def _build_adding(self) -> None:
        self._adding.clear()
        with self._adding, Container("div", "field") as self._naming:
            Text("label", self.say("label_new_team"), for_="new-team")
            with Container("div", "row"):
                text_field("input", self._write_name, "", id="new-team", maxlength=LONGEST_NAME,
                           data_testid="new-team")  # fmt: skip
                button(self.say("add_team"), self._add, "quiet", "add-team")
        with self._adding:
            ConfirmButton(self.say("remove_absent"), self.say("really_remove"),
                          self._remove_absent, "remove-absent")  # fmt: skip

    def _write_name(self, value: str) -> None:
        self._new_name = value

    async def _add(self) -> None:
        name = self._new_name
        if await self.act(lambda: self.session.exercise.add_team(name)):
            self._new_name = ""
            self._build_adding()
