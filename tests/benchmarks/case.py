"""The case: 1,800 people, 10 days. Against its bound, against Mesa, and a thousand times."""

import os
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count, repeat
from typing import Any

from sim.engines import compiled, mesa_model
from sim.engines.driver import act, run_ticks
from sim.engines.setup import build_state
from sim.scenario import Scenario, load_scenario
from tests.benchmarks.bound import bare_work, need_of
from tests.benchmarks.measuring import (
    Line,
    Lines,
    Work,
    at_least,
    at_most,
    medians,
    wall,
)

STORM = ("analytics-outage", "as-it-happened")
CALM = ("quiet-week", "silence")


def lines(quick: bool) -> Lines:
    """All about one run, then about many."""
    yield from one_run("storm", *STORM)
    yield from one_run("calm week", *CALM)
    yield from replicates(50 if quick else 1000)


def one_run(kind: str, name: str, plan: str) -> Lines:
    """Speed on one core, over its bound, and against the Mesa engine on the same seeds."""
    scenario = load_scenario(name)
    works: dict[str, Work] = {"ours": ticks_of(compiled.CompiledEngine, scenario, plan)}
    medians(works, 1)  # compiles, and warms up
    spent = medians(works, 25)
    person_ticks = scenario.community.people * scenario.ticks
    speed = person_ticks / spent["ours"] / 1e6
    what = f"{name}, {kind}: person-ticks per second on one core"
    yield at_least(what, speed, 80, " M") if kind == "storm" else Line(what, f"{speed:,.0f} M")
    need = need_of(scenario, plan, 1)
    works = {"ours": ticks_of(compiled.CompiledEngine, scenario, plan, seed=1)}
    works["bound"] = bare_work(need)
    medians(works, 1)
    spent = medians(works, 25)
    counts = f"{len(need.touched):,} touches, {need.draws:,} draws, {need.exps + need.logs:,} exp"
    ratio = spent["ours"] / spent["bound"]
    yield Line(f"{name}, {kind}: engine ÷ bound ({counts})", f"{ratio:.2f} ×")
    both = {
        "ours": ticks_of(compiled.CompiledEngine, scenario, plan),
        "mesa": mesa_ticks(scenario, plan),
    }
    spent = medians(both, 5)
    target = 200 if kind == "storm" else 1000
    yield at_least(
        f"{name}, {kind}: times faster than the Mesa engine", spent["mesa"] / spent["ours"],
        target, " ×",
    )  # fmt: skip


def ticks_of(engine: Any, scenario: Scenario, plan: str, seed: int | None = None) -> Work:
    """All ticks of a run with its company, on people and ties drawn beforehand.

    Each run has the next seed, or the same one if it is given.
    """
    seeds = count() if seed is None else repeat(seed)

    def prepare() -> Any:
        ready = engine(build_state(scenario, plan, next(seeds)), False)
        return lambda: run_ticks(ready, 0, scenario.ticks)

    return prepare


def mesa_ticks(scenario: Scenario, plan: str) -> Work:
    """The same on the Mesa engine."""
    seeds = count()

    def prepare() -> Any:
        model = mesa_model.StormModel(scenario, plan, next(seeds))

        def run() -> None:
            for tick in range(scenario.ticks):
                act(model, tick)
                model.live_until(tick, tick + 1)
            model.forget()

        return run

    return prepare


def replicates(number: int) -> Lines:
    """Many runs of one plan on all cores; each with its own people and ties, without a log."""
    scenario, plan = load_scenario(STORM[0]), STORM[1]
    cores = os.cpu_count() or 1

    def run_seed(seed: int) -> int:
        return len(compiled.run(scenario, plan, seed, log=False).acts)

    def all_of_them() -> None:
        with ThreadPoolExecutor(cores) as pool:
            sum(pool.map(run_seed, range(number)))

    def both(run: Callable[[], object]) -> tuple[float, float]:
        """By the clock, and work of all cores."""
        begin, begun = wall(), time.process_time()
        run()
        return wall() - begin, time.process_time() - begun

    run_seed(0)
    singles = [both(lambda: run_seed(7)) for _ in range(50)]
    rounds = [both(all_of_them) for _ in range(5)]
    single, single_work = map(statistics.median, zip(*singles, strict=True))
    spent, work = map(statistics.median, zip(*rounds, strict=True))
    name = f"{number:,} replicates on {cores} cores"
    yield Line(f"{name}: by the clock", f"{spent:.1f} s")
    yield at_most(
        f"{name}: against one run × {number:,} ÷ {cores}, by the clock",
        spent / (single * number / cores), 1.25, " ×",
    )  # fmt: skip
    yield Line(f"{name}: the same in work", f"{work / (single_work * number):.3g} ×")
