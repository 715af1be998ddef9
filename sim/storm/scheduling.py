"""When something next reaches a person: visits, the feed, deadlines, news."""

import math

from sim.storm import rules
from sim.storm.chance import Purpose, uniform
from sim.storm.feeling import is_waiting
from sim.storm.hearing import is_addressed
from sim.storm.precision import single
from sim.storm.promises import deadline_of
from sim.storm.state import GONE, NEVER, PRESS, WHOLE, CompanyMessage, PersonState, World
from sim.storm.waits import tick_at


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
    pace = visit_pace(person, world, tick)
    if visited:
        # From the instant of the visit, not from its tick: waits do not round up.
        plan_visit(person, world, tick, person.visit_time, pace)
    elif single(pace) != person.pace:
        change_pace(person, world, tick, pace)
    person.wakes = person.visits
    due = deadline_of(person, world)
    if due >= 0:
        person.wakes = min(person.wakes, max(tick + 1, due))
    if person.answer_at >= 0:
        person.wakes = min(person.wakes, person.answer_at)
    person.wakes = min(person.wakes, person.speaks_at)
    if met:
        draw = uniform(person.stream, tick, Purpose.MEET)
        person.meets += rules.waiting_time(draw, person.looks)


def plan_visit(person: PersonState, world: World, tick: int, since: float, pace: float) -> None:
    """Plan the next visit after a heavy-tailed wait, at this pace per hour of rhythm."""
    draw = uniform(person.stream, tick, Purpose.VISIT)
    person.visit_time = since + rules.heavy_wait(draw, pace, world.p.waiting_tail)
    person.pace = single(pace)
    person.visits = tick_at(world, tick, person.visit_time)


def change_pace(person: PersonState, world: World, tick: int, pace: float) -> None:
    """Stretch or shorten what is left of the wait for the next visit to a new pace."""
    now = world.clock.rhythm[tick]
    left = max(0.0, person.visit_time - now)
    person.visit_time = now + left * person.pace / pace
    person.visits = tick_at(world, tick, person.visit_time)
    person.pace = single(pace)


def bring_forward(
    person: PersonState, world: World, tick: int, since: float, pace: float, purpose: int
) -> None:
    """Bring a visit forward, after an exponential wait. It is never put back."""
    time = since + rules.waiting_time(uniform(person.stream, tick, purpose), pace)
    if time < person.visit_time:
        person.visit_time = time
        person.visits = tick_at(world, tick, time)
        person.wakes = min(person.wakes, person.visits)


def come_to_look(person: PersonState, world: World, tick: int) -> None:
    """Bring those who believed in a time to the page once it is over, to see if it was met."""
    pace = 1.0 / world.p.due_return
    bring_forward(person, world, tick, world.clock.rhythm[tick], pace, Purpose.DUE)


def visit_pace(person: PersonState, world: World, tick: int) -> float:
    """Visits to the page per hour of average rhythm: calm, waiting, heated."""
    p = world.p
    visits = 0.0  # The wider public has no habit of coming: friends, news or heat bring them.
    if not person.outsider:
        visits = rules.habitual_visits(p.page_visits, person.activity)
    if person.aware:
        if is_waiting(person, world, tick):
            pressing = person.clients * (1.0 - person.relief)
            visits += rules.checking_visits(p.check_visits, pressing)
        heated = rules.combined_heat(person.arousal, person.grievance)
        visits += p.heated_visits * heated * rules.keenness(person.activity, p.revisits_inactive)
    return rules.hourly(visits)


def reach_directly(person: PersonState, world: World, message: CompanyMessage, tick: int) -> None:
    """Bring those whom a direct message addresses to the page within hours."""
    if person.stance != GONE and is_addressed(person, world, message):
        pace = 1.0 / world.p.direct_read_time
        bring_forward(person, world, tick, world.clock.rhythm[tick], pace, Purpose.DELAY)


def read_article(person: PersonState, world: World, tick: int) -> None:
    """Bring those who read an article to the page within a day. What it quotes is known."""
    page = world.page
    if person.stance == GONE:
        return
    if uniform(person.stream, tick, Purpose.READ_ARTICLE) < page.article_reach:
        person.news_at = tick * world.case.tick_hours
        if not person.aware:
            person.learnt_from = PRESS
        pace = 1.0 / world.p.article_read_time
        bring_forward(person, world, tick, world.clock.rhythm[tick], pace, Purpose.DELAY)
        if page.quoted and page.newest >= 0 and person.heard < page.newest:
            admits = single(world.messages[page.newest].admits)
            person.admitted = max(person.admitted, admits)
