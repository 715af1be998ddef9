"""A small exercise of two rounds on a loud storm, played within seconds."""

from collections.abc import Mapping, Sequence
from typing import Any

from sim.exercise.running import RunningExercise
from sim.scenario import Scenario, scenario_from_document
from tests.agreement.storms import small_storm

PROMISE = {"do": "promise", "deadline": "estimate", "words": "It will be there tonight."}
UPDATE = {"do": "interim-update", "every": "3h", "words": "Two of four are checked."}


def script() -> dict[str, Any]:
    """The exercise as plain values."""
    return {
        "briefing": {"en": "Something failed.", "de": "Etwas ist ausgefallen."},
        "goals": [{"en": "Learn."}],
        "begins": "Sun 16:00",
        "honest": "talk",
        "best": "talk",
        "roles": {"lead": {"title": {"en": "Lead"}, "card": {"en": "You decide."}}},
        "rounds": [
            {"title": {"en": "Evening"}, "until": "Sun 22:00", "minutes": 5},
            {"title": {"en": "Night"}, "until": "Mon 08:00", "minutes": 4},
            {"title": {"en": "Monday"}, "until": "Mon 20:00", "minutes": 3},
        ],
        "injects": [
            {"name": "estimate", "at": "Sun 15:00", "sender": "technician",
             "text": {"en": "I think {estimate}, or {estimate_late} {braces}."}},
            {"name": "missed", "at": "Mon 07:00", "sender": "customer",
             "when": "promises_broken > 0", "text": {"en": "You said {missed}."}},
            {"name": "calm", "at": "Mon 07:00", "sender": "board",
             "when": "promises_broken == 0", "text": {"en": "Well done."}},
        ],
        "voices": {
            "affected": [{"en": "Nothing works."}, {"en": "I wait."}],
            "bandwagon": [{"en": "Look at them."}],
            "defenders": [{"en": "They are good people."}],
        },
    }  # fmt: skip


STORM = small_storm([{"do": "roadmap", "at": "Sun 16:00"}])
DOCUMENT = {**STORM.document, "exercise": script()}


def small_exercise(**changed: Any) -> Scenario:
    """The scenario, with tables replaced."""
    return scenario_from_document({**DOCUMENT, **changed}, "small-exercise")


def play_to_the_end(
    exercise: RunningExercise, decisions: Mapping[str, Sequence[list[dict[str, Any]]]]
) -> None:
    """Play all rounds, with what each team decides in each, and close the exercise."""
    for number in range(len(exercise.windows)):
        exercise.begin_round()
        for team, decided in decisions.items():
            exercise.decide(team, decided[number])
        exercise.close_round()
    exercise.close()
