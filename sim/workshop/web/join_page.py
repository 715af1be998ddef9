"""The first page: room code, pseudonym, team and role. A plain form, which any phone can send."""

from fastapi import Request
from nicegui import ui

from sim.exercise.running import LONGEST_NAME, MOST_TEAMS
from sim.workshop.web.markup import Markup, tag
from sim.workshop.web.routes import PERSON
from sim.workshop.web.session import WebSession
from sim.workshop.web.widgets import Container, Text, shown
from sim.workshop.web.words import say


class JoinPage:
    """The form, filled with what is known already."""

    def __init__(self, session: WebSession, request: Request) -> None:
        self.session, self.language = session, session.language
        self.asked = request.query_params
        self.member = session.member(request.cookies.get(PERSON))

    def build(self) -> None:
        """The page."""
        with Container("div", "door"):
            Text("p", say(self.language, "app"), "eyebrow")
            Text("h1", self.session.title)
            Text("p", say(self.language, "join_intro"), "lead")
            if wrong := self.asked.get("wrong"):
                Text("p", wrong[:300], "notice warn", role="alert", data_testid="join-error")
            if self.member is not None:
                Text("p", say(self.language, "join_again"), "muted")
            shown(self._form())
            Text("p", say(self.language, "join_privacy"), "muted small")
        ui.page_title(self.session.title)

    def _form(self) -> Markup:
        """Everything that is asked for."""
        return tag(
            "form",
            self._code(),
            self._pseudonym(),
            self._teams(),
            self._roles(),
            tag("button", say(self.language, "join"), class_="button main", type="submit",
                data_testid="join-submit"),
            method="post", action="/join", class_="form", autocomplete="off",
        )  # fmt: skip

    def _code(self) -> Markup:
        code = self.session.exercise.room.code if self.member else self.asked.get("code", "")
        return self._field(
            "code", code[:12], "join-code", maxlength=12, required=True, class_="code",
            autocapitalize="characters", spellcheck="false",
        )  # fmt: skip

    def _pseudonym(self) -> Markup:
        name = self.asked.get("pseudonym", "") or (self.member.pseudonym if self.member else "")
        return self._field(
            "pseudonym", name[:LONGEST_NAME], "join-pseudonym", maxlength=LONGEST_NAME,
            required=True,
        )  # fmt: skip

    def _field(self, name: str, value: str, testid: str, **attributes: object) -> Markup:
        """A labelled field with a hint."""
        hint = tag("span", say(self.language, f"hint_{name}"), class_="hint", id=f"hint-{name}")
        return tag(
            "div",
            tag("label", say(self.language, f"label_{name}"), for_=name),
            tag("input", id=name, name=name, value=value, data_testid=testid,
                aria_describedby=f"hint-{name}", **attributes),
            hint,
            class_="field",
        )  # fmt: skip

    def _teams(self) -> Markup:
        """The teams there are, and one of their own."""
        teams = self.session.snapshot.teams
        now = self.asked.get("team", "") or (self.member.team if self.member else "")
        choices = [
            self._choice("team", name, name, f"{len(one.members)}", now)
            for name, one in teams.items()
        ]
        own = (
            self._field("new_team", self.asked.get("new_team", "")[:LONGEST_NAME], "join-new-team",
                        maxlength=LONGEST_NAME)
            if len(teams) < MOST_TEAMS
            else None
        )  # fmt: skip
        legend = tag("legend", say(self.language, "label_team"))
        return tag("fieldset", legend, tag("div", choices, class_="choices"), own)

    def _roles(self) -> Markup:
        """The roles of the scenario."""
        roles = self.session.exercise.script.roles
        now = self.asked.get("role", "") or (self.member.role if self.member else next(iter(roles)))
        choices = [
            self._choice(
                "role",
                name,
                role.title.in_language(self.language),
                role.card.in_language(self.language),
                now,
            )
            for name, role in roles.items()
        ]
        legend = tag("legend", say(self.language, "label_role"))
        return tag("fieldset", legend, tag("div", choices, class_="choices roles"))

    def _choice(self, kind: str, value: str, title: str, more: str, now: str) -> Markup:
        """One of several; the whole card can be pressed."""
        if kind == "team":
            more = say(self.language, "people", n=more)
        return tag(
            "label",
            tag("input", type="radio", name=kind, value=value, checked=value == now,
                data_testid=f"join-{kind}-{value}"),
            tag("span", tag("strong", title), tag("small", more)),
            class_="choice",
        )  # fmt: skip
