"""Conditions of plans in the words of a language: "posts/h > 20 and repaired"."""

from sim.language.speech import Speech
from sim.storm.conditions import Comparison, condition

FLAGS = ("fixed", "step_done", "enquiry")
"""Quantities that are 1 where something is true and 0 where it is not."""
SIGNS = {"==": "=", "!=": "≠", ">=": "≥", "<=": "≤"}
"""Signs as people write them, where a file needs others."""
HOLDS = {("==", 1.0): True, (">", 0.0): True, (">=", 1.0): True,
         ("==", 0.0): False, ("<", 1.0): False, ("<=", 0.0): False}  # fmt: skip
"""Whether a comparison of a flag asks for it or for its absence."""


def condition_said(text: str, speech: Speech) -> str:
    """Return a condition in words, or the text itself where it is no condition."""
    try:
        comparisons = condition(text).comparisons
    except ValueError:
        return text
    return speech.say("headline.and").join(_said(one, speech) for one in comparisons)


def _said(one: Comparison, speech: Speech) -> str:
    seen = speech.say(f"lab.seen_{one.name}")
    holds = HOLDS.get((one.sign, one.number)) if one.name in FLAGS else None
    if holds is not None:
        return seen if holds else speech.say(f"lab.unseen_{one.name}")
    return f"{seen} {SIGNS.get(one.sign, one.sign)} {speech.exact(one.number)}"
