"""The slides of the validation table: every row on one of them, none cut, nothing outside."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure

from sim.charts.palette import PAPER
from sim.charts.validation import validation, validation_slides
from sim.terminal.evidence import present_validation
from sim.validation.findings import Finding, ordering
from sim.validation.table import RowResult, Validation, all_rows

GOOD = Finding.of(ordering("gap", np.ones(9), np.zeros(9), "1"))
BAD = Finding.of(ordering("gap", np.zeros(9), np.zeros(9), "1"))
FINDINGS = (GOOD, BAD, Finding(remark="no preset"))


@pytest.fixture(scope="module")
def made_up() -> Validation:
    """All rows with verdicts in turn, some without draws."""
    results = tuple(
        RowResult(row, finding_of(place), np.nan if place % 4 == 0 else place / 70, 0.0)
        for place, row in enumerate(all_rows().values())
    )
    return Validation(results, 200, 200, 10)


def finding_of(place: int) -> Finding:
    return FINDINGS[place % 3]


@pytest.fixture(scope="module", params=["validation", "validation-studies"])
def slide(request: pytest.FixtureRequest, made_up: Validation) -> Figure:
    """Each of the slides."""
    return validation_slides(made_up)[request.param]


def test_every_row_is_on_one_of_the_slides(made_up: Validation):
    figures = validation_slides(made_up).values()
    texts = [text for figure in figures for ax in figure.axes for text in ax.texts]
    numbers = [text.get_text() for text in texts if text.get_gid() == "number"]
    assert numbers == [result.row.number for result in made_up.results]


def test_a_slide_without_rows_is_left_out(made_up: Validation):
    case = tuple(r for r in made_up.results if r.row.number[0] == "S")
    assert list(validation_slides(Validation(case, 200, 0, 0))) == ["validation"]


def test_a_row_that_holds_without_power_is_hollow_and_the_slide_says_so(made_up: Validation):
    first, *others = made_up.results
    powerless = replace(first, finding=replace(first.finding, power="silence passes too"))
    shown = validation(replace(made_up, results=(powerless, *others)), (powerless, *others))
    marks = [line for ax in shown.axes for line in ax.lines if line.get_marker() == "o"]
    hollow = [line for line in marks if line.get_markerfacecolor() == PAPER]
    told = "hollow: holds without what it is about"
    assert len(hollow) == 1
    assert any(told in text.get_text() for text in shown.texts)
    usual = validation(made_up, made_up.results)
    assert not any(told in text.get_text() for text in usual.texts)


def test_shares_stand_beside_bars_and_a_dash_where_there_are_none(made_up: Validation):
    shares = [
        text.get_text()
        for ax in validation(made_up, made_up.results).axes
        for text in ax.texts
        if text.get_gid() == "share"
    ]
    assert shares[:4] == ["–", "1%", "3%", "4%"]


def test_facts_end_before_their_bars(slide: Figure):
    slide.draw_without_rendering()
    for ax in slide.axes:
        facts = [t for t in ax.texts if t.get_gid() == "fact"]
        left = min(line.get_window_extent().x0 for line in ax.lines if line.get_linewidth() == 6)
        assert max(fact.get_window_extent().x1 for fact in facts) <= left


def test_no_fact_is_cut(slide: Figure):
    facts = [t.get_text() for ax in slide.axes for t in ax.texts]
    assert not [fact for fact in facts if fact.endswith("…")]


def test_the_title_counts_all_rows(slide: Figure):
    assert slide.get_label().startswith("23 of 67 known facts hold")


def test_without_draws_nothing_is_said_of_bars(made_up: Validation):
    figure = validation(Validation(made_up.results, 60, 0, 0), made_up.results)
    gids = [text.get_gid() for ax in figure.axes for text in ax.texts]
    assert "share" not in gids
    assert not [text for text in figure.texts if "bar" in text.get_text()]


@pytest.mark.parametrize(
    ("uncertain", "drawn"), [(True, "plausible models"), (False, "draws of the assumptions")]
)
def test_what_was_drawn_is_named_wherever_its_share_stands(
    made_up: Validation, uncertain: bool, drawn: str, capsys: pytest.CaptureFixture[str]
):
    table = replace(made_up, uncertain=uncertain)
    said = " ".join(text.get_text() for text in validation(table, table.results).texts)
    assert f"share of {drawn}" in said
    assert set(table.table()["draws_are"]) == {drawn}
    present_validation(table, None, as_json=False)
    assert f"200 {drawn}" in capsys.readouterr().out
