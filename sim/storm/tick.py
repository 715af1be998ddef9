"""The order of a tick, written once for both engines.

1.  clock       the tick's rhythm and office hours (``Clock``)
2.  incident    its time and the repair are drawn beforehand (``Case``); here they pass
3.  company     acts on what it sees (``company.py``); its messages appear on the page
4.  promises    fall due for those who believe in them           ``settle``
5.  people look at the page or the feed, hear the company        ``look``, ``hear``
6.  feelings    worked out up to now, then moved by what is read  ``feel``, ``read``
7.  stance      speak out, defend, calm down, leave              ``take_stance``, ``leave``
8.  posts       are written, and reach friends                   ``write``, ``deliver``
9.  page        posts age, articles appear, the feed changes     ``turn_page``
10. record      the tally of the tick is noted (engines)

Everyone acts on the *previous* tick's posts, and adds to the tally in whole numbers: the
order of persons never matters. A person is woken only by what reaches them (``wakes``):
a visit of their own, something in the feed, a friend's post, a deadline, news. In between
their feelings follow in closed form.

``person`` and the parts of ``world`` are records (compiled) or objects (Mesa).
"""

import math
from typing import Any

from sim.storm import rules
from sim.storm.chance import Purpose, uniform
from sim.storm.state import CRITIC, DEFENDER, FOLLOWER, GONE, NEVER, RECENT, WHOLE

# Constants rather than enum members: they are looked up millions of times.
VISIT, MEET, DELAY = int(Purpose.VISIT), int(Purpose.MEET), int(Purpose.DELAY)
NOTICE, DISCOVER, LEARN = int(Purpose.NOTICE), int(Purpose.DISCOVER), int(Purpose.LEARN)
OFFEND, OPEN, SPEAK = int(Purpose.OFFEND), int(Purpose.OPEN), int(Purpose.SPEAK)
CALM, DEFEND, REST = int(Purpose.CALM), int(Purpose.DEFEND), int(Purpose.REST)
WRITE, LIKE, LEAVE = int(Purpose.WRITE), int(Purpose.LIKE), int(Purpose.LEAVE)
ACCEPT, USE_HELP, CALLED = int(Purpose.ACCEPT), int(Purpose.USE_HELP), int(Purpose.CALLED)
BELIEVE, SEE_THROUGH = int(Purpose.BELIEVE), int(Purpose.SEE_THROUGH)
READ_ARTICLE, RETURN, HEAR = int(Purpose.READ_ARTICLE), int(Purpose.RETURN), int(Purpose.HEAR)


def wake(person: Any, world: Any, tick: int) -> None:
    """What one person does in a tick in which something reaches them."""
    trust, grievance = person.trust, person.grievance
    person.wrote = 0
    feel(person, world, tick)
    settle(person, world, tick)
    visiting = tick >= person.visits
    meeting = person.meets <= world.page.time
    friends = person.friends_critical + person.friends_defending > 0
    if visiting or meeting or friends:
        look(person, world, tick, visiting, meeting)
    if person.stance != GONE:
        plan_next(person, world, tick, meeting)
    world.tally.trust += int(person.trust * WHOLE) - int(trust * WHOLE)
    world.tally.grievance += int(person.grievance * WHOLE) - int(grievance * WHOLE)


# -- feelings between events ------------------------------------------------------------


def feel(person: Any, world: Any, tick: int) -> None:
    """Work out feelings from the last time up to now, in closed form; hazard of leaving."""
    p, case = world.p, world.case
    hours = (tick - person.felt) * case.tick_hours
    if hours <= 0.0:
        return
    person.arousal = rules.fade(person.arousal, hours, p.arousal_half_life)
    person.fatigue = rules.fade(person.fatigue, hours, p.fatigue_half_life)
    person.pity = rules.fade(person.pity, hours, p.pity_half_life)
    before = person.grievance
    growth = waiting(person, world, tick)
    if growth > 0.0 or before > 0.0:
        relaxation = rules.relaxing(p.grievance_half_life, person.trust)
        person.grievance = rules.grown(before, growth, relaxation, hours)
        mean = 0.5 * (before + person.grievance)
        person.avoidance = rules.avoiding(
            person.avoidance, person.trust, mean, hours, p.avoidance_time
        )
        if person.customer and person.aware and person.stance != GONE:
            leave(person, world, tick, hours)
    person.felt = tick


def waiting(person: Any, world: Any, tick: int) -> float:
    """Growth of grievance per hour since last felt, while the failure hits this person."""
    p, case, office = world.p, world.case, world.clock.office
    start = max(person.felt, case.incident)
    end = min(tick, case.repaired)
    if not (person.affected and person.aware and case.lasting) or end <= start:
        return 0.0
    hours = (end - start) * case.tick_hours
    press = rules.clients_press(
        person.clients, person.relief, (office[end] - office[start]) / hours, p.clients_pressure
    )
    empty = emptiness(person, world, start, end)
    growth = rules.push(p.grievance_rate, case.severity, press, empty, person.blame)
    return growth * (end - start) / (tick - person.felt)


def emptiness(person: Any, world: Any, start: int, end: int) -> float:
    """Mean information vacuum of a person between two ticks.

    A believed deadline fills part of it; in private it stays at what the wait for an
    answer makes it.
    """
    p, case = world.p, world.case
    since = max(0.0, start * case.tick_hours - person.heard_at)
    until = max(0.0, end * case.tick_hours - person.heard_at)
    if person.private:
        since = min(since, world.page.private_wait)
        until = min(until, world.page.private_wait)
    empty = rules.vacuum(since, until, p.vacuum_floor, p.vacuum_time)
    if person.promised >= end:
        empty *= 1.0 - p.promise_calm * person.trust
    return empty


def leave(person: Any, world: Any, tick: int, hours: float) -> None:
    """A customer may leave for good: from lost trust and unresolved grievance, on days."""
    chance = rules.leaves(person.avoidance, hours, world.p.leaving)
    if chance > 0.0 and uniform(person.stream, tick, LEAVE) < chance:
        change_stance(person, world, GONE)
        person.wakes = NEVER
        person.visits = NEVER
        person.meets = math.inf
        world.tally.gone += 1
        world.tally.customers_lost += 1


# -- promises ------------------------------------------------------------------------------


def settle(person: Any, world: Any, tick: int) -> None:
    """A deadline that this person believed in falls due: kept or broken."""
    if person.promised < 0 or tick < person.promised or person.stance == GONE:
        return
    if world.case.repaired <= person.promised:
        person.trust = rules.raised(person.trust, world.p.kept_promise)
    else:
        disappoint(person, world, person.promised)
    person.promised = -1


def disappoint(person: Any, world: Any, due: int) -> None:
    """The company's word to this person was broken: trust, grievance, arousal; news again."""
    p = world.p
    lost = rules.trust_lost_by_breaking(
        p.broken_promise, p.broken_again, person.broken, person.affected == 1, p.broken_unaffected
    )
    person.trust = rules.lowered(person.trust, lost)
    # Those with clients had passed the time on to them.
    hit = lost * (1.0 + p.passed_on * person.clients * (1.0 - person.relief))
    person.grievance = rules.raised(person.grievance, p.broken_grievance * hit)
    person.arousal = rules.raised(person.arousal, p.broken_anger * 2.0 * hit)
    person.fatigue = rules.lowered(person.fatigue, p.fatigue_news)
    person.broken += 1
    # What was said is worth nothing now: as if nothing had been heard for a vacuum time.
    person.heard_at = min(person.heard_at, due * world.case.tick_hours - p.vacuum_time)


# -- looking -------------------------------------------------------------------------------


def look(person: Any, world: Any, tick: int, visiting: bool, meeting: bool) -> None:
    """A visit to the page, or something of it in the feed: hear, read, take a stance, write."""
    if visiting and person.affected and tick >= world.case.incident:
        become_aware(person, world, tick)
    reading = hear_company(person, world, tick, visiting, meeting)
    if visiting and is_waiting(person, world, tick):
        look_for_word(person, world, tick)
    friends = person.friends_critical + person.friends_defending > 0
    if friends and not (reading or visiting):
        reading = uniform(person.stream, tick, OPEN) < world.p.opens_comments
    critical, defending = in_view(person, world, reading or visiting, meeting)
    if critical > 0.0:
        read(person, world, tick, critical, defending)
    person.friends_critical = 0
    person.friends_defending = 0
    if person.stance != GONE:
        take_stance(person, world, tick, critical, defending)
        write(person, world, tick, visiting or reading, critical)


def is_waiting(person: Any, world: Any, tick: int) -> bool:
    """Whether the failure hits this person now, and they know of it."""
    case = world.case
    hit: bool = person.affected and person.aware and case.lasting
    return hit and case.incident <= tick < case.repaired


def look_for_word(person: Any, world: Any, tick: int) -> None:
    """Those who wait look for word of the company; finding none stirs them."""
    empty = emptiness(person, world, tick, tick)
    person.arousal = rules.left_without_word(
        person.arousal,
        empty,
        world.case.severity,
        person.clients * (1.0 - person.relief),
        world.p.unanswered,
    )


def become_aware(person: Any, world: Any, tick: int) -> None:
    """Learn of the matter; it may offend, affected or not."""
    if person.aware:
        return
    person.aware = 1
    world.tally.reached += 1
    case = world.case
    if person.affected and case.lasting and tick < case.repaired:
        person.arousal = rules.raised(person.arousal, world.p.first_annoyance * case.severity)
    if uniform(person.stream, 0, OFFEND) < case.offends:
        person.offended = 1
        person.grievance = rules.raised(
            person.grievance, case.offence * (0.5 + person.susceptibility)
        )
        person.arousal = rules.raised(
            person.arousal, case.offence * (0.5 + person.susceptibility)
        )


def hear_company(person: Any, world: Any, tick: int, visiting: bool, meeting: bool) -> bool:
    """Meet messages newer than those known, oldest first; whether their comments are opened."""
    page, newest, opened = world.page, world.page.messages - 1, False
    for number in range(max(person.heard + 1, newest + 1 - RECENT), newest + 1):
        message = world.messages[number]
        chance = heard_with(person, world, message, number, visiting, meeting)
        if chance > 0.0 and uniform(person.stream, tick, HEAR + number % RECENT) < chance:
            person.heard = number
            if message.remark or tick >= world.case.incident:
                become_aware(person, world, tick)
            hear(person, world, message, number, tick)
            opened = True
    if opened and not visiting:
        opened = uniform(person.stream, tick, OPEN) < world.p.opens_comments
    return opened and page.messages > 0


def heard_with(
    person: Any, world: Any, message: Any, number: int, visiting: bool, meeting: bool
) -> float:
    """Chance that this look brings this message: on the page, in the feed, or directly."""
    if message.direct:
        return 1.0 if addressed(person, message) else 0.0
    if message.removes > 0.0:
        return noticed(person, world, message, visiting)
    if visiting:
        if message.reach <= 0.0:
            return 0.0
        top = number == world.page.pinned or number == world.page.messages - 1
        chance: float = world.p.reads_page * (1.0 if top else 0.5)
        return chance
    if meeting and world.page.shown > 0.0:
        shown = rules.at_least_one(message.shown) / rules.at_least_one(world.page.shown)
        return min(1.0, shown)
    return 0.0


def addressed(person: Any, message: Any) -> bool:
    """Whether a direct message is meant for this person (the same at every look)."""
    if message.private > 0.0:
        share = message.private if person.affected else 0.0
    else:
        share = message.rallies if person.trust > 0.55 and person.stance != CRITIC else 0.0
    return uniform(person.stream, message.tick, CALLED) < share


def noticed(person: Any, world: Any, message: Any, visiting: bool) -> float:
    """Chance to notice that critical posts are gone: authors on a visit surely, if theirs."""
    if not visiting:
        return 0.0
    lately = 24.0 / world.case.tick_hours
    if person.wrote_at >= 0 and 0 <= message.tick - person.wrote_at < lately:
        chance: float = message.removes
    else:
        chance = message.removes * world.p.deletion_noticed * person.aware
    return chance


def in_view(person: Any, world: Any, on_page: bool, meeting: bool) -> tuple[float, float]:
    """Critical and defending posts that a look shows, weighted; friends' posts included."""
    p, page = world.p, world.page
    critical, defending = 0.0, 0.0
    if on_page:
        critical, defending = page.critical, page.defending + page.planted
    elif meeting:
        # In a feed something is shown for certain; share it out by visibility.
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
    share = rules.taken_in(total, p.page_capacity) / total
    return critical * share, defending * share


# -- hearing the company ----------------------------------------------------------------------


def hear(person: Any, world: Any, message: Any, number: int, tick: int) -> None:
    """Take in one message: each lever moves what this person knows, believes or is spared."""
    if message.removes > 0.0:
        hear_of_deletion(person, world, message)
        return
    if message.remark:
        return
    hear_promise(person, world, message, tick)
    hear_responsibility(person, world, message)
    hear_help(person, world, message, tick)
    hear_tone(person, world, message, tick)


def hear_promise(person: Any, world: Any, message: Any, tick: int) -> None:
    """Information, promises, revisions, and word that it is over."""
    p, case = world.p, world.case
    now = message.tick * case.tick_hours
    if message.informs > 0.0 and now > person.heard_at:
        person.heard_at += message.informs * (now - person.heard_at)
    if message.revising and person.promised >= 0:
        person.trust = rules.lowered(person.trust, p.revised_promise * (1.5 - message.revises))
        person.promised = -1
    if message.deadline > tick and case.repaired > tick:
        chance = rules.believes(person.trust, person.broken, p.disbelief)
        if uniform(person.stream, message.tick, BELIEVE) < chance:
            person.promised = message.deadline
    if message.says_fixed > 0.0 and case.lasting and tick < case.repaired and person.affected:
        disappoint(person, world, tick)


def hear_responsibility(person: Any, world: Any, message: Any) -> None:
    """Responsibility taken, denied, explained: judged by what the person blames (SCCT)."""
    p = world.p
    if message.explains > 0.0:
        person.blame = rules.blame_after_evidence(
            person.blame, world.case.fault, message.explains, person.trust
        )
    if message.admits > 0.0:
        owed = message.admits * person.blame * (1.0 - person.admitted)
        person.trust = rules.raised(person.trust, p.admission * owed)
        person.grievance = rules.lowered(person.grievance, p.admission * owed)
        person.blame = rules.raised(person.blame, 0.5 * message.admits * (1.0 - person.blame))
        person.admitted = max(person.admitted, message.admits)
    elif message.admits < 0.0:
        refused = rules.denial_refused(-message.admits, person.blame, person.affected == 1)
        person.trust = rules.lowered(person.trust, p.denial_loss * refused)
        person.grievance = rules.raised(person.grievance, p.denial_loss * refused)
        person.arousal = rules.raised(person.arousal, 2.0 * p.denial_loss * refused)
        person.admitted = rules.lowered(person.admitted, -message.admits)


def hear_help(person: Any, world: Any, message: Any, tick: int) -> None:
    """Help for clients, a private channel, compensation."""
    p, case = world.p, world.case
    if message.relieves > person.relief and person.clients > 0.0:
        if uniform(person.stream, message.tick, USE_HELP) < p.help_used:
            person.relief = message.relieves
    if message.private > 0.0 and person.affected and not person.private and tick < case.repaired:
        if uniform(person.stream, message.tick, ACCEPT) < p.private_accepted:
            person.private = 1
            person.private_since = tick
            world.tally.private += 1
    if message.compensates > 0.0:
        if person.affected:
            eased = p.compensation * message.compensates
            person.grievance = rules.lowered(person.grievance, eased)
        elif message.public > 0.0 and case.lasting and tick < case.repaired:
            bought = p.hush_money * message.compensates * (1.0 - person.trust)
            person.arousal = rules.raised(person.arousal, bought)


def hear_tone(person: Any, world: Any, message: Any, tick: int) -> None:
    """Empathy, a call for civility, a threat, a call for support."""
    p = world.p
    soothed = p.soothing * (message.empathy * (0.5 + person.trust) + 0.5 * message.reminds)
    person.arousal = rules.lowered(person.arousal, soothed)
    if message.threatens > 0.0 and person.aware:
        angered = p.threat_anger * message.threatens * (1.2 - person.trust) * person.blame
        person.arousal = rules.raised(person.arousal, angered)
        person.trust = rules.lowered(person.trust, p.denial_loss * message.threatens * person.blame)
        person.threshold += p.threat_chill * message.threatens
    if message.rallies > 0.0:
        person.called = 1


def hear_of_deletion(person: Any, world: Any, message: Any) -> None:
    """Notice a deletion: authors, and less so others, lose trust and are angered; news."""
    p = world.p
    weight = 1.0 if person.wrote_at >= 0 else 0.5
    weight *= 1.0 - 0.7 * message.explained
    person.trust = rules.lowered(person.trust, p.deletion_loss * weight)
    person.grievance = rules.raised(person.grievance, p.deletion_loss * weight)
    person.arousal = rules.raised(person.arousal, p.deletion_anger * weight)
    person.fatigue = rules.lowered(person.fatigue, p.fatigue_news * weight)


# -- reading others ------------------------------------------------------------------------------


def read(person: Any, world: Any, tick: int, critical: float, defending: float) -> None:
    """Read critics and defenders: learn of the matter, be stirred, perhaps take their side."""
    p, page = world.p, world.page
    if not person.aware and uniform(person.stream, tick, LEARN) < rules.at_least_one(critical):
        become_aware(person, world, tick)
    if not person.aware:
        return
    person.arousal = rules.stirred(
        person.arousal,
        critical,
        page.harshness,
        person.susceptibility,
        person.trust,
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
        p.sympathy,
    )
    if page.planted > 0.0:
        found = p.plants_found * page.planted / (page.planted + page.defending + 1.0)
        if uniform(person.stream, tick, SEE_THROUGH) < found:
            person.trust = rules.lowered(person.trust, p.deletion_loss)
            person.arousal = rules.raised(person.arousal, p.deletion_anger * 0.5)
    if uniform(person.stream, tick, LIKE) < 0.5 * person.arousal * person.blame:
        world.tally.likes += 1


# -- stance ---------------------------------------------------------------------------------------


def take_stance(person: Any, world: Any, tick: int, critical: float, defending: float) -> None:
    """Speak out, defend, or calm down, at a look."""
    p, page = world.p, world.page
    if not person.aware:
        return
    heated = rules.heat(person.arousal, person.grievance)
    if person.private:
        come_back(person, world, tick)
    if person.stance == CRITIC:
        chance = rules.falls_silent(heated, person.threshold, p.calming)
        if chance > 0.0 and uniform(person.stream, tick, CALM) < chance:
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
        if chance > 0.0 and uniform(person.stream, tick, SPEAK) < chance:
            change_stance(person, world, CRITIC)
            return
    consider_defence(person, world, tick, critical, heated)


def consider_defence(person: Any, world: Any, tick: int, critical: float, heated: float) -> None:
    """Take up, or lay down, the company's defence: trust × own calm × how unfair it looks."""
    p = world.p
    if critical > 0.0:
        empty = emptiness(person, world, tick, tick)
        unfairness = rules.unfair(critical, world.page.harshness, person.admitted, empty)
        person.pity = rules.raised(person.pity, p.pity * unfairness)
    if person.stance == DEFENDER:
        if uniform(person.stream, tick, REST) < 0.3 * (1.0 - person.pity):
            change_stance(person, world, FOLLOWER)
        return
    readiness = p.defending * (1.0 + 2.0 * person.called)
    chance = rules.defends(person.trust, heated, person.pity, readiness)
    if chance > 0.0 and uniform(person.stream, tick, DEFEND) < chance:
        change_stance(person, world, DEFENDER)


def come_back(person: Any, world: Any, tick: int) -> None:
    """Leave the private channel: when it is repaired, or from waiting too long unanswered."""
    p, case = world.p, world.case
    waited = (tick - person.private_since) * case.tick_hours
    if tick >= case.repaired:
        person.private = 0
    elif world.page.private_wait > p.private_patience and waited > p.private_patience:
        if uniform(person.stream, tick, RETURN) < 0.5:
            person.private = 0
            disappoint(person, world, tick)


def change_stance(person: Any, world: Any, stance: int) -> None:
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
        person.was_critic = 1
    elif stance == DEFENDER:
        tally.defenders += 1
        person.was_defender = 1
    person.stance = stance


# -- posts ------------------------------------------------------------------------------------------


def write(person: Any, world: Any, tick: int, on_page: bool, critical: float) -> None:
    """Write posts: Poisson with activity and heat, fewer when tired; each vents."""
    p = world.p
    if person.stance == CRITIC:
        if person.private:
            return
        drive = rules.heat(person.arousal, person.grievance)
        mean = rules.posts_expected(p.writing, person.activity, drive, person.fatigue)
    elif person.stance == DEFENDER:
        mean = rules.posts_expected(
            p.defence_writing, person.activity, rules.taken_in(critical, 4.0) / 4.0, person.fatigue
        )
    elif on_page:
        mean = p.chatter * person.activity
    else:
        return
    number = rules.count(uniform(person.stream, tick, WRITE), mean)
    if number == 0 and first_word(person):
        number = 1
    if number > 0:
        publish(person, world, tick, number)


def first_word(person: Any) -> bool:
    """Whether this look is the one at which the person first takes a side in public."""
    if person.stance == CRITIC:
        first: bool = person.critical_posts == 0
    else:
        first = person.stance == DEFENDER and person.defending_posts == 0
    return first


def publish(person: Any, world: Any, tick: int, number: int) -> None:
    """Put posts on the page and into the tally; posting vents and tires."""
    p, tally = world.p, world.tally
    if person.stance == FOLLOWER:
        person.ordinary_posts += number
        tally.ordinary += number
        return
    person.wrote = number
    person.fatigue = rules.tired(person.fatigue, number, person.activity)
    if person.stance == DEFENDER:
        person.defending_posts += number
        tally.defending += number
        return
    person.critical_posts += number
    person.wrote_at = tick
    tally.harsh += number * int(person.arousal * WHOLE)
    if person.affected:
        tally.critical_affected += number
    else:
        tally.critical_bandwagon += number
    person.arousal = rules.lowered(person.arousal, p.vent)
    person.grievance = rules.lowered(person.grievance, p.vent_grievance)


def deliver(author: Any, friend: Any) -> None:
    """A friend of the author may meet these posts (from the next tick on)."""
    if author.stance == CRITIC:
        friend.new_critical += author.wrote
    else:
        friend.new_defending += author.wrote


def notice(friend: Any, world: Any, tick: int) -> None:
    """Whether friends' posts of this tick will show in this person's feed, and when."""
    posts = friend.new_critical + friend.new_defending
    shown = rules.at_least_one(world.p.friends_notice * posts)
    if friend.stance != GONE and uniform(friend.stream, tick, NOTICE) < shown:
        friend.friends_critical += friend.new_critical
        friend.friends_defending += friend.new_defending
        draw = uniform(friend.stream, tick, DELAY)
        at = tick_after(world, tick, -math.log(1.0 - draw) / friend.looks)
        friend.wakes = min(friend.wakes, at)
    friend.new_critical = 0
    friend.new_defending = 0


# -- when next? -----------------------------------------------------------------------------------------


def plan_next(person: Any, world: Any, tick: int, met: bool) -> None:
    """When this person next visits the page, and when the feed next shows them something."""
    pace = visit_pace(person, world, tick)
    draw = uniform(person.stream, tick, VISIT)
    person.visits = tick_after(world, tick, -math.log(1.0 - draw) / pace)
    person.wakes = person.visits
    if person.promised >= 0:
        person.wakes = min(person.wakes, max(tick + 1, person.promised))
    if met:
        draw = uniform(person.stream, tick, MEET)
        person.meets = world.page.time - math.log(1.0 - draw) / person.looks


def visit_pace(person: Any, world: Any, tick: int) -> float:
    """Visits to the page per hour of average rhythm: calm, waiting, heated."""
    p = world.p
    pace = p.page_visits * min(4.0, person.activity)
    if person.outsider:
        pace = 0.1 * p.page_visits
    if person.aware:
        if is_waiting(person, world, tick):
            pace += p.check_visits * (1.0 + person.clients * (1.0 - person.relief))
        heated = rules.heat(person.arousal, person.grievance)
        pace += p.heated_visits * heated * rules.keenness(person.activity)
    per_hour: float = max(1e-6, pace / 24.0)
    return per_hour


def tick_after(world: Any, tick: int, hours: float) -> int:
    """The tick in which that many hours of average rhythm have passed; at least the next."""
    rhythm, ticks = world.clock.rhythm, world.case.ticks
    target = rhythm[tick] + hours
    if target >= rhythm[ticks]:
        return NEVER
    low, high = tick + 1, ticks
    while low < high:
        middle = (low + high) // 2
        if rhythm[middle] < target:
            low = middle + 1
        else:
            high = middle
    return low


# -- news ---------------------------------------------------------------------------------------------


def reach_directly(person: Any, world: Any, message: Any, tick: int) -> None:
    """A direct message brings those whom it addresses to look within hours."""
    if person.stance != GONE and addressed(person, message):
        draw = uniform(person.stream, tick, DELAY)
        at = tick_after(world, tick, -3.0 * math.log(1.0 - draw))
        person.wakes = min(person.wakes, at)
        person.visits = min(person.visits, at)


def read_article(person: Any, world: Any, tick: int) -> None:
    """An article brings some of the wider public to the page within a day."""
    if person.stance == GONE or not person.outsider:
        return
    if uniform(person.stream, tick, READ_ARTICLE) < world.case.outsiders_reached:
        draw = uniform(person.stream, tick, DELAY)
        at = tick_after(world, tick, -8.0 * math.log(1.0 - draw))
        person.wakes = min(person.wakes, at)
        person.visits = min(person.visits, at)


def arrive(person: Any, world: Any) -> None:
    """Before the first tick: the first visit, the first thing met, the failure discovered."""
    case = world.case
    draw = uniform(person.stream, 0, VISIT)
    person.visits = tick_after(world, 0, -math.log(1.0 - draw) / visit_pace(person, world, 0))
    draw = uniform(person.stream, 0, MEET)
    person.meets = -math.log(1.0 - draw) / person.looks
    if person.outsider:
        person.meets = math.inf
    if person.affected and case.lasting and case.incident < case.ticks:
        draw = uniform(person.stream, 0, DISCOVER)
        at = tick_after(world, case.incident, -world.p.discovery_time * math.log(1.0 - draw))
        person.visits = min(person.visits, at)
    person.wakes = person.visits
    world.tally.trust += int(person.trust * WHOLE)


# -- the page -------------------------------------------------------------------------------------------


def turn_page(world: Any, tick: int) -> bool:
    """Posts of this tick appear, older ones age; whether an article appears now.

    Called after everyone has acted; what it changes is seen from the next tick on.
    """
    page, tally, case = world.page, world.tally, world.case
    hours = case.tick_hours
    if tick == case.incident:
        tally.first_posts = case.first_posts
    written = tally.critical_affected + tally.critical_bandwagon + tally.first_posts
    age_posts(world, written, hours)
    age_tone(world, written, hours)
    answer_in_private(world, hours)
    show_messages(world, tick)
    count_people(world)
    rhythm = world.clock.rhythm
    passed = rhythm[tick + 1] - rhythm[tick]
    page.time += passed * rules.at_least_one(page.shown)
    return appears(world, tick, written)


def age_posts(world: Any, written: int, hours: float) -> None:
    """The visible posts fade by the attention curve; new ones and approvals come on top."""
    page, tally = world.page, world.tally
    fresh = rules.ATTENTION_FRESH
    spans = rules.ATTENTION_HOURS
    fade_1 = math.exp(-hours / spans[0])
    fade_2 = math.exp(-hours / spans[1])
    fade_3 = math.exp(-hours / spans[2])
    new = written + world.p.likes_weight * tally.likes
    page.critical_1 = page.critical_1 * fade_1 + new * fresh[0]
    page.critical_2 = page.critical_2 * fade_2 + new * fresh[1]
    page.critical_3 = page.critical_3 * fade_3 + new * fresh[2]
    page.critical = page.critical_1 + page.critical_2 + page.critical_3
    page.defending_1 = page.defending_1 * fade_1 + tally.defending * fresh[0]
    page.defending_2 = page.defending_2 * fade_2 + tally.defending * fresh[1]
    page.defending_3 = page.defending_3 * fade_3 + tally.defending * fresh[2]
    page.defending = page.defending_1 + page.defending_2 + page.defending_3
    page.planted = page.planted * fade_1
    if page.now < page.plant_until:
        page.planted += page.plant_rate * hours
    page.standing = page.standing * math.exp(-hours / 24.0) + written


def age_tone(world: Any, written: int, hours: float) -> None:
    """Mean harshness of the critical posts of the last hours."""
    page, tally = world.page, world.tally
    faded = math.exp(-hours / 6.0)
    strangers = 0.5 * tally.first_posts
    page.harsh_sum = page.harsh_sum * faded + tally.harsh / WHOLE + strangers
    page.harsh_posts = page.harsh_posts * faded + written
    if page.harsh_posts > 1e-9:
        page.harshness = page.harsh_sum / page.harsh_posts
    else:
        page.harshness = 0.0


def answer_in_private(world: Any, hours: float) -> None:
    """The team answers people in the private channel; a queue gives the wait."""
    page, case = world.page, world.case
    waiting_now = page.private_waiting + world.tally.private - case.answers_per_hour * hours
    page.private_waiting = max(0.0, waiting_now)
    if case.answers_per_hour > 0.0:
        page.private_wait = page.private_waiting / case.answers_per_hour


def show_messages(world: Any, tick: int) -> None:
    """Visibility in a feed of the latest messages, and of the page as a whole."""
    page, p = world.page, world.p
    shown = 0.0
    for number in range(max(0, page.messages - RECENT), page.messages):
        message = world.messages[number]
        if message.reach > 0.0:
            age = (tick + 1 - message.tick) * world.case.tick_hours
            message.shown = p.feed_reach * message.reach * rules.visibility(age)
            shown += message.shown
    if world.case.contagion:
        shown += p.feed_fans * (page.critical + page.defending)
    page.shown = shown


def count_people(world: Any) -> None:
    """Bring the counts of people up to date with the tally."""
    page, tally = world.page, world.tally
    page.critics += tally.critics
    page.critics_affected += tally.critics_affected
    page.defenders += tally.defenders
    page.gone += tally.gone
    page.customers_lost += tally.customers_lost
    page.reached += tally.reached
    page.trust_sum += tally.trust
    page.grievance_sum += tally.grievance


def appears(world: Any, tick: int, written: int) -> bool:
    """Whether an article appears: some hours after the storm crossed the press's threshold."""
    page, case = world.page, world.case
    if case.articles_at <= 0.0 or page.articles >= case.articles_most:
        return False
    if page.article_due == NEVER:
        # harsh_posts fades in 6 h: its level over 6 h is a smoothed rate per hour.
        calm_hours = (tick - page.article_last) * case.tick_hours
        if page.harsh_posts / 6.0 >= case.articles_at and calm_hours >= 18.0:
            page.article_due = tick + int(6.0 / case.tick_hours)
        return False
    if tick >= page.article_due:
        page.articles += 1
        page.article_last = tick
        page.article_due = NEVER
        return True
    return False


# -- the record -------------------------------------------------------------------------------------------

COLUMNS = (
    "critical_posts",
    "critical_posts_affected",
    "critical_posts_bandwagon",
    "defending_posts",
    "ordinary_posts",
    "company_posts",
    "planted_posts",
    "deleted_posts",
    "critics",
    "critics_affected",
    "critics_bandwagon",
    "defenders",
    "gone",
    "customers_lost",
    "reached",
    "trust",
    "grievance",
    "articles",
    "private_waiting",
)
"""Columns of a run's series. Trust and grievance are sums in 2**-40, until the run is over."""


def record(world: Any, series: Any, tick: int, article: bool) -> None:
    """Note the tick, and clear the tally; the company's own posts are noted as it acts."""
    page, tally, hours = world.page, world.tally, world.case.tick_hours
    row = series[tick]
    row[0] = tally.critical_affected + tally.critical_bandwagon + tally.first_posts
    row[1] = tally.critical_affected
    row[2] = tally.critical_bandwagon + tally.first_posts
    row[3] = tally.defending
    row[4] = tally.ordinary
    if tick < page.plant_until:
        row[6] = int(page.plant_rate * hours * (tick + 1)) - int(page.plant_rate * hours * tick)
    row[8] = page.critics
    row[9] = page.critics_affected
    row[10] = page.critics - page.critics_affected
    row[11] = page.defenders
    row[12] = page.gone
    row[13] = page.customers_lost
    row[14] = page.reached
    row[15] = page.trust_sum
    row[16] = page.grievance_sum
    row[17] = int(article)
    row[18] = math.ceil(page.private_waiting)
    clear(tally)


def clear(tally: Any) -> None:
    """Begin a new tally."""
    tally.critical_affected = 0
    tally.critical_bandwagon = 0
    tally.defending = 0
    tally.ordinary = 0
    tally.likes = 0
    tally.harsh = 0
    tally.critics = 0
    tally.critics_affected = 0
    tally.defenders = 0
    tally.gone = 0
    tally.customers_lost = 0
    tally.reached = 0
    tally.private = 0
    tally.trust = 0
    tally.grievance = 0
    tally.first_posts = 0
