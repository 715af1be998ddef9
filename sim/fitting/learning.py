"""Learn from storms whose end is known how forecasters err, and how much each is to count.

Alternatives of drift, walk and scatter weigh as they forecast the other storms. Forecasters count
by a power of their CRPS there: storms are far too few to search for weights. Those that stacking
by the log score would give (Yao et al. 2018) are found for comparison.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

from sim.fitting.ahead import Ahead
from sim.fitting.learned import AVERAGE, FORECASTERS, GRID, MODEL, Learned, untaught
from sim.fitting.posterior import Posterior
from sim.fitting.rivals import all_ahead, average_ahead, law_ahead
from sim.fitting.scoring import crps, log_chances, mean_chance

Array = NDArray[np.float64]

DRAWS = 400
"""Draws by which alternatives are scored."""
SHARPNESS = 1.0
"""Weight of what a storm loses under an alternative."""
WORST = 3.0
"""Most that one storm may lose against its best alternative, so that none decides alone."""
POWER = 4.0
"""Power of the CRPS by which a forecaster counts less. With 2 or 8 hardly anything changes."""
PULL = 0.3
"""Pull of stacked weights to equal ones, in log scores per day."""


@dataclass(frozen=True)
class KnownForecast:
    """A storm as seen after some hours, and the days that came."""

    storm: str
    hours: float
    posterior: Posterior
    """With untaught alternatives."""
    edges: Array
    came: Array
    """Volume between edges, NaN where unknown."""


@dataclass(frozen=True)
class Scored:
    """How every forecaster did on a case."""

    storm: str
    hours: float
    crps: Array
    """Mean CRPS per day of each forecaster."""
    chances: Array
    """Log probability of each day under each forecaster."""

    def log(self, weights: Array) -> float:
        """Return the log score of a mixture of draws, per day."""
        logs = np.log(np.maximum(weights, 1e-12))[:, None]
        return float(logsumexp(self.chances + logs, axis=0).mean())


Table = Mapping[str, Mapping[float, Mapping[str, Array]]]
"""What each alternative loses: by forecaster, hours seen and storm."""


def errors_of(
    cases: Sequence[KnownForecast], progress: Callable[[int, int], None] | None = None
) -> Table:
    """Score every alternative of every forecaster on every case."""
    table: dict[str, dict[float, dict[str, Array]]] = {name: {} for name in FORECASTERS}
    for done, case in enumerate(cases, start=1):
        known = ~np.isnan(case.came)
        for name in FORECASTERS:
            ahead = [_alternative(case, name, row) for row in range(len(GRID))]
            scores = np.array([_lost(a.part(known), case.came[known]) for a in ahead])
            table[name].setdefault(case.hours, {})[case.storm] = np.minimum(
                scores, scores.min() + WORST
            )
        if progress:
            progress(done, len(cases))
    return table


def _lost(ahead: Ahead, came: Array) -> float:
    """Return the logarithm of the CRPS less the log score, so that sharpness and chance count."""
    sharp = float(np.log(max(crps(ahead.volumes, came).mean(), 1e-9)))
    return sharp - float(mean_chance(log_chances(ahead, came)).mean())


def _alternative(case: KnownForecast, name: str, row: int) -> Ahead:
    """Return the forecast of one alternative alone."""
    weights = np.zeros(len(GRID))
    weights[row] = 1.0
    if name == AVERAGE:
        return average_ahead(case.posterior, case.edges, weights, DRAWS)
    if name != MODEL:
        return law_ahead(name, case.posterior.seen, case.edges, weights, DRAWS)
    alone = with_alternatives(case.posterior, weights)
    return alone.ahead(case.edges, alone.draw(DRAWS))


def with_alternatives(posterior: Posterior, weights: Array) -> Posterior:
    """Return the posterior under other weights of its alternatives."""
    log_weights = (
        posterior.levels.log_chance
        + posterior.particles.log_prior
        + np.log(np.maximum(weights, 1e-300))[:, None]
    )
    shares = np.exp(log_weights - logsumexp(log_weights))
    return Posterior(posterior.seen, posterior.stock, posterior.counted, posterior.learned,
                     posterior.particles, posterior.levels, shares / shares.sum())  # fmt: skip


def learn_alternatives(table: Table, storms: Sequence[str]) -> Learned:
    """Return the weights of alternatives that these storms teach, the mixture still even."""
    even = untaught()
    kept = set(storms)

    def weights(by_storm: Sequence[Array]) -> Array:
        mean = np.mean(by_storm, axis=0)
        shares = np.exp(-SHARPNESS * len(kept) * (mean - mean.min()))
        return np.asarray(shares / shares.sum())

    laws = {
        name: {
            hours: weights([each for storm, each in of.items() if storm in kept])
            for hours, of in table[name].items()
            if kept & set(of)
        }
        for name in FORECASTERS[1:]
    }
    # The model's alternatives also weigh its fit, so they are the same whatever was seen.
    per_storm = {
        storm: np.mean([of[storm] for of in table[MODEL].values() if storm in of], axis=0)
        for storm in kept
    }
    return Learned(weights(list(per_storm.values())), laws, even.mixture, tuple(sorted(kept)))


def scored(case: KnownForecast, learned: Learned) -> tuple[Scored, dict[str, Ahead]]:
    """Return how every forecaster did on a case, and the forecasts themselves."""
    posterior = with_alternatives(case.posterior, learned.model)
    ahead = all_ahead(posterior, case.edges, learned)
    known = ~np.isnan(case.came)
    parts = [ahead[name].part(known) for name in FORECASTERS]
    came = case.came[known]
    missed = np.array([crps(part.volumes, came).mean() for part in parts])
    chances = np.array([mean_chance(log_chances(part, came)) for part in parts])
    return Scored(case.storm, case.hours, missed, chances), ahead


def counting(cases: Sequence[Scored]) -> Array:
    """Return how much each forecaster counts: its CRPS to the power of −:data:`POWER`, 1 in all.

    The CRPS is taken against the best one's, as a geometric mean over the cases.
    """
    missed = np.mean([np.log(np.maximum(case.crps, 1e-9)) for case in cases], axis=0)
    weights = np.exp(-POWER * (missed - missed.min()))
    return np.asarray(weights / weights.sum())


def stacked_by_log(cases: Sequence[Scored]) -> Array:
    """Return the weights whose mixture has the highest mean log score."""
    number = len(FORECASTERS)

    def loss(weights: Array) -> float:
        pull = PULL * float(np.sum((weights - 1.0 / number) ** 2))
        return pull - float(np.mean([case.log(weights) for case in cases]))

    return _on_simplex(loss)


def _on_simplex(loss: Callable[[Array], float]) -> Array:
    """Minimise a loss over weights that sum up to 1."""
    number = len(FORECASTERS)
    found: Any = minimize(  # type: ignore[call-overload]
        loss,
        np.full(number, 1.0 / number),
        method="SLSQP",
        bounds=[(0.0, 1.0)] * number,
        constraints={"type": "eq", "fun": lambda weights: float(np.sum(weights)) - 1.0},
    )
    weights = np.clip(found.x, 0.0, 1.0)
    return np.asarray(weights / weights.sum())


def with_mixture(learned: Learned, cases: Sequence[Scored]) -> Learned:
    """Return figures with what forecasters count by these cases, for each number of hours seen.

    Cases after up to two and a half times as many or few hours count too: storms are few.
    """
    hours = sorted({case.hours for case in cases})
    mixture = {}
    for one in hours:
        near = [case for case in cases if abs(np.log(case.hours / one)) < np.log(2.5)]
        mixture[one] = counting(near)
    return Learned(learned.model, learned.laws, mixture, learned.storms)
