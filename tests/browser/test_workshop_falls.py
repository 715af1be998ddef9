"""After a crash of the laptop in the middle of a round, the same command continues."""

from pathlib import Path

import pytest

pytest.importorskip("nicegui", reason="needs the extra [workshop]")

from tests.browser.conftest import NewPage
from tests.browser.people import LAPTOP, PHONE, begin_round, close_round, come_in, submit, write
from tests.workshop.rooms import open_room


def test_a_killed_room_goes_on_where_it_stood(new_page: NewPage, tmp_path: Path) -> None:
    with open_room("excluded-profession", tmp_path) as room:
        lead, writer = new_page(viewport=LAPTOP), new_page(viewport=PHONE)
        other = new_page(viewport=PHONE)
        lead.goto(room.lead)
        come_in(writer, room, "Sven", "Team 1", "owner")
        come_in(other, room, "Tara", "Team 2", "owner")
        begin_round(lead)
        write(writer, "apology", "We left you out, and we are sorry.")
        submit(writer)
        close_round(lead)
        begin_round(lead)
        write(writer, "roadmap", "Submitted before the fall.")
        submit(writer)
        write(other, "roadmap", "Written, not yet submi")
        other.wait_for_timeout(3500)
        before = writer.get_by_test_id("feed").inner_text()
        code, secret = room.code, room.lead
        pages = (lead, writer, other)
        for page in pages:
            page.evaluate("window.fallen = true")
        room.kill()
        room.start()
        assert (room.code, room.lead) == (code, secret)
        assert "Continuing room" in room.said
        for page in pages:  # they come back by themselves, as the people left them
            page.wait_for_function("!window.fallen", timeout=60_000)
        writer.get_by_test_id("submission").get_by_text("before the fall").wait_for(timeout=60_000)
        assert writer.get_by_test_id("feed").inner_text() == before
        other.get_by_test_id("words-0").wait_for(timeout=60_000)
        assert other.get_by_test_id("words-0").input_value() == "Written, not yet submi"
        submit(other)
        close_round(lead)
        lead.get_by_test_id("begin-round").wait_for(timeout=60_000)
