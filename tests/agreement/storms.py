"""Storms small and loud enough that every rule is met within seconds, on either engine."""

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from sim.scenario import Scenario, load_scenario, scenario_from_document, shipped

SHIPPED = {name: load_scenario(name) for name in shipped()}
"""The scenarios that come with the simulator."""

RUNS = [(name, plan) for name, scenario in SHIPPED.items() for plan in scenario.plans]
"""Every shipped scenario with every plan of it."""

LOUD = {"threshold": 0.3, "voice": 1.5, "leaving": 1.0, "grievance_contagion": 0.3}
"""Parameters under which a few hundred people raise a storm."""


def cut_down(name: str, people: int = 300, **more: Any) -> Scenario:
    """A shipped scenario with fewer people, and a press that writes about little."""
    scenario = SHIPPED[name]
    changed: dict[str, Any] = {"community.people": min(people, scenario.community.people)}
    if scenario.community.outsiders:
        changed["community.outsiders"] = people // 3
    if scenario.media:
        changed["media.articles_at"] = 0.5
        changed["media.outsiders_reached"] = 0.5
    changed |= {f"parameters.{parameter}": value for parameter, value in LOUD.items()}
    return load_scenario(name, changed | {key.replace("__", "."): more[key] for key in more})


Steps = Sequence[Mapping[str, Any]]


def small_storm(
    steps: Steps = (), *, people: int = 120, days: float = 2.0, **tables: Mapping[str, Any] | None
) -> Scenario:
    """A loud storm with the plans "silence" and "talk" (these steps).

    Tables are added to; a key or a table that is None is left out.
    """
    document: dict[str, Any] = {
        "title": "A small storm",
        "clock": {"start": "Sun 12:00", "days": days},
        "community": {
            "people": people,
            "outsiders": people // 4,
            "ties": {"kind": "power-law-cluster", "ties_per_person": 3},
        },
        "incident": {
            "at": "Sun 14:00",
            "affected": 0.5,
            "severity": 0.9,
            "clients": 0.5,
            "outrage_share": 0.2,
            "outrage_strength": 0.5,
            "first_posts": 1,
            "repair": {"median": "26h", "spread": 0.3},
        },
        "company": {"staff": 2, "optimism": 0.8, "learns": "12h", "private_answers_per_hour": 0.5},
        "media": {"articles_at": 1.0, "max_articles": 2, "outsiders_reached": 0.5},
        "parameters": LOUD,
        "plans": {
            "silence": {"summary": "No word."},
            "talk": {"summary": "Some words.", "steps": [dict(step) for step in steps]},
        },
    }
    for name, table in tables.items():
        said = {**document.pop(name, {}), **(table or {})}
        if table is not None:
            document[name] = {key: value for key, value in said.items() if value is not None}
    return scenario_from_document(document, "small-storm")


def quarters(hours: float) -> str:
    """A moment so many hours after the start, on a quarter of an hour."""
    return f"+{int(hours * 60)}min"


moments = st.integers(0, 4 * 46).map(lambda quarter: quarters(quarter / 4))
"""Moments within a small storm."""

DATED = (
    {"do": "acknowledgement"},
    {"do": "interim-update"},
    {"do": "promise", "deadline": "estimate"},
    {"do": "promise", "deadline": "estimate", "margin": 3.0},
    {"do": "roadmap", "pinned": True},
    {"do": "change-of-plan"},
    {"do": "explanation"},
    {"do": "apology", "reach": 3.0},
    {"do": "downplaying"},
    {"do": "denial"},
    {"do": "deletion"},
    {"do": "netiquette"},
    {"do": "private-channel"},
    {"do": "individual-answers"},
    {"do": "individual-answers", "share": 1.0, "within": "20min", "admits": 0.7},
    {"do": "individual-answers", "share": 0.0},
    {"do": "help-page"},
    {"do": "client-help"},
    {"do": "compensation", "public": True},
    {"do": "fixed-notice"},
    {"do": "post-mortem"},
    {"do": "legal-threat"},
    {"do": "supporters"},
    {"do": "supporters", "covert": True, "posts_per_hour": 8.0},
)
"""Every response, some of them in two ways."""

WATCHING = (
    {"do": "promise", "deadline": "estimate", "when": "promises_open == 0", "times": 5},
    {"do": "change-of-plan", "when": "overrun > 0 and hours_to_deadline < 6"},
    {"do": "netiquette", "when": "posts_per_hour > 2", "times": 3, "pause": "3h"},
    {"do": "fixed-notice", "when": "fixed == 1"},
    {"do": "interim-update", "at": "+1h", "every": "3h", "until": "fixed"},
)
"""Steps that wait for something, or come again."""

dated = st.builds(lambda what, at: {**what, "at": at}, st.sampled_from(DATED), moments)
plans = st.lists(st.one_of(dated, st.sampled_from(WATCHING)), min_size=1, max_size=8)
"""Plans of all kinds, as the steps of a scenario file."""
