"""What people write about just now: what they wait for, and what the company just did."""

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
"""Weight of the matter itself; that of a response stands on its class."""


@dataclass(frozen=True, slots=True)
class TopicContext:
    """What there is to be talked about at one moment; times in hours since the start."""

    now: float
    acts: Sequence[Act]
    promises: Sequence[PromiseEntry]
    repaired: float
    articles: Sequence[float]
    """When they appeared."""
    since: float
    """When people first could have expected a word."""

    @property
    def silent_for(self) -> float:
        """Hours since the company last said something on the page."""
        spoken = [act.hours for act in self.acts if act.levers.reach > 0 and act.hours <= self.now]
        return self.now - max(spoken, default=self.since)

    @property
    def missed(self) -> PromiseEntry | None:
        """The promise last missed, while it is quoted back."""
        return next(
            (
                promise
                for promise in reversed(self.promises)
                if promise.outcome == "broken" and 0 < self.now - promise.deadline <= MISSED_FOR
            ),
            None,
        )

    @property
    def open(self) -> PromiseEntry | None:
        """The promise that is believed in now."""
        return next(
            (
                promise
                for promise in reversed(self.promises)
                if promise.made < self.now < promise.deadline
                and (promise.settled is None or promise.settled > self.now)
            ),
            None,
        )


def topics(told: TopicContext) -> dict[str, float]:
    """Topics of this moment with their weights."""
    over = told.now >= told.repaired
    weights = {"matter": THE_MATTER * (0.4 if over else 1.0)}
    if told.silent_for > LONG_SILENCE and not over:
        weights["silence"] = min(told.silent_for, 24.0) / 6.0
    if told.missed is not None:
        weights["missed"] = 5.0 * (1.0 - (told.now - told.missed.deadline) / (2 * MISSED_FOR))
    elif told.open is not None:
        weights["waiting"] = 2.0
    for act in told.acts:
        if 0 < told.now - act.hours <= TALKED_ABOUT:
            topic, weight = _topic_of(act, told)
            if topic:
                weights[topic] = max(weights.get(topic, 0.0), weight)
    if any(0 <= told.now - hours <= IN_THE_PRESS for hours in told.articles):
        weights["press"] = 1.5
    return weights


def _topic_of(act: Act, told: TopicContext) -> tuple[str, float]:
    """What an act is talked about as; nothing for what people cannot know."""
    if act.do == "fixed-notice":
        return ("fixed", 4.0) if told.now >= told.repaired else ("not_fixed", 5.0)
    if act.do == "supporters":
        return ("bought", 3.0) if act.levers.astroturf_rate > 0 else ("", 0.0)
    return CATALOGUE[act.do].topic


def drawn(weights: Mapping[str, float], number: float) -> str:
    """The topic at this place (0 to 1) among all weights."""
    sums = list(accumulate(weights.values()))
    place = next((k for k, upto in enumerate(sums) if number * sums[-1] < upto), len(sums) - 1)
    return list(weights)[place]
