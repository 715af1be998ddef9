"""An open scenario: its history, its answers, and the pages that look at it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.errors import InputError, OutputError, ShitstormError
from sim.lab.answers import FINE, AnswerDesk, OneRun, Pairs, Question
from sim.lab.draft import DraftReading, LabDraft, opened, read, scenario_of_document, settled
from sim.lab.edits import Edit, applied, edited_values
from sim.lab.history import History
from sim.lab.imports import BroughtCounts
from sim.lab.refusals import refusal_said
from sim.lab.taken import TakenFiles
from sim.language.heard import heard
from sim.language.speech import Speech
from sim.language.told import said
from sim.loops import tell_loop
from sim.scenario.schema import Scenario

Watcher = Callable[[str], Any]
"""Is told what has changed: "state", "one" (the run shown), "pairs", "progress" (of the first
pairs) or "told" (a message)."""
LARGEST_TEXT = 1_000_000
ENGLISH = Speech("en", tables=("lab", "web", "exercise"))


class Book:
    """One scenario in the lab. All pages that show it are of one mind."""

    def __init__(
        self, name: str, text: str, file: Path, log: Path | None, speech: Speech = ENGLISH
    ) -> None:
        """Open a text that is saved to ``file``. States are kept in ``log``.

        Messages to all pages are in the language of ``speech``.
        """
        self.name, self.file, self.speech = name, file, speech
        self.history = History(opened(text), log)
        self.desk = AnswerDesk()
        self.one: OneRun | None = None
        self.pairs: Pairs | None = None
        self.pairs_of: tuple[str, str] = ("", "")
        self.progress: tuple[int, int] | None = None
        self._answered = ""  # the address of the state to which the pairs belong
        self.taken: TakenFiles | None = None
        self.brought: BroughtCounts | None = None
        self.watched: Any = None  # the runs of the page of people, once somebody is there
        self.message = ""
        self.on_disk = text if file.is_file() else None
        if text == self.on_disk and not self.history.has_text(text):
            self.history.add(opened(text))  # the file was changed elsewhere, and is newer
        self.most = FINE
        self._watchers: list[Watcher] = []
        self._busy = asyncio.Lock()
        self._preview: Edit | None = None
        self._previewing = False

    # -- what there is to see -----------------------------------------------------------------

    @property
    def draft(self) -> LabDraft:
        """The state that is shown."""
        return self.history.present

    @property
    def reading(self) -> DraftReading:
        """What the state says."""
        return read(self.draft.text, self.name, self.file.parent)

    @property
    def unsaved(self) -> bool:
        """True if the file does not hold what is shown."""
        return self.draft.text != self.on_disk

    def watch(self, watcher: Watcher) -> None:
        """Tell this page of changes."""
        self._watchers.append(watcher)

    def unwatch(self, watcher: Watcher) -> None:
        """Tell it no more. Where nobody looks, nothing runs and no people are kept."""
        self._watchers.remove(watcher)
        if not self._watchers:
            self.desk.stop()
            self.desk.keeper.forget_people()

    @property
    def behind(self) -> bool:
        """True while the pairs that are there belong to a state before the one shown."""
        return self._answered != self.history.address

    def needs_answers(self) -> bool:
        """Return True if the state that is shown is not answered as finely as it can be."""
        return self.one is None or self.pairs is None or not self.pairs.done or self.behind

    def tell(self, what: str) -> None:
        """Tell all pages of a change."""
        for watcher in list(self._watchers):
            watcher(what)

    def say(self, message: str) -> None:
        """Show a message on all pages."""
        self.message = message
        self.tell("told")

    def refuse(self, wrong: ShitstormError) -> None:
        """Say on all pages why something cannot be done."""
        self.say(refusal_said(wrong, self.speech))

    # -- changes ------------------------------------------------------------------------------

    async def edit(self, edit: Edit) -> None:
        """Make an edit: the curve answers first, then the text follows."""
        async with self._busy:
            self._preview = None
            reading = self.reading
            if not reading.document:
                return
            try:
                scenario = scenario_of_document(
                    edited_values(reading.document, edit), self.name, self.file.parent
                )
                if scenario is not None:
                    await self._run_one(self._question(scenario, self.draft))
                draft = await asyncio.to_thread(applied, self.draft, edit)
            except InputError as wrong:
                self.refuse(wrong)
                self.tell("state")
                return
            await self._take(draft, seen=scenario is not None)

    async def preview(self, edit: Edit) -> None:
        """Show the curve of an edit that is not made yet. The newest one wins."""
        self._preview = edit
        if self._previewing:
            return
        self._previewing = True
        try:
            while (wanted := self._preview) is not None:
                self._preview = None
                values = edited_values(self.reading.document, wanted)
                scenario = scenario_of_document(values, self.name, self.file.parent)
                if scenario is not None:
                    await self._run_one(self._question(scenario, self.draft))
        except InputError:
            return
        finally:
            self._previewing = False

    async def set_text(self, text: str) -> None:
        """Take a text as it was written, also with mistakes in it."""
        if len(text) > LARGEST_TEXT:
            self.say(self.speech.say("lab.refused_too_long"))
            return
        async with self._busy:
            await self._take(settled(replace(self.draft, text=text.replace("\r\n", "\n"))))

    async def choose(self, **chosen: Any) -> None:
        """Take another plan in hand, another rival, or another seed."""
        async with self._busy:
            await self._take(settled(replace(self.draft, **chosen)))

    async def undo(self) -> None:
        """Go back to the state before."""
        async with self._busy:
            self.history.undo()
            await self._show()

    async def redo(self) -> None:
        """Go forth again."""
        async with self._busy:
            self.history.redo()
            await self._show()

    async def show(self, address: str) -> bool:
        """Show the state of an address. Return False if there is none."""
        async with self._busy:
            known = address == self.history.address or self.history.show(address)
            await self._show()
            return known

    async def save(self, over: bool = False) -> None:
        """Write the file, after changes that are under way.

        Raises InputError if somebody else has changed it meanwhile, OutputError if it cannot be
        written.
        """
        async with self._busy:
            self._write(over)
        self.tell("state")

    # -- within -------------------------------------------------------------------------------

    def _write(self, over: bool) -> None:
        there = self.file.read_text(encoding="utf-8") if self.file.is_file() else None
        if there is not None and there.replace("\r\n", "\n") != self.on_disk and not over:
            raise InputError("changed meanwhile")
        try:
            aside = self.file.with_suffix(".toml.new")
            aside.write_text(self.draft.text, encoding="utf-8", newline="\n")
            aside.replace(self.file)
        except OSError as wrong:
            raise OutputError(f"cannot write {self.file}: {wrong.strerror}") from None
        self.on_disk = self.draft.text

    async def _take(self, draft: LabDraft, seen: bool = False) -> None:
        """Take in a state and have it answered."""
        try:
            self.history.add(draft)
        except OutputError as wrong:
            self.refuse(wrong)
            return
        await self._show(seen)

    async def _show(self, seen: bool = False) -> None:
        """Show the state in hand, and ask for its answers. Mistakes leave the last ones."""
        self.message = ""
        self.tell("state")
        scenario = self.reading.scenario
        if scenario is None:
            self.desk.stop()
            return
        question = self._question(scenario, self.draft)
        if not seen:
            await self._run_one(question)
        self._ask(question)

    def _question(self, scenario: Scenario, draft: LabDraft) -> Question:
        plans = list(scenario.plans)
        plan = draft.plan if draft.plan in plans else plans[0]
        rival = draft.rival if draft.rival in plans else plan
        return Question(scenario, plan, rival, draft.seed)

    async def _run_one(self, question: Question) -> None:
        try:
            self.one = await asyncio.to_thread(self.desk.one_run, question)
        except ShitstormError as wrong:
            self.refuse(wrong)
            return
        self.tell("one")

    def _ask(self, question: Question) -> None:
        """Have pairs run in the background."""
        loop = asyncio.get_running_loop()
        address = self.history.address

        def take(pairs: Pairs) -> None:
            if self.history.address == address:
                self.pairs, self.pairs_of = pairs, (question.plan, question.rival)
                self.progress, self._answered = None, address
                self.tell("pairs")

        def take_progress(done: int, first: int) -> None:
            if self.history.address == address:
                self.progress = done, first
                self.tell("progress")

        self.progress = None

        self.desk.ask(
            question,
            lambda pairs: tell_loop(loop, take, pairs),
            lambda wrong: tell_loop(loop, self.say, said(heard(wrong), self.speech.language)),
            self.most,
            lambda *done: tell_loop(loop, take_progress, *done),
        )
