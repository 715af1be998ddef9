"""Validation errors in plain words, each with its place in the document.

The validator reports unions, tags and input types, and repeats a mistake for each kind of a
union. Here each mistake becomes one sentence for the author of a scenario.
"""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from sim.errors import did_you_mean, harmless
from sim.scenario.document import Document, Inconsistency, Path, value_at
from sim.scenario.former_names import gone, is_gone
from sim.scenario.keys import known_keys
from sim.scenario.schema import Scenario

WANTED = {
    "float_type": "a number",
    "finite_number": "an ordinary number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "string_type": 'a text in quotes ("...")',
    "list_type": "a list ([[...]])",
    "dict_type": "a table ([...])",
    "model_type": "a table ([...])",
    "model_attributes_type": "a table ([...])",
    "date_type": "a date such as 2012-08-26",
}
"""The expected value, by the validator's name of the error."""
LIMITS = {
    "greater_than": "more than",
    "greater_than_equal": "at least",
    "less_than": "less than",
    "less_than_equal": "at most",
}
LENGTHS = {
    "string_pattern_mismatch": "a name consists of letters, digits, - and _ without spaces",
    "string_too_short": "may not be empty",
    "string_too_long": "is too long: at most {max_length} characters",
    "too_short": "needs at least {min_length} of them",
    "too_long": "has too many of them: at most {max_length}",
}
SILENT = {"default_factory_not_called"}
"""Errors that only follow from others."""


def in_plain_words(
    errors: Iterable[ErrorDetails], document: Document, kind: type[BaseModel] = Scenario
) -> list[Inconsistency]:
    """Return one sentence per mistake with its path. ``kind`` is the model of the document."""
    checked = _Checked(document, kind)
    by_path: dict[Path, list[ErrorDetails]] = {}
    for error in errors:
        if error["type"] not in SILENT:
            by_path.setdefault(_path(error, document), []).append(error)
    return [Inconsistency(path, _sentence(path, of, checked)) for path, of in by_path.items()]


class _Checked(NamedTuple):
    """A document and its model."""

    document: Document
    kind: type[BaseModel]

    def value(self, path: Path) -> Any:
        """Return the value at a path."""
        return value_at(self.document, path)

    def keys(self, path: Path) -> dict[str, FieldInfo]:
        """Return the keys of the table in which a path ends."""
        return known_keys(path[:-1], self.document, self.kind)


def _path(error: ErrorDetails, document: Document) -> Path:
    """Return an error's path without the names of kinds and unions that the validator adds."""
    if error["type"] == "inconsistent":
        return error["loc"]
    path: Path = ()
    last = len(error["loc"]) - 1
    for index, part in enumerate(error["loc"]):
        missing = index == last and error["type"] == "missing"
        if missing or value_at(document, (*path, part)) is not None:
            path = (*path, part)
    return (*path, _tag(error)) if error["type"] == "union_tag_invalid" else path


def _tag(error: ErrorDetails) -> str:
    """Return the key that names the kind of a table: ``do`` or ``kind``."""
    return str(error["ctx"]["discriminator"]).strip("'")


def _sentence(path: Path, errors: list[ErrorDetails], checked: _Checked) -> str:
    """Return one sentence for all errors at one place (a union reports one per member)."""
    literals = [_quoted(error["ctx"]["expected"]) for error in errors if _is_literal(error)]
    others = [error for error in errors if not _is_literal(error)]
    if others:
        return ", or ".join([_phrase(others[0], path, checked), *literals])
    return f"must be {literals[0]}, not {shown(checked.value(path))}"


def _is_literal(error: ErrorDetails) -> bool:
    return error["type"] == "literal_error"


def _phrase(error: ErrorDetails, path: Path, checked: _Checked) -> str:
    """Return the meaning of one error."""
    kind, context, value = error["type"], error.get("ctx", {}), checked.value(path)
    if kind in PHRASES:
        return PHRASES[kind](error, path, checked)
    if kind in WANTED:
        return f"must be {WANTED[kind]}, not {shown(value)}{_without_quotes(kind, value)}"
    if kind in LIMITS:
        (limit,) = context.values()
        said = in_hours(limit) if isinstance(value, str) else written_out(limit)
        return f"must be {LIMITS[kind]} {said}, not {shown(value)}"
    if kind in LENGTHS:
        return LENGTHS[kind].format(**context)
    return str(error["msg"]).replace("Input should", "must").replace("Value error, ", "")


def _missing(error: ErrorDetails, path: Path, checked: _Checked) -> str:
    """Say that a key is missing and what it is for."""
    field = checked.keys(path).get(str(path[-1]))
    purpose = field.description if field else None
    return f"is missing. {purpose}" if purpose else "is missing"


def _unknown_key(error: ErrorDetails, path: Path, checked: _Checked) -> str:
    """Name the key that may have been meant, or say that a parameter is gone."""
    if is_gone(str(path[-1]), path[:-1]):
        return f"is {gone(str(path[-1]))}"
    return "is not a known key; " + did_you_mean(str(path[-1]), checked.keys(path))


def _unknown_kind(error: ErrorDetails, path: Path, checked: _Checked) -> str:
    """Name the response (or kind of ties) that may have been meant."""
    known = str(error["ctx"]["expected_tags"]).replace("'", "").split(", ")
    value = checked.value(path)
    return f"{shown(value)} is not known; {did_you_mean(str(value), known)}"


NO_TAG = {
    "do": 'has no `do`; name the response, for example do = "apology"',
    "kind": 'has no `kind`; name one, for example kind = "none"',
}
"""The message for a table that does not name its kind."""
PHRASES = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "union_tag_invalid": _unknown_kind,
    "union_tag_not_found": lambda error, *_: NO_TAG[_tag(error)],
    "value_error": lambda error, *_: str(error["ctx"]["error"]),
    "inconsistent": lambda error, *_: str(error["ctx"]["text"]),
}
"""Errors that need more than a fixed phrase."""


def _without_quotes(kind: str, value: Any) -> str:
    """Return the remedy for a number or true/false written as a text."""
    if isinstance(value, str) and kind in ("float_type", "int_type", "bool_type"):
        try:
            json.loads(value)
        except (ValueError, RecursionError):
            return ""
        return f"; write {value} without quotes"
    return ""


def _quoted(expected: str) -> str:
    """Return the validator's 'single' quotes as the "double" ones of scenario files."""
    return expected.replace("'", '"')


def written_out(limit: float) -> str:
    """Return a limit as a file may have it: whole numbers in full, others without exponent."""
    return str(int(limit)) if limit == int(limit) else f"{Decimal(repr(limit)):f}"


def in_hours(limit: float) -> str:
    """Return a limit in hours as a span that a file may have: "1min" or "48h"."""
    minutes = round(limit * 60.0, 6)
    if 0 < limit < 1 and minutes == int(minutes):
        return f'"{int(minutes)}min"'
    return f'"{written_out(limit)}h"'


def shown(value: Any) -> str:
    """Return a value as its author wrote it, shortened and harmless to a terminal."""
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    text = harmless(json.dumps(value, ensure_ascii=False))
    return text if len(text) <= 60 else text[:57] + "..."
