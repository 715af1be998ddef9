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
    ScenarioOptions,
    chosen_plans,
    named,
    with_ties_told,
)
from sim.errors import InputError
from sim.files import ready

if TYPE_CHECKING:
    from sim.fitting.candidates import Candidates, Counted
    from sim.fitting.observed import ObservedStorm
    from sim.runs.runner import Execution


@dataclass(frozen=True, slots=True)
class CountingOptions:
    """The kind of counts in a file, and the time zone of its people."""

    people: Annotated[
        bool, typer.Option(help="Each person is counted once, as signatures are.")
    ] = False
    zone: Annotated[
        str,
        typer.Option(help='Where the people live, such as Europe/Berlin; "flat" if everywhere.'),
    ] = "UTC"

    @property
    def counted(self) -> "Counted":
        """Return what the file counts."""
        return "people" if self.people else "posts"


@dataclass(frozen=True, slots=True)
class CandidateOptions(ScenarioOptions):
    """The scenario that is run under many settings, and what the company did."""

    plan: Annotated[
        str | None, typer.Option(help="What the company did; the scenario's first plan by default.")
    ] = None
    events: Annotated[
        Path | None,
        typer.Option(metavar="EVENTS.csv", help="What the company did: columns time and response."),
    ] = None
    settings: Annotated[int, typer.Option(min=100, max=1_000_000, help="Settings to run.")] = 1000

    def run(
        self, storm: "ObservedStorm", execution: "Execution", parameters: str | None = None
    ) -> "Candidates":
        """Run the scenario under the settings. The parameters to fit are named with commas."""
        from sim.fitting.candidates import FITTED, run_candidates
        from sim.fitting.plans import PAST, with_events
        from sim.runs.cache import changed
        from sim.scenario.former_names import PARAMETERS, present_name
        from sim.terminal.progress import counting

        scenario, plan = self.load(), self.plan
        if self.events is not None:
            if plan is not None:
                raise InputError("give either --plan or --events: each says what the company did")
            document = with_events(scenario, self.events, storm.started)
            scenario, plan = changed(document, scenario.name, {}), PAST
        names = named(parameters)
        chosen = [present_name(name, PARAMETERS, "--parameters") for name in names]
        with counting(f"settings of {scenario.name}") as progress:
            return run_candidates(
                scenario, plan, self.settings, chosen or FITTED, execution, progress
            )


def fit(
    counts: DataFile,
    candidates: CandidateOptions,
    reading: ReadingOptions,
    counting: CountingOptions,
    execution: ExecutionOptions,
    output: OutputOptions,
    defending: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Counts of the defenders, fitted jointly.")
    ] = None,
    parameters: Annotated[
        str | None, typer.Option(metavar="A,B,C", help="Parameters to fit; 19 by default.")
    ] = None,
) -> None:
    """Fit a scenario to a real storm, and score it against simple laws."""
    from sim.fitting.fitting import fit
    from sim.fitting.observed import FEWEST_DAYS
    from sim.terminal.fits import present_fit
    from sim.terminal.progress import waiting

    files = [counts] if defending is None else [counts, defending]
    storm, *defenders = reading.storms(files, FEWEST_DAYS, output.as_json)
    if reading.dry_run:
        return
    if defenders:
        storm = storm.against(defenders[0])
    ready(output.out, "fit")
    runs = candidates.run(storm, execution.execution(output.out), parameters)
    with waiting(f"{storm.name}: which simulated storms are like it"):
        fitted = fit(storm, runs, counting.counted, counting.zone)
    present_fit(fitted, output.out, output.as_json)


def forecast(
    counts: DataFile,
    candidates: CandidateOptions,
    reading: ReadingOptions,
    counting: CountingOptions,
    execution: ExecutionOptions,
    output: OutputOptions,
    plans: Annotated[
        str | None, typer.Option(metavar="A,B,C", help="Plans from now on; all by default.")
    ] = None,
    hours: Annotated[
        float | None, typer.Option(min=1, help="Hours seen, if the file tells more than that.")
    ] = None,
) -> None:
    """Forecast a running storm from its first hours: peak, duration and severity by plan."""
    from sim.fitting.forecasting import forecast
    from sim.terminal.fits import present_forecast
    from sim.terminal.progress import counting as progress_of

    (storm,) = reading.storms([counts], 0, output.as_json)
    if reading.dry_run:
        return
    if hours is not None:
        storm = storm.seen(hours)
    if not len(storm.bins):
        raise InputError(f"{counts}: nothing of the storm is known after {hours:g} h; give more")
    ready(output.out, "forecast")
    compared = chosen_plans(candidates.load(), plans)
    runs = candidates.run(storm, execution.execution(output.out))
    with progress_of("every plan from now on") as progress:
        ahead = forecast(
            storm, runs, counting.counted, counting.zone, compared, execution.execution(), progress
        )
    present_forecast(ahead, output.out, output.as_json)


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
        typer.Option(min=100, max=1_000_000, help="Settings to run, if not the study's."),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Fit and forecast real storms whose end is known, and score it against simple laws."""
    from sim.fitting.backtest import backtest, counts_of, find_study, read_study
    from sim.fitting.candidates import run_candidates
    from sim.scenario import load_scenario
    from sim.terminal.counts import show_all
    from sim.terminal.fits import present_backtest
    from sim.terminal.progress import counting

    storms = read_study(find_study(study))
    show_all(counts_of(storms, data), output.as_json, dry_run)
    if dry_run:
        return
    ready(output.out, "backtest")
    scenario = with_ties_told(load_scenario(storms.scenario, storms.set))
    number = settings or storms.settings
    with counting(f"settings of {scenario.name}") as progress:
        candidates = run_candidates(
            scenario,
            storms.plan,
            number,
            execution=execution.execution(output.out),
            progress=progress,
        )
    with counting("real storms") as progress:
        tested = backtest(storms, data, candidates, progress)
    present_backtest(tested, output.out, output.as_json)
