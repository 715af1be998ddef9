"""One decision on a team's form: its fields, and advice on its words."""

from collections.abc import Callable
from copy import deepcopy
from math import isfinite
from typing import Any

from markupsafe import Markup
from nicegui import ui
from nicegui.element import Element

from sim.exercise.decisions import READING, Step, Window
from sim.exercise.words.reading import Now, Remark, read, remarks_on
from sim.exercise.words.word_levers import (
    correct,
    levers_of,
    other_time,
    read_into,
    told_reading,
)
from sim.workshop.web import forms
from sim.workshop.web.deciding.editing import LineEditor, words_field
from sim.workshop.web.forms import FormField, form
from sim.workshop.web.panels import render
from sim.workshop.web.session import WebSession
from sim.workshop.web.widgets import (
    AfterPause,
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
        editor: LineEditor,
        window: Window,
        key: str = "",
    ) -> None:
        """Show a response. ``key`` names its words on the phone that they are written on."""
        self._key = key
        self.session, self.speech, self.say = session, session.speech, session.speech.say
        self.editor, self.step, self.place = editor, editor.step, editor.key
        self.window, self._changed = window, editor.touch
        self.box: Container
        self._writers: Text
        self._controls: dict[str, tuple[FormField, Element]] = {}
        self._words: Element | None = None
        self._dependent: list[tuple[Element, FormField]] = []
        self._read: Container
        self._read_shown: object = None
        self._advised: ui.html
        self._advised_on: Step = {}
        self._read_anew: AfterPause

    def build(self, opened: bool, remove: Callable[[int], None]) -> None:
        """Build the card. The finer fields are folded away."""
        do, place = self.step["do"], self.place
        name = self.say(f"responses.{do}.name")
        fields = [field for field in form(do) if field.name not in levers_of(do)]
        self.box = Container("details", "card", open=opened, data_testid=f"decision-{place}")
        self._read_anew = AfterPause(self.box, self._read_ahead, self._words_changed)
        with self.box:
            with Container("summary"):
                Text("span", name, "card-name")
                self._writers = Text("span", "", "writers", data_testid=f"writers-{place}")
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
                tick = checkbox(keep, bool(self._value(field)), **names)
                self._controls[field.name] = field, tick
                Text("span", label)
            return
        with Container("div", "field") as box:
            self._depends(box, field)
            Text("label", label, for_=name)
            if field.kind == "words":
                self._build_words(names)
            elif field.kind in ("share", "number"):
                self._controls[field.name] = field, self._build_number(field, keep, names)
            else:
                options, value = self._options(field), str(self._value(field) or "")
                self._controls[field.name] = field, select(keep, options, value, **names)

    def _depends(self, box: Element, field: FormField) -> None:
        """Show a field only while it counts."""
        if field.only_if is not None:
            self._dependent.append((box, field))
            self._show_dependent()

    def _show_dependent(self) -> None:
        fields = {field.name: field for field in form(self.step["do"])}
        for box, field in self._dependent:
            other, wanted = field.only_if or ("", None)
            hidden = other in fields and self._value(fields[other]) != wanted
            if hidden != ("hidden" in box.props):
                dress(box, hidden=hidden)

    def _options(self, field: FormField) -> list[tuple[str, str]]:
        """Return the values that can be chosen, and their labels."""
        if field.kind == "at":
            return forms.moments(self.window, self.speech)
        if field.kind == "deadline":
            days = self.session.exercise.scenario.clock.days
            return forms.deadlines(self.step["do"], self.window, days, self.speech)
        return forms.spans() if field.kind == "span" else forms.intervals(self.speech)

    def show(self) -> None:
        """Show what others of the team have changed, and who of them is writing."""
        for field, element in self._controls.values():
            value = self._told(field)
            if element.props.get("data-now", value) != value:
                dress(element, data_now=value)
            else:
                element.props["data-now"] = value
        self._show_dependent()
        who = self.editor.writers
        self._writers.set_text(self.say("deciding.writes", names=", ".join(who)) if who else "")
        if self._words is not None:
            words, acked = str(self.step.get("words", "")), self.editor.acked
            if (self._words.props["data-shared"], self._words.props.get("data-acked")) != (
                words,
                acked,
            ):
                dress(self._words, data_shared=words, data_acked=acked)
                self._read_anew()
            elif self._advised_on != self._filled_in():  # a field that the words may contradict
                self._read_anew()
            if self._read_shown != self._reading_state():
                self._show_reading()

    def _told(self, field: FormField) -> str:
        """Return the value of a field as a browser holds it."""
        value = self._value(field)
        if field.kind == "flag":
            return "true" if value else "false"
        if field.kind in ("share", "number"):
            return f"{value:g}"
        return str(value or "")

    def _build_number(self, field: FormField, keep: Keep, names: dict[str, str]) -> Element:
        """Build a field for a plain number, or a slider for a share from none to all."""
        value = f"{self._value(field):g}"
        if field.kind == "number":
            high = min(field.high, MOST_BOUGHT) if field.name == "posts_per_hour" else field.high
            return text_field("input", keep, value, type="number", min=f"{field.low:g}",
                              max=f"{high:g}", step="any", inputmode="decimal",
                              **names)  # fmt: skip
        low = max(field.low, 0.1) if field.name == "reason" else field.low
        with Container("div", "range"):
            Text("span", self.say("little"), "muted small")
            slider = text_field("input", keep, value, type="range", min=f"{low:g}", max="1",
                                step="0.1", **names)  # fmt: skip
            Text("span", self.say("much"), "muted small")
        return slider

    def _build_words(self, names: dict[str, str]) -> None:
        """Build the field for the words, how they are read, and the advice that follows them."""
        advice_id = f"advice-{self.place}"
        self._words = words_field(
            self.editor, self._read_anew, rows=5, data_together=self._key or None,
            aria_describedby=advice_id, placeholder=self.say("words_hint"), **names,
        )  # fmt: skip
        self._read = Container("div", "reading", aria_live="polite",
                               data_testid=f"reading-{self.place}")  # fmt: skip
        self._advised = html(self._advice(), "div", "advice", id=advice_id, aria_live="polite",
                             data_testid=advice_id)  # fmt: skip
        self._show_reading()

    def _read_ahead(self) -> None:
        """Read the words, so that the reading is known when it is to be shown."""
        read(str(self.step.get("words", "")), self.session.language)

    def _words_changed(self) -> None:
        """Show how the words are read now, once it differs."""
        self._advised.set_content(self._advice())
        if self._read_shown != self._reading_state():
            self._show_reading()

    def _reading_state(self) -> object:
        """Return everything that is shown of the reading."""
        levers = [self.step.get(name) for name in levers_of(self.step["do"])]
        return deepcopy((self.step.get(READING), levers))

    def _show_reading(self) -> None:
        """Show how the words are read, with a slider for each lever that follows from them."""
        self._read.clear()
        levers = [
            field for field in form(self.step["do"]) if field.name in levers_of(self.step["do"])
        ]
        reading = read_into(self.step, self.speech.language, now(self.session, self.window))
        self._read_shown = self._reading_state()
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
        if wanted == self._value(field) or not self.editor.hand.may_change:
            return
        correct(self.step, field.name, wanted)
        source.text = self._source(field)
        self._read_shown = self._reading_state()
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

    def _filled_in(self) -> Step:
        """Return everything that advice depends on: the fields but for those read from words."""
        read = (READING, *levers_of(self.step["do"]))
        return {name: value for name, value in self.step.items() if name not in read}

    def _advice(self) -> Markup:
        self._advised_on = self._filled_in()
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
        if value == self.step.get(field.name, field.default or ""):
            return  # browsers send a value once more when a field is left
        if not self.editor.hand.may_change:
            return
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
