"""What goes wrong in a room full of people: nothing is lost, and they are told."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("nicegui", reason="needs the extra [workshop]")

from tests.browser.conftest import NewPage
from tests.browser.people import (
    LAPTOP,
    PHONE,
    begin_round,
    choose,
    close_round,
    come_in,
    focus,
    press_submit,
    put_away,
    submit,
    write,
)
from tests.workshop.rooms import OpenRoom, open_room

KEPT = 3500
"""Milliseconds after which what was written has been kept."""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenRoom]:
    """One room for all of these tests; each begins with no round open."""
    with open_room("analytics-outage", tmp_path_factory.mktemp("people")) as opened:
        yield opened


@pytest.fixture
def lead(room: OpenRoom, new_page: NewPage) -> Iterator[Any]:
    """The facilitator, at the beginning of a round that has not begun; a fork, if need be."""
    page = new_page(viewport=LAPTOP)
    page.goto(room.lead)
    page.get_by_test_id("end-exercise").wait_for()
    yield page
    if page.get_by_test_id("rewind").count():
        page.get_by_test_id("rewind-to").select_option("0")
        page.get_by_test_id("rewind").click()
        page.get_by_test_id("rewind").click()
        page.get_by_test_id("begin-round").wait_for(timeout=60_000)


@pytest.fixture
def phone(new_page: NewPage) -> Any:
    """Somebody's phone."""
    return new_page(viewport=PHONE)


def words(page: Any) -> str:
    return str(page.get_by_test_id("words-0").input_value())


def test_two_of_one_team_submit_at_once(
    room: OpenRoom, lead: Any, phone: Any, new_page: NewPage
) -> None:
    other = new_page(viewport=PHONE)
    come_in(phone, room, "Iris", "Team 1")
    come_in(other, room, "Jona", "Team 1")
    begin_round(lead)
    write(phone, "roadmap", "Iris was here. We tell you more at six.")
    other.get_by_test_id("words-0").wait_for()
    write(other, "apology", "Jona is sorry for what we did. Next word at six.", 1)
    phone.get_by_test_id("words-1").wait_for()
    both = {"Iris": phone, "Jona": other}
    for page in both.values():
        press_submit(page)
    for page in both.values():
        put_away(page)
        submit(page)
    for page in both.values():
        page.get_by_test_id("submission").get_by_text("submitted by Jona").wait_for()
        for words in ("Iris was here.", "Jona is sorry"):  # nobody's words are gone
            page.get_by_test_id("submission").get_by_text(words).wait_for()
    phone.get_by_test_id("notices").get_by_text("Jona has submitted").wait_for()
    other.get_by_test_id("submitted").get_by_text("Iris").wait_for()


def test_what_a_team_writes_is_its_own(
    room: OpenRoom, lead: Any, phone: Any, new_page: NewPage
) -> None:
    other = new_page(viewport=PHONE)
    frames: list[str] = []
    for watched in (other, lead):
        watched.on("websocket", lambda w: w.on("framereceived", lambda f: frames.append(str(f))))
    lead.reload()
    lead.get_by_test_id("begin-round").wait_for()
    come_in(phone, room, "Kuno", "Team 2")
    come_in(other, room, "Lena", "Team 3")
    begin_round(lead)
    write(phone, "roadmap", "Only for us: the tapes are blank.")
    phone.wait_for_timeout(KEPT)
    assert frames
    assert not any("tapes are blank" in frame for frame in frames)
    for path in ("/", "/team", "/debrief"):
        assert "tapes are blank" not in other.request.get(f"{room.base}{path}").text()
    submit(phone)
    lead.get_by_text("Submitted by Kuno").wait_for()  # the facilitator sees what counts
    other.wait_for_timeout(500)
    assert "tapes are blank" not in other.content()


def test_reload_reconnect_and_back_keep_what_was_written(
    room: OpenRoom, lead: Any, phone: Any
) -> None:
    come_in(phone, room, "Mika", "Team 1", "writer")
    begin_round(lead)
    write(phone, "apology", "We are sorry, and it is ours. Half a sen")
    phone.wait_for_timeout(KEPT)
    phone.reload()
    assert words(phone).endswith("Half a sen")
    phone.context.set_offline(True)
    phone.get_by_test_id("words-0").fill("Written in a tunnel.")
    lead.get_by_test_id("message-text").fill("Call me back. The board")
    lead.get_by_test_id("message-send").click()
    phone.wait_for_timeout(1000)
    phone.context.set_offline(False)
    phone.get_by_test_id("inbox").get_by_text("Call me back. The board").wait_for(timeout=30_000)
    assert words(phone) == "Written in a tunnel."
    phone.get_by_test_id("words-0").press("End")
    phone.keyboard.type("!")
    phone.wait_for_timeout(KEPT)
    phone.goto(f"{room.base}/?code={room.code}")
    assert phone.get_by_test_id("join-pseudonym").input_value() == "Mika"
    phone.go_back()
    phone.get_by_test_id("words-0").wait_for()
    assert words(phone) == "Written in a tunnel.!"


def test_silence_asks_first_and_keeps_what_was_written(
    room: OpenRoom, lead: Any, phone: Any
) -> None:
    come_in(phone, room, "Ove", "Team 3")
    begin_round(lead)
    phone.get_by_test_id("briefing").locator("summary").click()
    phone.get_by_test_id("briefing").locator("p").first.wait_for()
    write(phone, "promise", "It works again by the time we name.")
    submit(phone)
    phone.get_by_test_id("submission").get_by_text("promised for").wait_for()
    phone.get_by_test_id("stay-silent").click()
    phone.get_by_test_id("silence-no").click()
    phone.get_by_test_id("silence-asked").wait_for(state="detached")
    phone.get_by_test_id("submission").get_by_text("promised for").wait_for()
    phone.get_by_test_id("stay-silent").click()
    phone.get_by_test_id("silence-yes").click()
    phone.get_by_test_id("submission").get_by_text("Silence").wait_for()
    assert words(phone) == "It works again by the time we name."
    phone.reload()
    phone.get_by_test_id("words-0").wait_for()
    assert words(phone) == "It works again by the time we name."
    submit(phone)
    close_round(lead)
    phone.get_by_test_id("storm").get_by_text("promised for").first.wait_for()


def test_a_round_closed_while_somebody_types(room: OpenRoom, lead: Any, phone: Any) -> None:
    come_in(phone, room, "Nele", "Team 2")
    begin_round(lead)
    choose(phone, "roadmap")
    phone.get_by_test_id("words-0").press_sequentially("Tomorrow at nine we")
    close_round(lead)
    phone.get_by_test_id("notices").get_by_text("while you were writing").wait_for()
    begin_round(lead)
    put_away(phone)
    phone.get_by_test_id("use-draft").click()
    assert words(phone) == "Tomorrow at nine we"
    submit(phone)
    phone.get_by_test_id("submission").get_by_text("Tomorrow at nine we").wait_for()


def test_latecomers_empty_teams_and_names_that_are_taken(
    room: OpenRoom, lead: Any, phone: Any, new_page: NewPage
) -> None:
    begin_round(lead)
    close_round(lead)  # nobody has submitted: that is silence
    begin_round(lead)
    come_in(phone, room, "Olga", "Latecomers")
    phone.get_by_test_id("round-title").get_by_text("2").wait_for()
    write(phone, "interim-update", "We know how late it is.")
    submit(phone)
    lead.get_by_test_id("team-Latecomers").get_by_text("Submitted by Olga").wait_for()
    other = new_page(viewport=PHONE)
    other.goto(f"{room.base}/?code={room.code}")
    other.get_by_test_id("join-pseudonym").fill("Pia")
    other.get_by_test_id("join-new-team").fill("latecomers")
    other.get_by_test_id("join-submit").click()
    assert "already" in other.get_by_test_id("join-error").inner_text()
    assert other.get_by_test_id("join-pseudonym").input_value() == "Pia"
    other.get_by_test_id("join-pseudonym").fill("OLGA")
    other.get_by_test_id("join-new-team").fill("")
    other.get_by_test_id("join-team-Latecomers").check()
    other.get_by_test_id("join-submit").click()
    assert "OLGA" in other.get_by_test_id("join-error").inner_text()


def test_a_whole_round_by_keyboard_alone(room: OpenRoom, lead: Any, new_page: NewPage) -> None:
    page = new_page(viewport=LAPTOP)
    page.goto(f"{room.base}/?code={room.code}")
    focus(page, "join-pseudonym")
    page.keyboard.type("Quinn")
    focus(page, "join-team-Team 1")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    focus(page, "join-role-")
    page.keyboard.press("ArrowDown")
    focus(page, "join-submit")
    page.keyboard.press("Enter")
    page.wait_for_url("**/team")
    focus(lead, "begin-round")
    lead.keyboard.press("Enter")
    page.get_by_test_id("add-response").wait_for()
    focus(page, "group-speak")
    page.keyboard.press("Enter")
    focus(page, "choose-roadmap")
    page.keyboard.press("Enter")
    page.get_by_test_id("words-0").wait_for()
    focus(page, "words-0", "Shift+Tab")
    page.keyboard.type("Seven of twelve are checked. We are sorry. Next word at eight.")
    focus(page, "submit")
    page.keyboard.press("Enter")
    page.get_by_test_id("advice-all").or_(page.get_by_test_id("submitted")).wait_for()
    page.keyboard.press("Enter")
    page.get_by_test_id("submitted").wait_for()
    lead.get_by_text("Submitted by Quinn").wait_for()
    focus(lead, "close-round", "Shift+Tab")
    lead.keyboard.press("Enter")
    asked, over = lead.get_by_test_id("close-yes"), lead.get_by_test_id("answering")
    asked.or_(over).or_(lead.get_by_test_id("begin-round")).first.wait_for()
    if asked.count():  # other teams are in the room, and have submitted nothing
        focus(lead, "close-yes")
        lead.keyboard.press("Enter")
    page.get_by_test_id("waiting").wait_for(timeout=60_000)


def test_the_clock_of_the_laptop_jumps(room: OpenRoom, lead: Any) -> None:
    begin_round(lead)
    before = seconds(lead)
    lead.evaluate("Date.now = () => 0")
    lead.wait_for_timeout(1200)
    assert 0 <= before - seconds(lead) <= 10


def seconds(page: Any) -> int:
    """What the timer shows."""
    clock = page.get_by_test_id("timer")
    clock.filter(has_text=re.compile(r"\d:\d\d")).wait_for()
    minutes, left = clock.inner_text().split(":")
    return 60 * int(minutes) + int(left)


def test_a_team_answers_complaints_one_by_one_in_a_time_of_its_own(
    room: OpenRoom, lead: Any, phone: Any
) -> None:
    come_in(phone, room, "Answering-1", "Answering")
    begin_round(lead)
    write(phone, "individual-answers", "Thank you for writing. We are looking into it.")
    phone.locator("details.tone > summary").first.click()
    assert phone.get_by_test_id("within-0").input_value() == "46min"
    phone.get_by_test_id("within-0").select_option("2h")
    submit(phone)
    close_round(lead)
    phone.get_by_test_id("tab-storm").click()
    phone.get_by_text("Answering complaints one by one, Sunday").wait_for()
