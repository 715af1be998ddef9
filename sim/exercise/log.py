"""The log of all rooms: only ever added to, one transaction per event.

A process that is killed loses nothing that it has said was kept: SQLite writes ahead and
waits for the disk. The only thing that is ever taken out is a whole room (``forget``).
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.errors import OutputError
from sim.exercise.events import EVENT, AnyEvent

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
    """Events of many rooms in one file (or in memory); used from any thread."""

    def __init__(self, path: Path | None = None) -> None:
        self._lock = threading.RLock()
        self._path = path
        with self._asked():
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
        """Keep an event; when this returns it is on the disk."""
        with self._asked():
            self._base.execute(
                "INSERT INTO events (room, body) VALUES (?, ?)", (room, event.model_dump_json())
            )

    def events(self, room: str) -> list[AnyEvent]:
        """All events of a room, in their order."""
        with self._asked():
            rows = self._base.execute(
                "SELECT body FROM events WHERE room = ? ORDER BY number", (room,)
            ).fetchall()
        return [EVENT.validate_json(body) for (body,) in rows]

    def rooms(self) -> list[str]:
        """The rooms there are, oldest first."""
        with self._asked():
            rows = self._base.execute(
                "SELECT room FROM events GROUP BY room ORDER BY MIN(number)"
            ).fetchall()
        return [room for (room,) in rows]

    def forget(self, room: str) -> bool:
        """Take a whole room off the disk for good; whether there was one."""
        with self._asked():
            gone = self._base.execute("DELETE FROM events WHERE room = ?", (room,)).rowcount
            self._base.execute("VACUUM")
            self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone > 0

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._base.close()

    @contextmanager
    def _asked(self) -> Iterator[None]:
        """One at a time; what the disk does not allow is an OutputError."""
        with self._lock:
            try:
                yield
            except (sqlite3.OperationalError, sqlite3.DatabaseError, OSError) as problem:
                where = self._path or "memory"
                raise OutputError(
                    f"the exercise's log {where}: {problem}; choose another file with --log"
                ) from problem
