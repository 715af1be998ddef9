// Twin of sim/storm/hearing.py.
#pragma once
#include "changes.hpp"
#include "promises.hpp"

inline bool addressed(const Person& person, const Message& message) {
    double share;
    if (message.private_ > 0.0)
        share = person.affected ? message.private_ : 0.0;
    else
        share = person.trust > 0.65 && person.stance != CRITIC ? message.rallies : 0.0;
    return uniform(person.stream, message.tick, Purpose::CALLED) < share;
}

inline double noticed(const Person& person, const World& world, const Message& message,
                      bool visiting) {
    if (!visiting) return 0.0;
    double lately = 24.0 / world.facts.tick_hours;
    int64_t since = int64_t(message.tick) - person.wrote_at;
    if (person.wrote_at >= 0 && 0 <= since && double(since) < lately) return message.removes;
    return message.removes * world.p.deletion_noticed * person.aware;
}

inline double read_on_page(const Person& person, const World& world, const Message& message,
                           int64_t number, int64_t tick) {
    if (message.reach <= 0.0) return 0.0;
    bool pinned = number == world.page.pinned;
    double chance = world.p.reads_page * (pinned || number == world.page.newest ? 1.0 : 0.5);
    if (!(pinned || person.aware)) {
        double hours = world.facts.tick_hours;
        chance *= rules::visibility(double(tick - message.tick) * hours, hours);
    }
    return chance;
}

inline double heard_with(const Person& person, const World& world, const Message& message,
                         int64_t number, int64_t tick, bool visiting, bool meeting) {
    if (message.direct) return addressed(person, message) ? 1.0 : 0.0;
    if (message.removes > 0.0) return noticed(person, world, message, visiting);
    if (visiting) return read_on_page(person, world, message, number, tick);
    if (meeting && world.page.shown > 0.0) {
        double shown =
            rules::at_least_one(message.shown) / rules::at_least_one(world.page.shown);
        return min(1.0, shown);
    }
    return 0.0;
}

inline void hear_of_deletion(Person& person, const World& world, const Message& message) {
    const Parameters& p = world.p;
    double weight = person.wrote_at >= 0 ? 1.0 : 0.5;
    weight *= 1.0 - 0.7 * message.explained;
    person.trust = rules::lowered(person.trust, p.deletion_loss * weight);
    person.grievance = rules::raised(person.grievance, p.deletion_loss * weight);
    person.arousal = rules::raised(person.arousal, p.deletion_anger * weight);
    person.fatigue = rules::lowered(person.fatigue, p.fatigue_news * weight);
}

inline void be_informed(Person& person, double informs, double said_at) {
    if (informs > 0.0 && said_at > person.heard_at)
        person.heard_at += informs * (said_at - person.heard_at);
}

inline void hear_promise(Person& person, World& world, const Message& message, int64_t tick) {
    const Parameters& p = world.p;
    const Case& facts = world.facts;
    be_informed(person, message.informs, message.tick * facts.tick_hours);
    if (message.revising && person.promised >= 0) {
        person.trust = rules::lowered(person.trust, p.revised_promise * (1.5 - message.revises));
        person.promised = -1;
    }
    if (message.deadline > tick && facts.repaired > tick) {
        double chance = rules::believes(person.trust, person.broken, p.disbelief);
        if (uniform(person.stream, message.tick, Purpose::BELIEVE) < chance)
            person.promised = message.deadline;
    }
    if (message.says_fixed > 0.0 && facts.lasting && tick < facts.repaired && person.affected)
        disappoint(person, world, tick);
}

inline void hear_responsibility(Person& person, const World& world, const Message& message) {
    const Parameters& p = world.p;
    if (message.explains > 0.0) {
        double before = person.blame;
        person.blame = rules::blame_after_evidence(before, world.facts.fault, message.explains,
                                                   person.trust);
        person.grievance = rules::lowered(
            person.grievance, rules::cleared(before, person.blame, person.affected == 1));
    }
    if (message.admits > 0.0) {
        double owed = message.admits * person.blame * (1.0 - person.admitted);
        person.trust = rules::raised(person.trust, p.admission * owed);
        person.grievance = rules::lowered(person.grievance, p.admission * owed);
        person.blame = rules::raised(person.blame, 0.5 * message.admits * (1.0 - person.blame));
        person.admitted = max(person.admitted, message.admits);
    } else if (message.admits < 0.0) {
        double refused =
            rules::denial_refused(-message.admits, person.blame, person.affected == 1);
        person.trust = rules::lowered(person.trust, p.denial_loss * refused);
        person.grievance = rules::raised(person.grievance, p.denial_loss * refused);
        person.arousal = rules::raised(person.arousal, 2.0 * p.denial_loss * refused);
        person.admitted = rules::lowered(person.admitted, -message.admits);
    }
}

inline void accept_private(Person& person, World& world, const Message& message, int64_t tick) {
    if (uniform(person.stream, message.tick, Purpose::ACCEPT) < world.p.private_accepted) {
        person.private_ = 1;
        person.private_since = int32_t(tick);
        world.tally.private_ += 1;
    }
}

inline void hear_help(Person& person, World& world, const Message& message, int64_t tick) {
    const Parameters& p = world.p;
    const Case& facts = world.facts;
    bool helps = message.relieves > person.relief && person.clients > 0.0;
    if (helps && uniform(person.stream, message.tick, Purpose::USE_HELP) < p.help_used)
        person.relief = message.relieves;
    bool offered = message.private_ > 0.0 && person.affected && !person.private_;
    if (offered && tick < facts.repaired) accept_private(person, world, message, tick);
    if (message.compensates > 0.0) {
        if (person.affected) {
            double eased = p.compensation * message.compensates;
            person.grievance = rules::lowered(person.grievance, eased);
        } else if (message.public_ > 0.0 && facts.lasting && tick < facts.repaired) {
            double bought = p.hush_money * message.compensates * (1.0 - person.trust);
            person.arousal = rules::raised(person.arousal, bought);
        }
    }
}

inline void hear_tone(Person& person, const World& world, const Message& message, int64_t tick) {
    const Parameters& p = world.p;
    double soothed =
        p.soothing * (message.empathy * (0.5 + person.trust) + 0.5 * message.reminds);
    person.arousal = rules::lowered(person.arousal, soothed);
    if (message.threatens > 0.0 && person.aware) {
        double angered =
            p.threat_anger * message.threatens * (1.2 - person.trust) * person.blame;
        person.arousal = rules::raised(person.arousal, angered);
        person.trust =
            rules::lowered(person.trust, p.denial_loss * message.threatens * person.blame);
        person.threshold += p.threat_chill * message.threatens;
    }
    if (message.rallies > 0.0) {
        person.called = 1;
        person.pity = rules::raised(person.pity, 0.5);
        person.blame = rules::lowered(person.blame, person.trust);
    }
}

inline void hear_answer(Person& person, World& world, int64_t tick) {
    person.answer_at = -1;
    const Message& message = world.messages[world.page.answering];
    be_informed(person, message.informs, double(tick) * world.facts.tick_hours);
    hear_responsibility(person, world, message);
    hear_tone(person, world, message, tick);
}

inline void hear(Person& person, World& world, const Message& message, int64_t number,
                 int64_t tick) {
    if (message.removes > 0.0) {
        hear_of_deletion(person, world, message);
        return;
    }
    if (message.remark) return;
    hear_promise(person, world, message, tick);
    hear_responsibility(person, world, message);
    hear_help(person, world, message, tick);
    hear_tone(person, world, message, tick);
}

inline bool come_upon(Person& person, World& world, int64_t number, uint64_t purpose, int64_t tick,
                      bool visiting, bool meeting) {
    const Message& message = world.messages[number];
    double chance = heard_with(person, world, message, number, tick, visiting, meeting);
    if (chance <= 0.0 || uniform(person.stream, tick, purpose) >= chance) return false;
    person.heard = int32_t(number);
    if (message.remark || tick >= world.facts.incident)
        become_aware(person, world, tick, most(message.tick, world.page.news));
    hear(person, world, message, number, tick);
    return true;
}

inline bool hear_company(Person& person, World& world, int64_t tick, bool visiting,
                         bool meeting) {
    int64_t pinned = world.page.pinned, end = world.page.messages;
    int64_t begin = most(person.heard + 1, end - RECENT);
    bool opened = false;
    if (visiting && person.heard < pinned && pinned < begin)
        opened = come_upon(person, world, pinned, Purpose::PINNED, tick, visiting, meeting);
    for (int64_t number = begin; number < end; number++) {
        uint64_t purpose = Purpose::HEAR + number % RECENT;
        if (come_upon(person, world, number, purpose, tick, visiting, meeting)) opened = true;
    }
    if (opened && !visiting)
        opened = uniform(person.stream, tick, Purpose::OPEN) < world.p.opens_comments;
    return opened;
}
