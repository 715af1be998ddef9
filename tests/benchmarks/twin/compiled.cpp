// Twin of the compiled part of sim/engines/compiled.py: the same arrays, the same spans.
#include <algorithm>

#include "page.hpp"
#include "tick.hpp"

// Addresses of an engine's arrays; the same fields in the same order in engine.py.
struct Arrays {
    Person* people;
    int64_t number;
    Page* page;
    Tally* tally;
    Case* facts;
    double* rhythm;
    double* office;
    Message* messages;
    Parameters* p;
    int32_t* wakes;
    double* meets;
    int32_t* first_wakes;
    double* first_meets;
    int32_t* group_wakes;
    double* group_meets;
    int64_t* start;
    uint32_t* friends;
    int64_t* series;
    int32_t* stances;
    int64_t room;
    int64_t* logged;
    uint32_t* due;
    uint32_t* authors;
    uint32_t* touched;
};

static World world_of(const Arrays& a) {
    return World{*a.page, *a.tally, *a.facts, Clock{a.rhythm, a.office}, a.messages, *a.p};
}

// People whose first waking is looked up together: most blocks sleep in most ticks.
// So do most groups of blocks in a calm week.
constexpr int64_t BLOCK = 16, GROUP = 16;

static void summarise(const Arrays& a, int64_t block) {
    int64_t first = block * BLOCK, last = std::min(a.number, first + BLOCK);
    int64_t group = block / GROUP;
    a.first_wakes[block] = *std::min_element(a.wakes + first, a.wakes + last);
    a.first_meets[block] = *std::min_element(a.meets + first, a.meets + last);
    a.group_wakes[group] = std::min(a.group_wakes[group], a.first_wakes[block]);
    a.group_meets[group] = std::min(a.group_meets[group], a.first_meets[block]);
}

static void wake_at(const Arrays& a, int64_t i) {
    int64_t block = i / BLOCK, group = block / GROUP;
    a.wakes[i] = a.people[i].wakes;
    if (a.wakes[i] < a.first_wakes[block]) {
        a.first_wakes[block] = a.wakes[i];
        a.group_wakes[group] = std::min(a.group_wakes[group], a.wakes[i]);
    }
}

// From here on the records do not fit into the caches, and asking for them ahead pays.
constexpr int64_t CROWD = 50000, AHEAD = 6;

static void ask_for(const Arrays& a, const uint32_t* list, int64_t place, int64_t length) {
    if (a.number < CROWD || place >= length) return;
    auto record = reinterpret_cast<const char*>(&a.people[list[place]]);
    for (size_t at = 0; at < sizeof(Person); at += 64) __builtin_prefetch(record + at, 1);
}

extern "C" int64_t live(const Arrays* arrays, int64_t first, int64_t end) {
    const Arrays a = *arrays;
    World world = world_of(a);
    Page& page = *a.page;
    for (int64_t tick = first; tick < end; tick++) {
        if (0 < a.room && a.room < *a.logged + a.number) return tick;
        page.now = int32_t(tick);
        // Who is reached? Only their records are touched.
        int64_t woken = 0, busy = 0;
        double time = page.time;
        for (int64_t group = 0; group * GROUP * BLOCK < a.number; group++) {
            if (a.group_wakes[group] > tick && a.group_meets[group] > time) continue;
            int32_t wakes = NEVER;
            double meets = INFINITY;
            for (int64_t block = group * GROUP; block < (group + 1) * GROUP; block++) {
                if (a.first_wakes[block] > tick && a.first_meets[block] > time) {
                    wakes = std::min(wakes, a.first_wakes[block]);
                    meets = std::min(meets, a.first_meets[block]);
                    continue;
                }
                a.touched[busy++] = uint32_t(block);
                int64_t last = std::min(a.number, (block + 1) * BLOCK);
                for (int64_t i = block * BLOCK; i < last; i++) {
                    a.due[woken] = uint32_t(i);
                    woken += (a.wakes[i] <= tick) | (a.meets[i] <= time);
                }
            }
            a.group_wakes[group] = wakes;
            a.group_meets[group] = meets;
        }
        int64_t written = 0;
        for (int64_t k = 0; k < woken; k++) {
            ask_for(a, a.due, k + AHEAD, woken);
            int64_t i = a.due[k];
            Person& person = a.people[i];
            int8_t before = person.stance;
            wake(person, world, tick);
            a.wakes[i] = person.wakes;
            a.meets[i] = person.meets;
            if (person.stance != before && a.room > 0) {
                int32_t* row = a.stances + 3 * (*a.logged)++;
                row[0] = int32_t(tick);
                row[1] = int32_t(i);
                row[2] = person.stance;
            }
            a.authors[written] = uint32_t(i);
            written += person.wrote > 0;
        }
        for (int64_t k = 0; k < busy; k++) summarise(a, a.touched[k]);
        int64_t met = 0;
        for (int64_t k = 0; k < written; k++) {
            const Person& author = a.people[a.authors[k]];
            int64_t last = a.start[a.authors[k] + 1];
            for (int64_t j = a.start[a.authors[k]]; j < last; j++) {
                ask_for(a, a.friends, j + AHEAD, last);
                Person& reader = a.people[a.friends[j]];
                a.touched[met] = a.friends[j];
                met += reader.new_critical + reader.new_defending == 0;
                deliver(author, reader);
            }
        }
        for (int64_t k = 0; k < met; k++) {
            ask_for(a, a.touched, k + AHEAD, met);
            notice(a.people[a.touched[k]], world, tick);
            wake_at(a, a.touched[k]);
        }
        bool article = turn_page(world, tick);
        if (article)
            for (int64_t i = 0; i < a.number; i++) {
                read_article(a.people[i], world, tick);
                wake_at(a, i);
            }
        record(world, a.series, tick, article);
    }
    return end;
}

extern "C" void address(const Arrays* arrays, int64_t number, int64_t tick) {
    const Arrays& a = *arrays;
    World world = world_of(a);
    for (int64_t i = 0; i < a.number; i++) {
        reach_directly(a.people[i], world, a.messages[number], tick);
        wake_at(a, i);
    }
}
