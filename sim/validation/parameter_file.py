"""Read a parameter set from a file, as ``shitstorm calibrate`` writes its best one."""

from pathlib import Path

from pydantic import ValidationError

from sim.errors import InputError
from sim.language.told import Told, meant
from sim.scenario.loading import Source, read_text
from sim.storm.parameters import Parameters


def parameters_in(file: Path) -> dict[str, float]:
    """Return the values of a file's table [parameters] by name.

    Raises InputError, with file, name and remedy, if there is no such table, a name is unknown
    or a value lies outside what is allowed.
    """
    table = Source(str(file), read_text(file)).document.get("parameters")
    if not isinstance(table, dict) or not table:
        raise InputError(Told("validation.no_parameters", file=file))
    known = Parameters.model_fields
    if unknown := [name for name in table if name not in known]:
        hint = meant(unknown[0], known)
        raise InputError(
            Told("validation.unknown_parameter", file=file, name=unknown[0], hint=hint)
        )
    try:
        values = Parameters(**table)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise InputError(f"{file}: parameters.{where}: {first['msg']}") from None
    return {name: float(getattr(values, name)) for name in table}
