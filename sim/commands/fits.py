"""The model held against counts of real storms: fits, forecasts, and how good both are."""

# ruff: noqa: PLC0415 (imports inside commands: see the package)

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.commands.options import (
    AsJson,
    ClusterAddress,
    Out,
    Replaced,
    ScenarioName,
    chosen_plans,
    named,
    replacements,
)
from sim.errors import InputError
from sim.files import ready

if TYPE_CHECKING:
    from sim.fitting.observed import Observed
    from sim.fitting.trying import Counted, Tried

DataFile = Annotated[
    Path,
    typer.Argument(
        metavar="DATA.csv", help="Columns time, count, and perhaps negative, defending."
    ),
]
PlanThen = Annotated[
    str | None, typer.Option(help="What the company did; the scenario's first plan by default.")
]
Events = Annotated[
    Path | None,
    typer.Option(metavar="EVENTS.csv", help="What the company did: columns time and response."),
]
People = Annotated[bool, typer.Option(help="Each person is counted once, as signatures are.")]
Cumulative = Annotated[bool, typer.Option(help="The counts are a running total.")]
Zone = Annotated[
    str, typer.Option(help='Where the people live, such as Europe/Berlin; "flat" if everywhere.')
]
Settings = Annotated[int, typer.Option(min=100, max=1_000_000, help="Settings tried.")]


def fit(
    counts: DataFile,
    scenario: ScenarioName,
    plan: PlanThen = None,
    events: Events = None,
    people: People = False,
    defending: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Counts of the defenders, fitted jointly.")
    ] = None,
    cumulative: Cumulative = False,
    zone: Zone = "UTC",
    parameters: Annotated[
        str | None, typer.Option(metavar="A,B,C", help="Parameters to fit; 19 by default.")
    ] = None,
    settings: Settings = 1000,
    set_: Replaced = None,
    cluster: ClusterAddress = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Fit a scenario to a real storm, and hold it against simple laws."""
    from sim.fitting.fitting import fit
    from sim.fitting.observed import read_storm
    from sim.terminal.fits import present_fit
    from sim.terminal.progress import waiting

    storm = read_storm(counts, cumulative)
    if defending is not None:
        storm = storm.against(read_storm(defending, cumulative))
    ready(out)
    tried = _stock(scenario, set_, plan, events, storm, settings, named(parameters), out, cluster)
    with waiting(f"{storm.name}: which simulated storms are like it"):
        found = fit(storm, tried, _counted(people), zone)
    present_fit(found, out, as_json)


def forecast(
    counts: DataFile,
    scenario: ScenarioName,
    plans: Annotated[
        str | None, typer.Option(metavar="A,B,C", help="Plans from now on; all by default.")
    ] = None,
    plan: PlanThen = None,
    events: Events = None,
    people: People = False,
    cumulative: Cumulative = False,
    zone: Zone = "UTC",
    hours: Annotated[
        float | None, typer.Option(min=1, help="Hours seen, if the file tells more than that.")
    ] = None,
    settings: Settings = 1000,
    set_: Replaced = None,
    cluster: ClusterAddress = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Foretell a running storm from its first hours: peak, duration and severity by plan."""
    from sim.fitting.forecasting import forecast
    from sim.fitting.observed import read_storm
    from sim.scenario import load_scenario
    from sim.terminal.fits import present_forecast
    from sim.terminal.progress import counting

    storm = read_storm(counts, cumulative, whole_days=0)
    if hours is not None:
        storm = storm.seen(hours)
    if not len(storm.bins):
        raise InputError(f"{counts}: nothing of the storm is known after {hours:g} h; give more")
    ready(out)
    compared = chosen_plans(load_scenario(scenario, replacements(set_)), plans)
    tried = _stock(scenario, set_, plan, events, storm, settings, [], out, cluster)
    with counting("every plan from now on") as progress:
        ahead = forecast(storm, tried, _counted(people), zone, compared, progress=progress)
    present_forecast(ahead, out, as_json)


def backtest(
    study: Annotated[
        str, typer.Argument(metavar="STUDY", help="A shipped study's name, or a .toml file.")
    ] = "real-storms",
    data: Annotated[
        Path, typer.Option(metavar="FOLDER", help="Where the counts of the real storms are.")
    ] = Path("../shared/data/storms"),
    settings: Annotated[
        int | None, typer.Option(min=100, max=1_000_000, help="Settings tried, if not the study's.")
    ] = None,
    cluster: ClusterAddress = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Fit and foretell real storms whose end is known, and score it against simple laws."""
    from sim.fitting.backtest import backtest, find_study, read_all, read_study
    from sim.fitting.trying import try_settings
    from sim.scenario import load_scenario
    from sim.terminal.fits import present_backtest
    from sim.terminal.progress import counting

    asked = read_study(find_study(study))
    read_all(asked, data)  # what is wrong with the files is said before the long runs
    ready(out)
    story = load_scenario(asked.scenario, asked.set)
    with counting(f"settings of {story.name}") as progress:
        number = settings or asked.settings
        tried = try_settings(
            story, asked.plan, number, folder=out, progress=progress, cluster=cluster
        )
    with counting("real storms") as progress:
        tested = backtest(asked, data, tried, progress)
    present_backtest(tested, out, as_json)


def _counted(people: bool) -> "Counted":
    """What the file counts."""
    return "people" if people else "posts"


def _stock(
    scenario: str, set_: list[str] | None, plan: str | None, events: Path | None,
    storm: "Observed", settings: int, parameters: list[str], out: Path | None,
    cluster: str | None,
) -> "Tried":  # fmt: skip
    """The scenario run under many settings, with what the company did."""
    from sim.fitting.plans import PAST, with_events
    from sim.fitting.trying import FITTED, try_settings
    from sim.runs.cache import changed
    from sim.scenario import load_scenario
    from sim.terminal.progress import counting

    story = load_scenario(scenario, replacements(set_))
    if events is not None:
        if plan is not None:
            raise InputError("give either --plan or --events: each says what the company did")
        story, plan = changed(with_events(story, events, storm.started), story.name, {}), PAST
    with counting(f"settings of {story.name}") as progress:
        return try_settings(
            story, plan, settings, parameters or FITTED, out, progress=progress, cluster=cluster
        )
