"""The doors: how people come in, and what can be fetched. Plain forms and links."""

from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import segno
from fastapi import APIRouter, Form, Request
from fastapi.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse
from starlette.responses import Response

from sim.exercise.debrief.handout import sheets
from sim.exercise.refusals import RefusedError
from sim.workshop.web.markup import Markup
from sim.workshop.web.session import WebSession
from sim.workshop.web.words import say, told

PERSON, LEADER = "person", "leader"
"""Cookies: who somebody is, and that somebody leads."""
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


def doors(session: WebSession) -> APIRouter:
    """The routes of this session that are no pages of their own."""
    router = APIRouter()

    @router.get("/static/{name}")
    async def static(name: str) -> Response:
        if name not in ("house.css", "house.js"):
            return PlainTextResponse("", 404)
        return FileResponse(STATIC / name, headers={"cache-control": "no-cache"})

    @router.get("/qr.svg")
    async def qr() -> Response:
        return Response(qr_code(joining_address(session)), media_type="image/svg+xml")

    @router.post("/join")
    async def join(
        request: Request,
        code: Annotated[str, Form()] = "",
        pseudonym: Annotated[str, Form()] = "",
        team: Annotated[str, Form()] = "",
        new_team: Annotated[str, Form()] = "",
        role: Annotated[str, Form()] = "",
    ) -> Response:
        asked = [one[:LONGEST_FIELD] for one in (code, pseudonym, team, new_team, role)]
        try:
            person = await _joined(session, request, *asked)
        except RefusedError as refused:
            return back(session, refused, *asked)
        response = RedirectResponse("/team", 303)
        _remember(response, PERSON, person)
        return response

    @router.get("/lead/{secret}")
    async def lead(request: Request, secret: str) -> Response:
        address = _address(request)
        if not session.attempts.allows(address) or not session.leads(secret):
            session.attempts.take(address)
            return PlainTextResponse(say(session.language, "no_such_link"), 403)
        response = RedirectResponse("/lead", 303)
        _remember(response, LEADER, secret)
        return response

    @router.get("/sheets")
    async def printed(request: Request) -> Response:
        if not session.leads(request.cookies.get(LEADER)):
            return PlainTextResponse(say(session.language, "no_such_link"), 403)
        page = await session.aside(lambda: sheets(session.exercise.scenario, session.language))
        return HTMLResponse(page)

    @router.get("/debrief/{name}")
    async def fetched(request: Request, name: str) -> Response:
        file = session.folder / name
        if name not in FILES or not known(session, request) or not file.is_file():
            return PlainTextResponse(say(session.language, "no_such_file"), 404)
        called = f"{session.exercise.scenario.name}-{name}"
        return FileResponse(file, media_type=FILES[name], filename=called)

    return router


async def _joined(
    session: WebSession,
    request: Request,
    code: str,
    pseudonym: str,
    team: str,
    new_team: str,
    role: str,
) -> str:
    """The key of somebody who comes in; those who are in already change team or role."""
    check_code(session, request, code)
    person = request.cookies.get(PERSON)
    known_person = person if session.member(person) else None
    if not session.writing.take(_address(request)):
        raise RefusedError("too often; wait a moment", "too_often")

    exercise, chosen = session.exercise, new_team if new_team.strip() else team
    join = exercise.join_new_team if new_team.strip() else exercise.join
    return (await session.ask(lambda: join(pseudonym, chosen, role, known_person))).person


def check_code(session: WebSession, request: Request, code: str) -> None:
    """Refuse a wrong room code, and whoever has tried too many."""
    address = _address(request)
    if not session.attempts.allows(address) or not session.attempts_of_all.allows("all"):
        raise RefusedError("too many wrong codes; wait a minute", "too_many_codes")
    if "".join(code.split()).upper() != session.exercise.room.code:
        session.attempts.take(address)
        session.attempts_of_all.take("all")
        raise RefusedError("there is no room of this code", "wrong_code")


def back(session: WebSession, refused: RefusedError, *asked: str) -> Response:
    """Back to the form, with what was filled in and what was wrong."""
    names = ("code", "pseudonym", "team", "new_team", "role")
    filled = [f"{name}={quote(value)}" for name, value in zip(names, asked, strict=True) if value]
    said = quote(told(session.language, refused))
    return RedirectResponse(f"/?wrong={said}&{'&'.join(filled)}", 303)


def known(session: WebSession, request: Request) -> bool:
    """Whether somebody is in the room, or leads it."""
    cookies = request.cookies
    return session.leads(cookies.get(LEADER)) or session.member(cookies.get(PERSON)) is not None


def joining_address(session: WebSession) -> str:
    """What the QR code says."""
    return f"{session.address}/?code={session.exercise.room.code}"


def qr_code(address: str) -> Markup:
    """A QR code as SVG."""
    code = segno.make(address, error="m", micro=False)
    return Markup(code.svg_inline(border=2, dark="#222222", light="#FFFFFF", omitsize=True))


def _remember(response: Response, cookie: str, value: str) -> None:
    """A cookie that no script can read and no other site is sent."""
    response.set_cookie(cookie, value, max_age=7 * A_DAY, httponly=True, samesite="lax")


def _address(request: Request) -> str:
    """Where somebody asks from; only ever kept as a salted hash."""
    return request.client.host if request.client else "nobody"
