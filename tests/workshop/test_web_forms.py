"""The forms of the web page: whatever they offer is a decision that can be made."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from sim.exercise.texts import ExerciseSpeech
from sim.storm.responses import CATALOGUE, AnyResponse
from sim.workshop.web.forms import FormField, form, intervals, spans

SPEECH = ExerciseSpeech(tables=("web", "exercise"))
ANY_STEP: TypeAdapter[Any] = TypeAdapter(AnyResponse)
EACH = pytest.mark.parametrize("do", CATALOGUE)


def offered(field: FormField) -> list[Any]:
    """Every value that a field offers, or both ends of what may be typed."""
    if field.kind == "interval":
        return [value for value, _ in intervals(SPEECH) if value]
    if field.kind == "span":
        return [value for value, _ in spans()]
    if field.kind in ("share", "number"):
        return [max(field.low, 0.1), field.high]
    return [True] if field.kind == "flag" else []


@EACH
def test_every_value_that_a_form_offers_can_be_decided(do: str) -> None:
    needed = {"deadline": "estimate"} if CATALOGUE[do].model_fields.get("deadline") else {}
    for field in form(do):
        for value in offered(field):
            ANY_STEP.validate_python({"do": do, "at": "+1h", **needed, field.name: value})


@EACH
def test_what_a_form_shows_at_first_is_the_default(do: str) -> None:
    for field in form(do):
        if field.kind == "span":
            assert field.default in offered(field)
            step = ANY_STEP.validate_python({"do": do, field.name: field.default})
            plain = ANY_STEP.validate_python({"do": do})
            assert getattr(step, field.name) == pytest.approx(getattr(plain, field.name))
