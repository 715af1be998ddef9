"""Changes of documents that know their structure, and damage to their text."""

import re
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

import tomli_w
from pydantic import BaseModel

from sim.scenario.document import Path, value_at
from sim.scenario.keys import known_keys
from tests.mutations.values import RAW, value

Document = dict[str, Any]
Tables = Callable[[Path, Document], dict[str, Any]]
_RAW = re.compile(rf'"{RAW}([^"]*)"')


def changed(chance: Random, document: Document, model: type[BaseModel]) -> Document:
    """Return a copy with one to four changes."""
    changed_one = deepcopy(document)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
        _change(chance, changed_one, model)
    return changed_one


def _change(chance: Random, document: Document, model: type[BaseModel]) -> None:
    """Change one thing in place."""
    place = chance.choice(places(document))
    above, key = value_at(document, place[:-1]), place[-1]
    here = above[key]
    done = chance.random()
    if done < 0.45:
        above[key] = value(chance, here)
    elif done < 0.7:
        table = chance.choice([p for p in places(document) if _is_table(document, p)] or [()])
        _add_known_key(chance, document, table, model)
    elif done < 0.78:
        del above[key]
    elif done < 0.84 and isinstance(above, list):
        above.insert(chance.randrange(len(above) + 1), deepcopy(here))
    elif done < 0.88 and isinstance(above, dict):
        above[_misspelt(chance, str(key))] = above.pop(key)
    elif done < 0.93:
        other = chance.choice(places(document))
        above[key] = deepcopy(value_at(document, other))
    elif done < 0.96 and isinstance(above, list):
        above.extend(deepcopy(here) for _ in range(chance.choice((3, 50, 1100))))
    else:
        above[key] = _nested(chance, here)


def places(document: Any) -> list[Path]:
    """Return the path of everything in a document but the document itself, however deep it is."""
    found: list[Path] = []
    left: list[tuple[Path, Any]] = [((), document)]
    while left:
        path, value_ = left.pop()
        inside = value_.items() if isinstance(value_, dict) else ()
        inside = enumerate(value_) if isinstance(value_, list) else inside
        inner = [((*path, key), one) for key, one in inside]
        found += [place for place, _ in inner]
        left += reversed(inner)
    return found


def _is_table(document: Document, path: Path) -> bool:
    return isinstance(value_at(document, path), dict)


def _add_known_key(chance: Random, document: Document, path: Path, model: type[BaseModel]) -> None:
    """Give a table a key that the schema knows, with a value near its default."""
    known = known_keys(path, document, model)
    if not known:
        return
    name = chance.choice(sorted(known))
    field = known[name]
    default = field.get_default(call_default_factory=False)
    like = default if isinstance(default, int | float | str) else _like(str(field.annotation))
    value_at(document, path)[name] = value(chance, like)


def _like(annotation: str) -> Any:
    """Return a value of the kind that an annotation names."""
    kinds = {
        "bool": True,
        "int": 1,
        "float": 1.0,
        "str": "a",
        "Moment": "+6h",
        "date": "2012-08-26",
    }
    return next((kind for name, kind in kinds.items() if name in annotation), {})


def _misspelt(chance: Random, key: str) -> str:
    return chance.choice((key[:-1], key + "s", key.upper(), key + " ", "", f"{key}.x", "ü" + key))


def _nested(chance: Random, inner: Any) -> Any:
    """Put something into many tables or lists."""
    for _ in range(chance.choice((1, 3, 49, 200))):
        inner = [inner] if chance.random() < 0.5 else {"a": inner}
    return inner


def as_text(document: Document) -> str:
    """Return a document as TOML, with raw values as they stand."""
    try:
        text = tomli_w.dumps(_writable(document))
    except (TypeError, ValueError, RecursionError):
        return 'title = "cannot be written"\n'
    return _RAW.sub(lambda found: found[1], text)


def _writable(value_: Any) -> Any:
    """Return a value that the writer takes: a whole number of any length as raw text."""
    if isinstance(value_, dict):
        return {key: _writable(inner) for key, inner in value_.items()}
    if isinstance(value_, list):
        return [_writable(inner) for inner in value_]
    if isinstance(value_, int) and not isinstance(value_, bool) and abs(value_) > 10**300:
        return RAW + str(value_)
    return value_


def damaged(chance: Random, text: str) -> bytes:
    """Return a text with its signs, lines, encoding or size damaged."""
    lines = text.splitlines(keepends=True) or [""]
    line = chance.randrange(len(lines))
    done = chance.randrange(10)
    if done == 0:
        return text.encode()[: chance.randrange(len(text) + 1)]
    if done == 1:
        lines.insert(line, chance.choice(lines))
    elif done == 2:
        del lines[line]
    elif done == 3:
        place = chance.randrange(len(text) + 1)
        sign = chance.choice("=[]{}\"'#.,\n\\\x00\x1b\ufeffé\u2028")
        return (text[:place] + sign + text[place:]).encode()
    elif done == 4:
        return text.encode(chance.choice(("utf-16", "utf-8-sig", "cp1252", "utf-32")), "replace")
    elif done == 5:
        return text.encode() + bytes(chance.randrange(256) for _ in range(20))
    elif done == 6:
        parts = chance.choice((30, 60, 20_000))
        lines.insert(line, ".".join(["a"] * parts) + " = 1\n")
    elif done == 7:
        lines += [f"key{n} = {n}\n" for n in range(chance.choice((5, 600, 60_000)))]
    elif done == 8:
        lines.insert(line, "x = " + "[" * chance.choice((40, 60, 5000)) + "\n")
    else:
        return "".join(lines).replace("\n", "\r\n" if chance.random() < 0.7 else "\r").encode()
    return "".join(lines).encode()


def written(chance: Random, document: Document, model: type[BaseModel]) -> bytes:
    """Return a changed document as text, damaged now and then."""
    text = as_text(changed(chance, document, model))
    return damaged(chance, text) if chance.random() < 0.2 else text.encode("utf-8", "replace")
