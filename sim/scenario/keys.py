"""The keys that a table of a scenario may have, found by walking down the schema."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.scenario.document import Document, Path, value_at
from sim.scenario.schema import Scenario
from sim.storm.responses import CATALOGUE, Response

TAGS = ("do", "kind")
"""Keys that name the kind of a table."""


def known_keys(
    path: Path, document: Document, kind: type[BaseModel] = Scenario
) -> dict[str, FieldInfo]:
    """Return the keys of the table at a path with their declarations, or none if it is unknown.

    ``kind`` is the model of the whole document.
    """
    model: Any = kind
    here: Any = document
    for part in path:
        model = _inside(_chosen(model, here), part)
        here = value_at(here, (part,))
    chosen = _chosen(model, here)
    return chosen.model_fields if _is_model(chosen) else {}


def _inside(kind: Any, part: str | int) -> Any:
    """Return the type of the value under one key or index of a value of this type."""
    if _is_model(kind):
        field = kind.model_fields.get(part)
        return field.annotation if field else None
    return get_args(kind)[-1] if get_origin(kind) in (dict, list) else None


def _chosen(kind: Any, value: Any) -> Any:
    """Return that one of several kinds of table which the value's tag names."""
    members = list(_members(kind))
    tags = value if isinstance(value, Mapping) else {}
    for member in members:
        for tag in TAGS:
            field = member.model_fields.get(tag) if _is_model(member) else None
            if field and tags.get(tag) in get_args(field.annotation):
                return member
    return members[0] if len(members) == 1 else None


def _members(kind: Any) -> Iterator[Any]:
    """Yield the members of a union but None, or any other type alone."""
    if kind is Response:
        yield from CATALOGUE.values()
    elif get_origin(kind) is Annotated:
        yield from _members(get_args(kind)[0])
    elif get_origin(kind) in (dict, list) or not get_args(kind):
        yield kind
    else:
        for member in get_args(kind):
            if member is not type(None):
                yield from _members(member)


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
