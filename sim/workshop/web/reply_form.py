"""The form in which a team replies to a message or a post, and how its words read meanwhile."""

from collections.abc import Awaitable, Callable

from markupsafe import Markup
from nicegui import ui

from sim.errors import ShitstormError
from sim.exercise.refusals import RefusedError
from sim.exercise.stage_control import LONGEST_REPLY
from sim.exercise.words.reading import read
from sim.language.heard import refusal_in
from sim.workshop.web.panels import render
from sim.workshop.web.session import WebSession
from sim.workshop.web.unsent import key_of_reply
from sim.workshop.web.widgets import AfterPause, Container, Text, button, html, text_field


class ReplyForm:
    """A field, how it reads, and the buttons. What is being written stays on the phone."""

    def __init__(
        self,
        session: WebSession,
        key: str,
        send: Callable[[str], Awaitable[None]],
        done: Callable[[bool], None],
        name: str,
        label: str = "",
        hint: str = "",
    ) -> None:
        """Build the form. ``done`` is told whether anything was sent.

        The phone keeps what is being written under the ``key``.
        """
        self.session, self._send_text, self._done = session, send, done
        self.say = session.speech.say
        self._text, self._key = "", key
        field = f"{name}-text"
        with Container("div", "reply-form", data_testid=name) as self.box:
            Text("label", label or self.say("stage.reply_label"), for_=field)
            text_field("textarea", self._write, self._text, rows=3, maxlength=LONGEST_REPLY,
                       id=field, data_testid=field, aria_describedby=f"{name}-read",
                       data_keep_reply=self._key)  # fmt: skip
            self._read = html(self._reading(), "div", "reply-read", id=f"{name}-read",
                              aria_live="polite")  # fmt: skip
            self._read_anew = AfterPause(
                self._read,
                lambda: read(self._text, session.language),
                lambda: self._read.set_content(self._reading()),
            )
            Text("p", hint or self.say("stage.reply_hint"), "small reply-hint")
            self._wrong = Text("p", "", "reply-wrong", role="alert")
            with Container("div", "row"):
                button(self.say("stage.reply_send"), self._send, "main", f"{name}-send")
                button(self.say("stage.reply_cancel"), lambda: done(False), "quiet",
                       f"{name}-cancel")  # fmt: skip
        ui.run_javascript(
            f"const field = document.getElementById('{field}');"
            "field?.scrollIntoView({ block: 'center' });"
            "field?.focus({ preventScroll: true });"
        )

    def _write(self, value: str) -> None:
        self._text = value
        self._read_anew()

    def _reading(self) -> Markup:
        reading = self.session.exercise.read_reply(self._text)
        return render("reply_reading.html", self.session.speech, reading=reading)

    async def _send(self) -> None:
        try:
            await self._send_text(self._text)
        except RefusedError as refused:
            self._wrong.set_text(self.session.refusal(refused))
            return
        except ShitstormError as wrong:
            self._wrong.set_text(refusal_in(wrong, self.session.speech.language))
            return
        ui.run_javascript(f"localStorage.removeItem({self._key!r})")
        self._done(True)


def reply_to_message(
    session: WebSession,
    person: str,
    message: str,
    done: Callable[[bool], None],
    name: str,
    label: str = "",
) -> ReplyForm:
    """Build the form to reply to a message."""

    async def send(text: str) -> None:
        await session.reply(person, message, text)

    return ReplyForm(session, key_of_reply(session.code, person, message), send, done, name, label)
