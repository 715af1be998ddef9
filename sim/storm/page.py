"""The page between ticks: posts age, messages show, the press takes notice, a row is noted."""

import math

from sim.storm import rules
from sim.storm.chance import uniform
from sim.storm.series import SeriesRow
from sim.storm.state import NEVER, RECENT, WHOLE, Tally, World

NO_POSTS = 1e-9
"""Weight of posts below which a page has no tone, to avoid dividing by zero."""


def turn_page(world: World, tick: int) -> bool:
    """Let the tick's posts appear and older ones age, and return True if an article appears.

    Called after everyone has acted. What it changes is seen from the next tick on.
    """
    page, tally, case = world.page, world.tally, world.case
    hours = case.tick_hours
    if tick == case.incident:
        tally.first_posts = case.first_posts
    written = tally.critical_affected + tally.critical_bandwagon + tally.first_posts
    if not is_bare(world, written):
        age_posts(world, written, hours)
        age_tone(world, written, hours)
    remember_page(world, tick)
    judge_promise(world, tick)
    answer_by_turns(world, hours)
    show_messages(world, tick)
    count_people(world)
    rhythm = world.clock.rhythm
    passed = rhythm[tick + 1] - rhythm[tick]
    page.time += passed * rules.at_least_one(page.shown)
    return is_in_the_press(world, tick)


def remember_page(world: World, tick: int) -> None:
    """Note what is visible as the next tick begins, so that nobody reads a post twice."""
    past, page = world.past, world.page
    past[tick + 1, 0] = page.critical_1
    past[tick + 1, 1] = page.critical_2
    past[tick + 1, 2] = page.critical_3


def judge_promise(world: World, tick: int) -> None:
    """Count the open promise as missed once it is due and not met: all can see it."""
    page = world.page
    if page.promise >= 0 and tick + 1 >= world.messages[page.promise].deadline:
        page.missed += 1 - world.messages[page.promise].met
        page.promise = -1


def age_posts(world: World, written: int, hours: float) -> None:
    """Fade the visible posts by the attention curve, and add new ones and approvals."""
    page, tally = world.page, world.tally
    fresh = rules.ATTENTION_FRESH
    spans = rules.ATTENTION_HOURS
    fade_1 = rules.remaining(hours, spans[0])
    fade_2 = rules.remaining(hours, spans[1])
    fade_3 = rules.remaining(hours, spans[2])
    # Fresh posts count with their mean visibility over the tick in which they are first read.
    fresh_1 = fresh[0] * rules.mean_decay(hours, spans[0])
    fresh_2 = fresh[1] * rules.mean_decay(hours, spans[1])
    fresh_3 = fresh[2] * rules.mean_decay(hours, spans[2])
    new = written + world.p.likes_weight * tally.likes
    new += world.p.answer_visibility * tally.public_answers
    page.critical_1 = page.critical_1 * fade_1 + new * fresh_1
    page.critical_2 = page.critical_2 * fade_2 + new * fresh_2
    page.critical_3 = page.critical_3 * fade_3 + new * fresh_3
    page.critical = page.critical_1 + page.critical_2 + page.critical_3
    page.defending_1 = page.defending_1 * fade_1 + tally.defending * fresh_1
    page.defending_2 = page.defending_2 * fade_2 + tally.defending * fresh_2
    page.defending_3 = page.defending_3 * fade_3 + tally.defending * fresh_3
    page.defending = page.defending_1 + page.defending_2 + page.defending_3
    page.rallied = page.rallied * fade_2 + tally.rallied
    page.planted = page.planted * fade_1
    if page.now < page.plant_until:
        page.planted += page.plant_rate * hours
    page.standing = page.standing * rules.remaining(hours, rules.STANDING_HOURS) + written


def is_bare(world: World, written: int) -> bool:
    """Return True if nobody was ever criticised, defended or bought: there is nothing to age."""
    page, tally = world.page, world.tally
    posts = page.critical + page.standing + page.harsh_posts + page.defending + page.plant_rate
    return posts == 0.0 and written + tally.likes + tally.defending == 0


def age_tone(world: World, written: int, hours: float) -> None:
    """Work out the mean harshness of the critical posts of the last hours."""
    page, tally = world.page, world.tally
    faded = rules.remaining(hours, rules.TONE_HOURS)
    strangers = world.p.first_posts_harshness * tally.first_posts
    page.harsh_sum = page.harsh_sum * faded + tally.harsh / WHOLE + strangers
    page.harsh_posts = page.harsh_posts * faded + written
    if page.harsh_posts > NO_POSTS:
        page.harshness = page.harsh_sum / page.harsh_posts
    else:
        page.harshness = 0.0


def answer_by_turns(world: World, hours: float) -> None:
    """Let the team answer private cases and complaints one by one, which gives the wait."""
    page, tally, case = world.page, world.tally, world.case
    serve_private_channel(world, hours)
    coming = tally.private + tally.answers
    waiting_now = page.private_waiting + coming - case.answers_per_hour * hours
    page.private_waiting = max(0.0, waiting_now)
    if case.answers_per_hour > 0.0:
        page.private_wait = page.private_waiting / case.answers_per_hour


def serve_private_channel(world: World, hours: float) -> None:
    """Add the work of keeping in touch with those in the private channel."""
    page, case = world.page, world.case
    if page.private_people > 0 and page.now < case.repaired and case.answers_per_hour > 0.0:
        words = page.private_people / time_between_private_words(world) * hours
        page.private_work += words / case.answers_each


def time_between_private_words(world: World) -> float:
    """Hours between two words to a person in the private channel, as the team can serve all.

    A team that has no time for single people serves nobody as long as the run lasts.
    """
    if world.case.answers_per_hour <= 0.0:
        return world.case.ticks * world.case.tick_hours
    served = world.page.private_people / world.case.answers_per_hour
    return max(world.p.private_interval, served)


def show_messages(world: World, tick: int) -> None:
    """Work out the visibility in a feed of the latest messages, and of the page as a whole."""
    page, p = world.page, world.p
    shown = 0.0
    for number in range(max(0, page.messages - RECENT), page.messages):
        message = world.messages[number]
        if message.reach > 0.0:
            hours = world.case.tick_hours
            age = (tick - message.tick) * hours
            message.shown = p.feed_reach * message.reach * rules.visibility(age, hours)
            shown += message.shown
    page.shown = shown


def count_people(world: World) -> None:
    """Bring the counts of people up to date with the tally."""
    page, tally = world.page, world.tally
    page.critics += tally.critics
    page.critics_affected += tally.critics_affected
    page.defenders += tally.defenders
    page.gone += tally.gone
    page.customers_lost += tally.customers_lost
    page.reached += tally.reached
    page.private_people += tally.private - tally.left_private
    page.complaints += tally.complaints
    page.answers += tally.answers
    page.answers_in_time += tally.answers_in_time
    page.trust_sum += tally.trust
    page.grievance_sum += tally.grievance


LEADING = 4
"""Article from which on the large outlets follow (1,054 events: Stäbler & Fischer 2020)."""


def is_in_the_press(world: World, tick: int) -> bool:
    """Return True if an article appears: some hours after the storm crossed the threshold.

    In between a journalist asks the company, and quotes it if it says something in time.
    """
    page, p, case = world.page, world.p, world.case
    if case.articles_at <= 0.0 or page.articles >= case.articles_most:
        return False
    if page.article_due == NEVER:
        # The level of what fades in so many hours, over these hours, is a smoothed rate.
        rate = page.harsh_posts / rules.TONE_HOURS
        calm_hours = (tick - page.article_last) * case.tick_hours
        if rate >= case.articles_at and calm_hours >= rules.pause_of_press(
            p.article_pause, page.articles
        ):
            page.article_due = tick + int(p.article_delay / case.tick_hours)
            page.enquiry = 1
        return False
    if tick < page.article_due:
        return False
    draw = uniform(case.press_stream, page.articles, 0)
    large = 1.0 if page.articles + 1 >= LEADING else p.small_outlets
    page.article_reach = min(1.0, case.outsiders_reached * large * rules.outlet_size(draw))
    has_word = (tick - page.spoke_at) * case.tick_hours <= p.article_delay
    page.quoted = int(has_word and uniform(case.press_stream, page.articles, 1) < p.quoting)
    page.articles += 1
    page.article_last = tick
    page.news = tick
    page.article_due = NEVER
    page.enquiry = 0
    return True


def write_row(world: World, row: SeriesRow, tick: int, article: bool) -> None:
    """Fill the tick's row of the series and clear the tally.

    Posts and deletions of the company are noted when it acts.
    """
    page, tally, hours = world.page, world.tally, world.case.tick_hours
    row.critical_posts = tally.critical_affected + tally.critical_bandwagon + tally.first_posts
    row.critical_posts_affected = tally.critical_affected
    row.critical_posts_bandwagon = tally.critical_bandwagon + tally.first_posts
    row.defending_posts = tally.defending
    row.ordinary_posts = tally.ordinary
    if tick < page.plant_until:
        until_now = int(page.plant_rate * hours * tick)
        row.planted_posts = int(page.plant_rate * hours * (tick + 1)) - until_now
    row.critics = page.critics
    row.critics_affected = page.critics_affected
    row.critics_bandwagon = page.critics - page.critics_affected
    row.defenders = page.defenders
    row.gone = page.gone
    row.customers_lost = page.customers_lost
    row.reached = page.reached
    row.trust = page.trust_sum
    row.grievance = page.grievance_sum
    row.articles = int(article)
    row.private_waiting = math.ceil(page.private_waiting)
    clear(tally)


def clear(tally: Tally) -> None:
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
    tally.left_private = 0
    tally.rallied = 0
    tally.public_answers = 0
    tally.complaints = 0
    tally.answers = 0
    tally.answers_in_time = 0
    tally.trust = 0
    tally.grievance = 0
    tally.first_posts = 0
