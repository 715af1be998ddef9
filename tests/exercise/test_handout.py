"""The sheets and the debrief as pages: whole, harmless, and loading nothing."""

import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from sim.brand import read_brand
from sim.cli import app
from sim.exercise.debrief.files import save
from sim.exercise.debrief.handout import debrief_page, sheets
from sim.exercise.debrief.headlines import loudness
from sim.exercise.debrief.replays import debrief
from sim.exercise.decisions import parse_response
from sim.exercise.refusals import RefusedError
from sim.scenario import load_scenario
from tests.exercise.small_exercise import PROMISE, small_exercise

NASTY = '<script>alert("x")</script>'
VOID = {"meta"}


class Outline(HTMLParser):
    """The elements of a page; complains where they are not closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        assert not self.open, self.open

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page_of(team: str, words: str) -> str:
    scenario = small_exercise()
    step = PROMISE | {"at": "+240min", "words": words}
    told = debrief(scenario, {team: {0: [parse_response(step)]}, "South": {}}, 5, "de", seeds=3)
    return debrief_page(told, scenario.clock.start_hours)


def test_what_people_typed_stays_text() -> None:
    page = page_of(NASTY, NASTY + " =1+1 ' \" &")
    assert "script" not in Outline(page).seen
    assert page.count("&lt;script&gt;") >= 3
    assert NASTY not in page


def test_the_debrief_is_whole_and_loads_nothing() -> None:
    page = page_of("Nord", "Heute Abend.")
    seen = Outline(page).seen
    assert seen.count("polyline") == 2 * 4, "two teams and two what-ifs, wide and narrow"
    assert seen.count("circle") == 2 * 2  # on the curve, and below it
    for part in ("Nord", "South", "Heute Abend.", "Drei Fragen", "keine Vorhersage"):
        assert part in page
    assert not re.findall(r"https?:|src=|url\(|@import|<link", page)
    assert "default-src 'none'" in page


@pytest.mark.parametrize("language", ["en", "de", "fr"])
@pytest.mark.parametrize("name", ["analytics-outage", "excluded-profession", "data-leak"])
def test_sheets_of_every_shipped_exercise(name: str, language: str) -> None:
    scenario = load_scenario(name)
    page = sheets(scenario, language)
    Outline(page)
    assert scenario.exercise is not None
    assert page.count('class="card"') == len(scenario.exercise.roles)
    assert not re.findall(r"https?:|src=", page)


def test_a_story_without_an_exercise_has_no_sheets() -> None:
    with pytest.raises(RefusedError, match="no \\[exercise\\]"):
        sheets(load_scenario("quiet-week"), "en")


def test_teams_that_were_equally_loud_are_not_ranked() -> None:
    debrief = SimpleNamespace(language="de", serves="customers", what_if_curves=[], teams=[
        SimpleNamespace(team=name, measures={"peak": 15.3}) for name in ("Nord", "Süd")
    ])  # fmt: skip
    said = loudness(debrief)  # type: ignore[arg-type]
    assert said == "Alle Teams waren in der Spitze gleich laut: 15,3 Beiträge je Stunde."


def test_sheets_and_debrief_to_print_show_the_brand_where_there_is_one(tmp_path: Path) -> None:
    file = tmp_path / "brand.toml"
    file.write_text('name = "Bread & <b>Co</b>"', encoding="utf-8")
    call = ["play", "excluded-profession", "--sheets", str(tmp_path / "sheets")]
    for more, shown in ((["--brand", str(file)], True), ([], False)):
        assert CliRunner().invoke(app, [*call, *more]).exit_code == 0
        page = (tmp_path / "sheets" / "sheets.html").read_text(encoding="utf-8")
        Outline(page)
        assert ("Bread &amp; &lt;b&gt;Co&lt;/b&gt;" in page) is shown
    told = debrief(small_exercise(), {"North": {}}, 5, "en", seeds=2)
    save(told, 0.0, tmp_path / "debrief", read_brand(file))
    page = (tmp_path / "debrief" / "debrief.html").read_text(encoding="utf-8")
    assert "Bread &amp; &lt;b&gt;Co&lt;/b&gt;" in page
    refused = CliRunner().invoke(app, ["play", "excluded-profession", "--brand", str(file)])
    assert "add --sheets or --out" in str(refused.exception)
