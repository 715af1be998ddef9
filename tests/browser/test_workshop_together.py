"""One draft for a team: seen by all of it while it is written, by many hands at once."""

from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("nicegui", reason="needs the extra [workshop]")

from tests.browser.conftest import NewPage, script_errors
from tests.browser.people import LAPTOP, PHONE, begin_round, come_in, submit, write
from tests.workshop.rooms import OpenRoom, open_room


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenRoom]:
    """A room."""
    with open_room("excluded-profession", tmp_path_factory.mktemp("together")) as opened:
        yield opened


def has_words(page: Any, words: str, place: int = 0) -> None:
    """Wait until a field holds these words."""
    box = f"document.querySelector('[data-testid=words-{place}]')"
    page.wait_for_function(f"{box}?.value === {words!r}")


def test_two_people_of_a_team_write_one_draft_and_lose_nothing(
    room: OpenRoom, new_page: NewPage
) -> None:
    lead, ann, bob = (new_page(viewport=size) for size in (LAPTOP, PHONE, PHONE))
    lead.goto(room.lead)
    come_in(ann, room, "Ann", "Team 1", "owner")
    come_in(bob, room, "Bob", "Team 1", "owner")
    begin_round(lead)

    write(ann, "apology", "We are sorry.")
    has_words(bob, "We are sorry.")
    bob.get_by_test_id("writers-0").get_by_text("Ann").wait_for()

    # both in one field at once, each in another place
    ann.get_by_test_id("words-0").press("Control+Home")
    bob.get_by_test_id("words-0").press("Control+End")
    ann.get_by_test_id("words-0").press_sequentially("Dear guests, ", delay=60)
    bob.get_by_test_id("words-0").press_sequentially(" Come in again.", delay=60)
    for page in (ann, bob):
        has_words(page, "Dear guests, We are sorry. Come in again.")

    # each in a field of their own
    bob.get_by_test_id("at-0").select_option(index=1)
    ann.get_by_test_id("words-0").press("Control+End")
    ann.get_by_test_id("words-0").press_sequentially(" Soon.")
    moment = bob.get_by_test_id("at-0").input_value()
    ann.wait_for_function(f"document.querySelector('[data-testid=at-0]').value === {moment!r}")
    has_words(bob, "Dear guests, We are sorry. Come in again. Soon.")

    # what somebody takes back can be used again
    write(bob, "interim-update", "A second thought.", 1)
    has_words(ann, "A second thought.", 1)
    ann.get_by_test_id("remove-1").click()
    bob.get_by_test_id("words-1").wait_for(state="detached")
    bob.get_by_test_id("aside").locator("summary").click()
    bob.get_by_test_id("use-aside-0").click()
    has_words(ann, "A second thought.", 2)

    # a reload, and the plug pulled while a phone is away
    ann.reload()
    ann.get_by_test_id("decision-0").locator("> summary").click()
    has_words(ann, "Dear guests, We are sorry. Come in again. Soon.")
    bob.get_by_test_id("words-0").focus()
    bob.context.set_offline(True)
    bob.get_by_test_id("words-0").press("Control+End")
    bob.get_by_test_id("words-0").press_sequentially(" Bob, from a tunnel.")
    ann.get_by_test_id("words-0").press("Control+Home")
    ann.get_by_test_id("words-0").press_sequentially("Ann: ")
    ann.wait_for_function("Object.keys(localStorage).every(key => !key.startsWith('draft:'))")
    room.kill()
    room.start()
    bob.context.set_offline(False)
    for page in (ann, bob):
        page.goto(f"{room.base}/team")
    for page in (bob, ann):
        has_words(page, "Ann: Dear guests, We are sorry. Come in again. Soon. Bob, from a tunnel.")
    submit(ann)
    bob.get_by_test_id("submission").get_by_text("from a tunnel").wait_for()
    assert not script_errors(ann)
    assert not script_errors(bob)
