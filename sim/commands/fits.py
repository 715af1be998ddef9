"""The commands that compare the model with counts of real storms: fit, forecast and backtest."""

# ruff: noqa: PLC0415 (imports inside commands: see the package)

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.counts_options import DataFile, DryRun, ReadingOptions
from sim.commands.options import (
    ExecutionOptions,
    OutputOptions,
    chosen_plans,
    named,
    replacements,
    with_ties_told,
)
from sim.errors import InputError
from sim.files import ready

if TYPE_CHECKING:
    from sim.fitting.clocks import PeopleClock
    from sim.fitting.learned import Learned
    from sim.fitting.observed import ObservedStorm
    from sim.fitting.stock import Counted, Stock
    from sim.runs.runner import Execution
    from sim.scenario import Scenario

STOCK_SETTINGS = 6_000
"""Settings behind the shipped stock."""
STOCK_SCENARIO = "excluded-profession"
STOCK_PUBLIC = {"community.people": 2000, "community.outsiders": 4000}
"""A public large enough that chance in single persons does not shape the storm."""


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
        from sim.terminal.counts import stream_for

        clock = clock_of(storm, self.zone)
        if self.zone is None and storm.step < 24.0:
            print(f"Note: people's time is {clock.zone} ({clock.why})", file=stream_for(as_json))
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
        from sim.scenario.former_names import PARAMETERS, present_name
        from sim.terminal.progress import counting

        if self.scenario is None:
            for option, given in (("--set", self.replaced), ("--plan", self.plan),
                                  ("--parameters", parameters)):  # fmt: skip
                if given:
                    raise InputError(f"{option} needs a SCENARIO to run: the stock is made already")
            return load_stock()
        scenario, plan = self._scenario_and_plan(storm)
        chosen = [present_name(name, PARAMETERS, "--parameters") for name in named(parameters)]
        with counting(f"settings of {scenario.name}") as progress:
            return make_stock(
                scenario, plan, self.settings, chosen or FITTED,
                execution=execution, progress=progress,
            )  # fmt: skip

    def _scenario_and_plan(self, storm: "ObservedStorm") -> "tuple[Scenario, str | None]":
        """Return the scenario to run, and the plan of what the company did."""
        from sim.fitting.plans import PAST, with_events
        from sim.runs.cache import changed
        from sim.scenario import load_scenario

        assert self.scenario is not None
        scenario = with_ties_told(
            load_scenario(self.scenario, overrides=replacements(self.replaced))
        )
        if self.events is None:
            return scenario, self.plan
        if self.plan is not None:
            raise InputError("give either --plan or --events: each says what the company did")
        document = with_events(scenario, self.events, storm.started)
        return changed(document, scenario.name, {}), PAST


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
    hours: Annotated[
        float | None, typer.Option(min=0.25, help="Hours seen, if the file tells more than that.")
    ] = None
    days: Annotated[
        int, typer.Option(min=1, max=60, help="Days of the storm that are forecast.")
    ] = 30


def fit(
    counts: DataFile,
    simulated: StockOptions,
    reading: ReadingOptions,
    counting: CountingOptions,
    execution: ExecutionOptions,
    output: OutputOptions,
    asked: FitOptions,
) -> None:
    """Fit simulated storms to a real one, and score what they foretell against simple laws."""
    from sim.fitting.fitting import fit
    from sim.fitting.observed import FEWEST_HOURS
    from sim.terminal.fits import present_fit

    files = [counts] if asked.defending is None else [counts, asked.defending]
    storm, *defenders = reading.storms(files, FEWEST_HOURS, output.as_json)
    if reading.dry_run:
        return
    clock = counting.clock(storm, output.as_json)
    if defenders:
        storm = storm.against(defenders[0])
    ready(output.out, "fit")
    triggers, events = counting.triggers(storm), simulated.hours_of_events(storm)
    stock = simulated.stock(storm, execution.execution(output.out), asked.parameters)
    fitted = fit(storm, clock, stock, _learned(), counting.counted, triggers, events)
    if asked.diagnose:
        from sim.fitting.checks.diagnosing import diagnose
        from sim.terminal.diagnoses import present_diagnosis
        from sim.terminal.progress import counting as progress_of

        with progress_of("fits of made storms") as progress:
            checked = diagnose(fitted.posterior, _learned(), asked.made_storms, progress)
        present_diagnosis(checked, storm.name, output.out, output.as_json)
        if output.as_json:
            return
    present_fit(fitted, output.out, output.as_json)


def forecast(
    counts: DataFile,
    simulated: StockOptions,
    reading: ReadingOptions,
    counting: CountingOptions,
    execution: ExecutionOptions,
    output: OutputOptions,
    asked: ForecastOptions,
) -> None:
    """Forecast a running storm from its first hours: peak, duration and volume."""
    from sim.fitting.forecasting import forecast
    from sim.fitting.seen import seen_after
    from sim.terminal.forecasts import present_forecast

    (storm,) = reading.storms([counts], 0, output.as_json)
    if reading.dry_run:
        return
    if asked.hours is not None:
        storm = storm.seen(asked.hours)
    if not len(storm.bins):
        raise InputError(
            f"{counts}: nothing of the storm is known after {asked.hours:g} h; give more"
        )
    ready(output.out, "forecast")
    clock = counting.clock(storm, output.as_json)
    triggers, events = counting.triggers(storm), simulated.hours_of_events(storm)
    stock = simulated.stock(storm, execution.execution(output.out))
    seen = seen_after(storm.alone(), clock, None, triggers, events)
    ahead = forecast(seen, stock, _learned(), counting.counted, asked.days)
    advice = None
    if asked.plans is not None:
        from sim.fitting.decisions import advise
        from sim.terminal.progress import counting as progress_of

        compared = chosen_plans(stock.scenario, None if asked.plans == "all" else asked.plans)
        with progress_of("every plan from now on") as progress:
            advice = advise(ahead, compared, execution.execution(), progress)
    present_forecast(ahead, advice, output.out, output.as_json)


def backtest(
    execution: ExecutionOptions,
    output: OutputOptions,
    study: Annotated[
        str, typer.Argument(metavar="STUDY", help="A shipped study's name, or a .toml file.")
    ] = "real-storms",
    data: Annotated[
        Path, typer.Option(metavar="FOLDER", help="Where the counts of the real storms are.")
    ] = Path("../shared/data/storms"),
    settings: Annotated[
        int | None,
        typer.Option(
            min=100, max=1_000_000, help="Settings to run of the study's scenario. Default: none."
        ),
    ] = None,
    learn: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write what the storms teach to this file.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Forecast real storms whose end is known by what the others teach, against simple laws."""
    from sim.fitting.backtest import backtest, counts_of, find_study, read_study
    from sim.fitting.making import make_stock
    from sim.fitting.stock import load_stock
    from sim.scenario import load_scenario
    from sim.terminal.backtests import present_backtest
    from sim.terminal.counts import show_all
    from sim.terminal.progress import counting

    storms = read_study(find_study(study))
    show_all(counts_of(storms, data), output.as_json, dry_run)
    if dry_run:
        return
    ready(output.out, "backtest")
    if settings is None and storms.scenario is None:
        stock = load_stock()
    else:
        name = storms.scenario or STOCK_SCENARIO
        scenario = with_ties_told(load_scenario(name, storms.set))
        with counting(f"settings of {scenario.name}") as progress:
            stock = make_stock(
                scenario, storms.plan, settings or storms.settings,
                execution=execution.execution(output.out), progress=progress,
            )  # fmt: skip
    with counting("real storms") as progress:
        tested = backtest(storms, data, stock, progress)
    if learn is not None:
        tested.learned.save(learn)
    present_backtest(tested, output.out, output.as_json)


def stock(
    execution: ExecutionOptions,
    file: Annotated[
        Path, typer.Option("--file", metavar="FILE.npz", help="Where to write the stock.")
    ] = Path("stock.npz"),
    settings: Annotated[
        int, typer.Option(min=100, max=1_000_000, help="Settings to run.")
    ] = STOCK_SETTINGS,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the settings.")] = 2012,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Keep finished runs here, to go on when interrupted."),
    ] = None,
) -> None:
    """Make the stock of simulated storms from which fit and forecast answer at once."""
    from sim.fitting.making import make_stock
    from sim.scenario import load_scenario
    from sim.terminal.progress import counting
    from sim.terminal.stocks import present_stock

    scenario = load_scenario(STOCK_SCENARIO, STOCK_PUBLIC)
    with counting("settings of the stock") as progress:
        made = make_stock(
            scenario, None, settings, seed=seed, execution=execution.execution(out),
            progress=progress,
        )  # fmt: skip
    present_stock(made, file, {"command": f"shitstorm stock --settings {settings} --seed {seed}"})


def _learned() -> "Learned":
    """Return what real storms taught."""
    from sim.fitting.learned import load_learned

    return load_learned()
