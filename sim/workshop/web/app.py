"""The web application: its pages, who may see them, and the server."""

import logging
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Protocol

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
from sim.workshop.web.routes import LEADER, PERSON, knows, routes
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot
from sim.workshop.web.team_page import TeamPage

RECONNECT = 120.0
"""Seconds for which the page of a sleeping phone is kept."""
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" '
    'rx="7" fill="#222"/><path d="M5 23c5 0 5-13 9-13s3 9 6 9 3-5 7-5" fill="none" '
    'stroke="#E69F00" stroke-width="3" stroke-linecap="round"/></svg>'
)
HEAD = (
    '<link rel="stylesheet" href="/static/workshop.css">'
    '<script defer src="/static/workshop.js"></script>'
)
LANGUAGES: dict[str, Any] = {"en": "en-US", "de": "de", "fr": "fr"}
"""Languages of NiceGUI's own texts."""


class LivePage(Protocol):
    """A page that is told of every change of the room."""

    def build(self) -> None:
        """Build the page."""

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Show what has changed."""


def build_app(session: WebSession, names: tuple[str, ...] = ()) -> ASGIApp:
    """Return the whole application behind its guard. ``names`` are further names of its host."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await session.start()
        try:
            yield
        finally:
            await session.stop()

    app = FastAPI(lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)
    app.include_router(routes(session))
    _add_pages(session)
    logging.getLogger("nicegui").addFilter(_make_harmless)
    ui.run_with(
        app, title=session.title, favicon=ICON, language=LANGUAGES[session.language],
        reconnect_timeout=RECONNECT, tailwind=False, binding_refresh_interval=None,
        show_welcome_message=False,
    )  # fmt: skip
    return Guard(app, names)


def _make_harmless(record: logging.LogRecord) -> bool:
    """Strip signs that could steer the terminal from what a browser has sent to the log."""
    message = record.getMessage()
    record.msg, record.args = "".join(c if c.isprintable() else " " for c in message)[:2000], ()
    return True


def _add_pages(session: WebSession) -> None:
    """Declare every page, for the people who may see it."""

    @ui.page("/")
    async def join(request: Request) -> None:
        ui.add_head_html(HEAD)
        JoinPage(session, request).build()

    @ui.page("/team")
    async def team(request: Request, client: Client) -> Any:
        member = session.member(request.cookies.get(PERSON))
        if member is None:
            return RedirectResponse("/", 303)
        return _show(session, client, TeamPage(session, member))

    @ui.page("/lead")
    async def lead(request: Request, client: Client) -> Any:
        secret = request.cookies.get(LEADER)
        if secret is None or not session.leads(secret):
            return PlainTextResponse(session.speech.say("no_such_link"), 403)
        return _show(session, client, LeadPage(session, secret))

    @ui.page("/projector/{key}")
    async def projector(key: str, client: Client) -> Any:
        if key != session.projector_key:
            return PlainTextResponse(session.speech.say("no_such_link"), 403)
        return _show(session, client, ProjectorPage(session))

    @ui.page("/debrief")
    async def debrief(request: Request, client: Client) -> Any:
        if not knows(session, request):
            return RedirectResponse("/", 303)
        leads = session.leads(request.cookies.get(LEADER))
        return _show(session, client, DebriefPage(session, leads))


def _show(session: WebSession, client: Client, page: LivePage) -> None:
    """Build a page, and tell it of changes for as long as its browser is there."""
    ui.add_head_html(HEAD)
    page.build()

    def renew(snapshot: RoomSnapshot) -> None:
        with client:
            page.renew(snapshot)

    session.watch(renew)
    client.on_delete(lambda: session.unwatch(renew))


def serve(session: WebSession, host: str, port: int, started: Callable[[], None]) -> None:
    """Serve until stopped from the keyboard. No visitor's address is written anywhere."""
    config = uvicorn.Config(
        build_app(session), host=host, port=port, access_log=False, log_level="warning",
        server_header=False, timeout_graceful_shutdown=2, ws_max_size=256_000,
    )  # fmt: skip
    _Server(config, started).run()


class _Server(uvicorn.Server):
    """A server that calls back once it listens."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, then say so."""
        await super().startup(sockets)
        if self.started:
            self._listening()
