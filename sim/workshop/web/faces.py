"""Faces of those who write, drawn as small pictures: the same name has the same face."""

from hashlib import blake2s

from markupsafe import Markup

GROUNDS = ("#dbe9f6", "#fde3cf", "#e3f1de", "#f3e1ee", "#fff3c9", "#e2e4f3", "#d9f0ee", "#f6ddd9")
SKINS = ("#f7d7bf", "#eec39a", "#d9a066", "#b97a4b", "#8d5a3a", "#613c26")
HAIRS = ("#2b2622", "#5a3a22", "#8c5a2b", "#c58b3c", "#a8a39d", "#7b2d26", "#3c4a63")
CLOTHES = ("#3b6ea5", "#7a9e5f", "#b4575a", "#6c5b8f", "#c08a3e", "#3f8f8a", "#55606e")
HAIR = (
    "M9 19c0-8 5-12 11-12s11 4 11 12c-3-4-7-6-11-6s-8 2-11 6z",
    "M8 24c-1-11 5-17 12-17s13 6 12 17c-2-6-3-9-4-10-5 1-11 1-16 0-1 1-3 4-4 10z",
    "M10 16c1-7 6-9 10-9 6 0 10 3 10 9-4 1-6-1-8-3-3 3-8 4-12 3z",
    "M8 31c-2-14 3-24 12-24s14 10 12 24c-3 0-4-2-4-6 0-5-1-9-3-11"
    "-4 2-7 2-10 0-2 2-3 6-3 11 0 4-1 6-4 6z",
    "",
)  # fmt: skip
"""Outlines of hair. The last has none."""


def face(name: str) -> Markup:
    """Return the face of a name as SVG, drawn from the name alone."""
    traits = list(blake2s(name.encode(), digest_size=8).digest())

    def pick(choices: tuple[str, ...], place: int) -> str:
        return choices[traits[place] % len(choices)]

    hair, skin = pick(HAIRS, 2), pick(SKINS, 1)
    parts = [
        f'<rect width="40" height="40" fill="{pick(GROUNDS, 0)}"/>',
        f'<path d="M6 42c0-9 6-13 14-13s14 4 14 13z" fill="{pick(CLOTHES, 3)}"/>',
        f'<rect x="17" y="24" width="6" height="8" fill="{skin}"/>',
        f'<ellipse cx="20" cy="19" rx="8.5" ry="9.5" fill="{skin}"/>',
        f'<path d="{pick(HAIR, 4)}" fill="{hair}"/>',
        '<g fill="#2b2622"><circle cx="16.6" cy="19.4" r="1.1"/>'
        '<circle cx="23.4" cy="19.4" r="1.1"/></g>',
        _mouth(traits[5]),
        _extra(traits[6]),
    ]
    return Markup(f'<svg viewBox="0 0 40 40" aria-hidden="true">{"".join(parts)}</svg>')


def _mouth(trait: int) -> str:
    """Return a mouth: a smile, a line, or corners turned down."""
    curve = ("M17 24q3 2.4 6 0", "M17.2 24.4h5.6", "M17 25q3-2 6 0")[trait % 3]
    return f'<path d="{curve}" fill="none" stroke="#7c3f33" stroke-width="1.2"/>'


def _extra(trait: int) -> str:
    """Return glasses, or nothing. A beard would not fit every name."""
    if trait % 4 == 0:
        return (
            '<g fill="none" stroke="#2b2622" stroke-width="1"><circle cx="16.4" cy="19.4" r="3"/>'
            '<circle cx="23.6" cy="19.4" r="3"/><path d="M19.4 19.2h1.2"/></g>'
        )
    return ""
