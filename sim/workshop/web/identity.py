"""Who a browser is. Cookies carry the room's code, as one laptop's rooms share their cookies."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from sim.exercise.room import Member, Room

A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Identity:
    """Knows people, facilitator and projector of one room by what their browsers keep."""

    room: Room
    secure: bool
    """True if browsers come by https, so that cookies are sent by https only."""

    def leads(self, secret: str | None) -> bool:
        """Return whether this is the facilitator's secret."""
        return _same(secret, self.room.secret)

    @property
    def projector_key(self) -> str:
        """The end of the projector's address, which shows everything and can do nothing."""
        return hashlib.sha256(f"projector {self.room.secret}".encode()).hexdigest()[:20]

    def shows(self, key: str | None) -> bool:
        """Return whether this is the key of the projector."""
        return _same(key, self.projector_key)

    # -- cookies --------------------------------------------------------------------------------

    def name_of(self, kind: str) -> str:
        """Return the name of this room's cookie for a person, the leader or the projector."""
        return f"{kind}-{self.room.code}"

    def person(self, cookies: Mapping[str, str]) -> str | None:
        """Return the key of the person that a browser is, in this room or once in it."""
        return cookies.get(self.name_of("person"))

    def member(self, cookies: Mapping[str, str]) -> Member | None:
        """Return the member that a browser is."""
        return self.room.members.get(self.person(cookies) or "")

    def secret(self, cookies: Mapping[str, str]) -> str | None:
        """Return the facilitator's secret, if a browser has it."""
        secret = cookies.get(self.name_of("leader"))
        return secret if self.leads(secret) else None

    def is_inside(self, cookies: Mapping[str, str]) -> bool:
        """Return whether a browser is that of a member or of the facilitator."""
        return self.secret(cookies) is not None or self.member(cookies) is not None

    def may_connect(self, cookies: Mapping[str, str]) -> bool:
        """Return whether a browser has a page with a connection of its own."""
        return self.is_inside(cookies) or self.shows(cookies.get(self.name_of("projector")))

    def may_upload(self, cookies: Mapping[str, str]) -> bool:
        """Return whether a browser is the facilitator's, who alone uploads pictures."""
        return self.secret(cookies) is not None

    def remember(self, response: Response, kind: str, value: str) -> None:
        """Set a cookie that no script can read and no other site is sent."""
        response.set_cookie(
            self.name_of(kind),
            value,
            max_age=7 * A_DAY,
            httponly=True,
            samesite="lax",
            secure=self.secure,
        )


def _same(given: str | None, known: str) -> bool:
    return bool(given) and hmac.compare_digest(str(given).encode(), known.encode())
