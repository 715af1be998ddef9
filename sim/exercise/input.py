"""Requests of people, served one at a time, and texts that people type."""

import secrets
import threading
from collections.abc import Callable, Collection
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sim.exercise.refusals import RefusedError

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Signs of room codes, none of which is mistaken for another."""
CODE_LENGTH = 6

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


class Locked(Protocol):
    """An object that serves one thread at a time."""

    lock: threading.RLock


Server = TypeVar("Server", bound=Locked)


def one_at_a_time(
    method: Callable[Concatenate[Server, Arguments], Answer],
) -> Callable[Concatenate[Server, Arguments], Answer]:
    """Let a method run under the lock of its object."""

    @wraps(method)
    def locked(self: Server, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
        with self.lock:
            return method(self, *args, **kwargs)

    return locked


def tidy(text: str, longest: int) -> str:
    """Return a text on one line without invisible signs. Refuse it if empty or too long."""
    text = one_line(text)
    if not text:
        raise RefusedError("nothing was written; write something", "nothing_written")
    if len(text) > longest:
        raise RefusedError(f"that is too long; at most {longest} characters", "long", most=longest)
    return text


def one_line(text: str) -> str:
    """Return a text on one line without invisible signs."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def new_code(rooms: Collection[str]) -> str:
    """Return a room code that no other room has."""
    while (code := "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))) in rooms:
        pass
    return code
