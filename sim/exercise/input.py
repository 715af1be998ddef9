"""How people are served: one after the other, their texts tidied, their rooms told apart."""

import secrets
import threading
from collections.abc import Callable, Collection
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sim.exercise.refusals import RefusedError

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Of room codes: none that are mistaken for another."""
CODE_LENGTH = 6

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class Locked(Protocol):
    """Something that serves one at a time."""

    lock: threading.RLock


Served = TypeVar("Served", bound=Locked)


def one_at_a_time(
    asked: Callable[Concatenate[Served, Given], Answer],
) -> Callable[Concatenate[Served, Given], Answer]:
    """Two people may ask at once; they are served one after the other."""

    @wraps(asked)
    def served(self: Served, /, *given: Given.args, **named: Given.kwargs) -> Answer:
        with self.lock:
            return asked(self, *given, **named)

    return served


def tidy(text: str, longest: int) -> str:
    """A text on one line, without signs that cannot be seen; refused if empty or too long."""
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if not text:
        raise RefusedError("nothing was written; write something", "nothing_written")
    if len(text) > longest:
        raise RefusedError(f"that is too long; at most {longest} characters", "long", most=longest)
    return text


def new_code(rooms: Collection[str]) -> str:
    """A room code that no other room has."""
    while (code := "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))) in rooms:
        pass
    return code
