"""Taking a stance: speak out, defend, calm down, come back from the private channel."""

from sim.storm import rules
from sim.storm.awareness import change_stance
from sim.storm.chance import Purpose, uniform
from sim.storm.feeling import emptiness, is_waiting
from sim.storm.promises import disappoint
from sim.storm.putting_off import after_putting_off
from sim.storm.state import CRITIC, DEFENDER, FOLLOWER, NEVER, PersonState, World


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
        chance = rules.falls_silent(heated, person.threshold, p.calming, p.silence_margin)
        if chance > 0.0 and uniform(person.stream, tick, Purpose.CALM) < chance:
            change_stance(person, world, FOLLOWER)
        return
    share = critical / (critical + defending) if critical > 0.0 else 0.0
    if not person.private:
        chance = rules.speaks_out(
            heated,
            person.threshold,
            rules.among_friends(p.voice, person.friends_critical, p.friends_agree),
            person.activity,
            share,
            p.conformity,
            page.critics / world.case.people,
            p.crowd_half,
        )
        if chance > 0.0 and uniform(person.stream, tick, Purpose.SPEAK) < chance:
            speak_or_put_off(person, world, tick, CRITIC)
            return
    consider_defence(person, world, tick, critical, defending, heated)


def speak_or_put_off(person: PersonState, world: World, tick: int, stance: int) -> None:
    """Take a stance in public now, or mean to. Those who wait for an answer do not put it off.

    What is put off is put off once: further looks do not bring it forward.
    """
    if is_waiting(person, world, tick):
        change_stance(person, world, stance)
        return
    if person.means == stance and person.speaks_at < NEVER:
        return
    said_at = after_putting_off(person, world, tick)
    if said_at <= tick:
        change_stance(person, world, stance)
        return
    person.speaks_at = said_at
    person.means = stance


def consider_defence(
    person: PersonState,
    world: World,
    tick: int,
    critical: float,
    defending: float,
    heated: float,
) -> None:
    """Take up, or lay down, the company's defence: trust × own calm × how unfair it looks."""
    p = world.p
    if critical > 0.0:
        feel_sympathy(person, world, tick, critical, defending)
    if person.stance == DEFENDER:
        rest = rules.lays_down(p.defender_rest, person.sympathy)
        if uniform(person.stream, tick, Purpose.REST) < rest:
            change_stance(person, world, FOLLOWER)
        return
    readiness = rules.readiness_to_defend(p.defending, person.called, p.call_readiness)
    moved = rules.raise_towards_one(person.sympathy, p.loyalty if critical > 0.0 else 0.0)
    chance = rules.defends(person.trust, heated, moved, readiness, p.defend_trust)
    if chance > 0.0 and uniform(person.stream, tick, Purpose.DEFEND) < chance:
        speak_or_put_off(person, world, tick, DEFENDER)


def feel_sympathy(
    person: PersonState, world: World, tick: int, critical: float, defending: float
) -> None:
    """Feel sympathy for the company as far as the attack looks unfair and nobody answers it."""
    p = world.p
    unfairness = rules.unfair(
        critical,
        world.page.harshness,
        person.admitted,
        emptiness(person, world, tick, tick),
        p.pile_on_posts,
        p.unfair_if_mild,
        p.sympathy_ungiven,
    )
    alone = rules.left_unanswered(critical, defending)
    person.sympathy = rules.raise_towards_one(person.sympathy, p.sympathy_gain * unfairness * alone)


def come_back(person: PersonState, world: World, tick: int) -> None:
    """Leave the private channel: when it is repaired, or from waiting too long unanswered."""
    p, case = world.p, world.case
    if tick >= case.repaired:
        person.private = 0
        world.tally.left_private += 1
        return
    waited = min(world.page.private_wait, (tick - person.private_since) * case.tick_hours)
    impatient = waited > p.private_patience
    if impatient and uniform(person.stream, tick, Purpose.RETURN) < p.private_return:
        person.private = 0
        world.tally.left_private += 1
        disappoint(person, world, tick)
