"""Slides for PowerPoint: charts are charts, with the numbers of the results, in one language."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from typer.testing import CliRunner

import sim
from sim import extras
from sim.charts.findings import differences_finding, peak_level, plans_finding
from sim.cli import app
from sim.errors import InputError, OutputError
from sim.headlines import overall_headline
from sim.reports.about import speech_of
from sim.reports.slides import comparison_slides, run_slides, study_slides
from sim.reports.slides.deck import SUBTITLES, TITLES, Deck, Origin, points_that_fit
from sim.reports.slides.native import NativeBar, bar_chart
from sim.reports.slides.place import ready_slides
from sim.results import Ensemble
from sim.scenario import scenario_from_document
from sim.studies.execute import run_study
from sim.studies.loading import study_from_values
from tests.reports.conftest import STORY

GERMAN = {**STORY, "title": "Das Brot", "summary": "Es war schlecht."}
ENGLISH_WORDS = r"\b(the|of|posts?|peak|median of|runs?|hour|mean|against|company|seeds?|model)\b"


@pytest.fixture(scope="module")
def ensemble() -> Ensemble:
    story = scenario_from_document(GERMAN, "bread")
    return sim.compare(story, seeds=5, execution=sim.Execution(workers=1))


def slides_of(file: Path) -> list[Any]:
    return list(Presentation(str(file)).slides)


def charts_on(slide: Any) -> list[Any]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def texts_on(slide: Any) -> str:
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    return "\n".join(texts + [cell.text for table in tables for cell in table.iter_cells()])


def test_the_curves_are_the_medians_of_the_runs(ensemble: Ensemble, tmp_path: Path) -> None:
    comparison_slides(ensemble, tmp_path / "c.pptx", "en", "shitstorm compare bread")
    [chart] = charts_on(slides_of(tmp_path / "c.pptx")[1])
    drawn = {series.name.partition(":")[0]: series.values for series in chart.plots[0].series}
    assert set(drawn) == set(ensemble.plans)
    per_tick = ensemble.scenario.hours_per_tick
    ticks = round(3 / per_tick)
    assert [name.strip() for name in chart.plots[0].categories][:2] == [
        "Mon\xa006:00",
        "Mon\xa007:00",
    ]
    axis = [element.tag.partition("}")[2] for element in chart.category_axis._element]
    assert axis[-3:] == ["tickLblSkip", "tickMarkSkip", "noMultiLvlLbl"]  # the order of the format
    for plan, values in drawn.items():
        posts = ensemble.dataset["critical_posts"].sel(plan=plan).transpose("seed", "time")
        for hour in (5, 10, 24):  # from an hour and a half before to as long after
            first = round((hour - 1.5) / per_tick)
            rates = posts.to_numpy()[:, first : first + ticks].sum(axis=1) / 3.0
            assert values[hour] == pytest.approx(float(np.median(rates)), abs=1e-3)
    assert max(map(max, drawn.values())) > 0


def test_the_bars_are_the_differences_with_their_intervals(
    ensemble: Ensemble, tmp_path: Path
) -> None:
    comparison_slides(ensemble, tmp_path / "c.pptx", "en", "shitstorm compare bread")
    slides = slides_of(tmp_path / "c.pptx")
    [chart] = charts_on(slides[2])
    [row] = ensemble.differences("silence", ["peak"]).to_dict("records")
    [series] = chart.plots[0].series
    assert list(chart.plots[0].categories) == ["words"]
    assert series.values[0] == pytest.approx(row["mean_difference"], abs=1e-3)
    assert "…" in series.points[0].data_label.text_frame.text
    assert len(slides) == 4
    assert plans_finding(ensemble.measures) == slides[1].shapes.title.text_frame.text
    speech = speech_of("en", ensemble.scenario)
    best = overall_headline(ensemble.measures, ensemble.plans, ensemble.scenario, speech)
    assert best.text == slides[0].shapes.title.text_frame.text + "."
    peaks = ensemble.differences("silence", ["peak"])
    assert (
        differences_finding(peaks, "silence", peak_level(ensemble, "silence"), ensemble.measures)
        == slides[2].shapes.title.text_frame.text
    )


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_every_slide_says_what_it_shows_and_where_it_comes_from(
    ensemble: Ensemble, tmp_path: Path, language: Any
) -> None:
    comparison_slides(ensemble, tmp_path / "c.pptx", language, "shitstorm compare bread")
    deck = Presentation(str(tmp_path / "c.pptx"))
    assert deck.slide_width * 9 == pytest.approx(deck.slide_height * 16, rel=1e-3)
    caveat = {"en": "not a forecast", "de": "keine Vorhersage", "fr": "pas une prévision"}
    for slide in deck.slides:
        assert slide.shapes.title.text_frame.text
        assert caveat[language] in texts_on(slide)
        notes = slide.notes_slide.notes_text_frame.text
        assert "shitstorm compare bread" in notes
        assert caveat[language] in notes
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


def test_german_slides_have_no_english_words(ensemble: Ensemble, tmp_path: Path) -> None:
    comparison_slides(ensemble, tmp_path / "c.pptx", "de", "x")
    record = ensemble.record("words", 1)
    run_slides(record, tmp_path / "r.pptx", "de", "x")
    for slide in slides_of(tmp_path / "c.pptx") + slides_of(tmp_path / "r.pptx"):
        notes = slide.notes_slide.notes_text_frame.text
        names = [series.name for chart in charts_on(slide) for series in chart.plots[0].series]
        said = "\n".join([texts_on(slide), notes, *names])
        assert not re.findall(ENGLISH_WORDS, said), said


def test_a_run_has_both_kinds_of_posts_and_the_acts(ensemble: Ensemble, tmp_path: Path) -> None:
    record = ensemble.record("words", 1)
    run_slides(record, tmp_path / "r.pptx", "en", "shitstorm run bread")
    [slide] = slides_of(tmp_path / "r.pptx")
    [chart] = charts_on(slide)
    drawn = {series.name: series.values for series in chart.plots[0].series}
    assert list(drawn) == ["critical posts", "in defence"]
    per_tick = record.scenario.hours_per_tick
    first = round((10 - 1.5) / per_tick)
    for name, values in zip(("critical_posts", "defending_posts"), drawn.values(), strict=True):
        counts = record.series[name].to_numpy()[first : first + round(3 / per_tick)]
        assert values[10] == pytest.approx(counts.sum() / 3.0, abs=1e-3)
    assert "1. Mon\xa010:00 promise" in texts_on(slide)
    assert "2. Mon\xa016:00 apology" in texts_on(slide)


def test_one_plan_and_one_seed_make_slides_too(tmp_path: Path) -> None:
    story = scenario_from_document(GERMAN, "bread")
    alone = sim.compare(story, plans=["words"], seeds=1, execution=sim.Execution(workers=1))
    comparison_slides(alone, tmp_path / "c.pptx", "en", "x")
    assert [len(charts_on(slide)) for slide in slides_of(tmp_path / "c.pptx")] == [1, 0]
    pair = sim.compare(story, seeds=1, execution=sim.Execution(workers=1))
    comparison_slides(pair, tmp_path / "p.pptx", "en", "x")
    [chart] = charts_on(slides_of(tmp_path / "p.pptx")[1])
    assert "…" not in chart.plots[0].series[0].points[0].data_label.text_frame.text


def test_a_long_title_is_set_smaller_and_kept_whole() -> None:
    many = "A storm of many words " * 12
    assert points_that_fit("A storm", TITLES) > points_that_fit(many, TITLES) >= 9
    assert points_that_fit("A storm", SUBTITLES) > points_that_fit(many, SUBTITLES)


def test_a_place_that_cannot_hold_slides_is_refused_before_work_begins(tmp_path: Path) -> None:
    ready_slides(None)
    ready_slides(tmp_path / "new" / "c.pptx")
    with pytest.raises(OutputError, match="is a folder and is not replaced; choose another name"):
        ready_slides(tmp_path)
    with pytest.raises(InputError, match=r"c\.ppt: .*write --pptx .*c\.pptx"):
        ready_slides(tmp_path / "c.ppt")
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="cannot write"):
        ready_slides(tmp_path / "file" / "c.pptx")


def test_a_missing_package_is_told_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"python-pptx; .*\[slides\]"):
        ready_slides(tmp_path / "c.pptx")


def test_the_notes_hold_a_command_that_repeats_the_run(tmp_path: Path) -> None:
    file, told = tmp_path / "r.pptx", ["analytics-outage", "--set", "clock.days=2"]
    given = ["run", *told, "--plan", "silence", "--seed", "4", "--language", "fr"]
    answer = CliRunner().invoke(app, [*given, "--pptx", str(file)])
    assert answer.exit_code == 0, answer.output
    [slide] = slides_of(file)
    notes = slide.notes_slide.notes_text_frame.text
    command = notes.partition("shitstorm run ")[2].split()
    assert command[:3] == told
    again = CliRunner().invoke(app, ["run", *command[:-1], str(tmp_path / "again.pptx")])
    assert again.exit_code == 0, again.output
    one, other = (charts_on(slides_of(path)[0])[0] for path in (file, tmp_path / "again.pptx"))
    assert [s.values for s in one.plots[0].series] == [s.values for s in other.plots[0].series]


@pytest.mark.parametrize("kind", ["sweep", "compare", "map"])
def test_a_study_has_its_finding_and_a_chart_or_a_picture(tmp_path: Path, kind: str) -> None:
    factor = {"path": "incident.affected", "values": [0.1, 0.3]}
    other = {"path": "incident.severity", "values": [0.5, 0.9]}
    factors = {"compare": {}, "sweep": {"a": factor}, "map": {"a": factor, "b": other}}[kind]
    values = {
        "title": "Bread", "question": "Does it matter?", "scenario": "analytics-outage", "seeds": 2,
        "kind": "compare" if kind == "compare" else "sweep", "factors": factors,
        "compare": ["silence", "interim-updates"], "set": {"community.people": 200},
        **({"show": "map"} if kind == "map" else {}),
    }  # fmt: skip
    result = run_study(study_from_values("bread", values), sim.Execution(workers=1))
    finding = result.study.spec.conclude(result.runs)
    study_slides(result, finding, tmp_path / "s.pptx", "shitstorm study bread --pptx s.pptx")
    first, *tables = slides_of(tmp_path / "s.pptx")
    assert first.shapes.title.text_frame.text == finding.headline
    assert "shitstorm study bread" in first.notes_slide.notes_text_frame.text
    assert len(tables) >= len(finding.tables)
    if kind == "map":
        assert charts_on(first) == []
        assert any(shape.shape_type == MSO_SHAPE_TYPE.PICTURE for shape in first.shapes)
        return
    [chart] = charts_on(first)
    means = result.runs.dataset["critical_posts_total"].mean("seed")
    drawn = sorted(value for series in chart.plots[0].series for value in series.values)
    assert drawn == pytest.approx(sorted(means.to_numpy().ravel()), rel=1e-3)


def test_labels_of_bars_have_room_and_titles_begin_where_all_begins(
    ensemble: Ensemble, tmp_path: Path
) -> None:
    comparison_slides(ensemble, tmp_path / "c.pptx", "en", "shitstorm compare bread")
    slides = slides_of(tmp_path / "c.pptx")
    [chart] = charts_on(slides[2])
    values = chart.plots[0].series[0].values
    axis = chart.value_axis
    room = 0.2 * (max(0.0, *values) - min(0.0, *values))
    assert axis.minimum_scale <= min(values) - room if min(values) < 0 else True
    assert axis.maximum_scale >= max(values) + room if max(values) > 0 else True
    assert axis.maximum_scale > axis.minimum_scale
    assert {slide.shapes.title.text_frame.paragraphs[0].alignment for slide in slides} == {1}


def test_the_axis_of_a_calm_page_tells_its_numbers_apart(tmp_path: Path) -> None:
    calm = scenario_from_document({**GERMAN, "incident": {**GERMAN["incident"], "affected": 0.0}})
    runs = sim.compare(calm, seeds=2, execution=sim.Execution(workers=1))
    comparison_slides(runs, tmp_path / "c.pptx", "en", "x")
    [chart] = charts_on(slides_of(tmp_path / "c.pptx")[1])
    highest = max(max(series.values) for series in chart.plots[0].series)
    assert highest < 1.0
    assert chart.value_axis.tick_labels.number_format == "0.0"
    assert chart.value_axis.maximum_scale == 1.0


@pytest.mark.parametrize("height", [0.03, 0.4, 3.0, 12.0, 14.0, 60.0, 4000.0])
def test_an_axis_of_bars_shows_each_of_its_ticks_as_it_is(height: float) -> None:
    slide = Deck("Bread", Origin("", "", "")).add("A finding", "what it shows")
    bars = [
        NativeBar("a", "#123456", height, "a", True),
        NativeBar("b", "#123456", -height, "b", True),
    ]
    bar_chart(slide, "peak", bars)
    (chart,) = charts_on(slide)
    axis = chart.value_axis
    decimals = len(axis.tick_labels.number_format.partition(".")[2])
    ticks = np.arange(axis.minimum_scale, axis.maximum_scale + axis.major_unit / 2, axis.major_unit)
    assert np.allclose(np.round(ticks, decimals), ticks), "a tick at 2.5 is not called 3"
