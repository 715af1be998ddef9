"""Headlines of a debrief: how loud it was, and which decision changed most."""

from collections.abc import Iterator

from sim.exercise.debrief.cards import good_and_bad, listed
from sim.exercise.debrief.results import (
    SILENCE,
    Alternative,
    Debrief,
    Decision,
    Difference,
    EndedEarly,
    Hindsight,
    Luck,
    TeamDebrief,
    Together,
    WhatIf,
)
from sim.exercise.texts import ExerciseSpeech
from sim.language.numbers import clock_time, weekday
from sim.language.speech import Speech

COUNTED = "critical_posts_total"
"""The measure by which decisions are ranked: all critical posts."""


def loudness(debrief: Debrief) -> str:
    """Name the loudest and the quietest team, or compare a single one with the other plans."""
    speech = ExerciseSpeech(debrief.language, serves=debrief.serves)
    ranked = sorted(debrief.teams, key=lambda team: team.measures["peak"])
    peaks = [speech.number(team.measures["peak"]) for team in ranked]
    if len(ranked) > 1 and peaks[0] == peaks[-1]:
        return speech.say("curve_finding_same", most=peaks[0])
    if len(ranked) > 1:
        quietest, loudest = ranked[0].team, ranked[-1].team
        values = {"quietest": quietest, "loudest": loudest, "least": peaks[0], "most": peaks[-1]}
        return speech.say("curve_finding", **values)
    others = (
        f"{speech.labelled(curve.name)} {speech.number(max(curve.rate, default=0.0))}"
        for curve in debrief.what_if_curves
    )
    return speech.say("curve_finding_alone", most=peaks[0], others=speech.set_apart(others))


def played_said(debrief: Debrief, speech: Speech) -> str:
    """Say until when was played, "" if all rounds were. Teams are named if they differ."""
    ended = [team.ended_early for team in debrief.teams]
    if len(set(ended)) == 1:
        return ended_said(ended[0], speech)
    return " ".join(
        f"{speech.labelled(team.team)} {ended_said(team.ended_early, speech)}"
        for team in debrief.teams
        if team.ended_early
    )


def ended_said(ended: EndedEarly | None, speech: Speech) -> str:
    """Say until when was played, and what follows, "" if all rounds were."""
    if ended is None:
        return ""
    if not ended.rounds:
        return speech.say("unplayed")
    return speech.say("ended_early", **_end(ended, speech))


def plans_go_on_said(team: TeamDebrief, speech: Speech) -> str:
    """Say that other plans go on where the team's play ended, "" if it has played all rounds."""
    if team.ended_early is None:
        return ""
    return speech.say("plans_go_on", **_end(team.ended_early, speech))


def _end(ended: EndedEarly, speech: Speech) -> dict[str, str]:
    """Return the day and the time at which play ended."""
    hours, language = speech.started + ended.hours, speech.language
    day = weekday(hours, language, full=True)
    return {"day": day, "time": clock_time(hours, language)}


def no_decisions_said(team: TeamDebrief, speech: Speech) -> str:
    """Say that a team has decided nothing in the rounds that it has played."""
    if team.ended_early is None:
        return speech.say("no_decisions")
    return speech.say("no_decisions_played") if team.ended_early.rounds else ""


def no_best_said(team: TeamDebrief, debrief: Debrief, speech: Speech) -> str:
    """Say that no decision was surely of use where that is known, "" elsewhere."""
    if debrief.method == "made" or not team.cards:
        return ""
    helped = any(card.kind == "best" for card in team.cards)
    return "" if helped else speech.say("no_best")


def what_ifs_shown(team: TeamDebrief) -> list[WhatIf]:
    """Return the other plans. Silence is none for a team that was silent."""
    return [each for each in team.what_ifs if team.decisions or each.plan != SILENCE]


def coming_said(debrief: Debrief, speech: Speech, whole: bool) -> str:
    """Say what is still being worked out, "" if nothing is.

    What could have been done has a place of its own on a page that is renewed: it is named here
    if this is to be the ``whole`` list.
    """
    coming = [name for name in debrief.coming if whole or name != "hindsight"]
    if not coming:
        return ""
    parts = speech.set_apart(speech.say(f"coming_{name}") for name in coming)
    return speech.say("coming", parts=parts)


def strongest(team: TeamDebrief) -> Decision | None:
    """Return the decision that changed critical posts most, of those beyond chance."""
    clear = [each for each in team.decisions if _effect(each).clear]
    return max(clear, key=lambda each: abs(_effect(each).mean), default=None)


def what_changed_most(team: TeamDebrief, debrief: Debrief) -> str:
    """Say in a sentence which decision changed most."""
    speech = ExerciseSpeech(debrief.language, serves=debrief.serves)
    decision = strongest(team)
    if decision is None:
        return speech.say("decisions_finding_none")
    effect = _effect(decision)
    figures = {"mean": effect.mean, "low": effect.low, "high": effect.high}
    signed = {name: speech.number(value, sign=True) for name, value in figures.items()}
    values = {"label": decision.label, "moment": decision.moment}
    return speech.say("decisions_finding", **values, **signed)


def luck_said(luck: Luck, speech: Speech) -> str:
    """Say a result beside those of the same decisions on other chance."""
    key = "ordinary"
    if luck.runs and luck.played < luck.low:
        key = "lucky"
    elif luck.runs and luck.played > luck.high:
        key = "unlucky"
    figures = {"played": luck.played, "low": luck.low, "high": luck.high}
    numbers = {name: speech.number(float(round(value))) for name, value in figures.items()}
    how = speech.say(f"luck_{key}", **_of(luck) if key != "ordinary" else {})
    what = speech.say(f"measures.{luck.measure}.short")
    return speech.say("luck_result", what=what, how=how, **numbers)


def _of(luck: Luck) -> dict[str, object]:
    return {"worse": luck.worse, "runs": luck.runs}


def together_said(together: Together, team: TeamDebrief, speech: Speech) -> str:
    """Say what two decisions do together beyond what each does alone."""
    first, second = (team.decisions[k].label for k in (together.first, together.second))
    number = speech.number(float(round(together.effect.mean)), sign=True)
    places = {"i": together.first + 1, "j": together.second + 1}
    return speech.say("together_more", first=first, second=second, n=number, **places)


def _effect(decision: Decision) -> Difference:
    return next(each for each in decision.effects if each.measure == COUNTED)


def alternatives_said(team: TeamDebrief, speech: Speech) -> list[tuple[str, str]]:
    """Return the rounds in which something else would have been better, and what it was.

    The round in which it changed most comes first.
    """

    def size(each: Alternative) -> float:
        return max((abs(change.mean) for change in each.changes), default=0.0)

    found = []
    for each in sorted(team.alternatives, key=size, reverse=True):
        if not each.better:
            continue
        good, bad = good_and_bad(each.changes, speech)
        words = {"done": each.done, "instead": each.instead, "good": good}
        said = speech.say("hindsight_better", **words)
        if bad:
            said = speech.say("hindsight_mixed", bad=bad, **words)
        head = speech.say("card_round", number=each.round + 1, title=each.round_title)
        found.append((head, said))
    return found


def not_better_said(team: TeamDebrief, speech: Speech) -> str:
    """Say in which rounds nothing that was tried was better, "" if there are none."""
    none = [each for each in team.alternatives if not each.better]
    if not none:
        return ""
    if len(none) == len(team.alternatives):
        return speech.say("hindsight_all")
    rounds = [speech.say("hindsight_round", number=each.round + 1) for each in none]
    return speech.say("hindsight_none", rounds=listed(rounds, speech))


def best_with_sight_said(team: TeamDebrief, hindsight: Hindsight, speech: Speech) -> Iterator[str]:
    """Yield a result beside that of whoever takes the best option of each round.

    Nothing is said of a team that has played more rounds, or fewer.
    """
    if len(team.alternatives) != len(hindsight.steps):
        return
    for name in (COUNTED, "customers_lost"):
        played = speech.number(float(round(team.measures[name])))
        best = speech.number(float(round(hindsight.measures[name])))
        what = speech.say(f"measures.{name}.short")
        yield speech.say("hindsight_best", what=what, played=played, best=best)
    steps = " · ".join(f"({number}) {step}" for number, step in enumerate(hindsight.steps, 1))
    yield speech.say("hindsight_steps", steps=steps)


def hindsight_rule(team: TeamDebrief, hindsight: Hindsight, speech: Speech) -> str:
    """Say how the alternatives were found, and on how many runs they rest."""
    tried = max((each.tried for each in team.alternatives), default=0)
    runs = {"chosen": hindsight.chosen_on, "runs": hindsight.measured_on}
    return speech.say("hindsight_rule", tried=tried, **runs)
