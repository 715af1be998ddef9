"""Every key and value of any valid TOML text is found where it stands."""

import json
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.places import nearest, places

SPACE = st.sampled_from(["", " ", "\t", "  "])
COMMENT = st.sampled_from(["", '  # = [ { " \' """ ]', "# [table]"])
KEYS = st.one_of(st.from_regex(r"\A[A-Za-z0-9_-]{1,6}\Z"), st.text("aé.# ='\"[]\\\n", max_size=4))


@st.composite
def written_key(draw: st.DrawFn, key: str) -> str:
    """A key, bare where it may be, or quoted."""
    bare = key.isascii() and key.replace("-", "a").replace("_", "a").isalnum()
    if bare and draw(st.booleans()):
        return key
    if not set(key) & set("'\n") and draw(st.booleans()):
        return f"'{key}'"
    return json.dumps(key, ensure_ascii=False)


SCALARS = st.one_of(
    st.integers(-(10**9), 10**9).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.sampled_from(["true", "false", "inf", "1979-05-27", "1979-05-27 07:32:00", "07:32:00"]),
    st.text("ab#\"']}{[,=\\\n", max_size=8).map(json.dumps),
    st.text('ab#"]}{[,=\\', max_size=8).map(lambda text: f"'{text}'"),
    st.text("ab#']}{[,=\n", max_size=8).map(lambda text: f'"""{text}"""'),
    st.sampled_from(["'''it's\n'' so'''", '"""a ""quoted"" end"""""', '"""\\\n   joined"""']),
)


@st.composite
def written_value(draw: st.DrawFn, depth: int = 2) -> str:
    """A value in any of its spellings."""
    kind = draw(st.sampled_from(["scalar", "array", "inline"] if depth else ["scalar"]))
    if kind == "scalar":
        return draw(SCALARS)
    inner = [draw(written_value(depth - 1)) for _ in range(draw(st.integers(0, 3)))]
    if kind == "inline":
        keys = draw(st.lists(KEYS, min_size=len(inner), max_size=len(inner), unique=True))
        pairs = zip(keys, inner, strict=True)
        return "{ " + ", ".join(f"{draw(written_key(k))} = {v}" for k, v in pairs) + "}"
    line = st.sampled_from(["", " ", "\n", "\n  # , ] }\n"])
    values = "".join(f"{draw(line)}{value}{draw(line)}," for value in inner)
    return f"[{values}{draw(line)}]"


@st.composite
def document(draw: st.DrawFn, names: int = 5) -> str:
    """A whole document: assignments, tables and arrays of tables."""
    lines: list[str] = []
    keys = draw(st.lists(KEYS, min_size=1, max_size=names, unique=True))
    split = draw(st.integers(0, len(keys)))

    def assign(key: str) -> None:
        gap, rest = draw(SPACE), draw(COMMENT)
        more = draw(st.lists(KEYS, max_size=2))
        dots = [draw(written_key(part)) for part in (key, *more)]
        spelled = f"{gap}.{draw(SPACE)}".join(dots)
        lines.append(f"{gap}{spelled}{gap}={draw(SPACE)}{draw(written_value())}{gap}{rest}")

    for key in keys[:split]:
        assign(key)
    for key in keys[split:]:
        spelled = draw(written_key(key))
        array = draw(st.booleans())
        for _ in range(draw(st.integers(1, 3)) if array else 1):
            lines.append(f"[[ {spelled}]]" if array else f"[{spelled} ]{draw(COMMENT)}")
            for inner in draw(st.lists(KEYS, max_size=3, unique=True)):
                assign(inner)
            if draw(st.booleans()):
                lines.append(f"[{spelled}.'deeper # one'.\"x\"]")
                assign("y")
        lines.append(draw(COMMENT))
    return "\n".join(lines)


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Any:
    """Every value that is neither table nor list, with its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))
    else:
        yield path, value


@given(document())
def test_what_stands_at_a_place_is_the_key_and_the_value(text: str) -> None:
    found = places(text)
    for path, value in leaves(tomllib.loads(text)):
        place = found[path]
        spelled = text[place.value : place.value_end]
        assert repr(tomllib.loads(f"x = {spelled}")["x"]) == repr(value)
        if isinstance(path[-1], str):
            key = text[place.key : place.key_end]
            assert list(tomllib.loads(f"{key} = 1")) == [path[-1]]
        assert all(path[:length] in found for length in range(1, len(path)))


def test_arrays_of_tables_count_their_entries() -> None:
    text = "[[a.b]]\nx = 1\n[[a.b]]\n[[a.b.c]]\ny = 2\n[a.b.d]\nz = 3\n"
    found = places(text)
    assert found["a", "b", 0, "x"].value == text.index("1")
    assert found["a", "b", 1].key == text.rindex("[[a.b]]") + len("[[a.")
    assert found["a", "b", 1, "c", 0, "y"].key == text.index("y")
    assert found["a", "b", 1, "d", "z"].value == text.index("3")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("a", "b", "missing"), ("a", "b")),
        (("a", "b"), ("a", "b")),
        (("nothing",), None),
        ((), None),
    ],
)
def test_what_is_missing_is_looked_for_in_the_table_around_it(
    path: tuple[str, ...], expected: tuple[str, ...] | None
) -> None:
    assert nearest(places("[a]\nb = {}"), path) == expected
