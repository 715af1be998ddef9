"""The fast engine: the order of ``storm/tick.py`` over contiguous records, compiled.

Work is proportional to what happens: each tick only those are woken whom something
reaches. Results do not depend on the number of threads.
"""

from typing import Any

import numpy as np

from sim.compiling import compiled
from sim.engines.show import perform
from sim.engines.stage import Stage, close, set_stage
from sim.engines.trace import Trace
from sim.scenario.schema import Scenario
from sim.storm.page import clear, count_people, record, turn_page
from sim.storm.posting import deliver, notice
from sim.storm.state import Clock, World
from sim.storm.tick import wake
from sim.storm.waking import arrive, reach_directly, read_article


class CompiledEngine:
    """One run on arrays."""

    def __init__(self, stage: Stage, log_stances: bool = True) -> None:
        self.stage = stage
        number = len(stage.people)
        self.wakes = np.zeros(number, np.int32)
        self.meets = np.zeros(number, np.float64)
        self.stances = np.zeros((4 * number + 64 if log_stances else 0, 3), np.int64)
        self.logged = np.zeros(1, np.int64)
        # One place more than people: the last of the touched is written before it is counted.
        self._reached = np.zeros((3, number + 1), np.int32)
        self.make_room()
        compiled(begin)(*self._world, self.wakes, self.meets)

    @property
    def _world(self) -> tuple[Any, ...]:
        s = self.stage
        return (s.people, s.page, s.tally, s.case, s.rhythm, s.office, s.messages, s.parameters)

    def make_room(self) -> None:
        """Leave room for what the company may say next."""
        stage = self.stage
        need = int(stage.page["messages"][0]) + len(stage.company.steps) + 8
        if len(stage.messages) < need:
            longer = np.zeros(2 * need, stage.messages.dtype)
            longer[: len(stage.messages)] = stage.messages
            stage.messages = longer
        self.world = World(
            page=stage.page.view(np.recarray)[0],
            tally=stage.tally.view(np.recarray)[0],
            case=stage.case.view(np.recarray)[0],
            clock=Clock(stage.rhythm, stage.office),
            messages=stage.messages.view(np.recarray),
            p=stage.scenario.parameters,
        )

    def live_until(self, begin: int, end: int) -> None:
        """Run the ticks from ``begin`` up to but not including ``end``."""
        tick = begin
        while tick < end:
            tick = compiled(live)(
                *self._world, self.wakes, self.meets, self.stage.ties.start,
                self.stage.ties.friends, self.stage.series, self.stances, self.logged,
                self._reached, tick, end,
            )  # fmt: skip
            if tick < end:
                self.stances = np.concatenate([self.stances, np.zeros_like(self.stances)])
        self.make_room()

    def address(self, number: int, tick: int) -> None:
        """Bring direct message ``number`` to those whom it addresses."""
        compiled(address)(*self._world, self.wakes, number, tick)

    def trace(self) -> Trace:
        """What the run leaves behind."""
        return close(self.stage, self.stage.people, self.stances[: int(self.logged[0])].copy())


def run(scenario: Scenario, plan: str, seed: int, cast: Any = None, log: bool = True) -> Trace:
    """One run from its first tick to its last."""
    engine = CompiledEngine(set_stage(scenario, plan, seed, cast), log)
    perform(engine, 0, scenario.ticks)
    return engine.trace()


# -- compiled --------------------------------------------------------------------------------


def begin(
    people: Any, page: Any, tally: Any, case: Any, rhythm: Any, office: Any, messages: Any, p: Any,
    wakes: Any, meets: Any,
) -> None:  # fmt: skip
    """Everybody arrives."""
    world = World(page[0], tally[0], case[0], Clock(rhythm, office), messages, p[0])
    for i in range(people.shape[0]):
        arrive(people[i], world)
        wakes[i] = people[i].wakes
        meets[i] = people[i].meets
    count_people(world)
    clear(tally[0])


def live(
    people: Any, page: Any, tally: Any, case: Any, rhythm: Any, office: Any, messages: Any, p: Any,
    wakes: Any, meets: Any, start: Any, friends: Any, series: Any, stances: Any, logged: Any,
    reached: Any, first: int, end: int,
) -> int:  # fmt: skip
    """The ticks from first to end; returns early where the log of stances is full."""
    world = World(page[0], tally[0], case[0], Clock(rhythm, office), messages, p[0])
    due, authors, touched = reached[0], reached[1], reached[2]
    number = people.shape[0]
    for tick in range(first, end):
        if 0 < stances.shape[0] < logged[0] + number:
            return tick
        page[0].now = tick
        # Who is reached? Only their records are touched.
        woken = 0
        time = page[0].time
        for i in range(number):
            due[woken] = i
            woken += (wakes[i] <= tick) | (meets[i] <= time)
        written = 0
        for k in range(woken):
            i = due[k]
            person = people[i]
            before = person.stance
            wake(person, world, tick)
            wakes[i] = person.wakes
            meets[i] = person.meets
            if person.stance != before and stances.shape[0] > 0:
                stances[logged[0], 0] = tick
                stances[logged[0], 1] = i
                stances[logged[0], 2] = person.stance
                logged[0] += 1
            authors[written] = i
            written += person.wrote > 0
        met = 0
        for k in range(written):
            author = people[authors[k]]
            for j in range(start[authors[k]], start[authors[k] + 1]):
                friend = people[friends[j]]
                touched[met] = friends[j]
                met += friend.new_critical + friend.new_defending == 0
                deliver(author, friend)
        for k in range(met):
            i = touched[k]
            notice(people[i], world, tick)
            wakes[i] = people[i].wakes
        article = turn_page(world, tick)
        if article:
            for i in range(number):
                read_article(people[i], world, tick)
                wakes[i] = people[i].wakes
        record(world, series, tick, article)
    return end


def address(
    people: Any, page: Any, tally: Any, case: Any, rhythm: Any, office: Any, messages: Any, p: Any,
    wakes: Any, number: int, tick: int,
) -> None:  # fmt: skip
    """A direct message reaches those whom it addresses."""
    world = World(page[0], tally[0], case[0], Clock(rhythm, office), messages, p[0])
    for i in range(people.shape[0]):
        reach_directly(people[i], world, messages[number], tick)
        wakes[i] = people[i].wakes
