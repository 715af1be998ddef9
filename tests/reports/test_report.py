"""Reports: whole, harmless, the same again, in three languages."""

import json
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.api import rerun
from sim.language.speech import LANGUAGES, Speech
from sim.reports import write_report
from sim.reports.page import policy
from sim.runs.plausible import plausible_models
from sim.scenario import scenario_from_document
from sim.terminal.runs import present_ensemble
from tests.reports.conftest import STORY
from tests.reports.reading import Page, film_in

OUTSIDE = re.compile(
    r'(?:src|href|action|data)="(?!#|data:)|url\((?!#)|@import|//[a-z]+\.[a-z]', re.I
)


@pytest.fixture
def folder(request: pytest.FixtureRequest) -> Path:
    path: Path = request.getfixturevalue(request.param)
    return path


every_kind = pytest.mark.parametrize(
    "folder", ["run_folder", "compare_folder", "study_folder"], indirect=True
)


@every_kind
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_is_whole_and_loads_nothing(folder: Path, language, tmp_path: Path) -> None:
    file = write_report(folder, language, tmp_path / "report.html")
    page, text = Page.of(file), file.read_text(encoding="utf-8")
    names = re.sub(r'xmlns(:xlink)?="[^"]*"', "", text)
    assert not OUTSIDE.search(names)
    assert page.all("html") == [{"lang": language}]
    assert len(page.ids) == len(set(page.ids))
    assert {"header", "nav", "main", "footer"} <= {tag for tag, _ in page.elements}
    assert all(own.get("role") == "img" and own.get("aria-label") for own in charts(page))
    assert len(page.all("figcaption")) == len(charts(page)) > 0


def charts(page: Page) -> list[dict[str, str | None]]:
    return [own for own in page.all("svg") if "aria-hidden" not in own]


@every_kind
def test_headings_are_in_order(folder: Path, tmp_path: Path) -> None:
    page = Page.of(write_report(folder, "en", tmp_path / "report.html"))
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels.index(1) == 0
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@every_kind
def test_the_same_folder_gives_the_same_report(folder: Path, tmp_path: Path) -> None:
    once, again = (write_report(folder, "en", tmp_path / name) for name in ("a.html", "b.html"))
    assert once.read_bytes() == again.read_bytes()


def test_what_people_wrote_is_text(run_folder: Path, tmp_path: Path) -> None:
    file = write_report(run_folder, "en", tmp_path / "report.html")
    text, page = file.read_text(encoding="utf-8"), Page.of(file)
    assert "<script>alert" not in text
    assert len(page.all("b")) == 5
    assert "<script>alert(1)</script> Sorry." in page.text
    assert "The <b>bread</b> & the mould" in page.text


def rules_of(page: Page) -> str:
    """What a page says that it may load and run."""
    found = (str(meta.get("content", "")) for meta in page.all("meta"))
    return next(text for text in found if "script-src" in text)


def test_only_the_own_script_may_run(run_folder: Path, study_folder: Path, tmp_path: Path) -> None:
    with_film = Page.of(write_report(run_folder, "en", tmp_path / "run.html"))
    without = Page.of(write_report(study_folder, "en", tmp_path / "study.html"))
    assert "script-src 'sha256-" in policy("code")
    assert "sha256-" in rules_of(with_film)
    assert "script-src 'none'" in rules_of(without)
    assert not without.all("script")


def test_a_run_tells_promises_and_measures(run_folder: Path, tmp_path: Path) -> None:
    page = Page.of(write_report(run_folder, "en", tmp_path / "report.html"))
    record = rerun(json.loads((run_folder / "provenance.json").read_text()))
    outcome = record.promises["outcome"].iloc[0]
    said = {"broken": "broken", "revised": "moved", "open": "open"}
    assert f"Promises made: 1 (1 {said.get(outcome, outcome)})." in page.text
    assert f"{record.measures['critical_posts_total']:,.0f}" in page.text
    assert "Promise of a time" in page.text


def test_a_comparison_tells_paired_differences(compare_folder: Path, tmp_path: Path) -> None:
    page = Page.of(write_report(compare_folder, "en", tmp_path / "report.html"))
    for line in (compare_folder / "differences.csv").read_text().splitlines():
        cells = line.split(",")
        if cells[:2] == ["words", "critical_posts_total"]:
            assert Speech("en").number(float(cells[5]), sign=True) in page.text
    assert "how precisely 3 pairs of runs give" in page.text


def test_a_study_tells_its_finding_and_its_table(study_folder: Path, tmp_path: Path) -> None:
    page = Page.of(write_report(study_folder, "de", tmp_path / "report.html"))
    for said in ("Does a word help?", "A word helps by 3 posts.", "It is sure.", "10 %"):
        assert said in page.text
    assert "factors.share path = incident.affected" in page.text


def test_a_study_without_a_table_shows_its_data(study_folder: Path, tmp_path: Path) -> None:
    (study_folder / "finding.md").unlink()
    page = Page.of(write_report(study_folder, "de", tmp_path / "report.html"))
    assert "1.234" in page.text


# -- the film --------------------------------------------------------------------------------


def test_the_film_is_the_run(run_folder: Path, tmp_path: Path) -> None:
    film = film_in(write_report(run_folder, "en", tmp_path / "report.html"))
    record = rerun(json.loads((run_folder / "provenance.json").read_text()))
    kinds = np.array(list(film["begin"]), dtype=int)
    for frame, changes in enumerate(film["changes"]):
        kinds[changes[::2]] = changes[1::2]
        hours = round(film["at"][frame] * 48.0 * 2) / 2
        critics = np.count_nonzero(record.stances_at(hours) == 1)
        assert np.count_nonzero((kinds == 1) | (kinds == 2)) == critics
        assert np.bincount(kinds, minlength=5).tolist() == [int(n) for n in film["counts"][frame]]
    assert any(film["changes"])
    assert len(film["moments"]) <= 97


def test_a_run_that_is_not_repeated_is_shown_as_saved(run_folder: Path, tmp_path: Path) -> None:
    folder = copied(run_folder, tmp_path / "older")
    measures = json.loads((folder / "measures.json").read_text())
    measures["critical_posts_total"] = 4711.0
    (folder / "measures.json").write_text(json.dumps(measures))
    page = Page.of(write_report(folder, "de", folder / "report.html"))
    assert "hat sich der Simulator geändert" in page.text
    assert "4.711" in page.text
    assert not page.all("canvas")
    assert len(page.all("figcaption")) == 2


def copied(folder: Path, to: Path) -> Path:
    to.mkdir()
    for file in folder.iterdir():
        if file.is_file():
            (to / file.name).write_bytes(file.read_bytes())
    return to


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_comparison_says_how_sure_it_is_over_models_or_that_it_has_one(
    compare_folder: Path, language, tmp_path: Path
) -> None:
    speech = Speech(language, tables=("report",))
    plain = write_report(compare_folder, language, tmp_path / "plain.html").read_text("utf-8")
    assert speech.say("sure_one_model") in plain
    story = scenario_from_document(STORY, "bread")
    uncertain = sim.compare(story, seeds=4, uncertain=plausible_models(warn=False))
    present_ensemble(uncertain, tmp_path / "spread", as_json=True)
    text = write_report(tmp_path / "spread", language).read_text("utf-8")
    assert speech.say("sure_one_model") not in text
    assert speech.say("chart_uncertainty") in text
    rests = speech.say("charts.uncertain_rests", models="2", runs="4")
    assert text.count(rests) > 1, "on the chart and above its table"
    assert "--uncertain" in text
