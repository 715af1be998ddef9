"""Posts: written by those who take a stance, and met by their friends."""

from sim.storm import rules
from sim.storm.awareness import change_stance, interest
from sim.storm.chance import Purpose, uniform
from sim.storm.feeling import emptiness, is_waiting
from sim.storm.state import (
    CRITIC,
    DEFENDER,
    FOLLOWER,
    GONE,
    MANY,
    NEVER,
    SOME,
    WHOLE,
    PersonState,
    World,
)
from sim.storm.waits import tick_at


def write(person: PersonState, world: World, tick: int, on_page: bool, critical: float) -> None:
    """Write posts: Poisson with activity and heat, fewer when tired. Each vents."""
    p = world.p
    if person.stance == CRITIC:
        if person.private:
            return
        drive = rules.combined_heat(person.arousal, person.grievance)
        mean = rules.posts_expected(p.writing, person.activity, drive, person.fatigue)
        mean *= urge(person, world, tick)
    elif person.stance == DEFENDER:
        drive = rules.defence_drive(critical, p.defence_posts)
        mean = rules.posts_expected(p.defence_writing, person.activity, drive, person.fatigue)
    elif on_page:
        mean = p.chatter * person.activity
    else:
        return
    number = rules.count(uniform(person.stream, tick, Purpose.WRITE), mean)
    if number == 0 and is_first_word(person):
        number = 1
    if number > 0:
        write_posts(person, world, tick, number)


def urge(person: PersonState, world: World, tick: int) -> float:
    """How much of what a critic might write is written now, 1 for fresh news.

    Those who wait ask for word, the more the less they know, and are pressed by clients in
    office hours. The others write less as their interest in the matter fades.
    """
    p = world.p
    if not is_waiting(person, world, tick):
        return interest(world, tick * world.case.tick_hours - person.news_at)
    unsure = p.unsure if person.heard < 0 else 0.0
    share = rules.asks(emptiness(person, world, tick, tick), p.asking, unsure)
    if world.clock.office[tick + 1] > world.clock.office[tick]:
        share *= rules.clients_make_write(person.clients, person.relief, p.clients_writing)
    return share


def is_first_word(person: PersonState) -> bool:
    """Return True if this look is the one at which the person first takes a side in public."""
    if person.stance == CRITIC:
        return person.critical_posts == 0
    return person.stance == DEFENDER and person.defending_posts == 0


def write_posts(person: PersonState, world: World, tick: int, number: int) -> None:
    """Write posts. A complaint may get an answer of its own."""
    put_posts(person, world, tick, number)
    if person.stance == CRITIC and world.page.answering >= 0:
        await_answer(person, world, tick)


def put_posts(person: PersonState, world: World, tick: int, number: int) -> None:
    """Put posts on the page and into the tally. Posting vents and tires."""
    p, tally = world.p, world.tally
    if person.stance == FOLLOWER:
        person.ordinary_posts = min(MANY, person.ordinary_posts + number)
        tally.ordinary += number
        return
    person.wrote = person.wrote + number
    said = 0.0 if is_waiting(person, world, tick) else world.p.said_enough
    person.fatigue = rules.tired(person.fatigue, number, person.activity, said)
    if person.stance == DEFENDER:
        person.defending_posts = min(MANY, person.defending_posts + number)
        tally.defending += number
        tally.rallied += number * person.called
        return
    person.critical_posts = min(MANY, person.critical_posts + number)
    person.wrote_at = tick
    tally.harsh += number * int(person.arousal * WHOLE)
    if person.affected:
        tally.critical_affected += number
    else:
        tally.critical_bandwagon += number
    person.arousal = rules.lower_towards_zero(person.arousal, p.vent)
    person.grievance = rules.lower_towards_zero(person.grievance, p.vent_grievance)


def say_at_last(person: PersonState, world: World, tick: int) -> None:
    """Say what was put off, unless it was about a failure that is over for this person."""
    person.speaks_at = NEVER
    over = person.affected == 1 and world.case.lasting == 1 and tick >= world.case.repaired
    if over or person.private:
        return
    if person.means == DEFENDER and person.stance == CRITIC:
        return
    if person.stance != person.means:
        change_stance(person, world, person.means)
    write_posts(person, world, tick, 1)


def reply_to_answer(person: PersonState, world: World, tick: int) -> None:
    """Perhaps reply to a public answer, which prolongs the exchange for all to see."""
    message = world.messages[world.page.answering]
    if message.public_answer <= 0.0 or person.private:
        return
    if uniform(person.stream, tick, Purpose.REPLY) < world.p.answers_back:
        put_posts(person, world, tick, 1)


def await_answer(person: PersonState, world: World, tick: int) -> None:
    """Draw if and when this complaint is answered by itself: the team's pace, and its queue.

    One answer serves all that its author wrote meanwhile. Chance does the same to the share
    and to the wait of the same complaint, whatever the company aims at.
    """
    message, tally = world.messages[world.page.answering], world.tally
    if person.answer_at >= 0 or message.answers <= 0.0:
        return
    tally.complaints += 1
    answered = uniform(person.stream, tick, Purpose.ANSWER) < message.answers
    if not answered or world.case.answers_per_hour <= 0.0:
        return
    draw = uniform(person.stream, tick, Purpose.ANSWER_WAIT)
    wait = rules.wait_for_answer(draw, message.answer_half_time, world.page.private_wait)
    person.answer_at = tick + max(1, int(wait / world.case.tick_hours + 0.5))
    tally.answers += 1
    tally.public_answers += int(message.public_answer > 0.0)
    tally.answers_in_time += int(wait <= message.answer_half_time)


def deliver(author: PersonState, friend: PersonState) -> None:
    """Bring the author's posts of this tick before a friend, who may meet them later."""
    friend.teller_after = min(friend.teller_after, author.told_after)
    if author.stance == CRITIC:
        friend.new_critical = min(SOME, friend.new_critical + author.wrote)
    else:
        friend.new_defending = min(SOME, friend.new_defending + author.wrote)


def notice(friend: PersonState, world: World, tick: int) -> None:
    """Draw if and when friends' posts of this tick show in this person's feed."""
    posts = friend.new_critical + friend.new_defending
    shown = rules.at_least_one(world.p.friends_notice * posts)
    if friend.stance != GONE and uniform(friend.stream, tick, Purpose.NOTICE) < shown:
        friend.friends_critical = min(SOME, friend.friends_critical + friend.new_critical)
        friend.friends_defending = min(SOME, friend.friends_defending + friend.new_defending)
        draw = uniform(friend.stream, tick, Purpose.DELAY)
        wait = rules.heavy_wait(draw, friend.looks, world.p.waiting_tail)
        met_at = tick_at(world, tick, world.clock.rhythm[tick] + wait)
        friend.wakes = min(friend.wakes, met_at)
    friend.new_critical = 0
    friend.new_defending = 0
