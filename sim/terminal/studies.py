"""A study's folder with data, chart, finding and provenance, and what the terminal shows of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from babel.units import format_unit

from sim.errors import InputError
from sim.language.numbers import LOCALES, decimal
from sim.language.speech import Speech
from sim.language.spoken import speaking
from sim.language.typesetting import Language
from sim.results.dataset import write_netcdf
from sim.results.writing import write_json, written_folder
from sim.scenario.translated import told
from sim.studies.finding import StudyFinding
from sim.studies.runner import StudyResult
from sim.studies.uncertain_results import study_uncertainty
from sim.terminal.showing import show, show_json
from sim.terminal.uncertainty import show_uncertainty

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LONG = 30 * 60.0
"""Seconds above which a study begins only if somebody agrees."""


def save_study(
    result: StudyResult,
    finding: StudyFinding,
    folder: Path,
    replaced: str = "",
    language: Language = "en",
) -> None:
    """Write all files of a study, or none. ``replaced`` names options that changed its file.

    Charts are in the language, in which the finding has to be, too.
    """
    from sim.charts import save  # noqa: PLC0415 (matplotlib is slow to load)

    study = result.study
    heading, asked = (told(text, language) for text in (study.spec.title, study.spec.question))
    charts, uncertain = _charts(result, finding, language), study_uncertainty(result)
    text = f"# Carried out with {replaced}.\n{study.text}" if replaced else study.text
    files = {
        "study.toml": text,
        "finding.txt": f"{finding.headline}\n",
        "finding.md": finding.markdown(heading, asked),
        **finding.files,
    }
    with written_folder(folder) as aside:
        for stem, figure in charts.items():
            save(figure, aside, stem)
        for name, content in files.items():
            (aside / name).write_text(content, encoding="utf-8")
        result.runs.dataset.to_dataframe().reset_index().to_csv(aside / "data.csv", index=False)
        write_netcdf(result.runs.dataset, aside / "data.nc")
        if uncertain is not None and result.again is not None:
            uncertain.to_csv(aside / "uncertainty.csv", index=False)
            again = result.again.to_dataframe().reset_index()
            again.to_csv(aside / "data-again.csv", index=False)
        spoken = {} if language == "en" else {"language": language}
        write_json({**result.provenance, **spoken}, aside / "provenance.json")


def _charts(result: StudyResult, finding: StudyFinding, language: Language) -> "dict[str, Figure]":
    """Return all charts of a study by the names of their files."""
    from sim.charts.studies import study_chart, study_uncertainty_slide  # noqa: PLC0415

    uncertain = study_uncertainty(result)
    with speaking(language):
        charts = {"chart": study_chart(result.study.spec, result.runs, finding)}
        if uncertain is not None and result.again is not None:
            charts["chart-luck-and-ignorance"] = study_uncertainty_slide(result, uncertain)
    return charts


def present_study(
    finding: StudyFinding,
    result: StudyResult,
    folder: Path,
    as_json: bool,
    language: Language = "en",
) -> None:
    """Show the headline and the tables, and luck and ignorance if models were varied.

    ``finding`` is in the language. As JSON all is in English.
    """
    study, uncertain = result.study, study_uncertainty(result)
    if as_json:
        finding = result.finding()
        first, *others = (table.records() for table in finding.tables)
        values = {"study": study.name, "finding": finding.headline, "rows": first}
        more = {} if uncertain is None else {"uncertainty": uncertain.to_dict("records")}
        show_json({**values, "further_tables": others, **more})
        return
    speech = Speech(language)
    asked = told(study.spec.question, language)
    title = f"{speech.labelled(told(study.spec.title, language))} {asked}"
    for table in finding.tables:
        show(title, table.heads, table.rows, right=range(1, len(table.heads)))
        title = ""
    print(finding.headline)
    if uncertain is not None:
        with speaking(language):
            show_uncertainty(uncertain, study.spec.baseline_plan, language, study.spec.label_of)
    print(speech.say("studies.where", folder=folder))


@dataclass(frozen=True, slots=True)
class Consent:
    """Ask before a study that takes long, and refuse where nobody can answer."""

    yes: bool
    """True if the answer was given beforehand."""
    can_ask: bool
    """True if there is a terminal to ask at."""
    language: Language = "en"

    def __call__(self, seconds: float, runs: int) -> None:
        """Return to go on, or raise."""
        if seconds < LONG or self.yes:
            return
        speech = Speech(self.language, tables=("terminal",))
        effort = speech.say(
            "effort", runs=decimal(runs, self.language), span=span_of(seconds, self.language)
        )
        if not self.can_ask:
            raise InputError(speech.say("needs_consent", effort=effort))
        import typer  # noqa: PLC0415 (only where it asks)

        asked = speech.say("consent", effort=effort)
        if typer.prompt(asked, default="", show_default=False).strip().lower() not in YES:
            raise typer.Abort


YES = ("y", "yes", "j", "ja", "o", "oui")
"""Answers that agree, in any of the languages."""


def span_of(seconds: float, language: Language = "en") -> str:
    """Return a span of time in words, with two digits at most."""
    for unit, long in (("year", 365.25 * 86400), ("day", 86400.0), ("hour", 3600.0)):
        if seconds >= 1.5 * long:
            return format_unit(round(seconds / long), unit, locale=LOCALES[language])
    return format_unit(round(seconds / 60), "minute", locale=LOCALES[language])


def studies(language: Language = "en") -> Iterator[tuple[str, str, str, str]]:
    """Yield name, kind, scenario and question of every shipped study."""
    from sim.errors import ShitstormError  # noqa: PLC0415
    from sim.studies.loading import load_study, shipped  # noqa: PLC0415

    for name in shipped():
        try:
            spec = load_study(name).spec
        except ShitstormError:
            yield name, "", "", f"has mistakes: shitstorm study {name}"
            continue
        yield name, spec.kind, spec.scenario, told(spec.question, language)
