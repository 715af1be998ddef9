"""The posts on a participant's page, and the form to answer one of them."""

from markupsafe import Markup
from nicegui import ui
from nicegui.element import Element

from sim.workshop.web import panels
from sim.workshop.web.reply_form import ReplyForm
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot
from sim.workshop.web.unsent import key_of_reply
from sim.workshop.web.widgets import Container, LivePart, Text

ANSWER = """(event) => {
  const number = event.target.closest("[data-answer]")?.dataset.answer;
  if (number) emit(number);
}"""
"""Emits the number of the post whose button was pressed."""

BACK_TO_POST = """(number) => {
  const back = (tries) => {
    if (document.activeElement === document.body)
      document.querySelector(`[data-answer="${number}"]`)?.focus();
    if (tries) setTimeout(() => back(tries - 1), 200);
  };
  back(50);
}"""
"""Puts the keyboard back to a post while nothing else has it: the page is still being renewed."""


class FeedPart:
    """One person's view of their team's page. Everybody but observers may answer posts."""

    def __init__(self, session: WebSession, person: str) -> None:
        self.session, self.person = session, person
        self._form: Element = Container("div", "reply-place")
        self._part = LivePart(data_testid="feed")
        self._part.element.on("click", lambda event: self.open(str(event.args)), js_handler=ANSWER)
        self._round: object = None
        self._open_post: int | None = None

    def renew(self, snapshot: RoomSnapshot, team: str) -> None:
        """Show what has changed. An answer that is being written stays while the round is open."""
        seen, speech = snapshot.teams[team], self.session.speech
        member = snapshot.members.get(self.person)
        answering = member is not None and not member.observes
        answering = answering and self.session.decides and not snapshot.frozen
        stamp = (team, seen.storm.stamp, answering)

        def panel() -> Markup:
            return panels.feed_panel(seen.storm.view, speech, answering=answering)

        name = f"feed {team} {answering}"
        self._part.renew(stamp, lambda: self.session.shared_panel(name, stamp, panel))
        round_now = (team, snapshot.round, snapshot.branches, answering)
        if round_now != self._round:
            self._round, self._open_post = round_now, None
            self._form.clear()

    def open(self, told: str) -> None:
        """Open the form to answer the post with this number."""
        member = self.session.member(self.person)
        posts = self.session.snapshot.teams[member.team].storm.view.posts if member else ()
        post = next((each for each in posts if str(each.number) == told), None)
        self._form.clear()
        if post is None:
            return
        say, number, branches = self.session.speech.say, post.number, self.session.snapshot.branches
        self._open_post = number
        key = key_of_reply(self.session.code, self.person, f"post {branches} {number}")

        async def send(text: str) -> None:
            await self.session.answer_post(self.person, number, text)

        with self._form:
            Text("p", post.text, "quoted", data_testid="answered-quote")
            label = say("answers.label", name=post.author)
            ReplyForm(self.session, key, send, self._close, "post-answer", label,
                      say("answers.hint"))  # fmt: skip

    def _close(self, _: bool) -> None:
        """Put the form away, and go back to the post with the keyboard."""
        number, self._open_post = self._open_post, None
        if number is not None:  # before the button's place is gone
            ui.run_javascript(f"({BACK_TO_POST})({number})")
        self._form.clear()
