"""What studies say is what the data say: made-up runs with a known answer."""

import numpy as np
import pytest
import xarray as xr

import sim
from sim.charts.studies import study_chart
from sim.results import MEASURES
from sim.studies.asked import Asked
from sim.studies.break_even import break_even
from sim.studies.finding import Tried
from sim.studies.kinds import KINDS
from sim.studies.reckoning import crossing, crossing_of, joined
from sim.studies.sweep import neighbours

X = [0.1, 0.2, 0.3, 0.4]
NOISE = np.random.default_rng(1).normal(0, 1, (2, 4, 30))


def asked(kind: str, **more: object) -> Asked:
    plain = {"kind": kind, "title": "T", "question": "Q?", "scenario": "analytics-outage",
             "compare": ["new", "old"], "baseline": "old", "seeds": 30,
             "measures": ["critical_posts_total", "peak"], **more}  # fmt: skip
    return KINDS[kind].model_validate(plain)


def tried(values: np.ndarray, dims: dict[str, list[object]], **more: np.ndarray) -> Tried:
    """Runs in which every measure is the same, but for those given."""
    names = ("plan", *dims, "seed")
    every = {name: (names, more.get(name, values)) for name in MEASURES}
    coords = {"plan": ["new", "old"], **dims, "seed": np.arange(values.shape[-1])}
    return Tried(xr.Dataset(every, coords=coords), sim.load_scenario("analytics-outage"))


def over_x(difference: list[float]) -> np.ndarray:
    values = 100 + NOISE
    values[0] += np.array(difference)[:, None]
    return values


FACTOR = {"factors": {"x": {"path": "incident.affected", "values": X}}}


def test_a_crossover_is_found_where_it_is() -> None:
    found = asked("sweep", **FACTOR).find(tried(over_x([-9, -3, 3, 9]), {"x": X}))
    assert found.headline == "Against old, new wins with 0.1 to 0.2 x and loses with 0.3 to 0.4 x"
    assert "change places at 0.2" in " ".join(found.sentences)


def test_a_tie_is_called_a_tie() -> None:
    found = asked("sweep", **FACTOR).find(tried(over_x([0, 0, 0, 0]), {"x": X}))
    assert found.headline == "Against old, new makes no sure difference anywhere"
    assert "change places" not in " ".join(found.sentences)


def test_the_better_plan_of_two_is_the_one_with_less() -> None:
    found = asked("compare").find(tried(over_x([-9, -9, -9, -9])[:, 0], {}))
    assert found.headline.startswith("New comes off best with 91 critical posts, old worst")
    found = asked("compare", measures=["trust_left"]).find(tried(over_x([-9] * 4)[:, 0], {}))
    assert found.headline.startswith("Old comes off best")


def test_plans_that_tie_with_the_best_are_named() -> None:
    found = asked("compare").find(tried(over_x([0, 0, 0, 0])[:, 0], {}))
    assert "cannot be told from the best" in found.sentences[0]


def test_regret_is_the_distance_to_the_best_of_each_draw() -> None:
    values = over_x([-10, -10, -10, 30])
    values[:] = np.round(values.mean(axis=-1, keepdims=True))
    found = asked("robustness", draws=4).find(tried(values, {"draw": [0, 1, 2, 3]}))
    assert found.headline.startswith("New is the best plan in 75% of 4 draws")
    assert found.drawn["regrets"]["new"].tolist() == [0, 0, 0, 30]
    assert found.drawn["regrets"]["old"].tolist() == [10, 10, 10, 0]


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


def test_words() -> None:
    assert joined(["a", "b", "c"]) == "a, b and c"
    assert neighbours([0, 1, 2, 5]) == [(0, 2), (5, 5)]


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"search"}))
def test_every_kind_has_its_chart(kind: str) -> None:
    study = {
        "compare": asked("compare"),
        "sweep": asked("sweep", **FACTOR),
        "robustness": asked("robustness", draws=4),
        "break-even": asked("break-even", happens="promises_kept", **FACTOR),
    }[kind]
    came = np.zeros((2, 4, 30))
    came[:, 2:] = 1
    values = over_x([9, 3, -3, -9])
    dims = {"robustness": {"draw": [0, 1, 2, 3]}, "compare": {}}.get(kind, {"x": X})
    made = tried(values[:, 0], {}) if kind == "compare" else tried(values, dims, promises_kept=came)
    found = study.find(made)
    figure = study_chart(study, made, found)
    assert figure.get_label() == found.headline
