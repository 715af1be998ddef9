"""From the declared fields to C++ structs, and from C++ to a library, compiled on the fly."""

import ctypes
import functools
import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from sim.storm import rules, state
from sim.storm.chance import Purpose
from sim.storm.page import COLUMNS
from sim.storm.parameters import Parameters

SOURCES = Path(__file__).parent
FLAGS = ("-O3", "-std=c++20", "-march=native", "-ffp-contract=off", "-fPIC", "-shared")

STRUCTS = {
    "Person": state.PERSON,
    "Page": state.PAGE,
    "Tally": state.TALLY,
    "Case": state.CASE,
    "Message": state.MESSAGE,
    "Parameters": dict.fromkeys(Parameters.model_fields, ("f8", "")),
}
TYPES = {
    "u8": "uint64_t",
    "f8": "double",
    "f4": "float",
    "i1": "int8_t",
    "i2": "int16_t",
    "i4": "int32_t",
    "i8": "int64_t",
}
TAKEN = {"private", "public"}
"""Fields whose names are words of C++; there they end in an underscore."""


def compiler() -> str | None:
    """The C++ compiler of this machine, if it has one."""
    return shutil.which("g++") or shutil.which("clang++")


@functools.cache
def library() -> ctypes.CDLL:
    """The twin, compiled for exactly these sources and this machine."""
    header = records_header()
    digest = hashlib.sha256(header.encode())
    for path in sorted(SOURCES.glob("*.[hc]pp")):
        digest.update(path.read_bytes())
    folder = Path(tempfile.gettempdir()) / f"storm-twin-{digest.hexdigest()[:16]}"
    built = folder / "twin.so"
    if not built.exists():
        folder.mkdir(exist_ok=True)
        (folder / "records.hpp").write_text(header)
        words = [str(compiler()), *FLAGS, f"-I{SOURCES}", f"-I{folder}"]
        unfinished = folder / f"unfinished-{os.getpid()}.so"
        subprocess.run(
            [*words, "-o", str(unfinished), str(SOURCES / "compiled.cpp"), "-lm"], check=True
        )
        unfinished.rename(built)
    return ctypes.CDLL(str(built))


def records_header() -> str:
    """Structs with the very layout of the engine's records, and the constants of the rules."""
    lines = [
        "#pragma once",
        "#include <cstddef>",
        "#include <cstdint>",
        f"constexpr int64_t NEVER = {state.NEVER}, WHOLE = {state.WHOLE}, RECENT = {state.RECENT};",
        f"constexpr int64_t MANY = {state.MANY};",
        *(f"constexpr int8_t {name.upper()} = {k};" for k, name in enumerate(state.STANCES)),
        f"constexpr int64_t COLUMNS = {len(COLUMNS)};",
        f"constexpr double LN2 = {rules.LN2.hex()};",
        _row("ATTENTION_HOURS", rules.ATTENTION_HOURS),
        _row("ATTENTION_FRESH", rules.ATTENTION_FRESH),
        "namespace Purpose {",
        *(f"constexpr uint64_t {purpose.name} = {purpose.value};" for purpose in Purpose),
        "}",
    ]
    for name, fields in STRUCTS.items():
        lines += _struct(name, fields)
    return "\n".join(lines) + "\n"


def _struct(name: str, fields: state.Fields) -> list[str]:
    layout = state.layout(fields)
    assert layout.fields is not None
    lines = [f"struct {name} {{"]
    lines += [f"    {TYPES[fields[field][0]]} {in_cpp(field)};" for field in layout.fields]
    lines += ["};", f"static_assert(sizeof({name}) == {layout.itemsize});"]
    for field in fields:
        offset = layout.fields[field][1]
        lines.append(f"static_assert(offsetof({name}, {in_cpp(field)}) == {offset});")
    return lines


def in_cpp(field: str) -> str:
    """A field's name in C++."""
    return field + "_" * (field in TAKEN)


def _row(name: str, numbers: tuple[float, ...]) -> str:
    listed = ", ".join(float(number).hex() for number in np.asarray(numbers))
    return f"constexpr double {name}[] = {{{listed}}};"
