"""Study files: what is wrong is said all at once, where it stands, with what to write instead."""

import math
from pathlib import Path

import pytest

from sim.errors import StudyError, UnknownNameError
from sim.studies.factors import position_of
from sim.studies.loading import load_study
from tests.studies.small_study import STUDY, written


def said_of(folder: Path, **instead: str) -> str:
    """The complaint about the study with texts replaced."""
    with pytest.raises(StudyError) as wrong:
        load_study(written(folder, instead=dict(instead.values())))
    return str(wrong.value)


MISTAKES = {
    "an unknown path": ('"incident.affected"', '"incident.afected"', 'did you mean "affected"?'),
    "an unknown parameter": ('"incident.affected"', '"parameters.vent_"', 'did you mean "vent"?'),
    "a value out of range": ("[0.1, 0.6]", "[0.1, 6.0]", "must be at most 1"),
    "a value of another type": ('["5h", "20h"]', '["5h", 20]', "20h"),
    "an empty range": ("values = [0.1, 0.6]", "low = 0.6\nhigh = 0.1\nsteps = 3", "range is empty"),
    "one level": ("[0.1, 0.6]", "[0.1]", "at least 2 levels"),
    "the same level twice": ("[0.1, 0.6]", "[0.1, 0.1]", "is there twice"),
    "two ways at once": ("[0.1, 0.6]", "[0.1, 0.6]\nsteps = 3", "is given beside values"),
    "no levels": ("values = [0.1, 0.6]", "", "has no levels"),
    "a distribution in a sweep": (
        "values = [0.1, 0.6]", 'distribution = "uniform"\nlow = 0.1\nhigh = 0.2', "needs levels",
    ),
    "an unknown plan": ('"silence", "sorry"', '"silense", "sorry"', 'did you mean "silence"?'),
    "an unknown measure": (
        '"critical_posts_total", "peak"', '"critical_post_total"', 'mean "critical_posts_total"?',
    ),
    "an unknown baseline": ('baseline = "silence"', 'baseline = "word"', 'did you mean "words"?'),
    "an unknown key": ("seeds = 3", "seed = 3", 'did you mean "seeds"?'),
    "an unknown kind": ('"sweep"', '"sweeps"', 'did you mean "sweep"?'),
    "no kind": ('kind = "sweep"', "", "sweep"),
    "no such scenario": ('"bread.toml"', '"bred"', "there is no scenario"),
    "a plan with a wrong step": ('do = "apology"', 'do = "apolgy"', 'did you mean "apology"?'),
    "a plan that comes too early": ('at = "Mon 12:00"', 'at = "Mon 05:00"', "before the start"),
    "a plan of the scenario's name": ("[plans.sorry]", "[plans.words]", "another name"),
    "a wrong replaced value": (
        "seeds = 3", 'seeds = 3\nset = { "incident.severety" = 1.0 }', 'did you mean "severity"?',
    ),
    "a step that is not there": (
        '"incident.affected"', '"plans.words.steps.7.every"', "number its entries from 0",
    ),
    "a form without a value": ("[0.1, 0.6]", '[0.1, 0.6]\nwrite = "h"', "{value}"),
}  # fmt: skip


@pytest.mark.parametrize("what", MISTAKES)
def test_a_mistake_is_said_where_it_stands(what: str, tmp_path: Path) -> None:
    old, new, remedy = MISTAKES[what]
    told = said_of(tmp_path, instead=(old, new))
    assert remedy in told
    assert told.startswith(str(tmp_path / "study.toml") + ":")


def test_all_mistakes_are_said_at_once(tmp_path: Path) -> None:
    told = said_of(
        tmp_path, one=("seeds = 3", "seeds = 1"), two=('"critical_posts_total", "peak"', '"aera"')
    )
    assert "seeds: must be at least 2" in told
    assert "measures.0" in told


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="responses"):
        load_study("respones")


def test_levels_are_replaced_values_of_the_scenario(tmp_path: Path) -> None:
    study = load_study(written(tmp_path))
    settings = study.spec.settings()
    assert len(settings) == 4
    assert settings.changes(1) == {"incident.affected": 0.1, "incident.repair.median": "20h"}
    changed = study.scenario(settings.changes(2))
    assert changed.incident is not None
    assert changed.incident.affected == 0.6
    assert list(changed.plans) == ["silence", "words", "sorry"]


def test_quick_takes_the_ends_only(tmp_path: Path) -> None:
    longer = STUDY.replace("[0.1, 0.6]", "[0.1, 0.2, 0.3, 0.6]")
    study = load_study(written(tmp_path, longer), quick=True)
    assert [level.label for level in study.spec.factors["affected"].levels()] == ["10 %", "60 %"]


def test_a_number_beyond_all_numbers_is_no_position() -> None:
    assert math.isnan(position_of(10**400))
    assert position_of(7) == 7.0
