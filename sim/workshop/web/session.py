"""The session: where the pages meet the exercise.

Everything that may take time (storms, the disk) happens in threads; what everybody sees
is put together once per change and handed to all pages.
"""

import asyncio
import hashlib
import hmac
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from sim.errors import ShitstormError
from sim.exercise.debrief.replays import SEEDS
from sim.exercise.debrief.results import Debrief
from sim.exercise.decisions import Step
from sim.exercise.refusals import RefusedError
from sim.exercise.room import Draft, Member, Phase
from sim.exercise.running import RunningExercise
from sim.language.typesetting import Language
from sim.scenario.exercise import called
from sim.workshop.web.debrief_cache import look_back, write_page
from sim.workshop.web.limits import Limit
from sim.workshop.web.markup import Markup
from sim.workshop.web.snapshot import RoomSnapshot, SnapshotMaker

Answer = TypeVar("Answer")
Watcher = Callable[[RoomSnapshot], None]
TOGETHER = 0.08
"""Seconds for which changes are gathered before the pages are told."""
KEPT_EVERY = 5.0
"""Seconds after which the timer is kept in the log."""
THREADS = 8
FIRST_SEEDS = 4
"""Pairs of runs of the first debrief, which is there at once."""


class WebSession:
    """One exercise, and everybody who looks at it."""

    def __init__(
        self, exercise: RunningExercise, folder: Path, address: str, seeds: int = SEEDS
    ) -> None:
        self.exercise, self.folder, self.address = exercise, folder, address
        self.language: Language = exercise.room.language
        self.title = called(exercise.scenario.title, exercise.scenario.exercise, self.language)
        self.snapshot: RoomSnapshot
        self.seeds = seeds
        self.debrief: Debrief | None = None
        self.progress = (0, 1)
        """Runs of the debrief that are done, and all of them."""
        self.problem = ""
        """Why there is no debrief, if it went wrong."""
        self.answering = False
        """Whether the storms are being lived through just now."""
        self._drafts: dict[str, Draft] = {}
        """What is being written just now, by person: it is on the disk a moment later."""
        self.submissions = Limit(12, 20)
        self.writing = Limit(120, 600)
        self.attempts = Limit(10, 6)
        self.attempts_of_all = Limit(60, 30)
        self._looking = SnapshotMaker(exercise)
        self._drawn: dict[str, tuple[object, Markup]] = {}
        self._threads = ThreadPoolExecutor(THREADS, "exercise")
        self._watchers: set[Watcher] = set()
        self._changed = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._replay: asyncio.Task[None] | None = None

    # -- who may do what ------------------------------------------------------------------------

    def leads(self, secret: str | None) -> bool:
        """Whether this is the facilitator's secret."""
        return bool(secret) and hmac.compare_digest(
            str(secret).encode(), self.exercise.room.secret.encode()
        )

    @property
    def projector_key(self) -> str:
        """What the projector's address ends with: shows everything, and can do nothing."""
        return hashlib.sha256(f"projector {self.exercise.room.secret}".encode()).hexdigest()[:20]

    def member(self, person: str | None) -> Member | None:
        """Who has this key, if anybody."""
        return self.snapshot.members.get(person or "")

    # -- asking the exercise --------------------------------------------------------------------

    async def start(self) -> None:
        """Look for the first time, and begin to watch the clock."""
        await self.aside(self.exercise.prepare)
        self.snapshot = await self.aside(self._looking.look)
        self._tasks = [asyncio.create_task(self._tell()), asyncio.create_task(self._watch())]

    async def stop(self) -> None:
        """Nobody watches any more; the time that was played is kept."""
        for task in self._tasks:
            task.cancel()
        with suppress(ShitstormError):
            await self.aside(self.exercise.keep_time)
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def aside(self, work: Callable[[], Answer]) -> Answer:
        """Do something that takes time in a thread of its own."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def ask(self, work: Callable[[], Answer]) -> Answer:
        """Ask the exercise for something, and look at what has become of it."""
        try:
            return await self.aside(work)
        finally:
            await self.look()

    async def look(self) -> None:
        """Put a new snapshot together and tell all pages soon."""
        snapshot = await self.aside(self._looking.look)
        if snapshot.taken >= self.snapshot.taken:
            self.snapshot = snapshot
        self._changed.set()

    async def close_round(self) -> None:
        """Close the round; while the storms answer, the pages say so."""
        await self._answered(self.exercise.close_round)

    async def close(self) -> None:
        """End the exercise."""
        await self._answered(self.exercise.close)

    async def rewind(self, number: int) -> None:
        """Go back to before a round; what is looked back on will be another exercise."""
        self.debrief, self.problem, self.progress = None, "", (0, 1)
        await self._answered(lambda: self.exercise.rewind(number))

    async def _answered(self, work: Callable[[], None]) -> None:
        self.answering = True
        self._changed.set()
        try:
            await self.ask(work)
        finally:
            self.answering = False
            self._changed.set()

    # -- the debrief ----------------------------------------------------------------------------

    def look_back(self) -> None:
        """Begin the debrief, unless it is there or under way.

        A few pairs of runs are there soon; all of them follow and take their place.
        """
        if self.debrief is None and self._replay is None and not self.problem:
            self._replay = asyncio.create_task(self._look_back())

    async def _look_back(self) -> None:
        """Replay in a thread, and tell the pages now and then how far it is."""
        loop, ways = asyncio.get_running_loop(), self.snapshot.lines

        def told(done: int, total: int) -> None:
            self.progress = (done, total)
            loop.call_soon_threadsafe(self._changed.set)

        try:
            for seeds in (min(FIRST_SEEDS, self.seeds), self.seeds):
                debrief = await self.aside(
                    lambda seeds=seeds: look_back(  # type: ignore[misc]
                        self.exercise, self.folder, self.seeds, seeds, told
                    )
                )
                if ways != self.snapshot.lines or self.snapshot.phase is not Phase.closed:
                    return
                self.debrief = debrief
                await self._write_page()
                if debrief.seeds >= self.seeds:
                    return
                self._changed.set()
        except ShitstormError as wrong:
            self.problem = str(wrong)
        finally:
            self._replay = None
            self._changed.set()

    @property
    def refining(self) -> bool:
        """Whether a first debrief is there, and more pairs of runs follow."""
        return self.debrief is not None and self._replay is not None

    async def note(self, field: str, text: str) -> None:
        """Write something down in the debrief; the hand-out has it as well."""
        await self.aside(lambda: self.exercise.note(field, text))
        await self._write_page()
        await self.look()

    async def _write_page(self) -> None:
        if (debrief := self.debrief) is not None:
            await self.aside(lambda: write_page(debrief, self.exercise, self.folder))

    # -- drafts ---------------------------------------------------------------------------------

    def draft(self, person: str) -> Draft | None:
        """What somebody has written and not submitted."""
        return self._drafts.get(person) or self.exercise.room.drafts.get(person)

    def writes(self, person: str, draft: Draft) -> None:
        """Somebody writes: their page finds it again, whatever happens to the page."""
        self._drafts[person] = draft

    async def keep(self, person: str, draft: Draft) -> None:
        """Put a draft on the disk; nobody is told of it."""
        self._drafts[person] = draft
        await self.aside(lambda: self.exercise.keep_draft(person, draft))

    # -- decisions ------------------------------------------------------------------------------

    async def submit(self, person: str, steps: list[Step]) -> str:
        """Submit for the team of this person; who is replaced by it, or nothing.

        The last one who submits is the one that counts, and is told whom it replaces.
        """
        if not self.submissions.take(person):
            raise RefusedError("too often; wait a moment", "too_often")

        return await self.ask(lambda: self.exercise.submit(person, steps))

    def drawn(self, kind: str, stamp: object, make: Callable[[], Markup]) -> Markup:
        """Something that many pages show, put together once for as long as it is the same."""
        if kind not in self._drawn or self._drawn[kind][0] != stamp:
            self._drawn[kind] = stamp, make()
        return self._drawn[kind][1]

    # -- telling the pages ----------------------------------------------------------------------

    def watch(self, watcher: Watcher) -> None:
        """Tell this page of every change from now on."""
        self._watchers.add(watcher)

    def leave(self, watcher: Watcher) -> None:
        """A page is gone."""
        self._watchers.discard(watcher)

    async def _tell(self) -> None:
        """Tell all pages what has changed, many changes at once."""
        while True:
            await self._changed.wait()
            await asyncio.sleep(TOGETHER)
            self._changed.clear()
            for watcher in list(self._watchers):
                try:
                    watcher(self.snapshot)
                except Exception:  # one page that fails must not keep the news from the others
                    self._watchers.discard(watcher)
                    logging.getLogger(__name__).exception("a page could not be renewed")
                await asyncio.sleep(0)

    async def _watch(self) -> None:
        """Close rounds whose time is over, if they are to, and keep the timer."""
        waited = 0.0
        while True:
            await asyncio.sleep(1.0)
            waited += 1.0
            snapshot = self.snapshot
            with suppress(ShitstormError):
                if snapshot.running and snapshot.automatic and snapshot.left <= 0.0:
                    await self.close_round()
                elif snapshot.running and waited >= KEPT_EVERY:
                    waited = 0.0
                    await self.aside(self.exercise.keep_time)

    @property
    def decides(self) -> bool:
        """Whether a round is open just now."""
        return self.snapshot.phase is Phase.deciding and not self.answering
