"""``storm.chance`` for whole arrays: the same numbers, many at once."""

import numpy as np
from numpy.typing import NDArray

from sim.storm.chance import WORD, mix

_ODD_PERSON = np.uint64(0x9E3779B97F4A7C15)
_ODD_DRAW = np.uint64(0xD1B54A32D192ED03)

Words = NDArray[np.uint64]


def mixed(words: Words) -> Words:
    """``chance.mix`` of every word."""
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))


def streams_of(seed: int, number: int, first: int = 0) -> Words:
    """``chance.stream_of`` for so many people from number ``first`` on, shape (number,)."""
    people = np.arange(first + 1, first + number + 1, dtype=np.uint64)
    return mixed(np.uint64(mix(seed & WORD)) + people * _ODD_PERSON)


def uniforms_of(streams: Words, tick: int, purpose: int) -> NDArray[np.float64]:
    """``chance.uniform`` of every stream at one tick for one purpose, in [0, 1)."""
    shift = np.uint64(((tick * 64 + purpose + 1) * int(_ODD_DRAW)) & WORD)
    return _unit(streams + shift)


def uniforms(stream: int, number: int, rows: int) -> NDArray[np.float64]:
    """``chance.uniform`` of one stream at ticks 0 … number − 1, a row for each purpose."""
    ticks = np.arange(number, dtype=np.uint64) * np.uint64(64)
    base = np.uint64(stream & WORD)
    return np.array([_unit(base + (ticks + np.uint64(row + 1)) * _ODD_DRAW) for row in range(rows)])


def _unit(words: Words) -> NDArray[np.float64]:
    return (mixed(words) >> np.uint64(11)).astype(np.float64) * 2.0**-53
