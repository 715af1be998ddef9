"""A debrief over plausible models: what is so under most of them, and what under one guess alone.

The same number of pairs as elsewhere in the debrief is spread over models, two pairs a model, so
that luck and ignorance can be told apart.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import isnan

import sim
from sim.exercise.debrief.results import SILENCE, AgainstPlan, OverModels, TeamDebrief
from sim.language.speech import Speech
from sim.runs.plausible import plausible_models
from sim.scenario import Scenario
from sim.studies.luck_and_ignorance import (
    better_in,
    expected_shortfall,
    split_of,
    values_by_plan,
)

MEASURE = "critical_posts_total"
FEWEST_MODELS = 5
"""Models below which nothing is said of them: "in 1 of 1 models" says nothing."""


def over_models(
    story: Scenario, played: Sequence[str], others: Mapping[str, str], seeds: Sequence[int]
) -> list[OverModels]:
    """Run what teams did, and other plans, over plausible models.

    ``played`` names a plan of the story for each team, and ``others`` plans with their labels.
    Returns nothing where there are too few seeds for ``FEWEST_MODELS``.
    """
    if not enough_for_models(len(seeds)):
        return []
    models = plausible_models(warn=False)
    plans = [*played, *others]
    ensemble = sim.compare(story, plans, seeds=seeds, series=(), uncertain=models)
    values, groups = values_by_plan(ensemble, MEASURE)
    found = []
    for own in played:
        split = split_of(MEASURE, values[own], groups)
        shares = (split.share, split.low, split.high)
        share, low, high = (None if isnan(each) else each for each in shares)
        against = []
        for plan, label in others.items():
            better = better_in(values[plan] - values[own], groups)
            wins = round(better.share * better.models)
            against.append(AgainstPlan(plan, label, wins, better.models, better.low, better.high))
        found.append(
            OverModels(
                split.models, split.runs, share, low, high, expected_shortfall(values[own]),
                models.older, against,
            )
        )  # fmt: skip
    return found


def enough_for_models(pairs: int) -> bool:
    """Return whether so many pairs of runs say anything over models."""
    return pairs >= 2 * FEWEST_MODELS


def over_models_said(team: TeamDebrief, speech: Speech) -> Iterator[str]:
    """Yield how sure a team's result is over plausible models, in words.

    A team that was silent is not held against silence.
    """
    found, number = team.over_models, speech.number
    if found is None:
        return
    for each in found.against:
        if each.plan.startswith(SILENCE) and not team.decisions:
            continue
        key = {0: "models_against_none", each.models: "models_against_all"}.get(each.better)
        yield speech.say(
            key or "models_against", plan=each.label, better=number(each.better),
            models=number(each.models), low=speech.percent(each.low),
            high=speech.percent(each.high),
        )  # fmt: skip
    if found.ignorance is not None and found.low is not None and found.high is not None:
        yield speech.say(
            "models_split", luck=speech.percent(1.0 - found.ignorance),
            ignorance=speech.percent(found.ignorance), low=speech.percent(found.low),
            high=speech.percent(found.high),
        )  # fmt: skip
    yield speech.say("models_worst", posts=number(float(round(found.worst))))


def over_models_rule(team: TeamDebrief, speech: Speech) -> str:
    """Say on how many models and runs that rests."""
    found = team.over_models
    if found is None:
        return ""
    rule = speech.say("models_rule", models=found.models, runs=found.runs)
    return f"{rule} {speech.say('models_older')}" if found.older else rule
