"""Find the parameter sets that agree with all facts at once: a posterior from few real runs.

Waves of sets are run on a few pairs each. The first wave covers the prior, every later one is
drawn from the posterior of all waves before it. Emulators of all figures are fitted to the
sets (:mod:`~sim.calibration.figure_emulators`), and the posterior over the emulators is sampled
(:mod:`~sim.calibration.slices`) with each row's bounds as soft ones
(:mod:`~sim.calibration.windows`). Some of the final sets are run again on more pairs, to see what
the posterior is worth.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from math import isfinite, nan
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from sim.calibration.figure_emulators import FigureEmulators, fit_figures
from sim.calibration.prior import SPREAD, Coordinates, Prior
from sim.calibration.row_figures import NOT_FITTED, SUMMARIES, Measuring
from sim.calibration.slices import elliptical_slices
from sim.calibration.space import Values
from sim.calibration.windows import Windows
from sim.compiling import rules_mark
from sim.errors import InputError
from sim.language.told import Told
from sim.pools import Pool, pool
from sim.runs.journal import Journal
from sim.runs.runner import Execution, Progress, run_jobs
from sim.sampling import DEFAULT_SEED
from sim.validation.registry import Row

Array = NDArray[np.float64]
PROPOSALS_FILE = "proposals.jsonl"
STRIDE = 400
"""Seeds between the first ones of two sets, more than a row takes."""
CHAINS, MOVES = 200, 1500
"""Chains of the sampler, each of which gives one set of the posterior, and moves of each."""
FEWEST_KNOWN = 1 / 3
"""Share of the sets in which a figure has to be known to be learned from."""


@dataclass(frozen=True, slots=True)
class PosteriorOptions:
    """How many sets are run, on which seeds, and how wide the prior is."""

    waves: tuple[int, ...] = (90, 45, 45)
    """Sets of each wave."""
    repeats: int = 8
    """Scores of the defaults, from which the luck of a score is known."""
    pairs: int = 2
    checked: int = 20
    """Sets of the posterior that are run again, on more pairs."""
    checked_pairs: int = 6
    first_seed: int = 2_000_000
    seed: int = DEFAULT_SEED
    spread: float = SPREAD

    def __post_init__(self) -> None:
        if self.repeats < 2:
            raise InputError(Told("calibration.few_repeats"))


@dataclass(frozen=True)
class MeasuredSet:
    """A parameter set that was run: its figures, verdicts and other answers."""

    wave: int
    """0 for the defaults, -1 for a set that is checked."""
    coordinates: Array
    figures: dict[str, float]
    luck: dict[str, float]
    """Variances of the figures by luck, where their own runs tell."""
    verdicts: dict[str, str]
    answers: dict[str, float]
    seconds: float


@dataclass(frozen=True)
class RulesPosterior:
    """Parameter sets drawn from the posterior, and what they rest on."""

    prior: Prior
    windows: Windows
    """Emulators of the figures, and the bounds of the rows."""
    answers: FigureEmulators
    """Emulators of summaries and of what is not fitted."""
    coordinates: Coordinates
    weights: Array
    """They sum up to 1."""
    measured: tuple[MeasuredSet, ...]
    labels: dict[str, str]
    """What each figure is, by its key."""
    left_out: tuple[str, ...]
    """Keys of figures that are known in too few sets to learn from."""
    options: PosteriorOptions
    rules: str = field(default_factory=rules_mark)

    @property
    def checked(self) -> list[MeasuredSet]:
        """The sets of the posterior that were run again, in the order of their numbers."""
        return [one for one in self.measured if one.wave < 0]

    @property
    def central(self) -> int:
        """Number of the most central set: its emulated figures are nearest to all others'."""
        figures = self.windows.emulators.predict(self.coordinates)
        scaled = figures / np.maximum(figures.std(axis=0), 1e-12)
        middle = self.weights @ scaled
        return int(((scaled - middle) ** 2).sum(axis=1).argmin())


def find_posterior(
    rows: Sequence[Row],
    prior: Prior,
    options: PosteriorOptions,
    execution: Execution,
    progress: Progress | None = None,
) -> RulesPosterior:
    """Run all waves and the check, and return the posterior.

    With a folder every finished set is kept there and the same call goes on from it, also with
    other numbers of sets. Raises InputError without scikit-learn.
    """
    search = _PosteriorSearch(rows, prior, options, execution, progress)
    with pool(execution.cluster, execution.workers, processes=True) as workers:
        search.run(0, [np.zeros(len(prior.names))] * options.repeats, workers)
        for wave, number in enumerate(options.waves, start=1):
            search.run(wave, search.proposed(wave, number), workers)
        found = search.posterior()
        if options.checked:
            search.run(-1, list(found.coordinates[: options.checked]), workers)
    return search.with_checks(found)


class _PosteriorSearch:
    """The sets so far, and the journals that keep them."""

    def __init__(
        self, rows: Sequence[Row], prior: Prior, options: PosteriorOptions,
        execution: Execution, progress: Progress | None,
    ) -> None:  # fmt: skip
        self.rows, self.prior, self.options, self.progress = tuple(rows), prior, options, progress
        self.measured: list[MeasuredSet] = []
        self.bounds: dict[str, tuple[float, float]] = {}
        self.labels: dict[str, str] = {}
        about, folder = _about(self.rows, prior, options), execution.folder
        self.scores = Journal(folder, about) if folder else None
        self.proposals = Journal(folder, about, PROPOSALS_FILE) if folder else None

    def run(self, wave: int, points: Sequence[Array], workers: Pool) -> None:
        """Run sets of a wave and take in their figures, in the order of their numbers."""
        options, checked = self.options, wave < 0
        pairs = options.checked_pairs if checked else options.pairs
        begin = 10_000 * (wave if not checked else len(options.waves) + 1)
        sets = self.prior.values_at(np.array(points))
        measuring = Measuring(self.rows, pairs, options.first_seed, STRIDE)
        jobs = [(begin + k, values) for k, values in enumerate(sets)]
        found: dict[int, dict[str, Any]] = {}
        total = options.repeats + sum(options.waves) + options.checked
        done = len(self.measured)

        def report(now: int, _: int) -> None:
            if self.progress:
                self.progress(done + now, total)

        for outcome in run_jobs(measuring, jobs, workers, self.scores, report, _name):
            if outcome.error is not None:
                raise outcome.error
            found[outcome.job[0]] = outcome.result or {}
        for k, point in enumerate(points):
            self._take(wave, point, found[begin + k])

    def _take(self, wave: int, point: Array, result: dict[str, Any]) -> None:
        """Take in the result of a set."""
        figures, luck = {}, {}
        for one in result["figures"]:
            key = f"{one['row']}/{one['place']}"
            value = float(one["value"])
            figures[key] = value if isfinite(value) else nan
            luck[key] = float(one["luck"])
            self.bounds[key] = (float(one["lowest"]), float(one["highest"]))
            self.labels[key] = str(one["label"])
        self.measured.append(MeasuredSet(wave, point, figures, luck, result["verdicts"],
                                         result["answers"], result["seconds"]))  # fmt: skip

    def proposed(self, wave: int, number: int) -> list[Array]:
        """Return the points of a wave, kept in the journal or found now."""
        name = f"wave {wave}: {number}"
        if self.proposals is not None:
            for kept, points in self.proposals.results():
                if kept == name:
                    return list(np.array(points))
        if wave == 1:
            points = self.prior.design(number, self.options.seed)
        else:
            points = self._sampled(self._windows()[0], number, self.options.seed + wave)
        if self.proposals is not None:
            self.proposals.keep(name, points.tolist())
        return list(points)

    def _windows(self) -> tuple[Windows, tuple[str, ...]]:
        """Fit the emulators of all figures that are known often enough, and name the others."""
        learned = [one for one in self.measured if one.wave >= 0]
        points, values, luck = _table(learned, list(self.bounds), "figures")
        enough = [key for key, one in values.items()
                  if np.mean(~np.isnan(one)) >= FEWEST_KNOWN]  # fmt: skip
        emulators = fit_figures(points, {key: values[key] for key in enough}, luck,
                                self.options.seed)  # fmt: skip
        low, high = np.array([self.bounds[key] for key in emulators.names]).T
        left_out = tuple(key for key in self.bounds if key not in emulators.names)
        return Windows(emulators, low, high, np.ones(len(low))), left_out

    def _sampled(self, windows: Windows, number: int, seed: int) -> Coordinates:
        """Draw points from the posterior over emulators, each from a chain of its own."""
        chance = np.random.default_rng(seed)
        start = chance.standard_normal((number, len(self.prior.names)))
        drawn = elliptical_slices(
            lambda points, _: windows.log_likelihood(points), start, MOVES, 1, chance
        )
        return np.asarray(drawn[-1])

    def posterior(self) -> RulesPosterior:
        """Return the posterior of all sets so far."""
        windows, left_out = self._windows()
        learned = [one for one in self.measured if one.wave >= 0]
        points, values, luck = _table(learned, [*SUMMARIES, *NOT_FITTED], "answers")
        answers = fit_figures(points, values, luck, self.options.seed)
        drawn = self._sampled(windows, CHAINS, self.options.seed)
        even = np.full(CHAINS, 1.0 / CHAINS)
        return RulesPosterior(self.prior, windows, answers, drawn, even, tuple(self.measured),
                         self.labels, left_out, self.options)  # fmt: skip

    def with_checks(self, found: RulesPosterior) -> RulesPosterior:
        """Return a posterior with the sets that were run again."""
        return RulesPosterior(found.prior, found.windows, found.answers, found.coordinates,
                         found.weights, tuple(self.measured), found.labels, found.left_out,
                         found.options)  # fmt: skip


def _table(
    measured: Sequence[MeasuredSet], keys: Sequence[str], which: str
) -> tuple[Coordinates, dict[str, Array], dict[str, float]]:
    """Return points, values by figure, and the variance of each by luck.

    Where the runs of a figure do not tell its luck, repeated scores of the defaults do.
    """
    points = np.array([one.coordinates for one in measured])
    values = {key: np.array([getattr(one, which).get(key, np.nan) for one in measured])
              for key in keys}  # fmt: skip
    same = np.array([one.wave == 0 for one in measured])
    luck = {}
    for key in values:
        own = np.array([one.luck.get(key, np.nan) for one in measured])
        known = values[key][same & ~np.isnan(values[key])]
        if np.any(~np.isnan(own)):
            luck[key] = float(np.nanmean(own))
        else:
            luck[key] = float(known.var(ddof=1)) if len(known) > 2 else 0.0
    return points, values, luck


def _name(job: tuple[int, Values]) -> str:
    """Return the name of a set in the journal, which is another one for other values."""
    number, values = job
    return f"set {number} {crc32(json.dumps(values).encode()):08x}"


def _about(rows: Sequence[Row], prior: Prior, options: PosteriorOptions) -> dict[str, Any]:
    """Return what a folder of finished sets belongs to. Numbers of sets may change."""
    kept = {name: value for name, value in asdict(options).items()
            if name not in ("waves", "repeats", "checked")}  # fmt: skip
    return {
        "options": kept,
        "rows": {row.number: row.protocol for row in rows},
        "parameters": {one.name: asdict(one) for one in prior.space.dimensions},
        "rules": rules_mark(),
    }


def parameter_sets(posterior: RulesPosterior) -> list[Values]:
    """Return the parameter sets of a posterior."""
    return posterior.prior.values_at(posterior.coordinates)
