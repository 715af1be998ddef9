// Twin of sim/storm/reading.py.
#pragma once
#include "changes.hpp"

struct View {
    double critical, defending;
};

inline View in_view(const Person& person, const World& world, bool on_page, bool meeting) {
    const Parameters& p = world.p;
    const Page& page = world.page;
    double critical = 0.0, defending = 0.0;
    if (on_page) {
        critical = page.critical;
        defending = page.defending + page.planted;
    } else if (meeting) {
        double shown = rules::at_least_one(page.shown);
        if (shown > 0.0) {
            critical = p.feed_fans * page.critical / shown;
            defending = p.feed_fans * page.defending / shown;
        }
    }
    if (!world.facts.contagion) critical = defending = 0.0;
    critical += p.friends_weight * person.friends_critical;
    defending += p.friends_weight * person.friends_defending;
    double total = critical + defending;
    if (total <= 0.0) return {0.0, 0.0};
    double share = rules::taken_in(total, p.page_capacity) / total;
    return {critical * share, defending * share};
}

inline void read(Person& person, World& world, int64_t tick, double critical, double defending) {
    const Parameters& p = world.p;
    const Page& page = world.page;
    if (!person.aware &&
        uniform(person.stream, tick, Purpose::LEARN) < rules::at_least_one(critical))
        become_aware(person, world, tick, world.page.news);
    if (!person.aware) return;
    person.arousal = rules::stirred(person.arousal, critical, page.harshness,
                                    person.susceptibility, person.trust, person.fatigue,
                                    p.arousal_gain);
    person.fatigue += p.fatigue_reading * critical;
    person.arousal =
        rules::calmed_by_defence(person.arousal, critical, defending, p.defence_calm);
    person.grievance = rules::side_taken(person.grievance, person.arousal, critical,
                                         person.susceptibility, person.blame, p.sympathy);
    if (page.planted > 0.0) {
        double found = p.plants_found * page.planted / (page.planted + page.defending + 1.0);
        if (uniform(person.stream, tick, Purpose::SEE_THROUGH) < found) {
            person.trust = rules::lowered(person.trust, p.deletion_loss);
            person.arousal = rules::raised(person.arousal, p.deletion_anger * 0.5);
        }
    }
    if (uniform(person.stream, tick, Purpose::LIKE) < 0.5 * person.arousal * person.blame)
        world.tally.likes += 1;
}
