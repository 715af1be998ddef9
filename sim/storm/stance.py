"""Taking a stance: speak out, defend, calm down, come back from the private channel."""

from sim.storm import rules
from sim.storm.awareness import change_stance
from sim.storm.chance import Purpose, uniform
from sim.storm.feeling import emptiness
from sim.storm.promises import disappoint
from sim.storm.state import CRITIC, DEFENDER, FOLLOWER, PersonState, World


def take_stance(
    person: PersonState, world: World, tick: int, critical: float, defending: float
) -> None:
    """Speak out, defend, or calm down, at a look."""
    p, page = world.p, world.page
    if not person.aware:
        return
    heated = rules.combined_heat(person.arousal, person.grievance)
    if person.private:
        come_back(person, world, tick)
    if person.stance == CRITIC:
        chance = rules.falls_silent(heated, person.threshold, p.calming)
        if chance > 0.0 and uniform(person.stream, tick, Purpose.CALM) < chance:
            change_stance(person, world, FOLLOWER)
        return
    share = critical / (critical + defending) if critical > 0.0 else 0.0
    if not person.private:
        chance = rules.speaks_out(
            heated,
            person.threshold,
            p.voice,
            person.activity,
            share,
            p.conformity,
            page.critics / world.case.people,
            p.crowd_half,
        )
        if chance > 0.0 and uniform(person.stream, tick, Purpose.SPEAK) < chance:
            change_stance(person, world, CRITIC)
            return
    consider_defence(person, world, tick, critical, heated)


def consider_defence(
    person: PersonState, world: World, tick: int, critical: float, heated: float
) -> None:
    """Take up, or lay down, the company's defence: trust × own calm × how unfair it looks."""
    p = world.p
    if critical > 0.0:
        empty = emptiness(person, world, tick, tick)
        unfairness = rules.unfair(critical, world.page.harshness, person.admitted, empty)
        person.sympathy = rules.raise_towards_one(person.sympathy, p.sympathy_gain * unfairness)
    if person.stance == DEFENDER:
        if uniform(person.stream, tick, Purpose.REST) < 0.3 * (1.0 - person.sympathy):
            change_stance(person, world, FOLLOWER)
        return
    readiness = p.defending * (1.0 + 2.0 * person.called)
    chance = rules.defends(person.trust, heated, person.sympathy, readiness)
    if chance > 0.0 and uniform(person.stream, tick, Purpose.DEFEND) < chance:
        change_stance(person, world, DEFENDER)


def come_back(person: PersonState, world: World, tick: int) -> None:
    """Leave the private channel: when it is repaired, or from waiting too long unanswered."""
    p, case = world.p, world.case
    if tick >= case.repaired:
        person.private = 0
        return
    waited = min(world.page.private_wait, (tick - person.private_since) * case.tick_hours)
    if waited > p.private_patience and uniform(person.stream, tick, Purpose.RETURN) < 0.5:
        person.private = 0
        disappoint(person, world, tick)
