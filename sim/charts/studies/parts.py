"""Parts of all charts of studies: the slide, names of plans beside rows, looks."""

from collections.abc import Sequence
from math import prod

from matplotlib.figure import Figure

from sim.charts.labels import shorten, width_of
from sim.charts.palette import (
    BLACK,
    BLUE,
    GREEN,
    LINES,
    MARKERS,
    ORANGE,
    PLANS,
    PURPLE,
    SKY,
    VERMILION,
    WINE,
    Look,
    looks,
)
from sim.charts.style import BODY, CAVEAT, MARGIN, beside, slide
from sim.studies.finding import StudyFinding, StudyRuns
from sim.studies.spec import StudySpec

APART = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, WINE, SKY, BLACK)
"""Colours in the order in which they are taken, each far from those before."""
NAMES = 3.0
"""Inches for the names of plans at most."""


def study_slide(spec: StudySpec, runs: StudyRuns, finding: StudyFinding, shows: str) -> Figure:
    """Draw the slide of a study."""
    sizes, title = runs.dataset.sizes, " ".join(runs.scenario.title.split())
    number = int(sizes["seed"])
    settings = prod(size for dim, size in sizes.items() if dim not in ("plan", "seed"))
    each = "plan" if settings == 1 else f"plan in each of {settings} settings"
    if number == 1:
        number, each = settings, "plan, each with a seed and a draw of its own"
    return slide(finding.headline, shows, f"{number} runs per {each} · {CAVEAT} · {title}")


def name_rows(figure: Figure, names: Sequence[str], top: float, bottom: float) -> float:
    """Write names to the left of rows and return where they end, in inches."""
    room = min(NAMES, max(width_of(name, BODY) for name in names) + 0.05)
    tall = (top - bottom) / len(names)
    for row, name in enumerate(names):
        y = top - (row + 0.5) * tall
        label = shorten(name, BODY, room)
        beside(figure, MARGIN + room, y, label, BODY, ha="right", gid="label")
    return MARGIN + room


def plan_looks(spec: StudySpec) -> dict[str, Look]:
    """Return the look of each plan: known plans as on every chart, others well apart."""
    known = looks(plan for plan in spec.plan_names if plan in PLANS)
    used = {look.colour for look in known.values()}
    free = sorted(APART, key=lambda colour: colour in used)  # free ones first
    others = [plan for plan in spec.plan_names if plan not in PLANS]
    return known | {
        plan: Look(free[k % len(free)], LINES[k % len(LINES)], MARKERS[k % len(MARKERS)])
        for k, plan in enumerate(others)
    }
