"""When something next reaches a person: visits, the feed, deadlines, news."""

import math

from sim.storm import rules
from sim.storm.chance import Purpose, uniform
from sim.storm.feeling import is_waiting
from sim.storm.hearing import is_addressed
from sim.storm.promises import deadline_of
from sim.storm.state import GONE, NEVER, WHOLE, CompanyMessage, PersonState, World


def arrive(person: PersonState, world: World) -> None:
    """Plan, before the first tick, the first visit, the first post met, the discovery."""
    case, rhythm = world.case, world.clock.rhythm
    world.tally.trust += int(person.trust * WHOLE)
    world.tally.grievance += int(person.grievance * WHOLE)
    if person.stance == GONE:  # since an earlier crisis
        person.wakes = person.visits = NEVER
        person.meets = math.inf
        world.tally.gone += 1
        return
    plan_visit(person, world, 0, 0.0, visit_pace(person, world, 0))
    person.meets = rules.waiting_time(uniform(person.stream, 0, Purpose.MEET), person.looks)
    if person.outsider:
        person.meets = math.inf
    if person.affected and case.lasting and case.incident < case.ticks:
        pace = 1.0 / world.p.discovery_time
        bring_forward(person, world, 0, rhythm[case.incident], pace, Purpose.DISCOVER)
    person.wakes = person.visits


def plan_next(person: PersonState, world: World, tick: int, visited: bool, met: bool) -> None:
    """Plan the next visit to the page, and the next time that the feed shows something."""
    # From the instant of the visit, not from the tick that it fell into: waits do not round up.
    since = person.visit_time if visited else world.clock.rhythm[tick]
    plan_visit(person, world, tick, since, visit_pace(person, world, tick))
    person.wakes = person.visits
    due = deadline_of(person, world)
    if due >= 0:
        person.wakes = min(person.wakes, max(tick + 1, due))
    if person.answer_at >= 0:
        person.wakes = min(person.wakes, person.answer_at)
    if met:
        draw = uniform(person.stream, tick, Purpose.MEET)
        person.meets += rules.waiting_time(draw, person.looks)


def plan_visit(person: PersonState, world: World, tick: int, since: float, pace: float) -> None:
    """Plan the next visit after an exponential wait, at this pace per hour of rhythm."""
    draw = uniform(person.stream, tick, Purpose.VISIT)
    person.visit_time = since + rules.waiting_time(draw, pace)
    person.visits = tick_at(world, tick, person.visit_time)


def bring_forward(
    person: PersonState, world: World, tick: int, since: float, pace: float, purpose: int
) -> None:
    """Bring a visit forward, after an exponential wait. It is never put back."""
    time = since + rules.waiting_time(uniform(person.stream, tick, purpose), pace)
    if time < person.visit_time:
        person.visit_time = time
        person.visits = tick_at(world, tick, time)
        person.wakes = min(person.wakes, person.visits)


def visit_pace(person: PersonState, world: World, tick: int) -> float:
    """Visits to the page per hour of average rhythm: calm, waiting, heated."""
    p = world.p
    visits = rules.habitual_visits(p.page_visits, person.activity)
    if person.outsider:
        visits = p.outsider_visits * p.page_visits
    if person.aware:
        if is_waiting(person, world, tick):
            pressing = person.clients * (1.0 - person.relief)
            visits += rules.checking_visits(p.check_visits, pressing)
        heated = rules.combined_heat(person.arousal, person.grievance)
        visits += p.heated_visits * heated * rules.keenness(person.activity, p.revisits_inactive)
    return rules.hourly(visits)


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


def reach_directly(person: PersonState, world: World, message: CompanyMessage, tick: int) -> None:
    """Bring those whom a direct message addresses to the page within hours."""
    if person.stance != GONE and is_addressed(person, world, message):
        pace = 1.0 / world.p.direct_read_time
        bring_forward(person, world, tick, world.clock.rhythm[tick], pace, Purpose.DELAY)


def read_article(person: PersonState, world: World, tick: int) -> None:
    """Bring some of the wider public to the page after an article, within a day."""
    if person.stance == GONE or not person.outsider:
        return
    if uniform(person.stream, tick, Purpose.READ_ARTICLE) < world.case.outsiders_reached:
        pace = 1.0 / world.p.article_read_time
        bring_forward(person, world, tick, world.clock.rhythm[tick], pace, Purpose.DELAY)
