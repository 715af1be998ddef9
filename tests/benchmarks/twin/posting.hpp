// Twin of sim/storm/posting.py.
#pragma once
#include "waking.hpp"

inline bool first_word(const Person& person) {
    if (person.stance == CRITIC) return person.critical_posts == 0;
    return person.stance == DEFENDER && person.defending_posts == 0;
}

inline void await_answer(Person& person, World& world, int64_t tick) {
    const Message& message = world.messages[world.page.answering];
    Tally& tally = world.tally;
    if (person.answer_at >= 0 || message.answers <= 0.0) return;
    tally.complaints += 1;
    bool answered = uniform(person.stream, tick, Purpose::ANSWER) < message.answers;
    if (!answered || world.facts.answers_per_hour <= 0.0) return;
    double draw = uniform(person.stream, tick, Purpose::ANSWER_WAIT);
    double wait =
        rules::wait_for_answer(draw, message.answers_after, world.page.private_wait);
    person.answer_at =
        int32_t(tick + most(1, int64_t(wait / world.facts.tick_hours + 0.5)));
    tally.answers += 1;
    tally.answers_in_time += wait <= message.answers_after;
}

inline void publish(Person& person, World& world, int64_t tick, int64_t number) {
    const Parameters& p = world.p;
    Tally& tally = world.tally;
    if (person.stance == FOLLOWER) {
        person.ordinary_posts = int16_t(least(MANY, person.ordinary_posts + number));
        tally.ordinary += number;
        return;
    }
    person.wrote = int8_t(number);
    person.fatigue = rules::tired(person.fatigue, number, person.activity);
    if (person.stance == DEFENDER) {
        person.defending_posts = int16_t(least(MANY, person.defending_posts + number));
        tally.defending += number;
        return;
    }
    person.critical_posts = int16_t(least(MANY, person.critical_posts + number));
    person.wrote_at = int32_t(tick);
    tally.harsh += number * whole(person.arousal);
    if (person.affected)
        tally.critical_affected += number;
    else
        tally.critical_bandwagon += number;
    person.arousal = rules::lowered(person.arousal, p.vent);
    person.grievance = rules::lowered(person.grievance, p.vent_grievance);
    if (world.page.answering >= 0) await_answer(person, world, tick);
}

inline void write(Person& person, World& world, int64_t tick, bool on_page, double critical) {
    const Parameters& p = world.p;
    double mean;
    if (person.stance == CRITIC) {
        if (person.private_) return;
        double drive = rules::heat(person.arousal, person.grievance);
        mean = rules::posts_expected(p.writing, person.activity, drive, person.fatigue);
    } else if (person.stance == DEFENDER) {
        mean = rules::posts_expected(p.defence_writing, person.activity,
                                     rules::taken_in(critical, 4.0) / 4.0, person.fatigue);
    } else if (on_page) {
        mean = p.chatter * person.activity;
    } else {
        return;
    }
    int64_t number = rules::count(uniform(person.stream, tick, Purpose::WRITE), mean);
    if (number == 0 && first_word(person)) number = 1;
    if (number > 0) publish(person, world, tick, number);
}

inline void deliver(const Person& author, Person& reader) {
    if (author.stance == CRITIC)
        reader.new_critical = int16_t(least(MANY, reader.new_critical + author.wrote));
    else
        reader.new_defending = int16_t(least(MANY, reader.new_defending + author.wrote));
}

inline void notice(Person& reader, World& world, int64_t tick) {
    int64_t posts = reader.new_critical + reader.new_defending;
    double shown = rules::at_least_one(world.p.friends_notice * double(posts));
    if (reader.stance != GONE && uniform(reader.stream, tick, Purpose::NOTICE) < shown) {
        reader.friends_critical =
            int16_t(least(MANY, reader.friends_critical + reader.new_critical));
        reader.friends_defending =
            int16_t(least(MANY, reader.friends_defending + reader.new_defending));
        double draw = uniform(reader.stream, tick, Purpose::DELAY);
        int64_t at = tick_at(world, tick,
                             world.clock.rhythm[tick] - std::log(1.0 - draw) / reader.looks);
        reader.wakes = int32_t(least(reader.wakes, at));
    }
    reader.new_critical = 0;
    reader.new_defending = 0;
}
