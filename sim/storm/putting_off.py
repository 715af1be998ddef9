"""Putting off: when people say what they mean to say, and what makes them say it sooner."""

from sim.storm import rules
from sim.storm.chance import Purpose, uniform
from sim.storm.state import CRITIC, NEVER, PersonState, World


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


def tick_at(world: World, tick: int, time: float) -> int:
    """The tick, after this one, that begins nearest to when so much rhythm has passed.

    Rounding to the nearest and not up keeps waits, and so the storm, free of the tick's length.
    """
    rhythm, ticks = world.clock.rhythm, world.case.ticks
    if time > 0.5 * (rhythm[ticks - 1] + rhythm[ticks]):
        return NEVER
    low, high = tick + 1, ticks - 1
    while low < high:
        middle = (low + high) // 2
        if 0.5 * (rhythm[middle] + rhythm[middle + 1]) < time:
            low = middle + 1
        else:
            high = middle
    return low
