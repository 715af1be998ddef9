"""The generated parts of MODEL.md: one function each, from what the code declares."""

import ast
import inspect
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

from sim.describe import source
from sim.describe.first_declared import first_of
from sim.language.typesetting import markdown_table as table
from sim.results.measures import MEASURES
from sim.results.severity import LEVELS, LOUDER, WORDS
from sim.storm import tick
from sim.storm.levers import Levers, Situation
from sim.storm.parameters import DECLARED, THEMES, Declaration
from sim.storm.responses import CATALOGUE, Response
from sim.storm.state import CaseFacts, PageState, PersonState, fields_of

STEPS = (
    "tick", "scheduling", "promises", "feeling", "visit", "hearing", "reading", "awareness",
    "stance", "putting_off", "posting", "page", "carry_over",
)  # fmt: skip
"""The files of a tick in ``sim/storm``, about in its order."""

RULES = tuple(
    import_module(f"sim.storm.rules.{theme}")
    for theme in (
        "attention", "visits", "feelings", "interest", "reading", "promises", "judging",
        "stances", "press",
    )
)  # fmt: skip
"""The modules of rules, one for each theme."""

Writer = Callable[[], str]
PARTS: dict[str, Writer] = {}
"""The generated parts by the name in their markers."""


def part(write: Writer) -> Writer:
    """Enter a function into the generated parts. Its name is the part's."""
    PARTS[write.__name__.replace("_", "-")] = write
    return write


def grouped(rows: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, list[Any]]]:
    """Group rows by their heading, in the order in which headings first appear."""
    groups: dict[str, list[Any]] = {}
    for title, row in rows:
        groups.setdefault(title, []).append(row)
    yield from groups.items()


@part
def people() -> str:
    """List what is remembered about a person, by kind."""
    code = inspect.getsource(PersonState)
    lines = code.splitlines()
    declared_at = {text.strip().partition(":")[0]: k for k, text in enumerate(lines)}
    rows = (
        (source.heading(code, declared_at[row[0].strip("`")]), row) for row in _fields(PersonState)
    )
    return "\n\n".join(
        f"*{title}*\n\n" + table(("field", "meaning"), fields) for title, fields in grouped(rows)
    )


@part
def page() -> str:
    """List the fields of the shared page."""
    return table(("field", "meaning"), _fields(PageState))


@part
def case() -> str:
    """List what is fixed in a run."""
    return table(("field", "meaning"), _fields(CaseFacts))


def _fields(declared_in: type) -> list[tuple[str, str]]:
    return [(f"`{name}`", field.meaning) for name, field in fields_of(declared_in).items()]


@part
def levers() -> str:
    """List what a response can move."""
    return table(("lever", "meaning"), source.said_of(Levers))


@part
def situation() -> str:
    """List what the company sees."""
    return table(("it sees", "meaning"), source.said_of(Situation))


@part
def order() -> str:
    """Show the order of a tick, as the code says it."""
    return "```text\n" + inspect.cleandoc(tick.__doc__ or "").partition("\n\n")[2] + "\n```"


@part
def steps() -> str:
    """List what each function of a tick does, with the rules and parameters it uses."""
    names = ("function", "what happens", "rules", "parameters")
    return "\n\n".join(
        f"`sim/storm/{name}.py`: **{source.first_line(step_of(name))}**\n\n"
        + table(names, map(_step, source.functions(step_of(name))))
        for name in STEPS
    )


def step_of(name: str) -> ModuleType:
    """Return the module of a step of the tick."""
    return import_module(f"sim.storm.{name}")


def _step(function: ast.FunctionDef) -> tuple[str, ...]:
    return (
        f"`{function.name}`",
        source.first_sentence(function),
        ", ".join(f"`{rule}`" for rule in source.rules_used(function)),
        ", ".join(f"`{name}`" for name in source.parameters_used(function)),
    )


@part
def forms() -> str:
    """Show every rule with its formula as the code has it."""
    return "\n\n".join(
        f"#### {source.first_line(theme).rstrip('.')}\n\n"
        + "\n\n".join(map(_rule, source.functions(theme)))
        for theme in RULES
    )


def _rule(function: ast.FunctionDef) -> str:
    said = inspect.cleandoc(ast.get_docstring(function) or "")
    return f"**`{function.name}`**: {said}\n\n```text\n{source.formula(function)}\n```"


@part
def responses() -> str:
    """List every response with the levers that it moves by default."""
    rows = (
        (f"`{do}`", kind.meaning(), moved(do, kind), kind.risk) for do, kind in CATALOGUE.items()
    )
    return table(("response", "what it is", "levers", "risk"), rows)


def moved(do: str, kind: type[Response]) -> str:
    """Return the levers that a response moves with its defaults."""
    needed = {"deadline": "estimate"} if do == "promise" else {}
    pulled = kind.model_validate({"do": do, **needed}).levers(Situation())
    neutral = Levers()
    changed = {
        name: getattr(pulled, name)
        for name in Levers.__dataclass_fields__
        if getattr(pulled, name) != getattr(neutral, name)
    }
    return ", ".join(
        "deadline" if name == "deadline" else f"{name} {value:g}" for name, value in changed.items()
    )


@part
def sureness() -> str:
    """Count the parameters by what they rest on."""
    number = Counter(p.sure for p in DECLARED)
    read = ", ".join(f"`{p.name}` ({p.sure})" for p in DECLARED if not p.assumption)
    tuned = ", ".join(
        f"`{p.name}`" for p in DECLARED if not p.assumption and p.default != first_of(p).default
    )
    assumed = sum(p.assumption for p in DECLARED)
    return (
        f"Of {len(DECLARED)} parameters, {number['A'] or 'none'} rests on a figure read in its "
        f"source (A), "
        f"{number['B']} on an abstract or a secondary report (B): {read}. The defaults "
        f"of {tuned} were tuned since, so that only their first values rest on the "
        f"source. The other {assumed} are assumptions: {number['D']} derived by us from "
        f"something known (D), {number['C']} from textbook knowledge or plain judgement (C)."
    )


@part
def parameters() -> str:
    """List every parameter with value, range, meaning, source and sureness."""
    names = ("parameter", "value", "plausible", "unit", "meaning", "source", "sure")
    return "\n\n".join(
        f"**{source.first_line(theme).rstrip('.')}**\n\n"
        + table(names, (_parameter(p) for p in DECLARED if p.name in theme.__annotations__))
        for theme in THEMES
    )


def _parameter(p: Declaration) -> tuple[str, ...]:
    """Return one row. A value outside its plausible range is marked."""
    outside = "" if p.low <= p.default <= p.high else " (outside)"
    plausible = f"{p.low:g}–{p.high:g}{outside}"
    return f"`{p.name}`", f"{p.default:g}", plausible, p.unit, p.meaning, p.source, p.sure


@part
def measures() -> str:
    """List every measure."""
    rows = ((f"`{m.name}`", m.unit, m.better, m.meaning) for m in MEASURES.values())
    return table(("measure", "unit", "better", "meaning"), rows)


@part
def severity() -> str:
    """List the levels of the severity scale, with our thresholds."""
    begins = ["", "any critical post", *(f"{times:g} × quiet level" for times in LOUDER)]
    rows = zip(map(str, range(len(LEVELS))), LEVELS, WORDS, begins, strict=True)
    return table(("level", "name", "after the words of the scale", "begins at (ours)"), rows)
