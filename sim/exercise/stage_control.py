"""The stage of a room: replies to messages, the facilitator's white cell, and notes.

Nothing here reaches a storm: the model has no lever for an article or a post from outside.
"""

import base64
from abc import ABC, abstractmethod

from sim.exercise.approval import ApprovalControl
from sim.exercise.duties import may_read, told_alone
from sim.exercise.inbox import Message
from sim.exercise.input import one_at_a_time, one_line, tidy
from sim.exercise.message_events import Replied
from sim.exercise.pictures import LARGEST_PICTURE
from sim.exercise.refusals import RefusedError
from sim.exercise.replies import MessageStanding, standings
from sim.exercise.room import Member, Phase
from sim.exercise.stage_events import NoteRemoved, NoteTaken, Published, Withdrawn
from sim.exercise.stage_matter import Subject, Voice
from sim.exercise.texts import ExerciseSpeech, speech_for
from sim.exercise.words.reply_reading import ReplyReading, read_reply

LONGEST_REPLY, LONGEST_POST, LONGEST_TIMED_NOTE = 1000, 1000, 1000
LONGEST_AUTHOR, LONGEST_HEADLINE, LONGEST_QUOTE, LONGEST_TARGET = 40, 120, 300, 20
MOST_REPLIES_TO_ONE = 5
MOST_STAGED, MOST_PICTURES, MOST_TIMED_NOTES = 200, 24, 500


class StageControl(ApprovalControl, ABC):
    """A room with a stage. All methods may be called from any thread."""

    @abstractmethod
    def inbox(self, team: str) -> list[Message]:
        """Return all messages of a team, oldest first."""

    # -- replies --------------------------------------------------------------------------------

    @one_at_a_time
    def reply(self, person: str, message: str, text: str) -> None:
        """Reply to a message for a person's team. It is kept with its moment."""
        member = self._known_member(person)
        if member.observes:
            raise RefusedError("observers do not reply", "observer")
        if self.room.phase is Phase.closed:
            raise RefusedError("the exercise is over; rewind it to play on", "busy_closed")
        if not self._reads(member, message):
            raise RefusedError("there is no such message in this inbox", "no_message")
        text = tidy(text, LONGEST_REPLY)
        before = [
            each
            for each in self.room.replies
            if (each.team, each.message) == (member.team, message)
        ]
        if len(before) >= MOST_REPLIES_TO_ONE:
            raise RefusedError(
                f"there are {MOST_REPLIES_TO_ONE} replies to this message already",
                "many_replies",
                most=MOST_REPLIES_TO_ONE,
            )
        reading = self.read_reply(text)
        kept = None if reading is None else reading.kept
        self._record(Replied(person=person, message=message, text=text, reading=kept))

    def _reads(self, member: Member, key: str) -> bool:
        """Return whether a message is in a member's inbox."""
        members = self.room.members_of(member.team)
        return any(
            each.key == key and may_read(member, told_alone(members, each.sender, each.to))
            for each in self.inbox(member.team)
        )

    def read_reply(self, text: str) -> ReplyReading | None:
        """Return how a reply would read if it were sent now."""
        return read_reply(text, self.speech, self.story_hours)

    @one_at_a_time
    def standings(self, team: str) -> list[MessageStanding]:
        """Return all messages of a team and what it has replied to each."""
        return standings(self.inbox(team), self.room, team, self.played)

    # -- what the white cell publishes ----------------------------------------------------------

    @one_at_a_time
    def publish(
        self,
        voice: Voice,
        author: str,
        text: str,
        team: str | None = None,
        headline: str = "",
        picture: bytes = b"",
    ) -> None:
        """Put a post or an article on a team's page, or on all. The storms stay as they are.

        ``picture`` is what ``plain_picture`` has returned.
        """
        if team is not None:
            self._known_team(team)
        room = self.room
        if room.phase is Phase.closed:
            raise RefusedError("the exercise is over; rewind it to play on", "busy_closed")
        if room.staged_ever >= MOST_STAGED:
            raise RefusedError(
                f"{MOST_STAGED} posts have been published in this room; that is the most",
                "many_staged",
                most=MOST_STAGED,
            )
        if len(picture) > LARGEST_PICTURE:
            raise RefusedError("this picture is larger than any that is kept", "no_picture", mb=8)
        if picture and len(room.pictures) >= MOST_PICTURES:
            raise RefusedError(
                f"there are {MOST_PICTURES} pictures in this room; that is the most",
                "many_pictures",
                most=MOST_PICTURES,
            )
        text = one_line(text) if picture else tidy(text, LONGEST_POST)
        self._record(
            Published(
                voice=voice,
                author=tidy(author, LONGEST_AUTHOR),
                text=text[:LONGEST_POST],
                team=team,
                headline=one_line(headline)[:LONGEST_HEADLINE] if voice == "press" else "",
                picture=base64.b64encode(picture).decode(),
            )
        )

    @one_at_a_time
    def withdraw(self, number: int) -> None:
        """Take back what was published."""
        if number not in self.room.staged:
            raise RefusedError("this post is not there any more", "no_staged")
        self._record(Withdrawn(number=number))

    # -- notes with their moment ----------------------------------------------------------------

    @one_at_a_time
    def take_note(
        self,
        text: str,
        team: str | None = None,
        about: Subject = "moment",
        quote: str = "",
        person: str | None = None,
        target: str = "",
    ) -> None:
        """Keep a note about a moment, a post, a decision or a message.

        It is the facilitator's, or that of a person for their own team. ``target`` says which post
        or decision it is.
        """
        if person is not None:
            team = self._known_member(person).team
        if team is not None:
            self._known_team(team)
        if self.room.noted_ever >= MOST_TIMED_NOTES:
            raise RefusedError(
                f"{MOST_TIMED_NOTES} notes have been taken in this room; that is the most",
                "many_notes",
                most=MOST_TIMED_NOTES,
            )
        self._record(
            NoteTaken(
                text=tidy(text, LONGEST_TIMED_NOTE),
                person=person,
                team=team,
                about=about,
                quote=one_line(quote)[:LONGEST_QUOTE],
                target=target[:LONGEST_TARGET],
            )
        )

    @one_at_a_time
    def remove_note(self, number: int) -> None:
        """Remove a note."""
        if number not in self.room.timed_notes:
            raise RefusedError("this note is not there any more", "no_note")
        self._record(NoteRemoved(number=number))

    # -- internals ------------------------------------------------------------------------------

    @property
    def speech(self) -> ExerciseSpeech:
        """Texts and moments of this room."""
        return speech_for(self.scenario, self.room.language)

    @property
    def story_hours(self) -> float:
        """Hours of the story at which the teams stand now."""
        return self.hours_of_round(self.room.round)

    def hours_of_round(self, number: int) -> float:
        """Return the hours at which a round begins, or the end of the story after the last one."""
        if number < len(self.windows):
            return self.windows[number].begin
        return self.scenario.clock.days * 24.0
