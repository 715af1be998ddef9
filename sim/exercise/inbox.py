"""The inbox: messages that arrive with a round, filled in with what the team can see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.exercise.decisions import Window
from sim.language.speech import Speech
from sim.scenario import Scenario
from sim.scenario.exercise import Inject, Sender
from sim.storm.conditions import condition

if TYPE_CHECKING:
    from sim.engines.resumable import ResumableRun
    from sim.storm.levers import Situation

CAUTIOUS = 2.5
"""Hours of the technician's cautious estimate, as a multiple of those of the hopeful one. The team
gets both, and with them the temptation to pass on the hopeful end."""
FILLED_IN = ("estimate", "estimate_late", "posts_per_hour", "missed", "articles")
"""Names of the blanks of a message, filled in when it arrives."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message in a team's inbox."""

    round: int
    sender: Sender
    text: str
    inject: str | None = None
    """Name of the inject that it is. None if the facilitator wrote it."""
    key: str = ""
    """What it is known by in this room."""
    to: str | None = None
    """The role that it is for. None for the whole team."""
    due: float | None = None
    """Real seconds of its round by which the team is to reply. None without a deadline."""


def injects_of(scenario: Scenario, windows: list[Window], number: int) -> list[Inject]:
    """Return the injects that are found when a round begins."""
    if scenario.exercise is None:
        return []
    after = windows[number - 1].begin if number else -1.0
    begin = windows[number].begin
    return [
        inject
        for inject in scenario.exercise.injects
        if after < scenario.moment_hours(inject.at) <= begin
    ]


def messages_for(
    run: "ResumableRun",
    number: int,
    injects: list[Inject],
    changed: Mapping[str, str | None],
    speech: Speech,
) -> list[Message]:
    """Return the messages that a team finds, given the state of its own storm."""
    seen = run.situation()
    messages = []
    for inject in injects:
        if inject.when is not None and not condition(inject.when).holds(seen):
            continue
        text = changed.get(inject.name, inject.text.in_language(speech.language))
        if text is not None:
            text = fill_in(text, blanks_of(run, seen, speech))
            due = None if inject.minutes is None else 60.0 * inject.minutes
            key = f"{number}-{inject.name}"
            messages.append(Message(number, inject.sender, text, inject.name, key, inject.to, due))
    return messages


def blanks_of(run: "ResumableRun", seen: "Situation", speech: Speech) -> dict[str, str]:
    """Return what is filled in for the blanks of messages, as a storm stands now."""
    due = [promise.deadline for promise in run.promises if promise.outcome == "broken"]
    cautious = seen.hours + CAUTIOUS * seen.hours_to_fix
    missed = speech.named_moment(due[-1]) if due else speech.say("no_time")
    return {
        "estimate": to_the_half_hour(seen.estimate, speech),
        "estimate_late": to_the_half_hour(cautious, speech),
        "posts_per_hour": f"{seen.posts_per_hour:.0f}",
        "missed": missed,
        "articles": f"{seen.articles:.0f}",
    }


def fill_in(text: str, blanks: Mapping[str, str]) -> str:
    """Fill in the blanks of a text. Anything else in braces stays as it is."""
    for name, value in blanks.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def to_the_half_hour(hours: float, speech: Speech) -> str:
    """Name a moment to the half hour, as nobody estimates to the minute."""
    return speech.full_moment(round((speech.started + hours) * 2) / 2 - speech.started)
