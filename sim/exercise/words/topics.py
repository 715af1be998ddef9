"""Topics of the moment: the phase of the storm, and what the company just did or failed to do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from sim.engines.output import Act
from sim.scenario.voices import OCCASIONS, PHASES
from sim.storm.ledger import PromiseEntry
from sim.storm.responses import CATALOGUE

TOPICS = (*PHASES, *OCCASIONS)
OPEN_ONLY = ("updated", "acknowledged", "roadmap", "helped", "private")
"""Answers that nobody talks about any more once the failure is repaired."""

NOTICING_FOR = 2.0
"""Hours after the incident in which people only notice that something is wrong."""
FIRST_HOURS = 12.0
NIGHT = (23.0, 5.5)
"""Hours of the day between which it is night."""
LATER_AFTER = 24.0
"""Hours after the repair from which people look back."""
OVER_AFTER = 72.0
"""The same after an incident in which there is nothing to repair."""
TALKED_ABOUT = 12.0
"""Hours for which an act of the company is a topic."""
MISSED_FOR = 36.0
"""Hours for which a missed promise is quoted back."""
LOUD = 3
"""Severity from which nobody looks back."""
KEPT_FOR = 18.0
IN_THE_PRESS = 24.0
LONG_SILENCE = 4.0
"""Hours without a word from which the silence is a topic."""

THE_MATTER = 3.0
"""Weight of the matter itself. That of a response is declared on its class."""


@dataclass(frozen=True, slots=True)
class TopicContext:
    """Matters to talk about at one moment. Times are in hours since the start."""

    now: float
    clock: float
    """Hour of the day, 0 to 24."""
    acts: Sequence[Act]
    promises: Sequence[PromiseEntry]
    repaired: float
    """Infinite while it is not repaired, or if there is nothing to repair."""
    articles: Sequence[float]
    """Times at which they appeared."""
    since: float
    """Time from which people could know, and could have expected a word."""
    lasting: bool = True
    """True if there is something to repair."""
    severity: int = 0
    """Severity of the storm, 0 to 6. Nobody looks back while it is loud."""

    @property
    def over(self) -> bool:
        """True once the failure is repaired."""
        return self.now >= self.repaired

    @property
    def early(self) -> bool:
        """True as long as the failure has not come to light."""
        return self.now < self.since

    @property
    def phase(self) -> str:
        """The phase of the storm."""
        if self.over:
            lately = self.now - self.repaired <= LATER_AFTER
            return "repaired" if lately or self.severity >= LOUD else "later"
        age = self.now - self.since
        if age <= NOTICING_FOR:
            return "noticing"
        if not self.lasting and age > OVER_AFTER and self.severity < LOUD:
            return "later"
        if self.clock >= NIGHT[0] or self.clock < NIGHT[1]:
            return "night"
        return "first_hours" if age <= FIRST_HOURS else "days"

    @property
    def public(self) -> list[Act]:
        """Acts that appeared on the page, oldest first."""
        return [act for act in self.acts if act.levers.reach > 0 and act.hours < self.now]

    @property
    def silent_for(self) -> float:
        """Hours since the company last posted on the page."""
        spoken = [act.hours for act in self.acts if act.levers.reach > 0 and act.hours <= self.now]
        return max(0.0, self.now - max(spoken, default=self.since))

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
    def kept(self) -> PromiseEntry | None:
        """The promise last kept, for as long as it is talked about."""
        kept = (
            promise
            for promise in reversed(self.promises)
            if promise.outcome == "kept"
            and promise.settled is not None
            and 0 <= self.now - promise.settled <= KEPT_FOR
        )
        return next(kept, None)

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

    @property
    def times_missed(self) -> int:
        """Promises missed so far."""
        return sum(p.outcome == "broken" and p.deadline < self.now for p in self.promises)

    def promise_of(self, topic: str) -> PromiseEntry | None:
        """Return the promise that a topic is about."""
        named = {"missed": self.missed, "waiting": self.open, "kept": self.kept}
        return named.get(topic)

    def act_of(self, topic: str) -> Act | None:
        """Return the act of the company that a topic is about, the latest if there are several."""
        promise = self.promise_of(topic)
        for act in reversed(self.public):
            if promise is not None:
                if abs(act.hours - promise.made) < 1e-6:
                    return act
            elif _topic_of(act, self)[0] == topic and self.now - act.hours <= TALKED_ABOUT:
                return act
        return None


def topics(context: TopicContext) -> dict[str, float]:
    """Return the topics of this moment with their weights, the phase first."""
    weights = {context.phase: THE_MATTER * (0.8 if context.over else 1.0)}
    if context.silent_for > LONG_SILENCE and not context.over and context.phase != "later":
        weights["silence"] = min(context.silent_for, 24.0) / 8.0
    weights |= dict(_of_promises(context))
    for act in context.acts:
        if 0 < context.now - act.hours <= TALKED_ABOUT:
            topic, weight = _topic_of(act, context)
            if topic and not (context.over and topic in OPEN_ONLY):
                weights[topic] = max(weights.get(topic, 0.0), weight)
    if any(0 <= context.now - hours <= IN_THE_PRESS for hours in context.articles):
        weights["press"] = 1.2
    return weights


def _of_promises(context: TopicContext) -> Iterator[tuple[str, float]]:
    """Yield what becomes of promises. Once it is repaired, a missed time is no longer news."""
    if context.kept is not None:
        yield "kept", 2.5
    if context.missed is not None and not context.over:
        yield "missed", 4.0 * (1.0 - (context.now - context.missed.deadline) / (2 * MISSED_FOR))
    elif context.open is not None and not context.over:
        yield "waiting", 2.0


def _topic_of(act: Act, context: TopicContext) -> tuple[str, float]:
    """Return the topic and weight of an act. An act that people cannot know of has none."""
    if act.do == "fixed-notice":
        return ("fixed", 4.0) if context.over else ("not_fixed", 5.0)
    if act.do == "supporters":
        return ("bought", 3.0) if act.levers.astroturf_rate > 0 else ("", 0.0)
    return CATALOGUE[act.do].topic


def draw_topic(weights: Mapping[str, float], number: float) -> str:
    """Return the topic at this place (0 to 1) among all weights."""
    sums = list(accumulate(weights.values()))
    place = next((k for k, upto in enumerate(sums) if number * sums[-1] < upto), len(sums) - 1)
    return list(weights)[place]
