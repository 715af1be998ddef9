"""A trial of a sound scenario: a few runs of each plan, told in a line each."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from sim.language.numbers import decimal
from sim.language.speech import Speech
from sim.language.typesetting import Language

if TYPE_CHECKING:
    from sim.results import Ensemble
    from sim.scenario import Scenario
    from sim.scenario.schema import Plan

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


def named(plan: "Plan", language: Language) -> str:
    """Return what a plan is called, and in brackets the name that the command line takes."""
    title = plan.titled(language)
    return title if title == plan.name else f"{title} ({plan.name})"


def try_out(scenario: "Scenario") -> "Ensemble":
    """Run every plan a few times, or the first alone where there are many people."""
    import sim  # noqa: PLC0415 (the simulator is slow to load)

    plans = list(scenario.plans)
    if len(plans) * people_in(scenario) > MOST_BY_PLANS:
        plans = plans[:1]
    return sim.compare(scenario, plans=plans, seeds=TRIALS, series=("critical_posts",))


def told(trial: "Ensemble", language: Language = "en") -> Iterator[str]:
    """Yield what came of each plan, and what may be missing where hardly anybody writes."""
    speech = Speech(language, tables=("trial",))
    say = speech.say
    medians: dict[str, float] = {}
    yield say("each_plan" if len(trial.plans) > 1 else "one_plan", n=TRIALS)
    for plan, runs in trial.measures.groupby("plan", sort=False):
        posts, peak = (np.asarray(runs[name], float) for name in ("critical_posts_total", "peak"))
        medians[str(plan)] = float(np.median(posts))
        least, most = (decimal(round(float(end)), language) for end in (posts.min(), posts.max()))
        typical = speech.critical_posts(medians[str(plan)])
        values = {"posts": typical, "least": least, "most": most, "peak": float(np.median(peak))}
        title = trial.scenario.plan(str(plan)).titled(language)
        yield "  " + say("of_plan", plan=title, **values)
    if medians[trial.plans[0]] <= FEW_POSTS:
        missing = what_may_be_missing(trial.scenario, language)
        title = trial.scenario.plan(trial.plans[0]).titled(language)
        yield "  " + say("quiet", plan=title, missing=missing)
    elif all_alike(medians):
        yield "  " + say("alike")


def all_alike(medians: Mapping[str, float]) -> bool:
    """Return True if several plans leave nearly the same number of posts."""
    least, most = min(medians.values()), max(medians.values())
    return len(medians) > 1 and most - least <= max(FEW_POSTS, 0.02 * most)


def what_may_be_missing(scenario: "Scenario", language: Language = "en") -> str:
    """Return what might make people write, from what the scenario leaves out."""
    say, incident = Speech(language, tables=("trial",)).say, scenario.incident
    if incident is None:
        return say("no_incident")
    missing = []
    if not incident.affected:
        missing.append(say("lacks_affected"))
    elif incident.repair is None:
        missing.append(say("lacks_repair"))
    if not incident.outrage_share:
        missing.append(say("lacks_outrage"))
    if not incident.first_posts:
        missing.append(say("lacks_first_posts"))
    return say("lacks", keys=say("lacks_or").join(missing)) if missing else say("too_weak")
