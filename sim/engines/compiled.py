"""The fast engine: the order of ``storm/tick.py`` over contiguous records, compiled.

Work is proportional to what happens: each tick only those are woken whom something
reaches, and they are found by the block. Results do not depend on the number of threads.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiling import compiled, inner
from sim.engines.driver import run_ticks
from sim.engines.output import RunOutput
from sim.engines.setup import Population, RunState, build_state, close
from sim.scenario.schema import Scenario
from sim.storm.in_place import RecordsInPlace, in_place
from sim.storm.page import clear, count_people, turn_page, write_row
from sim.storm.posting import deliver, notice
from sim.storm.scheduling import arrive, reach_directly, read_article
from sim.storm.state import (
    NEVER,
    CaseFacts,
    CompanyMessage,
    CumulativeHours,
    PageState,
    Tally,
    World,
)
from sim.storm.tick import wake

ZERO, ONE, TWO, THREE, FOUR = (np.uint64(number) for number in range(5))
"""Indices are unsigned, which saves asking whether they count from the end."""
BLOCK = np.uint64(16)
"""People whose first waking is known together: most blocks sleep in most ticks."""
GROUP = np.uint64(16)
"""Blocks whose first waking is known together, so that a sleeping page costs next to nothing."""


class Alarms(NamedTuple):
    """When everybody is next reached, people side by side, padded to whole blocks."""

    wakes: NDArray[np.int32]
    """Tick, per person."""
    meets: NDArray[np.float64]
    """Page time, per person."""
    first_wakes: NDArray[np.int32]
    """The earliest of each block."""
    first_meets: NDArray[np.float64]
    group_wakes: NDArray[np.int32]
    """The earliest of each group of blocks, or an earlier tick."""
    group_meets: NDArray[np.float64]

    @classmethod
    def of(cls, people: int) -> "Alarms":
        """Of so many people, nobody of whom is ever reached."""
        groups = -(-people // int(BLOCK * GROUP))
        blocks = groups * int(GROUP)
        sizes = blocks * int(BLOCK), blocks, groups
        wakes = [np.full(size, NEVER, np.int32) for size in sizes]
        meets = [np.full(size, np.inf) for size in sizes]
        return cls(wakes[0], meets[0], wakes[1], meets[1], wakes[2], meets[2])


class StanceLog(NamedTuple):
    """Changes of stance in order."""

    changes: NDArray[np.int32]
    """Tick, person and new stance, shape (room, 3). Without room nothing is logged."""
    number: NDArray[np.int64]
    """Changes logged so far, shape (1,)."""

    @classmethod
    def of(cls, people: int) -> "StanceLog":
        """Return an empty log with room for some changes of so many people."""
        return cls(np.zeros((4 * people + 64 if people else 0, 3), np.int32), np.zeros(1, np.int64))

    def doubled(self) -> "StanceLog":
        """Return this log with twice the room. What is not written yet takes no memory."""
        longer = np.zeros((2 * len(self.changes), 3), np.int32)
        longer[: self.number[0]] = self.changes[: self.number[0]]
        return StanceLog(longer, self.number)

    def written(self) -> NDArray[np.int32]:
        """Return the changes logged so far, shape (number, 3)."""
        return self.changes[: int(self.number[0])]


class RunArrays(NamedTuple):
    """The arrays of a run that compiled code reads and writes, as ``RunState`` explains them."""

    people: NDArray[Any]
    page: NDArray[Any]
    tally: NDArray[Any]
    case: NDArray[Any]
    rhythm: NDArray[np.float64]
    office: NDArray[np.float64]
    messages: Any
    parameters: NDArray[Any]
    past: NDArray[np.float64]
    series: NDArray[Any]
    ties_start: NDArray[np.int64]
    friends: NDArray[np.uint32]


class CompiledEngine:
    """One run on arrays."""

    def __init__(self, state: RunState, log_stances: bool = True) -> None:
        self.state = state
        number = len(state.people)
        self.alarms = Alarms.of(number)
        self.log = StanceLog.of(number if log_stances else 0)
        # Whom something reaches, and who met a post; looked at by the block, hence padded.
        self.reached = np.zeros((2, len(self.alarms.wakes) + 1), np.uint32)
        self.open_records()
        compiled(begin)(self._arrays, self.alarms)

    def open_records(self) -> None:
        """Let the company look at this run's own records (a copy would look at another's)."""
        state = self.state
        self.world = World(
            page=in_place(PageState, state.page[0]),
            tally=in_place(Tally, state.tally[0]),
            case=in_place(CaseFacts, state.case[0]),
            clock=CumulativeHours(state.rhythm, state.office),
            messages=RecordsInPlace(CompanyMessage, state.messages),
            p=state.scenario.parameters,
            past=state.past,
        )

    @property
    def _arrays(self) -> RunArrays:
        s = self.state
        return RunArrays(
            s.people, s.page, s.tally, s.case, s.rhythm, s.office, s.messages, s.parameters,
            s.past, s.series, s.ties.start, s.ties.friends.view(np.uint32),
        )  # fmt: skip

    def make_room(self) -> None:
        """Leave room for what the company may say next."""
        state = self.state
        need = int(state.page["messages"][0]) + len(state.company.steps) + 8
        if len(state.messages) < need:
            longer = np.zeros(2 * need, state.messages.dtype)
            longer[: len(state.messages)] = state.messages
            state.messages = longer
            self.world = self.world._replace(messages=RecordsInPlace(CompanyMessage, longer))

    def live_until(self, begin: int, end: int) -> None:
        """Run the ticks from ``begin`` up to but not including ``end``."""
        tick = begin
        while tick < end:
            tick = self._live(tick, end)
            if tick < end:
                self.log = self.log.doubled()
        self.make_room()

    def _live(self, begin: int, end: int) -> int:
        """Run from ``begin`` to ``end``, or to the tick before which the log is full."""
        reached: int = compiled(live)(self._arrays, self.alarms, self.log, self.reached, begin, end)
        return reached

    def address(self, number: int, tick: int) -> None:
        """Bring a direct message to those whom it addresses."""
        compiled(address)(self._arrays, self.alarms, number, tick)

    def output(self) -> RunOutput:
        """Return everything that the run leaves behind."""
        return close(self.state, self.state.people, self.log.written())


def run(
    scenario: Scenario, plan: str, seed: int, population: Population | None = None, log: bool = True
) -> RunOutput:
    """Run from the first tick to the last."""
    engine = CompiledEngine(build_state(scenario, plan, seed, population, final_people), log)
    run_ticks(engine, 0, scenario.ticks)
    return engine.output()


def final_people(scenario: Scenario, plan: str, seed: int) -> NDArray[Any]:
    """Return people's records at the end of a run."""
    engine = CompiledEngine(build_state(scenario, plan, seed), log_stances=False)
    run_ticks(engine, 0, scenario.ticks)
    return engine.state.people


# -- compiled --------------------------------------------------------------------------------


def begin(run: RunArrays, alarms: Alarms) -> None:
    """Let everybody arrive, and set their alarms."""
    people, clock, p = run.people, CumulativeHours(run.rhythm, run.office), run.parameters[0]
    world = World(run.page[0], run.tally[0], run.case[0], clock, run.messages, p, run.past)
    for i in range(np.uint64(people.shape[0])):
        arrive(people[i], world)
        alarms.wakes[i] = people[i].wakes
        alarms.meets[i] = people[i].meets
    for block in range(np.uint64(alarms.first_wakes.shape[0])):
        look_ahead(alarms, block)
    count_people(world)
    clear(world.tally)


@inner
def look_ahead(alarms: Any, block: Any) -> None:
    """Work out the earliest alarm of a block, four people abreast."""
    wakes, meets, i = alarms.wakes, alarms.meets, block * BLOCK
    w0, w1, w2, w3 = wakes[i], wakes[i + ONE], wakes[i + TWO], wakes[i + THREE]
    m0, m1, m2, m3 = meets[i], meets[i + ONE], meets[i + TWO], meets[i + THREE]
    for _ in range(3):
        i += FOUR
        w0, w1 = min(w0, wakes[i]), min(w1, wakes[i + ONE])
        w2, w3 = min(w2, wakes[i + TWO]), min(w3, wakes[i + THREE])
        m0, m1 = min(m0, meets[i]), min(m1, meets[i + ONE])
        m2, m3 = min(m2, meets[i + TWO]), min(m3, meets[i + THREE])
    alarms.first_wakes[block] = min(w0, w1, w2, w3)
    alarms.first_meets[block] = min(m0, m1, m2, m3)
    group = block // GROUP
    alarms.group_wakes[group] = min(alarms.group_wakes[group], alarms.first_wakes[block])
    alarms.group_meets[group] = min(alarms.group_meets[group], alarms.first_meets[block])


@inner
def set_alarm(alarms: Any, i: Any, wakes: int) -> None:
    """Set an alarm of somebody who may now be reached sooner than was planned."""
    alarms.wakes[i] = wakes
    block = np.uint64(i) // BLOCK
    if wakes < alarms.first_wakes[block]:
        alarms.first_wakes[block] = wakes
        group = block // GROUP
        alarms.group_wakes[group] = min(alarms.group_wakes[group], wakes)


def live(run: RunArrays, alarms: Alarms, log: StanceLog, reached: Any, first: int, end: int) -> int:
    """Run the ticks from first to end, or to the one before which the log of stances is full."""
    people, clock, p = run.people, CumulativeHours(run.rhythm, run.office), run.parameters[0]
    world = World(run.page[0], run.tally[0], run.case[0], clock, run.messages, p, run.past)
    due, touched = reached[0], reached[1]
    for tick in range(first, end):
        if 0 < log.changes.shape[0] < log.number[0] + people.shape[0]:
            return tick
        world.page.now = tick
        woken, busy = find(alarms, tick, world.page.time, due, touched)
        written = wake_all(people, world, alarms, log, due, woken)
        for k in range(busy):
            look_ahead(alarms, np.uint64(touched[k]))
        met = deliver_all(run, due, written, touched)
        for k in range(met):
            notice(people[touched[k]], world, tick)
            set_alarm(alarms, touched[k], people[touched[k]].wakes)
        article = turn_page(world, tick)
        if article:
            for i in range(np.uint64(people.shape[0])):
                read_article(people[i], world, tick)
                set_alarm(alarms, i, people[i].wakes)
        write_row(world, run.series[tick], tick, article)
    return end


@inner
def find(alarms: Any, tick: int, time: float, due: Any, blocks: Any) -> Any:
    """Find the people who are reached and their blocks, and return how many each.

    Only the alarms of sleeping people are read, not their records. The blocks found count for
    their groups again once it is known when they wake next.
    """
    woken, busy = ZERO, ZERO
    for group in range(np.uint64(alarms.group_wakes.shape[0])):
        if alarms.group_wakes[group] > tick and alarms.group_meets[group] > time:
            continue
        wakes, meets = np.int32(NEVER), np.inf
        for block in range(group * GROUP, group * GROUP + GROUP):
            if alarms.first_wakes[block] > tick and alarms.first_meets[block] > time:
                wakes = min(wakes, alarms.first_wakes[block])
                meets = min(meets, alarms.first_meets[block])
                continue
            blocks[busy] = block
            busy += ONE
            for i in range(block * BLOCK, block * BLOCK + BLOCK):
                due[woken] = i
                woken += np.uint64((alarms.wakes[i] <= tick) | (alarms.meets[i] <= time))
        alarms.group_wakes[group] = wakes
        alarms.group_meets[group] = meets
    return woken, busy


@inner
def wake_all(
    people: Any, world: World, alarms: Alarms, log: StanceLog, due: Any, woken: Any
) -> Any:
    """Let everybody who is due live, and return how many wrote, who then stand first in ``due``."""
    written, tick, changes = ZERO, world.page.now, log.changes
    for k in range(woken):
        i = due[k]
        person = people[i]
        before = person.stance
        wake(person, world, tick)
        alarms.wakes[i] = person.wakes
        alarms.meets[i] = person.meets
        if person.stance != before and changes.shape[0] > 0:
            changes[log.number[0], 0] = tick
            changes[log.number[0], 1] = i
            changes[log.number[0], 2] = person.stance
            log.number[0] += 1
        due[written] = i  # those who were due up to here have been read
        written += np.uint64(person.wrote > 0)
    return written


@inner
def deliver_all(run: RunArrays, authors: Any, written: Any, touched: Any) -> Any:
    """Bring posts before the authors' friends, and return how many, whom ``touched`` then lists."""
    people, start, friends, met = run.people, run.ties_start, run.friends, ZERO
    for k in range(written):
        i = np.uint64(authors[k])
        author, last = people[i], np.uint64(start[i + ONE])
        for j in range(np.uint64(start[i]), last):
            friend = people[friends[j]]
            touched[met] = friends[j]
            met += np.uint64(friend.new_critical + friend.new_defending == 0)
            deliver(author, friend)
    return met


def address(run: RunArrays, alarms: Alarms, number: int, tick: int) -> None:
    """Bring a direct message to those whom it addresses."""
    people, clock, p = run.people, CumulativeHours(run.rhythm, run.office), run.parameters[0]
    world = World(run.page[0], run.tally[0], run.case[0], clock, run.messages, p, run.past)
    for i in range(np.uint64(people.shape[0])):
        reach_directly(people[i], world, run.messages[number], tick)
        set_alarm(alarms, i, people[i].wakes)
