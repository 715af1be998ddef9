"""Forecasts from the first hours, and the backtest that says how good they are."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.charts.fitting import forecasting, real_storms
from sim.describe.measured import PAGES, refresh
from sim.errors import InputError
from sim.fitting.backtest import BacktestStudy, CountsOfStorm, backtest, find_study, read_study
from sim.fitting.forecasting import figures, forecast, with_seen
from sim.terminal.fits import present_backtest
from tests.fitting.made_up import POWER, made_up, power_storm


def test_more_hours_narrow_the_forecast():
    early = forecast(power_storm().seen(24), made_up()).figures.loc["total"]
    late = forecast(power_storm().seen(24 * 10), made_up()).figures.loc["total"]
    assert late["high"] - late["low"] < early["high"] - early["low"]
    assert 0.9 * late["low"] <= POWER.sum() <= 1.1 * late["high"]


def test_known_days_are_not_forecast():
    ahead = forecast(power_storm().seen(72), made_up())
    assert ahead.low[:3] == pytest.approx(np.round(POWER[:3]))
    assert ahead.high[:3] == pytest.approx(ahead.low[:3])
    drawn = with_seen(np.zeros((2, 5)), power_storm().seen(48))
    assert (drawn[:, :2] == np.round(POWER[:2])).all()
    assert drawn[:, 2:].sum() == 0


def test_figures_of_a_storm():
    table = figures(np.array([[10.0, 100, 50, 9, 10, 0]]))
    assert table.iloc[0].tolist() == [100, 5, 179]


def test_the_slide_shows_what_was_seen():
    figure = forecasting(forecast(power_storm().seen(72), made_up()))
    dots = next(line for line in figure.axes[0].lines if line.get_marker() == "o")
    assert len(np.asarray(dots.get_ydata())) == 3


def study(*hours: float) -> BacktestStudy:
    counts = [
        CountsOfStorm(file="power.csv", label="a power"),
        CountsOfStorm(file="steep.csv", label="steep"),
    ]
    return BacktestStudy(
        title="two", scenario="excluded-profession", hours=list(hours), storms=counts
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, exponent in (("power", 1.0), ("steep", 2.0)):
        days = np.round(1000.0 * (np.arange(25) + 1.0) ** -exponent)
        times = pd.date_range("2020-01-01", periods=25).strftime("%Y-%m-%d")
        pd.DataFrame({"time": times, "count": days}).to_csv(tmp_path / f"{name}.csv", index=False)
    return tmp_path


def test_a_backtest_scores_every_storm_and_hour(folder: Path, tmp_path: Path):
    tested = backtest(study(12, 24, 48), folder, made_up())
    assert tested.table()["covered"].min() > 0.7
    assert (tested.table()["model"] > tested.table()["power law"]).all()
    assert list(tested.calibration()["hours"]) == [24, 48]  # days do not tell of 12 hours
    assert 0 <= tested.calibrated() <= 1
    assert len(real_storms(tested).axes) == 2
    present_backtest(tested, tmp_path, as_json=False)
    shutil.copy(PAGES["fits"].document, tmp_path / "fitting.md")
    refresh(PAGES["fits"], tmp_path, tmp_path / "fitting.md")
    told = (tmp_path / "fitting.md").read_text(encoding="utf-8")
    assert "| a power | 2 |" in told
    assert "| 24 | 2 |" in told
    assert (tmp_path / "pictures" / "real-storms.png").exists()


def test_a_study_without_its_storms_says_what_to_do(tmp_path: Path):
    with pytest.raises(InputError, match="name their folder with --data"):
        backtest(study(24), tmp_path / "nowhere", made_up())
    (tmp_path / "study.toml").write_text('title = "x"\nscenario = "y"\nstorms = []\nfoo = 1\n')
    with pytest.raises(InputError, match=r"storms: .*foo: Extra inputs"):
        read_study(tmp_path / "study.toml")


def test_the_shipped_study_is_read():
    shipped = read_study(find_study("real-storms"))
    assert len(shipped.storms) == 8
    assert [pair.defenders for pair in shipped.pairs] == ["letter-defenders-2021.csv"]
