"""Search the assumed parameters in waves: run sets, learn from them, and propose better ones."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from sim.calibration.emulators import fit_emulators, require_scikit_learn
from sim.calibration.proposals import moves_of, propose
from sim.calibration.result import Calibration, Wave
from sim.calibration.scoring import RowScore, ScoredSet, Scorer
from sim.calibration.space import Space, Values
from sim.compiling import rules_mark
from sim.errors import InputError
from sim.language.told import Told
from sim.pools import Pool, pool
from sim.runs.journal import Journal
from sim.runs.runner import Execution, Progress, run_jobs
from sim.sampling import DEFAULT_SEED, latin_hypercube
from sim.validation.registry import Row

PROPOSALS_FILE = "proposals.jsonl"
FEWEST_PARENTS, PARENT_SHARE = 10, 0.1
"""The best sets from which the next wave descends: at least so many, and this share of all."""
FEWEST_SETS = 4
CLIMBERS = 3
"""The best sets from which a climbing wave descends."""
MOVED = 0.2
"""Share of the parameters that a set of the first wave moves, where it stays near the defaults."""


@dataclass(frozen=True, slots=True)
class CalibrationOptions:
    """How many sets are run, on which seeds, and what is searched."""

    waves: int = 3
    sets: int = 120
    """Sets in each wave."""
    pairs: int = 6
    """Pairs of runs on which each row is scored."""
    first_seed: int = 500_000
    """First seed of the pairs; others than those on which the result is judged."""
    seed: int = DEFAULT_SEED
    """Seed of the samples and of the emulators."""
    spread: float | None = None
    """Share of each range searched on either side of the default; None for the whole range."""
    climb: bool = False
    """Take later waves as small moves of the best sets so far, without emulators."""

    def __post_init__(self) -> None:
        if self.sets < FEWEST_SETS:
            raise InputError(Told("calibration.few_sets", sets=self.sets, least=FEWEST_SETS))


def calibrate(
    rows: Sequence[Row],
    space: Space,
    options: CalibrationOptions,
    execution: Execution,
    progress: Progress | None = None,
) -> Calibration:
    """Search in waves; stopped by the keyboard, it returns what was done.

    With a folder every finished set is kept there, and the same call goes on from it, also
    with more waves. The sets do not depend on the number of workers.
    """
    if options.waves > 1 and not options.climb:
        require_scikit_learn()
    search = _Search(rows, space, options, execution, progress)
    try:
        with pool(execution.cluster, execution.workers, processes=True) as workers:
            for wave in range(1, options.waves + 1):
                search.run_wave(wave, workers)
    except KeyboardInterrupt:
        if not search.sets:
            raise
        return search.result(stopped=True)
    return search.result(stopped=False)


class _Search:
    """The sets and waves so far, and the two journals that keep them."""

    def __init__(
        self, rows: Sequence[Row], space: Space, options: CalibrationOptions,
        execution: Execution, progress: Progress | None,
    ) -> None:  # fmt: skip
        self.rows, self.space, self.options = tuple(rows), space, options
        self.progress = progress
        self.sets: list[ScoredSet] = []
        self.waves: list[Wave] = []
        about = _about(self.rows, space, options)
        folder = execution.folder
        self.scores = Journal(folder, about) if folder else None
        self.proposals = Journal(folder, about, PROPOSALS_FILE) if folder else None

    def run_wave(self, number: int, workers: Pool) -> None:
        """Run all sets of a wave and keep their scores, in the order of their numbers."""
        wave, sets = self._proposed(number)
        self.waves.append(wave)
        before = (number - 1) * self.options.sets
        jobs = list(enumerate(sets, before + 1))
        scorer = Scorer(self.rows, self.options.pairs, self.options.first_seed)
        begun = list(self.sets)

        def report(done: int, _: int) -> None:
            if self.progress:
                self.progress(before + done, self.options.waves * self.options.sets)

        for outcome in run_jobs(scorer, jobs, workers, self.scores, report, _name):
            if outcome.error is not None:
                raise outcome.error
            begun.append(_scored(outcome.job, number, outcome.result or {}))
            self.sets = sorted(begun, key=lambda scored: scored.number)

    def _proposed(self, number: int) -> tuple[Wave, list[Values]]:
        """Return a wave and its parameter sets, kept in the journal or proposed now."""
        name = f"wave {number}"
        if self.proposals is not None:
            for kept, entry in self.proposals.results():
                if kept == name:
                    return Wave(**entry["wave"]), entry["sets"]
        wave, sets = self._first() if number == 1 else self._next(number)
        if self.proposals is not None:
            self.proposals.keep(name, {"wave": asdict(wave), "sets": sets})
        return wave, sets

    def _first(self) -> tuple[Wave, list[Values]]:
        """Return the first wave: the defaults, and a Latin hypercube of the space.

        Around the defaults each set moves a few parameters alone: with all of them moved at
        once nearly every set is worse, and none says which move was good.
        """
        options, defaults = self.options, self.space.defaults()
        points = latin_hypercube(options.sets - 1, len(self.space.dimensions), options.seed)
        if options.spread is not None:
            moved = np.random.default_rng(options.seed).random(points.shape) < MOVED
            points = np.where(moved, points, np.clip(self.space.points_of([defaults]), 0.0, 1.0))
        return Wave(1), [defaults, *map(self.space.values_at, points)]

    def _next(self, number: int) -> tuple[Wave, list[Values]]:
        """Return a later wave: small moves of the best sets, or what emulators propose."""
        seed = self.options.seed + number
        points = np.clip(self.space.points_of([one.values for one in self.sets]), 0.0, 1.0)
        ranked = sorted(range(len(self.sets)), key=lambda place: self.sets[place].rank)
        if self.options.climb:
            near = moves_of(points[ranked[:CLIMBERS]], self.options.sets, seed)
            return Wave(number), [self.space.values_at(point) for point in near]
        emulators = fit_emulators(points, self.sets, seed)
        parents = max(FEWEST_PARENTS, round(PARENT_SHARE * len(self.sets)))
        proposal = propose(emulators, points[ranked[:parents]], self.options.sets, seed)
        kinds = [emulator.kind for emulator in emulators.values()]
        wave = Wave(
            number,
            plausible_share=proposal.plausible_share,
            emulators={kind: kinds.count(kind) for kind in sorted(set(kinds))},
            skill=float(np.median([emulator.skill for emulator in emulators.values()])),
        )
        return wave, [self.space.values_at(point) for point in proposal.points]

    def result(self, stopped: bool) -> Calibration:
        """Return all that was done."""
        return Calibration(
            rows=tuple(row.number for row in self.rows),
            facts={row.number: row.fact for row in self.rows},
            space=self.space,
            sets=tuple(self.sets),
            waves=tuple(self.waves),
            pairs=self.options.pairs,
            first_seed=self.options.first_seed,
            seed=self.options.seed,
            stopped=stopped,
        )


def _name(job: tuple[int, Values]) -> str:
    """Return the name of a set in the journal."""
    return f"set {job[0]}"


def _scored(job: tuple[int, Values], wave: int, rows: dict[str, Any]) -> ScoredSet:
    """Return a set with its scores."""
    number, values = job
    return ScoredSet(
        number, wave, values, {name: RowScore.from_plain(row) for name, row in rows.items()}
    )


def _about(rows: Sequence[Row], space: Space, options: CalibrationOptions) -> dict[str, Any]:
    """Return what a folder of finished sets belongs to; more waves may be asked for later."""
    search = {name: value for name, value in asdict(options).items() if name != "waves"}
    return {
        "options": search,
        "rows": {row.number: row.protocol for row in rows},
        "parameters": {one.name: asdict(one) for one in space.dimensions},
        "rules": rules_mark(),
    }
