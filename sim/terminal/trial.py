"""A trial of a sound scenario: a few runs of each plan, told in a line each."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from sim.errors import counted

if TYPE_CHECKING:
    from sim.results import Ensemble
    from sim.scenario import Scenario

TRIALS = 5
"""Runs of each plan."""
MOST_PEOPLE = 200_000
"""Fans and wider public up to which a trial takes seconds."""
MOST_BY_PLANS = 250_000
"""The same times the plans, up to which all plans are tried, and not the first alone."""
FEW_POSTS = 5.0
"""Critical posts (median) up to which nobody would speak of a storm."""


def people_in(scenario: "Scenario") -> int:
    """Return how many people there are, fans and wider public."""
    return scenario.community.people + scenario.community.outsiders


def is_quick(scenario: "Scenario") -> bool:
    """Return True if a trial of the scenario takes seconds."""
    return people_in(scenario) <= MOST_PEOPLE


def try_out(scenario: "Scenario") -> "Ensemble":
    """Run every plan a few times, or the first alone where there are many people."""
    import sim  # noqa: PLC0415 (the simulator is slow to load)

    plans = list(scenario.plans)
    if len(plans) * people_in(scenario) > MOST_BY_PLANS:
        plans = plans[:1]
    return sim.compare(scenario, plans=plans, seeds=TRIALS, series=("critical_posts",))


def told(trial: "Ensemble") -> Iterator[str]:
    """Yield what came of each plan, and what may be missing where hardly anybody writes."""
    medians: dict[str, float] = {}
    which = "each plan" if len(trial.plans) > 1 else "one plan"
    yield f"trial, {TRIALS} runs of {which}:"
    for plan, runs in trial.measures.groupby("plan", sort=False):
        posts, peak = (np.asarray(runs[name], float) for name in ("critical_posts_total", "peak"))
        medians[str(plan)] = float(np.median(posts))
        yield (
            f"  {plan}: typically {counted(round(medians[str(plan)]), 'critical post')} "
            f"({posts.min():,.0f} to {posts.max():,.0f}), peak {np.median(peak):,.3g} an hour"
        )
    if medians[trial.plans[0]] <= FEW_POSTS:
        missing = what_may_be_missing(trial.scenario)
        yield f"  under {trial.plans[0]} hardly anybody writes: {missing}"
    elif all_alike(medians):
        yield "  all plans end alike: here it hardly matters what the company does"


def all_alike(medians: Mapping[str, float]) -> bool:
    """Return True if several plans leave nearly the same number of posts."""
    least, most = min(medians.values()), max(medians.values())
    return len(medians) > 1 and most - least <= max(FEW_POSTS, 0.02 * most)


def what_may_be_missing(scenario: "Scenario") -> str:
    """Return what might make people write, from what the scenario leaves out."""
    incident = scenario.incident
    if incident is None:
        return "there is no [incident]; did you mean to add one?"
    missing = []
    if not incident.affected:
        missing.append("affected (whom it hits) with severity and repair")
    elif incident.repair is None:
        missing.append("repair (how long the failure lasts)")
    if not incident.outrage_share:
        missing.append("outrage_share and outrage_strength (whom it offends, and how much)")
    if not incident.first_posts:
        missing.append("first_posts (posts that start it)")
    if not missing:
        return "did you mean a higher severity, outrage_strength or share of people?"
    return f"did you mean to set incident.{'; or incident.'.join(missing)}?"
