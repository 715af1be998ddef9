"""What people do in a room, each in a browser of their own."""

from typing import Any

from playwright.sync_api import TimeoutError

from tests.workshop.rooms import OpenRoom

PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1440, "height": 900}
PROJECTOR = {"width": 1920, "height": 1080}
FOCUS = "document.activeElement?.dataset.testid || ''"
PRESS, PRESSES = 2_000, 5
"""Milliseconds for a press of what may just be going, and times that it is tried."""
LOOK = 250
"""Milliseconds between two looks at whether a team's decisions were taken."""
LOOKS, LOOKS_TO_ANSWER = 80, 12
"""Looks in all, and those that a page has to answer a press."""


def come_in(page: Any, room: OpenRoom, name: str, team: str = "", role: str = "lead") -> None:
    """As somebody who has scanned the code; a team that is not there is opened."""
    page.goto(f"{room.base}/?code={room.code}")
    page.get_by_test_id("join-pseudonym").fill(name)
    there = page.get_by_test_id(f"join-team-{team}")
    if there.count():
        there.check()
    else:
        page.get_by_test_id("join-new-team").fill(team)
    if role and page.get_by_test_id(f"join-role-{role}").count():
        page.get_by_test_id(f"join-role-{role}").check()
    page.get_by_test_id("join-submit").click()
    page.wait_for_url("**/team")
    page.get_by_test_id("storm").wait_for()


def choose(page: Any, do: str) -> None:
    """Choose a response among the cards."""
    page.get_by_test_id("add-response").wait_for()
    if not page.get_by_test_id("group-speak").is_visible():
        page.get_by_test_id("add-response").click()
    card = page.get_by_test_id(f"choose-{do}")
    group = page.locator("details.response-group").filter(has=card)
    if group.get_attribute("open") is None:
        group.locator("summary").click()
    card.click()


def write(page: Any, do: str, words: str, place: int = 0) -> None:
    """Choose a response and write its words."""
    choose(page, do)
    if do == "promise":
        page.get_by_test_id(f"deadline-{place}").select_option("estimate")
    page.get_by_test_id(f"words-{place}").fill(words)
    page.get_by_test_id(f"words-{place}").blur()


def submit_button(page: Any) -> Any:
    """Return what submits now: a lead who is asked to approve the draft does that instead."""
    asked = page.get_by_test_id("approve")
    return page.get_by_test_id("submit").or_(asked).and_(page.locator(":visible"))


def press_submit(page: Any) -> None:
    """Press what submits now. The one may give way to the other while it is looked for."""
    for _ in range(PRESSES):
        try:
            submit_button(page).first.click(timeout=PRESS)
        except TimeoutError:
            continue
        return
    submit_button(page).first.click()


def submit(page: Any) -> None:
    """Submit, also against the advice and while somebody else of the team is still writing."""
    button, done = submit_button(page), page.get_by_test_id("submitted")
    press_submit(page)
    asked = page.get_by_test_id("advice-all").or_(page.get_by_test_id("approve"))
    asked.or_(done).first.wait_for()
    for look in range(LOOKS):
        if done.count():
            return
        if look % LOOKS_TO_ANSWER == 0 and button.count():
            press_submit(page)
        page.wait_for_timeout(LOOK)
    done.wait_for()


def put_away(page: Any) -> None:
    """Put away what covers half of a phone by now."""
    for name in (".notices .close", "[data-testid=banner-away]"):
        while page.locator(name).first.is_visible():
            page.locator(name).first.click()
            page.wait_for_timeout(300)


def begin_round(lead: Any) -> None:
    """The facilitator begins the next round, pressing again where a press came to nothing."""
    begin, begun = lead.get_by_test_id("begin-round"), lead.get_by_test_id("close-round")
    for _ in range(PRESSES):
        try:
            begin.click(timeout=PRESS)
            begun.wait_for(timeout=PRESS)
        except TimeoutError:
            continue
        return
    begun.wait_for()


def close_round(lead: Any) -> None:
    """The facilitator closes the round whoever has submitted, and the storm answers."""
    lead.get_by_test_id("close-round").click()
    asked, over = lead.get_by_test_id("close-yes"), lead.get_by_test_id("answering")
    beginning, ending = lead.get_by_test_id("begin-round"), lead.get_by_test_id("end-exercise")
    asked.or_(over).or_(beginning).or_(ending.and_(lead.locator(".main"))).first.wait_for()
    if asked.count():
        asked.click()
    for name in ("close-round", "answering"):
        lead.get_by_test_id(name).wait_for(state="detached", timeout=60_000)


def focus(page: Any, name: str, key: str = "Tab") -> None:
    """Go there with the keyboard alone."""
    for _ in range(120):
        page.keyboard.press(key)
        if page.evaluate(FOCUS) == name:
            return
    raise AssertionError(f"the keyboard does not reach {name}")


def wait_for_focus(page: Any, name: str) -> None:
    """Wait until the page has put the keyboard there. What is typed before goes nowhere."""
    page.wait_for_function(f"name => ({FOCUS}) === name", arg=name)
