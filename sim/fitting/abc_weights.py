"""Weigh simulated storms by a real one: approximate Bayesian computation by random forests.

A random forest (scikit-learn) learns from the simulated storms alone to tell their settings
from the course of their first days. The real storm is then passed down its trees. A
simulated storm weighs as much as it shares leaves with it. This is the random-forest form of
approximate Bayesian computation (Raynal et al. 2019, Bioinformatics 35(10). Weights after
Meinshausen 2006), with one forest for all settings. It needs no tolerance, tolerates many
uninformative figures, and one set of runs serves every real storm.

A real storm unlike any simulated one is given the nearest of them.
"""

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.sampling import DEFAULT_SEED

TREES = 100
LEAF = 0.03
"""Share of the storms that a leaf holds at least."""
SPLIT_BY = 1 / 3
"""Share of the figures considered at each fork, the usual third."""
NEGLIGIBLE = 1e-3
"""Share of the volume under which differences do not count."""


def course(volumes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the logarithms of the shares that fall into each bin, which a forest learns from."""
    total = volumes.sum(axis=-1, keepdims=True)
    figures: NDArray[np.float64] = np.log(volumes / np.maximum(total, 1e-9) + NEGLIGIBLE)
    return figures


def abc_weights(
    courses: NDArray[np.float64], settings: NDArray[np.float64], real: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return weights of simulated storms, which sum up to 1.

    ``courses`` and ``settings`` (logarithms) have a row per storm, ``real`` is the course of the
    real storm. Raises InputError without scikit-learn.
    """
    try:
        from sklearn.ensemble import RandomForestRegressor  # noqa: PLC0415 (an extra)
    except ImportError:
        raise InputError(
            "fits and forecasts need scikit-learn; pip install 'shitstorm-sim[studies]'"
        ) from None
    scale = settings.std(axis=0)
    targets = (settings - settings.mean(axis=0))[:, scale > 0] / scale[scale > 0]
    leaf = max(2, round(LEAF * len(courses)))
    forest = RandomForestRegressor(
        TREES, min_samples_leaf=leaf, max_features=SPLIT_BY, random_state=DEFAULT_SEED
    ).fit(courses, targets)
    shared = forest.apply(courses) == forest.apply(real[None])[0]
    weights: NDArray[np.float64] = (shared / shared.sum(axis=0)).mean(axis=1)
    return weights
