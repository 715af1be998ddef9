"""A response that a module of somebody's own defines is played like those of the catalogue."""

import importlib
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Literal

import pytest
from typer.testing import CliRunner

import sim
from sim.cli import app
from sim.errors import InputError, ScenarioError
from sim.exercise.texts import speech_for
from sim.scenario import Scenario, scenario_from_document
from sim.scenario.schema import json_schema
from sim.storm import responses
from sim.storm.levers import Levers, Situation
from sim.storm.responses import CATALOGUE, Response
from sim.storm.responses.base import refresh
from sim.workshop.web import forms
from tests.agreement.storms import small_storm
from tests.exercise.small_exercise import DOCUMENT

MODULE = '''
from typing import Literal

from sim.storm.levers import Levers, Situation
from sim.storm.responses import Response, Share


class GiftBasket(Response):
    """Send a gift basket to everybody affected."""

    do: Literal["gift-basket"]
    source = "assumption"
    risk = "Looks cheap."
    group = "help"
    repeats = "never"
    titles = {"en": "Gift basket", "de": "Geschenkkorb"}
    size: Share = 0.4

    def levers(self, seen: Situation) -> Levers:
        """Compensate a little."""
        return self.message(compensates=self.size, informs=0.2, empathy=0.5)
'''
STEP = {"do": "gift-basket", "at": "Sun 17:00", "size": 0.7, "words": "This is for you."}
ANSWERS = '[[rounds]]\ndecisions = [{ do = "gift-basket", size = 0.9, words = "For you." }]\n'


@pytest.fixture
def gift_basket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Response]]:
    """The response of a temporary module, which is forgotten afterwards."""
    (tmp_path / "gift_basket.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=":")
    module = importlib.import_module("gift_basket")
    yield module.GiftBasket
    del sys.modules["gift_basket"], CATALOGUE["gift-basket"]
    refresh()


@pytest.fixture
def scenario(gift_basket: type[Response]) -> Scenario:
    """A small exercise with a plan that uses it."""
    plans = {**DOCUMENT["plans"], "gift": {"summary": "A gift.", "steps": [STEP]}}
    return scenario_from_document({**DOCUMENT, "plans": plans}, "gifts")


def test_it_is_read_with_its_own_fields(gift_basket: type[Response], scenario: Scenario) -> None:
    (step,) = scenario.steps("gift")
    assert isinstance(step, gift_basket)
    assert step.model_dump()["size"] == 0.7
    wrong = {"summary": "A gift.", "steps": [{**STEP, "siez": 0.7}]}
    with pytest.raises(ScenarioError, match='not a known key; did you mean "size"'):
        scenario_from_document({**DOCUMENT, "plans": {**DOCUMENT["plans"], "gift": wrong}})


def test_editors_and_lists_know_it(gift_basket: type[Response]) -> None:
    assert "GiftBasket" in json_schema()["$defs"]
    shown = CliRunner().invoke(app, ["list", "--responses"], env={"COLUMNS": "200"}).output
    assert "gift-basket" in shown


def test_it_changes_a_run_and_is_reported(scenario: Scenario, tmp_path: Path) -> None:
    record = sim.simulate(scenario, "gift", seed=3)
    silent = sim.simulate(scenario, "silence", seed=3)
    assert list(record.acts["do"]) == ["gift-basket"]
    assert not record.measures.equals(silent.measures)
    assert sim.rerun(record.provenance).measures.equals(record.measures)
    record.save(tmp_path / "run")
    assert "Geschenkkorb" in report(tmp_path / "run", "de")
    assert "Gift basket" in report(tmp_path / "run", "fr")


def test_it_is_compared_with_other_plans(scenario: Scenario) -> None:
    ensemble = sim.compare(
        scenario, ["silence", "gift"], seeds=3, execution=sim.Execution(workers=2)
    )
    alone = sim.simulate(scenario, "gift", seed=1).measures["staff_hours"]
    assert alone > 0.0
    assert ensemble.measures.set_index(["plan", "seed"]).loc[("gift", 1), "staff_hours"] == alone


def report(folder: Path, language: str) -> str:
    """The report of a folder of results."""
    ended = CliRunner().invoke(app, ["report", str(folder), "--language", language])
    assert ended.exit_code == 0, ended.output
    return (folder / "report.html").read_text(encoding="utf-8")


def test_it_is_played_in_the_terminal(scenario: Scenario, tmp_path: Path) -> None:
    from sim.workshop.terminal.play import play

    answers = tmp_path / "answers.toml"
    answers.write_text(ANSWERS, encoding="utf-8")
    debrief = play(scenario, 5, "en", seeds=2, script=answers)
    assert [decision.do for decision in debrief.teams[0].decisions] == ["gift-basket"]


def test_the_web_form_offers_it(gift_basket: type[Response]) -> None:
    groups = dict(forms.groups(speech_for(small_storm(), "en", "web")))
    assert ("gift-basket", "Gift basket") in groups["Help people"]
    names = [field.name for field in forms.form("gift-basket")]
    assert names == ["at", "words", "pinned", "size"]


def test_two_responses_of_one_name_are_refused() -> None:
    with pytest.raises(TypeError, match="there is a response 'apology' already"):

        class OtherApology(Response):
            """Say sorry once more."""

            do: Literal["apology"]

            def levers(self, seen: Situation) -> Levers:
                """Move nothing."""
                return Levers()


def test_an_installed_package_that_cannot_be_loaded_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = EntryPoint("broken", "no_such_module", "shitstorm.responses")
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [broken])
    with pytest.raises(InputError, match="no_such_module cannot be loaded"):
        importlib.reload(responses)
