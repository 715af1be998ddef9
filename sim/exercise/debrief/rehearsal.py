"""A rehearsal of an exercise before anybody plays it: what each round can still change.

A team that has been silent so far decides once, in one round, and is silent again. Each option
goes on in the same futures, so that they differ by the decision alone. Unlike the options of a
debrief these include what harms, such as deleting posts.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from sim.exercise.debrief.cards import LOST, POSTS, TRUST
from sim.exercise.debrief.coalitions import PLACE, STORM
from sim.exercise.debrief.hindsight import option_said
from sim.exercise.debrief.options import MOST_OPTIONS, Option
from sim.exercise.debrief.rollouts import Ends, Rollout
from sim.exercise.decisions import Window, parse_decisions, windows
from sim.exercise.refusals import RefusedError
from sim.exercise.texts import speech_for
from sim.language.numbers import decimal
from sim.language.typesetting import Language
from sim.scenario import Scenario
from sim.storm.responses import CATALOGUE

FUTURES, LEAST_FUTURES = 4, 2
"""Futures in which each option is tried, and where storms are large."""
SECONDS = 8.0
"""Seconds of one core that all futures of a rehearsal may take before there are fewer."""
SHARE_THAT_MATTERS, LEAST_THAT_MATTERS = 0.1, 5.0
"""A difference in posts or customers that teams notice: of the most, and at least so many."""
TRUST_THAT_MATTERS = 0.01
"""A difference in mean trust that a survey would see."""


@dataclass(frozen=True, slots=True)
class RoundWorth:
    """What the decisions of one round lead to."""

    number: int
    """From 0 on."""
    options: list[Option]
    """What was tried, silence first."""
    ends: Ends
    """Mean ends of the options, shape (options, KEPT)."""

    def of(self, measure: str) -> Ends:
        """Return a measure at the end of the storm, by option."""
        return self.ends[:, PLACE[measure]]

    @property
    def matters(self) -> bool:
        """True if posts, customers or trust differ so much that a team would notice it."""
        counts = (self.of(name) for name in (POSTS, LOST))
        noticed = (_differ(ends) for ends in counts)
        return any(noticed) or bool(np.ptp(self.of(TRUST)) >= TRUST_THAT_MATTERS)

    @property
    def can_gain(self) -> bool:
        """True if some option has noticeably fewer posts or lost customers, or more trust."""
        counts = (self.of(name) for name in (POSTS, LOST))
        fewer = (_differ(np.array([ends[0], ends.min()])) for ends in counts)
        trust = self.of(TRUST)
        return any(fewer) or bool(trust.max() - trust[0] >= TRUST_THAT_MATTERS)

    @property
    def calmest(self) -> Option:
        """The option with the fewest critical posts."""
        return self.options[int(np.argmin(self.of(POSTS)))]

    @property
    def wildest(self) -> Option:
        """The option with the most critical posts."""
        return self.options[int(np.argmax(self.of(POSTS)))]


def rehearse(scenario: Scenario, seed: int) -> Iterator[RoundWorth]:
    """Try every round of an exercise, and yield what its decisions lead to."""
    rollout = Rollout(scenario, seed, futures_for(scenario))
    for number, window in enumerate(rollout.windows):
        found = [*rollout.options_of(number), *_harmful(scenario, window)]
        ends = rollout.ends(rollout.story.checkpoint(), found, range(rollout.futures))
        yield RoundWorth(number, found, ends.mean(axis=1))
        rollout.story.live_until(window.end)


def rounds_said(scenario: Scenario, language: Language = "en") -> Iterator[str]:
    """Yield a line about each round: what its decisions can still change."""
    script = scenario.exercise
    if script is None:
        return
    speech = speech_for(scenario, language, "trial")
    say = speech.say
    yield say("rounds", n=futures_for(scenario))
    for worth in rehearse(scenario, script.seed):
        title = script.rounds[worth.number].title.in_language(language)
        name = "  " + speech.labelled(f"{worth.number + 1} {title}")
        posts = worth.of(POSTS)
        most = decimal(round(float(posts.max())), language)
        worst = say("round_worst", n=most, what=option_said(worth.wildest, speech))
        silent, fewest = (speech.critical_posts(float(n)) for n in (posts[0], posts.min()))
        if not worth.matters:
            yield f"{name} {say('round_same', posts=silent)}"
        elif not worth.can_gain:
            yield f"{name} {say('round_no_gain', posts=silent, worst=worst)}"
        else:
            best = option_said(worth.calmest, speech)
            yield f"{name} {say('round_gain', posts=fewest, best=best, worst=worst)}"


def futures_for(scenario: Scenario) -> int:
    """Return in how many futures the options are tried: fewer where storms are large."""
    people = scenario.community.people + scenario.community.outsiders
    each = STORM[0] + STORM[1] * scenario.ticks * people / 1e6
    cost = each * len(windows(scenario)) * (MOST_OPTIONS + 1) / 2
    return max(LEAST_FUTURES, min(FUTURES, int(SECONDS / cost)))


def _harmful(scenario: Scenario, window: Window) -> list[Option]:
    """Return the responses that resist the criticism, each by itself, where they are possible."""
    found: list[Option] = []
    for name in (name for name, response in CATALOGUE.items() if response.group == "resist"):
        with suppress(RefusedError):
            found.append(parse_decisions([{"do": name}], window, scenario))
    return found


def _differ(ends: Ends) -> bool:
    """Return True if counts differ by as much as anybody notices."""
    needed = max(LEAST_THAT_MATTERS, SHARE_THAT_MATTERS * float(ends.max()))
    return bool(np.ptp(ends) >= needed)
