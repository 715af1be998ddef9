"""Validation errors in plain words, each with its place in the document.

The validator reports unions, tags and input types, and repeats a mistake for each kind of a
union. Here each mistake becomes one sentence for the author of a scenario.
"""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from sim.errors import did_you_mean, harmless
from sim.language.heard import heard
from sim.language.told import Told, joined
from sim.scenario.document import Document, Inconsistency, Path, value_at
from sim.scenario.former_names import gone, is_gone
from sim.scenario.keys import known_keys
from sim.scenario.schema import Scenario
from sim.scenario.translated import Translated

WANTED = {
    "float_type": "number",
    "finite_number": "ordinary",
    "int_type": "whole",
    "int_from_float": "whole",
    "bool_type": "bool",
    "string_type": "text",
    "list_type": "list",
    "dict_type": "table",
    "model_type": "table",
    "model_attributes_type": "table",
    "date_type": "date",
}
"""The expected value, by the validator's name of the error."""
TABLES = ("model_type", "model_attributes_type", "dict_type")
LIMITS = {
    "greater_than": "refusals.more_than",
    "greater_than_equal": "refusals.at_least",
    "less_than": "refusals.less_than",
    "less_than_equal": "refusals.at_most",
}
LENGTHS = {
    "string_pattern_mismatch": "refusals.no_name",
    "string_too_short": "refusals.too_short",
    "string_too_long": "refusals.too_long",
    "too_short": "refusals.too_few",
    "too_long": "refusals.too_many",
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


def of_value(error: ErrorDetails, kind: type[BaseModel]) -> str:
    """Return the meaning of an error in a table of this kind, without its place."""
    path: Path = error["loc"][-1:]
    return _sentence(path, [error], _Checked({str(key): error["input"] for key in path}, kind))


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
    literals = [_names(error["ctx"]["expected"]) for error in errors if _is_literal(error)]
    others = [error for error in errors if not _is_literal(error)]
    if others:
        phrase: str = _phrase(others[0], path, checked)
        for names in literals:
            phrase = Told("refusals.or_else", phrase=phrase, names=names)
        return phrase
    return _must_be(literals[0], checked.value(path))


def _must_be(wanted: object, value: Any, remedy: object = ()) -> Told:
    return Told("refusals.must_be", wanted=wanted, value=shown(value), remedy=remedy)


def _is_literal(error: ErrorDetails) -> bool:
    return error["type"] == "literal_error"


def _phrase(error: ErrorDetails, path: Path, checked: _Checked) -> str:
    """Return the meaning of one error."""
    kind, context, value = error["type"], error.get("ctx", {}), checked.value(path)
    if kind in PHRASES:
        return PHRASES[kind](error, path, checked)
    if kind in TABLES and isinstance(value, str) and _is_translated(error):
        wanted = Told("refusals.wanted_languages")
        return _must_be(wanted, value, _per_language(path, value))
    if kind in WANTED:
        wanted = Told(f"refusals.wanted_{WANTED[kind]}")
        return _must_be(wanted, value, _without_quotes(kind, value))
    if kind in LIMITS:
        (limit,) = context.values()
        said = in_hours(limit) if isinstance(value, str) else written_out(limit)
        return _must_be(Told(LIMITS[kind], limit=said), value)
    if kind in LENGTHS:
        most = context.get("max_length", context.get("min_length"))
        return Told(LENGTHS[kind], n=most)
    problem = str(error["msg"]).replace("Input should", "must").replace("Value error, ", "")
    return Told("refusals.otherwise", problem=problem)


def _is_translated(error: ErrorDetails) -> bool:
    """Return True if a table of texts by language was wanted."""
    kinds: list[type[Translated]] = [Translated, *_kinds_of(Translated)]
    return error.get("ctx", {}).get("class_name") in [each.__name__ for each in kinds]


def _kinds_of(kind: type[Translated]) -> Iterator[type[Translated]]:
    """Yield what is derived from a kind of texts, such as titles and voices."""
    for each in kind.__subclasses__():
        yield each
        yield from _kinds_of(each)


def _per_language(path: Path, value: str) -> Told:
    """Return how a text that stands alone is given for a language."""
    if isinstance(path[-1], int):
        return Told("refusals.per_language_entry", value=shown(value))
    return Told("refusals.per_language", key=path[-1], value=shown(value))


def _missing(error: ErrorDetails, path: Path, checked: _Checked) -> str:
    """Say that a key is missing and what it is for."""
    field = checked.keys(path).get(str(path[-1]))
    purpose = field.description if field else None
    return _missing_for(purpose)


def _missing_for(purpose: str | None) -> Told:
    if purpose is None:
        return Told("refusals.missing")
    return Told("refusals.missing_for", purpose=heard(purpose))


def _unknown_key(error: ErrorDetails, path: Path, checked: _Checked) -> str:
    """Name the key that may have been meant, or say that a parameter is gone."""
    if is_gone(str(path[-1]), path[:-1]):
        return heard(f"is {gone(str(path[-1]))}")
    hint = did_you_mean(str(path[-1]), checked.keys(path))
    return Told("refusals.unknown_key", hint=heard(hint))


def _unknown_kind(error: ErrorDetails, path: Path, checked: _Checked) -> str:
    """Name the response (or kind of ties) that may have been meant."""
    known = str(error["ctx"]["expected_tags"]).replace("'", "").split(", ")
    value = checked.value(path)
    hint = heard(did_you_mean(str(value), known))
    return Told("refusals.unknown_kind", value=shown(value), hint=hint)


NO_TAG = {"do": "refusals.no_do", "kind": "refusals.no_kind"}
"""The message for a table that does not name its kind."""
PHRASES = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "union_tag_invalid": _unknown_kind,
    "union_tag_not_found": lambda error, *_: Told(NO_TAG[_tag(error)]),
    "value_error": lambda error, *_: heard(str(error["ctx"]["error"])),
    "inconsistent": lambda error, *_: heard(str(error["ctx"]["text"])),
}
"""Errors that need more than a fixed phrase."""


def _without_quotes(kind: str, value: Any) -> object:
    """Return the remedy for a number or true/false written as a text."""
    if isinstance(value, str) and kind in ("float_type", "int_type", "bool_type"):
        try:
            json.loads(value)
        except (ValueError, RecursionError):
            return ()
        return Told("refusals.without_quotes", value=value)
    return ()


def _names(expected: str) -> object:
    """Return the names that the validator lists, in the "double" quotes of scenario files."""
    first, between, last = expected.replace("'", '"').rpartition(" or ")
    return joined([first, last], Told("refusals.or")) if between else last


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
        return Told("refusals.value_table" if isinstance(value, dict) else "refusals.value_list")
    text = harmless(json.dumps(value, ensure_ascii=False))
    return text if len(text) <= 60 else text[:57] + "..."
