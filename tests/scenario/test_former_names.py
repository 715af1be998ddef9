"""Files of version 0.1.0 are read as before, with a note for each former name."""

import re
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

import sim
from sim.errors import FormerNameWarning, InputError, ScenarioError, StudyError
from sim.exercise.events import EVENT, Decided
from sim.scenario import load_scenario, scenario_from_document
from sim.scenario.former_names import (
    GONE,
    KEYS,
    PARAMETERS,
    PATHS,
    RESPONSES,
    in_present_names,
    present_name,
)
from sim.scenario.schema import Incident
from sim.storm.parameters import Parameters
from sim.storm.responses import CATALOGUE
from sim.studies.loading import study_from_values
from sim.workshop.terminal.answers_file import scripted
from tests.exercise.small_exercise import small_exercise
from tests.scenario.examples import SOUND

PLAIN = "quiet-week"
PRESENT = (
    SOUND.replace("severity = 0.7", "severity = 0.7\noutrage_share = 0.2\noutrage_strength = 0.4")
    + """
[parameters]
grievance_contagion = 0.08
sympathy_gain = 0.2
sympathy_half_life = 20.0
forgiveness_spread = 0.4

[plans.clumsy]
summary = "Everything wrong, then fixed."

[[plans.clumsy.steps]]
do = "downplaying"
at = "Sun 16:00"

[[plans.clumsy.steps]]
do = "deletion"
at = "Sun 17:00"

[[plans.clumsy.steps]]
do = "fixed-notice"
when = "fixed == 1"
"""
)
NAMES = {present: former for former, present in RESPONSES.items()} | {
    present: key for (_, key), present in KEYS.items()
}
FORMER = PRESENT
for _present, _former in NAMES.items():
    FORMER = FORMER.replace(f'"{_present}"', f'"{_former}"').replace(
        f"{_present} =", f"{_former} ="
    )


@pytest.fixture
def former(tmp_path: Path) -> Path:
    """A scenario file with every name of version 0.1.0."""
    path = tmp_path / "storm.toml"
    path.write_text(FORMER, encoding="utf-8")
    return path


@pytest.fixture
def present(tmp_path: Path) -> Path:
    """The same file in present names."""
    path = tmp_path / "now" / "storm.toml"
    path.parent.mkdir()
    path.write_text(PRESENT, encoding="utf-8")
    return path


def test_every_former_name_stands_for_a_name_that_exists() -> None:
    assert set(RESPONSES.values()) <= CATALOGUE.keys()
    known = {"incident": Incident.model_fields, "parameters": Parameters.model_fields}
    for (table, key), name in KEYS.items():
        assert name in known[table]
        assert key not in known[table]
    assert not RESPONSES.keys() & CATALOGUE.keys()


def test_a_former_file_gives_the_identical_run(former: Path, present: Path) -> None:
    with pytest.warns(FormerNameWarning) as notes:
        old = load_scenario(former)
    new = load_scenario(present)
    assert old == new
    assert old.document == new.document
    one, other = (sim.simulate(scenario, "clumsy", seed=4) for scenario in (old, new))
    assert one.measures.equals(other.measures)
    assert one.series.equals(other.series)
    assert len(notes) == len(NAMES), "one note per name"


def test_each_note_names_file_line_and_the_present_name(former: Path) -> None:
    with pytest.warns(FormerNameWarning) as notes:
        load_scenario(former)
    lines = FORMER.splitlines()
    for note in notes:
        place, _, rest = str(note.message).removeprefix(f"{former}:").partition(": ")
        _, old, _, new, _ = rest.split('"')
        assert old in lines[int(place) - 1]
        assert NAMES[new] == old


def test_mistakes_beside_former_names_stand_where_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "storm.toml"
    path.write_text(FORMER.replace("offends = 0.2", "offends = 1.2"), encoding="utf-8")
    with pytest.warns(FormerNameWarning), pytest.raises(ScenarioError) as refused:
        load_scenario(path)
    (problem,) = refused.value.problems
    assert problem.source == "offends = 1.2"
    assert (problem.column, problem.length) == (11, 3)
    assert problem.text == "incident.outrage_share: must be at most 1, not 1.2"


def test_a_former_name_beside_the_present_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "storm.toml"
    both = PRESENT.replace("outrage_share = 0.2", "outrage_share = 0.2\noffends = 0.3")
    path.write_text(both, encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"incident\.offends: is not a known key"):
        load_scenario(path)


def test_values_are_replaced_under_their_former_paths(present: Path) -> None:
    for path, name in PATHS.items():
        value = "5" if "half_life" in path else "0.3"
        with pytest.warns(FormerNameWarning, match=f"--set {path}={value}: .* is now") as notes:
            old = load_scenario(present, overrides={path: value})
        assert old == load_scenario(present, overrides={name: value})
        assert len(notes) == 1
    with pytest.warns(FormerNameWarning, match='"deleting" is now "deletion"'):
        changed = load_scenario(present, {"plans.updates.steps.0.do": "deleting"})
    assert changed.steps("updates")[0].do == "deletion"


def test_stored_documents_are_read(former: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FormerNameWarning)
        scenario = load_scenario(former)
    stored = {**scenario.document, "incident": {"at": "Sun 14:00", "offends": 0.2}}
    with pytest.warns(FormerNameWarning, match=r'kept: incident\.offends: "offends" is now'):
        read = scenario_from_document(stored, "kept")
    assert read.incident is not None
    assert read.incident.outrage_share == 0.2


def test_paths_and_dotted_keys_of_a_study_are_known() -> None:
    study = {
        "set": {"parameters.pity": 0.2},
        "factors": {
            "rage": {"path": ["incident.offends", "incident.affected"], "values": [0.1]},
            "which": {"choices": {"a": {"plans.p.steps.0.do": "fixed"}}},
        },
        "candidates": [{"do": "playing-down"}],
        "measures": ["area"],
    }
    read, found = in_present_names(
        study, {"do": RESPONSES, "path": PATHS, "measures": {"area": "x"}}
    )
    assert read == {
        "set": {"parameters.sympathy_gain": 0.2},
        "factors": {
            "rage": {"path": ["incident.outrage_share", "incident.affected"], "values": [0.1]},
            "which": {"choices": {"a": {"plans.p.steps.0.do": "fixed-notice"}}},
        },
        "candidates": [{"do": "downplaying"}],
        "measures": ["x"],
    }
    assert len(found) == 5


def test_a_file_of_answers_is_read(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    path.write_text('[[rounds]]\n\ndecisions = [{ do = "fixed" }, { do = "deleting" }]\n')
    with pytest.warns(FormerNameWarning) as notes:
        rounds = scripted(path, small_exercise())
    assert [response.do for response in rounds[0]] == ["fixed-notice", "deletion"]
    said = sorted(str(note.message) for note in notes)
    assert said[0] == f'{path}:3: "deleting" is now "deletion"; write that instead'
    assert len(said) == 2


def test_a_decision_of_a_stored_room_is_read() -> None:
    body = '{"kind": "decided", "team": "North", "round": 0, "steps": [{"do": "playing-down"}]}'
    event = EVENT.validate_json(body)  # without a note, as nobody writes logs by hand
    assert isinstance(event, Decided)
    assert [response.do for response in event.steps] == ["downplaying"]


def test_a_single_name_is_read() -> None:
    with pytest.warns(FormerNameWarning, match='events.csv, line 2: "fixed" is now "fixed-notice"'):
        assert present_name("fixed", RESPONSES, "events.csv, line 2") == "fixed-notice"
    assert present_name("apology", RESPONSES, "events.csv, line 3") == "apology"


def test_the_command_line_shows_each_note_on_a_line(former: Path) -> None:
    command = [sys.executable, "-m", "sim", "check", str(former)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    line = 1 + FORMER.splitlines().index("offends = 0.2")
    notes = ended.stderr.splitlines()
    expected = f'note: {former}:{line}: "offends" is now "outrage_share"; write that instead'
    assert expected in notes
    assert len(notes) == len(NAMES)


@pytest.mark.parametrize("name", sorted(GONE))
def test_a_parameter_that_is_gone_is_left_out_with_its_reason(tmp_path: Path, name: str) -> None:
    assert name not in Parameters.model_fields
    path = tmp_path / "storm.toml"
    path.write_text(f"{SOUND}\n[parameters]\n{name} = 0.02\n", encoding="utf-8")
    with pytest.warns(FormerNameWarning) as notes:
        scenario = load_scenario(path)
    line = path.read_text().count("\n")
    wanted = f'{path}:{line}: "{name}" is not a known key any more: {GONE[name]}; leave it out'
    assert [str(note.message) for note in notes] == [wanted]
    stored = {**scenario.document, "parameters": {name: 0.02}}
    with pytest.warns(FormerNameWarning, match=name):
        read = scenario_from_document(stored, "kept")
    assert read.parameters == scenario.parameters


@pytest.mark.parametrize("name", sorted(GONE))
def test_a_parameter_that_is_gone_cannot_be_varied_or_fitted(tmp_path: Path, name: str) -> None:
    why = f"not a known key any more: {re.escape(GONE[name])}"
    with pytest.raises(ScenarioError, match=f"--set parameters.{name}=1: is {why}"):
        load_scenario(PLAIN, {f"parameters.{name}": 1})
    with pytest.raises(InputError, match=f'--parameters: "{name}" is {why}'):
        present_name(name, PARAMETERS, "--parameters")
    study = {"kind": "robustness", "title": "T", "question": "Q?", "scenario": PLAIN,
             "compare": ["silence", "needless-apology"], "measures": ["peak"]}  # fmt: skip
    with pytest.raises(StudyError, match=f"there is no parameter '{name}'; it is {why}"):
        study_from_values("made-up", {**study, "parameters": [name]})
    factor = {"path": f"parameters.{name}", "distribution": "uniform", "low": 0.1, "high": 0.2}
    with pytest.raises(StudyError, match=f"factors.x.path: parameters.{name}.*: is {why}"):
        study_from_values("made-up", {**study, "factors": {"x": factor}})
