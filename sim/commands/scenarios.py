"""Commands on scenario files: check, schema, new and list."""

# ruff: noqa: PLC0415 (imports inside commands: see the package)

import json
from pathlib import Path
from typing import Annotated

import typer

from sim.errors import InputError
from sim.files import write


def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A scenario file, or a name.")],
) -> None:
    """Check a scenario file and show every mistake where it stands."""
    from sim.community.files import told
    from sim.scenario import load_scenario
    from sim.scenario.loading import cautions_about

    story = load_scenario(file)
    ties = told(story.community)
    for caution in cautions_about(file):
        print(f"note: {caution}")
    for sentence in ties:
        print(f"note: {sentence}")
    print(f"{file} is sound: {story.title}; plans: {', '.join(story.plans)}")


def schema(
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it to this file.")] = None,
) -> None:
    """Print the JSON schema of scenario files, for editors."""
    from sim.scenario.schema import json_schema

    text = json.dumps(json_schema(), indent=2, ensure_ascii=False)
    if out is None:
        print(text)
    else:
        write(out, text + "\n")


def new(
    file: Annotated[Path, typer.Argument(metavar="[FILE]")] = Path("my-scenario.toml"),
    force: Annotated[bool, typer.Option(help="Replace an existing file.")] = False,
) -> None:
    """Write a commented scenario to start from."""
    from sim.scenario.library import starter

    if file.exists() and not force:
        raise InputError(f"{file} exists; choose another name, or add --force to replace it")
    write(file, starter())
    print(f"{file} is written; change it, then: shitstorm check {file}")


def list_(
    responses: Annotated[bool, typer.Option("--responses", help="What a company can do.")] = False,
    parameters: Annotated[bool, typer.Option("--parameters", help="What the rules use.")] = False,
    measures: Annotated[bool, typer.Option("--measures", help="What is measured.")] = False,
    studies: Annotated[bool, typer.Option("--studies", help="Questions with a study.")] = False,
) -> None:
    """List the shipped scenarios, or what else there is to choose from."""
    from sim.terminal import catalogues

    if not (responses or parameters or measures or studies):
        catalogues.show_scenarios()
    if responses:
        catalogues.show_responses()
    if parameters:
        catalogues.show_parameters()
    if measures:
        catalogues.show_measures()
    if studies:
        catalogues.show_studies()
