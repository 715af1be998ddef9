"""How soon the lab answers a change: the curve of one run, then pairs of runs.

A promise of the case is moved, one change after the other, as somebody who tries things does.
"""

import asyncio
import tempfile
import time
from pathlib import Path

import numpy as np
import psutil

from sim.lab import edits
from sim.lab.answers import GOOD
from sim.lab.web.book import Book
from sim.scenario.library import find
from tests.benchmarks.measuring import Line, Lines, at_most

CHANGES, QUICK_CHANGES = 200, 20
START = 156.0


def lines(quick: bool) -> Lines:
    """Medians and 95 % quantiles over a row of changes, and what they leave in memory."""
    number = QUICK_CHANGES if quick else CHANGES
    with tempfile.TemporaryDirectory() as folder:
        firsts, pairs, memory = asyncio.run(_changed(Path(folder), number))
    for what, times, target in (("curve of one run", firsts, 0.1), ("50 pairs", pairs, 1.0)):
        yield at_most(f"{what} after a change: median", float(np.median(times)), target, " s")
        yield Line(f"{what} after a change: 95 %", f"{np.quantile(times, 0.95):.2f} s")
    half = len(memory) // 2
    yield Line(
        f"memory, second half of {number} changes against the first",
        f"{(np.mean(memory[half:]) - np.mean(memory[:half])) / 1e6:+.0f} MB",
    )


async def _changed(folder: Path, number: int) -> tuple[list[float], list[float], list[int]]:
    """Move a promise again and again, and wait each time for fifty pairs."""
    text = find("analytics-outage").read_text(encoding="utf-8")
    book = Book("case", text, folder / "case.toml", folder / "case.jsonl")
    book.most = GOOD
    begun, first, done = 0.0, [], asyncio.Event()

    def watch(what: str) -> None:
        if what == "one":
            first.append(time.perf_counter() - begun)
        if what == "pairs" and book.pairs is not None and book.pairs.number >= GOOD:
            done.set()

    await book.choose(plan="as-it-happened", rival="silence")
    book.watch(watch)
    firsts, pairs, memory = [], [], []
    for change in range(number):
        to = 20.0 + (change * 7 % 48) / 2 + change % 4 / 4
        first.clear()
        done.clear()
        begun = time.perf_counter()
        await book.edit(edits.moved("as-it-happened", 2, to, START))
        await asyncio.wait_for(done.wait(), 120)
        firsts.append(first[0])
        pairs.append(time.perf_counter() - begun)
        memory.append(psutil.Process().memory_info().rss)
    return firsts, pairs, memory
