"""Reading others: what is in view, and what critics and defenders do to the reader."""

from sim.storm import rules
from sim.storm.awareness import become_aware
from sim.storm.chance import Purpose, uniform
from sim.storm.state import PersonState, World


def in_view(person: PersonState, world: World, on_page: bool, meeting: bool) -> tuple[float, float]:
    """Critical and defending posts that a look shows, weighted, friends' posts included."""
    p, page = world.p, world.page
    critical, defending = 0.0, 0.0
    if on_page:
        critical, defending = page.critical, page.defending + page.planted
    elif meeting:
        # In a feed something is shown for certain. Visibility shares it out.
        shown = rules.at_least_one(page.shown)
        if shown > 0.0:
            critical = p.feed_fans * page.critical / shown
            defending = p.feed_fans * page.defending / shown
    if not world.case.contagion:
        critical, defending = 0.0, 0.0
    critical += p.friends_weight * person.friends_critical
    defending += p.friends_weight * person.friends_defending
    total = critical + defending
    if total <= 0.0:
        return 0.0, 0.0
    share = rules.saturating(total, p.page_capacity) / total
    return critical * share, defending * share


def read(person: PersonState, world: World, tick: int, critical: float, defending: float) -> None:
    """Read critics and defenders: learn of the matter, be stirred, perhaps take their side."""
    p, page = world.p, world.page
    if not person.aware and uniform(person.stream, tick, Purpose.LEARN) < rules.at_least_one(
        critical
    ):
        become_aware(person, world, tick, page.news)
    if not person.aware:
        return
    person.arousal = rules.stirred(
        person.arousal,
        critical,
        rules.tone(page.harshness, p.stirred_if_mild),
        person.susceptibility,
        rules.distrust(person.trust, p.stirred_if_trusting),
        person.fatigue,
        p.arousal_gain,
    )
    person.fatigue += p.fatigue_reading * critical
    person.arousal = rules.calmed_by_defence(person.arousal, critical, defending, p.defence_calm)
    person.grievance = rules.side_taken(
        person.grievance,
        person.arousal,
        critical,
        person.susceptibility,
        person.blame,
        p.grievance_contagion,
        p.contagion_pace,
    )
    if page.planted > 0.0:
        see_through(person, world, tick)
    liking = rules.approves(p.liking, person.arousal, person.blame)
    if uniform(person.stream, tick, Purpose.LIKE) < liking:
        world.tally.likes += 1


def see_through(person: PersonState, world: World, tick: int) -> None:
    """Perhaps see through bought posts, lose trust and be angered."""
    p, page = world.p, world.page
    chance = rules.sees_through(p.plants_found, page.planted, page.defending)
    if uniform(person.stream, tick, Purpose.SEE_THROUGH) < chance:
        person.trust = rules.lower_towards_zero(person.trust, p.deletion_loss)
        anger = p.deletion_anger * p.plants_anger
        person.arousal = rules.raise_towards_one(person.arousal, anger)
