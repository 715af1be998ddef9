"""What stands in a report, read as a browser would read it."""

import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

VOID = {"meta", "input", "br", "img", "link"}


class Page(HTMLParser):
    """Elements, identifiers and texts of a page; elements have to close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.spoken: list[str] = []
        self.feed(text)
        assert not self.open

    @classmethod
    def of(cls, file: Path) -> "Page":
        return cls(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("script", "style"):
            self.spoken.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Attributes of all elements of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def ids(self) -> list[str]:
        return [str(own["id"]) for _, own in self.elements if "id" in own]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.spoken).split())


def film_in(file: Path) -> dict[str, Any]:
    """What the page's script draws."""
    text = file.read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="frames">(.*?)</script>', text)
    assert found
    read: dict[str, Any] = json.loads(unescape(found[1]))
    return read
