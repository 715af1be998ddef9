"""The command line: every command with its name.

Errors become one message on stderr and an exit code, as listed in :mod:`sim.errors`.
"""

import sys
import warnings
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, NoReturn

import typer

from sim.commands import calibration, evidence, exercises, fits, reports, scenarios, storms, studies
from sim.commands.ending import STOPPED, leave
from sim.commands.options import with_options
from sim.errors import DamagedFileWarning, FormerNameWarning, ShitstormError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

COMMANDS: dict[str, Callable[..., None]] = {
    "run": storms.run,
    "compare": storms.compare,
    "rerun": storms.rerun,
    "study": studies.study,
    "report": reports.report,
    "check": scenarios.check,
    "schema": scenarios.schema,
    "new": scenarios.new,
    "list": scenarios.list_,
    "validate": evidence.validate,
    "sensitivity": evidence.sensitivity,
    "calibrate": calibration.calibrate,
    "fit": fits.fit,
    "forecast": fits.forecast,
    "backtest": fits.backtest,
    "play": exercises.play,
    "workshop": exercises.workshop,
}
"""In the order in which the help shows them."""


def main() -> NoReturn:
    """Run the command line, where every expected failure is one message and an exit code."""
    warnings.showwarning = partial(show_note, warnings.showwarning)
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


def show_note(
    otherwise: Callable[..., None],
    message: Warning | str,
    category: type[Warning],
    *place: Any,
    **more: Any,
) -> None:
    """Show a note on a file's contents on one line, and any other warning as Python does."""
    if issubclass(category, FormerNameWarning | DamagedFileWarning):
        print(f"note: {message}", file=sys.stderr)
    else:
        otherwise(message, category, *place, **more)


@app.callback(invoke_without_command=True)
def shitstorm(
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    """Simulate online firestorms, and what a company's responses do to them."""
    if version:
        from importlib import metadata  # noqa: PLC0415 (rarely needed)

        print(metadata.version("shitstorm-sim"))
        raise typer.Exit


for name, command in COMMANDS.items():
    app.command(name)(with_options(command))


if __name__ == "__main__":
    main()
