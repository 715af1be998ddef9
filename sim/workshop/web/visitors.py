"""Visitors of a room: how often each may ask, and who is there.

Addresses are kept only as a salted hash that ends with the process.
"""

from collections import Counter

from sim.exercise.refusals import RefusedError
from sim.exercise.room import Member
from sim.workshop.web.limits import Limit, Pseudonymizer

MOST_FROM_ONE_ADDRESS = 45
"""People who joined from one address. Behind some routers it is that of a whole class."""


class Visitors:
    """Limits of rates, and the open pages of each member."""

    def __init__(self) -> None:
        self.submissions = Limit(12, 20)
        """By person."""
        self.changes = Limit(60, 300)
        """Changes of a draft by person. Words beyond it are sent again by their browser."""
        self.joining = Limit(120, 600)
        """By address, as the others."""
        self.wrong_codes = Limit(10, 6)
        self.pages = Limit(200, 200)
        self._hide = Pseudonymizer()
        self._came_from: dict[str, bytes] = {}
        self._pages: Counter[str] = Counter()
        self._arrived: set[str] = set()

    def require_space(self, address: str, members: list[Member]) -> None:
        """Refuse one more person of an address that many have joined from."""
        hidden = self._hide(address)
        if sum(self._came_from.get(each.person) == hidden for each in members) >= (
            MOST_FROM_ONE_ADDRESS
        ):
            raise RefusedError("too many people have joined from this address", "too_many_here")

    def joined(self, person: str, address: str) -> None:
        """Note that a new person has joined from an address."""
        self._came_from[person] = self._hide(address)

    def opened(self, person: str) -> None:
        """Note that a member has opened a page."""
        self._arrived.add(person)
        self._pages[person] += 1

    def closed(self, person: str) -> None:
        """Note that a page of a member is gone."""
        self._pages[person] -= 1

    def present(self, person: str) -> bool:
        """Return whether a member has a page open, or had one a moment ago."""
        return self._pages[person] > 0

    def ghost(self, name: str, address: str, members: list[Member]) -> Member | None:
        """Return the member of this name who joined from this address and never arrived.

        It is the same person, whose browser kept no cookie.
        """
        hidden, name = self._hide(address), " ".join(name.split()).casefold()
        for member in members:
            if (
                member.pseudonym.casefold() == name
                and self._came_from.get(member.person) == hidden
                and member.person not in self._arrived
            ):
                return member
        return None
