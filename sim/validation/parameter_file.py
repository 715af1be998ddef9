"""Read a parameter set from a file, as ``shitstorm calibrate`` writes its best one."""

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from sim.errors import InputError, did_you_mean
from sim.files import is_file
from sim.language.heard import heard
from sim.language.told import Amount, Told
from sim.scenario.loading import Source, read_text
from sim.storm.parameters import Parameters

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

LIMITS = {
    "le": "less_than_equal", "ge": "greater_than_equal", "lt": "less_than", "gt": "greater_than",
}  # fmt: skip
"""Kinds of limits, by the name that pydantic gives the bound."""


def parameters_in(file: Path) -> dict[str, float]:
    """Return the values of a file's table [parameters] by name.

    Raises InputError, with file, name and remedy, if there is no such table, a name is unknown
    or a value lies outside what is allowed.
    """
    if not is_file(file) and not file.is_dir():
        raise InputError(Told("validation.no_file", file=file))
    table = Source(str(file), read_text(file)).document.get("parameters")
    if not isinstance(table, dict) or not table:
        raise InputError(Told("validation.no_parameters", file=file))
    known = Parameters.model_fields
    if unknown := [name for name in table if name not in known]:
        hint = heard(did_you_mean(unknown[0], known))
        raise InputError(
            Told("validation.unknown_parameter", file=file, name=unknown[0], hint=hint)
        )
    try:
        values = Parameters(**table)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise InputError(
            Told("validation.bad_parameter", file=file, name=where, problem=_problem(first))
        ) from None
    return {name: float(getattr(values, name)) for name in table}


def _problem(wrong: "ErrorDetails") -> str:
    """Return what is wrong with a value, in the words of pydantic where it has no text."""
    for end, kind in LIMITS.items():
        if wrong["type"] == kind:
            bound = float(wrong["ctx"][end])
            return Told(f"validation.limit_{kind}", bound=Amount(bound, "g"))
    if wrong["type"] in ("float_type", "float_parsing"):
        return Told("validation.limit_number")
    return wrong["msg"]
