"""The series of a run: one row per tick, each column declared once with unit and meaning."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any, get_type_hints

import numpy as np
from numpy.typing import NDArray

from sim.storm.state import WHOLE


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the series or of the people, as it is explained to a reader."""

    name: str
    unit: str
    meaning: str
    whole: bool = True
    """True if its values are whole numbers, False for a mean over everybody."""
    per_tick: bool = False
    """True if it counts what happens within a tick, False for a state after the tick."""


def _posts(meaning: str) -> Column:
    return Column("", "posts", meaning, per_tick=True)


def _people(meaning: str) -> Column:
    return Column("", "people", meaning)


def _mean(meaning: str) -> Column:
    return Column("", "1", meaning, whole=False)


class SeriesRow:
    """One tick of the series, in the order in which columns are shown.

    Every column is a whole number while the run goes on. Means are kept as sums over
    everybody in fixed point (2**-40), which :func:`decode` turns into means.
    """

    critical_posts: Annotated[int, _posts("critical posts in this tick")]
    critical_posts_affected: Annotated[int, _posts("critical posts by people affected (class 1)")]
    critical_posts_bandwagon: Annotated[
        int, _posts("critical posts by people not affected (class 2)")
    ]
    defending_posts: Annotated[int, _posts("posts in the company's defence (class 3)")]
    ordinary_posts: Annotated[int, _posts("posts about anything else")]
    company_posts: Annotated[int, _posts("messages of the company on the page")]
    planted_posts: Annotated[int, _posts("bought posts that pose as defenders'")]
    deleted_posts: Annotated[int, _posts("critical posts that the company took off the page")]
    critics: Annotated[int, _people("people who are critics now")]
    critics_affected: Annotated[int, _people("affected people who are critics now (class 1)")]
    critics_bandwagon: Annotated[int, _people("people not affected who are critics now (class 2)")]
    defenders: Annotated[int, _people("people who are defenders now (class 3)")]
    gone: Annotated[int, _people("people who have left the page so far")]
    customers_lost: Annotated[int, _people("customers lost so far")]
    reached: Annotated[int, _people("people who know of the matter so far")]
    trust: Annotated[int, _mean("trust in the company, mean over everybody, 0 to 1")]
    grievance: Annotated[int, _mean("grievance as last felt, mean over everybody, 0 to 1")]
    articles: Annotated[int, Column("", "articles", "press articles in this tick", per_tick=True)]
    private_waiting: Annotated[int, _people("people who wait for an answer of their own")]


def _columns() -> Iterator[Column]:
    for name, hint in get_type_hints(SeriesRow, include_extras=True).items():
        yield replace(hint.__metadata__[0], name=name)


SERIES = tuple(_columns())
"""The columns of a run's series, one value per tick, in the order in which they are shown."""


def blank_series(ticks: int) -> NDArray[Any]:
    """Return a series of zeros: a record of int64 per tick, shape (ticks,)."""
    return np.zeros(ticks, np.dtype([(column.name, "i8") for column in SERIES], align=True))


def decode(series: NDArray[Any], people: int) -> dict[str, NDArray[Any]]:
    """Return the series by column, with fixed-point sums turned into means over everybody."""
    everybody = WHOLE * max(1, people)
    return {
        column.name: series[column.name] if column.whole else series[column.name] / everybody
        for column in SERIES
    }
