"""A team's decisions: responses of the catalogue, with their parameters and words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from sim.errors import did_you_mean
from sim.exercise.refusals import RefusedError
from sim.scenario import Scenario
from sim.storm.responses import CATALOGUE, PLAN_ONLY, Response
from sim.storm.times import MomentOfStorm

Step = dict[str, Any]
"""A decision as plain values: a step as in a scenario file."""

MOST_IN_A_ROUND = 8
LONGEST_WORDS = 1000
"""Characters that a team may write for one response."""


@dataclass(frozen=True, slots=True)
class Window:
    """The hours of a round, since the start of the story."""

    begin: float
    end: float


def windows(scenario: Scenario) -> list[Window]:
    """The hours of every round of the scenario's exercise."""
    if scenario.exercise is None:
        raise RefusedError(f"{scenario.name} has no [exercise]; `shitstorm list` names those")
    exercise = scenario.exercise
    ends = [scenario.moment_hours(one.until) for one in exercise.rounds]
    begins = [scenario.moment_hours(exercise.begins), *ends]
    return [Window(begin, end) for begin, end in zip(begins, ends, strict=False)]


def checked(steps: Iterable[Mapping[str, Any]], window: Window, scenario: Scenario) -> list[Step]:
    """The decisions as they are kept, each with its moment; complains of what cannot be done."""
    decided = [_checked(step, window, scenario) for step in steps if step.get("do") != "silence"]
    if len(decided) > MOST_IN_A_ROUND:
        raise RefusedError(
            f"at most {MOST_IN_A_ROUND} responses in a round; choose among them",
            "too_many",
            most=MOST_IN_A_ROUND,
        )
    return decided


def _checked(step: Mapping[str, Any], window: Window, scenario: Scenario) -> Step:
    """One decision: begins with the round unless it says otherwise, repeats within it."""
    do = str(step.get("do"))
    if do not in CATALOGUE:
        raise RefusedError(f"there is no response {do!r}; {did_you_mean(do, CATALOGUE)}")
    if extra := PLAN_ONLY & step.keys():
        raise RefusedError(f"{do}: {', '.join(sorted(extra))} can be set in scripted plans only")
    document = {key: value for key, value in step.items() if value not in (None, "")}
    document.setdefault("at", offset(window.begin))
    if "every" in document:
        document.setdefault("until", offset(window.end - 1 / 60))
    if isinstance(words := document.get("words"), str):
        document["words"] = "".join(c if c.isprintable() else " " for c in words).strip()
    if len(str(document.get("words", ""))) > LONGEST_WORDS:
        raise RefusedError(
            f"{do}: the words have more than {LONGEST_WORDS} characters", "long", most=LONGEST_WORDS
        )
    response = read(document)
    at = scenario.moment_hours(response.at) if response.at is not None else window.begin
    if not window.begin <= at < window.end:
        raise RefusedError(f"{do}: {document['at']} is not within this round", "not_now")
    deadline = getattr(response, "deadline", None)
    if isinstance(deadline, MomentOfStorm) and scenario.moment_hours(deadline) <= at:
        raise RefusedError(f"{do}: {deadline} has passed already; name a later time", "has_passed")
    return document


def read(document: Step) -> Response:
    """The response that a decision is."""
    try:
        return CATALOGUE[document["do"]].model_validate(document)
    except ValidationError as wrong:
        said = {str(error["loc"][0]): error["msg"] for error in reversed(wrong.errors())}
        what = "; ".join(f"{field}: {message}" for field, message in said.items())
        message = f"{document.get('do')}: {what.replace('Value error, ', '')}"
        field = str(wrong.errors()[0]["loc"][0])
        given = document.get(field, "")
        raise RefusedError(message, "invalid", field=field, given=given) from None


def offset(hours: float) -> str:
    """Hours since the start as a moment in a scenario file."""
    return f"+{round(hours * 60)}min"
