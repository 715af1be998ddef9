"""Waits in hours of rhythm, and the tick at which one is over."""

from sim.storm.state import NEVER, World


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
