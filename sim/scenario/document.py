"""Access to a scenario as plain values, some of which may be wrong.

The checks across parts work on plain values, so that they find their problems even if another
part is wrong. A value that cannot be read counts as absent here. The validator reports it.
"""

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any, NamedTuple, TypeVar

from sim.storm.times import MomentOfStorm, moment

Document = Mapping[str, Any]
Path = tuple[str | int, ...]
"""Keys of tables and indices of lists, from the top down to a value."""
Read = TypeVar("Read")


class Inconsistency(NamedTuple):
    """A problem: the place of the wrong part, and what to do."""

    path: Path
    text: str


def dotted(path: Path) -> str:
    """Return a path as it is written for ``--set``: "plans.silence.steps.0.at"."""
    return ".".join(str(part) if str(part).isprintable() else repr(part) for part in path)


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it: dates as texts, NumPy's numbers as Python's."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date | time) else value


def value_at(document: Any, path: Path) -> Any:
    """Return the value at a path, or None if there is none."""
    for part in path:
        try:
            document = document[part]
        except (KeyError, IndexError, TypeError):
            return None
    return document


def table(document: Any, key: str) -> Document:
    """Return the table of that name, or an empty one."""
    value = document.get(key) if isinstance(document, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def readable(read: Callable[[Any], Read], value: Any) -> Read | None:
    """Return the value as read, or None if there is none or it cannot be read."""
    try:
        return None if value is None else read(value)
    except (ValueError, TypeError):
        return None


def text(value: Any) -> str | None:
    """Return a text, or None for anything else."""
    return value if isinstance(value, str) else None


def number(value: Any) -> float | None:
    """Return a number, or None for anything else."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def start_of(document: Document) -> MomentOfStorm | None:
    """Return the start of the story, or None if it cannot be read."""
    start = readable(moment, table(document, "clock").get("start"))
    return start if start is not None and start.offset is None else None
