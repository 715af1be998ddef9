"""Weigh the storms of a stock by the counts seen, and let them go on.

Each simulated storm is compared with the real one stretch by stretch. The level between them
wanders (:mod:`sim.fitting.levels`). A storm's weight is its prior weight times the chance of the
counts, summed over alternatives of how levels wander. Nothing is trained for the storm at hand,
and one stock serves them all. Where the matter was set off more than once, pairs of simulated
storms are compared, of which the second begins with the second trigger.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from sim.fitting.ahead import DRAWS, Ahead
from sim.fitting.learned import Learned
from sim.fitting.levels import Levels, follow, log_volumes, walk_back, walk_on
from sim.fitting.observed import ObservedStorm
from sim.fitting.seen import SeenStorm, stretches
from sim.fitting.stock import Counted, Stock
from sim.sampling import DEFAULT_SEED

Array = NDArray[np.float64]
Rows = NDArray[np.intp]

MISSED = 0.25
"""Posts added to a simulated stretch or day, since what one run lacks may still happen."""
PAIRS = 6000
"""Combinations of storms that are compared after a further trigger."""
SECOND = (-0.4, 1.0)
"""Middle and spread of the logarithm of a further trigger's volume relative to the first."""


@dataclass(frozen=True, slots=True)
class Particles:
    """Simulated storms, or sums of them where there were several triggers."""

    rows: Rows
    """Storms of the stock. Shape (particle, trigger)."""
    shares: Array
    """Factor of each. Same shape."""
    log_prior: Array
    """Logarithm of the prior weight over that by which they were proposed."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Particles drawn from the posterior, each with an alternative and its last level."""

    particles: Rows
    alternatives: Rows
    level: Array


@dataclass(frozen=True, slots=True)
class Posterior:
    """The simulated storms that the counts seen leave likely."""

    seen: SeenStorm
    stock: Stock
    counted: Counted
    learned: Learned
    particles: Particles
    levels: Levels
    weights: Array
    """Shape (alternative, particle). They sum up to 1."""

    @property
    def storm_weights(self) -> Array:
        """Return the weight of each storm of the stock, as the first trigger's."""
        total = self.weights.sum(axis=0)
        rows = self.particles.rows[:, 0]
        return np.asarray(np.bincount(rows, total, minlength=len(self.stock)), float)

    @property
    def effective(self) -> float:
        """Return the effective number of simulated storms, by the evenness of their weights."""
        return float(1.0 / np.sum(self.storm_weights**2))

    @property
    def log_evidence(self) -> float:
        """Return the log probability of the counts under the whole stock."""
        prior = self.learned.log_weights[:, None] + self.particles.log_prior
        norm = logsumexp(self.particles.log_prior)
        return float(logsumexp(self.levels.log_chance + prior) - norm)

    def draw(self, number: int = DRAWS, seed: int = DEFAULT_SEED) -> Drawn:
        """Draw particles with their alternatives and last levels."""
        chance = np.random.default_rng(seed)
        flat = systematic(self.weights.ravel(), number, chance)
        alternative, particle = np.unravel_index(flat, self.weights.shape)
        mean = self.levels.mean[alternative, particle]
        spread = np.sqrt(self.levels.variance[alternative, particle])
        level = mean + spread * chance.standard_normal(number)
        return Drawn(particle, alternative, level)

    def simulated(
        self, edges: Array, particles: Rows | None = None, defending: bool = False
    ) -> Array:
        """Return what particles bring between edges, in hours of the real storm."""
        return _simulated(self.stock, self.particles, self.seen, edges, self.counted,
                          particles, defending)  # fmt: skip

    def ahead(self, edges: Array, drawn: Drawn, seed: int = DEFAULT_SEED) -> Ahead:
        """Return draws of the volumes between edges that follow what was seen."""
        chance = np.random.default_rng(seed + 1)
        wandering = self.learned.wandering.of(drawn.alternatives)
        middles = (edges[1:] + edges[:-1]) / 2
        last = min(float(self.seen.middles[-1]), float(middles[0]))
        levels = walk_on(drawn.level, np.append(last, middles), wandering, chance)
        length = np.diff(edges)
        volumes = self.simulated(edges, drawn.particles) + MISSED * length / 24.0
        rates = np.exp(np.clip(levels, -30.0, 30.0)) * volumes + self.seen.storm.quiet * length
        return Ahead.of(rates, wandering.scatter, chance)

    def again(self, drawn: Drawn, seed: int = DEFAULT_SEED) -> Ahead:
        """Return draws of the stretches seen, as they might have come with all of them known."""
        chance = np.random.default_rng(seed + 2)
        wandering = self.learned.wandering.of(drawn.alternatives)
        logs, counting = self.seen.logs
        x, simulated = _logs_of(_between_stretches(self, drawn.particles))
        gaps = logs - x
        levels = walk_back(gaps, counting + simulated, self.seen.middles, wandering, chance,
                           self.seen.breaks)  # fmt: skip
        quiet = self.seen.storm.quiet * np.diff(self.seen.edges, axis=1)[:, 0]
        return Ahead.of(np.exp(np.clip(levels + x, -30, 30)) + quiet, wandering.scatter, chance)


def posterior(
    seen: SeenStorm,
    stock: Stock,
    learned: Learned,
    counted: Counted = "posts",
    seed: int = DEFAULT_SEED,
) -> Posterior:
    """Weigh the storms of a stock by what was seen. Further triggers take more particles."""
    particles = Particles(
        np.arange(len(stock))[:, None], np.ones((len(stock), 1)), np.log(stock.prior + 1e-300)
    )
    for number, trigger in enumerate(seen.triggers, start=1):
        until = SeenStorm(seen.storm, trigger, seen.clock, *_until(seen, trigger),
                          seen.triggers[: number - 1], seen.events)  # fmt: skip
        before = _weighed(until, stock, learned, counted, particles)
        particles = _with_further(before, stock, np.random.default_rng(seed + number))
    return _weighed(seen, stock, learned, counted, particles)


def _until(seen: SeenStorm, trigger: float) -> tuple[Array, Array]:
    """Return the stretches before a trigger, at least one."""
    before = seen.edges[:, 1] <= max(trigger, float(seen.edges[0, 1]))
    return seen.edges[before], seen.volumes[before]


def _weighed(
    seen: SeenStorm, stock: Stock, learned: Learned, counted: Counted, particles: Particles
) -> Posterior:
    """Weigh particles by the chance of the counts, of the defenders too where they are known."""
    logs, counting = seen.logs
    volumes = _rows_between(stock, particles, seen, seen.edges, counted, None, False)
    x, simulated = _logs_of(volumes)
    levels = follow(logs - x, counting + simulated, seen.middles, learned.wandering, seen.breaks)
    log_weights = levels.log_chance + learned.log_weights[:, None] + particles.log_prior
    if seen.storm.defending is not None:
        log_weights = log_weights + _defenders(seen, stock, learned, counted, particles)
    weights = np.exp(log_weights - logsumexp(log_weights))
    return Posterior(seen, stock, counted, learned, particles, levels, weights / weights.sum())


def _defenders(
    seen: SeenStorm, stock: Stock, learned: Learned, counted: Counted, particles: Particles
) -> Array:
    """Return the log chance of the defending voices, which have a level of their own."""
    storm = seen.storm
    assert storm.defending is not None
    edges, volumes = stretches(storm.defending[: round(seen.hours / storm.step)], storm.step)
    logs, counting = log_volumes(volumes)
    simulated = _rows_between(stock, particles, seen, edges, counted, None, True)
    x, chance = _logs_of(simulated)
    return follow(logs - x, counting + chance, edges.mean(axis=1), learned.wandering).log_chance


def _with_further(before: Posterior, stock: Stock, chance: np.random.Generator) -> Particles:
    """Propose particles with one more storm each, which begins with the next trigger."""
    weights = before.weights.sum(axis=0)
    proposal = 0.5 * np.sqrt(weights) / np.sqrt(weights).sum() + 0.5 * np.exp(
        before.particles.log_prior - logsumexp(before.particles.log_prior)
    )
    chosen = systematic(proposal, PAIRS, chance)
    further = systematic(stock.prior, PAIRS, chance)
    chance.shuffle(further)
    share = np.exp(SECOND[0] + SECOND[1] * chance.standard_normal(PAIRS))
    own, others = stock.totals(before.counted)[:, -1], before.particles.rows[chosen, 0]
    share *= (own[others] + 1.0) / (own[further] + 1.0)
    return Particles(
        np.column_stack((before.particles.rows[chosen], further)),
        np.column_stack((before.particles.shares[chosen], share)),
        before.particles.log_prior[chosen] - np.log(proposal[chosen]),
    )


def systematic(weights: Array, number: int, chance: np.random.Generator) -> Rows:
    """Draw places by their weights, evenly spread (systematic resampling)."""
    points = (np.arange(number) + chance.uniform()) / number
    drawn = np.searchsorted(np.cumsum(weights / weights.sum()), points)
    return np.minimum(drawn, len(weights) - 1).astype(np.intp)


def _simulated(
    stock: Stock,
    particles: Particles,
    seen: SeenStorm,
    edges: Array,
    counted: Counted,
    chosen: Rows | None,
    defending: bool,
) -> Array:
    """Return what particles bring between edges, in hours of the real storm."""
    rows = particles.rows if chosen is None else particles.rows[chosen]
    shares = particles.shares if chosen is None else particles.shares[chosen]
    total = np.zeros((len(rows), len(edges) - 1))
    for place, trigger in enumerate((0.0, *seen.triggers)):
        passed = seen.clock.passed(seen.storm.started, np.append(edges, trigger))
        since = np.maximum(passed[:-1] - passed[-1], 0.0)
        each = None if chosen is None and place == 0 and rows.shape[1] == 1 else rows[:, place]
        total += shares[:, [place]] * stock.between(since, counted, defending, each)
    return total


def _rows_between(
    stock: Stock,
    particles: Particles,
    seen: SeenStorm,
    edges: Array,
    counted: Counted,
    chosen: Rows | None,
    defending: bool,
) -> Array:
    """Return what particles bring in stretches of shape (stretch, 2)."""
    bounds = np.unique(edges)
    volumes = _simulated(stock, particles, seen, bounds, counted, chosen, defending)
    begin = np.searchsorted(bounds, edges[:, 0])
    return volumes[:, begin]


def _between_stretches(of: Posterior, chosen: Rows) -> Array:
    return _rows_between(of.stock, of.particles, of.seen, of.seen.edges, of.counted, chosen, False)


def _logs_of(volumes: Array) -> tuple[Array, Array]:
    """Return logarithms of simulated volumes, and the variances of their own chance."""
    return np.log(volumes + MISSED), np.minimum(1.0 / (volumes + 0.5), 4.0)


def as_seen(storm: ObservedStorm, volumes: Array) -> ObservedStorm:
    """Return a storm with other volumes in its bins."""
    return ObservedStorm(storm.name, storm.started, storm.step, volumes, None, storm.quiet)
