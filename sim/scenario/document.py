"""A scenario as a plain document, read as far as it can be read.

The checks across parts work on this, so that they find their problems also where another
part is still wrong: what cannot be read here counts as absent, and is complained of where
it is validated.
"""

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any, NamedTuple, TypeVar

from sim.storm.times import MomentOfStorm, moment

Document = Mapping[str, Any]
Path = tuple[str | int, ...]
"""Where something stands: keys of tables and indices of lists, from the top."""
Read = TypeVar("Read")


class Inconsistency(NamedTuple):
    """Two parts that do not fit: the place of one of them, and what to do."""

    path: Path
    text: str


def dotted(path: Path) -> str:
    """A path as it is written for ``--set``: "plans.silence.steps.0.at"."""
    return ".".join(str(part) if str(part).isprintable() else repr(part) for part in path)


def plain(value: Any) -> Any:
    """The same with dates and times as texts, so that it can be written as JSON."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date | time) else value


def value_at(document: Any, path: Path) -> Any:
    """What stands at a path; None if nothing does."""
    for part in path:
        try:
            document = document[part]
        except (KeyError, IndexError, TypeError):
            return None
    return document


def table(document: Any, key: str) -> Document:
    """The table of that name; empty if there is none."""
    value = document.get(key) if isinstance(document, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def readable(read: Callable[[Any], Read], value: Any) -> Read | None:
    """The value as read; None if there is none or it cannot be read."""
    try:
        return None if value is None else read(value)
    except (ValueError, TypeError):
        return None


def text(value: Any) -> str | None:
    """A text; None for anything else."""
    return value if isinstance(value, str) else None


def number(value: Any) -> float | None:
    """A number; None for anything else."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def start_of(document: Document) -> MomentOfStorm | None:
    """The start of the story."""
    start = readable(moment, table(document, "clock").get("start"))
    return start if start is not None and start.offset is None else None
