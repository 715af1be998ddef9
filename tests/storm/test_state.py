"""The state is declared once: its memory layout, the objects of Mesa, and what mypy knows."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sim.storm.in_place import in_place
from sim.storm.series import SERIES, SeriesRow, blank_series, decode
from sim.storm.state import (
    WHOLE,
    CaseFacts,
    CompanyMessage,
    PageState,
    PersonState,
    Tally,
    as_object,
    fields_of,
    layout,
    records,
)

ROOT = Path(__file__).parent.parent.parent
BYTES = {PersonState: 216, PageState: 328, Tally: 176, CaseFacts: 128, CompanyMessage: 192}


@pytest.mark.parametrize("state", BYTES, ids=lambda state: state.__name__)
def test_a_record_takes_the_memory_it_should_and_no_more(state: type) -> None:
    assert layout(state).itemsize <= BYTES[state]
    assert set(layout(state).names or ()) == set(fields_of(state)) == set(state.__annotations__)


@pytest.mark.parametrize("state", BYTES, ids=lambda state: state.__name__)
def test_both_forms_of_a_state_hold_the_same_values(state: type) -> None:
    (record,) = records(state, 1)
    for number, name in enumerate(fields_of(state)):
        record[name] = number
    plain, open_record = as_object(state, record), in_place(state, record)
    for number, name in enumerate(fields_of(state)):
        assert getattr(plain, name) == getattr(open_record, name) == number
    setattr(open_record, name, 1)
    assert record[name] == 1


def test_only_feelings_of_the_series_are_sums_in_fixed_point() -> None:
    series = blank_series(3)
    row = in_place(SeriesRow, series[1])
    row.critical_posts, row.trust = 7, 3 * WHOLE
    columns = decode(series, people=6)
    assert list(columns) == [column.name for column in SERIES]
    assert columns["critical_posts"].tolist() == [0, 7, 0]
    assert columns["trust"].tolist() == [0.0, 0.5, 0.0]
    assert {name for name, values in columns.items() if values.dtype == np.float64} == {
        "trust", "grievance",
    }  # fmt: skip


RULE = """
from sim.storm.state import PersonState, World

def calm(person: PersonState, world: World) -> None:
    person.{person} = person.arousal * world.p.{parameter}
    world.{record}.likes += 1
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("misspelt", "owner"),
    [
        ({}, ""),
        ({"person": "arousl"}, "PersonState"),
        ({"parameter": "vennt"}, "Parameters"),
        ({"record": "page"}, "PageState"),
    ],
)
def test_mypy_reports_a_misspelt_field(
    tmp_path: Path, misspelt: dict[str, str], owner: str
) -> None:
    names = {"person": "arousal", "parameter": "vent", "record": "tally", **misspelt}
    module = tmp_path / "calm.py"
    module.write_text(RULE.format(**names))
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), str(module)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == bool(misspelt), checked.stdout + checked.stderr
    assert not misspelt or f'"{owner}" has no attribute' in checked.stdout
