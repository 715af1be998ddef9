"""The session of an exercise on the web: where the pages meet the exercise.

Whatever may take time (storms, the disk) happens in threads. What everybody sees is put
together once per change and handed to all pages.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from markupsafe import Markup

from sim.brand import Brand
from sim.errors import ShitstormError
from sim.exercise.debrief.replays import SEEDS
from sim.exercise.debrief.results import AS_PLAYED, Debrief
from sim.exercise.decisions import Step
from sim.exercise.forecast import Way
from sim.exercise.refusals import RefusedError
from sim.exercise.room import Member, Phase
from sim.exercise.running import RunningExercise
from sim.exercise.stage_matter import Subject
from sim.exercise.texts import speech_for
from sim.language.heard import refusal_in
from sim.language.typesetting import Language
from sim.loops import tell_loop
from sim.workshop.web.debrief_cache import (
    FIRST,
    STAGES,
    debrief_of,
    write_page,
    write_slides,
)
from sim.workshop.web.deciding.desk import Desks
from sim.workshop.web.identity import Identity
from sim.workshop.web.snapshot import RoomSnapshot, SnapshotMaker
from sim.workshop.web.visitors import Visitors
from sim.workshop.web.waiting_pictures import WaitingPictures

Answer = TypeVar("Answer")
Watcher = Callable[[RoomSnapshot], None]
GATHERED = 0.08
"""Seconds for which changes are gathered before the pages are told."""
KEPT_EVERY = 5.0
"""Seconds after which the timer is kept in the log."""
THREADS = 8


class WebSession:
    """One exercise, and everybody who looks at it."""

    def __init__(
        self, exercise: RunningExercise, folder: Path, address: str, seeds: int = SEEDS
    ) -> None:
        self.exercise, self.folder, self.address = exercise, folder, address
        self.language: Language = exercise.room.language
        self.identity = Identity(exercise.room, secure=address.startswith("https"))
        self.visitors = Visitors()
        self.speech = speech_for(exercise.scenario, self.language, "web", "stage")
        self.title = exercise.scenario.titled(self.language)
        self.snapshot: RoomSnapshot
        self.seeds = seeds
        self.brand: Brand | None = None
        """Name, logo and colours of the client, if they are to be shown."""
        self.debrief: Debrief | None = None
        self.progress = (0, 1)
        """Runs of the debrief that are done, and all of them."""
        self.problem = ""
        """Reason why there is no debrief, if it went wrong."""
        self.answering = False
        """True while the storms are being simulated just now."""
        self.desks = Desks(exercise)
        self.waiting_pictures = WaitingPictures()
        self._snapshots = SnapshotMaker(exercise, self.speech)
        self._panels: dict[str, tuple[object, Markup]] = {}
        self._threads = ThreadPoolExecutor(THREADS, "exercise")
        self.all_told: Watcher = lambda _snapshot: None
        """Called once every page has been told of a change."""
        self._watchers: set[Watcher] = set()
        self._changed = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._replay: asyncio.Task[None] | None = None

    @property
    def code(self) -> str:
        """Code of the room."""
        return self.exercise.room.code

    # -- who may do what ------------------------------------------------------------------------

    def member(self, person: str | None) -> Member | None:
        """Return the member with this key, if there is one."""
        return self.snapshot.members.get(person or "")

    def refusal(self, refused: RefusedError) -> str:
        """Return why something is not possible, in the participants' language."""
        return self.speech.refusal(refused) or self.speech.say("refused_otherwise")

    # -- requests to the exercise ---------------------------------------------------------------

    async def start(self) -> None:
        """Take the first snapshot, and begin to watch the timer."""
        await self.in_thread(self.exercise.prepare)
        self.snapshot = await self.in_thread(self._snapshots.take)
        await self.desks.start()
        works = (self._tell(), self._watch_timer())
        self._tasks = [asyncio.create_task(work) for work in works]

    async def stop(self) -> None:
        """Stop watching, and keep the time that was played."""
        for task in self._tasks:
            task.cancel()
        with suppress(ShitstormError):
            await self.in_thread(self.exercise.keep_time)
        await self.desks.stop()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def in_thread(self, work: Callable[[], Answer]) -> Answer:
        """Do something that takes time in a thread of its own."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def ask(self, work: Callable[[], Answer]) -> Answer:
        """Ask the exercise for something, and take a new snapshot."""
        try:
            return await self.in_thread(work)
        finally:
            await self.refresh()

    async def refresh(self) -> None:
        """Take a new snapshot and tell all pages soon."""
        snapshot = await self.in_thread(self._snapshots.take)
        if snapshot.taken >= self.snapshot.taken:
            self.snapshot = snapshot
        self._changed.set()

    async def close_round(self) -> None:
        """Close the round. The pages say so while the storms answer."""
        await self._answer(self.exercise.close_round)

    async def close(self) -> None:
        """End the exercise."""
        await self._answer(self.exercise.close)

    async def rewind(self, number: int) -> None:
        """Go back to before a round. A later debrief will be of another exercise."""
        self.debrief, self.problem, self.progress = None, "", (0, 1)
        await self._answer(lambda: self.exercise.rewind(number))

    async def _answer(self, work: Callable[[], None]) -> None:
        self.answering = True
        self._changed.set()
        try:
            await self.ask(work)
        finally:
            self.answering = False
            self._changed.set()

    @property
    def decides(self) -> bool:
        """True if a round is open just now."""
        return self.snapshot.phase is Phase.deciding and not self.answering

    # -- the debrief ----------------------------------------------------------------------------

    def begin_debrief(self) -> None:
        """Begin the debrief, first on a few pairs of runs, unless it is there or under way."""
        if self.debrief is None and self._replay is None and not self.problem:
            self._replay = asyncio.create_task(self._make_debrief())

    async def _make_debrief(self) -> None:
        """Replay in a thread, and tell the pages now and then how far it is."""
        loop, branches = asyncio.get_running_loop(), self.snapshot.branches

        def progress(done: int, total: int) -> None:
            self.progress = (done, total)
            tell_loop(loop, self._changed.set)

        try:
            for stage in STAGES:
                self.progress = (0, 1)
                debrief = await self.in_thread(
                    lambda stage=stage: debrief_of(  # type: ignore[misc]
                        self.exercise, self.folder, self.seeds, stage, progress
                    )
                )
                if branches != self.snapshot.branches or self.snapshot.phase is not Phase.closed:
                    return
                self.debrief = debrief
                await self.write_page()
                self._changed.set()
        except ShitstormError as wrong:
            self.problem = refusal_in(wrong, self.language)
        except Exception as wrong:  # the pages say so, instead of waiting for ever
            logging.getLogger(__name__).exception("there is no debrief")
            self.problem = f"{type(wrong).__name__}: {wrong}"
        finally:
            self._replay = None
            self._changed.set()

    @property
    def refining(self) -> bool:
        """True if a first debrief is there, and more pairs of runs follow."""
        debrief, early = self.debrief, (AS_PLAYED, FIRST)
        return debrief is not None and debrief.method in early and self._replay is not None

    @property
    def trying(self) -> bool:
        """True if what could have been done is not there yet, and is worked on."""
        debrief = self.debrief
        return debrief is not None and debrief.hindsight is None and self._replay is not None

    async def note(self, field: str, text: str) -> None:
        """Write a text into a field of the debrief and of its hand-out."""
        await self.in_thread(lambda: self.exercise.note(field, text))
        await self.write_page()
        await self.refresh()

    async def write_page(self) -> None:
        """Write the hand-out and the tables of the stage, if there is a debrief."""
        if (debrief := self.debrief) is not None:
            await self.in_thread(
                lambda: write_page(debrief, self.exercise, self.folder, self.brand)
            )

    async def write_slides(self, name: str) -> Path | None:
        """Write the slides of the debrief as it stands into the room's folder, if there is one."""
        debrief = self.debrief
        if debrief is None:
            return None
        file = self.folder / name
        await self.in_thread(lambda: write_slides(debrief, self.speech.started, file, self.brand))
        return file

    # -- decisions ------------------------------------------------------------------------------

    async def submit(self, person: str, steps: list[Step]) -> str:
        """Submit for the team of a person. Return whose decisions were replaced, or ""."""
        if not self.visitors.submissions.take(person):
            raise RefusedError("too often; wait a moment", "too_often")
        return await self.ask(lambda: self.exercise.submit(person, steps))

    async def foretell(self, person: str, low: float, high: float, way: Way | None) -> None:
        """Keep the forecast of a person's team for the round."""
        if not self.visitors.submissions.take(person):
            raise RefusedError("too often; wait a moment", "too_often")
        await self.ask(lambda: self.exercise.foretell(person, low, high, way))

    async def answer_post(self, person: str, number: int, text: str) -> None:
        """Answer a post for the team of a person."""
        if not self.visitors.submissions.take(person):
            raise RefusedError("too often; wait a moment", "too_often")
        await self.ask(lambda: self.exercise.answer_post(person, number, text))

    async def reply(self, person: str, message: str, text: str) -> None:
        """Reply to a message for the team of a person."""
        if not self.visitors.submissions.take(person):
            raise RefusedError("too often; wait a moment", "too_often")
        await self.ask(lambda: self.exercise.reply(person, message, text))

    async def take_note(
        self, person: str, text: str, about: Subject = "moment", quote: str = "", target: str = ""
    ) -> None:
        """Keep what an observer notes on their team."""
        if not self.visitors.submissions.take(person):
            raise RefusedError("too often; wait a moment", "too_often")
        await self.ask(lambda: self.exercise.take_note(text, None, about, quote, person, target))

    async def put_away(self, person: str, message: str) -> None:
        """Keep that a person has seen a message. Nobody else is told."""
        await self.in_thread(lambda: self.exercise.put_away(person, message))

    # -- telling the pages ----------------------------------------------------------------------

    def shared_panel(self, kind: str, stamp: object, make: Callable[[], Markup]) -> Markup:
        """Return a part that many pages show, made once for each stamp."""
        if kind not in self._panels or self._panels[kind][0] != stamp:
            self._panels[kind] = stamp, make()
        return self._panels[kind][1]

    def watch(self, watcher: Watcher) -> None:
        """Tell this page of every change from now on."""
        self._watchers.add(watcher)

    def unwatch(self, watcher: Watcher) -> None:
        """Stop telling a page that is gone."""
        self._watchers.discard(watcher)

    async def _tell(self) -> None:
        """Tell all pages what has changed, many changes at once."""
        while True:
            await self._changed.wait()
            await asyncio.sleep(GATHERED)
            self._changed.clear()
            for watcher in list(self._watchers):
                try:
                    watcher(self.snapshot)
                except Exception:  # one page that fails must not keep changes from the others
                    self.unwatch(watcher)
                    logging.getLogger(__name__).exception("a page could not be renewed")
                await asyncio.sleep(0)
            self.all_told(self.snapshot)

    async def _watch_timer(self) -> None:
        """Close rounds whose time is over, if they are to, and keep the timer."""
        waited = 0.0
        while True:
            await asyncio.sleep(1.0)
            waited += 1.0
            snapshot = self.snapshot
            with suppress(ShitstormError):
                if snapshot.running and snapshot.automatic and snapshot.left <= 0.0:
                    await self.close_round()
                elif snapshot.deadline_passed:
                    await self.refresh()
                elif snapshot.running and waited >= KEPT_EVERY:
                    waited = 0.0
                    await self.in_thread(self.exercise.keep_time)
