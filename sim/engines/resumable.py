"""A run whose plan is still being written: it stops, takes in steps, and goes on.

Stopping at any tick, and going on from a checkpoint, gives the run that was never
interrupted, bit for bit. Steps have to be taken in before their moment has come.
"""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engines.compiled import CompiledEngine, final_people
from sim.engines.driver import run_ticks
from sim.engines.output import Act, RunOutput
from sim.engines.setup import Population, build_state
from sim.scenario.schema import Plan, Scenario
from sim.storm.ledger import PromiseEntry
from sim.storm.levers import Situation
from sim.storm.responses import Response
from sim.storm.series import decode

UNWRITTEN = "as-played"
"""Name of the plan that grows."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A run as it stood at a tick, from which it may go on many times."""

    tick: int
    engine: CompiledEngine


class ResumableRun:
    """One run that is carried out piece by piece."""

    def __init__(self, scenario: Scenario, seed: int, population: Population | None = None) -> None:
        """Begin with an empty plan, on the people of this seed (drawn if not given)."""
        empty = {UNWRITTEN: Plan(summary="Written while the storm goes on.")}
        self.scenario = scenario.model_copy(update={"plans": empty})
        self.seed = seed
        self.tick = 0
        self._engine = CompiledEngine(
            build_state(self.scenario, UNWRITTEN, seed, population, final_people)
        )

    # -- going on -----------------------------------------------------------------------------

    def add(self, step: Response) -> None:
        """Add a step to the plan. Its moment must not have passed."""
        self._engine.state.company.add(step)
        self._engine.live_until(self.tick, self.tick)  # lives nothing, but makes room for it

    def live_until(self, hours: float) -> None:
        """Go on up to this time, in hours since the start."""
        end = min(self.scenario.ticks, round(hours / self.scenario.hours_per_tick))
        if end > self.tick:
            run_ticks(self._engine, self.tick, end)
            self.tick = end

    def checkpoint(self) -> Checkpoint:
        """Return the run as it stands now."""
        return Checkpoint(self.tick, self._copied(self._engine))

    def restore(self, checkpoint: Checkpoint) -> None:
        """Go back (or ahead) to a checkpoint of this run."""
        self.tick, self._engine = checkpoint.tick, self._copied(checkpoint.engine)

    def _copied(self, engine: CompiledEngine) -> CompiledEngine:
        """Return a copy that shares only what never changes within a run."""
        state = engine.state
        shared: tuple[Any, ...] = (
            state.scenario, state.ties, state.case, state.parameters, state.rhythm, state.office,
            engine.world,  # a copy opens its own
        )  # fmt: skip
        copied = copy.deepcopy(engine, {id(kept): kept for kept in shared})
        copied.open_records()
        return copied

    # -- what there is to see -----------------------------------------------------------------

    @property
    def hours(self) -> float:
        """Hours since the start that are over."""
        return self.tick * self.scenario.hours_per_tick

    @property
    def over(self) -> bool:
        """True once the last tick is over."""
        return self.tick >= self.scenario.ticks

    def situation(self) -> Situation:
        """Return what the company's team sees now."""
        state = self._engine.state
        return state.company.observe(self.tick, self._engine.world.page, state.series)

    @property
    def series(self) -> Mapping[str, NDArray[Any]]:
        """The columns of the series up to now."""
        state = self._engine.state
        return decode(state.series[: self.tick].copy(), len(state.people))

    @property
    def acts(self) -> list[Act]:
        """Acts of the company so far."""
        return list(self._engine.state.acts)

    @property
    def promises(self) -> list[PromiseEntry]:
        """The ledger of promises as it stands now."""
        self.situation()  # settles what has fallen due
        return [copy.copy(promise) for promise in self._engine.state.company.ledger.promises]

    @property
    def staff_hours(self) -> float:
        """Hours of work that the company's acts have taken so far."""
        return self._engine.state.staff_hours

    @property
    def people(self) -> NDArray[Any]:
        """Records of all people as they stand now. Nobody may change them."""
        people = self._engine.state.people.view()
        people.flags.writeable = False
        return people

    @property
    def visible_posts(self) -> NDArray[np.float64]:
        """Visible critical posts at the beginning of each tick by span, shape (ticks + 1, 3)."""
        return self._engine.state.past[: self.tick + 1].copy()

    @property
    def parameters(self) -> Any:
        """The record of parameters with which it runs."""
        return self._engine.state.parameters[0]

    @property
    def fans(self) -> int:
        """People who are fans of the page."""
        return int(np.count_nonzero(self._engine.state.people["outsider"] == 0))

    def output(self) -> RunOutput:
        """Return everything that the run leaves behind. Raises ValueError unless it is over."""
        if not self.over:
            raise ValueError(f"the run is at tick {self.tick} of {self.scenario.ticks}")
        return self._engine.output()
