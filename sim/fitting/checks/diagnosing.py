"""Carry out all checks of a fit."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.fitting.checks.alarm import Alarm, alarm
from sim.fitting.checks.calibration import RankCalibration, calibrate
from sim.fitting.checks.local import drawn_settings, local_test, not_fitted, sensitivity
from sim.fitting.forecasting import HORIZON
from sim.fitting.learned import Learned
from sim.fitting.posterior import Posterior, posterior
from sim.fitting.seen import seen_after

CHECKED_HOURS = 48.0
"""Hours of a storm after which fits are checked, or all of a shorter one."""


@dataclass(frozen=True)
class Diagnosis:
    """What the checks of a fit found."""

    hours: float
    """Hours of the storm that the made storms are seen for."""
    calibration: RankCalibration
    local: tuple[float, float]
    """Statistic and p value of the local two-sample test at the storm."""
    not_fitted: pd.DataFrame
    sensitivity: pd.DataFrame
    alarm: Alarm
    failed_runs: int
    """Runs of the stock that failed and were left out."""


def diagnose(
    weighed: Posterior,
    learned: Learned,
    number: int = 1000,
    progress: Callable[[int, int], None] | None = None,
) -> Diagnosis:
    """Check the fit of a storm. ``number`` is that of made storms.

    Needs scikit-learn. Raises InputError without it, before anything is made.
    """
    seen, stock, counted = weighed.seen, weighed.stock, weighed.counted
    warning = alarm(seen, stock, counted)
    early = seen_after(seen.storm.alone(), seen.clock, min(CHECKED_HOURS, seen.hours))
    days = max(HORIZON, int(early.hours // 24) + 1)
    found = calibrate(early, stock, learned, number, days, counted, progress)
    at = posterior(early, stock, learned, counted)
    local = local_test(found.pairs, np.log(early.volumes + 0.5), drawn_settings(at))
    return Diagnosis(early.hours, found, local, not_fitted(weighed), sensitivity(weighed),
                     warning, stock.invalid)  # fmt: skip
