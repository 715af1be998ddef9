"""Running storms: one plan once, several plans many times, a run again."""

# ruff: noqa: PLC0415 (imports inside commands: see the package)

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.options import (
    LARGEST_SEED,
    MOST_SEEDS,
    AsJson,
    ClusterAddress,
    Engine,
    EngineName,
    Out,
    Replaced,
    ScenarioName,
    chosen_plans,
    named,
    replacements,
)
from sim.errors import InputError
from sim.files import clear_away, read_provenance, ready, unfinished


def run(
    scenario: ScenarioName,
    plan: Annotated[str | None, typer.Option(help="The plan to follow.")] = None,
    seed: Annotated[int, typer.Option(min=0, max=LARGEST_SEED, help="Seed of chance.")] = 0,
    replaced: Replaced = None,
    engine: EngineName = Engine.compiled,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Simulate one plan once and show what came of it."""
    import sim
    from sim.terminal.progress import waiting
    from sim.terminal.runs import present_record

    story = sim.load_scenario(scenario, set=replacements(replaced))
    if plan is None:
        raise InputError(f"which plan? add --plan with one of: {', '.join(story.plans)}")
    followed = story.plan(plan).name
    ready(out)
    with waiting(f"{story.title}: {followed}"):
        record = sim.simulate(story, plan=followed, seed=seed, engine=engine.value)
    present_record(record, out, as_json)


def compare(
    scenario: ScenarioName,
    plans: Annotated[
        str | None, typer.Option(metavar="A,B,C", help="Plans to compare; all by default.")
    ] = None,
    seeds: Annotated[int, typer.Option(min=1, max=MOST_SEEDS, help="Runs per plan.")] = 200,
    replaced: Replaced = None,
    series: Annotated[
        str | None, typer.Option(metavar="A,B", help="Series to keep; all by default.")
    ] = None,
    engine: EngineName = Engine.compiled,
    cluster: ClusterAddress = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Simulate several plans many times, on the same people and the same chance.

    With --out an interrupted comparison goes on where it was, by the same command.
    """
    import sim
    from sim.terminal.progress import counting
    from sim.terminal.runs import present_ensemble

    story = sim.load_scenario(scenario, set=replacements(replaced))
    compared = chosen_plans(story, plans)
    ready(out)
    with counting(f"{story.title}: {len(compared)} plans × {seeds} runs") as progress:
        ensemble = sim.compare(
            story,
            plans=compared,
            seeds=seeds,
            engine=engine.value,
            progress=progress,
            series=named(series),
            execution=sim.Execution(cluster=cluster, folder=unfinished(out)),
        )
    present_ensemble(ensemble, out, as_json)
    clear_away(unfinished(out))


def rerun(
    provenance: Annotated[Path, typer.Argument(metavar="PROVENANCE.json")],
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Repeat a run from its provenance.json alone."""
    from sim.api import rerun as again
    from sim.terminal.progress import waiting
    from sim.terminal.runs import present_record

    origin = read_provenance(provenance)
    ready(out)
    with waiting(f"the run of {provenance}"):
        record = again(origin)
    present_record(record, out, as_json)
