"""Options objects: a command shows the fields of its objects and gets them filled."""

import inspect
from dataclasses import dataclass
from typing import Annotated

import typer
from typer.testing import CliRunner

from sim.cli import COMMANDS
from sim.commands.options import with_options

MOST_PARAMETERS = 8


@dataclass(frozen=True, slots=True)
class Size:
    """How large something is."""

    width: Annotated[int, typer.Argument(help="How wide it is.")]
    height: Annotated[int, typer.Option(min=1, max=9, help="How high it is.")] = 2


def draw(size: Size, colour: Annotated[str, typer.Option(help="In which colour.")] = "red") -> None:
    """Draw a box."""
    print(size.width, size.height, colour)


def test_fields_are_options_of_the_command() -> None:
    app = typer.Typer()
    app.command()(with_options(draw))
    shell = CliRunner()
    assert shell.invoke(app, ["7", "--height", "3", "--colour", "blue"]).output == "7 3 blue\n"
    assert shell.invoke(app, ["7"]).output == "7 2 red\n"
    assert shell.invoke(app, ["7", "--height", "10"]).exit_code == 2
    assert "How high it is." in shell.invoke(app, ["--help"]).output


def test_a_command_without_such_objects_keeps_its_options() -> None:
    def plain(name: str) -> None:
        print(name)

    assert list(inspect.signature(with_options(plain)).parameters) == ["name"]


def test_the_commands_use_them_instead_of_long_lists() -> None:
    for name in COMMANDS:
        assert len(inspect.signature(COMMANDS[name]).parameters) <= MOST_PARAMETERS, name
