"""Wheels carry compiled code for the machine that builds them, or say why they do not."""

import ast
import importlib.util
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
CARRIED = "sim/compiled_code/mark/live.code"


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The project's build backend, called as installers do: within the project's folder."""
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("SHITSTORM_COMPILE_AHEAD", raising=False)
    place = importlib.util.spec_from_file_location("backend", ROOT / "building" / "backend.py")
    assert place is not None
    assert place.loader is not None
    module = importlib.util.module_from_spec(place)
    place.loader.exec_module(module)
    return module


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The calls of the compiler, which here takes no time."""
    calls: list[list[str]] = []

    def compile_at_once(words: list[str], **_: Any) -> subprocess.CompletedProcess[bytes]:
        calls.append(words)
        made = Path(words[-1]) / "mark"
        made.mkdir()
        (made / "live.code").write_bytes(b"code")
        return subprocess.CompletedProcess(words, 0, b"")

    monkeypatch.setattr(subprocess, "run", compile_at_once)
    return calls


def files_of(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_a_wheel_carries_compiled_code_and_is_for_this_python_alone(
    backend: ModuleType, compilations: list[list[str]], tmp_path: Path
) -> None:
    wheel = tmp_path / backend.build_wheel(str(tmp_path))
    assert {CARRIED, "sim/compiling.py", "sim/library/scenarios/quiet-week.toml"} <= files_of(wheel)
    assert f"-cp{sys.version_info.major}{sys.version_info.minor}-" in wheel.name
    assert not wheel.name.endswith("-none-any.whl")
    assert len(compilations) == 1
    assert not Path(compilations[0][-1]).exists()


def test_a_wheel_for_all_is_built_on_request(
    backend: ModuleType,
    compilations: list[list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SHITSTORM_COMPILE_AHEAD", "0")
    assert backend.get_requires_for_build_wheel() == []
    assert backend.build_wheel(str(tmp_path)).endswith("-py3-none-any.whl")
    assert not compilations


def test_an_editable_install_waits_for_no_compiler(
    backend: ModuleType, compilations: list[list[str]], tmp_path: Path
) -> None:
    assert "numba" not in str(backend.get_requires_for_build_editable())
    assert backend.build_editable(str(tmp_path)).endswith("-py3-none-any.whl")
    assert not compilations


def test_where_compiling_fails_the_wheel_is_for_all_and_says_so(
    backend: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def fail(words: list[str], **_: Any) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess(words, 1, b"Traceback\nImportError: no numba\n")

    monkeypatch.setattr(subprocess, "run", fail)
    wheel = tmp_path / backend.build_wheel(str(tmp_path))
    assert wheel.name.endswith("-py3-none-any.whl")
    assert not any("compiled_code" in name for name in files_of(wheel))
    said = " ".join("".join(capfd.readouterr()).split())
    assert "compiling ahead failed (ImportError: no numba)" in said
    assert "The wheel has no compiled code" in said


def test_compiling_asks_for_the_versions_that_an_install_asks_for(backend: ModuleType) -> None:
    asked = {Requirement(wanted).name: wanted for wanted in backend.get_requires_for_build_wheel()}
    assert set(asked) == set(backend.NEEDED)


@pytest.mark.slow
def test_compiling_needs_nothing_beyond_what_the_build_asks_for(backend: ModuleType) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    absent = {Requirement(text).name for text in project["dependencies"]} - set(backend.NEEDED)
    assert {"pandas", "matplotlib"} < absent
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({sorted(absent)}))  # as if not installed\n"
        "from sim.compile_ahead import run_everything; run_everything()"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_the_folder_without_python_holds_extras_that_exist() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    script = ast.parse((ROOT / "building" / "standalone.py").read_text(encoding="utf-8"))
    (extras,) = (
        ast.literal_eval(step.value)
        for step in script.body
        if isinstance(step, ast.Assign) and ast.unparse(step.targets[0]) == "EXTRAS"
    )
    assert set(extras.split(",")) <= set(project["optional-dependencies"])


def test_the_folder_without_python_holds_what_charts_are_written_with() -> None:
    spec = (ROOT / "building" / "shitstorm.spec").read_text(encoding="utf-8")
    compile(spec, "shitstorm.spec", "exec")
    written = {"agg", "svg"}  # PNG and SVG
    assert all(f'"{name}"' in spec for name in written)
