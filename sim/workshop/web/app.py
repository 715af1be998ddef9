"""Starting the session: which address, which room, and the pages that are served."""

import logging
import socket
from collections.abc import Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import uvicorn
from fastapi import FastAPI, Request
from nicegui import Client, ui
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp

from sim.workshop.web.debrief_page import DebriefPage
from sim.workshop.web.guard import Guard
from sim.workshop.web.join_page import JoinPage
from sim.workshop.web.lead_page import LeadPage
from sim.workshop.web.projector_page import ProjectorPage
from sim.workshop.web.routes import LEADER, PERSON, doors, known
from sim.workshop.web.session import WebSession
from sim.workshop.web.team_page import TeamPage
from sim.workshop.web.words import say

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

RECONNECT = 120.0
"""Seconds for which a sleeping phone's page is kept."""
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" '
    'rx="7" fill="#222"/><path d="M5 23c5 0 5-13 9-13s3 9 6 9 3-5 7-5" fill="none" '
    'stroke="#E69F00" stroke-width="3" stroke-linecap="round"/></svg>'
)
HEAD = (
    '<link rel="stylesheet" href="/static/house.css"><script defer src="/static/house.js"></script>'
)


def house(session: WebSession, names: tuple[str, ...] = ()) -> ASGIApp:
    """The whole application: doors, pages, and the guard before them."""

    @asynccontextmanager
    async def open_hall(_: FastAPI) -> "AsyncIterator[None]":
        await session.start()
        try:
            yield
        finally:
            await session.stop()

    outer = FastAPI(lifespan=open_hall, openapi_url=None, docs_url=None, redoc_url=None)
    outer.include_router(doors(session))
    _pages(session)
    logging.getLogger("nicegui").addFilter(_tame)
    ui.run_with(
        outer, title=session.title, favicon=ICON, language=_language(session),
        reconnect_timeout=RECONNECT, tailwind=False, binding_refresh_interval=None,
        show_welcome_message=False,
    )  # fmt: skip
    return Guard(outer, names)


def _language(session: WebSession) -> Any:
    return {"en": "en-US", "de": "de", "fr": "fr"}[session.language]


def _tame(record: logging.LogRecord) -> bool:
    """What a browser has sent to the log cannot steer the terminal."""
    message = record.getMessage()
    record.msg, record.args = "".join(c if c.isprintable() else " " for c in message)[:2000], ()
    return True


def _pages(session: WebSession) -> None:
    """Every page, for whoever may see it."""

    @ui.page("/")
    async def joining(request: Request) -> None:
        ui.add_head_html(HEAD)
        JoinPage(session, request).build()

    @ui.page("/team")
    async def team(request: Request, client: Client) -> Any:
        member = session.member(request.cookies.get(PERSON))
        if member is None:
            return RedirectResponse("/", 303)
        ui.add_head_html(HEAD)
        _live(session, client, TeamPage(session, member))
        return None

    @ui.page("/lead")
    async def lead(request: Request, client: Client) -> Any:
        secret = request.cookies.get(LEADER)
        if secret is None or not session.leads(secret):
            return PlainTextResponse(say(session.language, "no_such_link"), 403)
        ui.add_head_html(HEAD)
        _live(session, client, LeadPage(session, secret))
        return None

    @ui.page("/projector/{key}")
    async def projector(key: str, client: Client) -> Any:
        if key != session.projector_key:
            return PlainTextResponse(say(session.language, "no_such_link"), 403)
        ui.add_head_html(HEAD)
        _live(session, client, ProjectorPage(session))
        return None

    @ui.page("/debrief")
    async def debrief(request: Request, client: Client) -> Any:
        if not known(session, request):
            return RedirectResponse("/", 303)
        ui.add_head_html(HEAD)
        leads = session.leads(request.cookies.get(LEADER))
        _live(session, client, DebriefPage(session, leads))
        return None


def _live(session: WebSession, client: Client, page: Any) -> None:
    """Build a page, and tell it the news for as long as its browser is there."""
    page.build()

    def renew(snapshot: Any) -> None:
        with client:
            page.renew(snapshot)

    session.watch(renew)
    client.on_delete(lambda: session.leave(renew))


def serve(session: WebSession, host: str, port: int, started: Callable[[], None]) -> None:
    """Serve until it is stopped from the keyboard; no address is written anywhere."""
    config = uvicorn.Config(
        house(session), host=host, port=port, access_log=False, log_level="warning",
        server_header=False, timeout_graceful_shutdown=2, ws_max_size=256_000,
    )  # fmt: skip
    _Server(config, started).run()


class _Server(uvicorn.Server):
    """Says where to come in once somebody can."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._told = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, then say so."""
        await super().startup(sockets)
        if self.started:
            self._told()
