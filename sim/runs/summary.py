"""Summaries of runs: their measures and two series, in little memory."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.engines.output import RunOutput
from sim.results.measures import measures_of
from sim.storm.state import FOUND, FRIEND, UNAWARE


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
    grievance_of_affected: float
    """Mean grievance of those affected at the end; NaN if nobody is."""
    trust_of_fans: float
    """Mean trust of the fans of the page at the end."""
    people_affected: int
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
    ordinary_posts: int
    """Posts on other matters."""
    posters: int
    """People who wrote a critical post."""
    posted_once: float
    """Share of them who wrote one alone; NaN if nobody wrote any."""
    posts_per_poster: float
    """Critical posts per person who wrote any; NaN if nobody did."""
    clustering: float
    """Share of critics among friends of bandwagon critics, over that among all aware people; NaN
    without bandwagon critics or friends."""
    path: float
    """Median number of people who passed the matter on before it reached those aware of it, NaN
    if nobody is."""
    broadcast: float
    """Share of those told of the matter whom page, company or press told; NaN if nobody was."""
    critics: NDArray[np.int32]
    """Number of critics at the end of each tick."""
    trust: NDArray[np.float32]
    """Mean trust of everybody at the end of each tick."""

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
    aware, learnt = people["aware"] == 1, people["learnt_from"]
    told = aware & (learnt != UNAWARE) & (learnt != FOUND)
    wrote = people["critical_posts"][people["critical_posts"] > 0]
    return RunSummary(
        measures=measures_of(output),
        hours_per_tick=output.hours_per_tick,
        critical=critical.astype(np.int32),
        defending=series["defending_posts"].astype(np.int32),
        bandwagon_share=(
            float(series["critical_posts_bandwagon"].sum() / total) if total else np.nan
        ),
        trust_of_affected=float(people["trust"][affected].mean()) if affected.any() else np.nan,
        grievance_of_affected=(
            float(people["grievance"][affected].mean()) if affected.any() else np.nan
        ),
        trust_of_fans=float(people["trust"][people["outsider"] == 0].mean()),
        people_affected=int(np.count_nonzero(affected)),
        customers_affected=int(np.count_nonzero(affected & (people["customer"] == 1))),
        missed=tuple(p.deadline for p in output.promises if p.outcome == "broken"),
        incident_at=output.incident_at or 0.0,
        complaints=output.complaints,
        answers=output.answers,
        answers_in_time=output.answers_in_time,
        ordinary_posts=int(series["ordinary_posts"].sum()),
        posters=len(wrote),
        posted_once=float((wrote == 1).mean()) if len(wrote) else np.nan,
        posts_per_poster=float(wrote.mean()) if len(wrote) else np.nan,
        clustering=clustering(output),
        path=float(np.median(people["told_after"][aware])) if aware.any() else np.nan,
        broadcast=float((learnt[told] != FRIEND).mean()) if told.any() else np.nan,
        critics=series["critics"].astype(np.int32),
        trust=series["trust"].astype(np.float32),
    )


def clustering(output: RunOutput) -> float:
    """Return how much more often friends of bandwagon critics are critics than aware people are.

    Ever having been a critic counts. NaN where one of the shares is unknown or zero.
    """
    people = output.people
    critic = people["ever_critic"] == 1
    aware = people["aware"] == 1
    start, friends = output.ties
    bandwagon = np.flatnonzero(critic & (people["affected"] == 0))
    of_them = [friends[start[i] : start[i + 1]] for i in bandwagon]
    if not of_them or not aware.any():
        return np.nan
    among_friends, among_aware = critic[np.concatenate(of_them)], critic[aware]
    if not len(among_friends) or not among_aware.any():
        return np.nan
    return float(among_friends.mean() / among_aware.mean())


def measured(runs: list[RunSummary], measure: str) -> NDArray[np.float64]:
    """Return one measure of every run."""
    return np.array([run.measures[measure] for run in runs])
