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
    from sim.language.speech import Speech
    from sim.reports import write_gif, write_report
    from sim.terminal.progress import counting, waiting

    if gif and out is not None and out.suffix == ".gif":
        raise InputError(f"{out} cannot be both the page and the picture; name it .html")
    shown = None if brand is None else read_brand(brand)
    say = Speech(language, tables=("terminal",)).say
    with waiting(say("writing_report", folder=folder), language):
        file = write_report(folder, language, out, shown)
    print(say("report_in", file=file))
    if gif:
        moving = file.with_suffix(".gif")
        with counting(say("frames_of", file=moving.name), language) as progress:
            write_gif(folder, language, moving, progress)
        print(say("picture_in", file=moving))
