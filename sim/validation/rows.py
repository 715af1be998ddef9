"""The registry of the validation table: a row is one function under ``@row``.

To add a row, write a function that takes a :class:`~sim.runs.cache.RunCache` and returns a
:class:`~sim.validation.findings.Finding`, in the file of its subject. The first paragraph of
its docstring is the protocol, as it is shown.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sim.runs.cache import RunCache
from sim.validation.findings import Finding

CASE = "the case"
Test = Callable[[RunCache], Finding]


@dataclass(frozen=True, slots=True)
class Row:
    """One fact that the model has to show, and how it is tested."""

    number: str
    fact: str
    source: str
    protocol: str
    test: Test
    cheap: bool
    """Whether it is also run under every joint draw of the assumptions."""


ROWS: dict[str, Row] = {}
"""All rows by number, in the order of their files."""


def row(number: str, fact: str, source: str = CASE, cheap: bool = True) -> Callable[[Test], Test]:
    """Enter a test into the table."""

    def enter(test: Test) -> Test:
        protocol = " ".join((test.__doc__ or "").split("\n\n")[0].split())
        ROWS[number] = Row(number, fact, source, protocol, test, cheap)
        return test

    return enter
