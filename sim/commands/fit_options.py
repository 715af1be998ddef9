"""Options of the commands that compare simulated storms with counts of real ones."""

# ruff: noqa: PLC0415 (imports inside commands: see the package)

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.options import named, replacements, with_ties_told
from sim.errors import InputError

if TYPE_CHECKING:
    from sim.fitting.clocks import PeopleClock
    from sim.fitting.observed import ObservedStorm
    from sim.fitting.stock import Counted, Stock
    from sim.runs.runner import Execution
    from sim.scenario import Scenario


@dataclass(frozen=True, slots=True)
class CountingOptions:
    """The kind of counts in a file, the people behind them, and what set them off."""

    people: Annotated[
        bool, typer.Option(help="Each person is counted once, as signatures are.")
    ] = False
    zone: Annotated[
        str | None,
        typer.Option(
            help='Where the people live, such as Europe/Berlin; "flat" if everywhere. '
            "Default: estimated from the hours."
        ),
    ] = None
    trigger: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TIME", help="When the matter was set off anew: 2023-08-25T09:00Z, or +36h."
        ),
    ] = None

    @property
    def counted(self) -> "Counted":
        """Return what the file counts."""
        return "people" if self.people else "posts"

    def clock(self, storm: "ObservedStorm", as_json: bool) -> "PeopleClock":
        """Return the people's clock, and say how it was found if nobody told it."""
        from sim.fitting.clocks import clock_of
        from sim.terminal.counts import clock_said, stream_for

        clock = clock_of(storm, self.zone)
        if self.zone is None and storm.step < 24.0:
            print(clock_said(clock), file=stream_for(as_json))
        return clock

    def triggers(self, storm: "ObservedStorm") -> list[float]:
        """Return the hours of further triggers."""
        from sim.fitting.plans import hours_of_moments

        return hours_of_moments(self.trigger or [], "--trigger", storm.started)


@dataclass(frozen=True, slots=True)
class StockOptions:
    """The simulated storms that are compared: the shipped stock, or a scenario's own."""

    scenario: Annotated[
        str | None,
        typer.Argument(
            metavar="SCENARIO",
            help="A scenario to run under many settings. Without one the shipped stock answers.",
        ),
    ] = None
    replaced: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Replace a value: incident.affected=0.2"),
    ] = None
    plan: Annotated[
        str | None, typer.Option(help="What the company did; the scenario's first plan by default.")
    ] = None
    events: Annotated[
        Path | None,
        typer.Option(metavar="EVENTS.csv", help="What the company did: columns time and response."),
    ] = None
    settings: Annotated[
        int, typer.Option(min=100, max=1_000_000, help="Settings to run of a scenario.")
    ] = 1000

    def hours_of_events(self, storm: "ObservedStorm") -> list[float]:
        """Return the hours of the company's events, which the shipped stock does not simulate."""
        from sim.fitting.plans import event_hours

        if self.events is None or self.scenario is not None:
            return []
        return event_hours(self.events, storm.started)

    def stock(
        self, storm: "ObservedStorm", execution: "Execution", parameters: str | None = None
    ) -> "Stock":
        """Return the shipped stock, or that of the scenario. Parameters are named with commas."""
        from sim.fitting.making import FITTED, make_stock
        from sim.fitting.stock import load_stock
        from sim.language.spoken import language
        from sim.language.told import Told
        from sim.scenario.former_names import PARAMETERS, present_name
        from sim.terminal.progress import counting

        if self.scenario is None:
            for option, given in (("--set", self.replaced), ("--plan", self.plan),
                                  ("--parameters", parameters)):  # fmt: skip
                if given:
                    raise InputError(Told("counts.needs_scenario", option=option))
            return load_stock()
        scenario, plan = self._scenario_and_plan(storm)
        chosen = [present_name(name, PARAMETERS, "--parameters") for name in named(parameters)]
        with counting(settings_of(scenario), language()) as progress:
            return make_stock(
                scenario, plan, self.settings, chosen or FITTED,
                execution=execution, progress=progress,
            )  # fmt: skip

    def _scenario_and_plan(self, storm: "ObservedStorm") -> "tuple[Scenario, str | None]":
        """Return the scenario to run, and the plan of what the company did."""
        from sim.fitting.plans import PAST, with_events
        from sim.language.told import Told
        from sim.runs.cache import changed
        from sim.scenario import load_scenario

        assert self.scenario is not None
        scenario = with_ties_told(
            load_scenario(self.scenario, overrides=replacements(self.replaced))
        )
        if self.events is None:
            return scenario, self.plan
        if self.plan is not None:
            raise InputError(Told("counts.plan_or_events"))
        document = with_events(scenario, self.events, storm.started)
        return changed(document, scenario.name, {}), PAST


def settings_of(scenario: "Scenario") -> str:
    """Say whose settings are run."""
    from sim.language.spoken import language, say

    called = scenario.name if language() == "en" else scenario.titled(language())
    return say("fitting.settings_of", scenario=called)


@dataclass(frozen=True, slots=True)
class FitOptions:
    """What is asked of a fit."""

    defending: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Counts of the defenders, fitted jointly.")
    ] = None
    parameters: Annotated[
        str | None, typer.Option(metavar="A,B,C", help="Parameters to fit; 19 by default.")
    ] = None
    diagnose: Annotated[
        bool,
        typer.Option("--diagnose", help="Check the fit by storms made of the model: a minute."),
    ] = False
    made_storms: Annotated[
        int, typer.Option(min=50, max=100_000, help="Storms that are made to check the fit.")
    ] = 1000


@dataclass(frozen=True, slots=True)
class ForecastOptions:
    """What is asked of a forecast."""

    plans: Annotated[
        str | None,
        typer.Option(
            metavar="A,B,C", help='Rank these plans from now on, "all" of the scenario\'s: minutes.'
        ),
    ] = None
    uncertain: Annotated[
        bool,
        typer.Option(
            "--uncertain", help="Say how many settings of the assumptions the answer rests on."
        ),
    ] = False
    hours: Annotated[
        float | None, typer.Option(min=0.25, help="Hours seen, if the file tells more than that.")
    ] = None
    days: Annotated[
        int, typer.Option(min=1, max=60, help="Days of the storm that are forecast.")
    ] = 30
