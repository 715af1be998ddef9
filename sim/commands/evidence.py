"""The commands that test what the model rests on: validate and sensitivity."""

# ruff: noqa: PLC0415 (imports inside commands: see the package)

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from sim.commands.ending import leave
from sim.commands.options import (
    MOST_SEEDS,
    ExecutionOptions,
    ScenarioName,
    SpokenOptions,
    chosen_plans,
    in_its_language,
    named,
    with_ties_told,
)
from sim.errors import InputError, RunInterrupted
from sim.files import clear_away, ready, unfinished


@dataclass(frozen=True, slots=True)
class SampleOptions:
    """The runs on which rows are tested."""

    pairs: Annotated[int, typer.Option(min=2, max=MOST_SEEDS, help="Pairs of runs.")] = 200
    draws: Annotated[
        int, typer.Option(min=0, max=10_000, help="Joint draws of all assumptions; 0 for none.")
    ] = 200
    first_seed: Annotated[
        int,
        typer.Option(min=0, max=10**9, help="First seed; the defaults were searched on others."),
    ] = 0
    uncertain: Annotated[
        bool, typer.Option("--uncertain", help="Draw plausible models, not whole ranges.")
    ] = False
    quick: Annotated[bool, typer.Option(help="24 pairs and no draws: a minute and a half.")] = False


@in_its_language
def validate(
    execution: ExecutionOptions,
    output: SpokenOptions,
    sample: SampleOptions,
    rows: Annotated[
        str | None, typer.Option(metavar="S1,L4", help="Rows to test; all by default.")
    ] = None,
    parameters: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="TOML file with a table [parameters] to judge."),
    ] = None,
    must_hold: Annotated[
        str | None, typer.Option(metavar="S3,S5", help="Exit with 1 unless these rows hold.")
    ] = None,
) -> None:
    """Test what is known about firestorms against the model. Rows that fail are shown.

    With --language tables, slides and validation.md are in it; JSON and CSV stay in English.
    Stopped by Ctrl-C, it shows the rows that it has tested. With --out, the same command goes on.
    """
    from sim.language.spoken import say
    from sim.language.told import Told
    from sim.terminal.evidence import not_holding, present_validation
    from sim.terminal.progress import counting
    from sim.validation.parameter_file import parameters_in
    from sim.validation.validate import QUICK, ValidationOptions, validate

    out, numbers = output.out, named(rows)
    values = parameters_in(parameters) if parameters else {}
    options = ValidationOptions(
        sample.pairs, sample.draws, first_seed=sample.first_seed,
        parameters=values, uncertain=sample.uncertain,
    )  # fmt: skip
    ready(out, "validate")
    with counting(say("validation.progress"), output.language) as progress:
        table = validate(
            numbers or None,
            replace(QUICK, first_seed=sample.first_seed, parameters=values)
            if sample.quick
            else options,
            execution.execution(unfinished(out)),
            progress,
        )
    present_validation(table, out, output.as_json)
    if table.stopped:
        raise RunInterrupted(
            Told("validation.stopped" if out is None else "validation.stopped_kept")
        )
    clear_away(unfinished(out))
    if failed := not_holding(table, named(must_hold)):
        leave(1, say("validation.must_hold", rows=", ".join(failed)))


@in_its_language
def sensitivity(
    execution: ExecutionOptions,
    output: SpokenOptions,
    scenario: ScenarioName = "analytics-outage",
    plans: Annotated[
        str, typer.Option(metavar="A,B,C", help="Plans whose ranking is asked for.")
    ] = "silence,broken-promises,interim-updates,honest-roadmap",
    trajectories: Annotated[int, typer.Option(min=2, max=1000, help="Paths of the screening.")] = 8,
    samples: Annotated[int, typer.Option(min=2, max=65_536, help="A power of 2.")] = 64,
    pairs: Annotated[int, typer.Option(min=2, max=1000, help="Seeds per setting.")] = 3,
) -> None:
    """Show which assumptions drive the peak, the duration and the ranking of plans.

    With --language all that is shown is in it; the columns of CSV files and JSON stay in English.
    """
    from sim.language.spoken import say
    from sim.language.told import Told
    from sim.scenario import load_scenario
    from sim.studies.execute import run_study, sensitivity_study
    from sim.terminal.evidence import present_sensitivity
    from sim.terminal.progress import counting

    story = with_ties_told(load_scenario(scenario))
    compared = chosen_plans(story, plans)
    if len(compared) < 2:
        known = ", ".join(story.plans)
        raise InputError(Told("drivers.few_plans", given=plans, plans=known))
    if samples & (samples - 1):
        raise InputError(Told("drivers.not_a_power", given=samples))
    study = sensitivity_study(
        scenario, compared, trajectories=trajectories, samples=samples, seeds=pairs
    )
    ready(output.out, "sensitivity")
    with counting(say("drivers.progress"), output.language) as progress:
        result = run_study(study, execution.execution(unfinished(output.out)), progress)
    finding = study.spec.conclude(result.runs)
    present_sensitivity(finding.chart_data["result"], output.out, output.as_json)
    clear_away(unfinished(output.out))
