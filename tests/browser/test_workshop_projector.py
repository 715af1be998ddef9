"""The projector before a room: enquiries of the press, figures that can be read, equal teams."""

from pathlib import Path

import pytest

pytest.importorskip("nicegui", reason="needs the extra [workshop]")

from tests.browser.conftest import NewPage
from tests.browser.people import LAPTOP, PHONE, begin_round, close_round, come_in
from tests.workshop.rooms import open_room

SMALL = {"width": 1280, "height": 720}
FIGURES = """() => {
  const chart = document.querySelector(".stage figure svg");
  const scale = chart.getScreenCTM().a;
  return [...chart.querySelectorAll("text")].map(
    (text) => parseFloat(getComputedStyle(text).fontSize) * scale);
}"""
"""Sizes of the texts of the chart, in pixels of the screen."""
STEPS = "[...document.querySelectorAll('.steps')].map(bar => bar.children.length)"
SOON = 9_000
"""Milliseconds after which news would still stand there if only time took them away."""


def test_the_press_asks_and_its_question_goes_with_the_round(
    tmp_path: Path, new_page: NewPage
) -> None:
    with open_room("excluded-profession", tmp_path, "de") as room:
        lead, phone, projector = (new_page(viewport=size) for size in (LAPTOP, PHONE, SMALL))
        lead.goto(room.lead)
        summaries = lead.locator(".coming summary").all_inner_texts()
        assert any("Nur " in each for each in summaries), "a condition is told on the folded line"
        assert not any(code in " ".join(summaries) for code in ("==", "<", ">", "_per_hour"))
        come_in(phone, room, "Rosa", "Team 1")
        come_in(new_page(viewport=PHONE), room, "Lou", "Team 2")
        projector.goto(room.projector)
        begin_round(lead)
        projector.locator(".stage").wait_for()
        sizes = projector.evaluate(FIGURES)
        assert min(sizes) >= 18, sizes
        assert set(projector.evaluate(STEPS) + phone.evaluate(STEPS) + lead.evaluate(STEPS)) == {6}
        projector.locator("svg").get_by_text("(gleich)").wait_for()
        lead.get_by_test_id("message-sender").select_option("journalist")
        lead.get_by_test_id("message-text").fill("Was sagen Sie dazu?")
        lead.get_by_test_id("message-text").blur()
        lead.get_by_test_id("message-send").click()
        projector.get_by_test_id("news").get_by_text("Was sagen Sie dazu?").wait_for()
        assert "presseanfrage" in projector.get_by_test_id("news").inner_text().casefold()
        banner = phone.get_by_test_id("banner")
        while "Was sagen Sie dazu?" not in banner.inner_text():
            phone.get_by_test_id("banner-away").click()
            phone.wait_for_timeout(300)
        assert "presseanfrage" in banner.inner_text().casefold()
        assert "eilmeldung" not in banner.inner_text().casefold()
        close_round(lead)
        projector.get_by_test_id("news").wait_for(state="detached", timeout=SOON)
