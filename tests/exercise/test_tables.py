"""The tables of a debrief, as spreadsheets read them."""

import csv
from pathlib import Path

import pytest

from sim.exercise.debrief.files import plain, save
from sim.exercise.debrief.replays import debrief
from sim.exercise.debrief.ways import plans_played
from sim.exercise.log import EventLog
from sim.exercise.running import RunningExercise
from tests.exercise.small_exercise import small_exercise

FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


@pytest.mark.parametrize("sign", FORMULAS)
@pytest.mark.parametrize(
    "before", ["", " ", "Sorry;", "Sorry; ", "Sorry\t", "a|", 'a";"', "a\n", "'"]
)
def test_no_text_is_a_formula_whatever_separates_cells(before: str, sign: str) -> None:
    text = plain(f"{before}{sign}HYPERLINK(1)")
    for separator in (";", "\t", "|", "\n", None):
        cells = [text] if separator is None else text.split(separator)
        assert not any(cell.strip(' "').startswith(FORMULAS) for cell in cells), (separator, text)


def test_ordinary_texts_stay_as_they_are() -> None:
    for text in ("We are sorry - it was us.", "1 + 1 = 2", "a@b.org", "Bäcker; Öfen", "", "x=1"):
        assert plain(text) == text


def test_tables_open_with_their_umlauts_and_without_formulas(tmp_path: Path) -> None:
    scenario = small_exercise()
    exercise = RunningExercise.open(EventLog(), scenario, 5, "en", ["=1+2", "Bäcker; =Öfen"])
    exercise.begin_round()
    for team in exercise.room.teams:
        exercise.decide(team, [{"do": "apology", "words": 'Sorry";"=HYPERLINK("x")'}])
    exercise.close()
    plans = plans_played(exercise.room)
    told = debrief(scenario, plans, 5, "en", 2, lambda *_: None)
    save(told, scenario.clock.start_hours, tmp_path)
    files = sorted(tmp_path.glob("*.csv"))
    assert len(files) == 7
    for file in files:
        assert file.read_bytes().startswith(b"\xef\xbb\xbf"), file
        with file.open(encoding="utf-8-sig", newline="") as table:
            cells = [cell for row in csv.reader(table) for cell in row]
        assert not any(part.lstrip(' "').startswith(FORMULAS[0]) for cell in cells
                       for part in cell.split(";")), file  # fmt: skip
    assert any("Bäcker" in file.read_text(encoding="utf-8-sig") for file in files)
