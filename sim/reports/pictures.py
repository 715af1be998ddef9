"""Charts as they stand within a page: harmless, and with identifiers of their own.

A chart may come from a folder that somebody else has written. Only elements that draw are kept.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from sim.charts.style import svg_text
from sim.errors import InputError
from sim.language.speech import Speech
from sim.reports.folder import read
from sim.reports.parts import ReportPicture, ReportTable

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SVG = "http://www.w3.org/2000/svg"
LINK = "{http://www.w3.org/1999/xlink}href"
DRAWS = {
    "svg", "g", "defs", "path", "use", "image", "clipPath", "rect", "circle", "ellipse", "line",
    "polyline", "polygon", "text", "tspan", "linearGradient", "radialGradient", "stop", "pattern",
    "mask", "marker", "symbol",
}  # fmt: skip
"""Elements that are kept. All others are removed with their content."""
POINTS_TO = re.compile(r"url\(\s*['\"]?#([^)'\"]+)['\"]?\s*\)")
ELSEWHERE = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression|javascript", re.IGNORECASE)
LARGEST = 20_000_000
"""Characters of a chart that are read."""


def drawn(
    figures: "Mapping[str, Figure]",
    tables: Mapping[str, Sequence[ReportTable]],
    speech: Speech,
    **said: object,
) -> list[ReportPicture]:
    """Return charts as they were just drawn, each with its tables and a caption that says this."""
    pictures = []
    for stem, figure in figures.items():
        alt, caption = str(figure.get_label()), speech.say(f"chart_{stem}", **said)
        svg = inline(svg_text(figure), stem, alt)
        pictures.append(ReportPicture(stem, svg, caption, alt, tables[stem]))
    return pictures


def saved_picture(file: Path, caption: str, tables: Sequence[ReportTable]) -> ReportPicture:
    """Return a chart from its file. Its title is its finding."""
    svg = read(file)
    title = re.search(r"<title>([^<]*)</title>", svg)
    alt = (title[1].strip() if title else "") or file.stem
    try:
        return ReportPicture(file.stem, inline(svg, file.stem, alt), caption, alt, tables)
    except InputError as wrong:
        raise InputError(f"{file}: {wrong}") from None


def inline(svg: str, name: str, alt: str) -> str:
    """Return a chart as an element of a page, titled ``alt``, ``name`` before its identifiers."""
    if len(svg) > LARGEST:
        raise InputError(f"{name}: this chart is too large to be shown on a page")
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as wrong:
        raise InputError(f"{name} is no SVG chart: {wrong}; write the results again") from None
    if root.tag != f"{{{SVG}}}svg":
        raise InputError(f"{name} is no SVG chart; write the results again")
    _keep_what_draws(root)
    seen: set[str] = set()
    for element in root.iter():
        _own(element, name)
        if element.get("id") in seen:
            del element.attrib["id"]  # the same glyph, defined again
        seen.add(element.get("id", ""))
    for size in ("width", "height"):
        root.attrib.pop(size, None)
    root.set("role", "img")
    root.set("aria-label", alt)
    # Just before writing, as other libraries take the empty prefix for themselves.
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", LINK[1:].partition("}")[0])
    return ElementTree.tostring(root, encoding="unicode")


def _keep_what_draws(parent: ElementTree.Element) -> None:
    for child in list(parent):
        if not isinstance(child.tag, str) or child.tag.removeprefix(f"{{{SVG}}}") not in DRAWS:
            parent.remove(child)
        else:
            _keep_what_draws(child)


def _own(element: ElementTree.Element, name: str) -> None:
    """Keep attributes that draw, with identifiers that no other chart has."""
    for key, value in list(element.attrib.items()):
        plain = key.rpartition("}")[2].lower()
        if plain.startswith("on") or ELSEWHERE.search(value):
            del element.attrib[key]
        elif plain == "href":
            _own_link(element, key, value, name)
        elif plain == "id":
            element.set(key, f"{name}-{value}")
        elif "url(" in value:
            element.set(key, POINTS_TO.sub(rf"url(#{name}-\1)", value))


def _own_link(element: ElementTree.Element, key: str, value: str, name: str) -> None:
    """Keep a link within the chart or to a picture that is part of it, no other."""
    if value.startswith("#"):
        element.set(key, f"#{name}-{value[1:]}")
    elif not value.startswith("data:image/png;base64,"):
        del element.attrib[key]
