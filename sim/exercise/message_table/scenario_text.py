"""Messages in the text of a scenario file. Its comments and its order stay."""

import tomllib
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.errors import InputError
from sim.exercise.message_table.columns import COLUMNS, Inject
from sim.extras import require
from sim.language.told import Told
from sim.scenario.document import plain


@dataclass(frozen=True, slots=True)
class TableChanges:
    """What reading a table changes, as names of messages."""

    added: list[str]
    changed: list[str]
    removed: list[str]
    moved: bool
    """True if messages that stay have another order."""

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.moved)


def messages_of(path: Path | str, text: str) -> list[Inject]:
    """Return the messages in a scenario file, as plain values."""
    exercise = tomllib.loads(text).get("exercise")
    if not isinstance(exercise, dict):
        raise InputError(Told("messages.refused_no_exercise", path=path))
    found = [plain(each) for each in exercise.get("injects", ())]
    names = [each["name"] for each in found]
    for name in names:
        if names.count(name) > 1:
            raise InputError(
                Told("messages.refused_same_name", path=path, n=names.count(name), name=repr(name))
            )
    return found


def changes(before: Sequence[Inject], after: Sequence[Inject]) -> TableChanges:
    """Return what is different between two lists of messages."""
    old, new = ({each["name"]: each for each in part} for part in (before, after))
    return TableChanges(
        added=[name for name in new if name not in old],
        changed=[name for name in new if name in old and new[name] != old[name]],
        removed=[name for name in old if name not in new],
        moved=[n for n in old if n in new] != [n for n in new if n in old],
    )


def with_messages(path: Path | str, text: str, wanted: Sequence[Inject]) -> str:
    """Return the text with these messages. Those that are as they were are left untouched."""
    before = messages_of(path, text)
    if not changes(before, wanted):
        return text
    require("changing a scenario's file", "tomlkit")
    import tomlkit  # noqa: PLC0415 (an extra)
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415

    aim = tomllib.loads(text)
    aim["exercise"].pop("injects", None)
    if wanted:
        aim["exercise"]["injects"] = [dict(each) for each in wanted]
    try:
        document = tomlkit.parse(text)
        _edit(document["exercise"], before, wanted)
        new = tomlkit.dumps(document)
        kept = plain(tomllib.loads(new)) == plain(aim)
    except (TOMLKitError, tomllib.TOMLDecodeError, ValueError, TypeError):
        kept = False
    if not kept:
        raise InputError(Told("messages.refused_layout", path=path))
    return new


def _edit(exercise: Any, before: Sequence[Inject], wanted: Sequence[Inject]) -> None:
    """Give the exercise these messages, each in its own table."""
    import tomlkit  # noqa: PLC0415 (an extra)

    if not wanted:
        exercise.pop("injects", None)
        return
    if "injects" not in exercise or not before:
        exercise.pop("injects", None)
        exercise["injects"] = tomlkit.aot()
    tables, names = exercise["injects"], [each["name"] for each in before]
    for place in reversed(range(len(names))):
        if names[place] not in {each["name"] for each in wanted}:
            del tables[place]
            del names[place]
    for place, inject in enumerate(wanted):
        name = inject["name"]
        if name not in names:
            tables.insert(place, _table(inject))
            names.insert(place, name)
        elif names[place] != name:
            there = names.index(name)
            moved = tables[there]
            del tables[there]
            tables.insert(place, moved)
            names.insert(place, names.pop(there))
        _set(tables[place], inject)


def _table(inject: Inject) -> Any:
    """Return a new table with a message, its texts as ``text.en``."""
    import tomlkit  # noqa: PLC0415 (an extra)

    table = tomlkit.table()
    for column in COLUMNS:
        value = column.value(inject)
        if value is not None:
            table.append(tomlkit.key(column.path), tomlkit.item(value))
    table.add(tomlkit.nl())
    return table


def _set(table: MutableMapping[str, Any], inject: Inject) -> None:
    """Set the values that are different, and no others."""
    for column in COLUMNS:
        *inner, key = column.path
        value, holder = column.value(inject), table
        if column.value(table) == value:
            continue
        for part in inner:
            holder = holder[part]
        if value is None:
            holder.pop(key)
        else:
            holder[key] = value
