"""The log of the server: a file beside the rooms, never the facilitator's terminal.

What strangers send can be in it, so that it has no signs that could steer a terminal, and it
grows to a few megabytes at most.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

SERVER_LOG = "server.log"
LARGEST = 1_000_000
"""Bytes of the file, of which one older one is kept."""
LONGEST = 4000
"""Characters of one entry."""
ADDRESS = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b|\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\]")
TALKATIVE = ("nicegui", "uvicorn", "uvicorn.error", "asyncio", "engineio", "socketio")
"""Loggers that may have handlers of their own, for the terminal."""


class PlainFormatter(logging.Formatter):
    """Format entries in printable characters, without addresses, on lines of their own."""

    def format(self, record: logging.LogRecord) -> str:
        """Return an entry without signs that could steer a terminal."""
        lines = ADDRESS.sub("(address)", super().format(record)[:LONGEST]).splitlines()
        return "\n  ".join("".join(c if c.isprintable() else " " for c in line) for line in lines)


def make_harmless(record: logging.LogRecord) -> bool:
    """Strip signs that could steer a terminal from what a browser has sent to a log."""
    message = record.getMessage()
    record.msg, record.args = "".join(c if c.isprintable() else " " for c in message)[:LONGEST], ()
    return True


@contextmanager
def server_log(folder: Path) -> Iterator[None]:
    """Write warnings of all libraries to a file in this folder, and nothing to the terminal."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / SERVER_LOG, maxBytes=LARGEST, backupCount=1, encoding="utf-8", delay=True
    )
    handler.setFormatter(PlainFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    level, raising = root.level, logging.raiseExceptions
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("sim").setLevel(logging.INFO)
    logging.raiseExceptions = False  # a full disk ends the log, not the workshop
    for name in TALKATIVE:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    try:
        yield
    finally:
        logging.raiseExceptions = raising
        root.setLevel(level)
        root.removeHandler(handler)
        handler.close()
