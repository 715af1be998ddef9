"""More people than memory holds are refused before anything starts."""

from pathlib import Path

import pytest

import sim
from sim.engines import memory
from sim.errors import InputError
from sim.language.speech import Speech
from sim.terminal.progress import waiting


@pytest.fixture
def crowd(monkeypatch: pytest.MonkeyPatch) -> sim.Scenario:
    """Two million people, where 400 MB are free."""
    monkeypatch.setattr(memory, "available", lambda: 400_000_000)
    return sim.load_scenario("analytics-outage", overrides={"community.people": "2000000"})


@pytest.mark.parametrize("engine", ["compiled", "mesa"])
def test_too_many_people_are_refused_with_what_they_need(crowd: sim.Scenario, engine: str) -> None:
    said = r"2,000,000 people need about \d.* [GM]B of memory, and 400 MB are free; set community"
    with pytest.raises(InputError, match=said):
        sim.simulate(crowd, seed=1, engine=engine)  # type: ignore[arg-type]
    with pytest.raises(InputError, match=said):
        sim.compare(crowd, seeds=1, engine=engine)  # type: ignore[arg-type]


def test_no_more_runs_at_a_time_than_memory_holds(
    crowd: sim.Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "available", lambda: int(3.5 * memory.needed(crowd, "compiled")))
    assert memory.max_parallel_runs(crowd, "compiled", 8) == 3
    assert memory.max_parallel_runs(crowd, "compiled", 2) == 2


def test_a_containers_limit_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    limit = tmp_path / "memory.max"
    monkeypatch.setattr(memory, "LIMIT", limit)
    free = memory.available()
    limit.write_text("max\n")
    assert memory.available() > free / 2
    limit.write_text("123456\n")
    assert memory.available() == 123456


def test_the_first_run_says_that_it_compiles(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # as on a terminal
    monkeypatch.setattr("sim.compiling.is_compiled", lambda: False)
    with waiting("a run"):
        pass
    assert Speech().say("terminal.compiling") in capsys.readouterr().err
    monkeypatch.setattr("sim.compiling.is_compiled", lambda: True)
    with waiting("a run"):
        pass
    assert Speech().say("terminal.compiling") not in capsys.readouterr().err
