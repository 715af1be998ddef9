"""Headlines of a debrief: how loud it was, and which decision changed most."""

from sim.exercise.debrief.results import Debrief, Decision, Difference, TeamDebrief
from sim.exercise.texts import say
from sim.language.numbers import number
from sim.language.typesetting import Language, labelled

COUNTED = "critical_posts_total"
"""The measure by which decisions are ranked: all critical posts."""


def loudness(debrief: Debrief) -> str:
    """Name the loudest and the quietest team, or compare a single one with the other plans."""
    language = debrief.language
    ranked = sorted(debrief.teams, key=lambda team: team.measures["peak"])
    peaks = [_whole(team.measures["peak"], language) for team in ranked]
    if len(ranked) > 1:
        quietest, loudest = ranked[0].team, ranked[-1].team
        values = {"quietest": quietest, "loudest": loudest, "least": peaks[0], "most": peaks[-1]}
        return say(language, "curve_finding", **values)
    others = (
        f"{labelled(curve.name, language)} {_whole(max(curve.rate, default=0.0), language)}"
        for curve in debrief.what_if_curves
    )
    return say(language, "curve_finding_alone", most=peaks[0], others="; ".join(others))


def strongest(team: TeamDebrief) -> Decision | None:
    """Return the decision that changed critical posts most, of those beyond chance."""
    clear = [each for each in team.decisions if _effect(each).clear]
    return max(clear, key=lambda each: abs(_effect(each).mean), default=None)


def what_changed_most(team: TeamDebrief, debrief: Debrief) -> str:
    """Say in a sentence which decision changed most."""
    language, decision = debrief.language, strongest(team)
    if decision is None:
        return say(language, "decisions_finding_none")
    effect = _effect(decision)
    mean, low, high = (
        number(value, language, sign=True) for value in (effect.mean, effect.low, effect.high)
    )
    values = {"label": decision.label, "moment": decision.moment}
    return say(language, "decisions_finding", **values, mean=mean, low=low, high=high)


def _whole(value: float, language: Language) -> str:
    return number(value, language)


def _effect(decision: Decision) -> Difference:
    return next(each for each in decision.effects if each.measure == COUNTED)
