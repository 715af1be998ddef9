"""A phone that is away for minutes: what was typed there comes back with it."""

from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("nicegui", reason="needs the extra [workshop]")

from tests.browser.conftest import NewPage
from tests.browser.people import LAPTOP, PHONE, begin_round, close_round, come_in, submit, write
from tests.workshop.rooms import OpenRoom, open_room

ARRIVED = "Object.keys(localStorage).filter(key => key.startsWith('draft:')).length === 0"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenRoom]:
    """A room."""
    with open_room("excluded-profession", tmp_path_factory.mktemp("away")) as opened:
        yield opened


def written_without_a_network(phone: Any, words: str) -> None:
    """Words that are typed in a tunnel, in a page that the phone then throws away."""
    phone.wait_for_function(ARRIVED)
    phone.context.set_offline(True)
    phone.get_by_test_id("words-0").fill(words)
    phone.wait_for_timeout(1000)
    phone.goto("about:blank")


def test_unsent_words_survive_on_the_phone(room: OpenRoom, new_page: NewPage) -> None:
    lead, phone = new_page(viewport=LAPTOP), new_page(viewport=PHONE)
    lead.goto(room.lead)
    come_in(phone, room, "Mika", "Team 1", "writer")
    begin_round(lead)
    write(phone, "apology", "Arrived.")
    written_without_a_network(phone, "Written in a tunnel, <b>all</b> of it — 🙂.")
    phone.context.set_offline(False)
    phone.goto(f"{room.base}/team")
    words = phone.get_by_test_id("words-0")
    words.wait_for()
    phone.wait_for_function(
        "document.querySelector('[data-testid=words-0]').value.startsWith('Written')"
    )
    phone.wait_for_function(ARRIVED)  # and the server has them now
    phone.reload()
    words.wait_for()
    assert words.input_value() == "Written in a tunnel, <b>all</b> of it — 🙂."

    written_without_a_network(phone, "Too late for this round.")
    close_round(lead)
    begin_round(lead)
    phone.context.set_offline(False)
    phone.goto(f"{room.base}/team")
    offer = phone.get_by_test_id("unsent-draft")
    offer.get_by_text("Too late for this round.").wait_for()
    phone.wait_for_function(ARRIVED)
    phone.get_by_test_id("use-unsent").click()
    words.wait_for()
    assert words.input_value() == "Too late for this round."
    submit(phone)
    phone.get_by_test_id("submission").get_by_text("Too late for this round.").wait_for()


def test_somebody_who_is_removed_is_told_and_comes_back(room: OpenRoom, new_page: NewPage) -> None:
    lead, phone = new_page(viewport=LAPTOP), new_page(viewport=PHONE)
    lead.goto(room.lead)
    come_in(phone, room, "Noor", "Team 3", "writer")
    removal = lead.get_by_test_id("remove-Noor")
    removal.click()
    removal.click()
    phone.get_by_test_id("join-error").get_by_text("no longer in this room").wait_for()
    come_in(phone, room, "Noor", "Team 3", "writer")
    phone.goto("about:blank")
    removal.wait_for()
    lead.screenshot(path=str(room.folder / "desk.png"), full_page=True)
