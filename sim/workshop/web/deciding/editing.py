"""One person's hands on the draft of their team."""

from dataclasses import dataclass
from typing import Any

from nicegui.element import Element
from pydantic import ValidationError

from sim.exercise.decisions import LONGEST_WORDS, Step
from sim.workshop.web.deciding.desk import Desks, DraftDesk
from sim.workshop.web.deciding.team_draft import DraftLine, SentWords, TeamDraft
from sim.workshop.web.visitors import Visitors
from sim.workshop.web.widgets import Text

DETAIL = "(event) => emit(event.detail)"


@dataclass(frozen=True, slots=True)
class Typist:
    """A person who writes in a draft. They go on with it even when its round has ended."""

    desks: Desks
    visitors: Visitors
    team: str
    person: str
    name: str
    """Pseudonym."""
    draft: TeamDraft

    @property
    def desk(self) -> DraftDesk:
        """The desk of the team."""
        return self.desks.of(self.team)

    @property
    def may_change(self) -> bool:
        """Take one change, and return whether it is not one too many in a short time.

        Words beyond it are not lost: a browser sends them again until they have arrived.
        """
        return self.visitors.changes.take(self.person)

    def touch(self, key: int | None = None) -> None:
        """Tell the others of a change by this person."""
        self.desks.touch(self.team, self.person, key)

    def add(self, *steps: Step) -> list[DraftLine]:
        """Add responses to the draft."""
        added = self.draft.add(*steps) if self.may_change else []
        self.touch(added[-1].key if added else None)
        return added

    def remove(self, key: int) -> None:
        """Take a response back. Its words can be used again."""
        if self.may_change:
            self.draft.remove(key, self.name)
            self.touch()

    def use_again(self, number: int) -> None:
        """Use words again that had been set aside."""
        if self.may_change:
            self.draft.use_again(number)
            self.touch()


class LineEditor:
    """One person's hand on one response of the draft."""

    def __init__(self, hand: Typist, line: DraftLine) -> None:
        self.hand, self.line = hand, line
        self._sent: SentWords | None = None
        self._sent_as = 0

    @property
    def step(self) -> Step:
        """The response as the values of a form, the same object for the whole team."""
        return self.line.step

    @property
    def key(self) -> int:
        """What the response is known by in the draft."""
        return self.line.key

    def touch(self) -> None:
        """Tell the others that this person has changed something."""
        self.hand.touch(self.key)

    def remove(self) -> None:
        """Take the response back."""
        self.hand.remove(self.key)

    def take_words(self, told: Any) -> bool:
        """Merge words that a browser sends. Return whether they were taken."""
        try:
            sent = SentWords.model_validate(told)
        except ValidationError:
            return False
        if not self.hand.may_change:
            return False
        self.hand.draft.take_words(self.key, sent, self.hand.name)
        self.touch()
        self._sent, self._sent_as = sent, self.hand.desk.changes
        return True

    @property
    def acked(self) -> str:
        """The last words of this page that are on the disk, as their sign and number."""
        if self._sent is None or self.hand.desk.saved < self._sent_as:
            return ""
        return f"{self._sent.sign}:{self._sent.number}"

    @property
    def writers(self) -> list[str]:
        """Pseudonyms of the others who are writing in this response just now."""
        return self.others(self.hand, self.key)

    @staticmethod
    def others(hand: Typist, key: int | None = None) -> list[str]:
        """Return the pseudonyms of the others who write in a response, or anywhere."""
        members = hand.desks.exercise.room.members
        writing = (each for each in hand.desk.writing(key) if each != hand.person)
        return [members[each].pseudonym for each in writing if each in members]


def words_field(editor: LineEditor, changed: Any, **attributes: object) -> Element:
    """Show a field for words that several people may write in at once (``deciding.js``)."""
    words = str(editor.step.get("words", ""))
    element = Text("textarea", words, "", maxlength=LONGEST_WORDS, data_shared=words, **attributes)

    def take(event: Any) -> None:
        if editor.take_words(event.args):
            changed()

    element.on("words", take, js_handler=DETAIL)
    return element
