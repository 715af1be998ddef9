"""The run of a plan, the same for both engines: the company acts, the people live on.

An engine is asked for three things: the page as it stands, to live on to a tick, and to
bring a direct message to people.
"""

from typing import Any, Protocol

from sim.engines.output import Act
from sim.engines.setup import RunState
from sim.storm.publishing import post_message, utter_remark
from sim.storm.state import World


class Engine(Protocol):
    """An engine as the run of a plan needs it."""

    state: RunState
    world: World

    def live_until(self, begin: int, end: int) -> None:
        """Run the ticks from ``begin`` up to but not including ``end``."""

    def address(self, number: int, tick: int) -> None:
        """Bring direct message ``number`` to those whom it addresses."""

    def make_room(self) -> None:
        """Leave room for what the company may say next."""


def run_ticks(engine: Engine, begin: int, end: int) -> None:
    """Run ticks ``begin`` … ``end − 1``. Stopping and going on gives the same run."""
    tick = begin
    while tick < end:
        act(engine, tick)
        remark = engine.state.remark_at
        upto = min(end, engine.state.company.next_moment(tick), remark if remark > tick else end)
        engine.live_until(tick, upto)
        tick = upto


def act(engine: Engine, tick: int) -> None:
    """Let the company act on what it sees."""
    state = engine.state
    if tick == state.remark_at:
        engine.make_room()
        utter_remark(engine.world, tick)
    if not state.company.might_act(tick):
        return
    seen = state.company.observe(tick, engine.world.page, state.series)
    for response, levers, staff_hours in state.company.act(tick, seen):
        engine.make_room()
        number = int(engine.world.page.messages)
        promise = state.company.note(seen.hours, levers)
        deleted = post_message(engine.world, levers, tick, promise)
        state.series["company_posts"][tick] += levers.reach > 0.0
        state.series["deleted_posts"][tick] += deleted
        if engine.world.page.messages > number and engine.world.messages[number].direct:
            engine.address(number, tick)
        state.acts.append(
            Act(
                number=len(state.acts),
                tick=tick,
                hours=seen.hours,
                do=str(getattr(response, "do", "")),
                name=response.name,
                levers=levers,
                words=response.words,
                staff_hours=staff_hours,
                summary=summary(response),
            )
        )


def summary(response: Any) -> str:
    """Return what a response says or does in one line: its words, or its first line of help."""
    return str(response.words or (type(response).__doc__ or "").splitlines()[0])
