"""The form of one act, made from the fields of its response."""

from collections.abc import Callable, Mapping
from typing import Any

from annotated_types import Ge, Le
from pydantic.fields import FieldInfo

from sim.lab import edits
from sim.lab.draft import without_switched_off
from sim.lab.edits import Edit
from sim.lab.file_text import SWITCH
from sim.lab.moments import hours_of, weekday_moment
from sim.lab.timeline import clock_of
from sim.lab.web.book import Book
from sim.lab.web.moment_fields import build_moment
from sim.lab.web.trigger_form import TriggerForm
from sim.language.speech import Speech
from sim.scenario.former_names import RESPONSES
from sim.storm.responses import CATALOGUE, Response
from sim.storm.times import span
from sim.workshop.web.widgets import Container, Text, button, checkbox, select, text_field

SPANS = ("15min", "30min", "1h", "2h", "3h", "4h", "6h", "8h", "12h", "24h", "48h")
TIMES = ("every", "within", "delay", "pause")
TRIGGER = ("at", "when", "after", "times", "pause", "delay")
"""Fields of the part that says when it happens."""
LATE = ("name", "effort", "reach", "pinned")
"""Fields that come last."""
FLAGS = ("pinned", "public", "covert")


class ActForm:
    """The form of one step of a plan."""

    def __init__(
        self, book: Book, speech: Speech, plan: str, place: int, make: Callable[[Edit], Any]
    ) -> None:
        self.book, self.speech, self.say = book, speech, speech.say
        self.plan, self.place, self._make = plan, place, make
        self.start, self.length = clock_of(book.reading.document)

    @property
    def step(self) -> Mapping[str, Any]:
        """The step as plain values."""
        found: Mapping[str, Any] = self.book.reading.document["plans"][self.plan]["steps"][
            self.place
        ]
        return found

    def there(self) -> bool:
        """Return whether the step is still there."""
        try:
            return bool(self.step) and self._do() in CATALOGUE
        except (KeyError, IndexError, TypeError):
            return False

    def _do(self) -> str:
        do = str(self.step.get("do"))
        return RESPONSES.get(do, do)

    # -- the form -------------------------------------------------------------------------------

    def build(self, done: Callable[[], Any]) -> None:
        """Build the form."""
        do = self._do()
        kind = CATALOGUE[do]
        with Container("section", "act-form", data_testid="act-form", aria_labelledby="act-name"):
            Text("h2", self.speech.name("responses", do, "name"), id="act-name")
            Text("p", self.say(f"responses.{do}.help"), "muted small")
            self._build_buttons(done)
            TriggerForm(self).build()
            for name in self._names(kind):
                self._build_field(name, kind.model_fields[name])

    def _build_buttons(self, done: Callable[[], Any]) -> None:
        off = self.step.get(SWITCH) is True
        plan, place = self.plan, self.place
        with Container("div", "row"):
            button(self.say("lab.done"), done, "main", "done")
            button(self.say("lab.switch_on" if off else "lab.switch_off"),
                   lambda: self._make(edits.switched(plan, place)), "quiet", "switch")  # fmt: skip
            button(self.say("lab.duplicate"),
                   lambda: self._make(edits.duplicated(plan, place, 6.0, self.start)),
                   "quiet", "duplicate")  # fmt: skip
            button(self.say("lab.remove"), lambda: self._make(edits.removed(plan, place)),
                   "quiet", "remove")  # fmt: skip

    def _names(self, kind: type[Response]) -> list[str]:
        """Return the fields in their order: what is said, then the rest."""
        skipped = {"do", "until", *TRIGGER}
        if not kind.needs_words:
            skipped |= {"words"}
        if kind.repeats == "never" or "at" not in self.step:
            skipped |= {"every"}
        names = [name for name in kind.model_fields if name not in skipped]
        order = {"deadline": 0, "words": 1, "every": 2, **dict.fromkeys(LATE, 9)}
        return sorted(names, key=lambda name: order.get(name, 5))

    def _build_field(self, name: str, info: FieldInfo) -> None:
        """Build one field with its label."""
        field = f"field-{name}"
        names = {"id": field, "data_testid": field, "data_key": field}
        label = self.label(name)
        if name in FLAGS or info.annotation is bool:
            with Container("label", "flag", for_=field):
                checkbox(lambda value: self.set(name, value), bool(self.value(name, info)), **names)
                Text("span", label)
            return
        with Container("div", "field"):
            Text("label", label, for_=field)
            if name == "words":
                text_field("textarea", lambda _: None, str(self.step.get(name, "")), rows=4,
                           maxlength=2000, **names).on(
                    "change", lambda event: self.set(name, str(event.args).strip() or None),
                    js_handler="(event) => emit(event.target.value)")  # fmt: skip
            elif name == "deadline":
                self._build_deadline(names)
            elif name in TIMES:
                self.build_span(name, info, names)
            elif name == "name":
                self._build_text(name, names)
            else:
                self._build_number(name, info, names)
        if name == "every" and "every" in self.step:
            self._build_until()

    def label(self, name: str) -> str:
        """Return the label of a field: its text, or its name where a response brings its own."""
        said = self.speech.name("lab", f"field_{name}")
        if said == f"field_{name}":
            said = self.speech.name("web", f"field_{name}")
        return name.replace("_", " ") if said == f"field_{name}" else said

    def value(self, name: str, info: FieldInfo) -> Any:
        """Return the value of a field, or its default."""
        return self.step.get(name, None if info.is_required() else info.get_default())

    def set(self, name: str, value: Any) -> Any:
        """Write a value into the step, unless it is there already."""
        if self.there() and self.step.get(name) != value:
            return self._make(edits.changed(self.plan, self.place, name, value))
        return None

    # -- kinds of fields ------------------------------------------------------------------------

    def _build_text(self, name: str, names: dict[str, str]) -> None:
        field = text_field("input", lambda _: None, str(self.step.get(name, "")), type="text",
                           maxlength=60, **names)  # fmt: skip
        field.on("change", lambda event: self.set(name, str(event.args).strip() or None),
                 js_handler="(event) => emit(event.target.value)")  # fmt: skip

    def _build_number(self, name: str, info: FieldInfo, names: dict[str, str]) -> None:
        """Build a slider for a share, or a field for any other number."""
        low: Any = next((limit.ge for limit in info.metadata if isinstance(limit, Ge)), 0.0)
        high: Any = next((limit.le for limit in info.metadata if isinstance(limit, Le)), 1.0)
        value = self.value(name, info)
        whole = info.annotation is int

        def changed(text: str) -> Any:
            if not text.strip():
                return self.set(name, None)
            try:
                number = float(text)
            except ValueError:
                return None
            return self.set(name, int(number) if whole else number)

        shown = "" if value is None else f"{value:g}"
        kind = {"type": "range", "step": "0.05"} if high == 1.0 and not whole else {
            "type": "number", "step": "1" if whole else "any"
        }  # fmt: skip
        field = text_field("input", lambda _: None, shown, min=f"{low:g}", max=f"{high:g}",
                           **kind, **names)  # fmt: skip
        field.on("change", lambda event: changed(str(event.args)),
                 js_handler="(event) => emit(event.target.value)")  # fmt: skip

    def build_span(self, name: str, info: FieldInfo, names: dict[str, str]) -> None:
        """Build a list of lengths of time, with the present one among them."""
        value = self.step.get(name)
        default = None if info.is_required() else info.get_default()
        texts = sorted({*SPANS, *([str(value)] if value else [])}, key=_hours)
        none = self.say("lab.never") if default is None else self.speech.span(float(default))
        options = [("", none), *((text, self.speech.span(_hours(text))) for text in texts)]
        select(lambda text: self.set(name, text or None), options, str(value or ""), **names)

    def _build_deadline(self, names: dict[str, str]) -> None:
        """Build the choice between an estimate, no time, and a moment."""
        value = self.step.get("deadline")
        given = hours_of(value, self.start) is not None
        kinds = [("estimate", self.say("deadline_estimate"))]
        if self._do() == "change-of-plan":
            kinds.append(("open", self.say("deadline_open")))
        kinds.append(("moment", self.say("lab.a_moment")))
        begin = hours_of(self.step.get("at"), self.start) or 0.0

        def choose(kind: str) -> Any:
            moment = weekday_moment(min(begin + 6.0, self.length), self.start)
            return self.set("deadline", moment if kind == "moment" else kind)

        select(choose, kinds, "moment" if given else str(value or "open"), **names)
        if given:
            self.build_moment("deadline")

    def _build_until(self) -> None:
        """Build the end of the repetition."""
        value = self.step.get("until")
        given = hours_of(value, self.start) is not None
        kinds = [("", self.say("lab.until_end")), ("fixed", self.say("lab.until_fixed")),
                 ("moment", self.say("lab.a_moment"))]  # fmt: skip
        begin = hours_of(self.step.get("at"), self.start) or 0.0

        def choose(kind: str) -> Any:
            moment = weekday_moment(min(begin + 24.0, self.length), self.start)
            return self.set("until", moment if kind == "moment" else kind or None)

        with Container("div", "field"):
            Text("label", self.label("until"), for_="field-until")
            select(choose, kinds, "moment" if given else str(value or ""), id="field-until",
                   data_testid="field-until", data_key="field-until")  # fmt: skip
            if given:
                self.build_moment("until")

    def build_moment(self, name: str) -> None:
        """Build a day and a time of day."""
        build_moment(
            self.speech, (self.start, self.length), f"field-{name}", self.label(name),
            self.step.get(name), lambda moment: self.set(name, moment),
        )  # fmt: skip

    def names_of_steps(self) -> list[str]:
        """Return the names of the plan's other steps."""
        plans = without_switched_off(self.book.reading.document)["plans"]
        steps = plans[self.plan].get("steps", [])
        return [step["name"] for step in steps if step.get("name") not in (
            None, self.step.get("name"))]  # fmt: skip


def _hours(text: str) -> float:
    try:
        return span(text)
    except ValueError:
        return 0.0
