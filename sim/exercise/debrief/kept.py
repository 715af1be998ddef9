"""A debrief read again from its ``debrief.json``."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from sim.errors import InputError
from sim.exercise.debrief.files import RESULTS, STARTED
from sim.exercise.debrief.results import Debrief, Difference
from sim.files import is_folder
from sim.writing import expanded

NUMBERS = {field.name for field in fields(Difference)} - {"measure", "unit"}
LARGEST = 100_000_000
"""Most bytes of a debrief."""
WHERE = "name the folder of a room, what play wrote with --out, or its debrief.json"
DAMAGED = (
    ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RuntimeError, StopIteration
)  # fmt: skip
"""What readers raise on a debrief whose content was changed."""
_READ: TypeAdapter[Debrief] = TypeAdapter(Debrief)


def results_of(values: Any) -> Debrief:
    """Return the debrief with these values. Raises ValueError for any others."""
    return _READ.validate_python(_with_nan(values))


@contextmanager
def whole_debrief(path: Path) -> Iterator[None]:
    """Read or show a debrief that this program wrote. Any other content is an ``InputError``."""
    try:
        yield
    except DAMAGED:
        raise InputError(f"{path} is no debrief, or is damaged; {WHERE}") from None


def read_debrief(path: Path) -> tuple[Debrief, float]:
    """Return a debrief, and when its story starts, in hours after Monday 00:00.

    ``path`` is a ``debrief.json``, or a folder that has one: of a room, or of ``play --out``.
    Raises ``InputError`` where there is none.
    """
    path = expanded(path)
    file = path / RESULTS if is_folder(path) else path
    try:
        if file.exists() and not file.is_file():
            raise InputError(f"{file} is no ordinary file; {WHERE}")
        if file.stat().st_size > LARGEST:
            raise InputError(f"{file} is too large for a debrief; {WHERE}")
        with whole_debrief(file):
            values = json.loads(file.read_text(encoding="utf-8"), parse_constant=_no_number)
            debrief = results_of(values)
            started = values.get(STARTED)
    except (OSError, ValueError):  # a name that no file can have
        raise InputError(f"{file} cannot be read, so there is no debrief; {WHERE}") from None
    if not debrief.teams or not all(len(team.curve.hours) for team in debrief.teams):
        raise InputError(f"{file} holds no team's storm; {WHERE}")
    if not isinstance(started, int | float) or isinstance(started, bool):
        raise InputError(
            f"{file} does not say when its story starts ({STARTED}): an earlier version wrote it; "
            "open its room again (shitstorm workshop --room ROOM) and its debrief in the browser"
        )
    return debrief, float(started)


def _no_number(constant: str) -> float:
    """Refuse what JSON does not know, such as Infinity: no chart can show it."""
    raise ValueError(constant)


def _with_nan(values: Any) -> Any:
    """Turn JSON's null back into NaN where a number is meant."""
    if isinstance(values, dict):
        return {
            key: float("nan") if inner is None and key in NUMBERS else _with_nan(inner)
            for key, inner in values.items()
        }
    return [_with_nan(inner) for inner in values] if isinstance(values, list) else values
