"""Conditions that are built by clicking: what is seen, a sign, a number."""

from collections.abc import Callable, Sequence
from typing import Any

from sim.storm.conditions import COMPARED, Comparison, condition
from sim.storm.levers import VISIBLE
from sim.workshop.web.widgets import Container, Text, button, select, text_field

FIRST = Comparison("posts_per_hour", ">", 20.0)
"""The condition to begin with."""
OFTEN = ("posts_per_hour", "promises_broken", "promises_open", "fixed", "hours_to_deadline",
         "overrun", "hours_since_message", "articles")  # fmt: skip
"""Quantities that are offered first."""


class ConditionRows:
    """The rows of one condition, all of which must hold."""

    def __init__(
        self, say: Callable[..., str], key: str, text: Callable[[], str],
        take: Callable[[str | None], Any],
    ) -> None:  # fmt: skip
        """Show the condition of ``text``. ``take`` is called with a new one, None for none."""
        self.say, self.key, self._text, self._take = say, key, text, take

    def build(self, optional: bool = False) -> None:
        """Build a row for each comparison. The last one can be removed if ``optional``."""
        found = self._found()
        if found is None:
            Text("p", self.say("lab.condition_unread"), "notice warn")
            return
        rest = [name for name in VISIBLE if name not in OFTEN]
        quantities = [(name, self.say(f"lab.see_{name}")) for name in (*OFTEN, *rest)]
        for n, one in enumerate(found):
            with Container("div", "condition"):
                self._build_row(n, one, quantities)
                if optional or len(found) > 1:
                    self._build_drop(n)
        label = "condition_add" if found else "condition_first"
        button(self.say(f"lab.{label}"), self._add, "quiet", f"{self.key}-add",
               data_key=f"{self.key}-add")  # fmt: skip

    def _found(self) -> list[Comparison] | None:
        """Return the comparisons of the condition, None if it cannot be read."""
        text = self._text()
        try:
            return list(condition(text).comparisons) if text.strip() else []
        except ValueError:
            return None

    def _build_row(self, n: int, one: Comparison, quantities: Sequence[tuple[str, str]]) -> None:
        keys = {part: {"data_testid": f"{self.key}-{n}-{part}",
                       "data_key": f"{self.key}-{n}-{part}",
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
        button("×", lambda: self._drop(n), "quiet", f"{self.key}-{n}-remove",
               aria_label=self.say("lab.condition_remove"))  # fmt: skip

    def _change(self, n: int, **changed: Any) -> Any:
        found = self._found()
        if found is None or n >= len(found):
            return None
        one = found[n]
        values = {"name": one.name, "sign": one.sign, "number": one.number, **changed}
        try:
            found[n] = Comparison(
                str(values["name"]), str(values["sign"]), float(str(values["number"]))
            )
        except ValueError:
            return None
        return self._take(written(found))

    def _add(self) -> Any:
        return self._take(written([*(self._found() or []), FIRST]))

    def _drop(self, n: int) -> Any:
        found = self._found() or []
        return self._take(written([*found[:n], *found[n + 1 :]]) or None)


def written(comparisons: Sequence[Comparison]) -> str:
    """Return comparisons as a condition of a file."""
    return " and ".join(f"{one.name} {one.sign} {one.number:g}" for one in comparisons)
