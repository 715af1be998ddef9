"""The deck: wide slides with a finding, what is shown, where it comes from, and notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import category

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt

from sim.brand import COLOURS, Brand
from sim.charts.labels import height_of, printable, wrap
from sim.charts.palette import INK, MUTED
from sim.charts.style import HEIGHT, MARGIN, WIDTH
from sim.charts.wording import language, say
from sim.language.typesetting import labelled
from sim.writing import refuse_devices, written

ROOM = WIDTH - 2 * MARGIN
TITLES = ((28.0, 2), (24.0, 2), (20.0, 3), (17.0, 4), (14.0, 5), (12.0, 7), (9.0, 12))
"""Sizes of type of a title in points, and the lines that it may take in each."""
SUBTITLES = ((14.0, 1), (13.0, 1), (12.0, 1), (11.0, 1), (10.0, 2))
"""The same of the line below a title."""
SPARE = 0.92
"""Share of the width that lines are reckoned with, as the type may be another's."""
SHOWS, QUIET = 14.0, 11.0
STRONG = "\0"
"""Begins a paragraph that is set in bold."""
SMALLEST, MOST_ROWS = 8.0, 40
"""Smallest type of a paragraph in points, and lines that it may take."""
INSET, GAP_BELOW = 0.1, 5.0
"""Inches at the sides of a box of paragraphs, and points below each."""
BRAND = (2.0, 0.46)
"""Width and height of the place of a brand."""
TOP, BOTTOM = 1.85, 6.85
"""Edges of the content, in inches from the top."""
_TITLE_ONLY = 5
"""Layout of the template that holds a title alone."""
_LANGUAGES = {
    "en": MSO_LANGUAGE_ID.ENGLISH_US,
    "de": MSO_LANGUAGE_ID.GERMAN,
    "fr": MSO_LANGUAGE_ID.FRENCH,
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where slides come from."""

    source: str
    """The line at the foot of each slide."""
    version: str
    """The simulator and its version."""
    command: str
    """The command that makes the same slides again."""


class Deck:
    """Slides in the house style, in the language that charts speak now."""

    def __init__(self, title: str, origin: Origin, brand: Brand | None = None) -> None:
        """``brand`` stands in the lower right corner of each slide, its colour below the title."""
        self.origin, self.brand = origin, brand
        self.presentation = Presentation()
        self.presentation.slide_width = Inches(WIDTH)
        self.presentation.slide_height = Inches(HEIGHT)
        about = self.presentation.core_properties
        about.title, about.author, about.language = plain(title), origin.version, language()

    def add(self, title: str, shows: str) -> Any:
        """Add a slide with a title, what it shows, its source and its notes, and return it."""
        slide = self.presentation.slides.add_slide(self.presentation.slide_layouts[_TITLE_ONLY])
        head = slide.shapes.title
        assert head is not None  # the layout has one
        head.left, head.top = Inches(MARGIN), Inches(0.25)
        head.width, head.height = Inches(ROOM), Inches(1.1)
        write(head.text_frame, [title], points_that_fit(title, TITLES, "bold"), bold=True)
        head.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT  # as all that stands below it
        head.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        lines(slide, (MARGIN, 1.36, ROOM, 0.45), [shows], points_that_fit(shows, SUBTITLES), MUTED)
        room = ROOM if self.brand is None else ROOM - BRAND[0] - 0.2
        lines(slide, (MARGIN, 6.98, room, 0.35), [self.origin.source], QUIET, MUTED)
        if self.brand is not None:
            _show(slide, self.brand)
        notes = slide.notes_slide.notes_text_frame
        assert notes is not None  # the template has notes
        write(notes, self._notes(shows), 12.0)
        return slide

    @property
    def heading(self) -> tuple[str, str]:
        """Return the ground of headings of tables, and the colour of what is written on it."""
        if self.brand is None:
            return COLOURS["bar"], COLOURS["text"]
        return self.brand.bar, self.brand.text

    def save(self, file: Path) -> None:
        """Write the file whole, or not at all. ``OutputError`` if it cannot be written."""
        refuse_devices(file)
        with written(file) as aside:
            self.presentation.save(str(aside))

    def _notes(self, shows: str) -> list[str]:
        told = {
            "slide_statistic": shows,
            "slide_source": f"{self.origin.source} · {self.origin.version}",
            "slide_repeat": self.origin.command,
        }
        return [f"{labelled(say(key), language())} {text}" for key, text in told.items()]


def _show(slide: Any, brand: Brand) -> None:
    """Show a brand in the corner: its logo on its colour, or its name."""
    width, height = map(Inches, BRAND)
    left, top = Inches(WIDTH - MARGIN) - width, Inches(HEIGHT - 0.1) - height
    plate = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, left, top, width, height)
    plate.fill.solid()
    plate.fill.fore_color.rgb = rgb(brand.bar)
    plate.line.fill.background()
    plate.shadow.inherit = False
    plate._element.nvSpPr.cNvPr.set("descr", brand.name)
    if not brand.logo:
        write(plate.text_frame, [brand.name], SHOWS, brand.text, bold=True)
        return
    picture = slide.shapes.add_picture(BytesIO(brand.logo), left, top, height=int(height * 0.8))
    if picture.width > width * 0.9:
        picture.height = int(picture.height * width * 0.9 / picture.width)
        picture.width = int(width * 0.9)
    picture.left = left + (width - picture.width) // 2
    picture.top = top + (height - picture.height) // 2
    picture._element.nvPicPr.cNvPr.set("descr", brand.name)


def points_that_fit(text: str, sizes: Sequence[tuple[float, int]], weight: str = "normal") -> float:
    """Return the largest type in points in which a text is whole in the lines of its size."""
    whole = " ".join(printable(text).split())
    for points, most in sizes:
        if " ".join(wrap(whole, points, ROOM * SPARE, most, weight)) == whole:
            return points
    return sizes[-1][0]


def fill(
    slide: Any, box: tuple[float, float, float, float], texts: Sequence[str], most: float = SHOWS
) -> None:
    """Write paragraphs into a box in the largest type of at most so many points that fits.

    Those that begin with ``STRONG`` are set in bold. At the smallest size the longest are cut.
    """
    _, _, width, height = box
    own = [plain(text.replace("\n", " ")) for text in texts]
    strong = ["bold" if text.startswith(STRONG) else "normal" for text in texts]
    told = list(zip(map(printable, own), strong, strict=True))
    room, points = (width - 2 * INSET) * SPARE, most

    def broken() -> list[list[str]]:
        return [wrap(text, points, room, MOST_ROWS, weight) for text, weight in told]

    rows = broken()
    while points > SMALLEST and _tall(rows, points) > height:
        points -= 0.5
        rows = broken()
    while _tall(rows, points) > height and max(map(len, rows)) > 1:
        longest = max(range(len(rows)), key=lambda place: len(rows[place]))
        text, weight = told[longest]
        rows[longest] = wrap(text, points, room, len(rows[longest]) - 1, weight)
    frame = slide.shapes.add_textbox(*map(Inches, box)).text_frame
    frame.margin_left = frame.margin_right = Inches(INSET)
    shown = zip(own, told, map(" ".join, rows), strict=True)
    write(frame, [text if line == known else line for text, (known, _), line in shown], points)
    for paragraph, weight in zip(frame.paragraphs, strong, strict=True):
        paragraph.space_after = Pt(GAP_BELOW)
        paragraph.runs[0].font.bold = weight == "bold"


def _tall(rows: Sequence[Sequence[str]], points: float) -> float:
    """Return the inches that paragraphs of these lines take, with the room around each."""
    return height_of(sum(map(len, rows)), points) + len(rows) * GAP_BELOW / 72.0 + 0.1


def lines(
    slide: Any, box: tuple[float, float, float, float], texts: list[str], points: float, colour: str
) -> None:
    """Write lines into a box: left, top, width and height in inches."""
    left, top, width, height = map(Inches, box)
    write(slide.shapes.add_textbox(left, top, width, height).text_frame, texts, points, colour)


def write(
    frame: Any, texts: list[str], points: float, colour: str = INK, bold: bool = False
) -> None:
    """Write a paragraph per text, in the language of the slides."""
    frame.word_wrap = True
    for place, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = plain(text)
        set_type(run.font, points, colour, bold)
        run.font.language_id = _LANGUAGES[language()]


def plain(text: str) -> str:
    """Return a text without characters that no file of slides may hold."""
    return "".join(letter for letter in text if category(letter) not in ("Cc", "Cs", "Cn"))


def set_type(font: Any, points: float, colour: str = INK, bold: bool = False) -> None:
    """Set size, colour and weight of type."""
    font.size, font.bold, font.color.rgb = Pt(points), bold, rgb(colour)


def rgb(colour: str) -> RGBColor:
    """Return a colour of the palette, ``#RRGGBB``."""
    return RGBColor(*bytes.fromhex(colour.removeprefix("#")))
