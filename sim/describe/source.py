"""Reads the science out of its source: texts, a rule as a formula, what a function uses."""

import ast
import inspect
import re
from itertools import pairwise
from types import ModuleType

HEADING = re.compile(r"^\s*# -- (.+?) -+$")


def functions(module: ModuleType) -> list[ast.FunctionDef]:
    """The functions and methods of a module, in the order in which they stand."""
    body = ast.parse(inspect.getsource(module)).body
    inside = [s.body if isinstance(s, ast.ClassDef) else [s] for s in body]
    return [step for steps in inside for step in steps if isinstance(step, ast.FunctionDef)]


def heading(source: str, line: int) -> str:
    """Return the last ``# -- heading ---`` above a line, empty if there is none."""
    found = (HEADING.match(text) for text in reversed(source.splitlines()[:line]))
    return next((match[1] for match in found if match), "")


def first_sentence(function: ast.FunctionDef) -> str:
    """The first line of a function's docstring."""
    return (ast.get_docstring(function) or "").partition("\n")[0]


def first_line(thing: object) -> str:
    """The first line of a docstring."""
    return (inspect.getdoc(thing) or "").partition("\n")[0]


def said_of(kind: type) -> list[tuple[str, str]]:
    """The fields of a class with the text under each."""
    (declared,) = ast.parse(inspect.getsource(kind)).body
    body = declared.body if isinstance(declared, ast.ClassDef) else []
    return [
        (f"`{ast.unparse(field.target)}`", " ".join(ast.literal_eval(text.value).split()))
        for field, text in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr)
    ]


def rules_used(function: ast.FunctionDef) -> list[str]:
    """Names of the rules that it calls."""
    return _attributes(function, "rules")


def parameters_used(function: ast.FunctionDef) -> list[str]:
    """Names of the parameters that it reads, as ``p.name`` or ``world.p.name``."""
    return _attributes(function, "p")


def _attributes(function: ast.FunctionDef, of: str) -> list[str]:
    """Attributes read from ``of`` or ``….of``, each once, in order."""
    found = {
        (step.lineno, step.col_offset): step.attr
        for step in ast.walk(function)
        if isinstance(step, ast.Attribute) and ast.unparse(step.value).split(".")[-1] == of
    }
    return list(dict.fromkeys(found[place] for place in sorted(found) if found[place].islower()))


def formula(function: ast.FunctionDef) -> str:
    """Return a rule's formula line by line, or its code where it is no plain formula."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    given = f"{function.name}({', '.join(argument.arg for argument in function.args.args)})"
    if len(body) == 1 and isinstance(body[0], ast.Return) and body[0].value:
        return f"{given} = {_signs(body[0].value)}"
    lines = [_line(statement, function.name) for statement in body]
    if None in lines:
        lines = [_signs(statement) for statement in body]
    elif any(isinstance(s, ast.If) and isinstance(s.body[0], ast.Return) for s in body):
        lines[-1] = f"{lines[-1]}    otherwise"
    return "\n".join([given, *(f"    {row}" for line in lines for row in str(line).split("\n"))])


def _line(statement: ast.stmt, name: str) -> str | None:
    """One line of a formula, or None for what is no formula."""
    match statement:
        case ast.Return(value=ast.expr() as value):
            return f"{name} = {_signs(value)}"
        case ast.Assign():
            return _signs(statement)
        case ast.AugAssign(target=target, op=ast.Mult(), value=value):
            return f"{_signs(target)} = {_signs(target)} · {_signs(value)}"
        case ast.If(test=test, body=[only], orelse=[]):
            inner = _line(only, name)
            return None if inner is None else f"{inner}    if {_signs(test)}"
        case _:
            return None


def _signs(code: ast.AST) -> str:
    """Code in the signs of a formula."""
    plain = ast.unparse(code).replace("math.", "").replace(" * ", " · ").replace("**", "^")
    plain = plain.replace("<=", "≤").replace(">=", "≥").replace(" - ", " − ")
    return re.sub(r"\b(\d+)\.0\b", r"\1", plain)
