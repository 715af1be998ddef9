"""The page of studies: a line over one fact, a map over two, a search for plans, by one click."""

import asyncio
from functools import partial
from typing import Any

from markupsafe import Markup
from nicegui import Client, ui

from sim.errors import InputError, ShitstormError
from sim.lab import edits
from sim.lab.draft import plan_names, plan_title
from sim.lab.facts import FACTS
from sim.lab.refusals import refusal_said
from sim.lab.study_files import MEASURES, fact_of, search_values, study_text, sweep_values
from sim.lab.study_run import LabStudy
from sim.lab.web.book import Book
from sim.lab.web.navigation import build_navigation, build_title
from sim.language.speech import Speech
from sim.workshop.web.widgets import (
    Container,
    LivePart,
    Text,
    button,
    dress,
    html,
    section,
    select,
    text_field,
)

LOOK = 0.4
"""Seconds between two looks at the progress."""
HOURS = "24"
"""Hours of work to which a search keeps unless told otherwise."""
NO_FACT = "-"


class StudyPage:
    """One browser that asks for studies of a book."""

    def __init__(self, book: Book, speech: Speech, client: Client) -> None:
        self.book, self.speech, self.say, self.client = book, speech, speech.say, client
        named = [fact for fact in FACTS if fact.value(book.reading.document) is not None]
        self.facts = [fact.name for fact in named]
        self.chosen = {"first": self.facts[0], "second": NO_FACT, "measure": MEASURES[0],
                       "hours": HOURS}  # fmt: skip
        self.study: LabStudy | None = None
        self.text, self.file_name = "", ""

    def build(self) -> None:
        """Build the page."""
        ui.page_title(f"{self.say('lab.studies')} · {self.book.name}")
        with Container("div", "lab people-page"):
            with Container("header", "lab-bar"):
                build_title(self.book, self.speech)
                build_navigation(self.book, self.speech, "study")
            with Container("main", "main study-parts"):
                Text("h2", self.say("lab.studies"), "unseen")
                with Container("div"):
                    self.compared = Text("p", "", "muted small")
                    self._build_sweep()
                    self._build_search()
                with Container("div"):
                    self.note = LivePart("div", "", role="status", data_testid="study-note")
                    self.actions = Container("div", "row")
                    self.finding = LivePart("div", "", aria_live="polite", data_testid="finding")
                    hint = self.say("lab.study_empty")
                    self.finding.renew("", lambda: Markup('<p class="muted">{}</p>').format(hint))
                    self.file = Container("div")
        self.timer = ui.timer(LOOK, self._look, active=False)
        self.renew("state")

    def renew(self, what: str) -> None:
        """Name the plans that would be compared."""
        if what == "state":
            draft, document = self.book.draft, self.book.reading.document
            plan, rival = (
                plan_title(document, name, self.speech.language)
                for name in (draft.plan, draft.rival)
            )
            with self.client:
                self.compared.set_text(self.say("lab.study_compares", plan=plan, rival=rival))

    def _build_sweep(self) -> None:
        facts = [(name, self.say(f"lab.fact_{name}")) for name in self.facts]
        with section("sweep", self.say("lab.sweep")):
            self._build_choice("first", self.say("lab.sweep_over"), facts)
            none = [(NO_FACT, self.say("lab.sweep_one"))]
            self._build_choice("second", self.say("lab.sweep_and"), [*none, *facts])
            measures = [(name, self.say(f"lab.measure_{name}")) for name in MEASURES]
            self._build_choice("measure", self.say("lab.sweep_measure"), measures)
            button(self.say("lab.sweep_draw"), self._sweep, "main", "sweep", data_key="sweep")

    def _build_choice(self, key: str, label: str, options: list[tuple[str, str]]) -> None:
        with Container("div", "field"):
            Text("label", label, for_=f"study-{key}")
            select(lambda value: self.chosen.update({key: value}), options, self.chosen[key],
                   id=f"study-{key}", data_testid=f"study-{key}")  # fmt: skip

    def _build_search(self) -> None:
        with section("search", self.say("lab.search")):
            Text("p", self.say("lab.search_hint"), "muted small")
            with Container("div", "field"):
                Text("label", self.say("lab.search_hours"), for_="study-hours")
                text_field("input", lambda text: self.chosen.update(hours=text), HOURS,
                           type="number", min="1", max="500", id="study-hours",
                           data_testid="study-hours")  # fmt: skip
            button(self.say("lab.search_begin"), self._search, "main", "search", data_key="search")

    # -- asking ---------------------------------------------------------------------------------

    async def _sweep(self) -> None:
        draft, chosen = self.book.draft, self.chosen
        names = dict.fromkeys([chosen["first"], chosen["second"]])
        facts = [fact_of(name) for name in names if name != NO_FACT]
        kind = "sweep-" + "-".join(fact.path[-1] for fact in facts)
        try:
            values = sweep_values(
                self.book.name, (draft.plan, draft.rival), facts, self.book.reading.document,
                chosen["measure"], self.speech,
            )  # fmt: skip
        except InputError as wrong:
            self._tell(refusal_said(wrong, self.speech))
            return
        await self._begin(values, kind)

    async def _search(self) -> None:
        draft, scenario = self.book.draft, self.book.reading.scenario
        try:
            hours = float(self.chosen["hours"])
        except ValueError:
            hours = 0.0
        if not 1.0 <= hours <= 500.0:
            self._tell(self.say("lab.search_hours_wrong"))
            return
        if scenario is not None:
            values = search_values(
                self.book.name, (draft.plan, draft.rival), scenario, hours,
                self.chosen["measure"], self.speech,
            )  # fmt: skip
            await self._begin(values, "plan-search")
        else:
            self._tell(self.say("lab.mend_first"))

    async def _begin(self, values: dict[str, Any], kind: str) -> None:
        """Carry out a study of what is shown now."""
        scenario = self.book.reading.scenario
        if self.study is not None and not self.study.over:
            self._tell(self.say("lab.study_busy"))
            return
        if scenario is None:
            self._tell(self.say("lab.mend_first"))
            return
        self._tell(self.say("lab.study_begins"))
        try:
            self.study = await asyncio.to_thread(LabStudy, values, scenario, self.speech)
        except ShitstormError as wrong:
            self._tell(refusal_said(wrong, self.speech))
            return
        self.file_name = f"{self.book.name}-{kind}.toml"
        self.text = study_text(self.study.values, f"shitstorm study {self.file_name}")
        self.finding.renew(None, Markup)
        self._build_file()
        self._build_actions()
        self.study.begin(lambda: None)
        self.timer.active = True

    def _look(self) -> None:
        """Show how far the study is, and what it found."""
        study = self.study
        if study is None:
            return
        if not study.over:
            done = self.speech.percent(min(1.0, study.done / study.number))
            self._tell(self.say("lab.study_runs", done=done))
            return
        self.timer.active = False
        if study.problem or study.stopped or study.finding is None:
            self._tell(study.problem or self.say("lab.study_stopped"))
        else:
            self._tell("")
            self.finding.renew(id(study), lambda: finding_html(study))
        self._build_actions()

    # -- what there is to see -------------------------------------------------------------------

    def _tell(self, text: str) -> None:
        with self.client:
            self.note.renew(text, lambda: Markup('<p class="notice">{}</p>').format(text))
            dress(self.note.element, hidden=not text)

    def _build_actions(self) -> None:
        study = self.study
        self.actions.clear()
        if study is None:
            return
        with self.client, self.actions:
            if not study.over:
                button(self.say("lab.study_stop"), study.stop, "quiet", "study-stop")
            elif study.finding is not None:
                for kind in ("png", "svg"):
                    button(self.say(f"lab.file_{kind}"), partial(self._download, kind),
                           "quiet", f"study-{kind}")  # fmt: skip
                if study.plan_found is not None:
                    button(self.say("lab.search_take"), self._take_plan, "main", "take-plan")

    def _build_file(self) -> None:
        """Show the study's file."""
        self.file.clear()
        with self.client, self.file:
            Text("h2", self.say("lab.study_file"))
            Text("p", self.say("lab.study_file_hint", file=self.file_name), "muted small")
            with Container("div", "row"):
                button(self.say("lab.study_save"), self._save, "quiet", "study-save")
            html(Markup("{}").format(self.text), "pre", "study-file", data_testid="study-file",
                 tabindex="0")  # fmt: skip

    def _download(self, kind: str) -> None:
        if self.study is not None:
            name = self.file_name.removesuffix(".toml")
            ui.download.content(self.study.picture(kind), f"{name}.{kind}")

    async def _save(self) -> None:
        """Save the study beside its scenario, which is saved too if its file is older."""
        book = self.book
        try:
            if book.unsaved:
                await book.save()
            file = book.file.parent / self.file_name
            aside = file.with_suffix(".toml.new")
            aside.write_text(self.text, encoding="utf-8", newline="\n")
            aside.replace(file)
        except InputError:
            self._tell(self.say("lab.changed_meanwhile", file=book.file.name))
        except (OSError, ShitstormError) as wrong:
            self._tell(refusal_said(wrong, self.speech))
        else:
            self._tell(self.say("lab.study_saved", file=self.file_name, scenario=book.file.name))

    async def _take_plan(self) -> None:
        """Put the plan that was found into the scenario, and take it in hand."""
        book, found = self.book, self.study.plan_found if self.study is not None else None
        if found is None:
            return
        known = plan_names(book.reading.document)
        word = self.say("lab.plan_found")
        name = next(f"{word}-{n}" for n in range(1, 1000) if f"{word}-{n}" not in known)
        before = book.draft.plan
        steps = [step for step in found.get("steps", []) if isinstance(step, dict)]
        await book.edit(edits.new_plan(name, self.say("lab.plan_found_summary"), None))
        for step in steps:
            await book.edit(edits.added(name, step))
        await book.choose(plan=name, rival=before)
        ui.navigate.to(f"/book/{book.name}")


def finding_html(study: LabStudy) -> Markup:
    """Return headline, chart and tables of a study that is over."""
    finding = study.finding
    if finding is None:
        return Markup()
    parts = [
        Markup('<p class="verdict">{}.</p><div class="study-chart">{}</div>').format(
            finding.headline, Markup(study.svg)
        )
    ]  # fmt: skip
    for table in finding.tables:
        head = Markup("").join(Markup("<th scope=col>{}</th>").format(text) for text in table.heads)
        rows = Markup("").join(
            Markup("<tr><th scope=row>{}</th>{}</tr>").format(
                row[0], Markup("").join(Markup("<td>{}</td>").format(cell) for cell in row[1:])
            )
            for row in table.rows
        )
        parts.append(
            Markup(
                '<div class="study-table" tabindex="0"><table class="lab-figures">'
                "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
            ).format(head, rows)
        )
    return Markup("").join(parts)
