"""Joining and deciding on a phone, and closing a round: nothing happens that nobody meant."""

from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("nicegui", reason="needs the extra [workshop]")

from tests.browser.conftest import NewPage, script_errors, serious_violations
from tests.browser.people import LAPTOP, PHONE, begin_round, come_in, put_away, submit, write
from tests.workshop.rooms import OpenRoom, open_room

ON_SCREEN = """(box) => {
  const { top, bottom } = box.getBoundingClientRect();
  const uncovered = document.elementFromPoint(195, top + 4) === box;
  return uncovered && bottom <= window.innerHeight;
}"""
"""Whether the whole of something is seen, and no bar covers it."""
PROMISED = "Es tut uns leid. Am Montag um 9 Uhr funktioniert alles wieder."


@pytest.fixture
def room(tmp_path: Any) -> Iterator[OpenRoom]:
    """A room in German, where a word for two things is found soonest."""
    with open_room("analytics-outage", tmp_path, "de") as opened:
        yield opened


def test_a_room_in_a_hurry_means_what_it_does(room: OpenRoom, new_page: NewPage) -> None:
    desk, ann, bob, eve = (new_page(viewport=size) for size in (LAPTOP, PHONE, PHONE, PHONE))
    desk.goto(room.lead)
    for page, name, team in (
        (ann, "Ann", "Team 1"),
        (bob, "Bob", "Team 1"),
        (eve, "Eve", "Team 2"),
    ):
        come_in(page, room, name, team, "")  # nobody presses a role
    assert "Übungsleitung (geheim)" in room.said
    assert [" · ".join(page.get_by_test_id("who").inner_text().split(" · ")[2:])
            for page in (ann, bob, eve)] == ["Teamleitung", "Text", "Teamleitung"]  # fmt: skip
    ann.get_by_test_id("waiting").get_by_text("Die Übungsleitung beginnt").wait_for()
    begin_round(desk)
    a_hint_follows_the_fields(eve)
    advice_is_no_submission(eve)
    a_round_is_not_closed_by_mistake(desk, bob)
    for page in (desk, ann, bob, eve):
        assert not script_errors(page)


def a_hint_follows_the_fields(phone: Any) -> None:
    """What contradicts the words is told no longer once the field says the same."""
    write(phone, "promise", PROMISED)
    phone.get_by_test_id("deadline-0").select_option("")
    advice = phone.get_by_test_id("advice-0").get_by_text("aber das Feld nennt keine Zeit")
    advice.wait_for()
    phone.get_by_test_id("deadline-0").select_option(label="Montag um 9 Uhr")
    advice.wait_for(state="detached")
    phone.get_by_test_id("deadline-0").select_option(label="Montag um 12 Uhr")
    phone.get_by_test_id("advice-0").get_by_text("im Feld Montag um 12 Uhr").wait_for()


def advice_is_no_submission(phone: Any) -> None:
    """After the first press everything says that nothing has been submitted."""
    put_away(phone)
    pressed = phone.get_by_test_id("submit")
    pressed.click()
    bar = phone.get_by_test_id("unsent")
    bar.get_by_text("Noch nicht eingereicht").wait_for()
    pressed.get_by_text("Trotzdem einreichen").wait_for()
    phone.wait_for_timeout(500)
    assert bar.evaluate(ON_SCREEN)
    assert serious_violations(phone, "[data-testid=decide], #decide") == []
    phone.get_by_test_id("words-0").fill(f"{PROMISED} Auch bei Ihnen.")
    phone.get_by_test_id("advice-all").get_by_text("inzwischen geändert").wait_for()
    pressed.get_by_text("Für das Team einreichen").wait_for()
    assert bar.count() == 1
    submit(phone)
    assert bar.count() == 0
    pressed.get_by_text("Für das Team einreichen").wait_for()


def a_round_is_not_closed_by_mistake(desk: Any, phone: Any) -> None:
    """The desk asks while a team has submitted nothing, and says how many write."""
    write(phone, "roadmap", "Wir sehen nach.")
    desk.get_by_test_id("count").get_by_text("1 von 2 Teams hat eingereicht.").wait_for()
    desk.get_by_test_id("close-round").dblclick()
    asked = desk.get_by_test_id("closing-asked")
    asked.get_by_text("1 Team hat nichts eingereicht. Trotzdem schließen?").wait_for()
    asked.get_by_text("Davon mit Entwurf: 1 (Team 1).").wait_for()
    desk.get_by_test_id("close-no").click()
    asked.wait_for(state="detached")
    desk.get_by_test_id("end-exercise").click()
    desk.get_by_test_id("end-exercise").get_by_text("1 Team hat nichts eingereicht.").wait_for()
    desk.get_by_test_id("close-round").click()
    asked.wait_for()
    desk.get_by_test_id("close-yes").click()
    desk.get_by_test_id("begin-round").wait_for(timeout=60_000)
