"""Study files made of what the lab shows: a line over one fact, a map over two, a plan search."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import tomlkit

from sim.errors import StudyError
from sim.lab.facts import FACTS, Fact
from sim.lab.refusals import LabRefusedError
from sim.language.speech import LANGUAGES, Speech
from sim.scenario.schema import Scenario
from sim.studies.loading import Study, load_study

MEASURES = ("critical_posts_total", "customers_lost", "peak", "trust_left")
"""Measures that a study from the lab can be about, the first one unless another is chosen."""
LINE_LEVELS, MAP_LEVELS = 7, 5
"""Levels of a fact on a line, and of each of the two on a map."""
LINE_SEEDS, MAP_SEEDS, SEARCH_SEEDS = 30, 12, 60
WHOLE_FROM = 20.0
"""Hours from which a study takes whole ones."""
WIDER = 4.0
"""Factor between a span or a number of people and the ends of its levels."""
TRIALS, TRAINED = 160, 8
FIRST_WORD, LATEST = 1.0, 72.0
"""Hours after the incident between which a searched act begins."""
CANDIDATES: tuple[Mapping[str, Any], ...] = (
    {"do": "acknowledgement"},
    {"do": "interim-update", "every": {"any": ["4h", "6h", "12h", "24h"]}, "until": "fixed"},
    {"do": "roadmap"},
    {"do": "explanation"},
    {"do": "apology"},
    {"do": "promise", "deadline": "estimate", "margin": {"low": 1.0, "high": 4.0, "step": 0.5}},
    {"do": "change-of-plan", "times": 5,
     "when": {"any": ["overrun > 0 and hours_to_deadline < 6",
                      "overrun > 0 and hours_to_deadline < 12"]}},
    {"do": "client-help"},
    {"do": "help-page"},
    {"do": "private-channel"},
    {"do": "compensation", "value": {"low": 0.2, "high": 1.0, "step": 0.2}},
    {"do": "fixed-notice", "when": "fixed == 1"},
    {"do": "post-mortem", "when": {"any": ["hours_since_fixed > 12", "hours_since_fixed > 48"]}},
)  # fmt: skip
"""Acts that a searched plan may have. Those that a scenario refuses are left out."""


def sweep_values(
    name: str,
    plans: Sequence[str],
    facts: Sequence[Fact],
    document: Mapping[str, Any],
    measure: str,
    speech: Speech,
) -> dict[str, Any]:
    """Return a sweep over one fact or two, as its file holds it.

    ``plans`` are the plan in hand and its rival, which is the baseline. ``name`` is the
    scenario's, whose file lies beside the study's. Raises ``InputError`` for a fact that the
    scenario does not have.
    """
    compared = list(dict.fromkeys(plans))
    labels = [speech.say(f"lab.fact_{fact.name}") for fact in facts]
    a_map = len(facts) > 1
    others = [each for each in MEASURES if each != measure]
    levels = MAP_LEVELS if a_map else LINE_LEVELS
    return {
        "title": f"{name}: {' × '.join(labels)}",
        "question": speech.say("lab.study_asks", facts=", ".join(labels)),
        "kind": "sweep",
        "scenario": f"{name}.toml",
        "compare": compared,
        "baseline": compared[-1],
        "measures": [measure, *others],
        "seeds": MAP_SEEDS if a_map else LINE_SEEDS,
        **({"show": "map"} if a_map else {}),
        "factors": {
            f"fact-{place}": factor(fact, document, levels, label)
            for place, (fact, label) in enumerate(zip(facts, labels, strict=True), 1)
        },
    }  # fmt: skip


def factor(fact: Fact, document: Mapping[str, Any], levels: int, label: str) -> dict[str, Any]:
    """Return a fact as a factor of a study: its path and its levels."""
    value = fact.value(document)
    if value is None:
        raise LabRefusedError(
            f"{'.'.join(fact.path)} is no fact of this scenario; choose another one",
            "no_fact", fact=label,
        )  # fmt: skip
    told: dict[str, Any] = {"path": ".".join(fact.path), "label": label, "steps": levels}
    if fact.kind == "hours":
        told |= {"write": "{value}h", "unit": "h", "scale": "log"}
        if value >= WHOLE_FROM:  # nobody would say 47.2664 hours
            told["whole"] = True
    elif fact.kind == "people":
        told |= {"whole": True, "scale": "log"}
    elif fact.kind == "number":
        told |= {"whole": True, "steps": min(levels, int(fact.high - fact.low) + 1)}
    elif fact.kind == "share":
        told |= {"unit": "%"}
    if fact.kind in ("hours", "people"):
        middle = max(value, fact.low)
        low, high = max(fact.low, middle / WIDER), min(fact.high, middle * WIDER)
        return told | {"low": float(low), "high": float(max(high, low * WIDER))}
    return told | {"low": float(fact.low), "high": float(max(fact.high, value))}


def search_values(
    name: str, plans: Sequence[str], scenario: Scenario, hours: float, measure: str, speech: Speech
) -> dict[str, Any]:
    """Return a search for plans of so many hours of work, against the plan in hand."""
    incident = scenario.incident
    since = scenario.moment_hours(incident.at) if incident is not None else 0.0
    ends = scenario.clock.days * 24.0 - 1.0
    low, high = since + FIRST_WORD, min(since + LATEST, ends)
    opening = {"low": low, "high": max(high, low + 1.0), "step": 1.0, "write": "+{value}h"}
    candidates = [
        dict(each) if "when" in each else {"do": each["do"], "at": opening, **each}
        for each in CANDIDATES
    ]
    others = [each for each in MEASURES if each != measure]
    return {
        "title": f"{name}: {speech.say('lab.search_title', hours=speech.exact(hours))}",
        "question": speech.say("lab.search_asks", hours=speech.exact(hours)),
        "kind": "search",
        "scenario": f"{name}.toml",
        "compare": list(dict.fromkeys(plans)),
        "baseline": plans[0],
        "measures": [measure, "staff_hours", *others],
        "seeds": SEARCH_SEEDS,
        "trials": TRIALS,
        "trained": TRAINED,
        "limits": {"staff_hours": float(hours)},
        "candidates": candidates,
    }


def fact_of(name: str) -> Fact:
    """Return a fact by the name of its text."""
    return next(fact for fact in FACTS if fact.name == name)


def study_text(values: Mapping[str, Any], command: str) -> str:
    """Return the text of a study file. ``command`` carries it out."""
    return f"# {command}\n\n{tomlkit.dumps(dict(values))}"


def study_of(values: Mapping[str, Any], scenario: Scenario) -> tuple[Study, dict[str, Any]]:
    """Return the study on the scenario as it is shown, and its values as far as they fit it.

    Candidates that the scenario refuses are left out. Raises ``StudyError`` for anything else.
    """
    kept = dict(values)
    if "candidates" in kept:
        kept["candidates"] = [
            each for each in kept["candidates"]
            if _fits({**kept, "candidates": [each]}, scenario)
        ]  # fmt: skip
    return _loaded(kept, scenario), kept


def _fits(values: Mapping[str, Any], scenario: Scenario) -> bool:
    try:
        _loaded(values, scenario)
    except StudyError:
        return False
    return True


def _loaded(values: Mapping[str, Any], scenario: Scenario) -> Study:
    """Load a study beside a copy of its scenario, whose file may hold an older state."""
    with TemporaryDirectory() as folder:
        document = {**scenario.document, "plans": dict(scenario.document["plans"])}
        document.pop("exercise", None)
        document["title"] = {each: scenario.titled(each) for each in LANGUAGES}
        beside = Path(folder) / str(values["scenario"])
        beside.write_text(tomlkit.dumps(document), encoding="utf-8")
        file = Path(folder) / "study.toml"
        file.write_text(tomlkit.dumps(dict(values)), encoding="utf-8")
        return load_study(str(file))
