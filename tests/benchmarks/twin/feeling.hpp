// Twin of sim/storm/feeling.py.
#pragma once
#include "changes.hpp"

inline double emptiness(const Person& person, const World& world, int64_t start, int64_t end) {
    const Parameters& p = world.p;
    const Case& facts = world.facts;
    double since = max(0.0, double(start) * facts.tick_hours - person.heard_at);
    double until = max(0.0, double(end) * facts.tick_hours - person.heard_at);
    if (person.private_) {
        since = min(since, world.page.private_wait);
        until = min(until, world.page.private_wait);
    }
    double empty = rules::vacuum(since, until, p.vacuum_floor, p.vacuum_time);
    if (person.promised >= end) empty *= 1.0 - p.promise_calm * person.trust;
    return empty;
}

inline bool is_waiting(const Person& person, const World& world, int64_t tick) {
    const Case& facts = world.facts;
    bool hit = person.affected && person.aware && facts.lasting;
    return hit && facts.incident <= tick && tick < facts.repaired;
}

inline double waiting(const Person& person, const World& world, int64_t tick) {
    const Parameters& p = world.p;
    const Case& facts = world.facts;
    const double* office = world.clock.office;
    int64_t start = most(person.felt, facts.incident);
    int64_t end = least(tick, facts.repaired);
    if (!(person.affected && person.aware && facts.lasting) || end <= start) return 0.0;
    double hours = double(end - start) * facts.tick_hours;
    double press = rules::clients_press(person.clients, person.relief,
                                        (office[end] - office[start]) / hours,
                                        p.clients_pressure);
    double empty = emptiness(person, world, start, end);
    double growth = rules::push(p.grievance_rate, facts.severity, press, empty, person.blame);
    return growth * double(end - start) / double(tick - person.felt);
}

inline void leave(Person& person, World& world, int64_t tick, double hours) {
    person.weariness += rules::wearies(person.avoidance, hours, world.p.leaving);
    if (uniform(person.stream, 0, Purpose::LEAVE) < rules::at_least_one(person.weariness)) {
        change_stance(person, world, GONE);
        person.wakes = NEVER;
        person.visits = NEVER;
        person.meets = INFINITE;
        world.tally.gone += 1;
        world.tally.customers_lost += 1;
    }
}

inline void feel(Person& person, World& world, int64_t tick) {
    const Parameters& p = world.p;
    double hours = double(tick - person.felt) * world.facts.tick_hours;
    if (hours <= 0.0) return;
    person.arousal = rules::fade(person.arousal, hours, p.arousal_half_life);
    person.fatigue = rules::fade(person.fatigue, hours, p.fatigue_half_life);
    person.pity = rules::fade(person.pity, hours, p.pity_half_life);
    double before = person.grievance;
    double growth = waiting(person, world, tick);
    if (growth > 0.0 || before > 0.0) {
        double relaxation = rules::relaxing(p.grievance_half_life * person.grudge, person.trust);
        person.grievance = rules::grown(before, growth, relaxation, hours);
        double mean = 0.5 * (before + person.grievance);
        person.avoidance =
            rules::avoiding(person.avoidance, person.trust, mean, hours, p.avoidance_time);
        if (person.customer && person.aware && person.stance != GONE)
            leave(person, world, tick, hours);
    }
    person.felt = int32_t(tick);
}
