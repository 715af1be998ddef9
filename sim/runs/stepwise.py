"""A run that stops, takes in responses, branches and goes on: ``sim.start``."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import ValidationError

from sim.engines.output import PromiseRecord
from sim.engines.resumable import UNWRITTEN
from sim.engines.setup import Population, draw_population
from sim.errors import InputError, UnknownNameError
from sim.results.calendar import moments
from sim.results.record import Record
from sim.results.tables import act_row, acts_table, promises_table
from sim.runs.growing import GrowingRun
from sim.runs.notebook import run_as_html
from sim.scenario.loading import scenario_from_document
from sim.scenario.schema import Scenario
from sim.storm.ledger import first_tick
from sim.storm.levers import Situation
from sim.storm.responses import CATALOGUE, Response
from sim.storm.times import MomentOfStorm, moment, weekday_text

if TYPE_CHECKING:
    import pandas as pd


class Run:
    """One run that stops, takes in responses, branches and goes on.

    Stopping and branching change nothing. What it leaves behind is, bit for bit, the run of a
    plan that had all of its responses from the start.
    """

    def __init__(
        self, scenario: Scenario, seed: int, plan: str | None, population: Population | None = None
    ) -> None:
        self.scenario = scenario
        """The scenario simulated."""
        self.seed = seed
        """The seed of this run's chance."""
        self.plan = plan
        """The plan that it began with, None if with no plan at all."""
        self._steps: list[Response] = []
        self._population = population or draw_population(scenario, seed)
        self._run = GrowingRun(scenario, seed, plan, self._population)

    # -- going on -----------------------------------------------------------------------------

    def until(self, when: str | float | MomentOfStorm) -> "Run":
        """Go on up to a moment ("Mon 09:00", "+30h", or hours since the start), and return itself.

        Responses of that very moment are still to come. Raises ``InputError`` for a moment that
        has passed or lies behind the end.
        """
        hours = self._hours(when)
        tick = first_tick(hours, self.scenario.hours_per_tick)
        if tick < self._run.tick:
            raise InputError(
                f"{when} has passed, the run is at {self.time}; branch before you go on, "
                "or begin anew with sim.start"
            )
        if tick > self.scenario.ticks:
            end = self.scenario.ticks * self.scenario.hours_per_tick
            raise InputError(f"{when} lies behind the end, {end:g} h after the start; use finish()")
        self._run.live_until(tick * self.scenario.hours_per_tick)
        return self

    def do(self, response: str | Mapping[str, Any] | Response, **fields: Any) -> "Run":
        """Take in a response, now unless it names a moment, and return the run itself.

        A name of the catalogue takes its fields as a scenario file writes them:
        ``run.do("promise", deadline="Mon 18:00")``. ``at`` names a later moment. Conditions
        (``when``) can be taken in before the first tick only, as they would have held earlier.
        Raises ``InputError`` for a response that cannot be given, and then takes in nothing.
        """
        step = self._parsed(response, fields)
        self._check(step)
        self._run.add(step)
        self._steps.append(step)
        return self

    def branch(self) -> "Run":
        """Return a second run that stands where this one does. Each goes on by itself."""
        other = Run.__new__(Run)
        other.scenario, other.seed, other.plan = self.scenario, self.seed, self.plan
        other._steps, other._population = list(self._steps), self._population
        other._run = GrowingRun.standing_at(self._run.scenario, self.seed, self._run.checkpoint())
        return other

    def finish(self) -> Record:
        """Go on to the end and return the record.

        Its scenario holds the responses as a plan of their own, so that ``sim.rerun`` and
        ``sim.compare`` can run them again.
        """
        self._run.live_until(self.scenario.ticks * self.scenario.hours_per_tick)
        scenario, plan = self._written()
        return Record.from_output(self._run.output(), scenario, plan, self.seed, "compiled")

    # -- what there is to see -----------------------------------------------------------------

    @property
    def hours(self) -> float:
        """Hours since the start that are over."""
        return self._run.hours

    @property
    def time(self) -> str:
        """The present moment on the calendar, such as "Mon 09:00"."""
        return weekday_text(self.scenario.clock.start_hours + self.hours)

    @property
    def over(self) -> bool:
        """True once the last tick is over."""
        return self._run.over

    @property
    def situation(self) -> Situation:
        """What the company sees now, such as ``posts_per_hour``. It sees into nobody."""
        return self._run.situation()

    @property
    def series(self) -> "pd.DataFrame":
        """One row for each tick that is over, as in a record, without severity."""
        import pandas as pd  # noqa: PLC0415 (slow to import)

        hours = np.arange(self._run.tick, dtype=np.float64) * self.scenario.hours_per_tick
        index = pd.DatetimeIndex(moments(self.scenario.clock, hours), name="time")
        return pd.DataFrame(dict(self._run.series), index=index)

    @property
    def acts(self) -> "pd.DataFrame":
        """The company's acts so far."""
        return acts_table([act_row(act) for act in self._run.acts], self.scenario.clock)

    @property
    def promises(self) -> "pd.DataFrame":
        """The company's promises so far, in hours since the start."""
        return promises_table(
            [PromiseRecord(p.made, p.deadline, p.outcome, p.settled) for p in self._run.promises]
        )

    def __repr__(self) -> str:
        state = "over" if self.over else f"at {self.time} ({self.hours:g} h)"
        begun = f", plan {self.plan!r}" if self.plan else ""
        return f"<Run of {self.scenario.name}{begun}, seed {self.seed}, {state}>"

    def _repr_html_(self) -> str:
        return run_as_html(self._run, repr(self).strip("<>"))

    # -- within -------------------------------------------------------------------------------

    def _hours(self, when: str | float | MomentOfStorm) -> float:
        """Return hours since the start."""
        if isinstance(when, int | float) and not isinstance(when, bool):
            return float(when)
        try:
            return self.scenario.moment_hours(moment(when))
        except ValueError as wrong:
            raise InputError(str(wrong)) from None

    def _parsed(
        self, response: str | Mapping[str, Any] | Response, fields: Mapping[str, Any]
    ) -> Response:
        """Return a response with its moment. Raises InputError with the wrong field."""
        if isinstance(response, Response):
            given: dict[str, Any] = response.model_dump(mode="json", exclude_unset=True)
        else:
            given = {"do": response} if isinstance(response, str) else dict(response)
        given |= fields
        if given.get("do") not in CATALOGUE:
            raise UnknownNameError("response", str(given.get("do")), CATALOGUE)
        if not given.keys() & {"at", "when", "after"}:
            given["at"] = f"+{Decimal(repr(self.hours)):f}h"
        try:
            return CATALOGUE[given["do"]].model_validate(given, strict=True)
        except ValidationError as wrong:
            said = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in wrong.errors())
            raise InputError(f"{given['do']}: {said.replace('Value error, ', '')}") from None

    def _check(self, step: Response) -> None:
        """Refuse what would not be the same run from the start, or nothing at all."""
        if self.over:
            raise InputError(f"{step.do}: the run is over; branch earlier, or begin anew")
        if step.when is not None:
            if self._run.tick > 0:
                raise InputError(
                    f"{step.do}: a condition has to be there from the start; give it before the "
                    "first until(), or look at run.situation and act on it"
                )
        elif step.after is not None:
            self._check_follows(step)
        elif step.at is not None:
            tick = first_tick(self._hours(step.at), self.scenario.hours_per_tick)
            if tick < self._run.tick:
                raise InputError(f"{step.do}: {step.at} has passed, the run is at {self.time}")
            if tick >= self.scenario.ticks:
                raise InputError(f"{step.do}: {step.at} lies behind the end; name an earlier time")
        self._read_again([*self._steps, step])

    def _check_follows(self, step: Response) -> None:
        """Refuse a step that follows one which is over or which there is not."""
        names = {one.name for one in self._run.company.steps if one.name}
        if step.after not in names:
            raise UnknownNameError("step", str(step.after), names)
        if any(act.name == step.after for act in self._run.acts):
            raise InputError(f'{step.do}: "{step.after}" is done already; write at= instead')

    def _written(self) -> tuple[Scenario, str]:
        """Return the scenario with all that was done as a plan, and the plan's name."""
        if self.plan is not None and not self._steps:
            return self.scenario, self.plan
        return self._read_again(self._steps)

    def _read_again(self, steps: list[Response]) -> tuple[Scenario, str]:
        """Read the scenario with these steps as a plan, by the rules for files."""
        name = UNWRITTEN
        while name in self.scenario.plans:
            name += "-again"
        written: dict[str, Any] = {"summary": "Written while the storm went on."}
        if self.plan is not None:
            written["like"] = self.plan
        written["steps"] = [step.model_dump(mode="json", exclude_unset=True) for step in steps]
        document = dict(self.scenario.document)
        document["plans"] = {**document["plans"], name: written}
        return scenario_from_document(document, self.scenario.name), name
