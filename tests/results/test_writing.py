"""Files are there whole or not at all, and a disk that refuses is an error with a remedy."""

import errno
from pathlib import Path

import pytest

from sim.errors import OutputError
from sim.results.writing import written, written_folder


def test_files_move_into_the_folder_when_all_are_written(tmp_path):
    folder = tmp_path / "new" / "place"
    with written_folder(folder) as aside:
        (aside / "one.txt").write_text("1")
        (aside / "two.txt").write_text("2")
        assert list(folder.glob("*.txt")) == []
    assert sorted(file.name for file in folder.iterdir()) == ["one.txt", "two.txt"]


def test_an_old_file_is_replaced_and_a_foreign_one_stays(tmp_path):
    (tmp_path / "one.txt").write_text("old")
    (tmp_path / "notes.txt").write_text("mine")
    with written(tmp_path / "one.txt") as aside:
        aside.write_text("new")
    assert (tmp_path / "one.txt").read_text() == "new"
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_what_breaks_off_leaves_the_old_file(tmp_path):
    (tmp_path / "one.txt").write_text("old")
    with pytest.raises(KeyboardInterrupt):
        write_and_break_off(tmp_path / "one.txt")
    assert [file.name for file in tmp_path.iterdir()] == ["one.txt"]
    assert (tmp_path / "one.txt").read_text() == "old"


def write_and_break_off(path):
    with written(path) as aside:
        aside.write_text("half of the n")
        raise KeyboardInterrupt


def test_new_files_are_readable_like_any_other(tmp_path):
    with written(tmp_path / "one.txt") as aside:
        aside.write_text("1")
    (tmp_path / "ordinary.txt").write_text("1")
    modes = {file.stat().st_mode for file in tmp_path.iterdir()}
    assert len(modes) == 1


def test_a_file_where_the_folder_should_be(tmp_path):
    (tmp_path / "taken").write_text("")
    for folder in (tmp_path / "taken", tmp_path / "taken" / "below"):
        with pytest.raises(OutputError, match="taken"), written_folder(folder):
            pass


def test_a_folder_that_cannot_be_made():
    with pytest.raises(OutputError, match="choose a folder"), written_folder(Path("/proc/none")):
        pass


def test_a_folder_without_the_right_to_write(tmp_path, monkeypatch):
    def refuse(*args, **kwargs):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("sim.results.writing.TemporaryDirectory", refuse)
    with pytest.raises(OutputError, match="Permission denied; choose"), written_folder(tmp_path):
        pass


def test_a_full_disk(tmp_path, small_disk):
    file = tmp_path / "one.txt"
    file.write_text("old")
    with pytest.raises(OutputError, match="free some space"), written(file) as aside:
        aside.write_text("x" * 100_000)
    assert file.read_text() == "old"
