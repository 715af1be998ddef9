"""Topics of the moment: what people wait for, and what the company just did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from sim.engines.output import Act
from sim.storm.ledger import PromiseEntry
from sim.storm.responses import CATALOGUE

TALKED_ABOUT = 12.0
"""Hours for which an act of the company is a topic."""
MISSED_FOR = 36.0
"""Hours for which a missed promise is quoted back."""
IN_THE_PRESS = 24.0
LONG_SILENCE = 4.0
"""Hours without a word from which the silence is a topic."""

THE_MATTER = 3.0
"""Weight of the matter itself. That of a response is declared on its class."""


@dataclass(frozen=True, slots=True)
class TopicContext:
    """Matters to talk about at one moment. Times are in hours since the start."""

    now: float
    acts: Sequence[Act]
    promises: Sequence[PromiseEntry]
    repaired: float
    articles: Sequence[float]
    """Times at which they appeared."""
    since: float
    """Time from which people could have expected a word."""

    @property
    def silent_for(self) -> float:
        """Hours since the company last posted on the page."""
        spoken = [act.hours for act in self.acts if act.levers.reach > 0 and act.hours <= self.now]
        return self.now - max(spoken, default=self.since)

    @property
    def missed(self) -> PromiseEntry | None:
        """The promise last missed, for as long as it is quoted back."""
        missed = (
            promise
            for promise in reversed(self.promises)
            if promise.outcome == "broken" and 0 < self.now - promise.deadline <= MISSED_FOR
        )
        return next(missed, None)

    @property
    def open(self) -> PromiseEntry | None:
        """The promise that people believe in now."""
        believed = (
            promise
            for promise in reversed(self.promises)
            if promise.made < self.now < promise.deadline
            and (promise.settled is None or promise.settled > self.now)
        )
        return next(believed, None)


def topics(context: TopicContext) -> dict[str, float]:
    """Return the topics of this moment with their weights."""
    over = context.now >= context.repaired
    weights = {"matter": THE_MATTER * (0.4 if over else 1.0)}
    if context.silent_for > LONG_SILENCE and not over:
        weights["silence"] = min(context.silent_for, 24.0) / 6.0
    if context.missed is not None:
        weights["missed"] = 5.0 * (1.0 - (context.now - context.missed.deadline) / (2 * MISSED_FOR))
    elif context.open is not None:
        weights["waiting"] = 2.0
    for act in context.acts:
        if 0 < context.now - act.hours <= TALKED_ABOUT:
            topic, weight = _topic_of(act, context)
            if topic:
                weights[topic] = max(weights.get(topic, 0.0), weight)
    if any(0 <= context.now - hours <= IN_THE_PRESS for hours in context.articles):
        weights["press"] = 1.5
    return weights


def _topic_of(act: Act, context: TopicContext) -> tuple[str, float]:
    """Return the topic and weight of an act. An act that people cannot know of has none."""
    if act.do == "fixed-notice":
        return ("fixed", 4.0) if context.now >= context.repaired else ("not_fixed", 5.0)
    if act.do == "supporters":
        return ("bought", 3.0) if act.levers.astroturf_rate > 0 else ("", 0.0)
    return CATALOGUE[act.do].topic


def draw_topic(weights: Mapping[str, float], number: float) -> str:
    """Return the topic at this place (0 to 1) among all weights."""
    sums = list(accumulate(weights.values()))
    place = next((k for k, upto in enumerate(sums) if number * sums[-1] < upto), len(sums) - 1)
    return list(weights)[place]
