"""Charts in one house style: functions take results and draw; ``save`` writes SVG and PNG."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.charts.gallery import compare_charts, run_charts
    from sim.charts.style import save

__all__ = ["compare_charts", "run_charts", "save"]

_HOMES = {"compare_charts": "gallery", "run_charts": "gallery", "save": "style"}


def __getattr__(name: str) -> Any:
    """Load matplotlib only for those who draw."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
