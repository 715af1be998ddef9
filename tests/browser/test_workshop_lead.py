"""The facilitator's desk, as the room sees it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("nicegui", reason="needs the extra [workshop]")

from tests.browser.conftest import NewPage
from tests.browser.people import LAPTOP, PHONE, PROJECTOR, begin_round, close_round, come_in, write
from tests.browser.test_workshop_people import seconds
from tests.workshop.rooms import OpenRoom, open_room


@pytest.fixture
def room(tmp_path: Any) -> Iterator[OpenRoom]:
    """A room of its own."""
    with open_room("analytics-outage", tmp_path) as opened:
        yield opened


def test_the_desk(room: OpenRoom, new_page: NewPage) -> None:
    lead, phone = new_page(viewport=LAPTOP), new_page(viewport=PHONE)
    projector = new_page(viewport=PROJECTOR)
    lead.goto(room.lead)
    assert room.lead.rsplit("/", 1)[1] not in lead.url  # whoever looks on does not read it
    projector.goto(room.projector)
    assert projector.locator(".qr svg").count() == 1
    come_in(phone, room, "Rosa", "Team 1")
    messages_are_rewritten_skipped_and_sent(lead, phone)
    the_timer_is_led(lead, phone)
    decisions_are_stopped(lead, phone)
    people_are_moved(lead, phone)
    the_way_back(lead, phone)
    lead.get_by_test_id("end-exercise").click()
    lead.get_by_test_id("end-exercise").click()
    phone.get_by_test_id("closed").wait_for(timeout=60_000)
    sheets = lead.context.new_page()
    sheets.goto(f"{room.base}/sheets")
    for part in ("Briefing", "Lead", "Writer", "Observer’s sheet"):
        assert sheets.get_by_role("heading", name=part, exact=True).count() == 1, part


def messages_are_rewritten_skipped_and_sent(lead: Any, phone: Any) -> None:
    """Injects: edit, skip, now."""
    inbox = phone.get_by_test_id("inbox")
    coming = lead.locator("[data-testid^='inject-']")
    names = [one.get_attribute("data-testid").removeprefix("inject-") for one in coming.all()]
    first, second, third, *_ = names
    open_inject(lead, first)
    lead.locator(f"#inject-{first}").fill("Rewritten <b>by hand</b>.")
    lead.get_by_test_id(f"rewrite-{first}").click()
    open_inject(lead, second)
    lead.get_by_test_id(f"skip-{second}").click()
    lead.get_by_test_id(f"inject-{second}").get_by_text("skipped").wait_for()
    open_inject(lead, third)
    lead.locator(f"#inject-{third}").fill("Earlier than planned.")
    lead.get_by_test_id(f"fire-{third}").click()
    inbox.get_by_text("Earlier than planned.").wait_for()
    lead.get_by_test_id("message-sender").select_option("board")
    lead.get_by_test_id("message-team").select_option("Team 2")
    lead.get_by_test_id("message-text").fill("For the second team alone.")
    lead.get_by_test_id("message-send").click()
    begin_round(lead)
    inbox.get_by_text("Rewritten <b>by hand</b>.").wait_for()
    assert inbox.locator("li").count() == 2
    assert "second team" not in inbox.inner_text()


def open_inject(lead: Any, name: str) -> None:
    card = lead.get_by_test_id(f"inject-{name}")
    if card.get_attribute("open") is None:
        card.locator("summary").click()


def the_timer_is_led(lead: Any, phone: Any) -> None:
    """Pause, more time, speed, and a round that closes by itself."""
    lead.get_by_test_id("pause").click()
    phone.get_by_test_id("timer-state").get_by_text("paused").wait_for()
    stands = seconds(phone)
    phone.wait_for_timeout(1500)
    assert seconds(phone) == stands
    lead.get_by_test_id("minutes+5").click()
    phone.wait_for_function(
        "before => parseInt(document.querySelector('.clock').textContent) >= before",
        arg=(stands + 300) // 60,
    )
    lead.get_by_test_id("resume").click()
    lead.get_by_test_id("speed").select_option("60")
    phone.wait_for_function(
        "most => { const [m, s] = document.querySelector('.clock').textContent.split(':');"
        " return 60 * m + +s < most }",
        arg=stands + 300 - 30,
    )
    lead.get_by_test_id("speed").select_option("1")


def decisions_are_stopped(lead: Any, phone: Any) -> None:
    """Freeze: what is being written is kept."""
    write(phone, "roadmap", "Not yet.")
    lead.get_by_test_id("freeze").click()
    phone.get_by_test_id("frozen").wait_for()
    phone.get_by_test_id("submit").wait_for(state="hidden")
    lead.get_by_test_id("unfreeze").click()
    phone.get_by_test_id("words-0").wait_for()
    assert phone.get_by_test_id("words-0").input_value() == "Not yet."


def people_are_moved(lead: Any, phone: Any) -> None:
    lead.get_by_test_id("move-Rosa").select_option("Team 3")
    phone.get_by_test_id("who").get_by_text(re.compile("Team 3")).wait_for()
    phone.get_by_test_id("notices").get_by_text("Team 3").wait_for()


def the_way_back(lead: Any, phone: Any) -> None:
    """Rewinding asks twice, and erases nothing."""
    close_round(lead)
    begin_round(lead)
    lead.get_by_test_id("rewind-to").select_option("0")
    lead.get_by_test_id("rewind").click()
    assert lead.get_by_test_id("close-round").count() == 1
    lead.get_by_test_id("rewind").click()
    lead.get_by_text("Nothing was erased").wait_for(timeout=60_000)
    begin_round(lead)
    phone.get_by_test_id("round-title").get_by_text("1").wait_for()
    lead.get_by_test_id("automatic").check()
    lead.wait_for_timeout(1000)  # until the page has been drawn with it
    lead.get_by_test_id("speed").select_option("60")
    lead.get_by_test_id("begin-round").wait_for(timeout=60_000)  # it has closed by itself
