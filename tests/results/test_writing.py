"""Files are there whole or not at all, and a disk that refuses is an error with a remedy."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp

import pytest

from sim.errors import InputError, OutputError
from sim.files import MARKS, RESUMED, ready
from sim.writing import ASIDE, LATER, clean, expanded, reserve, written, written_folder


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

    monkeypatch.setattr("sim.writing.mkdtemp", refuse)
    with pytest.raises(OutputError, match="Permission denied; choose"), written_folder(tmp_path):
        pass


def test_a_full_disk(tmp_path, small_disk):
    file = tmp_path / "one.txt"
    file.write_text("old")
    with pytest.raises(OutputError, match="free some space"), written(file) as aside:
        aside.write_text("x" * 100_000)
    assert file.read_text() == "old"


# -- all files or none ------------------------------------------------------------------------


def rewrite(folder, *names):
    with written_folder(folder) as aside:
        for name in names:
            (aside / name).write_text("new")


@pytest.mark.parametrize("fails", ["a", "b", "c"])
def test_where_one_file_cannot_move_none_has_moved(tmp_path, monkeypatch, fails):
    for name in "ac":
        (tmp_path / name).write_text("old")
    replace = Path.replace

    def refuse(file, target):
        if Path(target) == tmp_path / fails and file.parent.name == "new":
            raise PermissionError(errno.EACCES, "Permission denied")
        return replace(file, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match="Permission denied"):
        rewrite(tmp_path, *"abc")
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == dict.fromkeys(
        "ac", "old"
    )


@pytest.mark.parametrize("kind", ["folder", "pipe", "device"])
def test_what_is_no_ordinary_file_is_never_replaced(tmp_path, kind):
    if kind == "folder":
        (tmp_path / "b").mkdir()
    elif kind == "pipe":
        os.mkfifo(tmp_path / "b")
    else:
        (tmp_path / "b").symlink_to(os.devnull)
    with pytest.raises(OutputError, match=r"b is .* and is not replaced"):
        rewrite(tmp_path, *"abc")
    assert [file.name for file in tmp_path.iterdir()] == ["b"]
    assert not (tmp_path / "b").is_file()


KILLED = """
import os, signal, sys
from pathlib import Path
import sim.writing as writing

folder, moves = Path(sys.argv[1]), int(sys.argv[2])
replace = Path.replace

def replace_or_die(file, target):
    global moves
    if moves == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    moves -= 1
    return replace(file, target)

Path.replace = replace_or_die
with writing.written_folder(folder) as aside:
    for name in "abc":
        (aside / name).write_text("new")
    if moves < 0:
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("moves", [-1, 0, 1, 2])
def test_what_a_killed_process_left_is_finished_or_dropped_by_the_next(tmp_path, moves):
    (tmp_path / "a").write_text("old")
    words = [sys.executable, "-c", KILLED, str(tmp_path), str(moves)]
    assert subprocess.run(words, check=False).returncode == -signal.SIGKILL
    assert list(tmp_path.glob(f"{ASIDE}*"))
    ready(tmp_path, "run")
    there = {file.name: file.read_text() for file in tmp_path.iterdir()}
    assert there == ({"a": "old"} if moves < 0 else dict.fromkeys("abc", "new"))


def test_files_that_a_living_process_writes_are_left_alone(tmp_path):
    with written_folder(tmp_path) as aside:
        rewrite(tmp_path, "b")
        (aside / "a").write_text("new")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a", "b"]


def test_a_folder_whose_lock_was_never_made_is_dropped(tmp_path):
    left = tmp_path / f"{ASIDE}left"
    left.mkdir()
    rewrite(tmp_path, "a")
    assert not left.exists()


def test_a_folder_taken_for_abandoned_as_it_begins_is_begun_again(tmp_path, monkeypatch):
    begun = []

    def make(**place):
        begun.append(Path(mkdtemp(**place)))
        if len(begun) == 1:
            clean(tmp_path)  # as another process does that begins to write there just now
        return str(begun[-1])

    monkeypatch.setattr("sim.writing.mkdtemp", make)
    rewrite(tmp_path, "a")
    assert len(begun) == 2
    assert [file.name for file in tmp_path.iterdir()] == ["a"]


def test_where_the_system_has_no_locks_only_old_folders_are_dropped(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.writing.locked", lambda *_, **__: None)
    old, new = tmp_path / f"{ASIDE}old", tmp_path / f"{ASIDE}new"
    for folder in (old, new):
        folder.mkdir()
        (folder / "lock").touch()
    os.utime(old, (0, old.stat().st_mtime - LATER - 1))
    rewrite(tmp_path, "a")
    assert not old.exists()
    assert new.exists()


# -- the disk, the home folder, and whose results there are -----------------------------------


def test_a_file_mapped_into_memory_has_all_of_its_room(tmp_path):
    file = tmp_path / "map"
    file.touch()
    os.truncate(file, 1 << 20)
    before = file.stat().st_blocks
    reserve(file)
    assert before * 512 < 1 << 20 <= file.stat().st_blocks * 512


def test_without_a_call_for_room_the_file_is_filled(tmp_path, monkeypatch):
    monkeypatch.delattr(os, "posix_fallocate", raising=False)
    file = tmp_path / "map"
    file.write_bytes(b"head")
    os.truncate(file, 3_000_000)
    reserve(file)
    assert file.stat().st_blocks * 512 >= 3_000_000
    assert file.read_bytes() == b"head".ljust(3_000_000, b"\0")


def test_a_tilde_is_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    with written(Path("~/below/one.txt")) as aside:
        aside.write_text("1")
    assert (tmp_path / "below" / "one.txt").read_text() == "1"
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    with pytest.raises(InputError, match="write the whole path"):
        expanded("~/one.txt")


@pytest.mark.parametrize("there", MARKS)
@pytest.mark.parametrize("command", ["run", "compare", "fit"])
def test_results_of_two_commands_are_never_mixed(tmp_path, there, command):
    (tmp_path / MARKS[there]).write_text("")
    fits = {"fit", "forecast", "backtest"}
    if there == command or {there, command} <= fits:
        ready(tmp_path, command)
    else:
        with pytest.raises(InputError, match=f"holds what {there} has written"):
            ready(tmp_path, command)


@pytest.mark.parametrize("command", MARKS)
def test_unfinished_runs_of_another_command_are_left_to_it(tmp_path, command):
    (tmp_path / ".unfinished").mkdir()
    if command in RESUMED:
        ready(tmp_path, command)
    else:
        with pytest.raises(InputError, match="unfinished runs of another command"):
            ready(tmp_path, command)
