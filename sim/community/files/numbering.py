"""People of a file by their number: one person once, however their name is written.

A whole number written ``12.0`` is 12, and in a file of numbers alone ``007`` is 7 and ``1e+05``
is 100000. Rows without one of the two people are left out and counted.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.community.files.refusals import refusal, shown
from sim.errors import counted

Pairs = tuple[NDArray[np.int32], NDArray[np.int32]]
"""Two arrays of equal length: the ends of each tie."""

WHOLE = re.compile(r"([+-]?)0*(\d+)(?:\.0*|,0{1,2})?")
"""A whole number, also as 12.0, and as 12,0."""
THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f'’](?=\d{3}(?!\d))")
"""A blank between the thousands of a number, plain or not, or the sign of Switzerland."""
DECIMAL = re.compile(r"[+-]?\d*[.,]\d+(?:[eE][+-]?\d+)?")
EXPONENT = re.compile(r"([+-]?)(\d)(?:[.,](\d*))?[eE]\+?(\d{1,3})")
SURE_EXPONENT = 11
"""Exponent from which a number such as 1.23457E+11 has lost digits in a spreadsheet."""
NOTHING = {"", "#n/a", "#ref!", "#name?", "#value!", "#div/0!", "#null!", "#num!"}
"""How an empty cell is written in any file."""
EMPTY = NOTHING | {"na", "nan", "n/a", "null", "none", "nil", "<na>", "-", ".", "?"}
"""How an empty cell is written in a file of numbers."""
LOOKS_EMPTY = EMPTY - NOTHING - {"-", ".", "?"}
"""Names that may have been empty cells once."""
MOST_LEFT_OUT = 0.5
"""Share of the rows beyond which something else is wrong than a few empty cells."""


class UnusedRows(NamedTuple):
    """Rows that are no tie of their own: how many, why, and where the first stands if known."""

    number: int
    why: str
    """What they are, with their number: ``2 lines with an empty cell``."""
    first: str = ""
    """Place of the first: ``line 12``."""
    is_loss: bool = True
    """False for ties that count anyway, or that cannot be any."""

    def __str__(self) -> str:
        if not self.first:
            return self.why
        return f"{self.why} ({self.first if self.number == 1 else f'the first is {self.first}'})"


class TiesFile(NamedTuple):
    """What a file says: its ties, each person by their number, and what was left out of it."""

    pairs: Pairs
    people: int
    """Number of people whom the file names, those without ties too."""
    left_out: tuple[UnusedRows, ...] = ()
    notes: tuple[str, ...] = ()
    """How the file was understood where that is not plain."""


class EndsOfTies(NamedTuple):
    """The two people of each row as they are written, not yet numbered."""

    one: Sequence[Any]
    other: Sequence[Any]
    lines: Sequence[int] | None = None
    """Line of each row in the file, from 1."""
    unit: str = "line"
    known: Sequence[Any] = ()
    """People who are listed by themselves, in order, before the ties."""

    def line(self, row: int) -> int | None:
        """Return the line of a row, or None in a file without lines."""
        return None if self.lines is None else int(self.lines[row])

    def place(self, row: int) -> str:
        """Return the place of a row in words: ``line 12`` or ``row 12``."""
        if self.lines is None:
            return f"{self.unit} {row + 1:,}"
        return f"line {int(self.lines[row]):,}"


def numbered(
    file: Path, ends: EndsOfTies, notes: Sequence[str] = (), left_out: Sequence[UnusedRows] = ()
) -> TiesFile:
    """Number the people in the order of their first mention, and list each tie once."""
    import pandas as pd  # noqa: PLC0415 - slow to load, only needed with a file

    first = len(ends.known)
    mentions = np.empty(first + 2 * len(ends.one), object)
    mentions[:first] = ends.known
    mentions[first::2], mentions[first + 1 :: 2] = ends.one, ends.other
    codes, written = pd.factorize(mentions)
    known, one, other = codes[:first], codes[first::2], codes[first + 1 :: 2]
    names = [str(name) for name in written]
    said = list(notes)
    names = _one_way(file, names, (one, other), ends, said)
    person, _ = pd.factorize(np.array(names, object), use_na_sentinel=True)
    person = np.append(np.where([name == "" for name in names], -1, person), -1)
    known, one, other = person[known], person[one], person[other]
    whole = (one >= 0) & (other >= 0)
    dropped = list(left_out)
    if not whole.all():
        dropped.append(_without_person(file, ends, whole))
    kept = np.concatenate([known[known >= 0], np.stack([one[whole], other[whole]], 1).ravel()])
    numbers, people = pd.factorize(kept)
    pairs = numbers[len(kept) - 2 * int(whole.sum()) :]
    said.extend(_doubts(numbers[: len(kept) - len(pairs)], pairs, len(people)))
    found = once(file, pairs[0::2], pairs[1::2], len(people), dropped)
    return found._replace(notes=tuple(said))


def _doubts(known: NDArray[Any], pairs: NDArray[Any], people: int) -> Iterator[str]:
    """Yield what may be amiss with ties: people who are not listed, columns without a link."""
    if len(known) and (more := people - len(np.unique(known))):
        yield f"{counted(more, 'person is', 'people are')} named by ties only, not in the list"
    one, other = np.unique(pairs[0::2]), np.unique(pairs[1::2])
    if len(pairs) >= 6 and len(one) + len(other) == len(np.union1d(one, other)):
        yield "nobody stands in both columns of people; see that these are the right columns"


def _without_person(file: Path, ends: EndsOfTies, whole: NDArray[np.bool_]) -> UnusedRows:
    """Return the rows with an empty cell, or raise an error if they are most of the file."""
    number, row = int((~whole).sum()), int(np.argmin(whole))
    if number > MOST_LEFT_OUT * len(whole):
        said = (
            f"names one person only, as do {number:,} of {len(whole):,} {ends.unit}s; write two "
            "people in each, and name their columns source and target"
        )
        raise refusal(file, said, ends.line(row))
    why = f"{counted(number, ends.unit)} with an empty cell for a person"
    return UnusedRows(number, why, ends.place(row))


def _one_way(
    file: Path,
    names: list[str],
    columns: tuple[NDArray[np.int64], NDArray[np.int64]],
    ends: EndsOfTies,
    said: list[str],
) -> list[str]:
    """Return each name as it is written in one way, "" for an empty one, and say what that took."""
    names = [unicodedata.normalize("NFC", name.strip()) for name in names]
    if ends.known:
        return _as_listed(names, {unicodedata.normalize("NFC", str(n).strip()) for n in ends.known})
    numbers = [_as_number(name) for name in names]
    for column in columns:
        _refuse_decimals(file, names, numbers, column, ends)
    filled = [
        number for name, number in zip(names, numbers, strict=True) if name.lower() not in EMPTY
    ]
    if filled and all(number is not None for number in filled):
        return _told_apart(names, [number or "" for number in numbers], said)
    alike = ["" if name.lower() in NOTHING else _without_fraction(name) for name in names]
    doubtful = [name for name in dict.fromkeys(names) if name.lower() in LOOKS_EMPTY]
    if doubtful:
        said.append(f"{shown(doubtful[0])} is taken as the name of a person, not as an empty cell")
    return _told_apart(names, alike, said)


def _as_listed(names: list[str], listed: set[str]) -> list[str]:
    """Return names as a list of people has them: 12.0 as 12 where only 12 is listed, or as 12.0."""
    written: dict[str, list[str]] = {}
    for name in listed:
        written.setdefault(_as_number(name) or name, []).append(name)
    meant = [written.get(_as_number(name) or name, []) for name in names]
    pairs = zip(names, meant, strict=True)
    return [name if name in listed or len(same) != 1 else same[0] for name, same in pairs]


def _told_apart(names: list[str], alike: list[str], said: list[str]) -> list[str]:
    """Say how many people are written in more than one way, and return the one way."""
    ways: dict[str, list[str]] = {}
    for name, same in zip(names, alike, strict=True):
        if same and name not in ways.setdefault(same, []):
            ways[same].append(name)
    several = [written for written in ways.values() if len(written) > 1]
    if several:
        first = " and ".join(shown(name) for name in several[0][:2])
        people = counted(len(several), "person is", "people are")
        said.append(f"{people} written in more than one way ({first}) and counted as one each")
    return alike


def _as_number(name: str) -> str | None:
    """Return a whole number as plain digits, "" for a decimal number, None for a word."""
    name = _plain_figures(name)
    if found := WHOLE.fullmatch(name):
        sign = "-" if found[1] == "-" and found[2] != "0" else ""
        return sign + found[2]
    if found := EXPONENT.fullmatch(name):
        digits, power = (found[3] or "").rstrip("0"), int(found[4])
        if len(digits) <= power:
            sign = "-" if found[1] == "-" else ""
            return sign + found[2] + digits + "0" * (power - len(digits))
        return ""
    return "" if DECIMAL.fullmatch(name) else None


def _plain_figures(name: str) -> str:
    """Return a number without blanks between thousands, a mark of text, or figures of other width.

    Other names stay as they are.
    """
    if name.isascii() and "'" not in name:
        return name
    plain = unicodedata.normalize("NFKC", name.removeprefix("'"))
    plain = THOUSANDS.sub("", plain)
    return plain if plain.lstrip("+-").replace(".", "").isdecimal() else name


def _without_fraction(name: str) -> str:
    """Return ``12`` for ``12.0``, and any other name as it is."""
    begin, point, zeros = name.partition(".")
    return begin if point and begin.isdecimal() and not zeros.strip("0") else name


def _refuse_decimals(
    file: Path,
    names: list[str],
    numbers: list[str | None],
    column: NDArray[np.int64],
    ends: EndsOfTies,
) -> None:
    """Refuse decimal numbers as people, and numbers that a spreadsheet has cut."""
    met = np.unique(column[column >= 0]).tolist()
    filled = [place for place in met if names[place].lower() not in EMPTY]
    cut = {place for place in filled if _cut(names[place])}
    if not cut and any(numbers[place] is None for place in filled):
        return
    for place in cut or filled:
        if numbers[place] == "" or place in cut:
            said = (
                "has lost its last digits in a spreadsheet; format the column as text there, "
                "and save it again"
                if place in cut
                else "is no whole number; write people's numbers without points and commas, and "
                "name their columns source and target"
            )
            row = int(np.argmax(column == place))
            raise refusal(file, f"{shown(names[place])} {said}", ends.line(row))


def _cut(name: str) -> bool:
    """Return True if a number stands with an exponent so high that its digits are lost."""
    found = EXPONENT.fullmatch(name)
    return found is not None and int(found[4]) >= SURE_EXPONENT


def once(
    file: Path,
    one: NDArray[Any],
    other: NDArray[Any],
    people: int,
    left_out: Sequence[UnusedRows] = (),
) -> TiesFile:
    """Return each tie once and none to oneself, of people numbered 0 … ``people`` − 1.

    Raises ``ScenarioError`` if no tie remains, or if a number is out of that range.
    """
    one, other = np.asarray(one, np.int64), np.asarray(other, np.int64)
    low, high = np.minimum(one, other), np.maximum(one, other)
    if len(low) and (low.min() < 0 or high.max() >= people):
        wrong = int(low.min()) if low.min() < 0 else int(high.max())
        said = f"names person {wrong} of {people} people numbered from 0; correct that number"
        raise refusal(file, said)
    apart = low < high
    ties = np.unique(low[apart] * people + high[apart])
    dropped = [*left_out]
    if itself := int((~apart).sum()):
        dropped.append(
            UnusedRows(itself, f"{counted(itself, 'tie')} of somebody to themselves", "", False)
        )
    if again := int(apart.sum()) - len(ties):
        dropped.append(
            UnusedRows(
                again, f"{counted(again, 'tie')} between the same two people again", "", False
            )
        )
    if not len(ties):
        said = 'has no tie between two people; write kind = "none" if nobody knows anybody'
        raise refusal(file, said)
    pairs = (ties // people).astype(np.int32), (ties % people).astype(np.int32)
    return TiesFile(pairs, people, tuple(dropped))
