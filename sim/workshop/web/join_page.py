"""The first page: room code, pseudonym, team and role. A plain form that any phone can send.

It has no script and no connection of its own, as nobody has joined yet.
"""

from typing import Annotated
from urllib.parse import quote

from fastapi import Request
from markupsafe import Markup
from pydantic import AfterValidator, BaseModel

from sim.exercise.running import LONGEST_NAME, MOST_TEAMS
from sim.workshop.web.panels import render
from sim.workshop.web.session import WebSession

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" '
    'rx="7" fill="#222"/><path d="M5 23c5 0 5-13 9-13s3 9 6 9 3-5 7-5" fill="none" '
    'stroke="#E69F00" stroke-width="3" stroke-linecap="round"/></svg>'
)
LONGEST_FIELD = 200
LONGEST_REASON = 300
Field = Annotated[str, AfterValidator(lambda text: text[:LONGEST_FIELD])]


class JoinForm(BaseModel):
    """Fields that a person fills in to join."""

    code: Field = ""
    pseudonym: Field = ""
    team: Field = ""
    new_team: Field = ""
    role: Field = ""


def join_page(session: WebSession, request: Request) -> Markup:
    """Return the page, filled with what is known already."""
    return render(
        "door.html",
        session.speech,
        title=session.title,
        brand=session.brand,
        icon=f"data:image/svg+xml,{quote(ICON)}",
        wrong=request.query_params.get("wrong", "")[:LONGEST_REASON],
        member=session.identity.member(request.cookies),
        filled=_filled(session, request),
        teams=session.snapshot.teams,
        roles=session.exercise.script.roles,
        longest_name=LONGEST_NAME,
        most_teams=MOST_TEAMS,
    )


def _filled(session: WebSession, request: Request) -> JoinForm:
    """Return what the form begins with: what was just filled in, or what is kept.

    No role is chosen for anybody, as a room in a hurry would have teams full of leads: without
    another press, each gets the role that their team lacks most.
    """
    member = session.identity.member(request.cookies)
    known = {}
    if member is not None:
        known = {"pseudonym": member.pseudonym, "team": member.team, "role": member.role}
    given = {name: value for name, value in request.query_params.items() if value}
    code = {} if member is None else {"code": session.code}
    return JoinForm.model_validate({**known, **given, **code})
