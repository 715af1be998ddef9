"""Who is there: people and their traits, drawn from the run's seed.

Both engines start from the same records, so that a person is the same in either.
"""

import math
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.community.draws import streams_of, uniforms_of
from sim.storm.chance import Purpose
from sim.storm.state import PERSON, records

ACTIVITY_MOST = 1000.0
"""Activity relative to the smallest beyond which nobody goes: a day has hours."""

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
    "grudge",
)
"""Traits drawn, in order; the order is part of the results."""


def draw_people(scenario: Any, seed: int) -> NDArray[Any]:
    """Records of all fans and, after them, of the outsiders; see ``state.PERSON``."""
    p, community, incident = scenario.parameters, scenario.community, scenario.incident
    fans = community.people
    number = fans + community.outsiders
    people = records(PERSON, number)
    born = community.seed if community.seed is not None else seed
    drawn = _draws(born, number)
    people["stream"] = streams_of(seed, number)
    people["susceptibility"] = beta(drawn["susceptibility"], p.susceptibility, 3.0)
    people["threshold"] = np.clip(
        p.threshold + p.threshold_spread * _normal(drawn["threshold"]), 0.08, 1.5
    )
    people["activity"] = activity(drawn["activity"], p.activity_exponent)
    people["looks"] = p.feed_looks / 24.0 * np.exp(0.8 * _normal(drawn["looks"]) - 0.32)
    people["grudge"] = np.exp(p.grudge_spread * _normal(drawn["grudge"]))
    people["trust"] = beta(drawn["trust"], p.initial_trust, 8.0)
    people["outsider"][fans:] = 1
    people["customer"][:fans] = drawn["customer"][:fans] < community.customers
    for name in ("promised", "heard", "wrote_at"):
        people[name] = -1
    if incident is not None:
        _strike(people, scenario, drawn)
    return people


def _strike(people: NDArray[Any], scenario: Any, drawn: dict[str, NDArray[np.float64]]) -> None:
    """Whom the incident hits, who of them has clients, and whom everybody blames."""
    incident, fans = scenario.incident, scenario.community.people
    customer = people["customer"][:fans] == 1
    if incident.affected_people is not None:
        # The draws order people; customers come first.
        order = np.argsort(drawn["affected"][:fans] + (~customer), kind="stable")
        people["affected"][order[: incident.affected_people]] = 1
        people["customer"][order[: incident.affected_people]] = 1
    else:
        people["affected"][:fans] = customer & (drawn["affected"][:fans] < incident.affected)
    has_clients = (people["affected"] == 1) & (drawn["clients"] < incident.clients)
    people["clients"] = np.where(has_clients, clients_weight(drawn["clients_weight"]), 0.0)
    people["blame"] = incident.blamed
    people["heard_at"] = scenario.moment_hours(incident.at)


def activity(draws: NDArray[np.float64], exponent: float) -> NDArray[np.float64]:
    """Pareto activity, cut off and scaled to mean 1 (participation: few write most)."""
    raw = np.minimum((1.0 - draws) ** (-1.0 / exponent), ACTIVITY_MOST)
    a, top = exponent, ACTIVITY_MOST
    mean = math.log(top) + 1.0 if a == 1.0 else (a - top ** (1.0 - a)) / (a - 1.0)
    return raw / mean


def clients_weight(draws: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weight of waiting clients: heavy-tailed (Pareto 2, from one half), at most 3."""
    return np.minimum(3.0, 0.5 * (1.0 - draws) ** -0.5)


def _draws(seed: int, number: int) -> dict[str, NDArray[np.float64]]:
    """One row of uniform numbers per trait."""
    own = streams_of(seed, number)
    return {
        trait: uniforms_of(own, 0, int(Purpose.TRAIT) + row) for row, trait in enumerate(TRAITS)
    }


def _normal(draws: NDArray[np.float64]) -> NDArray[np.float64]:
    from scipy.special import ndtri  # noqa: PLC0415

    return ndtri(np.clip(draws, 1e-12, 1.0 - 1e-12))


def beta(draws: NDArray[np.float64], mean: float, weight: float) -> NDArray[np.float64]:
    """Beta with this mean, to about seven digits; constant where the mean is 0 or 1."""
    if not 0.0 < mean < 1.0:
        return np.full_like(draws, min(1.0, mean))
    return np.interp(draws, *_quantiles(mean * weight, (1.0 - mean) * weight))


@lru_cache(maxsize=64)
def _quantiles(a: float, b: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Quantiles of a Beta distribution, at shares that lie closest together at both ends."""
    from scipy.special import betaincinv  # noqa: PLC0415

    shares = 0.5 - 0.5 * np.cos(np.linspace(0.0, math.pi, NODES + 1))
    return shares, betaincinv(a, b, shares)
