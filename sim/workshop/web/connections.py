"""Bounded connections: how many, and how long one may take to say what it wants.

Uvicorn bounds neither. A browser needs a handful of connections and sends its request at once.
"""

import asyncio
import sys
from collections import Counter
from typing import Any

from h11 import Request
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_CONNECTIONS = 600
MOST_OF_AN_ADDRESS = 400
"""Connections of one address. Behind a proxy or some routers, it is that of everybody."""
LEFT_FOR_FILES = 80
HEADER_PATIENCE = 10.0
"""Seconds in which the head of a request has to be complete."""


class OpenConnections:
    """Counts open connections by address."""

    def __init__(
        self, most: int = MOST_CONNECTIONS, of_an_address: int = MOST_OF_AN_ADDRESS
    ) -> None:
        self.most, self.of_an_address = most, of_an_address
        self._open: Counter[str] = Counter()

    def enter(self, address: str) -> bool:
        """Count a connection. Return False if there are too many."""
        if self._open.total() >= self.most or self._open[address] >= self.of_an_address:
            return False
        self._open[address] += 1
        return True

    def leave(self, address: str) -> None:
        """Count a connection no longer."""
        self._open[address] -= 1
        if self._open[address] <= 0:
            del self._open[address]


class BoundedHttp(H11Protocol):
    """Uvicorn's protocol, which refuses too many connections and drops half requests."""

    counted_in = OpenConnections()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request, unless there are too many connections."""
        super().connection_made(transport)
        self._timer: asyncio.TimerHandle | None = None
        self._is_websocket = False
        self._address = self.client[0] if self.client else ""
        self._counted = self.counted_in.enter(self._address)
        if self._counted:
            self._wait()
        else:
            transport.abort()

    def handle_events(self) -> None:
        """Look at what has come of a request."""
        super().handle_events()
        if self._busy or self._is_websocket:
            self._stop_waiting()
        elif self._counted and self._timer is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Count the connection no longer."""
        self._stop_waiting()
        self._leave()
        super().connection_lost(exc)

    def handle_websocket_upgrade(self, event: Request) -> None:
        """Hand the connection over to a websocket, and count it until that ends."""
        self._is_websocket = True
        super().handle_websocket_upgrade(event)
        socket: Any = self.transport.get_protocol()
        lost = socket.connection_lost

        def connection_lost(exc: Exception | None) -> None:
            self._leave()
            lost(exc)

        socket.connection_lost = connection_lost

    @property
    def _busy(self) -> bool:
        """True while a request is being answered."""
        return self.cycle is not None and not self.cycle.response_complete

    def _wait(self) -> None:
        self._timer = self.loop.call_later(HEADER_PATIENCE, self._give_up)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        if not self._busy:
            self.transport.abort()

    def _leave(self) -> None:
        if self._counted:
            self._counted = False
            self.counted_in.leave(self._address)


def bounded_protocol() -> type[BoundedHttp]:
    """Return the protocol, bounded by what the system lets one process open."""
    most = _open_files() - LEFT_FOR_FILES
    counted_in = OpenConnections(
        min(MOST_CONNECTIONS, most), min(MOST_OF_AN_ADDRESS, max(1, most * 2 // 3))
    )
    return type("BoundedHttp", (BoundedHttp,), {"counted_in": counted_in})


def _open_files() -> int:
    """Ask the system for enough open files, and return how many there may be."""
    wanted = MOST_CONNECTIONS + LEFT_FOR_FILES
    if sys.platform == "win32":
        return wanted
    import resource  # noqa: PLC0415 - not on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return wanted
    more = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (more, hard))
    except (OSError, ValueError):
        return soft
    return more
