"""How the program ends: last words on stderr, and an exit code."""

import sys
from typing import NoReturn

STOPPED = 130
"""Exit code after Ctrl-C."""


def leave(code: int, last_words: str = "") -> NoReturn:
    """End with this code; a reader who has gone away (``| head``) is no failure of ours."""
    if last_words:
        print(last_words, file=sys.stderr)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = None  # or Python flushes it again, aloud
    raise SystemExit(code)
