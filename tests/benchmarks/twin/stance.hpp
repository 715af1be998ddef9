// Twin of sim/storm/stance.py.
#pragma once
#include "feeling.hpp"
#include "promises.hpp"

inline void come_back(Person& person, World& world, int64_t tick) {
    const Parameters& p = world.p;
    const Case& facts = world.facts;
    if (tick >= facts.repaired) {
        person.private_ = 0;
        return;
    }
    double waited = min(world.page.private_wait,
                        double(tick - person.private_since) * facts.tick_hours);
    if (waited > p.private_patience &&
        uniform(person.stream, tick, Purpose::RETURN) < 0.5) {
        person.private_ = 0;
        disappoint(person, world, tick);
    }
}

inline void consider_defence(Person& person, World& world, int64_t tick, double critical,
                             double heated) {
    const Parameters& p = world.p;
    if (critical > 0.0) {
        double empty = emptiness(person, world, tick, tick);
        double unfairness =
            rules::unfair(critical, world.page.harshness, person.admitted, empty);
        person.pity = rules::raised(person.pity, p.pity * unfairness);
    }
    if (person.stance == DEFENDER) {
        if (uniform(person.stream, tick, Purpose::REST) < 0.3 * (1.0 - person.pity))
            change_stance(person, world, FOLLOWER);
        return;
    }
    double readiness = p.defending * (1.0 + 2.0 * person.called);
    double chance = rules::defends(person.trust, heated, person.pity, readiness);
    if (chance > 0.0 && uniform(person.stream, tick, Purpose::DEFEND) < chance)
        change_stance(person, world, DEFENDER);
}

inline void take_stance(Person& person, World& world, int64_t tick, double critical,
                        double defending) {
    const Parameters& p = world.p;
    if (!person.aware) return;
    double heated = rules::heat(person.arousal, person.grievance);
    if (person.private_) come_back(person, world, tick);
    if (person.stance == CRITIC) {
        double chance = rules::falls_silent(heated, person.threshold, p.calming);
        if (chance > 0.0 && uniform(person.stream, tick, Purpose::CALM) < chance)
            change_stance(person, world, FOLLOWER);
        return;
    }
    double share = critical > 0.0 ? critical / (critical + defending) : 0.0;
    if (!person.private_) {
        double chance = rules::speaks_out(
            heated, person.threshold, p.voice, person.activity, share, p.conformity,
            double(world.page.critics) / world.facts.people, p.crowd_half);
        if (chance > 0.0 && uniform(person.stream, tick, Purpose::SPEAK) < chance) {
            change_stance(person, world, CRITIC);
            return;
        }
    }
    consider_defence(person, world, tick, critical, heated);
}
