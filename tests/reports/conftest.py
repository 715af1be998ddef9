"""Folders of results as the command line writes them, small enough for tests."""

from pathlib import Path

import pytest

import sim
from sim.scenario import scenario_from_document
from sim.terminal.runs import present_ensemble, present_record

STORY = {
    "title": "The <b>bread</b> & the mould",
    "summary": "Loaves were sold that should not have been.",
    "clock": {"start": "Mon 06:00", "days": 2, "tick": "30min"},
    "community": {"people": 150, "customers": 0.9},
    "incident": {"at": "Mon 08:00", "affected": 0.6, "severity": 0.9, "repair": {"median": "20h"}},
    "plans": {
        "silence": {"summary": "No word."},
        "words": {
            "summary": "A promise and an apology.",
            "steps": [
                {"do": "promise", "at": "Mon 10:00", "deadline": "Mon 14:00"},
                {"do": "apology", "at": "Mon 16:00", "words": "<script>alert(1)</script> Sorry."},
            ],
        },
    },
}


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``shitstorm run --out`` writes."""
    folder = tmp_path_factory.mktemp("results") / "run"
    story = scenario_from_document(STORY, "bread")
    present_record(sim.simulate(story, plan="words", seed=3), folder, as_json=True)
    return folder


@pytest.fixture(scope="session")
def compare_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``shitstorm compare --out`` writes."""
    folder = tmp_path_factory.mktemp("results") / "compare"
    story = scenario_from_document(STORY, "bread")
    present_ensemble(
        sim.compare(story, seeds=3, execution=sim.Execution(workers=1)), folder, as_json=True
    )
    return folder


@pytest.fixture
def study_folder(run_folder: Path, tmp_path: Path) -> Path:
    """What ``shitstorm study --out`` writes."""
    folder = tmp_path / "study"
    folder.mkdir()
    texts = {
        "study.toml": 'title = "Bread"\nquestion = "Does a word help?"\nkind = "sweep"\n'
        "seeds = 4\n[factors.share]\npath = 'incident.affected'\nvalues = [0.1, 0.2]\n",
        "finding.txt": "A word helps by 3 posts.\nIt is sure.\n",
        "finding.md": "# Bread\n\n| share | posts |\n| --- | ---: |\n| 10 % | 7 |\n",
        "data.csv": "plan,share,critical_posts_total\nsilence,0.1,1234.5\nwords,0.1,7\n",
        "provenance.json": (run_folder / "provenance.json").read_text("utf-8"),
        "chart.svg": (run_folder / "storm.svg").read_text("utf-8"),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
