// Twin of sim/storm/promises.py.
#pragma once
#include "rules.hpp"
#include "world.hpp"

inline void disappoint(Person& person, World& world, int64_t due) {
    const Parameters& p = world.p;
    double lost = rules::trust_lost_by_breaking(p.broken_promise, p.broken_again, person.broken,
                                                person.affected == 1, p.broken_unaffected);
    person.trust = rules::lowered(person.trust, lost);
    double hit = lost * (1.0 + p.passed_on * person.clients * (1.0 - person.relief));
    person.grievance = rules::raised(person.grievance, p.broken_grievance * hit);
    person.arousal = rules::raised(person.arousal, p.broken_anger * 2.0 * hit);
    person.fatigue = rules::lowered(person.fatigue, p.fatigue_news);
    person.broken = int16_t(least(MANY, person.broken + 1));
    person.heard_at =
        min(person.heard_at, double(due) * world.facts.tick_hours - p.vacuum_time);
}

inline void settle(Person& person, World& world, int64_t tick) {
    if (person.promised < 0 || tick < person.promised || person.stance == GONE) return;
    if (world.facts.repaired <= person.promised)
        person.trust = rules::raised(person.trust, world.p.kept_promise);
    else
        disappoint(person, world, person.promised);
    person.promised = -1;
}
