"""The contract that every measure keeps, on storms of all kinds and on no storm at all."""

import numpy as np
import pytest

from sim.engines import compiled
from sim.engines.output import RunOutput
from sim.results.measures import MEASURES, Measure, measures_of
from sim.results.storm import Storm
from tests.agreement.storms import cut_down, small_storm

TRACES: dict[str, RunOutput] = {}


def trace_of(name: str) -> RunOutput:
    """A run to measure, made when it is first asked for."""
    if name not in TRACES:
        TRACES[name] = RUNS[name]()
    return TRACES[name]


RUNS = {
    "nothing happens": lambda: compiled.run(cut_down("quiet-week"), "silence", 1),
    "nobody minds": lambda: compiled.run(
        small_storm(incident={"severity": 0.0, "outrage_share": 0.0, "first_posts": 0}),
        "silence",
        1,
    ),
    "one post by a stranger": lambda: compiled.run(
        small_storm(incident={"affected": 0.0, "outrage_share": 0.0}), "silence", 1
    ),
    "silence": lambda: compiled.run(cut_down("analytics-outage"), "silence", 1),
    "missed promises": lambda: compiled.run(cut_down("analytics-outage"), "broken-promises", 1),
    "private channel": lambda: compiled.run(cut_down("telecom-billing"), "private-channel", 1),
    "supporters": lambda: compiled.run(cut_down("false-rumour"), "supporters-asked", 1),
    "one tick": lambda: compiled.run(small_storm(days=0.125, clock={"tick": "2h"}), "silence", 1),
    "a single person": lambda: compiled.run(
        small_storm(people=1, community={"outsiders": 0, "ties": {"kind": "none"}}), "silence", 1
    ),
}
EACH = pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
SHARES = {"defending_share", "critic_share", "gini", "top10", "top3", "trust_left"}


@EACH
def test_it_is_explained(measure: Measure) -> None:
    assert measure.unit
    assert measure.meaning
    assert measure.better in ("lower", "higher", "none")
    assert MEASURES[measure.name] is measure
    assert measure.of.__name__ == measure.name


@EACH
@pytest.mark.parametrize("run", RUNS)
def test_it_is_a_number_or_says_when_it_is_none(measure: Measure, run: str) -> None:
    value = measure.of(Storm(trace_of(run)))
    assert not np.isinf(value)
    if np.isnan(value):
        assert "NaN" in (measure.of.__doc__ or "")
        return
    if measure.unit != "h":
        assert value >= 0.0
    if measure.name in SHARES:
        assert value <= 1.0


@EACH
def test_a_count_of_nothing_is_zero(measure: Measure) -> None:
    value = measure.of(Storm(trace_of("nothing happens")))
    if measure.unit in ("posts", "people", "promises", "articles", "waves"):
        assert value == 0.0


@EACH
def test_measuring_changes_nothing_and_gives_the_same_again(measure: Measure) -> None:
    storm = Storm(trace_of("missed promises"))
    before = {name: values.copy() for name, values in storm.output.series.items()}
    once, again = measure.of(storm), measure.of(Storm(storm.output))
    assert once == again or (np.isnan(once) and np.isnan(again))
    for name, values in before.items():
        assert np.array_equal(values, storm.output.series[name])


@pytest.mark.parametrize("run", RUNS)
def test_measures_fit_together(run: str) -> None:
    output = trace_of(run)
    said = measures_of(output)
    hours = output.ticks * output.hours_per_tick
    assert said["critics"] == said["critics_affected"] + said["critics_bandwagon"]
    outcomes = [said[f"promises_{outcome}"] for outcome in ("kept", "revised", "broken")]
    assert sum(outcomes) <= said["promises_made"]
    assert said["duration"] <= hours
    assert said["hours_above_rate"] <= hours
    assert said["customers_lost"] <= said["left_page"] <= len(output.people["stance"])
    assert said["critical_posts_total"] == output.series["critical_posts"].sum()
    assert (
        (said["critical_posts_total"] == 0.0) == (said["peak"] == 0.0) == (said["duration"] == 0.0)
    )
    assert said["severity_max"] <= 6.0
    if said["critical_posts_total"]:
        assert 0.0 <= said["peak_at"] <= hours
