"""What is wrong with how a mutant ended."""

import re
from collections.abc import Iterator

from sim.errors import steering
from tests.mutations.mutant import Mutant
from tests.mutations.trial import ACCEPTED, BROKEN, MEMORY, Ended

REFUSED = (2, 3, 4, 5)
"""Exit codes of a refusal."""
TRACEBACK = "Traceback (most recent call last)"
WHOLE = re.compile(
    r"there is no |is a folder|is (?:an? [a-z]+|JSON|compressed)\b[^;]*; |is empty|larger than|"
    r"cannot be read|is no |is not |has no |holds no|"
    r"covers |names \d+ people|its rows are "
)
"""Refusals of a whole file, which need no line."""
PLACE = re.compile(r":\d+:\d+: |:\d+: |lines? \d|rows? \d|byte \d|entry \d|sheet|column|--\w")
REMEDY = re.compile(
    r"; |must |has to |did you mean|known: |needs |write |give |name |at most |at least |choose |"
    r"correct |leave |delete |save |may not |install |expected |keep |is not a known key|"
    r"is missing|requires |Try ",
    re.IGNORECASE,
)


def faults(mutant: Mutant, ended: Ended) -> Iterator[str]:
    """Yield everything that is wrong, each in the words of its kind."""
    if TRACEBACK in ended.said or ended.code == BROKEN:
        yield f"traceback: {ended.said.strip().splitlines()[-1][:160] if ended.said else ''}"
    elif ended.seconds > mutant.seconds or ended.code in (-9, -24):
        yield "hang"
    elif ended.code < 0:
        yield f"crash by signal {-ended.code}"
    if ended.memory > MEMORY:
        yield "memory"
    if ended.wrong:
        yield f"accepted, but {ended.wrong[:160]}"
    if steering(ended.said):
        yield "signs that steer the terminal"
    if ended.code in REFUSED:
        yield from _poor(mutant, ended.said)
    elif ended.code not in (ACCEPTED, BROKEN) and ended.code > 0 and TRACEBACK not in ended.said:
        yield f"exit code {ended.code}"


def _poor(mutant: Mutant, said: str) -> Iterator[str]:
    """Yield what a refusal does not say."""
    lines = [line for line in said.splitlines() if line.strip()]
    if not lines:
        yield "refused without a word"
        return
    problems = [line for line in lines if line.startswith(mutant.names)] or lines[:1]
    shown = re.sub(r"\S*/", "", problems[0])[:120]
    if not any(name in said for name in mutant.names):
        yield f"refused without the file: {shown}"
    if not any(REMEDY.search(line) for line in (problems if mutant.in_lines else lines)):
        yield f"refused without a remedy: {shown}"
    if mutant.in_lines and not (PLACE.search(said) or WHOLE.search(said)):
        yield f"refused without a place: {shown}"
