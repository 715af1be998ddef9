"""The start of a workshop: which room it is, where it is reached, and rooms that are deleted."""

import builtins
import io
import os
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("nicegui", reason="needs the extra [workshop]")

from sim.commands import exercises
from sim.commands.exercises import ExerciseOptions, RoomOptions
from sim.errors import InputError, OutputError
from sim.exercise.refusals import RefusedError
from sim.workshop.web import forgetting, startup
from sim.workshop.web.server_log import SERVER_LOG
from tests.exercise.small_exercise import small_exercise
from tests.workshop.rooms import at

SCENARIO = small_exercise()


# -- the day before -------------------------------------------------------------------------------


def test_an_edited_scenario_is_a_new_room_and_the_other_one_is_named(tmp_path: Path) -> None:
    edited = small_exercise(title="Another title")
    with startup.opened_folder(tmp_path) as log:
        first, _ = startup.opened_room(log, SCENARIO, "en", 0, 2, new=False)
        second, begins = startup.opened_room(log, edited, "en", 0, 2, new=False)
        assert begins.before == first.room.code
        assert second.scenario.title == "Another title"
        again, begins = startup.opened_room(log, edited, "en", 0, 2, new=False)
        assert (again.room.code, begins) == (second.room.code, startup.Beginning(continued=True))
        older, _ = startup.continued_room(log, first.room.code.lower())
        assert older.scenario.title == SCENARIO.title
        with pytest.raises(RefusedError, match="there is no room NOSUCH"):
            startup.continued_room(log, "nosuch")


def test_a_room_is_opened_with_its_teams_or_not_at_all(tmp_path: Path) -> None:
    with startup.opened_folder(tmp_path) as log:
        exercise, _ = startup.opened_room(log, SCENARIO, "de", 0, 3, new=False)
        assert list(exercise.room.teams) == ["Team 1", "Team 2", "Team 3"]
        assert log.events(exercise.room.code)[1:] != []


# -- where it is reached --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("workshop.example.org", at("workshop.example.org:8080")),
        ("Workshop.example.org:81", at("workshop.example.org:81")),
        ("https://workshop.example.org", "https://workshop.example.org"),
        ("https://workshop.example.org:8443/", "https://workshop.example.org:8443"),
    ],
)
def test_an_own_name_is_an_address(name: str, address: str) -> None:
    assert startup.own_name(name, 8080) == address


@pytest.mark.parametrize(
    "name",
    [
        "",
        "a b",
        "https://",
        "ftp://x.org",
        at("x.org/path", "https"),
        "x.org:port",
        "[::1",
        "a@b.org",
    ],
)
def test_what_is_no_name_of_a_host_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="--name"):
        startup.own_name(name, 8080)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_a_terminal_without_block_letters_shows_the_address_alone(
    encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=encoding))
    with startup.opened_folder(tmp_path) as log:
        exercise, begins = startup.opened_room(log, SCENARIO, "en", 0, 1, new=False)
        where = at("192.168.1.7:8080")
        startup.announce(exercise, where, "key", begins, network=True)
        sys.stdout.flush()
        told = written.getvalue().decode(encoding)
    assert where in told
    assert ("█" in told) == (encoding == "utf-8")
    assert ("cannot show the QR code" in told) == (encoding != "utf-8")


@pytest.mark.parametrize("lacking", ["nicegui", "segno", "uvicorn", "fastapi", "starlette", "h11"])
def test_without_its_extra_every_package_means_the_same(
    lacking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("sim.workshop.web")]:
        monkeypatch.delitem(sys.modules, name)
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.split(".", maxsplit=1)[0] == lacking:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(InputError, match=rf"{lacking} is missing.*\[workshop\]"):
        exercises.workshop(ExerciseOptions(), RoomOptions(), "data-leak")


# -- rooms that are deleted -----------------------------------------------------------------------


def opened(folder: Path) -> str:
    """Code of a room with files of its own."""
    with startup.opened_folder(folder) as log:
        exercise, _ = startup.opened_room(log, SCENARIO, "en", 0, 1, new=True)
        exercise.join("Wanda", "Team 1", "lead")
    code = exercise.room.code
    (folder / code / "deep").mkdir(parents=True)
    (folder / code / "deep" / "words.txt").write_text("Wanda")
    (folder / SERVER_LOG).write_text("Wanda")
    return code


def left_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_what_cannot_be_deleted_is_named_and_the_same_command_finishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = opened(tmp_path)
    unlink = os.unlink

    def held(path: Any, **more: Any) -> None:
        if str(path).endswith("words.txt"):
            raise PermissionError(13, "in use", str(path))
        unlink(path, **more)

    monkeypatch.setattr(os, "unlink", held)
    with (
        startup.opened_folder(tmp_path) as log,
        pytest.raises(OutputError, match=r"remain: .*words\.txt.*same command again"),
    ):
        forgetting.forget(log, tmp_path, code)
    monkeypatch.undo()
    with startup.opened_folder(tmp_path) as log:
        forgetting.forget(log, tmp_path, code)
        assert not (tmp_path / code).exists()
        with pytest.raises(RefusedError, match="there is no room"):
            forgetting.forget(log, tmp_path, code)
    assert b"Wanda" not in left_of(tmp_path)


@pytest.mark.parametrize("room", ["..", ".", "", "rooms.db", "/", "A/../B", "X" * 300])
def test_only_rooms_can_be_deleted(tmp_path: Path, room: str) -> None:
    code = opened(tmp_path / "rooms")
    with (
        startup.opened_folder(tmp_path / "rooms") as log,
        pytest.raises(RefusedError, match="there is no room"),
    ):
        forgetting.forget(log, tmp_path / "rooms", room)
    assert (tmp_path / "rooms" / code / "deep" / "words.txt").exists()


def test_a_link_in_place_of_a_room_leaves_what_it_points_at(tmp_path: Path) -> None:
    code = opened(tmp_path / "rooms")
    elsewhere = tmp_path / "elsewhere"
    (tmp_path / "rooms" / code).rename(elsewhere)
    (tmp_path / "rooms" / code).symlink_to(elsewhere)
    with startup.opened_folder(tmp_path / "rooms") as log:
        forgetting.forget(log, tmp_path / "rooms", code)
    assert not (tmp_path / "rooms" / code).is_symlink()
    assert (elsewhere / "deep" / "words.txt").exists()
