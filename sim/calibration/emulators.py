"""Emulators: predict the position of every figure for parameter sets that were not run.

Two kinds are fitted to each figure, and the one with the higher skill is used: extremely
randomised trees, which find thresholds among many parameters, and a Gaussian process, which
follows smooth slopes from few sets. Skill is the share of variance that predictions explain
for sets which they have not seen: out of bag for the trees, leave-one-out for the process.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from sim.calibration.scoring import FARTHEST, ScoredSet
from sim.calibration.space import Points
from sim.errors import InputError
from sim.language.told import Told

TREES = 120
LEAF = 3
"""Fewest sets in a leaf of a tree."""
FEWEST_SETS = 12
"""With fewer sets a figure is predicted by its mean."""
LEAST_SKILL = 0.05
"""With less skill a figure is predicted by its mean."""
LEAST_ERROR = 1e-3
SETS_FOR_KERNEL = 120
"""Sets from which a process learns its scales, as the time for that grows with their cube."""
Kind = Literal["trees", "process", "mean"]
FigureKey = tuple[str, int]
"""A row's number, and the place of a figure among those of the row that decide."""
Positions = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Emulator:
    """A fitted prediction of one figure's position."""

    kind: Kind
    skill: float
    """Share of variance explained for sets that were not seen; 0 for the mean."""
    error: float
    """Standard deviation of the error for such sets."""
    model: Any
    """A regressor of scikit-learn, or the mean."""
    two_sided: bool
    """True if positions from -1 to 1 hold, False if all up to 0 do."""

    def predict(self, points: Points) -> Positions:
        """Return the predicted position at each point."""
        if self.kind == "mean":
            return np.full(len(points), float(self.model))
        predicted: Positions = self.model.predict(points)
        return predicted


Emulators = dict[FigureKey, Emulator]


def fit_emulators(points: Points, sets: Sequence[ScoredSet], seed: int) -> Emulators:
    """Fit the better of both kinds to every figure that decides in any of the sets."""
    sides: dict[FigureKey, bool] = {}
    for scored in sets:
        for number, row in scored.rows.items():
            sides.update({(number, k): figure.two_sided for k, figure in enumerate(row.figures)})
    return {
        key: fit_emulator(points, _positions(sets, key), two_sided, seed)
        for key, two_sided in sides.items()
    }


def _positions(sets: Sequence[ScoredSet], key: FigureKey) -> Positions:
    """Return a figure's position in every set; NaN where its row cannot be tested."""
    number, place = key
    rows = [scored.rows[number] for scored in sets]
    return np.array([
        FARTHEST if row.verdict == "invalid"
        else row.figures[place].position if place < len(row.figures) else np.nan
        for row in rows
    ])  # fmt: skip


def fit_emulator(points: Points, positions: Positions, two_sided: bool, seed: int) -> Emulator:
    """Fit both kinds and return the one with the higher skill; the mean if neither has any."""
    known = ~np.isnan(positions)
    points, positions = points[known], positions[known]
    spread = float(positions.std()) if len(positions) else 0.0
    mean = Emulator(
        "mean", 0.0, max(spread, LEAST_ERROR), positions.mean() if known.any() else 0.0, two_sided
    )
    if len(positions) < FEWEST_SETS or spread < LEAST_ERROR:
        return mean
    trees, process = _trees(points, positions, seed), _process(points, positions, seed)
    fitted = (
        _emulator("trees", *trees, positions, two_sided),
        _emulator("process", *process, positions, two_sided),
    )
    best = max(fitted, key=lambda emulator: emulator.skill)
    return best if best.skill >= LEAST_SKILL else mean


def _trees(points: Points, positions: Positions, seed: int) -> tuple[Any, Positions]:
    """Fit extremely randomised trees; predictions out of bag give the skill."""
    forest = _ensemble().ExtraTreesRegressor(
        TREES, min_samples_leaf=LEAF, max_features=1 / 3, bootstrap=True, oob_score=True,
        random_state=seed,
    )  # fmt: skip
    forest.fit(points, positions)
    return forest, positions - forest.oob_prediction_


def _process(points: Points, positions: Positions, seed: int) -> tuple[Any, Positions]:
    """Fit a Gaussian process with noise; its leave-one-out errors give the skill."""
    from scipy.linalg import cho_solve  # noqa: PLC0415 (slow to load)
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415 (an extra)
    from sklearn.gaussian_process import GaussianProcessRegressor, kernels  # noqa: PLC0415

    wide = float(np.sqrt(points.shape[1]))
    kernel = kernels.ConstantKernel(1.0) * kernels.RBF(wide, (0.05, 20 * wide))
    kernel += kernels.WhiteKernel(0.5, (1e-3, 10.0))
    some = np.random.default_rng(seed).permutation(len(points))[:SETS_FOR_KERNEL]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a bound reached is no fault here
        first = GaussianProcessRegressor(kernel, normalize_y=True, random_state=seed)
        first.fit(points[some], positions[some])
    process = GaussianProcessRegressor(first.kernel_, optimizer=None, normalize_y=True)
    process.fit(points, positions)
    inverse = cho_solve((process.L_, True), np.eye(len(points)))
    errors = process.alpha_.ravel() / np.diag(inverse) * positions.std()
    return process, errors


def _emulator(
    kind: Kind, model: Any, errors: Positions, positions: Positions, two_sided: bool
) -> Emulator:
    """Return an emulator with its skill and error."""
    skill = 1 - float(np.mean(errors**2)) / float(positions.var())
    error = float(np.sqrt(np.mean(errors**2)))
    return Emulator(kind, skill, max(error, LEAST_ERROR), model, two_sided)


def _ensemble() -> Any:
    """Return scikit-learn's module of trees, or say how to install it."""
    try:
        from sklearn import ensemble  # noqa: PLC0415 (an extra)
    except ImportError:
        raise InputError(Told("calibration.no_learn")) from None
    return ensemble


def require_scikit_learn() -> None:
    """Raise InputError at once, rather than after the first wave, if scikit-learn is missing."""
    _ensemble()
