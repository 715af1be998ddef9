"""Decisions of a team: responses of the catalogue, parsed once and carried as such."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from sim.errors import did_you_mean
from sim.exercise.refusals import RefusedError
from sim.language.told import Told, joined
from sim.scenario import Scenario
from sim.scenario.former_names import RESPONSES
from sim.scenario.plain_words import of_value
from sim.storm.responses import CATALOGUE, PLAN_ONLY, Response
from sim.storm.times import MomentOfStorm

Step = dict[str, Any]
"""A response as plain values: a step of a scenario file, finished or not."""
Decided = dict[int, list[Response]]
"""A team's decisions by round."""

READING = "reading"
"""Key under which a step keeps how its words were read. It is no field of a response."""

MOST_IN_A_ROUND = 8
LONGEST_WORDS = 1000
"""Most characters that a team may write for one response."""
LONGEST_VALUE = 40
"""Most characters of any other value: moments, spans of time, choices, numbers."""
LONGEST = {"words": LONGEST_WORDS, READING: 4 * LONGEST_WORDS}
"""Most characters of the values that may be longer."""
FURTHEST_AHEAD = 24.0 * 28
"""Hours from the beginning of a round within which a time can be promised."""


@dataclass(frozen=True, slots=True)
class Window:
    """The hours of a round, since the start of the story."""

    begin: float
    end: float


def windows(scenario: Scenario) -> list[Window]:
    """Return the hours of every round of the scenario's exercise."""
    if scenario.exercise is None:
        raise RefusedError(f"{scenario.name} has no [exercise]; `shitstorm list` names those")
    exercise = scenario.exercise
    ends = [scenario.moment_hours(each.until) for each in exercise.rounds]
    begins = [scenario.moment_hours(exercise.begins), *ends]
    return [Window(begin, end) for begin, end in zip(begins, ends, strict=False)]


def parse_decisions(
    steps: Iterable[Mapping[str, Any] | Response], window: Window, scenario: Scenario
) -> list[Response]:
    """Parse a team's steps, each with its moment. Silence is no step of its own.

    Steps that are parsed already are checked only. Raises RefusedError for a step that cannot be
    taken in this round.
    """
    decided = [
        _check(step if isinstance(step, Response) else _parse(step, window), window, scenario)
        for step in steps
        if isinstance(step, Response) or step.get("do") != "silence"
    ]
    if len(decided) > MOST_IN_A_ROUND:
        raise RefusedError(
            f"at most {MOST_IN_A_ROUND} responses in a round; choose among them",
            "too_many",
            most=MOST_IN_A_ROUND,
        )
    return decided


def _parse(step: Mapping[str, Any], window: Window) -> Response:
    """Parse a step. It begins with the round unless it says otherwise, and repeats within it."""
    do = str(step.get("do"))
    _require_known(do)
    require_short([step])
    if extra := PLAN_ONLY & step.keys():
        raise RefusedError(f"{do}: {', '.join(sorted(extra))} can be set in scripted plans only")
    filled = {k: value for k, value in step.items() if value not in (None, "") and k != READING}
    filled.setdefault("at", offset(window.begin))
    if "every" in filled:
        filled.setdefault("until", offset(window.end - 1 / 60))
    if isinstance(words := filled.get("words"), str):
        filled["words"] = "".join(c if c.isprintable() else " " for c in words).strip()
    return parse_response(filled)


def require_short(steps: Iterable[Mapping[str, Any]]) -> None:
    """Refuse steps, finished or not, that are more than any form holds."""
    for number, step in enumerate(steps, 1):
        if number > MOST_IN_A_ROUND:
            raise RefusedError(
                f"at most {MOST_IN_A_ROUND} responses in a round; choose among them",
                "too_many",
                most=MOST_IN_A_ROUND,
            )
        for name, value in step.items():
            longest = LONGEST.get(name, LONGEST_VALUE)
            if len(name) > LONGEST_VALUE or len(str(value)) > longest:
                raise RefusedError(
                    f"{str(step.get('do'))[:LONGEST_VALUE]}: {name[:LONGEST_VALUE]} has more than "
                    f"{longest} characters",
                    "long",
                    most=longest,
                )


def _check(response: Response, window: Window, scenario: Scenario) -> Response:
    """Refuse a response that cannot be given in this round."""
    do, at = response.do, begins_at(response, scenario)
    if not window.begin <= at < window.end:
        raise RefusedError(f"{do}: {response.at} is not within this round", "not_now")
    deadline = getattr(response, "deadline", None)
    if not isinstance(deadline, MomentOfStorm):
        return response
    due = scenario.moment_hours(deadline)
    if due > window.begin + FURTHEST_AHEAD:
        days = round(FURTHEST_AHEAD / 24)
        raise RefusedError(
            f"{do}: {deadline} is too far ahead; name a time within {days} days",
            "too_far",
            days=days,
        )
    if due <= at:
        raise RefusedError(f"{do}: {deadline} has passed already; name a later time", "has_passed")
    return response


def parse_response(step: Mapping[str, Any]) -> Response:
    """Parse one step, also under a former name. Raises RefusedError with the wrong field."""
    named = present_step(step)
    _require_known(str(named["do"]))
    try:
        return CATALOGUE[named["do"]].model_validate(named)
    except ValidationError as wrong:
        problems = {
            str(error["loc"][0]): of_value(error, CATALOGUE[named["do"]])
            for error in reversed(wrong.errors())
        }
        listed = [Told("refusals.of_key", key=key, text=text) for key, text in problems.items()]
        message = Told("refusals.of_key", key=step.get("do"), text=joined(listed, "; "))
        field = str(wrong.errors()[0]["loc"][0])
        given = step.get(field, "")
        raise RefusedError(message, "invalid", field=field, given=given) from None


def _require_known(do: str) -> None:
    if do not in CATALOGUE:
        raise RefusedError(f"there is no response {do!r}; {did_you_mean(do, CATALOGUE)}")


def present_step(step: Mapping[str, Any]) -> Step:
    """Return a step of a log under the present name of its response."""
    do = step.get("do")
    return {**step, "do": RESPONSES.get(str(do), do)}


def document(response: Response) -> Step:
    """Return a response as the step that was written, in plain values."""
    return response.model_dump(mode="json", exclude_unset=True)


def begins_at(response: Response, scenario: Scenario) -> float:
    """Return the hours since the start of the story at which a decision begins."""
    return 0.0 if response.at is None else scenario.moment_hours(response.at)


def preparation_hours(names: Iterable[str]) -> float:
    """Return the hours of staff work that responses take to prepare, each counted once."""
    return sum(CATALOGUE[name].prepared_in for name in names)


def offset(hours: float) -> str:
    """Return hours since the start as a moment of a scenario file."""
    return f"+{round(hours * 60)}min"


def readings(steps: Iterable[Mapping[str, Any] | Response]) -> list[dict[str, Any] | None]:
    """Return how the words of each step were read, or nothing if none were."""
    taken = [step for step in steps if isinstance(step, Response) or step.get("do") != "silence"]
    read = [None if isinstance(step, Response) else step.get(READING) for step in taken]
    return read if any(read) else []
