"""The log of all rooms. Events are only ever added, one transaction each.

A process that is killed loses no event whose ``append`` has returned: SQLite writes ahead and
waits for the disk. Only a whole room can be deleted (``forget``).
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.errors import InputError, OutputError
from sim.exercise.events import EVENT, AnyEvent, Opened
from sim.exercise.refusals import RefusedError

TABLES = """
CREATE TABLE IF NOT EXISTS events (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    room TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS by_room ON events (room, number);
CREATE TRIGGER IF NOT EXISTS never_changed BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
"""


class EventLog:
    """Events of many rooms in one file, or in memory. Used from any thread."""

    def __init__(self, path: Path | None = None) -> None:
        self._lock = threading.RLock()
        self._path = path
        with self._one_at_a_time():
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(
                path or ":memory:", check_same_thread=False, isolation_level=None, timeout=10.0
            )
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = FULL")
            self._base.execute("PRAGMA secure_delete = ON")
            self._base.executescript(TABLES)

    def append(self, room: str, event: AnyEvent) -> None:
        """Keep an event. It is on the disk when this returns."""
        insert = "INSERT INTO events (room, body) VALUES (?, ?)"
        self._execute(insert, room, event.model_dump_json())

    def events(self, room: str) -> list[AnyEvent]:
        """Return all events of a room, in their order."""
        rows = self._execute("SELECT body FROM events WHERE room = ? ORDER BY number", room)
        return [self._parse(room, body) for (body,) in rows]

    def opening(self, room: str) -> Opened:
        """Return the first event of a room."""
        ((body,),) = self._execute(
            "SELECT body FROM events WHERE room = ? ORDER BY number LIMIT 1", room
        )
        event = self._parse(room, body)
        if not isinstance(event, Opened):
            raise InputError(f"room {room} in {self._place} does not begin with its opening")
        return event

    def rooms(self) -> list[str]:
        """Return the codes of all rooms, oldest first."""
        rows = self._execute("SELECT room FROM events GROUP BY room ORDER BY MIN(number)")
        return [room for (room,) in rows]

    def forget(self, room: str) -> bool:
        """Delete a whole room from the disk. Return whether there was one."""
        with self._one_at_a_time():
            deleted = self._base.execute("DELETE FROM events WHERE room = ?", (room,)).rowcount
            self._base.execute("VACUUM")
            self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return deleted > 0

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._base.close()

    @property
    def _place(self) -> str:
        return str(self._path or "memory")

    def _parse(self, room: str, body: str) -> AnyEvent:
        try:
            return EVENT.validate_json(body)
        except (ValidationError, RefusedError) as wrong:
            problem = str(wrong)
            if isinstance(wrong, ValidationError):
                problem = wrong.errors()[0]["msg"]
            raise InputError(
                f"room {room} in {self._place} was kept by another version and cannot be read "
                f"({problem}); play it on with that version, or open another room"
            ) from None

    def _execute(self, statement: str, *values: str) -> list[Any]:
        with self._one_at_a_time():
            return self._base.execute(statement, values).fetchall()

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        """Serve one thread at a time. Raise OutputError for what the disk does not allow."""
        with self._lock:
            try:
                yield
            except (sqlite3.DatabaseError, OSError) as problem:
                raise OutputError(
                    f"the exercise's log {self._place}: {problem}; choose another file with --log"
                ) from problem
