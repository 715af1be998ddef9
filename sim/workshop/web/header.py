"""The head of every page: which round it is, and how much time is left."""

from itertools import count

from sim.exercise.room import Phase
from sim.workshop.web.markup import Markup
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot
from sim.workshop.web.widgets import Container, Text, dress, shown
from sim.workshop.web.words import say

_stamps = count()


class Header:
    """Round, moment of the story, timer. The timer runs in the browser between the news."""

    def __init__(self, session: WebSession, name: str = "bar") -> None:
        self.session, self.language = session, session.language
        with Container("header", name) as self.bar:
            with Container("div", "where"):
                self.who = Text("p", "", "eyebrow", data_testid="who")
                self.title = Text("h1", "", data_testid="round-title")
                self.until = Text("p", "", "until", data_testid="until")
            self.timer = Timer(session)

    def renew(self, snapshot: RoomSnapshot, who: str) -> None:
        """Show where the exercise stands."""
        self.who.set_text(who)
        self.title.set_text(where(snapshot, self.session))
        deciding = snapshot.phase is Phase.deciding
        until = say(self.language, "round_until", until=snapshot.until) if deciding else ""
        self.until.set_text(until)
        self.timer.renew(snapshot)


class Timer:
    """Minutes and seconds left."""

    def __init__(self, session: WebSession) -> None:
        self.language = session.language
        said = {f"data_say_{n}": say(self.language, "time_left", minutes=n) for n in (5, 1)}
        self.box = Container("div", "timer", data_over=say(self.language, "time_over"), **said)
        with self.box:
            shown(Markup(), "span", "clock", role="timer", data_testid="timer",
                  aria_label=say(self.language, "timer"))  # fmt: skip
            self.state = Text("span", "", "state", data_testid="timer-state")
        self._seen: object = None

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Run, stand, or be gone."""
        deciding = snapshot.phase is Phase.deciding
        seen = (
            snapshot.phase,
            snapshot.round,
            snapshot.running,
            snapshot.speed,
            round(snapshot.left),
        )
        if self._seen == seen:
            return
        self._seen = seen
        dress(
            self.box,
            "",
            {
                "data_left": f"{snapshot.left:.1f}",
                "data_speed": f"{snapshot.speed if snapshot.running else 0:g}",
                "data_stamp": str(next(_stamps)),
                "hidden": not deciding,
            },
        )
        self.state.set_text(say(self.language, "paused") if deciding and snapshot.paused else "")


def where(snapshot: RoomSnapshot, session: WebSession) -> str:
    """Which round, in words."""
    language = session.language
    if session.answering:
        return say(language, "answering_short")
    if snapshot.phase is Phase.closed:
        return say(language, "over_short")
    if snapshot.round >= snapshot.rounds:
        return say(language, "all_played")
    number = snapshot.round + 1
    if snapshot.phase is Phase.waiting:
        key = "soon" if snapshot.round == 0 else "next_round"
        return say(language, key, number=number, of=snapshot.rounds, title=snapshot.title)
    return say(language, "round", number=number, of=snapshot.rounds, title=snapshot.title)
