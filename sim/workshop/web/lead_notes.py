"""Notes on the facilitator's pages: on a team or the room, a post, a decision or a message."""

from collections.abc import Sequence
from typing import Any

from sim.exercise.stage_control import LONGEST_TIMED_NOTE
from sim.exercise.stage_matter import TimedNote
from sim.workshop.web.lead_messages import Act
from sim.workshop.web.note_subjects import MOMENT, AboutChoice, NoteSubject
from sim.workshop.web.panels import render
from sim.workshop.web.session import WebSession
from sim.workshop.web.snapshot import RoomSnapshot
from sim.workshop.web.widgets import (
    ConfirmButton,
    Container,
    Text,
    button,
    html,
    select,
    text_field,
)


class TimedNotes:
    """The form for a note, and the notes so far."""

    def __init__(self, session: WebSession, act: Act, team: str = "") -> None:
        """Build the form. With a ``team`` it is about that team, and only its notes are shown."""
        self.session, self.act, self.say, self.team = session, act, session.speech.say, team
        self._chosen = team
        self._about: AboutChoice | None = None
        self._stamps: list[object] = [None, None]
        Text("p", self.say("stage.notes_seen"), "muted small")
        with Container("div", "note-form"):
            self._row = Container("div", "row")
            if team:
                self._about = AboutChoice(session.speech, "note-about")
            self._field = Container("div", "field")
            button(self.say("stage.note_keep"), self._keep, "", "note-keep")
        self._build_field()
        self._list = Container("div", "note-list", data_testid="notes-taken")

    def renew(self, snapshot: RoomSnapshot, subjects: Sequence[NoteSubject] = ()) -> None:
        """Show what has changed. What is being written stays."""
        if self._about is not None:
            self._about.renew(subjects)
        elif (teams := tuple(snapshot.teams)) != self._stamps[0]:
            self._stamps[0] = teams
            self._build_choices(snapshot)
        notes = [n for n in snapshot.timed_notes if not self.team or n.team == self.team]
        if notes != self._stamps[1]:
            self._stamps[1] = notes
            self._build_list(notes)

    def _build_choices(self, snapshot: RoomSnapshot) -> None:
        self._row.clear()
        with self._row:
            self._build_team(snapshot)

    def _build_field(self) -> None:
        """Build the field, empty. It stays as it is while the choices beside it change."""
        self._text = ""
        self._field.clear()
        with self._field:
            Text("label", self.say("stage.note_text"), for_="note-text")
            text_field("textarea", self._write, "", rows=2, id="note-text",
                       maxlength=LONGEST_TIMED_NOTE, data_testid="note-text")  # fmt: skip

    def _build_team(self, snapshot: RoomSnapshot) -> None:
        teams = [("", self.say("stage.whole_room")), *((name, name) for name in snapshot.teams)]
        if self._chosen not in snapshot.teams:
            self._chosen = ""

        def choose(value: str) -> None:
            self._chosen = value

        with Container("div", "field inline"):
            Text("label", self.say("stage.note_team"), for_="note-team")
            select(choose, teams, self._chosen, id="note-team", data_testid="note-team")

    def _write(self, value: str) -> None:
        self._text = value

    async def _keep(self) -> None:
        noted = MOMENT if self._about is None else self._about.chosen
        text, team = self._text, self.team or self._chosen or None

        def keep() -> None:
            self.session.exercise.take_note(
                text, team, noted.about, noted.quote, target=noted.target
            )

        if await self.act(keep):
            if self._about is not None:
                self._about.reset()
            self._build_field()

    def _build_list(self, notes: list[TimedNote]) -> None:
        self._list.clear()
        with self._list:
            for each in reversed(notes):
                self._build_note(each)

    def _build_note(self, each: TimedNote) -> None:
        number = each.number

        def remove() -> Any:
            return self.act(lambda: self.session.exercise.remove_note(number))

        with Container("div", "note-item", data_testid=f"timed-note-{number}"):
            html(render("timed_note.html", self.session.speech, note=each))
            ConfirmButton(self.say("stage.note_remove"), self.say("really_remove"), remove,
                          f"remove-note-{number}")  # fmt: skip
