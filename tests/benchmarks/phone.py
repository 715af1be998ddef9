"""A phone without a screen: the page's own connection, and how long an action takes.

It speaks what the page in a browser speaks, so that forty of them leave the machine to the
server that is measured.
"""

import asyncio
import json
import re
import time
import uuid
from ast import literal_eval
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import aiohttp
import socketio

PATIENCE = 15.0
"""Seconds after which an action counts as lost."""
ELEMENTS = re.compile(r"parseElements\(String\.raw`(.*?)`\)", re.DOTALL)
QUERY = re.compile(r"query: (\{.*?\}),\n", re.DOTALL)
ESCAPED = {"&#36;": "$", "&#96;": "`", "&gt;": ">", "&lt;": "<", "&amp;": "&"}

Seen = Callable[[], bool]


class LostError(Exception):
    """An action without an answer."""


class Phone:
    """One participant's or facilitator's page, by what it is told."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.elements: dict[str, dict[str, Any]] = {}
        self.times: list[float] = []
        """Seconds from each action to its answer."""
        self.lost = 0
        self._news = asyncio.Event()
        self._socket = socketio.AsyncClient(reconnection=False)
        self._socket.on("update", self._take)
        self._web = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        self._next = 0

    # -- coming and going -----------------------------------------------------------------------

    async def join(self, code: str, name: str, team: str, role: str) -> None:
        """Come in, and open the page."""
        form = {"code": code, "pseudonym": name, "team": team, "role": role}
        async with self._web.post(f"{self.base}/join", data=form, allow_redirects=False) as answer:
            assert answer.headers["location"] == "/team", answer.headers["location"]
        await self.open("/team")

    async def lead(self, address: str) -> None:
        """Come in as the facilitator."""
        async with self._web.get(address, allow_redirects=False) as answer:
            assert answer.status == 303, answer.status
        await self.open("/lead")

    async def open(self, path: str) -> None:
        """Open a page and its connection, as a reload does."""
        if self._socket.connected:
            await self._socket.disconnect()
        async with self._web.get(self.base + path) as answer:
            page = await answer.text()
        elements, query = ELEMENTS.search(page), QUERY.search(page)
        assert elements is not None, page[:500]
        assert query is not None, page[-3000:]
        told = elements[1]
        for escaped, sign in ESCAPED.items():
            told = told.replace(escaped, sign)
        self.elements = json.loads(told)
        asked: dict[str, Any] = {
            **literal_eval(query[1]),
            "document_id": str(uuid.uuid4()),
            "tab_id": str(uuid.uuid4()),
        }
        asked.pop("implicit_handshake", None)
        self._client, self._next = asked["client_id"], int(asked["next_message_id"])
        cookies = "; ".join(f"{one.key}={one.value}" for one in self._web.cookie_jar)
        await self._socket.connect(
            f"{self.base}?{urlencode(asked)}", transports=["websocket"],
            socketio_path="/_nicegui_ws/socket.io", headers={"cookie": cookies},
        )  # fmt: skip
        await self._socket.call("handshake", asked)

    async def close(self) -> None:
        """Put it away."""
        if self._socket.connected:
            await self._socket.disconnect()
        await self._web.close()

    async def _take(self, message: dict[str, Any]) -> None:
        """What has changed on the page."""
        number = message.pop("_id", None)
        if number is not None:
            self._next = number + 1
            await self._socket.emit(
                "ack", {"client_id": self._client, "next_message_id": self._next}
            )
        for name, element in message.items():
            if element is None:
                self.elements.pop(name, None)
            else:
                self.elements[name] = element
        self._news.set()

    # -- looking and doing ----------------------------------------------------------------------

    def find(self, name: str) -> tuple[str, dict[str, Any]] | None:
        """The element that has this name, if it is on the page."""
        for key, element in self.elements.items():
            if element.get("props", {}).get("data-testid") == name:
                return key, element
        return None

    def shows(self, name: str) -> Seen:
        """Whether something is on the page."""
        return lambda: self.find(name) is not None

    async def until(self, seen: Seen, patience: float = PATIENCE) -> None:
        """Wait until the page shows it."""
        end = time.monotonic() + patience
        while not seen():
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), max(0.01, end - time.monotonic()))
            except TimeoutError:
                if not seen():
                    raise LostError from None

    async def fire(self, name: str, kind: str, *args: Any) -> None:
        """Press, choose or write."""
        found = self.find(name)
        if found is None:
            raise LostError(name)
        key, element = found
        for event in element["events"]:
            if event["type"] == kind:
                await self._socket.emit("event", {
                    "id": int(key), "client_id": self._client,
                    "listener_id": event["listener_id"], "args": [json.dumps(one) for one in args],
                })  # fmt: skip

    async def timed(self, seen: Seen, name: str, kind: str, *args: Any) -> None:
        """Do something, and note how long it took until the page shows it."""
        begin = time.perf_counter()
        try:
            await self.fire(name, kind, *args)
            await self.until(seen)
        except LostError:
            self.lost += 1
        else:
            self.times.append(time.perf_counter() - begin)
