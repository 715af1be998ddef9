"""The head of every page: which round it is, and how much time is left."""

from itertools import count

from sim.exercise.room import Phase
from sim.workshop.web.markup import Markup
from sim.workshop.web.session import Hall
from sim.workshop.web.snapshot import Sight
from sim.workshop.web.widgets import Box, Text, dress, shown
from sim.workshop.web.words import say

_stamps = count()


class Top:
    """Round, moment of the story, timer. The timer runs in the browser between the news."""

    def __init__(self, hall: Hall, name: str = "bar") -> None:
        self.hall, self.language = hall, hall.language
        with Box("header", name) as self.bar:
            with Box("div", "where"):
                self.who = Text("p", "", "eyebrow", data_testid="who")
                self.title = Text("h1", "", data_testid="round-title")
                self.until = Text("p", "", "until", data_testid="until")
            self.timer = Timer(hall)

    def renew(self, sight: Sight, who: str) -> None:
        """Show where the exercise stands."""
        self.who.set_text(who)
        self.title.set_text(where(sight, self.hall))
        deciding = sight.phase is Phase.deciding
        until = say(self.language, "round_until", until=sight.until) if deciding else ""
        self.until.set_text(until)
        self.timer.renew(sight)


class Timer:
    """Minutes and seconds left."""

    def __init__(self, hall: Hall) -> None:
        self.language = hall.language
        said = {f"data_say_{n}": say(self.language, "time_left", minutes=n) for n in (5, 1)}
        self.box = Box("div", "timer", data_over=say(self.language, "time_over"), **said)
        with self.box:
            shown(Markup(), "span", "clock", role="timer", data_testid="timer",
                  aria_label=say(self.language, "timer"))  # fmt: skip
            self.state = Text("span", "", "state", data_testid="timer-state")
        self._seen: object = None

    def renew(self, sight: Sight) -> None:
        """Run, stand, or be gone."""
        deciding = sight.phase is Phase.deciding
        seen = (sight.phase, sight.round, sight.running, sight.speed, round(sight.left))
        if self._seen == seen:
            return
        self._seen = seen
        dress(
            self.box,
            "",
            {
                "data_left": f"{sight.left:.1f}",
                "data_speed": f"{sight.speed if sight.running else 0:g}",
                "data_stamp": str(next(_stamps)),
                "hidden": not deciding,
            },
        )
        self.state.set_text(say(self.language, "paused") if deciding and sight.paused else "")


def where(sight: Sight, hall: Hall) -> str:
    """Which round, in words."""
    language = hall.language
    if hall.answering:
        return say(language, "answering_short")
    if sight.phase is Phase.closed:
        return say(language, "over_short")
    if sight.round >= sight.rounds:
        return say(language, "all_played")
    number = sight.round + 1
    if sight.phase is Phase.waiting:
        key = "soon" if sight.round == 0 else "next_round"
        return say(language, key, number=number, of=sight.rounds, title=sight.title)
    return say(language, "round", number=number, of=sight.rounds, title=sight.title)
