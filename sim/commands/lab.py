"""The command that opens the lab."""

# ruff: noqa: PLC0415 (imports inside commands: see the package)

from pathlib import Path
from typing import Annotated

import typer

from sim.errors import InputError
from sim.language.typesetting import Language

MISSING = (
    "the lab needs NiceGUI, segno and tomlkit; install them with: pip install 'shitstorm-sim[lab]'"
)


def lab(
    scenario: Annotated[
        str | None,
        typer.Argument(metavar="SCENARIO", help="A shipped scenario's name, or a .toml file."),
    ] = None,
    language: Annotated[Language, typer.Option(help="Language of the page.")] = "en",
    folder: Annotated[
        Path, typer.Option(metavar="DIR", help="Where scenarios are opened and saved.")
    ] = Path(),
    host: Annotated[
        str, typer.Option(help="Address to listen on. Default: this machine only.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8090,
    password: Annotated[
        str | None,
        typer.Option(envvar="SHITSTORM_LAB_PASSWORD", help="Password, which another --host needs."),
    ] = None,
) -> None:
    """Drag responses along a timeline in the browser, and watch the storm change."""
    try:
        from sim.lab.web.server import run_lab
    except ModuleNotFoundError as missing:
        if (missing.name or "").split(".")[0] not in ("nicegui", "segno", "tomlkit"):
            raise
        raise InputError(MISSING) from None
    run_lab(scenario, folder, language, (host, port), password)
