"""Reports in a browser: nothing leaves, everybody can use them, and they print."""

import re
from pathlib import Path
from typing import Any

import pytest

from sim.reports import write_report
from tests.browser.conftest import requests_outside, script_errors, serious_violations
from tests.reports.conftest import compare_folder, run_folder

__all__ = ["compare_folder", "run_folder"]

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")

LATER = re.compile(r"[3-9]|\d\d")
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def run_report(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a run's report."""
    file = tmp_path_factory.mktemp("reports") / "run.html"
    return write_report(run_folder, "de", file).as_uri()


@pytest.fixture(scope="module")
def comparison(compare_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a comparison's report."""
    file = tmp_path_factory.mktemp("reports") / "compare.html"
    return write_report(compare_folder, "fr", file).as_uri()


@pytest.mark.parametrize("report", ["run_report", "comparison"])
def test_everybody_can_use_it_and_nothing_leaves(
    report: str, new_page: Any, request: pytest.FixtureRequest
) -> None:
    page = new_page(viewport=PHONE)
    page.goto(request.getfixturevalue(report))
    for closed in page.locator("details").all():
        closed.evaluate("one => one.open = true")
    assert serious_violations(page) == []
    assert requests_outside(page) == []
    assert script_errors(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_film_moves_by_keyboard(page: Any, run_report: str) -> None:
    page.goto(run_report)
    slider, moment = page.locator("#slider"), page.locator("#moment")
    slider.focus()
    page.keyboard.press("Home")
    first, blank = moment.inner_text(), picture(page)
    page.keyboard.press("ArrowRight")
    assert slider.input_value() == "1"
    assert moment.inner_text() != first
    page.keyboard.press("ArrowLeft")
    assert slider.input_value() == "0"
    page.keyboard.press("End")
    assert slider.input_value() == slider.get_attribute("max")
    assert picture(page) != blank
    assert moment.inner_text() in str(slider.get_attribute("aria-valuetext"))


def test_the_film_plays_and_pauses(page: Any, run_report: str) -> None:
    page.goto(run_report)
    play, slider = page.locator("#play"), page.locator("#slider")
    slider.focus()
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    playwright.expect(slider).to_have_value(LATER)
    assert play.inner_text() == "Pause"
    play.focus()
    page.keyboard.press("Space")
    stood = slider.input_value()
    page.wait_for_timeout(500)
    assert slider.input_value() == stood
    assert play.inner_text() == "Abspielen"


def test_the_counts_are_those_of_the_table(page: Any, run_report: str) -> None:
    page.goto(run_report)
    page.locator("#slider").focus()
    page.keyboard.press("Home")
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    shown = page.locator("[data-count]").all_inner_texts()
    table = page.locator("section[aria-labelledby=film] tbody tr").nth(30)
    assert table.locator("td").all_text_contents() == shown


def test_who_wants_less_motion_gets_none(new_page: Any, run_report: str) -> None:
    page = new_page(reduced_motion="reduce")
    page.goto(run_report)
    assert not page.locator("#play").is_visible()
    page.locator("#slider").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    page.wait_for_timeout(500)
    assert page.locator("#slider").input_value() == "0"


def test_without_scripts_everything_else_is_there(new_page: Any, run_report: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(run_report)
    assert not page.locator("#reel").is_visible()
    assert page.locator("noscript").is_visible()
    assert page.locator("section[aria-labelledby=film] table").count() == 1


def test_it_prints_with_its_tables_and_without_buttons(page: Any, run_report: str) -> None:
    page.goto(run_report)
    page.emulate_media(media="print")
    assert not page.locator("#play").is_visible()
    assert not page.locator("nav").is_visible()
    assert page.locator("section[aria-labelledby=charts] table").first.is_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def picture(page: Any) -> str:
    """What the canvas shows."""
    return str(page.evaluate("document.querySelector('canvas').toDataURL()"))
