"""What the company did, and plans that start in the middle of a storm."""

from pathlib import Path

import pandas as pd
import pytest

from sim.errors import FormerNameWarning, InputError, ScenarioError
from sim.fitting.plans import PAST, event_hours, from_now, hours_of_moments, with_events
from sim.runs.cache import changed
from sim.scenario import load_scenario

STARTED = pd.Timestamp("2021-03-23T17:00Z")


def write(folder: Path, *lines: str) -> Path:
    path = folder / "events.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_events_become_a_plan_from_the_incident_on(tmp_path: Path):
    path = write(
        tmp_path,
        "time,response,deadline,empathy",
        "2021-03-23T20:00Z,acknowledgement,,0.7",
        "2021-03-24T05:00Z,promise,2021-03-24T17:00Z,",
    )
    story = load_scenario("excluded-profession")  # starts Tue 18:00, the remark is at 19:00
    told = changed(with_events(story, path, STARTED), "it", {})
    steps = told.steps(PAST)
    assert [told.moment_hours(step.at) for step in steps if step.at] == [4.0, 13.0]
    assert steps[0].model_dump()["empathy"] == 0.7
    assert steps[1].model_dump()["deadline"] == "+25.0000h"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("time,what", "2021-03-24,apology"), "no column response"),
        (("time,response", "soon,apology"), 'line 2: "soon" is no ISO time'),
        (("time,response", "2020-03-24T10:00Z,apology"), "leave out what lies outside"),
    ],
)
def test_events_that_make_no_plan_are_refused(tmp_path: Path, lines: tuple[str, ...], said: str):
    with pytest.raises(InputError, match=said):
        with_events(load_scenario("excluded-profession"), write(tmp_path, *lines), STARTED)


def test_an_unknown_response_is_named(tmp_path: Path):
    path = write(tmp_path, "time,response", "2021-03-24T10:00Z,begging")
    document = with_events(load_scenario("excluded-profession"), path, STARTED)
    with pytest.raises(ScenarioError, match="begging"):
        changed(document, "it", {})


def test_a_plan_starts_now_and_keeps_its_distances():
    story = load_scenario("excluded-profession")  # the roadmap: Tue 22:00, then Wed 18:00
    told = changed(from_now(story.document, "silence", "honest-roadmap", 30.0), "it", {})
    assert list(told.plans) == ["honest-roadmap"]
    assert [told.moment_hours(s.at) for s in told.steps("honest-roadmap") if s.at] == [30.0, 50.0]


def test_what_was_done_stays_and_what_was_to_come_is_dropped():
    story = load_scenario("excluded-profession")  # promises at Tue 22:00 and Wed 18:00
    told = changed(from_now(story.document, "broken-promises", "apology", 12.0), "it", {})
    assert [step.do for step in told.steps("apology")] == ["promise", "apology"]
    going_on = from_now(story.document, "broken-promises", "broken-promises", 12.0)
    assert going_on["plans"]["broken-promises"] == story.document["plans"]["broken-promises"]


def test_events_with_former_names_of_responses_are_read(tmp_path: Path) -> None:
    path = write(tmp_path, "time,response", "2021-03-24T18:00Z,deleting")
    with pytest.warns(FormerNameWarning, match='events.csv, line 2: "deleting" is now "deletion"'):
        document = with_events(load_scenario("excluded-profession"), path, STARTED)
    assert document["plans"][PAST]["steps"][0]["do"] == "deletion"


def test_moments_of_triggers_and_events_become_hours_of_the_storm(tmp_path: Path):
    given = ["2021-03-25T17:00Z", "+36h", "+1d"]
    assert hours_of_moments(given, "--trigger", STARTED) == [24.0, 36.0, 48.0]
    path = write(tmp_path, "time,response", "2021-03-24T05:00Z,apology")
    assert event_hours(path, STARTED) == [12.0]


@pytest.mark.parametrize("text", ["soon", "+x", "2021-03-20T17:00Z", "+0h"])
def test_moments_that_are_none_are_refused_with_what_to_write(text: str):
    with pytest.raises(InputError, match=r"--trigger .*write one such as"):
        hours_of_moments([text], "--trigger", STARTED)
