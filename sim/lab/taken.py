"""Files to take along: what the lab shows, as slides, report, charts, figures and scenario.

Every file is made of the pairs of runs that are shown: the same plans, seeds and number.
"""

import csv
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
from numpy.typing import NDArray

from sim.lab.answers import OneRun, Pairs
from sim.language.speech import Speech
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.results import Ensemble

FIGURES = ("plan", "rival", "mean", "low", "high", "lower")
"""Fields of a paired figure, in the order of its row."""
PLACES = 6
"""Significant digits of figures in a file."""
DRAWING = Lock()
"""Charts are drawn one at a time: matplotlib's settings are those of the whole program."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What the lab shows at the moment at which files are made of it."""

    name: str
    text: str
    """The scenario as it stands in its file."""
    scenario: Scenario
    plans: tuple[str, str]
    """The plan in hand and its rival."""
    pairs: Pairs
    one: OneRun
    seed: int

    def same_as(self, other: "Shown") -> bool:
        """Return True if all files would be the same."""
        alike = (self.name, self.text, self.plans, self.seed)
        return (
            alike == (other.name, other.text, other.plans, other.seed)
            and self.pairs is other.pairs
            and self.one is other.one
        )


class TakenFile(NamedTuple):
    """A file with its name and type."""

    name: str
    type: str
    content: bytes


class TakenFiles:
    """All files of one state. The runs of charts, slides and reports are simulated once."""

    def __init__(self, shown: Shown, speech: Speech) -> None:
        self.shown, self.speech = shown, speech
        self._ensemble: Ensemble | None = None
        self._made: dict[str, TakenFile] = {}

    def file(self, kind: str) -> TakenFile:
        """Return the file of a kind of ``KINDS``. Raises ``InputError`` if it cannot be made."""
        if kind not in self._made:
            kept = KINDS[kind]
            with DRAWING:
                content = kept.make(self)
            self._made[kind] = TakenFile(self.file_name(kind), kept.type, content)
        return self._made[kind]

    def file_name(self, kind: str) -> str:
        """Return a name made of the scenario and, but for its text, of the plans."""
        kept, shown = KINDS[kind], self.shown
        if kind == "toml":
            return f"{shown.name}.toml"
        plans = "-against-".join(dict.fromkeys(shown.plans))
        return f"{shown.name}-{plans}{kept.after}.{kept.suffix}"

    @property
    def ensemble(self) -> "Ensemble":
        """The pairs that are shown, with all their series and measures."""
        if self._ensemble is None:
            from sim.api import compare  # noqa: PLC0415 (xarray is slow to load)

            plans, seeds = list(dict.fromkeys(self.shown.plans)), self.shown.pairs.number
            self._ensemble = compare(self.shown.scenario, plans, seeds=seeds)
        return self._ensemble

    @property
    def command(self) -> str:
        """The line of the shell that makes the same slides, once the scenario is saved."""
        plans = ",".join(dict.fromkeys(self.shown.plans))
        return shlex.join(
            ["shitstorm", "compare", f"{self.shown.name}.toml", "--plans", plans, "--seeds",
             str(self.shown.pairs.number), "--language", self.speech.language,
             "--pptx", self.file_name("pptx")]
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file."""

    suffix: str
    type: str
    make: Callable[[TakenFiles], bytes]
    after: str = ""
    """What stands behind the plans in its name."""


def _slides(files: TakenFiles) -> bytes:
    from sim.reports.slides import comparison_slides  # noqa: PLC0415 (slow to load)

    with TemporaryDirectory() as folder:
        path = Path(folder) / "slides.pptx"
        comparison_slides(files.ensemble, path, files.speech.language, files.command)
        return path.read_bytes()


def _page(files: TakenFiles) -> bytes:
    from sim.reports.printing import comparison_page  # noqa: PLC0415 (slow to load)

    return comparison_page(files.ensemble, files.speech.language).encode()


def _printed(files: TakenFiles) -> bytes:
    from sim.reports.printing import comparison_page, printed  # noqa: PLC0415 (slow to load)

    return printed(comparison_page(files.ensemble, files.speech.language))


def _drawn(files: TakenFiles) -> "Figure":
    from sim.charts.plans import plans as plans_chart  # noqa: PLC0415 (slow to load)
    from sim.charts.wording import speaking  # noqa: PLC0415

    with speaking(files.speech.language):
        return plans_chart(files.ensemble)


def _svg(files: TakenFiles) -> bytes:
    from sim.charts.style import svg_text  # noqa: PLC0415 (slow to load)

    return svg_text(_drawn(files)).encode()


def _png(files: TakenFiles) -> bytes:
    out = BytesIO()
    _drawn(files).savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _figures(files: TakenFiles) -> bytes:
    """Return the table of figures that is shown: means, their difference and its interval."""
    plan, rival = files.shown.plans
    heads = ["measure", f"mean of {plan}", f"mean of {rival}", "mean difference", "low", "high",
             "share of pairs with less", "pairs"]  # fmt: skip
    rows = [
        [name, *(_written(getattr(figure, each)) for each in FIGURES), str(figure.pairs)]
        for name, figure in files.shown.pairs.figures.items()
    ]
    return _table([heads, *rows])


def _curves(files: TakenFiles) -> bytes:
    """Return the curves that are shown, critical posts per hour, one row per tick."""
    shown = files.shown
    heads = ["hours since the start", "day and time"]
    columns: list[NDArray[Any]] = [shown.one.hours]
    for name, plan in zip(("plan", "rival"), shown.plans, strict=True):
        for part in ("low", "median", "high"):
            heads.append(f"{plan}: {part}")
            columns.append(shown.pairs.curves[name][part])
    heads.append(f"{shown.plans[0]}: run {shown.seed}")
    columns.append(shown.one.rate)
    rows = [
        [_written(values[0]), files.speech.moment(float(values[0])), *map(_written, values[1:])]
        for values in np.column_stack([np.asarray(column, float) for column in columns])
    ]
    return _table([heads, *rows])


def _written(value: float) -> str:
    return "" if np.isnan(value) else f"{float(value):.{PLACES}g}"


def _table(rows: list[list[str]]) -> bytes:
    """Return a table that spreadsheets read as UTF-8."""
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _everything(files: TakenFiles) -> bytes:
    """Return all other files in one archive."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for kind in KINDS:
            if kind != "zip":
                archive.writestr(files.file_name(kind), KINDS[kind].make(files))
    return out.getvalue()


KINDS: Mapping[str, Kind] = {
    "pptx": Kind(
        "pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", _slides
    ),
    "pdf": Kind("pdf", "application/pdf", _printed),
    "html": Kind("html", "text/html; charset=utf-8", _page),
    "png": Kind("png", "image/png", _png),
    "svg": Kind("svg", "image/svg+xml", _svg),
    "csv": Kind("csv", "text/csv; charset=utf-8", _figures, "-figures"),
    "curves": Kind("csv", "text/csv; charset=utf-8", _curves, "-curves"),
    "toml": Kind("toml", "application/toml", lambda files: files.shown.text.encode()),
    "zip": Kind("zip", "application/zip", _everything),
}
"""All kinds of files, in the order of the menu."""
