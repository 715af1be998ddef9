"""Values that no author writes, and values at the edges of those that authors write."""

import math
from random import Random
from typing import Any

RAW = "<raw>"
"""Before the text of a value that TOML cannot be given in another way."""

NUMBERS: tuple[Any, ...] = (
    0, -1, 1, 2, 3, 59, 60, 61, 1000, 1001, 10**6, 5 * 10**7, 5 * 10**7 + 1, 2**31, 2**63, 2**64,
    -(2**63), 10**30, 10**400, 0.0, -0.0, 1e-300, 1e-9, 0.1, 0.5, 0.999999999, 1.0, 1.0000001,
    1.1, 2.5, 1e6, 1e15, 1e16, 1e300, float("inf"), float("-inf"), float("nan"),
    f"{RAW}{'9' * 5000}", f"{RAW}1e999", f"{RAW}0x{'f' * 40}", f"{RAW}1_000", f"{RAW}.5",
)  # fmt: skip
TIMES: tuple[Any, ...] = (
    "0h", "0min", "1min", "0.001h", "1h", "90min", "6h", "24h", "48h", "366d", "8784h", "9999h",
    "1.23457e+06h", "-1h", "+1h", "+0h", "+6h", "+9999h", f"+{'9' * 400}h", f"{'9' * 400}h",
    "1e3h", "inf h", "Sun 12:00", "Sun 14:00", "Sun+1 10:00", "Sun+99 23:59", "Mon 00:00",
    "Sat 25:00", "Sun 12:60", "sunday", "٣h", "estimate", "open", "fixed",
)  # fmt: skip
DATES: tuple[Any, ...] = (
    "9999-12-31", "0001-01-01", "2012-02-30", "2012-08-26", "1699-12-31", "2200-12-28",
    f"{RAW}9999-12-31", f"{RAW}0001-01-01", f"{RAW}2012-08-26T00:00:00Z", f"{RAW}07:32:00",
)  # fmt: skip
TEXTS: tuple[Any, ...] = (
    "", " ", "\n\n", "\t", "a", "ä", "é" * 60, "字" * 60, "a" * 61, "a" * 300, "x" * 2001,
    "word " * 800, "y" * 4001, "z" * 200_000, "\x1b[31mred", "a\x00b", "a\rb", "\u202eabc",
    "🔥" * 50,
    "<script>alert(1)</script>", "{estimate}", "{nothing}", "{", "%s %d", "$HOME", "../../etc",
    "/dev/zero", "a/b", "a.b.c", "=1+1", "a;b", "silence", "none", "\u2028", "$x^2$", "\\frac{1}{",
    "_^", "NaN", "null", "posts_per_hour > 20", "posts_per_hour > 1e999", "trust > 1",
    "fixed == 1 and promises_open == 0", " and ".join(["articles > 0"] * 3000),
)  # fmt: skip
OTHERS: tuple[Any, ...] = (True, False, [], {}, [[]], [1], [{}], {"a": 1}, {"": 1}, {"do": "x"})


def value(chance: Random, near: Any = None) -> Any:
    """Return a value, more often than not of the kind of the one that it replaces."""
    alike: tuple[Any, ...] = OTHERS
    if isinstance(near, bool):
        alike = (True, False)
    elif isinstance(near, int | float):
        alike = (*NUMBERS, *_around(near))
    elif isinstance(near, str):
        alike = (*TEXTS, *TIMES, *DATES)
    pool = alike if chance.random() < 0.8 else (*NUMBERS, *TIMES, *DATES, *TEXTS, *OTHERS)
    return chance.choice(pool)


def _around(number: float) -> tuple[float, ...]:
    """Return numbers around one, some of the other kind."""
    whole = int(number) if math.isfinite(number) else 0
    return (number + 1, number - 1, -number, number * 10, number / 2, float(number), whole)
