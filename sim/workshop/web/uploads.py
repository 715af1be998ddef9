"""Pictures of staged posts: how they come in, and how they are shown."""

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse
from starlette.responses import Response

from sim.exercise.pictures import plain_picture
from sim.exercise.refusals import RefusedError
from sim.workshop.web.session import WebSession

UPLOAD = "/lead/picture"
"""The only address that takes more than a form, from the facilitator alone."""


def add_pictures(router: APIRouter, session: WebSession) -> None:
    """Add the routes of pictures."""
    identity, waiting = session.identity, session.waiting_pictures

    @router.post(UPLOAD)
    async def upload(request: Request) -> Response:
        if identity.secret(request.cookies) is None:
            return PlainTextResponse(session.speech.say("no_such_link"), 403)
        body = await request.body()
        try:
            picture = await session.in_thread(lambda: plain_picture(body))
        except RefusedError as refused:
            return PlainTextResponse(session.refusal(refused), 422)
        return PlainTextResponse(waiting.keep(picture))

    @router.get("/picture/{key}")
    async def picture(request: Request, key: str) -> Response:
        shown = b""
        if identity.may_connect(request.cookies):
            shown = session.exercise.room.pictures.get(key, b"")
        if not shown and identity.secret(request.cookies) is not None:
            shown = waiting.get(key)
        if not shown:
            return PlainTextResponse(session.speech.say("no_such_file"), 404)
        headers = {"cache-control": "private, max-age=86400, immutable"}
        return Response(shown, media_type="image/jpeg", headers=headers)
