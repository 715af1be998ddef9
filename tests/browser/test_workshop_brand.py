"""A client's brand on every page of a workshop: seen, readable, and nothing loaded for it."""

import os
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("nicegui", reason="needs the extra [workshop]")

from tests.browser.conftest import NewPage, requests_outside, script_errors, serious_violations
from tests.browser.people import LAPTOP, PHONE, PROJECTOR, begin_round, come_in
from tests.reports.test_brand import written
from tests.workshop.rooms import open_room

SMALL_PROJECTOR = {"width": 1280, "height": 720}
PICTURES = os.environ.get("BRAND_PICTURES")
"""A folder for pictures of the pages, if they are to be looked at."""


def test_all_pages_show_the_brand_up_to_the_debrief(tmp_path: Path, new_page: NewPage) -> None:
    words = ("--brand", str(written(tmp_path)))
    with open_room("excluded-profession", tmp_path, "en", *words) as room:
        lead, phone = new_page(viewport=LAPTOP), new_page(viewport=PHONE)
        projectors = [new_page(viewport=size) for size in (PROJECTOR, SMALL_PROJECTOR)]
        lead.goto(room.lead)
        phone.goto(f"{room.base}/?code={room.code}")
        _looked_at(phone, "join")
        come_in(phone, room, "Rosa", "Team 1")
        begin_round(lead)
        for number, projector in enumerate(projectors):
            projector.goto(room.projector)
            _looked_at(projector, f"projector-{number}")
            low = "() => document.documentElement.scrollHeight <= window.innerHeight"
            assert projector.evaluate(low), "the projector does not scroll"
        _looked_at(phone, "phone")
        _looked_at(lead, "lead")
        for _ in range(2):
            lead.get_by_test_id("end-exercise").click()
        lead.get_by_test_id("to-debrief").click()
        lead.get_by_test_id("debrief").get_by_text("Team 1").first.wait_for()
        _looked_at(lead, "debrief")
        for page in (lead, phone, *projectors):
            assert requests_outside(page) == []
            assert script_errors(page) == []


def _looked_at(page: Any, name: str) -> None:
    """Check that the logo is drawn, in the client's colours, and that it can be read."""
    page.locator(".brand img").wait_for()
    assert page.locator(".brand").inner_text() == "Bread & <b>Co</b>"
    assert page.evaluate("() => document.querySelector('.brand img').naturalWidth") == 720
    ground = "() => getComputedStyle(document.querySelector('.brand')).backgroundColor"
    assert page.evaluate(ground) == "rgb(18, 52, 86)"
    assert serious_violations(page) == []
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"))
