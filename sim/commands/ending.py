"""The end of the program: a message on stderr, and an exit code."""

import sys
from typing import NoReturn

STOPPED = 130
"""Exit code after Ctrl-C."""


def leave(code: int, message: str = "") -> NoReturn:
    """End with this code. A closed pipe (``| head``) is not an error."""
    if message:
        print(message, file=sys.stderr)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = None  # or Python flushes it again and reports an error
    raise SystemExit(code)
