"""Robustness: all assumed parameters drawn jointly from their plausible ranges.

Parameters of sureness C or D are assumptions. A Latin hypercube spreads the draws evenly
over each of their ranges, so that 200 of them say something about 60 dimensions.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
from scipy.stats import qmc

from sim.storm.parameters import DECLARED, Declaration
from sim.studies.bench import Bench
from sim.studies.processes import in_processes
from sim.studies.table import rows

SEED = 2012
Verdicts = Mapping[str, str]


def assumptions() -> tuple[Declaration, ...]:
    """The parameters that rest on an assumption."""
    return tuple(declared for declared in DECLARED if declared.assumption)


def joint_draws(number: int, seed: int = SEED) -> list[dict[str, float]]:
    """So many joint draws of all assumptions, uniform over each range."""
    assumed = assumptions()
    cube = qmc.LatinHypercube(len(assumed), rng=np.random.default_rng(seed))
    low, high = ([getattr(one, end) for one in assumed] for end in ("low", "high"))
    drawn = qmc.scale(cube.random(number), low, high)
    names = [one.name for one in assumed]
    return [dict(zip(names, map(float, values), strict=True)) for values in drawn]


def shares(
    numbers: Sequence[str],
    draws: int,
    pairs: int,
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Mapping[str, float]:
    """Share of draws in which each row holds, of those in which it could be tested."""
    work = partial(verdicts, list(numbers), pairs)
    tried = in_processes(work, joint_draws(draws), workers, progress)
    return {number: _share([said[number] for said in tried]) for number in numbers}


def verdicts(numbers: Sequence[str], pairs: int, parameters: Mapping[str, float]) -> Verdicts:
    """What becomes of rows under other values of parameters."""
    bench, known = Bench(pairs, parameters, workers=1, rough=True), rows()
    return {number: known[number].test(bench).verdict for number in numbers}


def _share(said: Sequence[str]) -> float:
    """Share that holds among those that could be tested."""
    testable = [verdict == "holds" for verdict in said if verdict != "cannot be tested"]
    return float(np.mean(testable)) if testable else np.nan
