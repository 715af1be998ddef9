"""The part of an act's form that says when it happens: a moment, a condition, another step."""

from typing import TYPE_CHECKING, Any

from sim.lab.moments import weekday_moment
from sim.lab.web.condition_rows import FIRST, ConditionRows, written
from sim.storm.responses.base import Response
from sim.workshop.web.widgets import Container, Text, select, text_field

if TYPE_CHECKING:
    from sim.lab.web.act_form import ActForm


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
            ConditionRows(self.say, "condition", lambda: str(form.step.get("when")),
                          lambda text: form.set("when", text)).build()  # fmt: skip
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
