"""Compiled code is never served from an old or damaged cache, and works without one."""

import os
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
import pytest

from sim import code_cache, compiling
from sim.code_cache import CodeFolder
from sim.errors import CompiledCodeWarning, DamagedFileWarning


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sources that may be changed."""
    for folder in ("storm", "community", "engines"):
        shutil.copytree(compiling.SOURCES / folder, tmp_path / folder)
    shutil.copy(compiling.SOURCES / "compiling.py", tmp_path)
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


@pytest.mark.parametrize("variable", ["XDG_CACHE_HOME", "NUMBA_CACHE_DIR"])
def test_the_cache_lies_where_the_user_wants_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/elsewhere")
    monkeypatch.setenv(variable, str(tmp_path))
    folder = compiling.cache_folder()
    assert folder is not None
    assert folder.parent == tmp_path / "shitstorm-sim"
    assert not compiling.is_compiled()


# -- damage -----------------------------------------------------------------------------------


def twice(number: int) -> int:
    return 2 * number


def thrice(number: int) -> int:
    return 3 * number


def kept_in(folder: Path, function: Callable[[int], int]) -> Any:
    """A compiled function whose code is kept in a folder."""
    dispatcher = numba.njit(function)
    dispatcher._cache = compiling.DispatcherCache(function, CodeFolder(folder))
    return dispatcher


def flipped(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :]


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda content: b"",
    "cut": lambda content: content[: len(content) // 2],
    "longer": lambda content: content + b"x",
    "a flipped byte of the checksum": lambda content: flipped(content, 3),
    "a flipped byte of the code": lambda content: flipped(content, len(content) // 2),
    "of zeros": lambda content: bytes(len(content)),
}


def test_code_that_is_kept_is_not_compiled_again(tmp_path: Path) -> None:
    assert kept_in(tmp_path, twice)(4) == 8
    again = kept_in(tmp_path, twice)
    again._compiler.compile = None  # would fail
    assert again(4) == 8


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_code_is_dropped_compiled_again_and_named(tmp_path: Path, damage: str) -> None:
    kept_in(tmp_path, twice)(4)
    (file,) = tmp_path.iterdir()
    sound = file.read_bytes()
    file.write_bytes(DAMAGE[damage](sound))
    with pytest.warns(DamagedFileWarning, match=f"{tmp_path}.*is damaged compiled code"):
        assert kept_in(tmp_path, twice)(4) == 8
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert kept_in(tmp_path, twice)(4) == 8


def test_the_code_of_another_function_is_never_run(tmp_path: Path) -> None:
    kept_in(tmp_path / "twice", twice)(4)
    kept_in(tmp_path / "thrice", thrice)(4)
    (one,), (other,) = ((tmp_path / name).iterdir() for name in ("twice", "thrice"))
    shutil.copy(one, other)
    with pytest.warns(DamagedFileWarning):
        assert kept_in(tmp_path / "thrice", thrice)(4) == 12


def test_whole_code_that_this_numba_cannot_read_is_dropped(tmp_path: Path) -> None:
    function = kept_in(tmp_path, twice)
    function(4)
    place = function._cache._place(function.signatures[0], function.targetctx.codegen())
    CodeFolder(tmp_path).keep(place, b"of another version")
    with pytest.warns(DamagedFileWarning):
        assert kept_in(tmp_path, twice)(4) == 8


# -- machines where nothing can be kept -------------------------------------------------------


@pytest.fixture
def nothing_said_yet() -> None:
    code_cache._say_once.cache_clear()


@pytest.mark.usefixtures("nothing_said_yet")
def test_without_a_folder_to_write_in_it_compiles_and_says_so_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.warns(CompiledCodeWarning, match="NUMBA_CACHE_DIR"):
        assert kept_in(tmp_path / "file" / "below", twice)(4) == 8
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert kept_in(tmp_path / "file" / "below", thrice)(4) == 12


@pytest.mark.usefixtures("nothing_said_yet")
def test_a_full_disk_leaves_no_half_file_and_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes) -> None:
        path.touch()
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.warns(CompiledCodeWarning, match="No space left on device"):
        assert kept_in(tmp_path, twice)(4) == 8
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("nothing_said_yet")
def test_a_user_without_a_home_can_compile(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("XDG_CACHE_HOME", "NUMBA_CACHE_DIR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    assert compiling.cache_folder() is None
    assert not compiling.is_compiled()
    with pytest.warns(CompiledCodeWarning, match="no home folder is known"):
        CodeFolder(None).keep(("a function", ""), b"code")


def test_files_that_a_killed_process_left_are_removed_later(tmp_path: Path) -> None:
    old, new = (tmp_path / f"{code_cache.ASIDE}{name}" for name in ("old", "new"))
    for file in (old, new):
        file.write_text("half")
    os.utime(old, (0, 0))
    CodeFolder(tmp_path).clean()
    assert not old.exists()
    assert new.exists()
