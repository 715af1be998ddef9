"""Options that several commands share: one object per family, and how values are read.

A command takes such an object as a parameter. :func:`with_options` shows its fields as the
command's own options, so that they are declared, explained and checked in one place. There a
``~`` in any path becomes the home folder.
"""

import inspect
import sys
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_type_hints

import typer

from sim.errors import InputError, ShitstormError
from sim.language.typesetting import Language
from sim.writing import expanded

if TYPE_CHECKING:
    from sim.runs.runner import Execution
    from sim.scenario import Scenario

LARGEST_SEED = 2**64 - 1
MOST_SEEDS = 100_000


ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A shipped scenario's name, or a .toml file.")
]
Out = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Write results and charts to this folder.")
]
BrandFile = Annotated[
    Path | None,
    typer.Option("--brand", metavar="FILE.toml", help="Name, logo and colours of the client."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]


@dataclass(frozen=True, slots=True)
class ScenarioOptions:
    """A scenario, and the values that replace its own."""

    scenario: ScenarioName
    replaced: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Replace a value: incident.affected=0.2"),
    ] = None

    def load(self) -> "Scenario":
        """Return the scenario with the values replaced."""
        from sim.scenario import load_scenario  # noqa: PLC0415 (pydantic is slow to load)

        return with_ties_told(load_scenario(self.scenario, overrides=replacements(self.replaced)))


@dataclass(frozen=True, slots=True)
class RunOptions(ScenarioOptions):
    """A scenario, and the engine that runs it."""

    engine: Annotated[
        Literal["compiled", "mesa"],
        typer.Option(help="compiled is fast, mesa is for reading along."),
    ] = "compiled"


@dataclass(frozen=True, slots=True)
class ExecutionOptions:
    """The cores or the cluster that carry out many runs."""

    workers: Annotated[
        int | None, typer.Option(min=1, max=1024, help="Runs at a time. Default: all cores.")
    ] = None
    cluster: Annotated[
        str | None,
        typer.Option("--cluster", metavar="ADDRESS", help="Run on this Dask scheduler's workers."),
    ] = None

    def execution(self, folder: Path | None = None) -> "Execution":
        """Return how to carry out runs that are kept in this folder until all are done."""
        from sim.runs.runner import Execution  # noqa: PLC0415 (slow to load)

        return Execution(self.workers, self.cluster, folder)


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """The folder for results, and the form in which they are shown."""

    out: Out = None
    as_json: AsJson = False


@dataclass(frozen=True, slots=True)
class SpokenOptions(OutputOptions):
    """The same, in a language."""

    language: Annotated[
        Language, typer.Option(help="Language of tables and charts; JSON stays in English.")
    ] = "en"


@dataclass(frozen=True, slots=True)
class Tongue:
    """The language alone, of what a command says."""

    language: Annotated[
        Language, typer.Option(help="Language of what is shown; files stay in English.")
    ] = "en"


def with_ties_told(story: "Scenario") -> "Scenario":
    """Return a scenario after saying what its file of ties holds, if it has one.

    Raises ``ScenarioError`` if that file cannot be read, before a long run begins.
    """
    if story.community.ties.kind in ("file", "configuration"):
        from sim.community.files import told  # noqa: PLC0415 (pandas is slow to load)

        for sentence in told(story.community):
            print(f"note: {sentence}", file=sys.stderr)
    return story


def with_options(command: Callable[..., None]) -> Callable[..., None]:
    """Return the command with the fields of its options objects as options, after its own."""
    hints = get_type_hints(command, include_extras=True)
    families = {
        name: hint for name, hint in hints.items() if isinstance(hint, type) and is_dataclass(hint)
    }
    parameters = inspect.signature(command).parameters.values()
    shown = [parameter for parameter in parameters if parameter.name not in families]
    shown += [field for family in families.values() for field in _as_parameters(family)]
    shown = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in shown]

    @wraps(command)
    def spread(**given: Any) -> None:
        given = {name: at_home(value) for name, value in given.items()}
        built = {
            name: family(**{field.name: given.pop(field.name) for field in fields(family)})
            for name, family in families.items()
        }
        command(**given, **built)

    spread.__signature__ = inspect.Signature(shown)  # type: ignore[attr-defined]
    spread.__annotations__ = {parameter.name: parameter.annotation for parameter in shown}
    return spread


def in_its_language(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command that speaks the language of its ``output``."""

    @wraps(command)
    def spoken(**given: Any) -> None:
        from sim.language.spoken import speaking  # noqa: PLC0415 - the help does not need it
        from sim.language.told import of_error, said  # noqa: PLC0415

        language = given["output"].language

        with speaking(language):
            try:
                command(**given)
            except ShitstormError as wrong:
                if language != "en":
                    wrong.args = tuple(said(part, language) for part in of_error(wrong))
                raise

    return spoken


def at_home(value: Any) -> Any:
    """Return a path or a name of a file whose ``~`` is replaced, and any other value as it is."""
    if isinstance(value, Path):
        return expanded(value)
    return str(expanded(value)) if isinstance(value, str) and value.startswith("~") else value


def _as_parameters(family: type) -> list[inspect.Parameter]:
    """Return the fields of an options object as parameters of a function."""
    hints = get_type_hints(family, include_extras=True)
    return [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if field.default is MISSING else field.default,
            annotation=hints[field.name],
        )
        for field in fields(family)
    ]


def replacements(options: list[str] | None) -> dict[str, str]:
    """Return the values of ``--set KEY=VALUE`` by their keys."""
    for option in options or []:
        if "=" not in option:
            raise InputError(f"--set {option}: has no value; write --set {option}=...")
    return {
        key.strip(): value.strip() for key, _, value in (o.partition("=") for o in options or [])
    }


def named(names: str | None) -> list[str]:
    """Return the names in a list with commas."""
    return [name.strip() for name in (names or "").split(",") if name.strip()]


def chosen_plans(story: "Scenario", names: str | None) -> list[str]:
    """Return the plans named, each once, or all of them if None."""
    if names is None:
        return list(story.plans)
    wanted = dict.fromkeys(name.strip() for name in names.split(",") if name.strip())
    if not wanted:
        raise InputError(f"which plans? name some of: {', '.join(story.plans)}")
    return [story.plan(name).name for name in wanted]
