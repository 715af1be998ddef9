"""Compiling with numba, cached, and never served from an old cache.

numba's cache sees changes in the file of a compiled function, not in the files that it
calls. So the cache folder's name is a hash of all of the project's sources and of the
versions that matter: a changed rule gets a new folder.
"""

import functools
import hashlib
import os
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from inspect import isfunction
from pathlib import Path
from types import FunctionType
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])

SOURCES = Path(__file__).parent

SHARED = (
    "rules", "awareness", "promises", "feeling", "hearing", "reading", "stance", "scheduling",
    "posting", "visit", "tick", "page", "carry_over",
)  # fmt: skip
"""Files of ``sim/storm`` whose functions run in both engines."""


def cache_folder() -> Path:
    """Return the folder of compiled code of exactly these sources."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "shitstorm-sim" / fingerprint()


@functools.cache
def fingerprint() -> str:
    """Return a hash of every source that compiled code can depend on."""
    import numba  # noqa: PLC0415 - loaded only where something is compiled
    import numpy as np  # noqa: PLC0415

    digest = hashlib.sha256(f"{sys.version} {numba.__version__} {np.__version__}".encode())
    _hash_sources(digest, ("storm", "community", "engines"))
    return digest.hexdigest()[:16]


@functools.cache
def rules_mark() -> str:
    """Return a hash of every source that results depend on, the same on any machine."""
    digest = hashlib.sha256()
    _hash_sources(digest, ("storm", "community", "engines", "scenario", "results"))
    return digest.hexdigest()[:16]


def _hash_sources(digest: Any, folders: Iterable[str]) -> None:
    """Hash the sources in these folders, and this file, alike whatever ends their lines."""
    sources = (path for name in folders for path in (SOURCES / name).rglob("*.py"))
    for path in [Path(__file__), *sorted(sources)]:
        digest.update(path.name.encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))


def is_compiled() -> bool:
    """Return True if code of these sources was compiled on this machine before."""
    return any(cache_folder().rglob("compiled.live-*.nbi"))


@functools.cache
def _prepare() -> None:
    """Point numba at the cache, and teach it the shared functions of the model."""
    import numba  # noqa: PLC0415
    from numba.extending import overload, register_jitable  # noqa: PLC0415

    from sim.storm import chance  # noqa: PLC0415

    numba.config.CACHE_DIR = str(cache_folder())  # type: ignore[attr-defined]
    # NUMBA_DISABLE_JIT would leave plain Python whose whole numbers have no 64 bits.
    numba.config.DISABLE_JIT = 0  # type: ignore[attr-defined]
    # Draws use unsigned words; pinned, as mixing signed and unsigned would give floats.
    mix = numba.njit("uint64(uint64)", cache=True)(chance.mix)
    scope = {**vars(chance), "mix": mix}
    uniform = FunctionType(chance.uniform.__code__, scope, "uniform")
    draw = numba.njit("float64(uint64, uint64, uint64)", cache=True)(uniform)

    # numba wants no annotations here: both signatures have to be the same.
    overload(chance.uniform)(
        lambda stream, tick, purpose: lambda stream, tick, purpose: draw(stream, tick, purpose)  # noqa: PLW0108
    )

    for name in SHARED:
        module = import_module(f"sim.storm.{name}")
        for function in vars(module).values():
            if isfunction(function) and f"{function.__module__}.".startswith(f"{module.__name__}."):
                options = INNER | {"forceinline": function.__name__ not in SELDOM}
                register_jitable(**options)(function)


SELDOM = {"hear_answer", "await_answer"}
"""Rarely called functions are not inlined, which keeps the hot ones small."""
INNER = {
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
    "forceinline": True,
    "_nrt": False,
}
"""Options for shared functions, which compiled code alone calls and which own no arrays.

Without wrappers and reference counts they compile sooner, and inlined they run faster."""


_INLINED: list[Callable[..., Any]] = []


def inner(function: Function) -> Function:
    """Mark a small plain function that compiled code may call. It is inlined there."""
    _INLINED.append(function)
    return function


@functools.cache
def compiled(function: Function) -> Function:
    """Return the compiled form of a plain function, compiled on its first call and then cached."""
    import numba  # noqa: PLC0415
    from numba.extending import register_jitable  # noqa: PLC0415

    _prepare()
    while _INLINED:
        register_jitable(**INNER)(_INLINED.pop())
    return cast(Function, numba.njit(cache=True, nogil=True)(function))
