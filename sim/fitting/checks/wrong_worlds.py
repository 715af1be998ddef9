"""Storms of worlds in which the model is wrong, to learn whether an alarm would tell.

Each maker returns expected volumes between edges in hours of average rhythm, shape (storm, bin).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.fitting.posterior import systematic
from sim.fitting.stock import Counted, Stock

Array = NDArray[np.float64]

SIR_GROWTH, SIR_DAYS = (1.3, 5.0), (0.25, 3.0)
"""Ranges of the basic reproduction number, and of the days that one infects others."""
SIR_SEED = (1e-4, 1e-2)
"""Range of the share infected at the beginning."""
BRANCHING, FADING = (0.5, 0.95), (0.2, 1.0)
"""Ranges of the offspring of a post, and of the exponent of the Hawkes kernel beyond 1."""
KERNEL_START = (0.2, 3.0)
"""Range of the hours after which the kernel begins to fall."""
SECOND_DAYS, SECOND_SHARE = (1.0, 6.0), (0.5, 2.0)
"""Ranges of when a second trigger comes, and of its volume relative to the first."""
HAWKES_STEP = 0.5
"""Hours of a step of the Hawkes process."""
HAWKES_POSTS = 3000.0
"""Posts that a Hawkes storm has about, so that its chance is that of a storm of its size."""


def plain_sir(edges: Array, number: int, chance: np.random.Generator) -> Array:
    """Return incidences of plain susceptible–infected–recovered epidemics."""
    growth = _log_uniform(SIR_GROWTH, number, chance)
    hours = 24.0 * _log_uniform(SIR_DAYS, number, chance)
    infected = _log_uniform(SIR_SEED, number, chance)
    susceptible = 1.0 - infected
    step = 0.5
    times = np.arange(0.0, edges[-1] + step, step)
    total = np.zeros((number, len(times)))
    for place in range(1, len(times)):
        new = np.minimum(growth / hours * susceptible * infected * step, susceptible)
        susceptible = susceptible - new
        infected = infected + new - infected * step / hours
        total[:, place] = total[:, place - 1] + new
    return _between(edges, times, total)


def pure_hawkes(edges: Array, number: int, chance: np.random.Generator) -> Array:
    """Return draws of Hawkes processes with power-law kernels, set off by one burst."""
    branching = chance.uniform(*BRANCHING, number)
    power = 1.0 + chance.uniform(*FADING, number)
    start = _log_uniform(KERNEL_START, number, chance)
    times = np.arange(0.0, edges[-1] + HAWKES_STEP, HAWKES_STEP)
    since = times[None, :] + HAWKES_STEP / 2
    kernel = (1.0 + since / start[:, None]) ** -power[:, None]
    whole = start / (power - 1.0) / HAWKES_STEP
    kernel = branching[:, None] * kernel / whole[:, None]
    new = np.zeros((number, len(times)))
    new[:, 0] = chance.poisson(HAWKES_POSTS * (1.0 - branching))
    for place in range(1, len(times)):
        rate = (new[:, :place] * kernel[:, :place][:, ::-1]).sum(axis=1)
        new[:, place] = chance.poisson(np.minimum(rate, 1e6))
    total = np.pad(np.cumsum(new, axis=1), ((0, 0), (1, 0)))
    return _between(edges, np.append(times, times[-1] + HAWKES_STEP), total)


def two_triggers(
    edges: Array, number: int, chance: np.random.Generator, stock: Stock, counted: Counted
) -> Array:
    """Return sums of two storms of the stock, of which the second begins some days later."""
    first, second = (systematic(stock.prior, number, chance) for _ in range(2))
    chance.shuffle(second)
    last = float(edges[-1])
    days = np.minimum(chance.uniform(*SECOND_DAYS, number), 0.8 * last / 24.0)
    ends = np.array([0.0, last])
    sizes = [stock.between(ends, counted, rows=rows)[:, 0] + 1.0 for rows in (first, second)]
    share = _log_uniform(SECOND_SHARE, number, chance) * sizes[0] / sizes[1]
    volumes = stock.between(edges, counted, rows=first)
    for place, row in enumerate(second):
        since = np.maximum(edges - 24.0 * days[place], 0.0)
        volumes[place] += share[place] * stock.between(since, counted, rows=np.array([row]))[0]
    return volumes


def worlds(
    stock: Stock, counted: Counted
) -> dict[str, Callable[[Array, int, np.random.Generator], Array]]:
    """Return the makers of wrong worlds by name."""
    return {
        "plain SIR": plain_sir,
        "pure Hawkes": pure_hawkes,
        "two triggers": lambda edges, number, chance: two_triggers(
            edges, number, chance, stock, counted
        ),
    }


def _log_uniform(bounds: tuple[float, float], number: int, chance: np.random.Generator) -> Array:
    low, high = np.log(bounds)
    return np.asarray(np.exp(chance.uniform(float(low), float(high), number)))


def _between(edges: Array, times: Array, totals: Array) -> Array:
    """Return what running totals add between edges."""
    return np.array([np.diff(np.interp(edges, times, row)) for row in totals])
