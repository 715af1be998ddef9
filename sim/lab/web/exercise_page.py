"""The page of the exercise: rounds, messages, roles and texts, up to one that can be played."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

from markupsafe import Markup
from nicegui import Client, ui

from sim.errors import InputError
from sim.lab import exercise_edits as edits
from sim.lab.draft import plan_names, plan_title
from sim.lab.web.book import Book
from sim.lab.web.exercise_words import build_duties, build_words
from sim.lab.web.figures_view import problems_html
from sim.lab.web.navigation import build_navigation, build_title
from sim.language.speech import LANGUAGES, Speech
from sim.scenario.exercise import Sender
from sim.workshop.web.widgets import (
    Container,
    LivePart,
    Options,
    Text,
    button,
    section,
    select,
    text_field,
)

TABLES = (".xlsx", ".csv")
ROOT = "exercise"
EVERYBODY = ""


class ExercisePage:
    """One browser that writes the exercise of a book."""

    def __init__(self, book: Book, speech: Speech, client: Client) -> None:
        self.book, self.speech, self.say, self.client = book, speech, speech.say, client
        self.language = str(speech.language)
        self.root = ROOT
        self._shape: object = None
        self._table = ""

    def build(self) -> None:
        """Build the page."""
        ui.page_title(f"{self.say('lab.exercise')} · {self.book.name}")
        with Container("div", "lab people-page"):
            with Container("header", "lab-bar"):
                build_title(self.book, self.speech)
                build_navigation(self.book, self.speech, "exercise")
                button(self.say("lab.undo"), self.book.undo, "quiet", "undo")
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
            shape = (
                self.language, bool(exercise), len(exercise.get("rounds", [])),
                len(exercise.get("injects", [])), tuple(exercise.get("roles", {})),
                book.history.can_redo, tuple(plan_names(reading.document)),
            )  # fmt: skip
            if shape != self._shape:
                self._shape = shape
                self.parts.clear()
                with self.parts:
                    self._build_exercise(exercise) if exercise else self._build_beginning()

    def _said(self, exercise: dict[str, Any]) -> str:
        if not exercise:
            return self.say("lab.exercise_none")
        if self.book.reading.problems:
            return self.say("lab.exercise_wrong")
        return self.say(
            "lab.exercise_sound", rounds=len(exercise.get("rounds", [])),
            messages=len(exercise.get("injects", [])), file=self.book.file.name,
        )  # fmt: skip

    def _build_beginning(self) -> None:
        Text("p", self.say("lab.exercise_hint"))
        button(self.say("lab.exercise_begin"), self._begin, "main", "exercise-begin")

    def _build_exercise(self, exercise: dict[str, Any]) -> None:
        with Container("div"):
            self._build_general(exercise)
            self._build_table()
            self._build_roles(exercise)
            build_words(self, exercise)
        with Container("div"):
            self._build_rounds(exercise)
            self._build_messages(exercise)

    def _build_general(self, exercise: dict[str, Any]) -> None:
        with section("general", self.say("lab.exercise_general")):
            languages = [(each, self.say(f"lab.language_{each}")) for each in LANGUAGES]
            self.labelled("text-language", "exercise_language", lambda name: select(
                self._speak, languages, self.language, id=name, data_testid=name))  # fmt: skip
            self._build_text((ROOT, "title"), exercise, "exercise_title")
            self._build_text((ROOT, "briefing"), exercise, "exercise_briefing", rows=5)
            self._build_value((ROOT, "begins"), exercise, "exercise_begins")
            document = self.book.reading.document
            plans = [
                (name, plan_title(document, name, self.speech.language))
                for name in plan_names(document)
            ]
            for key in ("honest", "best"):
                self._build_select((ROOT, key), exercise, f"exercise_{key}", plans)

    def _build_rounds(self, exercise: dict[str, Any]) -> None:
        with section("rounds", self.say("lab.rounds")):
            for place, each in enumerate(exercise.get("rounds", [])):
                path = (ROOT, "rounds", place)
                with Container("fieldset", "item", data_testid=f"round-{place}"):
                    Text("legend", self.say("lab.round_n", n=place + 1))
                    self._build_text((*path, "title"), each, "round_title")
                    with Container("div", "pair"):
                        self._build_value((*path, "until"), each, "round_until")
                        self._build_number((*path, "minutes"), each, "minutes", 8.0)
                    self._build_removal(path, len(exercise["rounds"]) > 1)
            button(self.say("lab.round_add"), self._add_round, "quiet", "round-add")

    def _build_roles(self, exercise: dict[str, Any]) -> None:
        with section("roles", self.say("lab.roles")):
            roles = exercise.get("roles", {})
            for name, each in roles.items():
                path = (ROOT, "roles", name)
                with Container("fieldset", "item"):
                    Text("legend", self._role_title(name, each))
                    self._build_text((*path, "title"), each, "role_title")
                    self._build_text((*path, "card"), each, "role_card", rows=3)
                    build_duties(self, name, each)
                    self._build_removal(path, len(roles) > 1)
            button(self.say("lab.role_add"), self._add_role, "quiet", "role-add")

    def _build_messages(self, exercise: dict[str, Any]) -> None:
        roles = [(EVERYBODY, self.say("lab.message_all")), *self._roles(exercise)]
        senders = [(each, self.say(f"senders.{each}")) for each in get_args(Sender)]
        with section("messages", self.say("lab.messages")):
            for place, each in enumerate(exercise.get("injects", [])):
                path = (ROOT, "injects", place)
                with Container("fieldset", "item", data_testid=f"message-{place}"):
                    Text("legend", self.say("lab.message_n", n=place + 1))
                    with Container("div", "pair"):
                        self._build_value((*path, "at"), each, "message_at")
                        self._build_select((*path, "sender"), each, "message_sender", senders)
                    self._build_text((*path, "text"), each, "message_text", rows=3)
                    with Container("div", "pair"):
                        self._build_select((*path, "to"), each, "message_to", roles)
                        self._build_number((*path, "minutes"), each, "message_minutes", None)
                    self._build_value((*path, "when"), each, "message_when")
                    self._build_value((*path, "expected"), each, "message_expected")
                    self._build_removal(path, True)
            button(self.say("lab.message_add"), self._add_message, "quiet", "message-add")

    def _roles(self, exercise: dict[str, Any]) -> list[tuple[str, str]]:
        """Return the roles by their names in the file, with their titles."""
        return [(name, self._role_title(name, each)) for name, each in exercise["roles"].items()]

    def _role_title(self, name: str, role: Any) -> str:
        titles = role.get("title") if isinstance(role, dict) else None
        titles = titles if isinstance(titles, dict) else {}
        return str(titles.get(self.speech.language) or titles.get("en") or name)

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

    # -- fields ---------------------------------------------------------------------------------

    def labelled(self, name: str, label: str, make: Callable[[str], Any]) -> Any:
        """Build a field that ``make`` makes for a name, below its label."""
        with Container("div", "field"):
            Text("label", self.say(f"lab.{label}"), for_=name)
            return make(name)

    def _build_text(self, place: edits.Place, item: Any, label: str, rows: int = 0) -> None:
        """Build the field of a text in the language that is chosen."""
        texts = item.get(place[-1])
        value = texts.get(self.language, "") if isinstance(texts, dict) else ""
        self.build_field((*place, self.language), str(value).strip(), label, rows)

    def _build_value(self, place: edits.Place, item: Any, label: str) -> None:
        self.build_field(place, str(item.get(place[-1], "")), label)

    def _build_number(self, place: edits.Place, item: Any, label: str, usual: float | None) -> None:
        value = item.get(place[-1], usual)

        def changed(text: str) -> Any:
            try:
                number = float(text.replace(",", ".")) if text.strip() else None
            except ValueError:
                self.book.say(self.say("lab.no_number", text=text))
                return None
            whole = number is not None and number.is_integer()
            return self.edit(edits.set_inside(place, int(number or 0) if whole else number))

        shown = "" if value is None else f"{value:g}"
        self.build_field(place, shown, label, changed=changed)

    def build_field(
        self, place: edits.Place, value: str, label: str, rows: int = 0,
        changed: Callable[[str], Any] | None = None,
    ) -> None:  # fmt: skip
        """Build a field for a value at a place, of so many rows. ``changed`` takes a new text."""
        name = "-".join(map(str, place))
        tag, more = ("textarea", {"rows": rows}) if rows else ("input", {"type": "text"})

        def make(name: str) -> Any:
            field = text_field(tag, lambda _: None, value, id=name, data_testid=name,
                               data_key=name, maxlength=4000, **more)  # fmt: skip
            take = changed or (lambda text: self.edit(edits.set_inside(place, text.strip())))
            field.on("change", lambda event: take(str(event.args)),
                     js_handler="(event) => emit(event.target.value)")  # fmt: skip

        self.labelled(name, label, make)

    def _build_select(self, place: edits.Place, item: Any, label: str, options: Options) -> None:
        value = str(item.get(place[-1], EVERYBODY))
        self.labelled("-".join(map(str, place)), label, lambda name: select(
            lambda new: self.edit(edits.set_inside(place, new)), options, value, id=name,
            data_testid=name, data_key=name))  # fmt: skip

    def _build_removal(self, place: edits.Place, may: bool) -> None:
        if may:
            button(self.say("lab.remove"), lambda: self.edit(edits.removed_inside(place)),
                   "quiet", f"remove-{'-'.join(map(str, place[1:]))}")  # fmt: skip

    # -- what is done ---------------------------------------------------------------------------

    async def edit(self, edit: Any) -> None:
        """Edit the text, or say why that cannot be."""
        try:
            await self.book.edit(edit)
        except InputError as wrong:
            self.book.refuse(wrong)

    def _speak(self, language: str) -> None:
        self.language = language
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
        self._shape = None
        await self.book.set_text(text)
        counts = map(len, (differs.added, differs.changed, differs.removed))
        names = ("added", "changed", "removed")
        told = dict(zip(names, counts, strict=True))
        self.book.say(self.say("lab.message_table_taken", table=table.name, **told))

    async def _add_round(self) -> None:
        rounds = self.written.get("rounds", [])
        last = rounds[-1]["until"] if rounds else self.written.get("begins", "Mon 09:00")
        title = self._in_languages("round_n", n=len(rounds) + 1)
        try:
            new = {"title": title, "until": edits.later(str(last)), "minutes": 8}
        except InputError as wrong:
            self.book.refuse(wrong)
            return
        await self.edit(edits.added_inside((ROOT, "rounds"), new))

    def _in_languages(self, key: str, **filled: object) -> dict[str, str]:
        """Return a text of the lab in all languages, as a file holds it."""
        return {each: Speech(each).say(f"lab.{key}", **filled) for each in LANGUAGES}

    async def _add_role(self) -> None:
        roles = self.written.get("roles", {})
        name = next(f"role-{n}" for n in range(1, 1000) if f"role-{n}" not in roles)
        keys = {"title": "role_new", "card": "role_card_new"}
        words = {part: self._in_languages(key) for part, key in keys.items()}
        await self.edit(edits.set_inside((ROOT, "roles", name), words))

    async def _add_message(self) -> None:
        known = {each.get("name") for each in self.written.get("injects", [])}
        name = next(f"message-{n}" for n in range(1, 1000) if f"message-{n}" not in known)
        at = str(self.written.get("begins", "Mon 09:00"))
        words = {"name": name, "at": at, "sender": "colleague",
                 "text": self._in_languages("message_new")}  # fmt: skip
        await self.edit(edits.added_inside((ROOT, "injects"), words))

    async def _save(self) -> None:
        try:
            await self.book.save()
        except InputError:
            self.book.say(self.say("lab.changed_meanwhile", file=self.book.file.name))
        else:
            self.book.say(self.say("lab.saved_to", file=self.book.file.name))
