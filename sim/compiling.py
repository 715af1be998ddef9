"""Compiling with numba, cached, and never served from an old or damaged cache.

numba's own cache sees changes in the file of a compiled function, not in the files that it
calls, and it runs damaged code. So the cache folder's name is a hash of all of the project's
sources and of the versions that matter: a changed rule gets a new folder. What is in it is
kept by :mod:`sim.code_cache`.

An installation may carry a folder of that name, made by :mod:`sim.compile_ahead`. It is asked
first and only read. Where it does not fit, its name is another one and nobody looks into it.
"""

import ast
import functools
import hashlib
import pickle
import platform
import sysconfig
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from inspect import isfunction
from pathlib import Path
from types import FunctionType
from typing import Any, TypeVar, cast

from sim.code_cache import ENDING, CodeFolder, Place, cache_base

Function = TypeVar("Function", bound=Callable[..., Any])

SOURCES = Path(__file__).parent

SHARED = (
    "rules", "waits", "awareness", "putting_off", "promises", "feeling", "hearing", "reading",
    "stance", "scheduling", "posting", "visit", "tick", "page", "carry_over", "precision",
)  # fmt: skip
"""Files of ``sim/storm`` whose functions run in both engines."""


def cache_folder() -> Path | None:
    """Return the folder of compiled code of exactly these sources, or None without a home."""
    base = cache_base()
    return None if base is None else base / "shitstorm-sim" / fingerprint()


def shipped_folder() -> Path:
    """Return where an installation carries compiled code of exactly these sources, if it does."""
    return SOURCES / "compiled_code" / fingerprint()


@functools.cache
def fingerprint() -> str:
    """Return a hash of every source that compiled code can depend on, and of what runs it."""
    digest = hashlib.sha256(" ".join(_runtime()).encode())
    _hash_sources(digest, ("storm", "community", "engines"))
    return digest.hexdigest()[:16]


def _runtime() -> tuple[str, ...]:
    """Return the system, kind of processor and versions to which compiled code is bound.

    The suffix of extension modules names the system and the minor version of Python. Releases
    of one minor version of numpy lay out their arrays alike.
    """
    import llvmlite  # noqa: PLC0415 - loaded only where something is compiled
    import numba  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    numpy_minor = np.__version__.split(".")[:2]
    suffix = str(sysconfig.get_config_var("EXT_SUFFIX"))
    return suffix, platform.machine(), numba.__version__, llvmlite.__version__, *numpy_minor


@functools.cache
def rules_mark() -> str:
    """Return a hash of all code that results depend on, the same on any machine.

    Comments and docstrings are left out: prose changes no result. So is what reads and writes
    files, and the settings of exercises, which no storm reads.
    """
    digest = hashlib.sha256()
    for path in _sources(("storm", "community", "engines", "scenario", "results")):
        within = path.relative_to(SOURCES).as_posix()
        if not within.startswith(NOT_OF_STORMS):
            digest.update(path.name.encode() + without_prose(path.read_text("utf-8")).encode())
    return digest.hexdigest()[:16]


NOT_OF_STORMS = (
    "community/files/",
    "results/dataset.py",
    "results/ensemble.py",
    "results/former_names.py",
    "results/models.py",
    "results/provenance.py",
    "results/tables.py",
    "results/writing.py",
    "scenario/cautions.py",
    "scenario/exercise.py",
    "scenario/exercise_checks.py",
    "scenario/library.py",
    "scenario/loading.py",
    "scenario/plain_words.py",
    "scenario/voices.py",
)
"""Sources on which no result of a shipped scenario depends: they read and write files, or warn."""


def without_prose(source: str) -> str:
    """Return code without docstrings, lines of comment and empty lines."""
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        body = getattr(node, "body", None)
        for text in filter(_is_text, body if isinstance(body, list) else ()):
            first, last = text.lineno - 1, text.end_lineno or text.lineno
            lines[first:last] = [""] * (last - first)
    kept = (line.rstrip() for line in lines if not line.lstrip().startswith("#"))
    return "\n".join(line for line in kept if line)


def _is_text(part: ast.stmt) -> bool:
    """Return True for a string that stands by itself, as docstrings do."""
    return (
        isinstance(part, ast.Expr)
        and isinstance(part.value, ast.Constant)
        and isinstance(part.value.value, str)
    )


def _hash_sources(digest: Any, folders: Iterable[str]) -> None:
    """Hash the sources in these folders, and this file, alike whatever ends their lines."""
    for path in [SOURCES / "compiling.py", *_sources(folders)]:
        digest.update(path.name.encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))


def _sources(folders: Iterable[str]) -> list[Path]:
    """Return the sources in these folders, in order."""
    return sorted(path for name in folders for path in (SOURCES / name).rglob("*.py"))


def is_compiled() -> bool:
    """Return True if code of these sources was compiled on this machine before, or shipped."""
    folders = [cache_folder(), shipped_folder() if _suits_any_processor() else None]
    found = (folder.glob(f"sim.engines.compiled.live-*{ENDING}") for folder in folders if folder)
    return any(file for files in found for file in files)


def _suits_any_processor() -> bool:
    """Return False if the user asks for code for a processor of their choice."""
    import numba  # noqa: PLC0415

    chosen: str | None = numba.config.CPU_NAME  # type: ignore[attr-defined]
    return chosen is None or chosen == ANY_PROCESSOR


ANY_PROCESSOR = "generic"
"""The name that LLVM gives to what all processors of a kind have in common."""


@functools.cache
def _prepare() -> None:
    """Point numba at the cache, and teach it the shared functions of the model."""
    import numba  # noqa: PLC0415
    from numba.extending import overload, register_jitable  # noqa: PLC0415

    from sim.storm import chance  # noqa: PLC0415

    # NUMBA_DISABLE_JIT would leave plain Python whose whole numbers have no 64 bits.
    numba.config.DISABLE_JIT = 0  # type: ignore[attr-defined]
    _kept().clean()
    # Draws use unsigned words; pinned, as mixing signed and unsigned would give floats.
    mix = _compiled_as("uint64(uint64)", chance.mix)
    scope = {**vars(chance), "mix": mix}
    uniform = FunctionType(chance.uniform.__code__, scope, "uniform")
    draw = _compiled_as("float64(uint64, uint64, uint64)", uniform)

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


SELDOM = {
    "hear_answer", "await_answer", "say_at_last", "reply_to_answer", "claim", "meet_evidence",
    "come_to_look",
}  # fmt: skip
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
    return cast(Function, _with_cache(numba.njit(nogil=True)(function)))


# -- the cache ------------------------------------------------------------------------------


@functools.cache
def _kept() -> CodeFolder:
    """Return the compiled code of these sources on this machine."""
    return CodeFolder(cache_folder())


@functools.cache
def _shipped() -> CodeFolder:
    """Return the compiled code that this installation carries, for any processor."""
    return CodeFolder(shipped_folder() if _suits_any_processor() else None)


def _compiled_as(signature: str, function: Callable[..., Any]) -> Any:
    """Compile a plain function for one signature alone, or take it from the cache."""
    import numba  # noqa: PLC0415

    dispatcher = _with_cache(numba.njit(function))
    dispatcher.compile(signature)
    dispatcher.disable_compile()
    return dispatcher


def _with_cache(dispatcher: Any) -> Any:
    """Let a dispatcher of numba look in this cache before it compiles."""
    dispatcher._cache = DispatcherCache(dispatcher.py_func, _kept(), _shipped())
    return dispatcher


class DispatcherCache:
    """What a dispatcher of numba asks of a cache, for one function."""

    def __init__(
        self, function: Callable[..., Any], kept: CodeFolder, shipped: CodeFolder | None = None
    ) -> None:
        self._kept, self._shipped = kept, shipped or CodeFolder(None)
        self._name = f"{function.__module__}.{function.__qualname__}".replace("<locals>.", "")

    @property
    def cache_path(self) -> str:
        """The folder, for numba's own statistics."""
        return str(self._kept.folder)

    def load_overload(self, signature: Any, target: Any) -> Any:
        """Return the function compiled for a signature, or None if it is not kept."""
        target.refresh()
        found = (
            self._rebuilt(folder, place, target)
            for folder, place in self._places(signature, target.codegen())
        )
        return next((function for function in found if function is not None), None)

    def _rebuilt(self, folder: CodeFolder, place: Place, target: Any) -> Any:
        """Return the function kept in a place of a folder, or None."""
        from numba.core.compiler import CompileResult  # noqa: PLC0415

        untyped: Any = CompileResult
        content = folder.load(place)
        if content is None:
            return None
        try:
            return untyped._rebuild(target, *pickle.loads(content))
        except Exception:  # whole, but of no use on this machine
            folder.drop(place)
            return None

    def save_overload(self, signature: Any, result: Any) -> None:
        """Keep the function compiled for a signature."""
        from numba.core import serialize  # noqa: PLC0415

        untyped: Any = serialize
        if result.library.has_dynamic_globals or any(not one.can_cache for one in result.lifted):
            return
        self._kept.keep(self._place(signature, result.codegen), untyped.dumps(result._reduce()))

    def _places(self, signature: Any, codegen: Any) -> Iterator[tuple[CodeFolder, Place]]:
        """Yield where a function may be kept: shipped for any processor, or for this one."""
        yield self._shipped, _place(self._name, signature, ANY_PROCESSOR, "")
        yield self._kept, self._place(signature, codegen)

    def _place(self, signature: Any, codegen: Any) -> Place:
        """Return the name, and all that compiled code depends on but for the folder's name."""
        _, processor, features = codegen.magic_tuple()
        return _place(self._name, signature, processor, features)

    def enable(self) -> None:
        """Do nothing: the cache is always in use."""

    def disable(self) -> None:
        """Do nothing: the cache is always in use."""

    def flush(self) -> None:
        """Do nothing: changed sources get a folder of their own."""


def _place(name: str, signature: Any, processor: str, features: str) -> Place:
    return name, str((signature, processor, features))
