"""Chance as a pure function: the same (seed, person, tick, purpose) gives the same number.

No generator has a state, so a run does not depend on order, threads, chunks or machine,
and two runs with one seed are identical until their plans differ. Two rounds of the
SplitMix64 finaliser (Steele, Lea & Flood 2014): one gives each person a stream of their
own, one draws from it.
"""

from enum import IntEnum

WORD = 0xFFFFFFFFFFFFFFFF
"""All 64 bits, and so the largest seed."""

_ODD_PERSON = 0x9E3779B97F4A7C15
_ODD_DRAW = 0xD1B54A32D192ED03
_TO_UNIT = 1.1102230246251565e-16  # 2**-53


class Purpose(IntEnum):
    """Purposes that numbers are drawn for, at most 64. Results depend on the values: keep them."""

    VISIT = 0
    MEET = 1
    NOTICE = 2
    DELAY = 3
    DISCOVER = 4
    LEARN = 5
    OFFEND = 6
    OPEN = 7
    SPEAK = 8
    CALM = 9
    DEFEND = 10
    REST = 11
    WRITE = 12
    LIKE = 13
    LEAVE = 14
    ACCEPT = 15
    USE_HELP = 16
    CALLED = 17
    READ_ARTICLE = 18
    RETURN = 19
    BELIEVE = 20
    SEE_THROUGH = 21
    ANSWER = 22
    ANSWER_WAIT = 23
    EXPECT = 62
    QUOTED = 63
    DUE = 33
    PUT_OFF = 34
    EVIDENCE = 35
    REPLY = 36
    CLAIM = 37
    MATTER = 38
    HEAR = 24  # and the seven after it, one for each recent message
    PINNED = 32
    TRAIT = 40  # and those after it, one for each trait
    REPAIR = 60
    ESTIMATE = 61


def mix(word: int) -> int:
    """Scramble 64 bits (SplitMix64 finaliser)."""
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & WORD
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & WORD
    return word ^ (word >> 31)


def stream_of(seed: int, person: int) -> int:
    """The 64-bit stream of one person in the run with this seed."""
    return mix((mix(seed & WORD) + (person + 1) * _ODD_PERSON) & WORD)


def uniform(stream: int, tick: int, purpose: int) -> float:
    """A number in [0, 1) for one person's stream at one tick for one purpose."""
    word = (stream + (tick * 64 + purpose + 1) * _ODD_DRAW) & WORD
    return (mix(word) >> 11) * _TO_UNIT
