"""The generated parts of docs/api.md: what ``import sim`` offers, from its docstrings."""

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from sim import api, errors
from sim.describe.parts import measures
from sim.describe.source import functions, said_of
from sim.engines.output import PEOPLE, SERIES, Act, Column, PromiseRecord
from sim.language.typesetting import markdown_table as table
from sim.results.ensemble import Ensemble
from sim.results.record import Record
from sim.results.severity import SEVERITY
from sim.runs.runner import Execution
from sim.runs.stepwise import Run
from sim.scenario import loading
from sim.scenario.schema import Scenario

FACE = {"load_scenario": loading, "simulate": api, "start": api, "compare": api, "rerun": api}
"""The functions of the api in the order in which they are shown, with their homes."""
ROLE = re.compile(r":\w+:`~?(?:\w+\.)*(\w+)`|``(.+?)``", re.DOTALL)
WIDE = 88
"""Characters of a line of code."""


def plain(docstring: str | None) -> str:
    """Return a docstring as Markdown."""
    text = inspect.cleandoc(docstring or "")
    return ROLE.sub(lambda found: f"`{found[1] or found[2]}`", text)


def in_a_cell(docstring: str | None) -> str:
    """Return a docstring as Markdown in one line."""
    return " ".join(plain(docstring).split())


def entry(function: ast.FunctionDef, name: str) -> str:
    """Describe how a function is called and what it does."""
    said = plain(ast.get_docstring(function))
    return f"### `{name}`\n\n```py\n{head(function, name)}\n```\n\n{said}"


def head(function: ast.FunctionDef, name: str) -> str:
    """Write a function's name, arguments and result, on lines of their own where there are many."""
    result = _type(function.returns)
    given = list(_arguments(function.args))
    line = f"{name}({', '.join(given)}) -> {result}"
    listed = "".join(f"    {one},\n" for one in given)
    return line if len(line) <= WIDE else f"{name}(\n{listed}) -> {result}"


def _arguments(given: ast.arguments) -> Iterator[str]:
    """Yield each argument with its type and default, as written."""
    defaults = [None] * (len(given.args) - len(given.defaults)) + given.defaults
    pairs = zip(given.args, defaults, strict=True)
    yield from (_argument(*pair) for pair in pairs if pair[0].arg not in ("self", "cls"))
    yield from ["*"] if given.kwonlyargs else []
    yield from map(_argument, given.kwonlyargs, given.kw_defaults)


def _argument(one: ast.arg, default: ast.expr | None) -> str:
    said = f"{one.arg}: {_type(one.annotation)}"
    return said if default is None else f"{said} = {ast.unparse(default)}"


def _type(written: ast.expr | None) -> str:
    """Return a type as written, without the quotes of one that is loaded late."""
    return "None" if written is None else ast.unparse(written).strip("'")


def face_functions() -> str:
    """Describe the functions of the api."""
    found = ((each, name) for name, home in FACE.items() for each in functions(home))
    return "\n\n".join(entry(each, f"sim.{name}") for each, name in found if each.name == name)


def members(kind: type) -> str:
    """Describe a class: its docstring, a table of its attributes, and its methods."""
    (declared,) = ast.parse(inspect.getsource(kind)).body
    steps = [one for one in getattr(declared, "body", []) if isinstance(one, ast.FunctionDef)]
    public = [one for one in steps if not one.name.startswith("_")]
    rows = [*_attributes(steps), *(_row(one) for one in public if _is_read(one))]
    name = f"{kind.__name__.lower()}"
    does = [entry(one, f"{_owner(one, name)}.{one.name}") for one in public if not _is_read(one)]
    parts = [plain(kind.__doc__), table(("held", "type", "meaning"), rows), *does]
    return "\n\n".join(parts)


def _attributes(steps: list[ast.FunctionDef]) -> Iterator[tuple[str, str, str]]:
    """Yield the attributes that the constructor documents."""
    for made in (one for one in steps if one.name == "__init__"):
        types = {one.arg: _type(one.annotation) for one in made.args.args}
        for kept, said in pairwise(made.body):
            if isinstance(kept, ast.Assign) and isinstance(said, ast.Expr):
                name = ast.unparse(kept.targets[0]).removeprefix("self.")
                yield f"`{name}`", f"`{types[name]}`", in_a_cell(ast.literal_eval(said.value))


def _row(function: ast.FunctionDef) -> tuple[str, str, str]:
    said = in_a_cell(ast.get_docstring(function))
    return f"`{function.name}`", f"`{_type(function.returns)}`", said


def _is_read(function: ast.FunctionDef) -> bool:
    """Tell whether a method is read like an attribute."""
    return any("property" in ast.unparse(one) for one in function.decorator_list)


def _owner(function: ast.FunctionDef, name: str) -> str:
    """Return what stands before the dot: the class for a constructor, else an object."""
    made = any(ast.unparse(one) == "classmethod" for one in function.decorator_list)
    return f"sim.{name.title()}" if made else name


def columns(declared: tuple[Column, ...]) -> str:
    """List columns with unit and meaning."""
    rows = ((f"`{one.name}`", one.unit, one.meaning) for one in declared)
    return table(("column", "unit", "meaning"), rows)


def rows_of(kind: type, *further: tuple[str, str]) -> str:
    """List the columns of a table whose rows are objects of a class."""
    rows = [(name, plain(said)) for name, said in said_of(kind)]
    return table(("column", "meaning"), [*rows, *further])


def error_tree() -> str:
    """Show all errors with the exit codes of the command line."""
    tree = [line for line in (errors.__doc__ or "").splitlines() if line.startswith("    ")]
    return "```text\n" + inspect.cleandoc("\n".join(["", *tree])) + "\n```"


PARTS: dict[str, Callable[[], str]] = {
    "api": face_functions,
    "run": lambda: members(Run),
    "record": lambda: members(Record),
    "series": lambda: columns((*SERIES, SEVERITY)),
    "people": lambda: columns(PEOPLE),
    "acts": lambda: rows_of(Act, ("`time`", "the same moment on the calendar")),
    "promises": lambda: rows_of(PromiseRecord),
    "execution": lambda: rows_of(Execution),
    "ensemble": lambda: members(Ensemble),
    "measures": measures,
    "scenario": lambda: members(Scenario),
    "errors": error_tree,
}
"""The generated parts by the name in their markers."""
