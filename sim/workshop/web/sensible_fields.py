"""The fields of a response that a team is asked for: only those that can mean something."""

from sim.storm.responses import CATALOGUE

AGAIN = ("acknowledgement", "explanation", "roadmap", "netiquette", "private-channel")
"""Responses that may be repeated within a round, beside those that usually are."""
ONLY_IF: dict[tuple[str, str], tuple[str, object]] = {
    ("promise", "margin"): ("deadline", "estimate"),
    ("change-of-plan", "margin"): ("deadline", "estimate"),
    ("supporters", "posts_per_hour"): ("covert", True),
    ("supporters", "share"): ("covert", False),
}
"""Fields, by response and name, that count only if another field has this value."""


def makes_sense(do: str, name: str) -> bool:
    """Return whether a field can mean something for a response.

    An apology is not repeated every few hours, and what is not said on the page cannot be kept
    at its top. Responses that others have added keep all their fields.
    """
    kind = CATALOGUE[do]
    if not kind.__module__.startswith("sim.storm.responses."):
        return True
    if name == "every":
        return kind.repeats == "usual" or do in AGAIN
    if name == "pinned":
        return kind.needs_words and kind.model_fields["reach"].default > 0.0
    return True
