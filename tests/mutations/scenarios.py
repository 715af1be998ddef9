"""Mutated scenario files: refused where they are wrong, or run alike by both engines."""

from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from sim.scenario import load_scenario
from sim.scenario.schema import Scenario
from sim.storm.responses import CATALOGUE
from tests.mutations.documents import Document, written
from tests.mutations.mutant import Mutant, command

MOST_PEOPLE, MOST_TICKS = 400, 800
"""Sizes up to which an accepted scenario is run by both engines within seconds."""


def document(chance: Random) -> Document:
    """A small sound scenario that uses most of the schema, with steps drawn at random."""
    return {
        "title": "A test",
        "summary": "Something failed.",
        "clock": {"start": "Sun 12:00", "days": 1, "tick": chance.choice(("15min", "30min", "1h"))},
        "community": {
            "people": 60,
            "outsiders": 20,
            "customers": 0.7,
            "ties": _ties(chance),
        },
        "page": {"contagion": True},
        "incident": {
            "at": "Sun 14:00",
            "affected": 0.4,
            "severity": 0.8,
            "first_posts": 2,
            "repair": {"median": "6h", "spread": 0.2, "at_least": "2h"},
        },
        "company": {"staff": 2, "looks_every": "1h", "optimism": 0.8},
        "media": {"articles_at": 3.0, "max_articles": 2, "outsiders_reached": 0.1},
        "parameters": {},
        "plans": {
            "silence": {"summary": "No word."},
            "talk": {"summary": "Words.", "steps": [_step(chance, n) for n in range(4)]},
            "more": {"summary": "The same and more.", "like": "talk", "steps": [_step(chance, 9)]},
        },
    }


def _ties(chance: Random) -> Document:
    kinds = (
        "none",
        "power-law-cluster",
        "preferential-attachment",
        "small-world",
        "communities",
        "configuration",
    )
    kind = chance.choice(kinds)
    return {"kind": kind} if kind == "none" else {"kind": kind, "ties_per_person": 3}


def _step(chance: Random, number: int) -> Document:
    """A step that is sound, of any response."""
    do = chance.choice(sorted(CATALOGUE))
    step: Document = {"do": do, "name": f"step{number}"}
    if "deadline" in CATALOGUE[do].model_fields:
        step["deadline"] = chance.choice(("estimate", "Tue 06:00", "+40h"))
    when = chance.randrange(3)
    if when == 0:
        step |= {"at": f"+{chance.randrange(24)}h"}
        step |= {"every": "2h", "until": "fixed"} if chance.random() < 0.4 else {}
    elif when == 1:
        step |= {"when": "posts_per_hour > 1", "times": 3, "pause": "1h", "delay": "30min"}
    else:
        step |= {"at": "Sun 16:00"}
    return step


def mutant(chance: Random, folder: Path) -> Mutant:
    """A scenario file with a few changes, which is checked and run."""
    file = folder / "storm.toml"
    file.write_bytes(written(chance, document(chance), Scenario))
    return Mutant(
        words=("check", str(file)),
        done=command("check", file),
        names=(str(file),),
        in_lines=True,
        accepted=lambda: runs_alike(file),
    )


def runs_alike(file: Path) -> str:
    """Run a scenario in both engines; return how they differ, or what is not finite."""
    from sim.engines import compiled, mesa_model
    from sim.results.measures import measured
    from sim.results.storm import Storm
    from tests.agreement.sameness import assert_same_run

    story = load_scenario(file)
    people = story.community.people + story.community.outsiders
    if people > MOST_PEOPLE or story.ticks > MOST_TICKS:
        return ""
    for plan in list(story.plans)[:3]:
        run = compiled.run(story, plan, 1)
        try:
            assert_same_run(run, mesa_model.run(story, plan, 1))
        except AssertionError as differ:
            return f"engines differ under {plan}: {differ}"
        if wrong := _infinite(run.series) or _infinite(measured(Storm(run))):
            return f"{wrong} is not finite under {plan}"
    return ""


def _infinite(columns: Any) -> str:
    """Return the name of a column with an infinite value or, in a series, none at all."""
    for name, values in columns.items():
        array = np.asarray(values, dtype=float)
        if np.isinf(array).any() or (array.ndim and np.isnan(array).any()):
            return str(name)
    return ""
