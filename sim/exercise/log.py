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

    def __init__(self, path: Path | None = None, *, alone: bool = False) -> None:
        """Open a log. ``alone``: no other process may open it until this one closes it."""
        self._lock = threading.RLock()
        self._path = path
        with self._one_at_a_time():
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(
                path or ":memory:",
                check_same_thread=False,
                isolation_level=None,
                timeout=1.0 if alone else 10.0,
            )
            if alone:
                self._base.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = FULL")
            self._base.execute("PRAGMA secure_delete = ON")
            self._base.executescript(TABLES)

    def append(self, room: str, *events: AnyEvent) -> None:
        """Keep events, all or none. They are on the disk when this returns."""
        rows = [(room, event.model_dump_json()) for event in events]
        with self._one_at_a_time():
            self._base.execute("BEGIN IMMEDIATE")
            try:
                self._base.executemany("INSERT INTO events (room, body) VALUES (?, ?)", rows)
                self._base.execute("COMMIT")
            except BaseException:
                self._base.execute("ROLLBACK")
                raise

    def events(self, room: str) -> list[AnyEvent]:
        """Return all events of a room, in their order."""
        rows = self._execute("SELECT body FROM events WHERE room = ? ORDER BY number", room)
        return [self._parse(room, body, place) for place, (body,) in enumerate(rows, 1)]

    def opening(self, room: str) -> Opened:
        """Return the first event of a room."""
        ((body,),) = self._execute(
            "SELECT body FROM events WHERE room = ? ORDER BY number LIMIT 1", room
        )
        event = self._parse(room, body, 1)
        if not isinstance(event, Opened):
            raise InputError(
                f"room {room} in {self.place} does not begin with its opening; open another room"
            )
        return event

    def rooms(self) -> list[str]:
        """Return the codes of all rooms, oldest first."""
        rows = self._execute("SELECT room FROM events GROUP BY room ORDER BY MIN(number)")
        return [room for (room,) in rows]

    def forget(self, room: str) -> bool:
        """Delete a whole room from the disk. Return whether there was one.

        It can be repeated: what an earlier try has left in the file is wiped as well.
        """
        with self._one_at_a_time():
            deleted = self._base.execute("DELETE FROM events WHERE room = ?", (room,)).rowcount
            self._base.execute("VACUUM")
            ((busy, _, _),) = self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        if busy:
            raise OutputError(
                f"the exercise's log {self.place} is being read by another program, so that parts "
                f"of room {room} remain beside it; close that program and delete the room again"
            )
        return deleted > 0

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._base.close()

    @property
    def place(self) -> str:
        """The file, for messages."""
        return str(self._path or "memory")

    def _parse(self, room: str, body: object, place: int) -> AnyEvent:
        try:
            return EVENT.validate_json(body if isinstance(body, str | bytes) else str(body))
        except (ValidationError, RefusedError, AttributeError, LookupError, TypeError) as wrong:
            problem = str(wrong)
            if isinstance(wrong, ValidationError):
                problem = wrong.errors()[0]["msg"]
            raise InputError(
                f"room {room} in {self.place}, event {place}, was kept by another version and "
                f"cannot be read ({problem}), or is damaged; play it on with that version, or open "
                "another room"
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
                if getattr(problem, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
                    raise InputError(
                        f"{self.place} is in use by another exercise; stop it, or keep this one "
                        "elsewhere (--log of play, --folder of workshop)"
                    ) from None
                raise OutputError(
                    f"the exercise's log {self.place}: {problem}; choose another file with --log"
                ) from problem
