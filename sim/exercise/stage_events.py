"""Events of the facilitator's white cell: what it publishes, and what it and observers note."""

import base64
import hashlib
from typing import Annotated, Literal

from pydantic import Field

from sim.exercise.event_base import Event
from sim.exercise.room import Room
from sim.exercise.stage_matter import StagedPost, Subject, TimedNote, Voice

Number = Annotated[int, Field(ge=0)]


def picture_key(picture: bytes) -> str:
    """Return what a picture is known by: the same picture has the same key."""
    return hashlib.sha256(picture).hexdigest()[:20]


class Published(Event):
    """The facilitator put a post or an article on one team's page or on all. No storm changes."""

    kind: Literal["published"] = "published"
    voice: Voice
    author: str
    text: str
    team: str | None = None
    headline: str = ""
    picture: str = ""
    """A JPEG in base64. Empty without one."""

    def _change(self, room: Room) -> None:
        key = ""
        if self.picture:
            picture = base64.b64decode(self.picture, validate=True)
            key = picture_key(picture)
            room.pictures[key] = picture
        number, room.staged_ever = room.staged_ever, room.staged_ever + 1
        room.staged[number] = StagedPost(
            number=number,
            voice=self.voice,
            author=self.author,
            text=self.text,
            team=self.team,
            round=room.round,
            played=self.played,
            headline=self.headline,
            picture=key,
        )


class Withdrawn(Event):
    """The facilitator took back what was published."""

    kind: Literal["withdrawn"] = "withdrawn"
    number: Number

    def _change(self, room: Room) -> None:
        del room.staged[self.number]


class NoteTaken(Event):
    """The facilitator (no person) or an observer wrote a note about something."""

    kind: Literal["note-taken"] = "note-taken"
    text: str
    person: str | None = None
    team: str | None = None
    about: Subject = "moment"
    quote: str = ""
    target: str = ""

    def _change(self, room: Room) -> None:
        number, room.noted_ever = room.noted_ever, room.noted_ever + 1
        room.timed_notes[number] = TimedNote(
            number=number,
            text=self.text,
            by="" if self.person is None else room.members[self.person].pseudonym,
            team=self.team,
            round=room.round,
            played=self.played,
            branch=len(room.branches),
            about=self.about,
            quote=self.quote,
            target=self.target,
        )


class NoteRemoved(Event):
    """A note was removed."""

    kind: Literal["note-removed"] = "note-removed"
    number: Number

    def _change(self, room: Room) -> None:
        del room.timed_notes[self.number]


StageEvent = Published | Withdrawn | NoteTaken | NoteRemoved
