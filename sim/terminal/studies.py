"""A study's folder: data, chart, finding and provenance; and what of it is shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sim.errors import InputError
from sim.results.dataset import write_netcdf
from sim.results.writing import write_json, written_folder
from sim.studies.finding import Finding
from sim.studies.loading import Study
from sim.studies.running import Carried
from sim.terminal.showing import show, show_json

LONG = 30 * 60.0
"""Seconds from which on a study is only begun if somebody agrees."""


def save_study(carried: Carried, finding: Finding, folder: Path, replaced: str = "") -> None:
    """Write all files of a study, or none."""
    from sim.charts import save  # noqa: PLC0415 (matplotlib is slow to load)
    from sim.charts.studies import study_chart  # noqa: PLC0415

    study = carried.study
    figure = study_chart(study.asked, carried.tried, finding)
    with written_folder(folder) as aside:
        save(figure, aside, "chart")
        text = f"# Carried out with {replaced}.\n{study.text}" if replaced else study.text
        (aside / "study.toml").write_text(text, encoding="utf-8")
        (aside / "finding.txt").write_text(finding.text, encoding="utf-8")
        page = finding.markdown(study.asked.title, study.asked.question)
        (aside / "finding.md").write_text(page, encoding="utf-8")
        rows_of(carried).to_csv(aside / "data.csv", index=False)
        write_netcdf(carried.tried.runs, aside / "data.nc")
        write_json(carried.provenance, aside / "provenance.json")
        for name, content in finding.files.items():
            (aside / name).write_text(content, encoding="utf-8")


def rows_of(carried: Carried) -> pd.DataFrame:
    """A row per run: plan, factors, seed, then the measures."""
    return carried.tried.runs.to_dataframe().reset_index()


def present_study(finding: Finding, study: Study, folder: Path, as_json: bool) -> None:
    """Show what was found."""
    if as_json:
        rows = [dict(zip(finding.heads, row, strict=True)) for row in finding.rows]
        show_json({"study": study.name, "finding": finding.headline,
                   "sentences": list(finding.sentences), "rows": rows})  # fmt: skip
        return
    show(f"{study.asked.title}: {study.asked.question}", finding.heads, finding.rows,
         right=range(1, len(finding.heads)))  # fmt: skip
    print("\n".join((finding.headline, *finding.sentences)))
    print(f"Data, chart and finding are in {folder}")


@dataclass(frozen=True, slots=True)
class Consent:
    """Asks before a study that takes long; refuses where nobody can answer."""

    yes: bool
    """Whether the answer was given beforehand."""
    asking: bool
    """Whether there is a terminal to ask at."""

    def __call__(self, seconds: float, runs: int) -> None:
        """Go on, or raise."""
        if seconds < LONG or self.yes:
            return
        said = f"{runs:,} runs, which take about {span_of(seconds)} on this machine"
        if not self.asking:
            raise InputError(
                f"the study still needs {said}; add --yes to begin all the same, or take fewer "
                "seeds or levels, or --cluster"
            )
        import typer  # noqa: PLC0415 (only where it asks)

        typer.confirm(f"The study still needs {said}. Begin?", abort=True)


def span_of(seconds: float) -> str:
    """A span of time in words, of two digits at most."""
    for unit, long in (("year", 365.25 * 86400), ("day", 86400.0), ("hour", 3600.0)):
        if seconds >= 1.5 * long:
            return f"{seconds / long:,.0f} {unit}s"
    return f"{seconds / 60:.0f} minutes"


def studies() -> Iterator[tuple[str, str, str, str]]:
    """Name, kind, scenario and question of every shipped study."""
    from sim.errors import ShitstormError  # noqa: PLC0415
    from sim.studies.loading import load_study, shipped  # noqa: PLC0415

    for name in shipped():
        try:
            asked = load_study(name).asked
        except ShitstormError:
            yield name, "", "", f"has mistakes: shitstorm study {name}"
            continue
        yield name, asked.kind, asked.scenario, asked.question
