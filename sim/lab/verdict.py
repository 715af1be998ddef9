"""One sentence on a plan and its rival: the gain and the price, or that nobody would notice.

A difference is said only if its interval leaves out zero and it is large enough to be noticed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sim.lab.answers import PairedFigure, Pairs
from sim.lab.draft import DraftReading
from sim.lab.moments import hours_of
from sim.lab.timeline import clock_of
from sim.language.speech import Speech
from sim.storm.responses import Response

NOTICED = {
    "critical_posts_total": (0.05, 5.0),
    "customers_lost": (0.05, 1.0),
    "trust_left": (0.02, 0.01),
    "staff_hours": (0.05, 1.0),
}
"""Share of the rival's mean, and amount, below which nobody would notice a difference."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The sentence, and whether the plan comes off better, worse or alike."""

    text: str
    side: str


def noticed(name: str, figure: PairedFigure) -> bool:
    """Return True if a difference is certain and large enough to be noticed."""
    share, amount = NOTICED[name]
    certain = figure.low > 0.0 or figure.high < 0.0
    return certain and abs(figure.mean) >= max(amount, share * abs(figure.rival))


def verdict(reading: DraftReading, plan: str, rival: str, pairs: Pairs, speech: Speech) -> Verdict:
    """Say what a plan gains against its rival, and what it costs."""
    if plan == rival:
        return Verdict(speech.say("lab.verdict_same"), "alike")
    posts = pairs.figures["critical_posts_total"]
    names = subject(reading, plan, rival, speech)
    prices = _clauses(pairs.figures, speech)
    if not noticed("critical_posts_total", posts):
        said = speech.say("lab.verdict_alike", **names)
        more = [*prices["price"], *prices["gain"]]
        return Verdict(_joined(said, more, "lab.verdict_but", speech), "alike")
    fewer = posts.mean < 0.0
    said = speech.say(
        "lab.verdict_fewer" if fewer else "lab.verdict_more",
        posts=speech.number(abs(posts.mean)),
        low=speech.number(min(abs(posts.low), abs(posts.high))),
        high=speech.number(max(abs(posts.low), abs(posts.high))),
        **names,
    )
    against = prices["price"] if fewer else prices["gain"]
    if not against:
        free = "lab.verdict_no_price" if fewer else "lab.verdict_no_gain"
        return Verdict(said + speech.say(free), "better" if fewer else "worse")
    text = _joined(said, against, "lab.verdict_but", speech)
    return Verdict(text, "better" if fewer else "worse")


def subject(reading: DraftReading, plan: str, rival: str, speech: Speech) -> dict[str, str]:
    """Name the two plans. Where they differ in one step, that step is the thing compared."""
    one = _only_difference(reading, plan, rival, speech)
    if one is not None:
        return {"plan": one, "rival": speech.quoted(rival)}
    return {"plan": speech.quoted(plan), "rival": speech.quoted(rival)}


def _only_difference(reading: DraftReading, plan: str, rival: str, speech: Speech) -> str | None:
    """Return the one step that the plan has beyond its rival, in words."""
    scenario = reading.scenario
    if scenario is None:
        return None
    ours, theirs = list(scenario.steps(plan)), list(scenario.steps(rival))
    for step in theirs:
        if step not in ours:
            return None
        ours.remove(step)
    if len(ours) != 1 or not theirs:
        return None
    return _named(ours[0], reading, plan, speech)


def _named(step: Response, reading: DraftReading, plan: str, speech: Speech) -> str:
    start, _ = clock_of(reading.document)
    name = speech.name("responses", step.do, "short")
    at = hours_of(str(step.at), start) if step.at is not None else None
    if at is None:
        return speech.say("lab.thing", plan=speech.quoted(plan), what=name)
    return speech.say("lab.thing_at", plan=speech.quoted(plan), what=name, time=speech.moment(at))


def _clauses(figures: Mapping[str, PairedFigure], speech: Speech) -> dict[str, list[str]]:
    """Return what else the plan costs and what else it gains, as parts of a sentence."""
    found: dict[str, list[str]] = {"price": [], "gain": []}
    kinds = {"customers_lost": "lost", "trust_left": "trust", "staff_hours": "hours"}
    for name, kind in kinds.items():
        figure = figures[name]
        if noticed(name, figure):
            more = figure.mean > 0.0
            bad = not more if name == "trust_left" else more
            text = speech.say(
                f"lab.price_{kind}_{'more' if more else 'less'}", n=speech.number(abs(figure.mean))
            )
            found["price" if bad else "gain"].append(text)
    return found


def _joined(said: str, clauses: list[str], link: str, speech: Speech) -> str:
    """Return a sentence with clauses behind it."""
    if not clauses:
        return said + "."
    both = speech.say("lab.and").join(clauses)
    return said + speech.say(link, what=both)
