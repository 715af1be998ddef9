"""Hearing the company: each lever moves what a person knows, believes or is spared."""

from sim.storm import rules
from sim.storm.awareness import become_aware
from sim.storm.chance import Purpose, uniform
from sim.storm.promises import disappoint
from sim.storm.state import CRITIC, RECENT, Message, PersonState, World


def hear_company(
    person: PersonState, world: World, tick: int, visiting: bool, meeting: bool
) -> bool:
    """Meet messages newer than those known, oldest first; whether their comments are opened."""
    pinned, end = world.page.pinned, world.page.messages
    begin = max(person.heard + 1, end - RECENT)
    opened = False
    if visiting and person.heard < pinned < begin:
        opened = come_upon(person, world, pinned, Purpose.PINNED, tick, visiting, meeting)
    for number in range(begin, end):
        purpose = Purpose.HEAR + number % RECENT
        if come_upon(person, world, number, purpose, tick, visiting, meeting):
            opened = True
    if opened and not visiting:
        opened = uniform(person.stream, tick, Purpose.OPEN) < world.p.opens_comments
    return opened


def come_upon(
    person: PersonState,
    world: World,
    number: int,
    purpose: int,
    tick: int,
    visiting: bool,
    meeting: bool,
) -> bool:
    """Whether this look brings message ``number``; it is then heard."""
    message = world.messages[number]
    chance = heard_with(person, world, message, number, tick, visiting, meeting)
    if chance <= 0.0 or uniform(person.stream, tick, purpose) >= chance:
        return False
    person.heard = number
    if message.remark or tick >= world.case.incident:
        become_aware(person, world, tick, max(message.tick, world.page.news))
    hear(person, world, message, number, tick)
    return True


def heard_with(
    person: PersonState,
    world: World,
    message: Message,
    number: int,
    tick: int,
    visiting: bool,
    meeting: bool,
) -> float:
    """Chance that this look brings this message: on the page, in the feed, or directly."""
    if message.direct:
        return 1.0 if addressed(person, message) else 0.0
    if message.deletes > 0.0:
        return noticed(person, world, message, visiting)
    if visiting:
        return read_on_page(person, world, message, number, tick)
    if meeting and world.page.shown > 0.0:
        shown = rules.at_least_one(message.shown) / rules.at_least_one(world.page.shown)
        return min(1.0, shown)
    return 0.0


def read_on_page(
    person: PersonState, world: World, message: Message, number: int, tick: int
) -> float:
    """Chance that a visitor reads a message: those who know of the matter look for word of it,
    however old; others come upon it as far as it still stands out.
    """
    if message.reach <= 0.0:
        return 0.0
    pinned = number == world.page.pinned
    chance = world.p.reads_page * (1.0 if pinned or number == world.page.newest else 0.5)
    if not (pinned or person.aware):
        hours = world.case.tick_hours
        chance *= rules.visibility((tick - message.tick) * hours, hours)
    return chance


def addressed(person: PersonState, message: Message) -> bool:
    """Whether a direct message is meant for this person (the same at every look)."""
    if message.private > 0.0:
        share = message.private if person.affected else 0.0
    else:
        share = message.mobilises if person.trust > 0.65 and person.stance != CRITIC else 0.0
    return uniform(person.stream, message.tick, Purpose.CALLED) < share


def noticed(person: PersonState, world: World, message: Message, visiting: bool) -> float:
    """Chance to notice that critical posts are gone: authors on a visit surely, if theirs."""
    if not visiting:
        return 0.0
    lately = 24.0 / world.case.tick_hours
    if person.wrote_at >= 0 and 0 <= message.tick - person.wrote_at < lately:
        return message.deletes
    return message.deletes * world.p.deletion_noticed * person.aware


def hear(person: PersonState, world: World, message: Message, number: int, tick: int) -> None:
    """Take in one message: each lever moves what this person knows, believes or is spared."""
    if message.deletes > 0.0:
        hear_of_deletion(person, world, message)
        return
    if message.remark:
        return
    hear_promise(person, world, message, number, tick)
    hear_responsibility(person, world, message)
    hear_help(person, world, message, tick)
    hear_tone(person, world, message, tick)


def hear_answer(person: PersonState, world: World, tick: int) -> None:
    """The answer to one's own complaint arrives: what is known by now, blame, tone."""
    person.answer_at = -1
    message = world.messages[world.page.answering]
    be_informed(person, message.informs, tick * world.case.tick_hours)
    hear_responsibility(person, world, message)
    hear_tone(person, world, message, tick)


def be_informed(person: PersonState, informs: float, said_at: float) -> None:
    """The clock of waiting starts anew, as far as a word fills the information vacuum."""
    if informs > 0.0 and said_at > person.heard_at:
        person.heard_at += informs * (said_at - person.heard_at)


def hear_promise(
    person: PersonState, world: World, message: Message, number: int, tick: int
) -> None:
    """Information, promises, revisions, and word that it is over."""
    p, case = world.p, world.case
    be_informed(person, message.informs, message.tick * case.tick_hours)
    if message.revising and person.believes >= 0:
        person.trust = rules.lower_towards_zero(
            person.trust, p.revised_promise * (1.5 - message.revises)
        )
        person.believes = -1
    if message.deadline > tick and case.repaired > tick:
        chance = rules.believes(person.trust, person.broken, p.disbelief)
        if uniform(person.stream, message.tick, Purpose.BELIEVE) < chance:
            person.believes = number
    if message.says_fixed > 0.0 and case.lasting and tick < case.repaired and person.affected:
        disappoint(person, world, tick)


def hear_responsibility(person: PersonState, world: World, message: Message) -> None:
    """Responsibility taken, denied, explained: judged by what the person blames (SCCT)."""
    p = world.p
    if message.explains > 0.0:
        before = person.blame
        person.blame = rules.blame_after_evidence(
            before, world.case.fault, message.explains, person.trust
        )
        person.grievance = rules.lower_towards_zero(
            person.grievance, rules.cleared(before, person.blame, person.affected == 1)
        )
    if message.admits > 0.0:
        owed = message.admits * person.blame * (1.0 - person.admitted)
        person.trust = rules.raise_towards_one(person.trust, p.admission * owed)
        person.grievance = rules.lower_towards_zero(person.grievance, p.admission * owed)
        person.blame = rules.raise_towards_one(
            person.blame, 0.5 * message.admits * (1.0 - person.blame)
        )
        person.admitted = max(person.admitted, message.admits)
    elif message.admits < 0.0:
        refused = rules.denial_refused(-message.admits, person.blame, person.affected == 1)
        person.trust = rules.lower_towards_zero(person.trust, p.denial_loss * refused)
        person.grievance = rules.raise_towards_one(person.grievance, p.denial_loss * refused)
        person.arousal = rules.raise_towards_one(person.arousal, 2.0 * p.denial_loss * refused)
        person.admitted = rules.lower_towards_zero(person.admitted, -message.admits)


def hear_help(person: PersonState, world: World, message: Message, tick: int) -> None:
    """Help for clients, a private channel, compensation."""
    p, case = world.p, world.case
    helps = message.relieves > person.relief and person.clients > 0.0
    if helps and uniform(person.stream, message.tick, Purpose.USE_HELP) < p.help_used:
        person.relief = message.relieves
    offered = message.private > 0.0 and person.affected and not person.private
    if offered and tick < case.repaired:
        accept_private(person, world, message, tick)
    if message.compensates > 0.0:
        if person.affected:
            eased = p.compensation * message.compensates
            person.grievance = rules.lower_towards_zero(person.grievance, eased)
        elif message.public > 0.0 and case.lasting and tick < case.repaired:
            bought = p.hush_money * message.compensates * (1.0 - person.trust)
            person.arousal = rules.raise_towards_one(person.arousal, bought)


def accept_private(person: PersonState, world: World, message: Message, tick: int) -> None:
    """Some of those offered a private channel take it, and stop writing in public."""
    if uniform(person.stream, message.tick, Purpose.ACCEPT) < world.p.private_accepted:
        person.private = 1
        person.private_since = tick
        world.tally.private += 1


def hear_tone(person: PersonState, world: World, message: Message, tick: int) -> None:
    """Empathy, a call for civility, a threat, a call for support."""
    p = world.p
    soothed = p.soothing * (message.empathy * (0.5 + person.trust) + 0.5 * message.reminds)
    person.arousal = rules.lower_towards_zero(person.arousal, soothed)
    if message.threatens > 0.0 and person.aware:
        angered = p.threat_anger * message.threatens * (1.2 - person.trust) * person.blame
        person.arousal = rules.raise_towards_one(person.arousal, angered)
        person.trust = rules.lower_towards_zero(
            person.trust, p.denial_loss * message.threatens * person.blame
        )
        person.threshold += p.threat_chill * message.threatens
    if message.mobilises > 0.0:
        # They come because the company is under attack, and know its side of the matter.
        person.called = 1
        person.sympathy = rules.raise_towards_one(person.sympathy, 0.5)
        person.blame = rules.lower_towards_zero(person.blame, person.trust)


def hear_of_deletion(person: PersonState, world: World, message: Message) -> None:
    """Notice a deletion: authors, and less so others, lose trust and are angered; news."""
    p = world.p
    weight = 1.0 if person.wrote_at >= 0 else 0.5
    weight *= 1.0 - 0.7 * message.deletion_explained
    person.trust = rules.lower_towards_zero(person.trust, p.deletion_loss * weight)
    person.grievance = rules.raise_towards_one(person.grievance, p.deletion_loss * weight)
    person.arousal = rules.raise_towards_one(person.arousal, p.deletion_anger * weight)
    person.fatigue = rules.lower_towards_zero(person.fatigue, p.fatigue_news * weight)
