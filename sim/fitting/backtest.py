"""Fit and forecast real storms whose end is known, to learn how good fits and forecasts are.

A study file (``real-storms.toml`` beside this one) names the storms, what each counts and where
its people live. The same candidates serve all of them.
"""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.errors import InputError
from sim.fitting.alignment import align
from sim.fitting.candidates import DAYS, Candidates
from sim.fitting.counts import Counts, CountsReading, read_counts
from sim.fitting.counts.answers import DateOrder, Gaps, NumberStyle, Spikes
from sim.fitting.fitting import MODEL, Fit, fit
from sim.fitting.forecasting import FIGURES, draw_ahead, figures, spans
from sim.fitting.laws import LAWS
from sim.fitting.observed import ObservedStorm, read_storm, storm_of
from sim.fitting.scoring import coverage, law_scores

SHIPPED = Path(__file__).with_name("real-storms.toml")
Zone = Annotated[str, Field(min_length=1)]
AVERAGE = "average storm"
"""Column of the candidates' storms with equal weights: a forecast that ignores the course."""


class BacktestTable(BaseModel):
    """A table of the study file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CountsOfStorm(BacktestTable):
    """A file of counts and what it counts."""

    file: str
    label: str
    counted: Literal["posts", "people"] = "posts"
    zone: Zone = "UTC"
    cumulative: bool = False
    numbers: NumberStyle | None = None
    dates: DateOrder | None = None
    times_in: str | None = None
    time_column: str | None = None
    count_column: str | None = None
    sheet: str | None = None
    gaps: Gaps | None = None
    spikes: Spikes = "replace"

    @property
    def reading(self) -> CountsReading:
        """Return how the file is to be read."""
        names = [field.name for field in fields(CountsReading)]
        return CountsReading(**{name: getattr(self, name) for name in names})


class CriticsAndDefenders(BacktestTable):
    """The two sides of one storm, in two files."""

    critics: str
    defenders: str
    label: str
    counted: Literal["posts", "people"] = "posts"
    zone: Zone = "UTC"


class BacktestStudy(BacktestTable):
    """The real storms and the scenario that is compared with them."""

    title: str
    scenario: str
    plan: str | None = None
    settings: int = Field(1000, ge=100)
    hours: list[float] = [6, 12, 24, 48]
    set: dict[str, Any] = {}
    storms: list[CountsOfStorm] = Field(min_length=1)
    pairs: list[CriticsAndDefenders] = []

    def reading_of(self, file: str) -> CountsReading:
        """Return how a file is to be read: as the storm of this file says, if there is one."""
        told = [storm.reading for storm in self.storms if storm.file == file]
        return told[0] if told else CountsReading()


@dataclass(frozen=True, slots=True)
class Backtest:
    """Fits and forecasts of real storms."""

    study: BacktestStudy
    fits: list[Fit]
    pairs: list[Fit]
    forecasts: pd.DataFrame
    """Per storm and hours seen: scores, and each figure as it came with its 80 % interval."""

    def table(self) -> pd.DataFrame:
        """Return a row per storm: coverage and scores."""
        rows = []
        for storm, fitted in zip(self.study.storms, self.fits, strict=True):
            scores = fitted.scores
            row = {"storm": storm.label, "days_trained": fitted.trained,
                   "days_scored": int(np.sum(~np.isnan(fitted.days[fitted.trained :]))),
                   "covered": fitted.covered}  # fmt: skip
            row |= {name: scores.loc[name, "together"] for name in scores.index}
            row["model_day_by_day"] = scores.loc[MODEL, "day_by_day"]
            for name in (MODEL, "power law"):
                row[f"{name}_open_scatter"] = scores.loc[name, "open_scatter"]
            rows.append(row)
        return pd.DataFrame(rows)

    def calibration(self) -> pd.DataFrame:
        """Return per hours seen the shares of figures and days in their intervals, and scores."""
        rows = []
        for hours, group in self.forecasts.groupby("hours"):
            row = {"hours": hours, "storms": len(group)}
            row |= {f"{name}_covered": float(np.mean(_inside(group, name))) for name in FIGURES}
            row["days_covered"] = float(group["days_covered"].mean())
            for rival in (*LAWS, AVERAGE):
                row[f"better_than_{rival}"] = int((group[MODEL] > group[rival]).sum())
            rows.append(row | {name: group[name].mean() for name in (MODEL, AVERAGE, *LAWS)})
        return pd.DataFrame(rows)

    def calibrated(self) -> float:
        """Return the share of all figures that lay in their 80 % intervals."""
        return float(np.mean([_inside(self.forecasts, name) for name in FIGURES]))


def _inside(table: pd.DataFrame, name: str) -> "pd.Series[bool]":
    return table[name].between(table[f"{name}_low"], table[f"{name}_high"])


def find_study(name_or_path: str) -> Path:
    """Return the file of a path, or of the shipped study by its bare name."""
    return SHIPPED if name_or_path == SHIPPED.stem else Path(name_or_path)


def read_study(path: Path) -> BacktestStudy:
    """Read a study file. InputError names what is wrong in it."""
    try:
        return BacktestStudy.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as problem:
        raise InputError(f"{path} cannot be read: {problem.strerror}") from None
    except tomllib.TOMLDecodeError as problem:
        raise InputError(f"{path} is no TOML: {problem}") from None
    except ValidationError as problem:
        errors = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in problem.errors()]
        raise InputError(f"{path}: " + "; ".join(errors)) from None


def counts_of(study: BacktestStudy, folder: Path) -> list[Counts]:
    """Read the counts of all storms. Raise InputError if the folder is missing."""
    if not folder.is_dir():
        raise InputError(f"there are no real storms at {folder}; name their folder with --data")
    return [read_counts(folder / storm.file, storm.reading) for storm in study.storms]


def backtest(
    study: BacktestStudy,
    folder: Path,
    candidates: Candidates,
    progress: Callable[[int, int], None] | None = None,
) -> Backtest:
    """Fit every storm, fit the pairs jointly, and forecast every storm from its first hours."""
    storms = [storm_of(counts) for counts in counts_of(study, folder)]
    total, done = len(storms) * (1 + len(study.hours)) + len(study.pairs), 0
    fits: list[Fit] = []
    pairs: list[Fit] = []
    rows: list[dict[str, Any]] = []

    def report(more: int) -> None:
        nonlocal done
        done += more
        if progress:
            progress(done, total)

    for counts, storm in zip(study.storms, storms, strict=True):
        fits.append(fit(storm, candidates, counts.counted, counts.zone))
        report(1)
        rows += forecasts_of(counts, storm, candidates, study.hours)
        report(len(study.hours))
    for pair in study.pairs:
        critics, defenders = (
            read_storm(folder / file, study.reading_of(file))
            for file in (pair.critics, pair.defenders)
        )
        both = critics.against(defenders)
        pairs.append(fit(both, candidates, pair.counted, pair.zone))
        report(1)
    return Backtest(study, fits, pairs, pd.DataFrame(rows))


def forecasts_of(
    counts: CountsOfStorm, storm: ObservedStorm, candidates: Candidates, hours: list[float]
) -> Iterator[dict[str, Any]]:
    """Yield a row per hours seen, without hours that fall inside a bin of the file."""
    aligned = align(storm, candidates, counts.counted, counts.zone)
    days = storm.days[:DAYS]
    came = figures(np.nan_to_num(days)[None]).iloc[0]
    for seen in hours:
        if seen % storm.step:
            continue
        known, begin = storm.seen(seen), max(1, int(seen // 24))
        weights = aligned.weights(seen)
        even = np.full(len(weights), 1.0 / len(weights))
        expected, average = (
            aligned.expected(seen, each).first(len(days)) for each in (weights, even)
        )
        given = days.copy()
        if seen < 24:  # a law takes the first day, if half-seen, at its pace
            given[0] = np.nansum(known.bins) * 24.0 / seen
        scores = {
            MODEL: expected.log_scores(days, begin),
            **law_scores(days, given, begin, known.quiet),
            AVERAGE: average.log_scores(days, begin),
        }
        volumes, low, high = draw_ahead(expected, known)
        row: dict[str, Any] = {"storm": counts.label, "hours": seen}
        row |= {name: score.together for name, score in scores.items()}
        row["days_covered"] = coverage(days, low, high, begin)
        interval = spans(figures(volumes))
        for name in FIGURES:
            row[name] = came[name]
            row[f"{name}_low"], row[f"{name}_high"] = interval.loc[name, ["low", "high"]]
        yield row
