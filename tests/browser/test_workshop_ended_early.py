"""A debrief on a phone after an exercise that was ended early: it says so, and nothing is cut."""

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("nicegui", reason="needs the extra [workshop]")

from tests.browser.conftest import serious_violations
from tests.browser.people import LAPTOP, PHONE, begin_round, close_round, come_in, submit, write
from tests.workshop.rooms import open_room

CUT = """() => [...document.querySelectorAll('.debrief .scroll, .debrief .wide-chart, .debrief table')]
.filter(box => box.scrollWidth > box.clientWidth + 1 || box.getBoundingClientRect().right > innerWidth)
.map(box => box.className)"""  # noqa: E501 (a line of a script)
"""Boxes of a page that hold more than they show, or reach beyond it."""
SAID = "Gespielt bis Sonntag, 20\xa0Uhr; danach ohne weitere Äußerung weitergerechnet."


def test_a_phone_shows_all_of_a_debrief_and_where_play_ended(new_page: Any, tmp_path: Path) -> None:
    with open_room("analytics-outage", tmp_path, "de", "--teams", "0") as room:
        lead, phone, projector = (new_page(viewport=size) for size in (LAPTOP, PHONE, LAPTOP))
        lead.goto(room.lead)
        projector.goto(room.projector)
        come_in(phone, room, "Ada", "Amsel")
        begin_round(lead)
        write(phone, "roadmap", "Wir prüfen alles. Nächste Meldung um 20 Uhr.")
        submit(phone)
        close_round(lead)
        for _ in range(2):  # the second time it is meant
            lead.get_by_test_id("end-exercise").click()
        phone.get_by_test_id("to-debrief").click()
        phone.get_by_test_id("hindsight").wait_for(timeout=90_000)
        assert phone.get_by_test_id("ended-early").inner_text() == SAID
        told = phone.get_by_test_id("hindsight").text_content()
        assert "Runde 2" not in told
        phone.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        assert phone.evaluate(CUT) == []
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert phone.locator(".narrow-only svg").is_visible()
        assert phone.locator(".wide-only svg").is_hidden()
        assert serious_violations(phone) == []
        assert projector.get_by_test_id("ended-early").inner_text() == SAID
        assert lead.get_by_test_id("to-debrief").count()
