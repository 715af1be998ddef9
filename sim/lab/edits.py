"""Edits of a scenario's values. Each works on plain values and on a file's text alike.

The text keeps its comments and its order. What an edit makes of the text is always what it
makes of the plain values, as this is checked each time.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, MutableMapping
from copy import deepcopy
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array

from sim.lab.draft import LabDraft, settled
from sim.lab.file_text import SWITCH, for_a_file, with_switches
from sim.lab.moments import hours_of, moment_like, snapped
from sim.lab.refusals import LabRefusedError
from sim.scenario.document import plain

Values = MutableMapping[str, Any]
Edit = Callable[[Values], None]
PLAN_NAME = re.compile(r"^\w[\w-]{0,59}$")
SHORTEST = 1.0
"""Hours from a step to the end of its bar at least."""


def applied(draft: LabDraft, edit: Edit) -> LabDraft:
    """Return the draft after an edit. Raises InputError if its text cannot be edited."""
    text = with_switches(draft.text)
    wanted = edited_values(plain(tomllib.loads(text)), edit)
    try:
        document = tomlkit.parse(text)
        edit(document)
        new = tomlkit.dumps(document)
        kept = plain(tomllib.loads(new)) == wanted
    except (TOMLKitError, tomllib.TOMLDecodeError, ValueError):
        kept = False
    if not kept:
        raise LabRefusedError(
            "this change cannot be made in the text as it is laid out; make it in the text itself",
            "layout",
        )
    return settled(LabDraft(for_a_file(new), draft.plan, draft.rival, draft.seed))


def edited_values(document: Mapping[str, Any], edit: Edit) -> dict[str, Any]:
    """Return plain values after an edit, which leaves those given as they are."""
    copied = deepcopy(dict(document))
    edit(copied)
    return copied


# -- steps ----------------------------------------------------------------------------------


def moved(plan: str, place: int, to: float, start: float) -> Edit:
    """Move a step to these hours, and its bar with it."""

    def edit(document: Values) -> None:
        step = _step(document, plan, place)
        before = hours_of(step.get("at"), start) or 0.0
        now = snapped(to)
        step["at"] = moment_like(step.get("at"), now, start)
        for key in ("deadline", "until"):
            then = hours_of(step.get(key), start)
            if then is not None:
                step[key] = moment_like(step[key], snapped(then + now - before), start)

    return edit


def stretched(plan: str, place: int, to: float, start: float) -> Edit:
    """Move the end of a step's bar: the time that it names, or the end of its repetition."""

    def edit(document: Values) -> None:
        step = _step(document, plan, place)
        begin = hours_of(step.get("at"), start) or 0.0
        key = "until" if "every" in step else "deadline"
        then = max(snapped(to), begin + SHORTEST)
        step[key] = moment_like(step.get(key, step.get("at")), then, start)

    return edit


def changed(plan: str, place: int, field: str, value: Any) -> Edit:
    """Set a field of a step. None takes it out."""

    def edit(document: Values) -> None:
        step = _step(document, plan, place)
        if value is None:
            step.pop(field, None)
        else:
            step[field] = value
        _keep_sense(step, field)

    return edit


def _keep_sense(step: Values, field: str) -> None:
    """Take out keys that would mean nothing, and triggers beside the one that was set."""
    if field in ("at", "when", "after") and field in step:
        for other in {"at", "when", "after"} - {field}:
            step.pop(other, None)
    needs = {"every": ("at",), "until": ("every", "when"), "times": ("when",),
             "pause": ("when",), "delay": ("when", "after")}  # fmt: skip
    for key, others in needs.items():
        if key in step and not any(other in step for other in others):
            step.pop(key)


def added(plan: str, step: Mapping[str, Any]) -> Edit:
    """Add a step at the end of a plan."""

    def edit(document: Values) -> None:
        values = document["plans"][plan]
        if values.get("steps"):
            _append(values["steps"], step)
        else:
            values.pop("steps", None)
            values["steps"] = [dict(step)]

    return edit


def duplicated(plan: str, place: int, later: float, start: float) -> Edit:
    """Add a copy of a step, some hours later if it has a time. A name is not copied."""

    def edit(document: Values) -> None:
        step = dict(plain(_unwrapped(_step(document, plan, place))))
        step.pop("name", None)
        for key in ("at", "deadline", "until"):
            then = hours_of(step.get(key), start)
            if then is not None and (key == "at" or "at" in step):
                step[key] = moment_like(step[key], snapped(then + later), start)
        _append(document["plans"][plan]["steps"], step)

    return edit


def removed(plan: str, place: int) -> Edit:
    """Remove a step."""

    def edit(document: Values) -> None:
        steps = document["plans"][plan]["steps"]
        _step(document, plan, place)
        del steps[place]
        if not steps:
            del document["plans"][plan]["steps"]

    return edit


def switched(plan: str, place: int) -> Edit:
    """Switch a step off, or on again."""

    def edit(document: Values) -> None:
        step = _step(document, plan, place)
        if step.pop(SWITCH, None) is None:
            step[SWITCH] = True
            steps = document["plans"][plan]["steps"]
            if isinstance(steps, Array):  # so that each step has lines of its own
                steps.multiline(True)

    return edit


# -- plans and facts ------------------------------------------------------------------------


def new_plan(name: str, summary: str, like: str | None) -> Edit:
    """Add a plan. With ``like`` it begins with a copy of that plan's own steps."""

    def edit(document: Values) -> None:
        if not PLAN_NAME.match(name):
            raise LabRefusedError(
                f"{name!r} is no name of a plan; write up to 60 letters, digits, - and _",
                "plan_name",
                plan=name,
            )
        if name in document["plans"]:
            raise LabRefusedError(
                f'there is a plan "{name}" already; choose another name', "plan_taken", plan=name
            )
        model = plain(_unwrapped(document["plans"][like])) if like else {}
        plan: dict[str, Any] = {"summary": summary}
        if "like" in model:
            plan["like"] = model["like"]
        if model.get("steps"):
            plan["steps"] = [dict(step) for step in model["steps"]]
        document["plans"][name] = plan

    return edit


def summary_of(
    document: Mapping[str, Any], name: str, language: str
) -> tuple[tuple[str, ...], str]:
    """Return the path of a plan's summary in a language, and its text there.

    A summary in one text is the same in every language. One that is missing in this
    language is shown in English until it is written.
    """
    path = ("plans", name, "summary")
    summary = document.get("plans", {}).get(name, {}).get("summary", "")
    if not isinstance(summary, Mapping):
        return path, str(summary)
    return (*path, language), str(summary.get(language, summary.get("en", "")))


def removed_plan(name: str) -> Edit:
    """Remove a plan."""

    def edit(document: Values) -> None:
        del document["plans"][name]

    return edit


def set_value(path: tuple[str, ...], value: Any) -> Edit:
    """Set a value by its path, in tables that are made where there are none. None takes it out."""

    def edit(document: Values) -> None:
        table: Any = document
        for key in path[:-1]:
            if key not in table:
                table[key] = {}
            table = table[key]
        if value is None:
            table.pop(path[-1], None)
        else:
            table[path[-1]] = value

    return edit


# -- within ---------------------------------------------------------------------------------


def _step(document: Values, plan: str, place: int) -> Values:
    try:
        step: Values = document["plans"][plan]["steps"][place]
    except (KeyError, IndexError, TypeError):
        raise LabRefusedError(
            f"plan {plan} has no step {place + 1} any more; look again", "gone"
        ) from None
    return step


def _append(steps: Any, step: Mapping[str, Any]) -> None:
    """Add a step in the layout that the other steps have."""
    if isinstance(steps, AoT):
        table = tomlkit.table()
        table.update(dict(step))
        steps.append(table)
    else:
        steps.append(dict(step))


def _unwrapped(values: Any) -> dict[str, Any]:
    """Return plain values of a part of a document, whatever kind that is of."""
    unwrap = getattr(values, "unwrap", None)
    result: dict[str, Any] = unwrap() if unwrap else deepcopy(values)
    return result
