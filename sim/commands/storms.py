"""Commands that run storms: run, compare and rerun."""

# ruff: noqa: PLC0415 (imports inside commands: see the package)

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.options import (
    LARGEST_SEED,
    MOST_SEEDS,
    ExecutionOptions,
    RunOptions,
    SpokenOptions,
    chosen_plans,
    named,
)
from sim.commands.slides_options import SlidesOptions, same_again
from sim.errors import InputError, ProvenanceError
from sim.files import clear_away, read_provenance, ready, unfinished


def run(
    scenario: RunOptions,
    output: SlidesOptions,
    plan: Annotated[str | None, typer.Option(help="The plan to follow.")] = None,
    seed: Annotated[int, typer.Option(min=0, max=LARGEST_SEED, help="Seed of chance.")] = 0,
) -> None:
    """Simulate one plan once and show what came of it."""
    import sim
    from sim.language.speech import Speech
    from sim.reports.slides.place import ready_slides
    from sim.terminal.progress import waiting
    from sim.terminal.runs import present_record
    from sim.terminal.showing import say_where

    story = scenario.load()
    if plan is None:
        raise InputError(f"which plan? add --plan with one of: {', '.join(story.plans)}")
    followed = story.plan(plan).name
    ready_slides(output.pptx)
    brand = output.shown_brand()
    ready(output.out, "run")
    speech, plan_title = Speech(output.language), story.plan(followed).titled(output.language)
    with waiting(f"{speech.labelled(story.titled(output.language))} {plan_title}", output.language):
        record = sim.simulate(story, plan=followed, seed=seed, engine=scenario.engine)
    present_record(record, output.out, output.as_json, output.language)
    if output.pptx is not None:
        from sim.reports.slides import run_slides

        again = same_again("run", scenario, output, plan=followed, seed=seed)
        run_slides(record, output.pptx, output.language, again, brand)
        if not output.as_json:
            say_where(output.pptx, output.language)


def compare(
    scenario: RunOptions,
    execution: ExecutionOptions,
    output: SlidesOptions,
    plans: Annotated[
        str | None, typer.Option(metavar="A,B,C", help="Plans to compare; all by default.")
    ] = None,
    seeds: Annotated[int, typer.Option(min=1, max=MOST_SEEDS, help="Runs per plan.")] = 200,
    series: Annotated[
        str | None, typer.Option(metavar="A,B", help="Series to keep; all by default.")
    ] = None,
    uncertain: Annotated[
        bool, typer.Option("--uncertain", help="Spread the runs over plausible models.")
    ] = False,
) -> None:
    """Simulate several plans many times, on the same people and the same chance.

    With --out an interrupted comparison goes on where it was, by the same command.
    """
    import sim
    from sim.language.speech import Speech
    from sim.reports.slides.place import ready_slides
    from sim.terminal.progress import counting
    from sim.terminal.runs import present_ensemble
    from sim.terminal.showing import say_where

    story = scenario.load()
    compared = chosen_plans(story, plans)
    ready_slides(output.pptx)
    brand = output.shown_brand()
    ready(output.out, "compare")
    told = Speech(output.language).say(
        "terminal.comparing", title=story.titled(output.language), plans=len(compared), runs=seeds
    )
    with counting(told, output.language) as progress:
        ensemble = sim.compare(
            story,
            plans=compared,
            seeds=seeds,
            engine=scenario.engine,
            progress=progress,
            series=named(series),
            execution=execution.execution(unfinished(output.out)),
            uncertain=uncertain,
        )
    present_ensemble(ensemble, output.out, output.as_json, output.language)
    clear_away(unfinished(output.out))
    if output.pptx is not None:
        from sim.reports.slides import comparison_slides

        again = same_again(
            "compare", scenario, output, plans=",".join(compared), seeds=seeds, uncertain=uncertain
        )
        comparison_slides(ensemble, output.pptx, output.language, again, brand)
        if not output.as_json:
            say_where(output.pptx, output.language)


def rerun(
    provenance: Annotated[Path, typer.Argument(metavar="PROVENANCE.json")],
    output: SpokenOptions,
) -> None:
    """Repeat a run from its provenance.json alone."""
    import sim
    from sim.language.speech import Speech
    from sim.terminal.progress import waiting
    from sim.terminal.runs import present_record

    origin = read_provenance(provenance)
    ready(output.out, "run")
    told = Speech(output.language).say("terminal.repeating", file=provenance)
    with waiting(told, output.language):
        try:
            record = sim.rerun(origin)
        except InputError as wrong:
            raise ProvenanceError(f"{provenance}: {wrong}") from None
    present_record(record, output.out, output.as_json, output.language)
