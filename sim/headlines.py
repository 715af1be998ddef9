"""Headlines over comparisons: the plan that is best overall and its price, or that none is.

One place words them for the lab, for the terminal, for slides and for reports. A difference is
said only if its interval leaves out zero and it is large enough to be noticed. Plans that differ
in one thing are compared as that thing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.language.speech import Speech
from sim.results.comparing import baseline_of, difference
from sim.scenario.schema import Scenario
from sim.storm.responses import Response

if TYPE_CHECKING:
    import pandas as pd

NOTICED = {
    "critical_posts_total": (0.05, 5.0),
    "peak": (0.05, 1.0),
    "customers_lost": (0.05, 1.0),
    "trust_left": (0.02, 0.01),
    "staff_hours": (0.05, 1.0),
}
"""Share of the other plan's mean, and amount, below which nobody would notice a difference."""
OUTCOMES = {"critical_posts_total": -1.0, "customers_lost": -1.0, "trust_left": 1.0}
"""Measures by which a plan is judged, and the sign of more of them. Work is its price."""
WORSE = {"customers_lost": 1.0, "trust_left": -1.0, "staff_hours": 1.0}
"""Measures in which fewer posts may have a price, and the sign of what is worse."""
LONGEST_PLAN = 40
"""Characters of a plan's name that a sentence has room for."""
FIRST_NIGHT = (22.0, 7.0)
WIDTH = 1.96
"""Standard errors on either side of a mean within a rough interval of 95 %."""


class Gap(Protocol):
    """How two plans differ in a measure: the mean of the pairs' differences, and its interval."""

    @property
    def rival(self) -> float:
        """Mean of the other plan."""

    @property
    def mean(self) -> float:
        """Mean difference, the plan minus the other."""

    @property
    def low(self) -> float:
        """Lower end of the 95 % interval of the mean."""

    @property
    def high(self) -> float:
        """Upper end of it."""


@dataclass(frozen=True, slots=True)
class MeasuredGap:
    """A gap worked out from the measures of paired runs."""

    rival: float
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Headline:
    """The sentence, and whether the plan that it is about comes off better, worse or alike."""

    text: str
    side: str


# -- two plans ------------------------------------------------------------------------------


def noticed(name: str, gap: Gap) -> bool:
    """Return True if a difference is certain and large enough to be noticed."""
    certain = gap.low > 0.0 or gap.high < 0.0
    return certain and noticeable(name, gap.mean, gap.rival)


def noticeable(name: str, difference: float, level: float) -> bool:
    """Return True if a difference to such a level is large enough to be noticed."""
    share, amount = NOTICED[name]
    return abs(difference) >= max(amount, share * abs(level))


def costs(gaps: Mapping[str, Gap]) -> dict[str, float]:
    """Return by how much a plan is worse, in each measure in which that would be noticed."""
    worse = {name: sign * gaps[name].mean for name, sign in WORSE.items()}
    return {name: by for name, by in worse.items() if by > 0.0 and noticed(name, gaps[name])}


def pair_headline(names: tuple[str, str], gaps: Mapping[str, Gap], speech: Speech) -> Headline:
    """Say what a plan gains against another, and what it costs. ``names`` as ``subject`` says."""
    plan, rival = names
    posts = gaps["critical_posts_total"]
    price, gain = _clauses(gaps, speech)
    if not noticed("critical_posts_total", posts):
        said = speech.say("headline.alike", plan=plan, rival=rival)
        return Headline(_joined(said, [*price, *gain], speech), "alike")
    fewer = posts.mean < 0.0
    said = speech.say(
        "headline.fewer" if fewer else "headline.more",
        posts=speech.number(abs(posts.mean)),
        low=speech.number(min(abs(posts.low), abs(posts.high))),
        high=speech.number(max(abs(posts.low), abs(posts.high))),
        plan=plan,
        rival=rival,
    )
    side, against = ("better", price) if fewer else ("worse", gain)
    if not against:
        said += speech.say("headline.no_price" if fewer else "headline.no_gain")
        return Headline(said, side)
    return Headline(_joined(said, against, speech), side)


def _clauses(gaps: Mapping[str, Gap], speech: Speech) -> tuple[list[str], list[str]]:
    """Return what else a plan costs and what else it gains, as parts of a sentence."""
    price: list[str] = []
    gain: list[str] = []
    found = costs(gaps)
    kinds = {"customers_lost": "lost", "trust_left": "trust", "staff_hours": "hours"}
    for name, kind in kinds.items():
        gap = gaps[name]
        if noticed(name, gap):
            more = gap.mean > 0.0
            number = speech.number(abs(gap.mean))
            key = f"headline.price_{kind}_{'more' if more else 'less'}"
            if name == "staff_hours" and number == speech.number(1.0):
                key += "_one"
            said = speech.say(key, n=number)
            (price if name in found else gain).append(said)
    return price, gain


def _joined(said: str, clauses: list[str], speech: Speech) -> str:
    """Return a sentence with clauses behind it."""
    if not clauses:
        return said + "."
    return said + speech.say("headline.but", what=speech.say("headline.and").join(clauses))


def subject(scenario: Scenario | None, plan: str, rival: str, speech: Speech) -> tuple[str, str]:
    """Name two plans. Where they differ in one step, that step is the thing compared."""
    names = _quoted(plan, scenario, speech), _quoted(rival, scenario, speech)
    if scenario is None:
        return names
    ours, theirs = scenario.steps(plan), scenario.steps(rival)
    step = only_difference(ours, theirs)
    if step is not None:
        return _thing(step, names[0], ("thing", "thing_at"), scenario, speech), names[1]
    step = only_difference(theirs, ours)
    if step is not None:
        return _thing(step, names[0], ("lacking", "lacking_at"), scenario, speech), names[1]
    return names


def only_difference(ours: Sequence[Response], theirs: Sequence[Response]) -> Response | None:
    """Return the one step that a plan has beyond another that has any, None if there is none."""
    more = list(ours)
    for step in theirs:
        if step not in more:
            return None
        more.remove(step)
    return more[0] if len(more) == 1 and theirs else None


def _thing(
    step: Response, plan: str, keys: tuple[str, str], scenario: Scenario, speech: Speech
) -> str:
    """Name a plan by a step, with its moment if it has one. ``keys`` are without and with it."""
    name = speech.name("responses", step.do, "short")
    if step.at is None:
        return speech.say(f"headline.{keys[0]}", plan=plan, what=name)
    when = _when(scenario.moment_hours(step.at), scenario, speech)
    return speech.say(f"headline.{keys[1]}", plan=plan, what=name, time=when)


def _when(hours: float, scenario: Scenario, speech: Speech) -> str:
    """Name a moment. The night after the incident has a name of its own."""
    if scenario.incident is not None:
        start = scenario.clock.start_hours
        since = scenario.moment_hours(scenario.incident.at)
        begins, ends = FIRST_NIGHT
        night = since + (begins - (start + since)) % 24.0
        if (start + since) % 24.0 < ends:
            night -= 24.0  # it began before the incident
        if max(night, since) <= hours < night + (ends - begins) % 24.0:
            return speech.say("headline.first_night")
    return speech.moment(hours)


def _quoted(plan: str, scenario: Scenario | None, speech: Speech) -> str:
    """Return what a plan is called, its title or its name as words, in quotation marks."""
    known = scenario.plans.get(plan) if scenario is not None else None
    words = known.titled(speech.language) if known is not None else plan.replace("-", " ")
    short = words if len(words) <= LONGEST_PLAN else words[: LONGEST_PLAN - 1].rstrip() + "…"
    return speech.quoted(short)


# -- any number of plans --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """Plans by what others would notice: the best ones, and what decides among them."""

    best: tuple[str, ...]
    """The plan that is best overall, or all that nobody could tell apart at the top."""
    against: str
    """The plan against which the best one is held."""


def gaps_of(measures: "pd.DataFrame", plan: str, rival: str) -> dict[str, MeasuredGap]:
    """Return how two plans differ over paired runs, by measure."""
    found = {}
    for name in NOTICED:
        own, other = _by_seed(measures, plan, name), _by_seed(measures, rival, name)
        row = difference(plan, name, own - other)
        nan = float("nan")
        found[name] = MeasuredGap(
            float(np.nanmean(other)), float(row.get("mean_difference", nan)),
            float(row.get("low", nan)), float(row.get("high", nan)),
        )  # fmt: skip
    return found


def _by_seed(measures: "pd.DataFrame", plan: str, name: str) -> NDArray[np.float64]:
    """Return a measure of a plan's runs in the order of their seeds."""
    own = measures[measures["plan"] == plan].sort_values("seed")
    return own[name].to_numpy(dtype=np.float64)


def _rough_gap(own: NDArray[np.float64], other: NDArray[np.float64]) -> MeasuredGap:
    """Return a gap with a normal interval, which is quick where many pairs of plans are held."""
    pairs = own - other
    pairs = pairs[~np.isnan(pairs)]
    mean, half = float(pairs.mean()), WIDTH * float(pairs.std(ddof=1)) / len(pairs) ** 0.5
    return MeasuredGap(float(np.nanmean(other)), mean, mean - half, mean + half)


def standing(measures: "pd.DataFrame", plans: Sequence[str], wanted: str = "silence") -> Standing:
    """Return which plan is best overall.

    A plan wins against another where a difference in an outcome is noticed. The best one has
    the most of these wins over its losses.
    """
    score = dict.fromkeys(plans, 0.0)
    runs = {(plan, name): _by_seed(measures, plan, name) for plan in plans for name in OUTCOMES}
    for place, plan in enumerate(plans):
        for rival in plans[:place]:
            for name, sign in OUTCOMES.items():
                gap = _rough_gap(runs[plan, name], runs[rival, name])
                if noticed(name, gap):
                    won = sign if gap.mean > 0.0 else -sign
                    score[plan] += won
                    score[rival] -= won
    order = sorted(plans, key=lambda plan: -score[plan])
    best = tuple(plan for plan in order if score[plan] == score[order[0]])
    base = baseline_of(plans, wanted)
    others = [plan for plan in order if plan != order[0]]
    return Standing(best, base if base != order[0] or not others else others[0])


def overall_headline(
    measures: "pd.DataFrame", plans: Sequence[str], scenario: Scenario, speech: Speech
) -> Headline | None:
    """Say which plan is best overall and at what price. None for one plan or a single pair."""
    if len(plans) < 2 or measures["seed"].nunique() < 2:
        return None
    found = standing(measures, plans)
    if len(found.best) > 1:
        return Headline(_none_best(found.best, len(plans), scenario, speech), "alike")
    plan, rival = found.best[0], found.against
    names = subject(scenario, plan, rival, speech)
    said = pair_headline(names, gaps_of(measures, plan, rival), speech)
    best = speech.say("headline.best", plan=_quoted(plan, scenario, speech))
    return Headline(f"{best} {said.text}", said.side)


def _none_best(best: Sequence[str], plans: int, scenario: Scenario, speech: Speech) -> str:
    named = [_quoted(plan, scenario, speech) for plan in best[:3]]
    if len(best) == plans == 2:
        return speech.say("headline.no_best_of_two", plan=named[0], rival=named[1])
    more = len(best) - len(named)
    listed = ", ".join(named) + (speech.say("headline.others", n=more) if more else "")
    return speech.say("headline.no_best", plans=listed)
