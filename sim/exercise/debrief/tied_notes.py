"""Notes that stand in the debrief at the decision or post that they are tied to."""

from collections.abc import Iterable

from sim.exercise.debrief.results import Decision
from sim.exercise.input import one_line
from sim.exercise.stage_control import LONGEST_QUOTE
from sim.exercise.stage_matter import TimedNote


def notes_at(decision: Decision, notes: Iterable[TimedNote]) -> list[TimedNote]:
    """Return the notes tied to a decision, as it stood in the end."""
    target, quote = f"{decision.round}-{decision.place}", quoted_as(decision.quote)
    return [
        each
        for each in notes
        if (each.about, each.target, each.quote) == ("decision", target, quote)
    ]


def quoted_as(words: str) -> str:
    """Return words as a note quotes them."""
    return one_line(words)[:LONGEST_QUOTE]
