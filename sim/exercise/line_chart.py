"""Line charts of rates over the hours of a story, as SVG that needs nothing but its page."""

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from markupsafe import Markup

from sim.charts.palette import FAINT, INK, MUTED, NIGHT
from sim.exercise.templates import render
from sim.language.numbers import weekday
from sim.language.speech import Speech

STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
"""Distances of the grid's lines, of which at most five are drawn."""
NIGHT_HOURS = (22.0, 7.0)
DAY_LABEL = 3.2
"""Width of a weekday's label, in sizes of its font."""
CLOCK_STEPS = (1, 2, 3, 6, 12)
"""Hours between two labels of the clock."""
CLOCK_LABEL = 2.0
"""Room for an hour's label, in sizes of the font."""
MARK = 9
"""Radius of a numbered mark."""


class Margins(NamedTuple):
    """Space around the curves."""

    left: float = 40.0
    right: float = 12.0
    above: float = 14.0
    below: float = 30.0


class Shape(NamedTuple):
    """An element of the drawing. The title is shown where the mouse rests on it."""

    element: str
    attributes: dict[str, object]
    text: str = ""
    title: str = ""


class LineChart:
    """Curves above a grid of nights, weekdays and round rates."""

    def __init__(
        self,
        size: tuple[float, float],
        hours: tuple[float, float],
        top: float,
        speech: Speech,
        margins: Margins,
        font: int = 13,
        clock: bool = False,
    ) -> None:
        """Draw the grid for these hours of the story. ``top`` is the highest rate that fits.

        ``clock`` names hours of the day between the axis and the days.
        """
        self.width, self.height = size
        self.begin, self.end = hours
        self.top, self.speech, self.margins, self.font = top, speech, margins, font
        self.shapes: list[Shape] = []
        self._draw_nights()
        self._draw_scale()
        self._below = 2 + self.font if clock else 0
        if clock:
            self._draw_hours()
        self._draw_days()

    def svg(self, label: str) -> Markup:
        """Return the drawing. The label describes it to those who do not see it."""
        return render("line_chart.svg", chart=self, label=label)

    # -- places ---------------------------------------------------------------------------------

    @property
    def right(self) -> float:
        """The right edge of the curves."""
        return self.width - self.margins.right

    @property
    def bottom(self) -> float:
        """The place of the rate 0."""
        return self.height - self.margins.below

    def x(self, hours: float) -> float:
        """Return the place of a moment."""
        share = (hours - self.begin) / max(self.end - self.begin, 1e-9)
        return self.margins.left + (self.right - self.margins.left) * share

    def y(self, rate: float) -> float:
        """Return the place of a rate."""
        return self.bottom - (self.bottom - self.margins.above) * rate / self.top

    # -- shapes ---------------------------------------------------------------------------------

    def draw_line(
        self, hours: Sequence[float], rates: Sequence[float], colour: str, **style: object
    ) -> None:
        """Draw a curve."""
        points = self._points(hours, rates)
        self._draw("polyline", points=points, fill="none", stroke=colour, **style)

    def draw_area(
        self, hours: Sequence[float], low: Sequence[float], high: Sequence[float], colour: str
    ) -> None:
        """Fill the area between two curves."""
        back = self._points(hours[::-1], low[::-1])
        self._draw("polygon", points=f"{self._points(hours, high)} {back}", fill=colour)

    def draw_rule(
        self, start: tuple[float, float], end: tuple[float, float], colour: str, **style: object
    ) -> None:
        """Draw a straight line between two places."""
        (x1, y1), (x2, y2) = start, end
        self._draw("line", x1=_at(x1), y1=_at(y1), x2=_at(x2), y2=_at(y2), stroke=colour, **style)

    def draw_text(self, x: float, y: float, text: str, colour: str = INK, **style: object) -> None:
        """Write a text that begins at this place, unless ``text_anchor`` says otherwise."""
        attributes = {"x": _at(x), "y": _at(y), "fill": colour, **_hyphenated(style)}
        self.shapes.append(Shape("text", attributes, text))

    def draw_dot(self, x: float, y: float, radius: float, colour: str, title: str = "") -> None:
        """Draw a filled circle."""
        attributes: dict[str, object] = {"cx": _at(x), "cy": _at(y), "r": radius, "fill": colour}
        self.shapes.append(Shape("circle", attributes, title=title))

    def draw_mark(self, x: float, y: float, number: int, colour: str, title: str = "") -> None:
        """Draw a circle with a number."""
        self.draw_dot(x, y, MARK, colour, title)
        style = {"text_anchor": "middle", "font_size": 11, "pointer_events": "none"}
        self.draw_text(x, y + 4, str(number), "#FFFFFF", **style)

    # -- the grid -------------------------------------------------------------------------------

    def _draw_nights(self) -> None:
        evening, morning = NIGHT_HOURS
        first, last = self._days()
        for day in range(first - 1, last + 1):
            left = max(self.begin, 24.0 * day + evening - self.speech.started)
            right = min(self.end, 24.0 * (day + 1) + morning - self.speech.started)
            if left < right:
                width = _at(self.x(right) - self.x(left))
                height = _at(self.bottom - self.margins.above)
                self._draw("rect", x=_at(self.x(left)), y=self.margins.above, width=width,
                           height=height, fill=NIGHT)  # fmt: skip

    def _draw_scale(self) -> None:
        step = next((step for step in STEPS if self.top / step <= 4), 10**6)
        for rate in range(0, int(self.top) + 1, step):
            y = self.y(rate)
            self.draw_rule((self.margins.left, y), (self.right, y), FAINT)
            self.draw_text(self.margins.left - 7, y + self.font * 0.35, str(rate), MUTED,
                           text_anchor="end")  # fmt: skip

    def _draw_hours(self) -> None:
        """Name as many full hours of the day as there is room for, if any."""
        wide = self.x(1.0) - self.x(0.0)
        every = next((hours for hours in CLOCK_STEPS if hours * wide > CLOCK_LABEL * self.font), 0)
        if not every:
            return
        begin, end = (self.speech.started + at for at in (self.begin, self.end))
        for hour in range(ceil(begin / every) * every, int(end) + 1, every):
            x = self.x(hour - self.speech.started)
            self.draw_rule((x, self.bottom), (x, self.bottom + 5), MUTED)
            self.draw_text(x, self.bottom + 4 + self.font * 0.9, f"{hour % 24:02d}", MUTED,
                           text_anchor="middle")  # fmt: skip

    def _draw_days(self) -> None:
        """Draw a line at each midnight, and name as many days as there is room for."""
        first, last = self._days()
        room = DAY_LABEL * self.font
        every = max(1, ceil(room / max(self.x(24.0) - self.x(0.0), 1e-9)))
        for day in range(first, last + 1):
            midnight = 24.0 * day - self.speech.started
            left = self.x(max(self.begin, midnight))
            right = self.x(min(self.end, midnight + 24.0))
            if midnight > self.begin:
                self.draw_rule((left, self.margins.above), (left, self.bottom), FAINT)
            if (day - first) % every == 0 and (right - left > room or every > 1):
                name = weekday(24.0 * day, self.speech.language)
                below = self.bottom + 8 + self.font + self._below
                self.draw_text((left + right) / 2, below, name, MUTED, text_anchor="middle")

    def _days(self) -> tuple[int, int]:
        """Return the first and the last day that is shown, as days since a Monday."""
        begin, end = (self.speech.started + at for at in (self.begin, self.end))
        return int(begin // 24), int(end // 24)

    def _points(self, hours: Sequence[float], rates: Sequence[float]) -> str:
        pairs = zip(hours, rates, strict=True)
        return " ".join(f"{_at(self.x(h))},{_at(self.y(rate))}" for h, rate in pairs)

    def _draw(self, element: str, **attributes: object) -> None:
        self.shapes.append(Shape(element, _hyphenated(attributes)))


def _at(place: float) -> str:
    return f"{place:.1f}"


def _hyphenated(attributes: dict[str, object]) -> dict[str, object]:
    return {name.replace("_", "-"): value for name, value in attributes.items()}


def shortened(name: str, most: int) -> str:
    """Return a name with at most so many letters."""
    return name if len(name) <= most else name[: most - 1] + "…"
