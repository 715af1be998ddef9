"""Read a column of counts: one style of thousands and decimals for the whole file.

A cell such as 1.600 is 1,600 in German and 1.6 in English. The other cells tell which, or the
user is asked.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from math import isfinite, nan
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.errors import InputError
from sim.fitting.counts.answers import NumberStyle, OpenQuestion, cell_shown
from sim.fitting.counts.column_names import COUNTS
from sim.fitting.counts.files import Cell
from sim.language.told import Amount, Told

Style = Literal["english", "german"]
STYLES: dict[NumberStyle, Style] = {"english": "english", "german": "german", "french": "german"}
"""Style of signs. French differs from German in spaces, which have one meaning."""
UNKNOWN = {
    "", "-", "–", "—", "na", "n/a", "#n/a", "#nv", "nan", "null", "none", "nil", "k.a.", "k. a.",
    "n. v.", "n.v.", "n/v", "nv", "nd", "n.d.", "n. d.", "?", "..", "...", "…", "no data",
    "not available", "unknown", "keine daten", "keine angabe", "unbekannt", "nicht verfügbar",
    "pas de données", "non disponible", "inconnu", "(null)", "\\n", "#value!", "#wert!", "#div/0!",
    "#valeur!",
}  # fmt: skip
"""Cells that say that nothing is known."""
FACTORS = {
    "k": 1e3, "tsd": 1e3, "tausend": 1e3, "thousand": 1e3,
    "mille": 1e3, "millier": 1e3, "milliers": 1e3,
    "m": 1e6, "mio": 1e6, "mill": 1e6, "mn": 1e6,
    "million": 1e6, "millions": 1e6,
}  # fmt: skip
"""Words after a rounded figure, such as 1.2K."""
_SPACES = re.compile(r"(?<=\d)[ \u00a0\u2007-\u200a\u202f'’‘ʼ`´_](?=\d{3}(?!\d))")
"""Signs between thousands that nothing else can be: spaces, and apostrophes as people type them."""
_ENGLISH = re.compile(
    r"[+-]?(?:[1-9]\d{0,2}(?:(?:,\d{3})+|(?:,\d\d)+,\d{3})(?:\.\d*)?"
    r"|(?:\d+)?(?:\.\d*)?(?:[eE][+-]?\d+)?)"
)
_GERMAN = re.compile(
    r"[+-]?(?:[1-9]\d{0,2}(?:\.\d{3})+(?:,\d*)?|(?:\d+)?(?:,\d*)?(?:[eE][+-]?\d+)?)"
)
"""A number with an exponent has no signs of thousands."""
_ROUNDED = re.compile(r"(.*\d)\s?([A-Za-z]+)\.?")
_PLAIN = re.compile(r"[+-]?\d{1,15}")
_UNDER = re.compile(
    r"^\s*(?:<=?|≤|less than |fewer than |under |up to |at most |unter |weniger als |bis zu |"
    r"höchstens |moins de |au plus |inférieur à )\s*",
    re.IGNORECASE,
)
"""What stands before a bound that a count lies under."""
_ABOUT = re.compile(
    r"^\s*(?:~|≈|>=?|≥|about |around |over |more than |ca\.? ?|circa |etwa |rund |über |mehr als |"
    r"env\. |environ |plus de )\s*",
    re.IGNORECASE,
)
"""What stands before a rounded count."""
_BEHIND = re.compile(r"(?<=\d)\s*(?:\+|\*{1,3}|[¹²³†]|\[\w\])$")
"""A sign behind a count: of more than that, or of a footnote."""


@lru_cache(maxsize=100_000)
def both_readings(text: str) -> tuple[float | None, float | None]:
    """Return the number of a text in English and in German, None where it is none."""
    plain = _SPACES.sub("", text.strip().replace("\u2212", "-"))
    if _PLAIN.fullmatch(plain):
        return float(plain), float(plain)
    factor = 1.0
    if (found := _ROUNDED.fullmatch(plain)) and found[2].lower() in FACTORS:
        plain, factor = found[1], FACTORS[found[2].lower()]
    if not any(sign.isdigit() for sign in plain) or len(plain) > 40:
        return None, None
    english = german = None
    if _ENGLISH.fullmatch(plain):
        english = _number(plain.replace(",", ""), factor)
    if _GERMAN.fullmatch(plain):
        german = _number(plain.replace(".", "").replace(",", "."), factor)
    return english, german


def _bare(cell: str) -> str:
    """Return a count without what stands around it: a bound, a footnote, the name of its unit."""
    text = _BEHIND.sub("", _ABOUT.sub("", _UNDER.sub("", cell.strip())))
    text = text.removeprefix("'")  # as spreadsheets mark text
    figure, _, unit = text.rpartition(" ")
    return figure if unit.lower() in COUNTS and figure[-1:].isdigit() else text.strip()


def _number(text: str, factor: float) -> float | None:
    try:
        value = float(text) * factor
    except ValueError:
        return None
    return value if isfinite(value) else None


def looks_like_a_number(cell: Cell) -> bool:
    """Return True for a count, also for one under a bound. False for an unknown one."""
    if isinstance(cell, float):
        return isfinite(cell)
    return any(reading is not None for reading in both_readings(_bare(cell)))


def is_unknown(cell: Cell) -> bool:
    """Return True for a cell that says that nothing is known."""
    return isinstance(cell, str) and cell.strip().lower() in UNKNOWN


@dataclass(frozen=True, slots=True)
class Evidence:
    """A cell that has one meaning, two meanings or a bound, and its line."""

    cell: str
    line: int


@dataclass(slots=True)
class NumberColumns:
    """The columns of counts of a file, some rows at a time, which share a style."""

    path: Path
    english: dict[str, list[NDArray[np.float64]]] = field(default_factory=dict)
    german: dict[str, list[NDArray[np.float64]]] = field(default_factory=dict)
    only: dict[Style, Evidence] = field(default_factory=dict)
    """A cell that is a number in this style alone."""
    open: Evidence | None = None
    """A cell with two meanings."""
    under: int = 0
    """Cells such as <1."""
    rounded: Evidence | None = None
    unknown: dict[str, int] = field(default_factory=dict)
    """Cells that say that nothing is known, by column."""

    def add(self, name: str, heading: str, cells: list[Cell], lines: list[int]) -> None:
        """Add the counts of some rows. InputError names the first cell that is none."""
        known: dict[Cell, tuple[float, float]] = {}
        for cell, line in zip(cells, lines, strict=True):
            if cell not in known:
                known[cell] = self._read(heading, cell, line)
        both = np.array([known[cell] for cell in cells]).reshape(-1, 2).T
        bounds = {cell for cell in known if isinstance(cell, str) and _UNDER.match(cell)}
        if bounds:
            self.under += sum(cell in bounds for cell in cells)
        lost = int(np.isnan(both).all(axis=0).sum())
        self.unknown[name] = self.unknown.get(name, 0) + lost
        self.english.setdefault(name, []).append(both[0])
        self.german.setdefault(name, []).append(both[1])

    def _read(self, heading: str, cell: Cell, line: int) -> tuple[float, float]:
        """Return both readings of a cell, NaN for an unknown one, and note what it tells."""
        if isinstance(cell, float) and isfinite(cell):
            return cell, cell
        if is_unknown(cell):
            return nan, nan
        text = str(cell).strip()
        share = 0.5 if _UNDER.match(text) else 1.0  # somewhere between none and the bound
        plain = _bare(text)
        english, german = both_readings(plain)
        if english is None and german is None:
            remedy = "counts.remedy_share" if text.endswith("%") else "counts.remedy_number"
            raise InputError(
                Told("counts.no_number", path=self.path, line=line, cell=cell_shown(cell),
                     heading=heading, remedy=Told(remedy))
            )  # fmt: skip
        seen = Evidence(text, line)
        if english is None or german is None:
            self.only.setdefault("german" if english is None else "english", seen)
        elif english != german:
            self.open = self.open or seen
        is_rounded = plain[-1:].isalpha() or plain[-2:-1].isalpha()
        if is_rounded or _ABOUT.match(text) or text.endswith("+"):
            self.rounded = self.rounded or seen
        return (
            nan if english is None else english * share,
            nan if german is None else german * share,
        )

    def read(self, given: NumberStyle | None) -> tuple[dict[str, NDArray[np.float64]], str]:
        """Return the counts by column, and the style in words. OpenQuestion if it is open."""
        style = self._style(given)
        chosen = self.german if style == "german" else self.english
        said = ""
        if shown := self.open or self.only.get(style):
            value = both_readings(_bare(shown.cell))[style == "german"] or 0.0
            said = Told(f"counts.numbers_{given or style}", cell=cell_shown(shown.cell),
                        line=shown.line, value=Amount(value))  # fmt: skip
        return {name: np.concatenate(parts) for name, parts in chosen.items()}, said

    def _style(self, given: NumberStyle | None) -> Style:
        style = None if given is None else STYLES[given]
        if len(self.only) == 2 or (style is not None and set(self.only) - {style}):
            wrong = self.only["english" if style == "german" else "german"]
            if style is not None:
                raise InputError(
                    Told("counts.wrong_style", path=self.path, line=wrong.line, given=given,
                         cell=cell_shown(wrong.cell), style=Told(f"counts.style_{given}"))
                )  # fmt: skip
            english, german = self.only["english"], self.only["german"]
            raise InputError(
                Told("counts.two_styles", path=self.path,
                     english=cell_shown(english.cell), english_line=english.line,
                     german=cell_shown(german.cell), german_line=german.line)
            )  # fmt: skip
        if style is not None:
            return style
        if self.only:
            return next(iter(self.only))
        if self.open is None:
            return "english"
        english_value, german_value = both_readings(_bare(self.open.cell))
        raise OpenQuestion(
            self.path,
            Told("counts.two_meanings", cell=cell_shown(self.open.cell), line=self.open.line),
            "numbers",
            {
                "english": Told("counts.it_is", value=Amount(english_value or 0.0)),
                "german": Told("counts.it_is", value=Amount(german_value or 0.0)),
            },
        )
