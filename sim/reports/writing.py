"""From a folder of results to one HTML file, and to a moving picture."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.api import rerun
from sim.charts.film import GIF_COMMENT, film, save_gif
from sim.charts.wording import speaking
from sim.errors import InputError
from sim.language.speech import Speech
from sim.language.typesetting import Language
from sim.reports import about, page
from sim.reports.comparison import report_of_comparison
from sim.reports.folder import Results, results_in, whole
from sim.reports.parts import Report
from sim.reports.run import report_of_run
from sim.reports.saved import report_of_saved_run
from sim.reports.study import report_of_study
from sim.results import Ensemble
from sim.results.provenance import PROJECT, scenario_of, version
from sim.writing import expanded, refuse_devices, written

if TYPE_CHECKING:
    from sim.brand import Brand
    from sim.results import Record

Progress = Callable[[int, int], None]
REPORTS = (
    b'<meta name="generator" content="shitstorm-sim">',
    b'content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;',  # of 0.1.0
)
"""By either of these, near its beginning, a report of this project is known."""
ESSENTIAL = {"run": "provenance.json", "compare": "ensemble.nc", "study": "data.csv"}
"""The file of each kind of folder that is damaged, if none of the others is named."""
HEAD = 2000
"""Bytes in which a mark is looked for."""


def write_report(
    folder: Path,
    language: Language = "en",
    out: Path | None = None,
    brand: "Brand | None" = None,
) -> Path:
    """Write the report of a folder of results and return its path.

    ``out`` is the HTML file, ``report.html`` in the folder if None. ``brand`` is shown on top.
    Raises ``InputError``
    for a folder without whole results or of a later version, ``OutputError`` if the file
    cannot be written.
    """
    results = results_in(folder)
    file = expanded(out or folder / "report.html")
    if file.is_dir():
        raise InputError(f"{file} is a folder; name a file such as {file / 'report.html'}")
    refuse_others(file, REPORTS)
    with whole(folder / ESSENTIAL[results.kind]):
        text = as_html(report_of(results, language), language, brand)
    with written(file) as aside:
        aside.write_text(text, encoding="utf-8")
    return file


def write_gif(
    folder: Path, language: Language, file: Path, progress: Progress | None = None
) -> None:
    """Write a run's film as an animated GIF. ``InputError`` unless the run repeats exactly."""
    results, file = results_in(folder), expanded(file)
    refuse_others(file, [GIF_COMMENT])
    if results.kind != "run":
        raise InputError(f"{folder} holds no single run; only a run has a moving picture")
    with whole(folder / ESSENTIAL[results.kind]):
        record = _again(results)
    if not repeats(record, results):
        raise InputError(
            f"the simulator has changed since {folder} was written and does not repeat this "
            "run; run it again, then make the picture"
        )
    with speaking(language):
        save_gif(record, film(record), file, progress)


def refuse_others(file: Path, marks: Sequence[bytes]) -> None:
    """Refuse to replace a file that holds none of these marks: this project did not write it."""
    try:
        refuse_devices(file)
        if not file.exists():
            return
        with file.open("rb") as there:
            head = there.read(HEAD)
    except OSError as wrong:
        raise InputError(f"{file} cannot be read: {wrong.strerror}; choose another name") from None
    if not any(mark in head for mark in marks):
        raise InputError(
            f"{file} was not written by this command and is not replaced; choose another name "
            "with --out, or move it away"
        )


def report_of(results: Results, language: Language) -> Report:
    """The report of whatever the folder holds."""
    if results.kind == "study":
        return report_of_study(results, language)
    speech = about.speech_of(language, scenario_of(results.provenance))
    if results.kind == "compare":
        return report_of_comparison(Ensemble.from_netcdf(results.folder / "ensemble.nc"), speech)
    record = _again(results)
    if repeats(record, results):
        return report_of_run(record, results.provenance, speech)
    return report_of_saved_run(results, speech)


def _again(results: Results) -> "Record":
    """Run again what was saved. Raises ``InputError`` that names the file it is read from."""
    try:
        return rerun(results.provenance)
    except InputError as wrong:
        raise InputError(f"{results.folder / 'provenance.json'}: {wrong}") from None


def repeats(record: "Record", results: Results) -> bool:
    """Return True if the repeated run is the one that was saved."""
    saved = results.measures()
    now = record.measures.to_dict()
    if set(saved) != set(now):
        return False
    then = pd.Series(saved, dtype=float).reindex(list(now)).to_numpy()
    return bool(np.allclose(then, list(now.values()), rtol=1e-9, atol=1e-12, equal_nan=True))


def as_html(report: Report, language: Language, brand: "Brand | None" = None) -> str:
    """Return the report as a page."""
    speech = Speech(language, tables=("report",))
    did = "varied" if report.kind == "study" else "decisions"
    sections = ["finding", "simulated", "charts", "film", did, "sure", "assumptions", "origin"]
    absent = {"film": report.film is None, "assumptions": report.assumptions is None}
    return page.render(
        "report.html",
        language,
        f"{report.title} – {report.subtitle}",
        script="film.js" if report.film else "",
        report=report,
        speech=speech,
        sections=[name for name in sections if not absent.get(name)],
        did=did,
        brand=brand,
        version=version(PROJECT),
    )
