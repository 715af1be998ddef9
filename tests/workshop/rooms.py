"""A room as a trainer opens it: the command in a process of its own."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlunsplit

COMMAND = [sys.executable, "-c", "from sim.cli import main; main()", "workshop"]
STARTED = "+C"
PATIENCE = 120.0
"""Seconds in which a room has to be open; the first time, the rules are compiled."""


def at(place: str, scheme: str = "http") -> str:
    """The address of a host, with its port."""
    return urlunsplit((scheme, place, "", "", ""))


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@dataclass
class OpenRoom:
    """A workshop that runs, and what its terminal says."""

    scenario: str
    folder: Path
    port: int = field(default_factory=free_port)
    language: str = "en"
    words: tuple[str, ...] = ()
    process: Any = None

    def start(self) -> "OpenRoom":
        """The command that a trainer gives; the same one goes on with the room."""
        words = [
            *(self.scenario, "--port", str(self.port), "--host", "127.0.0.1", "--seeds", "2"),
            *("--folder", str(self.folder / "rooms"), "--language", self.language),
            *self.words,
        ]
        with self.terminal.open("w") as told:
            self.process = subprocess.Popen(
                [*COMMAND, *words], stdout=told, stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONUNBUFFERED": "1", "COLUMNS": "200"},
            )  # fmt: skip
        waited = time.monotonic() + PATIENCE
        while STARTED not in self.said:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < waited, f"the room did not open: {self.said}"
            time.sleep(0.1)
        return self

    def stop(self) -> None:
        """Ctrl+C, so to say."""
        self.process.terminate()
        self.process.wait(20)

    def kill(self) -> None:
        """Pull the plug."""
        self.process.kill()
        self.process.wait(20)

    @property
    def terminal(self) -> Path:
        return self.folder / "terminal.txt"

    @property
    def said(self) -> str:
        """What stands in the terminal."""
        return self.terminal.read_text(encoding="utf-8") if self.terminal.exists() else ""

    def _told(self, pattern: str) -> str:
        found = re.search(pattern, self.said)
        assert found is not None, self.said
        return found[1]

    @property
    def base(self) -> str:
        return at(f"127.0.0.1:{self.port}")

    @property
    def code(self) -> str:
        return self._told(r"\s([A-Z0-9]{6})\n")

    @property
    def lead(self) -> str:
        return self._told(r"(http\S+/lead/\S+)")

    @property
    def projector(self) -> str:
        return self._told(r"(http\S+/projector/\S+)")


@contextmanager
def open_room(scenario: str, folder: Path, language: str = "en", *words: str) -> Iterator[OpenRoom]:
    """A room, for as long as it is needed."""
    folder.mkdir(parents=True, exist_ok=True)
    room = OpenRoom(scenario, folder, language=language, words=words)
    try:
        yield room.start()
    finally:
        if room.process is not None and room.process.poll() is None:
            room.stop()
