"""The command that calibrates the rules' parameters against the validation table."""

# ruff: noqa: PLC0415 (imports inside commands: see the package)

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from sim.commands.options import (
    MOST_SEEDS,
    ExecutionOptions,
    SpokenOptions,
    in_its_language,
    named,
)
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
    pairs: Annotated[
        int | None,
        typer.Option(
            min=2,
            max=MOST_SEEDS,
            help="Pairs of runs per row.  [default: 6; 2 with --posterior]",
        ),
    ] = None
    first_seed: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=10**9,
            help="First seed of the runs; judge on others.  "
            "[default: 500000; 2000000 with --posterior]",
        ),
    ] = None
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


@dataclass(frozen=True, slots=True)
class PosteriorChoice:
    """Whether a posterior is wanted, and how many sets are run for it or to check it."""

    posterior: Annotated[
        bool, typer.Option("--posterior", help="Find plausible models instead of a best set.")
    ] = False
    diagnose: Annotated[
        bool, typer.Option("--diagnose", help="Check the plausible models. Nothing is run.")
    ] = False
    models: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.npz", help="With --diagnose: the models; those of the package by default."
        ),
    ] = None
    truths: Annotated[
        int, typer.Option(min=20, max=100_000, help="With --diagnose: truths made up.")
    ] = 1000
    sets_of_waves: Annotated[
        str, typer.Option(metavar="N,N,N", help="With --posterior: sets of each wave.")
    ] = "90,45,45"
    repeats: Annotated[
        int, typer.Option(min=2, max=1000, help="With --posterior: scores of the defaults.")
    ] = 8
    checked: Annotated[
        int, typer.Option(min=0, max=200, help="With --posterior: models run again to check.")
    ] = 20
    checked_pairs: Annotated[
        int, typer.Option(min=2, max=MOST_SEEDS, help="With --posterior: pairs of the check.")
    ] = 6


SPREAD = 0.25
PAIRS, FIRST_SEED = 6, 500_000


@in_its_language
def calibrate(
    execution: ExecutionOptions,
    output: SpokenOptions,
    search: SearchOptions,
    wanted: PosteriorChoice,
    rows: Annotated[
        str | None, typer.Option(metavar="S1,L8", help="Rows to score; all by default.")
    ] = None,
) -> None:
    """Search the assumed parameters for sets in which most rows of the validation table hold.

    Every finished set is kept in --out. Stopped by Ctrl-C, the same command goes on from there.
    With --language tables, chart and report are in it; JSON and CSV stay in English.
    """
    out = output.out
    if wanted.diagnose:
        _check_posterior(wanted, output)
        return
    from sim.language.told import Told

    if out is None:
        raise InputError(Told("calibration.needs_folder"))
    if wanted.posterior:
        _find_posterior(execution, output, search, wanted, rows)
        return
    spread = _spread(search)
    from sim.calibration.history_matching import CalibrationOptions, calibrate
    from sim.calibration.space import Space
    from sim.language.spoken import say
    from sim.terminal.calibration import present_calibration
    from sim.terminal.progress import counting
    from sim.validation.table import chosen_rows

    chosen = chosen_rows(dict.fromkeys(named(rows)) or None)
    options = CalibrationOptions(
        search.waves, search.sets, search.pairs or PAIRS,
        FIRST_SEED if search.first_seed is None else search.first_seed, search.seed, spread,
        search.climb,
    )  # fmt: skip
    ready(out, "calibrate")
    with counting(say("calibration.progress"), output.language) as progress:
        result = calibrate(
            chosen, Space.of_assumptions(spread), options,
            execution.execution(out / "log"), progress,
        )  # fmt: skip
    present_calibration(result, out, output.as_json)
    if result.stopped:
        raise RunInterrupted(Told("calibration.stopped", out=out))


def _find_posterior(
    execution: ExecutionOptions, output: SpokenOptions, search: SearchOptions,
    wanted: PosteriorChoice, rows: str | None,
) -> None:  # fmt: skip
    """Find plausible models, and keep them in a file."""
    from sim.calibration.posterior import PosteriorOptions, find_posterior
    from sim.calibration.prior import Prior
    from sim.calibration.space import Space
    from sim.language.spoken import say
    from sim.terminal.posterior import present_posterior
    from sim.terminal.progress import counting
    from sim.validation.table import chosen_rows

    out = output.out or Path()
    asked: dict[str, Any] = {
        "pairs": search.pairs,
        "first_seed": search.first_seed,
        "spread": search.spread,
    }
    options = PosteriorOptions(
        tuple(_number(each) for each in named(wanted.sets_of_waves)),
        repeats=wanted.repeats, checked=wanted.checked, checked_pairs=wanted.checked_pairs,
        seed=search.seed, **{name: one for name, one in asked.items() if one is not None},
    )  # fmt: skip
    chosen = chosen_rows(dict.fromkeys(named(rows)) or None)
    prior = Prior(Space.of_assumptions(), options.spread)
    ready(out, "calibrate")
    with counting(say("calibration.progress_posterior"), output.language) as progress:
        found = find_posterior(
            chosen, prior, options, execution.execution(out / "log"), progress
        )  # fmt: skip
    command = (
        f"shitstorm calibrate --posterior --sets-of-waves {wanted.sets_of_waves} --repeats "
        f"{options.repeats} --checked {options.checked} --checked-pairs {options.checked_pairs} "
        f"--pairs {options.pairs} --first-seed {options.first_seed} --seed {options.seed} "
        f"--spread {options.spread:g}{f' --rows {rows}' if rows else ''}"
    )
    present_posterior(found, command, out, output.as_json)


def _check_posterior(wanted: PosteriorChoice, output: SpokenOptions) -> None:
    """Check plausible models."""
    from sim.calibration.posterior_checks import diagnose_posterior
    from sim.calibration.posterior_file import load_posterior
    from sim.language.spoken import say
    from sim.terminal.posterior import present_posterior_checks
    from sim.terminal.progress import counting

    found = load_posterior(wanted.models)
    ready(output.out, "calibrate")
    with counting(say("calibration.progress_checks"), output.language) as progress:
        diagnosis = diagnose_posterior(found, wanted.truths, progress)
    present_posterior_checks(found, diagnosis, output.out, output.as_json)


def _number(text: str) -> int:
    """Return the number of sets of a wave."""
    if not text.isdigit() or not int(text):
        from sim.language.told import Told

        raise InputError(Told("calibration.needs_sets", given=repr(text)))
    return int(text)


def _spread(search: SearchOptions) -> float | None:
    """Return the share of each range on either side of the default, None for the whole range."""
    if search.around is Around.default:
        return SPREAD if search.spread is None else search.spread
    if search.spread is not None:
        from sim.language.told import Told

        raise InputError(Told("calibration.needs_around"))
    return None
