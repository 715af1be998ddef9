"""Storms that decay as powers of time, so that the exponent is the only setting."""

import numpy as np
import pandas as pd

from sim.fitting.candidates import RUN_DAYS, Candidates
from sim.fitting.observed import ObservedStorm
from sim.scenario import load_scenario

POWER = 1000.0 * (np.arange(20) + 1.0) ** -1.43


def power_storm() -> ObservedStorm:
    return ObservedStorm("power", pd.Timestamp("2020-01-01", tz="UTC"), 24.0, np.round(POWER))


def made_up(number: int = 300, defenders_late: int = 0) -> Candidates:
    """Storms whose days decay with exponents from 0.5 to 3, half of it by day and by night."""
    exponents = np.linspace(0.5, 3.0, number)
    chance = np.random.default_rng(3)
    settings = pd.DataFrame({"exponent": exponents, "nothing": chance.uniform(1.0, 2.0, number)})
    days = 2000.0 * (np.arange(RUN_DAYS) + 1.0) ** -exponents[:, None]
    critics = np.repeat(days / 24.0, 24, axis=1)
    defenders = np.roll(critics, defenders_late, axis=1)
    defenders[:, :defenders_late] = 0.0
    hourly = np.stack((critics, defenders, critics, defenders), axis=1).astype(np.float32)
    return Candidates(load_scenario("excluded-profession"), "silence", settings, hourly)
