"""The command that calibrates the rules' parameters against the validation table."""

# ruff: noqa: PLC0415 (imports inside commands: see the package)

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import typer

from sim.commands.options import MOST_SEEDS, ExecutionOptions, OutputOptions, named
from sim.errors import InputError, RunInterrupted
from sim.files import ready


class Around(StrEnum):
    """Parts of the space of parameters that can be searched."""

    range = "range"
    default = "default"


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """How many parameter sets are run, and where they lie."""

    waves: Annotated[int, typer.Option(min=1, max=100, help="Waves; more can be added later.")] = 3
    sets: Annotated[int, typer.Option(min=1, max=100_000, help="Parameter sets per wave.")] = 120
    pairs: Annotated[int, typer.Option(min=2, max=MOST_SEEDS, help="Pairs of runs per row.")] = 6
    first_seed: Annotated[
        int, typer.Option(min=0, max=10**9, help="First seed of the runs; judge on others.")
    ] = 500_000
    seed: Annotated[int, typer.Option(min=0, max=10**9, help="Seed of samples and emulators.")] = (
        2012
    )
    around: Annotated[
        Around, typer.Option(help="Search the declared ranges, or only around the defaults.")
    ] = Around.range
    spread: Annotated[
        float | None,
        typer.Option(
            min=0.01, max=1.0,
            help="With --around default: share of each range on either side.  [default: 0.25]",
        ),
    ] = None  # fmt: skip
    climb: Annotated[
        bool, typer.Option(help="Move the best sets a little in each wave, without emulators.")
    ] = False


SPREAD = 0.25


def calibrate(
    execution: ExecutionOptions,
    output: OutputOptions,
    search: SearchOptions,
    rows: Annotated[
        str | None, typer.Option(metavar="S1,L8", help="Rows to score; all by default.")
    ] = None,
) -> None:
    """Search the assumed parameters for sets in which most rows of the validation table hold.

    Every finished set is kept in --out. Stopped by Ctrl-C, the same command goes on from there.
    """
    out, spread = output.out, _spread(search)
    if out is None:
        raise InputError("calibrate keeps every set in a folder; name one: --out calibration")
    from sim.calibration.history_matching import CalibrationOptions, calibrate
    from sim.calibration.space import Space
    from sim.terminal.calibration import present_calibration
    from sim.terminal.progress import counting
    from sim.validation.table import chosen_rows

    chosen = chosen_rows(dict.fromkeys(named(rows)) or None)
    options = CalibrationOptions(
        search.waves, search.sets, search.pairs, search.first_seed, search.seed, spread,
        search.climb,
    )  # fmt: skip
    ready(out, "calibrate")
    with counting("calibration") as progress:
        result = calibrate(
            chosen, Space.of_assumptions(spread), options,
            execution.execution(out / "log"), progress,
        )  # fmt: skip
    present_calibration(result, out, output.as_json)
    if result.stopped:
        raise RunInterrupted(f"stopped; the same command goes on from {out}")


def _spread(search: SearchOptions) -> float | None:
    """Return the share of each range on either side of the default, None for the whole range."""
    if search.around is Around.default:
        return SPREAD if search.spread is None else search.spread
    if search.spread is not None:
        raise InputError("--spread narrows the search; use it with --around default")
    return None
