"""Build wheels that carry compiled code, so that the first answer after an install comes at once.

This is hatchling with two additions. A wheel (not an editable install) is built where numba is
at hand, and what ``python -m sim.compile_ahead`` compiles goes into it. Such a wheel is for one
version of Python on one kind of machine. ``SHITSTORM_COMPILE_AHEAD=0`` builds one for all, without
compiled code, and so does a machine on which compiling fails.
"""

import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from hatchling import build
from hatchling.build import *  # noqa: F403 - the other functions of a build backend
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent.parent
NEEDED = ("numba", "numpy", "pydantic", "scipy")
"""What compiling imports. Their versions are those that an install asks for."""


def get_requires_for_build_wheel(config_settings: dict[str, Any] | None = None) -> list[str]:
    """Return what building a wheel needs beside hatchling."""
    wanted = build.get_requires_for_build_wheel(config_settings)
    return [*wanted, *_needed()] if _asked_for() else wanted


def _asked_for() -> bool:
    return os.environ.get("SHITSTORM_COMPILE_AHEAD", "1") != "0"


def _needed() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [wanted for wanted in project["dependencies"] if wanted.startswith(NEEDED)]


class CompiledCodeHook(BuildHookInterface[Any]):
    """Puts compiled code into a wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile into a temporary folder, and have the wheel take it along."""
        if version == "editable" or not _asked_for():
            return
        self._aside = tempfile.TemporaryDirectory()
        if problem := _compile(Path(self._aside.name)):
            self.app.display_warning(
                f"{problem}. The wheel has no compiled code: the first start after an install "
                "compiles the model, which takes 20 seconds"
            )
            return
        build_data["force_include"][self._aside.name] = "sim/compiled_code"
        build_data["pure_python"] = False
        build_data["infer_tag"] = True  # for this version of Python on this kind of machine

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary folder."""
        if hasattr(self, "_aside"):
            self._aside.cleanup()


def _compile(folder: Path) -> str:
    """Compile in a process of its own, and return what went wrong, or nothing."""
    words = [sys.executable, "-m", "sim.compile_ahead", str(folder)]
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    known = os.environ | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    ended = subprocess.run(
        words, cwd=ROOT, env=known, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if ended.returncode == 0:
        return ""
    said = ended.stdout.decode(errors="replace").strip().splitlines()
    return f"compiling ahead failed ({said[-1] if said else ended.returncode})"
