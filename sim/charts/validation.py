"""Draw the validation table as slides: one of the case and of spreading, one of studies."""

from math import isnan
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.labels import Box, shorten
from sim.charts.palette import BROKEN, FAINT, INK, KEPT, MUTED, PAPER
from sim.charts.style import BODY, MARGIN, SMALL, WIDTH, bare, panel, slide, stamp, write
from sim.language.spoken import language, percent, say, whole
from sim.validation.wording import short_fact

if TYPE_CHECKING:
    from sim.validation.table import RowResult, Validation

LOOKS = {"holds": (KEPT, "o"), "fails": (BROKEN, "X"), "cannot be tested": (MUTED, "_")}
"""Colour and mark of each verdict."""
SHORT = {
    "S1": "First notice: only grumbling",
    "S2": "A night without a word accelerates",
    "S3": "The peak follows a missed time",
    "S4": "Broken promises worse than roadmap",
    "S5": "Withdrawing a time beats missing it",
    "S7": "Clients' pressure feeds the storm",
    "S9": "Deletion worse than keeping",
    "S11": "Defenders oppose with a lag",
    "S14": "More broken promises, more lost",
    "L4": "Attention: 80 min, 7 h, 22 h",
    "L5": "A post reaches 16 % of fans",
    "L6": "Quiet week: 0.45–1.3 % active",
    "L8": "One-shot: peak in under 24 h",
    "L9": "87 % of volume within 7 days",
    "L11": "Decay exponent of 0.5–2",
    "L12": "Top 3 % write 15–40 % of posts",
    "L18": "Missed estimate: trust −10 to −30 %",
    "L20": "A late first reply costs",
    "L21": "A typical firm's replies",
    "L22": "Deletion raises posting 1.1–2 times",
    "L26": "Churn is modest by default",
    "R1": "Reach enlarges a core's outrage",
    "R2": "Unread bursts relax with 1.3–1.4",
    "R3": "Storms fade as a power of time",
    "R5": "Interest fades with age alone",
    "X3": "Per head, size: under 30 %",
    "X4": "Case: 8–25 % become critics",
    "X5": "At most half of affected speak",
    "X6": "Trust wears while people wait",
    "X7": "Five missed times peak higher",
    "X13": "Missed times make the hurricane",
    "S15": "One: private; many: public",
    "N1": "Answers draw comments, money more",
    "N2": "Long exchanges publicise",
    "N3": "Answered: more trust, more posts",
    "N5": "Apology silences twice as many",
    "N6": "A single answer: minutes count",
    "N7": "Exceeding a promise adds nothing",
    "N8": "Fast promise: calm, then costs",
    "N9": "Updates and reasons: no sum",
    "N10": "Evidence works early only",
    "N14": "Ordinary weeks: 1–10 % defend",
    "N15": "Some trust comes back slowly",
    "N16": "Talk of leaving is not leaving",
    "N17": "Petitions are settled in a day",
    "N18": "Chains of telling are short",
    "N20": "Half of the articles quote",
    "N21": "Outlets matter from the fourth on",
    "N22": "Offence: 1.2–1.6 posts each",
    "N23": "Explained removal softens",
    "N24": "Harsh words: up to ×1.5 uptake",
}
"""Short versions of facts that are too long for their line."""


def on_a_line(number: str, fact: str) -> str:
    """Return a row's fact in few words."""
    return short_fact(number, SHORT.get(number, fact))


_TOP, _BOTTOM, _GAP = 5.6, 0.65, 0.5
_FACT, _BAR = 1.0, 1.2
"""Inches from a column's left edge to the fact, and from its right edge to the bar."""


SLIDES = {"validation": "SRX", "validation-studies": "LN"}
"""Names of the slides, with the groups of rows that each shows."""


def validation_slides(table: "Validation") -> dict[str, Figure]:
    """Return the slides by name, those without a row left out."""
    parts = {
        name: tuple(result for result in table.results if result.row.number[0] in groups)
        for name, groups in SLIDES.items()
    }
    return {name: validation(table, results) for name, results in parts.items() if results}


def validation(table: "Validation", results: "tuple[RowResult, ...]") -> Figure:
    """Return a slide: verdict, fact and share of draws of these rows, in two columns.

    A row that holds without what it is about has a hollow mark.
    The title counts all rows of the table.
    """
    counts = {"rows": whole(len(table.results)), "holds": whole(table.count("holds")),
              "fails": whole(table.count("fails"))}  # fmt: skip
    title = say("validation.slide_title", **counts)
    if untested := table.count("cannot be tested"):
        title = say("validation.slide_title_untested", **counts, untested=whole(untested))
    made = {"pairs": whole(table.pairs), "caveat": say("caveat")}
    shows, source = say("validation.slide_shows"), say("validation.slide_made", **made)
    if table.draws:
        made |= {"drawn": table.drawn_told, "draws": whole(table.draws)}
        shows = say("validation.slide_shows_drawn", drawn=table.drawn_told)
        source = say("validation.slide_made_drawn", **made, each=whole(table.pairs_per_draw))
    if any(result.finding.power for result in results):
        shows = say("validation.slide_hollow", shows=shows)
    figure = slide(title, shows, source)
    half = -(-len(results) // 2)
    wide = (WIDTH - 2 * MARGIN - _GAP) / 2
    for column in range(2):
        left = MARGIN + column * (wide + _GAP)
        ax = panel(figure, Box(left, _BOTTOM, left + wide, _TOP))
        bars = _BAR if table.draws else 0.0
        draw_rows(ax, results[column * half : (column + 1) * half], half, wide, bars)
    return figure


def draw_rows(
    ax: Axes, results: "tuple[RowResult, ...]", places: int, wide: float, bars: float
) -> None:
    """Draw one column of the table: ``places`` rows, ``wide`` inches, ``bars`` of them for bars."""
    bare(ax)
    ax.set(xlim=(0, wide), ylim=(places, 0))
    for place, result in enumerate(results):
        y = place + 0.5
        colour, mark = LOOKS[result.finding.verdict]
        filled = PAPER if result.finding.power else colour
        ax.plot(0.12, y, mark, ms=11, mfc=filled, mec=colour, mew=2)
        stamp(ax, 0.4, y, result.row.number, BODY, ha="left", gid="number")
        fact = on_a_line(result.row.number, result.row.fact)
        fact = shorten(fact, SMALL, wide - _FACT - bars - 0.1)
        stamp(ax, _FACT, y, fact, SMALL, weight="normal", ha="left", gid="fact")
        if bars:
            _draw_share(ax, wide, y, result.robust, colour)


def _draw_share(ax: Axes, wide: float, y: float, share: float, colour: str) -> None:
    """Draw a bar for the share of draws and write the share, or a dash where none were made."""
    left, right = wide - _BAR, wide - (0.6 if language() == "en" else 0.7)
    if isnan(share):
        write(ax, wide, y, "–", va="center", ha="right", color=MUTED, gid="share")
        return
    ax.plot([left, right], [y, y], color=FAINT, lw=6, solid_capstyle="butt")
    ax.plot([left, left + share * (right - left)], [y, y], color=colour, lw=6,
            solid_capstyle="butt")  # fmt: skip
    write(ax, wide, y, percent(share), va="center", ha="right", color=INK, gid="share")
