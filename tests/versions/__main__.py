"""Try the project where others install it: ``python -m tests.versions``, before each release.

Each version of Python gets an environment of its own with what is newest there. The lowest
one gets another with the lowest versions that pyproject.toml allows. A short suite runs in
every one of them. Versions of Python that this machine lacks are named, and left out.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
EXTRAS = "studies,cluster,parquet"
TOOLS = ("pytest>=8.3", "hypothesis>=6.100")
SUITE = (
    "tests/versions",
    "tests/agreement/test_engines.py",
    "tests/agreement/test_mesa.py",
    "tests/community",
    "tests/fitting/test_counts_json.py",
    "tests/results",
    "tests/scenario",
    "tests/test_from_python.py",
)
"""Tests of what rests on other packages: reading, both engines, tables, files, charts, studies."""
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


@dataclass(frozen=True)
class Environment:
    """A version of Python with packages of one age."""

    python: str
    interpreter: str
    oldest: bool = False

    @property
    def name(self) -> str:
        """What it is called in the output."""
        return f"Python {self.python}, {'oldest' if self.oldest else 'newest'} packages"

    def build(self, folder: Path) -> bool:
        """Install the project with its extras; True if that went well."""
        resolution = "lowest-direct" if self.oldest else "highest"
        # The workshop's own packages want newer ones, which would hide the lowest of others.
        extras = EXTRAS if self.oldest else f"{EXTRAS},workshop"
        needed = ["-e", f"{ROOT}[{extras}]", *TOOLS]
        into = ("--python", str(folder / "bin" / "python"))
        return uv("venv", "-q", "--python", self.interpreter, str(folder)) and uv(
            "pip", "install", "-q", *into, "--resolution", resolution, *needed
        )

    def run(self, folder: Path) -> bool:
        """Run the suite; True if all of it passes. Old packages may warn of new ones."""
        warned = ("-W", "default") if self.oldest else ()
        python = str(folder / "bin" / "python")
        words = (python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *warned, *SUITE)
        return subprocess.run(words, cwd=ROOT, check=False).returncode == 0


def uv(*words: str) -> bool:
    """Call uv, which builds environments; True if it went well."""
    known = {"SSL_CERT_FILE": str(CERTIFICATES)} if CERTIFICATES.exists() else {}
    words = (sys.executable, "-m", "uv", *words)
    return subprocess.run(words, check=False, env={**known, **os.environ}).returncode == 0


def interpreters(wanted: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the version and the path of each interpreter that this machine has."""
    for version in wanted:
        path = next(filter(_works, _candidates(version)), None)
        if path is None:
            print(f"Python {version} is not on this machine, and not tried")
        else:
            yield version, path


def _candidates(version: str) -> Iterator[str]:
    """Yield where a version of Python may be: on the path, this one, and those of pyenv."""
    if found := shutil.which(f"python{version}"):
        yield found
    if version == "{}.{}".format(*sys.version_info):
        yield sys.executable
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from map(str, sorted(pyenv.glob(f"versions/{version}.*/bin/python{version}")))


def _works(interpreter: str) -> bool:
    """Return True if it starts. What pyenv puts on the path may name a version not chosen."""
    words = (interpreter, "-c", "")
    return subprocess.run(words, check=False, capture_output=True).returncode == 0


def environments(wanted: Sequence[str]) -> list[Environment]:
    """Return the oldest packages on the lowest Python, and the newest on each."""
    found = [Environment(version, path) for version, path in interpreters(wanted)]
    oldest = [Environment(each.python, each.interpreter, True) for each in found[:1]]
    return [*oldest, *found]


def main(words: Sequence[str]) -> int:
    """Try every environment; 0 if the suite passes in all of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.versions", description=__doc__)
    parser.add_argument("pythons", nargs="*", default=PYTHONS, help="versions such as 3.13")
    parser.add_argument("--newest", action="store_true", help="leave out the oldest packages")
    asked = parser.parse_args(words)
    lines, failed = [], False
    for one in environments(asked.pythons):
        if one.oldest and asked.newest:
            continue
        print(f"\n-- {one.name} --", flush=True)
        begin = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="versions-") as folder:
            state = "could not be installed"
            if one.build(Path(folder) / "env"):
                state = "passed" if one.run(Path(folder) / "env") else "FAILED"
        failed |= state != "passed"
        lines.append(f"{one.name}: {state} in {time.perf_counter() - begin:.0f} s")
    print("", *lines, sep="\n")
    return int(failed or not lines)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
