"""The page of the exercise: rounds, messages, roles and texts, up to one that can be played."""

from pathlib import Path
from typing import Any

from markupsafe import Markup
from nicegui import Client, ui

from sim.errors import InputError
from sim.lab import exercise_edits as edits
from sim.lab.draft import plan_names, plan_title
from sim.lab.web.book import Book
from sim.lab.web.exercise_fields import ExerciseFields
from sim.lab.web.exercise_messages import build_messages
from sim.lab.web.exercise_people import ROOT, build_characters, build_roles
from sim.lab.web.exercise_words import build_words
from sim.lab.web.figures_view import problems_html
from sim.lab.web.navigation import build_navigation, build_title
from sim.language.speech import LANGUAGES, Speech
from sim.workshop.web.widgets import Container, LivePart, Text, button, dress, section, select

TABLES = (".xlsx", ".csv")


class ExercisePage(ExerciseFields):
    """One browser that writes the exercise of a book."""

    def __init__(self, book: Book, speech: Speech, client: Client) -> None:
        super().__init__(book, speech)
        self.client = client
        self._shape: object = None
        self._stamp: object = None
        self._table = ""

    def build(self) -> None:
        """Build the page."""
        ui.page_title(f"{self.say('lab.exercise')} · {self.book.name}")
        with Container("div", "lab people-page"):
            with Container("header", "lab-bar"):
                build_title(self.book, self.speech)
                build_navigation(self.book, self.speech, "exercise")
                self.undo = button(self.say("lab.undo"), self.book.undo, "quiet", "undo")
                self.redo = button(self.say("lab.redo"), self.book.redo, "quiet", "redo")
                button(self.say("lab.save"), self._save, "main", "save")
            with Container("main", "main"):
                Text("h2", self.say("lab.exercise"), "unseen")
                self.state = LivePart("p", "notice", role="status", data_testid="exercise-state")
                self.problems = LivePart("div", "problems", role="status")
                self.parts = Container("div", "exercise-parts")
        self.renew("state")

    @property
    def written(self) -> dict[str, Any]:
        """The exercise as the text has it, empty if there is none."""
        found = self.book.reading.document.get(ROOT)
        return found if isinstance(found, dict) else {}

    # -- what changes ---------------------------------------------------------------------------

    def renew(self, what: str) -> None:
        """Show what has changed. Fields are built anew only where there are others."""
        if what not in ("state", "told"):
            return
        book, reading, exercise = self.book, self.book.reading, self.written
        said = self._said(exercise)
        with self.client:
            self.state.renew(said, lambda: Markup("{}").format(said))
            stamp = (reading.problems, book.message)
            self.problems.renew(
                stamp, lambda: problems_html(reading.problems, book.message, self.speech)
            )
            dress(self.undo, disabled=not book.history.can_undo)
            dress(self.redo, disabled=not book.history.can_redo)
            self._renew_parts(exercise)

    def _renew_parts(self, exercise: dict[str, Any]) -> None:
        """Build all fields anew, unless a change came from one of them and adds no other."""
        stamp = (self.language, self.book.history.address)
        if stamp == self._stamp:
            return
        injects = edits.items_in(exercise, "injects")
        shape = (
            self.language, bool(exercise), len(edits.items_in(exercise, "rounds")),
            [str(each.get("when", "-")).count(" and ") + ("when" in each) for each in injects],
            list(edits.tables_in(exercise, "roles")), len(edits.items_in(exercise, "characters")),
            plan_names(self.book.reading.document),
        )  # fmt: skip
        kept = self.own and shape == self._shape
        self._stamp, self._shape = stamp, shape
        if kept:
            self.renew_titles()
            return
        self.parts.clear()
        self.forget_titles()
        with self.parts:
            self._build_exercise(exercise) if exercise else self._build_beginning()

    def _said(self, exercise: dict[str, Any]) -> str:
        if not exercise:
            return self.say("lab.exercise_none")
        if self.book.reading.problems:
            return self.say("lab.exercise_wrong")
        return self.say(
            "lab.exercise_sound", rounds=len(edits.items_in(exercise, "rounds")),
            messages=len(edits.items_in(exercise, "injects")), file=self.book.file.name,
        )  # fmt: skip

    def _build_beginning(self) -> None:
        Text("p", self.say("lab.exercise_hint"))
        button(self.say("lab.exercise_begin"), self._begin, "main", "exercise-begin")

    def _build_exercise(self, exercise: dict[str, Any]) -> None:
        with Container("div"):
            self._build_general(exercise)
            self._build_table()
            build_roles(self, exercise)
            build_words(self, exercise)
        with Container("div"):
            self._build_rounds(exercise)
            build_messages(self, exercise)
            build_characters(self, exercise)

    def _build_general(self, exercise: dict[str, Any]) -> None:
        with section("general", self.say("lab.exercise_general")):
            languages = [(each, self.say(f"lab.language_{each}")) for each in LANGUAGES]
            self.labelled("text-language", "exercise_language", lambda name: select(
                self._speak, languages, self.language, id=name, data_testid=name))  # fmt: skip
            self.build_text((ROOT, "title"), exercise, "exercise_title")
            self.build_text((ROOT, "briefing"), exercise, "exercise_briefing", rows=5)
            self.build_moment((ROOT, "begins"), exercise, "exercise_begins")
            document = self.book.reading.document
            plans = [
                (name, plan_title(document, name, self.speech.language))
                for name in plan_names(document)
            ]
            for key in ("honest", "best"):
                self.build_select((ROOT, key), exercise, f"exercise_{key}", plans)

    def _build_rounds(self, exercise: dict[str, Any]) -> None:
        with section("rounds", self.say("lab.rounds")):
            rounds = edits.items_in(exercise, "rounds")
            for place, each in enumerate(rounds):
                path = (ROOT, "rounds", place)
                with Container("fieldset", "item", data_testid=f"round-{place}"):
                    Text("legend", self.say("lab.round_n", n=place + 1))
                    self.build_text((*path, "title"), each, "round_title")
                    with Container("div", "pair"):
                        self.build_moment((*path, "until"), each, "round_until")
                        self.build_number((*path, "minutes"), each, "minutes", 8.0)
                    self.build_removal(path, len(rounds) > 1, edits.removed_round(place))
            button(self.say("lab.round_add"), self._add_round, "quiet", "round-add")

    def _build_table(self) -> None:
        """Offer the tables of the lab's folder, to take their messages in."""
        with section("table", self.say("lab.message_table")):
            Text("p", self.say("lab.message_table_hint", file=self.book.file.name), "muted small")
            tables = sorted(
                path.name for path in self.book.file.parent.iterdir()
                if path.suffix.lower() in TABLES and path.is_file()
            )  # fmt: skip
            if not tables:
                Text("p", self.say("lab.message_table_none"), "muted small")
                return
            self._table = tables[0]
            self.labelled("message-table", "message_table_file", lambda name: select(
                self._choose_table, [(each, each) for each in tables], tables[0], id=name,
                data_testid=name))  # fmt: skip
            button(self.say("lab.message_table_take"), self._take_table, "quiet", "take-table")

    # -- what is done ---------------------------------------------------------------------------

    def _speak(self, language: str) -> None:
        self.language = next(each for each in LANGUAGES if each == language)
        self.renew("state")

    def _choose_table(self, name: str) -> None:
        self._table = name

    async def _begin(self) -> None:
        scenario = self.book.reading.scenario
        if scenario is None:
            self.book.say(self.say("lab.mend_first"))
            return
        text = edits.with_exercise(self.book.draft.text, scenario, self.book.draft.plan)
        await self.book.set_text(text)

    async def _take_table(self) -> None:
        scenario = self.book.reading.scenario
        if scenario is None:
            self.book.say(self.say("lab.mend_first"))
            return
        table = self.book.file.parent / Path(self._table).name
        try:
            text, differs = edits.with_message_table(self.book.draft.text, scenario, table)
        except InputError as wrong:
            self.book.refuse(wrong)
            return
        await self.book.set_text(text)
        counts = map(len, (differs.added, differs.changed, differs.removed))
        names = ("added", "changed", "removed")
        told = dict(zip(names, counts, strict=True))
        self.book.say(self.say("lab.message_table_taken", table=table.name, **told))

    async def _add_round(self) -> None:
        rounds = edits.items_in(self.written, "rounds")
        last = (rounds[-1].get("until") if rounds else None) or self.written.get("begins", "")
        title = self.in_languages("round_n", n=len(rounds) + 1)
        try:
            new = {"title": title, "until": edits.later(str(last)), "minutes": 8}
        except InputError as wrong:
            self.book.refuse(wrong)
            return
        await self.edit(edits.added_inside((ROOT, "rounds"), new))

    async def _save(self) -> None:
        try:
            await self.book.save()
        except InputError:
            self.book.say(self.say("lab.changed_meanwhile", file=self.book.file.name))
        else:
            self.book.say(self.say("lab.saved_to", file=self.book.file.name))
