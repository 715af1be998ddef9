"""Digests of runs for an ensemble: series in compact form, measures and acts."""

from collections.abc import Iterable
from typing import Any, TypedDict

import numpy as np
from numpy.typing import NDArray

from sim.engines.output import RunOutput
from sim.results.measures import measured
from sim.results.storm import Storm
from sim.results.tables import act_row


class Digest(TypedDict):
    """One run without its people, in plain values: small enough for a file or another machine."""

    plan: str
    seed: int
    series: dict[str, NDArray[Any]]
    measures: list[float]
    acts: list[dict[str, Any]]


def digest(plan: str, seed: int, output: RunOutput, keep: Iterable[str]) -> Digest:
    """Reduce a run to its digest with the series named by ``keep``."""
    storm = Storm(output)
    return {
        "plan": plan,
        "seed": seed,
        "series": {
            name: np.asarray(storm.severity if name == "severity" else output.series[name])
            for name in keep
        },
        "measures": list(measured(storm).values()),
        "acts": [act_row(act) for act in output.acts],
    }
