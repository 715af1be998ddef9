"""Emulators of figures as sparse polynomials, fast enough for a million predictions a second.

Each figure is a sum over coordinates of the prior and their squares, most of whose weights are
zero (the lasso, Tibshirani 1996, scikit-learn's ``LassoCV``). What a prediction gets wrong is
measured on sets that were not seen, by cross-validation. A part of that is the luck of the few
runs that a figure rests on. It is known from repeated scores of the same set and taken off, as
it says nothing of the average that is asked for.
"""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.calibration.prior import Coordinates

Array = NDArray[np.float64]
FOLDS = 5
PENALTIES = np.geomspace(1.0, 0.05, 15)
"""Penalties that are tried, as shares of the one from which all weights are zero."""
MOST_LUCK = 0.95
"""Most of a figure's variance that is put down to luck."""
FEWEST_KNOWN = 24
"""With fewer sets in which it is known a figure is left out."""
LEAST_SKILL = 0.03
"""With less skill a figure is predicted by its mean."""
NOT_LUCK = 0.25
"""Least share of what predictions get wrong that is no luck, as luck is known roughly."""
LEAST_ERROR = 0.1
"""Least error of a prediction, as a share of the figure's own spread."""
FAR = 4.0
"""Robust standard deviations beyond which values are drawn in, so that none rules a fit."""


@dataclass(frozen=True)
class FigureEmulators:
    """Predictions of all figures, in their own units."""

    names: tuple[str, ...]
    intercepts: Array
    """Shape (figures,)."""
    weights: Array
    """Of the features. Shape (2 × parameters, figures)."""
    errors: Array
    """Standard deviations of what predictions get wrong, without luck. Shape (figures,)."""
    skills: Array
    """Shares of the variance without luck that are explained for sets not seen."""
    luck: Array
    """Standard deviations due to luck in one score."""

    def predict(self, coordinates: Coordinates) -> Array:
        """Return predicted figures. Shape (points, figures)."""
        return np.asarray(self.intercepts + features(coordinates) @ self.weights)

    def only(self, names: Sequence[str]) -> "FigureEmulators":
        """Return the emulators of some figures, in this order."""
        places = [self.names.index(name) for name in names]
        parts = (self.intercepts, self.weights, self.errors, self.skills, self.luck)
        return FigureEmulators(tuple(names), *(part[..., places] for part in parts))


def features(coordinates: Coordinates) -> Array:
    """Return coordinates and their squares, all with mean 0 and variance 1 under the prior."""
    return np.concatenate((coordinates, (coordinates**2 - 1.0) / np.sqrt(2.0)), axis=-1)


def fit_figures(
    coordinates: Coordinates, values: Mapping[str, Array], luck: Mapping[str, float], seed: int
) -> FigureEmulators:
    """Fit all figures that are known in enough sets. Values of a set that has none are NaN.

    ``luck`` gives the variance of a figure's value among scores of the same set.
    """
    known = {name: one for name, one in values.items()
             if np.count_nonzero(~np.isnan(one)) >= FEWEST_KNOWN}  # fmt: skip
    fitted = [_fit(coordinates, one, luck.get(name, 0.0), seed) for name, one in known.items()]
    columns = [np.array(part, float) for part in zip(*fitted, strict=True)]
    intercepts, weights, errors, skills, lucks = columns
    return FigureEmulators(tuple(known), intercepts, weights.T, errors, skills, lucks)


def _fit(
    coordinates: Coordinates, values: Array, luck: float, seed: int
) -> tuple[float, Array, float, float, float]:
    """Return intercept, weights, error, skill and luck (standard deviation) of one figure."""
    known = ~np.isnan(values)
    x, y = features(coordinates[known]), drawn_in(values[known])
    spread = float(y.var())
    luck = min(luck, MOST_LUCK * spread)
    least = max(LEAST_ERROR * float(np.sqrt(spread)), 1e-9)
    nothing = np.zeros(x.shape[1])
    mean = (float(y.mean()), nothing, max(float(np.sqrt(spread - luck)), least), 0.0)
    if spread < 1e-12:
        return (*mean, 0.0)
    model = _lasso(x, y, seed)
    wrong = float(model.mse_path_.mean(axis=1).min())
    left = max(wrong - luck, NOT_LUCK * wrong)
    skill = 1.0 - left / (spread - luck)
    if min(skill, 1.0 - wrong / spread) < LEAST_SKILL:
        return (*mean, float(np.sqrt(luck)))
    error = max(float(np.sqrt(left)), least)
    return float(model.intercept_), np.asarray(model.coef_), error, skill, float(np.sqrt(luck))


def _lasso(x: Array, y: Array, seed: int) -> Any:
    """Fit weights whose penalty is chosen by cross-validation."""
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415 (an extra)
    from sklearn.linear_model import LassoCV  # noqa: PLC0415
    from sklearn.model_selection import KFold  # noqa: PLC0415

    folds = KFold(min(FOLDS, len(y)), shuffle=True, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # near the least penalty, no fault
        most = float(np.abs((x - x.mean(axis=0)).T @ (y - y.mean())).max()) / len(y)
        return LassoCV(alphas=most * PENALTIES, cv=folds).fit(x, y)


def drawn_in(values: Array) -> Array:
    """Return values of which none lies far outside the bulk."""
    middle = float(np.median(values))
    low, high = np.quantile(values, (0.25, 0.75))
    scale = (high - low) / 1.349 or float(values.std())
    return np.asarray(np.clip(values, middle - FAR * scale, middle + FAR * scale))
