"""The page of one scenario: chart, timeline, answers, and the side."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from markupsafe import Markup
from nicegui import Client, ui

from sim.errors import InputError
from sim.lab import edits
from sim.lab.draft import plan_names, plan_title
from sim.lab.edits import Edit
from sim.lab.moments import snapped, weekday_moment
from sim.lab.timeline import acts_of, clock_of
from sim.lab.verdict import verdict
from sim.lab.web.act_form import ActForm
from sim.lab.web.book import Book
from sim.lab.web.chart_view import lab_chart
from sim.lab.web.figures_view import figures_html, problems_html
from sim.lab.web.navigation import build_navigation, build_title
from sim.lab.web.side import SidePanel
from sim.lab.web.timeline_view import timeline_html
from sim.language.speech import Speech
from sim.storm.responses import CATALOGUE
from sim.workshop.web.widgets import (
    Container,
    LivePart,
    Text,
    button,
    dress,
    select,
    text_field,
)

EMIT = "(event) => emit(event.detail)"
GAP = 6.0
"""Hours after the last act at which an act is added that was not dropped anywhere."""


class LabPage:
    """One browser that looks at a book."""

    def __init__(self, book: Book, speech: Speech, client: Client) -> None:
        self.book, self.speech, self.say, self.client = book, speech, speech.say, client
        self.chosen: tuple[str, int] | None = None
        self.side = SidePanel(book, speech, lambda do: self._add({"do": do, "hours": -1}))

    # -- the page -------------------------------------------------------------------------------

    def build(self) -> None:
        """Build the page."""
        ui.page_title(f"{self.book.name} · {self.say('lab.app')}")
        with Container("div", "lab"):
            with Container("header", "lab-bar"):
                self.bar = Container("div", "bar-part")
                self._build_buttons()
            with Container("main", "main"):
                Text("h2", self.say("lab.timeline"), "unseen")
                with Container("div", "stage") as self.stage:
                    self.chart = LivePart("div", "chart", data_testid="chart")
                    self._build_timeline()
                self.verdict = LivePart("div", "", aria_live="polite", data_testid="verdict-box")
                self.problems = LivePart("div", "problems", role="status")
                self.figures = LivePart("div", "figures-box")
            with Container("aside", "side-panel", aria_label=self.say("lab.tabs")):
                build_navigation(self.book, self.speech, "timeline")
                self.side.place(Container("div"))
        self.renew("state")

    def _build_timeline(self) -> None:
        """Build the element that hears what is done on the timeline."""
        _, length = clock_of(self.book.reading.document)
        with Container("div", "timeline", id="timeline", data_testid="timeline", role="group",
                       aria_label=self.say("lab.timeline_said"),
                       data_length=f"{length:g}") as self.timeline:  # fmt: skip
            self.lanes = LivePart("div", "lanes")
        for name, handler in (
            ("labpreview", self._preview), ("labdrop", self._drop), ("labadd", self._add),
            ("labchoose", self._choose), ("labkey", self._key),
        ):  # fmt: skip
            self.timeline.on(name, lambda event, handler=handler: handler(event.args or {}),
                             js_handler=EMIT)  # fmt: skip

    # -- what changes ---------------------------------------------------------------------------

    def renew(self, what: str) -> None:
        """Show what has changed."""
        with self.client:
            if what == "state":
                self._renew_state()
            elif what == "told":
                self._renew_problems()
            if what in ("state", "one"):
                self._renew_lanes()
            if what in ("state", "one", "pairs", "progress"):
                self._renew_answers()

    def _renew_state(self) -> None:
        start, length = clock_of(self.book.reading.document)
        if start != self.speech.started:
            self.speech = self.side.speech = replace(self.speech, started=start)
        self.bar.clear()
        with self.bar:
            self._build_bar()
        self._renew_buttons()
        self.timeline.props["data-length"] = f"{length:g}"
        self.timeline.update()
        self._renew_problems()
        self._renew_side()
        address = f"/book/{self.book.name}/{self.book.history.address}"
        self.client.run_javascript(f"history.replaceState(null, '', '{address}')")

    def _renew_side(self) -> None:
        """Show the form of the chosen act, or else the tabs."""
        if self.chosen is not None:
            form = ActForm(self.book, self.speech, *self.chosen, self._make)
            if form.there() and self.chosen[0] in plan_names(self.book.reading.document):
                self.side.box.clear()
                with self.side.box:
                    form.build(self._done)
                return
            self.chosen = None
        if not self.side.keeps_typing():
            self.side.renew()

    def _renew_problems(self) -> None:
        problems, message = self.book.reading.problems, self.book.message
        self.problems.renew(
            (problems, message), lambda: problems_html(problems, message, self.speech)
        )
        self.stage.classes(add="stale") if problems else self.stage.classes(remove="stale")

    def _renew_lanes(self) -> None:
        book = self.book
        lanes = timeline_html(book.reading, book.draft.plan, book.one, self.speech, self.chosen)
        self.lanes.renew(lanes, lambda: lanes)

    def _renew_answers(self) -> None:
        book = self.book
        names = (book.draft.plan, book.draft.rival)
        pairs = book.pairs if book.pairs_of == names else None
        _, length = clock_of(book.reading.document)
        plan, rival = (self._title_of(name) for name in names)
        titles = plan, rival
        chart = lab_chart(book.one, pairs, titles, length, self.speech, book.brought)
        self.chart.renew(chart, lambda: chart)
        behind = book.behind and not book.reading.problems
        figures = figures_html(pairs, titles, self.speech, book.progress, behind)
        self.figures.renew(figures, lambda: figures)
        for part in (self.verdict, self.figures):
            part.element.classes(add="behind") if behind else part.element.classes(remove="behind")
        if pairs is not None and book.reading.scenario is not None:
            said = verdict(book.reading, *names, pairs, self.speech)
            text = Markup('<p class="verdict {}" data-testid="verdict">{}</p>').format(
                said.side, said.text
            )
            self.verdict.renew(text, lambda: text)

    def _title_of(self, plan: str) -> str:
        """Return what a plan is called."""
        return plan_title(self.book.reading.document, plan, self.speech.language)

    def _build_bar(self) -> None:
        """Build the bar on top."""
        book, draft = self.book, self.book.draft
        plans = [(name, self._title_of(name)) for name in plan_names(book.reading.document)]
        build_title(book, self.speech)
        with Container("label", "", for_="plan"):
            Container("span", "plan-swatch")
            Text("span", self.say("lab.plan"))
            select(lambda name: self._hold(plan=name), plans, draft.plan, id="plan",
                   data_testid="plan", data_key="plan")  # fmt: skip
        with Container("label", "", for_="rival"):
            Container("span", "rival-swatch")
            Text("span", self.say("lab.rival"))
            select(lambda name: self._hold(rival=name), plans, draft.rival, id="rival",
                   data_testid="rival", data_key="rival")  # fmt: skip
        with Container("label", "", for_="seed", title=self.say("lab.seed_hint")):
            Text("span", self.say("lab.seed"))
            field = text_field("input", lambda _: None, str(draft.seed), type="number", min="0",
                               id="seed", data_testid="seed", data_key="seed")  # fmt: skip
            field.on("change", lambda event: self._set_seed(str(event.args)),
                     js_handler="(event) => emit(event.target.value)")  # fmt: skip

    def _build_buttons(self) -> None:
        """Build the buttons once: one that was replaced while it is pressed would be deaf."""
        book = self.book
        self.undo = button(self.say("lab.undo"), book.undo, "quiet", "undo", data_key="undo")
        self.redo = button(self.say("lab.redo"), book.redo, "quiet", "redo", data_key="redo")
        button(self.say("lab.save"), self.side.save, "main", "save", data_key="save")
        self.saved = Text("span", "", "muted small", data_testid="saved")

    def _renew_buttons(self) -> None:
        """Show what can be undone, and whether the file holds what is shown."""
        book = self.book
        dress(self.undo, disabled=not book.history.can_undo)
        dress(self.redo, disabled=not book.history.can_redo)
        self.saved.set_text(self.say("lab.unsaved" if book.unsaved else "lab.is_saved"))
        dress(self.saved, data_saved="no" if book.unsaved else "yes")

    # -- what people do -------------------------------------------------------------------------

    async def _hold(self, **chosen: str) -> None:
        self.chosen = None
        await self.book.choose(**chosen)

    async def _set_seed(self, text: str) -> None:
        if text.isdigit() and int(text) < 2**63:
            await self.book.choose(seed=int(text))

    async def _make(self, edit: Edit) -> None:
        await self.book.edit(edit)

    def _done(self) -> None:
        self.chosen = None
        self.renew("state")

    async def _choose(self, told: Mapping[str, Any]) -> None:
        if (place := self._place(told)) is not None:
            self.chosen = place
            if place[0] != self.book.draft.plan:
                await self.book.choose(plan=place[0])
            self.renew("state")

    def _place(self, told: Mapping[str, Any]) -> tuple[str, int] | None:
        """Return the plan and place of an act that a page names, if there is one."""
        plan, place = told.get("plan"), told.get("place")
        if isinstance(plan, str) and isinstance(place, int):
            acts = acts_of(self.book.reading, self.book.draft.plan, None)
            if any((act.plan, act.place) == (plan, place) for act in acts):
                return plan, place
        return None

    def _moved(self, told: Mapping[str, Any]) -> Edit | None:
        place, hours = self._place(told), told.get("hours")
        if place is None or not isinstance(hours, int | float):
            return None
        start, length = clock_of(self.book.reading.document)
        to = min(float(hours), length - 0.25)
        if told.get("part") == "end":
            return edits.stretched(*place, to, start)
        return edits.moved(*place, to, start)

    async def _preview(self, told: Mapping[str, Any]) -> None:
        if (edit := self._moved(told)) is not None:
            try:
                await self.book.preview(edit)
            except InputError as wrong:
                self.book.refuse(wrong)

    async def _drop(self, told: Mapping[str, Any]) -> None:
        if (edit := self._moved(told)) is not None:
            await self.book.edit(edit)

    async def _add(self, told: Mapping[str, Any]) -> None:
        """Add an act where its card was dropped, or after the last one."""
        do, hours = told.get("do"), told.get("hours")
        document = self.book.reading.document
        if do not in CATALOGUE or not isinstance(hours, int | float):
            return
        start, length = clock_of(document)
        if hours < 0:
            acts = acts_of(self.book.reading, self.book.draft.plan, None)
            last = max((act.begin for act in acts if act.begin is not None), default=0.0)
            hours = min(last + GAP, length - 1.0)
        step: dict[str, Any] = {"do": do, "at": weekday_moment(snapped(hours), start)}
        if do == "promise":
            step["deadline"] = weekday_moment(snapped(min(hours + GAP, length)), start)
        if CATALOGUE[do].repeats == "usual":
            step["every"] = "12h"
        plan = self.book.draft.plan
        place = len(document.get("plans", {}).get(plan, {}).get("steps", []))
        self.chosen = (plan, place)
        await self.book.edit(edits.added(plan, step))

    async def _key(self, told: Mapping[str, Any]) -> None:
        key = told.get("key")
        if key in ("undo", "redo"):
            await (self.book.undo() if key == "undo" else self.book.redo())
            return
        place = self._place(told)
        if place is None:
            return
        start, _ = clock_of(self.book.reading.document)
        edit = {
            "remove": edits.removed(*place),
            "duplicate": edits.duplicated(*place, GAP, start),
            "switch": edits.switched(*place),
        }.get(str(key))
        if edit is not None:
            await self.book.edit(edit)
