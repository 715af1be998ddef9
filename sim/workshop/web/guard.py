"""The guard before every request: where it may come from, how long it may be, and headers.

- A page of another site can neither post here nor open a websocket (Origin).
- A host name that merely points at this machine is not answered (Host), so that no other site
  can pass for this one.
- A page loads nothing from elsewhere (Content-Security-Policy).
"""

import socket
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_BODY = 64_000
"""Bytes of a form. Messages of the page's own connection have limits of their own."""
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


class Guard:
    """Passes on requests from this machine's own pages only."""

    def __init__(self, app: ASGIApp, names: tuple[str, ...] = ()) -> None:
        self.app = app
        own = socket.gethostname().lower()
        self.names = frozenset({"localhost", own, own.split(".")[0], *map(str.lower, names)})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse requests from elsewhere, and pass on the others."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        if (refusal := self._refusal(scope)) is not None:
            await _refuse(scope, receive, send, refusal)
            return
        await self.app(_without_prefix(scope), _measured(receive), _with_headers(send))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Return status and reason of a refusal, or None."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in _raw(scope)}
        host = headers.get("host", "")
        if not self.knows(host):
            return (
                421,
                "This name is not known here. Use the address that the organiser shows.",
            )
        if not same(headers.get("origin"), host):
            return 403, "This request comes from a page of another site."
        length = headers.get("content-length", "0")
        ours = scope["path"].startswith("/_nicegui_ws/")
        if not ours and (not length.isdigit() or int(length) > LONGEST_BODY):
            return 413, "That is too long."
        return None

    def knows(self, host: str) -> bool:
        """Return whether a host is an address, or a name of this machine."""
        name = urlsplit(f"//{host}").hostname or ""
        try:
            ip_address(name)
        except ValueError:
            return name in self.names or name.split(".")[0] in self.names
        return True


def same(origin: str | None, host: str) -> bool:
    """Return whether a request comes from this host's pages, by the origin that browsers name."""
    return origin is None or urlsplit(origin).netloc.lower() == host.lower()


def _raw(scope: Scope) -> list[tuple[bytes, bytes]]:
    raw: list[tuple[bytes, bytes]] = scope["headers"]
    return raw


def _without_prefix(scope: Scope) -> Scope:
    """Drop a header that only a proxy could set, as there is none."""
    kept = [pair for pair in _raw(scope) if pair[0] != b"x-forwarded-prefix"]
    return {**scope, "headers": kept}


def _measured(receive: Receive) -> Receive:
    """Cut off long bodies that do not state their length."""
    length = 0

    async def measured() -> Message:
        nonlocal length
        message = await receive()
        length += len(message.get("body", b""))
        if message["type"] == "http.request" and length > 20 * LONGEST_BODY:
            return {"type": "http.disconnect"}
        return message

    return measured


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
