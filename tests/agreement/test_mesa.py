"""The reference engine is an ordinary Mesa model."""

import gc
import weakref

import mesa
import pytest

from sim.engines import compiled
from sim.engines.mesa_model import Person, StormModel
from sim.engines.output import CRITIC, SERIES
from sim.errors import UnknownNameError
from tests.agreement.sameness import assert_same_run
from tests.agreement.storms import WATCHING, small_storm

STORM = small_storm(WATCHING, people=80, days=1.0)


@pytest.fixture
def model():
    """A storm before its first tick."""
    storm = StormModel(STORM, "talk", seed=3)
    yield storm
    storm.forget()


def test_people_are_agents(model: StormModel) -> None:
    assert isinstance(model, mesa.Model)
    assert list(model.agents) == model.people
    assert len(model.agents) == 80 + 20
    assert set(model.agents_by_type) == {Person}
    fans = model.agents.select(lambda person: not person.outsider)
    assert len(fans) == 80
    assert model.agents.agg("trust", max) <= 1.0
    assert sum(fans.get("affected")) == sum(person.affected for person in model.people)


def test_friends_are_people_of_the_same_model(model: StormModel) -> None:
    for person in model.agents:
        assert person not in person.friends
        for friend in person.friends:
            assert person in friend.friends
            assert friend.model is model


def test_a_model_is_stepped_to_its_end(model: StormModel) -> None:
    steps = 0
    while model.running:
        model.step()
        steps += 1
    assert steps == STORM.ticks == model.now == model.steps
    model.step()
    assert model.now == STORM.ticks
    assert not model.running
    assert model.agents.select(lambda person: person.stance == CRITIC)
    assert_same_run(model.output(), compiled.run(STORM, "talk", 3))


def test_a_model_runs_until_it_stops(model: StormModel) -> None:
    model.run_model()
    assert not model.running
    assert_same_run(model.output(), compiled.run(STORM, "talk", 3))


def test_the_data_collector_holds_the_series(model: StormModel) -> None:
    for _ in range(40):
        model.step()
    frame = model.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == [column.name for column in SERIES]
    assert len(frame) == 40
    series = compiled.run(STORM, "talk", 3).series
    for column in SERIES:
        if column.whole:
            assert frame[column.name].tolist() == series[column.name][:40].tolist(), column.name


def test_the_data_collector_holds_means_of_feelings(model: StormModel) -> None:
    for _ in range(40):
        model.step()
    frame = model.datacollector.get_model_vars_dataframe()
    series = compiled.run(STORM, "talk", 3).series
    for name in ("trust", "grievance"):
        assert frame[name].tolist() == series[name][:40].tolist(), name


def test_a_model_that_is_forgotten_is_freed() -> None:
    storm = StormModel(STORM, "silence", seed=1)
    storm.step()
    gone, person = weakref.ref(storm), weakref.ref(storm.people[0])
    storm.forget()
    del storm
    gc.collect()
    assert gone() is None
    assert person() is None


def test_runs_leave_no_agents_behind() -> None:
    gc.collect()
    before = sum(issubclass(type(thing), Person) for thing in gc.get_objects())
    for seed in range(3):
        mesa_run(seed)
    gc.collect()
    assert sum(issubclass(type(thing), Person) for thing in gc.get_objects()) == before


def mesa_run(seed: int) -> None:
    """A run from beginning to end."""
    from sim.engines import mesa_model

    mesa_model.run(small_storm(people=20, days=0.25), "silence", seed)


def test_two_models_live_side_by_side() -> None:
    one, other = StormModel(STORM, "talk", seed=3), StormModel(STORM, "silence", seed=4)
    for _ in range(STORM.ticks):
        one.step()
        other.step()
    assert_same_run(one.output(), compiled.run(STORM, "talk", 3))
    assert_same_run(other.output(), compiled.run(STORM, "silence", 4))
    one.forget()
    other.forget()


def test_a_plan_that_there_is_not_is_named() -> None:
    with pytest.raises(UnknownNameError, match="silence"):
        StormModel(STORM, "silense")
