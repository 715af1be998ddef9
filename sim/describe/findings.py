"""Findings of a study, for the page of studies."""

import json
import shutil
from pathlib import Path

from sim.studies import load_study


def study_blocks(name: str, folder: Path, pictures: Path) -> dict[str, str]:
    """Return the section of a study: its question, its finding, its chart and its tables."""
    spec = load_study(name).spec
    headline = (folder / "finding.txt").read_text(encoding="utf-8").splitlines()[0]
    finding = (folder / "finding.md").read_text(encoding="utf-8")
    (pictures / "studies").mkdir(parents=True, exist_ok=True)
    shutil.copy(folder / "chart.png", pictures / "studies" / f"{name}.png")
    origin = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    lines = [
        f"## {spec.heading}",
        f"`shitstorm study {name}` ({spec.kind}, {int(origin['runs']):,} runs of "
        f"[{spec.scenario}](../scenarios/{spec.scenario}.toml); [the study]({name}.toml))",
        f"*{spec.asked}*",
        f"**{headline}.**",
        f"![{headline}](../docs/pictures/studies/{name}.png)",
        tables_of(finding),
    ]
    return {f"study-{name}": "\n\n".join(lines)}


def tables_of(finding: str) -> str:
    """Return the tables of a finding, to be opened by a click."""
    tables = finding.partition("\n|")[2]
    return f"<details><summary>Tables</summary>\n\n|{tables.rstrip()}\n\n</details>"
