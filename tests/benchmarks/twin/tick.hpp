// Twin of sim/storm/tick.py.
#pragma once
#include "looking.hpp"

inline void wake(Person& person, World& world, int64_t tick) {
    double trust = person.trust, grievance = person.grievance;
    person.wrote = 0;
    feel(person, world, tick);
    settle(person, world, tick);
    bool visiting = tick >= person.visits;
    bool meeting = person.meets <= world.page.time;
    bool friends = person.friends_critical + person.friends_defending > 0;
    bool answered =
        person.stance != GONE && 0 <= person.answer_at && person.answer_at <= tick;
    if (answered) hear_answer(person, world, tick);
    if (person.stance != GONE && (visiting || meeting || friends || answered))
        look(person, world, tick, visiting, meeting);
    if (person.stance != GONE) plan_next(person, world, tick, visiting, meeting);
    world.tally.trust += whole(person.trust) - whole(trust);
    world.tally.grievance += whole(person.grievance) - whole(grievance);
}
