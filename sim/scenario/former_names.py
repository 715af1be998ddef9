"""Names of version 0.1.0 in files: read as the present ones, with one note for each."""

import warnings
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from sim.errors import FormerNameWarning, InputError
from sim.scenario.document import Path

RESPONSES = {"deleting": "deletion", "playing-down": "downplaying", "fixed": "fixed-notice"}
"""Former values of ``do``."""
KEYS = {
    ("incident", "offends"): "outrage_share",
    ("incident", "offence"): "outrage_strength",
    ("parameters", "sympathy"): "grievance_contagion",
    ("parameters", "pity"): "sympathy_gain",
    ("parameters", "pity_half_life"): "sympathy_half_life",
    ("parameters", "grudge_spread"): "forgiveness_spread",
}
"""Former keys with their table."""
PARAMETERS = {key: present for (table, key), present in KEYS.items() if table == "parameters"}
GONE = {
    "feed_fans": "a feed shows posts of friends and of the company, and no stranger's",
    "fatigue_reading": "reading posts tires nobody any more",
    "news_half_life": "interest fades as a power of the age of the news, by interest_time and "
    "interest_decay",
}
"""Former parameters that have no successor, and why."""
PATHS = {f"{table}.{key}": f"{table}.{present}" for (table, key), present in KEYS.items()}
"""The same as dotted paths, as factors of studies and ``--set`` name them."""
VALUES: Mapping[str, Mapping[str, str]] = {"do": RESPONSES, "path": PATHS}
"""Former values by the key under which they stand."""


class FormerName(NamedTuple):
    """A former name that was found, and the place where it stands."""

    path: Path
    former: str
    present: str
    """The present name, empty where the thing is gone."""

    @property
    def sentence(self) -> str:
        """What has become of the name."""
        if self.present:
            return f'"{self.former}" is now "{self.present}"; write that instead'
        return f'"{self.former}" is {gone(self.former)}'

    @property
    def present_path(self) -> Path:
        """The path in the document as it is read now: another one if a key was renamed."""
        renamed = self.present and self.path[-1:] == (self.former,)
        return (*self.path[:-1], self.present) if renamed else self.path


def gone(name: str) -> str:
    """Return why a parameter is not known any more. ``name`` may be a dotted path."""
    return f"not a known key any more: {GONE[name.rpartition('.')[2]]}; leave it out"


def is_gone(key: str, path: Path) -> bool:
    """Return True for the key of a parameter that is gone, alone or as a dotted path."""
    table, _, name = key.rpartition(".")
    return name in GONE and (table or str(path[-1] if path else "")) == "parameters"


def in_present_names(
    document: Any, values: Mapping[str, Mapping[str, str]] = VALUES
) -> tuple[Any, list[FormerName]]:
    """Return a copy of a document with present names, and the former ones that it had.

    ``values`` gives the former values by the key under which they stand, alone or in a list.
    """
    former: list[FormerName] = []
    return _renamed(document, (), values, former), former


def _renamed(
    value: Any, path: Path, values: Mapping[str, Mapping[str, str]], former: list[FormerName]
) -> Any:
    """Return a value in present names, and enter the former ones into the list."""
    if isinstance(value, Mapping):
        renamed = {}
        for key, inner in value.items():
            if is_gone(key, path):
                former.append(FormerName((*path, key), key, ""))
                continue
            present = _present_key(key, path)
            if present != key and present not in value:
                former.append(FormerName((*path, key), key, present))
            else:
                present = key
            renamed[present] = _renamed(inner, (*path, key), values, former)
        return renamed
    if isinstance(value, list):
        return [
            _renamed(inner, (*path, place), values, former) for place, inner in enumerate(value)
        ]
    if isinstance(value, str):
        keys = [part for part in path if isinstance(part, str)]
        known = values.get(keys[-1].rpartition(".")[2], {}) if keys else {}
        if value in known:
            former.append(FormerName(path, value, known[value]))
            return known[value]
    return value


def _present_key(key: str, path: Path) -> str:
    """Return the present name of a key, which stands alone or as a dotted path."""
    table = path[-1] if path else ""
    return PATHS.get(key) or KEYS.get((str(table), key), key)


def note(names: Iterable[FormerName], place: str | Callable[[FormerName], str]) -> None:
    """Warn once of each former name. ``place`` says where it stands."""
    for name in {name.former: name for name in reversed(list(names))}.values():
        where = place if isinstance(place, str) else place(name)
        warnings.warn(f"{where}: {name.sentence}", FormerNameWarning, stacklevel=3)


def present_name(name: str, former: Mapping[str, str], place: str) -> str:
    """Return the present one of a single name, with a note if it was a former one.

    Raises ``InputError`` for a parameter that is gone.
    """
    if name in GONE:
        raise InputError(f'{place}: "{name}" is {gone(name)}')
    if name not in former:
        return name
    note([FormerName((), name, former[name])], place)
    return former[name]
