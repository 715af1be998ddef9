// Twin of the World of sim/storm/state.py ("case" is a word of C++: here it is "facts").
#pragma once
#include <cstdint>
#include <limits>

#include "records.hpp"

struct Clock {
    const double* rhythm;
    const double* office;
};

struct World {
    Page& page;
    Tally& tally;
    const Case& facts;
    Clock clock;
    Message* messages;
    const Parameters& p;
};

constexpr double INFINITE = std::numeric_limits<double>::infinity();

// Python's int() of a feeling in parts.
inline int64_t whole(double level) { return int64_t(level * double(WHOLE)); }

inline int64_t least(int64_t a, int64_t b) { return b < a ? b : a; }
inline int64_t most(int64_t a, int64_t b) { return b > a ? b : a; }
