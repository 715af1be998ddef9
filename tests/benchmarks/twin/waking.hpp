// Twin of sim/storm/waking.py.
#pragma once
#include "feeling.hpp"
#include "hearing.hpp"

inline int64_t tick_at(const World& world, int64_t tick, double time) {
    const double* rhythm = world.clock.rhythm;
    int64_t ticks = world.facts.ticks;
    if (time > 0.5 * (rhythm[ticks - 1] + rhythm[ticks])) return NEVER;
    int64_t low = tick + 1, high = ticks - 1;
    while (low < high) {
        int64_t middle = (low + high) / 2;
        if (0.5 * (rhythm[middle] + rhythm[middle + 1]) < time)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

inline double visit_pace(const Person& person, const World& world, int64_t tick) {
    const Parameters& p = world.p;
    double pace = p.page_visits * min(4.0, person.activity);
    if (person.outsider) pace = 0.1 * p.page_visits;
    if (person.aware) {
        if (is_waiting(person, world, tick))
            pace += p.check_visits * (1.0 + person.clients * (1.0 - person.relief));
        double heated = rules::heat(person.arousal, person.grievance);
        pace += p.heated_visits * heated * rules::keenness(person.activity);
    }
    return max(1e-6, pace / 24.0);
}

inline void come(Person& person, const World& world, int64_t tick, double since, double pace,
                 uint64_t purpose) {
    double draw = uniform(person.stream, tick, purpose);
    person.visit_time = since - std::log(1.0 - draw) / pace;
    person.visits = int32_t(tick_at(world, tick, person.visit_time));
}

inline void sooner(Person& person, const World& world, int64_t tick, double since, double pace,
                   uint64_t purpose) {
    double draw = uniform(person.stream, tick, purpose);
    double time = since - std::log(1.0 - draw) / pace;
    if (time < person.visit_time) {
        person.visit_time = time;
        person.visits = int32_t(tick_at(world, tick, time));
        person.wakes = int32_t(least(person.wakes, person.visits));
    }
}

inline void arrive(Person& person, World& world) {
    const Case& facts = world.facts;
    world.tally.trust += whole(person.trust);
    world.tally.grievance += whole(person.grievance);
    if (person.stance == GONE) {
        person.wakes = person.visits = NEVER;
        person.meets = INFINITE;
        world.tally.gone += 1;
        return;
    }
    come(person, world, 0, 0.0, visit_pace(person, world, 0), Purpose::VISIT);
    double draw = uniform(person.stream, 0, Purpose::MEET);
    person.meets = -std::log(1.0 - draw) / person.looks;
    if (person.outsider) person.meets = INFINITE;
    if (person.affected && facts.lasting && facts.incident < facts.ticks) {
        double pace = 1.0 / world.p.discovery_time;
        sooner(person, world, 0, world.clock.rhythm[facts.incident], pace, Purpose::DISCOVER);
    }
    person.wakes = person.visits;
}

inline void plan_next(Person& person, World& world, int64_t tick, bool visited, bool met) {
    double since = visited ? person.visit_time : world.clock.rhythm[tick];
    come(person, world, tick, since, visit_pace(person, world, tick), Purpose::VISIT);
    person.wakes = person.visits;
    if (person.promised >= 0)
        person.wakes = int32_t(least(person.wakes, most(tick + 1, person.promised)));
    if (person.answer_at >= 0) person.wakes = int32_t(least(person.wakes, person.answer_at));
    if (met) {
        double draw = uniform(person.stream, tick, Purpose::MEET);
        person.meets -= std::log(1.0 - draw) / person.looks;
    }
}

inline void reach_directly(Person& person, World& world, const Message& message, int64_t tick) {
    if (person.stance != GONE && addressed(person, message))
        sooner(person, world, tick, world.clock.rhythm[tick], 1.0 / 3.0, Purpose::DELAY);
}

inline void read_article(Person& person, World& world, int64_t tick) {
    if (person.stance == GONE || !person.outsider) return;
    if (uniform(person.stream, tick, Purpose::READ_ARTICLE) < world.facts.outsiders_reached)
        sooner(person, world, tick, world.clock.rhythm[tick], 1.0 / 8.0, Purpose::DELAY);
}
