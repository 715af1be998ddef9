"""Charts in one house style. Functions take results and draw, ``save`` writes SVG and PNG."""

from typing import TYPE_CHECKING

from sim.lazy import load_on_use

if TYPE_CHECKING:
    from sim.charts.gallery import compare_charts, run_charts
    from sim.charts.style import save

__all__ = ["compare_charts", "run_charts", "save"]

__getattr__ = load_on_use(
    __name__, {"compare_charts": "gallery", "run_charts": "gallery", "save": "style"}
)
