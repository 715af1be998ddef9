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
    """Return the section of one study: its question, its finding, its chart and its tables."""
    spec, runs = load_study(name).spec, runs_in(folder)
    headline = (folder / "finding.txt").read_text(encoding="utf-8").splitlines()[0]
    finding = (folder / "finding.md").read_text(encoding="utf-8")
    PICTURES.mkdir(parents=True, exist_ok=True)
    shutil.copy(folder / "chart.png", PICTURES / f"{name}.png")
    lines = [
        f"## {spec.title}",
        f"`shitstorm study {name}` ({spec.kind}, {runs:,} runs of [{spec.scenario}]"
        f"(../scenarios/{spec.scenario}.toml); [the study]({name}.toml))",
        f"*{spec.question}*",
        f"**{headline}.**",
        f"![{headline}](../docs/pictures/studies/{name}.png)",
        tables_of(finding),
    ]
    return "\n\n".join(lines)


def tables_of(finding: str) -> str:
    """Return the tables of a finding, to be opened by a click."""
    tables = finding.partition("\n|")[2]
    return f"<details><summary>Tables</summary>\n\n|{tables.strip()}\n\n</details>"


def runs_in(folder: Path) -> int:
    """Return the number of runs of a study."""
    origin = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    return int(origin["runs"])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
