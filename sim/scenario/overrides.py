"""Overrides of single values: ``--set incident.affected=0.2``."""

import tomllib
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from sim.errors import Problem, ScenarioError, did_you_mean, shortened
from sim.scenario.document import Path, dotted, plain
from sim.scenario.former_names import gone, in_present_names, note
from sim.scenario.limits import DEEPEST, excess

LONGEST_SHOWN = 200
"""Characters of an option that are shown."""


@dataclass(frozen=True, slots=True)
class Override:
    """One replaced value."""

    path: Path
    value: Any
    option: str
    """The option as it was written, for messages."""


def with_overrides(
    document: dict[str, Any], given: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Override]]:
    """Return a copy of the document with the values replaced, and each override.

    Raises ``ScenarioError`` for paths that lead nowhere.
    """
    changed = deepcopy(document)
    overrides, problems = [], []
    for key, value in given.items():
        option = shortened(f"--set {key}={value}", LONGEST_SHOWN)
        renamed, former = in_present_names({key: read_value(value)})
        if not renamed:
            problems.append(Problem(f"is {gone(key)}", option))
            continue
        note(former, option)
        ((path_text, present),) = renamed.items()
        try:
            path = _replace(changed, path_text.split(".", DEEPEST), present)
            overrides.append(Override(path, value, option))
        except LookupError as wrong:
            problems.append(Problem(str(wrong.args[0]), option))
    if problems:
        raise ScenarioError(problems)
    return changed, overrides


def read_value(value: Any) -> Any:
    """Return the TOML value that a text spells, or else the text itself."""
    if not isinstance(value, str):
        return plain(value)
    text = f"value = {value}"
    if excess(text):
        return value
    try:
        read = tomllib.loads(text)
    except ValueError:
        return value
    return plain(read["value"]) if len(read) == 1 else value


def _replace(document: dict[str, Any], keys: list[str], value: Any) -> Path:
    """Put the value in its place and return its path. Raises LookupError if there is none."""
    table: Any = document
    path: Path = ()
    for key in keys[:-1]:
        place = _place(table, key, path)
        if isinstance(table, dict):
            if path == ("plans",) and place not in table:
                raise LookupError(f'there is no plan "{key}"; {did_you_mean(key, table)}')
            table.setdefault(place, {})
        table, path = table[place], (*path, place)
    place = _place(table, keys[-1], path)
    table[place] = value
    return (*path, place)


def _place(table: Any, key: str, path: Path) -> str | int:
    """Return the key or index within a table or list. Raises LookupError if there is none."""
    if not key:
        raise LookupError("has an empty key; write table.key=value")
    if isinstance(table, dict):
        return key
    if not isinstance(table, list):
        raise LookupError(f"{dotted(path)} is a single value; write --set {dotted(path)}=VALUE")
    if not key.isdecimal() or int(key) >= len(table):
        known = f"0 to {len(table) - 1}" if table else "none"
        raise LookupError(f"{dotted(path)} is a list; number its entries from 0 (there: {known})")
    return int(key)
