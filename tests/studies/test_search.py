"""A search: it goes on, keeps within its limits, and judges on what it has not seen."""

import re
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

import sim
from sim.cli import app
from sim.errors import InputError, StudyError
from sim.runs.runner import Execution
from sim.studies.candidates import Extremes, chosen, steps_of
from sim.studies.execute import run_study
from sim.studies.loading import load_study
from sim.studies.optimiser import FILE, spread_over
from sim.studies.search import FIRST_TRAINED, Search, undominated
from tests.studies.small_study import written

pytest.importorskip("optuna")

STUDY = """
title = "Bread"
question = "Is there a better plan?"
kind = "search"
scenario = "bread.toml"
compare = ["words", "silence"]
baseline = "words"
measures = ["critical_posts_total", "staff_hours", "peak"]
seeds = 3
trials = 12
trained = 2
parameters = ["vent", "voice"]

[limits]
staff_hours = 3

[[candidates]]
do = "interim-update"
at = { low = 3, high = 24, step = 1, write = "+{value}h" }
every = { any = ["4h", "12h"] }
until = "fixed"

[[candidates]]
do = "apology"
at = { low = 3, high = 24, step = 1, write = "+{value}h" }
empathy = { low = 0.1, high = 0.9 }

[[candidates]]
do = "fixed-notice"
when = "fixed == 1"
always = true
"""


def search(folder: Path, **instead: str) -> Path:
    return written(folder, STUDY, instead=instead)


@pytest.mark.slow
def test_a_search_writes_a_plan_that_runs(tmp_path: Path) -> None:
    words = ["study", str(search(tmp_path)), "--out", str(tmp_path / "out")]
    ended = CliRunner().invoke(app, words, catch_exceptions=False)
    assert ended.exit_code == 0
    assert re.search(r"plans tried\W+12\b", ended.output)
    best = tmp_path / "out" / "best-plan.toml"
    record = sim.simulate(sim.load_scenario(best), plan="found-1", seed=0)
    assert record.measures["staff_hours"] <= 8
    page = (tmp_path / "out" / "finding.md").read_text("utf-8")
    assert "the best plan found" in page.lower()


@pytest.mark.slow
def test_a_search_goes_on_where_it_was(tmp_path: Path) -> None:
    folder, study = tmp_path / "kept", load_study(search(tmp_path))

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_study(study, Execution(folder=folder), progress=stop)
    with (folder / FILE).open("ab") as log:
        log.write(b'{"torn')
    told: list[tuple[int, int]] = []
    result = run_study(study, Execution(folder=folder), progress=lambda *done: told.append(done))
    assert told[0] == (12, 12)
    assert len(result.study.trials) == 12
    found = [plan for plan in result.study.spec.plan_names if plan.startswith("found-")]
    assert 1 <= len(found) <= 6
    within = [trial for trial in result.study.trials if trial.allowed]
    assert all(trial.levels["staff_hours"] <= 3 for trial in within)


@pytest.mark.slow
def test_a_long_search_is_asked_about(tmp_path: Path) -> None:
    asked: list[tuple[float, int]] = []

    def agree(seconds: float, runs: int) -> None:
        asked.append((seconds, runs))
        raise InputError("no")

    longer = {"trials = 12": "trials = 100000"}
    with pytest.raises(InputError, match="no"):
        run_study(load_study(search(tmp_path, **longer)), agree=agree)
    assert asked[0][1] == (100_000 - 16) * 2


def test_the_search_does_not_see_what_it_is_judged_on(tmp_path: Path) -> None:
    spec = load_study(search(tmp_path)).spec
    assert isinstance(spec, Search)
    judged, trained = spec.settings(), spec.training()
    assert [judged.seed(k, 0) for k in range(3)] == [0, 1, 2]
    assert trained.seed(0, 0) == FIRST_TRAINED
    assert judged.changes(0) != trained.changes(0)


def test_open_values_become_values_of_steps() -> None:
    said = tomllib.loads(STUDY)["candidates"]
    first, last = (steps_of(said, Extremes(end)) for end in (False, True))
    assert first[0] == {"do": "interim-update", "at": "+3h", "every": "4h", "until": "fixed"}
    assert (last[0]["every"], last[1]["at"], last[1]["empathy"]) == ("12h", "+24h", 0.9)
    assert chosen("x", {"any": [True, False]}, Extremes(False)) is True


MISTAKES = {
    "an unknown step": ('do = "apology"', 'do = "apolgy"', 'did you mean "apology"?'),
    "a range out of range": ("high = 0.9", "high = 9.0", "at most 1"),
    "an empty range": ("low = 3, high = 24, step = 1", "low = 24, high = 3", "more than low"),
    "one choice": ('["4h", "12h"]', '["4h"]', "at least 2 values"),
    "an unknown limit": ("staff_hours = 3\n", "staff_hour = 3\n", "is no measure"),
    "an unknown parameter": ('"vent", "voice"', '"vent", "voise"', 'did you mean "voice"?'),
    "too early": ("low = 3, high = 24, step = 1", "low = -9, high = 24", "+-9h"),
}


@pytest.mark.parametrize("what", MISTAKES)
def test_a_mistake_is_said_where_it_stands(what: str, tmp_path: Path) -> None:
    old, new, remedy = MISTAKES[what]
    with pytest.raises(StudyError) as wrong:
        load_study(search(tmp_path, **{old: new}))
    assert remedy in str(wrong.value)
    assert "study.toml:" in str(wrong.value)


def test_the_front_is_what_nothing_beats() -> None:
    points = [(5.0, 1.0), (3.0, 2.0), (4.0, 3.0), (1.0, 4.0), (1.0, 5.0)]
    assert undominated(points) == [0, 1, 3]
    assert spread_over(10, 4) == [0, 3, 6, 9]
    assert spread_over(2, 6) == [0, 1]
