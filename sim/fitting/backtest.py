"""Fit and forecast real storms whose end is known, to learn how good fits and forecasts are.

A study file (``real-storms.toml`` beside this one) names the storms, what each counts and where
its people live. The same stock serves all of them. Whatever real storms teach is learned for
each storm from the others alone.
"""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.errors import InputError, Problem, ScenarioError
from sim.files import is_folder
from sim.fitting.clocks import clock_of
from sim.fitting.counts import Counts, CountsReading, read_counts
from sim.fitting.counts.answers import DateOrder, Gaps, NumberStyle, Spikes
from sim.fitting.fitting import MIXTURE, Fit, fit
from sim.fitting.forecasting import FIGURES, HORIZON, figures, spans, with_seen
from sim.fitting.learned import FORECASTERS, MODEL, Learned, untaught
from sim.fitting.learning import (
    KnownForecast,
    errors_of,
    learn_alternatives,
    scored,
    stacked_by_log,
    with_mixture,
)
from sim.fitting.observed import ObservedStorm, read_storm, storm_of
from sim.fitting.posterior import posterior
from sim.fitting.rivals import edges_ahead, mixed_ahead
from sim.fitting.scoring import coverage, scores_of
from sim.fitting.seen import seen_after
from sim.fitting.stock import Stock
from sim.language.heard import heard
from sim.language.told import Told
from sim.scenario.document import dotted
from sim.scenario.plain_words import in_plain_words

SHIPPED = Path(__file__).with_name("real-storms.toml")
Zone = Annotated[str, Field(min_length=1)]
TELLING, CLEARLY = 8, 0.05
"""Storms, and share of the CRPS, from which one forecaster is taken rather than a mixture."""
FEWEST_STORMS = 3
"""Storms needed, as each is forecast by what the others teach."""


class BacktestTable(BaseModel):
    """A table of the study file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CountsOfStorm(BacktestTable):
    """A file of counts and what it counts."""

    file: str
    label: str
    counted: Literal["posts", "people"] = "posts"
    zone: Zone | None = None
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
    zone: Zone | None = None


class BacktestStudy(BacktestTable):
    """The real storms and the scenario that is compared with them."""

    title: str
    scenario: str | None = None
    """Scenario whose storms are compared. Without one the shipped stock is."""
    plan: str | None = None
    settings: int = Field(4000, ge=100)
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
    """Per storm, hours seen and forecaster: scores, and the share of days in the 80 % band. For
    the mixture also each figure as it came with its 80 % interval."""
    learned: Learned
    """What all storms together teach."""
    by_log: pd.DataFrame
    """Weights of a mixture stacked by the log score, by hours seen. Shown for comparison."""

    def table(self) -> pd.DataFrame:
        """Return a row per storm: coverage and scores of the fit."""
        rows = []
        for storm, fitted in zip(self.study.storms, self.fits, strict=True):
            row = {"storm": storm.label, "days_trained": fitted.trained, "covered": fitted.covered}
            row |= {name: fitted.scores.loc[name, "crps"] for name in fitted.scores.index}
            row |= {f"{name}_log": fitted.scores.loc[name, "log"] for name in fitted.scores.index}
            rows.append(row)
        return pd.DataFrame(rows)

    def calibration(self) -> pd.DataFrame:
        """Return per hours seen what lay in its interval, and who was forecast better by whom."""
        rows = []
        for hours, group in self.forecasts.groupby("hours"):
            by_name = {name: part.set_index("storm") for name, part in group.groupby("forecaster")}
            ours = by_name[MIXTURE]
            row: dict[str, Any] = {"hours": hours, "storms": len(ours)}
            row |= {f"{name}_covered": float(np.mean(_inside(ours, name))) for name in FIGURES}
            row["days_covered"] = float(ours["covered"].mean())
            row["model_days_covered"] = float(by_name[MODEL]["covered"].mean())
            for name in FORECASTERS:
                rival = by_name[name].loc[ours.index]
                for score, sign in (("crps", -1), ("log", 1), ("energy", -1), ("log_together", 1)):
                    better = int((sign * (ours[score] - rival[score]) > 0).sum())
                    row[f"{score}_better_than_{name}"] = better
                ratio = np.log(ours["crps"] / rival["crps"]).mean()
                row[f"crps_against_{name}"] = float(np.exp(ratio))
                row[f"weight_{name}"] = float(
                    self.learned.weights_at(float(str(hours)))[FORECASTERS.index(name)]
                )
            rows.append(row)
        return pd.DataFrame(rows)

    def calibrated(self) -> float:
        """Return the share of all figures that lay in their 80 % intervals."""
        ours = self.forecasts[self.forecasts["forecaster"] == MIXTURE]
        return float(np.mean([_inside(ours, name) for name in FIGURES]))


def _inside(table: pd.DataFrame, name: str) -> "pd.Series[bool]":
    return table[name].between(table[f"{name}_low"], table[f"{name}_high"])


def find_study(name_or_path: str) -> Path:
    """Return the file of a path, or of the shipped study by its bare name."""
    return SHIPPED if name_or_path == SHIPPED.stem else Path(name_or_path)


def read_study(path: Path) -> BacktestStudy:
    """Read a study file. InputError names what is wrong in it."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        return BacktestStudy.model_validate(document)
    except OSError as problem:
        reason = heard(str(problem.strerror))
        raise InputError(Told("backtest.unreadable", path=path, problem=reason)) from None
    except tomllib.TOMLDecodeError as problem:
        raise InputError(Told("backtest.no_toml", path=path, problem=problem)) from None
    except ValidationError as problem:
        found = in_plain_words(problem.errors(), document, BacktestStudy)
        raise ScenarioError(
            [Problem(f"{dotted(each.path)}: {each.text}", str(path)) for each in found]
        ) from None


def counts_of(study: BacktestStudy, folder: Path) -> list[Counts]:
    """Read the counts of all storms. Raise InputError if the folder is missing."""
    if not is_folder(folder):
        raise InputError(Told("backtest.no_storms", folder=folder))
    return [read_counts(folder / storm.file, storm.reading) for storm in study.storms]


def backtest(
    study: BacktestStudy,
    folder: Path,
    stock: Stock,
    progress: Callable[[int, int], None] | None = None,
) -> Backtest:
    """Forecast every storm by what the others teach, fit it likewise, and fit the pairs jointly.

    Raises InputError with under ``FEWEST_STORMS`` storms.
    """
    storms = [storm_of(counts) for counts in counts_of(study, folder)]
    if len(storms) < FEWEST_STORMS:
        raise InputError(
            Told("backtest.few_storms", study=study.title, n=len(storms), least=FEWEST_STORMS)
        )
    cases = [
        case
        for told, storm in zip(study.storms, storms, strict=True)
        for case in known_forecasts(told, storm, stock, study.hours)
    ]
    report = _Report(progress, len(cases) + 2 * len(storms) + len(study.pairs) + 1)
    errors = errors_of(cases, lambda done, total: report.more())
    labels = [storm.label for storm in study.storms]
    fits, rows = [], list[dict[str, Any]]()
    for told, storm in zip(study.storms, storms, strict=True):
        others = [label for label in labels if label != told.label]
        learned = learn_alternatives(errors, others)
        taught = [scored(case, learned)[0] for case in cases if case.storm != told.label]
        learned = with_mixture(learned, taught)
        report.more()
        rows += [
            row for case in cases if case.storm == told.label for row in _scored(case, learned)
        ]
        clock = clock_of(storm, told.zone)
        fits.append(fit(storm, clock, stock, learned, told.counted))
        report.more()
    final = learn_alternatives(errors, labels)
    taught = [scored(case, final)[0] for case in cases]
    final = with_better(with_mixture(final, taught), pd.DataFrame(rows))
    by_log = {hours: stacked_by_log([c for c in taught if c.hours == hours])
              for hours in sorted({case.hours for case in cases})}  # fmt: skip
    report.more()
    pairs = [_pair(pair, study, folder, stock, final, report) for pair in study.pairs]
    weights = pd.DataFrame.from_dict(by_log, orient="index", columns=list(FORECASTERS))
    return Backtest(study, fits, pairs, pd.DataFrame(rows), final, weights)


def with_better(learned: Learned, forecasts: pd.DataFrame) -> Learned:
    """Return figures in which one forecaster stands alone where it forecast better than a mixture.

    That takes ``TELLING`` storms at those hours, and a CRPS lower by ``CLEARLY`` on average.
    """
    mixture = dict(learned.mixture)
    for hours, group in forecasts.groupby("hours"):
        missed = np.log(group.pivot(index="storm", columns="forecaster", values="crps")).mean()
        best = str(missed[list(FORECASTERS)].idxmin())
        clearly = missed[MIXTURE] - missed[best] > np.log(1.0 + CLEARLY)
        if clearly and group["storm"].nunique() >= TELLING:
            mixture[float(str(hours))] = np.eye(len(FORECASTERS))[FORECASTERS.index(best)]
    return Learned(learned.model, learned.laws, mixture, learned.storms)


class _Report:
    """Count what is done."""

    def __init__(self, progress: Callable[[int, int], None] | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def more(self) -> None:
        """Count one more."""
        self._done += 1
        if self._progress:
            self._progress(self._done, self._total)


def _pair(
    pair: CriticsAndDefenders,
    study: BacktestStudy,
    folder: Path,
    stock: Stock,
    learned: Learned,
    report: _Report,
) -> Fit:
    """Fit the two sides of a storm jointly."""
    critics, defenders = (
        read_storm(folder / file, study.reading_of(file)) for file in (pair.critics, pair.defenders)
    )
    clock = clock_of(critics, pair.zone)
    fitted = fit(critics.against(defenders), clock, stock, learned, pair.counted)
    report.more()
    return fitted


def known_forecasts(
    told: CountsOfStorm, storm: ObservedStorm, stock: Stock, hours: Sequence[float]
) -> list[KnownForecast]:
    """Return a storm as seen after so many hours, without those that fall inside of a bin.

    The day under way is not scored, as a part of it is known.
    """
    days = storm.days[:HORIZON]
    cases = []
    for seen_hours in hours:
        begin = max(1, int(seen_hours // 24))
        if seen_hours % storm.step or np.isnan(days[begin:]).all() or begin >= len(days):
            continue
        clock = clock_of(storm.seen(seen_hours), told.zone)
        seen = seen_after(storm.alone(), clock, seen_hours)
        weighed = posterior(seen, stock, untaught(), told.counted)
        edges = edges_ahead(max(24.0, seen_hours), len(days))
        cases.append(KnownForecast(told.label, seen_hours, weighed, edges, days[begin:]))
    return cases


def _scored(case: KnownForecast, learned: Learned) -> list[dict[str, Any]]:
    """Return a row per forecaster, and one of their mixture with its figures."""
    _, ahead = scored(case, learned)
    mixture = mixed_ahead(ahead, learned, case.hours)
    about = {"storm": case.storm, "hours": case.hours}
    rows = [
        {**about, "forecaster": name, **asdict(scores_of(each, case.came)),
         "covered": coverage(each, case.came)}
        for name, each in {MIXTURE: mixture, **ahead}.items()
    ]  # fmt: skip
    seen = case.posterior.seen
    start = seen_after(seen.storm, seen.clock, max(24.0, case.hours))
    came = with_seen(np.nan_to_num(case.came)[None], start)
    known = ~np.isnan(case.came)
    drawn = with_seen(np.where(known, mixture.volumes, 0.0), start)
    interval, real = spans(figures(drawn)), figures(came).iloc[0]
    for name in FIGURES:
        rows[0][name] = real[name]
        rows[0][f"{name}_low"], rows[0][f"{name}_high"] = interval.loc[name, ["low", "high"]]
    return rows
