"""The guide for authors says what is true: its examples run, and it leaves no key out."""

import re
from pathlib import Path

import pytest

from sim.scenario import load_scenario
from sim.scenario.library import starter
from sim.scenario.schema import (
    ClockSettings,
    Community,
    CompanySettings,
    Incident,
    Media,
    PageSettings,
)
from sim.storm.levers import VISIBLE
from tests.scenario.examples import written

GUIDE = (Path(__file__).parents[2] / "docs" / "write-a-scenario.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_are_sound(tmp_path: Path, example: str) -> None:
    head = (
        '[plans.promises]\nsummary = "From the guide."\n' if "[plans.promises.s" in example else ""
    )
    load_scenario(written(tmp_path, starter() + head + example))


@pytest.mark.parametrize(
    "table", [ClockSettings, Community, CompanySettings, Incident, Media, PageSettings]
)
def test_every_key_is_named(table: type) -> None:
    for key in table.model_fields:  # type: ignore[attr-defined]
        assert f"`{key}" in GUIDE or f"community.{key}" in GUIDE, key


def test_everything_visible_is_named() -> None:
    for name in VISIBLE:
        assert f"`{name}`" in GUIDE


def test_the_starter_is_sound(tmp_path: Path) -> None:
    assert list(load_scenario(written(tmp_path, starter())).plans) == [
        "silence",
        "promise",
        "honest",
    ]
