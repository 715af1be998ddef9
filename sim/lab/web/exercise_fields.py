"""Fields for the values of an exercise, each of which edits the text of its scenario."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sim.errors import InputError
from sim.lab import exercise_edits as edits
from sim.lab.moments import hours_of
from sim.lab.timeline import clock_of
from sim.lab.web.book import Book
from sim.lab.web.condition_rows import ConditionRows
from sim.lab.web.moment_fields import build_moment
from sim.language.speech import LANGUAGES, Language, Speech
from sim.workshop.web.widgets import Container, Options, Text, button, dress, select, text_field

EVERYBODY = ""
LONGEST = 4000
"""Characters of a field of one text."""


class ExerciseFields:
    """Builds fields for the values of an exercise at their places in the document."""

    def __init__(self, book: Book, speech: Speech) -> None:
        self.book, self.speech, self.say = book, speech, speech.say
        self.language: Language = speech.language
        self._own = 0
        self._open: set[str] = set()
        self._titles: dict[str, tuple[Text, Callable[[], str]]] = {}

    async def edit(self, edit: Any) -> None:
        """Edit the text, or say why that cannot be."""
        self._own += 1
        try:
            await self.book.edit(edit)
        except InputError as wrong:
            self.book.refuse(wrong)
        finally:
            self._own -= 1

    @property
    def own(self) -> bool:
        """True while changes are made that began in fields of this page, one after the other."""
        return self._own > 0

    def labelled(self, name: str, label: str, make: Callable[[str], Any]) -> Any:
        """Build a field that ``make`` makes for a name, below its label."""
        with Container("div", "field"):
            Text("label", self.say(f"lab.{label}"), for_=name)
            return make(name)

    def build_text(self, place: edits.Place, item: Any, label: str, rows: int = 0) -> None:
        """Build the field of a text in the language that is chosen."""
        texts = item.get(place[-1])
        value = texts.get(self.language, "") if isinstance(texts, Mapping) else ""
        self.build_field((*place, self.language), str(value).strip(), label, rows)

    def build_value(self, place: edits.Place, item: Any, label: str) -> None:
        """Build the field of a value that is one text."""
        self.build_field(place, str(item.get(place[-1], "")), label)

    def build_number(self, place: edits.Place, item: Any, label: str, usual: float | None) -> None:
        """Build the field of a number. ``usual`` is shown where there is none."""
        value = item.get(place[-1], usual)

        def changed(text: str) -> Any:
            try:
                number = float(text.replace(",", ".")) if text.strip() else None
            except ValueError:
                self.book.say(self.say("lab.no_number", text=text))
                return None
            whole = number is not None and number.is_integer()
            return self.edit(edits.set_inside(place, int(number or 0) if whole else number))

        shown = f"{value:g}" if isinstance(value, int | float) else str(value or "")
        self.build_field(place, shown, label, changed=changed)

    def build_field(
        self, place: edits.Place, value: str, label: str, rows: int = 0,
        changed: Callable[[str], Any] | None = None, longest: int = LONGEST,
    ) -> None:  # fmt: skip
        """Build a field for a value at a place, of so many rows. ``changed`` takes a new text."""
        tag, more = ("textarea", {"rows": rows}) if rows else ("input", {"type": "text"})

        def make(name: str) -> Any:
            field = text_field(tag, lambda _: None, value, id=name, data_testid=name,
                               data_key=name, maxlength=longest, **more)  # fmt: skip
            take = changed or (lambda text: self.edit(edits.set_inside(place, text.strip())))
            field.on("change", lambda event: take(str(event.args)),
                     js_handler="(event) => emit(event.target.value)")  # fmt: skip

        self.labelled(key_of(place), label, make)

    def build_lines(self, place: edits.Place, texts: Any, label: str, rows: int) -> None:
        """Build the field of a list of texts, a line each, in the language that is chosen."""
        language = self.language
        lines = "\n".join(edits.lines_of(texts, language))
        self.build_field(
            place, lines, label, rows,
            lambda text: self.edit(edits.lines_inside(place, language, text)),
            max(LONGEST, 2 * len(lines)),
        )  # fmt: skip

    def build_select(self, place: edits.Place, item: Any, label: str, options: Options) -> None:
        """Build a list to choose a value from."""
        value = str(item.get(place[-1], EVERYBODY))
        self.labelled(key_of(place), label, lambda name: select(
            lambda new: self.edit(edits.set_inside(place, new)), options, value, id=name,
            data_testid=name, data_key=name))  # fmt: skip

    def build_moment(self, place: edits.Place, item: Any, label: str) -> None:
        """Build a day and a time of day, or a text where it is no moment yet."""
        clock = clock_of(self.book.reading.document)
        value, key, said = item.get(place[-1]), key_of(place), self.say(f"lab.{label}")
        if hours_of(value, clock[0]) is None:
            self.build_value(place, item, label)
            return
        with Container("div", "field"):
            Text("label", said, for_=f"{key}-day")
            build_moment(self.speech, clock, key, said, value,
                         lambda new: self.edit(edits.set_inside(place, new)))  # fmt: skip

    def build_condition(self, place: edits.Place, item: Any, label: str) -> None:
        """Build a condition that is made by clicking, and may be missing."""

        def text() -> str:
            return str(edits.value_inside(self.book.reading.document, place) or "")

        with Container("div", "field", role="group", aria_label=self.say(f"lab.{label}")):
            if item.get(place[-1]):
                Text("strong", self.say(f"lab.{label}"), "small")
            rows = ConditionRows(self.say, key_of(place), text,
                                 lambda new: self.edit(edits.set_inside(place, new)))  # fmt: skip
            rows.build(optional=True)

    def build_removal(self, place: edits.Place, may: bool, edit: Any = None) -> None:
        """Build the button that removes an item."""
        if may:
            button(self.say("lab.remove"),
                   lambda: self.edit(edit or edits.removed_inside(place)),
                   "quiet", f"remove-{key_of(place[1:])}")  # fmt: skip

    # -- what can be folded ---------------------------------------------------------------------

    @contextmanager
    def folded(self, name: str, title: Callable[[], str]) -> Iterator[None]:
        """Build an item of which only the title is seen until it is opened."""
        with Container("details", "item", data_testid=name) as item:
            dress(item, open=name in self._open)
            item.on("toggle", lambda event: self._fold(name, event.args is True),
                    js_handler="(event) => emit(event.target.open)")  # fmt: skip
            self._titles[name] = Text("summary", title(), data_key=name), title
            yield

    def open(self, name: str) -> None:
        """Have an item open when it is built next."""
        self._open.add(name)

    def renew_titles(self) -> None:
        """Name all items as they are now."""
        for element, title in self._titles.values():
            element.set_text(title())

    def forget_titles(self) -> None:
        """Begin anew, before all items are built again."""
        self._titles.clear()

    def _fold(self, name: str, is_open: bool) -> None:
        (self._open.add if is_open else self._open.discard)(name)

    # -- texts ----------------------------------------------------------------------------------

    def said_in_language(self, texts: Any) -> str:
        """Return a text of the exercise in the chosen language, else in English."""
        texts = texts if isinstance(texts, Mapping) else {}
        return " ".join(str(texts.get(self.language) or texts.get("en") or "").split())

    def in_languages(self, key: str, **filled: object) -> dict[str, str]:
        """Return a text of the lab in all languages, as a file holds it."""
        return {each: Speech(each).say(f"lab.{key}", **filled) for each in LANGUAGES}


def key_of(place: edits.Place) -> str:
    """Return the name of the field of a place."""
    return "-".join(map(str, place))
