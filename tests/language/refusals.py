"""Find the sentences with which the code refuses, as it would say them in English."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SIM = Path(__file__).parents[2] / "sim"
SAYING = {"Inconsistency", "Problem", "Excess", "_useless", "RefusedError"}
"""Calls that take a sentence."""
KEPT = {"problem", "said", "text", "remedy", "hint", "reason"}
"""Names under which a sentence waits to be said."""
ALREADY = {"Told", "heard", "say", "getattr", "repr"}
"""Calls whose texts are told in the language, or are none."""
FEWEST_WORDS = 3


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """Yield each sentence with its line. What fills it is a sign."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for leaf in _leaves(_saying(node)):
            text = _filled(leaf)
            if len(re.findall(r"[a-z]{2,}", text)) >= FEWEST_WORDS and " " in text:
                yield leaf.lineno, text


def _saying(node: ast.AST) -> ast.AST | None:
    """Return what a statement says, if it is one that refuses."""
    if isinstance(node, ast.Raise):
        return node.exc
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SAYING:
        return node
    if isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Name) and target.id in KEPT for target in node.targets
    ):
        return node.value
    return None


def _leaves(node: ast.AST | None) -> Iterator[ast.JoinedStr | ast.Constant]:
    """Yield whole texts below a node."""
    if node is None or (isinstance(node, ast.Call) and getattr(node.func, "id", "") in ALREADY):
        return
    if isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    ):
        yield node
        return
    for child in ast.iter_child_nodes(node):
        yield from _leaves(child)


def _filled(text: ast.JoinedStr | ast.Constant) -> str:
    if isinstance(text, ast.Constant):
        return str(text.value)
    return "".join(
        str(part.value)
        if isinstance(part, ast.Constant)
        else "'7'"
        if isinstance(part, ast.FormattedValue) and part.conversion == ord("r")
        else "7"
        for part in text.values
    )
