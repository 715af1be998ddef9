"""What fit, its checks and backtest say, in German and French: no English, and no mistake."""

import json
import re
from os import sep
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text
from openpyxl import Workbook
from typer.testing import CliRunner

from sim.charts.diagnoses import calibration_chart
from sim.charts.fitting import fitting
from sim.charts.forecasts import real_storms
from sim.cli import app
from sim.errors import InputError
from sim.fitting.backtest import BacktestStudy, CountsOfStorm, backtest
from sim.fitting.checks.alarm import Alarm
from sim.fitting.checks.calibration import RankCalibration
from sim.fitting.checks.diagnosing import Diagnosis
from sim.fitting.counts import CountsReading, read_counts
from sim.fitting.fitting import fit
from sim.fitting.learned import untaught
from sim.language.spoken import speaking, told
from sim.language.typesetting import Language
from sim.terminal.backtests import present_backtest
from sim.terminal.diagnoses import present_diagnosis
from sim.terminal.fits import present_fit
from tests.fitting.exports import write_lines
from tests.fitting.made_up import WORLDWIDE, made_up, power_storm
from tests.language.english_left import english_left

OTHERS: tuple[Language, ...] = ("de", "fr")
HOURS = tuple(f"2023-04-01 {hour:02d}:00" for hour in range(24))
MESSY = {
    "stray rows": (
        "Export", "time,count", *(f"{hour},{place + 40}" for place, hour in enumerate(HOURS)),
        "Sum,1236", "# a remark", "Source: somewhere",
    ),
    "no heading": tuple(f"{hour},{place}" for place, hour in enumerate(HOURS)),
    "posts": ("published,url", *(f"{hour}:07,a" for hour in HOURS)),
    "kinds": (
        "time,count,platform", *(f"{hour},{n},{kind}" for hour in HOURS for n, kind in
                                 ((5, "here"), (7, "there"))),
    ),
    "unknown and rounded": (
        "time,count", *(f"{hour},{'' if place == 3 else '<1' if place == 5 else '1.2K'}"
                        for place, hour in enumerate(HOURS)), f"{HOURS[-1][:10]} 23:30,",
    ),
    "gaps": ("time,count", *(f"{hour},9" for place, hour in enumerate(HOURS) if place % 5)),
    "spike": ("time,count", *(f"{hour},{900 if place == 9 else 8}"
                              for place, hour in enumerate(HOURS))),
    "weeks": ("week,count", *(f"2023-W{week:02d},{week}" for week in range(1, 9))),
    "sides": ("time,count,negative,defending", *(f"{hour},9,6,3" for hour in HOURS)),
    "quarters": ("time,count", *(f"2023-04-01 {n // 4:02d}:{n % 4 * 15:02d},{n}"
                                 for n in range(40))),
}  # fmt: skip
"""Files of which something is to be said."""
REFUSED = {
    "empty": (),
    "no times": ("a,b", "x,y"),
    "no counts": ("time,name,kind", "2023-04-01,a b,c d", "2023-04-02,e f,g h"),
    "no number": ("time,count", "2023-04-01,many", "2023-04-02,3"),
    "no time": ("time,count", "2023-04-01,3", "soon,4", "2023-04-02,3"),
    "negative": ("time,count", "2023-04-01,3", "2023-04-02,-3"),
    "one row": ("time,count", "2023-04-01,3"),
    "wide": ("time,count", "2023-04-01,1,000,000", "2023-04-02,5"),
    "two styles": ("time;count", "2023-04-01;1.600,5", "2023-04-02;1,600.5"),
    "two meanings": ("time;count", "2023-04-01;1.600", "2023-04-02;1.700"),
    "two orders": ("time;count", "03.04.2023;5", "2023-05-04;6"),
    "order": ("time;count", "03/04/2023;5", "04/05/2023;6"),
    "two columns": ("time,count,count", "2023-04-01,5,6", "2023-04-02,7,8"),
    "open columns": ("time,first,second", "2023-04-01,5,6", "2023-04-02,7,8"),
    "zone": ("time,count", "2023-04-01 10:00 IST,5", "2023-04-01 11:00 IST,6"),
    "too long": ("time,count", "1903-04-01,5", "2023-04-02,6"),
    "side by side": ("day,08:00,09:00,10:00,11:00,12:00,13:00", "2023-04-01,1,2,3,4,5,6"),
    "JSON": ('[{"time": "2023-04-01", "time": "2023-04-02"}]',),
    "broken JSON": ('[{"time": "2023-04-01", "count": 3]',),
    "page": ("<html>",),
}


def shown(command: str, path: Path, *options: str) -> str:
    """Return what a command shows of a file, whether it takes it or not."""
    done = CliRunner().invoke(app, [command, str(path), "--dry-run", *options])
    wrong = done.exception
    if wrong is not None and not isinstance(wrong, SystemExit | InputError):
        raise wrong
    said = done.output + ("" if wrong is None else str(wrong))
    return said.replace(f"{path.parent}{sep}", "")


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("file", MESSY)
def test_what_was_understood_of_a_file_is_said_in_the_language(
    tmp_path: Path, file: str, language: Language
) -> None:
    path = write_lines(tmp_path / "c.csv", *MESSY[file])
    english, other = (shown("fit", path, "--language", each) for each in ("en", language))
    assert not english_left(english, other), other
    assert other.count("\n") == english.count("\n")


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("file", REFUSED)
def test_a_file_is_refused_in_the_language(tmp_path: Path, file: str, language: Language) -> None:
    path = write_lines(tmp_path / "c.csv", *REFUSED[file])
    english, other = (shown("fit", path, "--language", each) for each in ("en", language))
    assert "c.csv" in other
    assert not english_left(english, other, ("from column", "Expecting")), other


@pytest.mark.parametrize("language", OTHERS)
def test_records_without_lines_are_called_so(tmp_path: Path, language: Language) -> None:
    rows = ", ".join(f'{{"time": "{hour}", "count": {"null" if n == 3 else n}}}'
                     for n, hour in enumerate(HOURS))  # fmt: skip
    path = write_lines(tmp_path / "c.json", f"[{rows}]")
    told_of = shown("fit", path, "--language", language)
    assert {"de": "Datensatz 1", "fr": "enregistrement 1"}[language] in told_of
    assert {"de": "Zeile 1)", "fr": "ligne 1)"}[language] not in told_of


def test_an_open_question_is_asked_in_the_language(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "c.csv", *REFUSED["order"])
    with pytest.raises(InputError) as asked:
        read_counts(path, CountsReading())
    with speaking("de"):
        said = told(asked.value.args[0])
    assert "die Folge von Tag und Monat ist offen; bitte angeben:" in said
    assert '--dates day-first: "03/04/2023" (Zeile 2) ist 3. April 2023' in said


def test_sheets_are_named_in_the_language(tmp_path: Path) -> None:
    book = Workbook()
    for name in ("one", "two"):
        sheet = book.create_sheet(name)
        for row in (("time", "count"), ("2023-04-01", 5), ("2023-04-02", 6)):
            sheet.append(row)
    book.save(tmp_path / "c.xlsx")
    assert "mehrere Blätter" in shown("fit", tmp_path / "c.xlsx", "--language", "de")


@pytest.mark.parametrize("file", MESSY)
def test_json_is_the_same_in_every_language(tmp_path: Path, file: str) -> None:
    path = write_lines(tmp_path / "c.csv", *MESSY[file])
    said = [shown("fit", path, "--json", "--language", each) for each in ("en", *OTHERS)]
    assert said[0] == said[1] == said[2] or not said[0].startswith("[")
    assert not said[0].startswith("[") or "rows_are" in json.loads(said[0])[0]


# -- fits, their checks and backtests ------------------------------------------------------


def texts_of(figure: object) -> str:
    return "\n".join(text.get_text() for text in figure.findobj(Text))  # type: ignore[attr-defined]


def fit_shown(language: Language, out: Path, capsys: pytest.CaptureFixture[str]) -> str:
    storm = power_storm(24.0).against(power_storm(24.0))
    fitted = fit(storm, WORLDWIDE, made_up(), untaught())
    with speaking(language):
        present_fit(fitted, out, as_json=False)
        return capsys.readouterr().out.replace(str(out), "") + texts_of(fitting(fitted))


@pytest.mark.parametrize("language", OTHERS)
def test_a_fit_is_told_in_the_language(
    tmp_path: Path, language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    english, other = (fit_shown(each, tmp_path / each, capsys) for each in ("en", language))
    assert not english_left(english, other), other
    files = [(tmp_path / each / "fit.json").read_bytes() for each in ("en", language)]
    assert files[0] == files[1]
    assert {"de": "Verteidiger", "fr": "défenseurs"}[language] in other


def checked() -> Diagnosis:
    """Return checks that found all that they can find."""
    chance = np.random.default_rng(1)
    ranks = pd.DataFrame(
        {
            "parameters.threshold": chance.uniform(size=60),
            "peak_day": np.full(60, 0.99),
            "total": chance.uniform(size=60),
        }
    )
    none = np.zeros((1, 1))
    odd = pd.DataFrame(
        1.5, ["posts per critic", "defenders' lag, days", "waves"],
        ["data", *(f"{which}_{share}" for which in ("posterior", "prior")
                   for share in ("low", "median", "high")), "as_high"],
    )  # fmt: skip
    moved = pd.DataFrame(
        {"prior": [0.1, 0.2], "likelihood": [0.3, 0.1], "told_by": ["counts", "prior"]},
        ["parameters.threshold", "incident.affected"],
    )
    power = {"plain SIR": 0.5, "pure Hawkes": 0.4, "two triggers": 0.3}
    alarm = Alarm(0.9, 0.8, 0.01, power, 0.05, 400)
    calibration = RankCalibration(ranks, chance.uniform(size=90), 2, (none, none, none))
    return Diagnosis(30.0, calibration, (0.1, 0.4), odd, moved, alarm, 3)


def check_shown(language: Language, capsys: pytest.CaptureFixture[str]) -> str:
    with speaking(language):
        present_diagnosis(checked(), "storm", None, as_json=False)
        return capsys.readouterr().out + texts_of(calibration_chart(checked(), "storm"))


@pytest.mark.parametrize("language", OTHERS)
def test_checks_of_a_fit_are_told_in_the_language(
    language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    english, other = (check_shown(each, capsys) for each in ("en", language))
    assert not english_left(english, other), other
    for column in ("as_high", "told by", "furthest", "peak_day"):
        assert column in english
        assert column not in other


@pytest.mark.parametrize("language", OTHERS)
def test_axes_of_ranks_have_the_commas_of_the_language(language: Language) -> None:
    with speaking(language):
        chart = calibration_chart(checked(), "storm")
        chart.draw_without_rendering()  # writes the labels of the ticks
    shown = texts_of(chart).split("\n")
    assert "0,2" in shown
    assert not [text for text in shown if re.fullmatch(r"−?\d+\.\d+", text)]


def backtest_shown(language: Language, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    study = BacktestStudy(
        title="Three", storms=tuple(CountsOfStorm(file=f"{n}.csv", label=f"{n}") for n in "abc")
    )
    tested = backtest(study, folder, made_up())
    with speaking(language):
        present_backtest(tested, None, as_json=False)
        return capsys.readouterr().out + texts_of(real_storms(tested))


@pytest.mark.parametrize("language", OTHERS)
def test_a_backtest_is_told_in_the_language(
    tmp_path: Path, language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    for place, name in enumerate("abc"):
        rows = (f"2023-04-{day + 1:02d},{round(900 / (day + 1) ** (1 + place / 5))}"
                for day in range(12))  # fmt: skip
        write_lines(tmp_path / f"{name}.csv", "time,count", *rows)
    english, other = (backtest_shown(each, tmp_path, capsys) for each in ("en", language))
    assert not english_left(english, other), other
