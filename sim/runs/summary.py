"""Summaries of runs: their measures and two series, in little memory."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.engines.output import RunOutput
from sim.results.measures import measures_of


@dataclass(frozen=True, slots=True)
class RunSummary:
    """The parts of a run that rows of the validation need. Times are hours since the start."""

    measures: dict[str, float]
    hours_per_tick: float
    critical: NDArray[np.int32]
    """Critical posts per tick."""
    defending: NDArray[np.int32]
    """Defending posts per tick."""
    bandwagon_share: float
    """Share of critical posts by people not affected (class 2); NaN if there are none."""
    trust_of_affected: float
    """Mean trust of those affected at the end; NaN if nobody is."""
    customers_affected: int
    missed: tuple[float, ...]
    """Deadlines missed."""
    incident_at: float
    complaints: int
    """Complaints while the company answered them one by one."""
    answers: int
    """… of which it answered."""
    answers_in_time: int
    """… within the time that it set itself for half of them."""

    def posts(self, begin: float, end: float) -> float:
        """Count the critical posts between two times, in hours since the start."""
        first, last = (round(hours / self.hours_per_tick) for hours in (begin, end))
        return float(self.critical[first:last].sum())


def observe(output: RunOutput) -> RunSummary:
    """Summarise a run."""
    people, series = output.people, output.series
    affected = people["affected"] == 1
    critical = series["critical_posts"]
    total = critical.sum()
    return RunSummary(
        measures=measures_of(output),
        hours_per_tick=output.hours_per_tick,
        critical=critical.astype(np.int32),
        defending=series["defending_posts"].astype(np.int32),
        bandwagon_share=(
            float(series["critical_posts_bandwagon"].sum() / total) if total else np.nan
        ),
        trust_of_affected=float(people["trust"][affected].mean()) if affected.any() else np.nan,
        customers_affected=int(np.count_nonzero(affected & (people["customer"] == 1))),
        missed=tuple(p.deadline for p in output.promises if p.outcome == "broken"),
        incident_at=output.incident_at or 0.0,
        complaints=output.complaints,
        answers=output.answers,
        answers_in_time=output.answers_in_time,
    )


def measured(runs: list[RunSummary], measure: str) -> NDArray[np.float64]:
    """Return one measure of every run."""
    return np.array([run.measures[measure] for run in runs])
