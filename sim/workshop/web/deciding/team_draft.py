"""The draft of a team: what its members write and choose together before it is submitted."""

import hashlib
import json
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from sim.exercise.decisions import LONGEST_WORDS, MOST_IN_A_ROUND, READING, Step
from sim.storm.responses import CATALOGUE
from sim.workshop.web.deciding.merging import with_change

MOST_ASIDE = 5
"""Texts that were overwritten or taken back and can be used again."""
MOST_ARRIVED = 24
"""Browsers and fields whose last words are remembered, so that none are counted twice."""
LONGEST_SIGN = 40
SILENT = "silence"
"""Mark of a round in which a team is to say nothing."""
Words = Annotated[str, Field(max_length=LONGEST_WORDS)]


class SentWords(BaseModel):
    """What a browser says of the words in one of its fields."""

    model_config = ConfigDict(frozen=True)

    sign: Annotated[str, Field(min_length=1, max_length=LONGEST_SIGN)]
    """Random sign of the field on this page."""
    number: Annotated[int, Field(ge=1, le=2**53)]
    acked: Annotated[int, Field(ge=0, le=2**53)] = 0
    """The last number of which the browser knows that it is on the disk."""
    before: Words = ""
    """The text of that number, or the one that was taken over since."""
    text: Words = ""


class DraftLine(BaseModel):
    """One response of a draft."""

    key: int
    """What it is known by in its draft, whatever is removed before it."""
    step: Step


class SetAside(BaseModel):
    """Words that were overwritten or taken back."""

    number: int
    name: str
    """Pseudonym of who did so."""
    do: str
    words: str


class Arrival(BaseModel):
    """The last words that have come from a field of one page."""

    key: int
    sent: SentWords


class Asking(BaseModel):
    """A request for approval."""

    person: str
    mark: str
    """What the draft was when it was asked for."""
    silent: bool = False
    """True if the team is to say nothing in this round."""
    since: float = 0.0
    """When it was asked, in seconds since 1970. 0 if that is not known."""


class SentBack(BaseModel):
    """A draft that was not approved."""

    name: str
    """Pseudonym of the lead."""
    word: str


class TeamDraft(BaseModel):
    """What a team has written for a round. Only the event loop changes it."""

    round: int = 0
    branch: int = 0
    lines: list[DraftLine] = Field([], max_length=MOST_IN_A_ROUND)
    next_key: int = 0
    kept: list[Step] = []
    """What was being written when the last round closed."""
    aside: list[SetAside] = []
    asides: int = 0
    """Texts that were ever set aside."""
    arrived: list[Arrival] = []
    asked: Asking | None = None
    sent_back: SentBack | None = None
    submitted: str | None = None
    """Mark of what was last submitted from it."""

    def steps(self) -> list[Step]:
        """Return copies of its steps."""
        return [dict(line.step) for line in self.lines]

    @property
    def mark(self) -> str:
        """A sign of what would be submitted."""
        values = [{k: v for k, v in line.step.items() if k != READING} for line in self.lines]
        told = json.dumps(values, sort_keys=True, default=str)
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:20]

    def take_submission(self, mark: str) -> None:
        """Note what was submitted. What was asked of the lead is done. Silence leaves the draft."""
        self.asked = self.sent_back = None
        if mark != SILENT:
            self.submitted = mark

    @property
    def pending(self) -> bool:
        """True if something is written that is not submitted."""
        return bool(self.lines) and self.mark != self.submitted

    def line(self, key: int) -> DraftLine | None:
        """Return the response with this key, if it is still there."""
        return next((line for line in self.lines if line.key == key), None)

    def add(self, *steps: Step) -> list[DraftLine]:
        """Add responses, as many as a round takes. Return those that were added."""
        added = []
        for step in steps[: MOST_IN_A_ROUND - len(self.lines)]:
            if step.get("do") not in CATALOGUE or step["do"] == "silence":
                continue
            added.append(DraftLine(key=self.next_key, step=dict(step)))
            self.next_key += 1
        self.lines.extend(added)
        return added

    def remove(self, key: int, name: str) -> None:
        """Remove a response. Its words are set aside."""
        line = self.line(key)
        if line is not None:
            self.lines.remove(line)
            self.set_aside(name, line.step, str(line.step.get("words", "")))

    def set_aside(self, name: str, step: Step, words: str) -> None:
        """Keep words that are no longer in the draft, the last few of them."""
        if words.strip():
            self.aside.append(SetAside(number=self.asides, name=name, do=step["do"], words=words))
            self.asides += 1
            del self.aside[:-MOST_ASIDE]

    def use_again(self, number: int) -> None:
        """Put words that were set aside into the draft again, as a response of their own."""
        for each in self.aside:
            if each.number == number and self.add({"do": each.do, "words": each.words}):
                self.aside.remove(each)
                return

    def take_words(self, key: int, sent: SentWords, name: str) -> None:
        """Merge words into a response. Words that no longer fit replace those there.

        What is replaced is set aside, so that nothing is lost when two write at once.
        """
        line = self.line(key)
        if line is None:
            return
        current = str(line.step.get("words", ""))
        text = with_change(self._before(key, sent), sent.text, current)
        if text is None or len(text) > LONGEST_WORDS:
            self.set_aside(name, line.step, current)
            text = sent.text
        if text:
            line.step["words"] = text
        else:
            line.step.pop("words", None)
        self._remember(key, sent)

    def _before(self, key: int, sent: SentWords) -> str:
        """Return what a browser's words are a change of.

        It is the browser's own account, unless later words of this very field have come in
        already without the browser having heard of it.
        """
        last = self._last(key, sent.sign)
        if last is not None and last.number > sent.acked:
            return last.text
        return sent.before

    def _last(self, key: int, sign: str) -> SentWords | None:
        known = (each.sent for each in self.arrived if (each.key, each.sent.sign) == (key, sign))
        return next(known, None)

    def _remember(self, key: int, sent: SentWords) -> None:
        self.arrived = [
            each for each in self.arrived if (each.key, each.sent.sign) != (key, sent.sign)
        ]
        self.arrived.append(Arrival(key=key, sent=sent))
        del self.arrived[:-MOST_ARRIVED]

    @property
    def left(self) -> list[Step]:
        """What is written and not submitted, without its moments, to be offered later on."""
        if not self.lines:
            return self.kept
        if not self.pending:
            return []
        return [{k: v for k, v in line.step.items() if k != "at"} for line in self.lines]

    def following(self, number: int, branch: int) -> "TeamDraft":
        """Return the draft of another round. What was not submitted is offered in it."""
        return TeamDraft(round=number, branch=branch, kept=self.left)
