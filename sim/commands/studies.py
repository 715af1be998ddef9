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
    AsJson,
    BrandFile,
    ExecutionOptions,
    with_ties_told,
)
from sim.commands.slides_options import brand_of_slides
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


def study(
    name: Annotated[
        str, typer.Argument(metavar="STUDY", help="A shipped study's name, or a .toml file.")
    ],
    execution: ExecutionOptions,
    sample: StudySample,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write results here; else to a folder of its name."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Begin even if it takes long.")] = False,
    as_json: AsJson = False,
    pptx: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write slides with editable charts to this .pptx file."),
    ] = None,
    brand: BrandFile = None,
) -> None:
    """Carry out a study: write its data, its chart and its finding.

    The same command continues an interrupted study.
    """
    from sim.reports.slides.place import ready_slides
    from sim.studies.execute import run_study
    from sim.studies.loading import load_study
    from sim.terminal.progress import counting
    from sim.terminal.studies import Consent, present_study, save_study

    loaded = load_study(name, sample.seeds, sample.quick)
    with_ties_told(loaded.scenario())
    folder = out or Path(loaded.name)
    ready_slides(pptx)
    shown = brand_of_slides(brand, pptx)
    ready(folder, "study")
    consent = Consent(yes, sys.stdin.isatty() and sys.stderr.isatty())
    try:
        with counting(loaded.spec.title) as progress:
            where = execution.execution(unfinished(folder))
            result = run_study(loaded, where, progress, consent, sample.uncertain)
    except KeyboardInterrupt:
        raise RunInterrupted(
            f"stopped; what is finished is kept in {folder}, the same command goes on"
        ) from None
    finding = result.study.spec.conclude(result.runs)
    save_study(result, finding, folder, " ".join(sample.told))
    clear_away(unfinished(folder))
    present_study(finding, result, folder, as_json)
    if pptx is not None:
        from sim.reports.slides import study_slides
        from sim.terminal.showing import say_where

        told = ["shitstorm", "study", name, *sample.told, "--pptx", pptx.name]
        told += ["--brand", str(brand)] if brand is not None else []
        study_slides(result, finding, pptx, shlex.join(told), shown)
        if not as_json:
            say_where(pptx)
