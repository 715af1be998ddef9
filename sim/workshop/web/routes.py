"""Routes that are no pages of their own: joining, the facilitator's link, files to fetch."""

import hmac
from pathlib import Path
from typing import Annotated
from urllib.parse import quote, urlencode

import segno
from fastapi import APIRouter, Form, Request
from fastapi.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse
from markupsafe import Markup
from starlette.responses import Response

from sim.exercise.debrief.files import RESULTS
from sim.exercise.debrief.handout import DEBRIEF, sheets
from sim.exercise.debrief.stage_record import STAGE_TABLES
from sim.exercise.refusals import RefusedError
from sim.extras import is_there
from sim.workshop.web.join_page import JoinForm, join_page
from sim.workshop.web.session import WebSession
from sim.workshop.web.uploads import add_pictures

STATIC = Path(__file__).parent / "static"
STATIC_FILES = (
    *("workshop.css", "workshop.js", "stage.css", "stage.js", "cards.css"),
    *("deciding.css", "deciding.js"),
)
SLIDES = "debrief.pptx"
FILES = {
    "debrief.html": "text/html; charset=utf-8",
    "debrief.json": "application/json",
    "curves.csv": "text/csv; charset=utf-8",
    "measures.csv": "text/csv; charset=utf-8",
    "decisions.csv": "text/csv; charset=utf-8",
    "forecasts.csv": "text/csv; charset=utf-8",
    "what-ifs.csv": "text/csv; charset=utf-8",
    "alternatives.csv": "text/csv; charset=utf-8",
    **{f"{name}.csv": "text/csv; charset=utf-8" for name in STAGE_TABLES},
}


def routes(session: WebSession) -> APIRouter:
    """Return the routes of this session."""
    router, identity = APIRouter(), session.identity

    @router.get("/static/{name}")
    async def static(name: str) -> Response:
        if name not in STATIC_FILES:
            return PlainTextResponse("", 404)
        return FileResponse(STATIC / name, headers={"cache-control": "no-cache"})

    @router.get("/")
    async def door(request: Request) -> Response:
        return HTMLResponse(join_page(session, request))

    @router.get("/qr.svg")
    async def qr(request: Request) -> Response:
        if not identity.may_connect(request.cookies):
            return PlainTextResponse(session.speech.say("no_such_link"), 403)
        return Response(qr_code(joining_address(session)), media_type="image/svg+xml")

    @router.post("/join")
    async def join(request: Request, form: Annotated[JoinForm, Form()]) -> Response:
        try:
            person = await _joined(session, request, form)
        except RefusedError as refused:
            filled = {name: value for name, value in form if value}
            fields = {"wrong": session.refusal(refused), **filled}
            return RedirectResponse(f"/?{urlencode(fields, quote_via=quote)}", 303)
        response = RedirectResponse("/team", 303)
        identity.remember(response, "person", person)
        return response

    @router.get("/lead/{secret}")
    async def lead(request: Request, secret: str) -> Response:
        if not identity.leads(secret):
            return PlainTextResponse(session.speech.say("no_such_link"), 403)
        response = RedirectResponse("/lead", 303)
        identity.remember(response, "leader", secret)
        return response

    @router.get("/projector/{key}")
    async def projector(key: str) -> Response:
        if not identity.shows(key):
            return PlainTextResponse(session.speech.say("no_such_link"), 403)
        response = RedirectResponse("/projector", 303)
        identity.remember(response, "projector", key)
        return response

    _add_slides(router, session)
    _add_files(router, session)
    add_pictures(router, session)
    return router


def _add_files(router: APIRouter, session: WebSession) -> None:
    """Add the routes of files to print and to fetch."""
    identity = session.identity

    @router.get("/sheets")
    async def sheets_to_print(request: Request) -> Response:
        if identity.secret(request.cookies) is None:
            return PlainTextResponse(session.speech.say("no_such_link"), 403)
        scenario, language, brand = session.exercise.scenario, session.language, session.brand
        page = await session.in_thread(lambda: sheets(scenario, language, brand))
        return HTMLResponse(page)

    @router.get("/debrief/{name}")
    async def debrief_file(request: Request, name: str) -> Response:
        file = session.folder / name
        inside = identity.is_inside(request.cookies)
        if inside and name in (DEBRIEF, RESULTS, *(f"{table}.csv" for table in STAGE_TABLES)):
            await session.write_page()  # with notes that were taken in the meantime
        if name not in FILES or not inside or not file.is_file():
            return PlainTextResponse(session.speech.say("no_such_file"), 404)
        filename = f"{session.exercise.scenario.name}-{name}"
        return FileResponse(file, media_type=FILES[name], filename=filename)


def _add_slides(router: APIRouter, session: WebSession) -> None:
    """Add the route of the slides, which the facilitator alone fetches: they take a moment."""

    @router.get(f"/debrief/{SLIDES}")
    async def slides(request: Request) -> Response:
        if session.identity.secret(request.cookies) is None:
            return PlainTextResponse(session.speech.say("no_such_link"), 403)
        file = await session.write_slides(SLIDES) if is_there("pptx") else None
        if file is None:
            return PlainTextResponse(session.speech.say("no_such_file"), 404)
        filename = f"{session.exercise.scenario.name}-{SLIDES}"
        return FileResponse(file, filename=filename)


async def _joined(session: WebSession, request: Request, form: JoinForm) -> str:
    """Let a person join, or change team or role. Return their key."""
    address, visitors, exercise = _address(request), session.visitors, session.exercise
    _check_code(session, address, form.code)
    if not visitors.joining.take(address):
        raise RefusedError("too often; wait a moment", "too_often")
    member = session.identity.member(request.cookies)
    known = None if member is None else member.person
    new = bool(form.new_team.strip())
    join, team = (exercise.join_new_team, form.new_team) if new else (exercise.join, form.team)

    def come_in() -> str:
        with exercise.lock:
            if known is None:
                members = list(exercise.room.members.values())
                ghost = visitors.ghost(form.pseudonym, address, members)
                if ghost is not None:
                    exercise.remove(ghost.person)
                else:
                    visitors.require_space(address, members)
            person = join(form.pseudonym, team, form.role, known).person
            if known is None:
                visitors.joined(person, address)
            return person

    return await session.ask(come_in)


def _check_code(session: WebSession, address: str, code: str) -> None:
    """Refuse a wrong room code. Whoever has the right one is never kept out by the others."""
    if hmac.compare_digest("".join(code.split()).upper().encode(), session.code.encode()):
        return
    if not session.visitors.wrong_codes.take(address):
        raise RefusedError("too many wrong codes; wait a minute", "too_many_codes")
    raise RefusedError("there is no room of this code", "wrong_code")


def join_again(session: WebSession, reason: str) -> str:
    """Return the address of the first page, which says why a browser is not in the room."""
    return f"/?{urlencode({'wrong': session.speech.say(f'refused_{reason}')}, quote_via=quote)}"


def joining_address(session: WebSession) -> str:
    """Return the address in the QR code."""
    return f"{session.address}/?code={session.code}"


def qr_code(address: str) -> Markup:
    """Return a QR code as SVG."""
    code = segno.make(address, error="m", micro=False)
    return Markup(code.svg_inline(border=2, dark="#222222", light="#FFFFFF", omitsize=True))


def _address(request: Request) -> str:
    """Return where a request comes from. It is only ever kept as a salted hash."""
    return request.client.host if request.client else "nobody"
