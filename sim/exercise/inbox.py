"""The inbox: what comes in with a round, filled in from what the team can see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.exercise.decisions import Window
from sim.scenario import Scenario
from sim.scenario.exercise import Inject, Language, Sender
from sim.storm.conditions import condition
from sim.workshop.language import named_time, say

if TYPE_CHECKING:
    from sim.engines.resumable import ResumableRun
    from sim.storm.levers import Situation

LATE = 2.5
"""What the technician's cautious time is, as a multiple of the hours of the hopeful one: the
team gets the estimate with its uncertainty, and the temptation to pass on the hopeful end."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message in a team's inbox."""

    round: int
    sender: Sender
    text: str
    inject: str | None = None
    """The name of the inject that it is; None if the facilitator wrote it."""


def coming(scenario: Scenario, windows: list[Window], number: int) -> list[Inject]:
    """The injects that are found when this round begins."""
    if scenario.exercise is None:
        return []
    after = windows[number - 1].begin if number else -1.0
    begin = windows[number].begin
    return [
        inject
        for inject in scenario.exercise.injects
        if after < scenario.moment_hours(inject.at) <= begin
    ]


def arriving(
    run: "ResumableRun",
    number: int,
    injects: list[Inject],
    changed: Mapping[str, str | None],
    language: Language,
) -> list[Message]:
    """The messages that a team finds, given what its own storm has come to."""
    seen = run.situation()
    found = []
    for inject in injects:
        if inject.when is not None and not condition(inject.when).holds(seen):
            continue
        text = changed.get(inject.name, inject.text.told(language))
        if text is not None:
            found.append(
                Message(number, inject.sender, filled(text, run, seen, language), inject.name)
            )
    return found


def filled(text: str, run: "ResumableRun", seen: "Situation", language: Language) -> str:
    """A text with its blanks filled in; anything else in braces stays as it is."""
    start = seen.started
    due = [p.deadline for p in run.promises if p.outcome == "broken"]
    missed = named_time(start + due[-1], language) if due else say(language, "no_time")
    blanks = {
        "estimate": named_time(_half_hour(start + seen.estimate), language),
        "estimate_late": named_time(
            _half_hour(start + seen.hours + LATE * seen.hours_to_fix), language
        ),
        "posts_per_hour": f"{seen.posts_per_hour:.0f}",
        "missed": missed,
        "articles": f"{seen.articles:.0f}",
    }
    for name, value in blanks.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _half_hour(hours: float) -> float:
    """Nobody estimates to the minute."""
    return round(hours * 2) / 2
