"""The stage: replies, the white cell, notes, one message tried, and the sound of the projector."""

import io
from typing import Any

import pytest
from PIL import Image

pytest.importorskip("nicegui", reason="needs the extra [workshop]")

from tests.browser.conftest import NewPage, requests_outside, script_errors, serious_violations
from tests.browser.people import (
    LAPTOP,
    PHONE,
    PROJECTOR,
    begin_round,
    come_in,
    focus,
    wait_for_focus,
)
from tests.workshop.rooms import open_room

SCRIPT = "<script>document.title = 'taken over'</script>"
RANG = "name => document.documentElement.dataset.rang === name"


def test_the_stage_interrupts_answers_and_survives_a_kill(tmp_path: Any, new_page: NewPage) -> None:
    with open_room("excluded-profession", tmp_path) as room:
        lead, phone = new_page(viewport=LAPTOP), new_page(viewport=PHONE)
        projector = new_page(viewport=PROJECTOR)
        lead.goto(room.lead)
        _try_a_message(lead)
        come_in(phone, room, "Rosa", "Team 1")
        assert phone.get_by_test_id("banner").locator("article").count() == 0
        projector.goto(room.projector)
        sound = projector.get_by_test_id("sound")
        assert sound.get_attribute("aria-pressed") == "false"
        begin_round(lead)
        projector.get_by_test_id("news").wait_for()
        assert projector.evaluate("document.documentElement.dataset.rang ?? null") is None
        sound.click()
        projector.wait_for_function(RANG, arg="message")
        _ask(lead, "We report tonight.")
        projector.wait_for_function(RANG, arg="enquiry")
        projector.get_by_test_id("news").get_by_text("We report tonight.").wait_for()
        _reply(phone, f"That was our mistake. {SCRIPT}")
        lead.get_by_test_id("replies").get_by_text("answered after").wait_for()
        lead.get_by_test_id("replies").get_by_text(SCRIPT).wait_for()
        lead.locator("[data-back-to]").click()
        lead.wait_for_function("() => document.querySelector('#message-team').value === 'Team 1'")
        _leave_a_reply_unsent(phone, "Not yet")
        _publish(lead)
        phone.locator(".post.press .picture").wait_for()
        phone.get_by_text(f"They sleep. {SCRIPT}").wait_for()
        _answer_a_post(phone)
        lead.get_by_test_id("look-Team 1").click()
        lead.locator("[data-testid^=show-answer]").first.click()
        projector.get_by_test_id("shown-answer").get_by_text(f"Thank you. {SCRIPT}").wait_for()
        lead.get_by_test_id("look-feed").get_by_text("staged").wait_for()
        lead.get_by_test_id("note-text").fill(f"Good tone. {SCRIPT}")
        lead.get_by_test_id("note-about").select_option(index=1)
        lead.get_by_test_id("note-keep").click()
        lead.get_by_test_id("timed-note-0").get_by_text(SCRIPT).wait_for()
        lead.get_by_test_id("look-back").click()
        _ask(lead, "And now?")
        lead.get_by_test_id("speed").select_option("60")
        lead.get_by_test_id("replies").get_by_text("not answered in time").wait_for()
        projector.wait_for_function(RANG, arg="zero")
        lead.get_by_test_id("look-Team 1").click()
        room.kill()
        room.start()
        for page in (lead, phone):
            page.reload()
        lead.get_by_test_id("timed-note-0").get_by_text(SCRIPT).wait_for()
        phone.locator(".post.press .picture").wait_for()
        phone.get_by_test_id("inbox").get_by_text(SCRIPT).wait_for()
        phone.get_by_test_id("feed").get_by_text(f"Thank you. {SCRIPT}").wait_for()
        phone.locator("[data-reply]").last.click()
        phone.wait_for_function("() => document.querySelector('#inbox-reply-text')?.value")
        assert phone.get_by_test_id("inbox-reply-text").input_value() == "Not yet"
        for page in (lead, phone, projector):
            assert serious_violations(page) == []
            assert script_errors(page) == []
            assert requests_outside(page) == []
            assert "taken over" not in page.title()
        lead.get_by_test_id("look-back").click()
        for _ in range(2):
            lead.get_by_test_id("end-exercise").click()
        lead.get_by_test_id("to-debrief").click()
        told = lead.get_by_test_id("on-stage-Team 1")
        told.get_by_text("Messages with a deadline: 1 of ").wait_for()
        told.get_by_text("Thank you. <script>").wait_for(state="attached")  # folded
        note = "Good tone. <script>"  # among all notes, and at the message it is about
        told.get_by_text(note).first.wait_for()
        told.get_by_test_id("noted-message").get_by_text(note).wait_for(state="attached")
        assert serious_violations(lead, ".on-stage") == []
        notes = lead.context.request.get(f"{room.base}/debrief/notes.csv").text()
        assert f"Good tone. {SCRIPT}" in notes


def _try_a_message(lead: Any) -> None:
    """The facilitator tries a message before the start, on their own page."""
    lead.get_by_test_id("message-minutes").select_option("2")
    lead.get_by_test_id("message-text").fill("Any comment?")
    lead.get_by_test_id("message-text").blur()
    lead.get_by_test_id("message-try").click()
    tried = lead.get_by_test_id("tried")
    tried.get_by_text("Any comment?").wait_for()
    tried.get_by_test_id("banner-due").wait_for()
    lead.get_by_test_id("tried-away").click()
    tried.locator("article").wait_for(state="detached")


def _answer_a_post(phone: Any) -> None:
    """With the keyboard alone, which goes back to the post afterwards."""
    post = phone.locator("[data-answer]").first
    name = post.get_attribute("data-testid")
    post.focus()
    phone.keyboard.press("Enter")
    wait_for_focus(phone, "post-answer-text")
    phone.keyboard.type(f"Thank you. {SCRIPT}")
    focus(phone, "post-answer-send")
    phone.keyboard.press("Enter")
    phone.locator(".replies").get_by_text(f"Thank you. {SCRIPT}").wait_for()
    phone.get_by_test_id("answered-count").get_by_text("1 of 1").wait_for()  # the one complaint
    wait_for_focus(phone, name)


def _ask(lead: Any, text: str) -> None:
    """The press asks all teams."""
    lead.get_by_test_id("message-sender").select_option("journalist")
    lead.get_by_test_id("message-minutes").select_option("5")
    lead.get_by_test_id("message-text").fill(text)
    lead.get_by_test_id("message-text").blur()
    lead.get_by_test_id("message-send").click()


def _reply(phone: Any, text: str) -> None:
    """A participant answers from the banner, and sees how it reads."""
    phone.get_by_test_id("banner").get_by_text("We report tonight.").wait_for()
    phone.get_by_test_id("banner-reply-open").click()
    phone.get_by_test_id("banner-reply-text").fill(text)
    phone.get_by_test_id("banner-reply").get_by_text("admits").wait_for()
    phone.get_by_test_id("banner-reply-send").click()
    phone.get_by_test_id("inbox").get_by_text("Rosa replied").wait_for()


def _leave_a_reply_unsent(phone: Any, text: str) -> None:
    """A participant begins to answer from the inbox."""
    phone.locator("[data-reply]").last.click()
    phone.get_by_test_id("inbox-reply-text").fill(text)


def _publish(lead: Any) -> None:
    """The white cell puts an article with a picture on all pages; what is no picture is refused."""
    lead.get_by_test_id("publish-voice").select_option("press")
    lead.get_by_test_id("publish-author").fill("The Evening")
    lead.get_by_test_id("publish-text").fill(f"They sleep. {SCRIPT}")
    lead.get_by_test_id("publish-text").blur()
    chooser = lead.get_by_test_id("publish-picture")
    drawing = {"name": "a.png", "mimeType": "image/png", "buffer": b"<svg onload='alert(1)'/>"}
    chooser.set_input_files(drawing)
    lead.get_by_test_id("picture-wrong").wait_for()
    written = io.BytesIO()
    Image.effect_noise((900, 600), 80.0).save(written, "PNG")
    chooser.set_input_files({**drawing, "buffer": written.getvalue()})
    lead.get_by_test_id("preview").wait_for()
    lead.get_by_test_id("publish").click()
    lead.get_by_test_id("staged-0").wait_for()
