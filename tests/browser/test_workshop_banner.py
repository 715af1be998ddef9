"""Messages interrupt: a banner on any part of the page, which a killed server does not lose."""

from typing import Any

import pytest

pytest.importorskip("nicegui", reason="needs the extra [workshop]")

from tests.browser.conftest import NewPage, script_errors, serious_violations
from tests.browser.people import LAPTOP, PHONE, begin_round, come_in
from tests.workshop.rooms import open_room

BELOW_THE_BAR = """() => {
  const edge = (name, side) => document.querySelector(name).getBoundingClientRect()[side];
  return edge("#storm", "top") >= edge(".bar", "bottom") && edge("#storm", "top") < innerHeight;
}"""
"""The part that a tab leads to is seen from its beginning, with a banner above it."""


def test_a_message_interrupts_until_it_is_seen_also_after_a_kill(
    tmp_path: Any, new_page: NewPage
) -> None:
    with open_room("excluded-profession", tmp_path) as room:
        lead, phone = new_page(viewport=LAPTOP), new_page(viewport=PHONE)
        lead.goto(room.lead)
        come_in(phone, room, "Rosa", "Team 1")
        begin_round(lead)
        banner, away = phone.get_by_test_id("banner"), phone.get_by_test_id("banner-away")
        while "more" in banner.inner_text() or away.count():
            waiting = banner.get_attribute("data-unread")
            away.click()
            phone.wait_for_function(
                "n => document.querySelector('.banners').dataset.unread !== n", arg=waiting
            )
        phone.get_by_test_id("tab-decide").click()
        send(lead, "journalist", "We report <b>tonight</b>.", "2")
        send(lead, "board", "Call me.", "")
        banner.get_by_text("We report <b>tonight</b>.").wait_for()  # the deadline comes first
        phone.wait_for_function("() => document.title.startsWith('(2) ')")
        assert phone.get_by_test_id("tab-inbox").get_attribute("data-unread") == "2"
        assert banner.locator(".enquiry").count() == 1
        clock = phone.get_by_test_id("banner-due").locator(".clock")
        phone.wait_for_function(
            "() => /^1:/.test(document.querySelector('.due .clock').textContent)"
        )
        assert clock.is_visible()
        phone.get_by_test_id("tab-storm").click()
        phone.wait_for_function(BELOW_THE_BAR)
        assert serious_violations(phone) == []
        room.kill()
        room.start()
        phone.reload()
        banner.get_by_text("We report <b>tonight</b>.").wait_for()
        away.click()
        banner.get_by_text("Call me.").wait_for()
        away.click()
        banner.locator("article").wait_for(state="detached")
        phone.reload()
        phone.get_by_test_id("storm").wait_for()
        assert banner.locator("article").count() == 0
        phone.wait_for_function("() => !document.title.startsWith('(')")
        assert script_errors(phone) == []


def send(lead: Any, sender: str, text: str, minutes: str) -> None:
    """The facilitator sends a message to all teams."""
    lead.get_by_test_id("message-sender").select_option(sender)
    lead.get_by_test_id("message-minutes").select_option(minutes)
    lead.get_by_test_id("message-text").fill(text)
    lead.get_by_test_id("message-send").click()
    lead.wait_for_function("() => document.querySelector('#message-text').value === ''")
