"""Fair shares: they add up, like decisions share alike, and idle ones get nothing."""

import numpy as np
import pytest

import sim
from sim.exercise.debrief.coalitions import (
    LOOKED_AT,
    MOST_EXACT,
    PLACE,
    Groups,
    effort,
    run_groups,
    seeds_at_once,
)
from sim.exercise.debrief.hearing import hearings
from sim.exercise.debrief.shares import (
    all_groups,
    drawn_interactions,
    drawn_orders,
    drawn_shares,
    exact_interactions,
    exact_shares,
    groups_of,
)
from sim.exercise.debrief.storms import Storms
from sim.exercise.decisions import parse_response
from sim.scenario import Plan, load_scenario
from sim.storm.responses import Response
from tests.exercise.small_exercise import small_exercise

SCENARIO = small_exercise()
KINDS = ("acknowledgement", "apology", "denial", "explanation", "downplaying", "deletion")


def random_steps(chance: np.random.Generator, number: int) -> list[Response]:
    """Decisions of any kind, at any quarter of an hour of the exercise, some at the same time."""
    minutes = sorted(chance.integers(16, 100, number) * 15)
    return [
        parse_response({"do": str(chance.choice(KINDS)), "at": f"+{minute}min"})
        for minute in minutes
    ]


@pytest.mark.parametrize("seed", range(4))
def test_groups_end_as_whole_runs_do_and_shares_add_up(seed: int) -> None:
    chance = np.random.default_rng(seed)
    steps = random_steps(chance, int(chance.integers(2, 6)))
    everything = (1 << len(steps)) - 1
    for method in ("exact", "drawn", "made"):
        groups = Groups(len(steps), seed, method)
        ends = run_groups(SCENARIO, steps, groups)
        assert set(ends) == groups.wanted
        shares = (
            exact_shares(ends, len(steps))
            if method == "exact"
            else drawn_shares(ends, groups.orders)
        )
        assert shares.sum(axis=0) == pytest.approx(ends[everything] - ends[0], abs=1e-9)
        for group in (0, everything, int(chance.choice(sorted(ends)))):
            some = [step for k, step in enumerate(steps) if group >> k & 1]
            plans = {"some": Plan(summary="some", steps=some)}
            run = sim.simulate(SCENARIO.model_copy(update={"plans": plans}), "some", seed)
            assert [ends[group][PLACE[name]] for name in LOOKED_AT] == [
                run.measures[name] for name in LOOKED_AT
            ]


@pytest.mark.parametrize("seed", range(20))
def test_like_decisions_share_alike_and_idle_ones_get_nothing(seed: int) -> None:
    chance = np.random.default_rng(seed)
    number = int(chance.integers(3, MOST_EXACT + 1))
    of_others = chance.normal(size=(3, 1 << (number - 3)))
    ends = {
        group: np.array([of_others[(group & 3).bit_count(), group >> 3]])
        for group in all_groups(number)
    }  # the first two are alike, the third changes nothing
    shares, pairs = exact_shares(ends, number), exact_interactions(ends, number)
    assert shares[0] == pytest.approx(shares[1])
    assert shares[2] == pytest.approx(0.0, abs=1e-12)
    assert all(np.allclose(pair, 0.0) for (i, j), pair in pairs.items() if 2 in (i, j))
    many = np.mean([drawn_shares(ends, drawn_orders(number, n)) for n in range(400)], axis=0)
    assert many == pytest.approx(shares, abs=0.35)


@pytest.mark.parametrize("number", [1, 2, 9, 14])
def test_drawn_orders_need_few_groups_and_say_what_goes_together(number: int) -> None:
    orders = drawn_orders(number, 7)
    groups = groups_of(orders)
    assert len(groups) <= 4 * number + 2
    ends = {group: np.array([float(group.bit_count() ** 2)]) for group in groups}
    for (i, j), together in drawn_interactions(ends, orders):
        assert i < j
        assert together == pytest.approx([2.0])


def test_a_story_of_any_size_gets_some_seeds_and_no_more_than_are_wanted() -> None:
    community = SCENARIO.community.model_copy(update={"people": 400_000})
    large = SCENARIO.model_copy(update={"community": community})
    assert effort(SCENARIO, [2, 3], 30) == effort(SCENARIO, [2, 3, 0], 30)
    assert effort(SCENARIO, [2, 3], 30).method == "exact"
    assert effort(large, [8, 8], 30).method == "drawn"
    assert effort(large, [8, 8], 30).seeds < 30
    assert effort(SCENARIO, [12], 30).method == "drawn"
    assert effort(large, [8], 2).seeds == 2


def test_a_debrief_that_was_killed_goes_on_with_what_it_had(tmp_path, monkeypatch) -> None:
    steps = [random_steps(np.random.default_rng(1), 3)]
    whole = Storms(SCENARIO, steps, [1, 2, 3], "made", tmp_path).run(None)
    file = next(tmp_path.glob("storms-*.jsonl"))
    lines = file.read_bytes().splitlines(keepends=True)
    assert len(lines) == 1 + 6  # silence and the team, on each seed
    file.write_bytes(b"".join(lines[:6]) + lines[6][:40])  # the last was being written
    begun: list[int] = []
    again = Storms(SCENARIO, steps, [1, 2, 3], "made", tmp_path).run(lambda n, _: begun.append(n))
    assert begun == [6]
    for seed, ends in whole[0].ends.items():
        for group, values in ends.items():
            assert (again[0].ends[seed][group] == values).all()
    file.write_bytes(b"nonsense\n" + b"".join(lines[1:]))
    assert Storms(SCENARIO, steps, [1], "made", tmp_path).run(None)[0].ends.keys() == {1}


def test_silence_is_run_once_for_all_teams_and_is_what_each_would_have_run() -> None:
    rng = np.random.default_rng(1)
    steps = [random_steps(rng, 2), [], random_steps(rng, 3)]
    jobs: list[tuple[int, int]] = []
    found = Storms(SCENARIO, steps, [1, 2], "made").run(lambda done, of: jobs.append((done, of)))
    assert jobs[-1] == (6, 6), "silence, and two teams that said something, on two seeds"
    for seed in (1, 2):
        for team, own in zip(found, steps, strict=True):
            alone = run_groups(SCENARIO, own, Groups(len(own), seed, "made"))
            assert team.ends[seed].keys() == alone.keys()
            for group, values in alone.items():
                assert (team.ends[seed][group] == values).all()


def test_nobody_hears_a_decision_before_they_know_of_the_matter() -> None:
    steps = random_steps(np.random.default_rng(3), 4)
    played = {"played": Plan(summary="as played", steps=steps)}
    story = SCENARIO.model_copy(update={"plans": played})
    acts = sim.simulate(story, "played", seed=3).output.acts
    for told in hearings(SCENARIO, 3, steps, acts):
        assert 0 <= told.believed <= told.heard <= SCENARIO.community.people
        assert told.aware > 0


def test_a_first_debrief_takes_as_many_seeds_as_seconds_allow_and_never_one_alone() -> None:
    """A large story with eight teams would keep the room waiting, one seed would look sure."""
    story = load_scenario("data-leak")
    assert seeds_at_once(SCENARIO, [3] * 8, 4) == 4
    assert seeds_at_once(story, [1], 4) == 4
    assert seeds_at_once(story, [7] * 8, 4) == 2
