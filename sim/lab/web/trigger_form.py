"""The part of an act's form that says when it happens: a moment, a condition, another step."""

from typing import TYPE_CHECKING, Any

from sim.lab.moments import weekday_moment
from sim.storm.conditions import COMPARED, Comparison, condition
from sim.storm.levers import VISIBLE
from sim.storm.responses.base import Response
from sim.workshop.web.widgets import Container, Text, button, select, text_field

if TYPE_CHECKING:
    from sim.lab.web.act_form import ActForm

FIRST = Comparison("posts_per_hour", ">", 20.0)
"""The condition to begin with."""
OFTEN = ("posts_per_hour", "promises_broken", "promises_open", "fixed", "hours_to_deadline",
         "overrun", "hours_since_message", "articles")  # fmt: skip
"""Quantities that are offered first."""


class TriggerForm:
    """Chooses between a moment, a condition built by clicking, and another step."""

    def __init__(self, form: "ActForm") -> None:
        self.form, self.say = form, form.say

    @property
    def mode(self) -> str:
        """The kind of trigger that the step has."""
        return next((key for key in ("when", "after") if key in self.form.step), "at")

    def build(self) -> None:
        """Build the choice and the fields of what is chosen."""
        form = self.form
        modes = [("at", self.say("lab.mode_at")), ("when", self.say("lab.mode_when"))]
        if form.names_of_steps() or self.mode == "after":
            modes.append(("after", self.say("lab.mode_after")))
        with Container("div", "field"):
            Text("label", self.say("lab.happens"), for_="mode")
            select(self._choose, modes, self.mode, id="mode", data_testid="mode", data_key="mode")
        if self.mode == "at":
            form.build_moment("at")
        elif self.mode == "when":
            self._build_conditions()
            self._build_more("times", "pause", "delay")
        else:
            names = [(name, name) for name in form.names_of_steps()]
            select(lambda name: form.set("after", name), names, str(form.step.get("after")),
                   aria_label=self.say("lab.mode_after"), data_testid="after",
                   data_key="after")  # fmt: skip
            self._build_more("delay")

    def _choose(self, mode: str) -> Any:
        form = self.form
        values = {
            "at": weekday_moment(min(12.0, form.length / 2), form.start),
            "when": written([FIRST]),
            "after": next(iter(form.names_of_steps()), ""),
        }
        return form.set(mode, values[mode])

    def _build_more(self, *names: str) -> None:
        for name in names:
            info = Response.model_fields[name]
            field = f"field-{name}"
            with Container("div", "field"):
                Text("label", self.form.label(name), for_=field)
                keys = {"id": field, "data_testid": field, "data_key": field}
                if name == "times":
                    number = text_field("input", lambda _: None, str(self.form.step.get(name, 1)),
                                        type="number", min="1", max="1000", **keys)  # fmt: skip
                    number.on("change", lambda event: self._set_times(str(event.args)),
                              js_handler="(event) => emit(event.target.value)")  # fmt: skip
                else:
                    self.form.build_span(name, info, keys)

    def _set_times(self, text: str) -> Any:
        return self.form.set("times", int(text)) if text.isdigit() and int(text) else None

    # -- conditions -----------------------------------------------------------------------------

    def _conditions(self) -> list[Comparison] | None:
        """Return the comparisons of the condition, None if it cannot be read."""
        try:
            return list(condition(str(self.form.step.get("when"))).comparisons)
        except ValueError:
            return None

    def _build_conditions(self) -> None:
        """Build a row for each comparison: what is seen, a sign, a number."""
        found = self._conditions()
        if found is None:
            Text("p", self.say("lab.condition_unread"), "notice warn")
            return
        rest = [name for name in VISIBLE if name not in OFTEN]
        quantities = [(name, self.say(f"lab.see_{name}")) for name in (*OFTEN, *rest)]
        for n, one in enumerate(found):
            with Container("div", "condition"):
                self._build_condition(n, one, quantities)
                if len(found) > 1:
                    self._build_drop(n)
        button(self.say("lab.condition_add"), self._add, "quiet", "condition-add")

    def _build_condition(self, n: int, one: Comparison, quantities: list[tuple[str, str]]) -> None:
        """Build what is seen, a sign and a number."""
        keys = {part: {"data_testid": f"condition-{n}-{part}", "data_key": f"c{n}-{part}",
                       "aria_label": self.say(f"lab.condition_{part}")}
                for part in ("name", "sign", "number")}  # fmt: skip
        signs = [(sign, sign) for sign in COMPARED]
        select(lambda text: self._change(n, name=text), quantities, one.name, **keys["name"])
        select(lambda text: self._change(n, sign=text), signs, one.sign, **keys["sign"])
        number = text_field("input", lambda _: None, f"{one.number:g}", type="number",
                            step="any", **keys["number"])  # fmt: skip
        number.on("change", lambda event: self._change(n, number=str(event.args)),
                  js_handler="(event) => emit(event.target.value)")  # fmt: skip

    def _build_drop(self, n: int) -> None:
        button("×", lambda: self._drop(n), "quiet", f"condition-{n}-remove",
               aria_label=self.say("lab.condition_remove"))  # fmt: skip

    def _change(self, n: int, **changed: Any) -> Any:
        found = self._conditions()
        if found is None or n >= len(found):
            return None
        values = {
            "name": found[n].name,
            "sign": found[n].sign,
            "number": found[n].number,
            **changed,
        }
        try:
            found[n] = Comparison(values["name"], values["sign"], float(values["number"]))
        except ValueError:
            return None
        return self.form.set("when", written(found))

    def _add(self) -> Any:
        return self.form.set("when", written([*(self._conditions() or []), FIRST]))

    def _drop(self, n: int) -> Any:
        found = self._conditions() or []
        return self.form.set("when", written([*found[:n], *found[n + 1 :]]))


def written(comparisons: list[Comparison]) -> str:
    """Return comparisons as a condition of a file."""
    return " and ".join(f"{one.name} {one.sign} {one.number:g}" for one in comparisons)
