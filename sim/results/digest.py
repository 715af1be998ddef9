"""What an ensemble keeps of one run: its series in compact form, its measures and acts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engines.output import RunOutput
from sim.results.measures import measured
from sim.results.storm import Storm
from sim.results.tables import act_row


@dataclass(frozen=True, slots=True)
class Digest:
    """One run, without its people; small enough to be sent from one machine to another."""

    plan: str
    seed: int
    series: dict[str, NDArray[Any]]
    measures: list[float]
    acts: list[dict[str, Any]]


def digest(plan: str, seed: int, output: RunOutput, keep: Iterable[str]) -> Digest:
    """What is kept of a run; ``keep`` names the series."""
    storm = Storm(output)
    series = {
        name: np.asarray(storm.severity if name == "severity" else output.series[name])
        for name in keep
    }
    return Digest(
        plan, seed, series, list(measured(storm).values()), [act_row(act) for act in output.acts]
    )
