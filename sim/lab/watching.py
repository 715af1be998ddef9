"""One run seen from hour to hour: who stands where, who told whom, what people feel and write.

The run is that of the plan and seed that are shown. Watching it changes nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from sim.charts.graph import KINDS
from sim.charts.layout import People, Places, around, lay_out
from sim.engines.setup import Population, draw_population
from sim.exercise.words.feed import FeedWriter
from sim.exercise.words.posts import Post
from sim.lab.runs_kept import KeptPlan
from sim.language.typesetting import Language
from sim.results.storm import Storm
from sim.runs.growing import GrowingRun
from sim.scenario.schema import Scenario
from sim.storm.state import CRITIC, DEFENDER, FOLLOWER, FRIEND, GONE

MOST_FRAMES, MOST_CELLS = 240, 4_000_000
"""Frames of a run, and frames times people."""
STEPS = (1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 48.0, 96.0)
"""Hours between two frames."""
MOST_DRAWN = 900
"""People that a drawing can show one by one."""
GROUPS = ("open", "missed", "over", "none")
"""Those who know of the matter: they believe in a promise now, were let down by one, believed in
one that was kept or moved, or never believed in any."""
NOBODY = -1
MOST_KEPT = 4
"""Watched runs that are kept: plan and rival, before and after a change."""


@dataclass(frozen=True, slots=True)
class FeltGroup:
    """What people of a group feel, as they last felt it."""

    people: int
    trust: float
    """Mean trust in the company, 0 to 1. NaN for an empty group."""
    grievance: float
    """Mean grievance, 0 to 1. NaN for an empty group."""
    critics: float
    """Share who are critics now. NaN for an empty group."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the people that are drawn stand: the same for every plan of a seed."""

    drawn: People
    places: Places
    """From -1 to 1 each way, shape (drawn, 2)."""
    ties: NDArray[Any]
    """Both ends of each tie among them, as places in ``drawn``, shape (ties, 2)."""


@dataclass(slots=True)
class WatchedRun:
    """A run in frames."""

    scenario: Scenario
    stand: Stand
    everybody: int
    hours: list[float] = field(default_factory=list)
    """Hours since the start of each frame."""
    kinds: list[NDArray[np.int8]] = field(default_factory=list)
    """Kind of each person drawn as a place in ``KINDS``, by frame."""
    counts: list[NDArray[np.intp]] = field(default_factory=list)
    """People of each kind on the whole page, by frame."""
    routes: list[NDArray[np.intp]] = field(default_factory=list)
    """People by how they learnt of the matter, as ``state.ROUTES``, by frame."""
    groups: list[dict[str, FeltGroup]] = field(default_factory=list)
    told: NDArray[np.int32] = field(default_factory=lambda: np.empty((0, 3), np.int32))
    """Frame, teller and told, as places in ``drawn``, by frame. A teller is a friend whose post
    lay before that person with the fewest stations before it."""
    posts: Sequence[Post] = ()
    written: list[int] = field(default_factory=list)
    """Posts that there are by each frame."""

    rate: NDArray[np.float64] = field(default_factory=lambda: np.zeros(1))
    """Critical posts per hour over the last three hours, per tick."""

    @property
    def loudest(self) -> float:
        """Hours since the start of the highest rate."""
        return (int(self.rate.argmax()) + 1) * self.scenario.hours_per_tick

    def frame_at(self, hours: float) -> int:
        """Return the last frame up to this time."""
        return max(0, int(np.searchsorted(self.hours, hours, "right")) - 1)


def watch(
    scenario: Scenario, plan: str, seed: int, language: Language, stand: Stand | None = None
) -> WatchedRun:
    """Simulate a run and keep what there is to see. ``stand`` is that of another plan."""
    population = draw_population(scenario, seed)
    run = GrowingRun(scenario, seed, plan, population, log_stances=False)
    seen = WatchedRun(scenario, stand or stand_of(population), len(population.people))
    feed = FeedWriter(run, language, scenario.exercise) if scenario.exercise else None
    tellers = Tellers(population, seen.stand.drawn)
    believed = np.zeros(seen.everybody, bool)
    for hours in frame_hours(scenario, seen.everybody):
        run.live_until(hours)
        people = run.people
        believed |= people["believes"] >= 0
        _keep_frame(seen, hours, people, believed)
        tellers.look(len(seen.hours) - 1, people)
        seen.posts = feed.posts() if feed is not None else ()
        seen.written.append(len(seen.posts))
    seen.told, seen.rate = tellers.found(), Storm(run.output()).rate
    return seen


def frame_hours(scenario: Scenario, people: int) -> list[float]:
    """Return the hours of the frames: one an hour, fewer for long storms and large pages."""
    length = scenario.ticks * scenario.hours_per_tick
    most = max(12, min(MOST_FRAMES, MOST_CELLS // max(1, people)))
    step = next((step for step in STEPS if length / step <= most), STEPS[-1])
    return [*np.arange(0.0, length, step).tolist(), length]


def stand_of(population: Population) -> Stand:
    """Place people near those they are tied to. Of many, those around who is hit are drawn."""
    ties, number = population.ties, len(population.people)
    start, friends = np.asarray(ties.start), np.asarray(ties.friends).astype(np.int64)
    matrix = csr_array((np.ones(len(friends), np.int8), friends, start), shape=(number, number))
    first = population.people["affected"] * (number + 1.0) + np.diff(start)
    drawn = around(matrix, first, MOST_DRAWN)
    among = matrix[drawn][:, drawn]
    one, other = among.tocoo().coords
    return Stand(drawn, lay_out(among), np.column_stack([one, other])[one < other])


def _keep_frame(
    seen: WatchedRun, hours: float, people: NDArray[Any], believed: NDArray[np.bool_]
) -> None:
    stance, affected = people["stance"], people["affected"] > 0
    cases = [stance == FOLLOWER, (stance == CRITIC) & affected, stance == CRITIC,
             stance == DEFENDER, stance == GONE]  # fmt: skip
    kinds = np.select(cases, range(len(KINDS))).astype(np.int8)
    seen.hours.append(float(hours))
    seen.kinds.append(kinds[seen.stand.drawn])
    seen.counts.append(np.bincount(kinds, minlength=len(KINDS)))
    seen.routes.append(np.bincount(people["learnt_from"], minlength=6))
    seen.groups.append(dict(_groups(people, believed)))


def _groups(people: NDArray[Any], believed: NDArray[np.bool_]) -> Iterator[tuple[str, FeltGroup]]:
    """Yield what each group of those who know of the matter feels."""
    aware, now, missed = people["aware"] > 0, people["believes"] >= 0, people["broken"] > 0
    inside = (now, missed & ~now, believed & ~now & ~missed, ~believed & ~missed & ~now)
    for name, group in zip(GROUPS, inside, strict=True):
        own = people[aware & group]
        means = (
            (float(own["trust"].mean()), float(own["grievance"].mean()),
             float((own["stance"] == CRITIC).mean()))
            if len(own) else (np.nan,) * 3
        )  # fmt: skip
        yield name, FeltGroup(len(own), *means)


class Tellers:
    """Finds who may have told whom, as people come to know of the matter from a friend."""

    def __init__(self, population: Population, drawn: People) -> None:
        self.start, self.friends = population.ties.start, population.ties.friends
        self.place = np.full(len(population.people), NOBODY)
        self.place[drawn] = np.arange(len(drawn))
        self.known = np.zeros(len(population.people), bool)
        self.pairs: list[tuple[int, int, int]] = []

    def look(self, frame: int, people: NDArray[Any]) -> None:
        """Take in who has learnt of it since the frame before."""
        learnt = people["learnt_from"]
        new = np.flatnonzero((learnt == FRIEND) & ~self.known & (self.place != NOBODY))
        self.known |= learnt > 0
        for person in new:
            teller = self._teller(int(person), people)
            if teller != NOBODY and self.place[teller] != NOBODY:
                self.pairs.append((frame, int(self.place[teller]), int(self.place[person])))

    def _teller(self, person: int, people: NDArray[Any]) -> int:
        """Return the friend who wrote last, of those as many stations away as the record says."""
        friends = self.friends[self.start[person] : self.start[person + 1]].astype(np.int64)
        own = people[friends]
        wrote = own["critical_posts"] + own["defending_posts"] > 0
        near = wrote & (own["told_after"] == people["told_after"][person] - 1)
        if not near.any():
            return NOBODY
        return int(friends[near][np.argmax(own["wrote_at"][near])])

    def found(self) -> NDArray[np.int32]:
        """Return frame, teller and told of everybody, by frame, shape (told, 3)."""
        return np.array(self.pairs, np.int32).reshape(-1, 3)


class WatchCache:
    """The last few runs that were watched, and where their people stand."""

    def __init__(self) -> None:
        self._runs: dict[tuple[str, int, str], WatchedRun] = {}
        self._stands: dict[tuple[str, int], Stand] = {}

    def run(self, scenario: Scenario, plan: str, seed: int, language: Language) -> WatchedRun:
        """Return a run, simulated unless it is one of the last."""
        kept = KeptPlan.of(scenario, plan)
        key, place = (kept.key, seed, language), (kept.facts, seed)
        if key not in self._runs:
            seen = watch(scenario, plan, seed, language, self._stands.get(place))
            _remember(self._stands, place, seen.stand)
            _remember(self._runs, key, seen)
        return self._runs[key]


def _remember(kept: dict[Any, Any], key: object, value: object) -> None:
    """Keep a value, and forget the oldest ones beyond a few."""
    kept[key] = value
    while len(kept) > MOST_KEPT:
        del kept[next(iter(kept))]
