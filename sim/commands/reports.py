"""The commands that write reports, and the slides of a debrief."""

# ruff: noqa: PLC0415 (imports inside commands: see the package)

import shlex
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


def debrief(
    room: Annotated[
        Path,
        typer.Argument(
            metavar="DIR",
            help="The folder of a room, what play wrote with --out, or a debrief.json.",
        ),
    ],
    pptx: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the slides here; else DIR/debrief.pptx."),
    ] = None,
    brand: BrandFile = None,
) -> None:
    """Make slides of the debrief of an exercise that is over, in its language."""
    from sim.exercise.debrief.kept import read_debrief, whole_debrief
    from sim.files import is_folder
    from sim.language.speech import Speech
    from sim.reports.slides.place import ready_slides
    from sim.terminal.progress import waiting

    results, started = read_debrief(room)
    file = pptx or (room if is_folder(room) else room.parent) / "debrief.pptx"
    ready_slides(file)
    shown = None if brand is None else read_brand(brand)
    from sim.exercise.debrief.slides import debrief_slides

    told = ["shitstorm", "debrief", str(room), "--pptx", file.name]
    told += ["--brand", str(brand)] if brand is not None else []
    say = Speech(results.language, tables=("terminal",)).say
    with waiting(say("writing_slides", title=results.title), results.language), whole_debrief(room):
        debrief_slides(results, started, file, shlex.join(told), shown)
    print(say("slides_in", file=file))
