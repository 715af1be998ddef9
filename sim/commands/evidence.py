"""The commands that test what the model rests on: validate and sensitivity."""

# ruff: noqa: PLC0415 (imports inside commands: see the package)

from dataclasses import replace
from typing import Annotated

import typer

from sim.commands.ending import leave
from sim.commands.options import (
    MOST_SEEDS,
    AsJson,
    ClusterAddress,
    Out,
    ScenarioName,
    chosen_plans,
    named,
)
from sim.errors import RunInterrupted
from sim.files import ready


def validate(
    rows: Annotated[
        str | None, typer.Option(metavar="S1,L4", help="Rows to test; all by default.")
    ] = None,
    pairs: Annotated[int, typer.Option(min=2, max=MOST_SEEDS, help="Pairs of runs.")] = 200,
    draws: Annotated[
        int, typer.Option(min=0, max=10_000, help="Joint draws of all assumptions; 0 for none.")
    ] = 200,
    first_seed: Annotated[
        int,
        typer.Option(
            min=0, max=10**9, help="First seed; the model was calibrated on those from 0 on."
        ),
    ] = 0,
    quick: Annotated[bool, typer.Option(help="24 pairs and no draws: under a minute.")] = False,
    must_hold: Annotated[
        str | None, typer.Option(metavar="S3,S5", help="Exit with 1 unless these rows hold.")
    ] = None,
    cluster: ClusterAddress = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Test what is known about firestorms against the model; rows that fail are shown.

    Stopped by Ctrl-C, it shows the rows that it has tested.
    """
    from sim.terminal.evidence import not_holding, present_validation
    from sim.terminal.progress import counting
    from sim.validation.validate import QUICK, ValidationOptions, validate

    asked, needed = named(rows), named(must_hold)
    options = ValidationOptions(pairs, draws, first_seed=first_seed)
    ready(out)
    with counting("validation") as progress:
        table = validate(
            asked or None,
            replace(QUICK, first_seed=first_seed) if quick else options,
            cluster=cluster,
            progress=progress,
        )
    present_validation(table, out, as_json)
    if table.stopped:
        raise RunInterrupted("stopped; the table shows what was done until then")
    if failed := not_holding(table, needed):
        leave(1, f"must hold and does not: {', '.join(failed)}")


def sensitivity(
    scenario: ScenarioName = "analytics-outage",
    plans: Annotated[
        str, typer.Option(metavar="A,B,C", help="Plans whose ranking is asked for.")
    ] = "silence,broken-promises,interim-updates,honest-roadmap",
    trajectories: Annotated[int, typer.Option(min=2, max=1000, help="Paths of the screening.")] = 8,
    samples: Annotated[int, typer.Option(min=2, max=65_536, help="A power of 2.")] = 64,
    pairs: Annotated[int, typer.Option(min=2, max=1000, help="Seeds per setting.")] = 3,
    cluster: ClusterAddress = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Show which assumptions drive the peak, the duration and the ranking of plans."""
    from sim.scenario import load_scenario
    from sim.studies.sensitivity import sensitivity
    from sim.terminal.evidence import present_sensitivity
    from sim.terminal.progress import counting

    compared = chosen_plans(load_scenario(scenario), plans)
    ready(out)
    with counting("sensitivity") as progress:
        study = sensitivity(
            scenario, compared, trajectories, samples, pairs, progress=progress, cluster=cluster
        )
    present_sensitivity(study, out, as_json)
