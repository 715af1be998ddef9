"""A plan as a timeline: points, bars, combs and triggers, in as few rows as they need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sim.engines.output import Act
from sim.lab.answers import OneRun
from sim.lab.condition_words import condition_said
from sim.lab.draft import DraftReading
from sim.lab.file_text import SWITCH
from sim.lab.moments import hours_of
from sim.language.speech import Speech
from sim.scenario.former_names import RESPONSES
from sim.storm.times import span

LETTER, FRAME = 1.0, 3.0
"""Shares of the timeline, in per cent, that a letter of a name and its frame take."""
MOST_TEETH = 200
ENGLISH = Speech()


@dataclass(frozen=True, slots=True)
class TimelineAct:
    """One step of a plan. Times are hours since the start."""

    plan: str
    place: int
    do: str
    begin: float | None
    """None if it waits for a condition or another step."""
    end: float | None
    """End of its bar: the time that it names, or the end of its repetition."""
    teeth: tuple[float, ...]
    """Times at which it is repeated, or at which its condition fired in the run shown."""
    waits: str
    """The condition in words, or the name of the step that it follows."""
    outcome: str
    """What became of its promise in the run shown: kept, broken, revised, open, or nothing."""
    off: bool
    inherited: bool
    row: int = 0

    @property
    def can_move(self) -> bool:
        """True if it has a time of its own in this plan."""
        return self.begin is not None and not self.inherited

    @property
    def can_stretch(self) -> bool:
        """True if the end of its bar can be moved."""
        return self.can_move and self.end is not None


def acts_of(
    reading: DraftReading, plan: str, run: OneRun | None, speech: Speech = ENGLISH
) -> list[TimelineAct]:
    """Return the acts of a plan, those that it has from another plan first, each with its row.

    Conditions are worded by ``speech``, whose names of acts have to fit into the rows.
    """
    start, length = clock_of(reading.document)
    plans = reading.document.get("plans", {})
    found = [
        _act(step, (name, place), plan, (start, length), run, speech)
        for name in [*reversed(models(plans, plan)), plan]
        for place, step in enumerate(_steps(plans.get(name)))
    ]
    return _in_rows([act for act in found if act.do != "silence"], length, speech)


def clock_of(document: Mapping[str, Any]) -> tuple[float, float]:
    """Return the start in hours since Monday 00:00, and the length in hours."""
    clock = document.get("clock")
    clock = clock if isinstance(clock, Mapping) else {}
    start = hours_of(clock.get("start"), 0.0)
    days = clock.get("days", 10.0)
    good = isinstance(days, int | float) and not isinstance(days, bool) and 0 < days <= 60
    return (start or 0.0) % 168.0, 24.0 * (days if good else 10.0)


def models(plans: Mapping[str, Any], plan: str) -> list[str]:
    """Return the plans that this one is like, the nearest first."""
    found: list[str] = []
    name = plan
    while isinstance(plans.get(name), Mapping):
        like = plans[name].get("like")
        if not isinstance(like, str) or like in found or like not in plans:
            break
        found.append(name := like)
    return found


def _steps(plan: Any) -> Sequence[Mapping[str, Any]]:
    steps = plan.get("steps") if isinstance(plan, Mapping) else None
    return [step for step in steps if isinstance(step, Mapping)] if isinstance(steps, list) else []


def _act(
    step: Mapping[str, Any],
    place: tuple[str, int],
    plan: str,
    clock: tuple[float, float],
    run: OneRun | None,
    speech: Speech,
) -> TimelineAct:
    start, length = clock
    do = str(step.get("do", "?"))
    do = RESPONSES.get(do, do)
    begin = hours_of(step.get("at"), start) if "at" in step else None
    fired = _fired(step, do, run)
    end, teeth = _bar(step, begin, start, length, run)
    return TimelineAct(
        plan=place[0], place=place[1], do=do, begin=begin, end=end,
        teeth=teeth if begin is not None else tuple(act.hours for act in fired),
        waits=condition_said(str(step.get("when") or step.get("after") or ""), speech),
        outcome=_outcome(fired, run), off=step.get(SWITCH) is True, inherited=place[0] != plan,
    )  # fmt: skip


def _fired(step: Mapping[str, Any], do: str, run: OneRun | None) -> list[Act]:
    """Return the acts of the run that came from this step, as far as one can tell."""
    if run is None or step.get(SWITCH) is True:
        return []
    return [
        act for act in run.acts
        if act.do == do and act.name == step.get("name") and act.words == step.get("words")
    ]  # fmt: skip


def _outcome(fired: Sequence[Act], run: OneRun | None) -> str:
    """Return what became of the last promise that the step made."""
    made = {act.hours for act in fired if act.levers.deadline is not None}
    outcomes = [promise.outcome for promise in run.promises if promise.made in made] if run else []
    return "broken" if "broken" in outcomes else outcomes[-1] if outcomes else ""


def _bar(
    step: Mapping[str, Any], begin: float | None, start: float, length: float, run: OneRun | None
) -> tuple[float | None, tuple[float, ...]]:
    """Return the end of a step's bar, and the times at which it is repeated."""
    if begin is None:
        return None, ()
    every = _span(step.get("every"))
    if every:
        until = hours_of(step.get("until"), start)
        if step.get("until") == "fixed" and run is not None:
            until = run.repaired_at
        end = min(length, until if until is not None else length)
        count = min(MOST_TEETH, int(max(0.0, end - begin) / every + 1e-9) + 1)
        return end, tuple(begin + n * every for n in range(count))
    deadline = step.get("deadline")
    if deadline == "estimate" and run is not None:
        due = [promise.deadline for promise in run.promises if abs(promise.made - begin) < 1.0]
        return (due[0] if due else None), ()
    return hours_of(deadline, start), ()


def _span(text: Any) -> float | None:
    try:
        return span(text)
    except ValueError:
        return None


def _in_rows(acts: list[TimelineAct], length: float, speech: Speech) -> list[TimelineAct]:
    """Give each act the first row in which it hides no other."""
    ends: list[float] = []
    placed = []
    for act in sorted(acts, key=lambda a: a.begin if a.begin is not None else -1.0):
        first = act.begin if act.begin is not None else min(act.teeth, default=0.0)
        name = speech.name("responses", act.do, "short")
        taken = (FRAME + LETTER * len(name + act.waits)) / 100.0 * length
        last = max(act.end or 0.0, first + taken, *(act.teeth or (0.0,)))
        row = next((n for n, end in enumerate(ends) if end <= first), len(ends))
        ends[row : row + 1] = [last]
        placed.append(replace(act, row=row))
    return placed
