"""A study that the lab carries out in the background, with its progress and its finding."""

from collections.abc import Callable, Mapping
from io import BytesIO
from threading import Thread
from typing import TYPE_CHECKING, Any

from sim.errors import InputError, ShitstormError
from sim.lab.refusals import LabRefusedError, refusal_said
from sim.lab.study_files import study_of
from sim.lab.taken import DRAWING
from sim.language.speech import Speech
from sim.language.spoken import speaking
from sim.scenario.schema import Scenario
from sim.studies.execute import run_study
from sim.studies.finding import StudyFinding
from sim.studies.runner import StudyResult

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LONG = 1800.0
"""Seconds beyond which a study belongs into a terminal."""
FOUND = "found-1"
"""The best plan of a search, in its scenario."""


class StoppedError(ShitstormError):
    """The study was stopped from its page."""


class LabStudy:
    """A study in the background. Its fields are read while it runs."""

    def __init__(self, values: Mapping[str, Any], scenario: Scenario, speech: Speech) -> None:
        """Load the study, whose finding is worded in a language.

        Raises ``StudyError`` or ``InputError`` if it cannot be run.
        """
        self.study, self.values = study_of(values, scenario)
        self.speech = speech
        self.done, self.number = 0, 1
        self.result: StudyResult | None = None
        self.finding: StudyFinding | None = None
        self.problem = ""
        self.over = self.stopped = False
        self.svg = ""
        self.figure: Figure | None = None

    def begin(self, then: Callable[[], Any]) -> Thread:
        """Carry it out in the background, and call ``then`` in the end."""

        def work() -> None:
            try:
                self._carry_out()
            except StoppedError:
                self.stopped = True
            except ShitstormError as wrong:
                self.problem = refusal_said(wrong, self.speech)
            finally:
                self.over = True
                then()

        thread = Thread(target=work, name="study", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        """Give it up between two runs."""
        self.stopped = True

    def _carry_out(self) -> None:
        from sim.charts.studies import study_chart  # noqa: PLC0415 (matplotlib is slow to load)
        from sim.charts.style import svg_text  # noqa: PLC0415
        from sim.reports.pictures import inline  # noqa: PLC0415

        self.result = run_study(self.study, progress=self._take, agree=self._refuse_long)
        spec, language = self.result.study.spec, self.speech.language
        self.finding = self.result.finding(language)
        with DRAWING, speaking(language):
            self.figure = study_chart(spec, self.result.runs, self.finding)
            self.svg = inline(svg_text(self.figure), "study", self.finding.headline)

    def _take(self, done: int, number: int) -> None:
        self.done, self.number = done, max(1, number)
        if self.stopped:
            raise StoppedError("stopped")

    def _refuse_long(self, seconds: float, runs: int) -> None:
        if seconds > LONG:
            takes, number = self.speech.span(seconds / 3600.0), self.speech.number(float(runs))
            told = f"this study takes about {takes}; carry it out with: shitstorm study FILE"
            raise LabRefusedError(told, "study_long", takes=takes, runs=number)

    def picture(self, kind: str) -> bytes:
        """Return the chart as a file of this kind, svg or png."""
        if self.figure is None:
            raise InputError("this study has no chart yet")
        out = BytesIO()
        with DRAWING:
            self.figure.savefig(out, format=kind)
        return out.getvalue()

    @property
    def plan_found(self) -> dict[str, Any] | None:
        """The best plan of a search as a scenario's file holds it."""
        if self.result is None or self.study.spec.kind != "search":
            return None
        plans = self.result.runs.scenario.document["plans"]
        return dict(plans[FOUND]) if FOUND in plans else None
