"""Compiled code is never served from an old cache."""

import shutil
from pathlib import Path

import pytest

from sim import compiling


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sources that may be changed."""
    for folder in ("storm", "community", "engines"):
        shutil.copytree(compiling.SOURCES / folder, tmp_path / folder)
    monkeypatch.setattr(compiling, "SOURCES", tmp_path)
    return tmp_path


def fingerprint() -> str:
    """Worked out anew."""
    return compiling.fingerprint.__wrapped__()


@pytest.mark.parametrize(
    "file",
    ["storm/rules/reading.py", "storm/chance.py", "community/graphs.py", "engines/compiled.py"],
)
def test_any_change_of_the_sources_gets_a_new_cache(sources: Path, file: str) -> None:
    before = fingerprint()
    assert fingerprint() == before
    with (sources / file).open("a") as source:
        source.write("\n# one word more\n")
    assert fingerprint() != before


def test_a_new_file_gets_a_new_cache(sources: Path) -> None:
    before = fingerprint()
    (sources / "storm" / "gossip.py").write_text('"""A new rule."""\n')
    assert fingerprint() != before


def test_the_cache_lies_where_the_system_keeps_caches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert compiling.cache_folder().parent == tmp_path / "shitstorm-sim"
    assert not compiling.is_compiled()
