"""The registry of the validation table: a row is one function under ``@row``.

To add a row, write a function that takes a :class:`~sim.runs.cache.RunCache` and returns a
:class:`~sim.validation.findings.Finding`, in the file of its theme. The first paragraph of
its docstring is the protocol that the table shows.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from sim.runs.cache import RunCache
from sim.validation.findings import Finding

CASE = "analytics-outage"
"""The scenario of the case, which most rows run."""
HAPPENED = "as-it-happened"
"""The plan of the case that the company followed."""
Test = Callable[[RunCache], Finding]


@dataclass(frozen=True, slots=True)
class Row:
    """One known fact and the test that the model has to pass for it."""

    number: str
    fact: str
    source: str
    protocol: str
    test: Test
    cheap: bool
    """True if the row is also tested under every joint draw of the assumptions."""


ROWS: dict[str, Row] = {}
"""All rows by number, in the order in which their files are imported."""


def row(
    number: str, fact: str, source: str = "the case", cheap: bool = True
) -> Callable[[Test], Test]:
    """Register a test as a row of the table."""

    def register(test: Test) -> Test:
        protocol = " ".join((test.__doc__ or "").split("\n\n")[0].split())
        ROWS[number] = Row(number, fact, source, protocol, _quiet(test), cheap)
        return test

    return register


def _quiet(test: Test) -> Test:
    """Return a test without NumPy's warnings of figures that too few runs leave empty.

    Such a figure is NaN and does not hold, which its row shows.
    """

    @wraps(test)
    def quiet(cache: RunCache) -> Finding:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            return test(cache)

    return quiet
