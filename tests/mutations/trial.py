"""One mutant, tried in a process of its own, with its time, memory and output measured."""

import contextlib
import os
import resource
import signal
import sys
import time
import traceback
import warnings
from dataclasses import dataclass
from pathlib import Path

from tests.mutations.mutant import Mutant

WAITING = 300.0
"""Seconds after which it is ended, whatever it computes: other programs may be busy."""
MEMORY = 2 * 2**30
"""Bytes that it may use at most, besides what the attack itself does."""
ACCEPTED, BROKEN = 0, 70


@dataclass(frozen=True)
class Ended:
    """How a mutant ended."""

    code: int
    """The exit code: 0 if accepted. Negative for the signal that ended it."""
    seconds: float
    memory: int
    said: str
    """Everything on stdout and stderr."""
    wrong: str
    """What is wrong with an accepted one."""


def tried(mutant: Mutant, folder: Path) -> Ended:
    """Try a mutant in a fork of this process, which has loaded and compiled everything."""
    out, wrong = folder / ".said", folder / ".wrong"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, which do nothing here
        child = os.fork()
    if child == 0:
        _in_child(mutant, out, wrong)
    status, used = _waited(child)
    said = out.read_text("utf-8", "replace") if out.exists() else ""
    about = wrong.read_text("utf-8", "replace") if wrong.exists() else ""
    memory = max(0, used.ru_maxrss * 1024 - before)
    seconds = used.ru_utime + used.ru_stime
    return Ended(os.waitstatus_to_exitcode(status), seconds, memory, said, about)


def _waited(child: int) -> tuple[int, resource.struct_rusage]:
    """Wait for a process, and end it if it takes too long."""
    until = time.monotonic() + WAITING
    while time.monotonic() < until:
        pid, status, used = os.wait4(child, os.WNOHANG)
        if pid:
            return status, used
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    _, status, used = os.wait4(child, 0)
    return status, used


def _in_child(mutant: Mutant, out: Path, wrong: Path) -> None:
    """Do what the mutant is for, with limits, and end this process."""
    code = BROKEN
    warnings.resetwarnings()  # those who run this may have made errors of them, a user has not
    for usual in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
        warnings.simplefilter("ignore", usual)
    try:
        _limit(mutant.seconds)
        said = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for stream in (1, 2):
            os.dup2(said, stream)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", errors="replace", buffering=1)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="replace", buffering=1)
        os.chdir(out.parent)
        code = _ended(mutant)
        if code == ACCEPTED and (about := mutant.accepted()):
            wrong.write_text(about, "utf-8")
    except BaseException:
        code = BROKEN
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _ended(mutant: Mutant) -> int:
    """Return the exit code of what the mutant is for."""
    from sim.errors import ShitstormError

    try:
        mutant.done()
    except ShitstormError as refused:
        print(refused, file=sys.stderr)
        return refused.exit_code
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return ACCEPTED


def _limit(seconds: float) -> None:
    """End this process by a signal after too much computing, and refuse it too much memory."""
    hard = int(3 * seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (hard, hard + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (2**28, 2**28))
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
