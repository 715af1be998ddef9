"""The page on validation shows what the sensitivity study found: paragraph, table, picture.

shitstorm sensitivity --out out           writes what was found
python -m tests.sensitivity_page out      takes it into docs/validation.md
"""

import shutil
import sys
from pathlib import Path

import pandas as pd

from tests.real_storms_page import put

PAGE = Path(__file__).parent.parent / "docs" / "validation.md"
PICTURE = "![What drives each answer](pictures/sensitivity.png)"
SHOWN = 3
"""Assumptions shown per answer."""


def take_over(folder: Path, page: Path = PAGE) -> None:
    """Take paragraph, table and picture over into the page."""
    told = (folder / "sensitivity.txt").read_text(encoding="utf-8").strip()
    table = shares(pd.read_csv(folder / "sobol.csv"))
    text = put(page.read_text(encoding="utf-8"), "sensitivity", f"{told}\n\n{table}\n\n{PICTURE}")
    page.write_text(text, encoding="utf-8")
    pictures = page.parent / "pictures"
    pictures.mkdir(exist_ok=True)
    shutil.copy(folder / "sensitivity.png", pictures / "sensitivity.png")
    print(f"{page.name} shows what is in {folder}")


def shares(sobol: pd.DataFrame) -> str:
    """The strongest assumptions of each answer, with Sobol's total shares."""
    lines = [
        "| answer | assumption | with its interactions | alone |",
        "| --- | --- | ---: | ---: |",
    ]
    for _, group in sobol.groupby("answer", sort=False):
        for row in group.head(SHOWN).to_dict("records"):
            total, alone = (f"{row[k]:.2f} ± {row[f'{k}_conf']:.2f}" for k in ("ST", "S1"))
            lines.append(f"| {row['answer']} | `{row['parameter']}` | {total} | {alone} |")
    return "\n".join(lines)


if __name__ == "__main__":
    take_over(Path(sys.argv[1]))
