"""The debrief: curves, what each decision changed, what-ifs, questions, improvements."""

from nicegui import ui

from sim.exercise.debrief.chart import chart
from sim.exercise.debrief.headlines import loudness, what_changed_most
from sim.exercise.debrief.results import SHOWN, Debrief, Difference, TeamDebrief
from sim.exercise.refusals import RefusedError
from sim.exercise.room import Phase
from sim.exercise.room_control import LONGEST_NOTE
from sim.language.numbers import number
from sim.language.typesetting import Language
from sim.workshop.web.markup import Markup, tag
from sim.workshop.web.routes import FILES
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot
from sim.workshop.web.widgets import Container, LivePart, Text, later, shown, typed
from sim.workshop.web.words import say

LINES = 4
"""Rows of the table of improvements."""


class DebriefPage:
    """What the teams' decisions did. Everybody reads; the facilitator writes."""

    def __init__(self, session: WebSession, leads: bool) -> None:
        self.session, self.language, self.leads = session, session.language, leads
        self.started = session.exercise.scenario.clock.start_hours
        self._shown: Debrief | None = None

    def build(self) -> None:
        """The page, and what it waits for."""
        title = self._say("debrief", title=self.session.title)
        with Container("div", "page debrief"):
            with Container("header", "bar"), Container("div", "where"):
                Text("p", self._say("room_of", code=self.session.snapshot.code), "eyebrow")
                Text("h1", title)
            self.wait = LivePart("div", "wait-for", role="status", data_testid="debrief-progress")
            self.body = Container("div", "debrief-body", data_testid="debrief")
        ui.page_title(title)
        self.renew(self.session.snapshot)

    def _say(self, key: str, **filled: object) -> str:
        return say(self.language, key, **filled)

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Show it once it is there; until then how far it is."""
        session = self.session
        if snapshot.phase is not Phase.closed:
            self.wait.renew("open", lambda: tag("p", self._say("not_over"), class_="notice"))
            self.body.clear()
            self._shown = None
            return
        session.look_back()
        if session.debrief is None:
            self.wait.renew(session.progress, self._progress)
            return
        if session.refining:
            self.wait.renew(session.progress, self._progress)
        else:
            self.wait.renew("done", lambda: tag("span"))
        if session.debrief is not self._shown:
            begins = self._shown is None
            self._shown = session.debrief
            if begins:
                self._build_body(session.debrief)
            self._build_results(session.debrief)
        self._renew_notes(snapshot)

    def _progress(self) -> Markup:
        """How much of the work is done."""
        done, total = self.session.progress
        if self.session.problem:
            return tag("p", self.session.problem, class_="notice warn", role="alert")
        key = "refining" if self.session.refining else "replaying"
        told = self._say(key, seeds=self.session.seeds)
        bar = tag("progress", value=done, max=max(total, 1), aria_label=told)
        return tag("div", tag("p", told), bar, class_="notice wait")

    # -- the parts ------------------------------------------------------------------------------

    def _build_body(self, debrief: Debrief) -> None:
        """The frame, and what is written down: it stays while more runs come in."""
        self.body.clear()
        self._notes: dict[str, LivePart] = {}
        with self.body:
            Text("p", debrief.caveat, "caveat")
            self._downloads()
            self._results = Container("div", "results")
            with self._section("questions", self._say("questions_heading")):
                for number, question in enumerate(debrief.questions, 1):
                    Text("h3", question, id=f"question-{number}")
                    self._note(f"question-{number}", f"question-{number}", 3)
            with self._section("improvements", self._say("improvements_heading")):
                self._improvements(debrief)
            Text("p", debrief.caveat, "caveat")

    def _build_results(self, debrief: Debrief) -> None:
        """The curves, and every team's part."""
        self._results.clear()
        with self._results:
            with self._section("curves", self._say("curve_heading")):
                Text("p", loudness(debrief))
                shown(Markup(chart(debrief, self.started)), "div", "wide-chart", **self._scrolls())
            for team in debrief.teams:
                with self._section(f"team-{team.team}", team.team):
                    shown(self._team(team, debrief))

    def _section(self, name: str, title: str) -> Container:
        section = Container("section", "panel", aria_labelledby=f"{name}-title")
        with section:
            Text("h2", title, id=f"{name}-title")
        return section

    def _downloads(self) -> None:
        """The hand-out and the tables."""
        with Container("nav", "row downloads", aria_label=self._say("downloads")):
            for name in FILES:
                page = name == "debrief.html"
                kind = "button main" if page else "button quiet"
                told = self._say("handout") if page else name
                link = f"/debrief/{name}"
                Text("a", told, kind, href=link, download=True, data_testid=f"file-{name}")

    def _team(self, team: TeamDebrief, debrief: Debrief) -> Markup:
        """One team's storm, decisions and what-ifs."""
        measures = [
            tag(
                "div",
                tag("dt", self._say(f"measures.{name}.short")),
                tag("dd", measured(value, self.language)),
            )
            for name, value in team.measures.items()
        ]
        promises = tag("ul", [tag("li", told) for told in team.promises], class_="promises")
        what_ifs = [([tag("td", one.label)], one.differences) for one in team.what_ifs]
        return tag(
            "div",
            tag("dl", measures, class_="figures"),
            promises if team.promises else None,
            self._decisions(team, debrief),
            tag("h3", self._say("what_ifs_heading", seeds=debrief.seeds)),
            self._table([self._say("heading_plan")], what_ifs),
            tag("p", self._say("clear_note"), class_="muted small"),
        )

    def _decisions(self, team: TeamDebrief, debrief: Debrief) -> Markup:
        """What each decision changed."""
        if not team.decisions:
            return tag("p", self._say("no_decisions"), class_="notice")
        rows = [
            (
                [tag("td", f"{n}. {one.moment}"),
                 tag("td", tag("strong", one.label), tag("q", one.words) if one.words else None)],
                one.effects,
            )
            for n, one in enumerate(team.decisions, 1)
        ]  # fmt: skip
        head = tag("h3", self._say("decisions_heading", seeds=debrief.seeds))
        first = [self._say("heading_when"), self._say("heading_what")]
        finding = tag("p", what_changed_most(team, debrief))
        return tag("div", head, finding, self._table(first, rows))

    def _table(self, first: list[str], rows: list[tuple[list[Markup], list[Difference]]]) -> Markup:
        """Paired differences with their intervals; it scrolls where it is too wide."""
        names = first + [self._say(f"measures.{name}.short") for name in SHOWN]
        head = tag("tr", [tag("th", name, scope="col") for name in names])
        body = [
            tag("tr", cells, [_difference(one, self.language) for one in effects])
            for cells, effects in rows
        ]
        table = tag("table", tag("thead", head), tag("tbody", body))
        return tag("div", table, class_="scroll", **self._scrolls())

    def _scrolls(self) -> dict[str, object]:
        """What is too wide for a phone can be scrolled with the keyboard as well."""
        return {"tabindex": "0", "role": "group", "aria_label": self._say("table")}

    # -- what is written down -------------------------------------------------------------------

    def _improvements(self, debrief: Debrief) -> None:
        """The table that the room fills in."""
        with Container("div", "scroll", **self._scrolls()), Container("table", "improve"):
            with Container("thead"), Container("tr"):
                for name in debrief.improvements:
                    Text("th", name, scope="col")
            with Container("tbody"):
                for row in range(1, LINES + 1):
                    with Container("tr"):
                        for column, name in enumerate(debrief.improvements, 1):
                            with Container("td"):
                                label = f"{name}, {row}"
                                self._note(f"improvement-{row}-{column}", "", 2, label)

    def _note(self, field: str, labelled: str, rows: int, label: str = "") -> None:
        """A field of the debrief: the facilitator writes, the others read along."""
        text = self.session.snapshot.notes.get(field, "")
        if not self.leads:
            self._notes[field] = part = LivePart("p", "note", data_testid=f"note-{field}")
            part.renew(text, lambda: tag("span", text))
            return
        typed("textarea", lambda value: later(self._keep(field, value), "keep a note"), text,
              rows=rows, maxlength=LONGEST_NOTE, aria_labelledby=labelled or None,
              aria_label=label or None, data_testid=f"note-{field}")  # fmt: skip

    async def _keep(self, field: str, value: str) -> None:
        try:
            await self.session.note(field, value)
        except RefusedError:
            return

    def _renew_notes(self, snapshot: RoomSnapshot) -> None:
        for field, part in self._notes.items():
            text = snapshot.notes.get(field, "")
            part.renew(text, lambda text=text: tag("span", text))  # type: ignore[misc]


def measured(value: float, language: Language) -> str:
    """A measure, as exact as anybody can use it."""
    return number(value, language)


def _difference(one: Difference, language: Language) -> Markup:
    """A mean, bold and starred where it is more than chance, and its interval."""
    if one.mean != one.mean:
        return tag("td", "–", class_="number")
    star = "*" if one.clear else ""
    mean, low, high = (
        number(value, language, sign=True) for value in (one.mean, one.low, one.high)
    )
    return tag(
        "td",
        tag("strong" if one.clear else "span", f"{mean}{star}"),
        tag("small", f"{low} … {high}"),
        class_="number",
    )
