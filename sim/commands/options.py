"""Options that several commands share, and how their values are read."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.errors import InputError

if TYPE_CHECKING:
    from sim.scenario import Scenario

LARGEST_SEED = 2**64 - 1
MOST_SEEDS = 100_000


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
