"""A study in German and French: no English word in what people read, and the same data."""

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text
from typer.testing import CliRunner

import sim
from sim.charts.labels import width_of, wrap
from sim.charts.studies import study_chart
from sim.charts.style import BODY, MARGIN, SMALL, WIDTH
from sim.cli import app
from sim.language.speech import LANGUAGES
from sim.language.spoken import say, serving, speaking
from sim.language.typesetting import Language
from sim.results import MEASURES
from sim.scenario.library import STUDIES, shipped
from sim.scenario.loading import scenario_from_document
from sim.studies.break_even import BreakEven
from sim.studies.factors import Factor
from sim.studies.finding import StudyFinding, StudyRuns
from sim.studies.loading import load_study
from sim.studies.optimiser import Trial
from sim.studies.registry import KINDS
from sim.studies.sensitivity import ANSWERS, SensitivityResult
from sim.studies.spec import StudySpec
from sim.studies.statistics import capital, phrase
from sim.studies.sweep import Sweep
from tests.studies.small_study import written
from tests.studies.test_study_findings import FACTOR, X, over_x, runs_of, spec_of

ENGLISH_WORDS = re.compile(
    r"\b(the|of|with|and|against|runs?|mean|best|better|worse|draws?|settings?|where|which|share"
    r"|seeds?|once|none|levels?|posts?|hours?|by|from|steps?|tried|found|moves|alone|answer)\b",
    re.IGNORECASE,
)
OTHERS = [language for language in LANGUAGES if language != "en"]
SECOND = {
    "factors": {**FACTOR["factors"], "y": {"path": "incident.severity", "values": [0.5, 0.9]}}
}


def searched() -> tuple[StudySpec, StudyRuns]:
    """A search that found one plan."""
    spec = spec_of(
        "search", compare=["new", "old", "found-1"], candidates=[{"do": "apology", "at": "+2h"}],
        measures=["critical_posts_total", "staff_hours"], limits={"staff_hours": 150.0},
    )  # fmt: skip
    made = runs_of(over_x([-9] * 4), {"draw": X})
    values = made.dataset.sel(plan="new").assign_coords(plan="found-1")
    story = sim.load_scenario("analytics-outage")
    document = {**story.document, "plans": {
        **story.document["plans"],
        "found-1": {"summary": "s", "steps": [{"do": "apology", "at": "+2h"}]},
    }}  # fmt: skip
    levels = {"critical_posts_total": 91.0, "staff_hours": 1200.0}
    trials = [Trial((), levels, True), Trial((), {**levels, "staff_hours": 1500.0}, False)]
    dataset = made.dataset.combine_first(values.expand_dims("plan"))
    return spec, StudyRuns(dataset, scenario_from_document(document, "x"), trials)


def made(kind: str) -> tuple[StudySpec, StudyRuns]:
    """A study of a kind, a map besides, with runs that were made up."""
    came = np.zeros((2, 4, 30))
    came[:, 2:] = 1
    values = over_x([9, 3, -3, -9])
    if kind == "search":
        return searched()
    if kind == "compare":
        return spec_of("compare"), runs_of(values[:, 0], {})
    if kind == "robustness":
        return spec_of("robustness", draws=4), runs_of(values, {"draw": [0, 1, 2, 3]})
    if kind == "map":
        both = np.stack([values, values], axis=2)
        return spec_of("sweep", show="map", **SECOND), runs_of(both, {"x": X, "y": [0.5, 0.9]})
    if kind == "one plan":
        return spec_of("sweep", compare=["old"], **FACTOR), runs_of(values, {"x": X})
    more = {"happens": "promises_kept"} if kind == "break-even" else {}
    return spec_of(kind, **FACTOR, **more), runs_of(values, {"x": X}, promises_kept=came)


def sensitivity() -> StudyFinding:
    """What a sensitivity study found."""
    sobol = pd.concat(
        pd.DataFrame({"answer": each, "parameter": ["vent", "voice"], "S1": 0.1, "S1_conf": 0.05,
                      "ST": [0.6, 0.5], "ST_conf": 0.1})
        for each in ANSWERS
    )  # fmt: skip
    sobol.loc[sobol["answer"] == "ranking", "ST"] = np.nan
    spread = pd.DataFrame({"low": 0.5, "median": 0.9, "high": 1.0}, index=list(ANSWERS))
    result = SensitivityResult(
        "analytics-outage", ("silence",), 3, pd.DataFrame(), sobol, spread, spread
    )
    return StudyFinding(result.headline(), result.tables(), chart_data={"result": result})


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("kind", [*sorted(KINDS), "map", "one plan"])
def test_no_finding_and_no_chart_holds_an_english_word(kind: str, language) -> None:
    with speaking(language):
        if kind == "sensitivity":
            spec, runs = spec_of("sensitivity", seeds=3, measures=["peak"]), made("compare")[1]
            found = sensitivity()
        else:
            spec, runs = made(kind)
            found = spec.conclude(runs)
        figure = study_chart(spec, runs, found)
    figure.canvas.draw()
    drawn = [text.get_text() for text in figure.findobj(Text)]
    cells = [cell for table in found.tables for row in (table.heads, *table.rows) for cell in row]
    said = [found.headline, *cells, *drawn]
    assert [text for text in said if ENGLISH_WORDS.search(text)] == []
    assert [text for text in said if re.search(r"\d\.\d(?!\d\d)", text)] == [], (
        "decimals have commas"
    )


def test_english_has_no_word_that_the_other_languages_are_searched_for_in_vain() -> None:
    spec, runs = made("break-even")
    assert ENGLISH_WORDS.search(spec.conclude(runs).headline)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_measure_has_a_phrase_in_every_language(language) -> None:
    with speaking(language):
        said = {name: phrase(name) for name in MEASURES}
    assert all(said.values())
    if language != "en":
        assert not [name for name, text in said.items() if "_" in text or text == name]


def test_those_who_are_lost_are_called_what_the_scenario_calls_them() -> None:
    with speaking("de"), serving("members"):
        assert phrase("customers_lost") == "verlorene Mitglieder"


def test_numbers_of_factors_have_the_commas_of_the_language() -> None:
    [factor] = spec_of("sweep", **FACTOR).factors.values()
    with speaking("de"):
        assert factor.shown(0.125) == "0,125"
        assert factor.shown(12_500) == "12.500"
    assert factor.shown(12_500) == "12,500"


def test_a_german_study_writes_the_same_data_and_german_words(tmp_path: Path) -> None:
    file = written(tmp_path)
    for language in ("en", "de"):
        words = ["study", str(file), "--out", str(tmp_path / language), "--language", language]
        ended = CliRunner().invoke(app, [*words, "--workers", "1"], catch_exceptions=False)
        assert ended.exit_code == 0
    assert "Daten, Diagramm und Befund liegen in" in ended.output
    assert (tmp_path / "de/data.csv").read_bytes() == (tmp_path / "en/data.csv").read_bytes()
    assert not ENGLISH_WORDS.search((tmp_path / "de/finding.txt").read_text("utf-8"))
    origin = json.loads((tmp_path / "de/provenance.json").read_text("utf-8"))
    assert origin["language"] == "de"
    pages = {}
    for language in ("de", "fr"):
        words = ["report", str(tmp_path / "de"), "--language", language]
        CliRunner().invoke(app, words, catch_exceptions=False)
        pages[language] = (tmp_path / "de/report.html").read_text("utf-8")
    assert "Diagramme ist englisch" not in pages["de"]
    assert "shitstorm study study.toml --language de" in pages["de"]
    assert "Allemand" in pages["fr"]


def test_json_stays_in_english(tmp_path: Path) -> None:
    words = ["study", str(written(tmp_path)), "--out", str(tmp_path / "out"), "--language", "de"]
    ended = CliRunner().invoke(app, [*words, "--workers", "1", "--json"], catch_exceptions=False)
    told = json.loads(ended.output)
    assert ENGLISH_WORDS.search(told["finding"])
    assert "words against silence" in told["rows"][0]


@pytest.mark.parametrize(
    ("language", "half", "span"), [("de", "50 %", "3,5 h"), ("fr", "50 %", "2 j")]
)
def test_ticks_speak_the_language_of_the_chart_also_when_it_is_saved_later(
    language: Language, half: str, span: str
) -> None:
    spec, runs = made("break-even")
    with speaking(language), serving("customers"):
        figure = study_chart(spec, runs, spec.conclude(runs))
    axis = figure.axes[0].xaxis  # outside of the block, as when a file is written
    assert plainly(axis.get_major_formatter()(0.5, 0)) == half
    factor = Factor(path="clock.days", values=["3.5h", "2d"])
    with speaking(language):
        assert span in [plainly(level.label) for level in factor.levels()]
    assert [level.label for level in factor.levels()] == ["3.5h", "2d"], "as the file has them"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", list(shipped(STUDIES)))
def test_no_word_of_a_shipped_study_is_cut_off_on_its_chart(name: str, language: Language) -> None:
    spec = load_study(name).spec
    room, cut = WIDTH - 2 * MARGIN, []
    with speaking(language):
        if isinstance(spec, BreakEven):
            rival, base = (spec.label_of(plan) for plan in spec.compare)
            measure = capital(phrase(spec.main_measure))
            shows = say("studies.break_even_shows", measure=measure, rival=rival, base=base)
            cut += [shows] if width_of(shows, SMALL) > room else []
        if isinstance(spec, Sweep):
            names = [spec.label_of(plan) for plan in spec.compare or spec.plans]
            cut += [each for each in names if "…" in "".join(wrap(each, BODY, 3.2, 2, "bold"))]
    assert not cut


def plainly(text: str) -> str:
    return " ".join(text.split())
