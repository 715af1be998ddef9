"""Where the time of a storm goes, in this engine and in the Mesa engine.

Both wake the same people by the same rules. So what one is faster than the other is a mean
of two ratios: that of waking somebody, and that of finding out that somebody sleeps on.
"""

import statistics
from collections import Counter
from typing import Any

from sim.engines import compiled, mesa_model
from sim.engines.driver import run_ticks
from sim.engines.setup import build_state
from sim.scenario import load_scenario
from tests.benchmarks.case import STORM, mesa_ticks
from tests.benchmarks.measuring import Line, Lines, cpu

SEEDS = range(5)


def lines(quick: bool) -> Lines:
    """What a person costs who is woken, and one who is not."""
    scenario, plan = load_scenario(STORM[0]), STORM[1]
    compiled.run(scenario, plan, 0)
    ours = middle([our_parts(scenario, plan, seed) for seed in SEEDS for _ in range(5)])
    mesa = middle([mesa_parts(scenario, plan, seed) for seed in SEEDS])
    person_ticks = scenario.community.people * scenario.ticks
    woken = mesa["woken"]
    yield Line(
        "a storm: people woken, of person-ticks",
        f"{woken:,.0f} of {person_ticks:,} ({woken / person_ticks:.1%})",
    )
    each, all_of_it = (mesa["all"] - mesa["find"]) / woken, mesa["all"]
    yield Line("Mesa engine: a person woken", f"{each * 1e6:.1f} µs")
    asked = mesa["find"] / person_ticks
    yield Line("Mesa engine: a person asked whether to wake", f"{asked * 1e9:.0f} ns")
    yield Line("Mesa engine: share of asking", f"{mesa['find'] / all_of_it:.0%}")
    yield Line("this engine: a run", f"{ours['all'] * 1e3:.2f} ms")
    company = 1.0 - ours["live"] / ours["all"]
    yield Line("this engine: share of the company's acts, which are Python", f"{company:.0%}")
    each_of_ours = ours["live"] / woken
    yield Line(
        "this engine: a person woken, with finding and delivering", f"{each_of_ours * 1e9:.0f} ns"
    )
    yield Line("a person woken: Mesa engine against this one", f"{each / each_of_ours:.0f} ×")


def our_parts(scenario: Any, plan: str, seed: int) -> Counter[str]:
    """Seconds of a run, and of its ticks alone."""
    engine = Timed(build_state(scenario, plan, seed), False)
    begin = cpu()
    run_ticks(engine, 0, scenario.ticks)
    return Counter(all=cpu() - begin, live=engine.spent)


class Timed(compiled.CompiledEngine):
    """The engine with a watch."""

    spent = 0.0

    def _live(self, begin: int, end: int) -> int:
        begun = cpu()
        reached = super()._live(begin, end)
        self.spent += cpu() - begun
        return reached


def mesa_parts(scenario: Any, plan: str, seed: int) -> Counter[str]:
    """Seconds of a run, and of finding whom something reaches; how many that were."""
    noted: Counter[str] = Counter()
    find = mesa_model.StormModel._find

    def timed(model: mesa_model.StormModel, tick: int, page_time: float) -> Any:
        begin = cpu()
        woken = find(model, tick, page_time)
        noted.update(find=cpu() - begin, woken=len(woken))  # type: ignore[call-overload]
        return woken

    mesa_model.StormModel._find = timed  # type: ignore[method-assign]
    try:
        run = mesa_ticks(scenario, plan)()
        begin = cpu()
        run()
    finally:
        mesa_model.StormModel._find = find  # type: ignore[method-assign]
    noted["all"] = cpu() - begin  # type: ignore[assignment]
    return noted


def middle(parts: list[Counter[str]]) -> dict[str, float]:
    """Medians of every part."""
    return {name: statistics.median(part[name] for part in parts) for name in parts[0]}
