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
from sim.workshop.web.session import Hall
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


def doors(hall: Hall) -> APIRouter:
    """The routes of this hall that are no pages of their own."""
    router = APIRouter()

    @router.get("/static/{name}")
    async def static(name: str) -> Response:
        if name not in ("house.css", "house.js"):
            return PlainTextResponse("", 404)
        return FileResponse(STATIC / name, headers={"cache-control": "no-cache"})

    @router.get("/qr.svg")
    async def qr() -> Response:
        return Response(qr_code(joining_address(hall)), media_type="image/svg+xml")

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
            person = await _joined(hall, request, *asked)
        except RefusedError as refused:
            return back(hall, refused, *asked)
        response = RedirectResponse("/team", 303)
        _remember(response, PERSON, person)
        return response

    @router.get("/lead/{secret}")
    async def lead(request: Request, secret: str) -> Response:
        address = _address(request)
        if not hall.attempts.allows(address) or not hall.leads(secret):
            hall.attempts.take(address)
            return PlainTextResponse(say(hall.language, "no_such_link"), 403)
        response = RedirectResponse("/lead", 303)
        _remember(response, LEADER, secret)
        return response

    @router.get("/sheets")
    async def printed(request: Request) -> Response:
        if not hall.leads(request.cookies.get(LEADER)):
            return PlainTextResponse(say(hall.language, "no_such_link"), 403)
        page = await hall.aside(lambda: sheets(hall.exercise.scenario, hall.language))
        return HTMLResponse(page)

    @router.get("/debrief/{name}")
    async def fetched(request: Request, name: str) -> Response:
        file = hall.folder / name
        if name not in FILES or not known(hall, request) or not file.is_file():
            return PlainTextResponse(say(hall.language, "no_such_file"), 404)
        called = f"{hall.exercise.scenario.name}-{name}"
        return FileResponse(file, media_type=FILES[name], filename=called)

    return router


async def _joined(
    hall: Hall, request: Request, code: str, pseudonym: str, team: str, new_team: str, role: str
) -> str:
    """The key of somebody who comes in; those who are in already change team or role."""
    check_code(hall, request, code)
    person = request.cookies.get(PERSON)
    known_person = person if hall.member(person) else None
    if not hall.writing.take(_address(request)):
        raise RefusedError("too often; wait a moment", "too_often")

    def come_in() -> str:
        with hall.exercise.lock:
            free_name(hall, pseudonym, known_person)
            chosen = hall.exercise.add_team(new_team) if new_team.strip() else team
            return hall.exercise.join(pseudonym, chosen, role, known_person).person

    return await hall.ask(come_in)


def check_code(hall: Hall, request: Request, code: str) -> None:
    """Refuse a wrong room code, and whoever has tried too many."""
    address = _address(request)
    if not hall.attempts.allows(address) or not hall.attempts_of_all.allows("all"):
        raise RefusedError("too many wrong codes; wait a minute", "too_many_codes")
    if "".join(code.split()).upper() != hall.exercise.room.code:
        hall.attempts.take(address)
        hall.attempts_of_all.take("all")
        raise RefusedError("there is no room of this code", "wrong_code")


def free_name(hall: Hall, pseudonym: str, person: str | None) -> None:
    """Refuse a name that somebody else in the room has."""
    name = " ".join(pseudonym.split()).casefold()
    for other in hall.exercise.room.members.values():
        if other.person != person and other.pseudonym.casefold() == name:
            raise RefusedError(f"there is a {pseudonym} already", "name_taken", name=pseudonym)


def back(hall: Hall, refused: RefusedError, *asked: str) -> Response:
    """Back to the form, with what was filled in and what was wrong."""
    names = ("code", "pseudonym", "team", "new_team", "role")
    filled = [f"{name}={quote(value)}" for name, value in zip(names, asked, strict=True) if value]
    said = quote(told(hall.language, refused))
    return RedirectResponse(f"/?wrong={said}&{'&'.join(filled)}", 303)


def known(hall: Hall, request: Request) -> bool:
    """Whether somebody is in the room, or leads it."""
    cookies = request.cookies
    return hall.leads(cookies.get(LEADER)) or hall.member(cookies.get(PERSON)) is not None


def joining_address(hall: Hall) -> str:
    """What the QR code says."""
    return f"{hall.address}/?code={hall.exercise.room.code}"


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
