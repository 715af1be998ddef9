"""What studies say is what the data say: made-up runs with a known answer."""

import numpy as np
import pytest
import xarray as xr

import sim
from sim.charts.studies import study_chart
from sim.results import MEASURES
from sim.studies.break_even import break_even
from sim.studies.finding import StudyRuns
from sim.studies.registry import KINDS
from sim.studies.spec import StudySpec
from sim.studies.statistics import crossing, crossing_of

X = [0.1, 0.2, 0.3, 0.4]
NOISE = np.random.default_rng(1).normal(0, 1, (2, 4, 30))


def spec_of(kind: str, **more: object) -> StudySpec:
    plain = {"kind": kind, "title": "T", "question": "Q?", "scenario": "analytics-outage",
             "compare": ["new", "old"], "baseline": "old", "seeds": 30,
             "measures": ["critical_posts_total", "peak"], **more}  # fmt: skip
    return KINDS[kind].model_validate(plain)


def runs_of(values: np.ndarray, dims: dict[str, list[object]], **more: np.ndarray) -> StudyRuns:
    """Runs in which every measure is the same, but for those given."""
    names = ("plan", *dims, "seed")
    every = {name: (names, more.get(name, values)) for name in MEASURES}
    coords = {"plan": ["new", "old"], **dims, "seed": np.arange(values.shape[-1])}
    return StudyRuns(xr.Dataset(every, coords=coords), sim.load_scenario("analytics-outage"))


def over_x(difference: list[float]) -> np.ndarray:
    values = 100 + NOISE
    values[0] += np.array(difference)[:, None]
    return values


FACTOR = {"factors": {"x": {"path": "incident.affected", "values": X}}}


def test_a_crossover_is_found_where_it_is() -> None:
    found = spec_of("sweep", **FACTOR).conclude(runs_of(over_x([-9, -3, 3, 9]), {"x": X}))
    assert found.headline == "New is better than old in 2 of 4 settings and worse in 2"
    settings, crossings = found.tables
    assert len(settings.rows) == 4
    assert crossings.rows[0][0] == "new"
    assert float(crossings.rows[0][1]) == pytest.approx(0.25, abs=0.01)


def test_a_tie_is_better_and_worse_nowhere() -> None:
    found = spec_of("sweep", **FACTOR).conclude(runs_of(over_x([0, 0, 0, 0]), {"x": X}))
    assert (
        found.headline
        == "New is neither clearly better nor clearly worse than old in any of 4 settings"
    )
    assert len(found.tables) == 1  # nowhere do they change places


@pytest.mark.parametrize(
    ("difference", "said"),
    [
        ([-9, -9, -9, -9], "New is better than old in all 4 settings"),
        ([9, 9, 9, 9], "New is worse than old in all 4 settings"),
        ([-9, 0, 0, 0], "New is better than old in 1 of 4 settings, and clearly worse in none"),
        ([0, 0, 9, 9], "New is worse than old in 2 of 4 settings, and clearly better in none"),
    ],
)
def test_a_headline_says_first_what_happens_and_counts_no_zero(
    difference: list[float], said: str
) -> None:
    found = spec_of("sweep", **FACTOR).conclude(runs_of(over_x(difference), {"x": X}))
    assert found.headline == said


def test_a_single_plan_is_told_by_its_extremes_and_its_trend() -> None:
    values = over_x([0, 0, 0, 0]) + 10 * np.arange(4)[:, None]
    alone = spec_of("sweep", compare=["old"], **FACTOR)
    found = alone.conclude(runs_of(values, {"x": X}))
    assert found.headline == "Critical posts: from 99.8 (0.1 x) to 130 (0.4 x)"
    settings, trend = found.tables
    assert [row[0] for row in settings.rows] == ["0.1", "0.2", "0.3", "0.4"]
    assert trend.rows[0][0] == "per unit"
    assert trend.rows[0][1].startswith(("+100", "+101", "+99"))


def test_a_power_law_is_told_per_factor_of_ten() -> None:
    levels = [1.0, 10.0, 100.0, 1000.0]
    values = np.ones((2, 4, 30)) * (100 * np.sqrt(levels))[:, None]
    factor = {"path": "community.people", "values": levels, "scale": "log", "label": "people"}
    alone = spec_of("sweep", compare=["old"], factors={"x": factor})
    trend = alone.conclude(runs_of(values, {"x": levels})).tables[1]
    assert trend.rows[0][0] == "factor for ten times the people"
    assert trend.rows[0][1].startswith("3.16 ")
    shares = alone.conclude(runs_of(values / 100_000, {"x": levels})).tables[1]
    assert shares.rows[0][1].startswith("3.16 ")


def test_the_better_plan_of_two_is_the_one_with_less() -> None:
    found = spec_of("compare").conclude(runs_of(over_x([-9, -9, -9, -9])[:, 0], {}))
    assert found.headline.startswith("New comes off best with 91 critical posts, old worst")
    found = spec_of("compare", measures=["trust_left"]).conclude(
        runs_of(over_x([-9] * 4)[:, 0], {})
    )
    assert found.headline.startswith("Old comes off best")


def test_the_difference_to_the_best_plan_is_in_the_table() -> None:
    found = spec_of("compare").conclude(runs_of(over_x([0, 0, 0, 0])[:, 0], {}))
    best, other = found.tables[0].rows
    assert best[-1] == ""
    assert other[-1].startswith("+0.")


def test_regret_is_the_distance_to_the_best_of_each_draw() -> None:
    values = over_x([-10, -10, -10, 30])
    values[:] = np.round(values.mean(axis=-1, keepdims=True))
    found = spec_of("robustness", draws=4).conclude(runs_of(values, {"draw": [0, 1, 2, 3]}))
    assert found.headline.startswith("New is the best plan in 75% of 4 draws")
    assert found.chart_data["regrets"]["new"].tolist() == [0, 0, 0, 30]
    assert found.chart_data["regrets"]["old"].tolist() == [10, 10, 10, 0]


def test_a_break_even_is_found_where_it_is() -> None:
    """The gain is 10 × (chance − 0.4): it turns at 40 %."""
    chances = np.linspace(0.05, 0.95, 10)
    draws = np.random.default_rng(2).random((10, 400))
    came = (draws < chances[:, None]).astype(float)
    gains = 10 * (came - 0.4) + np.random.default_rng(3).normal(0, 2, came.shape)
    found = break_even(came, gains)
    assert found.at == pytest.approx(0.4, abs=0.05)
    assert found.low < 0.4 < found.high
    assert found.share == 1.0


def test_each_measure_has_a_break_even_of_its_own() -> None:
    """Posts turn at 30 %, customers at 60 %, and by trust the promise is never better."""
    seeds, chances = 400, np.linspace(0.05, 0.95, 10)
    came = (np.random.default_rng(2).random((10, seeds)) < chances[:, None]).astype(float)
    turns = {"critical_posts_total": 0.3, "customers_lost": 0.6, "trust_left": -0.2}
    noise = np.random.default_rng(3).normal(0, 1, (2, 10, seeds))
    by_measure = {name: noise.copy() for name in turns}
    for name, turn in turns.items():
        by_measure[name][0] += 10 * (turn - came)
    kept = np.stack([came, np.zeros_like(came)])
    study = spec_of(
        "break-even", happens="promises_kept", event="it is kept",
        measures=["critical_posts_total", "customers_lost", "promises_kept", "trust_left"],
        factors={"x": {"path": "incident.affected", "values": chances.tolist()}},
    )  # fmt: skip
    runs = runs_of(noise, {"x": chances.tolist()}, promises_kept=kept, **by_measure)
    found = study.conclude(runs)
    by_posts, *others = found.headline.split("; ")
    assert by_posts.startswith("By critical posts new beats old once it is kept in ")
    _, break_evens, outcomes = found.tables
    at = {row[0]: row[1] for row in break_evens.rows}
    assert float(at["critical posts"].rstrip("%")) == pytest.approx(30, abs=4)
    assert float(at["customers lost"].rstrip("%")) == pytest.approx(60, abs=4)
    assert at["trust left"] == "none"
    assert others == [f"{at['customers lost']} by customers lost, never by trust left"]
    for row in outcomes.rows:
        assert float(row[3].split()[0].replace("−", "-")) == pytest.approx(-10, abs=0.5)


def test_a_kept_word_is_told_from_a_short_repair() -> None:
    """The word itself is worth nothing: the seeds in which it is kept have short repairs."""
    seeds, settings = 200, 8
    rng = np.random.default_rng(4)
    repair = rng.uniform(10, 100, seeds)
    deadlines = np.linspace(20, 90, settings)
    came = (repair[None, :] <= deadlines[:, None]).astype(float)
    values = np.stack([np.tile(repair, (settings, 1)) + 50, np.full((settings, seeds), 100.0)])
    values += rng.normal(0, 1, values.shape)
    study = spec_of(
        "break-even", happens="promises_kept",
        factors={"x": {"path": "incident.affected", "values": [*X, 0.5, 0.6, 0.7, 0.8]}},
    )  # fmt: skip
    kept = np.stack([came, np.zeros_like(came)])
    runs = runs_of(values, {"x": [*X, 0.5, 0.6, 0.7, 0.8]}, promises_kept=kept)
    row = study.conclude(runs).tables[-1].rows[0]
    where_kept, where_not, same = (float(cell.split()[0].replace("−", "-")) for cell in row[1:])
    assert where_not - where_kept > 10, "short repairs make the kept ones look better"
    assert abs(same) < 0.5, "in the same seeds they are alike"


def test_where_one_plan_is_always_ahead_there_is_no_break_even() -> None:
    came = np.ones((3, 20))
    found = break_even(came, np.full((3, 20), 5.0))
    assert np.isnan(found.at)
    assert found.share == 0.0


def test_crossings() -> None:
    assert crossing([0, 1, 2], [-1, 1, 3]) == 0.5
    assert crossing([0, 1, 2], [-1, 0, 1]) == 1.0
    assert np.isnan(crossing([0, 1, 2], [0, 1, 3]))
    sure = crossing_of([1, 10, 100], np.array([[-5.0] * 9, [-5.0] * 9, [5.0] * 9]), log=True)
    assert sure.at == pytest.approx(10**1.5)
    assert sure.low == sure.high == sure.at


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"search", "sensitivity"}))
def test_every_kind_has_its_chart(kind: str) -> None:
    study = {
        "compare": spec_of("compare"),
        "sweep": spec_of("sweep", **FACTOR),
        "robustness": spec_of("robustness", draws=4),
        "break-even": spec_of("break-even", happens="promises_kept", **FACTOR),
    }[kind]
    came = np.zeros((2, 4, 30))
    came[:, 2:] = 1
    values = over_x([9, 3, -3, -9])
    dims = {"robustness": {"draw": [0, 1, 2, 3]}, "compare": {}}.get(kind, {"x": X})
    made = (
        runs_of(values[:, 0], {})
        if kind == "compare"
        else runs_of(values, dims, promises_kept=came)
    )
    found = study.conclude(made)
    figure = study_chart(study, made, found)
    assert figure.get_label() == found.headline
