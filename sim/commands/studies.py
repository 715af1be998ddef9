"""Studies: many runs, one question, from one file."""

# ruff: noqa: PLC0415 (imports inside commands: see the package)

import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from sim.commands.options import (
    MOST_SEEDS,
    ExecutionOptions,
    with_ties_told,
)
from sim.commands.slides_options import SlidesOptions
from sim.errors import RunInterrupted
from sim.files import clear_away, ready, unfinished


@dataclass(frozen=True, slots=True)
class StudySample:
    """The runs of a study, where they are others than its file says."""

    seeds: Annotated[
        int | None, typer.Option(min=2, max=MOST_SEEDS, help="Pairs of runs per setting.")
    ] = None
    quick: Annotated[
        bool, typer.Option("--quick", help="Only the ends of each factor, on a few seeds.")
    ] = False
    uncertain: Annotated[
        bool, typer.Option("--uncertain", help="Give each pair of runs a plausible model.")
    ] = False

    @property
    def told(self) -> list[str]:
        """Return the options that were given, as a shell takes them."""
        words = ["--seeds", str(self.seeds)] if self.seeds is not None else []
        words += ["--quick"] if self.quick else []
        return words + (["--uncertain"] if self.uncertain else [])


@dataclass(frozen=True, slots=True)
class StudyOutput(SlidesOptions):
    """The same as of other commands, with a folder of the study's name by default."""

    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write results here; else to a folder of its name."),
    ] = None


def study(
    name: Annotated[
        str, typer.Argument(metavar="STUDY", help="A shipped study's name, or a .toml file.")
    ],
    execution: ExecutionOptions,
    sample: StudySample,
    output: StudyOutput,
    yes: Annotated[bool, typer.Option("--yes", help="Begin even if it takes long.")] = False,
) -> None:
    """Carry out a study: write its data, its chart and its finding.

    The same command continues an interrupted study.
    """
    from sim.reports.slides.place import ready_slides
    from sim.scenario.translated import told
    from sim.studies.execute import run_study
    from sim.studies.loading import load_study
    from sim.terminal.progress import counting
    from sim.terminal.studies import Consent, present_study, save_study

    loaded = load_study(name, sample.seeds, sample.quick)
    with_ties_told(loaded.scenario())
    folder, language = output.out or Path(loaded.name), output.language
    ready_slides(output.pptx)
    brand = output.shown_brand()
    ready(folder, "study")
    consent = Consent(yes, sys.stdin.isatty() and sys.stderr.isatty(), language)
    try:
        with counting(told(loaded.spec.title, output.language), output.language) as progress:
            where = execution.execution(unfinished(folder))
            result = run_study(loaded, where, progress, consent, sample.uncertain)
    except KeyboardInterrupt:
        raise RunInterrupted(
            f"stopped; what is finished is kept in {folder}, the same command goes on"
        ) from None
    finding = result.finding(language)
    save_study(result, finding, folder, " ".join(sample.told), language)
    clear_away(unfinished(folder))
    present_study(finding, result, folder, output.as_json, language)
    if output.pptx is not None:
        from sim.reports.slides import study_slides
        from sim.terminal.showing import say_where

        study_slides(result, finding, output.pptx, _again(name, sample, output), brand, language)
        if not output.as_json:
            say_where(output.pptx, language)


def _again(name: str, sample: StudySample, output: StudyOutput) -> str:
    """Return the line of the shell that makes the same slides."""
    told = ["shitstorm", "study", name, *sample.told]
    told += ["--language", output.language] if output.language != "en" else []
    told += ["--pptx", output.pptx.name if output.pptx else "slides.pptx"]
    told += ["--brand", str(output.brand)] if output.brand is not None else []
    return shlex.join(told)
