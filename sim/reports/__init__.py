"""A report: one HTML file that loads nothing, from the folder of a run, comparison or study."""

from typing import TYPE_CHECKING

from sim.lazy import load_on_use

if TYPE_CHECKING:
    from sim.reports.writing import write_gif, write_report

__all__ = ["write_gif", "write_report"]

__getattr__ = load_on_use(__name__, dict.fromkeys(__all__, "writing"))
