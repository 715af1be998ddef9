"""Commands that play exercises: alone in the terminal, or with teams in their browsers."""

# ruff: noqa: PLC0415 (imports inside commands: see the package)

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.messages import MessageTableOptions
from sim.commands.options import (
    LARGEST_SEED,
    MOST_SEEDS,
    BrandFile,
    Out,
    ScenarioName,
    with_ties_told,
)
from sim.errors import InputError
from sim.files import ready
from sim.language.typesetting import Language

if TYPE_CHECKING:
    from sim.scenario import Scenario

MISSING = (
    "workshops in browsers need NiceGUI and segno with all that these need ({missing} is missing); "
    "install them with: "
    "pip install 'shitstorm-sim[workshop]'"
)


@dataclass(frozen=True, slots=True)
class ExerciseOptions:
    """Language, seed and pairs of an exercise."""

    language: Annotated[Language, typer.Option(help="Language of the exercise.")] = "en"
    seed: Annotated[
        int | None,
        typer.Option(min=0, max=LARGEST_SEED, help="Seed of chance. Default: the exercise's own."),
    ] = None
    seeds: Annotated[
        int, typer.Option(min=2, max=MOST_SEEDS, help="Pairs behind each figure of the debrief.")
    ] = 30

    def seed_for(self, story: "Scenario") -> int:
        """Return the seed that was given, or the exercise's own."""
        if self.seed is not None:
            return self.seed
        return story.exercise.seed if story.exercise is not None else 0


@dataclass(frozen=True, slots=True)
class RoomOptions:
    """Folder and address of a room."""

    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8080
    host: Annotated[str, typer.Option(help="Address to listen on. Default: all.")] = "0.0.0.0"
    folder: Annotated[
        Path, typer.Option(metavar="DIR", help="Where rooms are kept and continued.")
    ] = Path("workshop-rooms")
    teams: Annotated[int, typer.Option(min=0, max=8, help="Teams at the start.")] = 3
    new: Annotated[bool, typer.Option("--new", help="Open another room.")] = False
    room: Annotated[
        str | None, typer.Option(metavar="ROOM", help="Continue this room, as it was opened.")
    ] = None
    brand: BrandFile = None
    name: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Own name that leads here, or its https address behind a proxy.",
        ),
    ] = None


def play(
    scenario: ScenarioName,
    exercise: ExerciseOptions,
    tables: MessageTableOptions,
    script: Annotated[
        Path | None, typer.Option(metavar="ANSWERS.toml", help="Decisions from a file.")
    ] = None,
    log: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep it here, and continue from here.")
    ] = None,
    sheets: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Only write briefing and cards to print.")
    ] = None,
    out: Out = None,
    brand: BrandFile = None,
) -> None:
    """Play a scenario's exercise in the terminal, up to the debrief."""
    if brand is not None and sheets is None and out is None:
        raise InputError(f"--brand {brand} is for pages to print here; add --sheets or --out")
    if tables.exchange(scenario, exercise.language):
        return
    import sim
    from sim.brand import read_brand
    from sim.exercise.debrief.handout import save_sheets
    from sim.language.speech import Speech
    from sim.workshop.terminal.play import play as play_to_the_end

    story = to_be_played(scenario, with_ties_told(sim.load_scenario(scenario)))
    shown = None if brand is None else read_brand(brand)
    if sheets is not None:
        file = save_sheets(story, exercise.language, sheets, shown)
        print(Speech(exercise.language).say("terminal.sheets_in", file=file))
        return
    ready(out, "play")
    seed, language = exercise.seed_for(story), exercise.language
    play_to_the_end(story, seed, language, exercise.seeds, script, log, out, shown)


def workshop(
    exercise: ExerciseOptions,
    room: RoomOptions,
    scenario: Annotated[
        str | None,
        typer.Argument(metavar="SCENARIO", help="A shipped scenario's name, or a .toml file."),
    ] = None,
    forget: Annotated[
        str | None, typer.Option(metavar="ROOM", help="Delete a room and all its files.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before deleting.")] = False,
) -> None:
    """Play a scenario's exercise with teams, on phones in the same network."""
    try:
        from sim.workshop.web.running import RoomSettings, forget_room, run
    except ModuleNotFoundError as missing:
        if (package := (missing.name or "sim").split(".")[0]) == "sim":
            raise
        raise InputError(MISSING.format(missing=package)) from None
    if forget is not None:
        from sim.language.speech import Speech

        say = Speech(exercise.language, tables=("terminal",)).say
        if not yes:
            typer.confirm(say("room_forget", room=forget), abort=True)
        forget_room(room.folder, forget)
        print(say("room_forgotten", room=forget))
        return
    if scenario is None:
        raise InputError("which scenario? `shitstorm list` names those with an exercise")
    import sim

    story = to_be_played(scenario, with_ties_told(sim.load_scenario(scenario)))
    settings = RoomSettings(**asdict(room))
    run(story, exercise.language, exercise.seed_for(story), exercise.seeds, settings)


def to_be_played(name: str, story: "Scenario") -> "Scenario":
    """Return a scenario that has an exercise. Raises ``RefusedError`` for any other."""
    from sim.exercise.refusals import RefusedError

    if story.exercise is None:
        raise RefusedError(
            f"{name} has no [exercise], so it cannot be played; add one, or name a scenario that "
            "has one (`shitstorm list` says which)"
        )
    return story
