"""The head of every page: which round it is, and how much time is left."""

from itertools import count

from markupsafe import Markup

from sim.exercise.room import Phase
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot
from sim.workshop.web.widgets import Container, Text, dress, html

_stamps = count()


def brand_band(session: WebSession) -> None:
    """Show the client's logo and name, if there are any."""
    if session.brand is not None:
        html(session.brand.band, "div", "brand", data_testid="brand")


class Header:
    """Round, moment of the story and timer."""

    def __init__(self, session: WebSession) -> None:
        self.session, self.say = session, session.speech.say
        brand_band(session)
        with Container("header", "bar") as self.bar:
            with Container("div", "where"):
                self.who = Text("p", "", "eyebrow", data_testid="who")
                self.title = Text("h1", "", data_testid="round-title")
                self.until = Text("p", "", "until", data_testid="until")
            self.timer = Timer(session)

    def renew(self, snapshot: RoomSnapshot, who: str) -> None:
        """Show where the exercise stands."""
        self.who.set_text(who)
        self.title.set_text(self._round(snapshot))
        deciding = snapshot.phase is Phase.deciding
        self.until.set_text(self.say("round_until", until=snapshot.until) if deciding else "")
        self.timer.renew(snapshot)

    def _round(self, snapshot: RoomSnapshot) -> str:
        """Return which round it is, in words."""
        if self.session.answering:
            return self.say("answering_short")
        if snapshot.phase is Phase.closed:
            return self.say("over_short")
        if snapshot.round >= snapshot.rounds:
            return self.say("all_played")
        name = "round"
        if snapshot.phase is Phase.waiting:
            name = "soon" if snapshot.round == 0 else "next_round"
        number, title = snapshot.round + 1, snapshot.title
        return self.say(name, number=number, of=snapshot.rounds, title=title)


class Timer:
    """Minutes and seconds left. They are counted in the browser between two changes."""

    def __init__(self, session: WebSession) -> None:
        self.say = session.speech.say
        spoken = {
            "data_say_5": self.say("time_left", minutes=5),
            "data_say_1": self.say("time_left_one"),
        }
        self.box = Container("div", "timer", data_over=self.say("time_over"), **spoken)
        with self.box:
            html(Markup(), "span", "clock", role="timer", data_testid="timer",
                 aria_label=self.say("timer"))  # fmt: skip
            self.state = Text("span", "", "state", data_testid="timer-state")
        self._shown: object = None

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Let the timer run, stand, or disappear."""
        deciding, speed = snapshot.phase is Phase.deciding, snapshot.speed
        state = (snapshot.phase, snapshot.round, snapshot.running, speed, round(snapshot.left))
        if self._shown == state:
            return
        self._shown = state
        dress(
            self.box,
            data_left=f"{snapshot.left:.1f}",
            data_speed=f"{speed if snapshot.running else 0:g}",
            data_stamp=str(next(_stamps)),
            hidden=not deciding,
        )
        self.state.set_text(self.say("paused") if deciding and snapshot.paused else "")
