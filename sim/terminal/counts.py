"""Show what was understood of a file of counts: three lines, notes and a small plot."""

import sys
from collections.abc import Sequence
from math import ceil, isnan
from typing import TYPE_CHECKING, Any, TextIO

from rich.bar import Bar
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from sim.language import spoken
from sim.terminal.showing import WIDE, show_json

if TYPE_CHECKING:
    from sim.fitting.clocks import PeopleClock
    from sim.fitting.counts import Counts
    from sim.fitting.observed import ObservedStorm

BAR_WIDTH = 40
SPARK, SPARK_ASCII = "▁▂▃▄▅▆▇█", "_.-=*#"
"""Signs of a plot of one line, the lowest first."""


def show_counts(
    counts: "Counts", storm: "ObservedStorm | None", stream: TextIO, small: bool = False
) -> None:
    """Print what was understood of a file. ``storm`` is None where no fit can use it."""
    from sim.fitting.counts.understood import three_lines  # noqa: PLC0415 (pandas is slow to load)

    console = Console(file=stream, width=None if stream.isatty() else WIDE, soft_wrap=True)
    for line in three_lines(counts):
        console.print(Text(spoken.told(line)))
    for note in counts.notes if storm is None else storm.notes:
        if note not in counts.times.zone:
            console.print(Text(spoken.say("fitting.note", note=spoken.told(note))))
    console.print(_spark(counts, console) if small else _plot(counts, storm, console))
    console.print()


def _plot(counts: "Counts", storm: "ObservedStorm | None", console: Console) -> Table:
    """Return a bar for each day, or for each stretch of time in a longer file."""
    from sim.fitting.counts.understood import place_of, volume_bars  # noqa: PLC0415

    bars = volume_bars(counts)
    highest = max((bar.volume for bar in bars if not isnan(bar.volume)), default=0.0)
    plot = Table.grid(padding=(0, 1))
    plot.add_column()
    plot.add_column(width=BAR_WIDTH)
    plot.add_column(justify="right")
    plot.add_column()
    marked = None if storm is None else place_of(bars, _local_start(counts, storm))
    for place, bar in enumerate(bars):
        figure = spoken.say("fitting.unknown_volume") if isnan(bar.volume) else _volume(bar.volume)
        mark = spoken.say("fitting.day_0") if place == marked else ""
        plot.add_row(Text(bar.label), _bar(bar.volume, highest, console), Text(figure), Text(mark))
    return plot


def _volume(volume: float) -> str:
    """Return a count, with all its digits."""
    return spoken.written(volume, f"{volume:,.10g}")


def clock_said(clock: "PeopleClock") -> str:
    """Say which clock the people behind a storm have, and where it comes from."""
    from sim.fitting.clocks import FLAT, LEAST_HOURS  # noqa: PLC0415 (pandas is slow to load)

    why, flat = f"fitting.clock_{clock.basis}", spoken.say("fitting.zone_flat")
    values: dict[str, dict[str, object]] = {
        "short": {"hours": LEAST_HOURS},
        "estimated": {
            "share": spoken.percent(clock.explained),
            "swing": spoken.written(round(clock.swing, 1), f"{clock.swing:.1f}"),
        },
    }
    zone = flat if clock.zone == FLAT else clock.zone
    said = spoken.say(why, **values.get(clock.basis, {}))
    return spoken.say("fitting.people_time", zone=zone, why=said)


def _bar(volume: float, highest: float, console: Console) -> RenderableType:
    if isnan(volume) or highest <= 0:
        return ""
    if not console.encoding.startswith("utf"):
        return "#" * round(volume / highest * BAR_WIDTH)
    return Bar(highest, 0, volume, width=BAR_WIDTH)


def _local_start(counts: "Counts", storm: "ObservedStorm") -> int:
    """Return the beginning of day 0 on the clock of the file, in milliseconds since 1970."""
    ahead = int(counts.local[0] - counts.utc[0])
    return round(storm.started.timestamp() * 1000) + ahead


def show_all(several: "Sequence[Counts]", as_json: bool, dry_run: bool) -> None:
    """Print what was understood of several files, each with a plot of one line."""
    from sim.fitting.observed import storm_of  # noqa: PLC0415 (pandas is slow to load)

    storms = [storm_of(counts) for counts in several]
    if as_json and dry_run:
        show_json([counts_as_values(*each) for each in zip(several, storms, strict=True)])
        return
    for counts, storm in zip(several, storms, strict=True):
        show_counts(counts, storm, stream_for(as_json), small=True)


def _spark(counts: "Counts", console: Console) -> Text:
    """Return a plot of one line: a sign for each stretch of time, higher for more."""
    from sim.fitting.counts.understood import volume_bars  # noqa: PLC0415

    bars = volume_bars(counts)
    signs = SPARK if console.encoding.startswith("utf") else SPARK_ASCII
    highest = max((bar.volume for bar in bars if not isnan(bar.volume)), default=0.0) or 1.0
    drawn = "".join(
        " " if isnan(bar.volume) else signs[ceil(bar.volume / highest * (len(signs) - 1))]
        for bar in bars
    )
    return Text(
        spoken.say("counts.spark", first=bars[0].label, plot=drawn, last=bars[-1].label,
                   highest=_volume(highest))
    )  # fmt: skip


def counts_as_values(counts: "Counts", storm: "ObservedStorm | None") -> dict[str, Any]:
    """Return what was understood of a file as plain values."""
    from sim.fitting.counts.understood import three_lines, volume_bars  # noqa: PLC0415

    return {
        "file": str(counts.path),
        "understood": list(three_lines(counts)),
        "rows_are": counts.unit.name,
        "notes": list(counts.notes if storm is None else storm.notes),
        "volumes": {bar.label: bar.volume for bar in volume_bars(counts)},
        "day_0": None if storm is None else storm.started.isoformat(),
        "days": None if storm is None else [float(day) for day in storm.days],
    }


def stream_for(as_json: bool) -> TextIO:
    """Return where to show what was understood: beside JSON, not within it."""
    return sys.stderr if as_json else sys.stdout
