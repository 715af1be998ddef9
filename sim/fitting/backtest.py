"""Real storms whose end is known, fitted and foretold: how good are fits and forecasts?

A study file (``real-storms.toml`` beside this one) names the storms, what each counts and where
its people live. Everything is done with one stock of simulated storms.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.errors import InputError
from sim.fitting.aligning import laid_over
from sim.fitting.fitting import MODEL, Fit, first, fit
from sim.fitting.forecasting import FIGURES, figures, spans, with_seen
from sim.fitting.laws import LAWS, Days
from sim.fitting.observed import Observed, read_storm
from sim.fitting.scoring import Expected, coverage, scores_of
from sim.fitting.trying import DAYS, Counted, Tried

SHIPPED = Path(__file__).with_name("real-storms.toml")
Zone = Annotated[str, Field(min_length=1)]
STOCK = "unlooked"
"""The stock's storms with equal weights: what is foretold without looking at the course."""


class Part(BaseModel):
    """A table of the study file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Counts(Part):
    """A file of counts, and what it counts."""

    file: str
    label: str
    counted: Literal["posts", "people"] = "posts"
    zone: Zone = "UTC"
    cumulative: bool = False


class Letters(Part):
    """Critics and defenders of one storm, in two files."""

    critics: str
    defenders: str
    label: str
    counted: Literal["posts", "people"] = "posts"
    zone: Zone = "UTC"


class Study(Part):
    """The real storms, and the scenario that is held against them."""

    title: str
    scenario: str
    plan: str | None = None
    settings: int = Field(1000, ge=100)
    hours: list[float] = [6, 12, 24, 48]
    set: dict[str, Any] = {}
    storms: list[Counts] = Field(min_length=1)
    pairs: list[Letters] = []


@dataclass(frozen=True, slots=True)
class Backtest:
    """Fits and forecasts of real storms."""

    study: Study
    fits: list[Fit]
    pairs: list[Fit]
    forecasts: pd.DataFrame
    """Per storm and hours seen: scores, and for each figure what came and its 80 % interval."""

    def table(self) -> pd.DataFrame:
        """A row per storm: coverage and scores."""
        rows = []
        for told, found in zip(self.study.storms, self.fits, strict=True):
            scores = found.scores
            row = {"storm": told.label, "days_trained": found.trained,
                   "days_scored": int(np.sum(~np.isnan(found.days[found.trained :]))),
                   "covered": found.covered}  # fmt: skip
            row |= {name: scores.loc[name, "together"] for name in scores.index}
            row["model_day_by_day"] = scores.loc[MODEL, "day_by_day"]
            for name in (MODEL, "power law"):
                row[f"{name}_open_scatter"] = scores.loc[name, "open_scatter"]
            rows.append(row)
        return pd.DataFrame(rows)

    def calibration(self) -> pd.DataFrame:
        """Per hours seen: storms, share of figures and days in their 80 % intervals, scores."""
        rows = []
        for hours, group in self.forecasts.groupby("hours"):
            inside = {name: _inside(group, name) for name in FIGURES}
            row = {"hours": hours, "storms": len(group)}
            row |= {f"{name}_covered": float(np.mean(held)) for name, held in inside.items()}
            row["days_covered"] = float(group["days_covered"].mean())
            for rival in (*LAWS, STOCK):
                row[f"better_than_{rival}"] = int((group[MODEL] > group[rival]).sum())
            rows.append(row | {name: group[name].mean() for name in (MODEL, STOCK, *LAWS)})
        return pd.DataFrame(rows)

    def calibrated(self) -> float:
        """Share of all figures foretold that lay in their 80 % intervals."""
        return float(np.mean([_inside(self.forecasts, name) for name in FIGURES]))


def _inside(table: pd.DataFrame, name: str) -> "pd.Series[bool]":
    """Where what came lay in the interval."""
    return table[name].between(table[f"{name}_low"], table[f"{name}_high"])


def find_study(name_or_path: str) -> Path:
    """The file meant by a path, or the shipped study by its bare name."""
    return SHIPPED if name_or_path == SHIPPED.stem else Path(name_or_path)


def read_study(path: Path) -> Study:
    """Read a study file; InputError names what is wrong in it."""
    try:
        return Study.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as wrong:
        raise InputError(f"{path} cannot be read: {wrong.strerror}") from None
    except tomllib.TOMLDecodeError as wrong:
        raise InputError(f"{path} is no TOML: {wrong}") from None
    except ValidationError as wrong:
        said = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in wrong.errors()]
        raise InputError(f"{path}: " + "; ".join(said)) from None


def read_all(study: Study, folder: Path) -> list[Observed]:
    """The counts of all storms; InputError if the folder is not there."""
    if not folder.is_dir():
        raise InputError(f"there are no real storms at {folder}; name their folder with --data")
    return [read_storm(folder / told.file, told.cumulative) for told in study.storms]


def backtest(
    study: Study,
    folder: Path,
    tried: Tried,
    progress: Callable[[int, int], None] | None = None,
) -> Backtest:
    """Fit every storm, fit the pairs jointly, and foretell every storm from its first hours."""
    storms = read_all(study, folder)
    total, done = len(storms) * (1 + len(study.hours)) + len(study.pairs), 0
    fits, pairs, rows = [], [], []

    def tell(more: int) -> None:
        nonlocal done
        done += more
        if progress:
            progress(done, total)

    for told, storm in zip(study.storms, storms, strict=True):
        fits.append(fit(storm, tried, told.counted, told.zone))
        tell(1)
        rows += foretold(told, storm, tried, study.hours)
        tell(len(study.hours))
    for pair in study.pairs:
        critics = read_storm(folder / pair.critics)
        both = critics.against(read_storm(folder / pair.defenders))
        pairs.append(fit(both, tried, pair.counted, pair.zone))
        tell(1)
    return Backtest(study, fits, pairs, pd.DataFrame(rows))


def foretold(
    told: Counts, storm: Observed, tried: Tried, hours: list[float]
) -> list[dict[str, Any]]:
    """A row per hours seen; hours that the file cannot tell are left out."""
    counted: Counted = told.counted
    laid = laid_over(storm, tried, counted, told.zone)
    days = storm.days[:DAYS]
    came = figures(np.nan_to_num(days)[None]).iloc[0]
    rows = []
    for seen in hours:
        if seen % storm.step:
            continue
        known = storm.seen(seen)
        weights = laid.like(seen)
        expected = first(laid.expected(seen, weights), len(days))
        begin = max(1, int(seen // 24))
        volumes = with_seen(expected.drawn(), known)
        low, high = np.quantile(volumes, [0.1, 0.9], axis=0)
        interval = spans(figures(volumes))
        row: dict[str, Any] = {"storm": told.label, "hours": seen}
        row |= _scores(days, begin, seen, expected, known)
        even = np.full(len(weights), 1.0 / len(weights))
        row[STOCK] = first(laid.expected(seen, even), len(days)).log_scores(days, begin).together
        row["days_covered"] = coverage(days, low, high, begin)
        for name in FIGURES:
            row[name] = came[name]
            row[f"{name}_low"], row[f"{name}_high"] = interval.loc[name, ["low", "high"]]
        rows.append(row)
    return rows


def _scores(
    days: Days, begin: int, seen: float, expected: Expected, known: Observed
) -> dict[str, float]:
    """Log scores of the later days; a law takes the first day, if half-seen, at its pace."""
    scores = {MODEL: expected.log_scores(days, begin).together}
    given = days.copy()
    if seen < 24:
        given[0] = np.nansum(known.bins) * 24.0 / seen
    daily = 24.0 * known.quiet
    for name, law in LAWS.items():
        told = law(np.maximum(given - daily, 0.0), begin) + daily
        scores[name] = scores_of(days, told, begin).together
    return scores
