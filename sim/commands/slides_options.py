"""Options of commands that write slides, and the command that stands in their notes."""

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from sim.commands.options import RunOptions, SpokenOptions


@dataclass(frozen=True, slots=True)
class SlidesOptions(SpokenOptions):
    """A folder, a form and a language for results, and a file for slides."""

    pptx: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write slides with editable charts to this .pptx file."),
    ] = None


def same_again(command: str, scenario: RunOptions, output: SlidesOptions, **options: object) -> str:
    """Return the line of the shell that makes the same slides."""
    told = ["shitstorm", command, scenario.scenario]
    for replaced in scenario.replaced or []:
        told += ["--set", replaced]
    for name, value in {**options, "engine": scenario.engine, "language": output.language}.items():
        if value is not False:
            told += [f"--{name}"] if value is True else [f"--{name}", str(value)]
    return shlex.join([*told, "--pptx", output.pptx.name if output.pptx else "slides.pptx"])
