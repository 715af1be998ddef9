"""The command that writes reports."""

# ruff: noqa: PLC0415 (imports inside commands: see the package)

from pathlib import Path
from typing import Annotated

import typer

from sim.brand import read_brand
from sim.commands.options import BrandFile
from sim.errors import InputError
from sim.language.typesetting import Language


def report(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="What run, compare or study wrote with --out.")
    ],
    language: Annotated[Language, typer.Option(help="Language of the report.")] = "en",
    out: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="Write it here; else DIR/report.html.")
    ] = None,
    brand: BrandFile = None,
    gif: Annotated[
        bool, typer.Option("--gif", help="Also the social graph as a moving picture.")
    ] = False,
) -> None:
    """Write one HTML page, to be read anywhere, from a folder of results."""
    from sim.reports import write_gif, write_report
    from sim.terminal.progress import counting, waiting

    if gif and out is not None and out.suffix == ".gif":
        raise InputError(f"{out} cannot be both the page and the picture; name it .html")
    shown = None if brand is None else read_brand(brand)
    with waiting(f"the report of {folder}"):
        file = write_report(folder, language, out, shown)
    print(f"The report is in {file}")
    if gif:
        moving = file.with_suffix(".gif")
        with counting(f"frames of {moving.name}") as progress:
            write_gif(folder, language, moving, progress)
        print(f"The moving picture is in {moving}")
