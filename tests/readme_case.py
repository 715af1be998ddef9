"""The README shows what its first command finds: the table of the case, and two pictures.

shitstorm compare analytics-outage --out out      the README's first command ends so
python -m tests.readme_case out                   takes table and pictures from there
"""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import sim
from sim.terminal.runs import Row, by_plan_and_measure
from sim.terminal.showing import figure_of

README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- case:begin -->", "<!-- case:end -->"
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


def main(folder: Path) -> None:
    """Take table and pictures over into the README."""
    ensemble = sim.Ensemble.from_netcdf(folder / "ensemble.nc")
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    README.write_text(f"{before}{BEGIN}\n\n{case_table(ensemble)}\n\n{END}{after}", "utf-8")
    for picture in PICTURES:
        shutil.copy(folder / picture, README.parent / "docs" / "pictures" / picture)
    print(f"{README.name} and its pictures show what is in {folder}")


def case_table(ensemble: sim.Ensemble) -> str:
    """Plans by their critical posts, most first, with what is needed to read the figures."""
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
    """One plan."""
    cells = [spanned(found[plan, measure], figure_of) for measure in SHOWN]
    return "| " + " | ".join([f"`{plan}`", *cells, paired(against)]) + " |"


def spanned(cell: Row, shown: Callable[[float], str]) -> str:
    """Median and span."""
    return f"{shown(cell['median'])} ({shown(cell['low'])}–{shown(cell['high'])})"


def paired(cell: Row | None) -> str:
    """Mean difference, interval and share."""
    if cell is None:
        return ""
    mean, low, high = (
        figure_of(cell[key], sign=True) for key in ("mean_difference", "low", "high")
    )
    return f"{mean} ({low} to {high}), fewer in {cell['share_lower']:.0%}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
