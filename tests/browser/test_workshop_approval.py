"""Approval: a team drafts, its lead approves what is shown, and the facilitator may step in."""

from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("nicegui", reason="needs the extra [workshop]")

from tests.browser.conftest import NewPage, script_errors
from tests.browser.people import LAPTOP, PHONE, begin_round, come_in, put_away, submit, write
from tests.workshop.rooms import OpenRoom, open_room

OLD_CLICK = """(button) => {
  const shown = button.dataset.mark;
  button.dataset.mark = "what was shown before";
  button.click();
  button.dataset.mark = shown;
}"""
"""A press on what a browser still shows while the draft has changed."""
DECIDE = "[data-testid=tab-decide]"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenRoom]:
    """A room."""
    with open_room("analytics-outage", tmp_path_factory.mktemp("approval")) as opened:
        yield opened


def ask(page: Any) -> None:
    """Ask for approval, also against the advice."""
    page.get_by_test_id("submit").get_by_text("Ask for approval").wait_for()
    page.get_by_test_id("submit").click()
    advised, asking = page.get_by_test_id("advice-all"), page.get_by_test_id("asking")
    advised.or_(asking).first.wait_for()
    if not asking.count():
        page.get_by_test_id("submit").click()
    asking.wait_for()


def test_a_lead_approves_exactly_what_is_shown(room: OpenRoom, new_page: NewPage) -> None:
    desk, lea, bob = (new_page(viewport=size) for size in (LAPTOP, PHONE, PHONE))
    desk.goto(room.lead)
    come_in(lea, room, "Lea", "Team 1", "lead")
    come_in(bob, room, "Bob", "Team 1", "writer")
    begin_round(desk)
    # each role has a task of its own, and the lead sees who does what
    bob.get_by_test_id("duty-writes").get_by_text("first word").wait_for()
    lea.get_by_test_id("duty-approves").get_by_text("Bob: writes the draft").wait_for()
    assert lea.get_by_test_id("duty-writes").count() == 0
    write(bob, "roadmap", "We look into it. Next word at six.")
    ask(bob)
    lea.get_by_test_id("notices").get_by_text("Bob asks for approval").wait_for()
    desk.get_by_test_id("waiting-Team 1").get_by_text("not yet approved by Lea").wait_for()
    lea.get_by_test_id("going-out").get_by_text("Next word at six.").wait_for()
    put_away(lea)
    # whoever has put the notice away still sees on the tab that something waits, others do not
    lea.locator(f"{DECIDE}[data-unread='1']").wait_for(state="attached")
    bob.locator(f"{DECIDE}[data-unread='0']").wait_for(state="attached")
    # what has changed since is shown, and an approval of what was there before is none
    bob.get_by_test_id("words-0").fill("We look into it. Next word at seven.")
    lea.get_by_test_id("going-out").get_by_text("at seven.").wait_for()
    lea.get_by_test_id("changed").get_by_text("has changed").wait_for()
    lea.get_by_test_id("approve").evaluate(OLD_CLICK)
    lea.get_by_test_id("changed").get_by_text("Nothing has gone out").wait_for()
    assert lea.get_by_test_id("submission").get_by_text("submitted by").count() == 0

    put_away(lea)
    # sent back, then approved
    lea.get_by_test_id("send-back-word").fill("Say sorry first.")
    lea.get_by_test_id("send-back").click()
    bob.get_by_test_id("sent-back").get_by_text("Say sorry first.").wait_for()
    bob.get_by_test_id("words-0").fill("We are sorry. Next word at seven.")
    ask(bob)
    lea.get_by_test_id("going-out").get_by_text("We are sorry.").wait_for()
    put_away(lea)
    lea.get_by_test_id("approve").click()
    for page in (lea, bob):
        page.get_by_test_id("submission").get_by_text("submitted by Lea").wait_for()
        page.get_by_test_id("asking").wait_for(state="detached")
    lea.locator(f"{DECIDE}[data-unread='0']").wait_for(state="attached")

    # silence is approved as well
    bob.get_by_test_id("stay-silent").click()
    bob.get_by_test_id("silence-yes").click()
    lea.get_by_test_id("asking").get_by_text("say nothing").wait_for()
    put_away(lea)
    lea.get_by_test_id("approve").click()
    bob.get_by_test_id("submission").get_by_text("Silence").wait_for()
    assert bob.get_by_test_id("words-0").input_value().startswith("We are sorry.")

    # the facilitator switches approval off, and submits for the team
    desk.get_by_test_id("approval").uncheck()
    bob.get_by_test_id("submit").get_by_text("Submit for the team").wait_for()
    submit(bob)
    lea.get_by_test_id("submission").get_by_text("submitted by Bob").wait_for()
    desk.get_by_test_id("approval").check()
    bob.get_by_test_id("submit").get_by_text("Ask for approval").wait_for()
    bob.get_by_test_id("words-0").fill("We are sorry. Next word at eight.")
    desk.goto(f"{room.base}/look?team=Team+1")
    desk.get_by_test_id("submit-for-team").click()
    bob.get_by_test_id("submission").get_by_text("submitted by the facilitator").wait_for()
    for page in (desk, lea, bob):
        assert not script_errors(page)


def test_without_a_lead_all_submit_until_somebody_takes_the_lead(
    room: OpenRoom, new_page: NewPage
) -> None:
    desk, ann, eve = (new_page(viewport=size) for size in (LAPTOP, PHONE, PHONE))
    desk.goto(room.lead)
    begin = desk.get_by_test_id("begin-round")
    begin.or_(desk.get_by_test_id("close-round")).first.wait_for()
    if begin.count():  # the test before this one may have run elsewhere
        begin_round(desk)
    come_in(ann, room, "Ann", "Team 2", "writer")
    come_in(eve, room, "Eve", "Team 2", "writer")
    write(eve, "roadmap", "We look into it. Next word at six.")
    submit(eve)
    ann.get_by_test_id("take-lead").click()
    eve.get_by_test_id("submit").get_by_text("Ask for approval").wait_for()
    eve.get_by_test_id("lead-offer").wait_for(state="detached")
    ask(eve)
    ann.get_by_test_id("approve").click()
    eve.get_by_test_id("submission").get_by_text("submitted by Ann").wait_for()


def test_an_observer_notes_on_the_phone_and_the_facilitator_reads_it(
    room: OpenRoom, new_page: NewPage
) -> None:
    desk, oda, ann = (new_page(viewport=size) for size in (LAPTOP, PHONE, PHONE))
    desk.goto(room.lead)
    come_in(ann, room, "Anton", "Team 3", "writer")
    come_in(oda, room, "Oda", "Team 3", "observer")
    oda.get_by_test_id("tab-observed").click()  # from wherever they read
    oda.get_by_test_id("observed-about").select_option(index=1)
    oda.get_by_test_id("observed-text").fill("<b>Nobody asked the writer.</b>")
    oda.get_by_test_id("observed-keep").click()
    oda.get_by_test_id("observed").get_by_text("<b>Nobody asked the writer.</b>").wait_for()
    assert oda.get_by_test_id("observed-text").input_value() == ""
    desk.get_by_test_id("notes-taken").get_by_text("Nobody asked the writer.").wait_for()
    oda.get_by_test_id("observed-keep").click()  # nothing is written
    oda.get_by_test_id("observed-wrong").filter(has_text=" ").wait_for()
    assert ann.get_by_test_id("observed-text").count() == 0
    assert "Nobody asked" not in ann.content()
    assert not script_errors(oda)
