"""How things are measured, and what a line of the table says."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent

Work = Callable[[], Callable[[], object]]
"""Prepares something, and returns what is to be measured."""

Clock = Callable[[], float]
cpu: Clock = time.thread_time
"""Seconds for which one core worked on it: others on the machine hardly disturb that."""
wall: Clock = time.perf_counter


@dataclass(frozen=True)
class Line:
    """One line of the table; ``met`` is None where there is no target."""

    what: str
    measured: str
    target: str = ""
    met: bool | None = None


Lines = Iterator[Line]


def medians(works: Mapping[str, Work], times: int = 5, clock: Clock = cpu) -> dict[str, float]:
    """Median seconds of each, taken in turns so that a busy moment hits all alike."""
    spent: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(times):
        for name, prepare in works.items():
            spent[name].append(seconds(prepare(), clock))
    return {name: statistics.median(some) for name, some in spent.items()}


def seconds(run: Callable[[], object], clock: Clock = cpu) -> float:
    """How long this takes."""
    begin = clock()
    run()
    return clock() - begin


def at_least(what: str, measured: float, target: float, unit: str = "") -> Line:
    """A line whose number should not be lower than the target."""
    return Line(what, f"{shown(measured)}{unit}", f"≥ {target:g}{unit}", measured >= target)


def at_most(what: str, measured: float, target: float, unit: str = "") -> Line:
    """A line whose number should not be higher than the target."""
    return Line(what, f"{shown(measured)}{unit}", f"≤ {target:g}{unit}", measured <= target)


def shown(number: float) -> str:
    """Three digits or so."""
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def in_fresh_process(module: str, *words: str, **environment: str) -> dict[str, Any]:
    """What a module of these benchmarks prints as JSON in its last line, run by itself."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.benchmarks.{module}", *words],
        cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{module} {' '.join(words)} ended with:\n{done.stderr[-2000:]}")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def middle(answers: list[dict[str, Any]], name: str) -> float:
    """Median of one number over several answers."""
    return statistics.median(answer[name] for answer in answers)
