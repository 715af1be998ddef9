"""The places of keys and values in a TOML text, so that an error can point at them.

The standard library reads TOML but forgets the places. This module walks once through a text
that it has read without complaint, and so may trust it. It finds tables, arrays of tables,
dotted and quoted keys, and looks into arrays and inline tables. It checks no value.
"""

import re
import tomllib
from collections.abc import Iterator
from typing import NamedTuple

from sim.scenario.document import Path


class Place(NamedTuple):
    """Offsets of a key and its value into the text, with the end excluded."""

    key: int
    """Start of the key (of the value, for an element of a list)."""
    key_end: int
    value: int
    """Start of the value (of the key in the header, for a table)."""
    value_end: int


def places(text: str) -> dict[Path, Place]:
    """Return the place of everything in a valid TOML text, by its path.

    The text must have no carriage returns before a newline.
    """
    return _Walk(text).places


def nearest(known: dict[Path, Place], path: Path) -> Path | None:
    """Return the path itself, or the innermost part of it that stands in the text."""
    inside = (path[:length] for length in range(len(path), 0, -1))
    return next((part for part in inside if part in known), None)


_GAP = re.compile(r"[ \t]*")
_SPACE = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\]|\\.)*"'
    r"|'[^']*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\n]*[^,\]}#\n \t]")


class _Walk:
    """A walk through the text that collects places."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.places: dict[Path, Place] = {}
        self._lengths: dict[Path, int] = {}
        self._document()

    def _document(self) -> None:
        """Step over headers and assignments, with space and comments between."""
        table: Path = ()
        self._skip(_SPACE)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._assignment(table)
            self._skip(_SPACE)

    def _header(self) -> Path:
        """Step over ``[a.b]`` or ``[[a.b]]`` and return the table that begins here."""
        brackets = 2 if self.text.startswith("[[", self.at) else 1
        self.at += brackets
        path: Path = ()
        for part, start, end in self._key():
            path = (*self._current(path), part)
            self.places.setdefault(path, Place(start, end, start, end))
        if brackets == 2:
            self._lengths[path] = self._lengths.get(path, 0) + 1
            path = self._current(path)
            self.places[path] = Place(start, end, start, end)
        else:
            self.places[path] = Place(start, end, start, end)
        self._skip(_GAP)
        self.at += brackets
        return path

    def _current(self, path: Path) -> Path:
        """Return the table of an array of tables that was opened last."""
        return (*path, self._lengths[path] - 1) if path in self._lengths else path

    def _assignment(self, table: Path) -> None:
        """Step over ``key = value`` within a table."""
        path = table
        opened: list[tuple[Path, int, int]] = []
        for part, start, end in self._key():
            path = (*path, part)
            opened.append((path, start, end))
        self._skip(_GAP)
        self.at += len("=")
        self._skip(_GAP)
        begin = self.at
        self._value(path)
        for inner, start, end in opened:
            self.places.setdefault(inner, Place(start, end, begin, self.at))

    def _key(self) -> Iterator[tuple[str, int, int]]:
        """Yield the parts of a dotted key, each with its place."""
        while True:
            self._skip(_GAP)
            start = self.at
            if self.text[start] in "\"'":
                self._skip(_STRING)
                part = str(tomllib.loads(f"text = {self.text[start : self.at]}")["text"])
            else:
                self._skip(_BARE_KEY)
                part = self.text[start : self.at]
            yield part, start, self.at
            self._skip(_GAP)
            if self.text[self.at] != ".":
                return
            self.at += len(".")

    def _value(self, path: Path) -> None:
        """Step over a value, looking into arrays and inline tables."""
        opening = self.text[self.at]
        if opening == "[":
            self._array(path)
        elif opening == "{":
            self._inline_table(path)
        elif opening in "\"'":
            self._skip(_STRING)
        else:
            self._skip(_SCALAR)

    def _array(self, path: Path) -> None:
        """Step over ``[value, value, ]``, which may take several lines."""
        self._next()
        index = 0
        while self.text[self.at] != "]":
            begin = self.at
            self._value((*path, index))
            self.places[(*path, index)] = Place(begin, self.at, begin, self.at)
            index += 1
            self._comma()
        self.at += len("]")

    def _inline_table(self, path: Path) -> None:
        """Step over ``{ key = value, key = value }``."""
        self._next()
        while self.text[self.at] != "}":
            self._assignment(path)
            self._comma()
        self.at += len("}")

    def _next(self) -> None:
        """Step over one bracket or comma and the space after it."""
        self.at += 1
        self._skip(_SPACE)

    def _comma(self) -> None:
        """Step over the space after a value, and the comma if there is one."""
        self._skip(_SPACE)
        if self.text[self.at] == ",":
            self._next()

    def _skip(self, pattern: re.Pattern[str]) -> None:
        """Step over the text that the pattern matches here, if it does."""
        if match := pattern.match(self.text, self.at):
            self.at = match.end()
