"""Titles say what the numbers say, and no more."""

import numpy as np
import pandas as pd
import pytest

from sim.charts.findings import (
    differences_finding,
    graph_finding,
    plans_finding,
    storm_finding,
)
from sim.charts.week import Week
from sim.charts.wording import quoted_plan

WEEK = Week(starts=156.0, hours=240.0)  # from Sun 12:00
HOURLY = "critical posts an hour"
LEVEL = 30.0
NO_RUNS = pd.DataFrame()
"""Runs of which nothing is known but the peaks."""
"""Mean peak of the plan against which others are held."""


def storm(peak: float, after: float = np.nan, area: float = 900.0) -> pd.Series:
    return pd.Series(
        {"peak": peak, "peak_at": 30.0, "peak_after_missed": after, "critical_posts_total": area}
    )


def peaks(**of: list[float]) -> pd.DataFrame:
    rows = [(plan.replace("_", "-"), peak) for plan, runs in of.items() for peak in runs]
    return pd.DataFrame(rows, columns=["plan", "peak"])


def changes(*rows: tuple[str, float, float, float], pairs: int = 200) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["plan", "mean_difference", "low", "high"])
    return table.assign(pairs=pairs)


class TestStorm:
    def test_height_and_hour(self) -> None:
        expected = f"With “silence” the storm peaks at 45.2 {HOURLY} on Monday at 18:00"
        assert storm_finding("silence", storm(45.2), WEEK) == expected

    @pytest.mark.parametrize(
        ("after", "said_so"),
        [
            (0.2, ", 12 minutes after a broken promise"),
            (1.0, ", 1 hour after a broken promise"),
            (23.0, ", 23 hours after a broken promise"),
            (25.0, "Monday at 18:00"),
        ],
    )
    def test_a_missed_promise_within_a_day(self, after: float, said_so: str) -> None:
        assert storm_finding("x", storm(45.2, after=after), WEEK).endswith(said_so)

    @pytest.mark.parametrize(
        ("area", "few"),
        [(0, "not a single critical post"), (1, "1 critical post"), (9, "9 critical posts")],
    )
    def test_a_few_posts_are_no_storm(self, area: float, few: str) -> None:
        said_so = storm_finding("silence", storm(1.0, area=area), WEEK)
        assert said_so == f"With “silence” there is no storm: {few} in 10 days"


class TestPlans:
    def test_highest_against_lowest_of_the_typical_peaks(self) -> None:
        table = peaks(silence=[40, 44], broken_promises=[60, 61, 62], honest_roadmap=[26, 27])
        expected = (
            f"With “broken promises” the storm peaks at a median of 61 {HOURLY}, "
            "about 2.3 times as high as with “honest roadmap” (26.5)"
        )
        assert plans_finding(table) == expected

    def test_alike(self) -> None:
        said_so = plans_finding(peaks(a=[40.0], b=[41.0]))
        assert said_so == f"All plans peak at about the same level, 41 {HOURLY}"

    def test_one_plan(self) -> None:
        assert plans_finding(peaks(a=[40.0])) == f"With “a” the storm peaks at 40 {HOURLY}"

    def test_no_storm(self) -> None:
        assert plans_finding(peaks(a=[0.0], b=[0.0])).startswith("There is no storm under any plan")
        assert plans_finding(peaks(a=[5.0], b=[0.0])).endswith(", with “b” there is none")

    @pytest.mark.parametrize(("high", "low"), [(1.05, 0.95), (2.4, 1.6), (104.0, 100.0)])
    def test_a_difference_that_nobody_would_notice_is_none(self, high: float, low: float) -> None:
        assert plans_finding(peaks(a=[high], b=[low])).startswith("All plans peak at about")

    def test_the_same_difference_counts_where_it_is_large_enough(self) -> None:
        assert "about 2.2 times as high" in plans_finding(peaks(a=[2.8, 2.8], b=[1.25, 1.25]))

    def test_a_single_pair_and_a_ratio_that_may_be_1_are_no_ratio(self) -> None:
        single = plans_finding(peaks(a=[2.8], b=[1.25]))
        assert single.endswith("an hour, with “b” at 1.25; the difference may be chance")
        mixed = plans_finding(peaks(a=[10, 30, 80], b=[70, 25, 5]))
        assert " times " not in mixed
        assert mixed.endswith("with “b” at 25; the difference may be chance")

    @pytest.mark.parametrize(
        ("high", "low", "said"),
        [
            ([40.0, 40.1, 40.2], [5.2, 5.2, 5.2], "about 7.7 times"),
            ([20.0, 35.0, 39.7, 45.0, 60.0], [3.0, 4.5, 5.17, 6.0, 15.0], "about 8 times"),
            ([100.0, 250.0, 500.0], [5.0, 10.0, 12.0], "about 20 times"),
        ],
    )
    def test_a_ratio_is_no_finer_than_its_interval(
        self, high: list[float], low: list[float], said: str
    ) -> None:
        assert said in plans_finding(peaks(a=high, b=low))


def runs(**hours: float) -> pd.DataFrame:
    """Return two runs of each plan, with these hours of work, alike in all else but the peak."""
    peak = {"a": 60.0, "b": 20.0}
    return pd.DataFrame([
        {"plan": plan, "seed": seed, "peak": peak[plan], "critical_posts_total": 100.0,
         "customers_lost": 5.0, "trust_left": 0.5, "staff_hours": work}
        for plan, work in hours.items() for seed in range(2)
    ])  # fmt: skip


class TestPrice:
    """A title that states a gain states its price."""

    def test_of_the_plan_with_the_lowest_peak(self) -> None:
        said = plans_finding(runs(a=1.0, b=13.0))
        assert said.endswith("as with “b” (20), whose price against “a” is 12 more hours of work")

    def test_against_the_baseline_as_on_the_slide_of_differences(self) -> None:
        three = pd.concat([runs(a=1.0, b=13.0), runs(a=9.0).assign(plan="silence", peak=40.0)])
        said = plans_finding(three)
        assert said.endswith("whose price against “silence” is 4 more hours of work")
        lower = changes(("b", -20.0, -21, -19))
        assert differences_finding(lower, "silence", 40.0, three).endswith("4 more hours of work")

    def test_of_the_plan_that_lowers_the_peak_most(self) -> None:
        lower = changes(("b", -40.0, -41, -39))
        said = differences_finding(lower, "a", 60.0, runs(a=1.0, b=13.0))
        assert said.endswith("by 40 posts an hour (mean). The price of “b”: 12 more hours of work")

    def test_of_one_hour(self) -> None:
        assert plans_finding(runs(a=0.0, b=1.0)).endswith("against “a” is 1 more hour of work")

    def test_not_where_nobody_would_notice_it(self) -> None:
        assert "price" not in plans_finding(runs(a=1.0, b=1.5))
        assert "price" not in plans_finding(runs(a=13.0, b=1.0))


class TestDifferences:
    def test_the_largest_changes_either_way(self) -> None:
        table = changes(("a", 15.0, 12, 18), ("b", -18.0, -20, -16), ("c", -30.0, -70, 10))
        expected = (
            "Against “silence”, “b” lowers the peak by 18, “a” raises the peak by 15 posts an hour "
            "(mean)"
        )
        assert differences_finding(table, "silence", LEVEL, NO_RUNS) == expected

    def test_only_better_or_only_worse(self) -> None:
        better = differences_finding(changes(("a", -2.0, -3, -1)), "silence", LEVEL, NO_RUNS)
        assert better == "Against “silence”, “a” lowers the peak by 2 posts an hour (mean)"
        worse = differences_finding(changes(("a", 2.0, 1, 3)), "silence", LEVEL, NO_RUNS)
        assert worse == "Against “silence”, “a” raises the peak by 2 posts an hour (mean)"

    def test_chance(self) -> None:
        said_so = differences_finding(changes(("a", -2.0, -5, 1)), "silence", LEVEL, NO_RUNS)
        assert said_so == "No plan’s peak differs from that of “silence” by more than chance"

    @pytest.mark.parametrize("change", [-0.9, 1.4, 0.2])
    def test_a_change_that_nobody_would_notice_is_not_named(self, change: float) -> None:
        certain = changes(("a", change, change - 0.1, change + 0.1))
        said_so = differences_finding(certain, "silence", LEVEL, NO_RUNS)
        assert said_so == (
            "No plan’s peak differs from that of “silence” so much that anybody would notice"
        )

    def test_of_several_changes_only_noticed_ones_are_named(self) -> None:
        table = changes(("a", -9.0, -10, -8), ("b", 1.2, 1.1, 1.3))
        said_so = differences_finding(table, "silence", LEVEL, NO_RUNS)
        assert said_so == "Against “silence”, “a” lowers the peak by 9 posts an hour (mean)"
        small = differences_finding(table, "silence", 5.0, NO_RUNS)
        assert small.endswith(
            "“a” lowers the peak by 9, “b” raises the peak by 1.2 posts an hour (mean)"
        )

    def test_one_pair_proves_nothing(self) -> None:
        said_so = differences_finding(
            changes(("a", -2.0, -2, -2), pairs=1), "silence", LEVEL, NO_RUNS
        )
        assert said_so == "One pair of runs cannot tell any plan from “silence”"

    def test_nothing_to_compare(self) -> None:
        assert differences_finding(changes(), "silence", LEVEL, NO_RUNS).startswith(
            "There is no plan"
        )


def test_graph() -> None:
    said_so = "Critics at the peak: 1,215 of 18,000 people, 37 not affected"
    assert graph_finding(1215, 37, 18_000) == said_so
    assert graph_finding(0, 0, 7) == "None of the 7 people is a critic"


def test_long_names_are_cut_in_sentences() -> None:
    assert quoted_plan("honest-roadmap") == "“honest roadmap”"
    assert len(quoted_plan("x" * 60)) <= 34
