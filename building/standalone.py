"""Build a folder that runs without Python, and start it: ``python building/standalone.py FOLDER``.

The project is installed into a fresh environment, compiled code included, and PyInstaller puts
all of it into FOLDER/shitstorm. The folder runs on the kind of system on which it was built.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
EXTRAS = "lab,workshop,slides"
PYINSTALLER = "pyinstaller>=6.12"
TRIED = ("run", "single-complaint", "--plan", "silence", "--seed", "7")
WINDOWS = os.name == "nt"


def main() -> int:
    """Build and try the folder; 0 if it answers without compiling."""
    parser = argparse.ArgumentParser(prog="standalone.py", description=__doc__)
    parser.add_argument("folder", type=Path, help="where to put the folder shitstorm")
    folder = parser.parse_args().folder.absolute()
    with tempfile.TemporaryDirectory() as aside:
        _build(folder, Path(aside))
        seconds = _try(folder, Path(aside))
    size = sum(file.stat().st_size for file in (folder / "shitstorm").rglob("*") if file.is_file())
    print(f"{folder / 'shitstorm'}: {size / 1e6:.0f} MB, first answer after {seconds:.1f} s")
    return 0


def _build(folder: Path, aside: Path) -> None:
    """Install the project aside and let PyInstaller gather it."""
    venv.create(aside / "venv", with_pip=True)
    python = aside / "venv" / ("Scripts/python.exe" if WINDOWS else "bin/python")
    install = ("-m", "pip", "install", "-q", f"{ROOT}[{EXTRAS}]", PYINSTALLER)
    places = ("--distpath", str(folder), "--workpath", str(aside / "work"))
    gather = ("-m", "PyInstaller", "--noconfirm", *places, str(ROOT / "building/shitstorm.spec"))
    for words in (install, gather):
        # Not within the clone, whose sources are not the installed ones.
        subprocess.run((str(python), *words), cwd=aside, check=True)


def _try(folder: Path, aside: Path) -> float:
    """Run a plan as on a fresh machine, write its charts and report, and return the first seconds.

    Raises ``CalledProcessError`` if something cannot be done there, and ``SystemExit`` if the
    folder compiles anything, as its compiled code does not fit then.
    """
    cache, out = aside / "cache", str(aside / "out")
    fresh = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    fresh |= {"NUMBA_CACHE_DIR": str(cache), "PATH": os.environ["PATH"] if WINDOWS else ""}
    program = folder / "shitstorm" / ("shitstorm.exe" if WINDOWS else "shitstorm")
    spent = []
    for words in (TRIED, (*TRIED, "--out", out), ("report", out), ("lab", "--help")):
        begin = time.perf_counter()
        subprocess.run((str(program), *words), cwd=aside, env=fresh, check=True)
        spent.append(time.perf_counter() - begin)
    if cache.exists():
        raise SystemExit(f"{program} compiled {[file.name for file in cache.rglob('*.code')]}")
    return spent[0]


if __name__ == "__main__":
    sys.exit(main())
