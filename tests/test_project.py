"""The project as a whole: its face, its floors, its versions and its house rules."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlparse

import pytest

import sim
from tests.check import CHECKS

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SOURCES = sorted((ROOT / "sim").rglob("*.py"))
TEXTS = sorted(
    path
    for pattern in (
        "*.md",
        "*.toml",
        "*.cff",
        "sim/**/*",
        "docs/**/*.md",
        "scenarios/*",
        "tests/**/*",
    )
    for path in ROOT.glob(pattern)
    if path.suffix in (".md", ".toml", ".cff", ".py")
)
HEAVY = (
    "numpy",
    "pandas",
    "xarray",
    "pydantic",
    "numba",
    "mesa",
    "matplotlib",
    "networkx",
    "scipy",
)
NOT_OURS = {"manager", "util", "utils", "helper", "helpers", "data", "node", "infected"}
"""Words that say nothing about storms."""
HOSTS = {
    "docs.dask.org",
    "doi.org",  # where cited papers are found
    "kubernetes.dask.org",
    "mesa.readthedocs.io",
    "pyinstaller.org",
    "workshop.example.org",  # a name to give to a workshop, reserved for examples
    "www.w3.org",
}
"""Hosts that texts may name; each is a place that a reader has a reason to visit."""
LONGEST = 60
"""Most lines of a function. Most have fewer than fifteen."""
LONGEST_MODULE = 350
"""Most lines of a module."""
MOST_PARAMETERS = 8
"""Most parameters of a function."""


def text_of(name: str) -> str:
    """A file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


# -- face ---------------------------------------------------------------------------------


def test_public_names() -> None:
    assert sim.__all__ == [
        "Ensemble",
        "Execution",
        "Record",
        "Run",
        "Scenario",
        "compare",
        "load_scenario",
        "rerun",
        "simulate",
        "start",
    ]
    assert dir(sim) == sim.__all__
    assert all(getattr(sim, name).__doc__ for name in sim.__all__)


def test_a_name_that_does_not_exist_is_said_so() -> None:
    with pytest.raises(AttributeError, match="'stimulate'"):
        sim.stimulate  # noqa: B018


def test_import_loads_nothing_heavy() -> None:
    code = f"import sim, sys; print([name for name in {HEAVY} if name in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


# -- floors -------------------------------------------------------------------------------


def test_nothing_imports_upward() -> None:
    run = subprocess.run(
        [sys.executable, *CHECKS["floors"]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout


# -- README and packaging ------------------------------------------------------------------


def commands() -> list[str]:
    """The README's two commands: its first two blocks marked sh."""
    return [
        block.strip()
        for block in re.findall(r"^```sh\n(.*?)^```", text_of("README.md"), re.S | re.M)
    ]


def test_the_readme_has_two_commands_of_one_line_each() -> None:
    assert len(commands()) == 2
    for command in commands():
        assert len(command.splitlines()) == 1
        assert command.startswith("python3 -m venv .venv && .venv/bin/pip install -q ")
        subprocess.run(["bash", "-n", "-c", command], check=True)


def test_the_checks_run_what_the_readme_says() -> None:
    shown = subprocess.run(
        ["bash", str(ROOT / ".ci" / "run")],
        env={**os.environ, "SHOW": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout.splitlines() == commands()


def test_scenarios_and_experiments_are_packaged() -> None:
    packaged = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert packaged == {
        "scenarios": "sim/library/scenarios",
        "experiments": "sim/library/experiments",
    }
    assert all((ROOT / folder).is_dir() for folder in packaged)
    assert (ROOT / "sim" / "py.typed").is_file()


def test_versions_agree() -> None:
    version = PROJECT["project"]["version"]
    assert f"\nversion: {version}\n" in text_of("CITATION.cff")
    newest = re.search(r"^## (\d\S*)$", text_of("CHANGELOG.md"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == version


# -- house rules ---------------------------------------------------------------------------


def words_of_names(path: Path) -> Iterator[str]:
    """The words in the names that a module defines, its own included."""
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    defined = [n.name for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, kinds)]
    for name in (path.stem, *defined):
        yield from re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_")


def test_names_are_of_storms() -> None:
    said = {path.name: NOT_OURS & set(words_of_names(path)) for path in SOURCES}
    assert not {name: words for name, words in said.items() if words}


def test_functions_are_short() -> None:
    for path in SOURCES:
        for step in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(step, ast.FunctionDef):
                lines = (step.end_lineno or 0) - step.lineno + 1
                assert lines <= LONGEST, f"{path.name}: {step.name} has {lines} lines"


def test_modules_are_short() -> None:
    for path in SOURCES:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE, path


def test_functions_take_few_parameters() -> None:
    for path in SOURCES:
        for step in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(step, ast.FunctionDef | ast.AsyncFunctionDef):
                names = [a.arg for a in (*step.args.posonlyargs, *step.args.args)]
                own = len(names) - (names[:1] in (["self"], ["cls"])) + len(step.args.kwonlyargs)
                assert own <= MOST_PARAMETERS, f"{path.name}: {step.name} takes {own}"


def test_no_two_classes_share_a_name() -> None:
    homes: dict[str, list[str]] = {}
    for path in SOURCES:
        for step in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(step, ast.ClassDef):
                homes.setdefault(step.name, []).append(path.name)
    assert not {name: files for name, files in homes.items() if len(files) > 1}


def test_texts_lead_to_no_strange_place() -> None:
    for path in TEXTS:
        text = path.read_text(encoding="utf-8")
        for address in re.findall(r"\bhttps?://[^\s)>\"'`]+", text):
            assert urlparse(address).hostname in HOSTS, f"{path.name}: {address}"
        assert not re.findall(r"(?<![\w.`/-])/(?:home|root|Users|mnt|work)/\w+", text), path.name
