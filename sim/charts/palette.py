"""Colours, line styles and markers: the same plan looks the same on every slide.

Colours follow Okabe & Ito (2008), which people with any colour blindness can tell apart.
Line styles and markers carry the difference into a grey print.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

INK = "#222222"
MUTED = "#666666"
FAINT = "#C9CDD3"
NIGHT = "#EDF0F5"
PAPER = "#FFFFFF"

BLACK, VERMILION, BLUE, GREEN = "#3A3A3A", "#D55E00", "#0072B2", "#009E73"
ORANGE, SKY, PURPLE, WINE, OLIVE = "#E69F00", "#56B4E9", "#CC79A7", "#882255", "#8A8A2B"

AFFECTED, BANDWAGON, DEFENDERS, COMPANY = "#C44601", "#F5B041", BLUE, INK
"""Critics who are affected (class 1), critics who join in (class 2), defenders (class 3)."""
FOLLOWERS, LEFT = "#BFC4CA", "#1A1A1A"
KEPT, BROKEN = "#007A5A", "#BC4B00"
"""Promises, dark enough for white letters."""

SEVERITY = ("#F7F4EF", "#FCE3BF", "#FBC57F", "#F39B4B", "#D9662B", "#A83A1C", "#631A14")
"""Severity 0 to 6, each step darker than the one before."""

SOLID, DASHED, DOTTED = "solid", (0, (5.0, 1.6)), (0, (1.2, 1.2))
DASH_DOT, LONG_DASH = (0, (5.0, 1.4, 1.2, 1.4)), (0, (9.0, 2.0))
Line = str | tuple[int, tuple[float, ...]]

COLOURS = (BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY, WINE, OLIVE, BLACK)
APART = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, WINE, SKY, BLACK)
"""Colours in the order in which studies take them, each far from those before."""
LINES: tuple[Line, ...] = (SOLID, DASHED, DASH_DOT, DOTTED, LONG_DASH)
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*", "h", "8", "p")
"""None points to a side, where it would read as "towards better" or "towards worse"."""


@dataclass(frozen=True, slots=True)
class Look:
    """Colour, line and marker of one plan, the same everywhere."""

    colour: str
    line: Line
    marker: str


PLANS = {
    "silence": Look(BLACK, DOTTED, "o"),
    "as-it-happened": Look(WINE, LONG_DASH, "s"),
    "broken-promises": Look(VERMILION, SOLID, "X"),
    "revised-in-time": Look(ORANGE, DASHED, "v"),
    "interim-updates": Look(SKY, DASH_DOT, "^"),
    "honest-roadmap": Look(BLUE, SOLID, "D"),
    "roadmap-and-client-help": Look(GREEN, DASHED, "P"),
    "apology": Look(OLIVE, DASH_DOT, "h"),
    "explanation": Look(SKY, SOLID, "8"),
    "private-channel": Look(GREEN, DASH_DOT, "*"),
    "deletion": Look(PURPLE, LONG_DASH, "d"),
    "downplaying": Look(PURPLE, SOLID, "H"),
    "legal-threat": Look(BLACK, DASHED, "p"),
}
"""Plans that recur through the library of scenarios."""


def look(plan: str) -> Look:
    """The look of a plan, from its name alone: never from which others are shown."""
    if plan in PLANS:
        return PLANS[plan]
    return _look_at(crc32(plan.encode()))


def looks(plans: Iterable[str]) -> dict[str, Look]:
    """Return looks of a chart's plans. Of two alike, the later by the alphabet moves on."""
    chosen: dict[str, Look] = {}
    for plan in sorted(set(plans), key=lambda name: (name not in PLANS, name)):
        own, place = look(plan), crc32(plan.encode())
        while own in chosen.values():
            place += 1
            own = _look_at(place)
        chosen[plan] = own
    return chosen


def _look_at(place: int) -> Look:
    rest, colour = divmod(place, len(COLOURS))
    rest, line = divmod(rest, len(LINES))
    return Look(COLOURS[colour], LINES[line], MARKERS[rest % len(MARKERS)])
