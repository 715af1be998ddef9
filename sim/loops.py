"""Telling an event loop something from another thread."""

from asyncio import AbstractEventLoop
from collections.abc import Callable
from contextlib import suppress
from typing import Any


def tell_loop(loop: AbstractEventLoop, function: Callable[..., Any], *told: Any) -> None:
    """Call a function in a loop from another thread, or nothing once the loop is closed.

    Work in the background may end after the page's server has, and then nobody is left to tell.
    """
    with suppress(RuntimeError):  # which a closed loop raises, and nothing else does
        loop.call_soon_threadsafe(function, *told)
