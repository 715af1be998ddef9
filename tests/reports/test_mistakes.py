"""What a folder can lack, and what the command says then."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli import app
from sim.errors import InputError, OutputError, ShitstormError
from sim.reports import write_gif, write_report


def later(folder: Path) -> None:
    file = folder / "provenance.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "version": "99.0"}))


MISTAKES: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda folder: [file.unlink() for file in folder.iterdir()], "holds no results"),
    "half-written": (lambda folder: (folder / "acts.csv").unlink(), "acts.csv is missing"),
    "no JSON": (lambda folder: (folder / "provenance.json").write_text("{"), "no provenance"),
    "a later version": (later, "version 99.0"),
    "a cut chart": (lambda folder: (folder / "chart.svg").write_text("<svg"), "no SVG chart"),
    "unreadable": (lambda folder: (folder / "measures.json").write_bytes(b"\xff"), "no text"),
}


DAMAGE = {"empty": "", "cut": '{"peak": 1', "another thing": "[]", "a text": "hello\nworld,1\n"}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("name", ["measures.json", "acts.csv", "promises.csv"])
def test_a_damaged_file_is_named(name: str, damage: str, run_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(run_folder, folder)
    saved = json.loads((folder / "measures.json").read_text())
    (folder / "measures.json").write_text(json.dumps({**saved, "peak": 99.0}))  # not repeated
    (folder / name).write_text(DAMAGE[damage])
    with pytest.raises(InputError, match=f"{name} is damaged; give the same command"):
        write_report(folder)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_what_is_wrong_is_said(
    mistake: str, run_folder: Path, study_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(study_folder if mistake == "a cut chart" else run_folder, folder)
    spoil, said = MISTAKES[mistake]
    spoil(folder)
    out = tmp_path / "report.html"
    with pytest.raises(InputError, match=said):
        write_report(folder, "en", out)
    assert not out.exists()


def test_unfinished_results_are_told_from_none(tmp_path: Path) -> None:
    (tmp_path / ".unfinished").mkdir()
    with pytest.raises(InputError, match="not finished"):
        write_report(tmp_path)


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no folder"):
        write_report(tmp_path / "nowhere")


def test_a_file_that_cannot_be_written(run_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot write"):
        write_report(run_folder, "en", tmp_path / "file" / "report.html")
    with pytest.raises(InputError, match="is a folder"):
        write_report(run_folder, "en", tmp_path)


def test_only_a_run_moves(compare_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="only a run"):
        write_gif(compare_folder, "en", tmp_path / "report.gif")


def test_the_command(run_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.charts.film.MOST_FRAMES_MOVING", 4)
    out = tmp_path / "a.html"
    words = ["report", str(run_folder), "--language", "fr", "--out", str(out), "--gif"]
    ended = CliRunner().invoke(app, words, catch_exceptions=False)
    assert ended.exit_code == 0, ended.output
    assert out.exists()
    assert out.with_suffix(".gif").read_bytes()[:6] == b"GIF89a"
    assert isinstance(CliRunner().invoke(app, ["report", str(tmp_path)]).exception, ShitstormError)
