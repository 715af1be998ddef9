"""The case: 1,800 people, 10 days; against Mesa, the C++ twin, and itself a thousand times."""

import os
import statistics
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

from sim.engines import compiled, mesa_model
from sim.engines.show import act, perform
from sim.engines.stage import set_stage
from sim.scenario import Scenario, load_scenario
from tests.benchmarks.measuring import Line, Lines, Work, at_least, at_most, medians, seconds, wall
from tests.benchmarks.twin.build import compiler

STORM = ("analytics-outage", "as-it-happened")
CALM = ("quiet-week", "silence")


def lines(quick: bool) -> Lines:
    """All about one run, then about many."""
    yield from one_run("storm", *STORM, quick)
    yield from one_run("calm week", *CALM, quick)
    yield from replicates(200 if quick else 1000)


def one_run(kind: str, name: str, plan: str, quick: bool) -> Lines:
    """Speed on one core, with ratios to the other engines on the same seeds."""
    scenario = load_scenario(name)
    works: dict[str, Work] = {"ours": ticks_of(compiled.CompiledEngine, scenario, plan)}
    if compiler():
        from tests.benchmarks.twin.engine import TwinEngine

        works["twin"] = ticks_of(TwinEngine, scenario, plan)
    medians(works, 1)  # compiles, and warms up
    spent = medians(works, 25)
    person_ticks = scenario.community.people * scenario.ticks
    speed = person_ticks / spent["ours"] / 1e6
    what = f"{name}, {kind}: person-ticks per second on one core"
    yield at_least(what, speed, 80, " M") if kind == "storm" else Line(what, f"{speed:,.0f} M")
    if "twin" in spent:
        ratio = spent["ours"] / spent["twin"]
        yield at_most(f"{name}, {kind}: time against the C++ twin", ratio, 1.3, " ×")
    else:
        yield Line(f"{name}, {kind}: time against the C++ twin", "skipped: no C++ compiler")
    both = {"ours": works["ours"], "mesa": mesa_ticks(scenario, plan)}
    spent = medians(both, 3 if quick else 5)
    target = 200 if kind == "storm" else 1000
    yield at_least(
        f"{name}, {kind}: times faster than the Mesa engine", spent["mesa"] / spent["ours"],
        target, " ×",
    )  # fmt: skip


def ticks_of(engine: Any, scenario: Scenario, plan: str) -> Work:
    """All ticks of a run with its company, on people and ties drawn beforehand."""
    seeds = count()

    def prepare() -> Any:
        ready = engine(set_stage(scenario, plan, next(seeds)), False)
        return lambda: perform(ready, 0, scenario.ticks)

    return prepare


def mesa_ticks(scenario: Scenario, plan: str) -> Work:
    """The same on the Mesa engine."""
    seeds = count()

    def prepare() -> Any:
        model = mesa_model.Storm(scenario, plan, next(seeds))

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

    run_seed(0)
    rounds = []
    for _ in range(5):
        single = statistics.median(seconds(lambda: run_seed(7), wall) for _ in range(15))
        rounds.append((single, seconds(all_of_them, wall)))
    single = statistics.median(one for one, _ in rounds)
    ratio = statistics.median(spent / (one * number / cores) for one, spent in rounds)
    yield Line("one run from its seed to its trace", f"{1e3 * single:.1f} ms")
    yield Line(
        f"{number:,} replicates on {cores} cores",
        f"{statistics.median(spent for _, spent in rounds):.1f} s",
    )
    yield at_most(f"… against one run × {number:,} ÷ cores", ratio, 1.25, " ×")
