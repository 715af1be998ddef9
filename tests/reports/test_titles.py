"""Plans and people are called what the scenario calls them, in the language asked for."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args
from zipfile import ZipFile

import pytest

import sim
from sim.charts import compare_charts
from sim.charts.wording import speaking
from sim.language.typesetting import Language
from sim.reports.about import speech_of
from sim.reports.comparison import report_of_comparison
from sim.reports.slides import comparison_slides
from sim.results import Ensemble
from sim.scenario import load_scenario, shipped
from sim.terminal.runs import present_ensemble
from tests.charts.reading import texts

FOREIGN = [language for language in get_args(Language) if language != "en"]
SMALL = {"people": 60, "customers": 0.8, "ties": {"kind": "none"}}


@cache
def compared(name: str) -> Ensemble:
    """Return all plans of a shipped scenario, one pair each, on a page of few people."""
    story = load_scenario(name, {"community": SMALL})
    return sim.compare(story, seeds=2, execution=sim.Execution(workers=1))


def said_in(value: Any) -> Iterator[str]:
    """Yield all texts of a report, but neither meanings of parameters, which speak of companies in
    general, nor where its figures come from, which is for machines."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in ("provenance", "origin", "assumptions"):
                yield from said_in(getattr(value, field.name))
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from said_in(each)


def english_names(ensemble: Ensemble, language: Language, said: str) -> list[str]:
    """Return what English names of plans are said: their names, or the names as words."""
    found = []
    for plan in ensemble.scenario.plans.values():
        own = plan.titled(language).casefold()
        for name in {plan.name, plan.titled("en")}:
            if name != own and re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", said):
                found.append(name)
    return found


@pytest.mark.parametrize("language", FOREIGN)
@pytest.mark.parametrize("name", shipped())
def test_no_english_name_of_a_plan_is_shown_in_another_language(
    name: str, language: Language, tmp_path: Path
) -> None:
    ensemble = compared(name)
    report = report_of_comparison(ensemble, speech_of(language, ensemble.scenario))
    assert english_names(ensemble, language, "\n".join(said_in(report))) == []
    with speaking(language):
        charts = compare_charts(ensemble)
    drawn = "\n".join(text for figure in charts.values() for text in texts(figure))
    assert english_names(ensemble, language, drawn) == []
    comparison_slides(ensemble, tmp_path / "slides.pptx", language, "shitstorm compare")
    with ZipFile(tmp_path / "slides.pptx") as file:
        parts = [part for part in file.namelist() if re.match(r"ppt/(slides|charts)/.*xml$", part)]
        assert english_names(ensemble, language, "\n".join(map(str, map(file.read, parts)))) == []


@pytest.mark.parametrize("language", get_args(Language))
def test_a_table_in_the_terminal_shows_titles_and_names_to_type(
    language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    ensemble = compared("merger-protest")
    present_ensemble(ensemble, None, as_json=False, language=language)
    shown = capsys.readouterr().out
    for plan in ensemble.scenario.plans.values():
        assert plan.name in shown
        assert language == "en" or plan.titled(language).split()[-1] in shown


def test_an_author_s_english_title_is_shown_and_the_name_beside_it_in_tables(
    capsys: pytest.CaptureFixture[str],
) -> None:
    story = load_scenario(
        "quiet-week", {"community": SMALL, "plans.needless-apology.title": "Sorry for nothing"}
    )
    ensemble = sim.compare(story, seeds=2, execution=sim.Execution(workers=1))
    drawn = "\n".join(t for figure in compare_charts(ensemble).values() for t in texts(figure))
    assert "Sorry for nothing" in drawn
    assert "needless" not in drawn
    present_ensemble(ensemble, None, as_json=False)
    shown = capsys.readouterr().out
    assert "Sorry for nothing" in shown
    assert "needless-apology" in shown


@pytest.mark.parametrize(
    ("language", "word"), [("en", "member"), ("de", "Mitglied"), ("fr", "adhérent")]
)
def test_members_are_no_customers_in_charts_and_reports(language: Language, word: str) -> None:
    ensemble = compared("merger-protest")
    report = report_of_comparison(ensemble, speech_of(language, ensemble.scenario))
    with speaking(language):
        drawn = [t for figure in compare_charts(ensemble).values() for t in texts(figure)]
    for said in ("\n".join(said_in(report)), "\n".join(drawn)):
        assert word in said.casefold() or word in said
        assert not re.search(r"customer|Kunden|clients? perdu", said)
