"""Kill commands at random moments, and give them again.

``python -m tests.kills --kills 200 --seed 1`` kills run, compare, study, fit, validate,
calibrate, play and workshop (kill -9) and gives each the same command again, after one kill or
several. Then nothing that was finished may be lost, results have to be those of the
undisturbed command, and nothing else may be left. It prints the figures.
"""

import argparse
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.kills.commands import (
    COMMANDS,
    Killed,
    carry_out,
    differing,
    kept,
    leftovers,
    lost,
    prepare,
    results,
)

AGAIN, MOST = 0.3, 5
"""Chance that the command is killed once more when it is given again, and most kills of one."""
LONGEST = 600.0
"""Seconds after which a command that is not killed counts as hanging."""


@dataclass
class Figures:
    """What came of killing one command."""

    kills: int = 0
    seconds: float = 0.0
    """Length of the undisturbed command."""
    early: int = 0
    """Kills that came after the command had ended."""
    wrong: list[str] = field(default_factory=list)

    def line(self, name: str) -> str:
        """Return the figures in a line."""
        return (
            f"{name:10} {self.kills:4} kills within {self.seconds:5.1f} s, "
            f"{self.early:3} of them after its end, {len(self.wrong):3} wrong"
        )


def warm_up() -> None:
    """Load and compile everything, so that a fork of this process begins at once."""
    import sim
    from sim import charts, cli, reports  # noqa: F401
    from sim.fitting import fitting, observed  # noqa: F401
    from sim.studies import execute  # noqa: F401
    from sim.terminal import calibration, evidence, fits, forecasts, runs, studies  # noqa: F401
    from sim.validation import validate  # noqa: F401
    from sim.workshop.web import running  # noqa: F401

    sim.simulate(sim.load_scenario("quiet-week"))


def kill_all(kills: int, seed: int, only: Sequence[str] = ()) -> dict[str, Figures]:
    """Kill the commands in turn, at least so many times, and return what came of it."""
    names = list(only or COMMANDS)
    figures = {name: Figures() for name in names}
    with tempfile.TemporaryDirectory(prefix="kills-") as place:
        right = {}
        for number in range(kills):
            name, chance = names[number % len(names)], Random(f"{seed}/{number}")
            found, command = figures[name], COMMANDS[name]
            if name not in right:
                right[name] = undisturbed(command, Path(place) / f"{name}-first")
                begin = time.perf_counter()  # the first one may have compiled something
                again = undisturbed(command, Path(place) / f"{name}-second")
                found.seconds = time.perf_counter() - begin
                if others := differing(right[name], again):
                    found.wrong.append(f"{name}: other results undisturbed: {', '.join(others)}")
            folder = Path(place) / f"{name}-{number}"
            for wrong in disturbed(command, folder, chance, found, right[name]):
                found.wrong.append(f"{name}, kill {number}: {wrong}")
            shutil.rmtree(folder, ignore_errors=True)
    return figures


def undisturbed(command: Killed, folder: Path) -> dict[str, str]:
    """Return the results of a command that nobody kills."""
    prepare(folder)
    code = waited(begun(command, folder))
    if code != command.ends:
        raise RuntimeError(f"{command.words} ends with {code}: {said(folder)}")
    return results(folder / command.results)


def disturbed(
    command: Killed, folder: Path, chance: Random, found: Figures, right: dict[str, str]
) -> list[str]:
    """Kill a command at a random moment, give it again, and return all that is wrong then."""
    prepare(folder)
    wrong, before = [], set[bytes]()
    for kill in range(MOST):
        if kill and chance.random() >= AGAIN:
            break
        found.kills += 1
        child = begun(command, folder)
        time.sleep(chance.random() * found.seconds)
        found.early += killed(child)
        whole = not differing(right, results(folder / command.results))
        if gone := lost(before, folder, whole):
            wrong.append(f"{gone} finished pieces of work lost by the kill")
        before = kept(folder)
    if (code := waited(begun(command, folder))) != command.ends:
        return [*wrong, f"given again it ends with {code}: {said(folder)}"]
    others = differing(right, results(folder / command.results))
    if gone := lost(before, folder, not others):
        wrong.append(f"{gone} finished pieces of work lost")
    if others:
        wrong.append(f"other results: {', '.join(others)}")
    if more := leftovers(folder / command.results, command.may_stay):
        wrong.append(f"left there: {', '.join(more)}")
    return wrong


# -- processes --------------------------------------------------------------------------------


def begun(command: Killed, folder: Path) -> int:
    """Begin a command in a fork of this process, and return its id."""
    port = free_port()
    child = os.fork()
    if child:
        return child
    code = 70
    try:
        os.setsid()
        # A shell that puts this in its background has Ctrl+C ignored, which is passed on.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        out = os.open(folder / "said.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        null = os.open(os.devnull, os.O_RDONLY)
        for stream, target in ((0, null), (1, out), (2, out)):
            os.dup2(target, stream)
        sys.stdout, sys.stderr = (
            os.fdopen(stream, "w", encoding="utf-8", buffering=1) for stream in (1, 2)
        )
        carry_out(command, folder, port)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except KeyboardInterrupt:
        code = 0
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(code)


def killed(child: int) -> bool:
    """Kill a process and all that it has started. Return True if it had ended before."""
    ended, _ = os.waitpid(child, os.WNOHANG)
    if not ended:
        try:
            os.killpg(child, signal.SIGKILL)
        except ProcessLookupError:  # it leads no group yet
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return bool(ended)


def waited(child: int) -> int:
    """Wait for a process, and return its exit code."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    killed(child)
    return -int(signal.SIGKILL)


def said(folder: Path) -> str:
    """Return the end of what a command said."""
    file = folder / "said.txt"
    return file.read_text("utf-8", "replace")[-800:].strip() if file.exists() else ""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(words: Sequence[str]) -> int:
    """Kill, and print the figures; 0 if nothing is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", choices=list(COMMANDS), default=[])
    asked = parser.parse_args(words)
    warm_up()
    begin = time.perf_counter()
    figures = kill_all(asked.kills, asked.seed, asked.only)
    for name, found in figures.items():
        print(found.line(name))
    wrong = [one for found in figures.values() for one in found.wrong]
    for one in wrong:
        print(f"- {one}")
    kills = sum(found.kills for found in figures.values())
    seconds = time.perf_counter() - begin
    print(f"{kills} kills in {seconds:.0f} s, {len(wrong)} wrong; seed {asked.seed}")
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
