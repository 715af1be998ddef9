// Twin of sim/storm/rules.py.
#pragma once
#include <cmath>

#include "chance.hpp"

// Python's min and max: the first of two equals.
inline double min(double a, double b) { return b < a ? b : a; }
inline double max(double a, double b) { return b > a ? b : a; }

namespace rules {

using std::exp;

// -- attention ---------------------------------------------------------------------------

inline double held(double hours, double span) {
    return (1.0 - exp(-hours / span)) * span / hours;
}

inline double visibility(double age, double hours) {
    double total = 0.0;
    for (int k = 0; k < 3; k++) {
        double span = ATTENTION_HOURS[k];
        total += ATTENTION_FRESH[k] * exp(-age / span) * held(hours, span);
    }
    return total;
}

inline double taken_in(double posts, double capacity) {
    return capacity * (1.0 - exp(-posts / capacity));
}

inline double at_least_one(double mean) { return 1.0 - exp(-mean); }

inline int64_t count(double chance, double mean) {
    double term = exp(-mean);
    double total = term;
    int64_t number = 0;
    while (chance >= total && number < 30) {
        number += 1;
        term *= mean / double(number);
        total += term;
    }
    return number;
}

// -- feelings between events -------------------------------------------------------------

inline double fade(double level, double hours, double half_life) {
    return level * exp(-LN2 * hours / half_life);
}

inline double vacuum(double since, double until, double p_floor, double p_time) {
    if (until - since < 1e-9) return 1.0 - (1.0 - p_floor) * exp(-since / p_time);
    double faded = p_time * (exp(-since / p_time) - exp(-until / p_time));
    return 1.0 - (1.0 - p_floor) * faded / (until - since);
}

inline double clients_press(double clients, double relief, double office_share, double strength) {
    return strength * clients * (1.0 - relief) * office_share;
}

inline double push(double rate, double severity, double pressure, double empty, double blame) {
    return rate * severity * (1.0 + pressure) * empty * (0.25 + 0.75 * blame);
}

inline double relaxing(double half_life, double trust) {
    return LN2 / half_life * (0.5 + trust);
}

inline double grown(double grievance, double growth, double relaxation, double hours) {
    double pace = growth + relaxation;
    if (pace <= 0.0) return grievance;
    double level = growth / pace;
    return level + (grievance - level) * exp(-pace * hours);
}

inline double heat(double arousal, double grievance) {
    return arousal + grievance - arousal * grievance;
}

inline double raised(double level, double by) {
    if (by <= 0.0) return level;
    return level + (1.0 - level) * min(1.0, by);
}

inline double lowered(double level, double by) { return level * (1.0 - min(1.0, max(0.0, by))); }

// -- reading -----------------------------------------------------------------------------

inline double stirred(double arousal, double read, double harshness, double susceptibility,
                      double trust, double fatigue, double gain) {
    return raised(arousal, 1.0 - exp(-gain * read * susceptibility * (1.4 - trust) *
                                     (0.5 + harshness) / (1.0 + fatigue)));
}

inline double side_taken(double grievance, double arousal, double read, double susceptibility,
                         double blame, double rate) {
    return raised(grievance,
                  rate * susceptibility * arousal * blame * at_least_one(0.3 * read));
}

inline double calmed_by_defence(double arousal, double critical, double defending,
                                double strength) {
    if (critical <= 0.0) return arousal;
    return lowered(arousal, strength * min(1.0, defending / critical));
}

inline double left_without_word(double arousal, double empty, double severity, double pressing,
                                double strength) {
    return raised(arousal, strength * severity * (1.0 + pressing) * empty * empty);
}

inline double wait_for_answer(double draw, double half, double queue) {
    return queue - half / LN2 * std::log(1.0 - draw);
}

// -- promises ----------------------------------------------------------------------------

inline double believes(double trust, int64_t broken, double disbelief) {
    double chance = min(1.0, 0.4 + trust);
    for (int64_t k = 0; k < broken; k++) chance *= 1.0 - disbelief;
    return chance;
}

inline double trust_lost_by_breaking(double loss, double again, int64_t earlier, bool affected,
                                     double unaffected) {
    double share = loss * (1.0 + again * double(earlier));
    if (!affected) share *= unaffected;
    return min(0.9, share);
}

// -- judging the company -----------------------------------------------------------------

inline double blame_after_evidence(double blame, double fault, double evidence, double trust) {
    return blame + evidence * (0.3 + 0.7 * trust) * (fault - blame);
}

inline double cleared(double before, double after, bool affected) {
    if (after >= before) return 0.0;
    double share = 1.0 - after / before;
    return affected ? 0.5 * share : share;
}

inline double denial_refused(double denied, double blame, bool affected) {
    return denied * (affected ? 0.4 + 0.6 * blame : blame * blame);
}

// -- stance ------------------------------------------------------------------------------

inline double speaks_out(double heated, double threshold, double readiness, double activity,
                         double critical_share, double conformity, double crowd,
                         double crowd_half) {
    double over = heated - threshold;
    if (over <= 0.0) return 0.0;
    double conforming = 1.0 + conformity * critical_share;
    double will = crowd_half / (crowd_half + crowd);
    double used_to = activity / (1.0 + activity);
    return at_least_one(readiness * 4.0 * over * used_to * conforming * will);
}

inline double falls_silent(double heated, double threshold, double readiness) {
    double under = 0.8 * threshold - heated;
    if (under <= 0.0) return 0.0;
    return at_least_one(readiness * under / max(0.05, threshold));
}

inline double unfair(double attack, double harshness, double admitted, double empty) {
    double mass = attack * attack / (attack * attack + 25.0);
    double given = 0.3 + 0.35 * admitted + 0.35 * (1.0 - empty);
    return mass * (0.4 + 0.6 * harshness) * given;
}

inline double defends(double trust, double heated, double pity, double readiness) {
    if (trust <= 0.5) return 0.0;
    return at_least_one(readiness * 2.0 * (trust - 0.5) * (1.0 - heated) * pity);
}

// -- posting and leaving -----------------------------------------------------------------

inline double tired(double fatigue, int64_t posts, double activity) {
    return fatigue + double(posts) / max(1.0, activity);
}

inline double posts_expected(double pace, double activity, double drive, double fatigue) {
    return pace * activity * drive / (1.0 + fatigue);
}

inline double avoiding(double avoidance, double trust, double grievance, double hours,
                       double time) {
    return raised(avoidance, (1.0 - trust) * grievance * hours / time);
}

inline double keenness(double activity) { return min(3.0, 0.6 + 0.4 * activity); }

inline double wearies(double avoidance, double hours, double per_day) {
    return per_day * avoidance * avoidance * hours / 24.0;
}

}  // namespace rules
