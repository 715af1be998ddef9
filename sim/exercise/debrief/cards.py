"""Cards of a debrief: a team's best and worst decision and its turning point, in words.

A verdict weighs critical posts, customers and trust alike, each against what silence would have
led to, and counts only what is more than chance. The reasons are read from the runs.
"""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from sim.exercise.debrief.results import Card, Decision, Difference, TeamDebrief
from sim.exercise.debrief.storms import TeamRuns
from sim.language.speech import Speech

POSTS, LOST, TRUST = "critical_posts_total", "customers_lost", "trust_left"
BETTER = {POSTS: -1, LOST: -1, TRUST: 1, "peak": -1}
"""The direction that is better for the company."""
LEAST = {POSTS: 1.0, LOST: 1.0, TRUST: 0.1}
"""What a change is held against at least."""
HALF = 0.5
"""Posts or people below which nothing is said of a change."""


def cards(team: TeamDebrief, runs: TeamRuns, peak_at: float, speech: Speech) -> list[Card]:
    """Return the cards of a team, none if it has decided nothing."""
    if not team.decisions:
        return []
    worth = [weighed(each, runs) for each in team.decisions]
    best, worst = int(np.argmax(worth)), int(np.argmin(worth))
    found = []
    if worth[best] > 0:
        found.append(_of_decision("best", team.decisions[best], worth[best], peak_at, speech))
    if worth[worst] < 0:
        found.append(_of_decision("worst", team.decisions[worst], worth[worst], peak_at, speech))
    return [*found, _turning_point(team, runs, speech)]


def changes(decision: Decision) -> dict[str, Difference]:
    """Return a decision's effects and what lies behind them, by measure."""
    return {each.measure: each for each in (*decision.effects, *decision.causes)}


def weighed(decision: Decision, runs: TeamRuns) -> float:
    """Return what a decision was worth over all measures: above 0 more good than harm."""
    found = changes(decision)
    return sum(
        BETTER[name] * found[name].mean / max(LEAST[name], float(runs.of(0, name).mean()))
        for name in (POSTS, LOST, TRUST)
        if found[name].clear
    )


def verdict(decision: Decision, worth: float, speech: Speech) -> str:
    """Say over all measures whether a decision was worth it."""
    found = changes(decision)
    good, bad = good_and_bad((found[name] for name in (POSTS, LOST, TRUST)), speech)
    if good and bad:
        key = "worth" if worth > 0 else "not_worth"
        return capitalised(speech.say(f"verdict_{key}", good=good, bad=bad))
    if good or bad:
        key = "good" if good else "bad"
        return capitalised(speech.say(f"verdict_only_{key}", what=good or bad))
    return speech.say("verdict_unsure")


def capitalised(sentence: str) -> str:
    """Return a sentence that begins with a capital."""
    return sentence[:1].upper() + sentence[1:]


def changed(change: Difference, speech: Speech) -> str:
    """Say a change in words, in whole numbers."""
    how, number = more_or_fewer(change)
    if change.measure == TRUST:
        how = how.removesuffix("_one")
    return speech.say(f"change_{change.measure}_{how}", n=speech.number(number))


def more_or_fewer(change: Difference) -> tuple[str, int]:
    """Return the end of a text's name, as in more_one, and the number: at least one."""
    number = max(1, round(abs(change.mean)))
    return ("more" if change.mean > 0 else "fewer") + ("_one" if number == 1 else ""), number


def more_good_than_harm(changes: Iterable[Difference], against: Mapping[str, float]) -> bool:
    """Return True if the changes beyond chance do more good than harm, each against a size."""
    return (
        sum(
            BETTER[each.measure] * each.mean / max(LEAST[each.measure], against[each.measure])
            for each in changes
            if each.clear and each.measure in LEAST
        )
        > 0.0
    )


def good_and_bad(changes: Iterable[Difference], speech: Speech) -> tuple[str, str]:
    """Return the changes beyond chance in words, those for the better and those for the worse."""
    clear = [each for each in changes if each.clear and each.measure in LEAST]
    good = [changed(each, speech) for each in clear if each.mean * BETTER[each.measure] > 0]
    bad = [changed(each, speech) for each in clear if each.mean * BETTER[each.measure] < 0]
    return (listed(good, speech) if good else "", listed(bad, speech) if bad else "")


def listed(parts: list[str], speech: Speech) -> str:
    """Return a few things as a list in words."""
    if len(parts) == 1:
        return parts[0]
    return speech.say("listed_and", first=", ".join(parts[:-1]), last=parts[-1])


def why(decision: Decision, peak_at: float, speech: Speech) -> Iterator[str]:
    """Yield how a decision came to its effects: who heard it, who believed it, who wrote."""
    found, say = changes(decision), speech.say
    heard, aware = speech.number(decision.heard), speech.number(decision.aware)
    yield say("why_heard", n=heard, of=aware)
    if decision.believed:
        key = "why_believed_one" if decision.believed == 1 else "why_believed"
        yield say(key, n=speech.number(decision.believed))
    let_down, told = found["let_down"], found["reached"]
    if let_down.clear and abs(let_down.mean) >= HALF:
        how, n = more_or_fewer(let_down)
        yield say(f"why_let_down_{how}", n=speech.number(n))
    if told.clear and abs(told.mean) >= HALF:
        how, n = more_or_fewer(told)
        yield say(f"why_reached_{how}", n=speech.number(n))
    posts = {
        name: speech.number(float(round(found[f"posts_{name}"].mean)), sign=True)
        for name in ("affected", "bandwagon", "defending")
        if abs(found[f"posts_{name}"].mean) >= HALF
    }
    if posts:
        parts = [say(f"why_posts_{name}", n=number) for name, number in posts.items()]
        yield say("why_posts", parts=speech.set_apart(parts))
    if decision.hours > peak_at:
        yield say("why_late")


def _of_decision(
    kind: str, decision: Decision, worth: float, peak_at: float, speech: Speech
) -> Card:
    return Card(
        kind,
        speech.say("card_decision", label=decision.label, moment=decision.moment),
        verdict(decision, worth, speech),
        list(why(decision, peak_at, speech)),
    )


def _turning_point(team: TeamDebrief, runs: TeamRuns, speech: Speech) -> Card:
    """Return the round that changed the end most, with silence before and after it."""
    rounds = sorted({each.round for each in team.decisions})
    found = []
    before = 0
    for number in rounds:
        here = [k for k, each in enumerate(team.decisions) if each.round == number]
        later = [each.parts[0] for each in team.decisions if each.round > number]
        after = (1 << min(later)) - 1 if later else runs.all
        change = sum(
            BETTER[name]
            * float((runs.of(after, name) - runs.of(before, name)).mean())
            / max(LEAST[name], float(runs.of(0, name).mean()))
            for name in (POSTS, LOST, TRUST)
        )
        found.append((abs(change), before, after, here))
        before = after
    _, before, after, here = max(found, key=lambda each: each[0])
    posts = [speech.number(float(round(runs.of(group, POSTS).mean()))) for group in (before, after)]
    lost = [speech.number(float(round(runs.of(group, LOST).mean()))) for group in (before, after)]
    first = team.decisions[here[0]]
    labels = listed(list(dict.fromkeys(team.decisions[k].label for k in here)), speech)
    return Card(
        "turning",
        speech.say("card_round", number=first.round + 1, title=first.round_title),
        speech.say("turning_verdict", labels=labels, before=posts[0], after=posts[1]),
        [speech.say("turning_lost", before=lost[0], after=lost[1]), speech.say("turning_means")],
    )
