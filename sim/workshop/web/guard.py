"""The guard before every request: where it may come from, how much it may be, and headers.

- A page of another site can neither post here nor open a websocket (Origin).
- A host name that merely points at this machine is not answered (Host), so that no other site
  can pass for this one.
- A page loads nothing from elsewhere (Content-Security-Policy).
- Only people in the room have a connection of their own, and they cannot flood it.
"""

import asyncio
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sim.workshop.web.limits import Limit

LONGEST_BODY = 64_000
"""Bytes of a request. Messages of a page's own connection are bounded by the server."""
BODY_PATIENCE = 20.0
"""Seconds in which the next part of a body has to come."""
SOCKET = "/_nicegui_ws/"
ASSETS = ("/_nicegui/", "/static/", "/picture/")
MESSAGES_A_SECOND, MESSAGES_AT_ONCE, BYTES_OF_ONE = 40.0, 200.0, 4096
"""Messages of one connection. A longer one counts as several."""
DEFAULT_PORTS = {"http": 80, "https": 443}
HEADERS = {
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'self'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
MayConnect = Callable[[Mapping[str, str]], bool]
"""Returns whether the browser with these cookies may have a connection of its own."""


@dataclass(frozen=True, slots=True)
class Uploads:
    """The one address that takes a larger body, and from whom."""

    path: str
    largest: int
    """Bytes."""
    allowed: MayConnect


class Guard:
    """Passes on requests from this machine's own pages only."""

    def __init__(
        self,
        app: ASGIApp,
        names: tuple[str, ...] = (),
        may_connect: MayConnect = lambda _: True,
        pages: Limit | None = None,
        uploads: Uploads | None = None,
    ) -> None:
        """Guard an application. ``names`` are further names or addresses that lead to it."""
        self.app, self._may_connect = app, may_connect
        self._pages = pages or Limit(200, 200)
        self._uploads = uploads
        own = socket.gethostname().lower().rstrip(".")
        first = own.split(".")[0]
        self._further = frozenset(_host_name(_without_scheme(name)) for name in names)
        self.names = frozenset({"localhost", own, first, f"{first}.local"}) | self._further

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse requests from elsewhere, and pass on the others."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        if (refusal := self._refusal(scope)) is not None:
            await _refuse(scope, receive, send, refusal)
            return
        longest = self._longest(scope)
        bounded = _paced(receive) if scope["type"] == "websocket" else _measured(receive, longest)
        await self.app(_without_prefix(scope), bounded, _with_headers(send))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Return status and reason of a refusal, or None."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in _raw(scope)}
        host, path = headers.get("host", ""), scope["path"]
        if not self.knows(host):
            return 421, "This name is not known here. Use the address that the facilitator shows."
        if not self.same(headers.get("origin"), host):
            return 403, "This request comes from a page of another site."
        if path.startswith(SOCKET) and not self._may_connect(HTTPConnection(scope).cookies):
            return 403, "Join the room first."
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length[:9]) > self._longest(scope):
            return 413, "That is too long."
        if not path.startswith(ASSETS) and not self._pages.take(_address(scope)):
            return 429, "Too many pages in a short time. Wait a moment, then try again."
        return None

    def _longest(self, scope: Scope) -> int:
        """Return how many bytes a request may have."""
        uploads = self._uploads
        if uploads is None or scope["path"] != uploads.path:
            return LONGEST_BODY
        return uploads.largest if uploads.allowed(HTTPConnection(scope).cookies) else LONGEST_BODY

    def knows(self, host: str) -> bool:
        """Return whether a host is an address, or is exactly a name of this machine."""
        name = _host_name(host)
        try:
            ip_address(name)
        except ValueError:
            return name in self.names
        return True

    def same(self, origin: str | None, host: str) -> bool:
        """Return whether a request comes from this host's pages, by the origin browsers name.

        A proxy may ask for another host than the browser did. Then the origin is one of the
        further names.
        """
        if same(origin, host):
            return True
        return _host_name(_without_scheme(origin or "")) in self._further


def same(origin: str | None, host: str) -> bool:
    """Return whether an origin is this host, with the usual port if none is written."""
    if origin is None:
        return True
    try:
        theirs = urlsplit(origin)
        usual = DEFAULT_PORTS.get(theirs.scheme)
        ours = urlsplit(f"//{host}")
        return bool(theirs.hostname) and (theirs.hostname, theirs.port or usual) == (
            ours.hostname,
            ours.port or usual,
        )
    except ValueError:
        return False


def _host_name(host: str) -> str:
    """Return the name in a Host header without its port. Empty if there is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _without_scheme(address: str) -> str:
    return address.split("://", 1)[-1]


def _address(scope: Scope) -> str:
    return scope["client"][0] if scope.get("client") else "nobody"


def _raw(scope: Scope) -> list[tuple[bytes, bytes]]:
    raw: list[tuple[bytes, bytes]] = scope["headers"]
    return raw


def _without_prefix(scope: Scope) -> Scope:
    """Drop a header by which anybody could change the addresses in our pages."""
    kept = [pair for pair in _raw(scope) if pair[0] != b"x-forwarded-prefix"]
    return {**scope, "headers": kept}


def _measured(receive: Receive, longest: int) -> Receive:
    """Cut off bodies that are longer than they say, or that do not come to an end."""
    length, whole = 0, False

    async def measured() -> Message:
        nonlocal length, whole
        try:
            message = await asyncio.wait_for(receive(), None if whole else BODY_PATIENCE)
        except TimeoutError:
            return {"type": "http.disconnect"}
        length += len(message.get("body", b""))
        whole = not message.get("more_body", False)
        if message["type"] == "http.request" and length > longest:
            return {"type": "http.disconnect"}
        return message

    return measured


def _paced(receive: Receive) -> Receive:
    """Let a connection wait that sends too much. Nothing is lost, and nothing piles up."""
    left, at = MESSAGES_AT_ONCE, time.monotonic()

    async def paced() -> Message:
        nonlocal left, at
        message = await receive()
        size = len(message.get("bytes") or b"") + len(message.get("text") or "")
        now = time.monotonic()
        left = min(MESSAGES_AT_ONCE, left + (now - at) * MESSAGES_A_SECOND)
        left, at = left - 1 - size / BYTES_OF_ONE, now
        if left < 0.0 and message["type"] == "websocket.receive":
            await asyncio.sleep(-left / MESSAGES_A_SECOND)
        return message

    return paced


def _with_headers(send: Send) -> Send:
    """Add the headers that say what a page may load."""
    extra = [(name.encode(), value.encode()) for name, value in HEADERS.items()]

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *extra]}
        await send(message)

    return sent


async def _refuse(scope: Scope, receive: Receive, send: Send, refusal: tuple[int, str]) -> None:
    if scope["type"] == "websocket":
        await receive()
        closed: dict[str, Any] = {"type": "websocket.close", "code": 1008}
        await send(closed)
        return
    status, reason = refusal
    await PlainTextResponse(reason, status_code=status)(scope, receive, send)
