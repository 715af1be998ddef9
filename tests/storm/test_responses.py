"""The contract that every response in the catalogue keeps; a new one is tested as it is added."""

import json
import re
from dataclasses import fields
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from sim.engines import compiled, mesa_model
from sim.engines.output import RunOutput
from sim.scenario import Scenario
from sim.storm.levers import Levers, Situation
from sim.storm.responses import CATALOGUE, PLAN_ONLY, AnyResponse, Group, Response
from tests.agreement.sameness import assert_same_people, assert_same_run, assert_same_series
from tests.agreement.storms import SHIPPED, cut_down, dated, small_storm
from tests.storm.made_up import MOMENTS, fields_of_its_own, name_of, plainest, responses, situations
from tests.thorough import examples

ANY_STEP: TypeAdapter[Response] = TypeAdapter(AnyResponse)
KINDS = pytest.mark.parametrize("kind", CATALOGUE.values(), ids=CATALOGUE)

FULL = Levers(
    informs=1, revises=1, admits=1, explains=1, deletes=1, deletion_explained=1, relieves=1,
    private=1, steps=1, step_done=1, public_answer=1,
    answers=1, answer_half_time=48, compensates=1, public=1, empathy=1, says_fixed=1, threatens=1,
    reminds=1, mobilises=1,
    pinned=1, reach=20, astroturf_rate=10_000,
)  # fmt: skip
"""The most that each lever can be moved."""


# -- each one by itself -------------------------------------------------------------------


@KINDS
def test_it_is_explained_in_one_line(kind: type[Response]) -> None:
    first = (kind.__doc__ or "").splitlines()[0]
    assert 10 <= len(first) <= 90
    assert kind.__doc__ != Response.__doc__
    assert kind.levers.__doc__
    assert kind.levers.__doc__ != Response.levers.__doc__


@KINDS
def test_its_source_and_its_risk_are_told(kind: type[Response]) -> None:
    assert "source" in vars(kind)
    assert "risk" in vars(kind)
    assert kind.source
    assert kind.risk.endswith(".")


@KINDS
def test_it_takes_staff_unless_it_says_otherwise(kind: type[Response]) -> None:
    assert 0.0 <= kind.prepared_in <= 40.0
    assert plainest(kind).staff_hours == kind.prepared_in
    assert plainest(kind, effort=7.5).staff_hours == 7.5


@KINDS
@given(data=st.data())
@examples(30)
def test_its_levers_stay_within_their_ranges(kind: type[Response], data: st.DataObject) -> None:
    response, seen = data.draw(responses(kind)), data.draw(situations())
    levers = response.levers(seen)
    for lever in fields(Levers):
        value = getattr(levers, lever.name)
        if lever.name == "deadline":
            assert value is None or value >= seen.hours + 1.0
        elif lever.name == "answers":
            assert value is None or 0.0 <= value <= 1.0
        else:
            least = -1.0 if lever.name == "admits" else 0.0
            assert least <= value <= getattr(FULL, lever.name), lever.name


@KINDS
@given(data=st.data())
@examples(15)
def test_its_levers_depend_on_nothing_else(kind: type[Response], data: st.DataObject) -> None:
    response, seen = data.draw(responses(kind)), data.draw(situations())
    before = response.model_dump()
    levers = response.levers(seen)
    assert response.levers(seen) == levers
    assert response.model_copy(deep=True).levers(seen) == levers
    assert response.model_dump() == before


@KINDS
@given(data=st.data())
@examples(15)
def test_it_survives_being_written_and_read(kind: type[Response], data: st.DataObject) -> None:
    response = data.draw(responses(kind)).model_copy(update={"at": MOMENTS[0], "words": "So."})
    said = json.loads(response.model_dump_json(exclude_none=True))
    assert ANY_STEP.validate_python(said, strict=True) == response
    assert ANY_STEP.validate_json(response.model_dump_json()) == response


@KINDS
def test_it_cannot_be_changed_and_knows_its_fields(kind: type[Response]) -> None:
    response = plainest(kind)
    with pytest.raises(ValidationError):
        response.reach = 2.0
    with pytest.raises(ValidationError):
        plainest(kind, outrage=-0.3)


@KINDS
def test_its_fields_have_a_range(kind: type[Response]) -> None:
    for name, field in fields_of_its_own(kind).items():
        if field.annotation is float:
            limits = {limit for rule in field.metadata for limit in vars_of(rule)}
            assert limits & {"ge", "gt"}, name
            assert limits & {"le", "lt"}, name


def vars_of(rule: object) -> set[str]:
    """The limits that a rule sets."""
    return {name for name in ("ge", "gt", "le", "lt") if getattr(rule, name, None) is not None}


# -- the registry --------------------------------------------------------------------------


def test_the_catalogue_and_the_schema_hold_the_same() -> None:
    schema = ANY_STEP.json_schema()
    assert schema["discriminator"]["mapping"].keys() == CATALOGUE.keys()
    assert len(set(CATALOGUE.values())) == len(CATALOGUE)


@KINDS
def test_forms_offer_it_in_a_group(kind: type[Response]) -> None:
    assert kind.group in get_args(Group)
    assert (kind.group == "others") == (name_of(kind) == "silence")
    assert ("words" in kind.form_fields()) == kind.needs_words
    assert ("every" in kind.form_fields()) == (kind.repeats != "never")
    assert not PLAN_ONLY & kind.form_fields().keys()


@KINDS
def test_it_is_found_by_its_name(kind: type[Response]) -> None:
    name = plainest(kind).do
    assert CATALOGUE[name] is kind
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)


def test_silence_moves_nothing() -> None:
    assert CATALOGUE["silence"](do="silence").levers(Situation()).neutral


def test_levers_are_neutral_by_default_only() -> None:
    assert Levers().neutral
    for lever in fields(Levers):
        assert not Levers(**{lever.name: 0.5}).neutral, lever.name


# -- in a run ------------------------------------------------------------------------------


@KINDS
def test_both_engines_agree_on_it(kind: type[Response]) -> None:
    scenario = with_steps([plainest(kind, at="+8h"), plainest(kind, at="+30h")])
    one, other = compiled.run(scenario, "talk", 6), mesa_model.run(scenario, "talk", 6)
    assert_same_run(one, other)
    assert [act.do for act in one.acts] == [step.do for step in scenario.plan("talk").steps]
    assert [act.hours for act in one.acts] == [8.0, 30.0]


@KINDS
def test_it_works_through_its_levers_alone(
    kind: type[Response], monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = with_steps([plainest(kind, at=f"+{hours}h") for hours in (1, 8, 14, 30)])
    monkeypatch.setattr(kind, "levers", neutral)
    assert_nothing_happened(scenario, "talk", seed=6)


@pytest.mark.parametrize("name", SHIPPED)
def test_whole_plans_work_through_levers_alone(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = cut_down(name)
    for kind in CATALOGUE.values():
        monkeypatch.setattr(kind, "levers", neutral)
    for plan in scenario.plans:
        assert_nothing_happened(scenario, plan, seed=2)


@given(st.lists(dated, max_size=4), st.lists(st.integers(0, 180), min_size=1, max_size=4))
@examples(30)
def test_silence_between_words_changes_nothing(steps: list, quarters: list) -> None:
    silences = [{"do": "silence", "at": f"+{15 * quarter}min"} for quarter in quarters]
    spoken = compiled.run(small_storm(steps), "talk", 4)
    mixed = compiled.run(small_storm([*silences, *steps]), "talk", 4)
    assert_same_series(spoken, mixed)
    assert_same_people(spoken, mixed)


@pytest.mark.parametrize(
    "do", ["apology", "interim-update", "promise", "denial", "fixed-notice", "help-page"]
)
def test_what_is_shown_to_nobody_is_heard_by_nobody(do: str) -> None:
    response = plainest(CATALOGUE[do], at="+8h", reach=0.0, pinned=False)
    assert_nothing_happened(with_steps([response]), "talk", seed=6)


@KINDS
def test_nothing_said_before_the_end_of_the_run_is_too_late(kind: type[Response]) -> None:
    late = with_steps([plainest(kind, at="+47h"), plainest(kind, at="+80h")])
    output = compiled.run(late, "talk", 1)
    assert [act.hours for act in output.acts] == [47.0]


def neutral(response: Response, seen: Situation) -> Levers:
    """No lever moved."""
    return Levers()


def with_steps(steps: list[Response]) -> Scenario:
    """A small storm with these responses as its plan."""
    said = [json.loads(step.model_dump_json(exclude_unset=True)) for step in steps]
    return small_storm(said)


def assert_nothing_happened(scenario: Scenario, plan: str, seed: int) -> None:
    """The run of a plan is, for everybody but the company, that of silence."""
    output, silent = compiled.run(scenario, plan, seed), silence(scenario, seed)
    assert_same_series(output, silent, but=("company_posts", "deleted_posts"))
    assert_same_people(output, silent)
    assert output.articles == silent.articles
    assert output.private_cases == silent.private_cases


def silence(scenario: Scenario, seed: int) -> RunOutput:
    """The run in which the company says nothing."""
    assert not scenario.plan("silence").steps
    return compiled.run(scenario, "silence", seed)
