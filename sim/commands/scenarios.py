"""Commands on scenario files: check, schema, new and list."""

# ruff: noqa: PLC0415 (imports inside commands: see the package)

import json
from pathlib import Path
from typing import Annotated

import typer

from sim.commands.ending import note
from sim.errors import InputError
from sim.files import write
from sim.language.typesetting import Language


def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A scenario file, or a name.")],
    trial: Annotated[
        bool, typer.Option(help="Try each plan, and each round of an exercise.")
    ] = True,
    language: Annotated[
        Language, typer.Option(help="Language of the mistakes and of the trial.")
    ] = "en",
) -> None:
    """Check a scenario file, show every mistake where it stands, try the plans and rounds."""
    from sim.community.files import told
    from sim.exercise.debrief.rehearsal import rounds_said
    from sim.language.heard import problem_in
    from sim.language.speech import Speech
    from sim.scenario import load_scenario
    from sim.scenario.loading import cautions_about
    from sim.terminal import trial as trials
    from sim.terminal.progress import waiting

    story, say = load_scenario(file), Speech(language, tables=("trial",)).say
    ties = told(story.community)
    for caution in cautions_about(file):
        print(note(problem_in(caution, language)))
    for sentence in ties:
        print(note(sentence))
    plans = ", ".join(trials.named(plan, language) for plan in story.plans.values())
    print(say("sound", file=file, title=story.titled(language), plans=plans))
    if not trial:
        return
    if not trials.is_quick(story):
        print(say("too_many", file=file))
        return
    with waiting(say("underway"), language):
        tried = trials.try_out(story)
    for line in trials.told(tried, language):
        print(line)
    for line in rounds_said(story, language):
        print(line, flush=True)


def schema(
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it to this file.")] = None,
) -> None:
    """Print the JSON schema of scenario files, for editors."""
    from sim.scenario.schema import json_schema

    document = json_schema()
    for part in document["$defs"].values():
        if {"en", "de", "fr"} <= part.get("properties", {}).keys():  # any one language will do
            part["required"] = [key for key in part["required"] if key != "en"]
    text = json.dumps(document, indent=2, ensure_ascii=False)
    if out is None:
        print(text)
    else:
        write(out, text + "\n")


def new(
    file: Annotated[Path, typer.Argument(metavar="[FILE]")] = Path("my-scenario.toml"),
    force: Annotated[bool, typer.Option(help="Replace an existing file.")] = False,
    exercise: Annotated[
        bool, typer.Option("--exercise", help="With an exercise for teams, ready to play.")
    ] = False,
    language: Annotated[
        Language, typer.Option(help="Language of its comments; texts of all three are in it.")
    ] = "en",
) -> None:
    """Write a commented scenario to start from."""
    from sim.exercise.starter import exercise_starter, scenario_starter
    from sim.language.speech import Speech

    say = Speech(language, tables=("new",)).say
    if file.exists() and not force:
        raise InputError(say("exists", file=file))
    write(file, exercise_starter(language) if exercise else scenario_starter(language))
    option = "" if language == "en" else f" --language {language}"
    print(say("written", file=file, option=option))
    if exercise:
        print(say("to_play", file=file, option=option))


def list_(
    responses: Annotated[bool, typer.Option("--responses", help="What a company can do.")] = False,
    parameters: Annotated[bool, typer.Option("--parameters", help="What the rules use.")] = False,
    measures: Annotated[bool, typer.Option("--measures", help="What is measured.")] = False,
    studies: Annotated[bool, typer.Option("--studies", help="Questions with a study.")] = False,
    language: Annotated[Language, typer.Option(help="Language of the lists.")] = "en",
) -> None:
    """List the shipped scenarios, or what else there is to choose from."""
    from sim.terminal import catalogues

    if not (responses or parameters or measures or studies):
        catalogues.show_scenarios(language)
    if responses:
        catalogues.show_responses(language)
    if parameters:
        catalogues.show_parameters(language)
    if measures:
        catalogues.show_measures(language)
    if studies:
        catalogues.show_studies(language)
