"""What happened on the stage: messages and replies, what was staged, and notes, for the debrief.

It does not come from the storms, so that it can be written anew whenever a note is added.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markupsafe import Markup

from sim.exercise.debrief.files import Row, save_table
from sim.exercise.debrief.tied_notes import quoted_as
from sim.exercise.replies import MessageStanding
from sim.exercise.room import Room
from sim.exercise.running import RunningExercise
from sim.exercise.stage_matter import PostAnswer, StagedPost, TimedNote
from sim.exercise.templates import render
from sim.exercise.words.posts import Post
from sim.language.speech import Speech

STAGE_TABLES = ("messages", "answers", "staged", "notes")
"""Names of the tables, without their ending."""


@dataclass(frozen=True, slots=True)
class TeamRecord:
    """What happened to one team."""

    team: str
    standings: Sequence[MessageStanding]
    answers: Sequence[PostAnswer]
    staged: Sequence[StagedPost]
    notes: Sequence[TimedNote]

    posts: Mapping[str, Post] = field(default_factory=dict)
    """Posts that notes are tied to, by their numbers as words."""
    begins: Sequence[float] = ()
    """Hours at which each round begins in the story, and at which the last one ends."""

    def told_at(self, note: TimedNote, speech: Speech) -> str:
        """Return the moment of the story at which the round of a note began."""
        return story_moment(self.begins, note, speech)

    def notes_on(self, standing: MessageStanding) -> list[TimedNote]:
        """Return the notes tied to a message."""
        key = standing.message.key
        return [n for n in self.notes if (n.about, n.target) == ("message", key) and key]

    @property
    def noted_posts(self) -> list[tuple[Post, list[TimedNote]]]:
        """Posts with the notes tied to them, oldest first."""
        found = sorted(self.posts.items(), key=lambda each: each[1].hours)
        return [
            (post, [n for n in self.notes if (n.about, n.target) == ("post", number)])
            for number, post in found
        ]

    @property
    def with_deadline(self) -> int:
        """Messages with a deadline that had the time for it."""
        timed = [each for each in self.standings if each.message.due is not None]
        return sum(each.state != "cut_short" for each in timed)

    @property
    def in_time(self) -> int:
        """Messages that were answered within their deadline."""
        return sum(each.state == "in_time" for each in self.standings)

    @property
    def answered(self) -> list[tuple[int, int, int]]:
        """Return by round, from 1, how many complaints were answered, and how many there were."""
        rounds = sorted({each.round for each in self.answers})
        own = {n: [each for each in self.answers if each.round == n] for n in rounds}
        return [
            (n + 1, sum(each.complaint for each in found), max(e.complaints for e in found))
            for n, found in own.items()
        ]

    @property
    def is_empty(self) -> bool:
        """True if there is nothing to tell."""
        return not (self.standings or self.answers or self.staged or self.notes)


@dataclass(frozen=True, slots=True)
class StageRecord:
    """What happened to all teams, and the notes on the whole room."""

    teams: Sequence[TeamRecord]
    room_notes: Sequence[TimedNote]
    begins: Sequence[float] = ()
    """Hours at which each round begins in the story, and at which the last one ends."""

    def told_at(self, note: TimedNote, speech: Speech) -> str:
        """Return the moment of the story at which the round of a note began."""
        return story_moment(self.begins, note, speech)

    @property
    def notes(self) -> list[TimedNote]:
        """All notes, oldest first."""
        found = [*self.room_notes, *(each for team in self.teams for each in team.notes)]
        return sorted(found, key=lambda note: note.number)

    def of(self, team: str) -> TeamRecord:
        """Return what happened to a team, nothing for one that is not there."""
        return next(
            (one for one in self.teams if one.team == team), TeamRecord(team, (), (), (), ())
        )


def story_moment(begins: Sequence[float], note: TimedNote, speech: Speech) -> str:
    """Return the moment of the story at which the round of a note began, or an empty text."""
    return speech.full_moment(begins[min(note.round, len(begins) - 1)]) if begins else ""


def stage_record(exercise: RunningExercise) -> StageRecord:
    """Return what has happened on the stage so far."""
    with exercise.lock:
        room = exercise.room
        notes, staged = list(room.timed_notes.values()), list(room.staged.values())
        begins = [each.begin for each in exercise.windows] + [exercise.windows[-1].end]
        return StageRecord(
            [
                TeamRecord(
                    team,
                    exercise.standings(team) if _was_played(room, team) else [],
                    [each for each in room.answers if each.team == team],
                    [each for each in staged if each.team in (None, team)],
                    own := [each for each in notes if each.team == team],
                    _noted_posts(exercise, team, own),
                    begins,
                )
                for team in room.teams
            ],
            [each for each in notes if each.team is None],
            begins,
        )


def _noted_posts(
    exercise: RunningExercise, team: str, notes: Sequence[TimedNote]
) -> dict[str, Post]:
    """Return the posts of a team's page that notes are tied to, as they still stand there."""
    wanted = {each.target: each.quote for each in notes if each.about == "post" and each.target}
    if not wanted:
        return {}
    found = {str(post.number): post for post in exercise.page(team)}
    return {
        number: found[number]
        for number, quote in wanted.items()
        if number in found and quoted_as(found[number].text) == quote
    }


def _was_played(room: Room, team: str) -> bool:
    """Return whether anybody is in a team, or has decided or replied for it."""
    replied = any(reply.team == team for reply in room.replies)
    return bool(room.members_of(team) or room.teams[team]) or replied


def team_record_html(record: TeamRecord, speech: Speech, unfolded: bool = False) -> Markup:
    """Return one team's part of the record, empty if there is nothing to tell."""
    if record.is_empty:
        return Markup()
    return render(
        "debrief_stage.html", record=record, speech=speech, say=speech.say, unfolded=unfolded
    )


def room_notes_html(record: StageRecord, speech: Speech) -> Markup:
    """Return the notes on the whole room, empty if there are none."""
    if not record.room_notes:
        return Markup()
    return render("debrief_room_notes.html", record=record, speech=speech, say=speech.say)


def stage_html(record: StageRecord, speech: Speech) -> Markup:
    """Return the whole record, for the page to print."""
    parts = [
        (each.team, team_record_html(each, speech, unfolded=True))
        for each in record.teams
        if not each.is_empty
    ]
    if not parts and not record.room_notes:
        return Markup()
    notes = room_notes_html(record, speech)
    return render("debrief_record.html", parts=parts, notes=notes, say=speech.say)


def save_stage_tables(record: StageRecord, speech: Speech, folder: Path) -> None:
    """Write the record as tables."""
    for name, rows in stage_tables(record, speech).items():
        save_table(rows, folder / f"{name}.csv")


def notes_told(record: StageRecord, speech: Speech) -> list[dict[str, Any]]:
    """Return all notes as plain values for JSON, oldest first.

    Rounds, and places of decisions, count from 0 as elsewhere in ``debrief.json``.
    """
    return [
        {
            "number": each.number,
            "team": each.team,
            "round": each.round,
            "second": round(each.played),
            "moment": record.told_at(each, speech),
            "branches_left": each.branch,
            "role": "observer" if each.by else "facilitator",
            "by": each.by or speech.say("web.lead_title"),
            "about": each.about,
            "tied_to": _tied_to(each),
            "quote": each.quote,
            "text": each.text,
        }
        for each in record.notes
    ]


def _tied_to(note: TimedNote) -> dict[str, Any] | None:
    """Return where what a note is about is to be found, None for a mere moment."""
    if note.about == "moment" or not note.target:
        return None
    if note.about == "decision":
        return dict(zip(("round", "place"), map(int, note.target.split("-")), strict=True))
    return {note.about: int(note.target) if note.target.isdecimal() else note.target}


def stage_tables(record: StageRecord, speech: Speech) -> dict[str, list[Row]]:
    """Return the tables with their headings, by their names."""
    staged = {each.number: each for team in record.teams for each in team.staged}
    return {
        "messages": [
            (
                *("team", "round", "sender", "message", "seconds_to_reply", "state"),
                *("reply_by", "reply_round", "reply_second", "reply", "read_as"),
            ),
            *(row for team in record.teams for row in _message_rows(team, speech)),
        ],
        "answers": [
            (
                *("team", "round", "second", "by", "post_by", "post", "answer"),
                *("complaint", "complaints_seen", "read_as"),
            ),
            *(
                (
                    *(each.team, each.round + 1, round(each.played), each.by, each.author),
                    *(each.quote, each.text, "yes" if each.complaint else "no", each.complaints),
                    " · ".join((each.reading or {}).get("phrases", [])),
                )
                for team in record.teams
                for each in team.answers
            ),
        ],
        "staged": [
            ("onto", "round", "second", "voice", "sender", "headline", "text", "picture"),
            *(
                (
                    *(each.team or "", each.round + 1, round(each.played), each.voice),
                    *(each.author, each.headline, each.text, "yes" if each.picture else "no"),
                )
                for each in staged.values()
            ),
        ],
        "notes": [
            (
                *("team", "round", "second", "branches_left", "by", "about", "quote", "note"),
                *("moment", "target"),
            ),
            *(
                (
                    *(each.team or "", each.round + 1, round(each.played), each.branch),
                    *(each.by or speech.say("web.lead_title"), each.about, each.quote, each.text),
                    *(record.told_at(each, speech), target_said(each)),
                )
                for each in record.notes
            ),
        ],
    }


def target_said(note: TimedNote) -> str:
    """Return what a note is tied to as a table names it: round and place of a decision, from 1."""
    if note.about != "decision" or not note.target:
        return note.target
    return "-".join(str(int(part) + 1) for part in note.target.split("-"))


def _message_rows(team: TeamRecord, speech: Speech) -> Iterator[Row]:
    """Yield a row for each reply, and one for each message without any."""
    for standing in team.standings:
        message = standing.message
        cells = (
            *(team.team, message.round + 1, speech.say(f"senders.{message.sender}"), message.text),
            *("" if message.due is None else round(message.due), standing.state),
        )
        if not standing.replies:
            yield (*cells, "", "", "", "", "")
        for reply in standing.replies:
            read_as = " · ".join((reply.reading or {}).get("phrases", []))
            yield (*cells, reply.by, reply.round + 1, round(reply.played), reply.text, read_as)
