"""Say what tells rows of the same time apart, such as a platform or whether a post is critical."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from sim.errors import InputError
from sim.fitting.counts.answers import cell_shown
from sim.fitting.counts.column_names import SENTIMENTS, cells_of, plain
from sim.fitting.counts.files import Cell
from sim.fitting.counts.numbers import looks_like_a_number
from sim.language.told import Told

MOST_KINDS = 12
"""Words of a column up to which they are kinds."""
FEWEST_PER_KIND = 2
EVERYTHING = {
    "all", "total", "overall", "alle", "gesamt", "insgesamt", "tous", "toutes", "ensemble",
}  # fmt: skip
"""Words of a row that sums up the other kinds."""


def kinds_of_rows(
    path: Path,
    names: Sequence[str],
    rows: list[list[Cell]],
    times: Sequence[int | None],
    count: int | None,
    has_sides: bool,
) -> str:
    """Return in words which column tells the rows of one time apart, "" if none does.

    ``times`` are the columns of times. Raises InputError if one kind is the sum of the others.
    """
    for place, name in enumerate(names):
        if place in (*times, count):
            continue
        kinds = _kinds(rows, place)
        if len(kinds) < FEWEST_PER_KIND:
            continue
        shown = ", ".join(cell_shown(kind) for kind in kinds[:4])
        told = {"name": name.strip(), "shown": shown + (", …" if len(kinds) > 4 else "")}
        if plain(name) in SENTIMENTS and not has_sides:
            return Told("counts.kinds_counted", **told)
        if count is not None and _splits(rows, place, times):
            total = next((kind for kind in kinds if plain(kind) in EVERYTHING), None)
            if total:
                raise InputError(
                    Told("counts.kinds_sum", path=path, total=cell_shown(total), **told)
                )
            return Told("counts.kinds_added", **told)
    return ""


def _kinds(rows: list[list[Cell]], place: int) -> list[str]:
    """Return the words of a column if they are few, in the order of the file."""
    cells = cells_of(rows, place)
    words = dict.fromkeys(str(cell).strip() for cell in cells)
    if len(words) > MOST_KINDS or len(cells) < FEWEST_PER_KIND * len(words):
        return []
    return [] if any(map(looks_like_a_number, words)) else list(words)


def _splits(rows: list[list[Cell]], place: int, times: Sequence[int | None]) -> bool:
    """Return True if most times come again, each time with another word of the column."""
    full = [row for row in rows if len(row) > place]
    moments = [tuple(row[time] for time in times if time is not None and time < len(row))
               for row in full]  # fmt: skip
    both = [(moment, row[place]) for moment, row in zip(moments, full, strict=True)]
    again = sum(number > 1 for number in Counter(moments).values())
    return again * 2 > len(set(moments)) and len(set(both)) == len(both)
