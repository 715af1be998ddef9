"""Write the baselines anew: ``python -m tests.baselines.refresh``.

They are the measures of a few runs as they were when last written. A change of the model
changes them; whoever writes them anew says so in CHANGELOG.md ("results change").
"""

import json
import math
from pathlib import Path

import sim

BASELINES = Path(__file__).parent / "baselines.json"
DIGITS = 6
"""Significant digits that are kept: enough to see a change, few enough to read."""

CHOSEN = [
    ("analytics-outage", "silence", 1),
    ("analytics-outage", "as-it-happened", 1),
    ("analytics-outage", "revised-in-time", 2),
    ("analytics-outage", "broken-promises", 2),
    ("analytics-outage", "roadmap-and-client-help", 2),
    ("excluded-profession", "apology", 3),
    ("false-rumour", "supporters-bought", 3),
    ("quiet-week", "silence", 1),
    ("single-complaint", "private-channel", 7),
]
"""Scenario, plan and seed of each run."""

Run = dict[str, object]


def measured(scenario: str, plan: str, seed: int) -> Run:
    """The measures of one run, by name; those without an answer are None."""
    record = sim.simulate(sim.load_scenario(scenario), plan=plan, seed=seed)
    values = {name: shown(float(value)) for name, value in record.measures.items()}
    return {"scenario": scenario, "plan": plan, "seed": seed, "measures": values}


def shown(value: float) -> float | None:
    """A value in as many digits as are kept."""
    return None if math.isnan(value) else float(f"{value:.{DIGITS}g}")


def main() -> None:
    """Run all and write them."""
    runs = [measured(*chosen) for chosen in CHOSEN]
    BASELINES.write_text(json.dumps(runs, indent=1) + "\n", encoding="utf-8")
    print(f"{len(runs)} runs written to {BASELINES}.")
    print('If results change, say so in CHANGELOG.md under "Results change".')


if __name__ == "__main__":
    main()
