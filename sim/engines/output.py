"""The output of a run: plain arrays, the same from every engine.

An engine fills a :class:`RunOutput`, and results are made from nothing else. The columns of
the series are declared in ``sim.storm.series`` and those of the people here, with unit and
meaning, where engines, data sets and the documentation read them.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.storm.levers import Levers
from sim.storm.series import SERIES, Column
from sim.storm.state import CRITIC, DEFENDER, FOLLOWER, GONE, STANCES

OUTCOMES = ("kept", "broken", "revised", "open")
"""What can become of a promise."""


PEOPLE = (
    Column("affected", "1", "1 if the incident hits this person"),
    Column("customer", "1", "1 if a customer at the start"),
    Column("clients", "1", "pressure of clients of their own who wait; 0 for most", whole=False),
    Column("outsider", "1", "1 if of the wider public, not a fan of the page"),
    Column("stance", "1", "0 follower, 1 critic, 2 defender, 3 gone, at the end"),
    Column("trust", "1", "trust in the company at the end, 0 to 1", whole=False),
    Column("grievance", "1", "grievance at the end, as last felt, 0 to 1", whole=False),
    Column("critical_posts", "posts", "critical posts written"),
    Column("defending_posts", "posts", "posts written in the company's defence"),
    Column(
        "learnt_from",
        "1",
        "how they learnt of it: 0 not, 1 found, 2 friend, 3 page, 4 company, 5 press",
    ),
    Column("told_after", "people", "people who passed it on before it reached them"),
    Column("ever_critic", "1", "1 if ever a critic"),
    Column("ever_defender", "1", "1 if ever a defender"),
    Column("aware", "1", "1 if the person came to know of the matter"),
)
"""The columns of a run's people, one value per person: fields of ``state.PersonState``."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act of the company, as it was carried out."""

    number: int
    """Place among the company's acts, from 0."""
    tick: int
    """The tick in which it is carried out, from 0."""
    hours: float
    """Hours since the start at which people could first hear it."""
    do: str
    """The response's name in the catalogue."""
    name: str | None
    """The step's own name, if the plan gives it one."""
    levers: Levers
    """What it moves; in a table as JSON, the levers moved alone."""
    words: str | None
    """What the page says, word for word; None where the plan gives no words."""
    staff_hours: float
    """Hours of the staff's work."""
    summary: str
    """What it says or does, in one line."""


@dataclass(frozen=True, slots=True)
class PromiseRecord:
    """One promise of the company and its outcome. Times are hours since the start."""

    made: float
    """When people could first hear it."""
    deadline: float
    """When it is due."""
    outcome: str
    """What became of it: kept, broken, revised or open."""
    settled: float | None
    """When it was kept, broken or revised; None while open."""


@dataclass(frozen=True, slots=True)
class RunOutput:
    """All results of one run."""

    hours_per_tick: float
    ticks: int
    series: dict[str, NDArray[Any]]
    """Per column of :data:`SERIES` one value per tick; tick t spans the hours from
    ``t * hours_per_tick`` on."""
    acts: list[Act]
    promises: list[PromiseRecord]
    people: dict[str, NDArray[Any]]
    """Per column of :data:`PEOPLE` one value per person."""
    stances: NDArray[np.integer[Any]]
    """Changes of stance in order: tick, person, new stance. Everybody starts as follower."""
    ties: tuple[NDArray[np.integer[Any]], NDArray[np.integer[Any]]]
    """Who sees whom, undirected, as compressed rows: ``indptr`` and ``indices``."""
    repaired_at: float | None
    """Hours since the start; None if never within the run or nothing was to be repaired."""
    incident_at: float | None
    """Hours since the start; None for a run without an incident."""
    staff_hours: float
    """Hours of work that the company's acts took."""
    articles: int
    private_cases: int
    """People who accepted the private channel."""
    complaints: int
    """Complaints while the company answered them one by one."""
    answers: int
    """… of which it answered."""
    answers_in_time: int
    """… within the time that it set itself for half of them."""


__all__ = [
    "CRITIC",
    "DEFENDER",
    "FOLLOWER",
    "GONE",
    "OUTCOMES",
    "PEOPLE",
    "SERIES",
    "STANCES",
    "Act",
    "Column",
    "PromiseRecord",
    "RunOutput",
]
