"""Which simulated storms are like a real one: approximate Bayesian computation by forests.

A random forest (scikit-learn) learns from the simulated storms alone to tell their settings
from the course of their first days. The real storm is then passed down its trees; a
simulated storm weighs as much as it shares leaves with it. This is the random-forest form of
approximate Bayesian computation (Raynal et al. 2019, Bioinformatics 35(10); weights after
Meinshausen 2006), with one forest for all settings. It asks for no tolerance, is not thrown
by many figures that say little, and one stock of runs serves every real storm.

What it will not do: weigh a storm unlike any simulated one; it then takes the nearest.
"""

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.sampling import DEFAULT_SEED

TREES = 100
LEAF = 0.03
"""Share of the storms that a leaf holds at least."""
TRIED = 1 / 3
"""Share of the figures that are tried at each fork; the usual third."""
FAINT = 1e-3
"""Share of the volume seen under which differences do not count."""


def shape(volumes: NDArray[np.float64]) -> NDArray[np.float64]:
    """What a forest looks at: logarithms of the shares that fall into each bin."""
    total = volumes.sum(axis=-1, keepdims=True)
    figures: NDArray[np.float64] = np.log(volumes / np.maximum(total, 1e-9) + FAINT)
    return figures


def likeness(
    shapes: NDArray[np.float64], settings: NDArray[np.float64], real: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weights of simulated storms, which sum up to 1.

    ``shapes`` has a row per storm, ``settings`` what is to be told from it (logarithms),
    ``real`` the shape of the real storm.
    """
    try:
        from sklearn.ensemble import RandomForestRegressor  # noqa: PLC0415 (an extra)
    except ImportError:
        raise InputError(
            "fits and forecasts need scikit-learn; pip install 'shitstorm-sim[studies]'"
        ) from None
    scale = settings.std(axis=0)
    told = (settings - settings.mean(axis=0))[:, scale > 0] / scale[scale > 0]
    leaf = max(2, round(LEAF * len(shapes)))
    forest = RandomForestRegressor(
        TREES, min_samples_leaf=leaf, max_features=TRIED, random_state=DEFAULT_SEED
    ).fit(shapes, told)
    leaves, mine = forest.apply(shapes), forest.apply(real[None])[0]
    same = leaves == mine
    weights: NDArray[np.float64] = (same / same.sum(axis=0)).mean(axis=1)
    return weights
