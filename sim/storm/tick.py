"""The order of a tick, written once for both engines. Each step has a file of its own.

1.  clock       the tick's rhythm and office hours                       ``rhythm``
2.  incident    its time and the repair are drawn beforehand, now they pass
3.  company     acts on what it sees, its messages appear on the page    ``company``
4.  promises    fall due for those who believe in them                   ``promises``
5.  people      look at the page or the feed, hear the company           ``visit``, ``hearing``
6.  feelings    worked out up to now, then moved by what is read         ``feeling``, ``reading``
7.  stance      speak out, defend, calm down, leave                      ``stance``
8.  posts       are written, and reach friends                           ``posting``
9.  page        posts age, messages show, articles appear                ``page``
10. record      the tally of the tick is noted                           ``page``

Everyone acts on the *previous* tick's posts and adds to the tally in whole numbers, so the
order of persons never matters. A person is woken only by what reaches them: a visit of
their own, something in the feed, a friend's post, a deadline, news (``scheduling``). In
between their feelings follow in closed form.

``person`` and the parts of ``world`` (``state``) are records in the compiled engine and
plain objects in the Mesa engine. The rules themselves are in ``rules``.
"""

from sim.storm.feeling import feel
from sim.storm.hearing import hear_answer
from sim.storm.posting import reply_to_answer, say_at_last
from sim.storm.promises import settle
from sim.storm.scheduling import come_to_look, plan_next
from sim.storm.state import CRITIC, GONE, WHOLE, PersonState, World
from sim.storm.visit import look


def wake(person: PersonState, world: World, tick: int) -> None:
    """Live through a tick in which something reaches this person."""
    trust, grievance = person.trust, person.grievance
    person.wrote = 0
    feel(person, world, tick)
    if settle(person, world, tick):
        come_to_look(person, world, tick)
    visiting = tick >= person.visits
    meeting = person.meets <= world.page.time
    friends = person.friends_critical + person.friends_defending > 0
    answered = person.stance != GONE and 0 <= person.answer_at <= tick
    if answered:
        hear_answer(person, world, tick)
    if person.stance != GONE and (visiting or meeting or friends or answered):
        look(person, world, tick, visiting, meeting)
    if answered and person.stance == CRITIC:
        reply_to_answer(person, world, tick)
    if person.stance != GONE and person.speaks_at <= tick:
        say_at_last(person, world, tick)
    if person.stance != GONE:
        plan_next(person, world, tick, visiting, meeting)
    world.tally.trust += int(person.trust * WHOLE) - int(trust * WHOLE)
    world.tally.grievance += int(person.grievance * WHOLE) - int(grievance * WHOLE)
