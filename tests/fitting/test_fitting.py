"""Laws on made-up days, stocks, and settings found again among made-up storms."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.charts.fitting import fitting
from sim.describe.fits import pair_words
from sim.errors import InputError, OlderStockWarning, UnknownNameError
from sim.fitting.clocks import PeopleClock, clock_of
from sim.fitting.fitting import TELLING_STORMS, fit
from sim.fitting.laws import (
    describe,
    duration,
    exponential,
    hawkes,
    power_law,
    spike,
    training,
    yesterday,
)
from sim.fitting.learned import load_learned, untaught
from sim.fitting.making import draw_settings, make_stock, prior_weights, ranges_of, shape_figures
from sim.fitting.observed import ObservedStorm
from sim.fitting.posterior import posterior
from sim.fitting.scoring import quantile
from sim.fitting.seen import seen_after, stretches
from sim.fitting.stock import KNOTS, SHIPPED, Stock, course_of, load_stock
from sim.language.spoken import speaking
from sim.language.typesetting import Language
from sim.runs.runner import Execution
from sim.scenario import load_scenario
from sim.storm.rhythm import rhythm
from sim.terminal.fits import present_fit
from tests.fitting.made_up import POWER, WORLDWIDE, made_up, power_storm

STORMS = Path(__file__).parents[3] / "shared" / "data" / "storms"


def test_decay_is_described():
    figures = describe(np.array([100.0, 50, 25, 15, 10, 0, 0]))
    assert figures["t50_days"] == 1.0
    assert figures["t90_days"] == pytest.approx(3 + 5 / 15)
    assert figures["day_after_peak"] == 0.5
    assert figures["days_to_tenth"] == 5
    assert duration(np.array([1.0, 100, 50, 5, 20, 9])) == 5


def test_laws_go_on_as_they_say_from_what_was_seen():
    assert training(POWER) == 2
    assert power_law(POWER, 2) == pytest.approx(POWER)
    halved = exponential(np.array([80.0, 80 * 0.5**0.5, 0, 0, 0]), 2)
    assert halved[4] == pytest.approx(20.0)
    assert list(yesterday(np.array([9.0, np.nan, 0, 0]), 2)) == [9, 0, 9, 9]


@pytest.mark.parametrize("law", [spike, hawkes])
def test_fitted_laws_keep_what_was_seen_and_then_fall(law):
    course = law(POWER, 2)
    assert course[:2] == pytest.approx(POWER[:2])
    assert (np.diff(course[2:]) <= 0).all()
    assert course[-1] < 0.3 * course[2]


def test_quantiles_follow_the_weights():
    values = np.array([3.0, 1.0, 2.0])
    assert quantile(values, np.array([0.0, 0.5, 0.5]), 0.9) == 2.0
    assert quantile(values, np.array([0.9, 0.05, 0.05]), 0.5) == 3.0


def test_the_setting_behind_a_storm_is_found_again():
    fitted = fit(power_storm(), WORLDWIDE, made_up(), untaught())
    row = fitted.table.loc["exponent"]
    assert row["low"] <= 1.43 <= row["high"]
    assert row["median"] == pytest.approx(1.43, abs=0.3)
    assert row["width"] < 0.5
    assert fitted.table.loc["nothing", "width"] > 0.6
    assert fitted.covered > 0.7
    assert fitted.scores.loc["model", "crps"] < fitted.scores.loc["yesterday's rate", "crps"]


@pytest.mark.parametrize("hours", [12, 20, 50])
@pytest.mark.parametrize("step", [0.25, 1.0])
def test_storms_of_half_a_day_are_fitted_in_their_own_steps(hours: int, step: float):
    fitted = fit(power_storm(step).seen(hours), WORLDWIDE, made_up(), untaught())
    assert fitted.posterior.seen.hours == hours
    assert fitted.covered > 0.5
    assert len(fitting(fitted).axes) == 1
    assert bool(len(fitted.scores)) == (hours >= 72)


def test_unknown_stretches_are_left_out_and_half_known_ones_filled():
    bins = np.full(48, 10.0)
    bins[24:27] = np.nan  # half of six hours
    bins[36:42] = np.nan  # all of six hours
    edges, volumes = stretches(bins, 1.0)
    by_edge = {tuple(edge): volume for edge, volume in zip(edges.tolist(), volumes, strict=True)}
    assert by_edge[24.0, 30.0] == pytest.approx(60.0)
    assert (36.0, 42.0) not in by_edge
    assert (42.0, 48.0) in by_edge
    storm = power_storm()
    storm.bins[5] = np.nan
    fitted = fit(storm, WORLDWIDE, made_up(), untaught())
    assert np.isfinite(fitted.scores.to_numpy()).all()


def test_critics_and_defenders_are_fitted_jointly():
    storm = power_storm()
    late = np.concatenate(([0.0, 0.0], storm.bins[:-2]))
    both = ObservedStorm("both", storm.started, 24.0, storm.bins, late)
    fitted = fit(both, WORLDWIDE, made_up(defenders_late=48), untaught())
    assert fitted.joint is not None
    assert fitted.joint.later > 0.95
    assert fitted.joint.halves.loc["defenders", "data"] > fitted.joint.halves.loc["critics", "data"]
    assert len(fitting(fitted).axes) == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "With fewer than 10, ranges and shares"),
        ("de", "Bei weniger als 10 sagen Spannen"),
        ("fr", "À moins de 10, intervalles"),
    ],
)
def test_few_storms_that_count_are_said(
    language: Language, said: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):  # fmt: skip
    fitted = fit(power_storm(), WORLDWIDE, made_up(), untaught())
    assert fitted.counting == round(fitted.posterior.effective) > TELLING_STORMS
    with speaking(language):
        present_fit(fitted, None, as_json=False)
        assert said not in capsys.readouterr().out.replace("\u00a0", " ")
        monkeypatch.setattr("sim.fitting.fitting.TELLING_STORMS", fitted.counting + 1)
        present_fit(fitted, None, as_json=False)
    least = fitted.counting + 1
    assert said.replace("10", str(least)) in capsys.readouterr().out.replace("\u00a0", " ")


def test_the_page_says_on_how_many_storms_a_share_rests():
    def words(count: int) -> str:
        half = {"data": 1.0, "low": 1.5, "high": 1.5}
        one = {"t50_days": {"critics": half}, "defenders_later_in_share_of_storms": 1.0,
               "storms_that_count": count, "simulated_storms": 1564}  # fmt: skip
        return pair_words({"the letters": one})

    assert "these are one simulated storm of 1,564: so few say little" in words(1)
    assert "these are 9 simulated storms of 1,564: so few say little" in words(9)
    assert words(10).endswith("these are 10 simulated storms of 1,564.")


def test_a_further_trigger_explains_a_second_wave():
    storm = power_storm()
    second = np.concatenate((np.zeros(9), storm.bins[:-9]))
    waves = replace(storm, bins=storm.bins + second)
    plain, told = (
        posterior(seen_after(waves, WORLDWIDE, None, when), made_up(), untaught())
        for when in ((), (216.0,))
    )
    assert told.log_evidence > plain.log_evidence + 3
    assert told.particles.rows.shape[1] == 2
    assert told.storm_weights.sum() == pytest.approx(1.0)


def test_a_known_event_leaves_the_level_more_open():
    seen = seen_after(power_storm(), WORLDWIDE, 240, (), (100.0,))
    assert seen.breaks.sum() == pytest.approx(0.49)
    assert seen.breaks[np.searchsorted(seen.middles, 100.0)] > 0
    plain = posterior(replace(seen, events=()), made_up(), untaught())
    assert posterior(seen, made_up(), untaught()).effective > 0.5 * plain.effective


def hourly(zone_ahead: float, swing: float = 1.0, hours: int = 96) -> ObservedStorm:
    """A storm that fades while its people sleep and wake so many hours ahead of UTC."""
    started = pd.Timestamp("2021-03-23T10:00Z")
    at = started.weekday() * 24 + 10 + np.arange(hours) + 0.5 + zone_ahead
    rate = 400 * (np.arange(hours) / 24 + 1.0) ** -1.4 * rhythm(at) ** swing
    counts = np.random.default_rng(5).poisson(rate).astype(float)
    return ObservedStorm("made", started, 1.0, counts)


@pytest.mark.parametrize("ahead", [-7, 0, 9])
def test_the_zone_of_people_is_estimated_from_their_nights(ahead: int):
    clock = clock_of(hourly(ahead), None)
    offset = pd.Timestamp("2021-03-23T10:00Z").tz_convert(clock.zone).utcoffset()
    assert abs(offset / pd.Timedelta(hours=1) - ahead) <= 1
    assert clock.swing == pytest.approx(1.0, abs=0.3)


def test_no_zone_is_made_up_where_hours_tell_none():
    assert clock_of(hourly(0, swing=0.0), None).zone == "flat"
    assert "under 36 hours" in clock_of(hourly(0, hours=20), None).why
    assert "rows are days" in clock_of(power_storm(), None).why
    with pytest.raises(InputError, match="no time zone 'Mars'"):
        clock_of(power_storm(), "Mars")


def test_people_read_as_much_in_a_week_of_any_zone():
    started = pd.Timestamp("2021-03-23T10:00Z")
    for clock in (WORLDWIDE, PeopleClock("Europe/Berlin"), PeopleClock("UTC", 0.5)):
        passed = clock.passed(started, np.array([0.0, 168.0, 336.0]))
        assert passed == pytest.approx([0.0, 168.0, 336.0], abs=0.3)


def test_a_course_keeps_its_volume_from_its_first_loud_hour_on():
    ticks = np.zeros((4, 60 * 96), np.int64)
    ticks[:, 40:60] = 5
    begin, totals = course_of(ticks, 0.25, 34.0)
    assert begin == 10
    assert totals[0, 0] == 0
    assert totals[0, -1] == pytest.approx(100.0)
    assert len(totals[0]) == len(KNOTS)


def test_a_stock_is_kept_whole_and_said_to_be_old_when_rules_change(tmp_path: Path):
    stock, file = made_up(60), tmp_path / "stock.npz"
    stock.save(file, {"seed": 1})
    again = load_stock(file)
    assert (again.added == stock.added).all()
    assert again.values_of(7) == stock.values_of(7)
    assert again.scenario.document == stock.scenario.document
    Stock(*(getattr(stock, name) for name in ("scenario", "plan", "settings", "begins", "added",
                                              "prior")), mark="former").save(file, {})  # fmt: skip
    with pytest.warns(OlderStockWarning, match="older than the present rules"):
        load_stock(file)


def test_a_stock_that_cannot_be_read_is_refused_with_what_to_do(tmp_path: Path):
    with pytest.raises(InputError, match="make one with shitstorm stock"):
        load_stock(tmp_path / "nowhere.npz")
    (tmp_path / "bad.npz").write_bytes(b"PK nonsense")
    with pytest.raises(InputError, match="damaged or no stock"):
        load_stock(tmp_path / "bad.npz")


@pytest.mark.filterwarnings("ignore::sim.errors.OlderStockWarning")
def test_what_is_shipped_is_small_and_whole():
    assert SHIPPED.stat().st_size < 20e6
    stock, learned = load_stock(), load_learned()
    assert stock.prior.sum() == pytest.approx(1.0)
    assert learned.model.sum() == pytest.approx(1.0, abs=1e-3)
    assert all(w.sum() == pytest.approx(1.0, abs=1e-3) for w in learned.mixture.values())
    assert stock.between(np.array([0.0, 24.0]), "posts").min() >= 0


def test_the_prior_lets_storms_decay_as_known_ones_do():
    exponents = np.linspace(0.5, 3.0, 400)
    days = 5000.0 * (np.arange(30) + 1.0) ** -exponents[:, None]
    weights = prior_weights(days + np.random.default_rng(1).uniform(0, 1, days.shape))
    fading = shape_figures(days)[:, 2]
    assert weights.sum() == pytest.approx(1.0)
    assert abs(weights @ fading - 1.43) < abs(fading.mean() - 1.43)


def test_settings_are_spread_over_their_ranges():
    ranges = ranges_of(load_scenario("excluded-profession"))
    settings = pd.DataFrame([setting for _, setting in draw_settings(ranges, 50)])
    for name, (low, high) in ranges.items():
        assert settings[name].between(0.999 * low, 1.001 * high).all()
    assert {"incident.outrage_share", "media.articles_at", "parameters.grievance_contagion"} <= set(
        ranges
    )


def test_what_cannot_be_run_is_refused():
    story = load_scenario("excluded-profession")
    with pytest.raises(InputError, match="no incident"):
        make_stock(load_scenario("quiet-week"))
    with pytest.raises(InputError, match="too few"):
        make_stock(story, number=3)
    with pytest.raises(UnknownNameError, match="parameter 'anger'"):
        make_stock(story, parameters=["anger"])


@pytest.mark.slow
def test_an_interrupted_stock_goes_on_where_it_stopped(tmp_path: Path):
    scenario = load_scenario(
        "excluded-profession",
        {"community.outsiders": 9000, "incident.outrage_share": 0.5, "community.people": 6000},
    )
    execution = Execution(folder=tmp_path)
    whole = make_stock(scenario, number=400, parameters=["threshold"], execution=execution)
    kept = max(tmp_path.glob("settings-*.jsonl"), key=lambda file: file.stat().st_size)
    lines = kept.read_bytes().splitlines(keepends=True)
    kept.write_bytes(b"".join(lines[:51]))  # the heading and some of the settings
    steps: list[tuple[int, int]] = []
    again = make_stock(
        scenario,
        number=400,
        parameters=["threshold"],
        execution=execution,
        progress=lambda done, total: steps.append((done, total)),
    )
    assert (again.added == whole.added).all()
    assert steps[-1][0] == steps[-1][1]
    # people are counted once, posts each time
    assert (again.totals("people")[:, -1] <= again.totals("posts")[:, -1] + 5).all()


@pytest.mark.skipif(not STORMS.is_dir(), reason=f"no real storms at {STORMS}")
def test_every_shared_storm_is_read():
    from sim.fitting.observed import read_storm

    for path in sorted(STORMS.glob("*.csv")):
        storm = read_storm(path)
        assert np.nansum(storm.days) > 0


def test_a_stock_is_named_by_scenario_and_plan():
    assert made_up().label == "excluded-profession, silence"
