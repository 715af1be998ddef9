"""The application of the lab: who may come in, its pages, and its files."""

import asyncio
import logging
import re
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Form, Request
from fastapi.responses import FileResponse, PlainTextResponse, RedirectResponse
from nicegui import Client, ui
from starlette.responses import Response
from starlette.types import ASGIApp

from sim.errors import ShitstormError
from sim.lab.taken import TakenFile
from sim.lab.web.book import Book
from sim.lab.web.desk import LabDesk
from sim.lab.web.exercise_page import ExercisePage
from sim.lab.web.exports import disposition, file_of
from sim.lab.web.first_page import build_door, build_first_page
from sim.lab.web.page import LabPage
from sim.lab.web.people_page import PeoplePage
from sim.lab.web.study_page import StudyPage
from sim.language.heard import refusal_in
from sim.workshop.web.app import LANGUAGES
from sim.workshop.web.guard import Guard
from sim.workshop.web.join_page import ICON
from sim.workshop.web.server_log import make_harmless
from sim.workshop.web.widgets import in_background

STATIC = Path(__file__).parent / "static"
WORKSHOP = Path(__file__).parents[2] / "workshop" / "web" / "static"
HEAD = (
    '<link rel="stylesheet" href="/static/workshop.css">'
    '<link rel="stylesheet" href="/static/lab.css">'
    '<script defer src="/static/lab.js"></script>'
)
PageKind = type[LabPage] | type[PeoplePage] | type[StudyPage] | type[ExercisePage]
VISIT = "lab"
"""The cookie of somebody who came in."""
A_WEEK = 7 * 86_400


def build_lab(desk: LabDesk, names: tuple[str, ...] = ()) -> ASGIApp:
    """Return the application behind its guard. ``names`` are further names of its host."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.include_router(lab_routes(desk))
    _add_pages(desk)
    logging.getLogger("nicegui").addFilter(make_harmless)
    ui.run_with(
        app, title=desk.speech.say("lab.app"), favicon=ICON, language=LANGUAGES[desk.language],
        reconnect_timeout=120.0, tailwind=False, binding_refresh_interval=None,
        show_welcome_message=False,
    )  # fmt: skip
    return Guard(app, names)


def lab_routes(desk: LabDesk) -> APIRouter:
    """Return the routes that are no pages."""
    router = APIRouter()

    @router.get("/static/{name}")
    async def static(name: str) -> Response:
        folder = {"lab.css": STATIC, "lab.js": STATIC, "workshop.css": WORKSHOP}.get(name)
        if folder is None:
            return PlainTextResponse("", 404)
        return FileResponse(folder / name, headers={"cache-control": "no-cache"})

    @router.get("/enter/{token}")
    async def enter(request: Request, token: str, to: str = "/") -> Response:
        if desk.password is not None:
            return RedirectResponse("/enter", 303)
        return _entered(desk, request, token, to)

    @router.post("/enter")
    async def with_password(request: Request, password: Annotated[str, Form()] = "") -> Response:
        return _entered(desk, request, password[:200])

    @router.get("/book/{name}/file/{kind}")
    async def file(request: Request, name: str, kind: str) -> Response:
        if not desk.admits(request.cookies.get(VISIT)):
            return RedirectResponse("/enter", 303)
        try:
            book = desk.open(name)
            taken = await asyncio.to_thread(file_of, book, kind, desk.speech_for(book))
        except ShitstormError as wrong:
            return PlainTextResponse(refusal_in(wrong, desk.language), 404)
        if not isinstance(taken, TakenFile):
            return PlainTextResponse(taken or "", 404)
        return Response(taken.content, media_type=taken.type, headers=disposition(taken.name))

    return router


def _entered(desk: LabDesk, request: Request, word: str, to: str = "/") -> Response:
    """Let somebody in, or not. Too many tries have to wait. ``to`` is a page of the lab."""
    address = request.client.host if request.client else "nobody"
    key = desk.enter(word) if desk.attempts.allows(address) else None
    if key is None:
        desk.attempts.take(address)
        return RedirectResponse("/enter?wrong=1", 303)
    inside = re.fullmatch(r"/book/[\w-]+(/[a-z]+)?", to)
    response = RedirectResponse(to if inside else "/", 303)
    response.set_cookie(VISIT, key, max_age=A_WEEK, httponly=True, samesite="lax")
    return response


def _add_pages(desk: LabDesk) -> None:
    """Declare the pages."""

    @ui.page("/enter")
    async def door(request: Request) -> None:
        ui.add_head_html(HEAD)
        build_door(desk, "wrong" in request.query_params)

    @ui.page("/")
    async def first(request: Request) -> Any:
        if not desk.admits(request.cookies.get(VISIT)):
            return RedirectResponse("/enter", 303)
        ui.add_head_html(HEAD)
        build_first_page(desk)
        return None

    @ui.page("/book/{name}")
    async def book(request: Request, client: Client, name: str) -> Any:
        return await _shown(desk, request, client, name, None)

    @ui.page("/book/{name}/people")
    async def people(request: Request, client: Client, name: str) -> Any:
        return await _beside(desk, request, client, name, PeoplePage)

    @ui.page("/book/{name}/study")
    async def study(request: Request, client: Client, name: str) -> Any:
        return await _beside(desk, request, client, name, StudyPage)

    @ui.page("/book/{name}/exercise")
    async def exercise(request: Request, client: Client, name: str) -> Any:
        return await _beside(desk, request, client, name, ExercisePage)

    @ui.page("/book/{name}/{state}")
    async def book_at(request: Request, client: Client, name: str, state: str) -> Any:
        return await _shown(desk, request, client, name, state)


async def _shown(
    desk: LabDesk, request: Request, client: Client, name: str, state: str | None
) -> Any:
    """Show a scenario, in a state that it had if one is named."""
    book = _book_for(desk, request, name)
    if isinstance(book, Response):
        return book
    if state is not None and state not in book.history:
        return RedirectResponse(f"/book/{name}", 303)
    _built(LabPage, desk, book, client)
    wanted = state or book.history.address
    if wanted != book.history.address or book.needs_answers():
        in_background(book.show(wanted), "answer a state")  # the page itself must not wait
    return None


async def _beside(
    desk: LabDesk, request: Request, client: Client, name: str, kind: PageKind
) -> Any:
    """Show another page of a scenario."""
    book = _book_for(desk, request, name)
    if isinstance(book, Response):
        return book
    _built(kind, desk, book, client)
    return None


def _book_for(desk: LabDesk, request: Request, name: str) -> Book | Response:
    """Return the book of a scenario, or the answer to whoever may not or cannot see it."""
    if not desk.admits(request.cookies.get(VISIT)):
        return RedirectResponse("/enter", 303)
    try:
        return desk.open(name)
    except ShitstormError as wrong:
        return PlainTextResponse(refusal_in(wrong, desk.language), 404)


def _built(kind: PageKind, desk: LabDesk, book: Book, client: Client) -> None:
    """Build a page, which is drawn anew whenever its book changes."""
    ui.add_head_html(HEAD)
    page = kind(book, desk.speech_for(book), client)
    page.build()
    book.watch(page.renew)
    client.on_delete(lambda: book.unwatch(page.renew))
