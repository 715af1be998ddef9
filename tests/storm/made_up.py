"""Responses and situations of every possible kind, made up for the contract tests."""

from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BeforeValidator
from pydantic.fields import FieldInfo

from sim.storm.levers import Situation
from sim.storm.responses import CATALOGUE, Response
from sim.storm.times import MomentOfStorm, moment

MOMENTS = [moment(text) for text in ("Mon 18:00", "Wed+1 09:30", "+30h", "Sun 13:00")]


def fields_of_its_own(kind: type[Response]) -> dict[str, FieldInfo]:
    """The fields that make a response what it is, and how visible it is."""
    own = set(kind.model_fields) - set(Response.model_fields) - {"do"}
    return {name: kind.model_fields[name] for name in sorted(own | {"reach", "pinned"})}


def bound(field: FieldInfo, *names: str, default: float) -> float:
    """A bound of a number, from what the field declares."""
    declared = [getattr(rule, name, None) for rule in field.metadata for name in names]
    return next((float(value) for value in declared if value is not None), default)


def values(field: FieldInfo, annotation: Any = None) -> st.SearchStrategy:
    """Everything that a field may hold."""
    wanted = annotation or field.annotation
    if get_origin(wanted) is Annotated:
        wanted = get_args(wanted)[0]
    if get_origin(wanted) in (Union, UnionType):
        return st.one_of(*(values(field, one) for one in get_args(wanted)))
    if get_origin(wanted) is Literal:
        return st.sampled_from(get_args(wanted))
    if wanted is MomentOfStorm:
        return st.sampled_from(MOMENTS)
    if wanted is bool:
        return st.booleans()
    assert wanted is float, f"teach this strategy about {wanted}"
    low = bound(field, "ge", "gt", default=0.0)
    if any(isinstance(rule, BeforeValidator) for rule in field.metadata):  # a Duration
        return st.integers(0, 48 * 60).map(lambda minutes: f"{minutes}min")
    strict = any(getattr(rule, "gt", None) is not None for rule in field.metadata)
    high = bound(field, "le", "lt", default=1.0)
    return st.floats(low, high, exclude_min=strict, allow_subnormal=False)


def responses(kind: type[Response]) -> st.SearchStrategy:
    """Every form of one response."""
    own = {name: values(field) for name, field in fields_of_its_own(kind).items()}
    return st.fixed_dictionaries(own).map(lambda said: kind(do=name_of(kind), **said))


def name_of(kind: type[Response]) -> str:
    """Its name in the catalogue."""
    return next(name for name, other in CATALOGUE.items() if other is kind)


def plainest(kind: type[Response], **said: Any) -> Response:
    """One with its defaults, and an estimate as deadline where one is needed."""
    needed = {
        name: "estimate" for name, field in kind.model_fields.items()
        if field.is_required() and name != "do"
    }  # fmt: skip
    return kind(do=name_of(kind), **{**needed, **said})


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """Everything that a company may see."""
    hours = draw(st.floats(0.0, 300.0))
    fixed = draw(st.booleans())
    to_fix = 0.0 if fixed else draw(st.floats(0.0, 200.0))
    return Situation(
        started=draw(st.floats(0.0, 167.0)),
        hours=hours,
        posts_per_hour=draw(st.floats(0.0, 500.0)),
        defending_per_hour=draw(st.floats(0.0, 500.0)),
        critical_share=draw(st.floats(0.0, 1.0)),
        hours_since_message=draw(st.floats(0.0, 300.0)),
        estimate=hours + to_fix,
        hours_to_fix=to_fix,
        repeats=float(draw(st.integers(0, 9))),
        step_done=float(draw(st.booleans())),
        enquiry=float(draw(st.booleans())),
        fixed=float(fixed),
        promises_open=float(draw(st.integers(0, 1))),
        promises_broken=float(draw(st.integers(0, 9))),
    )
