"""Putting off: when people say what they mean to say, and what makes them say it sooner."""

from sim.storm import rules
from sim.storm.chance import Purpose, uniform
from sim.storm.state import CRITIC, NEVER, PersonState, World
from sim.storm.waits import tick_at


def after_putting_off(person: PersonState, world: World, tick: int) -> int:
    """Draw the tick at which this person says what they now mean to: this one, or a later one.

    After the run is later than any of its ticks, and yet not never: it is put off all the same.
    """
    draw = uniform(person.stream, tick, Purpose.PUT_OFF)
    wait = rules.put_off(draw, world.p.put_off_time, world.p.put_off_tail)
    if wait < world.case.tick_hours:
        return tick
    return min(tick_at(world, tick, world.clock.rhythm[tick] + wait), NEVER - 1)


def stir_anew(person: PersonState, world: World, tick: int) -> None:
    """Bring forward a criticism that was put off, as what is news again is a new occasion."""
    if person.means == CRITIC and person.speaks_at < NEVER:
        said_at = max(tick + 1, after_putting_off(person, world, tick))
        person.speaks_at = min(person.speaks_at, said_at)
