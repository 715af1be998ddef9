"""README and documents show what `shitstorm validate` finds: its table and its picture.

shitstorm validate --out out                      everything, on 200 pairs and 200 draws
python -m tests.validation_page out             takes table and picture from there
"""

import shutil
import sys
from pathlib import Path

from sim.describe.document import DOCUMENTS, rewritten
from sim.describe.evidence import NOW, measured

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"


def main(folder: Path) -> None:
    """Take table and picture over, and write the documents that show them anew."""
    shutil.copy(folder / "validation.csv", NOW)
    shutil.copy(folder / "validation.png", PICTURES / "validation.png")
    measured.cache_clear()
    for document, parts in DOCUMENTS.items():
        text = rewritten(document.read_text(encoding="utf-8"), parts)
        document.write_text(text, encoding="utf-8")
    print(f"{NOW.name}, its picture and the documents show what is in {folder}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
