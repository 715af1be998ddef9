"""Reading of scenario files, with every mistake shown where it stands."""

import re
import tomllib
import warnings
from bisect import bisect_right
from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from sim.errors import FormerNameWarning, Problem, ScenarioError
from sim.files import is_file
from sim.language.told import Told
from sim.scenario import library
from sim.scenario.cautions import cautions
from sim.scenario.checks import inconsistencies
from sim.scenario.document import Inconsistency, Path, dotted, plain, table
from sim.scenario.former_names import VALUES, in_present_names, note
from sim.scenario.limits import excess
from sim.scenario.overrides import Override, with_overrides
from sim.scenario.places import Place, nearest, places
from sim.scenario.plain_words import in_plain_words
from sim.scenario.schema import Scenario
from sim.writing import expanded

ENTRIES = ("rounds", "injects", "steps")
"""Lists of which people know the entries by a name: round 2, message 5, step 3."""
MOST_EXPLAINED = 500
"""Mistakes that are put in words, far more than are shown. The others are only counted."""
LARGEST = 5_000_000
"""Most bytes of a file. No scenario is anywhere near as large."""

SYNTAX = {
    "Invalid statement": "is neither a [table] nor key = value; write one of them, or # first",
    "Invalid initial character for a key part": "expected a key: letters, digits, - and _",
    "Expected '=' after a key": "a key needs = and a value: key = value",
    "Invalid value": 'is not a value; a text needs quotes ("Sun 14:00"), a decimal number a point',
    "Cannot overwrite a value": "this key is given a second time; keep one of them",
    "Cannot declare": "this table is given a second time; keep one of them",
    "Expected newline or end of document": "one key = value per line; a text needs quotes",
    "Unterminated string": 'a text has to end with " before this',
    "Illegal character": 'a text has to end with " on its line (or begins and ends with """)',
    "Unescaped '\\' in a string": "a \\ in a text has to be written \\\\",
    "Unclosed array": "a list has to end with ] and its values need commas between",
    "Unclosed inline table": "a table in one line has to end with } and needs commas between",
    "Expected ']": "a [table] has to end with ] (a [[list entry]] with ]])",
    "Duplicate inline table key": "this key is given a second time; keep one of them",
    "Cannot mutate immutable namespace": "this table is given a second time; keep one of them",
    "Cannot redefine namespace": "this table is given a second time; keep one of them",
    "Invalid date or datetime": "is no date or time; write one such as 2012-08-26",
    "Found invalid character": "is a sign that cannot stand here; leave it out",
    "Invalid hex value": "a \\ in a text has to be written \\\\",
    "Escaped character is not a Unicode": "a \\ in a text has to be written \\\\",
}
"""Beginnings of the parser's messages, and the plain ones to show instead."""


def load_scenario(
    name_or_path: str | FilePath,
    overrides: Mapping[str, Any] | None = None,
    *,
    set: Mapping[str, Any] | None = None,
) -> Scenario:
    """Read a scenario: a shipped one by its name, or a file.

    ``overrides`` replaces single values by their dotted path (``{"incident.affected": 0.2}``).
    Its former name ``set`` works with a ``DeprecationWarning``. Raises ``ScenarioError`` with
    every problem found.
    """
    if set is not None:
        text = "set= of load_scenario is now overrides="
        warnings.warn(text, DeprecationWarning, stacklevel=2)
        overrides = {**set, **(overrides or {})}
    path = library.find(name_or_path)
    source = Source(str(path), read_text(path))
    document, replaced = with_overrides(source.document, overrides or {})
    problems = _find_ties(document, path.parent)
    try:
        scenario = Scenario.from_document(document, path.stem)
    except ValidationError as wrong:
        problems = first_of_each_place([*problems, *explained(wrong, document)])
        raise ScenarioError(source.located(problems, replaced)) from None
    if problems:
        raise ScenarioError(source.located(problems, replaced))
    return scenario


def cautions_about(name_or_path: str | FilePath) -> list[Problem]:
    """Return what a sound scenario file says in vain or at the cost of accuracy, with places."""
    path = library.find(name_or_path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FormerNameWarning)  # noted when the file was loaded
        source = Source(str(path), read_text(path))
    return source.located(cautions(source.document), [])


def scenario_from_document(document: Mapping[str, Any], name: str = "scenario") -> Scenario:
    """Return a scenario from plain values, as in a provenance file or :attr:`Scenario.document`.

    Raises ``ScenarioError`` with every problem found.
    """
    document, former = in_present_names(plain(document))
    note(former, lambda old: f"{name}: {dotted(old.path)}")
    try:
        return Scenario.from_document(document, name)
    except ValidationError as wrong:
        problems = first_of_each_place(explained(wrong, document))
        located = [Problem(_of_key(problem), name) for problem in problems]
        raise ScenarioError(located) from None


def _of_key(problem: Inconsistency) -> str:
    """Return a problem with its key, both in every language.

    Keys count the entries of a list from 0, as ``--set`` does; people are told from 1.
    """
    key = (*_entry(problem.path), dotted(problem.path))
    return Told("refusals.of_key", key=key, text=problem.text)


def _entry(path: Path) -> tuple[Told, ...]:
    """Return which entry of a list a path leads to, as people count, or nothing without one."""
    place = next((n for n, part in enumerate(path) if isinstance(part, int)), 0)
    if not place:
        return ()
    kind = path[place - 1] if path[place - 1] in ENTRIES else "other"
    return (Told(f"refusals.entry_{kind}", n=int(path[place]) + 1),)


def explained(wrong: ValidationError, document: Mapping[str, Any]) -> list[Inconsistency]:
    """Return everything wrong with a document, in its parts and between them."""
    errors = wrong.errors()
    counted = [Inconsistency(error["loc"], "is wrong as well") for error in errors[MOST_EXPLAINED:]]
    said = in_plain_words(errors[:MOST_EXPLAINED], document)
    return [*said, *inconsistencies(document), *counted]


def first_of_each_place(problems: list[Inconsistency]) -> list[Inconsistency]:
    """Return the first problem of each place."""
    first: dict[Path, Inconsistency] = {}
    for problem in problems:
        first.setdefault(problem.path, problem)
    return list(first.values())


def _find_ties(document: dict[str, Any], folder: FilePath) -> list[Inconsistency]:
    """Make files of ties absolute, so that the scenario stands alone. Return missing ones."""
    ties = table(table(document, "community"), "ties")
    missing: list[Inconsistency] = []
    if not isinstance(ties, dict):
        return missing
    for key in ("path", "degrees"):
        if isinstance(name := ties.get(key), str):
            place = folder / expanded(name)
            ties[key] = str(place if "\0" in name else place.resolve())
            if not is_file(FilePath(ties[key])):
                problem = f"there is no file {ties[key]}; correct its name"
                missing.append(Inconsistency(("community", "ties", key), problem))
    return missing


class Source:
    """The text of a TOML file that somebody wrote, and where each thing stands in it.

    Names of an earlier version are read as the present ones, with a note for each. ``values``
    gives former values by their key.
    """

    def __init__(
        self, file: str, text: str, values: Mapping[str, Mapping[str, str]] = VALUES
    ) -> None:
        self.file = file
        self.text = text.replace("\r\n", "\n")
        self._line_starts = [0, *(newline.end() for newline in re.finditer("\n", self.text))]
        if too_much := excess(self.text):
            raise ScenarioError([self._at(too_much.text, too_much.offset, 1)])
        try:
            written = plain(tomllib.loads(self.text))
            self._places = places(self.text)
        except ValueError as wrong:  # of the reader, or of a date or number within
            raise ScenarioError([self._syntax(str(wrong))]) from None
        self.document: dict[str, Any]
        self.document, former = in_present_names(written, values)
        note(former, lambda old: f"{file}:{self._line(self._places[old.path].key)}")
        self.document = with_some_english(self.document)
        self._places |= {old.present_path: self._places[old.path] for old in former}

    def located(self, problems: list[Inconsistency], overrides: list[Override]) -> list[Problem]:
        """Return the problems with their places, in the order of the file after overrides."""
        located = [self._problem(problem, overrides) for problem in problems]
        return sorted(located, key=lambda problem: (problem.line or 0, problem.column or 0))

    def _problem(self, problem: Inconsistency, overrides: list[Override]) -> Problem:
        """Place a problem in the option that brought it in, or else in the file."""
        text = _of_key(problem)
        written = nearest(self._places, problem.path) or ()
        for override in overrides:
            shared = _shared(override.path, problem.path)
            if shared == len(override.path) or shared > len(written):
                return Problem(text, override.option)
        place = self._places.get(written, Place(0, 1, 0, 1))
        of_key = written != problem.path or "not a known key" in problem.text
        begin, end = (place.key, place.key_end) if of_key else (place.value, place.value_end)
        return self._at(text, begin, end - begin)

    def _line(self, offset: int) -> int:
        """Return the line of an offset into the text, from 1."""
        return bisect_right(self._line_starts, offset)

    def _at(self, text: str, offset: int, length: int) -> Problem:
        """Return a problem at an offset into the text."""
        line = self._line(offset)
        start = self._line_starts[line - 1]
        whole = self.text[start:].split("\n", 1)[0]
        column = offset - start + 1
        return Problem(text, self.file, line, column, max(1, length), whole)

    def _syntax(self, message: str) -> Problem:
        """Return the parser's message in plain words, where it came to a halt."""
        if place := re.search(r" \(at line (\d+), column (\d+)\)$", message):
            message = message[: place.start()]
            offset = self._line_starts[int(place[1]) - 1] + int(place[2]) - 1
        else:
            message = message.removesuffix(" (at end of document)")
            offset = len(self.text.rstrip())
        known = (SYNTAX[begin] for begin in SYNTAX if message.startswith(begin))
        remedy = next(known, f"is no TOML ({message}); compare it with `shitstorm new`")
        return self._at(remedy, offset, 1)


def with_some_english(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document whose texts in German or French alone stand for the English ones too.

    So a file may be in one language, whichever it is.

    >>> with_some_english({"title": {"de": "Brot", "fr": "Du pain"}})
    {'title': {'de': 'Brot', 'fr': 'Du pain', 'en': 'Brot'}}
    """

    def filled(value: Any, key: str = "") -> Any:
        if isinstance(value, list):
            return [filled(part) for part in value]
        if not isinstance(value, dict):
            return value
        parts = {name: filled(part, name) for name, part in value.items()}
        own = next((parts[code] for code in ("de", "fr") if isinstance(parts.get(code), str)), None)
        # Keys of a table of labels are names that somebody has chosen, and no languages.
        return parts if own is None or "en" in parts or key == "labels" else {**parts, "en": own}

    return {key: filled(value, key) for key, value in document.items()}


def _shared(first: Path, second: Path) -> int:
    """Return how many keys two paths have in common from the top."""
    pairs = zip(first, second, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(first), len(second)))


def read_text(path: FilePath) -> str:
    """Return the text of a file. Raises ScenarioError if it cannot be read."""
    try:
        if not is_file(path):
            problem = (
                "is a folder; name a file"
                if path.is_dir()
                else "there is no such file; correct its name"
            )
            raise ScenarioError([Problem(problem, str(path))])
        if path.stat().st_size > LARGEST:
            raise ScenarioError([Problem("is larger than 5 MB, so not a scenario file", str(path))])
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        before = wrong.object[: wrong.start]
        column = wrong.start - before.rfind(b"\n")
        problem = f"is not UTF-8 text (byte {wrong.start + 1}); save it with the encoding UTF-8"
        place = Problem(problem, str(path), before.count(b"\n") + 1, column)
        raise ScenarioError([place]) from None
    except OSError as wrong:
        said = f"cannot be read: {wrong.strerror}; name another file"
        raise ScenarioError([Problem(said, str(path))]) from None
    if not text.strip():
        raise ScenarioError(
            [Problem("is empty; `shitstorm new` writes one to start from", str(path))]
        )
    return text
