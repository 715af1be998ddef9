"""Switched-off steps in the text of a scenario file: comments that the lab can read back.

A file stays a scenario for every other command. A line ``# off: do = "apology"`` is a comment
there. In the lab it is a line of a step that has ``off = true``.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from sim.scenario.document import Path
from sim.scenario.places import places

MARK = "# off: "
SWITCH = "off"
"""The key of a step that is switched off, in the lab alone."""
_MARKED = re.compile(rf"^[ \t]*{re.escape(MARK.rstrip())} ?", re.MULTILINE)


def with_switches(text: str) -> str:
    """Return the text of a file with its switched-off steps as steps."""
    return _MARKED.sub("", text.replace("\r\n", "\n"))


def for_a_file(text: str) -> str:
    """Return a text of the lab with its switched-off steps as comments."""
    document = tomllib.loads(text)
    off = [path for path, step in steps_of(document) if step.get(SWITCH) is True]
    if not off:
        return text
    lines = text.split("\n")
    for first, last in _spans(text, off):
        for number in range(first, last + 1):
            lines[number] = MARK + lines[number]
    return "\n".join(lines)


def steps_of(document: Mapping[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield every step that is a table, with its path."""
    plans = document.get("plans")
    for name, plan in plans.items() if isinstance(plans, Mapping) else ():
        steps = plan.get("steps") if isinstance(plan, Mapping) else None
        for place, step in enumerate(steps if isinstance(steps, list) else ()):
            if isinstance(step, dict):
                yield ("plans", name, "steps", place), step


def _spans(text: str, steps: list[Path]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last line of each step, from 0."""
    known = places(text)
    for path in steps:
        inside = [place for each, place in known.items() if each[: len(path)] == path]
        begin = text.count("\n", 0, known[path].key)
        end = max(place.value_end for place in inside)
        yield begin, text.count("\n", 0, end)
