"""Whatever stands in a scenario, it is either sound or refused in plain words."""

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import ScenarioError
from sim.scenario import load_scenario, scenario_from_document
from sim.scenario.document import Path, value_at
from sim.scenario.keys import known_keys
from sim.scenario.schema import Scenario
from tests.scenario.examples import sound

FOREIGN = ("pydantic", "function-", "type=", "input should", "nonetype", "validation error")

NONSENSE = st.recursive(
    st.one_of(
        st.booleans(),
        st.integers(),
        st.floats(),
        st.sampled_from(["", "Sun 12:00", "+6h", "6h", "estimate", "open", "promise", "none"]),
        st.text(max_size=5),
    ),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=4,
)


def paths(value: Any, path: Path = ()) -> list[Path]:
    """Every place in a document, and a misspelt one in each table."""
    if isinstance(value, dict):
        inside = [found for key in value for found in paths(value[key], (*path, key))]
        return [path, *inside, (*path, "mispelt")] if path else inside
    if isinstance(value, list):
        return [path, *(p for i, inner in enumerate(value) for p in paths(inner, (*path, i)))]
    return [path]


def complaint(build: Callable[[], Scenario]) -> str | None:
    """What is said against it; None if nothing."""
    try:
        build()
    except ScenarioError as wrong:
        return str(wrong)
    return None


@settings(max_examples=300)
@given(st.sampled_from(paths(sound())), NONSENSE)
def test_nonsense_in_any_place_is_refused_in_plain_words(path: Path, nonsense: Any) -> None:
    document = sound()
    value_at(document, path[:-1])[path[-1]] = nonsense
    said = complaint(lambda: scenario_from_document(document))
    assert said is None or not [word for word in FOREIGN if word in said.lower()]
    assert said != ""


@given(st.text(max_size=40), NONSENSE)
def test_an_override_of_any_form_is_taken_or_refused(key: str, value: Any) -> None:
    said = complaint(lambda: load_scenario("quiet-week", {key: value}))
    assert said is None or said.startswith("--set ")


@given(st.lists(st.text(max_size=5) | st.integers(-3, 3), max_size=5))
def test_known_keys_are_asked_for_anywhere(path: list[str | int]) -> None:
    assert isinstance(known_keys(tuple(path), sound()), dict)
