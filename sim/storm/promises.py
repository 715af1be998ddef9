"""Promises fall due: kept or broken, and what that does to those who believed in them."""

from sim.storm import rules
from sim.storm.putting_off import stir_anew
from sim.storm.state import GONE, SOME, PersonState, World


def deadline_of(person: PersonState, world: World) -> int:
    """Return the tick by which a person expects the repair, −1 if they expect none."""
    if person.believes < 0:
        return -1
    return world.messages[person.believes].deadline


def settle(person: PersonState, world: World, tick: int) -> bool:
    """Live through the outcome of a believed promise once it is due, as the company judged it.

    Return True if one was due.
    """
    due = deadline_of(person, world)
    if due < 0 or tick < due or person.stance == GONE:
        return False
    if world.messages[person.believes].met:
        person.trust = rules.raise_towards_one(person.trust, world.p.kept_promise)
    else:
        disappoint(person, world, due)
    person.believes = -1
    return True


def disappoint(person: PersonState, world: World, due: int) -> None:
    """Break the company's word to a person: trust, grievance, arousal. It is news again."""
    p = world.p
    feel_broken_word(person, world, due, 1.0)
    person.missed = min(SOME, max(person.missed, world.page.missed))
    person.word_due = -1
    # What was said is worth nothing now: as if nothing had been heard for a vacuum time.
    person.heard_at = min(person.heard_at, due * world.case.tick_hours - p.vacuum_time)


def hear_of_missed_times(person: PersonState, world: World, tick: int) -> None:
    """Learn of missed times from those who write: whoever passes one on quotes it."""
    unknown = world.page.missed - person.missed
    feel_broken_word(person, world, tick, world.p.miss_hearsay * unknown)
    person.missed = min(SOME, world.page.missed)


def feel_broken_word(person: PersonState, world: World, tick: int, weight: float) -> None:
    """Lose trust, be angered, and take it as news, less with each word broken before."""
    p, case = world.p, world.case
    affected = person.affected == 1
    at_stake = rules.stake(affected, case.harm, person.grievance, p.broken_unaffected)
    lost = weight * rules.trust_lost_by_breaking(
        p.broken_promise, p.broken_again, person.broken, at_stake
    )
    person.trust = rules.lower_towards_zero(person.trust, lost)
    hit = rules.passed_on_to_clients(lost, p.passed_on, person.clients, person.relief)
    person.grievance = rules.raise_towards_one(person.grievance, p.broken_grievance * hit)
    anger = p.broken_anger * rules.ANGER_PER_TRUST * hit
    person.arousal = rules.raise_towards_one(person.arousal, anger)
    novelty = rules.novelty(p.miss_novelty, min(NEWS_AT_MOST, person.broken))
    person.fatigue = rules.lower_towards_zero(person.fatigue, p.fatigue_news * novelty)
    person.news_at = rules.renewed(person.news_at, tick * case.tick_hours, novelty)
    person.broken = min(SOME, person.broken + 1)
    stir_anew(person, world, tick)


NEWS_AT_MOST = 20
"""Broken words after which a further one is no less news: by then it is none."""
