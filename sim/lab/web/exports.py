"""Files to take along: the scenario, charts, figures and slides."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, NamedTuple

import sim.api
from sim.charts.plans import plans as plans_chart
from sim.lab.web.book import Book
from sim.language.speech import Speech
from sim.scenario.schema import Scenario

PAIRS = 50
"""Pairs of runs behind charts and figures that are taken along."""


class TakenFile(NamedTuple):
    """A file with its name and type."""

    name: str
    type: str
    content: bytes


def file_of(book: Book, kind: str, speech: Speech) -> TakenFile | None:
    """Return a file of a book, None if there is none of that kind or the text has mistakes."""
    if kind == "toml":
        text = book.draft.text.encode()
        return TakenFile(f"{book.name}.toml", "application/toml", text)
    scenario = book.reading.scenario
    make = KINDS.get(kind)
    if scenario is None or make is None:
        return None
    plans = list(dict.fromkeys([book.draft.plan, book.draft.rival]))
    ensemble = sim.api.compare(scenario, plans, seeds=PAIRS)
    name, mime = f"{book.name}-{'-against-'.join(plans)}.{kind}", TYPES[kind]
    return TakenFile(name, mime, make(ensemble, scenario))


def _picture(kind: str) -> Callable[[Any, Scenario], bytes]:
    def draw(ensemble: Any, _: Scenario) -> bytes:
        out = BytesIO()
        plans_chart(ensemble).savefig(out, format=kind)
        return out.getvalue()

    return draw


def _figures(ensemble: Any, _: Scenario) -> bytes:
    """Return medians and spans of every measure, and the differences of the pairs."""
    table = ensemble.table().merge(
        ensemble.differences(ensemble.plans[-1]).drop(columns="unit"),
        on=["plan", "measure"], how="left",
    )  # fmt: skip
    text: str = table.to_csv(index=False)
    return text.encode()


KINDS: dict[str, Callable[[Any, Scenario], bytes]] = {
    "png": _picture("png"),
    "svg": _picture("svg"),
    "csv": _figures,
}
TYPES = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "csv": "text/csv; charset=utf-8",
}
