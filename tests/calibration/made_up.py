"""A made-up space of three parameters, and made-up rows whose optimum is known."""

import numpy as np

from sim.calibration.history_matching import CalibrationOptions
from sim.calibration.scoring import RowScore, ScoredSet
from sim.calibration.space import Dimension, Space
from sim.runs.cache import RunCache
from sim.validation.findings import Finding, ordering, window
from sim.validation.registry import Row

SPACE = Space(
    (
        Dimension("voice", 0.2, 0.1, 10.0),
        Dimension("calming", 0.1, 0.0, 1.0),
        Dimension("leaving", 0.5, 0.0, 1.0),
    )
)
OPTIONS = CalibrationOptions(waves=3, sets=40, pairs=6, first_seed=500_000, seed=7)
VOICE, CALMING = (2.8, 3.4), (0.7, 0.76)
"""Windows that a hundredth of the space satisfies."""


def loud(cache: RunCache) -> Finding:
    """Hold where ``voice`` lies in its window."""
    values = np.full(cache.pairs, cache.parameters["voice"])
    return Finding.of(window("voice", values, VOICE, "1", rough=cache.rough))


def calm(cache: RunCache) -> Finding:
    """Hold where ``calming`` lies in its window."""
    values = np.full(cache.pairs, cache.parameters["calming"])
    return Finding.of(window("calming", values, CALMING, "1", rough=cache.rough))


def leaving(cache: RunCache) -> Finding:
    """Hold as an ordering where ``leaving`` lies above 0.5, with chance around it."""
    chance = np.random.default_rng(cache.first_seed).normal(0, 0.1, cache.pairs)
    more = cache.parameters["leaving"] + chance
    return Finding.of(ordering("leaving", more, np.full(cache.pairs, 0.5), "1"))


def staying(cache: RunCache) -> Finding:
    """Hold as an ordering where ``leaving`` lies below 0.5: never together with the other."""
    chance = np.random.default_rng(cache.first_seed).normal(0, 0.1, cache.pairs)
    less = cache.parameters["leaving"] + chance
    return Finding.of(ordering("staying", np.full(cache.pairs, 0.5), less, "1"))


def impossible(cache: RunCache) -> Finding:
    """Hold nowhere."""
    return Finding.of(window("nowhere", np.full(cache.pairs, 9.0), (0.0, 1.0), "1", rough=True))


def broken(cache: RunCache) -> Finding:
    """Raise an error for a third of the values."""
    if cache.parameters["leaving"] < 1 / 3:
        raise ZeroDivisionError("nobody is left")
    return leaving(cache)


def made_up_row(number: str) -> Row:
    """Return the made-up row of this number."""
    test = {"S1": loud, "S2": calm, "L1": leaving, "L2": staying, "L3": impossible,
            "L4": broken}[number]  # fmt: skip
    return Row(number, f"Fact {number}", "made up", test.__doc__ or "", test, True)


def rows(*numbers: str) -> list[Row]:
    """Return made-up rows."""
    return [made_up_row(number) for number in numbers]


def scored(number: int, *holding: str, known: str = "A B C") -> ScoredSet:
    """Return a set in which these rows hold and the others fail."""
    verdicts = {row: RowScore("holds" if row in holding else "fails") for row in known.split()}
    return ScoredSet(number, 1, {}, verdicts)
