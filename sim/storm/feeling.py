"""Feelings between events, in closed form: a person's mind from the last event to now."""

import math

from sim.storm import rules
from sim.storm.awareness import change_stance
from sim.storm.chance import Purpose, uniform
from sim.storm.page import time_between_private_words
from sim.storm.precision import single
from sim.storm.promises import deadline_of
from sim.storm.state import GONE, NEVER, PersonState, World


def feel(person: PersonState, world: World, tick: int) -> None:
    """Bring feelings up to now in closed form, and the hazard of leaving with them."""
    p, case = world.p, world.case
    hours = (tick - person.felt) * case.tick_hours
    if hours <= 0.0:
        return
    person.arousal = rules.fade(person.arousal, hours, p.arousal_half_life)
    person.fatigue = rules.fade(person.fatigue, hours, p.fatigue_half_life)
    person.sympathy = rules.fade(person.sympathy, hours, p.sympathy_half_life)
    person.trust = rules.comes_back(person.trust, person.first_trust, hours, p.trust_recovery)
    growth = waiting(person, world, tick)
    if growth > 0.0:
        # What makes grievance grow wears trust away.
        person.trust = rules.worn(person.trust, p.trust_erosion * growth / p.grievance_rate, hours)
    if 0 <= person.word_due <= tick:
        miss_first_word(person, world, tick)
    before = person.grievance
    if growth > 0.0 or before > 0.0:
        half_life = p.grievance_half_life * person.forgiveness_time
        relaxation = rules.relaxation_rate(half_life, person.trust)
        person.grievance = rules.relax_towards(before, growth, relaxation, hours)
        mean = 0.5 * (before + person.grievance)
        person.avoidance = rules.avoiding(
            person.avoidance, person.trust, mean, hours, p.avoidance_time
        )
        if person.customer and person.aware and person.stance != GONE:
            leave(person, world, tick, hours)
    person.felt = tick


def waiting(person: PersonState, world: World, tick: int) -> float:
    """Growth of grievance per hour since last felt, while the failure hits this person."""
    p, case, office = world.p, world.case, world.clock.office
    start = max(person.felt, case.incident)
    end = min(tick, case.repaired)
    if not (person.affected and person.aware and case.lasting) or end <= start:
        return 0.0
    hours = (end - start) * case.tick_hours
    office_share = (office[end] - office[start]) / hours
    press = rules.clients_press(person.clients, person.relief, office_share, p.clients_pressure)
    empty = emptiness(person, world, start, end)
    growth = rules.grievance_growth_rate(
        p.grievance_rate, case.severity, press, empty, person.blame, p.growth_unblamed
    )
    return growth * (end - start) / (tick - person.felt)


def is_waiting(person: PersonState, world: World, tick: int) -> bool:
    """Return True if the failure hits this person now and they know of it."""
    case = world.case
    hit = person.affected == 1 and person.aware == 1 and case.lasting == 1
    return hit and case.incident <= tick < case.repaired


def emptiness(person: PersonState, world: World, start: int, end: int) -> float:
    """Mean information vacuum of a person between two ticks.

    A believed deadline fills part of it. In private, word comes again and again, as often as
    the team can serve all who are there.
    """
    p, case = world.p, world.case
    since = max(0.0, start * case.tick_hours - person.heard_at)
    until = max(0.0, end * case.tick_hours - person.heard_at)
    if person.private:
        since, until = 0.0, time_between_private_words(world)
    stale = p.vacuum_time * (1.0 + p.roadmap_patience * person.knows_steps)
    empty = rules.vacuum(since, until, p.vacuum_floor, stale)
    due = deadline_of(person, world)
    if due >= end:
        left = (due - end) * case.tick_hours
        calm = rules.calmed_by_promise(p.promise_calm, left, p.promise_horizon)
        empty = rules.filled_by_promise(empty, calm, person.trust)
    return empty


def miss_first_word(person: PersonState, world: World, tick: int) -> None:
    """Lose trust and gain grievance as the time passes by which a first word was expected."""
    person.word_due = -1
    if tick < world.case.repaired:
        loss = world.p.first_word_loss
        person.trust = rules.lower_towards_zero(person.trust, loss)
        person.grievance = rules.raise_towards_one(person.grievance, loss)


def leave(person: PersonState, world: World, tick: int, hours: float) -> None:
    """Make a customer leave for good once lost trust and lasting grievance use up patience.

    Each has one draw of patience, the same under every plan, which the hazard uses up.
    """
    p, age = world.p, tick * world.case.tick_hours - person.news_at
    hazard = p.leaving * rules.decides(age, p.decision_time)
    wearied = rules.wearies(person.avoidance, hours, hazard)
    person.churn_hazard = single(person.churn_hazard + wearied)
    if uniform(person.stream, 0, Purpose.LEAVE) < rules.at_least_one(person.churn_hazard):
        change_stance(person, world, GONE)
        person.wakes = NEVER
        person.visits = NEVER
        person.meets = math.inf
        world.tally.left_private += person.private
        person.private = 0
        world.tally.gone += 1
        world.tally.customers_lost += 1
