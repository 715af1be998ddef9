"""Goals, questions and sentences of an exercise as lines to write, and what each role does."""

from collections.abc import Mapping
from typing import Any

from sim.lab import exercise_edits as edits
from sim.lab.web.exercise_fields import ExerciseFields, key_of
from sim.scenario.exercise import DUTIES, duties_of
from sim.workshop.web.widgets import Text, section, select

ROOT = "exercise"
WRITERS = ("affected", "clients", "bandwagon", "defenders", "fans")
"""Whose sentences the page shows, as ``Voices`` names them."""
ALL_OF_IT = "+"
"""Between several duties of one role."""


def build_words(page: ExerciseFields, exercise: Mapping[str, Any]) -> None:
    """Build goals, observers' questions, and what people write, a line for each sentence."""
    with section("goals", page.say("goals")):
        page.build_lines((ROOT, "goals"), exercise.get("goals"), "exercise_goals", 4)
        page.build_lines((ROOT, "observe"), exercise.get("observe"), "exercise_observe", 3)
    voices = exercise.get("voices")
    voices = voices if isinstance(voices, Mapping) else {}
    with section("voices", page.say("lab.exercise_voices")):
        Text("p", page.say("lab.exercise_voices_hint"), "muted small")
        for writers in WRITERS:
            place = (ROOT, "voices", writers)
            page.build_lines(place, voices.get(writers), f"voices_{writers}", 6)
        tags = (ROOT, "voices", "hashtags")
        page.build_lines(tags, voices.get("hashtags"), "voices_hashtags", 2)


def build_duties(page: ExerciseFields, name: str, role: Mapping[str, Any]) -> None:
    """Build the choice of what a role does in the room."""
    place, now = (ROOT, "roles", name, "duties"), duties_of(name, role)
    known = [(duty, page.say(f"duties.holds_{duty}")) for duty in DUTIES]
    names = dict(known)
    options = [("", page.say("lab.duty_none")), *known]
    if len(now) > 1:
        options.append((ALL_OF_IT.join(now), " + ".join(names[duty] for duty in now)))

    def choose(chosen: str) -> Any:
        duties = [each for each in chosen.split(ALL_OF_IT) if each]
        return page.edit(edits.set_inside(place, duties))

    page.labelled(key_of(place), "role_duties", lambda key: select(
        choose, options, ALL_OF_IT.join(now), id=key, data_testid=key, data_key=key))  # fmt: skip
