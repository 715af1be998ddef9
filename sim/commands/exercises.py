"""Exercises: played alone in the terminal."""

# ruff: noqa: PLC0415 (imports inside commands: see the package)

from pathlib import Path
from typing import Annotated

import typer

from sim.commands.options import LARGEST_SEED, MOST_SEEDS, Out, ScenarioName, Spoken
from sim.files import ready


def play(
    scenario: ScenarioName,
    script: Annotated[
        Path | None, typer.Option(metavar="ANSWERS.toml", help="Decisions from a file.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=LARGEST_SEED, help="Seed of chance.")] = 0,
    language: Annotated[Spoken, typer.Option(help="Language of the exercise.")] = Spoken.en,
    seeds: Annotated[
        int, typer.Option(min=2, max=MOST_SEEDS, help="Pairs behind each figure of the debrief.")
    ] = 30,
    log: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep it here, and go on from here.")
    ] = None,
    sheets: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Only write briefing and cards to print.")
    ] = None,
    out: Out = None,
) -> None:
    """Play a scenario's exercise in the terminal, up to the debrief."""
    import sim
    from sim.workshop.handout import save_sheets
    from sim.workshop.play import play as play_to_the_end

    story = sim.load_scenario(scenario)
    if sheets is not None:
        print(f"The sheets to print are in {save_sheets(story, language.value, sheets)}")
        return
    ready(out)
    play_to_the_end(story, seed, language.value, seeds, script, log, out)
