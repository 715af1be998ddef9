"""The slide of the validation table: every row on it, none cut, nothing outside."""

import numpy as np
import pytest

from sim.charts.validation import validation
from sim.validation.findings import Finding, ordering
from sim.validation.table import RowResult, Validation, all_rows

GOOD = Finding.of(ordering("gap", np.ones(9), np.zeros(9), "1"))
BAD = Finding.of(ordering("gap", np.zeros(9), np.zeros(9), "1"))
FINDINGS = (GOOD, BAD, Finding(remark="no preset"))


@pytest.fixture(scope="module")
def made_up() -> Validation:
    """All rows with verdicts in turn, some without draws."""
    results = tuple(
        RowResult(row, finding_of(place), np.nan if place % 4 == 0 else place / 40, 0.0)
        for place, row in enumerate(all_rows().values())
    )
    return Validation(results, 200, 200, 10)


def finding_of(place: int) -> Finding:
    return FINDINGS[place % 3]


def test_every_row_is_on_the_slide(made_up: Validation):
    figure = validation(made_up)
    numbers = [t.get_text() for ax in figure.axes for t in ax.texts if t.get_gid() == "number"]
    assert numbers == [result.row.number for result in made_up.results]


def test_shares_stand_beside_bars_and_a_dash_where_there_are_none(made_up: Validation):
    shares = [
        text.get_text()
        for ax in validation(made_up).axes
        for text in ax.texts
        if text.get_gid() == "share"
    ]
    assert shares[:4] == ["–", "2%", "5%", "8%"]


def test_facts_end_before_their_bars(made_up: Validation):
    figure = validation(made_up)
    figure.draw_without_rendering()
    for ax in figure.axes:
        facts = [t for t in ax.texts if t.get_gid() == "fact"]
        left = min(line.get_window_extent().x0 for line in ax.lines if line.get_linewidth() == 6)
        assert max(fact.get_window_extent().x1 for fact in facts) <= left


def test_no_fact_is_cut(made_up: Validation):
    facts = [t.get_text() for ax in validation(made_up).axes for t in ax.texts]
    assert not [fact for fact in facts if fact.endswith("…")]


def test_the_title_counts(made_up: Validation):
    assert validation(made_up).get_label().startswith("10 of 30 known facts hold")


def test_without_draws_nothing_is_said_of_bars(made_up: Validation):
    figure = validation(Validation(made_up.results, 60, 0, 0))
    gids = [text.get_gid() for ax in figure.axes for text in ax.texts]
    assert "share" not in gids
    assert not [text for text in figure.texts if "bar" in text.get_text()]
