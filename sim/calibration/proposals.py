"""Propose the parameter sets of the next wave from the emulators of all sets so far.

A point is *implausible* in a figure if its predicted position lies beyond what holds by more
than three standard deviations of the emulator's error (Vernon, Goldstein & Bower 2010). Of the
region that is left, a wave takes mostly points at which many rows are expected to hold, far
from one another, and some at random, so that the emulators learn where they are weak.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from sim.calibration.emulators import Emulators
from sim.calibration.space import Points
from sim.sampling import latin_hypercube

CUT = 3.0
"""Standard deviations of emulator error from which a predicted failure counts as sure."""
SAMPLED = 3000
"""Points that explore the whole space."""
CHILDREN, GENERATIONS = 1500, 4
PARENTS = 60
MUTATED, RENEWED = 0.15, 0.02
"""Shares of a child's parameters that are moved a little, and drawn anew."""
STEP = 0.12
"""Standard deviation of a small move, as a share of the range."""
FAVOUR, SMALL_SHARE = 0.6, 0.06
"""Chance that a small move starts from the best point, and share of its parameters moved."""
BEST_SHARE = 0.8
"""Share of a wave that is taken for its prediction; the rest is drawn at random."""
CHOICE = 4
"""Candidates from which each of the best predicted points is chosen for its distance."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The points of the next wave."""

    points: Points
    plausible_share: float
    """Share of the whole space that no figure rules out, estimated on a Latin hypercube."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """What emulators say about points."""

    expected_rows: NDArray[np.float64]
    """Number of rows expected to hold at each point."""
    ruled_out: NDArray[np.int64]
    """Number of figures in which each point is implausible."""

    @property
    def order(self) -> NDArray[np.int64]:
        """Return the places of the points, the best first: fewest figures ruled out, most rows."""
        return np.lexsort((-self.expected_rows, self.ruled_out)).astype(np.int64)


def predict(emulators: Emulators, points: Points) -> Prediction:
    """Predict which rows hold at points; a row holds as likely as its least likely figure."""
    ruled_out = np.zeros(len(points), np.int64)
    likely: dict[str, NDArray[np.float64]] = {}
    for (number, _), emulator in emulators.items():
        position, error = emulator.predict(points), emulator.error
        if emulator.two_sided:
            ruled_out += np.abs(position) - 1 > CUT * error
            chance = ndtr((1 - position) / error) - ndtr((-1 - position) / error)
        else:
            ruled_out += position > CUT * error
            chance = ndtr(-position / error)
        likely[number] = np.minimum(likely.get(number, chance), chance)
    expected = np.sum(list(likely.values()), axis=0) if likely else np.zeros(len(points))
    return Prediction(expected, ruled_out)


def propose(emulators: Emulators, best: Points, number: int, seed: int) -> Proposal:
    """Propose so many points; ``best`` are the points of the best sets so far, best first."""
    chance = np.random.default_rng(seed)
    sampled = latin_hypercube(SAMPLED, best.shape[1], seed)
    prediction = predict(emulators, sampled)
    share = float(np.mean(prediction.ruled_out == 0))
    points = np.vstack([best, sampled])
    for _ in range(GENERATIONS):
        order = predict(emulators, points).order
        parents = np.vstack([best, points[order[:PARENTS]]])
        kept = points[order[: len(sampled)]]
        points = np.vstack([kept, _children(parents, CHILDREN, chance)])
    points = np.unique(points, axis=0)
    points = points[~(points[:, None] == best).all(axis=2).any(axis=1)]  # those were run
    prediction = predict(emulators, points)
    ranked = points[prediction.order]
    wanted = max(1, round(BEST_SHARE * number))
    first, others = ranked[: CHOICE * wanted], ranked[CHOICE * wanted :]
    chosen = _far_apart(first, wanted)
    left = prediction.ruled_out[prediction.order][CHOICE * wanted :]
    pool = others[left == left.min()] if len(others) else first
    drawn = pool[chance.permutation(len(pool))[: number - len(chosen)]]
    missing = number - len(chosen) - len(drawn)
    return Proposal(np.vstack([chosen, drawn, chance.random((missing, best.shape[1]))]), share)


def moves_of(best: Points, number: int, seed: int) -> Points:
    """Return small moves of the best points, most of them of the very best."""
    chance = np.random.default_rng(seed)
    parents = best[np.minimum(chance.geometric(FAVOUR, number) - 1, len(best) - 1)]
    moved = chance.random(parents.shape) < SMALL_SHARE
    moved[np.arange(number), chance.integers(parents.shape[1], size=number)] = True
    points = parents + np.where(moved, chance.normal(0, 2.0 * STEP, parents.shape), 0.0)
    return np.asarray(np.clip(1 - np.abs(1 - np.abs(points)), 0.0, 1.0))  # reflected


def _children(parents: Points, number: int, chance: np.random.Generator) -> Points:
    """Cross two parents each, parameter by parameter, and mutate the children."""
    mothers, fathers = (parents[chance.integers(len(parents), size=number)] for _ in range(2))
    shape = mothers.shape
    children = np.where(chance.random(shape) < 0.5, mothers, fathers)
    moves = np.where(chance.random(shape) < MUTATED, chance.normal(0, STEP, shape), 0.0)
    children = 1 - np.abs(1 - np.abs(children + moves))  # reflected at both ends of the range
    renewed = chance.random(shape) < RENEWED
    return np.clip(np.where(renewed, chance.random(shape), children), 0.0, 1.0)


def _far_apart(points: Points, number: int) -> Points:
    """Choose points one by one, each as far as possible from those chosen; begin with the first."""
    if len(points) <= number:
        return points
    chosen = [0]
    nearest = np.full(len(points), np.inf)
    while len(chosen) < number:
        nearest = np.minimum(nearest, ((points - points[chosen[-1]]) ** 2).sum(axis=1))
        chosen.append(int(nearest.argmax()))
    return points[chosen]
