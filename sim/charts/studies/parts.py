"""What charts of studies share: the slide, the plans' names beside rows, looks."""

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
from sim.studies.asked import Asked
from sim.studies.finding import Finding, Tried

APART = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, WINE, SKY, BLACK)
"""Colours in the order in which they are taken, each far from those before."""
NAMES = 3.0
"""Inches for the names of plans at most."""


def study_slide(asked: Asked, tried: Tried, finding: Finding, shows: str) -> Figure:
    """The slide of a study."""
    runs, title = int(tried.runs.sizes["seed"]), " ".join(tried.scenario.title.split())
    settings = prod(size for dim, size in tried.runs.sizes.items() if dim not in ("plan", "seed"))
    each = "plan" if settings == 1 else f"plan in each of {settings} settings"
    if runs == 1:
        runs, each = settings, "plan, each with a seed and a draw of its own"
    return slide(finding.headline, shows, f"{runs} runs per {each} · {CAVEAT} · {title}")


def name_rows(figure: Figure, names: Sequence[str], top: float, bottom: float) -> float:
    """Names to the left of rows; returns where they end, in inches."""
    room = min(NAMES, max(width_of(name, BODY) for name in names) + 0.05)
    tall = (top - bottom) / len(names)
    for row, name in enumerate(names):
        y = top - (row + 0.5) * tall
        label = shorten(name, BODY, room)
        beside(figure, MARGIN + room, y, label, BODY, ha="right", gid="label")
    return MARGIN + room


def plan_looks(asked: Asked) -> dict[str, Look]:
    """How each plan compared is drawn: those that recur as everywhere, others well apart."""
    known = looks(plan for plan in asked.compared if plan in PLANS)
    used = {look.colour for look in known.values()}
    free = sorted(APART, key=lambda colour: colour in used)  # free ones first
    others = [plan for plan in asked.compared if plan not in PLANS]
    return known | {
        plan: Look(free[k % len(free)], LINES[k % len(LINES)], MARKERS[k % len(MARKERS)])
        for k, plan in enumerate(others)
    }
