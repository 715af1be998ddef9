"""Publish what the company says: a message before the people, with the levers it moves."""

from dataclasses import fields

from sim.storm.ledger import PromiseEntry
from sim.storm.levers import Levers
from sim.storm.state import CompanyMessage, World, fields_of

PLANTED_FOR = 24.0
"""Hours over which bought posts keep coming."""


def post_message(world: World, levers: Levers, tick: int, promise: PromiseEntry | None) -> int:
    """Put a message before the people, on the page or directly, and return posts deleted.

    Fills the next record of ``world.messages`` and moves the page's own levers. ``promise``
    is what the company's ledger says of the deadline in it, if it has one.
    """
    page = world.page
    if levers.neutral:
        return 0
    message = world.messages[page.messages]
    message.tick = tick
    message.direct = int(levers.reach <= 0.0 and (levers.private > 0.0 or levers.mobilises > 0.0))
    message.deadline = -1 if promise is None else promise.due
    message.met = int(promise is not None and promise.met)
    message.revising = int(levers.revises > 0.0)
    message.answers = -1.0 if levers.answers is None else levers.answers
    if levers.answers is not None:
        page.answering = page.messages
    for name in HEARD:
        setattr(message, name, getattr(levers, name))
    if levers.explains > 0.0 and levers.reach > 0.0:
        page.evidence = page.messages
    if levers.reach > 0.0:
        page.newest = page.messages
        page.spoke_at = tick
        if promise is not None:
            page.promise = page.messages
        elif levers.revises > 0.0:
            page.promise = -1
        if levers.pinned > 0.0:
            page.pinned = page.messages
    page.messages += 1
    if levers.astroturf_rate > 0.0:
        page.plant_rate = levers.astroturf_rate
        page.plant_until = tick + round(PLANTED_FOR / world.case.tick_hours)
    deleted = _delete(world, levers.deletes, tick)
    if deleted == 0:
        message.deletes = 0.0  # Where nothing was, nobody can notice that it is gone.
    return deleted


def utter_remark(world: World, tick: int) -> None:
    """Post the remark of the company that is the incident, seen like any other post."""
    message = world.messages[world.page.messages]
    message.tick, message.deadline, message.remark, message.reach = tick, -1, 1, 1.0
    world.page.newest = world.page.messages
    world.page.messages += 1


HEARD = tuple(
    field.name
    for field in fields(Levers)
    if field.name in fields_of(CompanyMessage) and field.name not in ("deadline", "answers")
)
"""Levers that hearers take from a message as they are."""


def _delete(world: World, share: float, tick: int) -> int:
    """Take a share of the visible critical posts off the page, and return their number.

    What was read before is gone with the rest, or newer posts would be taken for it.
    """
    page = world.page
    world.past[: tick + 1] *= 1.0 - share
    page.critical_1 *= 1.0 - share
    page.critical_2 *= 1.0 - share
    page.critical_3 *= 1.0 - share
    page.critical = page.critical_1 + page.critical_2 + page.critical_3
    removed = int(share * page.standing)
    page.standing -= removed
    return removed
