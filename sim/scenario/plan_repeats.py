"""Checks that no plan of a scenario has the company act without end."""

from collections.abc import Iterator, Sequence

from sim.scenario.document import Document, Inconsistency, Path, number, readable, table, text
from sim.storm.times import span

MOST_ACTS = 20_000
"""Most acts of one plan: one every four minutes of the longest run."""

LONGEST = 1000
"""Days. The validator refuses far shorter runs."""

Step = tuple[Path, Document]


def repeats(document: Document, steps: Sequence[Step]) -> Iterator[Inconsistency]:
    """Refuse steps that come back more often than any company could act."""
    days = number(table(document, "clock").get("days", 10.0))
    hours = 24.0 * days if days is not None and days < LONGEST else 0.0
    followers = _followers(steps)
    for path, keys in steps:
        if _firings(keys, hours) * followers[_named(keys)] > MOST_ACTS:
            key = "every" if "every" in keys else "times"
            problem = f"leads to more than {MOST_ACTS:,} acts; let it come less often"
            yield Inconsistency((*path, key), problem)


def _firings(keys: Document, hours: float) -> float:
    """Return how often a step comes by itself at most."""
    if every := readable(span, keys.get("every")):
        return hours / every + 1.0
    times = number(keys.get("times", 1)) if "when" in keys else 1
    return min(times or 1, MOST_ACTS)


def _followers(steps: Sequence[Step]) -> dict[str | None, int]:
    """Return by name how many steps follow a step, itself included. Circles count once."""
    waiting: dict[str | None, list[str | None]] = {}
    for _, keys in steps:
        waiting.setdefault(text(keys.get("after")), []).append(_named(keys))
    numbers: dict[str | None, int] = {None: 1}
    for _, keys in steps:
        seen: set[str] = set()
        number_of, coming = 1, [_named(keys)]
        while coming:
            name = coming.pop()
            if name is None or name in seen:
                continue
            seen.add(name)
            number_of += len(waiting.get(name, ()))
            coming += waiting.get(name, ())
        numbers[_named(keys)] = number_of
    numbers[None] = 1
    return numbers


def _named(keys: Document) -> str | None:
    """Return the name of a step, or None."""
    return text(keys.get("name"))
