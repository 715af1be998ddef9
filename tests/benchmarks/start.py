"""The first call after install, which compiles, and every start after it.

``python -m tests.benchmarks.start`` runs the case once and prints how long that took.
"""

import json
import tempfile

from tests.benchmarks.case import STORM
from tests.benchmarks.measuring import Line, Lines, at_most, in_fresh_process, middle, wall


def lines(quick: bool) -> Lines:
    """In cache folders of their own."""
    times = 1 if quick else 5
    colds, warms = [], []
    for _ in range(times):
        with tempfile.TemporaryDirectory() as folder:
            colds.append(in_fresh_process("start", XDG_CACHE_HOME=folder))
            warms.append(in_fresh_process("start", XDG_CACHE_HOME=folder))
    often = "" if times > 1 else " (once)"
    first = f"first call, compiles{often}"
    yield at_most(f"{first}: by the clock", middle(colds, "run"), 15, " s")
    yield Line(f"{first}: on one core", f"{middle(colds, 'cpu'):.1f} s")
    yield Line(f"later starts{often}: loading", f"{middle(warms, 'load'):.2f} s")
    yield Line(f"later starts{often}: first run", f"{middle(warms, 'run'):.2f} s")


def main() -> None:
    """Load everything, then run the case."""
    import time

    begin = wall()
    from sim.engines import compiled
    from sim.scenario import load_scenario

    scenario = load_scenario(STORM[0])
    loaded, worked = wall(), time.process_time()
    compiled.run(scenario, STORM[1], 0)
    answer = {
        "load": loaded - begin, "run": wall() - loaded, "cpu": time.process_time() - worked,
    }  # fmt: skip
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
