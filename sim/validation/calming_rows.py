"""Validation rows on what calms in plans that are shipped (X8–X11)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sim.runs.cache import RunCache
from sim.scenario.schema import Scenario
from sim.validation.findings import Figure, Finding, count_of, effect
from sim.validation.registry import CASE, row
from sim.validation.spreading_rows import MOST_LARGE, posts

Cells = tuple[tuple[str, str, int | None], ...]
"""Shipped scenarios with a plan each, and how many runs at most (None: as many as pairs)."""
ACKNOWLEDGED: Cells = ((CASE, "interim-updates", None), (CASE, "honest-roadmap", None),
                       ("single-complaint", "public-answer", None))  # fmt: skip
ALONE: dict[str, Any] = {"do": "acknowledgement", "at": "Sun 16:00"}
APOLOGISED: Cells = ((CASE, "updates-and-apology", None), ("excluded-profession", "apology", None),
                     ("data-leak", "honest-roadmap", MOST_LARGE))  # fmt: skip
ROADMAPS: Cells = ((CASE, "honest-roadmap", None), ("excluded-profession", "honest-roadmap", None),
                   ("merger-protest", "honest-roadmap", MOST_LARGE))  # fmt: skip
FIXED: Cells = ((CASE, "interim-updates", None), ("data-leak", "honest-roadmap", MOST_LARGE),
                ("telecom-billing", "honest-roadmap", MOST_LARGE))  # fmt: skip


@row("X8", "An acknowledgement calms", "Herhausen et al. 2019", cheap=False)
def acknowledgement(cache: RunCache) -> Finding:
    """Compare shipped plans with the same plan without its acknowledgement, and the case under
    silence with the same and an acknowledgement on Sunday 16:00. Critical posts have to be fewer
    with it, as an effect, in at least one of four."""
    alone = {"plans": {"with": {"summary": "It alone.", "steps": [ALONE]}}}
    usual = posts(cache.runs(cache.story(CASE), "silence"))
    seen = posts(cache.runs(cache.story(CASE, alone), "with"))
    added = effect(f"critical posts without it, {CASE}, silence", usual, seen, "posts")
    return _answers(cache, "acknowledgement", ACKNOWLEDGED, added)


@row("X9", "An apology calms", "SCCT; Herhausen et al. 2019; Kim et al. 2015", cheap=False)
def apology(cache: RunCache) -> Finding:
    """Compare shipped plans with the same plan without its apology. Critical posts have to be
    fewer with it, as an effect, in at least one of three."""
    return _answers(cache, "apology", APOLOGISED)


@row("X10", "A roadmap calms", "the case", cheap=False)
def roadmap(cache: RunCache) -> Finding:
    """Compare shipped plans with the same plan without its roadmap. Critical posts have to be
    fewer with it, as an effect, in at least one of three."""
    return _answers(cache, "roadmap", ROADMAPS)


@row("X11", "Word that it is fixed calms", "the case", cheap=False)
def fixed_notice(cache: RunCache) -> Finding:
    """Compare shipped plans with the same plan without its word that it is fixed. Critical posts
    have to be fewer with it, as an effect, in at least one of three."""
    return _answers(cache, "fixed-notice", FIXED)


def _answers(cache: RunCache, do: str, cells: Cells, *further: Figure) -> Finding:
    """Test in how many cells a response has an effect, and report each."""
    figures = [*(_cell(cache, do, *cell) for cell in cells), *further]
    return Finding.of(
        count_of(f"plans in which it leaves fewer posts: {do}", figures),
        *(figure.as_report() for figure in figures),
        count_of(
            f"plans in which it surely leaves more posts: {do}",
            [replace(figure, holds=figure.high < 0) for figure in figures],
        ).as_report(),
    )


def _cell(cache: RunCache, do: str, name: str, plan: str, most: int | None) -> Figure:
    """Test that a plan without one kind of response has more critical posts than with it."""
    whole, lacking = cache.story(name), without(cache, name, plan, do)
    if most is None:
        usual, less = cache.runs(whole, plan), cache.runs(lacking, "without")
    else:
        usual, less = cache.few(whole, plan, most), cache.few(lacking, "without", most)
    return effect(f"critical posts without it, {name}, {plan}", posts(less), posts(usual), "posts")


def without(cache: RunCache, name: str, plan: str, do: str) -> Scenario:
    """Return a shipped scenario with a plan "without": one of its plans less a response."""
    plans = cache.story(name).document["plans"]
    steps = [step for step in steps_of(plans, plan) if step["do"] != do]
    return cache.story(name, {"plans": {"without": {"summary": "Without it.", "steps": steps}}})


def steps_of(plans: Mapping[str, Any], plan: str) -> list[dict[str, Any]]:
    """Return all steps of a plan: those of the plan it is like, and its own."""
    like = plans[plan].get("like")
    return [*(steps_of(plans, like) if like else ()), *plans[plan].get("steps", ())]
