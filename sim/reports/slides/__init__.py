"""Slides with charts that stay charts: a PowerPoint file of a run, comparison or study."""

from typing import TYPE_CHECKING

from sim.lazy import load_on_use

if TYPE_CHECKING:
    from sim.reports.slides.comparison import comparison_slides
    from sim.reports.slides.run import run_slides
    from sim.reports.slides.study import study_slides

__all__ = ["comparison_slides", "run_slides", "study_slides"]

__getattr__ = load_on_use(
    __name__, {"comparison_slides": "comparison", "run_slides": "run", "study_slides": "study"}
)
