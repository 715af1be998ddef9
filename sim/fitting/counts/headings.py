"""Find the heading of a table, below whatever stands above it, and the columns that matter."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sim.errors import InputError, nearest
from sim.fitting.counts.answers import ROWS, CountsReading, OpenQuestion, cell_shown
from sim.fitting.counts.column_names import (
    CLOCKS,
    COUNTS,
    DEFENDING,
    KEYS,
    NEGATIVE,
    POSTS,
    TIMES,
    cells_of,
    plain,
)
from sim.fitting.counts.date_parts import date_parts
from sim.fitting.counts.files import Cell, Row
from sim.fitting.counts.moments import looks_like_a_time, moment_of, moment_of_number
from sim.fitting.counts.numbers import is_unknown, looks_like_a_number
from sim.fitting.counts.row_kinds import kinds_of_rows
from sim.fitting.counts.times import settle
from sim.fitting.counts.zones import is_zone
from sim.language.told import Told, joined

FEWEST_SIDE_BY_SIDE = 6
"""Columns called by times from which the table lies on its side."""
ZONE_LABEL = re.compile(r"time ?zone|zeitzone|fuseau( horaire)?")
CLOCK_CELL = re.compile(
    r"\d{1,2}([:h.]\d\d([:.]\d\d)?)?( ?[ap]\.?m\.?| ?uhr| ?h)?( ?[-–—].*)?", re.I
)


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a table and the places of its columns, from 0."""

    line: int
    """Line of the heading, 0 if there is none."""
    names: tuple[str, ...]
    time: int
    count: int | None
    """None where each row is one post."""
    clock: int | None = None
    """Column of the time of day, where it is not in the first one."""
    sides: tuple[tuple[str, int], ...] = ()
    """Columns of negative and defending voices."""
    above: tuple[int, ...] = ()
    """Lines above the heading."""
    zone: str = ""
    """Zone that the heading or the lines above it name."""
    parts: tuple[int, ...] = ()
    """Columns of year, month and day, where the date stands in three."""
    kinds: str = ""
    """What tells the rows of one time apart, in words."""

    def plain_names(self) -> tuple[str, ...]:
        """Return the names as headings repeat them."""
        return tuple(name.strip() for name in self.names)


def find_heading(path: Path, sample: Sequence[Row], reading: CountsReading) -> Heading:
    """Return the heading of a table by its first rows. InputError says what is missing."""
    place = _place(path, sample, reading)
    above: tuple[int, ...] = ()
    if place is None:
        first = sample[0][1]
        names: tuple[str, ...] = tuple(
            Told("counts.column_name", number=n + 1) for n in range(len(first))
        )
        line, rows = 0, sample
    else:
        line, cells = sample[place]
        names = tuple(str(cell) for cell in cells)
        rows, above = sample[place + 1 :], tuple(number for number, _ in sample[:place])
    zone = _zone(names, sample[: place or 0]) or _zone_of_column(names, rows)
    return _columns(path, line, names, [cells for _, cells in rows], reading, zone, above)


def _zone_of_column(names: Sequence[str], rows: Sequence[Row]) -> str:
    """Return the zone that a column of zones names in every row."""
    for place, name in enumerate(names):
        if ZONE_LABEL.fullmatch(plain(name)):
            zones = {str(cells[place]).strip() for _, cells in rows if place < len(cells)} - {""}
            if len(zones) == 1 and is_zone(zone := zones.pop()):
                return zone
    return ""


def _place(path: Path, sample: Sequence[Row], reading: CountsReading) -> int | None:
    """Return the place of the heading in the sample, None if the table has none."""
    wanted = {plain(name) for name in (reading.time_column, reading.count_column) if name}
    wanted -= {ROWS}
    for place, (_, cells) in enumerate(sample):
        names = [plain(cell) for cell in cells]
        if wanted and wanted <= set(names):
            return place
    for place, (_, cells) in enumerate(sample):
        names = [plain(cell) for cell in cells if str(cell).strip()]
        rest = [name for name in names if name not in TIMES]
        if not set(names) & set(TIMES) or any(map(_is_figure, cells)):
            continue
        if rest or all(len(_filled(row)) == 1 for _, row in sample[place:]):
            return place
    timed = Counter(
        column
        for _, cells in sample
        for column, cell in enumerate(cells)
        if looks_like_a_time(cell)
    )
    if not timed:
        line, cells = sample[0]
        shown = ", ".join(cell_shown(cell) for cell in cells[:8])
        raise InputError(Told("counts.no_times", path=path, line=line, shown=shown))
    column = timed.most_common(1)[0][0]
    width = Counter(len(_filled(cells)) for _, cells in sample).most_common(1)[0][0]
    for place, (_, cells) in enumerate(sample):
        fits = column < len(cells) and looks_like_a_time(cells[column])
        if fits and len(_filled(cells)) >= min(2, width):
            return place - 1 if place else None
    return None


def _filled(cells: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in cells if isinstance(cell, float) or cell.strip()]


def _is_figure(cell: Cell) -> bool:
    return looks_like_a_time(cell) or looks_like_a_number(cell)


def _zone(names: Sequence[str], above: Sequence[Row]) -> str:
    """Return the zone that a heading or the lines above it name."""
    for name in names:
        for found in re.findall(r"[(\[](.*?)[)\]]", name):
            words = [found, *found.replace(",", " ").split()]
            if plain(name) in (*TIMES, *CLOCKS):
                for word in words:
                    if is_zone(word):
                        return str(word)
    for _, cells in above:
        text = " ".join(str(cell) for cell in cells)
        if found_label := ZONE_LABEL.search(text.lower()):
            rest = re.sub(r"[(\[].*?[)\]]", " ", text[found_label.end() :]).strip(" :;,\"'")
            for word in (rest, *rest.split()):
                if word and is_zone(word):
                    return word
    return ""


def _columns(
    path: Path,
    line: int,
    names: tuple[str, ...],
    rows: list[list[Cell]],
    reading: CountsReading,
    zone: str,
    above: tuple[int, ...],
) -> Heading:
    """Choose the columns of times and counts."""
    parts = () if reading.time_column else date_parts(names, rows)
    time = parts[-1] if parts else _time_column(path, names, rows, reading.time_column)
    clock = _clock_column(names, rows, None if parts else time)
    sides = tuple(
        (side, place)
        for side, known in (("negative", NEGATIVE), ("defending", DEFENDING))
        for place in [_one_of(path, names, known)]
        if place is not None and place != time and _is_numeric(rows, place)
    )
    taken = {time, clock, *parts, *(place for _, place in sides)}
    found = Heading(line, names, time, None, clock, sides, above, zone, parts)
    count = _count_column(path, names, rows, reading.count_column, taken)
    kinds = kinds_of_rows(path, names, rows, (time, clock, *parts), count, bool(sides))
    return replace(found, count=count, kinds=kinds)


def _named_place(path: Path, names: Sequence[str], wanted: str) -> int:
    """Return the place of a column that the user named. InputError if it is not there."""
    alike = [place for place, name in enumerate(names) if plain(name) == plain(wanted)] or [
        place for place, name in enumerate(names) if name.strip().lower() == wanted.strip().lower()
    ]
    exact = [place for place in alike if names[place].strip() == wanted.strip()]
    if len(exact) == 1 or len(alike) == 1:
        return (exact or alike)[0]
    if alike:
        raise InputError(_twice(path, names, alike))
    known = [name.strip() for name in names if name.strip()]
    if near := nearest(wanted, known):
        meant = Told("counts.meant", name=near)
    else:
        meant = Told("counts.known", names=", ".join(known) or Told("counts.none"))
    raise InputError(Told("counts.no_column", path=path, wanted=wanted, meant=meant))


def _twice(path: Path, names: Sequence[str], places: Sequence[int]) -> Told:
    told = [
        Told("counts.column_at", name=names[place].strip(), number=place + 1) for place in places
    ]
    return Told("counts.two_columns", path=path, names=joined(told, Told("counts.and")))


def _one_of(path: Path, names: Sequence[str], known: Sequence[str]) -> int | None:
    """Return the place of the first known name. InputError if two columns have it."""
    plain_names = [plain(name) for name in names]
    for name in known:
        places = [place for place, own in enumerate(plain_names) if own == name]
        if len(places) > 1:
            raise InputError(_twice(path, names, places))
        if places:
            return places[0]
    return None


def _time_column(
    path: Path, names: Sequence[str], rows: list[list[Cell]], wanted: str | None
) -> int:
    if wanted is not None:
        return _named_place(path, names, wanted)
    timed = [place for place in range(len(names)) if _is_timed(rows, place)]
    named = [name for name in TIMES if any(plain(names[place]) == name for place in timed)]
    if named:
        return int(_one_of(path, names, named) or 0)
    known = _one_of(path, names, TIMES)
    if known is not None and not timed:
        return known
    if not timed:
        there = ", ".join(name.strip() for name in names if name.strip())
        raise InputError(Told("counts.no_time_column", path=path, there=there))
    if len(timed) == 1 or _same_times(rows, timed):
        return timed[0]
    meanings = {names[place].strip(): _first(rows, place) for place in timed}
    raise OpenQuestion(path, Told("counts.times_open"), "time_column", meanings)


def _same_times(rows: list[list[Cell]], places: Sequence[int]) -> bool:
    """Return True if columns hold the same times, however each of them writes them."""
    full = [row for row in rows if max(places) < len(row)]
    for row in full:
        moments = [moment_of(cell) if isinstance(cell, str) else moment_of_number(cell)
                   for cell in (row[place] for place in places)]  # fmt: skip
        try:
            settled = {None if moment is None else settle(moment) for moment in moments}
        except ValueError:
            return False
        if len(settled) > 1 or None in settled:
            return False
    return bool(full)


def _first(rows: list[list[Cell]], place: int) -> Told:
    cells = cells_of(rows, place)
    if not cells:
        return Told("counts.empty_column")
    return Told("counts.begins", cell=cell_shown(cells[0]))


def _is_timed(rows: list[list[Cell]], place: int) -> bool:
    """Return True for a column most of whose cells are times, also as numbers."""
    cells = cells_of(rows, place)
    good = sum(
        (moment_of(cell) if isinstance(cell, str) else moment_of_number(cell)) is not None
        for cell in cells
    )
    return good * 2 > len(cells)


def _is_numeric(rows: list[list[Cell]], place: int) -> bool:
    cells = cells_of(rows, place)
    told = [cell for cell in cells if not is_unknown(cell)]
    return bool(told) and sum(map(looks_like_a_number, told)) * 2 > len(told)


def _clock_column(names: Sequence[str], rows: list[list[Cell]], time: int | None) -> int | None:
    """Return the column with the time of day, if the dates have none or stand in three parts."""
    if time is not None:
        moments = [moment_of(cell) for cell in cells_of(rows, time) if isinstance(cell, str)]
        if any(moment is None or moment.has_clock for moment in moments[:20]) or not moments:
            return None
    for place, name in enumerate(names):
        cells = [str(cell) for cell in cells_of(rows, place)]
        clocks = cells and all(CLOCK_CELL.fullmatch(cell.removesuffix(".0")) for cell in cells)
        if place != time and plain(name) in CLOCKS and clocks:
            return place
    return None


def _count_column(
    path: Path,
    names: Sequence[str],
    rows: list[list[Cell]],
    wanted: str | None,
    taken: set[int | None],
) -> int | None:
    """Return the column of counts, None where each row is one post."""
    if wanted is not None:
        return None if plain(wanted) == ROWS else _named_place(path, names, wanted)
    known = [name for name in COUNTS if any(plain(own) == name for own in names)]
    if (place := _one_of(path, names, known[:1])) is not None and place not in taken:
        return place
    if (place := _one_of(path, names, NEGATIVE)) in taken and place is not None:
        return place
    posts = any(POSTS.search(plain(name)) for name in names)
    places = [
        place
        for place, name in enumerate(names)
        if place not in taken and _is_numeric(rows, place) and not KEYS.search(plain(name))
        and not _is_timed(rows, place)
    ]  # fmt: skip
    # What is left are numbers that name the posts, if anything.
    others = {plain(name) for place, name in enumerate(names) if place not in taken} - {""}
    alone = others <= {"id", "ids"}
    if posts or (not places and alone):
        return None
    if len(places) == 1:
        return places[0]
    there = ", ".join(name.strip() for name in names if name.strip())
    if not places:
        raise InputError(Told("counts.no_count_column", path=path, there=there))
    side_by_side = [names[place].strip() for place in places if _is_moment(names[place])]
    if len(side_by_side) >= FEWEST_SIDE_BY_SIDE:
        first, last = (cell_shown(side_by_side[place]) for place in (0, -1))
        raise InputError(Told("counts.side_by_side", path=path, first=first, last=last))
    meanings = {names[place].strip(): _first(rows, place) for place in places}
    meanings[ROWS] = Told("counts.row_is_post")
    raise OpenQuestion(path, Told("counts.counts_open"), "count_column", meanings)


def _is_moment(name: str) -> bool:
    """Return True for the name of a column that is a time of day or a date."""
    name = name.strip().removesuffix(".0")
    return looks_like_a_time(name) or CLOCK_CELL.fullmatch(name) is not None
