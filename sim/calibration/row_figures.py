"""Measure the figures of all rows for a parameter set on a few pairs of runs.

Verdicts on few pairs are mostly luck. What a posterior learns from is therefore what a figure
would be on average over many runs, which its value on few runs shows without bias: the share of
pairs or runs where a share decides, and the value itself where bounds decide. A figure that
states a verdict without bounds counts 1 where it holds and 0 where not.
"""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import inf, isfinite, isnan, nan
from typing import Any

import numpy as np

from sim.calibration.space import Values
from sim.fitting.checks.local import half_of_volume, waves
from sim.runs.cache import RunCache
from sim.validation.findings import Figure
from sim.validation.registry import CASE, HAPPENED, Row

Answers = dict[str, float]
SUMMARIES = ("peak (log)", "duration, h", "critical posts (log)")
"""Results of the case as it happened that are calibrated like parameters."""
NOT_FITTED = ("posters per 100 people", "defenders' lag, h", "waves")
"""Results of the case as it happened that no row asks for in this way."""


@dataclass(frozen=True, slots=True)
class RowFigure:
    """A figure that decides in a row, and the bounds between which it holds."""

    row: str
    place: int
    """Place among the figures of the row that decide."""
    label: str
    value: float
    lowest: float
    highest: float
    luck: float = nan
    """Variance of the value by luck, estimated from its own runs. NaN where these do not tell."""

    @property
    def key(self) -> str:
        """A name of its own among all figures."""
        return f"{self.row}/{self.place}"


def row_figure(row: str, place: int, figure: Figure) -> RowFigure:
    """Return the average that a figure estimates, and where it holds."""
    if not isnan(figure.needed):
        share, runs = float(figure.share), figure.runs
        luck = share * (1.0 - share) / (runs - 1) if runs > 1 else nan
        return RowFigure(row, place, figure.label, share, figure.needed, inf, luck)
    value = float(figure.value) if isfinite(figure.value) else nan  # a ratio to nothing
    return RowFigure(row, place, figure.label, value, float(figure.lowest), float(figure.highest))


@dataclass(frozen=True)
class Measuring:
    """Measure numbered parameter sets in any process, each on seeds of its own."""

    rows: Sequence[Row]
    pairs: int
    first_seed: int
    stride: int
    """Seeds between the first ones of two sets."""

    def __call__(self, job: tuple[int, Values]) -> dict[str, Any]:
        """Return verdicts, figures and other answers of a set, as plain values."""
        number, values = job
        begin = time.perf_counter()
        first = self.first_seed + self.stride * number
        cache = RunCache(self.pairs, values, workers=1, rough=True, first_seed=first)
        verdicts, figures, errors = dict[str, str](), list[RowFigure](), dict[str, str]()
        for row in self.rows:
            try:
                finding = row.test(cache)
            except Exception as error:  # any fault of one row must not end hours of work
                verdicts[row.number] = "invalid"
                errors[row.number] = f"{type(error).__name__}: {error}"
                continue
            verdicts[row.number] = finding.verdict
            deciding = [figure for figure in finding.figures if figure.holds is not None]
            figures += [row_figure(row.number, k, one) for k, one in enumerate(deciding)]
        return {
            "verdicts": verdicts, "figures": [asdict(figure) for figure in figures],
            "answers": answers_of(cache), "errors": errors,
            "seconds": round(time.perf_counter() - begin, 2),
        }  # fmt: skip


def answers_of(cache: RunCache) -> Answers:
    """Return means over the runs of the case as it happened: summaries, and what is not fitted."""
    story = cache.story(CASE)
    runs = cache.runs(story, HAPPENED)
    people = story.community.people
    by_hour = max(1, round(1 / runs[0].hours_per_tick))
    lags, rises = [], []
    for run in runs:
        critical = run.critical.astype(float)
        lags.append((half_of_volume(run.defending.astype(float)) - half_of_volume(critical))
                    * run.hours_per_tick)  # fmt: skip
        whole = len(critical) // (24 * by_hour) * 24 * by_hour
        rises.append(float(waves(critical[:whole].reshape(-1, 24 * by_hour).sum(axis=1))))
    per_run = (
        [np.log1p(run.measures["peak"]) for run in runs],
        [run.measures["duration"] for run in runs],
        [np.log1p(run.measures["critical_posts_total"]) for run in runs],
        [100.0 * run.posters / people for run in runs],
        lags,
        rises,
    )
    return {name: float(np.mean(values))
            for name, values in zip(SUMMARIES + NOT_FITTED, per_run, strict=True)}  # fmt: skip
