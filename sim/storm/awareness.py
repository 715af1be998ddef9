"""Changes of stance and of knowledge, with the counts that they move."""

from sim.storm import rules
from sim.storm.chance import Purpose, uniform
from sim.storm.state import CRITIC, DEFENDER, SOME, UNAWARE, PersonState, World


def change_stance(person: PersonState, world: World, stance: int) -> None:
    """Change the stance and keep the counts."""
    tally = world.tally
    if person.stance == CRITIC:
        tally.critics -= 1
        tally.critics_affected -= person.affected
    elif person.stance == DEFENDER:
        tally.defenders -= 1
    if stance == CRITIC:
        tally.critics += 1
        tally.critics_affected += person.affected
        person.ever_critic = 1
    elif stance == DEFENDER:
        tally.defenders += 1
        person.ever_defender = 1
    person.stance = stance


def become_aware(
    person: PersonState,
    world: World,
    tick: int,
    news: int,
    route: int,
    told_after: int,
    excused: float,
) -> None:
    """Learn of the matter, which may offend, affected or not, the less the older the news is.

    ``news`` is the tick at which what they learn it from was news, ``route`` one of the ways in
    ``state.ROUTES``, ``told_after`` the people who passed it on before and ``excused`` the share
    of the offence that evidence excuses which comes with it.
    """
    if person.aware:
        return
    p, case = world.p, world.case
    now = tick * case.tick_hours
    person.aware = 1
    if person.learnt_from == UNAWARE:  # else an article brought them here
        person.learnt_from = route
        person.told_after = min(SOME, told_after)
    person.news_at = now
    world.tally.reached += 1
    if person.affected and case.lasting and tick < case.repaired:
        annoyance = p.first_annoyance * case.severity
        person.arousal = rules.raise_towards_one(person.arousal, annoyance)
        person.heard_at = now  # their question begins now
        if person.heard < 0 and case.severity > 0.0:
            draw = uniform(person.stream, 0, Purpose.EXPECT)
            hours = rules.expected_within(draw, p.first_word_hours, p.first_word_spread)
            person.word_due = tick + 1 + int(min(hours / case.tick_hours, case.ticks))
    if uniform(person.stream, 0, Purpose.OFFEND) < case.outrage_share:
        age = max(0, tick - news) * case.tick_hours
        strength = rules.offence(
            case.outrage_strength, interest(world, age), person.susceptibility, excused
        )
        before = person.grievance
        person.grievance = rules.raise_towards_one(before, strength)
        person.trust = rules.trust_lost_with_grievance(
            person.trust, before, person.grievance, p.offence_trust
        )
        person.arousal = rules.raise_towards_one(person.arousal, strength)


def interest(world: World, age: float) -> float:
    """Interest in this matter where it has been known for so many hours, 1 while fresh."""
    p = world.p
    return rules.interest(age, p.interest_time, p.interest_decay * world.case.fades)
