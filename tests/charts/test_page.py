"""The page on reading charts shows code that works."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "read-the-charts.md"


@pytest.mark.slow
def test_its_code_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = PAGE.read_text(encoding="utf-8").replace("seeds=50", "seeds=3")
    blocks = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
    assert len(blocks) == 3
    exec("\n".join(blocks), {})
    made = {path.name for path in (tmp_path / "slides").iterdir()}
    assert {"storm.svg", "graph.png", "differences.svg", "two-moments.png"} <= made
