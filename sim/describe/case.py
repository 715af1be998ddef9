"""The table of the case in the README, and its two pictures."""

import shutil
from pathlib import Path

import sim
from sim.language.typesetting import markdown_table
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
    rows = [
        [
            f"`{plan}`",
            *(spanned(found[plan, measure]) for measure in SHOWN),
            paired(differences.get((plan, AGAINST))),
        ]
        for plan in plans
    ]
    note = (
        f"{len(ensemble.seeds)} runs per plan: median (10–90 % of the runs). Against silence: mean "
        "difference over pairs of the same people and chance (95 % interval), and in how many "
        "pairs the plan had fewer critical posts."
    )
    return f"{markdown_table(headings, rows, figures_from=1)}\n\n{note}"


def spanned(cell: Row) -> str:
    """Format median and span."""
    median, low, high = (figure_of(cell[key]) for key in ("median", "low", "high"))
    return f"{median} ({low}–{high})"


def paired(cell: Row | None) -> str:
    """Format mean difference, interval and share of pairs."""
    if cell is None:
        return ""
    mean, low, high = (
        figure_of(cell[key], sign=True) for key in ("mean_difference", "low", "high")
    )
    return f"{mean} ({low} to {high}), fewer in {cell['share_lower']:.0%}"
