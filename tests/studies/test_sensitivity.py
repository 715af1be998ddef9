"""Which assumptions drive the answers: settings, ranking, words and the slide."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text
from typer.testing import CliRunner

from sim.charts.studies import study_chart
from sim.charts.studies.sensitivity import sensitivity_slide as slide
from sim.cli import app
from sim.describe.measured import PAGES, refresh
from sim.errors import InputError, StudyError
from sim.language.spoken import speaking
from sim.language.typesetting import Language
from sim.runs.assumptions import assumptions
from sim.scenario import load_scenario
from sim.studies.execute import run_study, sensitivity_study
from sim.studies.sensitivity import (
    ANSWERS,
    NO_NAME,
    SensitivityResult,
    ordered,
    shares,
)
from sim.studies.sensitivity_answers import agreement, important
from sim.terminal.evidence import present_sensitivity
from tests.language.english_left import english_left

PLANS = ("silence", "honest-roadmap")


def test_the_ranking_agrees_with_itself_and_not_with_its_reverse():
    usual = [3.0, 2.0, 1.0]
    assert agreement(usual, usual) == 1.0
    assert agreement([1.0, 2.0, 3.0], usual) == 0.0
    assert agreement([2.0, 3.0, 1.0], usual) == pytest.approx(2 / 3)


def test_important_is_what_is_large_in_any_answer():
    morris = pd.DataFrame(
        [("peak", "x", 10.0), ("peak", "y", 1.0), ("ranking", "x", 0.0), ("ranking", "z", 0.1)],
        columns=["answer", "parameter", "mu_star"],
    )
    assert set(important(morris, 2)) == {"x", "z"}


def test_one_plan_has_no_ranking_and_samples_are_powers_of_two():
    with pytest.raises(StudyError, match="name at least 2"):
        sensitivity_study("analytics-outage", ["silence"])
    with pytest.raises(StudyError, match="power of 2"):
        sensitivity_study("analytics-outage", PLANS, samples=12)


@pytest.fixture
def made_up() -> SensitivityResult:
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
    return SensitivityResult(
        "analytics-outage", PLANS, 3, pd.DataFrame(), sobol, spread, spread / 2, 1664, 512
    )


def test_the_words_name_the_strongest_cause_and_what_stays(made_up: SensitivityResult):
    said = made_up.words()
    assert "Mean readiness to be stirred" in said
    assert "(60% ± 10%)" in said
    assert "Nothing moves the ranking of plans" in said
    assert "While the 6 assumptions that matter most in the screening move" in said
    assert "defaults (512 settings)" in said
    assert "in 90% of pairs of plans" in said
    assert "all assumptions move at once (the 1,152 settings" in said
    assert "so in 45% (25% to 50%)" in said


def test_the_page_takes_over_what_was_found(made_up: SensitivityResult, tmp_path: Path):
    present_sensitivity(made_up, tmp_path, as_json=False)
    (tmp_path / "page.md").write_text(
        "before\n<!-- sensitivity:begin -->\nold<!-- sensitivity:end -->"
    )
    refresh(PAGES["sensitivity"], tmp_path, tmp_path / "page.md")
    told = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert made_up.about() in told
    assert "| peak | `susceptibility` | 0.60 ± 0.10 | 0.10 ± 0.05 |" in told
    assert "stale" not in told


def test_too_few_samples_are_said(made_up: SensitivityResult):
    made_up.sobol["ST_conf"] = 2.0
    assert "So few samples do not tell what moves log peak" in made_up.words()


def with_untold(made_up: SensitivityResult) -> SensitivityResult:
    """Return an analysis whose peak has an unsure second cause, and an unsure ranking."""
    table = made_up.sobol.reset_index(drop=True)
    table.loc[1, "ST_conf"] = 0.7
    table.loc[3, "S1_conf"] = 0.2
    table.loc[table["answer"] == "ranking", ["ST", "ST_conf"]] = 1.37, 1.86
    return replace(made_up, sobol=table)


def test_an_index_whose_interval_contains_zero_ranks_nothing(made_up: SensitivityResult):
    analysed = with_untold(made_up)
    peak = [row[1:] for row in shares(analysed.sobol) if row[0] == "peak"]
    names = list(analysed.sobol["parameter"][:6])
    assert peak[1] == (names[1], "cannot be told", "0.10 ± 0.05")
    assert peak[3] == (names[3], "0.30 ± 0.10", "cannot be told")
    ranking = [row for row in shares(analysed.sobol) if row[0] == "ranking"]
    assert ranking == [("ranking", NO_NAME, "cannot be told", "cannot be told")]
    assert names[1].replace("_", " ") not in analysed.headline()
    assert "1.37" not in str(analysed.tables()[0].rows)
    with speaking("de"):
        assert "nicht zu sagen" in str(analysed.tables()[0].rows)
    with speaking("fr"):
        assert "impossible à dire" in str(analysed.tables()[0].rows)


def test_what_tells_something_comes_first():
    shown = pd.DataFrame({"ST": [1.4, 0.2, np.nan, 0.5], "ST_conf": [1.9, 0.1, np.nan, 0.1]})
    assert list(ordered(shown).index) == [3, 1, 0, 2]


def test_the_slide_ranks_nothing_that_cannot_be_told(made_up: SensitivityResult):
    figure = slide(with_untold(made_up))
    peak, *_, ranking = figure.axes
    assert [t.get_text() for t in ranking.texts] == ["cannot be told"]
    dots = [line for line in peak.lines if line.get_marker() == "o"]
    assert len(dots) == 4  # the last touches zero as well
    assert max(ax.get_xlim()[1] for ax in figure.axes) == 1.1


def test_the_page_prints_no_index_that_ranks_nothing(made_up: SensitivityResult, tmp_path: Path):
    present_sensitivity(with_untold(made_up), tmp_path, as_json=False)
    block = PAGES["sensitivity"].blocks(tmp_path, tmp_path.parent)["sensitivity"]
    assert "| ranking | – | cannot be told | cannot be told |" in block
    assert "1.37" not in block


def test_the_slide_has_a_panel_per_answer(made_up: SensitivityResult):
    figure = slide(made_up)
    assert len(figure.axes) == len(ANSWERS)
    assert "susceptibility" in [t.get_text() for t in figure.axes[0].texts]


@pytest.mark.slow
def test_a_small_study_runs_and_counts_its_settings():
    pytest.importorskip("SALib")
    told: list[tuple[int, int]] = []
    study = sensitivity_study(
        "single-complaint", ["silence", "public-answer"], trajectories=2, samples=2, seeds=2, most=2
    )  # fmt: skip
    ran = run_study(study, progress=lambda done, total: told.append((done, total)))
    settings = 1 + 2 * (len(assumptions()) + 1) + 2 * 4
    runs = settings * 2 * 2
    assert told[-1] == (runs, runs)
    assert {total for _, total in told} == {runs}
    finding = study.spec.conclude(ran.runs)
    result = finding.chart_data["result"]
    assert result.settings == settings - 1
    assert result.sampled == 2 * 4
    assert not result.screened.isna().any(axis=None)
    assert set(result.morris["answer"]) == set(ANSWERS)
    assert len(result.sobol) == 2 * len(ANSWERS)
    assert study_chart(study.spec, ran.runs, finding).get_label() == finding.headline


def test_what_nothing_moves_by_itself_is_said(made_up: SensitivityResult):
    made_up.sobol["S1_conf"] = 1.0
    assert "No assumption by itself moves log peak" in made_up.words()


def test_the_slide_claims_no_more_than_the_words(made_up: SensitivityResult):
    assert " and " in slide(made_up).get_label()
    made_up.sobol["ST_conf"] = 0.04
    assert slide(made_up).get_label() == "The peak depends most on susceptibility"
    made_up.sobol["ST_conf"] = 1.0
    assert "So few samples do not tell" in slide(made_up).get_label()


def told(
    made: SensitivityResult, language: Language, out: Path, capsys: pytest.CaptureFixture[str]
) -> str:
    """Return what the command prints of an analysis, and what it writes for people."""
    table = made.sobol.reset_index(drop=True)
    table.loc[table["answer"] == "hours_above_rate", "S1"] = 0.0
    unsure = table["answer"] == "critical_posts_total"
    table.loc[unsure, "ST_conf"] = table.loc[unsure, "ST"]
    story = load_scenario("analytics-outage")
    study = replace(made, sobol=table, settings=1234, story=story)
    out.mkdir()
    with speaking(language):
        present_sensitivity(study, out, as_json=False)
        drawn = slide(study).findobj(Text)
    text = (out / "sensitivity.txt").read_text(encoding="utf-8")
    texts = [each.get_text() for each in drawn]  # type: ignore[attr-defined]
    return "\n".join([capsys.readouterr().out.replace(str(out), ""), text, *texts])


@pytest.mark.parametrize("language", ["de", "fr"])
def test_the_command_tells_what_drives_the_answers_in_the_language(
    made_up: SensitivityResult,
    tmp_path: Path,
    language: Language,
    capsys: pytest.CaptureFixture[str],
) -> None:
    english, other = (told(made_up, each, tmp_path / each, capsys) for each in ("en", language))
    assert not english_left(english, other), other
    assert "1,234 settings of analytics-outage" in english
    assert {"de": "„Der Sonntag ohne Daten“", "fr": "Le dimanche sans données"}[language] in other
    assert {"de": "mittlere Bereitschaft", "fr": "disposition moyenne"}[language] in other
    files = [(tmp_path / each / "sobol.csv").read_bytes() for each in ("en", language)]
    assert files[0] == files[1]


@pytest.mark.parametrize(
    ("options", "german", "french"),
    [
        ("--plans silence", "braucht mindestens 2 Pläne", "demande au moins 2 plans"),
        ("--samples 12", "eine Zweierpotenz", "une puissance de 2"),
        ("nosuch", "kein Szenario „nosuch“", "pas de scénario « nosuch »"),
        ("--plans silence,nosuch", "keinen Plan „nosuch“", "pas de plan « nosuch »"),
    ],
)
def test_the_command_refuses_in_the_language(options: str, german: str, french: str) -> None:
    for language, wanted in (("de", german), ("fr", french)):
        done = CliRunner().invoke(app, ["sensitivity", *options.split(), "--language", language])
        assert isinstance(done.exception, InputError), done.output
        assert wanted in str(done.exception).replace("\u00a0", " ")
