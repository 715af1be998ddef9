"""A study small enough for tests: a bakery of 150 people, two days."""

from pathlib import Path
from typing import Any

SCENARIO = """
title = "Bread"
[clock]
start = "Mon 06:00"
days = 2
tick = "1h"
[community]
people = 150
customers = 0.9
[incident]
at = "Mon 08:00"
affected = 0.6
severity = 0.9
repair = { median = "20h" }
[plans.silence]
summary = "No word."
[plans.words]
summary = "A word every four hours."
[[plans.words.steps]]
do = "interim-update"
at = "Mon 10:00"
every = "4h"
until = "fixed"
"""

STUDY = """
title = "Bread"
question = "Does a word help?"
kind = "sweep"
scenario = "bread.toml"
compare = ["words", "silence", "sorry"]
baseline = "silence"
measures = ["critical_posts_total", "peak"]
seeds = 3

[factors.affected]
path = "incident.affected"
values = [0.1, 0.6]
unit = "%"

[factors.lasts]
path = "incident.repair.median"
values = ["5h", "20h"]

[plans.sorry]
summary = "An apology."
[[plans.sorry.steps]]
do = "apology"
at = "Mon 12:00"
"""


def written(folder: Path, text: str = STUDY, **replaced: Any) -> Path:
    """The study's file beside its scenario, with texts replaced: ``old="new"`` pairs."""
    for old, new in replaced.get("instead", {}).items():
        assert old in text, old
        text = text.replace(old, new)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bread.toml").write_text(SCENARIO, encoding="utf-8")
    file = folder / "study.toml"
    file.write_text(text, encoding="utf-8")
    return file
