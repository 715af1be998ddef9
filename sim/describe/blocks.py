"""Hand-written documents with generated blocks between markers.

A block begins with ``<!-- name:begin mark -->`` and ends with ``<!-- name:end -->``. Its mark says
what it was made from: ``from=code``, or the rules and input files of the runs that it shows.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from sim.describe import reference
from sim.describe.evidence import README_ROWS, VALIDATION
from sim.describe.parts import PARTS, Writer

ROOT = Path(__file__).parents[2]
DESCRIPTION = ROOT / "sim" / "MODEL.md"
REFERENCE = ROOT / "docs" / "api.md"
FROM_CODE = "from=code"
DOCUMENTS: Mapping[Path, Mapping[str, Writer]] = {
    DESCRIPTION: PARTS,
    REFERENCE: reference.PARTS,
    ROOT / "README.md": README_ROWS,
    ROOT / "docs" / "validation.md": VALIDATION,
}
"""Each document with the blocks that follow from the code and ``docs/measured`` alone."""
BEGIN = re.compile(r"<!-- ([\w-]+):begin *(.*?) *-->")


def block(text: str, name: str) -> re.Match[str]:
    """Find a block: its mark is group 1, its content group 2. A missing marker is an error."""
    pattern = rf"<!-- {name}:begin *(.*?) *-->(.*?)<!-- {name}:end -->"
    if found := re.search(pattern, text, re.DOTALL):
        return found
    raise ValueError(
        f"the document lacks the markers <!-- {name}:begin --> and <!-- {name}:end -->"
    )


def replaced(text: str, name: str, content: str, mark: str | None = None) -> str:
    """Return the text with one block written anew; without a mark, the block keeps its own."""
    found = block(text, name)
    begin = " ".join(filter(None, [f"<!-- {name}:begin", mark or found[1], "-->"]))
    new = f"{begin}\n\n{content.strip()}\n\n<!-- {name}:end -->"
    return text[: found.start()] + new + text[found.end() :]


def rewritten(text: str, parts: Mapping[str, Writer] = PARTS) -> str:
    """Return the text with these blocks written anew from the code."""
    for name, write in parts.items():
        text = replaced(text, name, write(), None if name == "validation" else FROM_CODE)
    return text


def refresh_from_code(documents: Iterable[Path] = DOCUMENTS) -> None:
    """Rewrite every block that needs no run of the model."""
    for document in documents:
        text = rewritten(document.read_text(encoding="utf-8"), DOCUMENTS[document])
        document.write_text(text, encoding="utf-8")


def marks(text: str) -> dict[str, str]:
    """Return the mark of each block of a document by the block's name."""
    return dict(BEGIN.findall(text))
