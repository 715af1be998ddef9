"""Documents of hand-written text with generated parts between markers."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from sim.describe import reference
from sim.describe.evidence import VALIDATION
from sim.describe.parts import PARTS

DESCRIPTION = Path(__file__).parent.parent / "MODEL.md"
REFERENCE = Path(__file__).parents[2] / "docs" / "api.md"
ROOT = Path(__file__).parents[2]
DOCUMENTS = {
    DESCRIPTION: PARTS,
    REFERENCE: reference.PARTS,
    ROOT / "README.md": VALIDATION,
    ROOT / "docs" / "validation.md": VALIDATION,
}
"""Each document with its generated parts."""


def rewritten(text: str, parts: Mapping[str, Callable[[], str]] = PARTS) -> str:
    """The text with every generated part written anew; a missing marker is an error."""
    for name, write in parts.items():
        begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
        before, found, rest = text.partition(begin)
        _, closed, after = rest.partition(end)
        if not (found and closed):
            raise ValueError(f"the document lacks the markers {begin} and {end}")
        text = f"{before}{begin}\n\n{write().strip()}\n\n{end}{after}"
    return text


def names_in(text: str) -> set[str]:
    """Names in code type in the hand-written text; all of them have to exist."""
    for name in PARTS:
        text = re.sub(rf"<!-- {name}:begin -->.*?<!-- {name}:end -->", "", text, flags=re.DOTALL)
    return set(re.findall(r"`([a-z]+(?:_[a-z0-9]+)+)`", text))
