"""What a note can be tied to: this moment, a post, a decision, or a message."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sim.exercise.room import Member
from sim.exercise.stage_matter import SUBJECTS, Subject
from sim.language.speech import Speech
from sim.workshop.web.snapshot import TeamSnapshot
from sim.workshop.web.widgets import Container, Text, select

POSTS_TO_NOTE = 30
"""Latest posts that a note can be tied to."""
LONGEST_LABEL = 70


@dataclass(frozen=True, slots=True)
class NoteSubject:
    """Something that a note can be tied to."""

    about: Subject = SUBJECTS[0]
    label: str = ""
    quote: str = ""
    target: str = ""


MOMENT = NoteSubject()


def note_subjects(
    team: TeamSnapshot, speech: Speech, member: Member | None = None
) -> list[NoteSubject]:
    """Return what a note on a team can be tied to: decisions, messages and latest posts.

    With a ``member``, messages are those that they read.
    """
    say = speech.say
    decisions = [
        NoteSubject(
            "decision",
            f"{speech.labelled(str(number + 1))} {name}",
            f"{name}. {response.words or ''}",
            target,
        )
        for number in sorted(team.decisions, reverse=True)
        for place, response in enumerate(team.decisions[number])
        for name, target in [(say(f"responses.{response.do}.name"), f"{number}-{place}")]
    ]
    messages = [
        NoteSubject("message", each.message.text, each.message.text, each.message.key)
        for each in reversed(team.standings)
        if team.may_read(member, each.message)
    ]
    posts = [
        NoteSubject(
            "post",
            f"{speech.labelled(post.author or say('our_page'))} {post.text}",
            post.text,
            str(post.number),
        )
        for post in reversed(team.storm.view.posts[-POSTS_TO_NOTE:])
        if post.text
    ]
    return [*decisions, *messages, *posts]


class AboutChoice:
    """The choice of what a note is about. It goes back to the moment after each note."""

    def __init__(self, speech: Speech, name: str) -> None:
        """Build its place. ``name`` begins its id."""
        self.speech, self.name = speech, name
        self._found: dict[str, NoteSubject] = {}
        self._chosen = ""
        self._stamp: object = None
        self._box = Container("div", "field inline wide-field")

    @property
    def chosen(self) -> NoteSubject:
        """What is chosen."""
        return self._found.get(self._chosen, MOMENT)

    def renew(self, subjects: Sequence[NoteSubject]) -> None:
        """Offer these. What is chosen stays as long as it is among them."""
        if subjects == self._stamp:
            return
        self._stamp = subjects
        self._found = {f"{each.about}:{each.target}:{each.quote[:40]}": each for each in subjects}
        if self._chosen not in self._found:
            self._chosen = ""
        self._build()

    def reset(self) -> None:
        """Go back to the moment."""
        self._chosen = ""
        self._build()

    def _build(self) -> None:
        say, options = self.speech.say, []
        self._box.clear()
        for about in dict.fromkeys(each.about for each in self._found.values()):
            group: list[tuple[str, str]] = [
                (key, each.label[:LONGEST_LABEL])
                for key, each in self._found.items()
                if each.about == about
            ]
            options.append((say(f"stage.about_{about}"), group))
        every: list[Any] = [("", say("stage.about_moment")), *options]
        with self._box:
            Text("label", say("stage.note_about"), for_=self.name)
            select(self._choose, every, self._chosen, id=self.name, data_testid=self.name)

    def _choose(self, value: str) -> None:
        self._chosen = value
