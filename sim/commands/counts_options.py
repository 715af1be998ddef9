"""Options that say how a file of counts is to be read, and the questions where they lack."""

# ruff: noqa: PLC0415 (imports inside commands: see the package)

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from sim.fitting.counts import Counts, CountsReading, OpenQuestion
    from sim.fitting.observed import ObservedStorm

DataFile = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", help="Counts of a storm, as an export gives them: CSV, text or .xlsx."
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show only what was understood of the file.")
]


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What a file of counts leaves open."""

    cumulative: Annotated[bool, typer.Option(help="The counts are a running total.")] = False
    numbers: Annotated[
        Literal["english", "german", "french"] | None,
        typer.Option(help="How numbers are written: 1,600.5, 1.600,5 or 1 600,5."),
    ] = None
    dates: Annotated[
        Literal["day-first", "month-first", "year-first"] | None,
        typer.Option(help="Order of dates such as 04/05/2023."),
    ] = None
    times_in: Annotated[
        str | None,
        typer.Option(metavar="ZONE", help="Zone of times that name none. Default: UTC."),
    ] = None
    time_column: Annotated[
        str | None, typer.Option(metavar="NAME", help="Column of the times.")
    ] = None
    count_column: Annotated[
        str | None,
        typer.Option(metavar="NAME", help='Column of the counts; "rows" if a row is one post.'),
    ] = None
    sheet: Annotated[str | None, typer.Option(metavar="NAME", help="Sheet of a workbook.")] = None
    gaps: Annotated[
        Literal["zero", "unknown"] | None,
        typer.Option(help="What hours and days without a row are. Default: the likelier one."),
    ] = None
    spikes: Annotated[
        Literal["replace", "keep"],
        typer.Option(help="What is done with a lonely spike twelve times both neighbours."),
    ] = "replace"
    dry_run: DryRun = False

    @property
    def reading(self) -> "CountsReading":
        """Return the answers."""
        from sim.fitting.counts import CountsReading

        return CountsReading(
            self.cumulative, self.numbers, self.dates, self.times_in, self.time_column,
            self.count_column, self.sheet, self.gaps, self.spikes,
        )  # fmt: skip

    def storms(self, paths: list[Path], least_hours: float, as_json: bool) -> "list[ObservedStorm]":
        """Read files, show what was understood, and return their storms.

        InputError, after what was understood, where no fit can use a file.
        """
        from sim.fitting.observed import storm_of
        from sim.terminal.counts import counts_as_values, show_counts, stream_for
        from sim.terminal.showing import show_json

        storms: list[ObservedStorm] = []
        values: list[dict[str, Any]] = []
        reading = self.reading
        for path in paths:
            counts = read_or_ask(path, reading)
            reading = counts.reading
            storm = fitting_storm(counts, least_hours)
            if as_json and self.dry_run:
                values.append(counts_as_values(counts, storm))
            else:
                show_counts(counts, storm, stream_for(as_json))
            # What no fit can use is shown first, then refused with its remedy.
            storms.append(storm or storm_of(counts, least_hours))
        if values:
            show_json(values)
        return storms


def fitting_storm(counts: "Counts", least_hours: float) -> "ObservedStorm | None":
    """Return the storm of a file, None if no fit can use it."""
    from sim.errors import InputError
    from sim.fitting.observed import storm_of

    try:
        return storm_of(counts, least_hours)
    except InputError:
        return None


def read_or_ask(path: Path, reading: "CountsReading") -> "Counts":
    """Read a file of counts. What it leaves open is asked in a terminal, else refused."""
    from sim.fitting.counts import OpenQuestion, read_counts

    while True:
        try:
            return read_counts(path, reading)
        except OpenQuestion as question:
            if not (sys.stdin.isatty() and sys.stderr.isatty()):
                raise
            reading = reading.answered(question.field, _answer(question))


def _answer(question: "OpenQuestion") -> str:
    """Ask a question in the terminal and return the answer."""
    from rich.console import Console
    from rich.prompt import Prompt

    from sim.language import spoken

    print(f"{question.path}: {spoken.told(question.question)}.", file=sys.stderr)
    for number, (answer, meaning) in enumerate(question.answers.items(), start=1):
        print(f"  {number}  {spoken.labelled(answer)} {spoken.told(meaning)}", file=sys.stderr)
    numbered = {str(number): answer for number, answer in enumerate(question.answers, start=1)}
    try:
        chosen = Prompt.ask(
            spoken.say("counts.which_one"), choices=list(numbered), console=Console(stderr=True)
        )
    except EOFError:
        raise question from None
    return numbered[chosen]
