"""The command line: thin commands over the public face of :mod:`sim`.

What a command needs is imported inside it, so that ``shitstorm --help`` answers at once.
Errors become one message on stderr and an exit code, as drawn in :mod:`sim.errors`.
"""

# ruff: noqa: PLC0415 (imports inside commands: see above)

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from sim.errors import InputError, ShitstormError
from sim.files import clear_away, read_provenance, ready, unfinished, write

if TYPE_CHECKING:
    from sim.scenario import Scenario

LARGEST_SEED = 2**64 - 1
MOST_SEEDS = 100_000
STOPPED = 130
"""Exit code after Ctrl-C."""

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


class Engine(StrEnum):
    """The two drivers of the same rules."""

    compiled = "compiled"
    mesa = "mesa"


class Spoken(StrEnum):
    """Languages of the exercises."""

    en = "en"
    de = "de"
    fr = "fr"


ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A shipped scenario's name, or a .toml file.")
]
Replaced = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Replace a value: incident.affected=0.2"),
]
EngineName = Annotated[Engine, typer.Option(help="compiled is fast, mesa is for reading along.")]
Out = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Write results and charts to this folder.")
]
ClusterAddress = Annotated[
    str | None,
    typer.Option("--cluster", metavar="ADDRESS", help="Run on this Dask scheduler's workers."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]


def main() -> NoReturn:
    """Run the command line; every expected failure is one message and an exit code."""
    try:
        app()
        leave(0)
    except ShitstormError as wrong:
        leave(wrong.exit_code, str(wrong))
    except KeyboardInterrupt:
        leave(STOPPED, "stopped")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
        leave(code, "stopped" if code == STOPPED else "")


def leave(code: int, last_words: str = "") -> NoReturn:
    """End with this code; a reader who has gone away (``| head``) is no failure of ours."""
    if last_words:
        print(last_words, file=sys.stderr)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = None  # or Python flushes it again, aloud
    raise SystemExit(code)


@app.callback(invoke_without_command=True)
def shitstorm(
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    """Simulate online firestorms, and what a company's responses do to them."""
    if version:
        from importlib import metadata

        print(metadata.version("shitstorm-sim"))
        raise typer.Exit


@app.command()
def run(
    scenario: ScenarioName,
    plan: Annotated[str | None, typer.Option(help="The plan to follow.")] = None,
    seed: Annotated[int, typer.Option(min=0, max=LARGEST_SEED, help="Seed of chance.")] = 0,
    replaced: Replaced = None,
    engine: EngineName = Engine.compiled,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Simulate one plan once and show what came of it."""
    import sim
    from sim.terminal import present_record, waiting

    story = sim.load_scenario(scenario, set=replacements(replaced))
    if plan is None:
        raise InputError(f"which plan? add --plan with one of: {', '.join(story.plans)}")
    followed = story.plan(plan).name
    ready(out)
    with waiting(f"{story.title}: {followed}"):
        record = sim.simulate(story, plan=followed, seed=seed, engine=engine.value)
    present_record(record, out, as_json)


@app.command()
def compare(
    scenario: ScenarioName,
    plans: Annotated[
        str | None, typer.Option(metavar="A,B,C", help="Plans to compare; all by default.")
    ] = None,
    seeds: Annotated[int, typer.Option(min=1, max=MOST_SEEDS, help="Runs per plan.")] = 200,
    replaced: Replaced = None,
    engine: EngineName = Engine.compiled,
    cluster: ClusterAddress = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Simulate several plans many times, on the same people and the same chance.

    With --out an interrupted comparison goes on where it was, by the same command.
    """
    import sim
    from sim.terminal import counting, present_ensemble

    story = sim.load_scenario(scenario, set=replacements(replaced))
    compared = chosen_plans(story, plans)
    ready(out)
    with counting(f"{story.title}: {len(compared)} plans × {seeds} runs") as progress:
        ensemble = sim.compare(
            story,
            plans=compared,
            seeds=seeds,
            engine=engine.value,
            progress=progress,
            cluster=cluster,
            folder=unfinished(out),
        )
    present_ensemble(ensemble, out, as_json)
    clear_away(unfinished(out))


@app.command()
def play(
    scenario: ScenarioName,
    script: Annotated[
        Path | None, typer.Option(metavar="ANSWERS.toml", help="Decisions from a file.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=LARGEST_SEED, help="Seed of chance.")] = 0,
    language: Annotated[Spoken, typer.Option(help="Language of the exercise.")] = Spoken.en,
    seeds: Annotated[
        int, typer.Option(min=2, max=MOST_SEEDS, help="Pairs behind each figure of the debrief.")
    ] = 30,
    log: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep it here, and go on from here.")
    ] = None,
    sheets: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Only write briefing and cards to print.")
    ] = None,
    out: Out = None,
) -> None:
    """Play a scenario's exercise in the terminal, up to the debrief."""
    import sim
    from sim.workshop.handout import save_sheets
    from sim.workshop.play import play as play_to_the_end

    story = sim.load_scenario(scenario)
    if sheets is not None:
        print(f"The sheets to print are in {save_sheets(story, language.value, sheets)}")
        return
    ready(out)
    play_to_the_end(story, seed, language.value, seeds, script, log, out)


@app.command()
def rerun(
    provenance: Annotated[Path, typer.Argument(metavar="PROVENANCE.json")],
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Repeat a run from its provenance.json alone."""
    from sim.results import rerun as again
    from sim.terminal import present_record, waiting

    origin = read_provenance(provenance)
    ready(out)
    with waiting(f"the run of {provenance}"):
        record = again(origin)
    present_record(record, out, as_json)


@app.command()
def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A scenario file, or a name.")],
) -> None:
    """Check a scenario file; show every mistake where it stands."""
    from sim.scenario import load_scenario

    story = load_scenario(file)
    print(f"{file} is sound: {story.title}; plans: {', '.join(story.plans)}")


@app.command()
def schema(
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it to this file.")] = None,
) -> None:
    """Print the JSON schema of scenario files, for editors."""
    from sim.scenario.schema import json_schema

    text = json.dumps(json_schema(), indent=2, ensure_ascii=False)
    if out is None:
        print(text)
    else:
        write(out, text + "\n")


@app.command()
def new(
    file: Annotated[Path, typer.Argument(metavar="[FILE]")] = Path("my-scenario.toml"),
    force: Annotated[bool, typer.Option(help="Replace an existing file.")] = False,
) -> None:
    """Write a commented scenario to start from."""
    from sim.scenario.library import starter

    if file.exists() and not force:
        raise InputError(f"{file} exists; choose another name, or add --force to replace it")
    write(file, starter())
    print(f"{file} is written; change it, then: shitstorm check {file}")


@app.command("list")
def list_(
    responses: Annotated[bool, typer.Option("--responses", help="What a company can do.")] = False,
    parameters: Annotated[bool, typer.Option("--parameters", help="What the rules use.")] = False,
    measures: Annotated[bool, typer.Option("--measures", help="What is measured.")] = False,
) -> None:
    """List the shipped scenarios, or what else there is to choose from."""
    from sim import catalogues

    if not (responses or parameters or measures):
        catalogues.show_scenarios()
    if responses:
        catalogues.show_responses()
    if parameters:
        catalogues.show_parameters()
    if measures:
        catalogues.show_measures()


@app.command()
def validate(
    rows: Annotated[
        str | None, typer.Option(metavar="S1,L4", help="Rows to test; all by default.")
    ] = None,
    pairs: Annotated[int, typer.Option(min=2, max=MOST_SEEDS, help="Pairs of runs.")] = 200,
    draws: Annotated[
        int, typer.Option(min=0, max=10_000, help="Joint draws of all assumptions; 0 for none.")
    ] = 200,
    quick: Annotated[bool, typer.Option(help="24 pairs and no draws: under a minute.")] = False,
    must_hold: Annotated[
        str | None, typer.Option(metavar="S3,S5", help="Exit with 1 unless these rows hold.")
    ] = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Test what is known about firestorms against the model; rows that fail are shown."""
    from sim.evidence import missing, present_validation
    from sim.studies.validation import QUICK_PAIRS, validate
    from sim.terminal import counting

    asked, needed = named(rows), named(must_hold)
    ready(out)
    with counting("validation") as progress:
        table = validate(
            asked or None,
            QUICK_PAIRS if quick else pairs,
            0 if quick else draws,
            rough=quick,
            progress=progress,
        )
    present_validation(table, out, as_json)
    if failed := missing(table, needed):
        leave(1, f"must hold and does not: {', '.join(failed)}")


@app.command()
def sensitivity(
    scenario: ScenarioName = "analytics-outage",
    plans: Annotated[
        str, typer.Option(metavar="A,B,C", help="Plans whose ranking is asked for.")
    ] = "silence,broken-promises,interim-updates,honest-roadmap",
    trajectories: Annotated[int, typer.Option(min=2, max=1000, help="Paths of the screening.")] = 8,
    samples: Annotated[int, typer.Option(min=2, max=65_536, help="A power of 2.")] = 64,
    pairs: Annotated[int, typer.Option(min=2, max=1000, help="Seeds per setting.")] = 3,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Show which assumptions drive the peak, the duration and the ranking of plans."""
    from sim.evidence import present_sensitivity
    from sim.scenario import load_scenario
    from sim.studies.sensitivity import sensitivity
    from sim.terminal import counting

    compared = chosen_plans(load_scenario(scenario), plans)
    ready(out)
    with counting("sensitivity") as progress:
        study = sensitivity(scenario, compared, trajectories, samples, pairs, progress=progress)
    present_sensitivity(study, out, as_json)


@app.command()
def fit(
    counts: Annotated[Path, typer.Argument(metavar="DATA.csv", help="Columns time and count.")],
    scenario: ScenarioName,
    plan: Annotated[str | None, typer.Option(help="What the company did; the first plan.")] = None,
    people: Annotated[
        bool, typer.Option(help="Each person is counted once, as signatures are.")
    ] = False,
    cumulative: Annotated[bool, typer.Option(help="The counts are a running total.")] = False,
    settings: Annotated[int, typer.Option(min=20, max=1_000_000, help="Settings tried.")] = 400,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Fit a scenario to the daily volumes of a real storm, and hold it against simple laws."""
    from sim.evidence import present_fit
    from sim.studies.fitting import fit, try_settings
    from sim.studies.observed import read_storm
    from sim.terminal import counting

    storm = read_storm(counts, cumulative)
    ready(out)
    with counting(f"{storm.name}: settings of {scenario}") as progress:
        counted = "people" if people else "posts"
        tried = try_settings(scenario, plan, counted, settings, progress=progress)  # type: ignore[arg-type]
    present_fit(fit(storm, tried), out, as_json)


# -- what the commands share ---------------------------------------------------------------


def replacements(options: list[str] | None) -> dict[str, str]:
    """The values of ``--set KEY=VALUE`` by their keys."""
    for option in options or []:
        if "=" not in option:
            raise InputError(f"--set {option}: has no value; write --set {option}=...")
    return {
        key.strip(): value.strip() for key, _, value in (o.partition("=") for o in options or [])
    }


def named(names: str | None) -> list[str]:
    """The names in a list with commas."""
    return [name.strip() for name in (names or "").split(",") if name.strip()]


def chosen_plans(story: "Scenario", names: str | None) -> list[str]:
    """The plans named, each once; all of them if none is named."""
    if names is None:
        return list(story.plans)
    wanted = dict.fromkeys(name.strip() for name in names.split(",") if name.strip())
    if not wanted:
        raise InputError(f"which plans? name some of: {', '.join(story.plans)}")
    return [story.plan(name).name for name in wanted]


if __name__ == "__main__":
    main()
