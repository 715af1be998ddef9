"""Find the table of counts in a JSON document, whatever it is wrapped in.

Read are lists of records, lists of rows, columns by name, times with one count each, all
orientations of pandas, and documents in which one such table lies somewhere: answers of X,
Google Trends and Elasticsearch among them.
"""

import json
import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from json import decoder, scanner
from pathlib import Path
from typing import Any, NamedTuple

from sim.errors import InputError
from sim.fitting.counts.answers import cell_shown
from sim.fitting.counts.column_names import COUNTS, TIMES, plain
from sim.fitting.counts.files import Cell, Row, RowSource
from sim.fitting.counts.moments import looks_like_a_time
from sim.language.told import Told, joined

JUDGED = 50
"""Records from the beginning that tell whether a table has times."""
MOST_CHARACTERS = 100_000_000
"""Length of a document that is read."""
MOST_NAMED = 5
"""Places of tables that a refusal names."""
BLANKS = re.compile(r"[\s,\x1e]*")
"""What may stand between the documents of a file with one per line."""
EXAMPLE = '[{"time": "2023-04-01T14:00Z", "count": 5}]'
"""A list of records as it may be written."""


class JsonTable(NamedTuple):
    """A table in a document, its names first where it has them."""

    names: list[str] | None
    rows: list[list[Any]]
    records: list[Any] | None = None
    """What each row stands in, None if a row has no place of its own."""


class _PlacedDecoder(json.JSONDecoder):
    """A decoder that notes where every object and every list begins."""

    def __init__(self, path: Path, text: str) -> None:
        super().__init__()
        self.path = path
        self.ends = [found.end() for found in re.finditer("\n", text)]
        self.places: dict[int, int] = {}
        self.parse_object = self._object
        self.parse_array = self._array
        self.scan_once = scanner.py_make_scanner(self)  # type: ignore[attr-defined]

    def line(self, place: int) -> int:
        """Return the line of a place in the text, from 1."""
        return bisect_right(self.ends, place) + 1

    def _object(self, start: tuple[str, int], strict: bool, scan: Any, *rest: Any) -> Any:
        """Return an object and where it ends. InputError if it has one name twice."""
        memo = rest[-1] if rest else None
        parse: Any = decoder.JSONObject  # type: ignore[attr-defined]
        pairs, end = parse(start, strict, scan, None, list, memo)
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise InputError(
                Told("counts.json_twice", path=self.path, line=self.line(start[1]),
                     name=cell_shown(twice))
            )  # fmt: skip
        self.places[id(found)] = start[1]
        return found, end

    def _array(self, start: tuple[str, int], scan: Any) -> Any:
        """Return a list and where it ends."""
        parse: Any = decoder.JSONArray  # type: ignore[attr-defined]
        found, end = parse(start, scan)
        self.places[id(found)] = start[1]
        return found, end


def json_source(path: Path, text: str, encoding: str) -> RowSource:
    """Return the rows of the one table in a JSON document, or in a file with one per line.

    A record that stands on a line of its own has the number of that line, else its own number.
    Raises InputError if there is no table with times, or more than one.
    """
    if len(text) > MOST_CHARACTERS:
        raise InputError(Told("counts.json_large", path=path))
    placed = _PlacedDecoder(path, text)
    documents = _documents(path, text, placed)
    document = documents[0] if len(documents) == 1 else documents
    found = list(_tables(document, ""))
    if not found:
        raise InputError(Told("counts.json_no_list", path=path, remedy=_remedy()))
    if len(found) > 1:
        named = joined(
            cell_shown(where) if where else Told("counts.json_whole")
            for where, _ in found[:MOST_NAMED]
        )
        raise InputError(Told("counts.json_lists", path=path, n=len(found), names=named))
    where, table = found[0]
    lines, of_records = _numbers(table, placed)
    rows = [(line, list(map(_cell, row))) for line, row in zip(lines, table.rows, strict=True)]
    if table.names is not None:
        rows.insert(0, (0, list[Cell](table.names)))
    form = Told("counts.form_json", encoding=encoding)
    if where:
        form = Told("counts.form_list", encoding=encoding, where=cell_shown(where))

    def every() -> Iterator[Row]:
        return iter(rows)

    return RowSource(form, every, records=of_records)


def _documents(path: Path, text: str, placed: _PlacedDecoder) -> list[Any]:
    """Return all documents of a text. InputError names the line where one breaks off."""
    documents: list[Any] = []
    end = 0
    try:
        while (end := _after_blanks(text, end)) < len(text):
            found, end = placed.raw_decode(text, end)
            documents.append(found)
    except json.JSONDecodeError as wrong:
        raise InputError(
            Told("counts.json_broken", path=path, line=wrong.lineno, column=wrong.colno,
                 problem=wrong.msg)
        ) from None  # fmt: skip
    except RecursionError:
        raise InputError(Told("counts.json_deep", path=path, remedy=_remedy())) from None
    except ValueError as wrong:  # a number of thousands of digits
        line = placed.line(end)
        raise InputError(Told("counts.json_number", path=path, line=line, problem=wrong)) from None
    return documents


def _remedy() -> Told:
    return Told("counts.json_remedy", example=EXAMPLE)


def _after_blanks(text: str, place: int) -> int:
    found = BLANKS.match(text, place)
    return found.end() if found else place


def _numbers(table: JsonTable, placed: _PlacedDecoder) -> tuple[list[int], bool]:
    """Return the number of each row, and True if records are numbered, not lines of the file."""
    if table.records is not None:
        lines = [placed.line(placed.places[id(record)]) for record in table.records]
        if len(set(lines)) == len(lines) > 1:
            return lines, False
    return list(range(1, len(table.rows) + 1)), True


def _cell(value: Any) -> Cell:
    """Return a value as a cell. Its numbers have one meaning, however they are written."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, float) and not value.is_integer():
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


# -- tables -------------------------------------------------------------------------------


def _tables(value: Any, where: str) -> Iterator[tuple[str, JsonTable]]:
    """Yield the tables with times within a value, with their places in words."""
    table = _table(value) if isinstance(value, dict | list) else None
    if table is not None and _has_times(table):
        yield where, table
        return
    children: Sequence[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        children = list(value.items())
    elif isinstance(value, list):
        children = list(enumerate(value))
    for name, child in children:
        if isinstance(child, dict | list):
            yield from _tables(child, f"{where}.{name}" if where else str(name))


def _table(value: Any) -> JsonTable | None:
    """Return a value as a table, None if it has the shape of none."""
    if isinstance(value, dict):
        return _of_names(value) if value else None
    if all(isinstance(record, dict) for record in value):
        return _of_records(value) if value else None
    return JsonTable(None, value, value) if all(isinstance(row, list) for row in value) else None


def _of_names(value: dict[str, Any]) -> JsonTable | None:
    """Return an object as a table, None if it has the shape of none."""
    columns, data = value.get("columns"), value.get("data")
    if isinstance(columns, list) and isinstance(data, list):
        return _split(columns, data, value.get("index"))
    inner = list(value.values())
    if all(isinstance(each, dict) for each in inner):
        return _of_objects(value)
    if all(isinstance(each, list) for each in inner):
        return _of_columns(value)
    if any(isinstance(each, dict | list) for each in inner) or not _are_times(value):
        return None
    return JsonTable(["time", "count"], [[time, count] for time, count in value.items()])


def _of_records(records: list[Any]) -> JsonTable:
    """Return a list of objects as a table. What an object holds within it has a dotted name."""
    flat = [dict(_flat(record, "")) for record in records]
    names = list(dict.fromkeys(name for record in flat for name in record))
    if {"time", "formattedTime"} <= set(names):  # Google Trends writes all again in words
        names = [name for name in names if not name.startswith(("formatted", "hasData"))]
    return JsonTable(names, [[record.get(name) for name in names] for record in flat], records)


def _flat(record: Mapping[str, Any], before: str) -> Iterator[tuple[str, Any]]:
    """Yield the names and values of an object, those of objects and short lists within it too."""
    for name, value in record.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        elif isinstance(value, list) and value and not isinstance(value[0], dict | list):
            if len(value) == 1:
                yield before + name, value[0]
            else:
                yield from ((f"{before}{name} {n}", each) for n, each in enumerate(value, 1))
        else:
            yield before + name, value


def _split(columns: list[Any], data: list[Any], index: Any) -> JsonTable | None:
    """Return what pandas writes in parts: names, rows and, where there is one, an index."""
    if not all(isinstance(row, list) for row in data):
        return None
    names = list(map(str, columns))
    if not isinstance(index, list) or len(index) != len(data):
        return JsonTable(names, data, data)
    rows = [[label, *row] for label, row in zip(index, data, strict=True)]
    return JsonTable(["index", *names], rows, data)


def _of_objects(value: Mapping[str, Any]) -> JsonTable | None:
    """Return objects by name as a table: one for each row, or one for each column."""
    labels = list(dict.fromkeys(label for each in value.values() for label in each))
    if any(isinstance(cell, dict | list) for each in value.values() for cell in each.values()):
        return None
    known = any(plain(name) in (*TIMES, *COUNTS) for name in value)
    if not _are_times(value) and (known or _are_times(labels)):
        rows = [[label, *(each.get(label) for each in value.values())] for label in labels]
        return JsonTable(["time" if _are_times(labels) else "index", *value], rows)
    first = "time" if _are_times(value) else "index"
    rows = [[name, *map(each.get, labels)] for name, each in value.items()]
    return JsonTable([first, *labels], rows, list(value.values()))


def _of_columns(value: Mapping[str, Any]) -> JsonTable | None:
    """Return lists by name as a table, if they are equally long."""
    columns = list(value.values())
    whole = len({len(column) for column in columns}) == 1 and len(columns) > 1
    if not whole or any(isinstance(cell, dict | list) for column in columns for cell in column):
        return None
    return JsonTable(list(value), [list(row) for row in zip(*columns, strict=True)])


def _are_times(names: Any) -> bool:
    """Return True if all names are times, as those of an index are."""
    return bool(names) and all(looks_like_a_time(name) for name in names)


def _has_times(table: JsonTable) -> bool:
    """Return True if most of the first rows have a time beside another cell."""
    first = table.rows[:JUDGED]
    timed = [
        row
        for row in first
        if any(not isinstance(v, dict | list) and looks_like_a_time(_cell(v)) for v in row)
    ]
    return bool(first) and 2 * len(timed) > len(first)
