"""Which assumptions drive the answers: settings, ranking, words and the slide."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.charts.sensitivity import sensitivity as slide
from sim.errors import InputError
from sim.runs.assumptions import assumptions
from sim.studies.sensitivity import ANSWERS, Sensitivity, agreement, important, sensitivity
from sim.terminal.evidence import present_sensitivity
from tests.sensitivity_page import take_over

PLANS = ("silence", "honest-roadmap")


def test_the_ranking_agrees_with_itself_and_not_with_its_reverse():
    usual = {"a": 3.0, "b": 2.0, "c": 1.0}
    assert agreement(usual, usual) == 1.0
    assert agreement({"a": 1.0, "b": 2.0, "c": 3.0}, usual) == 0.0
    assert agreement({"a": 2.0, "b": 3.0, "c": 1.0}, usual) == pytest.approx(2 / 3)


def test_important_is_what_is_large_in_any_answer():
    morris = pd.DataFrame(
        [("peak", "x", 10.0), ("peak", "y", 1.0), ("ranking", "x", 0.0), ("ranking", "z", 0.1)],
        columns=["answer", "parameter", "mu_star"],
    )
    assert set(important(morris, 2)) == {"x", "z"}


def test_one_plan_has_no_ranking_and_samples_are_powers_of_two():
    with pytest.raises(InputError, match="two plans"):
        sensitivity("analytics-outage", ["silence"])
    with pytest.raises(InputError, match="power of 2"):
        sensitivity("analytics-outage", PLANS, samples=12)


@pytest.fixture
def made_up() -> Sensitivity:
    names = [one.name for one in assumptions()][:6]
    sobol = pd.concat(
        pd.DataFrame(
            {"answer": answer, "parameter": names, "S1": 0.1, "S1_conf": 0.05,
             "ST": np.linspace(0.6, 0.1, 6), "ST_conf": 0.1}
        )
        for answer in ANSWERS
    )  # fmt: skip
    sobol.loc[sobol["answer"] == "ranking", "ST"] = np.nan
    spread = pd.DataFrame({"low": 0.5, "median": 0.9, "high": 1.0}, index=list(ANSWERS))
    return Sensitivity("analytics-outage", PLANS, 3, pd.DataFrame(), sobol, spread)


def test_the_words_name_the_strongest_cause_and_what_stays(made_up: Sensitivity):
    said = made_up.words()
    assert "Mean readiness to be stirred" in said
    assert "(60% ± 10%)" in said
    assert "Nothing moves the ranking" in said
    assert "in 90% of pairs of plans" in said


def test_the_page_takes_over_what_was_found(made_up: Sensitivity, tmp_path: Path):
    present_sensitivity(made_up, tmp_path, as_json=False)
    (tmp_path / "page.md").write_text(
        "before\n<!-- sensitivity:begin -->\nold<!-- sensitivity:end -->"
    )
    take_over(tmp_path, tmp_path / "page.md")
    told = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert made_up.about() in told
    assert "| peak | `susceptibility` | 0.60 ± 0.10 | 0.10 ± 0.05 |" in told
    assert "stale" not in told


def test_too_few_samples_are_said(made_up: Sensitivity):
    made_up.sobol["ST_conf"] = 2.0
    assert "So few samples do not tell what moves the peak" in made_up.words()


def test_the_slide_has_a_panel_per_answer(made_up: Sensitivity):
    figure = slide(made_up)
    assert len(figure.axes) == len(ANSWERS)
    assert "susceptibility" in [t.get_text() for t in figure.axes[0].texts]


@pytest.mark.slow
def test_a_small_study_runs_and_counts_its_settings():
    pytest.importorskip("SALib")
    told: list[tuple[int, int]] = []
    study = sensitivity(
        "single-complaint", ["silence", "public-answer"], 2, 2, 2, most=2,
        progress=lambda done, total: told.append((done, total)),
    )  # fmt: skip
    settings = 2 * (len(assumptions()) + 1) + 2 * 4
    assert told[-1] == (settings, settings)
    assert set(study.morris["answer"]) == set(ANSWERS)
    assert len(study.sobol) == 2 * len(ANSWERS)


def test_what_nothing_moves_by_itself_is_said(made_up: Sensitivity):
    made_up.sobol["S1_conf"] = 1.0
    assert "No assumption by itself moves the peak" in made_up.words()


def test_the_slide_claims_no_more_than_the_words(made_up: Sensitivity):
    assert " and " in slide(made_up).get_label()
    made_up.sobol["ST_conf"] = 0.04
    assert slide(made_up).get_label() == "The peak depends most on susceptibility"
    made_up.sobol["ST_conf"] = 1.0
    assert "So few samples do not tell" in slide(made_up).get_label()
