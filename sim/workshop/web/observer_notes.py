"""What an observer notes on the phone: with its moment, for the debrief."""

from sim.exercise.refusals import RefusedError
from sim.exercise.stage_control import LONGEST_TIMED_NOTE
from sim.exercise.stage_matter import TimedNote
from sim.workshop.web.note_subjects import AboutChoice, note_subjects
from sim.workshop.web.panels import render
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot
from sim.workshop.web.widgets import Container, Text, button, html, text_field


class ObserverNotes:
    """One observer's field for notes on their team, and those they have taken so far."""

    def __init__(self, session: WebSession, person: str) -> None:
        self.session, self.person, self.say = session, person, session.speech.say
        self._text = ""
        self._shown: list[TimedNote] | None = None
        Text("p", self.say("stage.notes_seen"), "muted small")
        self._about = AboutChoice(session.speech, "observed-about")
        self._field = Container("div", "field")
        self._build_field()
        button(self.say("stage.note_keep"), self._keep, "main", "observed-keep")
        self._wrong = Text("p", "", "warn-text", role="alert", data_testid="observed-wrong")
        self._list = Container("div", "note-list", data_testid="observed")

    def renew(self, snapshot: RoomSnapshot) -> None:
        """Show the notes of this person. What is being written stays."""
        member = snapshot.members.get(self.person)
        if member is not None:
            team = snapshot.teams[member.team]
            self._about.renew(note_subjects(team, self.session.speech, member))
        name = "" if member is None else member.pseudonym
        notes = [note for note in snapshot.timed_notes if name and note.by == name]
        if notes != self._shown:
            self._shown = notes
            self._list.clear()
            with self._list:
                for note in reversed(notes):
                    html(render("timed_note.html", self.session.speech, note=note), "div",
                         "note-item")  # fmt: skip

    def _build_field(self) -> None:
        self._text = ""
        self._field.clear()
        with self._field:
            Text("label", self.say("stage.note_text"), for_="observed-text")
            text_field("textarea", self._write, "", rows=3, id="observed-text",
                       maxlength=LONGEST_TIMED_NOTE, data_testid="observed-text")  # fmt: skip

    def _write(self, value: str) -> None:
        self._text = value

    async def _keep(self) -> None:
        """Keep the note, or say why not."""
        try:
            noted = self._about.chosen
            await self.session.take_note(
                self.person, self._text, noted.about, noted.quote, noted.target
            )
        except RefusedError as refused:
            self._wrong.set_text(self.session.refusal(refused))
            return
        self._wrong.set_text("")
        self._about.reset()
        self._build_field()
