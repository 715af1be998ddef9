"""Forecasts from the first hours, plans ranked, and the backtest that says how good they are."""

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from sim.charts.forecasts import forecasting, plan_ranking, real_storms
from sim.charts.wording import speaking, telling
from sim.describe.measured import PAGES, refresh
from sim.errors import InputError
from sim.fitting.backtest import (
    BacktestStudy,
    CountsOfStorm,
    backtest,
    find_study,
    read_study,
    with_better,
)
from sim.fitting.decisions import advise, judged
from sim.fitting.forecasting import Forecast, figures, forecast, next_steps, with_seen
from sim.fitting.learned import FORECASTERS, untaught
from sim.fitting.seen import seen_after
from sim.fitting.stock import load_stock
from sim.language.typesetting import Language
from sim.terminal.backtests import present_backtest
from sim.terminal.forecasts import present_forecast, sign_in_words, waiting_in_words
from tests.fitting.made_up import POWER, WORLDWIDE, made_up, power_storm


def ahead(hours: float, step: float = 24.0, days: int = 30) -> Forecast:
    return forecast(seen_after(power_storm(step), WORLDWIDE, hours), made_up(), untaught(),
                    days=days)  # fmt: skip


def test_more_hours_narrow_the_forecast():
    early, late = (ahead(24.0 * days).figures.loc["total"] for days in (1, 10))
    assert late["high"] - late["low"] < early["high"] - early["low"]
    assert 0.9 * late["low"] <= POWER.sum() <= 1.1 * late["high"]


def test_known_days_are_not_forecast():
    low, high = ahead(72).band
    assert low[:3] == pytest.approx(np.round(POWER[:3]))
    assert high[:3] == pytest.approx(low[:3])
    assert len(low) == 30


@pytest.mark.parametrize("hours", [0.25, 1, 5.5, 12, 30, 47.75])
def test_every_quarter_hour_from_the_first_on_gives_a_forecast(hours: float):
    told = ahead(hours, step=0.25, days=10)
    assert told.days.shape[1] == 10
    begun = np.nansum(told.seen.storm.bins[: round(hours * 4)])
    whole = int(hours // 24)
    assert (told.days[:, : whole + 1].sum(axis=1) >= begun - 1).all()
    assert next_steps(told).index[0] == hours
    assert len(next_steps(told)) == 48 * 4


@pytest.mark.parametrize("days", [1, 60])
def test_storms_of_one_day_to_sixty_are_forecast(days: int):
    told = ahead(24.0 * 18, days=days)
    assert told.days.shape[1] == max(days, 19)
    assert np.isfinite(told.figures.to_numpy()).all()


def test_bands_fan_out():
    low, high = ahead(48).band
    wide = np.log((high[2:] + 1) / (low[2:] + 1))
    assert wide[20] > wide[5] > wide[0]


def test_the_day_under_way_keeps_what_was_seen_and_holes_are_bridged():
    storm = power_storm()
    storm.bins[1] = np.nan
    filled = with_seen(np.zeros((1, 2)), seen_after(storm, WORLDWIDE, 72))[0]
    assert filled[1] == pytest.approx((storm.bins[0] + storm.bins[2]) / 2)
    part = with_seen(np.ones((1, 2)), seen_after(power_storm(1.0), WORLDWIDE, 30))[0]
    assert part[1] == pytest.approx(1 + power_storm(1.0).bins[24:30].sum())


def test_figures_of_a_storm():
    table = figures(np.array([[10.0, 100, 50, 9, 10, 0]]))
    assert table.iloc[0].tolist() == [100, 5, 179]


def test_the_slide_shows_what_was_seen():
    dots = next(
        line for line in forecasting(ahead(72)).axes[0].lines if line.get_marker() == "o"
    )  # fmt: skip
    assert len(np.asarray(dots.get_ydata())) == 20


# -- plans ---------------------------------------------------------------------------------


def two_kinds(wait: float) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Small storms, for which silence is best, and large ones, which need an apology.

    The next hours tell which it is; each plan loses ``wait`` more if it starts later.
    """
    large = np.arange(40) % 2 == 1
    silence, apology = np.where(large, 1000.0, 100.0), np.where(large, 600.0, 300.0)
    now = np.array([silence, apology])
    signs = {"posts": np.where(large, 500.0, 5.0), "share": np.full(40, 0.2)}
    return np.array([now, now + wait]), signs


def test_waiting_is_worth_what_the_counts_would_tell():
    losses, signs = two_kinds(wait=0.0)
    advice = judged(["silence", "apology"], losses, np.zeros((2, 40)), signs)
    assert advice.best == "apology"  # 450 on average, silence 550
    assert advice.perfect == pytest.approx(100.0)  # knowing gives 350
    assert advice.waiting == pytest.approx(100.0, abs=1.0)
    assert advice.table["best"].to_dict() == {"apology": 0.5, "silence": 0.5}
    late = judged(["silence", "apology"], two_kinds(wait=150.0)[0], np.zeros((2, 40)), signs)
    assert late.waiting == pytest.approx(-50.0, abs=1.0)
    assert "costs 50" in waiting_in_words(late)
    assert "saves 100" in waiting_in_words(advice)


def test_what_to_watch_for_is_the_value_at_which_the_best_plan_changes():
    losses, signs = two_kinds(wait=0.0)
    advice = judged(["silence", "apology"], losses, np.zeros((2, 40)), signs)
    posts = advice.signs[advice.signs["sign"] == "posts"]
    assert posts["plan"].tolist() == ["silence", "apology"]
    assert 5 < posts.iloc[0]["to"] < 500
    assert "under 15.8: silence" in sign_in_words(advice, "posts")
    assert "no value of it would change" in sign_in_words(advice, "share")


@pytest.mark.slow
def test_plans_of_a_running_storm_are_ranked(tmp_path: Path):
    from sim.fitting.making import make_stock
    from sim.runs.runner import Execution
    from sim.scenario import load_scenario

    scenario = load_scenario(
        "excluded-profession",
        {"community.outsiders": 9000, "community.people": 6000, "incident.outrage_share": 0.5},
    )
    stock = make_stock(scenario, number=400, parameters=["threshold"])
    told = forecast(seen_after(power_storm(1.0), WORLDWIDE, 12), stock, untaught())
    advice = advise(told, ["silence", "apology", "broken-promises"], Execution(workers=1))
    assert advice.best != "broken-promises"
    assert advice.table["best"].sum() == pytest.approx(1.0)
    assert advice.better.loc["apology", "broken-promises"] > 0.8
    assert advice.perfect >= 0
    assert len(plan_ranking(advice, told).axes) == 2
    present_forecast(told, advice, tmp_path, as_json=False)
    assert (tmp_path / "plans.csv").exists()
    with pytest.raises(InputError, match="at least two plans"):
        advise(told, ["silence"])


# -- backtests -----------------------------------------------------------------------------


def study(*hours: float, number: int = 3) -> BacktestStudy:
    counts = [CountsOfStorm(file=f"{name}.csv", label=name) for name in ("flat", "power", "steep")]
    return BacktestStudy(title="three", hours=list(hours), storms=counts[:number])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, exponent in (("flat", 0.8), ("power", 1.2), ("steep", 2.0)):
        days = np.round(1000.0 * (np.arange(25) + 1.0) ** -exponent)
        times = pd.date_range("2020-01-01", periods=25).strftime("%Y-%m-%d")
        pd.DataFrame({"time": times, "count": days}).to_csv(tmp_path / f"{name}.csv", index=False)
    return tmp_path


def test_a_backtest_scores_every_storm_hour_and_forecaster(folder: Path, tmp_path: Path):
    tested = backtest(study(12, 24, 48), folder, made_up())
    assert tested.table()["covered"].min() > 0.7
    assert list(tested.calibration()["hours"]) == [24, 48]  # days do not tell of 12 hours
    assert len(tested.forecasts) == 3 * 2 * (1 + len(FORECASTERS))
    assert np.isfinite(tested.forecasts[["crps", "energy", "log", "log_together"]]).all(axis=None)
    assert 0 <= tested.calibrated() <= 1
    assert set(tested.learned.storms) == {"flat", "power", "steep"}
    assert len(real_storms(tested).axes) == 3
    present_backtest(tested, tmp_path, as_json=False)
    shutil.copy(PAGES["fits"].document, tmp_path / "fitting.md")
    refresh(PAGES["fits"], tmp_path, tmp_path / "fitting.md")
    told = (tmp_path / "fitting.md").read_text(encoding="utf-8")
    assert "| power |" in told
    assert "| 24 | 3 |" in told
    assert (tmp_path / "pictures" / "real-storms.png").exists()


def test_one_forecaster_stands_alone_only_where_enough_storms_say_so():
    def forecasts(storms: int, model: float) -> pd.DataFrame:
        crps = dict.fromkeys(FORECASTERS, 2.0) | {"forecast": 1.0, "model": model}
        return pd.DataFrame(
            [{"storm": f"s{k}", "hours": 24.0, "forecaster": name, "crps": value}
             for k in range(storms) for name, value in crps.items()]
        )  # fmt: skip

    alone = with_better(untaught(), forecasts(8, 0.5)).weights_at(24.0)
    assert alone[0] == 1.0
    assert alone.sum() == 1.0
    for storms, model in ((7, 0.5), (8, 0.98)):
        mixed = with_better(untaught(), forecasts(storms, model)).weights_at(24.0)
        assert mixed.max() < 0.5


def test_a_study_without_its_storms_says_what_to_do(folder: Path, tmp_path: Path):
    with pytest.raises(InputError, match="name their folder with --data"):
        backtest(study(24), tmp_path / "nowhere", made_up())
    with pytest.raises(InputError, match="2 storms are too few"):
        backtest(study(24, number=2), folder, made_up())
    (tmp_path / "study.toml").write_text('title = "x"\nscenario = "y"\nstorms = []\nfoo = 1\n')
    with pytest.raises(InputError, match=r"storms: .*\n.*foo: is not a known key"):
        read_study(tmp_path / "study.toml")


def test_the_shipped_study_is_read():
    shipped = read_study(find_study("real-storms"))
    assert len(shipped.storms) == 8
    assert [pair.defenders for pair in shipped.pairs] == ["letter-defenders-2021.csv"]


# -- languages -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "de",
            [
                "Vorhersage", "Was als Nächstes kommt", "Gemischt aus: Modell",
                "Wahrscheinlichkeit, dass es mit Entschuldigung weniger Beiträge werden",
                "Drei Stunden später zu entscheiden", "Im Blick behalten", "siehe backtest",
                "allein auf den Regeln des Modells",
            ],
        ),
        (
            "fr",
            [
                "prévision", "Ce qui vient ensuite", "Mélange\N{NO-BREAK SPACE}: modèle",
                "Probabilité que Excuses amène moins de publications",
                "Décider trois heures plus tard", "À surveiller", "voir backtest",
                "seules règles du modèle",
            ],
        ),
    ],
)  # fmt: skip
def test_a_forecast_and_its_advice_are_told_in_the_language_asked_for(
    language: Language, sentences: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """Every sentence, heading, plan and chart is, though the shipped stock has no titles."""
    losses, _ = two_kinds(wait=0.0)
    large = np.arange(40) % 2 == 1
    signs = {
        "posts in the next three hours": np.where(large, 500.0, 5.0),
        "defenders' share of them": np.full(40, 0.2),
    }
    advice = judged(["silence", "apology"], losses, np.zeros((2, 40)), signs)
    stock = load_stock()
    told = forecast(seen_after(power_storm(1.0), WORLDWIDE, 30), stock, untaught())
    with speaking(language), telling(stock.told):
        present_forecast(told, advice, tmp_path, as_json=False)
        drawn = [forecasting(told), plan_ranking(advice, told)]
    shown = " ".join(capsys.readouterr().out.split(" "))
    written = [text.get_text() for figure in drawn for text in figure.findobj(Text)]
    everything = "\n".join([shown, *written])
    for sentence in sentences:
        assert sentence in everything, sentence
    for english in ("Watch ", "What comes next", "No engineers", "broken promises", "logarithmic",
                    "best is", "the model's", "silence,"):  # fmt: skip
        assert english not in everything, english
    values = json.loads((tmp_path / "forecast.json").read_text(encoding="utf-8"))
    assert values["plans"]["ranking"][0]["plan"] == "apology", "values keep the names"
