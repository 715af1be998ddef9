"""The search in waves: it finds a known optimum, and an interruption changes nothing."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from sim.calibration import history_matching
from sim.calibration.history_matching import CalibrationOptions, calibrate
from sim.calibration.report import best_toml, report
from sim.calibration.result import Calibration
from sim.calibration.space import Space
from sim.errors import InputError
from sim.runs.runner import Execution
from tests.calibration.made_up import CALMING, OPTIONS, SPACE, VOICE, rows

FEW = replace(OPTIONS, waves=2, sets=14)
ALONE = Execution(workers=1)
LOG = "finished.jsonl"


def run(numbers: str, options: CalibrationOptions = FEW, where: Execution = ALONE) -> Calibration:
    return calibrate(rows(*numbers.split()), SPACE, options, where)


@pytest.fixture(scope="module")
def found() -> Calibration:
    return run("S1 S2", OPTIONS)


def test_a_known_optimum_is_found(found: Calibration) -> None:
    best = found.best
    assert best.holding == {"S1", "S2"}
    assert best.total == 0
    assert VOICE[0] <= best.values["voice"] <= VOICE[1]
    assert CALMING[0] <= best.values["calming"] <= CALMING[1]
    assert best.wave > 1


def test_later_waves_satisfy_more_and_rule_out_more(found: Calibration) -> None:
    for shares in found.shares().values():
        assert shares[-1] > shares[0] + 0.2
    assert found.waves[-1].plausible_share < 0.6
    assert found.waves[-1].skill > 0.5


def test_a_climb_moves_the_best_sets_a_little_and_gets_better() -> None:
    options = replace(OPTIONS, waves=6, sets=12, spread=0.5, climb=True)
    climbed = calibrate(rows("S1", "S2"), SPACE, options, ALONE)
    totals = [min(s.total for s in climbed.sets if s.wave == wave) for wave in (1, 6)]
    assert totals[1] < totals[0]
    assert not any(wave.emulators for wave in climbed.waves)


def test_the_first_wave_around_the_defaults_moves_a_few_parameters_at_a_time() -> None:
    options = replace(OPTIONS, waves=1, sets=40, spread=0.5)
    around = calibrate(rows("S1"), SPACE, options, ALONE)
    moved = [sum(s.values[d.name] != d.default for d in SPACE.dimensions) for s in around.sets]
    assert moved[0] == 0
    assert 0.0 < sum(moved) / len(moved) < 0.4 * len(SPACE.dimensions)


def test_the_first_set_has_the_defaults(found: Calibration) -> None:
    assert found.sets[0].values == SPACE.defaults()


def test_parameters_that_moved_are_named(found: Calibration) -> None:
    moved = {move.dimension.name for move in found.moves()}
    assert {"voice", "calming"} <= moved


def test_two_processes_give_the_same_sets_as_one() -> None:
    alone, two = run("S1 L1"), run("S1 L1", where=Execution(workers=2))
    assert [one.values for one in alone.sets] == [one.values for one in two.sets]
    assert [one.rank for one in alone.sets] == [one.rank for one in two.sets]


def test_an_interrupted_search_goes_on_to_the_same_sets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run("S1 S2", where=Execution(1, folder=tmp_path / "whole"))
    part = Execution(1, folder=tmp_path / "part")
    scorer, runs = history_matching.Scorer.__call__, iter(range(20))

    def interrupted(self: history_matching.Scorer, job: tuple[int, dict[str, float]]) -> object:
        if next(runs, None) is None:
            raise KeyboardInterrupt
        return scorer(self, job)

    with monkeypatch.context() as patch:
        patch.setattr(history_matching.Scorer, "__call__", interrupted)
        stopped = run("S1 S2", where=part)
    assert stopped.stopped
    assert len(stopped.sets) == 20
    log = tmp_path / "part" / LOG
    log.write_bytes(log.read_bytes()[:-30])  # as kill -9 in the middle of a line leaves it
    again = run("S1 S2", where=part)
    assert not again.stopped
    assert [(one.number, one.values, one.rank) for one in again.sets] == [
        (one.number, one.values, one.rank) for one in whole.sets
    ]


def test_more_waves_go_on_from_those_that_are_done(tmp_path: Path) -> None:
    where = Execution(1, folder=tmp_path)
    first = run("S1", where=where)
    more = run("S1", replace(FEW, waves=3), where)
    assert [one.values for one in more.sets[: len(first.sets)]] == [
        one.values for one in first.sets
    ]
    assert len(more.sets) == 3 * FEW.sets


def test_a_folder_of_another_search_is_refused(tmp_path: Path) -> None:
    where = Execution(1, folder=tmp_path)
    run("S1", replace(FEW, waves=1), where)
    with pytest.raises(InputError, match=r"changed since then: options\.pairs.*choose another"):
        run("S1", replace(FEW, waves=1, pairs=8), where)


def test_conflicts_and_impossible_rows_are_reported() -> None:
    result = run("L1 L2 L3")
    assert [(one.first, one.second) for one in result.conflicts()] == [("L1", "L2")]
    assert result.never() == ["L3"]
    text = report(result)
    assert "| L1 with L2 |" in text
    assert "| L3 | Fact L3 |" in text


def test_invalid_scores_are_counted_and_named() -> None:
    result = run("L4")
    ((row, error),) = result.errors()
    low = sum(one.values["leaving"] < 1 / 3 for one in result.sets)
    assert result.errors() == {("L4", "ZeroDivisionError: nobody is left"): low}
    assert low > 0
    assert f"| {row} | {error} | {low} |" in report(result)
    assert result.best.rows["L4"].verdict == "holds"


def test_the_best_set_is_a_table_of_parameters(found: Calibration) -> None:
    assert tomllib.loads(best_toml(found)) == {"parameters": found.best.values}


def test_every_figure_of_every_set_is_in_the_table(found: Calibration) -> None:
    table = found.table()
    assert len(table) == OPTIONS.waves * OPTIONS.sets
    assert {"set", "wave", "voice", "S1 verdict", "S2 implausibility",
            "S1 voice: implausibility"} <= set(table.columns)  # fmt: skip
    holds = table["S1 implausibility"] == 0
    assert (holds == (table["S1 verdict"] == "holds")).all()


def test_a_wave_of_too_few_sets_is_refused_with_the_remedy() -> None:
    with pytest.raises(InputError, match="use at least 4"):
        CalibrationOptions(sets=2)


def test_nothing_to_calibrate_is_refused_with_the_remedy() -> None:
    with pytest.raises(InputError, match="declare one with sureness C or D"):
        Space.of_assumptions(declared=())
