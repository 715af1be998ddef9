// Twin of sim/storm/looking.py.
#pragma once
#include "posting.hpp"
#include "reading.hpp"
#include "stance.hpp"

inline void look_for_word(Person& person, World& world, int64_t tick) {
    double empty = emptiness(person, world, tick, tick);
    person.arousal = rules::left_without_word(person.arousal, empty, world.facts.severity,
                                              person.clients * (1.0 - person.relief),
                                              world.p.unanswered);
}

inline void look(Person& person, World& world, int64_t tick, bool visiting, bool meeting) {
    if (visiting && person.affected && tick >= world.facts.incident)
        become_aware(person, world, tick, world.page.news);
    bool reading = hear_company(person, world, tick, visiting, meeting);
    if (visiting && is_waiting(person, world, tick)) look_for_word(person, world, tick);
    bool friends = person.friends_critical + person.friends_defending > 0;
    if (friends && !(reading || visiting))
        reading = uniform(person.stream, tick, Purpose::OPEN) < world.p.opens_comments;
    auto [critical, defending] = in_view(person, world, reading || visiting, meeting);
    if (critical > 0.0) read(person, world, tick, critical, defending);
    person.friends_critical = 0;
    person.friends_defending = 0;
    if (person.stance != GONE) {
        take_stance(person, world, tick, critical, defending);
        write(person, world, tick, visiting || reading, critical);
    }
}
