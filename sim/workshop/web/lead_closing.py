"""Before a round is closed: whether some team would be silent that has not chosen to be."""

from collections.abc import Callable
from typing import Any

from sim.workshop.web.session import WebSession
from sim.workshop.web.widgets import Container, Text, button


class ClosingQuestion:
    """Closes the round, and asks first if a team has submitted nothing."""

    def __init__(self, session: WebSession, close: Callable[[], Any]) -> None:
        self.session, self.say, self._close = session, session.speech.say, close
        self._asked: tuple[str, ...] = ()
        self.box = Container("div", "closing", role="alert")

    def press(self) -> Any:
        """Close the round, or ask whether it is to be closed all the same."""
        self._ask(lacking(self.session))
        return None if self._asked else self._close()

    def renew(self) -> None:
        """Ask no longer about teams that have submitted in the meantime."""
        if self._asked:
            self._ask(lacking(self.session))

    def _ask(self, teams: list[str]) -> None:
        asked = tuple(sentences(self.session, teams))
        if asked == self._asked:
            return
        self._asked = asked
        self.box.clear()
        if not asked:
            return
        with self.box, Container("div", "notice warn", data_testid="closing-asked"):
            Text("p", f"{asked[0]} {self.say('close_anyway_asked')}", "strong")
            for more in asked[1:]:
                Text("p", more)
            with Container("div", "row"):
                button(self.say("close_anyway"), self._close, "main", "close-yes")
                button(self.say("silence_not_yet"), lambda: self._ask([]), "quiet", "close-no")


def lacking(session: WebSession) -> list[str]:
    """Return the teams that may still submit and have not, as far as anybody is in them."""
    return [
        team.name
        for team in session.snapshot.teams.values()
        if not team.submitted and any(not each.observes for each in team.members)
    ]


def sentences(session: WebSession, teams: list[str]) -> list[str]:
    """Say how many teams have submitted nothing, and how many of them are writing something."""
    if not teams:
        return []
    say = session.speech.say
    first = say("lacking_one") if len(teams) == 1 else say("lacking_many", n=len(teams))
    drafts = [name for name in teams if session.desks.of(name).draft.lines]
    if not drafts:
        return [first]
    return [first, say("lacking_drafts", n=len(drafts), names=", ".join(drafts))]
