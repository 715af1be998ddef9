"""Charts that PowerPoint draws itself, so that they can be edited, and tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, isnan
from typing import Any

import numpy as np
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE as DASH
from pptx.enum.text import PP_ALIGN
from pptx.util import Inches, Pt

from sim.charts.palette import DASH_DOT, DASHED, DOTTED, FAINT, INK, LONG_DASH, NIGHT, PAPER, Look
from sim.charts.rates import Floats
from sim.charts.style import MARGIN, round_ticks
from sim.language.typesetting import UNBROKEN
from sim.reports.parts import ReportTable
from sim.reports.slides.deck import BOTTOM, ROOM, TOP, rgb, set_type, write

BODY, SMALL = 13.0, 11.0
MOST_LABELS = 8
"""Labels that an axis has room for."""
FEW = 5.0
"""Below it an axis of numbers shows tenths."""
GAP = 2 * UNBROKEN
"""At the ends of labels of an axis. LibreOffice shows as many as fit, whatever the file says."""
ROOM_FOR_LABELS = 0.22
"""Share of the length of all bars that is left free at their ends."""
_DASHES = {
    DASHED: DASH.DASH,
    DOTTED: DASH.ROUND_DOT,
    DASH_DOT: DASH.DASH_DOT,
    LONG_DASH: DASH.LONG_DASH,
}


@dataclass(frozen=True, slots=True)
class NativeLine:
    """A line of a chart: its name, its look, a value for each category, NaN where there is none."""

    name: str
    look: Look
    values: Floats


@dataclass(frozen=True, slots=True)
class NativeBar:
    """A bar of a chart, with its label. A pale one may be chance."""

    name: str
    colour: str
    value: float
    label: str
    sure: bool


def line_chart(
    slide: Any, moments: Sequence[str], every: float, curves: Sequence[NativeLine], width: float
) -> None:
    """Draw lines over moments, ``every`` hours one, in so many inches of the slide."""
    data = CategoryChartData(number_format="0.0")
    data.categories = [f"{GAP}{moment}{GAP}" for moment in moments]
    for line in curves:
        values = [None if isnan(value) else round(float(value), 4) for value in line.values]
        data.add_series(line.name, values)
    chart = _placed(slide, XL_CHART_TYPE.LINE, data, width)
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.RIGHT if width == ROOM else XL_LEGEND_POSITION.TOP
    chart.legend.include_in_layout = False
    set_type(chart.legend.font, BODY if len(curves) <= 12 else SMALL)
    for series, line in zip(chart.plots[0].series, curves, strict=True):
        series.smooth = False
        series.format.line.color.rgb, series.format.line.width = rgb(line.look.colour), Pt(2.5)
        if line.look.line in _DASHES:
            series.format.line.dash_style = _DASHES[line.look.line]
    drawn = np.concatenate([line.values for line in curves])
    _scale(chart.value_axis, drawn[~np.isnan(drawn)])
    day = max(1, round(24.0 / every))
    _label_every(chart, day * max(1, ceil(len(moments) / day / MOST_LABELS)))


def bar_chart(slide: Any, measure: str, bars: Sequence[NativeBar], width: float = ROOM) -> None:
    """Draw bars from the top down, each with its label, hollow where it may be chance."""
    data = CategoryChartData(number_format="0.0")
    data.categories = [bar.name for bar in bars]
    data.add_series(measure, [None if isnan(bar.value) else round(bar.value, 4) for bar in bars])
    chart = _placed(slide, XL_CHART_TYPE.BAR_CLUSTERED, data, width)
    chart.has_legend = False
    chart.category_axis.reverse_order = True
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    values = [bar.value for bar in bars if not isnan(bar.value)]
    _make_room(chart.value_axis, values)
    plot = chart.plots[0]
    plot.gap_width = 60
    points = BODY if len(bars) <= 12 else SMALL
    plot.series[0].invert_if_negative = False
    for place, bar in enumerate(bars):
        point = plot.series[0].points[place]
        point.format.fill.solid()
        point.format.fill.fore_color.rgb = rgb(bar.colour if bar.sure else PAPER)
        point.format.line.color.rgb, point.format.line.width = rgb(bar.colour), Pt(1.5)
        write(point.data_label.text_frame, [bar.label], points)
        point.data_label.position = XL_LABEL_POSITION.OUTSIDE_END


def _scale(axis: Any, values: Floats) -> None:
    """Show tenths where whole numbers would all be the same, and no storm where there is none."""
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    if high - low < FEW:
        axis.tick_labels.number_format = "0.0"
    if low >= 0.0 and high < 1.0:
        axis.maximum_scale, axis.major_unit = 1.0, 0.2


def _make_room(axis: Any, values: Sequence[float]) -> None:
    """Let an axis reach beyond its bars, so that their labels have room at the ends."""
    low, high = min([0.0, *values]), max([0.0, *values])
    room = ROOM_FOR_LABELS * (high - low)
    if not room:
        return
    ends = low - room if low < 0 else 0.0, high + room if high > 0 else 0.0
    ticks = round_ticks(*ends, MOST_LABELS)
    axis.minimum_scale, axis.maximum_scale = ticks[0], ticks[-1]
    axis.major_unit = step = ticks[1] - ticks[0]
    axis.tick_labels.number_format = _whole_format(step)


def _whole_format(step: float) -> str:
    """Return the format of numbers that shows each tick of an axis as it is: 2.5 is not 3."""
    decimals = next((n for n in range(3) if abs(round(step, n) - step) < 1e-9), 3)
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def table(
    slide: Any,
    content: ReportTable,
    rows: Sequence[Sequence[str]],
    heading: tuple[str, str],
    widths: Sequence[float] = (),
) -> None:
    """Write some rows of a table of a report below its headings, which have a ground and an ink.

    ``widths`` are shares of the room, alike by default. Columns of ``words`` are set to the
    left, as the first one is.
    """
    box = (Inches(MARGIN), Inches(TOP), Inches(ROOM), Inches(0.4 * (len(rows) + 1)))
    grid = slide.shapes.add_table(len(rows) + 1, len(content.headings), *box).table
    for column, share in zip(grid.columns, widths, strict=False):
        column.width = Inches(ROOM * share / sum(widths))
    for down, texts in enumerate([content.headings, *rows]):
        for across, text in enumerate(texts):
            cell = grid.cell(down, across)
            cell.margin_top = cell.margin_bottom = Inches(0.03)
            ground, ink = heading if down == 0 else (NIGHT if down % 2 else PAPER, INK)
            cell.fill.solid()
            cell.fill.fore_color.rgb = rgb(ground)
            write(cell.text_frame, [text.replace("\n", " ")], SMALL + 1, ink)
            left = across == 0 or across in content.words
            cell.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT if left else PP_ALIGN.RIGHT


def _placed(slide: Any, kind: XL_CHART_TYPE, data: CategoryChartData, width: float) -> Any:
    """Return a new chart in the house type, described by the slide's title."""
    box = (Inches(MARGIN), Inches(TOP), Inches(width), Inches(BOTTOM - TOP))
    frame = slide.shapes.add_chart(kind, *box, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", slide.shapes.title.text_frame.text)
    chart = frame.chart
    chart.has_title = False
    for axis in (chart.category_axis, chart.value_axis):
        set_type(axis.tick_labels.font, BODY)
        axis.format.line.color.rgb = rgb(FAINT)
    chart.value_axis.tick_labels.number_format = "#,##0"
    chart.value_axis.tick_labels.number_format_is_linked = False
    chart.value_axis.major_gridlines.format.line.color.rgb = rgb(FAINT)
    return chart


def _label_every(chart: Any, categories: int) -> None:
    """Label and mark only every so many categories of the axis of time."""
    axis = chart.category_axis._element
    space, last = axis.tag.partition("}")[0], axis.find("{*}noMultiLvlLbl")
    for name in ("tickLblSkip", "tickMarkSkip"):
        last.addprevious(axis.makeelement(f"{space}}}{name}", val=str(categories)))
