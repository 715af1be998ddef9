"""Scenarios are found, read, overridden and rebuilt from plain values."""

import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from sim.errors import ScenarioError, StudyError, UnknownNameError
from sim.scenario import load_scenario, scenario_from_document, shipped
from sim.scenario.schema import json_schema
from sim.studies.loading import study_from_values
from tests.scenario.examples import sound, written


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of a sound scenario."""
    return written(tmp_path)


def test_a_file_is_read(path: Path) -> None:
    scenario = load_scenario(path)
    assert scenario.name == "storm"
    assert scenario.ticks == 3 * 96
    assert scenario.plan("updates").name == "updates"
    assert scenario.incident is not None
    assert scenario.moment_hours(scenario.incident.at) == 2.0
    assert scenario.incident.blamed == scenario.incident.fault


def test_a_scenario_is_rebuilt_from_its_plain_values(path: Path) -> None:
    scenario = load_scenario(path, {"clock.date": "2012-08-26"})
    document = json.loads(json.dumps(scenario.document))
    assert scenario_from_document(document, "storm") == scenario
    assert pickle.loads(pickle.dumps(scenario)) == scenario


def test_a_wrong_document_is_refused_under_its_name() -> None:
    document = sound() | {"clock": {"start": "now"}}
    with pytest.raises(ScenarioError, match=r"^rerun: clock.start: "):
        scenario_from_document(document, "rerun")


@pytest.mark.parametrize(
    ("key", "value", "read"),
    [
        ("incident.affected", "0.25", 0.25),
        ("incident.affected", 0.25, 0.25),
        ("title", "Another title", "Another title"),
        ("title", '"3"', "3"),
        ("incident.repair.median", "5h", 5.0),
        ("incident.repair", '{median = "5h"}', {"median": 5.0}),
        ("community.ties", "{kind = 'none'}", {"kind": "none"}),
        ("parameters.vent", "0.3", 0.3),
        ("plans.updates.steps.0.empathy", "0.9", 0.9),
        ("media.articles_at", "12", 12.0),
    ],
)
def test_single_values_are_replaced(path: Path, key: str, value: Any, read: Any) -> None:
    found: Any = load_scenario(path, {key: value})
    for part in key.split("."):
        if isinstance(found, dict | list):
            found = found[int(part) if part.isdigit() else part]
        else:
            found = getattr(found, part)
    if isinstance(read, dict):
        assert {name: getattr(found, name) for name in read} == read
    else:
        assert found == read


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("incident.afected", "0.2", 'did you mean "affected"?'),
        ("incidnt.affected", "0.2", 'did you mean "incident"?'),
        ("incident.affected", "2", "at most 1"),
        ("incident.affected", "lots", "must be a number"),
        ("plans.silense.summary", "x", 'did you mean "silence"?'),
        ("plans.updates.steps.7.at", "+1h", "number its entries from 0"),
        ("plans.updates.steps.x.at", "+1h", "number its entries from 0"),
        ("title.x", "1", "single value"),
        ("incident..x", "1", "empty key"),
        ("", "1", "empty key"),
        ("parameters.greivance_rate", "1", 'did you mean "grievance_rate"?'),
    ],
)
def test_a_wrong_override_is_named(path: Path, key: str, value: str, said: str) -> None:
    with pytest.raises(ScenarioError) as wrong:
        load_scenario(path, {key: value})
    (problem,) = wrong.value.problems
    assert problem.file == f"--set {key}={value}"
    assert said in problem.text


def test_an_override_does_not_hide_what_is_wrong_in_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, "title = 'x'\n[clock]\nstart = 'now'\n[plans.a]\nsummary = 'x'\n")
    with pytest.raises(ScenarioError) as wrong:
        load_scenario(path, {"clock.days": "-1"})
    assert [(one.file, one.line) for one in wrong.value.problems] == [
        ("--set clock.days=-1", None),
        (str(path), 3),
    ]


def test_files_of_ties_are_found_beside_the_scenario(tmp_path: Path) -> None:
    (tmp_path / "ties.csv").write_text("0,1\n")
    text = sound()
    text["community"]["ties"] = {"kind": "file", "path": "ties.csv"}
    path = written(tmp_path)
    scenario = load_scenario(path, {"community.ties": text["community"]["ties"]})
    assert scenario.document["community"]["ties"]["path"] == str(tmp_path / "ties.csv")


def test_a_bare_name_is_a_shipped_scenario() -> None:
    assert load_scenario("analytics-outage").name == "analytics-outage"
    with pytest.raises(UnknownNameError, match='did you mean "analytics-outage"'):
        load_scenario("analytics-outtage")


@pytest.mark.parametrize("name", list(shipped()))
def test_every_shipped_scenario_is_sound(name: str) -> None:
    scenario = load_scenario(name)
    assert "silence" in scenario.plans
    assert scenario_from_document(scenario.document, name) == scenario


@pytest.mark.parametrize("name", ["x" * 300, "x" * 5000, "a\0b"])
def test_a_name_that_no_file_can_have_is_unknown(name: str) -> None:
    with pytest.raises(UnknownNameError, match="there is no scenario"):
        load_scenario(name)
    with pytest.raises(StudyError, match="scenario"):
        study_from_values("s", {"kind": "sweep", "scenario": name})


def test_an_unknown_plan_is_named(path: Path) -> None:
    with pytest.raises(UnknownNameError, match='did you mean "silence"'):
        load_scenario(path).plan("silense")


def test_the_schema_explains_every_key_and_writes_spans_as_authors_do() -> None:
    schema = json_schema()
    for name in (
        "ClockSettings",
        "Community",
        "Incident",
        "Repair",
        "CompanySettings",
        "Media",
        "Plan",
    ):
        for key, said in schema["$defs"][name]["properties"].items():
            assert said["description"], (name, key)
    assert schema["$defs"]["ClockSettings"]["properties"]["tick"]["default"] == "0.25h"
    assert schema["$defs"]["PromiseRepairTime"]["properties"]["pause"]["default"] == "6h"


def test_a_scenario_is_called_by_its_title_in_each_language(path: Path) -> None:
    plain = load_scenario(path)
    assert plain.titled("de") == plain.titled("en") == plain.title
    title = "{en = 'Out of bread', de = 'Kein Brot'}"
    story = load_scenario(path, {"title": title})
    assert [story.titled(each) for each in ("en", "de", "fr")] == [
        "Out of bread", "Kein Brot", "Out of bread",
    ]  # fmt: skip
    assert f"{story.title}" == "Out of bread"
    assert "Out of bread" in repr(story)


def test_the_title_of_an_exercise_goes_before_where_it_has_the_language() -> None:
    document = {**load_scenario("analytics-outage").document}
    document["exercise"] = {**document["exercise"], "title": {"en": "A Sunday", "fr": "Un jour"}}
    document["title"] = {"en": "No data", "de": "Keine Daten", "fr": "Sans données"}
    story = scenario_from_document(document, "x")
    assert [story.titled(each) for each in ("en", "de", "fr")] == [
        "A Sunday", "Keine Daten", "Un jour",
    ]  # fmt: skip


def test_a_plan_is_called_by_its_title_in_each_language_or_by_its_name(path: Path) -> None:
    plan = load_scenario(path).plan("updates")
    assert [plan.titled("en"), plan.titled("de")] == ["updates", "updates"]
    plain = load_scenario(path, {"plans.updates.title": "Word every day"}).plan("updates")
    assert [plain.titled("en"), plain.titled("fr")] == ["Word every day"] * 2
    title = "{en = 'Word every day', de = 'Täglich ein Wort'}"
    translated = load_scenario(path, {"plans.updates.title": title}).plan("updates")
    assert translated.titled("de") == "Täglich ein Wort"
    assert translated.titled("fr") == "Word every day"
