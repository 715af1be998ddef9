"""Notes on the facilitator's pages: on a team or the room, a post, a decision or a message."""

from collections.abc import Sequence
from typing import Any, cast

from sim.exercise.stage_control import LONGEST_TIMED_NOTE
from sim.exercise.stage_matter import SUBJECTS, Subject, TimedNote
from sim.workshop.web.lead_messages import Act
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

Subjects = Sequence[tuple[str, str, Sequence[tuple[str, str]]]]
"""What a note can be about: subject, name of the group, and the words of each, with labels."""
LONGEST_LABEL = 70


class TimedNotes:
    """The form for a note, and the notes so far."""

    def __init__(self, session: WebSession, act: Act, team: str = "") -> None:
        """Build the form. With a ``team`` it is about that team, and only its notes are shown."""
        self.session, self.act, self.say, self.team = session, act, session.speech.say, team
        self._about, self._chosen = "", team
        self._quotes: dict[str, tuple[Subject, str]] = {}
        self._stamps: list[object] = [None, None]
        Text("p", self.say("stage.notes_seen"), "muted small")
        with Container("div", "note-form"):
            self._row = Container("div", "row")
            self._field = Container("div", "field")
            button(self.say("stage.note_keep"), self._keep, "", "note-keep")
        self._build_field()
        self._list = Container("div", "note-list", data_testid="notes-taken")

    def renew(self, snapshot: RoomSnapshot, subjects: Subjects = ()) -> None:
        """Show what has changed. What is being written stays."""
        choices = (tuple(snapshot.teams), subjects)
        if choices != self._stamps[0]:
            self._stamps[0] = choices
            self._build_choices(snapshot, subjects)
        notes = [n for n in snapshot.timed_notes if not self.team or n.team == self.team]
        if notes != self._stamps[1]:
            self._stamps[1] = notes
            self._build_list(notes)

    def _build_choices(self, snapshot: RoomSnapshot, subjects: Subjects) -> None:
        self._row.clear()
        with self._row:
            if not self.team:
                self._build_team(snapshot)
            if subjects:
                self._build_about(subjects)

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

    def _build_about(self, subjects: Subjects) -> None:
        """Build the choice of what the note is about. Its words are kept with the note."""
        self._quotes = {
            f"{subject}:{n}:{quote[:LONGEST_LABEL]}": (cast(Subject, subject), quote)
            for subject, _, quotes in subjects
            for n, (_, quote) in enumerate(quotes)
        }
        keys = iter(self._quotes)
        options: list[Any] = [("", self.say("stage.about_moment"))]
        for _, group, quotes in subjects:
            options.append((group, [(next(keys), label[:LONGEST_LABEL]) for label, _ in quotes]))
        if self._about not in self._quotes:
            self._about = ""

        def choose(value: str) -> None:
            self._about = value

        with Container("div", "field inline wide-field"):
            Text("label", self.say("stage.note_about"), for_="note-about")
            select(choose, options, self._about, id="note-about", data_testid="note-about")

    def _write(self, value: str) -> None:
        self._text = value

    async def _keep(self) -> None:
        about, quote = self._quotes.get(self._about, (SUBJECTS[0], ""))
        text, team = self._text, self.team or self._chosen or None
        if await self.act(lambda: self.session.exercise.take_note(text, team, about, quote)):
            self._about, self._stamps[0] = "", None  # the next renewal builds the choices anew
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
