"""The command line: every command with its name.

Errors become one message on stderr and an exit code, as listed in :mod:`sim.errors`.
"""

import os
import sys
import warnings
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, NoReturn

import typer

from sim.commands import (
    calibration,
    evidence,
    exercises,
    fits,
    lab,
    reports,
    scenarios,
    storms,
    studies,
)
from sim.commands.ending import (
    ASKED,
    NO_MEMORY,
    STOPPED,
    in_language_asked,
    language_in,
    leave,
    leave_for_disk,
    note,
    prepare_streams,
    refuse_unusable,
    why,
)
from sim.commands.options import with_options
from sim.errors import (
    CompiledCodeWarning,
    DamagedFileWarning,
    FormerNameWarning,
    OlderStockWarning,
    ShitstormError,
    harmless,
)

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
    "stock": fits.stock,
    "lab": lab.lab,
    "play": exercises.play,
    "workshop": exercises.workshop,
    "debrief": reports.debrief,
}
"""In the order in which the help shows them."""
NOTES = (FormerNameWarning, DamagedFileWarning, CompiledCodeWarning, OlderStockWarning)
"""Warnings that are shown on one line."""


def main() -> NoReturn:
    """Run the command line, where every expected failure is one message and an exit code."""
    warnings.showwarning = partial(show_note, warnings.showwarning)
    os.environ["MPLBACKEND"] = "agg"  # charts are files; an unknown backend would stop matplotlib
    prepare_streams()
    try:
        ASKED.set(language_in(sys.argv[1:]))
        refuse_unusable(sys.argv[1:])
        app()
        leave(0)
    except ShitstormError as wrong:
        leave(wrong.exit_code, harmless(why(wrong), kept="\n\t"))
    except KeyboardInterrupt:
        leave(STOPPED, in_language_asked("stopped"))
    except OSError as wrong:
        leave_for_disk(wrong)
    except MemoryError:
        leave(1, in_language_asked(NO_MEMORY))
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):
            leave(0)
        code = end.code if isinstance(end.code, int) else 1
        leave(code, in_language_asked("stopped") if code == STOPPED else "")


def show_note(
    otherwise: Callable[..., None],
    message: Warning | str,
    category: type[Warning],
    *place: Any,
    **more: Any,
) -> None:
    """Show a note on a file's contents on one line, and any other warning as Python does."""
    if issubclass(category, NOTES):
        print(harmless(note(message)), file=sys.stderr)
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
