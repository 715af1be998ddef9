"""Show progress on a terminal, nothing where the output is no terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from sim.language.speech import Speech
from sim.language.typesetting import Language


@contextmanager
def waiting(what: str, language: Language = "en") -> Iterator[None]:
    """Show on a terminal that something is under way. ``what`` is in the language."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    say_if_compiling(console, language)
    with console.status(Text(what)):
        yield


def say_if_compiling(console: Console, language: Language) -> None:
    """Say on a terminal why the very first run takes longer."""
    from sim.compiling import is_compiled  # noqa: PLC0415 (numba is slow to load)

    if console.is_terminal and not is_compiled():
        console.print(Text(Speech(language).say("terminal.compiling")), highlight=False)


@contextmanager
def counting(what: str, language: Language = "en") -> Iterator[Callable[[int, int], None]]:
    """Show on a terminal how much of the work is done. Yields the function to report it to.

    ``what`` is in the language.
    """
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    say_if_compiling(console, language)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
