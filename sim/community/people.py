"""People and their traits, drawn from the run's seed.

Both engines start from the same records, so that a person is the same in either.
"""

import math
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.community.draws import streams_of, uniforms_of
from sim.community.graphs import Ties, groups_of
from sim.community.likeness import AT_ONCE, alike_along_ties, normal, uniform_of
from sim.storm.chance import Purpose, stream_of, uniform
from sim.storm.rules import NEVER_IN_PUBLIC
from sim.storm.state import NEVER, SOME, PersonState, records

ACTIVITY_MOST = 1000.0
"""Activity relative to the smallest beyond which nobody goes: a day has hours."""

THRESHOLDS = (0.08, 1.5)
"""Heat from which anybody, and nobody, speaks out: thresholds beyond are cut off (assumption)."""

CLIENTS_LEAST, CLIENTS_TAIL, CLIENTS_MOST = 0.5, 0.5, 3.0
"""Weight of waiting clients: the least, the inverse of the tail exponent, the most (assumption).

Before the cut-off its mean is 1."""

HOURS_A_DAY = 24.0
DIGITS = 12
"""Digits to which the correction of a lognormal's mean is rounded, so that 0.8 gives 0.32."""

NODES = 4096
"""Pieces of the table through which feelings and leanings are drawn."""

TRAITS = (
    "susceptibility",
    "threshold",
    "activity",
    "looks",
    "trust",
    "affected",
    "customer",
    "clients",
    "clients_weight",
    "forgiveness_time",
    "never_public",
)
"""Traits drawn, in order. The order is part of the results."""

TEMPER = ("susceptibility", "threshold", "never_public")
"""Traits in which friends are alike."""

GROUP_STREAM = -4
"""The "person" whose stream draws what the members of a group share."""
GROUP_STEPS = {"trust": 0.7548776662466927, "affected": 0.5698402909980532}
"""Traits that are alike within a group, and the step between the shares of two groups.

Steps of an even sequence in two dimensions (Roberts 2018): the mean over all groups stays what
the scenario says, and groups that trust little are hit no more often than others.
"""


def draw_people(scenario: Any, seed: int, ties: Ties | None = None) -> NDArray[Any]:
    """Draw records of all fans and, after them, of the outsiders, as ``PersonState`` has them.

    Drawn some at a time: a million people need little memory beside their records. With
    ``ties`` friends are alike in temper, without them people are independent of each other.
    """
    community, incident = scenario.community, scenario.incident
    alike = _alike_among_friends(scenario, seed, ties)  # first: drawing it takes memory
    people = records(PersonState, community.people + community.outsiders)
    parts = []
    for first in range(0, len(people), AT_ONCE):
        block = slice(first, first + AT_ONCE)
        theirs = {trait: draws[block] for trait, draws in alike.items()}
        parts.append(PeopleBlock(people[block], first, seed, scenario, theirs))
    for part in parts:
        part.draw_traits()
    if incident is not None and incident.affected_people is not None:
        _strike_exactly(people[: community.people], incident.affected_people, parts)
    for part in parts:
        if incident is not None:
            part.strike(incident)
    return people


def _alike_among_friends(
    scenario: Any, seed: int, ties: Ties | None
) -> dict[str, NDArray[np.float64]]:
    """Return everybody's uniform numbers for the traits in which friends are alike, by trait."""
    p = scenario.parameters
    draws: dict[str, NDArray[np.float64]] = {}
    if ties is None or p.temper_alike <= 0.0:
        return draws
    own = scenario.community.seed
    born = seed if own is None else own
    for trait in TEMPER:
        draws[trait] = alike_along_ties(born, purpose_of(trait), ties, p.temper_alike)
    return draws


def purpose_of(trait: str) -> int:
    """Return the purpose for which a trait is drawn."""
    return int(Purpose.TRAIT) + TRAITS.index(trait)


class PeopleBlock:
    """People who follow one another, with their streams of chance."""

    def __init__(
        self,
        people: NDArray[Any],
        first: int,
        seed: int,
        scenario: Any,
        alike: dict[str, NDArray[np.float64]],
    ) -> None:
        community = scenario.community
        self.people, self.scenario, self.first = people, scenario, first
        self.stream = streams_of(seed, len(people), first)
        own = community.seed is not None
        self.born = streams_of(community.seed, len(people), first) if own else self.stream
        self.shared = stream_of(community.seed if own else seed, GROUP_STREAM)
        self.fans = max(0, community.people - first)
        self.alike = alike
        """Draws that are alike among friends, by trait."""

    def drawn(self, trait: str) -> NDArray[np.float64]:
        """Return their uniform numbers for a trait, alike within a group where it is shared."""
        if trait in self.alike:
            return self.alike[trait]
        own = uniforms_of(self.born, 0, purpose_of(trait))
        homophily = getattr(self.scenario.community.ties, "homophily", 0.0)
        return self._alike(own, trait, homophily) if homophily and trait in GROUP_STEPS else own

    def _alike(self, own: NDArray[np.float64], trait: str, homophily: float) -> NDArray[np.float64]:
        """Mix their own draws with those of their groups (Gaussian copula)."""
        community = self.scenario.community
        everybody = community.people + community.outsiders
        groups = groups_of(self.first, len(own), everybody, community.ties)
        begin = uniform(self.shared, 0, list(GROUP_STEPS).index(trait))
        shared = normal(np.asarray((begin + GROUP_STEPS[trait] * groups) % 1.0, np.float64))
        mixed = math.sqrt(homophily) * shared + math.sqrt(1.0 - homophily) * normal(own)
        return uniform_of(mixed)

    def draw_traits(self) -> None:
        """Draw the traits that people have whatever happens."""
        p, people, drawn = self.scenario.parameters, self.people, self.drawn
        spread = p.threshold_spread * normal(drawn("threshold"))
        people["stream"] = self.stream
        people["susceptibility"] = beta(
            drawn("susceptibility"), p.susceptibility, p.susceptibility_concentration
        )
        people["threshold"] = np.clip(p.threshold + spread, *THRESHOLDS)
        people["threshold"][drawn("never_public") < p.never_public] = NEVER_IN_PUBLIC
        people["activity"] = activity(drawn("activity"), p.activity_exponent)
        looks = lognormal(drawn("looks"), p.feed_looks_spread)
        people["looks"] = p.feed_looks / HOURS_A_DAY * looks
        people["forgiveness_time"] = np.exp(
            p.forgiveness_spread * normal(drawn("forgiveness_time"))
        )
        people["first_trust"] = beta(drawn("trust"), p.initial_trust, p.trust_concentration)
        people["trust"] = people["first_trust"]  # to the bit, so that it does not move by itself
        people["customer"] = drawn("customer") < self.scenario.community.customers
        people["customer"][self.fans :] = 0
        people["outsider"][self.fans :] = 1
        people["teller_after"] = SOME
        people["speaks_at"] = NEVER
        for name in (
            "believes",
            "heard",
            "evidence",
            "wrote_at",
            "answer_at",
            "read_at",
            "word_due",
        ):
            people[name] = -1

    def strike(self, incident: Any) -> None:
        """Set whom the incident hits, who of them has clients, and how much everybody blames."""
        people = self.people
        if incident.affected_people is None:
            people["affected"] = people["customer"] & (self.drawn("affected") < incident.affected)
        has_clients = (people["affected"] == 1) & (self.drawn("clients") < incident.clients)
        weights = clients_weight(self.drawn("clients_weight"))
        people["clients"] = np.where(has_clients, weights, 0.0)
        people["blame"] = incident.blamed
        people["heard_at"] = self.scenario.moment_hours(incident.at)


def _strike_exactly(fans: NDArray[Any], number: int, parts: list[PeopleBlock]) -> None:
    """Let the incident hit so many fans, by the order of their draws, customers first."""
    drawn = np.concatenate([part.drawn("affected") for part in parts])[: len(fans)]
    hit = np.argsort(drawn + (fans["customer"] == 0), kind="stable")[:number]
    fans["affected"][hit] = 1
    fans["customer"][hit] = 1


def activity(draws: NDArray[np.float64], exponent: float) -> NDArray[np.float64]:
    """Pareto activity, cut off and scaled to mean 1 (participation: few write most)."""
    raw = np.minimum((1.0 - draws) ** (-1.0 / exponent), ACTIVITY_MOST)
    a, top = exponent, ACTIVITY_MOST
    mean = math.log(top) + 1.0 if a == 1.0 else (a - top ** (1.0 - a)) / (a - 1.0)
    return raw / mean


def clients_weight(draws: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weight of waiting clients: heavy-tailed (Pareto 2, from one half on), cut off."""
    return np.minimum(CLIENTS_MOST, CLIENTS_LEAST * (1.0 - draws) ** -CLIENTS_TAIL)


def lognormal(draws: NDArray[np.float64], spread: float) -> NDArray[np.float64]:
    """Lognormal with mean 1 and this standard deviation of the logarithm."""
    return np.exp(spread * normal(draws) - round(0.5 * spread * spread, DIGITS))


def beta(draws: NDArray[np.float64], mean: float, weight: float) -> NDArray[np.float64]:
    """Return Beta variates of this mean, to about seven digits (a mean of 0 or 1 is constant)."""
    if not 0.0 < mean < 1.0:
        return np.full_like(draws, min(1.0, mean))
    return np.interp(draws, *_quantiles(mean * weight, (1.0 - mean) * weight))


@lru_cache(maxsize=64)
def _quantiles(a: float, b: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Quantiles of a Beta distribution, at shares that lie closest together at both ends."""
    from scipy.special import betaincinv  # noqa: PLC0415

    shares = 0.5 - 0.5 * np.cos(np.linspace(0.0, math.pi, NODES + 1))
    return shares, betaincinv(a, b, shares)
