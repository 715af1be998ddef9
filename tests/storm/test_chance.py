"""Chance: uniform, independent, and the same in plain Python, in numpy and compiled."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.community.draws import mixed, streams_of, uniforms, uniforms_of
from sim.compiling import compiled
from sim.storm.chance import WORD, Purpose, mix, stream_of, uniform
from sim.storm.state import RECENT

words = st.integers(0, WORD)
seeds = words
ticks = st.integers(0, 60 * 24 * 60)
purposes = st.sampled_from([int(purpose) for purpose in Purpose])

MANY = 20_000
UNLIKELY = 1e-4
"""Chance below which a test of chance fails; seeds are fixed, so it fails always or never."""


def alike(one: np.ndarray, other: np.ndarray) -> float:
    """Correlation of two rows of draws, in standard errors."""
    return abs(np.corrcoef(one, other)[0, 1]) * np.sqrt(len(one))


# -- one function in three forms -----------------------------------------------------------


def drawn(stream: int, tick: int, purpose: int) -> float:
    """One number, to be compiled."""
    return uniform(stream, tick, purpose)


@given(words, ticks, purposes)
def test_the_compiled_draw_is_the_plain_one(stream: int, tick: int, purpose: int) -> None:
    assert compiled(drawn)(np.uint64(stream), tick, purpose) == uniform(stream, tick, purpose)


@given(seeds, ticks, purposes)
def test_draws_for_everybody_are_the_plain_ones(seed: int, tick: int, purpose: int) -> None:
    streams = streams_of(seed, 5)
    assert streams.tolist() == [stream_of(seed, person) for person in range(5)]
    together = uniforms_of(streams, tick, purpose).tolist()
    assert together == [uniform(int(stream), tick, purpose) for stream in streams]


@given(seeds, st.sampled_from([-1, -2, 0, 7]))
def test_draws_of_one_stream_are_the_plain_ones(seed: int, person: int) -> None:
    stream = stream_of(seed, person)
    together = uniforms(stream, 4, 3)
    assert together.tolist() == [[uniform(stream, t, row) for t in range(4)] for row in range(3)]


@given(st.lists(words, min_size=1, max_size=5))
def test_words_are_scrambled_alike(some: list) -> None:
    assert mixed(np.array(some, np.uint64)).tolist() == [mix(word) for word in some]


def test_scrambling_loses_nothing() -> None:
    some = np.arange(100_000, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    assert len(np.unique(mixed(some))) == len(some)


# -- what it draws ------------------------------------------------------------------------


@given(words, ticks, purposes)
def test_numbers_lie_between_0_and_1(stream: int, tick: int, purpose: int) -> None:
    assert 0.0 <= uniform(stream, tick, purpose) < 1.0


def test_the_largest_word_still_gives_less_than_1() -> None:
    assert (WORD >> 11) * 2.0**-53 < 1.0


@pytest.mark.parametrize("purpose", list(Purpose))
def test_numbers_are_uniform_over_people(purpose: Purpose) -> None:
    draws = uniforms_of(streams_of(2012, MANY), 57, int(purpose))
    assert stats.kstest(draws, "uniform").pvalue > UNLIKELY


@pytest.mark.parametrize("person", [-2, -1, 0, 1, 1799])
def test_numbers_are_uniform_over_time(person: int) -> None:
    for draws in uniforms(stream_of(7, person), MANY, 4):
        assert stats.kstest(draws, "uniform").pvalue > UNLIKELY


def test_numbers_are_uniform_over_seeds() -> None:
    draws = [uniform(stream_of(seed, 3), 10, Purpose.SPEAK) for seed in range(5_000)]
    assert stats.kstest(draws, "uniform").pvalue > UNLIKELY


def test_purposes_are_independent() -> None:
    streams = streams_of(1, MANY)
    rows = np.array([uniforms_of(streams, 9, int(purpose)) for purpose in Purpose])
    apart = np.abs(np.corrcoef(rows)[np.triu_indices(len(rows), 1)]) * np.sqrt(MANY)
    assert apart.max() < 5.0


@pytest.mark.parametrize("later", [1, 2, 96, 672])
def test_ticks_are_independent(later: int) -> None:
    draws = uniforms(stream_of(3, 8), MANY + later, 2)
    assert alike(draws[0][later:], draws[0][:-later]) < 4.0
    assert alike(draws[0][later:], draws[1][:-later]) < 4.0


@pytest.mark.parametrize("further", [1, 2, 1000])
def test_people_are_independent(further: int) -> None:
    draws = uniforms_of(streams_of(3, MANY + further), 4, Purpose.WRITE)
    assert alike(draws[further:], draws[:-further]) < 4.0


@pytest.mark.parametrize("other", [1, 2**32, 2**63])
def test_seeds_are_independent(other: int) -> None:
    one, two = (uniforms_of(streams_of(seed, MANY), 4, Purpose.SPEAK) for seed in (0, other))
    assert alike(one, two) < 4.0


def test_a_person_of_one_seed_is_nobody_of_the_next() -> None:
    streams = np.concatenate([streams_of(seed, 2_000) for seed in range(50)])
    assert len(np.unique(streams)) == len(streams)


# -- purposes ------------------------------------------------------------------------------


def test_no_two_purposes_share_their_numbers() -> None:
    taken = [int(purpose) for purpose in Purpose if purpose is not Purpose.HEAR]
    heard = range(Purpose.HEAR, Purpose.HEAR + RECENT)
    assert len(set(taken)) == len(taken)
    assert not set(heard) & set(taken)
    assert max(*taken, *heard) < 64


def test_traits_have_purposes_of_their_own() -> None:
    from sim.community.people import TRAITS

    traits = range(Purpose.TRAIT, Purpose.TRAIT + len(TRAITS))
    others = {int(purpose) for purpose in Purpose} - {int(Purpose.TRAIT)}
    assert not set(traits) & others
    assert max(traits) < 64
