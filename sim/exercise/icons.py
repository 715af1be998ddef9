"""Icons for the emoji that people write, drawn here: not every machine has a font for them."""

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

FACE = '<circle cx="10" cy="10" r="8.2"/>'
EYES = '<path d="M7 8v.01M13 8v.01" stroke-width="2.2"/>'
CLOSED = '<path d="M5.8 8.6q1.2-1.5 2.4 0M11.8 8.6q1.2-1.5 2.4 0"/>'
FROWNS = '<path d="M5.3 5.8l3.2 1.5M14.7 5.8l-3.2 1.5"/>'
SAD, SMILE, FLAT = (
    f'<path d="{curve}"/>' for curve in ("M7 14.2q3-2.6 6 0", "M6.6 12q3.4 3.4 6.8 0",
                                         "M7 13.5h6")
)  # fmt: skip
RED = '<circle cx="10" cy="10" r="8.2" fill="currentColor" fill-opacity=".25"/>'
THUMB = (
    "M3 9h3v8H3zM6 9.5l3.2-6.6c1.6 0 2.2 1.2 1.8 2.8L10.5 8H16c1 0 1.5.8 1.3 "
    "1.7l-1.4 6c-.2.8-.8 1.3-1.6 1.3H6"
)
HEART = (
    '<path fill="currentColor" d="M10 17C4 12.5 2 10 2 7.2A4 4 0 0 1 10 5.6 4 4 0 0 1 18 '
    '7.2C18 10 16 12.5 10 17z"/>'
)
ICONS: Mapping[str, str] = {
    "🤔": FACE + EYES + '<path d="M5.6 5.6l2.8-1M7 14l5.5-1.5"/>',
    "😕": FACE + EYES + '<path d="M7 14.2q2.5-2.6 6-1.6"/>',
    "😠": FACE + FROWNS + EYES + SAD,
    "🙄": FACE
    + '<circle cx="7" cy="8" r="2"/><circle cx="13" cy="8" r="2"/>'
    + '<path d="M7 6.5v.01M13 6.5v.01" stroke-width="2"/>'
    + FLAT,
    "😤": FACE + FROWNS + EYES + '<path d="M6 14q2-2.2 4 0t4 0"/>',
    "🤨": FACE + EYES + FLAT + '<path d="M5.4 6.2h3.2M11.4 5.4q1.6-1.6 3.2-.4"/>',
    "🤦": FACE + '<path d="M4.5 7.2l10-1.6M4 9.6l11.5-1.8M5 12l9-1.4"/>' + SAD,
    "😡": RED + FROWNS + EYES + SAD,
    "🤬": RED
    + FROWNS
    + EYES
    + '<rect x="5" y="11.6" width="10" height="3.4" fill="currentColor"/>',
    "🤯": '<path d="M2.5 10h15a7.5 7.5 0 0 1-15 0zM6 7Q3.8 3.6 7.4 3.4q2.6-2.6 5.2 0 '
    '3.6.2 1.4 3.6"/><path d="M7 12.4v.01M13 12.4v.01" stroke-width="2"/>',
    "🙂": FACE + EYES + SMILE,
    "😊": FACE + CLOSED + SMILE,
    "👍": f'<path d="{THUMB}"/>',
    "👎": f'<path transform="matrix(1 0 0 -1 0 20)" d="{THUMB}"/>',
    "💪": '<path d="M4 4l3.2-1 1.3 2-2 1.6c0 2.4 1 3.6 2.5 3.6 1.4-2.6 6.6-2.4 7.6 '
    '1.6.9 3.6-2.2 5.2-6.2 5.2C4.9 17 2.3 14.6 2.3 10.6 2.3 8 3 5.6 4 4z"/>',
    "☕": '<path d="M4 8h9v4.5a3.5 3.5 0 0 1-3.5 3.5h-2A3.5 3.5 0 0 1 4 12.5zM13 9h1.5a2 2 '
    '0 0 1 0 4H13M6.5 3v2.5M10.5 3v2.5"/>',
    "🤝": '<rect x="1.5" y="6.5" width="10" height="7" rx="3.5"/>'
    '<rect x="8.5" y="6.5" width="10" height="7" rx="3.5"/>',
    "❤": HEART,
    "👋": '<path d="M5.6 11.5V6a1.1 1.1 0 0 1 2.2 0v3.5-5.3a1.1 1.1 0 0 1 2.2 0v5-4.4a1.1 '
    "1.1 0 0 1 2.2 0v5-3.3a1.1 1.1 0 0 1 2.2 0V12c0 3.5-1.8 5.5-4.6 5.5-3 0-4-1.7-6.6"
    '-5.4-.6-1.4 1-2.2 2.4-.6zM1.8 5.2q.2-2 2-3M18.2 4.8q-.6-1.8-2.2-2.4"/>',
    "☀": '<circle cx="10" cy="10" r="3.6"/><path d="M10 1.5v2.5M10 16v2.5M1.5 10H4M16 10h2.5M4 4'
    'l1.7 1.7M14.3 14.3L16 16M4 16l1.7-1.7M14.3 5.7L16 4"/>',
    "🙏": '<path d="M10 2.5v12M10 2.5L6.2 10v7.5l3.8-3 3.8 3V10z"/>',
    "♥": HEART,
    "⇄": '<path d="M3 7h13M13 4l3 3-3 3M17 13H4M7 10l-3 3 3 3"/>',
}  # fmt: skip
"""Outlines on a ground of 20 by 20, by the sign that they stand for."""
VARIATION = "\ufe0f"
"""Follows a sign that is to be shown as a picture."""
_SIGN = re.compile(f"([{''.join(ICONS)}]){VARIATION}?")


def icon(sign: str) -> Markup:
    """Return the icon of a sign, in the colour of the text around it."""
    return Markup(
        '<svg class="icon" viewBox="0 0 20 20" width="1.15em" height="1.15em" fill="none" '
        'stroke="currentColor" stroke-width="1.5" stroke-linecap="round" '
        f'stroke-linejoin="round" aria-hidden="true">{ICONS[sign]}</svg>'
    )


def with_icons(text: str) -> Markup:
    """Return a text for a page, with icons for the emoji that people write."""
    parts = _SIGN.split(text)
    return Markup("").join(
        icon(part) if place % 2 else escape(part) for place, part in enumerate(parts)
    )
