// Twin of the compiled part of sim/engines/compiled.py: the same arrays, the same spans.
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
    int64_t* start;
    int32_t* friends;
    int64_t* series;
    int64_t* stances;
    int64_t room;
    int64_t* logged;
    int32_t* due;
    int32_t* authors;
    int32_t* touched;
};

static World world_of(const Arrays& a) {
    return World{*a.page, *a.tally, *a.facts, Clock{a.rhythm, a.office}, a.messages, *a.p};
}

extern "C" int64_t live(const Arrays* arrays, int64_t first, int64_t end) {
    const Arrays a = *arrays;
    World world = world_of(a);
    Page& page = *a.page;
    for (int64_t tick = first; tick < end; tick++) {
        if (0 < a.room && a.room < *a.logged + a.number) return tick;
        page.now = int32_t(tick);
        // Who is reached? Only their records are touched.
        int64_t woken = 0;
        double time = page.time;
        for (int64_t i = 0; i < a.number; i++) {
            a.due[woken] = int32_t(i);
            woken += (a.wakes[i] <= tick) | (a.meets[i] <= time);
        }
        int64_t written = 0;
        for (int64_t k = 0; k < woken; k++) {
            int64_t i = a.due[k];
            Person& person = a.people[i];
            int8_t before = person.stance;
            wake(person, world, tick);
            a.wakes[i] = person.wakes;
            a.meets[i] = person.meets;
            if (person.stance != before && a.room > 0) {
                int64_t* row = a.stances + 3 * (*a.logged)++;
                row[0] = tick;
                row[1] = i;
                row[2] = person.stance;
            }
            a.authors[written] = int32_t(i);
            written += person.wrote > 0;
        }
        int64_t met = 0;
        for (int64_t k = 0; k < written; k++) {
            const Person& author = a.people[a.authors[k]];
            for (int64_t j = a.start[a.authors[k]]; j < a.start[a.authors[k] + 1]; j++) {
                Person& reader = a.people[a.friends[j]];
                a.touched[met] = a.friends[j];
                met += reader.new_critical + reader.new_defending == 0;
                deliver(author, reader);
            }
        }
        for (int64_t k = 0; k < met; k++) {
            int64_t i = a.touched[k];
            notice(a.people[i], world, tick);
            a.wakes[i] = a.people[i].wakes;
        }
        bool article = turn_page(world, tick);
        if (article)
            for (int64_t i = 0; i < a.number; i++) {
                read_article(a.people[i], world, tick);
                a.wakes[i] = a.people[i].wakes;
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
        a.wakes[i] = a.people[i].wakes;
    }
}
