"""The twin as an engine: the compiled engine's arrays and spans, the tick in C++."""

import ctypes
from typing import Any

import numpy as np

from sim.engines.compiled import CompiledEngine
from sim.engines.driver import run_ticks
from sim.engines.setup import Population, RunState, build_state
from sim.engines.output import RunOutput
from sim.scenario import Scenario
from tests.benchmarks.twin.build import library

FIELDS = (
    "people", "number", "page", "tally", "facts", "rhythm", "office", "messages", "p", "wakes",
    "meets", "first_wakes", "first_meets", "group_wakes", "group_meets", "start", "friends",
    "series", "stances", "room", "logged", "due", "authors", "touched",
)  # fmt: skip


class Arrays(ctypes.Structure):
    """Addresses of an engine's arrays; the same fields in the same order in compiled.cpp."""

    _fields_ = tuple((name, ctypes.c_int64) for name in FIELDS)


class TwinEngine(CompiledEngine):
    """One run whose ticks are lived in C++."""

    def __init__(self, stage: RunState, log_stances: bool = True) -> None:
        super().__init__(stage, log_stances)
        self._authors = np.zeros(len(stage.people) + 1, np.uint32)
        self._twin = library()
        self._twin.live.restype = ctypes.c_int64
        self._arrays = Arrays(**{name: self._address(name) for name in FIELDS})

    def live_until(self, begin: int, end: int) -> None:
        """Run the ticks from ``begin`` up to but not including ``end``."""
        tick = begin
        while tick < end:
            self._look_again()
            tick = self._twin.live(
                ctypes.byref(self._arrays), ctypes.c_int64(tick), ctypes.c_int64(end)
            )
            if tick < end:
                self._log_more()
        self.make_room()

    def address(self, number: int, tick: int) -> None:
        """Bring direct message ``number`` to those whom it addresses."""
        self._look_again()
        self._twin.address(ctypes.byref(self._arrays), ctypes.c_int64(number), ctypes.c_int64(tick))

    def _look_again(self) -> None:
        """Messages and the log of stances may have moved to make room."""
        for name in ("messages", "stances", "room"):
            setattr(self._arrays, name, self._address(name))

    def _address(self, name: str) -> int:
        """Where an array is, or how long."""
        stage = self.stage
        numbers = {"number": len(stage.people), "room": len(self.stances)}
        if name in numbers:
            return numbers[name]
        arrays: dict[str, Any] = {
            **self.alarms._asdict(), "facts": stage.case, "p": stage.parameters,
            "start": stage.ties.start, "friends": stage.ties.friends, "stances": self.stances,
            "logged": self.logged, "due": self.reached[0], "authors": self._authors,
            "touched": self.reached[1],
        }  # fmt: skip
        address: int = (arrays[name] if name in arrays else getattr(stage, name)).ctypes.data
        return address


def run(scenario: Scenario, plan: str, seed: int, cast: Population | None = None) -> RunOutput:
    """One run from its first tick to its last."""
    engine = TwinEngine(build_state(scenario, plan, seed, cast))
    run_ticks(engine, 0, scenario.ticks)
    return engine.trace()
