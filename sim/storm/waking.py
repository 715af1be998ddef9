"""When something next reaches a person: visits, the feed, deadlines, news."""

import math
from typing import Any

from sim.storm import rules
from sim.storm.chance import Purpose, uniform
from sim.storm.feeling import is_waiting
from sim.storm.hearing import addressed
from sim.storm.state import GONE, NEVER, WHOLE


def arrive(person: Any, world: Any) -> None:
    """Before the first tick: the first visit, the first thing met, the failure discovered."""
    case = world.case
    draw = uniform(person.stream, 0, Purpose.VISIT)
    person.visits = tick_after(world, 0, -math.log(1.0 - draw) / visit_pace(person, world, 0))
    draw = uniform(person.stream, 0, Purpose.MEET)
    person.meets = -math.log(1.0 - draw) / person.looks
    if person.outsider:
        person.meets = math.inf
    if person.affected and case.lasting and case.incident < case.ticks:
        draw = uniform(person.stream, 0, Purpose.DISCOVER)
        at = tick_after(world, case.incident, -world.p.discovery_time * math.log(1.0 - draw))
        person.visits = min(person.visits, at)
    person.wakes = person.visits
    world.tally.trust += int(person.trust * WHOLE)


def plan_next(person: Any, world: Any, tick: int, met: bool) -> None:
    """When this person next visits the page, and when the feed next shows them something."""
    pace = visit_pace(person, world, tick)
    draw = uniform(person.stream, tick, Purpose.VISIT)
    person.visits = tick_after(world, tick, -math.log(1.0 - draw) / pace)
    person.wakes = person.visits
    if person.promised >= 0:
        person.wakes = min(person.wakes, max(tick + 1, person.promised))
    if met:
        draw = uniform(person.stream, tick, Purpose.MEET)
        person.meets = world.page.time - math.log(1.0 - draw) / person.looks


def visit_pace(person: Any, world: Any, tick: int) -> float:
    """Visits to the page per hour of average rhythm: calm, waiting, heated."""
    p = world.p
    pace = p.page_visits * min(4.0, person.activity)
    if person.outsider:
        pace = 0.1 * p.page_visits
    if person.aware:
        if is_waiting(person, world, tick):
            pace += p.check_visits * (1.0 + person.clients * (1.0 - person.relief))
        heated = rules.heat(person.arousal, person.grievance)
        pace += p.heated_visits * heated * rules.keenness(person.activity)
    per_hour: float = max(1e-6, pace / 24.0)
    return per_hour


def tick_after(world: Any, tick: int, hours: float) -> int:
    """The tick in which that many hours of average rhythm have passed; at least the next."""
    rhythm, ticks = world.clock.rhythm, world.case.ticks
    target = rhythm[tick] + hours
    if target >= rhythm[ticks]:
        return NEVER
    low, high = tick + 1, ticks
    while low < high:
        middle = (low + high) // 2
        if rhythm[middle] < target:
            low = middle + 1
        else:
            high = middle
    return low


def reach_directly(person: Any, world: Any, message: Any, tick: int) -> None:
    """A direct message brings those whom it addresses to look within hours."""
    if person.stance != GONE and addressed(person, message):
        draw = uniform(person.stream, tick, Purpose.DELAY)
        at = tick_after(world, tick, -3.0 * math.log(1.0 - draw))
        person.wakes = min(person.wakes, at)
        person.visits = min(person.visits, at)


def read_article(person: Any, world: Any, tick: int) -> None:
    """An article brings some of the wider public to the page within a day."""
    if person.stance == GONE or not person.outsider:
        return
    if uniform(person.stream, tick, Purpose.READ_ARTICLE) < world.case.outsiders_reached:
        draw = uniform(person.stream, tick, Purpose.DELAY)
        at = tick_after(world, tick, -8.0 * math.log(1.0 - draw))
        person.wakes = min(person.wakes, at)
        person.visits = min(person.visits, at)
