"""A look at the page or the feed: hear the company, read others, take a stance, write."""

from sim.storm import rules
from sim.storm.awareness import become_aware
from sim.storm.chance import Purpose, uniform
from sim.storm.feeling import emptiness, is_waiting
from sim.storm.hearing import hear_company
from sim.storm.posting import write
from sim.storm.reading import in_view, read
from sim.storm.stance import take_stance
from sim.storm.state import FOUND, GONE, SOME, PersonState, World


def look(person: PersonState, world: World, tick: int, visiting: bool, meeting: bool) -> None:
    """Visit the page, or meet something of it in the feed: hear, read, take a stance, write."""
    if visiting and person.affected and tick >= world.case.incident:
        become_aware(person, world, tick, world.page.news, FOUND, 0, 0.0)
    reading = hear_company(person, world, tick, visiting, meeting)
    if visiting and is_waiting(person, world, tick):
        look_for_word(person, world, tick)
    friends = person.friends_critical + person.friends_defending > 0
    if friends and not (reading or visiting):
        reading = uniform(person.stream, tick, Purpose.OPEN) < world.p.opens_comments
    critical, defending, unread = in_view(person, world, reading or visiting, tick)
    if critical > 0.0:
        read(person, world, tick, critical, defending, unread)
    if person.stance != GONE:
        take_stance(person, world, tick, critical, defending)
        write(person, world, tick, visiting or reading, critical)
    person.friends_critical = 0
    person.friends_defending = 0
    person.teller_after = SOME


def look_for_word(person: PersonState, world: World, tick: int) -> None:
    """Look for word of the company while waiting. Finding none stirs."""
    person.arousal = rules.left_without_word(
        person.arousal,
        emptiness(person, world, tick, tick),
        world.case.severity,
        person.clients * (1.0 - person.relief),
        world.p.unanswered,
    )
