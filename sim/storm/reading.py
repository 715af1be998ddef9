"""Reading others: what is in view, and what critics and defenders do to the reader."""

from sim.storm import rules
from sim.storm.awareness import become_aware, interest
from sim.storm.chance import Purpose, uniform
from sim.storm.hearing import hear_evidence
from sim.storm.promises import hear_of_missed_times
from sim.storm.state import FRIEND, PAGE, SOME, PersonState, World


def in_view(
    person: PersonState, world: World, on_page: bool, tick: int
) -> tuple[float, float, float]:
    """Critical and defending posts in view, weighted, and the critical ones not read before.

    A feed shows posts of friends, as many as it has places for. The page shows everybody's.
    """
    p, page = world.p, world.page
    friends = p.friends_weight * rules.saturating(person.friends_critical, p.feed_places)
    critical, unread = friends, friends
    defending = p.friends_weight * rules.saturating(person.friends_defending, p.feed_places)
    if on_page and world.case.contagion:
        critical += page.critical
        defending += page.defending + page.planted
        unread += unread_on_page(person, world, tick)
        person.read_at = tick
    total = critical + defending
    if total <= 0.0:
        return 0.0, 0.0, 0.0
    share = rules.saturating(total, p.page_capacity) / total
    return critical * share, defending * share, unread * share


def unread_on_page(person: PersonState, world: World, tick: int) -> float:
    """Visible critical posts that came since this person last read the page."""
    if person.read_at < 0:
        return world.page.critical
    hours = (tick - person.read_at) * world.case.tick_hours
    past, spans, then = world.past, rules.ATTENTION_HOURS, person.read_at
    read = (
        past[then, 0] * rules.remaining(hours, spans[0])
        + past[then, 1] * rules.remaining(hours, spans[1])
        + past[then, 2] * rules.remaining(hours, spans[2])
    )
    return max(0.0, world.page.critical - float(read))


def read(
    person: PersonState, world: World, tick: int, critical: float, defending: float, unread: float
) -> None:
    """Read critics and defenders: learn of the matter, be stirred, perhaps take their side."""
    p, page = world.p, world.page
    if not person.aware and uniform(person.stream, tick, Purpose.LEARN) < rules.at_least_one(
        unread
    ):
        friend = person.teller_after < SOME and person.read_at != tick
        route, after = (FRIEND, person.teller_after + 1) if friend else (PAGE, 1)
        excused = meet_evidence(person, world, tick, unread)
        become_aware(person, world, tick, page.news, route, after, excused)
    elif person.aware:
        meet_evidence(person, world, tick, unread)
    if not person.aware:
        return
    if person.missed < page.missed:
        quoted = rules.at_least_one(p.miss_quoted * unread)
        if uniform(person.stream, tick, Purpose.QUOTED) < quoted:
            hear_of_missed_times(person, world, tick)
    age = tick * world.case.tick_hours - person.news_at
    keen = interest(world, age)
    before = person.grievance
    person.arousal = rules.stirred(
        person.arousal,
        unread,
        rules.tone(page.harshness, p.stirred_if_mild),
        person.susceptibility,
        rules.distrust(person.trust, p.stirred_if_trusting),
        p.arousal_gain * keen,
    )
    person.arousal = rules.calmed_by_defence(person.arousal, critical, defending, p.defence_calm)
    person.grievance = rules.side_taken(
        person.grievance,
        person.arousal,
        keen * unread,
        person.susceptibility,
        person.blame,
        p.grievance_contagion,
        p.contagion_pace,
    )
    person.trust = rules.trust_lost_with_grievance(
        person.trust, before, person.grievance, p.offence_trust
    )
    if page.rallied > 0.0 and unread > 0.0:
        see_crowd(person, world, tick)
    if page.planted > 0.0:
        see_through(person, world, tick)
    liking = rules.approves(p.liking, person.arousal, person.blame)
    if uniform(person.stream, tick, Purpose.LIKE) < liking:
        world.tally.likes += 1


def meet_evidence(person: PersonState, world: World, tick: int, unread: float) -> float:
    """Perhaps meet the company's evidence under posts, and return the offence that it excuses."""
    number = world.page.evidence
    if number < 0 or person.heard >= number or person.evidence == number % SOME:
        return 0.0
    met = rules.at_least_one(world.p.evidence_met * unread)
    if uniform(person.stream, tick, Purpose.EVIDENCE) >= met:
        return 0.0
    before = person.blame
    hear_evidence(person, world, number, tick)
    return rules.excused(before, person.blame)


def see_crowd(person: PersonState, world: World, tick: int) -> None:
    """Perhaps see supporters who were called as a crowd, which angers those who blame."""
    p, page = world.p, world.page
    chance = rules.seen_as_crowd(p.plants_found, page.rallied, page.defending + page.planted)
    if uniform(person.stream, tick, Purpose.SEE_THROUGH) < chance:
        anger = p.reactance * person.blame
        person.arousal = rules.raise_towards_one(person.arousal, anger)
        person.grievance = rules.raise_towards_one(person.grievance, REACTANCE_KEPT * anger)


REACTANCE_KEPT = 0.25
"""Share of the anger at a crowd of supporters that stays as grievance (assumption)."""


def see_through(person: PersonState, world: World, tick: int) -> None:
    """Perhaps see through bought posts, lose trust and be angered."""
    p, page = world.p, world.page
    chance = rules.sees_through(p.plants_found, page.planted, page.defending)
    if uniform(person.stream, tick, Purpose.SEE_THROUGH) < chance:
        person.trust = rules.lower_towards_zero(person.trust, p.deletion_loss)
        anger = p.deletion_anger * p.plants_anger
        person.arousal = rules.raise_towards_one(person.arousal, anger)
