"""The web application: its pages, who may see them, and the server."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Protocol

import uvicorn
from fastapi import FastAPI, Request
from nicegui import Client, ui
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp

from sim.exercise.pictures import LARGEST_UPLOAD
from sim.workshop.web.connections import bounded_protocol
from sim.workshop.web.debrief_page import DebriefPage
from sim.workshop.web.guard import Guard, Uploads
from sim.workshop.web.join_page import ICON
from sim.workshop.web.lead_page import LeadPage
from sim.workshop.web.look_page import LookPage
from sim.workshop.web.projector_page import ProjectorPage
from sim.workshop.web.routes import join_again, routes
from sim.workshop.web.server import AnnouncingServer
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot
from sim.workshop.web.team_page import TeamPage
from sim.workshop.web.uploads import UPLOAD

RECONNECT = 120.0
"""Seconds for which the page of a sleeping phone is kept."""
LARGEST_MESSAGE = 64_000
"""Bytes of one message of a page's own connection."""
HEAD = (
    '<link rel="stylesheet" href="/static/workshop.css">'
    '<link rel="stylesheet" href="/static/stage.css">'
    '<link rel="stylesheet" href="/static/cards.css">'
    '<link rel="stylesheet" href="/static/deciding.css">'
    '<script defer src="/static/workshop.js"></script>'
    '<script defer src="/static/stage.js"></script>'
    '<script defer src="/static/deciding.js"></script>'
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
    ui.run_with(
        app, title=session.title, favicon=ICON, language=LANGUAGES[session.language],
        reconnect_timeout=RECONNECT, tailwind=False, binding_refresh_interval=None,
        show_welcome_message=False,
    )  # fmt: skip
    uploads = Uploads(UPLOAD, LARGEST_UPLOAD, session.identity.may_upload)
    return Guard(app, names, session.identity.may_connect, session.visitors.pages, uploads)


def _add_pages(session: WebSession) -> None:
    """Declare every page, for the people who may see it."""

    identity, visitors = session.identity, session.visitors

    @ui.page("/team")
    async def team(request: Request, client: Client) -> Any:
        member = identity.member(request.cookies)
        if member is None:
            known = identity.person(request.cookies) is not None
            return RedirectResponse(join_again(session, "removed" if known else "no_cookie"), 303)
        visitors.opened(member.person)
        client.on_delete(lambda: visitors.closed(member.person))
        return _show(session, client, TeamPage(session, member))

    @ui.page("/lead")
    async def lead(request: Request, client: Client) -> Any:
        secret = identity.secret(request.cookies)
        if secret is None:
            return PlainTextResponse(session.speech.say("no_such_link"), 403)
        return _show(session, client, LeadPage(session, secret))

    @ui.page("/look")
    async def look(request: Request, client: Client, team: str = "") -> Any:
        secret = identity.secret(request.cookies)
        if secret is None:
            return PlainTextResponse(session.speech.say("no_such_link"), 403)
        if team not in session.snapshot.teams:
            return RedirectResponse("/lead", 303)
        return _show(session, client, LookPage(session, secret, team))

    @ui.page("/projector")
    async def projector(request: Request, client: Client) -> Any:
        if not identity.shows(request.cookies.get(identity.name_of("projector"))):
            return PlainTextResponse(session.speech.say("no_such_link"), 403)
        return _show(session, client, ProjectorPage(session))

    @ui.page("/debrief")
    async def debrief(request: Request, client: Client) -> Any:
        if not identity.is_inside(request.cookies):
            return RedirectResponse("/", 303)
        leads = identity.secret(request.cookies) is not None
        member = identity.member(request.cookies)
        own = "" if member is None or leads else member.team
        return _show(session, client, DebriefPage(session, leads, own))


def _show(session: WebSession, client: Client, page: LivePage) -> None:
    """Build a page, and tell it of changes for as long as its browser is there."""
    ui.add_head_html(HEAD if session.brand is None else HEAD + str(session.brand.style))
    page.build()

    def renew(snapshot: RoomSnapshot) -> None:
        with client:
            page.renew(snapshot)

    session.watch(renew)
    client.on_delete(lambda: session.unwatch(renew))
    if isinstance(page, TeamPage):
        _show_draft(session, client, page)


def _show_draft(session: WebSession, client: Client, page: TeamPage) -> None:
    """Tell a page of every change of its team's draft."""

    def renew(team: str) -> None:
        with client:
            page.renew_draft(team)

    session.desks.watch(renew)
    client.on_delete(lambda: session.desks.unwatch(renew))


def serve(
    session: WebSession,
    host: str,
    port: int,
    names: tuple[str, ...],
    started: Callable[[], None],
) -> None:
    """Serve until stopped from the keyboard. No visitor's address is written anywhere."""
    config = uvicorn.Config(
        build_app(session, names), host=host, port=port, http=bounded_protocol(),
        log_config=None, log_level="warning", access_log=False, server_header=False,
        timeout_graceful_shutdown=2, ws_max_size=LARGEST_MESSAGE,
    )  # fmt: skip
    AnnouncingServer(config, started).run()
