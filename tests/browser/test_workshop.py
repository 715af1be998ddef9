"""A whole workshop in browsers: a facilitator, three teams and a projector, up to the debrief."""

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("nicegui", reason="needs the extra [workshop]")

from tests.browser.conftest import requests_outside, script_errors, serious_violations
from tests.browser.people import (
    LAPTOP,
    PHONE,
    PROJECTOR,
    begin_round,
    close_round,
    come_in,
    submit,
    write,
)
from tests.workshop.rooms import open_room

TYPED = "<script>document.title = 'caught'</script> & <b>Sorry</b>"
DECIDED = {
    "One": [("roadmap", "We check every case. Next word at 20:00."), ("apology", TYPED)],
    "Two": [("promise", "It is done by tonight, promised."), ("denial", "It was not us.")],
    "Three": [],
}
"""What the teams do in the first rounds; then they are silent."""
EXERCISES = [("analytics-outage", "en"), ("excluded-profession", "de"), ("data-leak", "fr")]


def stays_at_home_and_open_to_all(page: Any) -> None:
    """Nothing asked for from elsewhere, no error in a script, nobody shut out."""
    assert requests_outside(page) == []
    assert script_errors(page) == []
    assert serious_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")


@pytest.mark.parametrize(("scenario", "language"), EXERCISES)
def test_an_exercise_is_played_to_its_debrief(
    scenario: str, language: str, new_page: Any, tmp_path: Path
) -> None:
    with open_room(scenario, tmp_path, language, "--teams", "0") as room:
        lead, projector = new_page(viewport=LAPTOP), new_page(viewport=PROJECTOR)
        lead.goto(room.lead)
        projector.goto(room.projector)
        assert room.code in projector.get_by_test_id("projector").inner_text()
        teams = {name: new_page(viewport=PHONE, has_touch=True) for name in DECIDED}
        door = next(iter(teams.values()))
        door.goto(f"{room.base}/?code={room.code}")
        stays_at_home_and_open_to_all(door)
        for name, page in teams.items():
            role = page.locator("input[name=role]").first if page is door else None
            come_in(page, room, f"{name[0]}{name}", name, role.input_value() if role else "lead")
        played = play(lead, teams, projector)
        assert played == len(lead.get_by_test_id("rewind-to").locator("option").all())
        look_back(lead, teams["One"], tmp_path)
        for page in (lead, projector, *teams.values()):
            assert requests_outside(page) == []
            assert script_errors(page) == []


def play(lead: Any, teams: dict[str, Any], projector: Any) -> int:
    """All rounds; how many there were. In the second one every page is looked at."""
    number = 0
    begin, end = lead.get_by_test_id("begin-round"), lead.get_by_test_id("end-exercise")
    while True:
        begin.or_(end).first.wait_for()
        if not begin.count():
            break
        begin_round(lead)
        for name, page in teams.items():
            for do, words in DECIDED[name][number : number + 1]:
                write(page, do, words)
                submit(page)
        estimate(teams["One"])
        number += 1
        if number == 2:
            for page in (lead, projector, teams["One"]):
                stays_at_home_and_open_to_all(page)
        close_round(lead)
    end.click()
    lead.get_by_test_id("to-debrief").wait_for()
    return number


def estimate(page: Any) -> None:
    """How sure the team is, in a span of which one number is typed as the French do."""
    page.get_by_test_id("forecast-low").fill("0,5")
    page.get_by_test_id("forecast-high").fill("400")
    page.get_by_test_id("forecast-way").select_option("up")
    page.get_by_test_id("forecast-keep").click()
    page.get_by_test_id("forecast-status").get_by_text("400").wait_for()


def look_back(lead: Any, team: Any, folder: Path) -> None:
    """The debrief: at once, for everybody, with what the room writes down, and to take home."""
    lead.get_by_test_id("to-debrief").click()
    lead.get_by_test_id("file-debrief.html").wait_for(timeout=60_000)
    lead.get_by_test_id("file-debrief.pptx").wait_for()
    told = lead.get_by_test_id("debrief").text_content()  # also what is folded
    assert "<script>" in told
    for name in DECIDED:
        assert name in told
    lead.get_by_test_id("note-question-1").fill("We <i>listened</i>.")
    lead.get_by_test_id("note-improvement-1-3").fill("Nora")
    lead.get_by_test_id("note-improvement-1-3").blur()
    stays_at_home_and_open_to_all(lead)
    team.get_by_test_id("to-debrief").click()
    team.get_by_text("We <i>listened</i>.").wait_for()
    team.get_by_text("Nora").wait_for()
    assert team.get_by_test_id("file-debrief.pptx").count() == 0
    team.get_by_test_id("calibration").wait_for(timeout=90_000)
    stays_at_home_and_open_to_all(team)
    for name in ("debrief.html", "decisions.csv"):
        with team.expect_download() as fetched:
            team.get_by_test_id(f"file-{name}").click()
        fetched.value.save_as(folder / name)
    page = (folder / "debrief.html").read_text(encoding="utf-8")
    assert "<script>document" not in page
    assert "We &lt;i&gt;listened&lt;/i&gt;." in page
    assert "<td>Nora</td>" in page
    rows = (folder / "decisions.csv").read_text(encoding="utf-8").splitlines()
    assert any("roadmap" in row for row in rows)
    assert lead.title() != "caught"
