"""Mutated tables of counts: refused where they are wrong, or read to finite counts."""

from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import numpy as np

from tests.mutations.mutant import Mutant
from tests.mutations.values import NUMBERS, RAW, TEXTS

FORMS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%SZ", "%d.%m.%Y %H:%M", "%m/%d/%Y", "%Y-%m-%d")
ODD_TIMES = ("", "9999-12-31", "0001-01-01", "2020-02-30", "24:00", "yesterday", "1e10", "-1")
NAMES = ("time", "date", "Datum", "count", "mentions", "negative", "Total", "", "time")


def mutant(chance: Random, folder: Path) -> Mutant:
    """A table of counts with a few of its cells, lines or signs changed."""
    from sim.fitting.observed import read_storm

    file = folder / f"counts.{chance.choice(('csv', 'csv', 'csv', 'txt', 'tsv'))}"
    file.write_bytes(_text(chance).encode(chance.choice(("utf-8", "utf-8-sig", "utf-16", "cp1252")),
                                          "replace"))  # fmt: skip

    def finite() -> str:
        bins = read_storm(file).bins
        known = bins[~np.isnan(bins)]
        return "" if np.isfinite(known).all() and (known >= 0).all() else "counts are not finite"

    return Mutant(
        words=("fit", str(file)),
        done=lambda: read_storm(file) and None,
        names=(str(file), file.name),
        in_lines=True,
        accepted=finite,
    )


def _text(chance: Random) -> str:
    """Return a table as text."""
    form, step = chance.choice(FORMS), chance.choice((1, 1, 3, 24, 168))
    begin = datetime(2020, 1, 1)
    rows = [
        [(begin + timedelta(hours=step * n)).strftime(form), str(chance.randrange(500))]
        for n in range(chance.choice((1, 3, 48, 200)))
    ]
    table = [["time", "count"], *rows]
    for _ in range(chance.choice((0, 1, 1, 2, 5))):
        _change(chance, table)
    separator, end = chance.choice(",,,;\t|"), chance.choice(("\n", "\n", "\r\n", "\r"))
    return end.join(separator.join(row) for row in table) + chance.choice((end, "", end * 3))


def _change(chance: Random, table: list[list[str]]) -> None:
    """Change one thing of a table in place."""
    line = chance.randrange(len(table))
    done = chance.randrange(9)
    if done < 3 and table[line]:
        odd = (*map(str, NUMBERS), *TEXTS, "1.234", "1,5", "<1", "1 234", '"', "n/a", *ODD_TIMES)
        text = str(chance.choice(odd)).removeprefix(RAW)
        table[line][chance.randrange(len(table[line]))] = text
    elif done == 3:
        table.insert(line, list(table[line]))
    elif done == 4 and len(table) > 1:
        del table[line]
    elif done == 5:
        table.insert(0, [chance.choice(("# a preamble", "Category: all", "", '"x'))])
    elif done == 6:
        table[0] = [chance.choice(NAMES) for _ in range(chance.choice((1, 2, 3)))]
    elif done == 7:
        chance.shuffle(table)
    else:
        for row in table:
            row.append(str(chance.choice(TEXTS)).replace("\n", " ")[:50])
