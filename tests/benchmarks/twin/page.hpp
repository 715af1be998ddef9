// Twin of sim/storm/page.py.
#pragma once
#include "rules.hpp"
#include "world.hpp"

inline void age_posts(World& world, int64_t written, double hours) {
    Page& page = world.page;
    const Tally& tally = world.tally;
    const double* fresh = ATTENTION_FRESH;
    const double* spans = ATTENTION_HOURS;
    double fade_1 = std::exp(-hours / spans[0]);
    double fade_2 = std::exp(-hours / spans[1]);
    double fade_3 = std::exp(-hours / spans[2]);
    double fresh_1 = fresh[0] * rules::held(hours, spans[0]);
    double fresh_2 = fresh[1] * rules::held(hours, spans[1]);
    double fresh_3 = fresh[2] * rules::held(hours, spans[2]);
    double added = double(written) + world.p.likes_weight * double(tally.likes);
    double defences = double(tally.defending);
    page.critical_1 = page.critical_1 * fade_1 + added * fresh_1;
    page.critical_2 = page.critical_2 * fade_2 + added * fresh_2;
    page.critical_3 = page.critical_3 * fade_3 + added * fresh_3;
    page.critical = page.critical_1 + page.critical_2 + page.critical_3;
    page.defending_1 = page.defending_1 * fade_1 + defences * fresh_1;
    page.defending_2 = page.defending_2 * fade_2 + defences * fresh_2;
    page.defending_3 = page.defending_3 * fade_3 + defences * fresh_3;
    page.defending = page.defending_1 + page.defending_2 + page.defending_3;
    page.planted = page.planted * fade_1;
    if (page.now < page.plant_until) page.planted += page.plant_rate * hours;
    page.standing = page.standing * std::exp(-hours / 24.0) + double(written);
}

inline bool is_bare(const World& world, int64_t written) {
    const Page& page = world.page;
    double posts =
        page.critical + page.standing + page.harsh_posts + page.defending + page.plant_rate;
    return posts == 0.0 && written + world.tally.likes + world.tally.defending == 0;
}

inline void age_tone(World& world, int64_t written, double hours) {
    Page& page = world.page;
    const Tally& tally = world.tally;
    double faded = std::exp(-hours / 6.0);
    double strangers = 0.5 * double(tally.first_posts);
    page.harsh_sum =
        page.harsh_sum * faded + double(tally.harsh) / double(WHOLE) + strangers;
    page.harsh_posts = page.harsh_posts * faded + double(written);
    page.harshness = page.harsh_posts > 1e-9 ? page.harsh_sum / page.harsh_posts : 0.0;
}

inline void answer_by_turns(World& world, double hours) {
    Page& page = world.page;
    const Case& facts = world.facts;
    int64_t coming = world.tally.private_ + world.tally.answers;
    double waiting_now =
        page.private_waiting + double(coming) - facts.answers_per_hour * hours;
    page.private_waiting = max(0.0, waiting_now);
    if (facts.answers_per_hour > 0.0)
        page.private_wait = page.private_waiting / facts.answers_per_hour;
}

inline void show_messages(World& world, int64_t tick) {
    Page& page = world.page;
    const Parameters& p = world.p;
    double shown = 0.0;
    for (int64_t number = most(0, page.messages - RECENT); number < page.messages; number++) {
        Message& message = world.messages[number];
        if (message.reach > 0.0) {
            double hours = world.facts.tick_hours;
            double age = double(tick - message.tick) * hours;
            message.shown = p.feed_reach * message.reach * rules::visibility(age, hours);
            shown += message.shown;
        }
    }
    if (world.facts.contagion) shown += p.feed_fans * (page.critical + page.defending);
    page.shown = shown;
}

inline void count_people(World& world) {
    Page& page = world.page;
    const Tally& tally = world.tally;
    page.critics += tally.critics;
    page.critics_affected += tally.critics_affected;
    page.defenders += tally.defenders;
    page.gone += tally.gone;
    page.customers_lost += tally.customers_lost;
    page.reached += tally.reached;
    page.complaints += tally.complaints;
    page.answers += tally.answers;
    page.answers_in_time += tally.answers_in_time;
    page.trust_sum += tally.trust;
    page.grievance_sum += tally.grievance;
}

inline bool appears(World& world, int64_t tick, int64_t written) {
    Page& page = world.page;
    const Case& facts = world.facts;
    if (facts.articles_at <= 0.0 || page.articles >= facts.articles_most) return false;
    if (page.article_due == NEVER) {
        double calm_hours = double(tick - page.article_last) * facts.tick_hours;
        if (page.harsh_posts / 6.0 >= facts.articles_at && calm_hours >= 18.0)
            page.article_due = int32_t(tick + int64_t(6.0 / facts.tick_hours));
        return false;
    }
    if (tick >= page.article_due) {
        page.articles += 1;
        page.article_last = int32_t(tick);
        page.news = int32_t(tick);
        page.article_due = NEVER;
        return true;
    }
    return false;
}

inline bool turn_page(World& world, int64_t tick) {
    Page& page = world.page;
    Tally& tally = world.tally;
    const Case& facts = world.facts;
    double hours = facts.tick_hours;
    if (tick == facts.incident) tally.first_posts = facts.first_posts;
    int64_t written = tally.critical_affected + tally.critical_bandwagon + tally.first_posts;
    if (!is_bare(world, written)) {
        age_posts(world, written, hours);
        age_tone(world, written, hours);
    }
    answer_by_turns(world, hours);
    show_messages(world, tick);
    count_people(world);
    double passed = world.clock.rhythm[tick + 1] - world.clock.rhythm[tick];
    page.time += passed * rules::at_least_one(page.shown);
    return appears(world, tick, written);
}

inline void clear(Tally& tally) { tally = Tally{}; }

inline void record(World& world, int64_t* series, int64_t tick, bool article) {
    const Page& page = world.page;
    Tally& tally = world.tally;
    double hours = world.facts.tick_hours;
    int64_t* row = series + tick * COLUMNS;
    row[0] = tally.critical_affected + tally.critical_bandwagon + tally.first_posts;
    row[1] = tally.critical_affected;
    row[2] = tally.critical_bandwagon + tally.first_posts;
    row[3] = tally.defending;
    row[4] = tally.ordinary;
    if (tick < page.plant_until)
        row[6] = int64_t(page.plant_rate * hours * double(tick + 1)) -
                 int64_t(page.plant_rate * hours * double(tick));
    row[8] = page.critics;
    row[9] = page.critics_affected;
    row[10] = page.critics - page.critics_affected;
    row[11] = page.defenders;
    row[12] = page.gone;
    row[13] = page.customers_lost;
    row[14] = page.reached;
    row[15] = page.trust_sum;
    row[16] = page.grievance_sum;
    row[17] = article;
    row[18] = int64_t(std::ceil(page.private_waiting));
    clear(tally);
}
