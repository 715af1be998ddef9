"""Hearing the company: each lever moves what a person knows, believes or is spared."""

from sim.storm import rules
from sim.storm.awareness import become_aware
from sim.storm.chance import Purpose, uniform
from sim.storm.precision import single
from sim.storm.promises import disappoint
from sim.storm.putting_off import stir_anew
from sim.storm.state import COMPANY, CRITIC, RECENT, SOME, CompanyMessage, PersonState, World

# -- which messages a look brings ----------------------------------------------------------


def hear_company(
    person: PersonState, world: World, tick: int, visiting: bool, meeting: bool
) -> bool:
    """Hear messages newer than those known, and return True if their comments are opened."""
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
    """Hear message ``number`` if this look brings it, and return True if it does."""
    message = world.messages[number]
    chance = chance_to_hear(person, world, number, tick, visiting, meeting)
    if chance <= 0.0:
        return False
    # Whether one's own post is among those deleted does not change from visit to visit.
    drawn_at = message.tick if message.deletes > 0.0 else tick
    if uniform(person.stream, drawn_at, purpose) >= chance:
        return False
    person.heard = number
    if message.remark or tick >= world.case.incident:
        # A word of the company is no new matter, unless it is the matter itself.
        news = message.tick if message.remark else world.page.news
        excused = hear_side_of_company(person, world, number, tick)
        become_aware(person, world, tick, news, COMPANY, 0, excused)
    hear(person, world, message, number, tick)
    return True


def hear_side_of_company(person: PersonState, world: World, number: int, tick: int) -> float:
    """Return the share of the offence that evidence excuses which comes with the news itself."""
    if person.aware:
        return 0.0
    before = person.blame
    hear_evidence(person, world, number, tick)
    return rules.excused(before, person.blame)


def chance_to_hear(
    person: PersonState, world: World, number: int, tick: int, visiting: bool, meeting: bool
) -> float:
    """Chance that this look brings this message: on the page, in the feed, or directly."""
    message = world.messages[number]
    if message.direct:
        return 1.0 if is_addressed(person, world, message) else 0.0
    if message.deletes > 0.0:
        return chance_to_notice_deletion(person, world, message, visiting)
    if visiting:
        return chance_to_read(person, world, message, number, tick)
    if meeting and world.page.shown > 0.0:
        return rules.shown_of_page(message.shown, world.page.shown)
    return 0.0


def chance_to_read(
    person: PersonState, world: World, message: CompanyMessage, number: int, tick: int
) -> float:
    """Chance that a visitor reads a message.

    Those who know of the matter look for word of it, however old. Others come upon it as far
    as it still stands out.
    """
    if message.reach <= 0.0:
        return 0.0
    pinned = number == world.page.pinned
    on_top = pinned or number == world.page.newest
    chance = world.p.reads_page * (1.0 if on_top else world.p.reads_older)
    if not (pinned or person.aware):
        hours = world.case.tick_hours
        chance *= rules.visibility((tick - message.tick) * hours, hours)
    return chance


def is_addressed(person: PersonState, world: World, message: CompanyMessage) -> bool:
    """Return True if a direct message is meant for this person, the same at every look."""
    if message.private > 0.0:
        share = message.private if person.affected else 0.0
    else:
        trusting = person.trust > world.p.call_trust and person.stance != CRITIC
        share = message.mobilises if trusting else 0.0
    return uniform(person.stream, message.tick, Purpose.CALLED) < share


def chance_to_notice_deletion(
    person: PersonState, world: World, message: CompanyMessage, visiting: bool
) -> float:
    """Chance to notice that critical posts are gone: certain for authors of deleted ones.

    Each person draws once for a deletion, however often they come.
    """
    if not visiting:
        return 0.0
    followed = world.p.own_post_followed / world.case.tick_hours
    if person.wrote_at >= 0 and 0 <= message.tick - person.wrote_at < followed:
        return message.deletes
    return message.deletes * world.p.deletion_noticed * person.aware


# -- what a message does --------------------------------------------------------------------


def hear(
    person: PersonState, world: World, message: CompanyMessage, number: int, tick: int
) -> None:
    """Take in one message: each lever moves what this person knows, believes or is spared."""
    if message.deletes > 0.0:
        hear_of_deletion(person, world, message, tick)
        return
    if message.remark:
        return
    hear_promise(person, world, message, number, tick)
    hear_evidence(person, world, number, tick)
    hear_responsibility(person, world, message)
    hear_help(person, world, message, tick)
    hear_tone(person, world, message)


def hear_answer(person: PersonState, world: World, tick: int) -> None:
    """Take in the answer to one's own complaint: what is known by now, blame, tone."""
    person.answer_at = -1
    p, message = world.p, world.messages[world.page.answering]
    age = (tick - person.wrote_at) * world.case.tick_hours
    worth = rules.worth_of_answer(age, p.answer_half_life)
    be_informed(person, worth * message.informs, tick * world.case.tick_hours)
    person.trust = rules.raise_towards_one(person.trust, p.answer_gain * worth)
    hear_evidence(person, world, world.page.answering, tick)
    hear_responsibility(person, world, message)
    hear_tone(person, world, message)


def be_informed(person: PersonState, informs: float, said_at: float) -> None:
    """Start the clock of waiting anew, as far as a word fills the information vacuum."""
    if informs <= 0.0:
        return
    if informs >= LEAST_WORD:
        person.word_due = -1
    if said_at > person.heard_at:
        person.heard_at += informs * (said_at - person.heard_at)


LEAST_WORD = 0.2
"""How much a word has to inform to be the first word that people expect (assumption)."""


def hear_promise(
    person: PersonState, world: World, message: CompanyMessage, number: int, tick: int
) -> None:
    """Take in information, promises, revisions, and word that it is over."""
    p, case = world.p, world.case
    be_informed(person, message.informs, message.tick * case.tick_hours)
    hear_progress(person, world, message, tick)
    if message.revising and person.believes >= 0:
        lost = rules.trust_lost_by_revising(p.revised_promise, message.revises)
        person.trust = rules.lower_towards_zero(person.trust, lost)
        person.believes = -1
    if message.deadline > tick and case.repaired > tick:
        chance = rules.believes(person.trust, person.broken, p.disbelief, p.belief_base)
        if uniform(person.stream, message.tick, Purpose.BELIEVE) < chance:
            person.believes = number
    if message.says_fixed > 0.0 and case.lasting and tick < case.repaired and person.affected:
        disappoint(person, world, tick)


def hear_progress(person: PersonState, world: World, message: CompanyMessage, tick: int) -> None:
    """Take in the steps of the repair, a step that is done, and word that all is over."""
    p, case = world.p, world.case
    if message.steps > 0.0:
        person.knows_steps = 1
    if message.step_done > 0.0 and person.knows_steps and person.affected:
        person.trust = rules.raise_towards_one(person.trust, p.step_kept)
    if message.says_fixed > 0.0 and (not case.lasting or tick >= case.repaired):
        person.news_at = min(person.news_at, message.tick * case.tick_hours - p.fixed_ends)


def hear_evidence(person: PersonState, world: World, number: int, tick: int) -> None:
    """Move blame to the true fault by evidence not known yet.

    Grievance goes with blame, but for the damage.
    """
    explains = world.messages[number].explains
    if explains <= 0.0 or person.evidence == number % SOME:
        return
    person.evidence = number % SOME
    p, before, affected = world.p, person.blame, person.affected == 1
    weight = explains
    if person.aware:
        age = tick * world.case.tick_hours - person.news_at
        weight *= rules.still_open(age, p.evidence_time)
    person.blame = rules.blame_after_evidence(
        before, world.case.fault, weight, person.trust, p.evidence_believed
    )
    share = rules.cleared(before, person.blame, affected, p.damage_kept)
    person.grievance = rules.lower_towards_zero(person.grievance, share)


def hear_responsibility(person: PersonState, world: World, message: CompanyMessage) -> None:
    """Judge responsibility taken or denied by what the person blames (SCCT)."""
    if message.admits > 0.0:
        hear_admission(person, world, message.admits)
    elif message.admits < 0.0:
        hear_denial(person, world, -message.admits)


def hear_admission(person: PersonState, world: World, admits: float) -> None:
    """Regain trust and lose grievance, as far as the company owed the admission."""
    p = world.p
    owed = p.admission * (admits * person.blame * (1.0 - person.admitted))
    owed *= rules.novelty(1.0 - p.disbelief, person.broken)  # after broken words, less
    person.trust = rules.raise_towards_one(person.trust, owed)
    person.grievance = rules.lower_towards_zero(person.grievance, owed)
    person.blame = rules.blame_after_admission(person.blame, admits, p.admission_blame)
    person.admitted = max(person.admitted, single(admits))


def hear_denial(person: PersonState, world: World, denies: float) -> None:
    """Lose trust and be angered, as far as the denial is refused."""
    p, affected = world.p, person.affected == 1
    refused = rules.denial_refused(denies, person.blame, affected, p.denial_base)
    person.trust = rules.lower_towards_zero(person.trust, p.denial_loss * refused)
    person.grievance = rules.raise_towards_one(person.grievance, p.denial_loss * refused)
    anger = p.denial_anger * p.denial_loss * refused
    person.arousal = rules.raise_towards_one(person.arousal, anger)
    person.admitted = single(rules.lower_towards_zero(person.admitted, denies))


def hear_help(person: PersonState, world: World, message: CompanyMessage, tick: int) -> None:
    """Use help for clients, take a private channel, be compensated."""
    p, case = world.p, world.case
    helps = single(message.relieves) > person.relief and person.clients > 0.0
    if helps and uniform(person.stream, message.tick, Purpose.USE_HELP) < p.help_used:
        person.relief = single(message.relieves)
    offered = message.private > 0.0 and person.affected and not person.private
    if offered and tick < case.repaired:
        accept_private(person, world, message, tick)
    if message.compensates > 0.0:
        claim(person, world, message, tick)
        if person.affected:
            eased = p.compensation * message.compensates
            person.grievance = rules.lower_towards_zero(person.grievance, eased)
        elif message.public > 0.0 and case.lasting and tick < case.repaired:
            excused = p.hush_excused * person.admitted
            hushed = rules.hush_money(p.hush_money, message.compensates, person.trust, excused)
            person.trust = rules.lower_towards_zero(person.trust, hushed)
            person.blame = rules.raise_towards_one(person.blame, hushed)
            person.arousal = rules.raise_towards_one(person.arousal, hushed)


def claim(person: PersonState, world: World, message: CompanyMessage, tick: int) -> None:
    """Perhaps ask for the compensation in public, as others are seen to get it."""
    if not (person.affected and person.aware and message.public > 0.0):
        return
    if person.threshold >= rules.NEVER_IN_PUBLIC:
        return
    claims = world.p.claims * message.compensates
    if uniform(person.stream, message.tick, Purpose.CLAIM) < claims:
        person.speaks_at = tick + 1
        person.means = CRITIC


def accept_private(person: PersonState, world: World, message: CompanyMessage, tick: int) -> None:
    """Take the offer of a private channel, or not. Those who do stop writing in public."""
    if uniform(person.stream, message.tick, Purpose.ACCEPT) < world.p.private_accepted:
        person.private = 1
        person.private_since = tick
        world.tally.private += 1


def hear_tone(person: PersonState, world: World, message: CompanyMessage) -> None:
    """Take in empathy, a call for civility, a threat, a call for support."""
    p = world.p
    soothed = rules.soothed(
        p.soothing, message.empathy, person.trust, message.reminds, p.civility_soothing
    )
    person.arousal = rules.lower_towards_zero(person.arousal, soothed)
    if message.threatens > 0.0 and person.aware:
        threat = message.threatens
        anger = rules.angered_by_threat(p.threat_anger, threat, person.trust, person.blame)
        person.arousal = rules.raise_towards_one(person.arousal, anger)
        person.trust = rules.lower_towards_zero(person.trust, p.denial_loss * threat * person.blame)
        person.threshold += p.threat_chill * threat
    if message.mobilises > 0.0:
        # They come because the company is under attack, and know its side of the matter.
        person.called = 1
        person.sympathy = rules.raise_towards_one(person.sympathy, p.call_sympathy)
        person.blame = rules.lower_towards_zero(person.blame, person.trust)


def hear_of_deletion(person: PersonState, world: World, message: CompanyMessage, tick: int) -> None:
    """Notice a deletion, which is news: authors, and less so others, lose trust and are angered."""
    p = world.p
    author = person.wrote_at >= 0
    weight = rules.weight_of_deletion(
        author, message.deletion_explained, p.deletion_others, p.deletion_excused
    )
    person.trust = rules.lower_towards_zero(person.trust, p.deletion_loss * weight)
    person.grievance = rules.raise_towards_one(person.grievance, p.deletion_loss * weight)
    person.arousal = rules.raise_towards_one(person.arousal, p.deletion_anger * weight)
    person.fatigue = rules.lower_towards_zero(person.fatigue, p.fatigue_news * weight)
    person.news_at = max(person.news_at, message.tick * world.case.tick_hours)
    stir_anew(person, world, tick)
