"""Measures worked out by hand, and what must hold for any storm."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_storms import storm_trace

from sim.engines.output import PromiseRecord
from sim.results.measures import MEASURES, measure, measures_of

posts = st.lists(st.integers(0, 40), min_size=1, max_size=80)


def of(name, critical, **told):
    return measures_of(storm_trace(critical, **told))[name]


def test_every_measure_is_explained():
    for name, entry in MEASURES.items():
        assert entry.name == name
        assert entry.unit
        assert entry.meaning[0].isupper()
        assert entry.meaning[-1] != "."
        assert entry.better in ("lower", "higher", "none")


def test_a_measure_is_added_by_one_function():
    @measure("posts", "lower")
    def loudest_tick(storm):
        """Most critical posts in a tick."""
        return storm.critical.max()

    entry = MEASURES.pop("loudest_tick")
    assert (entry.meaning, entry.unit) == ("Most critical posts in a tick", "posts")
    assert "loudest_tick" not in measures_of(storm_trace([1]))


def test_peak_is_the_highest_mean_rate_of_three_hours():
    assert of("peak", [0, 3, 6, 9, 3, 0]) == 6.0
    assert of("peak", [0, 0, 4, 0, 0, 0], hours_per_tick=0.5) == pytest.approx(4 / 3)


def test_peak_of_a_run_shorter_than_the_window_is_its_mean():
    assert of("peak", [4, 2]) == 3.0


def test_the_peak_lies_in_the_middle_of_its_window():
    assert of("peak_at", [0, 3, 6, 9, 4, 0]) == 3.5
    assert of("hours_to_peak", [0, 3, 6, 9, 4, 0], incident_at=1.0) == 2.5
    assert of("peak_at", [0, 3, 6, 9, 3, 0]) == 3.0  # two windows equally high: between them


def test_the_peak_of_a_single_post_is_when_it_is_written():
    assert of("peak_at", [0, 0, 0, 0, 1, 0, 0, 0]) == 4.5
    assert of("peak_at", [1, 0, 0, 0]) == 0.5


def test_the_first_of_two_equal_peaks_counts():
    assert of("peak_at", [0, 5, 0, 0, 0, 0, 5, 0, 0]) == 1.5


def test_without_a_critical_post_there_is_no_peak_to_speak_of():
    quiet = measures_of(storm_trace([0] * 10))
    zero = (
        "peak",
        "critical_posts_total",
        "duration",
        "hours_above_rate",
        "waves",
        "severity_max",
        "critics",
    )
    unknown = ("peak_at", "hours_to_peak", "half_life", "gini", "top10", "top3", "defending_share")
    assert all(quiet[name] == 0 for name in zero)
    assert all(np.isnan(quiet[name]) for name in unknown)
    assert quiet["rate_first_6h"] == 0


def test_without_an_incident_nothing_is_counted_from_it():
    quiet = measures_of(storm_trace([0, 1, 0, 0], incident_at=None))
    assert np.isnan(quiet["hours_to_peak"])
    assert np.isnan(quiet["rate_first_6h"])
    assert quiet["peak_at"] == 1.5


def test_duration_counts_hours_above_a_tenth_of_the_peak():
    # rates 20 while the 60 posts lie in the window; then 1/3 an hour, below a tenth
    assert of("duration", [0, 60, 0, 0, 0, 1, 0, 0, 0]) == 3.0
    assert of("duration", [0, 60, 0, 0, 0, 6, 0, 0, 0]) == 3.0
    assert of("duration", [0, 60, 0, 0, 0, 7, 0, 0, 0]) == 6.0


def test_hours_above_rate_do_not_depend_on_the_peak():
    assert of("hours_above_rate", [0, 15, 0, 0, 0, 16, 0, 0, 0]) == 3.0


def test_half_life_is_when_half_of_what_follows_the_peak_is_written():
    # peak at 1.5; 4 posts follow, the second of them in tick 6
    assert of("half_life", [0, 30, 0, 0, 0, 1, 1, 0, 1, 1]) == 6.5 - 1.5
    assert np.isnan(of("half_life", [0, 30, 0, 0]))


def test_half_life_of_an_exponential_decay():
    rng = np.random.default_rng(1)
    critical = rng.poisson(4000 * 0.5 ** (np.arange(400) / 40))  # halves in ten hours
    assert of("half_life", critical, hours_per_tick=0.25) == pytest.approx(10.0, rel=0.05)


@pytest.mark.parametrize(
    ("levels", "waves"),
    [
        ([10], 1),
        ([10, 0, 10], 2),
        ([10, 0, 4], 1),  # never back at half of the highest level
        ([10, 4, 10], 1),  # never down to a quarter
        ([6, 0, 10, 1, 5], 3),
    ],
)
def test_waves_rise_to_half_and_fall_to_a_quarter(levels, waves):
    critical = np.repeat(levels, 48)
    assert of("waves", critical) == waves


def test_the_rhythm_of_day_and_night_makes_no_waves():
    hours = np.arange(24 * 7)
    assert of("waves", np.rint(20 - 19 * np.cos(hours / 24 * 2 * np.pi))) == 1


def test_first_hours_count_from_the_incident():
    assert of("rate_first_6h", [9, 9, *[2] * 6, 9], incident_at=2.0) == 2.0
    assert of("rate_first_6h", [9, 9, 3, 5], incident_at=2.0) == 4.0  # as far as the run goes
    assert np.isnan(of("rate_first_6h", [9, 9], incident_at=5.0))


def test_promises_are_counted_by_outcome():
    made = [(1, "broken"), (4, "broken"), (6, "kept"), (8, "revised"), (9, "open")]
    promises = [PromiseRecord(0.0, due, outcome, None) for due, outcome in made]
    got = measures_of(storm_trace([0] * 5 + [9] + [0] * 5, promises=promises))
    names = ("made", "kept", "revised", "broken")
    assert [got[f"promises_{name}"] for name in names] == [5, 1, 1, 2]
    assert got["peak_after_missed"] == 5.5 - 4


def test_a_deadline_missed_after_the_peak_does_not_explain_it():
    late = [PromiseRecord(0.0, 8.0, "broken", 8.0)]
    assert np.isnan(of("peak_after_missed", [0, 9, 0, 0, 0], promises=late))


def test_posters_by_loudness():
    people = {"critical_posts": [5, 0, 1, 1, 0, 1], "defending_posts": [1, 0, 0, 0, 0, 1]}
    got = measures_of(storm_trace([1], people=people))
    # 6, 2, 1, 1: a tenth of four posters is 0.4 of the loudest
    assert got["top10"] == pytest.approx(0.4 * 6 / 10)
    assert got["top3"] == pytest.approx(0.12 * 6 / 10)
    assert got["gini"] == pytest.approx((4 + 5 + 5 + 1 + 1 + 0) / (4 * 10))


def test_critics_by_class():
    people = {
        "ever_critic": [1, 1, 1, 0, 1],
        "affected": [1, 0, 0, 1, 0],
        "outsider": [0, 0, 0, 0, 1],
    }
    got = measures_of(storm_trace([1], people=people))
    assert (got["critics"], got["critics_affected"], got["critics_bandwagon"]) == (4, 1, 3)
    assert got["critic_share"] == 3 / 4


def test_what_is_left_at_the_end():
    got = measures_of(
        storm_trace(
            [6, 0, 0],
            defending_posts=[0, 2, 0],
            trust=[0.6, 0.5, 0.4],
            reached=[1, 2, 3],
            customers_lost=[0, 0, 1],
            gone=[0, 1, 2],
            company_posts=[0, 1, 1],
            articles=[0, 1, 0],
        )
    )
    names = ("trust_left", "reached", "customers_lost", "left_page", "company_posts", "articles")
    assert [got[name] for name in names] == [0.4, 3, 1, 2, 2, 1]
    assert got["defending_share"] == 2 / 8


def test_a_storm_of_two_waves_measured_in_full():
    day = [0, 0, 0, 1, 2, 4, 8, 12, 9, 6, 4, 3, 2, 2, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0]
    quiet = [0] * 24
    output = storm_trace(
        [*day, *quiet, *quiet, *np.multiply(day, 2), *day],
        incident_at=2.0,
        people={
            "critical_posts": [100, 60, 8, 4, 4, 2, 1, 1, 0, 0],
            "ever_critic": [1, 1, 1, 1, 1, 1, 1, 1, 0, 0],
        },
        promises=[PromiseRecord(8.0, 72.0, "broken", 72.0), PromiseRecord(80, 90, "kept", 88)],
    )
    got = {name: value for name, value in measures_of(output).items() if value != 0}
    assert got == pytest.approx(BASELINE)


BASELINE = {
    "peak": 19.333333333333332,
    "hours_to_peak": 77.5,
    "peak_at": 79.5,
    "peak_after_missed": 7.5,
    "duration": 30.0,
    "hours_above_rate": 15.0,
    "critical_posts_total": 224.0,
    "half_life": 10.0,
    "waves": 2.0,
    "rate_first_6h": 4.5,
    "severity_max": 5.0,
    "hours_severe": 36.0,
    "critics": 8.0,
    "critics_bandwagon": 8.0,
    "critic_share": 0.8,
    "gini": 0.6986111111111111,
    "top10": 0.4444444444444445,
    "top3": 0.13333333333333333,
    "promises_made": 2.0,
    "promises_kept": 1.0,
    "promises_broken": 1.0,
}
"""Refresh only when a definition changes on purpose; all other measures of it are 0."""


@given(posts)
def test_area_is_the_sum_and_the_peak_no_more_than_the_loudest_tick(critical):
    got = measures_of(storm_trace(critical))
    assert got["critical_posts_total"] == sum(critical)
    assert got["peak"] <= max(critical)


@given(posts, st.integers(0, 79))
def test_one_more_post_never_lowers_peak_area_or_severity(critical, where):
    louder = list(critical)
    louder[where % len(louder)] += 1
    less, more = measures_of(storm_trace(critical)), measures_of(storm_trace(louder))
    for name in (
        "peak",
        "critical_posts_total",
        "hours_above_rate",
        "severity_max",
        "hours_severe",
    ):
        assert more[name] >= less[name]


@given(posts, st.integers(2, 5))
def test_a_storm_times_k_has_the_same_shape(critical, k):
    one, many = (measures_of(storm_trace(np.multiply(critical, n))) for n in (1, k))
    for name in ("peak", "critical_posts_total"):
        assert many[name] == pytest.approx(k * one[name])
    for name in ("peak_at", "half_life", "waves"):
        assert many[name] == pytest.approx(one[name], nan_ok=True)


@given(posts, st.integers(1, 50))
def test_a_storm_that_comes_later_is_the_same_storm(critical, later):
    now = measures_of(storm_trace([*critical, *[0] * 30], incident_at=0.0))
    then = measures_of(storm_trace([*[0] * later, *critical, *[0] * 30], incident_at=later))
    assert then.pop("peak_at") == pytest.approx(now.pop("peak_at") + later, nan_ok=True)
    assert then == pytest.approx(now, nan_ok=True)


@given(posts)
def test_finer_ticks_measure_the_same(critical):
    fine = np.zeros(4 * len(critical), dtype=int)
    fine[::4] = critical
    padded = [*fine, *[0] * 12]
    coarse, finer = (
        of("critical_posts_total", critical),
        of("critical_posts_total", padded, hours_per_tick=0.25),
    )
    assert coarse == finer
    peak_coarse = of("peak", [*critical, 0, 0, 0])
    assert of("peak", padded, hours_per_tick=0.25) == pytest.approx(peak_coarse)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=60))
def test_inequality_stays_in_its_bounds(written):
    got = measures_of(storm_trace([1], people={"critical_posts": written}))
    if not any(written):
        assert np.isnan(got["gini"])
        return
    assert -1e-12 <= got["gini"] < 1
    assert 0 < got["top3"] <= got["top10"] <= 1 + 1e-12
    assert got["top10"] >= 0.10 - 1e-12


def test_all_measures_of_a_run_take_less_than_a_millisecond():
    rng = np.random.default_rng(0)
    people = {"critical_posts": rng.poisson(0.5, 1800), "outsider": np.zeros(1800, int)}
    output = storm_trace(rng.poisson(5, 960), hours_per_tick=0.25, people=people)
    took = []
    for _ in range(30):
        start = time.perf_counter()
        measures_of(output)
        took.append(time.perf_counter() - start)
    assert min(took) < 1e-3
