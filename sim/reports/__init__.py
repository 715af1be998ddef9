"""A report: one HTML file that loads nothing, from the folder of a run, comparison or study."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.reports.writing import write_gif, write_report

__all__ = ["write_gif", "write_report"]


def __getattr__(name: str) -> Any:
    """Load what draws only for those who write a report."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.writing"), name)
