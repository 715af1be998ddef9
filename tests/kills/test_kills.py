"""A few kills of the quick commands. ``python -m tests.kills`` does many, of all commands."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.kills.commands import differing, kept, leftovers, lost, results

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.slow
def test_what_is_killed_and_given_again_ends_as_if_undisturbed() -> None:
    words = ["-m", "tests.kills", "--kills", "4", "--only", "run", "--only", "compare"]
    run = subprocess.run(
        [sys.executable, *words, "--only", "study", "--only", "play"],
        capture_output=True, text=True, cwd=ROOT, check=False, timeout=900,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    assert "0 wrong" in run.stdout


def test_work_that_is_gone_is_noticed(tmp_path: Path) -> None:
    journal = tmp_path / "finished.jsonl"
    journal.write_bytes(b"one\ntwo\nthr")
    before = kept(tmp_path)
    assert before == {b"one\n", b"two\n"}
    journal.write_bytes(b"two\nthree\n")
    assert lost(before, tmp_path, whole=False) == 1
    assert lost(before, tmp_path, whole=True) == 1
    journal.unlink()
    assert lost(before, tmp_path, whole=False) == 2
    assert lost(before, tmp_path, whole=True) == 0


def test_a_result_that_a_kill_left_half_written_is_no_whole_one(tmp_path: Path) -> None:
    whole = {"series.nc": "{}", "game.db-wal": ""}
    (tmp_path / "series.nc").write_bytes(b"\x89HDF\r\n\x1a\n")
    (tmp_path / "game.db-wal").write_bytes(b"\x93\x00")
    assert differing(whole, results(tmp_path)) == ["game.db-wal", "series.nc"]


def test_other_results_and_leftovers_are_noticed(tmp_path: Path) -> None:
    assert differing({"a": "1", "b": "2"}, {"a": "1", "b": "3", "c": ""}) == ["b", "c"]
    (tmp_path / ".writing-x").mkdir()
    (tmp_path / ".in-use").touch()
    (tmp_path / "game.db-wal").touch()
    assert leftovers(tmp_path, (".in-use",)) == [".writing-x", "game.db-wal"]
