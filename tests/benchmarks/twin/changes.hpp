// Twin of sim/storm/changes.py.
#pragma once
#include "rules.hpp"
#include "world.hpp"

inline void change_stance(Person& person, World& world, int64_t stance) {
    Tally& tally = world.tally;
    if (person.stance == CRITIC) {
        tally.critics -= 1;
        tally.critics_affected -= person.affected;
    } else if (person.stance == DEFENDER) {
        tally.defenders -= 1;
    }
    if (stance == CRITIC) {
        tally.critics += 1;
        tally.critics_affected += person.affected;
        person.was_critic = 1;
    } else if (stance == DEFENDER) {
        tally.defenders += 1;
        person.was_defender = 1;
    }
    person.stance = int8_t(stance);
}

inline void become_aware(Person& person, World& world, int64_t tick, int64_t news) {
    if (person.aware) return;
    person.aware = 1;
    world.tally.reached += 1;
    const Case& facts = world.facts;
    if (person.affected && facts.lasting && tick < facts.repaired) {
        person.arousal =
            rules::raised(person.arousal, world.p.first_annoyance * facts.severity);
        person.heard_at = double(tick) * facts.tick_hours;
    }
    if (uniform(person.stream, 0, Purpose::OFFEND) < facts.offends) {
        person.offended = 1;
        double age = double(most(0, tick - news)) * facts.tick_hours;
        double offence = rules::fade(facts.offence, age, world.p.news_half_life);
        offence *= 0.5 + person.susceptibility;
        person.grievance = rules::raised(person.grievance, offence);
        person.arousal = rules::raised(person.arousal, offence);
    }
}
