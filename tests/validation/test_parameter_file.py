"""A parameter set in a file is judged, or refused in one sentence."""

from pathlib import Path

import pytest

from sim.errors import ShitstormError
from sim.validation.parameter_file import parameters_in
from sim.validation.validate import ValidationOptions, validate


def written(folder: Path, text: str) -> Path:
    file = folder / "best.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_set_is_read_by_name(tmp_path: Path) -> None:
    assert parameters_in(written(tmp_path, "[parameters]\nvoice = 0.9\nvent = 0\n")) == {
        "voice": 0.9,
        "vent": 0.0,
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = 1", "no table [parameters]"),
        ("parameters = 3", "no table [parameters]"),
        ("[parameters]\nvoise = 0.9", 'did you mean "voice"?'),
        ("[parameters]\nvoice = 1e9", "parameters.voice"),
        ("[parameters]\nvoice = 'loud'", "parameters.voice"),
        ("[parameters\nvoice = 1", "best.toml"),
    ],
)
def test_what_is_no_set_is_refused_with_file_and_remedy(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(ShitstormError) as refused:
        parameters_in(written(tmp_path, text))
    assert said in str(refused.value)


def test_rows_are_tested_with_the_set(tmp_path: Path) -> None:
    loud = parameters_in(written(tmp_path, "[parameters]\nwriting = 1.2\n"))
    usual, changed = (
        validate(["S12"], ValidationOptions(2, parameters=values)).results[0].finding.figures[0]
        for values in ({}, loud)
    )
    assert usual.value != changed.value
