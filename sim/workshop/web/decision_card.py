"""One decision on a team's form: its fields, and advice on its words."""

from collections.abc import Callable
from math import isfinite
from typing import Any

from markupsafe import Markup
from nicegui import ui
from nicegui.element import Element

from sim.exercise.decisions import LONGEST_WORDS, READING, Step, Window
from sim.exercise.words.reading import Now, Remark, remarks_on
from sim.exercise.words.word_levers import (
    correct,
    levers_of,
    other_time,
    read_into,
    told_reading,
)
from sim.workshop.web import forms
from sim.workshop.web.forms import FormField, form
from sim.workshop.web.panels import render
from sim.workshop.web.session import WebSession
from sim.workshop.web.unsent import mark
from sim.workshop.web.widgets import (
    Container,
    Text,
    button,
    checkbox,
    dress,
    html,
    select,
    text_field,
)

MOST_BOUGHT = 200
"""Bought posts per hour that a form takes."""
Keep = Callable[[Any], None]


class DecisionCard:
    """The card of one decision. It writes into the step and reports every change."""

    def __init__(
        self,
        session: WebSession,
        step: Step,
        place: int,
        window: Window,
        changed: Callable[[], None],
        key: str = "",
    ) -> None:
        """Show a step. ``key`` names its words on the phone that they are written on."""
        self._key = key
        self.session, self.speech, self.say = session, session.speech, session.speech.say
        self.step, self.place, self.window, self._changed = step, place, window, changed
        self._dependent: list[tuple[Element, FormField]] = []
        self._read: Container
        self._advised: ui.html

    def build(self, opened: bool, remove: Callable[[int], None]) -> None:
        """Build the card. The finer fields are folded away."""
        do, place = self.step["do"], self.place
        name = self.say(f"responses.{do}.name")
        fields = [field for field in form(do) if field.name not in levers_of(do)]
        with Container("details", "card", open=opened, data_testid=f"decision-{place}"):
            Text("summary", f"{place + 1}. {name}")
            with Container("div", "inner"):
                Text("p", self.say(f"responses.{do}.help"), "muted small")
                for field in fields:
                    if field.kind not in forms.FINE:
                        self._build_field(field)
                if fine := [field for field in fields if field.kind in forms.FINE]:
                    with Container("details", "tone"):
                        Text("summary", self.say("tone"))
                        for field in fine:
                            self._build_field(field)
                with Container("div", "row"):
                    button(self.say("take_back"), lambda: remove(place), "quiet",
                           f"remove-{place}", aria_label=self.say("take_back_it", what=name),
                           )  # fmt: skip

    def _build_field(self, field: FormField) -> None:
        """Build a labelled field."""
        name, label = f"{field.name}-{self.place}", self.say(f"field_{field.name}")
        names = {"id": name, "data_testid": name}

        def keep(value: Any) -> None:
            self._set(field, value)

        if field.kind == "flag":
            with Container("label", "flag", for_=name) as box:
                self._depends(box, field)
                checkbox(keep, bool(self._value(field)), **names)
                Text("span", label)
            return
        with Container("div", "field") as box:
            self._depends(box, field)
            Text("label", label, for_=name)
            if field.kind == "words":
                self._build_words(keep, names)
            elif field.kind in ("share", "number"):
                self._build_number(field, keep, names)
            else:
                select(keep, self._options(field), str(self._value(field) or ""), **names)

    def _depends(self, box: Element, field: FormField) -> None:
        """Show a field only while it counts."""
        if field.only_if is not None:
            self._dependent.append((box, field))
            self._show_dependent()

    def _show_dependent(self) -> None:
        fields = {field.name: field for field in form(self.step["do"])}
        for box, field in self._dependent:
            other, wanted = field.only_if or ("", None)
            dress(box, hidden=other in fields and self._value(fields[other]) != wanted)

    def _options(self, field: FormField) -> list[tuple[str, str]]:
        """Return the values that can be chosen, and their labels."""
        if field.kind == "at":
            return forms.moments(self.window, self.speech)
        if field.kind == "deadline":
            days = self.session.exercise.scenario.clock.days
            return forms.deadlines(self.step["do"], self.window, days, self.speech)
        return forms.spans() if field.kind == "span" else forms.intervals(self.speech)

    def _build_number(self, field: FormField, keep: Keep, names: dict[str, str]) -> None:
        """Build a field for a plain number, or a slider for a share from none to all."""
        value = f"{self._value(field):g}"
        if field.kind == "number":
            high = min(field.high, MOST_BOUGHT) if field.name == "posts_per_hour" else field.high
            text_field("input", keep, value, type="number", min=f"{field.low:g}",
                       max=f"{high:g}", step="any", inputmode="decimal", **names)  # fmt: skip
            return
        low = max(field.low, 0.1) if field.name == "reason" else field.low
        with Container("div", "range"):
            Text("span", self.say("little"), "muted small")
            text_field("input", keep, value, type="range", min=f"{low:g}", max="1", step="0.1",
                       **names)  # fmt: skip
            Text("span", self.say("much"), "muted small")

    def _build_words(self, keep: Keep, names: dict[str, str]) -> None:
        """Build the field for the words, how they are read, and the advice that follows them."""
        advice_id = f"advice-{self.place}"

        def changed(value: str) -> None:
            before = self.step.get(READING)
            keep(value)
            self._advised.set_content(self._advice())
            dress(self._advised, data_arrived=mark(value))
            if self.step.get(READING) != before:
                self._show_reading()

        words = str(self.step.get("words", ""))
        text_field("textarea", changed, words, rows=5, data_keep=self._key or None,
                   maxlength=LONGEST_WORDS, aria_describedby=advice_id,
                   placeholder=self.say("words_hint"), **names)  # fmt: skip
        self._read = Container("div", "reading", aria_live="polite",
                               data_testid=f"reading-{self.place}")  # fmt: skip
        self._advised = html(self._advice(), "div", "advice", id=advice_id, aria_live="polite",
                             data_testid=advice_id, data_arrived=mark(words))  # fmt: skip
        self._show_reading()

    def _show_reading(self) -> None:
        """Show how the words are read, with a slider for each lever that follows from them."""
        self._read.clear()
        levers = [
            field for field in form(self.step["do"]) if field.name in levers_of(self.step["do"])
        ]
        reading = read_into(self.step, self.speech.language, now(self.session, self.window))
        dress(self._read, hidden=reading is None and not levers)
        with self._read:
            if reading is not None:
                told = told_reading(reading, self.step, self.speech) or [self.say("read_nothing")]
                with Container("p", "read-as", data_testid=f"read-as-{self.place}"):
                    Text("strong", self.speech.labelled(self.say("read_as")))
                    for phrase in told:
                        Text("span", phrase, "chip")
            for field in levers:
                self._build_lever(field)
            if reading is not None and levers:
                Text("p", self.say("read_correct"), "muted small")

    def _build_lever(self, field: FormField) -> None:
        """Build the slider of a lever, and say where its value comes from."""
        name = f"{field.name}-{self.place}"
        with Container("div", "field"):
            Text("label", self.say(f"field_{field.name}"), for_=name)

            def keep(value: Any) -> None:
                self._correct(field, value, source)

            self._build_number(field, keep, {"id": name, "data_testid": name})
            source = Text("p", self._source(field), "muted small",
                          data_testid=f"source-{name}")  # fmt: skip

    def _correct(self, field: FormField, value: Any, source: Text) -> None:
        """Take a slider's value in place of what was read."""
        try:
            wanted = min(field.high, max(field.low, float(value)))
        except ValueError:
            return
        if wanted == self._value(field):
            return
        correct(self.step, field.name, wanted)
        source.text = self._source(field)
        self._changed()

    def _source(self, field: FormField) -> str:
        """Return where a lever's value comes from."""
        reading = self.step.get(READING)
        if reading is None:
            return ""
        read = reading["proposed"][field.name]
        if field.name in reading["corrected"]:
            value = self.speech.number(read) if read is not None else "?"
            return self.say("read_corrected", value=value)
        return self.say("read_field_counts" if read is None else "read_from_words")

    def _advice(self) -> Markup:
        advice = remarks(self.step, self.session, self.window)
        return render("remarks.html", self.speech, remarks=advice)

    def _value(self, field: FormField) -> Any:
        return self.step.get(field.name, field.default)

    def _set(self, field: FormField, value: Any) -> None:
        """Write a value into the step. A number that cannot be read leaves it as it was."""
        if field.kind in ("share", "number"):
            try:
                number = float(value)
            except ValueError:
                return
            if not isfinite(number):
                return
            value = min(field.high, max(field.low, number))
        if field.kind == "words":
            value = str(value)[:LONGEST_WORDS]
        if value == self.step.get(field.name, field.default or ""):
            return  # browsers send a value once more when a field is left
        if value in ("", None):
            self.step.pop(field.name, None)
        else:
            self.step[field.name] = value
        self._show_dependent()
        self._changed()


def now(session: WebSession, window: Window) -> Now:
    """Return the moment of the story at which words of a round are written."""
    return Now(session.speech.started, window.begin)


def remarks(step: Step, session: WebSession, window: Window) -> list[Remark]:
    """Read a decision's words into its levers, and return the advice on them."""
    moment = now(session, window)
    reading = read_into(step, session.language, moment)
    if reading is None:
        return []
    advice = remarks_on(reading, step["do"])
    return advice + other_time(step, reading, moment, session.speech)
