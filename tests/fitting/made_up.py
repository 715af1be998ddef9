"""Storms that decay as powers of time, so that the exponent is the only setting."""

import numpy as np
import pandas as pd

from sim.fitting.clocks import FLAT, PeopleClock
from sim.fitting.observed import ObservedStorm
from sim.fitting.stock import KNOTS, Stock
from sim.scenario import load_scenario

POWER = 1000.0 * (np.arange(20) + 1.0) ** -1.43
WORLDWIDE = PeopleClock(FLAT)


def power_storm(step: float = 24.0) -> ObservedStorm:
    per_day = round(24 / step)
    bins = np.round(np.repeat(POWER / per_day, per_day))
    return ObservedStorm("power", pd.Timestamp("2020-01-01", tz="UTC"), step, bins)


def made_up(number: int = 300, defenders_late: int = 0) -> Stock:
    """Storms that decay with exponents from 0.5 to 3, as many defending some hours later."""
    exponents = np.linspace(0.5, 3.0, number)
    chance = np.random.default_rng(3)
    settings = pd.DataFrame({"exponent": exponents, "nothing": chance.uniform(1.0, 2.0, number)})
    days = 2000.0 * (np.arange(61) + 1.0) ** -exponents[:, None]
    totals = np.pad(np.cumsum(days, axis=1), ((0, 0), (1, 0)))
    midnights = 24.0 * np.arange(totals.shape[1])
    critics, defenders = (
        np.array([np.interp(KNOTS - late, midnights, row) for row in totals])
        for late in (0, defenders_late)
    )
    added = np.diff(np.round(np.stack((critics, defenders, critics, defenders), axis=1)), axis=2)
    return Stock(
        load_scenario("excluded-profession"),
        "silence",
        settings,
        np.zeros(number, np.intp),
        added.astype(np.uint16),
        np.full(number, 1.0 / number),
    )
