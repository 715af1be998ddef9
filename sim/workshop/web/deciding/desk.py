"""The desks of the teams: their drafts while they are written, by many hands at once.

Changes are gathered for a moment, shown to everybody of the team, and a little later put on the
disk, each draft at most once a second however fast it changes.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress

from pydantic import ValidationError

from sim.errors import ShitstormError
from sim.exercise.decisions import MOST_IN_A_ROUND, Step
from sim.exercise.running import RunningExercise
from sim.workshop.web.deciding.team_draft import TeamDraft
from sim.workshop.web.forms import values_of

Watcher = Callable[[str], None]
"""Is told which team's desk has changed."""
GATHERED = 0.25
"""Seconds for which changes are gathered before pages are told."""
SAVED_EVERY = 1.0
"""Seconds between two times at which a draft is put on the disk."""
WRITING_FOR = 4.0
"""Seconds after a change for which somebody counts as writing."""
logger = logging.getLogger(__name__)


class DraftDesk:
    """One team's draft, who writes in it, and how far it is on the disk."""

    def __init__(self, draft: TeamDraft) -> None:
        self.draft = draft
        self.former: TeamDraft | None = None
        """The draft of the round before, as long as its last words may still come in."""
        self.changes = 0
        """Changes so far, those without an effect included."""
        self.saved = 0
        """Changes that are on the disk."""
        self.told: object = None
        """What the pages have been told of."""
        self.failed = False
        """True if it could not be put on the disk the last time."""
        self._saved_at = 0.0
        self._writing: dict[str, tuple[int | None, float]] = {}

    def go_on(self, number: int, branch: int) -> None:
        """Begin the draft of another round."""
        self.former, self.draft = self.draft, self.draft.following(number, branch)
        self.changes += 1

    def offer(self, used: bool) -> list[Step]:
        """End the offer of what was being written before. Return it if it is used."""
        kept, self.draft.kept, self.former = self.draft.kept, [], None
        self.changes += 1
        return kept if used else []

    def touch(self, person: str = "", key: int | None = None) -> None:
        """Note a change, and who is writing in which response."""
        self.changes += 1
        if self.former is not None:
            self.draft.kept = self.former.left
        if person:
            self._writing[person] = key, time.monotonic()

    def writing(self, key: int | None) -> list[str]:
        """Return the people who are writing in a response, or anywhere."""
        now = time.monotonic()
        for person, (_, at) in list(self._writing.items()):
            if now - at > WRITING_FOR:
                del self._writing[person]
        return [each for each, (where, _) in self._writing.items() if key is None or where == key]

    @property
    def news(self) -> object:
        """What the pages are to be told of: changes, what is on the disk, and who is writing."""
        return self.changes, self.saved, tuple(self.writing(None)), *self._writing.values()

    @property
    def waits(self) -> bool:
        """True if pages are to be told, something is to be saved, or somebody was writing."""
        return bool(self._writing) or self.told != self.news or self.saved < self.changes

    @property
    def may_save(self) -> bool:
        """True if there is something to save and it is not too soon."""
        return self.saved < self.changes and time.monotonic() - self._saved_at >= SAVED_EVERY

    def begin_saving(self) -> tuple[int, str]:
        """Return the number of changes and the body that is to be saved."""
        self._saved_at = time.monotonic()
        return self.changes, self.draft.model_dump_json()


class Desks:
    """The desks of all teams of a room."""

    def __init__(self, exercise: RunningExercise) -> None:
        self.exercise = exercise
        self._desks: dict[str, DraftDesk] = {}
        self._watchers: set[Watcher] = set()
        self._work: asyncio.Task[None] | None = None
        self._waiting = asyncio.Event()

    # -- drafts ---------------------------------------------------------------------------------

    def of(self, team: str) -> DraftDesk:
        """Return the desk of a team, with the draft of the round that is played or comes next."""
        room = self.exercise.room
        number, branch = room.round, len(room.branches)
        desk = self._desks.get(team)
        if desk is None:
            desk = self._desks[team] = DraftDesk(self._former(team, number, branch))
        if (desk.draft.round, desk.draft.branch) != (number, branch):
            desk.go_on(number, branch)
            self._waiting.set()
        return desk

    def _former(self, team: str, number: int, branch: int) -> TeamDraft:
        """Return the first draft of a team, with what was written before drafts were shared."""
        draft, room = TeamDraft(round=number, branch=branch), self.exercise.room
        draft.add(*map(values_of, room.teams.get(team, {}).get(number, [])))
        draft.submitted = draft.mark if draft.lines else None
        for member in room.members_of(team):
            own = room.drafts.get(member.person)
            if own is not None and own.round == number:
                draft.add(*own.steps)
        return draft

    def keep(self, team: str, steps: list[Step]) -> None:
        """Keep steps whose form is no longer there. They are offered with the next round."""
        desk = self.of(team)
        desk.former = None
        desk.draft.kept = [*desk.draft.kept, *steps][:MOST_IN_A_ROUND]
        self.touch(team)

    def touch(self, team: str, person: str = "", key: int | None = None) -> None:
        """Note a change of a team's draft. Pages are told of it soon."""
        self._desks[team].touch(person, key)
        self._waiting.set()

    def watch(self, watcher: Watcher) -> None:
        """Tell this page of every change from now on."""
        self._watchers.add(watcher)

    def unwatch(self, watcher: Watcher) -> None:
        """Stop telling a page that is gone."""
        self._watchers.discard(watcher)

    # -- work -----------------------------------------------------------------------------------

    async def start(self) -> None:
        """Take up the drafts that are on the disk, and begin to work."""
        exercise = self.exercise
        kept = await asyncio.to_thread(exercise.log.drafts, exercise.room.code)
        for team, body in kept.items():
            if team in exercise.room.teams:
                try:
                    self._desks[team] = DraftDesk(TeamDraft.model_validate_json(body))
                except ValidationError:
                    logger.error("the draft of %s cannot be read; it begins empty", team)
        self._work = asyncio.create_task(self._tell_and_save())

    async def stop(self) -> None:
        """Stop working, and save what is left."""
        if self._work is not None:
            self._work.cancel()
        for team, desk in self._desks.items():
            if desk.saved < desk.changes:
                with suppress(ShitstormError):
                    await self._save(team, desk)

    async def _tell_and_save(self) -> None:
        while True:
            await self._waiting.wait()
            self._waiting.clear()
            while any(desk.waits for desk in self._desks.values()):
                await asyncio.sleep(GATHERED)
                for team, desk in list(self._desks.items()):
                    await self._work_at(team, desk)

    async def _work_at(self, team: str, desk: DraftDesk) -> None:
        """Tell the pages of a team what is new, and save it."""
        if desk.may_save:
            try:
                await self._save(team, desk)
                desk.failed = False
            except ShitstormError as wrong:  # phones keep the words until it succeeds
                if not desk.failed:
                    logger.error("the draft of %s is not on the disk: %s", team, wrong)
                desk.failed = True
        if desk.told != (news := desk.news):
            desk.told = news
            for watcher in list(self._watchers):
                try:
                    watcher(team)
                except Exception:  # one page that fails must not keep changes from the others
                    self._watchers.discard(watcher)
                    logger.exception("a page could not be renewed")

    async def _save(self, team: str, desk: DraftDesk) -> None:
        """Put a draft on the disk."""
        changes, body = desk.begin_saving()
        exercise = self.exercise
        await asyncio.to_thread(exercise.log.keep_draft, exercise.room.code, team, body)
        desk.saved = max(desk.saved, changes)
