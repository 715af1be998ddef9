"""Goals and sentences of an exercise as lines to write, and what each role does."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.lab import exercise_edits as edits
from sim.language.speech import LANGUAGES, Language
from sim.scenario.exercise import DUTIES, duties_of
from sim.workshop.web.widgets import Text, section, select

if TYPE_CHECKING:
    from sim.lab.web.exercise_page import ExercisePage

WRITERS = ("affected", "clients", "bandwagon", "defenders", "fans")
"""Whose sentences the page shows, as ``Voices`` names them."""
ALL_OF_IT = "+"
"""Between several duties of one role."""


def build_words(page: "ExercisePage", exercise: Mapping[str, Any]) -> None:
    """Build the goals, and what people write, a line for each sentence."""
    with section("goals", page.say("goals")):
        _build_lines(page, (page.root, "goals"), exercise.get("goals"), "exercise_goals", 4)
    voices = exercise.get("voices")
    with section("voices", page.say("lab.exercise_voices")):
        Text("p", page.say("lab.exercise_voices_hint"), "muted small")
        for writers in WRITERS:
            lines = voices.get(writers) if isinstance(voices, Mapping) else None
            _build_lines(page, (page.root, "voices", writers), lines, f"voices_{writers}", 6)


def _build_lines(
    page: "ExercisePage", place: edits.Place, texts: Any, label: str, rows: int
) -> None:
    language: Language = next(each for each in LANGUAGES if each == page.language)
    lines = "\n".join(edits.lines_of(texts, language))
    page.build_field(
        place, lines, label, rows,
        lambda text: page.edit(edits.lines_inside(place, language, text)),
    )  # fmt: skip


def build_duties(page: "ExercisePage", name: str, role: Mapping[str, Any]) -> None:
    """Build the choice of what a role does in the room."""
    place, now = (page.root, "roles", name, "duties"), duties_of(name, role)
    known = [(duty, page.say(f"duties.holds_{duty}")) for duty in DUTIES]
    names = dict(known)
    options = [("", page.say("lab.duty_none")), *known]
    if len(now) > 1:
        options.append((ALL_OF_IT.join(now), " + ".join(names[duty] for duty in now)))

    def choose(chosen: str) -> Any:
        duties = [each for each in chosen.split(ALL_OF_IT) if each]
        return page.edit(edits.set_inside(place, duties))

    page.labelled("-".join(place), "role_duties", lambda key: select(
        choose, options, ALL_OF_IT.join(now), id=key, data_testid=key, data_key=key))  # fmt: skip
