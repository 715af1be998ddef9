"""All errors of the project as one tree, with the exit codes of the command line.

    ShitstormError                1
    ├── InputError                2   a request that cannot be met as it stands
    │   ├── ScenarioError             a scenario has problems: all of them, each with its place
    │   │   └── StudyError                a study has
    │   ├── UnknownNameError          no scenario, plan, ... of that name
    │   └── ProvenanceError           a provenance file that cannot be run again
    ├── OutputError               3   a folder or file cannot be written
    ├── RunsFailedError           4   no run went well
    ├── ClusterError              5   a cluster that cannot be reached or used
    └── RunInterrupted          130   stopped from the keyboard

Every message says what is wrong, where, and what to write instead.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from unicodedata import category

LONGEST_NAME = 100
"""Characters of a name that may have been meant for another. Longer ones take long to compare."""
MOST_SHOWN = 50
"""Most problems of one scenario that are shown. The rest is counted."""
SHOWN_BEFORE, SHOWN_AFTER = 60, 80
"""Characters of a very long source line that are shown around the place of a problem."""
DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Signs that turn the direction of writing, so that a text reads otherwise than it is."""


class ShitstormError(Exception):
    """Base of all errors that this project raises on purpose."""

    exit_code = 1


class InputError(ShitstormError):
    """A request that cannot be met as it stands."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake in a scenario: its place, and what to write instead."""

    text: str
    file: str
    """File or ``--set`` option in which it stands."""
    line: int | None = None
    """Line from 1, or None if it stands in no file."""
    column: int | None = None
    """Column from 1, in characters."""
    length: int = 1
    """Number of characters to underline."""
    source: str | None = None
    """The line as it stands in the file."""

    def __str__(self) -> str:
        if self.line is None or self.column is None:
            return f"{self.file}: {self.text}"
        text = f"{self.file}:{self.line}:{self.column}: {self.text}"
        return text if self.source is None else f"{text}\n{self._underlined()}"

    def _underlined(self) -> str:
        """Return the source line with carets under the place."""
        source, before = self.source or "", (self.column or 1) - 1
        cut = max(0, before - SHOWN_BEFORE)
        shown = harmless(source[cut : before + SHOWN_AFTER])
        blank = "".join("\t" if sign == "\t" else " " for sign in source[cut:before])
        carets = "^" * max(1, min(self.length, len(shown) - len(blank)))
        return f"    {shown}\n    {blank}{carets}"


def steering(text: str, kept: str = "\n\t\r") -> str | None:
    """Return the first sign that would steer a terminal or is no text, but for those kept."""
    if text.isascii() and text.isprintable():
        return None
    return next((sign for sign in text if _steers(sign) and sign not in kept), None)


def harmless(text: str, kept: str = "\t") -> str:
    """Return a text with � for signs that would steer the terminal, but for those kept."""
    return "".join("�" if _steers(sign) and sign not in kept else sign for sign in text)


def _steers(sign: str) -> bool:
    """Return True for controls, halves of signs, ends of lines and changes of direction."""
    return category(sign) in ("Cc", "Cs", "Zl", "Zp") or sign in DIRECTIONS


def shortened(text: str, most: int = 60) -> str:
    """Return a text as one harmless line of so many characters at most."""
    line = harmless(" ".join(text.split()))
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def listed(names: Iterable[str], most: int = 6) -> str:
    """Return some names with commas, and how many more there are."""
    all_names = [shortened(name) for name in names]
    more = len(all_names) - most
    return ", ".join(all_names[:most]) + (f" and {more} more" if more > 0 else "")


def counted(number: int, one: str, several: str = "") -> str:
    """Return a number with its noun: ``1 tie``, ``2,000 ties``."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def listing(
    problems: Sequence[Problem],
    and_more: Callable[[int], str],
    told: Callable[[Problem], str] = str,
) -> str:
    """Return problems one below the other, as many as are shown. ``and_more`` counts the rest."""
    shown = [told(problem) for problem in problems[:MOST_SHOWN]]
    more = len(problems) - len(shown)
    return "\n".join([*shown, and_more(more)] if more else shown)


class ScenarioError(InputError):
    """A scenario with problems, all of them in the order of the file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(listing(self.problems, lambda more: f"... and {more} more"))

    def __reduce__(self) -> tuple[type["ScenarioError"], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class StudyError(ScenarioError):
    """A study with problems."""


class UnknownNameError(InputError):
    """No scenario, plan or measure of that name. Says which one may have been meant."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name, self.known = kind, name, tuple(known)
        called = repr(name) if len(name) <= LONGEST_NAME else repr(name[:LONGEST_NAME] + "…")
        super().__init__(f"there is no {kind} {called}; {did_you_mean(name, self.known)}")

    def __reduce__(self) -> tuple[type["UnknownNameError"], tuple[str, str, tuple[str, ...]]]:
        return type(self), (self.kind, self.name, self.known)


class ProvenanceError(InputError):
    """A provenance file that cannot be run again."""


class RunsFailedError(ShitstormError):
    """No run went well."""

    exit_code = 4


class ClusterError(ShitstormError):
    """A cluster that cannot be reached or used."""

    exit_code = 5


class OutputError(ShitstormError):
    """A folder or file cannot be written."""

    exit_code = 3


class RunInterrupted(ShitstormError):  # noqa: N818 (an interruption is no error)
    """Stopped from the keyboard."""

    exit_code = 130


class DamagedFileWarning(UserWarning):
    """A part of a file that is damaged and is left out."""


class CompiledCodeWarning(UserWarning):
    """Compiled code cannot be kept on this machine."""


class OlderStockWarning(UserWarning):
    """A stock of simulated storms that was made under former rules of the model."""


class FormerNameWarning(FutureWarning):
    """A name of an earlier version that was read. Says the present one."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the nearest known name as a question, or all of them."""
    names = list(known)
    if near := nearest(name, names):
        return f'did you mean "{near}"?'
    return "known: " + (", ".join(names) or "none")


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the nearest known name, "" if none is near."""
    near = get_close_matches(name.lower(), known, n=1) if len(name) <= LONGEST_NAME else []
    return near[0] if near else ""
