"""The program at its edges: closed, full and narrow consoles, and odd environments."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scenario.examples import written

ROOT = Path(__file__).parent.parent
FULL = Path("/dev/full")
PLAN = ("--plan", "silence")


def ended(command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """How a line of the shell ends, in which SIM stands for this program."""
    return subprocess.run(
        ["bash", "-c", command.replace("SIM", f"{sys.executable} -m sim")],
        capture_output=True,
        text=True,
        encoding=environment.get("PYTHONIOENCODING", "utf-8"),
        cwd=ROOT,
        check=False,
        timeout=120,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize(
    "command",
    [
        "SIM list | head -1; exit ${PIPESTATUS[0]}",
        "SIM schema | true; exit ${PIPESTATUS[0]}",
        "SIM --help | true; exit ${PIPESTATUS[0]}",
        "SIM list --parameters >&-",
        "SIM check single-complaint <&- >&- 2>&-",
    ],
)
def test_a_reader_that_goes_away_is_no_error(command: str) -> None:
    run = ended(command)
    assert run.returncode == 0, run.stderr
    assert not run.stderr


def test_a_refusal_keeps_its_code_where_nobody_can_read_it() -> None:
    assert ended("SIM check nothing 2>&-").returncode == 2


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("words", ["--help", "list", "schema", "check single-complaint"])
def test_output_onto_a_full_disk_is_said_in_one_line(words: str) -> None:
    run = ended(f"SIM {words} > {FULL}")
    assert run.returncode == 3
    assert run.stderr.count("\n") == 1
    assert "free some space" in run.stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp932", "iso8859-15", "cp1252"])
def test_a_console_of_few_signs_shows_every_table(tmp_path: Path, encoding: str) -> None:
    run = ended(f"SIM compare {written(tmp_path)} --seeds 2 --workers 1", PYTHONIOENCODING=encoding)
    assert run.returncode == 0, run.stderr
    if encoding == "ascii":
        assert "10-90 %" in run.stdout


def test_an_unknown_backend_of_matplotlib_changes_no_chart(tmp_path: Path) -> None:
    run = ended(
        f"SIM run {written(tmp_path)} {' '.join(PLAN)} --out {tmp_path / 'out'}",
        MPLBACKEND="nonsense",
    )
    assert run.returncode == 0, run.stderr
    assert list((tmp_path / "out").glob("*.png"))


def test_a_compiler_that_is_switched_off_changes_no_result(tmp_path: Path) -> None:
    command = f"SIM run {written(tmp_path)} {' '.join(PLAN)} --json"
    assert ended(command, NUMBA_DISABLE_JIT="1").stdout == ended(command).stdout != ""


def test_an_encrypted_cluster_without_certificates_is_refused_at_once() -> None:
    run = ended("SIM compare single-complaint --seeds 2 --cluster tls://127.0.0.1:1")
    assert run.returncode == 5
    assert "CA_FILE" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("word", ["$'a\\x1b[31mb'", "$'a\\u202eb'", "$'caf\\xe9.toml'"])
def test_words_that_would_steer_the_terminal_are_refused_harmlessly(word: str) -> None:
    run = ended(f"SIM check {word}")
    assert run.returncode == 2
    assert "\x1b" not in run.stderr
    assert "Traceback" not in run.stderr


def test_a_value_that_would_steer_the_terminal_is_shown_harmlessly(tmp_path: Path) -> None:
    file = tmp_path / "storm.toml"
    file.write_text('title = "A"\nquestion = 1\nplans = ["\u202ecba"]\n', encoding="utf-8")
    run = ended(f"SIM check {file}")
    assert run.returncode == 2
    assert "\u202e" not in run.stderr
