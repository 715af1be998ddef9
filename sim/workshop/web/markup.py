"""HTML that is put together from escaped parts: whatever people have typed stays text."""

from collections.abc import Iterable
from html import escape

EMPTY = frozenset({"br", "img", "input", "hr", "link", "meta"})


class Markup(str):
    """HTML that is safe to show as it is; made by :func:`tag` alone."""

    __slots__ = ()


def tag(name: str, /, *inner: str | Iterable[str] | None, **attributes: object) -> Markup:
    """An element. Texts are escaped, other elements stand as they are.

    ``class_`` and ``for_`` stand for their words, ``_`` within a name for a hyphen; True
    is an attribute without a value, None and False are none.
    """
    told = "".join(
        f" {key.rstrip('_').replace('_', '-')}"
        + ("" if value is True else f'="{escape(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in EMPTY:
        return Markup(f"<{name}{told}>")
    return Markup(f"<{name}{told}>{join(inner)}</{name}>")


def join(parts: Iterable[str | Iterable[str] | None]) -> Markup:
    """Several parts one after the other, texts escaped."""
    told = []
    for part in parts:
        if isinstance(part, Markup):
            told.append(part)
        elif isinstance(part, str):
            told.append(Markup(escape(part)))
        elif part is not None:
            told.append(join(part))
    return Markup("".join(told))
