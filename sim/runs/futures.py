"""Other futures of a run: from where it stands, what comes is drawn anew.

What has happened stays, and so do the people as they are. What they will do, when the press
writes, and how long the repair still takes follow another seed. A repair that is still to come
is drawn such that the technicians would name about the time that they do name now. Nobody can
tell these futures apart by what is known at this moment.

Futures may also go on under other plausible models, a parameter set each. What has happened does
not weigh the models against each other, and what is on its way to people already stays on its way.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.community.draws import Words, streams_of, uniforms_of
from sim.engines.resumable import Checkpoint
from sim.engines.setup import PRESS_STREAM, draw_repair, parameter_record
from sim.runs.growing import GrowingRun
from sim.scenario.schema import Scenario
from sim.storm.chance import Purpose, stream_of
from sim.storm.company import Company
from sim.storm.ledger import COMPANY_STREAM, first_tick
from sim.storm.parameters import Parameters
from sim.storm.state import GONE

WORLDS, FITTING = 2000, 40
"""Repairs drawn, and those of them that fit best to what is known, of which each future has one."""
STEP_OFF = 0.5
"""Distance of a repair of which other steps would have been told. Logarithms of times are less."""
TRIES = 60
"""Draws of a person's patience, until one does not contradict that they have stayed so far."""
APART = 1 << 40
"""Seeds of futures begin here, beyond those of whole runs."""


class Futures:
    """The futures of a run from a checkpoint, by number.

    The same number is the same future whatever is decided from here on, so that what follows
    from two decisions can be compared in pairs.
    """

    def __init__(
        self, scenario: Scenario, seed: int, standing: Checkpoint,
        models: Sequence[Parameters] = (),
    ) -> None:  # fmt: skip
        """``seed`` is that of the run up to the checkpoint.

        Each future goes on under one of ``models`` in turn, or all under the scenario's own
        values if there are none.
        """
        self.scenario, self.seed, self.standing = scenario, seed, standing
        self.models = models
        run = GrowingRun.standing_at(scenario, seed, standing)
        self._worlds = _alike(run.company, scenario, run.hours)

    def begin(self, number: int) -> GrowingRun:
        """Return a run that goes on from the checkpoint in the future of this number."""
        run = GrowingRun.standing_at(self.scenario, self.seed, self.standing)
        other, state = APART + number, run._engine.state
        state.people["stream"] = _streams(state.people, other)
        state.case = state.case.copy()  # copies of a run share it
        state.case["press_stream"] = stream_of(other, PRESS_STREAM)
        if self._worlds:
            world = self._worlds[number % len(self._worlds)]
            _repair_in(state.company, self.scenario, world)
            tick = state.company.ledger.repaired_tick
            state.case["repaired"] = tick
            coming = state.messages["deadline"] > run.tick
            state.messages["met"][coming] = tick <= state.messages["deadline"][coming]
        if self.models:
            _go_on_under(run, self.models[number % len(self.models)])
        run._engine.open_records()
        return run


def _go_on_under(run: GrowingRun, parameters: Parameters) -> None:
    """Let a run go on under other parameters. Its records have to be opened again after this."""
    state = run._engine.state
    state.parameters = parameter_record(parameters)
    state.scenario = state.scenario.model_copy(update={"parameters": parameters})


def _streams(people: NDArray[np.void], seed: int) -> Words:
    """Return new streams of chance, by which nobody's patience would have ended before now."""
    used_up = -np.expm1(-people["churn_hazard"].astype(float))
    streams: Words = people["stream"].copy()
    missing = np.ones(len(people), bool)
    for attempt in range(TRIES):
        drawn = streams_of(seed + attempt * APART, len(people))
        stays = uniforms_of(drawn, 0, Purpose.LEAVE) >= used_up
        taken = missing & (stays | (people["stance"] == GONE))
        streams[taken] = drawn[taken]
        missing &= ~taken
        if not missing.any():
            break
    return streams


def _alike(company: Company, scenario: Scenario, now: float) -> list[int]:
    """Return the seeds of worlds whose repair fits to what the company knows, best first.

    There are none if no repair is to come.
    """
    if not now < company.facts.repaired < math.inf:
        return []
    told, published = company.estimate.hours_to_fix(now), company.progress.published
    done = company.progress.done(now)

    def off(world: int) -> float:
        repaired = draw_repair(scenario, world)
        if repaired <= now:
            return math.inf
        chance = stream_of(world, COMPANY_STREAM)
        estimate = replace(company.estimate, repaired=repaired, stream=chance)
        other_steps = replace(company.progress, repaired=repaired).done(now) != done
        named = abs(math.log(estimate.hours_to_fix(now) / told))
        return named + STEP_OFF * (published and other_steps)

    far = {world: off(world) for world in range(APART, APART + WORLDS)}
    fitting = sorted((world for world in far if far[world] < math.inf), key=far.__getitem__)
    return fitting[:FITTING] or [company.facts.seed]


def _repair_in(company: Company, scenario: Scenario, world: int) -> None:
    """Let a company's repair take as long as in the world of another seed."""
    repaired, chance = draw_repair(scenario, world), stream_of(world, COMPANY_STREAM)
    company.facts = replace(company.facts, repaired=repaired)
    company.estimate = replace(company.estimate, repaired=repaired, stream=chance)
    company.progress.repaired = repaired
    company.ledger.repaired = repaired
    tick = first_tick(repaired, company.facts.tick_hours)
    for promise in company.ledger.promises:
        if promise.outcome == "open":
            promise.met = tick <= promise.due
