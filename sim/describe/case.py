"""The table of the case in the README, and its two pictures."""

import shutil
from collections.abc import Callable
from pathlib import Path

import sim
from sim.terminal.runs import Row, by_plan_and_measure
from sim.terminal.showing import figure_of

PICTURES = ("plans.png", "differences.png")
SHOWN = {
    "peak": "peak, posts/h",
    "hours_to_peak": "peak comes after, h",
    "hours_above_rate": "hours above 5 posts/h",
    "critical_posts_total": "critical posts",
    "customers_lost": "customers lost",
}
AGAINST = "critical_posts_total"
"""The measure that is compared pair by pair."""


def case_blocks(folder: Path, pictures: Path) -> dict[str, str]:
    """Return the table of a comparison that was saved in a folder."""
    for picture in PICTURES:
        shutil.copy(folder / picture, pictures / picture)
    return {"case": case_table(sim.Ensemble.from_netcdf(folder / "ensemble.nc"))}


def case_table(ensemble: sim.Ensemble) -> str:
    """Return a row per plan, most critical posts first, and a note on how to read the figures."""
    found = by_plan_and_measure(ensemble.table(SHOWN))
    differences = by_plan_and_measure(ensemble.differences("silence", [AGAINST]))
    plans = sorted(ensemble.plans, key=lambda plan: -found[plan, "critical_posts_total"]["median"])
    headings = ["plan", *SHOWN.values(), "critical posts against silence"]
    lines = [
        "| " + " | ".join(headings) + " |",
        "| --- |" + " ---: |" * (len(headings) - 1),
        *(row(plan, found, differences.get((plan, AGAINST))) for plan in plans),
    ]
    note = (
        f"{len(ensemble.seeds)} runs per plan: median (10–90 % of the runs). Against silence: mean "
        "difference over pairs of the same people and chance (95 % interval), and in how many "
        "pairs the plan had fewer critical posts."
    )
    return "\n".join([*lines, "", note])


def row(plan: str, found: dict[tuple[str, str], Row], against: Row | None) -> str:
    """Return the row of one plan."""
    cells = [spanned(found[plan, measure], figure_of) for measure in SHOWN]
    return "| " + " | ".join([f"`{plan}`", *cells, paired(against)]) + " |"


def spanned(cell: Row, shown: Callable[[float], str]) -> str:
    """Format median and span."""
    return f"{shown(cell['median'])} ({shown(cell['low'])}–{shown(cell['high'])})"


def paired(cell: Row | None) -> str:
    """Format mean difference, interval and share of pairs."""
    if cell is None:
        return ""
    mean, low, high = (
        figure_of(cell[key], sign=True) for key in ("mean_difference", "low", "high")
    )
    return f"{mean} ({low} to {high}), fewer in {cell['share_lower']:.0%}"
