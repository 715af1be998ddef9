"""Lines of a text with their numbers, those of one quoted cell as one."""

import re
from collections.abc import Iterator
from typing import NamedTuple

OPEN_QUOTE = re.compile(r'(?:^|[\t;|,]) *"(?:[^"]|"")*$')
"""A quoted cell that goes on in the next line."""
MOST_OF_CELL = 200
"""Lines that one quoted cell may go on."""


class Line(NamedTuple):
    """A line of a file that is not blank, and its number from 1."""

    number: int
    text: str


def whole_lines(lines: list[Line]) -> Iterator[Line]:
    """Yield the lines that are not blank, those of one quoted cell as one."""
    place = 0
    while place < len(lines):
        number, text = lines[place]
        place += 1
        if '"' in text and text.count('"') % 2 and OPEN_QUOTE.search(text):
            more = [line.text for line in lines[place : place + MOST_OF_CELL]]
            closed = (end for end, line in enumerate(more, 1) if line.count('"') % 2)
            if end := next(closed, 0):
                text = "\n".join([text, *more[:end]])
                place += end
        if text.strip():
            yield Line(number, text)
