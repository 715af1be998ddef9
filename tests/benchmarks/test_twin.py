"""The C++ twin of the compiled engine follows the same rules to the last bit."""

import importlib
import re
from inspect import isfunction

import pytest
from hypothesis import given, settings

from sim.compiling import SHARED
from sim.engines import compiled
from sim.scenario import Scenario
from tests.agreement.sameness import assert_same_run
from tests.agreement.storms import RUNS, cut_down, plans, small_storm
from tests.benchmarks.twin import build

needs_compiler = pytest.mark.skipif(build.compiler() is None, reason="there is no C++ compiler")


def assert_twin_agrees(scenario: Scenario, plan: str, seed: int) -> None:
    """The same run in C++."""
    from tests.benchmarks.twin import engine

    assert_same_run(compiled.run(scenario, plan, seed), engine.run(scenario, plan, seed))


@needs_compiler
@pytest.mark.parametrize(("name", "plan"), RUNS)
def test_the_twin_gives_the_same_bits_on_every_shipped_plan(name: str, plan: str) -> None:
    assert_twin_agrees(cut_down(name), plan, seed=len(plan))


@needs_compiler
@given(plans)
@settings(max_examples=25)
def test_the_twin_gives_the_same_bits_on_any_plan(steps: list) -> None:
    assert_twin_agrees(small_storm(steps), "talk", seed=len(steps))


BEFORE = "between"
"""What comes before the first tick is no part of the twin."""


@pytest.mark.parametrize("file", sorted({*SHARED, "chance"} - {BEFORE}))
def test_every_rule_has_its_twin(file: str) -> None:
    module = importlib.import_module(f"sim.storm.{file}")
    written = set(re.findall(r"(\w+)\([^;{]*\)\s*\{", (build.SOURCES / f"{file}.hpp").read_text()))
    ours = {
        name for name, member in vars(module).items()
        if isfunction(member) and member.__module__ == module.__name__
    }  # fmt: skip
    assert ours - {"stream_of"} <= written
