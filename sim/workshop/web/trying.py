"""One message tried on the facilitator's own screen, as it will arrive with the teams."""

from itertools import count

from nicegui.element import Element

from sim.exercise.inbox import Message
from sim.scenario.exercise import Sender
from sim.workshop.web.banner import banner_of
from sim.workshop.web.session import WebSession
from sim.workshop.web.widgets import Container, Text, button, dress

_tries = count(1)


class TriedMessage:
    """The place of the banner. It is on one page only, and nothing is kept."""

    def __init__(self, session: WebSession, within: Element) -> None:
        self.session, self.say = session, session.speech.say
        with within:
            self.box = Container("div", "banners", role="status", aria_live="assertive",
                                 data_testid="tried", data_unread="0")  # fmt: skip

    async def show(
        self, sender: Sender, text: str, minutes: float | None, to: str | None = None
    ) -> None:
        """Show a message as the teams will see it, with its badge, deadline and vibration."""
        exercise, session = self.session.exercise, self.session
        filled = await session.in_thread(lambda: exercise.filled_in(text))
        message = Message(session.snapshot.round, sender, filled, to=to)
        self.box.clear()
        dress(self.box, data_unread="1", data_newest=f"try-{next(_tries)}")
        with self.box, Container("div", "trying"):
            Text("p", self.say("stage.try_note"), "small")
            running = None if minutes is None else (60.0 * minutes, 1.0)
            with banner_of(session, message, running), Container("div", "row banner-row"):
                button(self.say("banner_away"), self._close, "main", "tried-away")
                button(self.say("stage.reply"), self._close, "main", "tried-reply")

    def _close(self) -> None:
        self.box.clear()
        dress(self.box, data_unread="0")
