"""Large pages: time and memory of one run, each in a process of its own.

``python -m tests.benchmarks.crowd PEOPLE TIES_PER_PERSON storm|calm`` measures
one run and prints it as JSON.
"""

import json
import resource
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from tests.benchmarks.case import CALM, STORM
from tests.benchmarks.measuring import Line, Lines, at_least, at_most, cpu, in_fresh_process, middle

MILLION = 1_000_000


def lines(quick: bool) -> Lines:
    """A million people; skipped where it has to be quick."""
    if quick:
        yield Line("1,000,000 people with 8,000,000 ties", "left out by --quick")
        return
    storms = [measured(MILLION, 8, "storm") for _ in range(5)]
    calms = [measured(MILLION, 8, "calm") for _ in range(5)]
    small = [measured(1800, 4, "storm") for _ in range(5)]
    what = "1,000,000 people, 8,000,000 ties"
    yield at_most(f"{what}: ties drawn", middle(storms, "draw_ties"), 4, " s")
    yield Line(f"{what}: people drawn", f"{middle(storms, 'draw_people'):.1f} s")
    yield at_most(f"{what}: 960 ticks in a full storm", middle(storms, "run_ticks"), 45, " s")
    cost, calm = middle(storms, "a_person_tick"), middle(calms, "a_person_tick")
    yield at_least(f"{what}: a calm week is cheaper", cost / calm, 10, " ×")
    yield at_most(f"{what}: bytes per person", middle(storms, "bytes_a_person"), 200, " B")
    yield at_most(
        "cost of a person-tick at 1,000,000 against 1,800 people",
        cost / middle(small, "a_person_tick"), 4, " ×",
    )  # fmt: skip


def huge_lines() -> Lines:
    """Ten million people, once."""
    run = measured(10 * MILLION, 5, "storm")
    what = "10,000,000 people, 50,000,000 ties, once"
    yield Line(f"{what}: ties drawn", f"{run['draw_ties']:.0f} s")
    yield Line(f"{what}: people drawn", f"{run['draw_people']:.0f} s")
    yield Line(f"{what}: 960 ticks in a full storm", f"{run['run_ticks']:.0f} s")
    yield at_most(f"{what}: peak memory", run["peak"] / 2**30, 24, " GiB")


def measured(people: int, ties: int, kind: str) -> dict[str, Any]:
    """One run in a process of its own."""
    return in_fresh_process("crowd", str(people), str(ties), kind)


def main(people: int, ties: int, kind: str) -> None:
    """Measure one run from its seed to its output in this process."""
    from sim.engines import compiled, setup
    from sim.scenario import load_scenario

    name, plan = STORM if kind == "storm" else CALM
    compiled.run(load_scenario(name), plan, 0)  # compiles, and loads what is loaded late
    size = {"community.people": people, "community.ties.ties_per_person": ties}
    scenario = load_scenario(name, size)
    spent: Counter[str] = Counter()
    for module, step in ((setup, "draw_ties"), (setup, "draw_people"), (compiled, "run_ticks")):
        _time(module, step, spent)
    before = _memory_now()
    output = compiled.run(scenario, plan, 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    answer = {
        **spent,
        "a_person_tick": spent["run_ticks"] / (people * scenario.ticks),
        "peak": peak,
        "bytes_a_person": (peak - before - 8 * len(output.ties[1])) / people,
        "posts": int(output.series["critical_posts"].sum()),
    }
    print(json.dumps(answer))


def _time(module: Any, step: str, spent: Counter[str]) -> None:
    """Note how long a step takes whenever the engine takes it."""
    untimed = getattr(module, step)

    def timed(*words: Any) -> Any:
        begin = cpu()
        answer = untimed(*words)
        spent[step] += cpu() - begin  # type: ignore[assignment]
        return answer

    setattr(module, step, timed)


def _memory_now() -> int:
    """Bytes held now (on Linux), or at most so far."""
    held = Path("/proc/self/statm")
    if held.exists():
        return int(held.read_text().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
