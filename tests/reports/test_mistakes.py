"""What a folder can lack, and what the command says then."""

import json
import os
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


def without_its_plan(folder: Path) -> None:
    file = folder / "provenance.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "plan": "unheard-of"}))


def only_a_debrief(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()
    (folder / "debrief.html").write_text("<h1>Debrief</h1>")


MISTAKES: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda folder: [file.unlink() for file in folder.iterdir()], "holds no results"),
    "a debrief": (only_a_debrief, "is the debrief of an exercise; its page to print is"),
    "half-written": (lambda folder: (folder / "acts.csv").unlink(), "acts.csv is missing"),
    "no JSON": (lambda folder: (folder / "provenance.json").write_text("{"), "no provenance"),
    "a later version": (later, "version 99.0"),
    "a plan that is not there": (without_its_plan, "provenance.json: there is no plan"),
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


@pytest.mark.parametrize("name", ["report.html", "report.gif"])
@pytest.mark.parametrize("kind", ["foreign", "empty", "device", "pipe"])
def test_what_is_not_its_own_is_never_replaced(
    kind: str, name: str, run_folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / name
    if kind == "device":
        out.symlink_to(os.devnull)
    elif kind == "pipe":
        os.mkfifo(out)
    else:
        out.write_text("<!doctype html><p>precious" if kind == "foreign" else "")
    before = out.lstat()
    write = write_report if name == "report.html" else write_gif
    with pytest.raises((InputError, OutputError), match="is not replaced"):
        write(run_folder, "en", out)
    after = out.lstat()
    assert (after.st_ino, after.st_size) == (before.st_ino, before.st_size)


def test_its_own_reports_are_replaced(
    run_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.charts.film.MOST_FRAMES_MOVING", 2)
    out, moving = tmp_path / "a.html", tmp_path / "a.gif"
    for language in ("en", "de"):
        write_report(run_folder, language, out)
        write_gif(run_folder, language, moving)
    assert 'lang="de"' in out.read_text("utf-8")


def test_a_report_of_the_first_version_is_replaced(run_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.html"
    write_report(run_folder, "de", out)
    page = out.read_text("utf-8")
    mark = '<meta name="generator" content="shitstorm-sim">\n'
    assert mark in page
    out.write_text(page.replace(mark, ""), "utf-8")
    write_report(run_folder, "en", out)
    assert 'lang="en"' in out.read_text("utf-8")


def test_page_and_picture_have_two_names(run_folder: Path, tmp_path: Path) -> None:
    words = ["report", str(run_folder), "--out", str(tmp_path / "a.gif"), "--gif"]
    ended = CliRunner().invoke(app, words)
    assert isinstance(ended.exception, InputError)
    assert not list(tmp_path.iterdir())


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
