"""When something next reaches a person: visits, the feed, deadlines, news."""

import math

from sim.storm import rules
from sim.storm.chance import Purpose, uniform
from sim.storm.feeling import is_waiting
from sim.storm.hearing import addressed
from sim.storm.promises import deadline_of
from sim.storm.state import GONE, NEVER, WHOLE, Message, PersonState, World


def arrive(person: PersonState, world: World) -> None:
    """Before the first tick: the first visit, the first thing met, the failure discovered."""
    case, rhythm = world.case, world.clock.rhythm
    world.tally.trust += int(person.trust * WHOLE)
    world.tally.grievance += int(person.grievance * WHOLE)
    if person.stance == GONE:  # since an earlier crisis
        person.wakes = person.visits = NEVER
        person.meets = math.inf
        world.tally.gone += 1
        return
    come(person, world, 0, 0.0, visit_pace(person, world, 0), Purpose.VISIT)
    draw = uniform(person.stream, 0, Purpose.MEET)
    person.meets = -math.log(1.0 - draw) / person.looks
    if person.outsider:
        person.meets = math.inf
    if person.affected and case.lasting and case.incident < case.ticks:
        pace = 1.0 / world.p.discovery_time
        sooner(person, world, 0, rhythm[case.incident], pace, Purpose.DISCOVER)
    person.wakes = person.visits


def plan_next(person: PersonState, world: World, tick: int, visited: bool, met: bool) -> None:
    """When this person next visits the page, and when the feed next shows them something."""
    # From the instant of the visit, not from the tick that it fell into: waits do not round up.
    since = person.visit_time if visited else world.clock.rhythm[tick]
    come(person, world, tick, since, visit_pace(person, world, tick), Purpose.VISIT)
    person.wakes = person.visits
    due = deadline_of(person, world)
    if due >= 0:
        person.wakes = min(person.wakes, max(tick + 1, due))
    if person.answer_at >= 0:
        person.wakes = min(person.wakes, person.answer_at)
    if met:
        draw = uniform(person.stream, tick, Purpose.MEET)
        person.meets -= math.log(1.0 - draw) / person.looks


def come(
    person: PersonState, world: World, tick: int, since: float, pace: float, purpose: int
) -> None:
    """Plan the next visit: after an exponential wait, at this pace per hour of rhythm."""
    draw = uniform(person.stream, tick, purpose)
    person.visit_time = since - math.log(1.0 - draw) / pace
    person.visits = tick_at(world, tick, person.visit_time)


def sooner(
    person: PersonState, world: World, tick: int, since: float, pace: float, purpose: int
) -> None:
    """Something brings a visit forward, after an exponential wait; never back."""
    draw = uniform(person.stream, tick, purpose)
    time = since - math.log(1.0 - draw) / pace
    if time < person.visit_time:
        person.visit_time = time
        person.visits = tick_at(world, tick, time)
        person.wakes = min(person.wakes, person.visits)


def visit_pace(person: PersonState, world: World, tick: int) -> float:
    """Visits to the page per hour of average rhythm: calm, waiting, heated."""
    p = world.p
    pace = p.page_visits * min(4.0, person.activity)
    if person.outsider:
        pace = 0.1 * p.page_visits
    if person.aware:
        if is_waiting(person, world, tick):
            pace += p.check_visits * (1.0 + person.clients * (1.0 - person.relief))
        heated = rules.combined_heat(person.arousal, person.grievance)
        pace += p.heated_visits * heated * rules.keenness(person.activity)
    return max(1e-6, pace / 24.0)


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


def reach_directly(person: PersonState, world: World, message: Message, tick: int) -> None:
    """A direct message brings those whom it addresses to look within hours."""
    if person.stance != GONE and addressed(person, message):
        sooner(person, world, tick, world.clock.rhythm[tick], 1.0 / 3.0, Purpose.DELAY)


def read_article(person: PersonState, world: World, tick: int) -> None:
    """An article brings some of the wider public to the page within a day."""
    if person.stance == GONE or not person.outsider:
        return
    if uniform(person.stream, tick, Purpose.READ_ARTICLE) < world.case.outsiders_reached:
        sooner(person, world, tick, world.clock.rhythm[tick], 1.0 / 8.0, Purpose.DELAY)
