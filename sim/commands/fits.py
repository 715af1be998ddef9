"""The commands that compare the model with counts of real storms: fit, forecast and backtest."""

# ruff: noqa: PLC0415 (imports inside commands: see the package)

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.counts_options import DataFile, DryRun, ReadingOptions
from sim.commands.fit_options import (
    CountingOptions,
    FitOptions,
    ForecastOptions,
    StockOptions,
    settings_of,
)
from sim.commands.options import (
    ExecutionOptions,
    SpokenOptions,
    Tongue,
    chosen_plans,
    in_its_language,
    with_ties_told,
)
from sim.errors import InputError
from sim.files import ready

if TYPE_CHECKING:
    from sim.fitting.learned import Learned

STOCK_SETTINGS = 6_000
"""Settings behind the shipped stock."""
STOCK_SCENARIO = "excluded-profession"
STOCK_PUBLIC = {"community.people": 2000, "community.outsiders": 4000}
"""A public large enough that chance in single persons does not shape the storm."""


@in_its_language
def fit(
    counts: DataFile,
    simulated: StockOptions,
    reading: ReadingOptions,
    counting: CountingOptions,
    execution: ExecutionOptions,
    output: SpokenOptions,
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
        from sim.language.spoken import say
        from sim.terminal.diagnoses import present_diagnosis
        from sim.terminal.progress import counting as progress_of

        with progress_of(say("fitting.made_storms"), output.language) as progress:
            checked = diagnose(fitted.posterior, _learned(), asked.made_storms, progress)
        present_diagnosis(checked, storm.name, output.out, output.as_json)
        if output.as_json:
            return
    present_fit(fitted, output.out, output.as_json)


@in_its_language
def forecast(
    counts: DataFile,
    simulated: StockOptions,
    reading: ReadingOptions,
    counting: CountingOptions,
    execution: ExecutionOptions,
    output: SpokenOptions,
    asked: ForecastOptions,
) -> None:
    """Forecast a running storm from its first hours: peak, duration and volume."""
    from sim.charts.wording import telling
    from sim.fitting.forecasting import forecast
    from sim.fitting.seen import seen_after
    from sim.language.spoken import say
    from sim.terminal.counts import stream_for
    from sim.terminal.forecasts import present_forecast, said_of_settings

    (storm,) = reading.storms([counts], 0, output.as_json)
    if reading.dry_run:
        return
    if asked.hours is not None:
        storm = storm.seen(asked.hours)
    if not len(storm.bins):
        from sim.language.told import Amount, Told

        hours = Amount(asked.hours or 0.0, "g")
        raise InputError(Told("counts.nothing_seen", path=counts, hours=hours))
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
        with progress_of(say("fitting.every_plan"), output.language) as progress:
            advice = advise(ahead, compared, execution.execution(), progress)
    if asked.uncertain:
        print(said_of_settings(ahead), file=stream_for(output.as_json))
    with telling(stock.told):
        present_forecast(ahead, advice, output.out, output.as_json)


@in_its_language
def backtest(
    execution: ExecutionOptions,
    output: SpokenOptions,
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
    from sim.language.spoken import say
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
        with counting(settings_of(scenario), output.language) as progress:
            stock = make_stock(
                scenario, storms.plan, settings or storms.settings,
                execution=execution.execution(output.out), progress=progress,
            )  # fmt: skip
    with counting(say("backtest.progress"), output.language) as progress:
        tested = backtest(storms, data, stock, progress)
    if learn is not None:
        tested.learned.save(learn)
    present_backtest(tested, output.out, output.as_json)


@in_its_language
def stock(
    execution: ExecutionOptions,
    output: Tongue,
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
    from sim.language.spoken import say
    from sim.scenario import load_scenario
    from sim.terminal.progress import counting
    from sim.terminal.stocks import present_stock

    scenario = load_scenario(STOCK_SCENARIO, STOCK_PUBLIC)
    with counting(say("fitting.stock_of"), output.language) as progress:
        made = make_stock(
            scenario, None, settings, seed=seed, execution=execution.execution(out),
            progress=progress,
        )  # fmt: skip
    present_stock(made, file, {"command": f"shitstorm stock --settings {settings} --seed {seed}"})


def _learned() -> "Learned":
    """Return what real storms taught."""
    from sim.fitting.learned import load_learned

    return load_learned()
