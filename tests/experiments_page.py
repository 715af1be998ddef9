"""experiments/README.md shows what the studies found: their findings, tables and charts.

for each study:  shitstorm study NAME --out out/NAME
python -m tests.experiments_page out         takes findings and charts from there
"""

import json
import shutil
import sys
from pathlib import Path

from sim.studies import load_study, shipped

ROOT = Path(__file__).parent.parent
README = ROOT / "experiments" / "README.md"
PICTURES = ROOT / "docs" / "pictures" / "studies"
BEGIN, END = "<!-- studies:begin -->", "<!-- studies:end -->"


def main(folder: Path) -> None:
    """Take findings and charts over into the page."""
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    found = [section(name, folder / name) for name in shipped() if (folder / name).is_dir()]
    text = "\n\n".join([BEGIN, *found, END])
    README.write_text(f"{before}{text}{after}", encoding="utf-8")
    print(f"{README.name} shows {len(found)} studies")


def section(name: str, folder: Path) -> str:
    """One study: what is asked, what was found, its chart."""
    asked, runs = load_study(name).asked, runs_in(folder)
    headline, *sentences = (folder / "finding.txt").read_text(encoding="utf-8").splitlines()
    PICTURES.mkdir(parents=True, exist_ok=True)
    shutil.copy(folder / "chart.png", PICTURES / f"{name}.png")
    lines = [
        f"## {asked.title}",
        f"`shitstorm study {name}` ({asked.kind}, {runs:,} runs of [{asked.scenario}]"
        f"(../scenarios/{asked.scenario}.toml); [the study]({name}.toml))",
        f"*{asked.question}*",
        f"**{headline}.** {' '.join(sentences)}",
        f"![{headline}](../docs/pictures/studies/{name}.png)",
    ]
    return "\n\n".join(lines)


def runs_in(folder: Path) -> int:
    """How many runs a study took."""
    origin = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    return int(origin["runs"])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
