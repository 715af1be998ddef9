"""The readable reference: the same storm as a Mesa model, one agent per person.

It calls the same functions of ``storm/tick.py`` as plain Python and gives, bit for bit,
the run of the compiled engine. Use it as any Mesa model::

    model = StormModel(sim.load_scenario("analytics-outage"), plan="silence", seed=7)
    model.step()
    model.agents.select(lambda person: person.stance == CRITIC)
    model.datacollector.get_model_vars_dataframe()
"""

import operator
import warnings
from collections.abc import Iterator
from typing import Any

import mesa
import numpy as np
from numpy.typing import NDArray

from sim.engines.driver import act
from sim.engines.output import RunOutput
from sim.engines.setup import SPARE_MESSAGES, Population, build_state, close
from sim.scenario.schema import Scenario
from sim.storm import page, posting, scheduling
from sim.storm.in_place import in_place
from sim.storm.series import SERIES, SeriesRow, decode
from sim.storm.state import (
    CaseFacts,
    CompanyMessage,
    CumulativeHours,
    PageState,
    PersonState,
    Tally,
    World,
    as_object,
    fields_of,
    records,
)
from sim.storm.tick import wake


class Person(mesa.Agent, PersonState):  # type: ignore[misc]
    """One person. Its attributes are the fields of ``state.PersonState``."""

    model: "StormModel"

    def __init__(self, model: "StormModel", record: Any) -> None:
        super().__init__(model)
        for name, value in zip(record.dtype.names, record.item(), strict=True):
            setattr(self, name, value)
        self.friends: list[Person] = []

    def is_reached(self, now: int, page_time: float) -> bool:
        """Return True if something reaches this person in this tick."""
        return bool(self.wakes <= now or self.meets <= page_time)

    def step(self) -> None:
        """Live through a tick in which something reaches them."""
        wake(self, self.model.world, self.model.now)


class StormModel(mesa.Model):  # type: ignore[misc]
    """A scenario under one plan, stepped tick by tick.

    Raises ``sim.errors.UnknownNameError`` for a plan that the scenario does not have.
    """

    def __init__(
        self, scenario: Scenario, plan: str, seed: int = 0, population: Population | None = None
    ) -> None:
        seed = operator.index(seed)  # NumPy's numbers have 64 bits, and seeds as well
        super().__init__(rng=seed % 2**32)
        self.state = build_state(scenario, plan, seed, population, final_people)
        state = self.state
        self.now = 0
        self.messages = [as_object(CompanyMessage, message) for message in state.messages]
        self.world = World(
            page=as_object(PageState, state.page[0]),
            tally=as_object(Tally, state.tally[0]),
            case=as_object(CaseFacts, state.case[0]),
            clock=CumulativeHours(state.rhythm.tolist(), state.office.tolist()),
            messages=self.messages,
            p=scenario.parameters,
            past=state.past,
        )
        self.people = [Person(self, record) for record in state.people]
        self._befriend()
        self.stances: list[tuple[int, int, int]] = []
        for person in self.people:
            scheduling.arrive(person, self.world)
        page.count_people(self.world)
        page.clear(self.world.tally)
        self.datacollector = mesa.DataCollector(model_reporters=dict(self._reporters()))

    def _befriend(self) -> None:
        start, friends = self.state.ties
        for i, person in enumerate(self.people):
            person.friends = [self.people[j] for j in friends[start[i] : start[i + 1]]]

    def _reporters(self) -> Iterator[tuple[str, Any]]:
        """Yield a reporter per column of the series: its value in the tick just lived."""
        for column in SERIES:
            yield column.name, lambda model, name=column.name: model.latest(name)

    def latest(self, column: str) -> Any:
        """Return the value of a column of the series in the tick just lived."""
        row = self.state.series[self.now - 1 : self.now]
        return decode(row, len(self.people))[column][0].item()

    def step(self) -> None:
        """One tick, in the order of ``storm/tick.py``."""
        if self.now >= self.state.ticks:
            self.running = False
            return
        act(self, self.now)
        self.live_until(self.now, self.now + 1)
        self.datacollector.collect(self)
        self.running = self.now < self.state.ticks

    def live_to_the_end(self) -> None:
        """Run all ticks that are left."""
        while self.now < self.state.ticks:
            act(self, self.now)
            self.live_until(self.now, self.now + 1)

    def live_until(self, begin: int, end: int) -> None:
        """Run the ticks from ``begin`` up to but not including ``end``."""
        for tick in range(begin, end):
            self._live(tick)
            self.now = tick + 1

    def _live(self, tick: int) -> None:
        world = self.world
        world.page.now = tick
        woken = self._find(tick, world.page.time)
        before = [person.stance for person in woken]
        for person in woken:
            person.step()
        for person, stance in zip(woken, before, strict=True):
            if person.stance != stance:
                self.stances.append((tick, person.unique_id - 1, person.stance))
        self._deliver([person for person in woken if person.wrote > 0], tick)
        article = page.turn_page(world, tick)
        if article:
            for person in self.people:
                scheduling.read_article(person, world, tick)
        page.write_row(world, in_place(SeriesRow, self.state.series[tick]), tick, article)

    def _find(self, tick: int, page_time: float) -> list[Person]:
        """Return the people whom something reaches in this tick."""
        return [person for person in self.people if person.is_reached(tick, page_time)]

    def _deliver(self, authors: list[Person], tick: int) -> None:
        touched: dict[Person, None] = {}
        for author in authors:
            for friend in author.friends:
                touched[friend] = None
                posting.deliver(author, friend)
        for friend in touched:
            posting.notice(friend, self.world, tick)

    def address(self, number: int, tick: int) -> None:
        """Bring direct message ``number`` to those whom it addresses."""
        for person in self.people:
            scheduling.reach_directly(person, self.world, self.world.messages[number], tick)

    def make_room(self) -> None:
        """Leave room for what the company may say next."""
        if self.world.page.messages + 1 >= len(self.messages):
            blank = records(CompanyMessage, SPARE_MESSAGES)
            self.messages.extend(as_object(CompanyMessage, message) for message in blank)

    def people_now(self) -> NDArray[Any]:
        """Return people's records as they are now."""
        people = records(PersonState, len(self.people))
        for record, person in zip(people, self.people, strict=True):
            for name in fields_of(PersonState):
                record[name] = getattr(person, name)
        return people

    def output(self) -> RunOutput:
        """Return everything that the run leaves behind."""
        for name in ("articles", "complaints", "answers", "answers_in_time", "private_work"):
            self.state.page[name] = getattr(self.world.page, name)
        return close(self.state, self.people_now(), np.array(self.stances, np.int64).reshape(-1, 3))

    def forget(self) -> None:
        """Let go of the agents: Mesa before 3.4.2 keeps every model's ids alive otherwise."""
        self.remove_all_agents()
        getattr(mesa.Agent, "_ids", {}).pop(self, None)


def run(
    scenario: Scenario, plan: str, seed: int, population: Population | None = None
) -> RunOutput:
    """Run from the first tick to the last."""
    model = StormModel(scenario, plan, seed, population)
    model.live_to_the_end()
    output = model.output()
    model.forget()
    return output


def final_people(scenario: Scenario, plan: str, seed: int) -> NDArray[Any]:
    """Return people's records at the end of a run."""
    model = StormModel(scenario, plan, seed)
    model.live_to_the_end()
    people = model.people_now()
    model.forget()
    return people


def __getattr__(name: str) -> Any:
    if name == "Storm":
        warnings.warn("Storm is now called StormModel", DeprecationWarning, stacklevel=2)
        return StormModel
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
