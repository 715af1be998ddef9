"""An installation that carries compiled code starts at once, and gives the same results."""

import ast
import os
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import numba
import numpy as np
import pytest

from sim import compile_ahead, compiling
from sim.code_cache import CodeFolder
from sim.errors import DamagedFileWarning
from tests.agreement.test_compiling import DAMAGE, twice

PATIENCE = 600
"""Seconds that a busy machine may take to compile everything."""

STORY = """
import hashlib
import sim
story = sim.load_scenario("single-complaint", {
    "community.people": 300, "earlier": {"plan": "silence", "days": 30},
    "community.ties": {"kind": "power-law-cluster", "ties_per_person": 4},
})
record = sim.simulate(story, plan="private-channel", seed=3)
run = sim.start(story, plan="private-channel", seed=3)
run.until("+30h")
run.branch().until("+40h")
numbers = record.series.to_csv() + record.measures.to_csv()
print(hashlib.sha256(numbers.encode()).hexdigest())
"""
"""Everything that is compiled, called from start to end, and stopped and branched."""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as it is installed from a wheel with compiled code."""
    place = tmp_path_factory.mktemp("installed")
    package = place / "sim"
    package.mkdir()
    for part in compiling.SOURCES.iterdir():
        if part.name not in ("__pycache__", "compiled_code"):
            (package / part.name).symlink_to(part)
    for shelf in ("scenarios", "experiments"):
        (place / shelf).symlink_to(compiling.SOURCES.parent / shelf)
    words = ("-m", "sim.compile_ahead", str(package / "compiled_code"))
    made = python(*words, place=place, cache=place / "unused")
    assert made.returncode == 0, made.stderr
    assert not (place / "unused").exists()
    return place


def python(*words: str, place: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    """Run a fresh Python with the package in a place, whose own compiled code goes to a cache."""
    known = {**os.environ, "PYTHONPATH": str(place), "NUMBA_CACHE_DIR": str(cache)}
    return subprocess.run(
        [sys.executable, *words], cwd=place, env=known, text=True, check=False,
        capture_output=True, timeout=PATIENCE,
    )  # fmt: skip


def contents(folder: Path) -> dict[str, bytes]:
    """Every file in a folder."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_shipped_code_serves_every_call_gives_the_same_results_and_is_never_written(
    installed: Path, tmp_path: Path
) -> None:
    shipped = contents(installed / "sim" / "compiled_code")
    (tmp_path / "file").write_text("")
    nowhere = tmp_path / "file" / "below"  # nothing can be kept here
    quick = python("-W", "error", "-c", STORY, place=installed, cache=nowhere)
    assert quick.returncode == 0, quick.stderr
    assert quick.stderr == ""
    assert contents(installed / "sim" / "compiled_code") == shipped
    cache = compiling.cache_folder()
    assert cache is not None
    own = python("-c", STORY, place=compiling.SOURCES.parent, cache=cache.parent.parent)
    assert own.stdout == quick.stdout != ""


@pytest.mark.slow
def test_one_damaged_shipped_piece_costs_its_compilation_alone(
    installed: Path, tmp_path: Path
) -> None:
    code = installed / "sim" / "compiled_code"
    (piece,) = code.rglob("sim.community.graphs._rows-*")
    sound = piece.read_bytes()
    piece.write_bytes(sound[:-1])
    try:
        ended = python("-c", STORY, place=installed, cache=tmp_path)
        assert ended.returncode == 0, ended.stderr
        assert f"{piece} is damaged compiled code" in ended.stderr
        (kept,) = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert kept.name.startswith("sim.community.graphs._rows-")
    finally:
        piece.write_bytes(sound)


def test_the_list_of_what_is_compiled_ahead_names_all_that_is_compiled() -> None:
    found = {"sim.storm.chance.mix", "sim.storm.chance.uniform"}
    for path in sorted(compiling.SOURCES.rglob("*.py")):
        module = ".".join(("sim", *path.relative_to(compiling.SOURCES).with_suffix("").parts))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "compiled":
                found.add(f"{module}.{ast.unparse(call.args[0])}")
    assert found == set(compile_ahead.FUNCTIONS)


# -- which of the two is taken ----------------------------------------------------------------


def compiled_from(kept: Path, shipped: Path | None = None) -> numba.core.dispatcher.Dispatcher:
    """A compiled function that looks for shipped code before its own."""
    dispatcher = numba.njit(twice)
    carried = CodeFolder(shipped)
    dispatcher._cache = compiling.DispatcherCache(twice, CodeFolder(kept), carried)
    return dispatcher


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A folder with a function's code for any processor."""
    words = (
        "import os; os.environ |= {'NUMBA_CPU_NAME': 'generic', 'NUMBA_CPU_FEATURES': ''}",
        "from pathlib import Path",
        "from tests.agreement.test_compiled_ahead import compiled_from",
        f"assert compiled_from(Path({str(tmp_path / 'shipped')!r}))(4) == 8",
    )
    made = python("-c", "\n".join(words), place=compiling.SOURCES.parent, cache=tmp_path / "x")
    assert made.returncode == 0, made.stderr
    return tmp_path / "shipped"


def test_shipped_code_is_taken_and_none_kept(tmp_path: Path, shipped: Path) -> None:
    function = compiled_from(tmp_path / "own", shipped)
    function._compiler.compile = None  # would fail
    assert function(4) == 8
    assert not (tmp_path / "own").exists()


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_shipped_code_is_dropped_and_compiled_anew(
    tmp_path: Path, shipped: Path, damage: str
) -> None:
    (piece,) = shipped.iterdir()
    piece.write_bytes(DAMAGE[damage](piece.read_bytes()))
    with pytest.warns(DamagedFileWarning, match=f"{piece} is damaged.*dropped"):
        assert compiled_from(tmp_path / "own", shipped)(4) == 8
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        again = compiled_from(tmp_path / "own", shipped)
        again._compiler.compile = None  # would fail
        assert again(4) == 8


def test_damage_in_an_installation_that_nobody_may_change_is_named_with_a_remedy(
    tmp_path: Path, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, os.strerror(13))

    (piece,) = shipped.iterdir()
    piece.write_bytes(b"")
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.warns(DamagedFileWarning, match=f"compiled again; delete {shipped}"):
        assert compiled_from(tmp_path / "own", shipped)(4) == 8


def test_who_asks_for_a_processor_gets_code_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "own"))
    monkeypatch.setattr(compiling, "shipped_folder", lambda: tmp_path)
    assert not compiling.is_compiled()
    (tmp_path / "sim.engines.compiled.live-x.code").write_bytes(b"")
    assert compiling.is_compiled()
    monkeypatch.setattr(numba.config, "CPU_NAME", "haswell")
    assert not compiling.is_compiled()


@pytest.mark.parametrize(
    ("place", "value", "same"),
    [
        ("numba.__version__", "0.0.1", False),
        ("llvmlite.__version__", "0.0.1", False),
        ("numpy.__version__", "2.99.0", False),
        ("numpy.__version__", f"{np.__version__.rsplit('.', 1)[0]}.99", True),
        ("platform.machine", lambda: "abacus", False),
        ("sysconfig.get_config_var", lambda name: ".cpython-399-solaris.so", False),
    ],
)
def test_code_for_other_versions_and_machines_is_never_looked_at(
    monkeypatch: pytest.MonkeyPatch, place: str, value: object, same: bool
) -> None:
    before = compiling.fingerprint.__wrapped__()
    monkeypatch.setattr(place, value)
    assert (compiling.fingerprint.__wrapped__() == before) is same


def test_processes_that_start_at_once_share_a_folder_without_damage(tmp_path: Path) -> None:
    words = (
        "import warnings; warnings.simplefilter('error')",
        "from pathlib import Path",
        "from tests.agreement.test_compiled_ahead import compiled_from",
        f"print(compiled_from(Path({str(tmp_path)!r}))(4))",
    )
    begun = [
        subprocess.Popen(
            [sys.executable, "-c", "\n".join(words)],
            cwd=compiling.SOURCES.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(3)
    ]  # fmt: skip
    for process in begun:
        assert process.communicate(timeout=PATIENCE) == ("8\n", "")
    assert len(list(tmp_path.iterdir())) == 1
    shutil.rmtree(tmp_path)
