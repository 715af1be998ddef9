"""Routes that are no pages of their own: joining, the facilitator's link, files to fetch."""

from pathlib import Path
from typing import Annotated
from urllib.parse import quote, urlencode

import segno
from fastapi import APIRouter, Form, Request
from fastapi.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse
from markupsafe import Markup
from pydantic import AfterValidator, BaseModel
from starlette.responses import Response

from sim.exercise.debrief.handout import sheets
from sim.exercise.refusals import RefusedError
from sim.workshop.web.session import WebSession

PERSON, LEADER = "person", "leader"
"""Cookies: the key of a person, and the secret of the facilitator."""
STATIC = Path(__file__).parent / "static"
LONGEST_FIELD = 200
A_DAY = 86_400
FILES = {
    "debrief.html": "text/html; charset=utf-8",
    "debrief.json": "application/json",
    "curves.csv": "text/csv; charset=utf-8",
    "measures.csv": "text/csv; charset=utf-8",
    "decisions.csv": "text/csv; charset=utf-8",
    "what-ifs.csv": "text/csv; charset=utf-8",
}
Field = Annotated[str, AfterValidator(lambda text: text[:LONGEST_FIELD])]


class JoinForm(BaseModel):
    """Fields that a person fills in to join."""

    code: Field = ""
    pseudonym: Field = ""
    team: Field = ""
    new_team: Field = ""
    role: Field = ""


def routes(session: WebSession) -> APIRouter:
    """Return the routes of this session."""
    router = APIRouter()

    @router.get("/static/{name}")
    async def static(name: str) -> Response:
        if name not in ("workshop.css", "workshop.js"):
            return PlainTextResponse("", 404)
        return FileResponse(STATIC / name, headers={"cache-control": "no-cache"})

    @router.get("/qr.svg")
    async def qr() -> Response:
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
        _remember(response, PERSON, person)
        return response

    @router.get("/lead/{secret}")
    async def lead(request: Request, secret: str) -> Response:
        address = _address(request)
        if not session.attempts.allows(address) or not session.leads(secret):
            session.attempts.take(address)
            return PlainTextResponse(session.speech.say("no_such_link"), 403)
        response = RedirectResponse("/lead", 303)
        _remember(response, LEADER, secret)
        return response

    @router.get("/sheets")
    async def sheets_to_print(request: Request) -> Response:
        if not session.leads(request.cookies.get(LEADER)):
            return PlainTextResponse(session.speech.say("no_such_link"), 403)
        page = await session.in_thread(lambda: sheets(session.exercise.scenario, session.language))
        return HTMLResponse(page)

    @router.get("/debrief/{name}")
    async def debrief_file(request: Request, name: str) -> Response:
        file = session.folder / name
        if name not in FILES or not knows(session, request) or not file.is_file():
            return PlainTextResponse(session.speech.say("no_such_file"), 404)
        filename = f"{session.exercise.scenario.name}-{name}"
        return FileResponse(file, media_type=FILES[name], filename=filename)

    return router


async def _joined(session: WebSession, request: Request, form: JoinForm) -> str:
    """Let a person join, or change team or role. Return their key."""
    _check_code(session, request, form.code)
    person = request.cookies.get(PERSON)
    known_person = person if session.member(person) else None
    if not session.writing.take(_address(request)):
        raise RefusedError("too often; wait a moment", "too_often")
    exercise, new = session.exercise, bool(form.new_team.strip())
    join, team = (exercise.join_new_team, form.new_team) if new else (exercise.join, form.team)
    return (await session.ask(lambda: join(form.pseudonym, team, form.role, known_person))).person


def _check_code(session: WebSession, request: Request, code: str) -> None:
    """Refuse a wrong room code, and people who have tried too many."""
    address = _address(request)
    if not session.attempts.allows(address) or not session.attempts_of_all.allows("all"):
        raise RefusedError("too many wrong codes; wait a minute", "too_many_codes")
    if "".join(code.split()).upper() != session.exercise.room.code:
        session.attempts.take(address)
        session.attempts_of_all.take("all")
        raise RefusedError("there is no room of this code", "wrong_code")


def knows(session: WebSession, request: Request) -> bool:
    """Return whether a request comes from a person in the room, or from its facilitator."""
    cookies = request.cookies
    return session.leads(cookies.get(LEADER)) or session.member(cookies.get(PERSON)) is not None


def joining_address(session: WebSession) -> str:
    """Return the address in the QR code."""
    return f"{session.address}/?code={session.exercise.room.code}"


def qr_code(address: str) -> Markup:
    """Return a QR code as SVG."""
    code = segno.make(address, error="m", micro=False)
    return Markup(code.svg_inline(border=2, dark="#222222", light="#FFFFFF", omitsize=True))


def _remember(response: Response, cookie: str, value: str) -> None:
    """Set a cookie that no script can read and no other site is sent."""
    response.set_cookie(cookie, value, max_age=7 * A_DAY, httponly=True, samesite="lax")


def _address(request: Request) -> str:
    """Return where a request comes from. It is only ever kept as a salted hash."""
    return request.client.host if request.client else "nobody"
