"""The log of all rooms. Events are only ever added, one transaction each.

A process that is killed loses no event whose ``append`` has returned: SQLite writes ahead and
waits for the disk. Only a whole room can be deleted (``forget``).

What a team is writing is kept beside the events, its last state alone, so that it does not grow
however often it changes.

Each event is kept with a checksum of itself and of all events of its room before it, so that one
that was changed, lost or moved is found. How many there are is kept as well, so that lost ones
at the end are found. Events of logs from before checksums are read as they are.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zlib import crc32

from pydantic import ValidationError

from sim.errors import InputError, OutputError
from sim.exercise.events import EVENT, AnyEvent, Opened
from sim.exercise.refusals import RefusedError

TABLES = """
CREATE TABLE IF NOT EXISTS events (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    room TEXT NOT NULL,
    body TEXT NOT NULL,
    checksum INTEGER
);
CREATE TABLE IF NOT EXISTS lengths (room TEXT PRIMARY KEY, events INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS by_room ON events (room, number);
CREATE TRIGGER IF NOT EXISTS never_changed BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TABLE IF NOT EXISTS drafts (
    room TEXT NOT NULL,
    team TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (room, team)
);
"""
INSERT = "INSERT INTO events (room, body, checksum) VALUES (?, ?, ?)"
LAST_CHECKSUM = "SELECT checksum FROM events WHERE room = ? ORDER BY number DESC LIMIT 1"
LONGER = "UPDATE lengths SET events = events + ? WHERE room = ?"
LENGTH = "INSERT INTO lengths SELECT room, COUNT(*) FROM events WHERE room = ? GROUP BY room"
KEEP_DRAFT = "INSERT OR REPLACE INTO drafts (room, team, body) VALUES (?, ?, ?)"
LATER_COLUMN = "ALTER TABLE events ADD COLUMN checksum INTEGER"
"""For logs from before checksums. Their events keep none."""


class EventLog:
    """Events of many rooms in one file, or in memory. Used from any thread."""

    def __init__(self, path: Path | None = None, *, alone: bool = False) -> None:
        """Open a log. ``alone``: no other process may open it until this one closes it."""
        self._lock = threading.RLock()
        self._path = path
        with self._one_at_a_time():
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                _require_whole(path)
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
            # Each event goes to the log itself at once: the file beside it may get lost.
            self._base.execute("PRAGMA wal_autocheckpoint = 1")
            self._base.execute("PRAGMA secure_delete = ON")
            self._base.executescript(TABLES)
            columns = self._base.execute("PRAGMA table_info(events)").fetchall()
            if "checksum" not in {name for _, name, *_ in columns}:
                self._base.execute(LATER_COLUMN)

    def append(self, room: str, *events: AnyEvent) -> None:
        """Keep events, all or none. They are on the disk when this returns."""
        bodies = [event.model_dump_json() for event in events]
        with self._one_at_a_time():
            self._base.execute("BEGIN IMMEDIATE")
            try:
                before = self._base.execute(LAST_CHECKSUM, (room,)).fetchone()
                checksum = before[0] if before else None
                for body in bodies:
                    checksum = _checksum(checksum, body)
                    self._base.execute(INSERT, (room, body, checksum))
                if bodies and not self._base.execute(LONGER, (len(bodies), room)).rowcount:
                    self._base.execute(LENGTH, (room,))
                self._base.execute("COMMIT")
            except BaseException:
                self._base.execute("ROLLBACK")
                raise

    def events(self, room: str) -> list[AnyEvent]:
        """Return all events of a room, in their order."""
        rows = self._execute(
            "SELECT body, checksum FROM events WHERE room = ? ORDER BY number", room
        )
        self._require_sound(room, rows)
        self._require_end(room, len(rows))
        return [self._parse(room, body, place) for place, (body, _) in enumerate(rows, 1)]

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

    def keep_draft(self, room: str, team: str, body: str) -> None:
        """Keep what a team is writing, in place of what it had written before."""
        self._execute(KEEP_DRAFT, room, team, body)

    def drafts(self, room: str) -> dict[str, str]:
        """Return what each team of a room was writing."""
        return dict(self._execute("SELECT team, body FROM drafts WHERE room = ?", room))

    def forget(self, room: str) -> bool:
        """Delete a whole room from the disk. Return whether there was one.

        It can be repeated: what an earlier try has left in the file is wiped as well.
        """
        with self._one_at_a_time():
            with self._base:  # both or none
                self._base.execute("BEGIN IMMEDIATE")
                self._base.execute("DELETE FROM lengths WHERE room = ?", (room,))
                self._base.execute("DELETE FROM drafts WHERE room = ?", (room,))
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

    def _require_sound(self, room: str, rows: list[tuple[object, int | None]]) -> None:
        """Refuse events that are not what was kept. Those without a checksum pass."""
        before = None
        for place, (body, checksum) in enumerate(rows, 1):
            if checksum is None and before is None:
                continue
            if checksum != _checksum(before, body):
                raise InputError(
                    f"room {room} in {self.place}, event {place}, does not match its checksum, so "
                    "the log is damaged; put back a copy of the file, or open another room"
                )
            before = checksum

    def _require_end(self, room: str, length: int) -> None:
        """Refuse a room whose last events are lost."""
        for (kept,) in self._execute("SELECT events FROM lengths WHERE room = ?", room):
            if length < kept:
                raise InputError(
                    f"room {room} in {self.place} ends after event {length}, but {kept} were kept, "
                    "so the end of the log is lost; put back a copy of the file, or open another "
                    "room"
                )

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
            except (sqlite3.DatabaseError, UnicodeDecodeError, OSError) as problem:
                if getattr(problem, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
                    raise InputError(
                        f"{self.place} is in use by another exercise; stop it, or keep this one "
                        "elsewhere (--log of play, --folder of workshop)"
                    ) from None
                raise OutputError(
                    f"the exercise's log {self.place}: {problem}; choose another file with --log"
                ) from problem


def _require_whole(path: Path) -> None:
    """Refuse a file that ends in the middle of a page, unless its end is still beside it.

    SQLite itself finds pages that are lacking, but takes the rest of one for zeros.
    """
    beside = path.with_name(f"{path.name}-wal")
    if not path.exists() or (beside.exists() and beside.stat().st_size):
        return
    with path.open("rb") as file:
        head = file.read(18)
    page_size = int.from_bytes(head[16:], "big") or 1
    cut = path.stat().st_size % (0x10000 if page_size == 1 else page_size)
    if head.startswith(b"SQLite format 3") and cut:
        raise InputError(f"the exercise's log {path} is cut off; put back a copy of the file")


def _checksum(before: int | None, body: object) -> int:
    """Return the checksum of an event and, by that of the one before, of its whole past."""
    content = body if isinstance(body, bytes) else str(body).encode("utf-8", "surrogatepass")
    return crc32(content, before or 0)
