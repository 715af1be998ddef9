"""Options of commands that write slides, and the command that stands in their notes."""

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from sim.brand import Brand, read_brand
from sim.commands.options import BrandFile, RunOptions, SpokenOptions
from sim.errors import InputError


@dataclass(frozen=True, slots=True)
class SlidesOptions(SpokenOptions):
    """A folder, a form and a language for results, and a file for slides."""

    pptx: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write slides with editable charts to this .pptx file."),
    ] = None
    brand: BrandFile = None

    def shown_brand(self) -> Brand | None:
        """Return the brand of the slides. ``InputError`` if it is given without slides."""
        return brand_of_slides(self.brand, self.pptx)


def brand_of_slides(brand: Path | None, pptx: Path | None) -> Brand | None:
    """Return the brand in a file, None without one. ``InputError`` if there are no slides."""
    if brand is None:
        return None
    if pptx is None:
        raise InputError(f"--brand {brand} is for slides here; add --pptx slides.pptx")
    return read_brand(brand)


def same_again(command: str, scenario: RunOptions, output: SlidesOptions, **options: object) -> str:
    """Return the line of the shell that makes the same slides."""
    told = ["shitstorm", command, scenario.scenario]
    for replaced in scenario.replaced or []:
        told += ["--set", replaced]
    for name, value in {**options, "engine": scenario.engine, "language": output.language}.items():
        if value is not False:
            told += [f"--{name}"] if value is True else [f"--{name}", str(value)]
    if output.brand is not None:
        told += ["--brand", str(output.brand)]
    return shlex.join([*told, "--pptx", output.pptx.name if output.pptx else "slides.pptx"])
