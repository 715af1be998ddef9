"""Compile the engine ahead for an installation to carry: ``python -m sim.compile_ahead FOLDER``.

The code suits every processor of this machine's kind, with this version of Python and of
numba. Installed as ``sim/compiled_code``, it saves each user the compilation at the first start.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from sim.code_cache import ENDING

FUNCTIONS = (
    "sim.community.graphs._attach",
    "sim.community.graphs._rows",
    "sim.engines.compiled.address",
    "sim.engines.compiled.begin",
    "sim.engines.compiled.live",
    "sim.engines.previous_crisis.remember_all",
    "sim.storm.chance.mix",
    "sim.storm.chance.uniform",
)
"""All that commands call of compiled code, each in the one form in which they call it."""


def main(arguments: list[str]) -> int:
    """Compile into the folder that is named; 0 if everything was compiled."""
    parser = argparse.ArgumentParser(prog="sim.compile_ahead", description=__doc__)
    parser.add_argument("folder", type=Path, help="where to put the compiled code")
    folder = parser.parse_args(arguments).folder
    made = compile_ahead(folder)
    missing = [name for name in FUNCTIONS if not any(made.glob(f"{name}-*{ENDING}"))]
    for name in missing:
        print(f"{name} was not compiled: {made} has no file of it", file=sys.stderr)
    return int(bool(missing))


def compile_ahead(folder: Path) -> Path:
    """Compile for any processor, and return the folder within the given one with the code.

    This has to happen before anything else is compiled in a process, as numba settles for a
    processor then.
    """
    # An empty list of features goes with the name: numba would take this machine's own.
    os.environ |= {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""}
    with tempfile.TemporaryDirectory() as aside:
        os.environ["NUMBA_CACHE_DIR"] = aside
        run_everything()
        from sim.compiling import cache_folder, fingerprint, shipped_folder  # noqa: PLC0415

        made = folder / fingerprint()
        # What an installation carries already is not compiled anew.
        for source in (shipped_folder(), cache_folder()):
            if source is not None and source.is_dir():
                shutil.copytree(source, made, dirs_exist_ok=True)
    return made


def run_everything() -> None:
    """Let a few people live through two crises in which every compiled function is called."""
    from sim.engines import compiled  # noqa: PLC0415 - only now, as numba reads its settings
    from sim.scenario import load_scenario  # noqa: PLC0415

    story = load_scenario(
        "telecom-billing",
        {"community.people": 200, "clock.days": 2, "earlier": {"plan": "silence", "days": 90}},
    )
    compiled.run(story, "private-channel", seed=0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
