"""The guide's study is one, and the shipped ones are sound."""

import re
from pathlib import Path

import pytest

from sim.studies import load_study, shipped

GUIDE = Path(__file__).parents[2] / "docs" / "write-a-study.md"


def guide_study() -> str:
    """The study that the guide shows."""
    return re.findall(r"^```toml\n(.*?)^```", GUIDE.read_text("utf-8"), re.S | re.M)[0]


def test_the_guides_study_is_sound(tmp_path: Path) -> None:
    file = tmp_path / "apology.toml"
    file.write_text(guide_study(), encoding="utf-8")
    assert len(load_study(file).spec.settings()) == 3


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_study_is_sound(name: str) -> None:
    study = load_study(name)
    assert study.name == name
    settings = study.spec.settings()
    study.scenario(settings.changes(len(settings) - 1))


README = GUIDE.parents[1] / "experiments" / "README.md"


@pytest.mark.parametrize("name", shipped())
def test_the_page_shows_every_study_with_a_small_picture(name: str) -> None:
    page = README.read_text("utf-8")
    assert f"`shitstorm study {name}`" in page
    picture = GUIDE.parent / "pictures" / "studies" / f"{name}.png"
    assert f"(../docs/pictures/studies/{name}.png)" in page
    assert picture.stat().st_size < 300_000
