"""Ensembles that are interrupted, refused, or partly go wrong."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import sim
from sim.errors import InputError, RunsFailedError
from sim.runs.journal import FILE
from sim.terminal.runs import present_ensemble

PLANS = ["silence", "honest-roadmap"]
SMALL = {"community.people": "150", "clock.days": "3"}

ENDLESS = """
import sys, time
from pathlib import Path
import sim, sim.api

scenario = sim.load_scenario("analytics-outage", overrides={small!r})
kept = sim.api._run
def slowly(*words):
    time.sleep(0.05)
    return kept(*words)
sim.api._run = slowly
sim.compare(scenario, {plans!r}, seeds=40, execution=sim.Execution(folder=Path(sys.argv[1])))
"""


@pytest.fixture(scope="module")
def scenario() -> sim.Scenario:
    return sim.load_scenario("analytics-outage", overrides=SMALL)


@pytest.fixture(scope="module")
def whole(scenario: sim.Scenario) -> sim.Ensemble:
    return sim.compare(scenario, PLANS, seeds=40)


def done(folder: Path) -> int:
    file = folder / FILE
    return max(0, file.read_bytes().count(b"\n") - 1) if file.exists() else 0


def test_a_killed_comparison_goes_on_and_loses_nothing(
    scenario: sim.Scenario, whole: sim.Ensemble, tmp_path: Path
) -> None:
    program = ENDLESS.format(small=SMALL, plans=PLANS)
    process = subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "runs")])
    begin = time.monotonic()
    while done(tmp_path / "runs") < 5 and time.monotonic() - begin < 120:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    before = done(tmp_path / "runs")
    assert 5 <= before < 40

    told: list[tuple[int, int]] = []
    resumed = sim.compare(
        scenario,
        PLANS,
        seeds=40,
        execution=sim.Execution(folder=tmp_path / "runs"),
        progress=lambda so_far, total: told.append((so_far, total)),
    )
    assert told[0] == (2 * (before + 1), 80)  # no run is repeated
    assert len(told) == 40 - before
    assert resumed.dataset.equals(whole.dataset)
    assert resumed.measures.equals(whole.measures)
    assert resumed.acts["honest-roadmap"].equals(whole.acts["honest-roadmap"])


def test_another_comparison_is_refused(scenario: sim.Scenario, tmp_path: Path) -> None:
    sim.compare(scenario, PLANS, seeds=2, execution=sim.Execution(folder=tmp_path))
    other = sim.load_scenario("analytics-outage", overrides={**SMALL, "incident.affected": "0.5"})
    with pytest.raises(InputError, match="do not belong here"):
        sim.compare(other, PLANS, seeds=2, execution=sim.Execution(folder=tmp_path))
    with pytest.raises(InputError, match="do not belong here"):
        sim.compare(scenario, PLANS, seeds=3, execution=sim.Execution(folder=tmp_path))


def test_one_bad_run_is_named_and_the_rest_goes_on(
    scenario: sim.Scenario, whole: sim.Ensemble, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = sim.api._run  # type: ignore[attr-defined]

    def brittle(scenario: sim.Scenario, plan: str, seed: int, *rest: object) -> object:
        if seed == 3:
            raise ZeroDivisionError("broken on purpose")
        return kept(scenario, plan, seed, *rest)

    monkeypatch.setattr("sim.api._run", brittle)
    ensemble = sim.compare(scenario, PLANS, seeds=6)
    assert ensemble.seeds == [0, 1, 2, 4, 5]
    assert ensemble.provenance["failures"] == ["seed 3: ZeroDivisionError('broken on purpose')"]
    assert ensemble.dataset.equals(whole.dataset.sel(seed=ensemble.seeds))
    with pytest.raises(RunsFailedError, match="seed 3"):
        sim.compare(scenario, PLANS, seeds=[3])


def test_the_command_line_clears_what_is_finished(tmp_path: Path) -> None:
    words = ["compare", "analytics-outage", "--plans", "silence", "--seeds", "2"]
    words += ["--set", "community.people=100", "--set", "clock.days=2", "--out", str(tmp_path)]
    subprocess.run([sys.executable, "-m", "sim", *words], check=True, capture_output=True)
    assert not (tmp_path / ".unfinished").exists()
    assert json.loads((tmp_path / "provenance.json").read_text())["seeds"] == [0, 1]


def test_files_keep_what_memory_keeps(scenario: sim.Scenario, tmp_path: Path) -> None:
    on_disk = sim.compare(scenario, PLANS, seeds=3, execution=sim.Execution(folder=tmp_path))
    in_memory = sim.compare(scenario, PLANS, seeds=3)
    assert on_disk.dataset.equals(in_memory.dataset)
    assert done(tmp_path) == 3


def test_only_the_series_asked_for_are_kept(scenario: sim.Scenario, tmp_path: Path) -> None:
    few = sim.compare(
        scenario, PLANS, seeds=2, series=["trust"], execution=sim.Execution(folder=tmp_path)
    )
    assert set(few.dataset.data_vars) == {"critical_posts", "trust"}
    assert {file.stem for file in tmp_path.glob("*.npy")} - {"measures"} == {
        "critical_posts", "trust",
    }  # fmt: skip
    everything = sim.compare(scenario, PLANS, seeds=2)
    assert few.dataset["trust"].equals(everything.dataset["trust"])
    assert few.measures.equals(everything.measures)
    with pytest.raises(InputError, match="do not belong here"):
        sim.compare(scenario, PLANS, seeds=2, execution=sim.Execution(folder=tmp_path))
    with pytest.raises(InputError, match="there is no series 'thrust'; did you mean"):
        sim.compare(scenario, PLANS, seeds=2, series=["thrust"])


def test_a_bad_run_is_told_on_the_terminal_with_its_seed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = sim.api._run  # type: ignore[attr-defined]

    def brittle(scenario: sim.Scenario, plan: str, seed: int, *rest: object) -> object:
        if seed == 1:
            raise ZeroDivisionError("broken on purpose")
        return kept(scenario, plan, seed, *rest)

    monkeypatch.setattr("sim.api._run", brittle)
    story = sim.load_scenario("analytics-outage", overrides=SMALL)
    partly = sim.compare(story, PLANS, seeds=3, execution=sim.Execution(folder=tmp_path))
    assert list(partly.dataset["seed"]) == [0, 2]
    assert partly.dataset.equals(sim.compare(story, PLANS, seeds=[0, 2]).dataset)
    present_ensemble(partly, None, as_json=True)
    said = capsys.readouterr()
    assert said.err == "Left out: seed 1: ZeroDivisionError('broken on purpose')\n"
    assert json.loads(said.out)["seeds"] == [0, 2]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(scenario: sim.Scenario, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(sim.errors.OutputError):  # type: ignore[attr-defined]
        sim.compare(scenario, PLANS, seeds=1, execution=sim.Execution(folder=tmp_path / "runs"))
