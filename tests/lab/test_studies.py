"""Studies asked for in the lab are files that anybody can carry out, about what is shown."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.lab.draft import read
from sim.lab.facts import FACTS
from sim.lab.refusals import refusal_said
from sim.lab.study_files import (
    CANDIDATES,
    fact_of,
    search_values,
    study_of,
    study_text,
    sweep_values,
)
from sim.lab.study_run import LabStudy
from sim.lab.web.study_page import finding_html
from sim.language.speech import LANGUAGES, Language, Speech
from sim.scenario.library import find
from sim.studies.loading import load_study
from tests.lab.test_book import TEXT
from tests.studies.test_study_language import ENGLISH_WORDS

SPEECH = Speech("en", tables=("lab", "web", "exercise"))
READING = read(TEXT, "small")
PLANS = ("talk", "silence")


def sweep(*names: str) -> dict:
    facts = [fact_of(name) for name in names]
    return sweep_values("small", PLANS, facts, READING.document, "critical_posts_total", SPEECH) | {
        "seeds": 2
    }


@pytest.mark.parametrize("fact", [fact.name for fact in FACTS])
def test_every_fact_can_be_swept(fact: str) -> None:
    study, _ = study_of(sweep(fact), READING.scenario)
    levels = study.spec.first_factor.levels()
    assert len(levels) >= 5
    assert len({level.label for level in levels}) == len(levels)


def test_long_repairs_are_swept_in_whole_hours() -> None:
    study, _ = study_of(sweep("incident_repair_median"), READING.scenario)
    labels = [level.label for level in study.spec.first_factor.levels()]
    assert all(re.fullmatch(r"\d+\s?h", label) for label in labels), labels


def test_a_study_from_the_lab_is_one_for_the_command_too(tmp_path: Path) -> None:
    text = study_text(sweep("incident_affected", "incident_fault"), "shitstorm study map.toml")
    (tmp_path / "small.toml").write_text(TEXT)
    (tmp_path / "map.toml").write_text(text)
    study = load_study(str(tmp_path / "map.toml"))
    assert study.spec.as_map
    assert study.spec.baseline_plan == "silence"
    assert text.startswith("# shitstorm study map.toml\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sweep_is_carried_out_and_shown_in_the_language_of_the_lab(language: Language) -> None:
    speech = replace(SPEECH, language=language)
    values = sweep_values(
        "small", PLANS, [fact_of("incident_affected")], READING.document, "critical_posts_total",
        speech,
    ) | {"seeds": 2}  # fmt: skip
    values["factors"]["fact-1"]["steps"] = 2
    study = LabStudy(values, READING.scenario, speech)
    told: list[str] = []
    study.begin(lambda: told.append("over")).join(60)
    assert told == ["over"]
    assert study.problem == ""
    assert study.done == study.number
    assert study.svg.startswith("<svg")
    assert study.picture("png").startswith(b"\x89PNG")
    shown = finding_html(study)
    assert {"de": "besser", "en": "better", "fr": "mieux"}[language] in shown
    if language != "en":
        words = re.sub(r"<[^>]+>", " ", shown).replace("talk", "").replace("silence", "")
        assert ENGLISH_WORDS.findall(words) == []


def test_a_study_calls_its_scenario_as_the_exercise_does_that_it_leaves_out() -> None:
    story = read(find("analytics-outage").read_text(encoding="utf-8")).scenario
    values = sweep_values(
        "analytics-outage", ("silence", "honest-roadmap"), [fact_of("incident_affected")],
        story.document, "peak", SPEECH,
    )  # fmt: skip
    study, _ = study_of(values, story)
    assert study.scenario().exercise is None
    assert study.scenario().titled("de") == story.titled("de") == "Der Sonntag ohne Daten"


def test_a_search_keeps_to_its_hours_and_leaves_out_what_does_not_fit() -> None:
    pytest.importorskip("optuna", reason="needs the extra studies")
    values = search_values("small", PLANS, READING.scenario, 10.0, "critical_posts_total", SPEECH)
    values |= {"trials": 8, "trained": 2, "seeds": 2}
    unknown = {"do": "apology", "at": "Sun 02:00 nonsense"}
    values = {**values, "candidates": [*values["candidates"], unknown]}
    study = LabStudy(values, READING.scenario, SPEECH)
    kept = [each["do"] for each in study.values["candidates"]]
    assert len(kept) == len(CANDIDATES)
    assert tomllib.loads(study_text(study.values, "x"))["limits"] == {"staff_hours": 10.0}
    study.begin(lambda: None).join(120)
    assert study.problem == ""
    assert study.plan_found["steps"]


def test_a_study_can_be_stopped() -> None:
    study = LabStudy(sweep("incident_affected"), READING.scenario, SPEECH)
    study.stop()
    study.begin(lambda: None).join(60)
    assert study.over
    assert study.finding is None


def test_a_study_that_takes_long_is_for_the_terminal() -> None:
    german = replace(SPEECH, language="de")
    study = LabStudy(sweep("incident_affected"), READING.scenario, german)
    with pytest.raises(InputError, match="shitstorm study FILE") as refused:
        study._refuse_long(7200.0, 100_000)
    said = refusal_said(refused.value, german)
    assert said.startswith("Diese Studie dauert etwa 2 Stunden (100.000 Läufe).")
