"""The client's brand: name, logo and colours from one file, checked before anybody sees them.

The logo is decoded and written anew, so that nothing hidden in it is passed on. Colours are held
against what is written on them, by the contrast ratio of the Web Content Accessibility Guidelines
2.2 (success criterion 1.4.3).
"""

import io
import re
import tomllib
import warnings
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from sim.errors import InputError, did_you_mean
from sim.writing import expanded

KEYS = ("name", "logo", "colours")
COLOURS = {"bar": "#0067A5", "text": "#FFFFFF", "accent": "#0067A5"}
"""The band with the logo, what is written on it, and buttons and links, where none are given."""
LIGHTEST_GROUND, WHITE = "#F5F6F8", "#FFFFFF"
"""The ground that links stand on, and what is written on buttons."""
READABLE = 4.5
"""Least contrast of text."""
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
LONGEST_NAME = 60
LARGEST_FILE, LARGEST_LOGO = 100_000, 8_000_000
"""Bytes of the file, and of the logo as it comes."""
MOST_PIXELS = 24_000_000
LOGO_BOX = (720, 240)
"""Pixels that a logo is made smaller to."""
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


@dataclass(frozen=True, slots=True)
class Brand:
    """A client's name, logo and colours, ready to be shown."""

    name: str
    logo: bytes
    """A PNG, empty without one."""
    bar: str
    """Colour of the band that the logo stands on, ``#RRGGBB``."""
    text: str
    """Colour of what is written on it."""
    accent: str
    """Colour of buttons and links."""

    @property
    def style(self) -> Markup:
        """Return the rules of style by which a page takes the colours on."""
        return Markup(
            "<style>:root { --blue: %s; --blue-dark: %s; --brand: %s; --brand-text: %s }\n"
            ".brand { display: flex; align-items: center; gap: .8em; min-height: 2.2em; "
            "padding: .3em 1em; background: var(--brand); color: var(--brand-text); "
            "font-weight: 600; -webkit-print-color-adjust: exact; print-color-adjust: exact }\n"
            ".brand img { height: 1.7em; width: auto; max-width: 40vw; object-fit: contain }\n"
            ".page > .brand { margin: 0 -.9rem } "
            ".projector > .brand { flex: none; margin: -1.2rem -2.4rem .4rem }\n"
            "@media (max-width: 99rem) "
            "{ .projector > .brand { margin: -.6rem -1.2rem .2rem; padding: .15em 1em } }\n"
            "</style>"
        ) % (self.accent, darker(self.accent), self.bar, self.text)

    @property
    def band(self) -> Markup:
        """Return what stands in the band: the logo and the name."""
        if not self.logo:
            return Markup("<span>%s</span>") % self.name
        picture = Markup('<img src="data:image/png;base64,%s" alt="">')
        return picture % b64encode(self.logo).decode() + Markup("<span>%s</span>") % self.name

    @property
    def whole(self) -> Markup:
        """Return the rules of style and the band, for pages that are written whole."""
        return self.style + Markup('<div class="brand">%s</div>') % self.band


def read_brand(file: Path) -> Brand:
    """Return the brand in a TOML file. ``InputError`` names what is wrong and what to write."""
    file = expanded(file)
    table = _table(file)
    _refuse_unknown(file, "", table, KEYS)
    name = table.get("name", "")
    if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME:
        raise InputError(
            f"{file}: name: {_shown(name)} is no name; write a text of 1 to {LONGEST_NAME} "
            'letters: name = "Example Ltd"'
        )
    given = table.get("colours", {})
    if not isinstance(given, Mapping):
        raise InputError(f"{file}: colours: is no table; write [colours] and the colours below it")
    _refuse_unknown(file, "colours.", given, tuple(COLOURS))
    colours = {key: _colour(file, key, given.get(key, usual)) for key, usual in COLOURS.items()}
    _refuse_unreadable(file, "text", colours["text"], colours["bar"], "the band (colours.bar)")
    for ground, what in ((LIGHTEST_GROUND, "the page"), (WHITE, "the words on buttons")):
        _refuse_unreadable(file, "accent", colours["accent"], ground, what)
    logo = _logo(file, table["logo"]) if "logo" in table else b""
    return Brand(" ".join(name.split()), logo, **colours)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 (alike) to 21 (black on white)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def darker(colour: str, share: float = 0.25) -> str:
    """Return a colour with so much less light."""
    parts = bytes.fromhex(colour[1:])
    return "#" + "".join(f"{round(part * (1.0 - share)):02X}" for part in parts)


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour of sRGB."""
    parts = [part / 255 for part in bytes.fromhex(colour[1:])]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _table(file: Path) -> Mapping[str, Any]:
    """Return the content of the file."""
    try:
        content = _start_of(file, LARGEST_FILE)
        if len(content) > LARGEST_FILE:
            raise InputError(f"{file}: is too large for a brand; give a file of a few lines")
        return tomllib.loads(content.decode("utf-8"))
    except OSError as wrong:
        raise InputError(f"{file}: cannot be read ({wrong.strerror}); check --brand") from None
    except UnicodeDecodeError:
        raise InputError(f"{file}: is no text; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as wrong:
        raise InputError(
            f'{file}: is no TOML: {wrong}; write lines such as name = "Example Ltd"'
        ) from None


def _start_of(file: Path, most: int) -> bytes:
    """Return the bytes of an ordinary file, one more than the most if there are too many."""
    if file.exists() and not file.is_file():
        raise OSError(0, "it is no ordinary file")
    with file.open("rb") as opened:
        return opened.read(most + 1)


def _refuse_unknown(
    file: Path, place: str, table: Mapping[str, Any], known: tuple[str, ...]
) -> None:
    for key in table:
        if key not in known:
            raise InputError(f"{file}: {place}{key}: there is no such key; "
                             f"{did_you_mean(key, known)}")  # fmt: skip


def _colour(file: Path, key: str, value: object) -> str:
    if not isinstance(value, str) or not COLOUR.fullmatch(value):
        raise InputError(
            f"{file}: colours.{key}: {_shown(value)} is no colour; write it as #RRGGBB: "
            f'{key} = "{COLOURS[key]}"'
        )
    return value.upper()


def _refuse_unreadable(file: Path, key: str, colour: str, ground: str, what: str) -> None:
    """Refuse a colour that cannot be read beside another, and name one that can."""
    found = contrast(colour, ground)
    if found < READABLE:
        better = _readable(colour, ground)
        raise InputError(
            f"{file}: colours.{key}: {colour} cannot be read beside {what}, {ground}: their "
            f"contrast is {found:.1f} and has to be {READABLE} or more; write for example "
            f'{key} = "{better}"'
        )


def _readable(colour: str, ground: str) -> str:
    """Return the colour nearest to this one that can be read on a ground: darker or lighter."""
    ends = sorted(("#000000", WHITE), key=lambda end: -contrast(end, ground))
    parts, aims = bytes.fromhex(colour[1:]), bytes.fromhex(ends[0][1:])
    for step in range(1, 21):
        mixed = [
            round(part + (aim - part) * step / 20) for part, aim in zip(parts, aims, strict=True)
        ]
        found = "#" + "".join(f"{part:02X}" for part in mixed)
        if contrast(found, ground) >= READABLE:
            return found
    return ends[0]


def _logo(file: Path, value: object) -> bytes:
    """Return the logo as a plain PNG of bounded size."""
    from PIL import Image  # noqa: PLC0415 (slow to load)

    if not isinstance(value, str) or not value:
        raise InputError(f'{file}: logo: {_shown(value)} is no file; write logo = "logo.png"')
    path = file.parent / expanded(Path(value))
    try:
        content = _start_of(path, LARGEST_LOGO)
    except (OSError, ValueError) as wrong:
        reason = getattr(wrong, "strerror", None) or wrong
        raise InputError(
            f"{file}: logo: {path} cannot be read ({reason}); put the logo beside the file and "
            'write logo = "logo.png"'
        ) from None
    try:
        if len(content) > LARGEST_LOGO:
            raise ValueError
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a warning of Pillow's is about a suspicious file
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise ValueError
                plain = picture.convert("RGBA")
        plain.thumbnail(LOGO_BOX)
    except Exception:  # a broken file can fail anywhere in a decoder
        raise InputError(
            f"{file}: logo: {path} is no picture that can be read; save it as a PNG, JPEG, WebP "
            f"or GIF of at most {LARGEST_LOGO // 1_000_000} MB and {MOST_PIXELS // 1_000_000} "
            "megapixels (an SVG as a PNG)"
        ) from None
    written = io.BytesIO()
    fresh = Image.new("RGBA", plain.size)
    fresh.paste(plain)
    fresh.save(written, "PNG", optimize=True)
    return written.getvalue()


def _shown(value: object) -> str:
    return repr(value) if value != "" else "nothing"
