"""Files that are brought along: counts of a page for the chart, and people's ties."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from sim.errors import ShitstormError
from sim.lab import imports
from sim.lab.web.book import Book
from sim.language.heard import heard
from sim.language.speech import Speech
from sim.language.told import said
from sim.workshop.web.widgets import Container, Text, button, select


class ImportPanel:
    """The part of the facts that offers files of the lab's folder."""

    def __init__(self, book: Book, speech: Speech) -> None:
        self.book, self.speech, self.say = book, speech, speech.say
        self._chosen: dict[str, str] = {}

    def build(self) -> None:
        """Build both lists of files."""
        folder = self.book.file.parent
        Text("h2", self.say("lab.imports"))
        Text("p", self.say("lab.imports_hint"), "muted small")
        self._offer("counts", imports.files_in(folder, imports.COUNTS), self._take_counts)
        if self.book.brought is not None:
            button(self.say("lab.import_counts_away"), self._drop_counts, "quiet", "counts-away")
        self._offer("ties", imports.files_in(folder, imports.TIES), self._take_ties)

    def _offer(self, kind: str, files: Sequence[str], take: Callable[[], Any]) -> None:
        """Offer the files of a kind."""
        name = f"import-{kind}"
        with Container("div", "field"):
            Text("label", self.say(f"lab.import_{kind}"), for_=name)
            if not files:
                Text("p", self.say("lab.import_none"), "muted small")
                return
            first = self._chosen.setdefault(kind, files[0])
            options = [(each, each) for each in files]
            select(lambda file: self._chosen.update({kind: file}), options, first, id=name,
                   data_testid=name, data_key=name)  # fmt: skip
        button(self.say("lab.import_take"), take, "quiet", f"take-{kind}", data_key=f"take-{kind}")

    async def _take_counts(self) -> None:
        scenario = self.book.reading.scenario
        if scenario is None:
            self.book.say(self.say("lab.mend_first"))
            return
        file = self.book.file.parent / self._chosen["counts"]
        try:
            self.book.brought = await asyncio.to_thread(imports.counts_from, file, scenario)
        except ShitstormError as wrong:
            self.book.refuse(wrong)
            return
        notes = self._said(self.book.brought.notes)
        self.book.tell("state")
        self.book.say(self.say("lab.import_counts_taken", file=file.name, notes=notes))

    def _drop_counts(self) -> None:
        self.book.brought = None
        self.book.tell("state")

    async def _take_ties(self) -> None:
        file = self.book.file.parent / self._chosen["ties"]
        try:
            people, notes = await asyncio.to_thread(imports.ties_from, file)
        except ShitstormError as wrong:
            self.book.refuse(wrong)
            return
        await self.book.edit(imports.with_ties(file.name, people))
        told = self.say("lab.import_ties_taken", file=file.name, people=people,
                        notes=self._said(notes))  # fmt: skip
        self.book.say(told)

    def _said(self, notes: Sequence[str]) -> str:
        """Return notes on a file in the language of the page."""
        speech = self.speech
        return speech.set_apart(said(heard(note), speech.language) for note in notes)
